"""A knowledge base → files: RDF, networks, tables, reference lists, a drawing.

`EXPORTERS` maps each suffix to its format. A new format is one module with an `Exporter` and one line here.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from kb.errors import UnknownFormat
from kb.network import OF_PAPERS

from . import bibtex, csl, graphs, neo4j, parquet, svg, tables, triples, vosviewer
from .contract import Exportable, Exporter
from .svg import draw

__all__ = ["EXPORTERS", "Exportable", "Exporter", "draw", "export", "write"]

EXPORTERS: Final[dict[str, Exporter]] = {
    suffix: exporter
    for exporter in (
        triples.TURTLE,
        triples.TRIG,
        triples.NQUADS,
        triples.NTRIPLES,
        triples.JSONLD,
        graphs.GEXF,
        graphs.GRAPHML,
        graphs.NODE_LINK,
        graphs.CYTOSCAPE,
        vosviewer.VOSVIEWER,
        tables.CSV,
        parquet.PARQUET,
        neo4j.NEO4J,
        bibtex.BIBTEX,
        csl.CSL,
        svg.SVG,
    )
    for suffix in exporter.suffixes
}
"""Suffix (".ttl", ".csl.json") → format."""


def export(
    source: Exportable,
    path: str | Path,
    *,
    view: str | None = None,
    min_papers: int = 1,
    format: str | None = None,
) -> Path:
    """Writes the knowledge base to a file in the format of its suffix, and gives back the path.

    "graph.ttl.gz" is compressed on the way; "-" writes to standard output and needs `format`, a suffix with or without
    its dot; of one of two parts the first is enough ("csl" for ".csl.json"). `view` is one of the format's views, by
    default its first. `min_papers` leaves out concepts that fewer papers mention, in the formats that are not RDF. The
    same knowledge base gives the same bytes. A file already there is replaced in one step when the new one is whole:
    it is never lost to a failure half way.

    Raises UnknownFormat for a suffix or view that is not known, OSError where the file cannot be written.
    """
    target = Path(path)
    exporter, compressed = _format(target, format)
    chosen = view or exporter.views[0]
    if chosen not in exporter.views:
        raise UnknownFormat(f"{exporter.name} has no view {chosen!r}; it has: {', '.join(exporter.views)}")
    if min_papers > 1 and (exporter.needs == "lines" or chosen in OF_PAPERS):
        whole = exporter.needs == "lines"
        why = f"{exporter.name} holds whole statements" if whole else f"the view {chosen!r} is of papers only"
        raise UnknownFormat(f"min_papers leaves out rare concepts: {why}; export without it, or another view or format")
    pieces = exporter.generate(source, view=chosen, min_papers=min_papers)
    write(target, _compressed(pieces) if compressed else pieces)
    return target


def _format(path: Path, named: str | None) -> tuple[Exporter, bool]:
    """The exporter of a path or a named format, and whether the bytes are to be compressed."""
    name = ("x." + named.removeprefix(".") if named else path.name).lower()
    compressed = name.endswith(".gz") or (named is not None and path.name.lower().endswith(".gz"))
    name = name.removesuffix(".gz")
    # The longest that fits: 'library.csl.json' is a reference list, 'library.json' a network.
    endings = [suffix for suffix in EXPORTERS if name.endswith(suffix) and name != suffix]
    endings = endings or [suffix for suffix in EXPORTERS if named and suffix.startswith(name[1:] + ".")]
    if not endings:
        if str(path) == "-" and not named:
            raise UnknownFormat(f"standard output has no suffix: name a format; known: {', '.join(EXPORTERS)}")
        unknown = Path(name).suffix or path.name
        raise UnknownFormat(f"cannot export to {unknown!r}; known: {', '.join(EXPORTERS)}")
    return EXPORTERS[max(endings, key=len)], compressed


def write(path: Path, pieces: Iterable[bytes]) -> None:
    """Writes a file beside the target, then puts it in the target's place; "-" is standard output.

    Pipes and devices are written straight. Raises OSError that names the target; what stood there is still there.
    """
    if str(path) == "-":
        _pour(pieces, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    final = path.resolve()  # through a link, so that the link stays
    if final.exists() and not final.is_file():
        with final.open("wb") as out:
            _pour(pieces, out)
        return
    part = final.with_name(f".{final.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            _pour(pieces, out)
            out.flush()
            os.fsync(out.fileno())
        part.replace(final)
    except OSError as error:
        if error.filename == str(part):  # of which nobody has heard
            error.filename = str(path)
        raise
    finally:
        with suppress(OSError):
            part.unlink()


def _pour(pieces: Iterable[bytes], out: BinaryIO) -> None:
    for piece in pieces:
        out.write(piece)


def _compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """gzip without a time or a name in its header: the same content, the same bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as packed:
        for piece in pieces:
            packed.write(piece)
            if buffer.tell() > 1 << 16:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
    yield buffer.getvalue()
