"""The files in a zip archive as streams, one at a time, within bounds; nothing is ever written to disk.

Refused, each with its reason: a path that leads out of the archive, a link, an encrypted file, a zip inside a zip, and
whatever unpacks to far more than its size.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from .decoding import MAX_BYTES, MAX_RATIO, RATIO_FROM, Unreadable

MAX_FILES = 100_000

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_DOCUMENTS = frozenset({"[Content_Types].xml", "mimetype"})

Refuse = Callable[[str, str], None]
"""Called with (name of the file in the archive, reason)."""


def is_zip(stream: BinaryIO) -> bool:
    """Whether a file that can be read from any place is a zip archive, and no office document; it is left as it was."""
    head = stream.read(4)
    stream.seek(0)
    if head not in _MAGIC:
        return False
    try:
        with zipfile.ZipFile(stream) as archive:
            document = any(name in _DOCUMENTS for name in archive.namelist()[:50])
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        document = False
    stream.seek(0)
    return not document


def contents(stream: BinaryIO, refuse: Refuse) -> Iterator[tuple[str, BinaryIO]]:
    """(name, stream) of each file in the archive, sorted by name; Unreadable where the archive is none.

    A stream raises Unreadable where it is damaged or grows beyond all measure; use it before the next one.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as e:
        raise Unreadable(f"a zip archive that cannot be opened ({e}): it may be cut off") from None
    with archive:
        files = [info for info in archive.infolist() if not info.is_dir()]
        if len(files) > MAX_FILES:
            raise Unreadable(f"a zip archive of more than {MAX_FILES:,} files: unpack it and name the folder")
        size = stream.seek(0, 2)
        taken = _Taken(max(size, 1))
        for info in sorted(files, key=lambda i: i.filename):
            name = info.filename
            if why := _refused(info):
                refuse(name, why)
                continue
            try:
                with archive.open(info) as packed:
                    unpacked = _Bounded(cast(BinaryIO, packed), info.compress_size, taken)
                    if unpacked.peek(4) in _MAGIC:
                        refuse(name, "a zip inside a zip: unpack it first")
                        continue
                    yield name, cast(BinaryIO, unpacked)
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, Unreadable, zlib.error) as e:
                refuse(name, f"cannot be unpacked: {e}")


def _refused(info: zipfile.ZipInfo) -> str | None:
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
        return "refused: its path leads out of the archive"
    if (info.external_attr >> 16) & 0o170000 == 0o120000:
        return "refused: a link"
    if info.flag_bits & 1:
        return "encrypted: unpack it with its password first"
    if any(part.startswith(".") or part == "__MACOSX" for part in name.split("/")):
        return "hidden"
    return None


class _Taken:
    """How much one archive has given so far, of how many bytes."""

    def __init__(self, size: int) -> None:
        self.size, self.bytes = size, 0


class _Bounded:
    """A stream out of an archive that stops where it, or the archive, unpacks to far more than its size."""

    def __init__(self, packed: BinaryIO, size: int, taken: _Taken) -> None:
        self._packed, self._size, self._taken = packed, max(size, 1), taken
        self._held, self._count = b"", 0

    def peek(self, size: int) -> bytes:
        """The first bytes, which stay to be read."""
        self._held = self.read(size)
        return self._held

    def read(self, size: int = -1) -> bytes:
        """As a file's, with Unreadable for damage and for what is too much."""
        if self._held:
            size = len(self._held) if size < 0 else size
            data, self._held = self._held[:size], self._held[size:]
            return data
        try:
            data = self._packed.read(min(size, 1 << 20) if size >= 0 else 1 << 20)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as e:
            raise Unreadable(f"damaged in its archive: {e}") from None
        self._count += len(data)
        self._taken.bytes += len(data)
        for out, packed in ((self._count, self._size), (self._taken.bytes, self._taken.size)):
            if out > MAX_BYTES:
                raise Unreadable(f"more than {MAX_BYTES >> 30} GB when unpacked")
            if out > RATIO_FROM and out > MAX_RATIO * packed:
                raise Unreadable(f"unpacks to more than {MAX_RATIO} times its size: refused as a compression bomb")
        return data
