"""One version of the graph to ask, and the folder of versions: readers never wait, and nothing half-written is seen.

versions/000007/graph/      an Oxigraph store, never written again, and whatever else was built beside it
versions/000007/lock        held shared by every reader of this version, exclusively by nobody but its writer
versions/.tmp-4711/         a version being written; swept by the next writer if its own died
current                     text, '000007': the version that readers take; replaced in one step
"""

from __future__ import annotations

import os
import re
import shutil
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Self

import pyoxigraph as ox

from ..errors import BadQuery, KBError, NotAKnowledgeBase
from ..records import ROLES, TYPES
from ..terms import NS, PREFIXES, curie, iri
from . import guard
from .folders import hold, remove, sync, sync_one
from .results import Result, bindings, value

CHUNK: Final = 8 << 20
"""Characters of N-Quads loaded at once."""

KEPT: Final = 3
"""Versions that stay, the newest first."""

if TYPE_CHECKING:
    import rdflib

_NUMBER = re.compile(r"\d{6,}")


class Store:
    """An immutable graph. `query` asks in SPARQL; the other verbs read statements straight, which is faster."""

    def __init__(self, graph: ox.Store, lock: IO[str] | None = None) -> None:
        self.graph = graph
        self._release = weakref.finalize(self, lock.close) if lock else None

    @classmethod
    def memory(cls, lines: Iterable[str]) -> Self:
        """A store in memory, of N-Quads lines."""
        graph = ox.Store()
        load(graph, lines)
        return cls(graph)

    @classmethod
    def open(cls, folder: Path, lock: IO[str] | None = None) -> Self:
        """The store in a folder, read-only. Raises NotAKnowledgeBase where it is missing or damaged."""
        try:
            return cls(ox.Store.read_only(str(folder)), lock)
        except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: what RocksDB says of damaged files
            if lock:
                lock.close()
            raise NotAKnowledgeBase(f"{folder} holds no readable graph ({error}); `kb add` builds it again") from error

    def close(self) -> None:
        """Lets go of the version, so that it may be removed; the store cannot be asked any more."""
        self.graph = ox.Store()
        if self._release:
            self._release()

    # --- asking ----------------------------------------------------------------------------------------------------

    def query(self, text: str, **values: str | int | float) -> Result:
        """What a SPARQL query finds. All prefixes of `kb.terms` are declared.

        `values` fill variables, which must be in the SELECT: a full IRI stands for that thing, anything else is text;
        never write a user's words into the query itself. Raises BadQuery.
        """
        guard.check(text)
        try:
            return Result.read(self.graph.query(text, prefixes=PREFIXES, substitutions=bindings(values)))
        except SyntaxError as error:
            raise BadQuery(guard.explain(text, str(error), PREFIXES)) from None
        except RuntimeError as error:
            raise BadQuery(f"this query cannot be answered: {error}") from error
        except OSError as error:
            raise KBError(f"the graph cannot be read: {error}") from error

    def quads(self, s: str | None = None, p: str | None = None, o: str | None = None) -> Iterator[Any]:
        """The statements of the default graph with this subject, predicate and object (full IRIs; None is any).

        Each is a pyoxigraph Quad.
        """
        subject, predicate, object = (None if t is None else ox.NamedNode(t) for t in (s, p, o))
        return self.graph.quads_for_pattern(subject, predicate, object, ox.DefaultGraph())

    def rdflib(self) -> rdflib.Dataset:
        """The same graph as an rdflib Dataset, to read and query."""
        from .dataset import dataset

        return dataset(self)

    def lines(self) -> list[str]:
        """Every statement, named graphs too, as sorted canonical N-Quads lines."""
        text = (self.graph.dump(format=ox.RdfFormat.N_QUADS) or b"").decode()
        return sorted(text.split("\n")[:-1])  # not splitlines: a literal may hold U+2028

    def objects(self, s: str, p: str) -> list[str]:
        """Everything that this subject has for this predicate, sorted: full IRIs, or the text of literals."""
        return sorted(q.object.value for q in self.quads(s, p))

    def subjects(self, p: str, o: str) -> list[str]:
        """Everything that has this thing for this predicate, sorted."""
        return sorted(q.subject.value for q in self.quads(None, p, o))

    def value(self, s: str, p: str) -> str | None:
        """One object, the first in order; None where there is none."""
        return min((q.object.value for q in self.quads(s, p)), default=None)

    def pairs(self, p: str) -> Iterator[tuple[str, str]]:
        """(subject, object) of every statement with this predicate."""
        return ((q.subject.value, q.object.value) for q in self.quads(None, p))

    def about(self, s: str) -> dict[str, list[str]]:
        """All that is said of a thing: the CURIE of each predicate, and its objects, sorted."""
        found: dict[str, list[str]] = {}
        for quad in self.quads(s):
            found.setdefault(curie(quad.predicate.value), []).append(quad.object.value)
        return {p: sorted(objects) for p, objects in sorted(found.items())}

    def label(self, s: str) -> str | None:
        """What a person reads for a thing: its label, else its preferred name (the English one first)."""
        names = sorted((q.object.language != "en", q.object.value) for q in self.quads(s, iri("skos:prefLabel")))
        return self.value(s, iri("rdfs:label")) or (names[0][1] if names else None)

    def count_type(self, kind: str) -> int:
        """How many things are of a class."""
        return sum(1 for _ in self.quads(None, iri("rdf:type"), kind))

    # --- the rows of networks --------------------------------------------------------------------------------------

    def concept_rows(self) -> Iterator[tuple[str, str, str, int, int | None]]:
        """(IRI, name, type, papers, first year) of every concept, by IRI."""
        types = {s: t for t in TYPES for s in self.subjects(iri("rdf:type"), NS + t)}
        papers, years = self._numbers(NS + "paperCount"), self._numbers(NS + "firstYear")
        for s in self.subjects(iri("rdf:type"), iri("skos:Concept")):
            yield s, self.label(s) or curie(s), types.get(s, "Concept"), papers.get(s, 0), years.get(s)

    def paper_rows(self) -> Iterator[tuple[str, str, int | None, bool, str | None]]:
        """(IRI, label, year, only cited, language) of every paper, by IRI."""
        labels, languages = dict(self.pairs(iri("rdfs:label"))), dict(self.pairs(iri("dcterms:language")))
        years = self._numbers(iri("fabio:hasPublicationYear"))
        stubs = set(self.subjects(iri("rdf:type"), NS + "Stub"))
        for s in self.subjects(iri("rdf:type"), iri("fabio:Expression")):
            yield s, labels.get(s, curie(s)), years.get(s), s in stubs, languages.get(s)

    def mention_rows(self) -> Iterator[tuple[str, str, str]]:
        """(paper, concept, role) of every role edge; 'mentions' stands for itself only where there is no other."""
        stronger: set[tuple[str, str]] = set()
        for role in ROLES:
            for pair in sorted(self.pairs(NS + role)):
                if role != "mentions" or pair not in stronger:
                    yield *pair, role
                stronger.add(pair)

    def _numbers(self, p: str) -> dict[str, int]:
        return {q.subject.value: n for q in self.quads(None, p) if isinstance(n := value(q.object), int)}


