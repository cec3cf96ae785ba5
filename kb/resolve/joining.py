"""Sets of records that are one work, whatever the order in which their identifiers and matches are looked at.

1. Records that share an identifier are one, unless better ones tell it to be wrong (`believed`); so are those that a
   curator merged.
2. Matches join, the stronger first, but never two that state different identifiers of one scheme, nor two that a
   curator split. What matches is looked at as a whole: it is joined where everything in it agrees with everything
   else. Where not all does, only those join that no match leads into the quarrel: a record without identifiers that
   matches two works with different DOIs belongs to neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import combinations
from typing import Final

from ..identifiers import RANK, Identifier
from .matching import Match, Said

LARGE: Final = 60
"""Sets that match each other from which on they are only joined where all of them say the same."""

_PERSONAL = ("https://zotero.org", "https://api.zotero.org", "https://mendeley.com")
_SHA = 40


class Groups:
    """Disjoint sets of records that remember their identifiers (union–find, the smallest index leads)."""

    def __init__(self, ids: Sequence[set[Identifier]]) -> None:
        self.ids = [set(s) for s in ids]
        self.stopped: set[int] = set()
        """The numbers of those splits without which something would have been joined."""
        self._leader = list(range(len(ids)))
        self._split: dict[tuple[int, int], int] = {}
        self._alone: dict[int, int] = {}
        by_identifier: dict[Identifier, int] = {}
        for i, stated in enumerate(ids):
            for one in stated:
                self.join(by_identifier.setdefault(one, i), i)

    def find(self, i: int) -> int:
        """The record that leads the set of this one."""
        while self._leader[i] != i:
            self._leader[i] = self._leader[self._leader[i]]
            i = self._leader[i]
        return i

    def join(self, a: int, b: int) -> None:
        """Makes the sets of two records one."""
        a, b = sorted((self.find(a), self.find(b)))
        if a != b:
            self._leader[b] = a
            self.ids[a] |= self.ids[b]

    def split(self, a: Iterable[int], b: Iterable[int], number: int) -> None:
        """Forbids matches to join these records; with nothing in `b`, those in `a` and any others."""
        others = {self.find(i) for i in b}
        for one in {self.find(i) for i in a}:
            if not others:
                self._alone[one] = number
            for other in others - {one}:
                self._split[min(one, other), max(one, other)] = number

    def sets(self) -> Iterator[tuple[list[int], set[Identifier]]]:
        """The sets, each with its identifiers."""
        by_leader: dict[int, list[int]] = defaultdict(list)
        for i in range(len(self._leader)):
            by_leader[self.find(i)].append(i)
        for leader, members in by_leader.items():
            yield members, self.ids[leader]

    # --- matches ---------------------------------------------------------------------------------------------------

    def join_matching(self, found: Sequence[Match], said: Sequence[Said]) -> None:
        """Joins what matches, the strongest matches first."""
        for strength in sorted({m.strength for m in found} - {0}):
            edges: dict[int, set[int]] = defaultdict(set)
            for m in found:
                if 0 < m.strength <= strength and (a := self.find(m.one)) != (b := self.find(m.other)):
                    edges[a].add(b)
                    edges[b].add(a)
            for members in _components(edges):
                self._join_where_agreed(members, edges, said)
            self._settle_splits()

    def _settle_splits(self) -> None:
        self._split = {
            (min(a, b), max(a, b)): n
            for (one, other), n in self._split.items()
            if (a := self.find(one)) != (b := self.find(other))
        }
        self._alone = {self.find(i): n for i, n in self._alone.items()}

    def _join_where_agreed(self, members: list[int], edges: dict[int, set[int]], said: Sequence[Said]) -> None:
        if len(members) > LARGE:
            joined = [members] if self._all_say_the_same(members, said) else []
        elif all(self._agree(a, b, edges) for a, b in combinations(members, 2)):
            joined = [members]
        else:
            calm: dict[int, set[int]] = defaultdict(set)
            for a, b in combinations(members, 2):
                near = {a, b} | edges[a] | edges[b]
                if b in edges[a] and all(self._agree(x, y, edges) for x, y in combinations(sorted(near), 2)):
                    calm[a].add(b)
                    calm[b].add(a)
            joined = [
                part for part in _components(calm) if all(self._agree(a, b, edges) for a, b in combinations(part, 2))
            ]
        for part in joined:
            for other in part[1:]:
                self.join(part[0], other)

    def _agree(self, a: int, b: int, edges: dict[int, set[int]]) -> bool:
        """Whether two sets match, state no different identifiers, and no curator split them."""
        if b not in edges[a] or in_conflict(self.ids[a], self.ids[b]):
            return False
        splits = (self._split.get((min(a, b), max(a, b))), self._alone.get(a), self._alone.get(b))
        forbidden = [n for n in splits if n is not None]
        self.stopped.update(forbidden)
        return not forbidden

    def _all_say_the_same(self, members: list[int], said: Sequence[Said]) -> bool:
        kinds = [kind for kind, _ in {(_kind(i), i) for m in members for i in self.ids[m]}]
        same = {(said[m].key, said[m].family, said[m].paper.year) for m in members}
        touched = {self._alone.get(m) for m in members} | {n for pair, n in self._split.items() if {*pair} & {*members}}
        return len(kinds) == len(set(kinds)) and len(same) == 1 and touched == {None}


def believed(stated: Sequence[set[Identifier]]) -> list[set[Identifier]]:
    """What records state, without the numbers of which one must be wrong.

    The same PubMed, Semantic Scholar or ACL number at two records that have different DOIs, arXiv or OpenAlex numbers
    names neither of them: a source has given it to two works.
    """
    better: dict[Identifier, set[frozenset[Identifier]]] = defaultdict(set)
    for ids in stated:
        best = frozenset(i for i in ids if RANK.get(i[0], len(RANK)) <= RANK["openalex"])
        for one in ids - best if best else ():
            better[one].add(best)
    wrong = {i for i, several in better.items() if any(in_conflict(a, b) for a, b in combinations(several, 2))}
    return [ids if wrong.isdisjoint(ids) else ids - wrong for ids in stated]


def in_conflict(one: Set[Identifier], other: Set[Identifier]) -> bool:
    """Whether two sets of identifiers have different ones of a scheme, and none of it in common."""
    return bool(one and other and conflicts(one, other))


def conflicts(one: Set[Identifier], other: Set[Identifier]) -> list[tuple[Identifier, Identifier]]:
    """The different identifiers of one scheme that two sets state, where they have none of it in common."""
    found = []
    for kind in sorted({_kind(i) for i in one} & {_kind(i) for i in other} - {""}):
        mine, theirs = ({i for i in ids if _kind(i) == kind} for ids in (one, other))
        if not mine & theirs:
            found.append((min(mine), min(theirs)))
    return found


def _kind(i: Identifier) -> str:
    """Of what an identifier is the only one: its scheme, of a URL its host; '' for what a person's library calls it."""
    scheme, value = i
    if scheme == "url":
        return "" if value.startswith(_PERSONAL) else "/".join(value.split("/", 3)[:3])
    if scheme == "urn":
        return value.partition(":")[0]
    return f"s2/{len(value) == _SHA}" if scheme == "s2" else scheme  # a hash, or a number: a paper there has both


def _components(edges: dict[int, set[int]]) -> list[list[int]]:
    """The connected parts of a graph, each sorted."""
    seen: set[int] = set()
    parts = []
    for start in sorted(edges):
        if start in seen:
            continue
        part, todo = {start}, [start]
        while todo:
            new = edges[todo.pop()] - part
            part |= new
            todo += new
        seen |= part
        parts.append(sorted(part))
    return parts
