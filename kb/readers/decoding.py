"""Bytes → lines of text: gunzipped, decoded and numbered as the user's editor numbers them, in one pass.

1. gzip is recognised by its first two bytes and opened within bounds (a bomb is refused, not unpacked).
2. A byte order mark decides for UTF-8 or UTF-16; without one, bytes that make sense in pairs only are UTF-16. NUL or
   control bytes make a file binary otherwise.
3. Every line is UTF-8 if it can be; otherwise the first part of the file decides between GB18030 (Chinese) and
   Windows-1252, which is noted, because no byte sequence is wrong in it.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import repeat
from typing import BinaryIO, cast

SAMPLE = 1 << 18
HEAD = 1 << 16
MAX_BYTES = 4 << 30
MAX_RATIO = 1000
RATIO_FROM = 100 << 20
MAX_LINE = 1 << 28
PIECE = 1 << 22
"""Of a line that is longer than this, whoever can go on with pieces gets them."""

Report = Callable[[int, str, str], None]
"""Called with (line, reason, excerpt) for what cannot be read."""

_MAGIC = {b"%PDF": "PDF: GROBID makes TEI of it", b"PK\x03\x04": "zip or office document: save it as text",
          b"\x89PNG": "image", b"SQLite format 3": "database"}  # fmt: skip
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_WRITTEN = re.compile(r"[\t\n\r -~\xa0-\u06ff\u1e00-\u22ff]")
_WRITTEN_HAN = re.compile(r"[\t\n\r -~\xa0-\u06ff\u2000-\u22ff\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
_ASCII = re.compile(r"[\t\n\r -~]")
_PLAIN = re.compile(r"[\t\n\r -~\u4e00-\u9fff]")
_UNWRITTEN = re.compile(r"[\0-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_PAIR = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")


class Unreadable(Exception):
    """This stream cannot be read on; the message says why."""


class Part(str):
    """The beginning or the middle of a long line: what follows belongs to the same line."""

    __slots__ = ()


class Lines(Iterable[str]):
    """Lines without their ends, once; as `pieces` of at most some MB for a reader that need not hold a line whole."""

    def __init__(self, read: Callable[[bool], Iterator[str]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[str]:
        return self._read(False)

    def pieces(self) -> Iterator[str]:
        """The lines, of a long one its Parts and then its rest."""
        return self._read(True)


def pieces(lines: Iterable[str]) -> Iterator[str]:
    """Lines, long ones in Parts where they come from a file; what is a list already comes as it is."""
    return lines.pieces() if isinstance(lines, Lines) else iter(lines)


class Text:
    """The lines of one byte stream, once, and its `head` for a reader's sniff.

    >>> import io
    >>> list(Text(io.BytesIO("a\\r\\n北京".encode("gb18030")), print).lines())
    ['a', '北京']
    """

    def __init__(self, stream: BinaryIO, report: Report) -> None:
        """Looks at the first 256 KiB; raises Unreadable where they are binary or nothing can be read."""
        self._report = report
        self._broken: Exception | None = None
        self._chunks = self._until_broken(_chunks(stream))
        self._sample = _take(self._chunks, SAMPLE)
        self._decoder: codecs.IncrementalDecoder | None = None
        encoding = _UTF16.get(self._sample[:2]) or _utf16_without_mark(self._sample[:HEAD])
        if encoding:
            self._decoder = codecs.getincrementaldecoder(encoding)("replace")
            self._sample = self._to_utf8(self._sample)
        self._sample = self._sample.removeprefix(codecs.BOM_UTF8)
        self._blank = 0  # lines without anything on them, in front of the sample
        while not self._sample.strip() and (chunk := next(self._chunks, b"")):
            self._blank += self._sample.count(b"\n")
            self._sample = self._to_utf8(chunk)
        if self._broken and not self._sample.strip():
            raise Unreadable(f"cannot be read: {self._broken}")
        _refuse_binary(self._sample)
        declared = _declared(self._sample)
        self._fallback = declared or ("gb18030" if _looks_chinese(self._sample) else None)
        self._noted = declared is not None
        cut = self._sample[:HEAD]
        # The head may end inside a character: what is broken there is no evidence.
        self.head = cut.decode("utf-8", "ignore") if _is_utf8(cut) else cut.decode(self._fallback or "cp1252", "ignore")

    def lines(self) -> Lines:
        """The lines without their ends; where the stream breaks off, that is reported and the lines end."""
        return Lines(self._lines)

    def _lines(self, cut: bool) -> Iterator[str]:
        number = self._blank
        yield from repeat("", self._blank)
        try:
            for raw, whole in self._split(PIECE if cut else MAX_LINE):
                *before, last = self._decode(raw, number + 1).split("\r")
                for line in before:
                    number += 1
                    yield self._clean(line, number)
                if whole:
                    number += 1
                    yield self._clean(last, number)
                else:
                    yield Part(self._clean(last, number + 1))
        except Unreadable as e:
            self._broken = e
        if self._broken:
            self._report(number + 1, f"the file breaks off here: {self._broken}", "")

    def _clean(self, line: str, number: int) -> str:
        if "\0" in line:
            self._report(number, "NUL bytes in this line", line.replace("\0", "")[:80])
            return ""
        return line

    def _until_broken(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The chunks up to the first error, which is kept and told where the lines end."""
        try:
            yield from chunks
        except (Unreadable, OSError, EOFError, zlib.error) as e:
            self._broken = e

    def _split(self, longest: int) -> Iterator[tuple[bytes, bool]]:
        """Each line and True; of one longer than `longest`, where that is not the limit of all, pieces and False."""
        parts: list[bytes] = []
        size = 0
        for chunk in self._all():
            *whole, rest = chunk.split(b"\n")
            for piece in whole:
                yield b"".join([*parts, piece]), True
                parts, size = [], 0
            parts.append(rest)
            size += len(rest)
            if size > longest:
                if longest == MAX_LINE:
                    raise Unreadable(f"a line is longer than {MAX_LINE >> 20} MB")
                held = b"".join(parts)
                # None of these bytes is a part of a longer character, in GB18030 neither.
                if at := max(held.rfind(b" ") + 1, held.rfind(b",") + 1, held.rfind(b'"') + 1):
                    yield held[:at], False
                parts, size = [held[at:]], len(held) - at
                if size > MAX_LINE:
                    raise Unreadable(f"{MAX_LINE >> 20} MB without a space, a comma or a quotation mark")
        if any(parts):
            yield b"".join(parts), True

    def _all(self) -> Iterator[bytes]:
        yield self._sample
        self._sample = b""
        for chunk in self._chunks:
            yield self._to_utf8(chunk)
        if self._decoder and (rest := self._decoder.decode(b"", final=True)):
            yield rest.encode()

    def _to_utf8(self, chunk: bytes) -> bytes:
        if self._decoder is None:
            return chunk
        return self._decoder.decode(chunk).removeprefix("\ufeff").encode("utf-8", "replace")

    def _decode(self, raw: bytes, number: int) -> str:
        raw = raw.removesuffix(b"\r")
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
        if _SURROGATE.search(raw):  # half a character, as some programs write what lies beyond 16 bits
            with suppress(UnicodeDecodeError):
                halves = raw.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
                return halves.decode("utf-16-le", "replace")
        if self._fallback is None:
            self._fallback = "gb18030" if _looks_chinese(raw) else "cp1252"
        if self._fallback == "cp1252" and not self._noted:
            self._noted = True
            self._report(number, "mended: not UTF-8 from this line on, read as Windows-1252: check the accents", "")
        return raw.decode(self._fallback, "replace")


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    first = stream.read(2)
    if first != b"\x1f\x8b":
        if first:
            yield first
        while chunk := stream.read(1 << 20):
            yield chunk
        return
    packed = _Counted(first, stream)
    out = 0
    with gzip.GzipFile(fileobj=cast(BinaryIO, packed), mode="rb") as unpacked:
        while chunk := unpacked.read1(1 << 20):
            out += len(chunk)
            if out > MAX_BYTES:
                raise Unreadable(f"more than {MAX_BYTES >> 30} GB when unpacked")
            if out > RATIO_FROM and out > MAX_RATIO * packed.count:
                raise Unreadable(f"unpacks to more than {MAX_RATIO} times its size: refused as a compression bomb")
            yield chunk


