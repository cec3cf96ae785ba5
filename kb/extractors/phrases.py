"""Central notions that no list holds: noun phrases of a technical head with a modifier, weighed by where they stand.

1. A sentence is cut at function words, verbs, adverbs and signs; what stays together is a chunk.
2. Empty modifiers go from the front, general nouns from the end ("novel bilevel optimization problems" → bilevel optimization).
3. A chunk earns points: it recurs, stands in the title, in the first sentence, after a cue, bears a name or a technical head.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from ..spelling import fold, singular
from .roles import Roles
from .sentences import sentences
from .spans import ACRONYMS, CITATIONS, LINKS, MENTIONS, Find, mark, taken, text_of
from .words import CONCEPT_HEADS, EMPTY_HEADS, EMPTY_MODIFIERS, FUNCTION, HEADS, TYPE_WORDS, VERBS

_TOKEN = re.compile(
    r"\$[A-Za-z\\{}_^(),]{1,15}\$-[A-Za-z][A-Za-z\-]*|\$[A-Z]{1,3}\([^$()]{1,4}\)\$(?= [a-z])"
    r"|[A-Za-zÀ-ÖØ-öø-ÿ][\wÀ-ÖØ-öø-ÿ]*(?:[-–‑'’/][A-Za-z0-9À-ÖØ-öø-ÿ]+)*|\S"
)
_NOTION = re.compile(r"(?:ity|ism|ness|isation|ization|ification|ence|ance|tion|sion|ment|ship|graphy|ology|omics|pathy|itis|emia|osis)\Z")
_MAX, _KEPT = 4, 3
_NAMED = re.compile(r"[A-Z][a-zà-ÿ]+(?:[-–][A-Z][a-zà-ÿ]+)*\Z")
THRESHOLD = 1.0
OVER = 1.5
"""What a phrase must earn, and how much more where it holds a known name."""


class Chunk:
    """A noun phrase: its words with their places, the sentence it stands in."""

    __slots__ = ("begin", "end", "key", "sentence", "words")

    def __init__(self, words: Sequence[Word], sentence: int) -> None:
        self.begin, self.end = words[0][0], words[-1][1]
        self.words = tuple(words)
        self.sentence = sentence
        self.key = fold(" ".join(w for _, _, w in words))

    def last(self, n: int) -> Chunk:
        """The last n words of the phrase."""
        return Chunk(self.words[-n:], self.sentence)


def chunks(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Chunk]:
    """The noun phrases of each sentence, trimmed; a plural ends a phrase ("networks compute", "years network")."""
    for n, (begin, end) in enumerate(spans):
        run: list[Word] = []
        before = ""
        for m in _TOKEN.finditer(text, begin, end):
            word = m.group()
            if run and text[run[-1][1] : m.start()] not in (" ", "\n"):
                yield from _trimmed(run, n, before)
                run = []
            if not _is_open(word):
                if run:
                    yield from _trimmed(run, n, before)
                    run = []
                before = word.lower()
                continue
            run.append((m.start(), m.end(), word))
            if word.endswith("s") and singular(word.lower()) != word.lower():
                yield from _trimmed(run, n, before)
                run, before = [], "s"
        if run:
            yield from _trimmed(run, n, before)


Word = tuple[int, int, str]
_BARE = frozenset("of by for in when while to and from after without on with than via through".split())


def _is_open(word: str) -> bool:
    if word[0] == "$":
        return len(word) > 2
    low = word.lower()
    if len(low) < 2 or not low[0].isalpha() or low in FUNCTION or low in VERBS:
        return False
    return not low.endswith("ly") or low in ("anomaly", "family", "assembly", "butterfly", "poly")


_ADJECTIVE = re.compile(r"(?:al|ic|ive|ous|ar|able|ible|ed|ian|ful|less|ary|ory|ent|ant|free|wise|based)\Z")


def _is_verb(word: str, before: str) -> bool:
    """Whether the first word of a phrase is rather the verb before it: "to rewrite past …", "by training deep …"."""
    low = word.lower()
    if low.endswith("ing"):
        return before in _BARE
    verbal = before in ("to", "we", "they", "can", "not") or before.endswith("ly")
    return verbal and low not in HEADS and not _ADJECTIVE.search(low) and "-" not in low and low == word


def _trimmed(run: list[Word], sentence: int, before: str) -> Iterator[Chunk]:
    words = list(run)
    if len(words) > 1 and _is_verb(words[0][2], before):
        words.pop(0)
    while words and words[0][2].lower() in EMPTY_MODIFIERS:
        words.pop(0)
    while words and (words[-1][2].lower() in EMPTY_MODIFIERS or (len(words) > 1 and words[-1][2].lower().endswith("ed"))):
        words.pop()
    while len(words) > 1 and singular(words[-1][2].lower()) in EMPTY_HEADS and singular(words[-2][2].lower()) in HEADS:
        words.pop()
    if len(words) > _MAX:
        words = words[-_KEPT:]
    if words:
        yield Chunk(words, sentence)


class Weighed(NamedTuple):
    """A chunk and the points that speak for it."""

    chunk: Chunk
    points: float


def weigh(found: Sequence[Chunk], *, roles: Roles, spans: Sequence[tuple[int, int]], title_end: int) -> Iterator[Weighed]:
    """Every chunk that could be a notion, cut to the part that recurs, with its points."""
    counts = Counter(tail.key for c in found for tail in _tails(c))
    titled = {tail.key for c in found if c.begin < title_end for tail in _tails(c)}
    first = next((n for n, s in enumerate(spans) if s[0] >= title_end), 0)
    for whole in found:
        c = next((t for t in _tails(whole) if counts[t.key] > 1 and len(t.words) > 1), whole)
        many = counts[c.key]
        points = _points(c, many, c.key in titled)
        if points > 0:
            role = roles.of(c.begin, c.end, spans[c.sentence])
            points += {"introduces": 1.0, "studies": 0.75, "extends": 0.5, "uses": 0.25}.get(role, 0.0)
            yield Weighed(c, points + 0.25 * (c.sentence == first))


def _tails(c: Chunk) -> Iterator[Chunk]:
    """The phrase and its endings of two words and more."""
    yield c
    for n in range(len(c.words) - 1, 1, -1):
        yield c.last(n)


def _points(c: Chunk, many: int, titled: bool) -> float:
    words = tuple(w for _, _, w in c.words)
    head = singular(words[-1].lower())
    if len(words) == 1:
        return _single(head, many, titled)
    points = _several(words, head)
    return points + min(many - 1, 2) + 1.0 * titled if points > -9 else 0.0


def _single(head: str, many: int, titled: bool) -> float:
    """One word is a notion where it recurs or is in the title, and is built like one."""
    if head in EMPTY_HEADS or head in EMPTY_MODIFIERS or len(head) < 7 or not (many > 1 or titled):
        return 0.0
    if not _NOTION.search(head) or head in HEADS - CONCEPT_HEADS:
        return 0.0
    return 0.5 + 0.75 * min(many - 1, 2) + 0.75 * titled


def _several(words: tuple[str, ...], head: str) -> float:
    modifiers = [w.lower() for w in words[:-1]]
    if head in EMPTY_HEADS and head not in HEADS:
        return -10.0
    points = 1.0 if head in HEADS else 0.5 if _NOTION.search(head) else 0.0
    if head in EMPTY_HEADS:
        points -= 0.75
    if any(_NAMED.match(w) for w in words[1:-1]) or _NAMED.match(words[0]):
        points += 0.5
    if any("-" in m for m in modifiers):
        points += 0.25
    if all(m in EMPTY_HEADS or m in EMPTY_MODIFIERS for m in modifiers):
        points -= 1.0
    return points


def guess(head: str) -> str:
    """The type that the head noun speaks for; Concept where none does."""
    return TYPE_WORDS.get(head, "Concept")


class PhraseFinder:
    """Marks the central noun phrases of a Doc."""

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        if doc.user_data.get("lang", "en") != "en":
            return doc
        spans = sentences(text)
        masked = taken(doc, CITATIONS, LINKS)
        title_end = int(doc.user_data.get("abstract", 0))
        found = list(chunks(text, spans))
        roles = Roles(text, "en")
        named = taken(doc, MENTIONS, ACRONYMS)
        for chunk, points in weigh(found, roles=roles, spans=spans, title_end=title_end):
            over = any(b < chunk.end and chunk.begin < e for b, e in named)
            if points >= THRESHOLD + OVER * over and not any(b < chunk.end and chunk.begin < e for b, e in masked):
                label = guess(singular(chunk.words[-1][2].lower()))
                mark(doc, Find(chunk.begin, chunk.end, label, "phrase", min(0.7, 0.2 + points / 10)))
        return doc


@Language.factory("kb_phrases", assigns=["doc.spans"])
def make_phrases(nlp: Language, name: str) -> PhraseFinder:
    """The component that finds central noun phrases."""
    return PhraseFinder()
