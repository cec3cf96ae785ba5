"""What a document defines: the places and the type of its long and short forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .acronyms import mentions_of
from .around import is_data
from .kinds import kind
from .spans import ACRONYMS, Find, Page
from .words import singular

_USUAL = 50
"""Definitions in an abstract; a text of more, a glossary, is not searched again for each of them."""


def defined(page: Page) -> list[Find]:
    """Long forms and short forms that a document defines, at every place where they stand."""
    if not page.groups[ACRONYMS]:
        return []
    text, both = page.text, pairs(page)
    longs = {text[slice(*short)]: text[slice(*long)] for short, long in both}
    longs = {short: long for short, long in longs.items() if not _QUALITY.fullmatch(long)}
    places = list(mentions_of(text, longs))
    if len(longs) <= _USUAL:
        low = text.lower()
        places += [(b, e, short) for short, long in longs.items() for b, e in _again(text, low, long)]
    labels = {
        short: _kind_of(text, _spelled(long, longs), [(b, e) for b, e, s in places if s == short])
        for short, long in longs.items()
    }
    out = [
        Find(*long, labels[name], "acronym", 0.85) for short, long in both if (name := text[slice(*short)]) in labels
    ]
    out += [Find(b, e, labels[short], "acronym", 0.85) for b, e, short in places]
    return out


_QUALITY = re.compile(r"(?:in|out|on|off|of|at|by|over|state|first|second|third|low|high)-[a-z-]+")
"""out-of-training (OOT), state-of-the-art (SOTA): short for how something is, and no concept."""


def _spelled(long: str, longs: Mapping[str, str]) -> str:
    """A long form with the short forms in it spelled out: a "flexible JSP" is a problem."""
    return " ".join(longs.get(word, word) for word in long.split(" "))


_ODD_CASE = "\u017f\u0130\u0131"  # ſ, İ and ı: a regular expression takes them for s and i, str.lower does not


def _again(text: str, low: str, long: str) -> Iterator[tuple[int, int]]:
    """The places of a long form of two words and more, however its case; `low` is the text in small letters."""
    if " " not in long:
        return
    if long.isascii() and not any(c in text for c in _ODD_CASE):  # no expression to compile for each
        wanted, size = long.lower(), len(long)
        begin = low.find(wanted)
        while begin >= 0:
            end = begin + size
            whole = not (_holds(text[begin - 1 : begin]) or _holds(text[end : end + 1]))
            if whole:
                yield begin, end
            begin = low.find(wanted, end if whole else begin + 1)
    else:
        for m in re.finditer(rf"(?<![\w\-]){re.escape(long)}(?![\w\-])", text, re.IGNORECASE):
            yield m.span()


def _holds(sign: str) -> bool:
    """Whether a sign beside a long form makes it a part of a longer word."""
    return sign.isalnum() or sign in ("_", "-")


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


def pairs(page: Page) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The places of (short form, long form) of every definition in a text."""
    group = page.groups[ACRONYMS]
    longs = {s.id: (s.begin, s.end) for s in group if s.label == "long"}
    return [((s.begin, s.end), longs[s.id]) for s in group if s.label == "short" and s.id in longs]
