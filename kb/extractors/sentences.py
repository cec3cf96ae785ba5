"""Where a sentence ends, by rule: abbreviations, initials, decimals, a missing space, Chinese full stops."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

from .tokens import HAN
from .words import word_set

_ABBREVIATIONS = word_set(
    """e.g i.e eg ie i,e cf etc al vs viz resp approx fig figs eq eqs sec tab ref refs no nos vol pp p ch dr mr mrs ms
    prof st jr sr inc dept univ ca w.r.t s.t a.k.a i.i.d u.s u.k b.sc m.sc ph.d incl min max avg std"""
)
# `etc.` and `al.` may end a sentence: they do when a capital word follows.
_MAY_END = frozenset({"etc", "al", "inc", "jr", "sr", "u.s", "u.k", "i.i.d", "ph.d"})

# One class in front of all: the scan then skips every other character at once.
_END = re.compile(
    rf"[.!?。！？;；\n](?:(?<=[。！？])[。！？]*[”’」』）]*"
    rf"|(?<=[.!?])[.!?]*[\"'”’)\]]*(?=\s|\Z)"
    rf"|(?<=[{HAN}][.!?;；])(?=[{HAN}])|(?<=[{HAN}][;；])"
    r"|(?<=[a-z)\]][a-z)\]][.!?])(?=[A-Z][a-z]|[AI]\s)"
    r"|(?<=\n)\s*\n)"
)
_LAST_WORD = re.compile(r"[^\s(\[{\"'“‘]+$")
_OPENS = re.compile(r"[(\[{\"'“‘]")
_NEXT = re.compile(r"\s*[\"'“‘(\[$\\]*\s*(.?)", re.DOTALL)
_URL = re.compile(r"(?://|www\.)\S*$", re.IGNORECASE)


Span = tuple[int, int]


@lru_cache(maxsize=2)
def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text as (begin, end), in order; together they hold everything but outer white space."""
    out: list[tuple[int, int]] = []
    begin = 0
    for m in _END.finditer(text):
        if _ends(text, m, begin):
            _keep(text, begin, m.end(), out)
            begin = m.end()
    _keep(text, begin, len(text), out)
    return tuple(out)


def _keep(text: str, begin: int, end: int, out: list[tuple[int, int]]) -> None:
    piece = text[begin:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        out.append((begin + left, begin + right))


def _ends(text: str, m: re.Match[str], begin: int) -> bool:
    """Whether this sign ends a sentence: not after an abbreviation or initial, in a URL, or before lower case."""
    if m.group()[0] in "。！？\n；;":
        return True
    before = text[max(begin, m.start() - 80) : m.start()]
    following = text[m.end() : m.end() + 1]
    if following and not following.isspace():  # a missing space, or Chinese
        return not _URL.search(before)
    if m.group()[0] != ".":
        return True
    starts_lower = not text[m.end() + 1 : m.end() + 2].isupper() and _starts_lower(text, m.end())
    word = _last_word(before)
    last = word.rstrip(".").lower()
    if last in _ABBREVIATIONS:
        return last in _MAY_END and not starts_lower
    if len(last) == 1 and last.isalpha() and word[0].isupper():
        return False  # an initial: J. Malik
    return not starts_lower


def _starts_lower(text: str, at: int) -> bool:
    """Whether what follows begins with a small letter, behind spaces and what opens."""
    sign = _NEXT.match(text, at)
    return sign is not None and sign.group(1).islower()


def _last_word(before: str) -> str:
    """What stands before a sign, back to a space or what opens; a search would begin at every letter before it."""
    if before and not before[-1].isspace():
        last = before.rsplit(None, 1)[-1]
        return last if last.isalnum() else _OPENS.split(last)[-1]
    word = _LAST_WORD.search(before)
    return word.group() if word else ""


def containing(spans: Sequence[Span], mentions: Iterable[Span]) -> tuple[Span, ...]:
    """The same sentences, those that a mention crosses made one: every mention lies in one sentence."""
    begins = [begin for begin, _ in spans]
    last = list(range(len(spans)))  # the last sentence that must stay together with this one
    for begin, end in mentions:
        first = max(bisect_right(begins, begin) - 1, 0)
        if end > spans[first][1]:
            last[first] = max(last[first], bisect_left(begins, end) - 1)
    out: list[Span] = []
    reach = -1
    for n, span in enumerate(spans):
        if n <= reach:
            out[-1] = (out[-1][0], span[1])
        else:
            out.append(span)
        reach = max(reach, last[n])
    return tuple(out)
