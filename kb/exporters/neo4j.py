"""A zip of CSV files for `neo4j-admin database import full`: unpack it, and run the command in its import.txt.

    papers.csv      iri:ID,label,year:int,lang,cited_by:int,:LABEL            Paper, or Paper;Stub where only cited
    concepts.csv    iri:ID,name,papers:int,first_year:int,:LABEL              Concept;Method, Concept;Dataset …
    mentions.csv    :START_ID,:END_ID,:TYPE                                   MENTIONS, INTRODUCES, EVALUATES_ON …
    cites.csv       :START_ID,:END_ID,:TYPE                                   CITES
    builds_on.csv   :START_ID,:END_ID,:TYPE                                   BUILDS_ON

A pair of paper and concept has one relationship, the strongest role. No field holds a line break. The archive has no
times in it: the same knowledge base gives the same bytes. Source: Neo4j Operations Manual, "Import", CSV header format.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from kb.network import Rows
from kb.records import ROLES

from .contract import Exportable, Exporter

Row = tuple[str | int | None, ...]

COMMAND: Final = (
    "neo4j-admin database import full --nodes=papers.csv --nodes=concepts.csv "
    "--relationships=mentions.csv --relationships=cites.csv --relationships=builds_on.csv neo4j\n"
)

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can hold
_BREAKS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")


class _Pipe(io.RawIOBase):
    """What a zip is written into that is passed on while it is made."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since this was last asked."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def generate(source: Exportable, *, view: str, min_papers: int) -> Iterator[bytes]:
    """The bytes of the archive, as they are made."""
    rows, pipe = source.rows(), _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in FILES.items():
            with archive.open(_named(name), "w", force_zip64=True) as file:
                for piece in _lines(table(rows, min_papers)):
                    file.write(piece)
                    yield pipe.taken()
        archive.writestr(_named("import.txt"), COMMAND)
    yield pipe.taken()


def _named(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _lines(table: Iterable[Row]) -> Iterator[bytes]:
    """CSV with a line break at the end of each line and nowhere else, a few hundred lines at a time."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    for row in table:
        writer.writerow([_BREAKS.sub(" ", v) if isinstance(v, str) else v for v in row])
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _papers(rows: Rows, min_papers: int) -> Iterable[Row]:
    yield ("iri:ID", "label", "year:int", "lang", "cited_by:int", ":LABEL")
    for key, row in rows.paper.items():
        yield (key, row.label, row.year, row.lang, len(rows.cited_by[key]), "Paper;Stub" if row.stub else "Paper")


def _concepts(rows: Rows, min_papers: int) -> Iterable[Row]:
    yield ("iri:ID", "name", "papers:int", "first_year:int", ":LABEL")
    for key, row in rows.concept.items():
        if len(rows.papers_of[key]) >= min_papers:
            kind = "Concept" if row.type == "Concept" else f"Concept;{row.type}"
            yield (key, row.name, row.papers, row.first_year, kind)


def _mentions(rows: Rows, min_papers: int) -> Iterable[Row]:
    yield (":START_ID", ":END_ID", ":TYPE")
    for (paper, concept), roles in sorted(rows.roles_of.items()):
        if paper in rows.paper and concept in rows.concept and len(rows.papers_of[concept]) >= min_papers:
            yield (paper, concept, upper(min(roles, key=ROLES.index)))


def _cites(rows: Rows, min_papers: int) -> Iterable[Row]:
    yield (":START_ID", ":END_ID", ":TYPE")
    for citing in rows.paper:
        for cited in sorted(rows.cites_of[citing]):
            yield (citing, cited, "CITES")


def _builds_on(rows: Rows, min_papers: int) -> Iterable[Row]:
    yield (":START_ID", ":END_ID", ":TYPE")
    for later in rows.paper:
        for earlier in sorted(rows.builds_on[later]):
            yield (later, earlier, "BUILDS_ON")


def upper(name: str) -> str:
    """A property's name as Neo4j writes relationships: 'evaluatesOn' → 'EVALUATES_ON'."""
    return re.sub(r"(?=[A-Z])", "_", name).upper()


FILES: Final[dict[str, Callable[[Rows, int], Iterable[Row]]]] = {
    "papers.csv": _papers,
    "concepts.csv": _concepts,
    "mentions.csv": _mentions,
    "cites.csv": _cites,
    "builds_on.csv": _builds_on,
}
"""File name → its lines, the header first."""

NEO4J: Final = Exporter("Neo4j", (".neo4j.zip",), ("all",), "rows", generate)
