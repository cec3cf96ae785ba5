"""Central notions that no list holds: noun phrases of a technical head with a modifier, weighed by where they stand.

A noun phrase (`chunks`) earns points: it recurs, stands in the title, the first sentence or after a cue, bears a name
or a technical head.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from math import inf
from typing import NamedTuple

from spacy.language import Language

from .chunks import Chunk, chinese_chunks, chunks
from .kinds import kind
from .nouns import is_notion
from .roles import Roles, roles_in
from .sentences import sentences
from .spans import ACRONYMS, CITATIONS, LINKS, MENTIONS, Component, Find, Page
from .words import (
    CONCEPT_HEADS,
    EMPTY_HEADS,
    EMPTY_MODIFIERS,
    HEADS,
    general_words,
    word_set,
)

_OTHER_HEADS = HEADS - CONCEPT_HEADS
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
    found: Sequence[Chunk],
    *,
    roles: Roles,
    spans: Sequence[tuple[int, int]],
    title_end: int,
    least: Callable[[int, int], float],
) -> Iterator[Weighed]:
    """Every chunk, cut to the part that recurs, that earns what is asked at its place (`least`), with its points."""
    keys = [c.keys() for c in found]
    counts = Counter(chain.from_iterable(keys))
    titled = {key for c, some in zip(found, keys, strict=True) if c.begin < title_end for key in some}
    begins = [b for b, _ in spans]
    first = bisect_left(begins, title_end)
    for whole, some in zip(found, keys, strict=True):
        c = whole
        if len(some) > 1 and counts[some[0]] == 1:
            c = whole.ending(next((n for n, key in enumerate(some) if counts[key] > 1), 0))
        points = _points(c, counts[c.key], c.key in titled)
        if points > 0 and points + _MOST >= (asked := least(c.begin, c.end)):
            if points > _ENOUGH:
                if points >= asked:
                    yield Weighed(c, points)
                continue
            sentence = bisect_right(begins, c.begin) - 1
            points += 0.25 * (sentence == first)
            if not _is_vague(c):
                points += _EARNS.get(roles.of(c.begin, c.end, spans[sentence]), 0.0)
            if points >= asked:
                yield Weighed(c, points)


def _is_vague(c: Chunk) -> bool:
    """Whether a phrase is any "geometric framework": one small modifier before a noun of no content of its own."""
    return len(c.words) == 2 and c.nouns[-1].empty and c.words[0][2] == c.words[0][3]


_ENOUGH = 3.0  # no cue can change the verdict, nor much the confidence
_EARNS = {"introduces": 1.0, "studies": 0.75, "extends": 0.5, "uses": 0.25}
_MOST = 0.25 + max(_EARNS.values())  # that a place can add


def _points(c: Chunk, many: int, titled: bool) -> float:
    head = c.nouns[-1].head
    if len(c.words) == 1:
        return _single(head, many, titled)
    points = _several(c, head)
    return points + min(many - 1, 2) + 1.0 * titled if points > -9 else 0.0


def _single(head: str, many: int, titled: bool) -> float:
    """One word is a notion where it recurs or is in the title, and is built like one."""
    if not (many > 1 or titled) or head in EMPTY_HEADS or head in EMPTY_MODIFIERS or len(head) < 7:
        return 0.0
    if head in general_words() or not is_notion(head) or head in _OTHER_HEADS:
        return 0.0
    if _DEED.search(head):
        return 0.0
    return 0.25 * (head not in HEADS) + 0.75 * min(many - 1, 2) + 0.75 * titled


def _several(c: Chunk, head: str) -> float:
    points = _of_head(head)
    if points < -9:
        return points
    named = hyphened = False
    hollow = True
    for (_, _, written, low), noun in zip(c.words[:-1], c.nouns, strict=False):
        named = named or (written != low and _NAMED.match(written) is not None)
        hyphened = hyphened or "-" in low
        hollow = hollow and noun.hollow
    return points + 0.5 * named + 0.25 * hyphened - 1.0 * hollow


@lru_cache(maxsize=20_000)
def _of_head(head: str) -> float:
    """What the head of several words earns."""
    if head in EMPTY_HEADS:
        return 0.25 if head in HEADS else -10.0
    return 1.0 if head in HEADS else 0.5 if is_notion(head) and head not in general_words() else 0.0


_MEANS_BEFORE = re.compile(r"\b(?:via|through|with|by|using) (?:an? )?(?:\w+ )?\Z", re.IGNORECASE)
_OPENS = re.compile(r"(?:\A|[:?] )(?:[A-Z][\w\-]+ ){0,2}\Z")
_TASKS_OR_MEANS = word_set(
    """adaptation adaption personalization disambiguation exploration optimization optimisation learning modeling
    modelling selection allocation scheduling matching transfer fusion inference"""
)
_NAME_BEFORE = re.compile(r"\A\S+\s?: (?:\S+ )?\Z")


def _type_of(text: str, c: Chunk, title_end: int, tasks: frozenset[int]) -> str:
    """The type of a phrase: its words', but a title calls its means X in "Y via X", "NAME: X" and "X for Y".

    What is called after a task is one of its methods only where it has three words and more and no known task (`tasks`:
    their ends) ends there; before "for" also only where its last word names means as often as tasks: "Bayesian
    Structural Adaptation for Y", but "Surface Crack Detection for Y".
    """
    spoken = kind(" ".join([w[3] for w in c.words]))
    is_task = spoken == "Task" and (c.end in tasks or len(c.words) < 3)
    if c.end >= title_end or is_task or spoken not in ("Task", None):
        return spoken or "Concept"
    before = text[: c.begin]
    if _MEANS_BEFORE.search(before) or _NAME_BEFORE.match(before):
        return "Method"
    for_what = text.startswith(" for ", c.end) and _OPENS.search(before)
    if for_what and (spoken is None or c.words[-1][3] in _TASKS_OR_MEANS):
        return "Method"
    return spoken or "Concept"


class PhraseFinder(Component):
    """Marks the central noun phrases of a text."""

    def read(self, page: Page) -> None:
        text, lang, title_end = page.text, page.lang, page.abstract
        spans = sentences(text)
        masked = page.covers(CITATIONS, LINKS)
        found = chunks(text) if lang == "en" else list(chinese_chunks(text))
        named = page.covers(MENTIONS, ACRONYMS)
        tasks = frozenset(f.end for f in page.finds if f.label == "Task" and " " in text[f.begin : f.end])

        def least(begin: int, end: int) -> float:
            return inf if masked(begin, end) else THRESHOLD + CHINESE * (lang != "en") + OVER * named(begin, end)

        for chunk, points in weigh(found, roles=roles_in(text, lang), spans=spans, title_end=title_end, least=least):
            label = _type_of(text, chunk, title_end, tasks)
            sure = points - chunk.nouns[-1].empty  # any "generative framework"
            page.mark(Find(chunk.begin, chunk.end, label, "phrase", round(min(0.7, 0.2 + sure / 10), 2)))


@Language.factory("kb_phrases", assigns=["doc.spans"])
def make_phrases(nlp: Language, name: str) -> PhraseFinder:
    """The component that finds central noun phrases."""
    return PhraseFinder()
