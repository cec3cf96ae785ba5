r"""A BibTeX file → its entries, one by one: parsed by bibtexparser, mended where that gives up.

1. `bibblocks` cuts the blocks out of the stream.
2. bibtexparser reads a block. Where it fails (a missing comma, a name with a space, a brace too few) the fields are
   looked for one after another: `name = value`, as far as they can be told apart.
3. @string names, '#' and the months are resolved here, because they cross blocks; what they grow to is bounded.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from .bibblocks import MAX_BLOCK, START, Block, blocks

_FIELD = re.compile(r"([A-Za-z][\w:.+\-/ ]{0,60}?)\s{0,20}=\s*")
_NEXT_FIELD = re.compile(
    r"\n\s{0,80},?\s{0,80}[A-Za-z][\w:.+\-/ ]{0,40}?\s{0,20}=\s{0,20}[{\"\w]"
    r"|,\s{0,80}[A-Za-z][\w\-]{0,30}\s{0,20}=\s{0,20}[{\"]"
)
# In an entry that is never closed, the brace behind such a name was meant to open a field.
_SURE_FIELD = re.compile(
    r"(?:\n|,)\s{0,80},?\s{0,80}(?:title|author|editor|year|date|month|journal|journaltitle|booktitle|volume|number|pages|"
    r"publisher|address|location|doi|url|isbn|issn|abstract|keywords|note|series|institution|school|language|file|"
    r"eprint|archiveprefix|references|affiliation|type|source)\s{0,20}=\s{0,20}[{\"]",
    re.IGNORECASE,
)
_OPENS_NEXT = re.compile(r",\s{0,40}[A-Za-z][\w\-]{0,30}\s{0,20}=\s{0,20}\Z")
_PLAIN_VALUE = re.compile(r"[,}\n]|$")
_MARK = re.compile(r'[{}]|(?<!\\)"')  # BibTeX wants '{\\"u}', but people write "M\\"uller"
_MONTHS = {
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May", "jun": "June", "jul": "July",
    "aug": "August", "sep": "September", "oct": "October", "nov": "November", "dec": "December",
}  # fmt: skip
_MENDED = "whose braces do not match: read as far as its fields can be told apart"
_MAX_STRING = 1 << 20


class TooLong(ValueError):
    """What @string names stand for is longer than any field is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: type and field names in lower case, values with their LaTeX; `broken` says what had to be mended."""

    line: int
    type: str
    key: str
    fields: dict[str, str]
    broken: str | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A piece that could not be read: its line, why, and its text."""

    line: int
    reason: str
    text: str


def entries(lines: Iterable[str]) -> Iterator[Entry | Lost]:
    """All entries, in the file's order; @string definitions hold for what follows, comments are left out."""
    strings = dict(_MONTHS)
    for block in blocks(lines):
        text = block.text
        start = START.match(text)
        kind = start[1].lower() if start else ""
        if kind in ("comment", "preamble"):
            continue
        try:
            if start is None:
                yield Lost(block.line, "fields outside of any entry", text)
            elif kind == "string":
                yield from _define(block, text, start.end(), strings)
            else:
                yield _entry(block, kind, text, strings)
        except TooLong:
            yield Lost(block.line, f"its @string names grow beyond {_MAX_STRING >> 20} MB", text)


def _define(block: Block, text: str, at: int, strings: dict[str, str]) -> Iterator[Lost]:
    """Takes up what one @string says: a name and its value, or several behind commas."""
    name, equals, value = text[at : -1 if block.closed else None].partition("=")
    if equals and block.closed and all(map(_is_one, _parts(value))):
        pairs = [(name, value)]
    else:
        pairs = _mended(text, at, closed=block.closed)[1] if equals else []
    for known, value in pairs:
        strings[known.strip().lower()] = resolved(value.strip(), strings)
    if not pairs:
        yield Lost(block.line, "an @string without '='", text)


# --- one entry -----------------------------------------------------------------------------------------------------


def _entry(block: Block, kind: str, text: str, strings: dict[str, str]) -> Entry | Lost:
    if len(text) > MAX_BLOCK:
        return Lost(block.line, f"an entry longer than {MAX_BLOCK >> 20} MB", text)
    parsed = _parsed(text) if block.closed else None
    key, pairs = parsed or _mended(text, closed=block.closed)
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name.lower().strip(), resolved(value, strings))
    if not fields:
        why = "an entry without fields" if block.closed else "an entry that is never closed"
        return Lost(block.line, why, text)
    return Entry(block.line, kind, key, fields, None if block.closed else _MENDED)


@cache
def _splitter() -> Any:
    from bibtexparser import splitter

    # It logs what it cannot read; we mend it or report it with file and line ourselves.
    logging.getLogger(splitter.__name__).setLevel(logging.CRITICAL + 1)
    return splitter.Splitter


