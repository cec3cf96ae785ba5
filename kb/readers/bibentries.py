r"""A BibTeX file → its entries, one by one: cut out by braces, parsed by bibtexparser, mended where that gives up.

1. Blocks are cut out of the stream ourselves, counting braces as BibTeX does; an entry that begins while another is
   still open closes it. So a broken entry takes nothing but itself along, and the file is never held.
2. bibtexparser reads a block. Where it fails (a missing comma, a name with a space, a brace too few) the fields are
   looked for one after another: `name = value`, as far as they can be told apart.
3. @string names, '#' and the months are resolved here, because they cross blocks.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

_START = re.compile(r"@[ \t]*([A-Za-z]\w*)\s*([{(])")
# An entry inside an entry: at a line's start, with a key and a comma behind it, or a definition.
_RESTART = re.compile(r"\s*@[ \t]*(?:string|preamble|comment|[A-Za-z]\w*\s*[{(]\s*[^\s,{}()=\"]+\s*,)", re.IGNORECASE)
_FIELD = re.compile(r"([A-Za-z][\w:.+\-/ ]{0,60}?)\s{0,20}=\s*")
_NEXT_FIELD = re.compile(r"\n\s*,?\s*[A-Za-z][\w:.+\-/ ]{0,40}?\s*=\s*[{\"\w]|,\s*[A-Za-z][\w\-]{0,30}\s*=\s*[{\"]")
_MONTHS = {
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May", "jun": "June", "jul": "July",
    "aug": "August", "sep": "September", "oct": "October", "nov": "November", "dec": "December",
}  # fmt: skip
_MENDED = "whose braces do not match: read as far as its fields can be told apart"
_MAX_BLOCK = 16 << 20


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
    for line, text, closed in blocks(lines):
        start = _START.match(text)
        if not start:
            yield Lost(line, "fields outside of any entry", text)
            continue
        kind = start[1].lower()
        if kind in ("comment", "preamble"):
            continue
        if kind == "string":
            name, equals, value = text[start.end() : -1].partition("=")
            if equals:
                strings[name.strip().lower()] = resolved(value.strip(), strings)
            else:
                yield Lost(line, "an @string without '='", text)
            continue
        yield _entry(line, kind, text, closed, strings)


# --- blocks --------------------------------------------------------------------------------------------------------


def blocks(lines: Iterable[str]) -> Iterator[tuple[int, str, bool]]:
    """(line, text, closed) of each @block{…}; where fields stand behind its end, a brace too many closed it early."""
    scan = _Scan()
    done: tuple[int, str, bool] | None = None
    for number, line in enumerate(lines, 1):
        if scan.open and _RESTART.match(line):
            if done:
                yield done
            done = scan.take(closed=False)
        at = 0
        while at <= len(line):
            if not scan.open:
                begun = scan.begin(line, at, number)
                if begun < 0:
                    done = _with_stray(done, line[at:], number)
                    break
                at = begun
                if done:
                    yield done
                    done = None
            at = scan.advance(line, at)
            if at < 0:
                break
            done = scan.take(closed=True)
    if done:
        yield done
    if scan.open:
        yield scan.take(closed=False)


def _with_stray(done: tuple[int, str, bool] | None, line: str, number: int) -> tuple[int, str, bool] | None:
    """The last block with a line behind it: text between entries is a comment, unless it looks like fields."""
    if not re.match(r'\s*[\w\-]+\s*=\s*[{"]', line) and (done is None or done[2]):
        return done
    if done is None:
        return number, line, False
    return done[0], f"{done[1]},\n{line}" if done[2] else f"{done[1]}\n{line}", False


class _Scan:
    """The block that is being cut out: its text so far and how many braces are open."""

    def __init__(self) -> None:
        self.open = False
        self.parts: list[str] = []
        self.line = self.depth = 0
        self.paren = self.quoted = False
        self.waiting = ""
        self.waiting_line = 0

    def begin(self, line: str, at: int, number: int) -> int:
        """Opens a block where one begins in this line, from `at` on; the position behind its brace, or -1."""
        start = _START.search(line, at)
        if start and "%" not in line[at : start.start()]:
            self._open(number, start)
            return start.end()
        # '@article' at a line's end and the brace on the next one
        joined = f"{self.waiting}\n{line}"
        if self.waiting and (start := _START.match(joined)):
            self._open(self.waiting_line, start)
            return start.end() - len(self.waiting) - 1
        ends = re.search(r"@[ \t]*[A-Za-z]\w*\s*$", line[at:])
        if line.strip():
            self.waiting, self.waiting_line = (ends[0], number) if ends and "%" not in line else ("", 0)
        return -1

    def _open(self, line: int, start: re.Match[str]) -> None:
        self.open, self.line, self.parts, self.waiting = True, line, [start[0]], ""
        self.paren = start[2] == "("
        self.depth, self.quoted = (0 if self.paren else 1), False

    def advance(self, line: str, at: int) -> int:
        """Takes the line in from `at`; the position behind the block's end, or -1 where it goes on."""
        for mark in re.finditer(r'[{}]|[")]' if self.paren else r"[{}]", line[at:]):
            char = mark[0]
            if char == "{":
                self.depth += 1
            elif char == "}":
                self.depth -= 1
            elif char == '"':
                self.quoted = not self.quoted if self.depth == 0 else self.quoted
            ended = self.depth == 0 and (char == ")" and not self.quoted if self.paren else char == "}")
            if ended or self.depth < 0:
                self.parts.append(line[at : at + mark.end()])
                return at + mark.end()
        self.parts.append(line[at:] + "\n")
        return -1

    def take(self, *, closed: bool) -> tuple[int, str, bool]:
        text = "".join(self.parts)
        self.open, self.parts = False, []
        return self.line, text, closed


