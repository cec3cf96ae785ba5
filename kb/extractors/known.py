"""Finds the names of the lexicon in a text: the longest at every place, Latin by folded words, Chinese by characters.

1. Latin text is cut into words; at each word the folded words are joined until no known name begins so (`spelling.fold`
   decides what is the same: case, hyphens, spaces and the plural of the head do not matter).
2. Short acronyms and names that are ordinary words count only with a clue around them.
3. Chinese names are looked up by the lengths that names of this first character have, the longest first; other wordings
   are read word by word (bilingual.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, compress, count
from pathlib import Path

from spacy.language import Language

from ..lexicon import Lexicon, load
from ..rows import latin
from ..spelling import Table, american, fold
from .bilingual import Composer, inside_word, lengths_of
from .spans import ACRONYMS, CITATIONS, LINKS, Component, Find, Page
from .tokens import HAN, Word, words
from .words import CLUES_AFTER, CLUES_BEFORE, singular

_PIECE = re.compile(r"[^\W_]+(?:\.\d+)?[+*]*")
_GAP = re.compile(r"(?:[ \t\-\u2010-\u2015_/]|\n(?!\s*\n)|['’]){1,2}\Z")
_HAN = re.compile(f"[{HAN}]")
_VERSION = re.compile(
    r" \d{1,3}(?=[.,;:)]*\Z|[.,;:)]+\s|\s(?:and|or|on|with|for|is|are|as|in|to|networks?|models?|backbones?)\b)"
)
_CAPITALS = re.compile("[A-Z].*[A-Z]")
_MAX_WORDS = 8
_LEADS, _WHOLE = 1, 2
_CONFIDENT, _CLUED, _WEAK, _COMPOSED = 0.9, 0.8, 0.6, 0.6


def pieces(text: str) -> list[Word]:
    """The words of a text, hyphenated ones in parts, their small form in American spelling."""
    out: list[Word] = []
    found = words(text)
    done = 0
    every = list(map(_PARTS.__getitem__, [w[2] for w in found]))
    for n in compress(count(), every):  # few words
        parts = every[n]
        begin, end, written, low = found[n]
        if end - begin != len(written):  # a line break cut it
            parts = _parts(text[begin:end]) if not written.isalnum() else ((0, end - begin, written, american(low)),)
        out += found[done:n]
        out += [(begin + b, begin + e, w, here) for b, e, w, here in parts]
        done = n + 1
    return [*out, *found[done:]]


def _parts(written: str) -> tuple[Word, ...]:
    """The pieces of a word, their places counted from its begin; none where it is its own only piece.

    Remembered by word: nearly all words of a text are old ones, and need neither a search nor a new spelling.
    """
    if written.isalnum():
        low = written.lower()
        here = american(low)
        return () if here == low else ((0, len(written), written, here),)
    return tuple((*m.span(), m[0], american(m[0].lower())) for m in _PIECE.finditer(written))


_PARTS = Table(_parts)


class KnownNames:
    """The surfaces of a lexicon, indexed for one pass over a text; immutable after it is built."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        older, rows = lexicon.plus or (None, lexicon.terms)
        known = index(older) if older else None  # a few rows of a user's own: what is indexed is copied
        self.folded: set[str] = set(known.folded) if known else set()
        self.exact: set[str] = set(known.exact) if known else set()
        self.begun: set[str] = set(known.begun) if known else set()
        for surface in (s for term in rows.values() for s in latin(term)):
            self.exact.add(surface)
            if (key := fold(surface)) not in self.folded:
                self.folded.add(key)
                self.begun.update(accumulate(key))
        self.opens = Table(self._opens)
        self.meant = lru_cache(maxsize=20_000)(self._meant)
        self.composer: Composer = Composer(lexicon, known.composer if known else None)
        self.lengths = lengths_of(lexicon.chinese())

    def find(self, text: str, *, defined: frozenset[str] = frozenset()) -> Iterator[Find]:
        """Every known name in a text, longest first at each place; `defined` are short forms that the text defines."""
        found = pieces(text)
        after, last = 0, len(found) - 1
        opens = list(map(self.opens.__getitem__, [w[2] for w in found]))
        for i in compress(count(), opens):
            if i < after:
                continue
            if opens[i] == _LEADS and (i == last or found[i][3] + found[i + 1][3][:2] not in self.begun):
                continue  # most words
            if hit := self._longest(text, found, i):
                find = self._judge(text, found[i][0], found[hit[0]][1], hit[1], defined)
                if find:
                    yield find
                    after = hit[0] + 1
        yield from self._chinese_names(text)

    def _opens(self, written: str) -> int:
        """Whether a word is a name by itself, only leads on to one (_LEADS), or neither (0)."""
        low = american(written.lower())
        if written in self.exact or low in self.folded or (low[-1] == "s" and singular(low) in self.folded):
            return _WHOLE
        return _LEADS if low in self.begun else 0

    def _meant(self, surface: str) -> tuple[tuple[str, ...], bool]:
        """The ids that a surface can mean, and whether it needs a clue."""
        ids = self.lexicon.lookup(surface)
        return ids, bool(ids) and self.lexicon.needs_clue(surface)

    def held(self, text: str) -> set[str]:
        """The ids of all rows whose names stand in a text, whether they would count there or not."""
        found, ids = pieces(text), set[str]()
        for i in range(len(found)):
            hit = self._longest(text, found, i) if found[i][3] in self.begun else None
            ids.update(hit[1] if hit else ())
        return ids.union(*(f.candidates for f in self._chinese_names(text)))

    def _longest(self, text: str, found: Sequence[Word], i: int) -> tuple[int, tuple[str, ...]] | None:
        """The longest known name that begins with word i: the index of its last word and the ids it can mean."""
        begin, joined = found[i][0], ""
        best, before = -1, begin
        for j, (at, end, _, low) in enumerate(found[i : i + _MAX_WORDS], i):
            if j > i and (gap := text[before:at]) != " " and not _GAP.match(gap):
                break
            before = end
            joined += low
            if (
                joined in self.folded
                or (low[-1] == "s" and singular(joined) in self.folded)
                or text[begin:end] in self.exact
            ):
                best = j
            if joined not in self.begun:
                break
        if best < 0:
            return None
        ids, _ = self.meant(text[begin : found[best][1]])
        return (best, ids) if ids else None

    def _judge(self, text: str, begin: int, end: int, ids: tuple[str, ...], defined: frozenset[str]) -> Find | None:
        surface = text[begin:end]
        if surface in defined:
            return None  # the definition decides; the acronym finder's mentions carry it
        label = self.lexicon.terms[ids[0]].type
        if label in ("Method", "Dataset") and (version := _VERSION.match(text, end)) and _CAPITALS.search(surface):
            return Find(begin, version.end(), label, "shape", _COMPOSED)  # ResNet 20 is no ResNet
        if not self.meant(surface)[1]:
            return Find(begin, end, label, "lexicon", _CONFIDENT, ids)
        if has_clue(text, begin, end):
            return Find(begin, end, label, "lexicon-clue", _CLUED, ids)
        if len(surface) >= 3 and surface.rstrip("s").isupper():
            return Find(begin, end, label, "lexicon-acronym", _WEAK, ids)
        return None

    def _chinese_names(self, text: str) -> Iterator[Find]:
        if text.isascii() or not _HAN.search(text):
            return
        names, terms = self.lexicon.chinese(), self.lexicon.terms
        after = 0
        for at, first in enumerate(text):
            if at < after or first not in self.lengths:
                continue
            end = next((at + n for n in self.lengths[first] if text[at : at + n] in names), at)
            after = end
            if end > at and not inside_word(text, at, end):
                ids = names[text[at:end]]
                yield Find(at, end, terms[ids[0]].type, "lexicon", _CONFIDENT, ids)
        for begin, end, id in self.composer.find(text):
            yield Find(begin, end, terms[id].type, "composed", _COMPOSED, (id,))


