"""The answer to a query: rows of plain Python values, a table to look at, a data frame, or a W3C document.

A Result is read once and holds no connection: it may be kept after its version is gone, sent to another process, and
printed. Its truth is one document (SPARQL JSON, or N-Triples for CONSTRUCT and DESCRIBE); all else is made from it.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

import pyoxigraph as ox

from .. import rdf
from ..errors import BadQuery, MissingExtra
from ..terms import PREFIXES, curie

if TYPE_CHECKING:
    import pandas
    import pyarrow

SHOWN: Final = 100
"""Rows that are shown of a long answer; `to_text(limit=None)` shows all."""

WIDTH: Final = 60
"""The widest column of a shown table, in terminal cells."""

_XSD = PREFIXES["xsd"]
_INTEGERS = {
    _XSD + name
    for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "gYear")
}  # fmt: skip
_FLOATS = {_XSD + name for name in ("decimal", "double", "float")}


@dataclass(frozen=True)
class Result:
    """What a query found. `kind` is 'rows' (SELECT), 'answer' (ASK) or 'graph' (CONSTRUCT, DESCRIBE).

    Iterating gives one dict a row: IRIs as full strings, numbers as int or float, years as int, None where unbound.
    """

    kind: Literal["rows", "answer", "graph"]
    document: bytes = field(repr=False)

    @classmethod
    def read(cls, found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Result:
        """What the engine found, read to its end."""
        if isinstance(found, ox.QueryTriples):
            return cls("graph", "".join(sorted({f"{triple} .\n" for triple in found})).encode())
        kind: Literal["rows", "answer"] = "answer" if isinstance(found, ox.QueryBoolean) else "rows"
        return cls(kind, found.serialize(format=ox.QueryResultsFormat.JSON) or b"")

    # --- as Python values ------------------------------------------------------------------------------------------

    @cached_property
    def _table(self) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        if self.kind == "graph":
            quads = ox.parse(self.document, ox.RdfFormat.N_TRIPLES)
            return ("subject", "predicate", "object"), [(q.subject, q.predicate, q.object) for q in quads]
        found = rdf.parse_results(self.document)
        if isinstance(found, bool):
            return ("answer",), [(ox.Literal(found),)]
        return found

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns: the variables of a SELECT, in its order."""
        return self._table[0]

    @cached_property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows as tuples of plain Python values, in the order of `columns`."""
        return [tuple(value(term) for term in row) for row in self._table[1]]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self._table[1])

    def __bool__(self) -> bool:
        """The answer of an ASK; else whether anything was found."""
        return bool(self.rows[0][0]) if self.kind == "answer" else len(self) > 0

    # --- as documents ----------------------------------------------------------------------------------------------

    def to_json(self) -> str:
        """SPARQL 1.1 Query Results JSON."""
        return self._results("JSON")

    def to_xml(self) -> str:
        """SPARQL Query Results XML."""
        return self._results("XML")

    def to_csv(self) -> str:
        """SPARQL 1.1 CSV: a line of names, then values without their types, lines ending in CR LF."""
        return self._results("CSV")

    def to_tsv(self) -> str:
        """SPARQL 1.1 TSV: terms as Turtle writes them, so that nothing is lost."""
        return self._results("TSV")

    def _results(self, name: str) -> str:
        if self.kind == "graph":
            raise BadQuery("this answer is a graph (CONSTRUCT, DESCRIBE): take it as ttl or nt, or ask with SELECT")
        if self.kind == "answer" and name in ("CSV", "TSV"):
            start, end = ("", "\r\n") if name == "CSV" else ("?", "\n")  # no standard says how; a table of one cell
            return f"{start}answer{end}{str(bool(self)).lower()}{end}"
        found = ox.parse_query_results(self.document, ox.QueryResultsFormat.JSON)
        return (found.serialize(format=getattr(ox.QueryResultsFormat, name)) or b"").decode()

    def to_turtle(self) -> str:
        """The graph of a CONSTRUCT or DESCRIBE as Turtle."""
        return self._graph("turtle")

    def to_ntriples(self) -> str:
        """The graph of a CONSTRUCT or DESCRIBE as sorted N-Triples."""
        return self._graph("ntriples")

    def _graph(self, format: rdf.Format) -> str:
        if self.kind != "graph":
            raise BadQuery("this answer is a table: take it as json, csv, tsv or xml, or ask with CONSTRUCT")
        lines = self.document.decode().split("\n")[:-1]
        return b"".join(rdf.serialise(lines, format)).decode()

    # --- as tables of other libraries ------------------------------------------------------------------------------

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas DataFrame with one column a variable. Raises MissingExtra."""
        try:
            import pandas
        except ImportError as error:
            raise _missing("pandas") from error
        return pandas.DataFrame(self.rows, columns=list(self.columns))

    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow Table; a column of several kinds of value becomes text. Raises MissingExtra."""
        try:
            import pyarrow
        except ImportError as error:
            raise _missing("pyarrow") from error
        return pyarrow.table({name: _uniform([row[i] for row in self.rows]) for i, name in enumerate(self.columns)})

    # --- to look at ------------------------------------------------------------------------------------------------

    def to_text(self, *, limit: int | None = SHOWN) -> str:
        """A table in plain text, columns aligned also where Chinese is in them, IRIs shortened to CURIEs."""
        if self.kind == "answer":
            return "yes" if self else "no"
        cells = [list(self.columns), *([_cut(_shown(v)) for v in row] for row in self._table[1][:limit])]
        widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
        cells.insert(1, ["-" * width for width in widths])
        lines = ["  ".join(_pad(c, w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells]
        return "\n".join([*lines, self._count(limit)])

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        """The table of a notebook: at most SHOWN rows, and how many there are."""
        if self.kind == "answer":
            return f"<b>{self.to_text()}</b>"
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self._table[1][:SHOWN])
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{self._count(SHOWN)}</p>"

    def _count(self, limit: int | None) -> str:
        total, noun = len(self), "statement" if self.kind == "graph" else "row"
        shown = f", the first {limit:,} shown" if limit is not None and total > limit else ""
        return f"({total:,} {noun}{'' if total == 1 else 's'}{shown})"


def value(term: Any) -> Any:
    """An RDF term as a plain Python value: str, int, float or bool; None stays None."""
    if term is None or isinstance(term, ox.Triple):
        return None if term is None else str(term)
    if isinstance(term, ox.Literal):
        try:
            if term.datatype.value in _INTEGERS:
                return int(term.value)
            if term.datatype.value in _FLOATS:
                return float(term.value)
        except ValueError:  # "abc"^^xsd:integer, or a year with a time zone: as it stands
            return term.value
        return term.value == "true" if term.datatype.value == _XSD + "boolean" else term.value
    return term.value


def _missing(library: str) -> MissingExtra:
    return MissingExtra(f"this needs {library}: pip install 'citekb[notebook]'")


def _uniform(column: list[Any]) -> list[Any]:
    kinds: set[type] = {type(v) for v in column if v is not None}
    if len(kinds) <= 1:
        return column
    change: type = float if kinds == {int, float} else str
    return [None if v is None else change(v) for v in column]


def _shown(term: Any) -> str:
    if isinstance(term, ox.NamedNode):
        return curie(term.value)
    return "" if term is None else str(value(term))


def _cell(term: Any) -> str:
    text = html.escape(_shown(term))
    if isinstance(term, ox.NamedNode) and term.value.startswith(("https://", "http://")):
        return f'<td><a href="{html.escape(term.value)}">{text}</a></td>'
    return f"<td>{text}</td>"


def _width(text: str) -> int:
    """Terminal cells: East Asian wide characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )  # fmt: skip


def _cut(text: str) -> str:
    text = "".join(c if c.isprintable() else " " for c in text)  # no line breaks, no terminal escapes
    if _width(text) <= WIDTH:
        return text
    while _width(text) > WIDTH - 1:
        text = text[: min(len(text) - 1, WIDTH - 1)]
    return text + "…"


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def bindings(values: Mapping[str, str | int | float]) -> dict[ox.Variable, Any]:
    """Values for the variables of a query: a full http(s) IRI stands for that thing, all else is text or a number."""
    return {ox.Variable(name): _term(v) for name, v in values.items()}


def _term(v: str | int | float) -> ox.NamedNode | ox.Literal:
    if isinstance(v, str) and v.startswith(("https://", "http://")) and rdf.safe_iri(v) == v:
        return ox.NamedNode(v)
    return ox.Literal(v)