class _Counted:
    """A byte stream that says how much of it was read, its first bytes put back in front."""

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        self._first, self._stream, self.count = first, stream, 0

    def read(self, size: int = -1) -> bytes:
        data, self._first = self._first, b""
        data += self._stream.read(size - len(data) if size >= 0 else size)
        self.count += len(data)
        return data


def _take(chunks: Iterator[bytes], size: int) -> bytes:
    parts: list[bytes] = []
    have = 0
    while have < size and (chunk := next(chunks, b"")):
        parts.append(chunk)
        have += len(chunk)
    return b"".join(parts)


def _refuse_binary(sample: bytes) -> None:
    for magic, name in _MAGIC.items():
        if sample.startswith(magic):
            raise Unreadable(f"binary file, no reader for it ({name})")
    sample = sample[:SAMPLE]
    if b"\0" in sample[:HEAD]:
        raise Unreadable("binary file: it holds NUL bytes; if it is text, save it as UTF-8")
    if len(_CONTROL.findall(sample)) > 0.05 * len(sample):
        raise Unreadable("binary file: it is full of control characters")


def _utf16_without_mark(sample: bytes) -> str | None:
    """'utf-16-le' or 'utf-16-be' where the bytes are text in pairs and none by themselves; None otherwise.

    The rows of Unicode that texts come from are few: Latin to Arabic, punctuation, Han. ASCII taken in pairs looks like
    Han too, but holds no NUL and none of the bytes from 0x80 on that are a third of real Han.
    """
    nul = b"\0" in sample
    han = 7 * max(len(_HIGH.findall(sample)), sample.count(b"\0")) >= len(sample)
    if not nul and (not han or _is_utf8(sample)):
        return None
    found: dict[str, int] = {}
    for name in _UTF16.values():
        try:
            text = codecs.getincrementaldecoder(name)().decode(sample)
        except UnicodeDecodeError:
            continue
        known = len((_WRITTEN_HAN if han else _WRITTEN).findall(text))
        if text and known >= 0.95 * len(text) and _PLAIN.search(text) and not _UNWRITTEN.search(text):
            found[name] = len(_ASCII.findall(text))  # ASCII in the other order looks like Han
    return max(found, key=found.__getitem__, default=None)


def _declared(sample: bytes) -> str | None:
    """The encoding that an XML file says it has, where Python knows it and ASCII is a part of it."""
    found = re.match(rb"\s*<\?xml[^<>]{0,200}?\sencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", sample)
    try:
        return found[1].decode() if found and b"<?xml".decode(found[1].decode()) == "<?xml" else None
    except (LookupError, ValueError):
        return None


def _is_utf8(sample: bytes) -> bool:
    # A multi-byte character may be cut at the end of the sample: final=False forgives that and nothing else.
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _looks_chinese(sample: bytes) -> bool:
    """Whether the bytes beyond ASCII are mostly pairs of GB2312's everyday rows; Latin accents stand alone."""
    if _is_utf8(sample):
        return False
    high = len(_HIGH.findall(sample))
    return 2 * len(_PAIR.findall(sample)) >= 0.7 * high
