"""What a document defines: the places and the type of its long and short forms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from .acronyms import mentions_of
from .around import is_data
from .kinds import kind
from .spans import ACRONYMS, Find, spans
from .words import singular

_USUAL = 50
"""Definitions in an abstract; a text of more, a glossary, is not searched again for each of them."""


def defined(doc: Doc, text: str) -> list[Find]:
    """Long forms and short forms that a document defines, at every place where they stand."""
    longs = {text[slice(*short)]: text[slice(*long)] for short, long in pairs(doc)}
    places = list(mentions_of(text, longs))
    if len(longs) <= _USUAL:
        places += [(b, e, short) for short, long in longs.items() for b, e in _again(text, long)]
    labels = {
        short: _kind_of(text, long, [(b, e) for b, e, s in places if s == short]) for short, long in longs.items()
    }
    out = [Find(*long, labels[text[slice(*short)]], "acronym", 0.85) for short, long in pairs(doc)]
    out += [Find(b, e, labels[short], "acronym", 0.85) for b, e, short in places]
    return out


def _again(text: str, long: str) -> Iterator[tuple[int, int]]:
    """The places of a long form of two words and more, however its case."""
    if " " in long:
        for m in re.finditer(rf"(?<![\w\-]){re.escape(long)}(?![\w\-])", text, re.IGNORECASE):
            yield m.span()


_HEAD_ENDS = re.compile(r" (?:of|for|with|via|by|in|on|from|under|using) ")


_DEVICES = frozenset({"module", "layer", "block", "network", "algorithm", "loss", "optimizer"})
_NOUN_AFTER = re.compile(r"[)\"'”’]* ([a-z]+)\b")


def _kind_of(text: str, long: str, places: list[tuple[int, int]]) -> str:
    """The type for which the head of a long form speaks, else what stands around it and its short form."""
    type = kind(_HEAD_ENDS.split(long)[0])
    if type not in (None, "Concept"):
        return str(type)
    if any(is_data(text, *place) for place in places):
        return "Dataset"
    nouns = [singular(m.group(1)) for _, end in places if (m := _NOUN_AFTER.match(text, end))]
    if not _DEVICES.isdisjoint(nouns):
        return "Method"
    around = next((t for noun in nouns if (t := kind(noun)) in ("Dataset", "Metric")), None)
    return type or around or ("Concept" if long.islower() and " " not in long else "Method")


def pairs(doc: Doc) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The places of (short form, long form) of every definition in a Doc."""
    group = list(spans(doc, ACRONYMS))
    longs = {s.id_: (s.start_char, s.end_char) for s in group if s.label_ == "long"}
    return [((s.start_char, s.end_char), longs[s.id_]) for s in group if s.label_ == "short" and s.id_ in longs]
