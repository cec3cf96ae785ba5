"""What a word is to a noun phrase, decided once for each distinct word: whether it ends one, says nothing, can head it.

`NOUNS["networks"]` is that for a word in small letters.
"""

from __future__ import annotations

import re

from ..spelling import Table
from .words import ADJECTIVE, CLOSED, EMPTY_HEADS, EMPTY_MODIFIERS, HEADS, NOTION, general_words, singular, word_set

_QUANTITY = re.compile(
    r"[\d.,/]+[kmbx%]?\Z|\d+\.\d+[a-z]*\Z|\d+-(?:year|month|week|day|hour|minute|second|old|fold|point)\Z|\d+(?:st|nd|rd|th)\Z"
)
_LY = word_set("""anomaly family assembly butterfly""")
_SIGN = word_set("""non near low high highly less more well""")


class Noun:
    """A word as a part of a noun phrase, in which a `closed` one does not stand.

    `head` is its singular; a `plural` ends a phrase; an empty `modifier` praises or compares (novel); a `general` word
    says nothing of what a notion is (fewer), a `hollow` one nothing of its kind either; one that is `alone` can be a
    phrase by itself; a `technical` one, or one whose last part is (meta-learning), can end a term. A `gerund` (ing), a
    `past` form (ed) and any other word that can be `verbal`, not being a known head, may be the verb before a phrase.
    `bare` and `bare_head` are the word and its singular without hyphens.
    """

    __slots__ = (
        *("adjective", "alone", "bare", "bare_head", "closed", "empty", "general", "gerund", "head", "hollow", "low"),
        *("modifier", "past", "plural", "technical", "verbal"),
    )

    def __init__(self, low: str) -> None:
        self.low, self.head = low, singular(low)
        self.bare, self.bare_head = low.replace("-", ""), self.head.replace("-", "")
        self.closed = _is_closed(low)
        self.plural = low[-1] == "s" and self.head != low
        self.modifier = low in EMPTY_MODIFIERS
        self.general = is_general(low)
        self.hollow = self.general or low in EMPTY_HEADS
        self.adjective = is_adjective(low)
        self.empty = self.head in EMPTY_HEADS
        self.technical = self.head in HEADS or ("-" in low and singular(low.rpartition("-")[2]) in HEADS)
        self.gerund, self.past = low.endswith("ing"), low.endswith("ed")
        self.verbal = low not in HEADS and not self.adjective and "-" not in low
        self.alone = len(low) > 6 and not self.modifier and is_notion(self.head)


def _is_closed(low: str) -> bool:
    return (
        low in CLOSED
        or (low.endswith("ly") and low not in _LY)
        or len(low) < 2
        or (low[0] < ":" and _QUANTITY.match(low) is not None)
        or ("/" in low and CLOSED.issuperset(low.split("/")))  # his/her
    )


NOUNS = Table(Noun, size=50_000)


def is_adjective(low: str) -> bool:
    """Whether a word ends as adjectives do."""
    return low.endswith(ADJECTIVE)


def is_notion(low: str) -> bool:
    """Whether a single word is built like the name of a notion."""
    return low.endswith(NOTION)


def is_general(low: str) -> bool:
    """Whether a word, or both parts of a hyphenated one, say nothing of what a notion is: fewer, non-negligible."""
    general = general_words()
    if (low in general and low not in HEADS) or low in EMPTY_MODIFIERS:
        return True
    if low.endswith("er") and (low[:-2] in EMPTY_MODIFIERS or low[:-2] in general):
        return True
    sign, hyphen, rest = low.partition("-")
    return bool(hyphen) and ((sign in _SIGN and rest in general) or low.startswith(("to-be-", "easy-to-", "hard-to-")))
