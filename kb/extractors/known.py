"""Finds the names of the lexicon in a text: the longest at every place, Latin by folded words, Chinese by characters.

1. Latin text is cut into words; at each word the folded words are joined until no known name begins so (`spelling.fold`
   decides what is the same: case, hyphens, spaces and the plural of the head do not matter).
2. Short acronyms and names that are ordinary words count only with a clue around them.
3. Chinese names are one regular expression, the longest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from ..lexicon import Lexicon, load
from ..spelling import fold, singular
from .spans import ACRONYMS, CITATIONS, LINKS, Find, mark, spans, taken, text_of
from .tokens import HAN
from .words import CLUES_AFTER, CLUES_BEFORE

_WORD = re.compile(rf"[^\W_{HAN}]+(?:\.\d+)?[+*]*")
_GAP = re.compile(r"(?:[ \t\-\u2010-\u2015_/]|\n(?!\s*\n)|['’]){1,2}\Z")
_STEM = 4
_MAX_WORDS = 8
_CONFIDENT, _CLUED, _WEAK = 0.9, 0.8, 0.6


class KnownNames:
    """The surfaces of a lexicon, indexed for one pass over a text; immutable after it is built."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.folded: set[str] = set()
        self.exact: set[str] = set()
        self.reach: dict[str, int] = {}
        for surface, _ in lexicon.phrases():
            key = fold(surface)
            self.folded.add(key)
            self.exact.add(surface)
            self.reach[key[:_STEM]] = max(len(key), self.reach.get(key[:_STEM], 0))
        chinese = sorted(lexicon.chinese(), key=lambda s: (-len(s), s))
        self.chinese = re.compile("|".join(map(re.escape, chinese))) if chinese else None

    def find(self, text: str, *, defined: frozenset[str] = frozenset()) -> Iterator[Find]:
        """Every known name in a text, longest first at each place; `defined` are short forms that the text defines."""
        words = [(m.start(), m.end(), m.group().lower()) for m in _WORD.finditer(text)]
        i = 0
        while i < len(words):
            hit = self._longest(text, words, i)
            if hit is None:
                i += 1
                continue
            j, ids = hit
            find = self._judge(text, words[i][0], words[j][1], ids, defined)
            if find:
                yield find
                i = j
            i += 1
        yield from self._chinese_names(text)

    def _longest(self, text: str, words: list[tuple[int, int, str]], i: int) -> tuple[int, tuple[str, ...]] | None:
        """The longest known name that begins with word i: the index of its last word and the ids it can mean."""
        begin = words[i][0]
        joined = ""
        best: tuple[int, tuple[str, ...]] | None = None
        for j in range(i, min(i + _MAX_WORDS, len(words))):
            if j > i and not _GAP.match(text[words[j - 1][1] : words[j][0]]):
                break
            word = words[j][2]
            key = joined + singular(word)
            if key in self.folded or text[begin : words[j][1]] in self.exact:
                ids = self.lexicon.lookup(text[begin : words[j][1]])
                if ids:
                    best = (j, ids)
            joined += word
            if len(joined) >= _STEM and len(joined) > self.reach.get(joined[:_STEM], 0) + 3:
                break
        return best

    def _judge(self, text: str, begin: int, end: int, ids: tuple[str, ...], defined: frozenset[str]) -> Find | None:
        surface = text[begin:end]
        if surface in defined:
            return None  # the definition decides; the acronym finder's mentions carry it
        label = self.lexicon.terms[ids[0]].type
        if not self.lexicon.needs_clue(surface):
            return Find(begin, end, label, "lexicon", _CONFIDENT, ids)
        if has_clue(text, begin, end):
            return Find(begin, end, label, "lexicon-clue", _CLUED, ids)
        if len(surface) >= 3 and surface.rstrip("s").isupper():
            return Find(begin, end, label, "lexicon-acronym", _WEAK, ids)
        return None

    def _chinese_names(self, text: str) -> Iterator[Find]:
        if self.chinese is None:
            return
        names = self.lexicon.chinese()
        for m in self.chinese.finditer(text):
            ids = names[m.group()]
            yield Find(m.start(), m.end(), self.lexicon.terms[ids[0]].type, "lexicon", _CONFIDENT, ids)


def has_clue(text: str, begin: int, end: int) -> bool:
    """Whether a word beside the name says what it is: "using Adam", "the SAM optimizer", "datasets such as Mind"."""
    after = re.match(r"[\s\-]+([a-z]+)", text[end : end + 24])
    if after and singular(after.group(1)) in CLUES_AFTER:
        return True
    before = re.search(r"([A-Za-z]+)[\s\-(]+(?:the |a |an )?\Z", text[max(0, begin - 30) : begin])
    return bool(before and before.group(1).lower() in CLUES_BEFORE and text[begin:end] != text[begin:end].lower())


class LexiconFinder:
    """Marks the known names of a Doc."""

    def __init__(self, names: KnownNames) -> None:
        self.names = names

    def __call__(self, doc: Doc) -> Doc:
        masked = taken(doc, CITATIONS, LINKS)
        defined = frozenset(s.text for s in spans(doc, ACRONYMS) if s.label_ == "short")
        for find in self.names.find(text_of(doc), defined=defined):
            if not any(b < find.end and find.begin < e for b, e in masked):
                mark(doc, find)
        return doc


@lru_cache(maxsize=2)
def index(lexicon: Lexicon) -> KnownNames:
    """The index of a lexicon, built once."""
    return KnownNames(lexicon)


@Language.factory("kb_lexicon", assigns=["doc.spans"])
def make_known(nlp: Language, name: str) -> LexiconFinder:
    """The component that finds the names of the shipped lexicon."""
    return LexiconFinder(index(load()))
