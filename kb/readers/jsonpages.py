"""JSON values out of a text that comes in piece by piece, and the result pages that wrap them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from .decoding import Part

Record = dict[str, Any]

CHUNK = 1 << 18
"""Characters that are asked for at once; twice as many each time a value needs more."""
PAGE = 1 << 23
"""A value of more characters than this is entered instead of decoded at once, if it is a page of records."""
MAX_VALUE = 1 << 28
"""No single value may be longer."""

_LISTS = ("results", "works", "papers", "items", "records", "data", "recommendedPapers", "entries")
_OWN = frozenset({"title", "abstract", "display_name", "doi", "DOI", "text", "paperId", "paper_id"})
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\]\n]')
_SPACE = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


def unwrapped(value: object) -> tuple[object, str | None]:
    """What a page wraps, and by which key: the list of its records, or Crossref's one work; else the value itself."""
    if not isinstance(value, dict) or _OWN & value.keys():
        return value, None
    message = value.get("message")
    if isinstance(message, dict) and "message-type" in value:
        return unwrapped(message)
    lists = _LISTS if "id" in value or "source" in value else (*_LISTS, "references")
    name = next((k for k in lists if _is_records(value.get(k))), None)
    return (value[name], name) if name else (value, None)


def _is_records(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) or v is None for v in value)


def joined(source: Iterable[str]) -> Iterator[str]:
    """Whole lines out of pieces."""
    parts: list[str] = []
    for piece in source:
        if isinstance(piece, Part):
            parts.append(piece)
        elif parts:
            yield "".join([*parts, piece])
            parts = []
        else:
            yield piece
    if parts:
        yield "".join(parts)


class TooLarge(ValueError):
    """A value goes on beyond what is decoded at once."""


class Values:
    """The text that is still to be decoded: a position in it, its line, and more of it on demand."""

    def __init__(self, first: str, source: Iterator[str], line: int) -> None:
        self._source = source
        self._text = first if isinstance(first, Part) else first + "\n"
        self._ended = False
        self._want = CHUNK
        self.at = 0
        self.begun = 0
        self._first = self._counted = (0, line)  # a place and its line

    @property
    def line(self) -> int:
        """The line of the position."""
        return self.line_at(self.at)

    def line_at(self, at: int) -> int:
        """The line of a place in the text that is held."""
        known, line = self._counted if at >= self._counted[0] else self._first
        self._counted = at, line + self._text.count("\n", known, at)
        return self._counted[1]

    def next(self) -> str:
        """Moves over space and commas; the character there, '' at the end."""
        while True:
            found = _SPACE.match(self._text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self._text):
                return self._text[self.at]
            if not self._more():
                return ""

    def step(self) -> None:
        """Moves over one character."""
        self.at += 1

    def shown(self) -> str:
        """The first characters of what stands at the position, for a report."""
        return self._text[self.at : self.at + 80].split("\n")[0]

    def value(self, limit: int = MAX_VALUE) -> Any:
        """The value at the position, which moves behind it; ValueError and RecursionError as json raises them.

        TooLarge where it has more characters than `limit`: then the position stays.
        """
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self.at)
            except json.JSONDecodeError as e:
                if not self._is_cut(e) or not self._more():
                    raise
                if len(self._text) - self.at > limit:
                    raise TooLarge(f"a value of more than {limit >> 20} MB") from None
                continue
            if end == len(self._text) and isinstance(value, (int, float)) and self._more():
                continue  # the number may go on
            self.begun, self.at, self._want = self.at, end, CHUNK
            return value

    def expect(self, wanted: str) -> None:
        """Moves over this character, or raises what json raises."""
        if self.next() != wanted:
            raise json.JSONDecodeError(f"Expecting '{wanted}'", self._text, self.at)
        self.at += 1

    def each_line(self, name: str, count: int) -> Iterator[int]:
        """The lines of the items of a list in the value that was decoded last: each is decoded where it stands."""
        opening = re.compile(rf'"{name}"\s*:\s*\[').search(self._text, self.begun)
        at = opening.end() if opening else self.begun
        for _ in range(count):
            found = _SPACE.match(self._text, at)
            at = found.end() if found else at
            yield self.line_at(at)
            if opening:
                _, at = _DECODER.raw_decode(self._text, at)

    def skip_record(self) -> None:
        """Moves behind a broken record: to its closing brace on the same line, else to the next brace as far indented.

        Where neither comes, to the end.
        """
        start = self._text.rfind("\n", 0, self.at) + 1
        indent = self._text[start : self.at]
        if (end := self._closing()) is not None:
            self.at = end
            return
        sought = f"\n{'' if indent.strip() else indent}{{"
        while (found := self._text.find(sought, self.at + 1)) < 0:
            self.at = max(self.at, len(self._text) - len(sought))
            if not self._more():
                self.at = len(self._text)
                return
        self.at = found + len(sought) - 1

    def _closing(self) -> int | None:
        """Where the braces opened from here are closed, if that is on this line."""
        depth = 0
        for token in _TOKEN.finditer(self._text, self.at):
            if token[0] == "\n":
                return None
            depth += (token[0] in "[{") - (token[0] in "]}")
            if depth == 0 and token[0] in "]}":
                return token.end()
        return None

    def _is_cut(self, error: json.JSONDecodeError) -> bool:
        """Whether the text may only end too early."""
        if self._ended or len(self._text) - self.at > MAX_VALUE:
            return False
        return error.pos >= len(self._text.rstrip()) - 12 or error.msg.startswith("Unterminated string")

    def _more(self) -> bool:
        """Drops what was decoded, takes more text in; False at the end."""
        if self._ended:
            return False
        line = self.line
        parts, size = [self._text[self.at :]], 0
        for piece in self._source:
            parts.append(piece if isinstance(piece, Part) else piece + "\n")
            size += len(parts[-1])
            if size >= self._want:
                break
        else:
            self._ended = True
        self._text, self.at = "".join(parts), 0
        self._first = self._counted = (0, line)
        self._want = max(CHUNK, len(self._text))
        return size > 0


class Page:
    """An object too large to be decoded at once, entered member by member."""

    def __init__(self, values: Values) -> None:
        values.expect("{")
        self._values = values
        self._depth = 1
        self._listed = False
        self.rest: Record = {}

    def to_list(self) -> bool:
        """Moves into the next list of records in it; False where the page is at its end."""
        values = self._values
        while char := values.next():
            if char == "}":
                values.step()
                self._depth -= 1
                if self._depth == 0:
                    return False
                continue
            key = values.value()
            values.expect(":")
            opening = values.next()
            if opening == "[" and key in _LISTS and not _OWN & self.rest.keys():
                values.step()
                self._listed = True
                return True
            if opening == "{" and key == "message" and "message-type" in self.rest:
                values.step()
                self._depth += 1
            else:
                self.rest[str(key)] = values.value()
        return False

    def is_record(self) -> bool:
        """Whether it held no list of records: then it is a record itself."""
        return not self._listed
