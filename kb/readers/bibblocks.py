"""A BibTeX file → its blocks '@type{…}' with their lines: cut out of the stream by braces, so that no file is held.

1. Braces are counted as BibTeX does. A line that begins an entry while another is still open closes that one.
2. What stays open to the end, or outgrows 16 MB, is searched for entries that begin anywhere in it, and cut there: a
   broken entry takes nothing but itself along, in a library on one line too.
3. Text between blocks is a comment, unless it looks like fields: then a brace too many closed the block early.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MAX_BLOCK = 16 << 20

START = re.compile(r"@\s*([A-Za-z]\w*)\s*([{(])")
_AT_LINE_END = re.compile(r"@[ \t]*(?:[A-Za-z]\w*)?\s*$")
# An entry inside an entry: at a line's start with a key and a comma behind it, or a definition …
_RESTART = re.compile(
    r"\s*@[ \t]*(?:(?:string|preamble|comment)\s*[{(]|[A-Za-z]\w*\s*[{(]\s*[^\s,{}()=\"]+\s*,)", re.IGNORECASE
)
# … and anywhere with a field behind the key too.
_WITHIN = re.compile(
    r"@[ \t]*[A-Za-z]\w*\s{0,9}[{(]\s{0,99}[^\s,{}()=\"]{1,200}\s{0,9},\s{0,99}[A-Za-z][\w:.\-]{0,60}\s{0,60}="
)
_STRAY = re.compile(r'[\s,}]*[A-Za-z][\w\-]*\s*=\s*[{"]')
_BRACES = re.compile(r"[{}]")
_BRACES_AND_MORE = re.compile(r'[{}")]')


@dataclass(slots=True)
class Block:
    """One block: its first line's number, its text, and whether its own brace ended it."""

    line: int
    parts: list[str] = field(default_factory=list)
    closed: bool = False
    size: int = 0

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)


def blocks(lines: Iterable[str]) -> Iterator[Block]:
    """The blocks in their order; fields that stand outside of any block are one that has no '@'."""
    cut = _Cutter()
    for number, line in enumerate(lines, 1):
        for block in cut.feed(number, line):
            yield from _apart(block)
    for block in cut.end():
        yield from _apart(block)


class _Cutter:
    """The block that is being cut out, and the one before it, which waits for stray fields."""

    def __init__(self) -> None:
        self._open: Block | None = None
        self._done: Block | None = None
        self._depth = 0
        self._paren = self._quoted = self._comment = False
        self._waiting = Block(0)  # '@article' at a line's end, its brace on a later one

    def feed(self, number: int, line: str) -> Iterator[Block]:
        """Takes one line in; gives the blocks that are complete."""
        if self._open and (self._open.size > MAX_BLOCK or (not self._comment and _RESTART.match(line))):
            yield from self._finish(closed=False)
        at = 0
        while True:
            if self._open is None:
                start = self._begin(line, at, number)
                if start < 0:
                    self._stray(line[at:], number)
                    return
                at = start
            at = self._advance(line, at)
            if at < 0:
                return
            yield from self._finish(closed=True)

    def end(self) -> Iterator[Block]:
        """What is left when the lines are over."""
        if self._open:
            yield from self._finish(closed=False)
        if self._done:
            yield self._done

    def _finish(self, *, closed: bool) -> Iterator[Block]:
        if self._done:
            yield self._done
        self._done, self._open = self._open, None
        if self._done:
            self._done.closed = closed

    def _begin(self, line: str, at: int, number: int) -> int:
        """Opens a block where one begins in this line, from `at` on; the position behind its brace, or -1."""
        start = START.search(line, at)
        if start and line.rfind("%", at, start.start()) < 0:
            self._stray(line[at : start.start()], number)
            self._opened(number, start)
            return start.end()
        if at == 0 and self._waiting.parts:
            head = self._waiting.text
            if start := START.match(f"{head}{line}"):
                self._opened(self._waiting.line, start)
                return start.end() - len(head)
        ends = _AT_LINE_END.search(line, at) if "@" in line and "%" not in line else None
        if ends:
            self._waiting = Block(number, [ends[0], "\n"])
        elif self._waiting.parts and re.fullmatch(r"\s*(?:%.*|[A-Za-z]+\s*)?", line) and len(self._waiting.parts) < 20:
            self._waiting.add("" if "%" in line else line.strip())  # '@', a comment, 'book', '{': TeX takes it
        else:
            self._waiting = Block(0)
        return -1

    def _opened(self, line: int, start: re.Match[str]) -> None:
        self._open, self._waiting = Block(line), Block(0)
        self._open.add(start[0])
        self._comment = start[1].lower() == "comment"
        self._paren, self._quoted = start[2] == "(", False
        self._depth = 0 if self._paren else 1

    def _advance(self, line: str, at: int) -> int:
        """Takes the line in from `at`; the position behind the block's end, or -1 where it goes on."""
        assert self._open
        end = self._end(line, at)
        self._open.add(line[at:end] if end >= 0 else line[at:] + "\n")
        return end

    def _end(self, line: str, at: int) -> int:
        for mark in (_BRACES_AND_MORE if self._paren else _BRACES).finditer(line, at):
            char = mark[0]
            if char == "{":
                self._depth += 1
            elif char == "}":
                self._depth -= 1
                if self._depth < 0 or (self._depth == 0 and not self._paren):
                    return mark.end()
            elif self._depth == 0 and char == '"':
                self._quoted = not self._quoted
            elif self._depth == 0 and not self._quoted:
                return mark.end()
        return -1

    def _stray(self, text: str, number: int) -> None:
        """Keeps text between blocks with the one before it where it looks like fields."""
        done = self._done
        if done and not done.closed and done.size > MAX_BLOCK:
            return
        if done is None:
            if _STRAY.match(text):
                self._done = Block(number, [text, "\n"])
        elif not done.closed or (_STRAY.match(text) and START.match(done.parts[0])):
            done.add(f",\n{text}\n" if done.closed else f"{text}\n")
            done.closed = False


def _apart(block: Block) -> Iterator[Block]:
    """The block itself; one that never closed is cut where other entries begin in it."""
    starts = (
        [] if block.closed or "@" not in (text := block.text)[1:] else [m.start() for m in _WITHIN.finditer(text, 1)]
    )
    if not starts:
        yield block
        return
    line = block.line
    for begin, end in zip([0, *starts], [*starts, len(text)], strict=True):
        cut = _Cutter()
        piece = text[begin:end]
        start = START.match(piece)
        if start:
            cut._opened(line, start)
            close = cut._end(piece, start.end())
            yield Block(line, [piece[:close] if close >= 0 else piece.rstrip()], close >= 0)
        else:
            yield Block(line, [piece])
        line += piece.count("\n")
