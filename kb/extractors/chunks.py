"""Noun phrases: what stays together where a sentence is cut at function words, verbs, adverbs and signs.

Empty modifiers go from the front, general nouns from the end: "novel bilevel optimization problems".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ..spelling import Table
from .compounds import compounds
from .tokens import Word, words
from .words import (
    ADJECTIVE,
    CLOSED,
    EMPTY_HEADS,
    EMPTY_MODIFIERS,
    HEADS,
    NOTION,
    general_words,
    singular,
    word_set,
)

_MAX, _KEPT, _LONGEST = 4, 3, 6  # words of a phrase, of what is kept of a longer one, of a name in capitals


class Chunk:
    """A noun phrase: its words with their places, and the key by which it is counted."""

    __slots__ = ("begin", "end", "key", "words")

    def __init__(self, found: Sequence[Word]) -> None:
        self.begin, self.end = found[0][0], found[-1][1]
        self.words = found
        head = found[-1][3]
        self.key = "".join([*(w[3] for w in found[:-1]), singular(head) if head[-1] == "s" else head]).replace("-", "")


_QUANTITY = re.compile(
    r"[\d.,/]+[kmbx%]?\Z|\d+\.\d+[a-z]*\Z|\d+-(?:year|month|week|day|hour|minute|second|old|fold|point)\Z|\d+(?:st|nd|rd|th)\Z"
)
_LY = word_set("""anomaly family assembly butterfly""")
_BARE = word_set("""of by for in when while to and from after without on with than via through""")


def _divides(low: str) -> bool | None:
    """Whether a word ends a phrase as its last one (a plural); None where it stands in no phrase."""
    if (
        low in CLOSED
        or (low.endswith("ly") and low not in _LY)
        or len(low) < 2
        or (low[0] < ":" and _QUANTITY.match(low))
        or ("/" in low and CLOSED.issuperset(low.split("/")))  # his/her
    ):
        return None
    return low[-1] == "s" and singular(low) != low


_DIVIDES = Table(_divides)


def chunks(text: str) -> list[Chunk]:
    """The noun phrases of a text, trimmed; a plural ends a phrase ("networks compute", "years network")."""
    out: list[Chunk] = []
    run: list[Word] = []
    before = ""
    found = words(text)
    for n, (word, divides) in enumerate(zip(found, map(_DIVIDES.__getitem__, [w[3] for w in found]), strict=True)):
        if divides is None:
            if run:
                out += _trimmed(run, before)
                run = []
            before = word[3]
            continue
        if run and not (word[0] - (last := run[-1][1]) == 1 and text[last] in " \n"):
            out += _trimmed(run, before)
            run, before = [], ""
        run.append(word)
        if divides and not (word[2] != word[3] and _goes_on(text, found, n)):
            out += _trimmed(run, before)
            run, before = [], "s"
    return [*out, *_trimmed(run, before)] if run else out


def _goes_on(text: str, found: Sequence[Word], n: int) -> bool:
    """Whether a small technical noun follows a capitalised word: the Adams method is no plural."""
    following = found[n + 1] if n + 1 < len(found) else None
    return following is not None and following[2] in HEADS and following[0] == found[n][1] + 1


def chinese_chunks(text: str) -> Iterator[Chunk]:
    """The compounds of a Chinese text that hold two words and more, trimmed as if they were English."""
    for run in compounds(text):
        yield from (chunk for chunk in _trimmed(run, "the") if len(chunk.words) > 1)


_ARTICLES = word_set("""a an the this that these those our their its each every any some no""")
_AUXILIARY = word_set("""have has had s which that who""")


def _is_verb(word: Word, before: str) -> bool:
    """Whether the first word of a phrase is rather the verb before it: "to rewrite past …", "by training deep …"."""
    low = word[3]
    if low.endswith("ing"):
        return before in _BARE or (before == "" and low not in HEADS)
    if low.endswith("ed") and before in _AUXILIARY:
        return True
    verbal = before in ("to", "we", "they", "can", "not") or before.endswith("ly")
    return verbal and low not in HEADS and not is_adjective(low) and "-" not in low and low == word[2]


def _governs(word: Word, following: Word, before: str) -> bool:
    """Whether a gerund opens a clause: "training generative networks", but "a spiking neural network"."""
    if not word[3].endswith("ing") or before in _ARTICLES:
        return False
    return following[3] in EMPTY_MODIFIERS or is_adjective(following[3])


@lru_cache(maxsize=20_000)
def is_adjective(low: str) -> bool:
    """Whether a word ends as adjectives do; remembered, as `is_notion` is, because the search tries every letter."""
    return ADJECTIVE.search(low) is not None


@lru_cache(maxsize=20_000)
def is_notion(low: str) -> bool:
    """Whether a single word is built like the name of a notion."""
    return NOTION.search(low) is not None


_SIGN = word_set("""non near low high highly less more well""")


@lru_cache(maxsize=20_000)
def is_general(low: str) -> bool:
    """Whether a word, or both parts of a hyphenated one, say nothing of what a notion is: fewer, non-negligible."""
    general = general_words()
    if (low in general and low not in HEADS) or low in EMPTY_MODIFIERS:
        return True
    if low.endswith("er") and (low[:-2] in EMPTY_MODIFIERS or low[:-2] in general):
        return True
    sign, hyphen, rest = low.partition("-")
    return bool(hyphen) and ((sign in _SIGN and rest in general) or low.startswith(("to-be-", "easy-to-", "hard-to-")))


def _is_empty(word: Word, *, opens: bool, begun: bool) -> bool:
    """Whether a word before the head begins the phrase anew; inside a phrase general nouns may stand."""
    _, _, written, low = word
    if low in EMPTY_MODIFIERS:
        return True
    if written != low and not (opens and begun):
        return False  # a capital inside a sentence is meant
    return is_general(low) and (opens or is_adjective(low))


@lru_cache(maxsize=20_000)
def _alone(low: str) -> bool:
    """Whether a single word is a phrase."""
    return len(low) > 6 and is_notion(singular(low)) and low not in EMPTY_MODIFIERS


def _trimmed(run: list[Word], before: str) -> Iterable[Chunk]:
    """The phrase that is left of a run of words, if one is."""
    first, end = 0, len(run)
    if end == 1:
        return (Chunk(run),) if _alone(run[0][3]) else ()
    if _is_verb(run[0], before):
        first = 1
    if end - first > 2 and _governs(run[first], run[first + 1], before if first == 0 else ""):
        first += 1
    for n in range(first, end - 1):  # "cover efficient training": what stands before an empty modifier is no part
        if _is_empty(run[n], opens=n == first, begun=not before):
            first = n + 1
    while first < end and run[first][3] in EMPTY_MODIFIERS:
        first += 1
    while first < end and (run[end - 1][3] in EMPTY_MODIFIERS or (end - first > 1 and run[end - 1][3].endswith("ed"))):
        end -= 1
    while end - first > 1 and singular(run[end - 1][3]) in EMPTY_HEADS and _is_head(run[end - 2]):
        end -= 1
    if end - first > _MAX and not (end - first <= _LONGEST and all(w[2][0].isupper() for w in run[first:end])):
        first = end - _KEPT
    return (Chunk(run[first:end]),) if end - first > 1 or (end > first and _alone(run[first][3])) else ()


def _is_head(word: Word) -> bool:
    """Whether a word, or the last part of a hyphenated one, can end a term: "(meta-)learning", "RL"."""
    low = word[3]
    return word[2].isupper() or singular(low) in HEADS or singular(low.rpartition("-")[2]) in HEADS
