"""Chinese names read word by word: 神经/切线/内核 is neural tangent kernel, though no list holds this wording.

Machine translation writes one name in many ways (剩余网络, 残余网络, 残差网络), each of ordinary words.
1. data/lexicon/bilingual/zh.tsv says which English words a Chinese word can mean.
2. Where a word begins, the words that follow are put together, each in all its meanings; the set of all beginnings of
   the lexicon's names ends the walk as soon as no name begins so.
3. "A of B" is also looked up as "B A", as Chinese has it; small words are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from ..lexicon import Lexicon
from ..shipped import shipped
from ..spelling import american, normal
from .tokens import HAN
from .words import singular, word_set

STOP = frozenset(
    "的地得了着过在于对为从将把被以由和与及或且而并也都是其该这那此各每某一本文我们种个类等中上下时后前到用给让使有"
)
"""Characters that end a Chinese name: particles, prepositions, pronouns."""
_LATIN = r"[A-Za-z][A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
_START = re.compile(rf"(?<![A-Za-z0-9-]){_LATIN}(?= ?[{HAN}])|[{HAN}]")
_LATIN_WORD = re.compile(_LATIN)
_HAN = re.compile(f"[{HAN}]")
_SMALL = word_set("of the for in and with to a an by from on as via")
_DROPPED = "的之式性型"  # between two words: 生成式对抗网络
_NEGATES = frozenset("非无不未去反半超伪准多双次亚")  # before a name they make another one
_DOERS = frozenset("器者员率")
_FORMS = _DOERS | frozenset("化性学度")  # after a name they make another word
_WORDS, _LEAST = 6, 3  # words of a name at most, Han characters at least
_COMPOUND = 8  # letters from which one English word can be two Chinese ones: overfitting


class Composed(NamedTuple):
    """A name of the lexicon that the words of a text compose."""

    begin: int
    end: int
    id: str


@lru_cache(maxsize=1)
def table() -> dict[str, tuple[str, ...]]:
    """Chinese word → the English words that it can mean, the likeliest first."""
    lines = (shipped("data/lexicon/bilingual") / "zh.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and line[0] != "#"]
    return {row[0]: tuple(row[1].split("|")) for row in rows[1:]}


@lru_cache(maxsize=1)
def _meanings() -> dict[str, tuple[str, ...]]:
    return {zh: tuple(dict.fromkeys(map(joined, english))) for zh, english in table().items()}


def lengths_of(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First character → the lengths of the words that begin with it, the longest first."""
    out: dict[str, set[int]] = {}
    for word in words:
        out.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in out.items()}


@lru_cache(maxsize=1)
def _lengths() -> dict[str, tuple[int, ...]]:
    return lengths_of(table())


@lru_cache(maxsize=50_000)
def joined(english: str) -> str:
    """An English name as names are compared here: every word normal and singular, small words left out, in one."""
    return "".join(singular(american(w)) for w in normal(english).split() if w not in _SMALL)


def words_at(text: str, at: int) -> list[int]:
    """Where the words of the table end that begin here, the longest first."""
    known, left = table(), len(text) - at
    return [at + n for n in _lengths().get(text[at : at + 1], ()) if n <= left and text[at : at + n] in known]


def word_counts(text: str) -> frozenset[int]:
    """In how many words of the table a text can be cut, from its first character to its last; empty where it cannot."""
    counts: list[set[int]] = [set() for _ in range(len(text) + 1)]
    counts[0].add(0)
    for at in range(len(text)):
        for end in words_at(text, at) if counts[at] else ():
            counts[end] |= {n + 1 for n in counts[at]}
    return frozenset(counts[-1])


