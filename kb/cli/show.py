"""Printing: JSON for programs, aligned text for people, a progress bar where somebody watches."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..derive import Progress

WIDE = 100


def as_json(data: Any) -> None:
    """Indented JSON on stdout, in the characters of its language."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def say(text: str) -> None:
    """Talk goes to stderr."""
    print(text, file=sys.stderr)


def many(number: int, what: str) -> str:
    """'1 paper', '2,310 papers'."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def width() -> int:
    """Columns of the terminal, at most WIDE; WIDE where there is none."""
    return min(shutil.get_terminal_size((WIDE, 24)).columns, WIDE) if sys.stdout.isatty() else WIDE


def bold(text: str) -> str:
    """Bold on a terminal; as it is where NO_COLOR is set or stdout is a file."""
    on = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return f"\033[1m{text}\033[0m" if on else text


def cells(text: str) -> int:
    """Terminal columns of a text: a Chinese character takes two."""
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def table(rows: Iterable[Sequence[object]], *, head: Sequence[str]) -> None:
    """An aligned table on stdout; numbers to the right, floats with three digits."""
    body = [[f"{v:.3f}" if isinstance(v, float) else "" if v is None else str(v) for v in row] for row in rows]
    raw = [list(row) for row in rows] if isinstance(rows, list) else body
    right = [bool(body) and all(isinstance(r[i], int | float) for r in raw) for i in range(len(head))]
    wide = [max(cells(r[i]) for r in [list(head), *body]) for i in range(len(head))]
    for row in [list(head), *body]:
        spaces = [" " * (w - cells(v)) for v, w in zip(row, wide, strict=True)]
        line = "  ".join(s + v if r else v + s for v, s, r in zip(row, spaces, right, strict=True)).rstrip()
        print(bold(line) if row == list(head) else line)


def sentence(label: str, text: str) -> None:
    """A sentence of evidence under its paper."""
    indent = " " * 6
    print(textwrap.fill(f"“{text}”", width(), initial_indent=indent, subsequent_indent=indent + " "))
    print(f"        — {label}")


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar with rate and time left on stderr; nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    name, rate = TextColumn("{task.description:<11}"), TextColumn("{task.fields[rate]}")
    with Bar(
        name,
        BarColumn(),
        MofNCompleteColumn(),
        rate,
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total or None, rate="")
            speed = bar.tasks[tasks[what]].speed
            bar.update(tasks[what], completed=done, total=total or None, rate=f"{speed:,.0f}/s" if speed else "")

        yield show
