"""Folders that are written once, read by many, and removed when nobody reads them: locks, syncing, removal.

A lock is held on the file `lock` in the folder; the system frees it when its process dies.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows: no locks there; removing a folder of open files fails by itself, and is let be
    fcntl = None  # type: ignore[assignment]


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


def sync(folder: Path) -> None:
    """Puts a folder and all that is in it on the disk."""
    for path in [folder, *folder.rglob("*")]:
        sync_one(path)


def sync_one(path: Path) -> None:
    """Puts a file, or a folder's list of names, on the disk; where a system cannot do that, it does so by itself."""
    with suppress(OSError):
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
