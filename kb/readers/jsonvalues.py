"""The objects of a JSON file with the line each begins on: JSON Lines, an array, one object, or an API's result page.

1. The first line decides: a whole object there means JSON Lines, and from then on each line is read for itself.
2. Otherwise the file is one document, or several in a row; it is read whole, its records one by one.
3. A page `{"meta": …, "results": […]}` stands for its results.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ..records import Skipped

Record = dict[str, Any]
_LISTS = ("results", "works", "papers", "items", "records", "data", "references", "entries")
_SPACE = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


def sniff(head: str) -> bool:
    """Whether this begins as a JSON object or as an array of objects."""
    return bool(re.match(r'\s*(?:\[\s*)*\{\s*(?:"|\}|$)', head))


def objects(lines: Iterable[str], file: str) -> Iterator[tuple[int, Record] | Skipped]:
    """(line, object) for each record; what is no object or no JSON as Skipped with what the parser says."""
    numbered = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
    first = next(numbered, None)
    if first is None:
        return
    if _is_document(first[1]):
        yield from _document(first, numbered, file)
        return
    yield from _line(first[0], first[1], file)
    for number, line in numbered:
        yield from _line(number, line, file)


def _is_document(line: str) -> bool:
    """Whether a first line is the beginning of something longer, and no record of its own, whole or broken."""
    text = line.strip()
    if text[0] == "[":
        return True
    try:
        _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return re.fullmatch(r'\{\s*(?:"[^"]*"\s*:\s*(?:[\[{]\s*|"[^"]*",?|[\w.\-]+,?)?)?', text) is not None
    return False


def _line(number: int, line: str, file: str) -> Iterator[tuple[int, Record] | Skipped]:
    text = line.strip()
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as e:
        # `},` at the end of each line: a JSON array whose brackets were lost.
        if text.endswith(",") and text.startswith("{"):
            yield from _line(number, text[:-1], file)
        else:
            yield Skipped(file, number, f"broken JSON: {_said(e)}", text[:80])
        return
    yield from _unpacked(value, number, text, file)


def _unpacked(value: object, number: int, text: str, file: str) -> Iterator[tuple[int, Record] | Skipped]:
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for item in value:
            yield from _unpacked(item, number, text, file)
    elif not isinstance(value, dict):
        yield Skipped(file, number, "no JSON object", text[:80])
    elif name := _page_of(value):
        for item in value[name]:
            yield number, item
    else:
        yield number, value


def _page_of(value: Record) -> str | None:
    """The key of the list of records that this object wraps, None where the object is a record itself."""
    if any(k in value for k in ("title", "abstract", "display_name", "doi", "text")):
        return None
    if isinstance(value.get("message"), dict):  # Crossref
        return None
    return next((k for k in _LISTS if _is_records(value.get(k))), None)


def _is_records(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _document(
    first: tuple[int, str], rest: Iterable[tuple[int, str]], file: str
) -> Iterator[tuple[int, Record] | Skipped]:
    text, starts = _whole([first, *rest])
    at, depth = _skip(text, 0), 0
    while at < len(text):
        if text[at] in "[]":
            depth += 1 if text[at] == "[" else -1
            at = _skip(text, at + 1)
            continue
        number = starts(at)
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as e:
            yield Skipped(file, number, f"broken JSON: {_said(e, starts)}", text[at : at + 80].split("\n")[0])
            at = _next_record(text, at)
            continue
        if isinstance(value, dict) and (name := _page_of(value)):
            yield from _results(text, at, value[name], name, starts)
        else:
            yield from _unpacked(value, number, text[at : at + 80].split("\n")[0], file)
        at = _skip(text, end)
    if depth > 0:
        yield Skipped(file, starts(len(text)), "broken JSON: the array is never closed", "")


def _results(text: str, at: int, items: list[Record], name: str, starts: Any) -> Iterator[tuple[int, Record]]:
    """Each record of a page with its own line, found by decoding the list once more where it stands."""
    opening = re.compile(rf'"{name}"\s*:\s*\[').search(text, at)
    at = _skip(text, opening.end()) if opening else at
    for item in items:
        yield starts(at), item
        if opening and text[at] == "{":
            _, at = _DECODER.raw_decode(text, at)
            at = _skip(text, at)


def _whole(lines: list[tuple[int, str]]) -> tuple[str, Any]:
    """The text of a document, and a function from a position in it to the line in the file."""
    from bisect import bisect_right

    offsets, size = [], 0
    for _, line in lines:
        offsets.append(size)
        size += len(line) + 1
    numbers = [n for n, _ in lines]
    return "\n".join(line for _, line in lines), lambda at: numbers[bisect_right(offsets, at) - 1]


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _next_record(text: str, at: int) -> int:
    """Where the next record begins behind a broken one: a brace on a new line, as far indented as this one."""
    line_start = text.rfind("\n", 0, at) + 1
    indent = text[line_start:at] if not text[line_start:at].strip() else ""
    found = text.find(f"\n{indent}{{", at + 1)
    return found + 1 + len(indent) if found >= 0 else len(text)


def _said(error: Exception, starts: Any = None) -> str:
    """The parser's message in its own words, with the place."""
    if isinstance(error, json.JSONDecodeError):
        where = f"line {starts(min(error.pos, len(error.doc) - 1))}, " if starts else ""
        return f"{error.msg} ({where}column {error.colno})"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)
