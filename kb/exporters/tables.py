"""Tables as CSV (RFC 4180 quoting, UTF-8, one header line): concepts, papers, mentions, citations.

    concepts     key, name, type, papers, first_year                            for Gephi, R or a spreadsheet
    papers       key, label, year, stub, lang, concepts, cites, cited_by        the last three are counts
    mentions     paper, label, year, concept, name, type, role                  one line a paper, concept and role
    citations    citing, citing_label, citing_year, cited, cited_label, cited_year

What is not known is an empty cell; stub is 1 or 0. Lines are sorted by their keys and end in one newline.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from kb.network import Rows

from .contract import Exportable, Exporter

Row = tuple[str | int | None, ...]


def generate(source: Exportable, *, view: str, min_papers: int) -> Iterator[bytes]:
    """The bytes of one table of `TABLES`, a few hundred lines at a time."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    for row in TABLES[view](source.rows(), min_papers):
        writer.writerow(row)
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _concepts(rows: Rows, min_papers: int) -> Iterable[Row]:
    yield ("key", "name", "type", "papers", "first_year")
    for key, row in rows.concept.items():
        if len(rows.papers_of[key]) >= min_papers:
            yield (key, row.name, row.type, row.papers, row.first_year)


def _papers(rows: Rows, min_papers: int) -> Iterable[Row]:
    yield ("key", "label", "year", "stub", "lang", "concepts", "cites", "cited_by")
    frequent = {key for key, papers in rows.papers_of.items() if len(papers) >= min_papers}
    for key, row in rows.paper.items():
        counts = len(rows.concepts_of[key] & frequent), len(rows.cites_of[key]), len(rows.cited_by[key])
        yield (key, row.label, row.year, int(row.stub), row.lang, *counts)


def _mentions(rows: Rows, min_papers: int) -> Iterable[Row]:
    yield ("paper", "label", "year", "concept", "name", "type", "role")
    for paper, concept, role in sorted(set(rows.mentions)):
        if paper in rows.paper and concept in rows.concept and len(rows.papers_of[concept]) >= min_papers:
            of, what = rows.paper[paper], rows.concept[concept]
            yield (paper, of.label, of.year, concept, what.name, what.type, role)


def _citations(rows: Rows, min_papers: int) -> Iterable[Row]:
    yield ("citing", "citing_label", "citing_year", "cited", "cited_label", "cited_year")
    for citing, one in rows.paper.items():
        for cited in sorted(rows.cites_of[citing]):
            other = rows.paper[cited]
            yield (citing, one.label, one.year, cited, other.label, other.year)


TABLES: Final[dict[str, Callable[[Rows, int], Iterable[Row]]]] = {
    "concepts": _concepts,
    "papers": _papers,
    "mentions": _mentions,
    "citations": _citations,
}
"""View → its lines, the header first."""

CSV: Final = Exporter("CSV", (".csv",), tuple(TABLES), "rows", generate)
