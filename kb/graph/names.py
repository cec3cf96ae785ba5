"""The name index of a published version: which concepts and papers a user's words can mean, and the nearest that exist.

A small SQLite table beside the store: one row a form (folded name, acronym, key, identifier), with a rank that says how
directly it names its thing: 0 the key or identifier, 1 the label or an acronym, 2 any other name.
"""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Self

from ..errors import Candidate
from ..identifiers import named
from ..meanings import Concept
from ..spelling import fold
from ..terms import mint
from .beside import existing
from .content import Content, Document, label

NEAR = 0.6
"""How alike (difflib ratio, 0..1) a name must be to be offered for an unknown one."""


class Form(NamedTuple):
    """A form of a name, and what it names."""

    form: str
    rank: int
    kind: str
    iri: str
    label: str
    type: str
    papers: int


def forms(content: Content) -> Iterator[Form]:
    """Every form by which a user may ask for a concept or a paper."""
    for d in content.documents:
        yield from _paper_forms(d)
    for concept in content.concepts.values():
        yield from _concept_forms(concept, content.tally.papers.get(concept.key, 0))
    for stub in content.stubs:
        yield Form(_key(stub.iri), 0, "stub", stub.iri, stub.label, "Paper", 0)


def _concept_forms(c: Concept, papers: int) -> Iterator[Form]:
    iri = mint("concept", c.key)
    ranked = [(c.key.casefold(), 0), (fold(c.name), 1), *((fold(a), 1) for a in c.acronyms)]
    ranked += [(fold(name), 2) for name, _ in c.names]
    for form, rank in ranked:
        yield Form(form, rank, "concept", iri, c.name, c.type, papers)


def _paper_forms(d: Document) -> Iterator[Form]:
    shown = label(d.paper)
    direct = {_key(d.iri), *(_key(s) for s in d.same_as), *(r.sha for r in d.records)}
    direct |= {r.id for r in d.records if r.id} | {v for v in (d.paper.doi, d.paper.arxiv, d.paper.openalex) if v}
    for form in sorted(direct):
        yield Form(form.casefold(), 0, "paper", d.iri, shown, "Paper", 1)
    yield Form(fold(shown), 1, "paper", d.iri, shown, "Paper", 1)


def _key(iri: str) -> str:
    """The part of a paper's IRI after '…/paper/', in lower case: what a CURIE shows."""
    return iri.partition("/paper/")[2].casefold()


class Names:
    """The name index of one version."""

    def __init__(self, path: Path | None, rows: Iterable[Form] | None = None) -> None:
        """Opens the index at `path`; with `rows`, builds it there (None: in memory)."""
        if rows is None:
            self._db = existing(path)
            return
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False)
        self._db.execute(
            "CREATE TABLE forms (form TEXT, rank INTEGER, kind TEXT, iri TEXT, label TEXT, type TEXT, papers INTEGER,"
            " PRIMARY KEY (form, kind, iri)) WITHOUT ROWID"
        )
        self._insert(rows)

    def _insert(self, rows: Iterable[Form]) -> None:
        best = "INSERT INTO forms VALUES (?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET rank = min(rank, excluded.rank)"
        self._db.executemany(best, (row for row in rows if row.form))
        self._db.commit()

    @classmethod
    def changed(cls, path: Path, gone: Iterable[str], rows: Iterable[Form]) -> Self:
        """The index at `path` after the forms of some things (IRIs) are taken out, and these are put in."""
        made = cls.__new__(cls)
        made._db = sqlite3.connect(path)
        made.replace(gone, rows)
        return made

    def replace(self, gone: Iterable[str], rows: Iterable[Form]) -> None:
        """Takes the forms of some things (IRIs) out, and puts these in."""
        self._db.execute("CREATE TEMP TABLE gone (iri TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.executemany("INSERT OR IGNORE INTO gone VALUES (?)", ((iri,) for iri in gone))
        self._db.execute("DELETE FROM forms WHERE iri IN (SELECT iri FROM gone)")
        self._db.execute("DROP TABLE gone")
        self._insert(rows)

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def find(self, text: str, kind: str) -> list[Form]:
        """What a text names, the most direct meanings only: one is an answer, several are an ambiguity."""
        kinds = (kind, "stub" if kind == "paper" else kind)
        wanted = {text.strip().casefold(), fold(text)} - {""}
        if kind == "paper" and (i := named(text)):  # however its identifier is written
            wanted.add(_key(mint("paper", *i)))
        rows = [
            Form(*row)
            for form in sorted(wanted)
            for row in self._db.execute("SELECT * FROM forms WHERE form = ? AND kind IN (?, ?)", (form, *kinds))
        ]
        best = min((r.rank for r in rows), default=0)
        unique = {r.iri: r for r in rows if r.rank == best}
        return sorted(unique.values(), key=lambda r: (-r.papers, r.iri))

    def beginning(self, text: str, kind: str) -> list[Form]:
        """Everything whose label starts with these words (at least four letters): papers are often asked for so."""
        start = fold(text)
        if len(start) < 4:
            return []
        sql = "SELECT * FROM forms WHERE form >= ? AND form < ? AND kind = ? AND rank = 1 LIMIT 20"
        rows = {row[3]: Form(*row) for row in self._db.execute(sql, (start, start + "\uffff", kind))}
        return sorted(rows.values(), key=lambda r: (-r.papers, r.iri))

    def nearest(self, text: str, kind: str, *, top: int = 5) -> tuple[Candidate, ...]:
        """The names most like an unknown one: those that contain it or differ by a few letters."""
        wanted = fold(text)
        if not wanted:
            return ()
        size = len(wanted)
        sql = "SELECT * FROM forms WHERE kind = ? AND rank > 0 AND (instr(form, ?) OR length(form) BETWEEN ? AND ?)"
        found: dict[str, tuple[float, Form]] = {}
        matcher = difflib.SequenceMatcher(b=wanted, autojunk=False)
        for row in self._db.execute(sql, (kind, wanted, int(size * 0.6), int(size * 1.6) + 1)):
            form = Form(*row)
            matcher.set_seq1(form.form)
            if wanted in form.form:
                score = 1.0
            elif matcher.real_quick_ratio() < NEAR or matcher.quick_ratio() < NEAR:
                continue
            else:
                score = matcher.ratio()
            if score >= NEAR and score > found.get(form.iri, (0.0, form))[0]:
                found[form.iri] = (score, form)
        ranked = sorted(found.values(), key=lambda f: (-f[0], -f[1].papers, f[1].iri))[:top]
        return tuple(Candidate(f.iri.rpartition("/")[2], f.label, f.type) for _, f in ranked)