class Composer:
    """The names of a lexicon, found by the meaning of Chinese words; its index is built on first use."""

    def __init__(self, lexicon: Lexicon, older: Composer | None = None) -> None:
        """`older` is the composer of the lexicon of which this is one with more rows."""
        self.lexicon = lexicon
        self._older = older if lexicon.plus else None

    @cached_property
    def _names(self) -> dict[str, str]:
        """Joined English name → the id that it most often means."""
        out = dict(self._older._names) if self._older else {}
        terms = self.lexicon.terms
        for term in (self.lexicon.plus[1] if self._older and self.lexicon.plus else terms).values():
            for surface in (() if term.needs_clue else (term.name,)) + term.aliases:
                head, of, rest = surface.partition(" of ")
                for form in (surface, f"{rest} {head}") if of else (surface,):
                    if " " in form or "-" in form or len(form) >= _COMPOUND:
                        key = joined(form)
                        out[key] = min(out.get(key, term.id), term.id, key=lambda id: (-terms[id].count, id))
        return out

    @cached_property
    def _begun(self) -> frozenset[str]:
        older, names = (self._older._begun, self._older._names) if self._older else (frozenset[str](), {})
        return older.union(*map(accumulate, self._names.keys() - names.keys()))

    def find(self, text: str) -> Iterator[Composed]:
        """Every name that two or more words compose: the longest at each place, none from inside another word."""
        free = 0
        for m in _START.finditer(text):
            at = m.start()
            if at < free or not (ends := _ends(text, at)):
                continue
            found = None if text[max(0, at - 1) : at] in _NEGATES else self._longest(text, at)
            if found:
                yield found
            # 在线性: the first character may be a word of its own
            free = found.end if found else at + 1 if text[at] in STOP else ends[0]

    def agrees(self, text: str, id: str) -> bool:
        """Whether a Chinese long form says at least half of a concept's name, its last word among it."""
        meant = {w for at in range(len(text)) for end in words_at(text, at) for w in _meanings()[text[at:end]]}
        wanted = [joined(w) for w in normal(self.lexicon.terms[id].name).split() if w not in _SMALL]
        return wanted[-1] in meant and 2 * sum(w in meant for w in wanted) >= len(wanted)

    def _longest(self, text: str, begin: int) -> Composed | None:
        longest, id = 0, ""
        todo = [(begin, "", 0, begin)]
        while todo:
            at, before, many, beyond = todo.pop()
            ends = _ends(text, at)
            # The likeliest meaning is pushed last, so that it is tried first.
            for end, english in ((e, w) for e in ends for w in reversed(_english(text, at, e))):
                name = before + english
                if name not in self._begun:
                    continue
                # A word shorter than the longest that stands there only leads on, beyond the longest.
                whole = many and end == ends[0] and end > max(beyond, longest)
                if whole and name in self._names and _whole(text, begin, end, at):
                    longest, id = end, self._names[name]
                if many < _WORDS:
                    todo.append((end, name, many + 1, ends[0]))
                    if text[end : end + 1] and text[end] in _DROPPED:
                        todo.append((end + 1, name, many + 1, ends[0]))
        return Composed(begin, longest, id) if id else None


def _ends(text: str, at: int) -> list[int]:
    """Where the words end that begin here; a Latin word takes the space after it along."""
    if text[at : at + 1] < "\x7f":
        m = _LATIN_WORD.match(text, at)
        return [m.end() + (text[m.end() : m.end() + 1] == " ")] if m else []
    return words_at(text, at)


def _english(text: str, at: int, end: int) -> tuple[str, ...]:
    return _meanings().get(text[at:end]) or (joined(text[at:end]),)


def _whole(text: str, begin: int, end: int, last: int) -> bool:
    """Whether a span is long enough, ends with a Chinese word (at `last`) and is no part of a longer one.

    A word of one character is too often a part: 有限元分析 is no 元分析, 校正流程 no 校正流.
    """
    if not _HAN.match(text, end - 1) or text[end : end + 1] in _FORMS or len(_HAN.findall(text, begin, end)) < _LEAST:
        return False
    alone = words_at(text, begin)[:1] == [begin + 1]
    return not (alone and not ends_name(text[begin - 1 : begin])) and (end - last > 1 or ends_name(text[end : end + 1]))


def inside_word(text: str, begin: int, end: int) -> bool:
    """Whether a known Chinese name is only a part of a word here: 分类 in 分类器, 熵 in an unknown 跨熵."""
    after = text[end : end + 1]
    return after in _DOERS or (end - begin == 1 and not (ends_name(text[begin - 1 : begin]) and ends_name(after)))


def ends_name(char: str) -> bool:
    """Whether a character beside a Chinese name is no part of it: a sign, a Latin letter, a particle, or nothing."""
    return not _HAN.match(char) or char in STOP
