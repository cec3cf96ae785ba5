"""What curators decided about papers, applied to records before their texts are compared.

1. A later line about the same two papers overrules an earlier one.
2. *split X off Y* where a record states both as identifiers: it is not believed for Y. Where Y is one record (by its
   hash): what it has in common with the work X is not believed.
3. *merge X into Y* joins all records that are known by X or by Y; Y's identifiers name the work. X may be no record's:
   then what cites it cites Y.
4. *split* forbids matches between the two; without a second paper, between the first and any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from ..identifiers import Identifier, written
from ..meanings import Ruling
from ..records import Paper
from .joining import Groups
from .matching import Match
from .merging import fingerprint


class Rulings:
    """Curators' decisions about these records (sorted, with what they state); remembers which of them did something."""

    def __init__(self, rulings: Sequence[Ruling], records: Sequence[Paper], ids: Sequence[set[Identifier]]) -> None:
        self.ids: Sequence[set[Identifier]] = ids
        self.leading: frozenset[Identifier] = frozenset()
        self._records = records
        last = {frozenset((r.paper, r.other)): r for r in rulings}
        self._rulings = [r for r in rulings if last[frozenset((r.paper, r.other))] is r]
        self._why = {
            r.line: f"line {last[frozenset((r.paper, r.other))].line} decides about the same papers, and comes later"
            for r in rulings
            if last[frozenset((r.paper, r.other))] is not r
        }
        self._did: set[int] = set()
        self._members: dict[int, tuple[list[int], list[int]]] = {}
        if rulings:
            self.ids = [set(own) for own in ids]
            self._members = {r.line: (self._known(r.paper), self._known(r.other)) for r in self._rulings}
            for r in self._rulings:
                if r.action == "split" and r.other:
                    self._disbelieve(r)

    @cached_property
    def _by_name(self) -> dict[Identifier, list[int]]:
        found: dict[Identifier, list[int]] = defaultdict(list)
        for i, (paper, own) in enumerate(zip(self._records, self.ids, strict=True)):
            for one in own:
                found[one].append(i)
            found["record", paper.sha].append(i)
            if not own:
                found["sha256", fingerprint(paper)].append(i)
        return found

    def _known(self, name: Identifier | None) -> list[int]:
        """The records that a name means; the beginning of a record's hash will do."""
        if name is None:
            return []
        if name[0] == "record" and len(name[1]) >= 8:
            return [i for i, p in enumerate(self._records) if p.sha.startswith(name[1])]
        return list(self._by_name.get(name, ()))

    def _disbelieve(self, r: Ruling) -> None:
        ours, theirs = self._members[r.line]
        if r.other is None or not ours or not theirs:
            return
        both = set(ours) & set(theirs)
        if r.other[0] == "record":
            held = {i for n in ours if n not in theirs for i in self.ids[n]} | {r.paper}
            for n in theirs:
                if self.ids[n] & held:
                    self.ids[n] -= held
                    self._did.add(r.line)
            self._members[r.line] = ([n for n in ours if n not in theirs], theirs)
            return
        for n in both:
            self.ids[n].discard(r.other)
            self._did.add(r.line)
        self._members[r.line] = (ours, [n for n in theirs if n not in both])

    def apply(self, groups: Groups) -> None:
        """Joins what was merged, and forbids matches to join what was split."""
        leading: set[Identifier] = set()
        for r in self._rulings:
            ours, theirs = self._members[r.line]
            if r.action == "merge" and r.other:
                self._merge(r, r.other, groups, ours, theirs, leading)
        self.leading = frozenset(leading)
        for r in self._rulings:
            ours, theirs = self._members[r.line]
            if r.action != "split":
                continue
            if not ours or (r.other and not theirs and r.line not in self._did):
                self._why[r.line] = _unknown(r.other if ours and r.other else r.paper)
            elif theirs and {groups.find(i) for i in ours} & {groups.find(i) for i in theirs}:
                left = sorted(groups.ids[groups.find(ours[0])] - {r.paper, r.other or r.paper})
                self._why[r.line] = "they are one by " + (", ".join(map(written, left)) or "a later line")
            elif theirs or not r.other:
                groups.split(ours, theirs, r.line)

    def _merge(
        self, r: Ruling, into: Identifier, groups: Groups, ours: list[int], theirs: list[int], leading: set[Identifier]
    ) -> None:
        if not theirs or (not ours and r.paper[0] == "record"):
            self._why[r.line] = _unknown(into if not theirs else r.paper)
            return
        leading |= groups.ids[groups.find(theirs[0])]
        if ours and {groups.find(i) for i in ours} == {groups.find(i) for i in theirs}:
            self._why[r.line] = "both are one work already"
        for i in (*ours, *theirs[1:]):
            groups.join(theirs[0], i)
        if not ours:  # nobody's record: a work that is only cited
            groups.ids[groups.find(theirs[0])].add(r.paper)

    def idle(self, groups: Groups) -> list[tuple[int, str]]:
        """(line, reason) of the rulings that change nothing, in their order."""
        for r in self._rulings:
            if r.action == "split" and r.line not in self._why and r.line not in self._did | groups.stopped:
                self._why[r.line] = "nothing joins it to another" if not r.other else "nothing joins the two"
        return sorted(self._why.items())

    def see(self, matches: Sequence[Match]) -> None:
        """Notes which splits speak of records that are alike: these keep apart, whoever else does too."""
        for r in self._rulings:
            ours, theirs = map(set, self._members[r.line])
            pairs = ({m.one, m.other} for m in matches) if r.action == "split" else ()
            if any(pair & ours and (pair & theirs if r.other else not pair <= ours) for pair in pairs):
                self._did.add(r.line)

    def iris(self, iri_of: Callable[[int], str]) -> dict[Identifier, str]:
        """The work (IRI) that each name means."""
        found: dict[Identifier, str] = {}
        for r in self._rulings:
            for name, members in zip((r.paper, r.other), self._members[r.line], strict=True):
                if name and members:
                    found[name] = iri_of(members[0])
        return found

    def pairs(self, iri_of: Callable[[int], str]) -> Iterator[tuple[str, str]]:
        """The works (IRIs) about which there is a ruling; ('', IRI) where it is one work and any other."""
        for r in self._rulings:
            ours, theirs = self._members[r.line]
            for one in {iri_of(i) for i in ours}:
                yield from ((one, other) for other in ({iri_of(i) for i in theirs} if r.other else {""}))


def _unknown(name: Identifier) -> str:
    return f"no record is known by {written(name)} (any more)"
