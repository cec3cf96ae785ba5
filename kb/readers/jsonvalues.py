"""The objects of a JSON file with the line each begins on: JSON Lines, an array, one object, or an API's result page.

1. The first line decides: a whole object there means JSON Lines, and from then on each line is read for itself. Where
   files were put one behind the other, a line may hold several.
2. Otherwise the file is one document, or several in a row; its values are decoded one by one as their text comes in.
3. A page `{"meta": …, "results": […]}` stands for its results, Crossref's `{"message": …}` for what it wraps; of a page
   that is larger than 8 MB the results are decoded one by one too, so that no file is ever held whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from ..records import Skipped
from .decoding import Part, pieces
from .jsonpages import PAGE, Page, Record, TooLarge, Values, joined, unwrapped

__all__ = ["Record", "objects", "sniff"]

Found = tuple[int, Record] | Skipped

_OPENING = re.compile(r'\{\s*(?:"[^"]*"\s*:\s*(?:[\[{]\s*|"[^"]*",?|[\w.\-]+,?)?)?')


def sniff(head: str) -> bool:
    """Whether this begins as a JSON object or as an array of objects."""
    return bool(re.match(r'\s*(?:\[\s*)*(?:null\s*,\s*)*\{\s*(?:"|\}|$)', head))


def objects(lines: Iterable[str], file: str) -> Iterator[Found]:
    """(line, object) for each record; what is no object or no JSON as Skipped with what the parser says."""
    for item in _objects(lines, file):
        if isinstance(item, tuple) and (context := _remote(item[1].get("@context"))):
            reason = (
                f"JSON-LD whose names stand at {context[:60]}, and nothing is fetched: save it with its context inside"
            )
            item = Skipped(file, item[0], reason)
        yield item


def _remote(context: object) -> str | None:
    """The address of a JSON-LD context that lies elsewhere."""
    entries = context if isinstance(context, list) else [context]
    return next((c for c in entries if isinstance(c, str) and c.strip()), None)


def _objects(lines: Iterable[str], file: str) -> Iterator[Found]:
    source = pieces(lines)
    blank = 0
    for first in source:
        if first.strip():
            break
        blank += not isinstance(first, Part)
    else:
        return
    if isinstance(first, Part) or _is_document(first):
        yield from _Document(file).records(Values(first, source, blank + 1))
        return
    yield from _line(blank + 1, first, file)
    for number, line in enumerate(joined(source), blank + 2):
        if line.strip():
            yield from _line(number, line, file)


def _is_document(line: str) -> bool:
    """Whether a first line is the beginning of something longer, and no record of its own, whole or broken."""
    text = line.strip()
    if text[0] == "[":
        return True
    try:
        json.JSONDecoder().raw_decode(text)
    except json.JSONDecodeError as e:
        return _OPENING.fullmatch(text) is not None or (e.pos >= len(text) and text[-1] in "[{,")
    except RecursionError:
        pass
    return False


def _line(number: int, line: str, file: str) -> Iterator[Found]:
    text = line.strip()
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as e:
        if _goes_on(e, text):
            yield from _Document(file).records(Values(text, iter(()), number))
        else:
            yield Skipped(file, number, f"broken JSON: {_said(e)}", text[:80])
        return
    yield from _spread(value, number, text, file)


def _goes_on(error: Exception, text: str) -> bool:
    """Whether another object follows the first: answers put one behind the other, or an array without its brackets."""
    if not isinstance(error, json.JSONDecodeError) or error.msg != "Extra data" or not text.startswith("{"):
        return False
    return re.match(r"\{|,\s*(?:\{|$)", text[error.pos :]) is not None


def _spread(value: object, number: int, text: str, file: str) -> Iterator[Found]:
    """What one line says: a record, or a list or a page of them."""
    value, _ = unwrapped(value)
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for item in value:
            yield from _spread(item, number, text, file)
    elif not isinstance(value, dict):
        yield Skipped(file, number, "no JSON object", text[:80])
    else:
        yield number, value


class _Document:
    """The records of one JSON document, or of several in a row."""

    def __init__(self, file: str) -> None:
        self._file = file

    def records(self, values: Values, depth: int = 0) -> Iterator[Found]:
        """The records up to the end, or where `depth` lists are open already up to the end of the first of them."""
        least = depth
        while char := values.next():
            if char in "[]":
                depth += 1 if char == "[" else -1
                values.step()
                if least and depth < least:
                    return
            else:
                yield from self._one(values)
        if depth > 0:
            yield Skipped(self._file, values.line_at(values.at - 1), "broken JSON: the array is never closed", "")

    def _one(self, values: Values) -> Iterator[Found]:
        number, shown = values.line, values.shown()
        try:
            try:
                value = values.value(PAGE)
            except TooLarge:
                yield from self._large(Page(values), values, number)
                return
        except (ValueError, RecursionError) as e:
            yield Skipped(self._file, number, f"broken JSON: {_said(e, values)}", shown)
            values.skip_record()
            return
        inner, name = unwrapped(value)
        if name is None or not isinstance(inner, list):
            yield from _spread(inner, number, shown, self._file)
            return
        for line, item in zip(values.each_line(name, len(inner)), inner, strict=True):
            yield from _spread(item, line, shown, self._file)

    def _large(self, page: Page, values: Values, number: int) -> Iterator[Found]:
        """The records of a page too large to be decoded at once, and the page itself where it holds none."""
        while page.to_list():
            yield from self.records(values, depth=1)
        if page.is_record():
            yield from _spread(page.rest, number, "", self._file)


def _said(error: Exception, values: Values | None = None) -> str:
    """The parser's message in its own words, with the place."""
    if isinstance(error, json.JSONDecodeError):
        where = f"line {values.line_at(min(error.pos, len(error.doc) - 1))}, " if values else ""
        return f"{error.msg} ({where}column {error.colno})"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)
