"""Folders that are written once, read by many, and removed when nobody reads them: seals, locks, syncing, removal.

A lock is held on the file `lock` in the folder; the system frees it when its process dies. The file `contents` is
written last: its first line is the layout of the folder, the others are the size and name of each file.
"""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

try:
    import fcntl
except ImportError:  # Windows: no locks there; removing a folder of open files fails by itself, and is let be
    fcntl = None  # type: ignore[assignment]

LAYOUT: Final = 1
"""Raised when a version's files change so that an older kb would misread them; a newer layout is refused."""

_HEAD = "citekb version layout "
_PASSING = ("LOG", "LOCK", "lock", "contents")  # files whose size says nothing


def hold(folder: Path, *, shared: bool) -> IO[str] | None:
    """The open lock file of a version, held; None where the folder is gone or another holds it against us."""
    try:
        file = (folder / "lock").open("r" if shared else "w", encoding="ascii")
    except OSError:
        return None
    if fcntl:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return None
    if not (folder / "lock").exists():
        file.close()
        return None
    return file


def seal(folder: Path) -> None:
    """Notes what is in a folder, so that a file that is cut off or lost later is noticed without reading it."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(_PASSING))
    lines = [f"{path.stat().st_size} {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / "contents").write_text(f"{_HEAD}{LAYOUT}\n{''.join(lines)}end\n", "utf-8")


def layout(folder: Path) -> int:
    """The layout that a folder was written in; LAYOUT for one without a seal (written before there were seals)."""
    with suppress(OSError, ValueError), (folder / "contents").open(encoding="utf-8") as file:
        return int(file.readline().removeprefix(_HEAD))
    return LAYOUT


def broken(folder: Path) -> str:
    """Which file of a sealed folder is lost or has another size than when it was sealed; '' where none is."""
    try:
        _, *lines, end = (folder / "contents").read_text("utf-8").splitlines() or [""]
        if end != "end":
            return "contents is cut off"
        for line in lines:
            size, _, name = line.partition(" ")
            if (folder / name).stat().st_size != int(size):
                return f"{name} has {(folder / name).stat().st_size:,} bytes instead of {int(size):,}"
    except FileNotFoundError as error:
        name = Path(error.filename).name
        return "" if name == "contents" else f"{name} is missing"
    except (OSError, ValueError) as error:
        return f"contents cannot be read: {error}"
    return ""


def remove(folder: Path) -> None:
    """Removes a version that nobody holds: first out of the readers' sight, then file by file."""
    lock = hold(folder, shared=False)
    if lock is None and (folder / "lock").exists():
        return
    gone = folder.with_name(f".old-{folder.name.strip('.')}")
    with suppress(OSError):
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
    if lock:
        lock.close()


def write_text(path: Path, text: str) -> None:
    """Replaces a small file in one step: whoever reads it sees the old text or the new one."""
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    draft.write_text(text, "ascii")
    sync_one(draft)
    draft.replace(path)
    sync_one(path.parent)


def sync(folder: Path) -> None:
    """Puts a folder and all that is in it on the disk."""
    for path in [folder, *folder.rglob("*")]:
        sync_one(path)


def sync_one(path: Path) -> None:
    """Puts a file, or a folder's list of names, on the disk; where a system cannot do that, it does so by itself.

    Raises OSError where the disk is full or broken.
    """
    try:
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
    except OSError as error:
        if error.errno in (errno.EIO, errno.ENOSPC, errno.EDQUOT):
            raise
