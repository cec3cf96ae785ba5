"""The plain rows of a published version, in an SQLite table beside the store: what networks and counts are made of.

Reading them is a hundred times quicker than asking the store for every label and edge, and networks need them all.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from itertools import count, islice
from pathlib import Path
from typing import Any, Self

from ..records import FIELDS, TYPES
from ..terms import mint
from .agents import author_iri
from .beside import existing
from .content import Content, label
from .lineage import lineage
from .told import statement_nodes

_TABLES = """
CREATE TABLE things (id INTEGER PRIMARY KEY, iri TEXT);
CREATE TABLE concepts (id INTEGER PRIMARY KEY, name TEXT, type TEXT, papers INTEGER, first_year INTEGER);
CREATE TABLE papers (id INTEGER PRIMARY KEY, label TEXT, year INTEGER, stub INTEGER, lang TEXT);
CREATE TABLE mentions (paper INTEGER, concept INTEGER, role TEXT);
CREATE TABLE cites (citing INTEGER, cited INTEGER);
CREATE TABLE builds (later INTEGER, earlier INTEGER);
CREATE TABLE counts (json TEXT);
"""


class RowTables:
    """The rows of one version; everything comes out with full IRIs."""

    def __init__(self, path: Path | None, content: Content | None = None) -> None:
        """Opens the tables at `path`; with `content`, makes them there (None: in memory)."""
        if content is None:
            self._db = existing(path)
            return
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False)
        self._db.executescript(_TABLES)
        _insert(self._db, content, {})
        self._count(content)

    @classmethod
    def changed(cls, path: Path, gone: Collection[str], part: Content, whole: Content) -> Self:
        """The tables at `path` after some things (IRIs) are taken out, and those of a part of the content put in."""
        made = cls.__new__(cls)
        made._db = sqlite3.connect(path)
        made.replace(gone, part, whole)
        return made

    def replace(self, gone: Collection[str], part: Content, whole: Content) -> None:
        """Takes some things (IRIs) out, and puts those of a part of the content in."""
        numbers = {iri: n for n, iri in self._db.execute("SELECT id, iri FROM things")}
        here = [(iri, numbers[iri]) for iri in gone if iri in numbers]
        self._db.execute("CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY)")
        self._db.executemany("INSERT INTO gone VALUES (?)", ((n,) for _, n in here))
        for table, column in (
            ("concepts", "id"),
            ("papers", "id"),
            ("mentions", "paper"),
            ("cites", "citing"),
            ("builds", "later"),
        ):
            self._db.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM gone)")
        self._db.execute("DROP TABLE gone")
        _insert(self._db, part, numbers)
        self._db.execute("DELETE FROM counts")
        self._count(whole)

    def _count(self, content: Content) -> None:
        self._db.execute("INSERT INTO counts VALUES (?)", (json.dumps(counted(content)),))
        self._db.commit()

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def concepts(self) -> list[tuple[str, str, str, int, int | None]]:
        """(IRI, name, type, papers, first year) of every concept."""
        return self._all("SELECT iri, name, type, papers, first_year FROM concepts JOIN things USING (id) ORDER BY iri")

    def papers(self) -> list[tuple[str, str, int | None, int, str | None]]:
        """(IRI, label, year, whether it is only cited, language) of every paper."""
        return self._all("SELECT iri, label, year, stub, lang FROM papers JOIN things USING (id) ORDER BY iri")

    def mentions(self) -> list[tuple[str, str, str]]:
        """(paper, concept, role) of every paper and concept that it mentions."""
        return self._all(
            "SELECT p.iri, c.iri, role FROM mentions JOIN things p ON p.id = paper JOIN things c ON c.id = concept"
        )

    def cites(self) -> list[tuple[str, str]]:
        """(citing, cited) of every citation."""
        return self._all("SELECT a.iri, b.iri FROM cites JOIN things a ON a.id = citing JOIN things b ON b.id = cited")

    def builds(self) -> list[tuple[str, str]]:
        """(later, earlier) of every work that builds on another; [] in a version made before there were any."""
        if not self._all("SELECT 1 FROM sqlite_master WHERE name = 'builds'"):
            return []
        return self._all(
            "SELECT a.iri, b.iri FROM builds JOIN things a ON a.id = later JOIN things b ON b.id = earlier"
        )

    def counts(self) -> dict[str, Any]:
        """How many things of each class there are, concepts by type, and papers by language."""
        counts: dict[str, Any] = json.loads(self._all("SELECT json FROM counts")[0][0])
        return counts

    def _all(self, sql: str) -> list[Any]:
        return self._db.execute(sql).fetchall()


def _insert(db: sqlite3.Connection, content: Content, numbers: dict[str, int]) -> None:
    """The rows of these documents, stubs and concepts; `numbers` are those that IRIs have already."""
    known = len(numbers)
    free = count(max(numbers.values(), default=-1) + 1)

    def number(iri: str) -> int:
        found = numbers.get(iri)
        if found is None:
            found = numbers[iri] = next(free)
        return found

    tally = content.tally
    db.executemany(
        "INSERT INTO concepts VALUES (?,?,?,?,?)",
        (
            (number(mint("concept", k)), c.name, c.type, tally.papers.get(k, 0), tally.first_year.get(k))
            for k, c in content.concepts.items()
        ),
    )
    held = (
        (number(d.iri), label(d.paper), _year(d.paper.year), 0, d.reading and d.reading.lang) for d in content.documents
    )
    stubs = ((number(s.iri), s.label, _year(s.year), 1, None) for s in content.stubs)
    db.executemany("INSERT INTO papers VALUES (?,?,?,?,?)", (*held, *stubs))
    db.executemany("INSERT INTO mentions VALUES (?,?,?)", _mentions(content, number))
    cites = ((number(d.iri), number(target)) for d in content.documents for target in d.cites)
    db.executemany("INSERT INTO cites VALUES (?,?)", cites)
    builds = (
        (number(d.iri), number(origin)) for d in content.documents for origin in sorted({b.origin for b in d.builds_on})
    )
    db.executemany("INSERT INTO builds VALUES (?,?)", builds)
    new = islice(numbers.items(), known, None)
    db.executemany("INSERT INTO things VALUES (?,?)", ((n, iri) for iri, n in new))


def _mentions(content: Content, number: Callable[[str], int]) -> Iterable[tuple[int, int, str]]:
    for d in content.documents:
        paper = number(d.iri)
        for e in d.entries:
            if e.key:
                yield paper, number(mint("concept", e.key)), e.role


def _year(year: int | None) -> int | None:
    return year if year and 0 < year < 10000 else None


def counted(content: Content) -> dict[str, Any]:
    """How many things of each class a content holds. Papers that share a text share its mentions."""
    types = Counter(c.type for c in content.concepts.values())
    return {
        "papers": len(content.documents),
        "stubs": len(content.stubs),
        "authors": len({author_iri(a) for d in content.documents for a in d.paper.authors if a.name}),
        "citations": sum(len(d.cites) for d in content.documents),
        "builds_on": sum(len({b.origin for b in d.builds_on}) for d in content.documents),
        "references": lineage(content),
        "in_text": sum(len(d.in_text) for d in content.documents),
        "statements": len({node for d in content.documents for node in statement_nodes(d)}),
        "mentions": _distinct(content),
        "concepts": len(content.concepts),
        "types": {t: types[t] for t in TYPES},
        "languages": dict(sorted(Counter(d.reading.lang for d in content.documents if d.reading).items())),
    }


def _distinct(content: Content) -> int:
    """The number of mentions; only where papers share a text is there something to compare."""
    texts = Counter(d.paper.text(name) for d in content.documents for name in FIELDS)
    alone, compared = 0, set[tuple[Any, ...]]()
    for d in content.documents:
        if any(texts[t] > 1 for name in FIELDS if (t := d.paper.text(name))):
            compared.update(
                (d.paper.text(m.field), m.begin, m.end, e.key or e.candidates) for e in d.entries for m in e.mentions
            )
        else:
            alone += sum(len(e.mentions) for e in d.entries)
    return alone + len(compared)