def _parsed(text: str) -> tuple[str, list[tuple[str, str]]] | None:
    """Key and raw fields as bibtexparser reads them; None where it fails or finds more than one block."""
    library = _splitter()(text).split()
    if len(library.blocks) != 1:
        return None
    block = getattr(library.blocks[0], "ignore_error_block", None) or library.blocks[0]
    if not hasattr(block, "fields"):
        return None
    # A missing comma makes it take the next field into the value.
    if any("\n" in f.key or not all(map(_is_one, _parts(f.value))) for f in block.fields):
        return None
    return block.key, [(f.key, f.value) for f in block.fields]


def _mended(text: str, at: int | None = None, *, closed: bool) -> tuple[str, list[tuple[str, str]]]:
    """Key and raw fields of a block that is not well formed, in the order in which they are found.

    From `at` on there are fields only; without it, a key is looked for first.
    """
    key = ""
    if at is None:
        start = START.match(text)
        at = start.end() if start else 0
        head = re.compile(r"\s*([^\s,={}\"]*)\s*(?:,|(?=[\w\- ]+=)|$)").match(text, at)
        if head and not re.compile(r"\s*=").match(text, head.end()):
            key, at = head[1], head.end()
    closing = _closing(text)
    pairs = []
    while found := _FIELD.search(text, at):
        value, at = _value(text, found.end(), closing, closed=closed)
        pairs.append((found[1], value))
    return key, pairs


def _closing(text: str) -> dict[int, int]:
    """Where each opening brace is closed; those that never are, are missing. Once for a block, so that it is linear."""
    stack: list[int] = []
    found: dict[int, int] = {}
    for mark in re.finditer(r"[{}]", text):
        if mark[0] == "{":
            stack.append(mark.start())
        elif stack:
            found[stack.pop()] = mark.start()
    return found


def _value(text: str, at: int, closing: dict[int, int], *, closed: bool) -> tuple[str, int]:
    """A raw value and the position behind it: to the closing brace or quote, or to what looks like the next field."""
    if text[at : at + 1] not in ('"', "{"):
        end = _PLAIN_VALUE.search(text, at)
        stop = end.start() if end else len(text)
        return text[at:stop].strip(), stop
    quote = text[at] == '"'
    close = _end_of_quote(text, at, closing) if quote else closing.get(at, -1)
    if quote and _OPENS_NEXT.search(text, max(at, close - 80), max(close, 0)):  # the quote opens the next field
        close = -1
    following = _SURE_FIELD.search(text, at + 1, close) if not closed and close >= 0 else None
    if close >= 0 and not following:
        return text[at : close + 1], close + 1
    following = following or _NEXT_FIELD.search(text, at + 1)
    stop = following.start() if following else len(text)
    inside = text[at + 1 : stop].strip().rstrip(",").rstrip()
    return "{" + _balanced(inside.rstrip('"') if quote else inside) + "}", stop


def _end_of_quote(text: str, at: int, closing: dict[int, int]) -> int:
    """Where the quote that opens at a position is closed, outside of braces; -1 where it never is."""
    mark = _MARK.search(text, at + 1)
    while mark:
        if mark[0] == '"':
            return mark.start()
        if mark[0] == "}" or mark.start() not in closing:
            return -1
        mark = _MARK.search(text, closing[mark.start()] + 1)
    return -1


def _balanced(text: str) -> str:
    """The text with closing braces that nothing opened left out, and the missing ones added."""
    out, depth = [], 0
    for char in text:
        if char == "}" and depth == 0:
            continue
        depth += {"{": 1, "}": -1}.get(char, 0)
        out.append(char)
    return "".join(out) + "}" * depth


def resolved(value: str, strings: dict[str, str]) -> str:
    """A raw value without its enclosing: "…", {…}, a number, a name, or several joined by '#'."""
    parts = [_part(p.strip(), strings) for p in _parts(value)]
    if sum(map(len, parts)) > len(value) + _MAX_STRING:
        raise TooLong
    return "".join(parts)


def _part(part: str, strings: dict[str, str]) -> str:
    if len(part) > 1 and (part[0], part[-1]) in (("{", "}"), ('"', '"')):
        return part[1:-1]
    return strings.get(part.lower(), part)


def _is_one(part: str) -> bool:
    """Whether an operand is one braced or quoted text, a number or a name."""
    part = part.strip()
    if part[:1] not in ("{", '"'):
        return not re.search(r'[\s"{}]', part)
    depth = 0
    for mark in _MARK.finditer(part):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth == 0 and mark[0] == ("}" if part[0] == "{" else '"') and mark.start() > 0:
            return mark.end() == len(part)
    return False


def _parts(value: str) -> list[str]:
    """The operands of '#', which counts outside of braces and quotes only."""
    if "#" not in value:
        return [value]
    parts, depth, quoted, start = [], 0, False, 0
    for mark in re.finditer(r'[{}"#]', value):
        if mark[0] == '"' and depth == 0:
            quoted = not quoted
        elif mark[0] == "#" and depth == 0 and not quoted:
            parts.append(value[start : mark.start()])
            start = mark.end()
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
    return [*parts, value[start:]]
