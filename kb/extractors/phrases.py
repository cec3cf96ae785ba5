"""Central notions that no list holds: noun phrases of a technical head with a modifier, weighed by where they stand.

1. A sentence is cut at function words, verbs, adverbs and signs; what stays together is a chunk.
2. Empty modifiers go from the front, general nouns from the end (novel bilevel optimization problems).
3. A chunk earns points: it recurs, stands in the title, the first sentence or after a cue, bears a name or a
   technical head.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from .compounds import compounds
from .kinds import kind
from .roles import Roles
from .sentences import sentences
from .spans import ACRONYMS, CITATIONS, LINKS, MENTIONS, Find, covers, mark, text_of
from .tokens import Word, words
from .words import (
    ADJECTIVE,
    CLOSED,
    CONCEPT_HEADS,
    EMPTY_HEADS,
    EMPTY_MODIFIERS,
    HEADS,
    NOTION,
    general_words,
    singular,
    word_set,
)

_DEED = re.compile(r"(?:tion|sion|ment|ance|ence)\Z")  # more often an ordinary word than a notion
_MAX, _KEPT = 4, 3
_NAMED = re.compile(r"[A-Z][a-zà-ÿ]+(?:[-–][A-Z][a-zà-ÿ]+)*\Z")
THRESHOLD = 1.0
OVER, CHINESE = 0.5, 0.75
"""What a phrase must earn, and how much more where it holds a known name, or is Chinese: it recurs or has a cue."""


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


def chunks(text: str) -> Iterator[Chunk]:
    """The noun phrases of a text, trimmed; a plural ends a phrase ("networks compute", "years network")."""
    run: list[Word] = []
    before, last = "", 0
    found = words(text)
    for n, word in enumerate(found):
        begin, end, written, low = word
        joined = begin - last == 1 and text[last] in " \n"
        last = end
        if run and not joined:
            yield from _trimmed(run, before)
            run, before = [], ""
        if (
            low in CLOSED
            or (low[-1] == "y" and low[-2:] == "ly" and low not in _LY)
            or len(low) < 2
            or (low[0] < ":" and _QUANTITY.match(low))
            or ("/" in low and CLOSED.issuperset(low.split("/")))  # his/her
        ):
            if run:
                yield from _trimmed(run, before)
                run = []
            before = low
            continue
        run.append(word)
        if low[-1] == "s" and singular(low) != low and not (written != low and _goes_on(text, found, n)):
            yield from _trimmed(run, before)
            run, before = [], "s"
    if run:
        yield from _trimmed(run, before)


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
    return verbal and low not in HEADS and not ADJECTIVE.search(low) and "-" not in low and low == word[2]


def _governs(word: Word, following: Word, before: str) -> bool:
    """Whether a gerund opens a clause: "training generative networks", but "a spiking neural network"."""
    if not word[3].endswith("ing") or before in _ARTICLES:
        return False
    return following[3] in EMPTY_MODIFIERS or bool(ADJECTIVE.search(following[3]))


_SIGN = word_set("""non near low high highly less more well""")


@lru_cache(maxsize=20_000)
def _is_general(low: str) -> bool:
    """Whether a word, or both parts of a hyphenated one, say nothing of what a notion is: fewer, non-negligible."""
    general = general_words()
    if (low in general and low not in HEADS) or low in EMPTY_MODIFIERS:
        return True
    if low.endswith("er") and (low[:-2] in EMPTY_MODIFIERS or low[:-2] in general):
        return True
    sign, hyphen, rest = low.partition("-")
    return bool(hyphen) and ((sign in _SIGN and rest in general) or low.startswith("to-be-"))


def _is_empty(word: Word, *, opens: bool, begun: bool) -> bool:
    """Whether a word before the head begins the phrase anew; inside a phrase general nouns may stand."""
    _, _, written, low = word
    if low in EMPTY_MODIFIERS:
        return True
    if written != low and not (opens and begun):
        return False  # a capital inside a sentence is meant
    return _is_general(low) and (opens or bool(ADJECTIVE.search(low)))


def _trimmed(run: list[Word], before: str) -> Iterator[Chunk]:
    first, end = 0, len(run)
    if end > 1 and _is_verb(run[0], before):
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
    while end - first > 1 and singular(run[end - 1][3]) in EMPTY_HEADS and _is_head(run[end - 2][3]):
        end -= 1
    if end - first > _MAX:
        first = end - _KEPT
    if first >= end:
        return
    head = run[end - 1][3]
    if end - first > 1 or (len(head) > 6 and NOTION.search(singular(head))):
        yield Chunk(run[first:end])


def _is_head(low: str) -> bool:
    """Whether a word, or the last part of a hyphenated one, can end a term: "(meta-)learning"."""
    return singular(low) in HEADS or singular(low.rpartition("-")[2]) in HEADS


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
    if _DEED.search(head) and not titled:
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
    if all(m in EMPTY_HEADS or _is_general(m) for m in modifiers):
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


class PhraseFinder:
    """Marks the central noun phrases of a Doc."""

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        lang = str(doc.user_data.get("lang", "en"))
        spans = sentences(text)
        masked = covers(doc, CITATIONS, LINKS)
        title_end = int(doc.user_data.get("abstract", 0))
        found = list(chunks(text) if lang == "en" else chinese_chunks(text))
        roles = Roles(text, lang)
        named = covers(doc, MENTIONS, ACRONYMS)
        least = THRESHOLD + CHINESE * (lang != "en")
        for chunk, points in weigh(found, roles=roles, spans=spans, title_end=title_end):
            over = named(chunk.begin, chunk.end)
            if points >= least + OVER * over and not masked(chunk.begin, chunk.end):
                label = kind(" ".join(w[3] for w in chunk.words)) or _by_place(text, chunk, title_end)
                mark(doc, Find(chunk.begin, chunk.end, label, "phrase", min(0.7, 0.2 + points / 10)))
        return doc


@Language.factory("kb_phrases", assigns=["doc.spans"])
def make_phrases(nlp: Language, name: str) -> PhraseFinder:
    """The component that finds central noun phrases."""
    return PhraseFinder()