def load(graph: ox.Store, lines: Iterable[str]) -> None:
    """Loads N-Quads lines in chunks of about CHUNK characters; a line that does not parse raises SyntaxError."""
    chunk, size = [], 0
    for line in chain(lines, [""]):
        chunk.append(line)
        size += len(line)
        if size > CHUNK or not line:
            graph.bulk_load("\n".join(chunk).encode(), ox.RdfFormat.N_QUADS)
            chunk, size = [], 0
    graph.flush()


class Versions:
    """The published versions in the folder of a knowledge base. One process writes at a time: the caller sees to it."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._home = self.folder / "versions"
        self._pointer = self.folder / "current"

    def path(self, number: int) -> Path:
        """The folder of a version."""
        return self._home / f"{number:06d}"

    def numbers(self) -> list[int]:
        """The versions that are there and whole, the oldest first."""
        return [n for n in self._taken() if self._whole(self.path(n))]

    def _taken(self) -> list[int]:
        found = self._home.iterdir() if self._home.is_dir() else ()
        return sorted(int(p.name) for p in found if _NUMBER.fullmatch(p.name))

    @staticmethod
    def _whole(version: Path) -> bool:
        return (version / "lock").is_file() and (version / "graph" / "CURRENT").is_file()

    def current(self) -> int | None:
        """The version that readers take; None before the first.

        Where `current` is lost or names a version that is not whole, the newest whole one stands in (see `trouble`).
        Raises NotAKnowledgeBase where there are versions and none is whole.
        """
        named = self._named()
        if named and self._whole(self.path(named)):
            return named
        if numbers := self.numbers():
            return numbers[-1]
        if self._pointer.exists() or self._taken():
            raise NotAKnowledgeBase(f"{self.folder} has no readable version left; `kb add` builds one from facts.db")
        return None

    def trouble(self) -> str | None:
        """What is wrong with the folder although it can be read; None where nothing is."""
        numbers, named = self.numbers(), self._named()
        if not numbers or named in numbers:
            return None
        found = f"names version {named}, which is not whole" if named else "is missing or damaged"
        return f"{self._pointer} {found}; version {numbers[-1]} is read instead; the next `kb add` repairs it"

    def open(self, number: int | None = None) -> Store:
        """A version to ask, by default the current one; it stays while it is open, whatever is published meanwhile.

        Raises NotAKnowledgeBase where there is none, or not that one.
        """
        for _ in range(100):  # a version may be removed between the look and the lock: look again
            chosen = self.current() if number is None else number
            if chosen is None:
                raise NotAKnowledgeBase(f"{self.folder} is no knowledge base yet; `kb add` makes it one")
            lock = hold(self.path(chosen), shared=True)
            if lock is not None:
                return Store.open(self.path(chosen) / "graph", lock)
            if number is not None:
                break
            time.sleep(0.01)
        known = ", ".join(map(str, self.numbers())) or "none"
        raise NotAKnowledgeBase(f"{self.folder} has no version {number}; there: {known}")

    def publish(self, lines: Iterable[str], *, extras: Callable[[Path], object] | None = None) -> int:
        """Writes the next version and makes it the current one; gives its number.

        `extras` builds more files in the folder that it is given, before the switch. Whatever is raised or killed on
        the way, what was current stays current; what is left lying is swept by the next call.
        """
        self._sweep()
        draft = self._home / f".tmp-{os.getpid()}"
        draft.mkdir(parents=True)
        lock = hold(draft, shared=False)
        try:
            load(ox.Store(str(draft / "graph")), lines)
            if extras:
                extras(draft)
            sync(draft)
            number = max([*self._taken(), self._named()]) + 1
            draft.rename(self.path(number))
            if lock:
                lock.close()  # readers may hold it from here on
            self._point(number)
        finally:
            if lock:
                lock.close()
            shutil.rmtree(draft, ignore_errors=True)
        self._prune(number)
        return number

    def _named(self) -> int:
        with suppress(OSError, ValueError):
            return int(self._pointer.read_text("ascii"))
        return 0

    def _point(self, number: int) -> None:
        draft = self.folder / f".current-{os.getpid()}"
        draft.write_text(f"{number:06d}\n", "ascii")
        sync_one(draft)
        draft.replace(self._pointer)
        for folder in (self._home, self.folder):
            sync_one(folder)

    def _sweep(self) -> None:
        """Removes what dead writers left; a draft whose writer lives is locked, and stays."""
        for left in (*self._home.glob(".tmp-*"), *self._home.glob(".old-*")):
            remove(left)
        for left in self.folder.glob(".current-*"):
            left.unlink(missing_ok=True)

    def _prune(self, newest: int) -> None:
        for number in [n for n in self.numbers() if n <= newest][:-KEPT]:
            remove(self.path(number))
