"""The record elements of an XML file with the line each begins on, one at a time, within bounds.

1. What stands before the root is read here and never shown to the parser: a document type with declarations of its own
   (entities: a few lines can unfold to gigabytes, or name a file) is refused; one that only names a DTD is passed over.
2. Characters named as in HTML (`&nbsp;`) are put in as what they are; no other entity can exist.
3. The text is fed to the parser record by record; each element is dropped when its reader is done with it.
4. Where a record breaks off, that is told; reading goes on at the next one as if the elements around it stood there.

Source of the limits: libxml2 stops at 256 levels and at texts of 10 MB by itself; nothing is loaded from anywhere.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from ..records import Paper, Skipped
from .decoding import Part, pieces

if TYPE_CHECKING:
    from lxml.etree import XMLPullParser, XMLSyntaxError
    from lxml.etree import _Element as Element

    Found = tuple[int, Element] | Skipped

BLOCK = 1 << 16
MAX_PROLOG = 1 << 20
MAX_RECORD = 1 << 26
"""Characters of one record: a longer one is no record."""

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
# What XML 1.0 has no place for.
_FORBIDDEN = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff\\ud800-\\udfff]")
_PLACE = re.compile(r",? line \d+, column \d+.*$", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE(?:[^\[<>\"']|\"[^\"]*\"|'[^']*')*(.)", re.DOTALL | re.IGNORECASE)


class Refused(ValueError):
    """This document is not given to the parser; the message says why and what to do."""


def elements(lines: Iterable[str], file: str, names: Iterable[str]) -> Iterator[Found]:
    """(line, element) for each element of these local names; what breaks off or is refused as Skipped."""
    document = _Document(file, names)
    for text, line in _blocks(lines):
        yield from document.feed(text, line)
        if document.refused:
            return
    yield from document.end()


def papers(
    lines: Iterable[str], file: str, names: Iterable[str], paper_from: Callable[[Element, str, int], Paper | Skipped]
) -> Iterator[Paper | Skipped]:
    """What `paper_from` makes of each element of these names, and what is none."""
    for item in elements(lines, file, names):
        yield item if isinstance(item, Skipped) else paper_from(item[1], file, item[0])


def _blocks(lines: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The text in blocks that never part a tag's name from what follows it, with the line each begins on."""
    parts: list[str] = []
    size, line, first = 0, 1, 1
    for piece in pieces(lines):
        parts.append(piece if isinstance(piece, Part) else piece + "\n")
        line += not isinstance(piece, Part)
        size += len(piece)
        if size >= BLOCK:
            yield "".join(parts), first
            parts, size, first = [], 0, line
    if parts:
        yield "".join(parts), first


