"""The answer to a query: rows of plain Python values, a table to look at, a data frame, or a W3C document.

A Result is read once and holds no connection: it may be kept after its version is gone, sent to another process, and
printed. Its truth is one document (SPARQL JSON, or N-Triples for CONSTRUCT and DESCRIBE); all else is made from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, overload

import pyoxigraph as ox

from .. import rdf
from ..errors import BadQuery
from ..terms import PREFIXES
from . import jsonld
from .tables import GLANCE, SHOWN, Cell, as_html, as_text, counted, iri_cell, missing

if TYPE_CHECKING:
    import pandas
    import pyarrow

_XSD = PREFIXES["xsd"]
_INTEGERS = {
    _XSD + name
    for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "gYear")
}  # fmt: skip
_FLOATS = {_XSD + name for name in ("decimal", "double", "float")}


@dataclass(frozen=True, repr=False)
class Result:
    """What a query found. `kind` is 'rows' (SELECT), 'answer' (ASK) or 'graph' (CONSTRUCT, DESCRIBE).

    Iterating gives one dict a row, `result[0]` the first: IRIs as full strings, numbers as int or float, years as int,
    None where unbound. At a prompt it shows itself as a table.
    """

    kind: Literal["rows", "answer", "graph"]
    document: bytes

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

    @overload
    def __getitem__(self, at: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, at: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        return list(self)[at] if isinstance(at, slice) else dict(zip(self.columns, self.rows[at], strict=True))

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
            raise BadQuery("this answer is a graph (CONSTRUCT): take it as ttl, nt or jsonld, or ask with SELECT")
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

    def to_jsonld(self) -> str:
        """The graph of a CONSTRUCT or DESCRIBE as JSON-LD."""
        return b"".join(jsonld.generate(self._lines())).decode()

    def _graph(self, format: rdf.Format) -> str:
        return b"".join(rdf.serialise(self._lines(), format)).decode()

    def _lines(self) -> list[str]:
        if self.kind != "graph":
            raise BadQuery("this answer is a table: take it as json, csv, tsv or xml, or ask with CONSTRUCT")
        return self.document.decode().split("\n")[:-1]

    # --- as tables of other libraries ------------------------------------------------------------------------------

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas DataFrame with one column a variable. Raises MissingExtra."""
        try:
            import pandas
        except ImportError as error:
            raise missing("pandas") from error
        return pandas.DataFrame(self.rows, columns=list(self.columns))

    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow Table; a column of several kinds of value becomes text. Raises MissingExtra."""
        try:
            import pyarrow
        except ImportError as error:
            raise missing("pyarrow") from error
        return pyarrow.table({name: _uniform([row[i] for row in self.rows]) for i, name in enumerate(self.columns)})

    # --- to look at ------------------------------------------------------------------------------------------------

    def to_text(self, *, limit: int | None = SHOWN) -> str:
        """A table in plain text, columns aligned also where Chinese is in them, IRIs shortened to CURIEs."""
        if self.kind == "answer":
            return "yes" if self else "no"
        return f"{as_text(self.columns, self._cells(limit))}\n{self._count(limit)}"

    def __repr__(self) -> str:
        """What an interpreter shows: the table, its first rows."""
        return self.to_text(limit=GLANCE)

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        """The table of a notebook: at most SHOWN rows, and how many there are."""
        if self.kind == "answer":
            return f"<b>{self.to_text()}</b>"
        return f"{as_html(self.columns, self._cells(SHOWN))}<p>{self._count(SHOWN)}</p>"

    def _cells(self, limit: int | None) -> Iterator[list[Cell]]:
        return ([_cell(term) for term in row] for row in self._table[1][:limit])

    def _count(self, limit: int | None) -> str:
        return counted(len(self), limit, "statement" if self.kind == "graph" else "row")


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


def _uniform(column: list[Any]) -> list[Any]:
    kinds: set[type] = {type(v) for v in column if v is not None}
    if len(kinds) <= 1:
        return column
    change: type = float if kinds == {int, float} else str
    return [None if v is None else change(v) for v in column]


def _cell(term: Any) -> Cell:
    if isinstance(term, ox.NamedNode):
        return iri_cell(term.value)
    return Cell("" if term is None else str(value(term)))


def bindings(values: Mapping[str, str | int | float]) -> dict[ox.Variable, Any]:
    """Values for the variables of a query: a full http(s) IRI stands for that thing, all else is text or a number."""
    return {ox.Variable(name): _term(v) for name, v in values.items()}


def _term(v: str | int | float) -> ox.NamedNode | ox.Literal:
    if isinstance(v, str) and v.startswith(("https://", "http://")) and rdf.safe_iri(v) == v:
        return ox.NamedNode(v)
    return ox.Literal(v)
