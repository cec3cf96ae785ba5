"""Tables as Parquet, for pandas, Arrow, DuckDB, Polars and R: the tables of CSV, with types.

Numbers are numbers, `stub` is true or false, and what is not known is null. Row groups of 50,000 lines are written one
after the other. Needs pyarrow, which comes with citekb[notebook].
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from kb.graph.tables import missing

from .contract import Exportable, Exporter
from .tables import TABLES

if TYPE_CHECKING:
    import pyarrow

GROUP: Final = 50_000
"""Lines of one row group."""

NUMBERS: Final = {"papers", "first_year", "year", "concepts", "cites", "cited_by", "citing_year", "cited_year"}
"""The columns of whole numbers."""


def generate(source: Exportable, *, view: str, min_papers: int) -> Iterator[bytes]:
    """The bytes of one table of `TABLES`. Raises MissingExtra without pyarrow."""
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise missing("pyarrow") from error
    rows = iter(TABLES[view](source.rows(), min_papers))
    schema = _schema(view, [str(name) for name in next(iter(rows))])
    buffer = io.BytesIO()
    with pyarrow.parquet.ParquetWriter(buffer, schema, compression="zstd") as writer:
        while group := list(islice(rows, GROUP)):
            writer.write_table(_table(group, schema))
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _schema(view: str, names: Iterable[str]) -> pyarrow.Schema:
    """The columns of a table; `concepts` is a count of papers' concepts, `papers` one of concepts' papers."""
    import pyarrow as pa

    kinds = {"stub": pa.bool_(), **dict.fromkeys(NUMBERS, pa.int32())}
    return pa.schema([(name, kinds.get(name, pa.string())) for name in names])


def _table(group: list[tuple[Any, ...]], schema: pyarrow.Schema) -> pyarrow.Table:
    import pyarrow as pa

    columns = zip(*group, strict=True)
    kinds = zip(columns, schema, strict=True)
    return pa.table(
        [pa.array([None if v is None else _fit(v, f) for v in column], f.type) for column, f in kinds], schema=schema
    )


def _fit(value: Any, field: pyarrow.Field) -> Any:
    return bool(value) if field.name == "stub" else value


PARQUET: Final = Exporter("Parquet", (".parquet",), tuple(TABLES), "rows", generate)
