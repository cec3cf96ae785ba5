"""What changed between two versions: papers, concepts, statements, each with its count and its first lines.

The two graphs are compared one predicate after the other, as sets of lines, so that memory holds one predicate of two
versions at a time (300,000 role edges: about 150 MB) and never the evidence. Evidence is left out on purpose: a mention
changes only with its text or with a statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from ..claims import ENDS
from ..errors import KBError, NotAKnowledgeBase
from ..records import ROLES, TYPES
from ..terms import PREFIXES, curie, iri
from .store import Store
from .versions import KEPT, Versions
from .worker import term

STATEMENTS: Final = (
    *(f"kb:{role}" for role in ROLES),
    *(f"kb:{predicate}" for predicate in ENDS),
    *("cito:cites", "skos:broader", "skos:prefLabel", "skos:altLabel", "kb:acronym"),
)
"""The predicates whose statements are compared."""

SHOWN: Final = 10
"""Lines shown of each group."""

_PAPERS = "SELECT ?s { ?s a fabio:Expression FILTER NOT EXISTS { ?s a kb:Stub } }"
_CONCEPTS = "SELECT ?s { ?s a skos:Concept }"
_TYPES = f"SELECT ?s ?o {{ VALUES ?o {{ {' '.join(f'kb:{t}' for t in TYPES if t != 'Concept')} }} ?s a ?o }}"
_MERGED = "SELECT ?s ?o { ?s dcterms:isReplacedBy ?o }"
_SIGNS = {"added": "+", "removed": "-"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `how`: added, removed, renamed, retyped or merged; IRIs are full, labels are what a person reads.

    A statement has predicate (CURIE), object (IRI or text) and its label; a concept that was renamed, retyped or merged
    has what it was and what it is now.
    """

    how: str
    iri: str
    label: str
    predicate: str | None = None
    object: str | None = None
    object_label: str | None = None
    before: str | None = None
    after: str | None = None

    def __str__(self) -> str:
        if self.before is not None:
            into = " into" if self.how == "merged" else ""
            return f"~ {curie(self.iri)} {self.how}{into}: {self.before} → {self.after}"
        if self.predicate:
            to = f" {curie(self.object or '')}" if self.object_label != self.object else ""
            shown = f"{self.label}  {self.predicate}  {self.object_label}"
            return f"{_SIGNS[self.how]} {shown}   ({curie(self.iri)}{to})"
        return f"{_SIGNS[self.how]} {self.label}   ({curie(self.iri)})"


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one kind ('papers', 'concepts', or a predicate): how many of each sort, and the first of them."""

    name: str
    counts: dict[str, int]
    changes: tuple[Change, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed from one version to another; groups without a change are left out. Printed, it is a text to read."""

    old: str
    new: str
    groups: tuple[Group, ...]

    def __bool__(self) -> bool:
        return bool(self.groups)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; what a change does not have is left out of it."""
        groups = [
            {"name": g.name, **g.counts, "changes": [{k: v for k, v in asdict(c).items() if v} for c in g.changes]}
            for g in self.groups
        ]
        return {"old": self.old, "new": self.new, "groups": groups}

    def __str__(self) -> str:
        lines = [f"{self.old} → {self.new}: {'' if self else 'no difference'}".rstrip(": ")]
        for group in self.groups:
            lines.append(f"{group.name}: {', '.join(f'{n:,} {how}' for how, n in group.counts.items())}")
            lines += [f"  {change}" for change in group.changes]
            if more := sum(group.counts.values()) - len(group.changes):
                lines.append(f"  … and {more:,} more")
        return "\n".join(lines)


# --- which versions ------------------------------------------------------------------------------------------------

Which = int | str | Path | None
"""A version's number, or the folder of a knowledge base: its current version."""


def diff(folder: Path | None, old: Which = None, new: Which = None, *, top: int | None = SHOWN) -> Diff:
    """What changed from `old` to `new` in the knowledge base in `folder`; `top` changes of each group (None: all).

    Without `new`, up to the current version; without `old`, from the one before. Raises NotAKnowledgeBase for a version
    that is not kept, with those that are; KBError for a number where the knowledge base is in memory.
    """
    to, number = _found(folder, new)
    start, earlier = _found(folder, old) if old is not None else (to, _before(to, number))
    with closing(start.open(earlier)) as a, closing(to.open(number)) as b:
        apart = start.folder != to.folder
        names = [f"{v.folder} (version {n})" if apart else f"version {n}" for v, n in ((start, earlier), (to, number))]
        return Diff(names[0], names[1], tuple(compare(a, b, top=top)))


def _found(folder: Path | None, which: Which) -> tuple[Versions, int]:
    """The versions that are meant, and the number among them."""
    is_number = which is None or str(which).isdecimal()
    if is_number and folder is None:
        raise KBError("a knowledge base in memory keeps one version only: name two folders")
    versions = Versions(folder if is_number and folder else str(which))
    number = int(str(which)) if is_number and which is not None else versions.current()
    if number is None:
        raise NotAKnowledgeBase(f"{versions.folder} is no knowledge base yet; `kb add` makes it one")
    return versions, number


