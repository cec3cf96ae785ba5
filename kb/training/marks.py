"""Marked texts: what `kb extract` prints, corrected by somebody who knows better, or spans beside their text.

Two forms, one JSON object a line:
- `{"id": …, "concepts": [{"type": …, "mentions": [{"start", "end", "text", "field"?}]}]}`, as `kb extract` prints it;
  the texts come from the papers' own files, by id.
- `{"id": …, "text": …, "mentions": [{"start", "end", "type"}]}`, as corpora of marked spans have it.

`scheme` names the guideline by which a line was marked ("kb" where it says nothing): one model learns several.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ..errors import BadInput
from ..records import TYPES

DEFAULT: Final = "kb"
"""The scheme of a line that names none: concepts as ../data/models/README.md describes them."""

BETWEEN: Final = "\n\n"
"""Between title and abstract, as in extraction."""

ALIASES: Final = {"OtherScientificTerm": "Concept", "Material": "Dataset"}
"""Types of other corpora that are ours under another name."""

OTHER: Final = ("Generic",)
"""Types that a scheme may mark and that are no concepts: what is learned of them is that they are none."""


@dataclass(frozen=True, slots=True)
class Span:
    """A marked run of characters of a text."""

    begin: int
    end: int
    type: str


@dataclass(slots=True)
class Marked:
    """A text with all that is marked in it, scheme by scheme (a scheme with no spans found nothing here)."""

    id: str
    text: str
    abstract: int = 0
    schemes: dict[str, list[Span]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """A mark that cannot be used: file, line, and why."""

    file: str
    line: int
    reason: str


class Marks:
    """All marks of some files, joined by text; `faults` tells what was left out."""

    def __init__(self, texts: Mapping[str, tuple[str, str]] | None = None) -> None:
        self._texts = texts or {}
        self._found: dict[tuple[str, str], Marked] = {}
        self.faults: list[Fault] = []

    def __iter__(self) -> Iterator[Marked]:
        return iter(self._found.values())

    def __len__(self) -> int:
        return len(self._found)

    def read(self, path: Path) -> None:
        """Adds the marks of a file. A broken line or mark is a fault, the rest goes on.

        Raises BadInput where the file cannot be read, or holds no mark at all.
        """
        before = len(self._found)
        try:
            with path.open(encoding="utf-8") as lines:
                for number, line in enumerate(lines, 1):
                    if line.strip():
                        self._line(str(path), number, line)
        except OSError as error:
            raise BadInput(f"cannot read {path}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise BadInput(f"{path} is no UTF-8 text ({error.reason} at byte {error.start:,})") from error
        if len(self._found) == before:
            why = f"; its first fault: line {self.faults[0].line}, {self.faults[0].reason}" if self.faults else ""
            raise BadInput(f"{path} holds no marked text that can be used{why}")

    def _line(self, file: str, number: int, line: str) -> None:
        def fault(reason: str) -> None:
            self.faults.append(Fault(file, number, reason))

        try:
            record = json.loads(line)
        except ValueError as error:
            return fault(f"no JSON ({error})")
        if not isinstance(record, dict) or not isinstance(record.get("id"), str):
            return fault("no object with an id")
        scheme = record.get("scheme", DEFAULT)
        own = record.get("text")
        if isinstance(own, str):
            title, abstract = "", own
        elif record["id"] in self._texts:
            title, abstract = self._texts[record["id"]]
        else:
            return fault(f"no text for the id {record['id']!r}: give the file of that paper too")
        text = f"{title}{BETWEEN}{abstract}" if title else abstract
        start = len(text) - len(abstract)
        marked = self._found.setdefault((record["id"], text), Marked(record["id"], text, start))
        spans = marked.schemes.setdefault(str(scheme), [])
        for begin, end, type, said in _spans(record, start):
            if (why := _wrong(text, begin, end, type, said)) is not None:
                fault(why)
            elif any(s.begin < end and begin < s.end and (s.begin, s.end) != (begin, end) for s in spans):
                fault(f"{text[begin:end]!r} overlaps another mark; the first one stays")
            else:
                spans.append(Span(begin, end, ALIASES.get(type, type)))
        return None


def _spans(record: dict[str, Any], start: int) -> Iterable[tuple[Any, Any, Any, Any]]:
    """(begin, end, type, the words that somebody saw there) of all marks of a line, longest first."""
    found = []
    for m in record.get("mentions") or ():
        found.append((m.get("start"), m.get("end"), m.get("type"), m.get("text")))
    for c in record.get("concepts") or ():
        for m in c.get("mentions") or ():
            shift = 0 if m.get("field") == "title" or not isinstance(m.get("start"), int) else start
            begin, end = m.get("start"), m.get("end")
            if isinstance(begin, int) and isinstance(end, int):
                begin, end = begin + shift, end + shift
            found.append((begin, end, c.get("type"), m.get("text")))
    return sorted(found, key=lambda s: (s[0] - s[1]) if isinstance(s[0], int) and isinstance(s[1], int) else 0)


def _wrong(text: str, begin: Any, end: Any, type: Any, said: Any) -> str | None:
    """Why a mark cannot be used; None where it can."""
    if not isinstance(begin, int) or not isinstance(end, int) or not 0 <= begin < end <= len(text):
        return f"the mark {begin!r}–{end!r} lies outside the text of {len(text):,} characters"
    if ALIASES.get(type, type) not in (*TYPES, *OTHER):
        return f"{text[begin:end]!r} has the type {type!r}, which is none of {', '.join(TYPES)}"
    if isinstance(said, str) and said != text[begin:end]:
        return f"the mark says {said!r}, but the text has {text[begin:end]!r} there"
    return None
