"""A table of comma-separated values (RFC 4180, or with tabs or semicolons) → rows with their lines, broken ones told.

1. The header decides which mark separates: the one that gives the most columns that the caller knows.
2. Lines are joined as long as a quotation mark is open. What gives as many cells as the header has columns is a row.
3. Where it does not, or stays open for 2,000 lines, the first line stands by itself and reading goes on behind it: a
   quotation mark that is never closed takes no other row along.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

SEPARATORS = ",\t;|"

_MOST_LINES = 2_000
_MOST_CHARACTERS = 1 << 24
_EXCEL = re.compile(r"sep=.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its first line, its cells by column name (empty ones left out), and what had to be mended."""

    line: int
    cells: dict[str, str]
    mended: str | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is no row: why, and its text."""

    line: int
    reason: str
    text: str


def name(column: str) -> str:
    """A column's name as it is compared: small letters, single spaces, no punctuation.

    >>> name("Author(s) ID"), name("Publication_Year")
    ('author s id', 'publication year')
    """
    return " ".join(re.sub(r"[\W_]+", " ", column.casefold()).split())


def is_row(line: str) -> bool:
    """Whether a line says something: it is not empty, and not Excel's 'sep=;' above the header."""
    said = line.strip("\ufeff \t")
    return bool(said) and not _EXCEL.match(said)


def header(lines: Iterable[str], known: Callable[[str], bool]) -> tuple[list[str], str, int]:
    """The names of the columns, the mark between them, and the line they stand in; [] where there is no header."""
    for number, line in enumerate(lines, 1):
        if is_row(line):
            found = [([name(c) for c in _cells(line.lstrip("\ufeff"), mark)], mark) for mark in SEPARATORS]
            columns, mark = max(found, key=lambda f: sum(map(known, f[0])))
            return columns, mark, number
    return [], ",", 1


def rows(lines: Iterable[str], known: Callable[[str], bool]) -> Iterator[Row | Broken]:
    """The rows below the header, in order."""
    source = iter(lines)
    columns, mark, number = header(source, known)
    while columns and not columns[-1]:
        columns.pop()  # separators at every line's end
    ahead: deque[str] = deque()
    while True:
        line = ahead.popleft() if ahead else next(source, None)
        if line is None:
            return
        number += 1
        if not line.strip(f"{mark} \t"):
            continue
        taken = _joined(line, ahead, source)
        if taken and _fits(cells := _cells("\n".join((line, *taken)), mark), columns):
            yield Row(number, _named(columns, cells))
            number += len(taken)
            continue
        ahead.extendleft(reversed(taken))
        yield _alone(number, line, columns, mark)


def _joined(line: str, ahead: deque[str], source: Iterator[str]) -> list[str]:
    """The lines that follow as long as a quotation mark is open; those that were read are the caller's to give back."""
    taken: list[str] = []
    is_open, size = line.count('"') % 2 == 1, len(line)
    while is_open and len(taken) < _MOST_LINES and size < _MOST_CHARACTERS:
        following = ahead.popleft() if ahead else next(source, None)
        if following is None:
            break
        taken.append(following)
        size += len(following)
        is_open ^= following.count('"') % 2 == 1
    return taken


def _alone(number: int, line: str, columns: list[str], mark: str) -> Row | Broken:
    """What one line by itself says."""
    cells = _cells(line, mark)
    if _fits(cells, columns):
        return Row(number, _named(columns, cells))
    count = f"{len(cells)} {'cell' if len(cells) == 1 else 'cells'} where the header names {len(columns)} columns"
    if 1 < len(cells) < len(columns) and 2 * len(cells) >= len(columns):
        return Row(number, _named(columns, cells), f"{count}: the last ones are taken as empty")
    return Broken(number, f"{count}: a quotation mark is missing, or one too many", line)


def _fits(cells: list[str], columns: list[str]) -> bool:
    return len(cells) == len(columns) or (len(cells) > len(columns) and not any(cells[len(columns) :]))


def _named(columns: list[str], cells: list[str]) -> dict[str, str]:
    """The cells that hold something; of two columns with one name the first."""
    found: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column and cell.strip():
            found.setdefault(column, cell.strip())
    return found


def _cells(text: str, mark: str) -> list[str]:
    """The cells of one row; [] where its text is more than one, or no row."""
    csv.field_size_limit(max(csv.field_size_limit(), _MOST_CHARACTERS * 2))
    try:
        found = list(csv.reader([f"{line}\n" for line in text.split("\n")], delimiter=mark))
    except csv.Error:
        return []
    return found[0] if len(found) == 1 else []