def _before(versions: Versions, number: int) -> int:
    earlier = [n for n in versions.numbers() if n < number]
    if not earlier:
        raise NotAKnowledgeBase(
            f"{versions.folder} keeps no version before {number} (the newest {KEPT} stay): there is nothing to compare"
        )
    return earlier[-1]


# --- comparing -----------------------------------------------------------------------------------------------------

Pair = tuple[str, str]
Two = tuple[Store, Store]


def compare(old: Store, new: Store, *, top: int | None = SHOWN) -> Iterator[Group]:
    """The groups in which two versions differ: papers, concepts, then each predicate."""
    two = old, new
    yield from _group("papers", *_sides(two, _apart(two, _PAPERS), _thing, top))
    yield from _group("concepts", *_concepts(two, top))
    for predicate in STATEMENTS:
        found = _apart(two, f"SELECT ?s ?o {{ ?s {predicate} ?o }}")
        yield from _group(predicate, *_sides(two, found, partial(_statement, predicate), top))


def _group(name: str, counts: dict[str, int], changes: list[Change]) -> Iterator[Group]:
    if counts:
        yield Group(name, counts, tuple(changes))


def _sides(
    two: Two, found: tuple[set[Pair], set[Pair]], make: Callable[[Store, str, Pair], Change], top: int | None
) -> tuple[dict[str, int], list[Change]]:
    """How many were added and removed, and the first of each."""
    sides = ("added", two[1], found[1]), ("removed", two[0], found[0])
    changes = [make(store, how, pair) for how, store, pairs in sides for pair in sorted(pairs)[:top]]
    return {how: len(pairs) for how, _, pairs in sides if pairs}, changes


def _concepts(two: Two, top: int | None) -> tuple[dict[str, int], list[Change]]:
    gone, come = _apart(two, _CONCEPTS)
    into = {s: str(term(o).value) for s, o in _apart(two, _MERGED)[1] if (s, "") in gone}
    rest = {pair for pair in gone if pair[0] not in into}
    counts, changes = _sides(two, (rest, come), _thing, top)
    moved = {
        "merged": [_merged(two, s, o) for s, o in sorted(into.items())],
        "renamed": _turned(two, "renamed", "SELECT ?s ?o { ?s skos:prefLabel ?o }", _label, gone | come),
        "retyped": _turned(two, "retyped", _TYPES, _type, gone | come),
    }
    counts |= {how: len(some) for how, some in moved.items() if some}
    return counts, changes + [change for some in moved.values() for change in some[:top]]


def _merged(two: Two, s: str, o: str) -> Change:
    name = _label(two[0], s)
    return Change("merged", s, name, object=o, before=name, after=f"{_label(two[1], o)} ({curie(o)})")


def _turned(two: Two, how: str, query: str, read: Callable[[Store, str], str], passed: set[Pair]) -> list[Change]:
    """The concepts of both versions for which `read` gives another answer now."""
    lost, won = _apart(two, query)
    both = {s for s, _ in lost | won} - {s for s, _ in passed}
    pairs = ((s, read(two[0], s), read(two[1], s)) for s in sorted(both))
    return [Change(how, s, _label(two[1], s), before=a, after=b) for s, a, b in pairs if a != b]


def _label(store: Store, s: str) -> str:
    return store.label(s) or curie(s)


def _type(store: Store, s: str) -> str:
    found = {curie(t).removeprefix("kb:") for t in store.objects(s, iri("rdf:type"))}
    return next((t for t in TYPES if t in found and t != "Concept"), "Concept")


def _thing(store: Store, how: str, pair: Pair) -> Change:
    return Change(how, pair[0], _label(store, pair[0]))


def _statement(predicate: str, store: Store, how: str, pair: Pair) -> Change:
    s, o = pair
    said = term(o)
    value = str(said.value)
    label = _label(store, value) if isinstance(said, ox.NamedNode) else value
    return Change(how, s, _label(store, s), predicate=predicate, object=value, object_label=label)


def _apart(two: Two, query: str) -> tuple[set[Pair], set[Pair]]:
    """What only the old and what only the new version finds: (subject, object as N-Triples writes it, or '')."""
    with ThreadPoolExecutor(2) as pool:  # the engine leaves the interpreter free: both versions at once
        before, after = pool.map(partial(_lines, query), two)
    return _pairs(before - after), _pairs(after - before)


def _lines(query: str, store: Store) -> set[bytes]:
    try:
        found: Any = store.graph.query(query, prefixes=PREFIXES)
        lines = BytesIO(found.serialize(format=ox.QueryResultsFormat.TSV) or b"")
    except OSError as error:
        raise store.unreadable(error) from error
    next(lines)  # the names of the columns
    return set(lines)


def _pairs(lines: set[bytes]) -> set[Pair]:
    return {(s[1:-1], o) for s, _, o in (line.decode().rstrip("\r\n").partition("\t") for line in lines)}