# --- one entry -----------------------------------------------------------------------------------------------------


def _entry(line: int, kind: str, text: str, closed: bool, strings: dict[str, str]) -> Entry | Lost:
    if len(text) > _MAX_BLOCK:
        return Lost(line, f"an entry longer than {_MAX_BLOCK >> 20} MB", text)
    parsed = _parsed(text) if closed else None
    key, pairs = parsed or _mended(text)
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name.lower().strip(), resolved(value, strings))
    if not fields:
        return Lost(line, "an entry that is never closed" if not closed else "an entry without fields", text)
    return Entry(line, kind, key, fields, None if closed else _MENDED)


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


def _mended(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Key and raw fields of a block that is not well formed, in the order in which they are found."""
    start = _START.match(text)
    at = start.end() if start else 0
    head = re.compile(r"\s*([^\s,={}\"]*)\s*(?:,|(?=[\w\- ]+=)|$)").match(text, at)
    key = ""
    if head and not re.match(r"\s*=", text[head.end() :]):
        key, at = head[1], head.end()
    pairs = []
    while found := _FIELD.search(text, at):
        value, at = _value(text, found.end())
        pairs.append((found[1], value))
    return key, pairs


def _value(text: str, at: int) -> tuple[str, int]:
    """A raw value and the position behind it: to the closing brace or quote, or to what looks like the next field."""
    if text[at : at + 1] not in ('"', "{"):
        end = re.compile(r"[,}\n]|$").search(text, at)
        stop = end.start() if end else len(text)
        return text[at:stop].strip(), stop
    depth, quote = 0, text[at] == '"'
    for mark in re.compile(r'[{}"]').finditer(text, at):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if mark.start() > at and depth == 0 and mark[0] == ('"' if quote else "}"):
            return text[at : mark.end()], mark.end()
        if depth < 0:
            break
    following = _NEXT_FIELD.search(text, at + 1)
    stop = following.start() if following else len(text)
    inside = text[at + 1 : stop].strip().rstrip(",").rstrip()
    return "{" + _balanced(inside.rstrip('"') if quote else inside) + "}", stop


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
    return "".join(_part(p.strip(), strings) for p in _parts(value))


def _part(part: str, strings: dict[str, str]) -> str:
    if len(part) > 1 and (part[0], part[-1]) in (("{", "}"), ('"', '"')):
        return part[1:-1]
    return strings.get(part.lower(), part)


def _is_one(part: str) -> bool:
    """Whether an operand is one braced or quoted text, a number or a name."""
    part = part.strip()
    if not part.startswith("{"):
        return part.startswith('"') or not re.search(r'[\s"{}]', part)
    depth = 0
    for mark in re.finditer(r"[{}]", part):
        depth += 1 if mark[0] == "{" else -1
        if depth == 0:
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
