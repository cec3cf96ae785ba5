"""Central notions that no list holds: noun phrases of a technical head with a modifier, weighed by where they stand.

A noun phrase (`chunks`) earns points: it recurs, stands in the title, the first sentence or after a cue, bears a name
or a technical head.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.language import Language

from .chunks import Chunk, chinese_chunks, chunks, is_general
from .kinds import kind
from .roles import Roles
from .sentences import sentences
from .spans import ACRONYMS, CITATIONS, LINKS, MENTIONS, Component, Find, Page
from .tokens import Word
from .words import (
    CONCEPT_HEADS,
    EMPTY_HEADS,
    EMPTY_MODIFIERS,
    HEADS,
    NOTION,
    general_words,
    singular,
)

_DEED = re.compile(r"(?<!iza)(?<!isa)(?<!ifica)(?:tion|sion|ment|ance|ence)\Z")  # more often an ordinary word
_NAMED = re.compile(r"[A-Z][a-zà-ÿ]+(?:[-–][A-Z][a-zà-ÿ]+)*\Z")
THRESHOLD = 1.0
OVER, CHINESE = 0.5, 0.25
"""What a phrase must earn, and how much more where it holds a known name, or is Chinese: it recurs or has a cue."""


class Weighed(NamedTuple):
    """A chunk and the points that speak for it."""

    chunk: Chunk
    points: float


def weigh(
    found: Sequence[Chunk], *, roles: Roles, spans: Sequence[tuple[int, int]], title_end: int
) -> Iterator[Weighed]:
    """Every chunk that could be a notion, cut to the part that recurs, with its points."""
    tails = [_tails(c) for c in found]
    counts = Counter(tail.key for some in tails for tail in some)
    titled = {tail.key for some in tails if some[0].begin < title_end for tail in some}
    begins = [b for b, _ in spans]
    first = bisect_left(begins, title_end)
    for some in tails:
        c = next((t for t in some if counts[t.key] > 1 and len(t.words) > 1), some[0])
        points = _points(c, counts[c.key], c.key in titled)
        if points > max(0.0, THRESHOLD - 1.25):
            if points > _ENOUGH:
                yield Weighed(c, points)
                continue
            sentence = bisect_right(begins, c.begin) - 1
            role = roles.of(c.begin, c.end, spans[sentence])
            points += 0.25 * (sentence == first)
            if not _is_vague(c):
                points += _EARNS.get(role, 0.0)
            if points >= THRESHOLD:
                yield Weighed(c, points)


def _is_vague(c: Chunk) -> bool:
    """Whether a phrase is any "geometric framework": one small modifier before a noun of no content of its own."""
    return len(c.words) == 2 and singular(c.words[-1][3]) in EMPTY_HEADS and c.words[0][2] == c.words[0][3]


_ENOUGH = 3.0  # no cue can change the verdict, nor much the confidence
_EARNS = {"introduces": 1.0, "studies": 0.75, "extends": 0.5, "uses": 0.25}


def _tails(c: Chunk) -> list[Chunk]:
    """The phrase and its endings of two words and more."""
    return [c] if len(c.words) < 3 else [c, *(Chunk(c.words[-n:]) for n in range(len(c.words) - 1, 1, -1))]


def _points(c: Chunk, many: int, titled: bool) -> float:
    head = singular(c.words[-1][3])
    if len(c.words) == 1:
        return _single(head, many, titled)
    points = _several(c.words, head)
    return points + min(many - 1, 2) + 1.0 * titled if points > -9 else 0.0


def _single(head: str, many: int, titled: bool) -> float:
    """One word is a notion where it recurs or is in the title, and is built like one."""
    if head in EMPTY_HEADS or head in EMPTY_MODIFIERS or len(head) < 7 or not (many > 1 or titled):
        return 0.0
    if head in general_words() or not NOTION.search(head) or head in HEADS - CONCEPT_HEADS:
        return 0.0
    if _DEED.search(head):
        return 0.0
    return 0.25 * (head not in HEADS) + 0.75 * min(many - 1, 2) + 0.75 * titled


def _several(found: Sequence[Word], head: str) -> float:
    modifiers = [w[3] for w in found[:-1]]
    if head in EMPTY_HEADS and head not in HEADS:
        return -10.0
    points = 1.0 if head in HEADS else 0.5 if NOTION.search(head) and head not in general_words() else 0.0
    if head in EMPTY_HEADS:
        points -= 0.75
    if any(w[2] != w[3] and _NAMED.match(w[2]) for w in found[:-1]):
        points += 0.5
    if any("-" in m for m in modifiers):
        points += 0.25
    if all(m in EMPTY_HEADS or is_general(m) for m in modifiers):
        points -= 1.0
    return points


_MEANS_BEFORE = re.compile(r"\b(?:via|through|with|by|using) (?:an? )?\Z", re.IGNORECASE)
_OPENS = re.compile(r"(?:\A|[:?] )(?:[A-Z][\w\-]+ ){0,2}\Z")


def _by_place(text: str, c: Chunk, title_end: int) -> str:
    """The type of a phrase whose words tell none: in "X for Y" and "Y via X" a title calls its means X."""
    if c.end >= title_end:
        return "Concept"
    for_what = text.startswith(" for ", c.end) and _OPENS.search(text[: c.begin])
    return "Method" if for_what or _MEANS_BEFORE.search(text[: c.begin]) else "Concept"


class PhraseFinder(Component):
    """Marks the central noun phrases of a text."""

    def read(self, page: Page) -> None:
        text, lang, title_end = page.text, page.lang, page.abstract
        spans = sentences(text)
        masked = page.covers(CITATIONS, LINKS)
        found = list(chunks(text) if lang == "en" else chinese_chunks(text))
        roles = Roles(text, lang)
        named = page.covers(MENTIONS, ACRONYMS)
        least = THRESHOLD + CHINESE * (lang != "en")
        for chunk, points in weigh(found, roles=roles, spans=spans, title_end=title_end):
            over = named(chunk.begin, chunk.end)
            if points >= least + OVER * over and not masked(chunk.begin, chunk.end):
                label = kind(" ".join(w[3] for w in chunk.words)) or _by_place(text, chunk, title_end)
                sure = points - (singular(chunk.words[-1][3]) in EMPTY_HEADS)  # any "generative framework"
                page.mark(Find(chunk.begin, chunk.end, label, "phrase", min(0.7, 0.2 + sure / 10)))


@Language.factory("kb_phrases", assigns=["doc.spans"])
def make_phrases(nlp: Language, name: str) -> PhraseFinder:
    """The component that finds central noun phrases."""
    return PhraseFinder()
