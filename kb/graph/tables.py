"""Tables to look at: aligned plain text, the HTML of a notebook, and lists of answers that show themselves as one."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from ..errors import MissingExtra
from ..terms import curie

if TYPE_CHECKING:
    import pandas

SHOWN: Final = 100
"""Rows that are shown of a long answer that is printed or stands in a notebook."""

GLANCE: Final = 20
"""Rows that are shown of a long answer at the prompt of an interpreter."""

WIDTH: Final = 60
"""The widest column of a shown table, in terminal cells."""

T = TypeVar("T")


class Cell(NamedTuple):
    """What stands in one place of a table: its text, and the address it leads to."""

    text: str
    link: str | None = None


def as_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table in plain text, columns aligned also where Chinese is in them; long cells are cut."""
    cells = [list(columns), *([_cut(cell.text) for cell in row] for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, ["-" * width for width in widths])
    return "\n".join("  ".join(_pad(c, w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells)


def as_html(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table in HTML: every text escaped, web addresses as links."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(map(_td, row))}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def iri_cell(iri: str) -> Cell:
    """An IRI as its CURIE, leading to where it points on the web."""
    return Cell(curie(iri), iri if _is_web(iri) else None)


def counted(total: int, limit: int | None, noun: str = "row") -> str:
    """The line under a table: '(250 rows, the first 100 shown)'."""
    shown = f", the first {limit:,} shown" if limit is not None and total > limit else ""
    return f"({total:,} {noun}{'' if total == 1 else 's'}{shown})"


def missing(library: str) -> MissingExtra:
    """The error of whoever asks for a data frame without its library."""
    return MissingExtra(f"this needs {library}: pip install 'citekb[notebook]'")


class Listing(list[T]):
    """A plain list of answers of one kind that shows itself as a table, at the prompt and in a notebook.

    It is equal to the list of the same answers; a slice of it is a plain list.
    """

    def __init__(self, kind: type[T], found: Iterable[T] = ()) -> None:
        super().__init__(found)
        self.kind = kind

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the fields of an answer."""
        if is_dataclass(self.kind):
            return tuple(f.name for f in fields(self.kind))
        return tuple(getattr(self.kind, "_fields", ()))

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas DataFrame with one column a field; nested answers are dicts. Raises MissingExtra."""
        try:
            import pandas
        except ImportError as error:
            raise missing("pandas") from error
        rows = [asdict(item) if is_dataclass(self.kind) else item._asdict() for item in self]  # type: ignore[call-overload,attr-defined]
        return pandas.DataFrame(rows, columns=list(self.columns))

    def __repr__(self) -> str:
        return f"{as_text(self.columns, self._cells(GLANCE))}\n{counted(len(self), GLANCE)}"

    def __str__(self) -> str:
        return f"{as_text(self.columns, self._cells(SHOWN))}\n{counted(len(self), SHOWN)}"

    def _repr_html_(self) -> str:
        """The table of a notebook."""
        return f"{as_html(self.columns, self._cells(SHOWN))}<p>{counted(len(self), SHOWN)}</p>"

    def _cells(self, limit: int) -> Iterator[list[Cell]]:
        return ([_cell(getattr(item, name)) for name in self.columns] for item in self[:limit])


def _cell(value: Any) -> Cell:
    """A field of an answer; of several values the first and how many more, of a nested answer its last field."""
    if isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        more = f" (+{len(value) - 1})" if len(value) > 1 else ""
        return Cell(_cell(value[0]).text + more) if value else Cell("")
    if is_dataclass(value) and not isinstance(value, type):
        return _cell(getattr(value, fields(value)[-1].name))
    if isinstance(value, Mapping):
        return Cell(", ".join(f"{k}: {v}" for k, v in value.items()))
    if isinstance(value, str) and _is_web(value) and " " not in value:
        return iri_cell(value)
    return Cell("" if value is None else str(value))


def _is_web(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def _td(cell: Cell) -> str:
    text = html.escape(cell.text)
    return f'<td><a href="{html.escape(cell.link)}">{text}</a></td>' if cell.link else f"<td>{text}</td>"


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