_WORD_AFTER = re.compile(r"[\s\-]+([a-z]+)")
_WORD_BEFORE = re.compile(r"([A-Za-z]+)[\s\-(]+(?:the |a |an )?\Z")


def has_clue(text: str, begin: int, end: int) -> bool:
    """Whether a word beside the name says what it is: "using Adam", "the SAM optimizer", "datasets such as Mind"."""
    after = _WORD_AFTER.match(text[end : end + 24])
    if after and singular(after.group(1)) in CLUES_AFTER:
        return True
    before = _WORD_BEFORE.search(text[max(0, begin - 30) : begin])
    return bool(before and before.group(1).lower() in CLUES_BEFORE and text[begin:end] != text[begin:end].lower())


class LexiconFinder(Component):
    """Marks the known names of a text."""

    def __init__(self, names: KnownNames) -> None:
        self.names = names

    def read(self, page: Page) -> None:
        masked = page.covers(CITATIONS, LINKS)
        defined = frozenset(page.text[s.begin : s.end] for s in page.groups[ACRONYMS] if s.label == "short")
        for find in self.names.find(page.text, defined=defined):
            if not masked(find.begin, find.end):
                page.mark(find)
        for find in self._defined(page):
            page.mark(find)

    def _defined(self, page: Page) -> Iterator[Find]:
        """Chinese long forms of known acronyms, where their words agree with one sense of the acronym."""
        lexicon, text = self.names.lexicon, page.text
        shorts = {s.id: text[s.begin : s.end] for s in page.groups[ACRONYMS] if s.label == "short"}
        for long in page.groups[ACRONYMS]:
            surface = text[long.begin : long.end]
            if long.label != "long" or not _HAN.match(surface) or lexicon.lookup(surface):
                continue
            ids = [i for i in lexicon.lookup(shorts[long.id]) if self.names.composer.agrees(surface, i)]
            if len(ids) == 1:
                label = lexicon.terms[ids[0]].type
                yield Find(long.begin, long.end, label, "composed", _COMPOSED, (ids[0],))


@lru_cache(maxsize=3)  # the shipped names, those with a user's own, and the user's alone
def index(lexicon: Lexicon) -> KnownNames:
    """The index of a lexicon, built once."""
    return KnownNames(lexicon)


@Language.factory("kb_lexicon", assigns=["doc.spans"], default_config={"own": None})
def make_known(nlp: Language, name: str, own: str | None) -> LexiconFinder:
    """The component that finds the names of the shipped lexicon, and of a user's own lexicon.tsv."""
    return LexiconFinder(index(load(Path(own) if own else None)))
