"""Which records are worth comparing: those that share a title, the beginning of an abstract, or an author and a part.

Every record is put into a few blocks, and only those of one block are compared, so that the cost grows with the number
of records and not with its square; in a large block each record meets the next few only.

1. The same title, in its normal form.
2. The same first letters of the abstract.
3. The same first author, and the same first or last letters of the title: a slip, a cut title.
4. The same first letters of the title, where one of the two names no author.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations
from typing import Final

from .matching import COLUMN_YEARS, Match, Said, compare

PART: Final = 16
"""Letters at either end of a title by which those of one author are kept; a title must have as many more."""
BEGINNING: Final = 30
"""Letters at the beginning of a title by which those without an author are kept."""
LARGE: Final = 24
"""Records of a block from which on not all of them are compared with each other."""
WINDOW: Final = 6
"""Of a large block, sorted by year, each is compared with so many that follow."""


def matches(said: Sequence[Said]) -> list[Match]:
    """All pairs of records that have something in common, and what; in the order of the records."""
    titles = _blocks(said, lambda s: s.key or None)
    columns = _columns(said, titles)
    found: dict[tuple[int, int], Match | None] = {}
    for members in _all_blocks(said, titles):
        for one, other in _pairs(said, members):
            pair = (one, other) if one < other else (other, one)
            if pair not in found:
                a, b = said[pair[0]], said[pair[1]]
                column = bool(columns) and a.key == b.key and (a.key, a.family) in columns
                found[pair] = compare(a, b, pair, column=column)
    return [m for _, m in sorted(found.items()) if m]


def _all_blocks(said: Sequence[Said], titles: list[list[int]]) -> Iterator[list[int]]:
    yield from titles
    yield from _blocks(said, lambda s: s.opening or None)
    long = PART + PART // 2
    yield from _blocks(said, lambda s: (s.family, s.key[:PART]) if s.family and len(s.key) >= PART else None)
    yield from _blocks(said, lambda s: (s.family, s.key[-PART:]) if s.family and len(s.key) >= long else None)
    for members in _blocks(said, lambda s: s.key[:BEGINNING] if len(s.key) >= BEGINNING else None):
        if not all(said[i].family for i in members):
            yield members


def _blocks(said: Sequence[Said], key: Callable[[Said], Hashable | None]) -> list[list[int]]:
    """The records that have one key in common, where there are several."""
    first: dict[Hashable, int] = {}
    several: dict[Hashable, list[int]] = {}
    for i, s in enumerate(said):
        k = key(s)
        if k is not None and (j := first.setdefault(k, i)) != i:
            several.setdefault(k, [j]).append(i)
    return list(several.values())


def _pairs(said: Sequence[Said], members: list[int]) -> Iterator[tuple[int, int]]:
    if len(members) <= LARGE:
        yield from combinations(members, 2)
        return
    ordered = sorted(members, key=lambda i: (said[i].key, said[i].family, said[i].paper.year or 0, i))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 : at + 1 + WINDOW]:
            yield one, other


def _columns(said: Sequence[Said], titles: list[list[int]]) -> set[tuple[str, str]]:
    """The (title, first author) that stand in three years or more, over three years or more."""
    found: set[tuple[str, str]] = set()
    for members in titles:
        if len(members) >= COLUMN_YEARS:
            years: dict[str, set[int]] = defaultdict(set)
            for i in members:
                if year := said[i].paper.year:
                    years[said[i].family].add(year)
            found |= {
                (said[members[0]].key, family)
                for family, told in years.items()
                if len(told) >= COLUMN_YEARS and max(told) - min(told) >= COLUMN_YEARS
            }
    return found
