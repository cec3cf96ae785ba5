"""Files → papers: `read(*sources)`, and the registry of formats.

A new format is one module beside this one, with SUFFIXES, `sniff` and `read` as `Reader` says, and one line in READERS.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

from ..errors import BadInput
from ..records import Paper, Skipped
from . import (
    arxiv,
    arxivdump,
    bibtex,
    crossref,
    csljson,
    dump,
    grobid,
    jats,
    jsonl,
    nbib,
    nquads,
    openalex,
    pubmed,
    refer,
    refworks,
    ris,
    s2orc,
    scopus,
    semanticscholar,
    table,
    text,
    texts,
    unixref,
    wos,
    zipped,
)
from .decoding import Text, Unreadable


class Reader(Protocol):
    """What a format's module offers: pass `read` a list of lines and it is tested."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]:
        """Names' ends, in lower case with the dot; '' is a file without one."""

    def sniff(self, head: str) -> bool:
        """Whether the first 64 KiB of a file are of this format."""

    def read(self, lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
        """Papers with their source, and what became none with its reason; `lines` come without their ends."""


READERS: dict[str, Reader] = {
    "nquads": nquads,
    "openalex": openalex,
    "pubmed": pubmed,
    "unixref": unixref,
    "jats": jats,
    "grobid": grobid,
    "arxiv": arxiv,
    "arxiv-json": arxivdump,
    "s2orc": s2orc,
    "s2": semanticscholar,
    "crossref": crossref,
    "csl": csljson,
    "jsonl": jsonl,
    "scopus": scopus,
    "table": table,
    "bibtex": bibtex,
    "ris": ris,
    "wos": wos,
    "nbib": nbib,
    "refer": refer,
    "refworks": refworks,
    "dump": dump,
    "text": text,
}
"""Name → module. Asked by content in this order, then by suffix."""

PROSE = ("dump", "text")
"""Formats without a signature: a program or a table holds sentences too, so their suffix has to agree as well."""

_OTHER = {
    r"\s*<\?xml|\s*<!DOCTYPE|\s*<html": "XML of another kind, or HTML,",
    r"\{\\rtf": "rich text",
    r"\\documentclass": "a LaTeX document",
    r"#!": "a program",
}
_APART = re.compile(r"(?:readme|licen[cs]e|changelog|copying|contributing|requirements|authors)\b", re.IGNORECASE)

OnSkip = Callable[[Skipped], None]
Formats = Mapping[str, Reader]


class Papers(Iterator[Paper]):
    """The papers of some sources, one at a time.

    `skipped` holds what became none, as far as has been read; `files` what an exported knowledge base holds beside its
    records (name → text); `sources` are the files and folders as they were named.
    """

    def __init__(self, sources: Iterable[str | Path], on_skip: OnSkip | None, formats: Formats) -> None:
        self.skipped: list[Skipped] = []
        self.files: dict[str, str] = {}
        self.sources = tuple(str(source) for source in sources)
        self._tell = on_skip
        self._papers = (paper for source in sources for paper in _read(source, self._skip, formats))
        self._ahead: list[Paper] = []

    def __next__(self) -> Paper:
        return self._ahead.pop() if self._ahead else next(self._papers)

    def __bool__(self) -> bool:
        """Whether there is a paper still to come."""
        if not self._ahead:
            self._ahead = list(islice(self._papers, 1))
        return bool(self._ahead)

    def _skip(self, skipped: Skipped) -> None:
        if isinstance(skipped, nquads.OwnedFile):
            self.files[skipped.name] = skipped.text
            return
        self.skipped.append(skipped)
        if self._tell:
            self._tell(skipped)


def read(*sources: str | Path, on_skip: OnSkip | None = None, formats: Formats | None = None) -> Papers:
    """The papers in files, folders (walked in sorted order) and '-' (standard input), one at a time.

    What becomes no paper is in `.skipped`, and goes to `on_skip`, with file, line and reason; reading goes on. A source
    that does not exist raises BadInput at once; nothing else raises.

    >>> for paper in read("library/", on_skip=print): ...             # doctest: +SKIP
    """
    for source in sources:
        if str(source) != "-" and (not str(source) or not Path(source).exists()):
            link = " (a link to nothing)" if Path(source).is_symlink() else ""
            raise BadInput(f"no such file or folder: {source or repr('')}{link}")
    return Papers(sources, on_skip, formats or READERS)


def read_texts(source: str | Path, on_skip: OnSkip | None = None) -> Papers:
    """As `read`; but JSON Lines of {id, text, title} are taken as they stand, one paper a line, empty ones too."""
    return read(source, on_skip=on_skip, formats={"texts": texts, **READERS})


def read_lines(lines: Iterable[str], format: str, file: str = "-") -> Iterator[Paper | Skipped]:
    """The papers in lines of a known format, and what became none."""
    return READERS[format].read(lines, file)


def _read(source: str | Path, report: OnSkip, formats: Formats) -> Iterator[Paper]:
    if str(source) == "-":
        yield from _stream(sys.stdin.buffer, "-", "", report, formats, named=True)
    elif Path(source).is_dir():
        empty = True
        for path in walk(Path(source), report):
            empty = False
            yield from _file(path, report, formats, named=False)
        if empty:
            report(Skipped(str(source), 1, "no file in this folder"))
    else:
        yield from _file(Path(source), report, formats, named=True, as_given=str(source))


def walk(folder: Path, report: OnSkip, above: frozenset[str] = frozenset()) -> Iterator[Path]:
    """The files under a folder, sorted by name; hidden ones and links back to where we are are reported."""
    real = os.path.realpath(folder)
    if real in above:
        report(Skipped(str(folder), 1, "a link back to a folder above it"))
        return
    if (folder / "facts.db").is_file():
        report(Skipped(str(folder), 1, "a knowledge base, no papers: `kb export all.nq` there gives what can be added"))
        return
    try:
        entries = sorted(folder.iterdir(), key=lambda p: p.name)
    except OSError as e:
        report(Skipped(str(folder), 1, f"cannot be read: {e.strerror or e}"))
        return
    for path in entries:
        if path.name.startswith("."):
            report(Skipped(str(path), 1, "hidden"))
        elif path.is_dir():
            yield from walk(path, report, above | {real})
        else:
            yield path


def _file(path: Path, report: OnSkip, formats: Formats, *, named: bool, as_given: str | None = None) -> Iterator[Paper]:
    # A name in another encoding than UTF-8 can be opened as it is, and is told and kept with those bytes escaped.
    file = os.fsencode(as_given or path).decode("utf-8", "backslashreplace")
    if not named and _is_note(path):
        report(Skipped(file, 1, "a note about the folder, by its name"))
        return
    if not named and path.exists() and not path.is_file():
        report(Skipped(file, 1, "no regular file"))
        return
    try:
        with path.open("rb") as stream:
            if path.is_file() and zipped.is_zip(stream):
                yield from _archive(stream, file, report, formats)
            else:
                yield from _stream(stream, file, _suffix(path.name), report, formats, named=named)
    except OSError as e:
        report(Skipped(file, 1, f"cannot be read: {e.strerror or e}"))


def _archive(stream: BinaryIO, file: str, report: OnSkip, formats: Formats) -> Iterator[Paper]:
    """The papers of the files in a zip archive, which is read like a folder."""
    nothing = True
    try:
        for name, content in zipped.contents(stream, lambda name, why: report(Skipped(f"{file}/{name}", 1, why))):
            nothing = False
            inside = Path(name)
            if _is_note(inside):
                report(Skipped(f"{file}/{name}", 1, "a note about the folder, by its name"))
            else:
                yield from _stream(content, f"{file}/{name}", _suffix(inside.name), report, formats, named=False)
    except Unreadable as e:
        report(Skipped(file, 1, str(e)))
    else:
        if nothing:
            report(Skipped(file, 1, "no file to be read in this archive"))


def _is_note(path: Path) -> bool:
    return bool(_APART.match(path.name)) and path.suffix.lower() in (*text.SUFFIXES, *dump.SUFFIXES)


def _suffix(name: str) -> str:
    """The last part of a name, '.gz' left aside; a number behind a dot ('1806.07572') is none."""
    suffix = Path(name.lower().removesuffix(".gz")).suffix
    return suffix if suffix[1:2].isalpha() else ""


def _stream(
    stream: BinaryIO, file: str, suffix: str, report: OnSkip, formats: Formats, *, named: bool
) -> Iterator[Paper]:
    try:
        content = Text(stream, lambda line, reason, excerpt: report(Skipped(file, line, reason, excerpt)))
    except Unreadable as e:
        report(Skipped(file, 1, str(e)))
        return
    if not content.head.strip():
        report(Skipped(file, 1, "empty file"))
        return
    name = recognise(content.head, suffix, named=named, formats=formats)
    if name is None:
        report(Skipped(file, 1, _unknown(content.head, suffix), content.head.strip().split("\n")[0][:80]))
        return
    nothing = True
    for item in formats[name].read(content.lines(), file):
        nothing = False
        if isinstance(item, Paper):
            yield item
        else:
            report(item)
    if nothing:
        report(Skipped(file, 1, f"no record in it (read as {name})"))


def recognise(head: str, suffix: str = "", *, named: bool = True, formats: Formats | None = None) -> str | None:
    """The name of the reader for a file with this head and suffix; None where nobody knows it.

    `named` says that the user named this very file: then running text is read whatever its suffix.
    """
    for name, reader in (formats or READERS).items():
        if name in PROSE and (_other(head) or not (named or suffix in reader.SUFFIXES)):
            continue
        if reader.sniff(head):
            return name
    known = (name for name, reader in READERS.items() if suffix and suffix in reader.SUFFIXES)
    return None if _other(head) else next(known, None)


def _other(head: str) -> str | None:
    return next((name for pattern, name in _OTHER.items() if re.match(pattern, head)), None)


def _unknown(head: str, suffix: str) -> str:
    other = _other(head)
    what = f"{other} is not read yet" if other else f"no reader knows {suffix or 'this content'}"
    return f"{what}; known: {', '.join(READERS)}"