class _Document:
    """A parser that is fed, and started again where a record breaks off or another document begins."""

    def __init__(self, file: str, names: Iterable[str]) -> None:
        self._file, self._names = file, frozenset(names)
        self._cut = re.compile(rf"<(?:\?xml\s|(?:[\w.-]+:)?(?:{'|'.join(sorted(self._names))})(?=[\s/>]))")
        self._around: list[tuple[str, dict[str | None, str]]] = []  # the elements in which the first record stood
        self.refused = False
        self._begin()

    def _begin(self) -> None:
        """Before a document: nothing is known of it."""
        self._parser: XMLPullParser | None = None
        self._first = 1  # the line of the file that is the parser's first
        self._prolog, self._prolog_line = "", 1
        self._depth = self._inside = self._size = 0
        self._line = self._record_line = 1
        self._waiting = False  # for the next record, behind a broken one

    def feed(self, text: str, line: int) -> Iterator[Found]:
        """The records that end in this text, which begins on this line."""
        text = _FORBIDDEN.sub(" ", _ENTITY.sub(_character, text))
        cuts = [0, *(m.start() for m in self._cut.finditer(text) if m.start()), len(text)]
        for begin, end in pairwise(cuts):
            piece = text[begin:end]
            yield from self._piece(piece, line)
            if self.refused:
                return
            line += piece.count("\n")

    def _piece(self, piece: str, line: int) -> Iterator[Found]:
        opens = self._cut.match(piece)
        if opens and piece.startswith("<?xml") and (self._parser is not None or self._waiting):
            yield from self.end()
            self._begin()
        elif opens and self._parser is not None and self._inside:
            yield from self._broken(self._record_line, "the record that begins here has no end")
        elif opens and self._parser is not None and self._depth == 0:
            self._begin()  # documents without a declaration in a row
        if self._waiting:
            if not opens:
                return
            self._restart(line)
        if self._parser is None:
            if not self._prolog:
                self._prolog_line = line
            self._prolog += piece
            try:
                at = _root(self._prolog)
            except Refused as e:
                self.refused = True
                where = self._prolog_line + self._prolog[: self._prolog.upper().find("<!DOCTYPE")].count("\n")
                yield Skipped(self._file, where, str(e), "")
                return
            if at is None:
                return
            line = self._prolog_line + self._prolog.count("\n", 0, at)
            piece, self._prolog = self._prolog[at:], ""
            self._parser = _parser()
            self._first = line
        yield from self._parse(piece, line)

    def _parse(self, piece: str, line: int) -> Iterator[Found]:
        from lxml import etree

        self._line, self._size = line, self._size + len(piece)
        broken: XMLSyntaxError | None = None
        assert self._parser is not None
        try:
            self._parser.feed(piece.encode("utf-8"))
        except etree.XMLSyntaxError as e:
            broken = e
        for event, element in self._parser.read_events():
            yield from self._event(event, element)
        if broken:
            where = self._first + max(broken.position[0] - 1, 0)
            yield from self._broken(where, f"broken XML: {self._said(broken)}")
        elif self._inside and self._size > MAX_RECORD:
            yield from self._broken(self._record_line, f"a record of more than {MAX_RECORD >> 20} MB")

    def _event(self, event: str, element: Element) -> Iterator[Found]:
        if event == "start":
            self._depth += 1
            if self._inside:
                self._inside += 1
            elif local(element) in self._names:
                self._inside, self._record_line, self._size = 1, self._line, 0
                if not self._around:
                    self._around = [(_qualified(a), dict(a.nsmap)) for a in element.iterancestors()][::-1]
            return
        self._depth -= 1
        if self._inside:
            self._inside -= 1
            if self._inside:
                return
            yield self._record_line, element
        element.clear()
        parent = element.getparent()
        if parent is not None and len(parent) > 1:
            del parent[: len(parent) - 1]

    def _broken(self, line: int, reason: str) -> Iterator[Skipped]:
        shown = "" if self._inside else "no record is lost by it"
        yield Skipped(self._file, line, f"{reason}; reading goes on at the next record", shown)
        self._parser, self._waiting, self._inside = None, True, 0

    def _restart(self, line: int) -> None:
        """A new parser, in the elements that the first record stood in."""
        self._waiting = False
        self._parser = parser = _parser()
        self._first, self._depth = line, 0
        opening = "".join(f"<{name}{_declared(spaces)}>" for name, spaces in self._around)
        if opening:
            parser.feed(opening.encode())
            self._depth = sum(event == "start" for event, _ in parser.read_events())

    def _said(self, error: XMLSyntaxError) -> str:
        """The parser's message with lines of the file."""
        said = _PLACE.sub("", error.msg or "not well-formed")
        return re.sub(r"\bline (\d+)", lambda m: f"line {int(m[1]) + self._first - 1}", said).replace("\n", " ")

    def end(self) -> Iterator[Found]:
        """What is wrong with how the file ends."""
        if self._parser is not None and self._depth:
            what = "in the middle of a record" if self._inside else "before its last element is closed"
            yield Skipped(
                self._file,
                self._record_line if self._inside else self._line,
                f"broken XML: it ends {what}; the records before are kept",
                "",
            )


def _parser() -> XMLPullParser:
    from lxml import etree

    return etree.XMLPullParser(
        events=("start", "end"), encoding="utf-8", resolve_entities=False, load_dtd=False, dtd_validation=False,
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip


def _root(text: str) -> int | None:
    """Where the root element begins; None where the text ends before; Refused for declarations in front of it."""
    at = 0
    while at < len(text):
        rest = text[at : at + 9].upper()
        if rest[0].isspace() or rest[0] == "\ufeff":
            at += 1
        elif rest.startswith(("<?", "<!--")):
            ending = "?>" if rest[1] == "?" else "-->"
            there = text.find(ending, at)
            at = there + len(ending) if there >= 0 else len(text)
        elif rest.startswith("<!DOCTYPE"):
            found = _DOCTYPE.match(text, at)
            if found and found[1] != ">":
                raise Refused(
                    "a document type with declarations of its own (entities) is not read: it can unfold to gigabytes "
                    "or fetch files; take the part in [ ] out of <!DOCTYPE …> if you trust the file"
                )
            at = found.end() if found else len(text)
        else:
            return at
    if len(text) > MAX_PROLOG:
        raise Refused("a megabyte in front of the first element: no record can be found")
    return None


def _character(named: re.Match[str]) -> str:
    """A character named as in HTML; a name that nobody knows stays as it is written."""
    if named[1] in _PREDEFINED:
        return named[0]
    found = html.unescape(named[0])
    return html.escape(found, quote=False) if found != named[0] else f"&amp;{named[1]};"


def _qualified(element: Element) -> str:
    return f"{element.prefix}:{local(element)}" if element.prefix else local(element)


def _declared(spaces: dict[str | None, str]) -> str:
    return "".join(f' xmlns{":" + p if p else ""}="{html.escape(uri)}"' for p, uri in spaces.items() if p != "xml")


def local(element: Element) -> str:
    """The name of an element without its namespace; '' for what is none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
