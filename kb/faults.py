"""Opening the files of a knowledge base, and what a failure of the disk or of SQLite means for its owner."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

from .errors import KBError, NotAKnowledgeBase


def connection(path: Path | None) -> sqlite3.Connection:
    """A connection to write; to read only where the folder cannot be written (an archive, another user's)."""

    def opened(name: str) -> sqlite3.Connection:
        return sqlite3.connect(name, timeout=30, isolation_level=None, check_same_thread=False, uri=True)

    where = path.absolute().as_uri() if path else ":memory:"
    if not path or not path.exists() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return opened(where)
    found = opened(where + "?mode=ro")
    try:
        found.execute("PRAGMA user_version")
    except sqlite3.OperationalError:
        # A file in WAL mode opens read-only where its two side files are there. Where they are not, nobody writes.
        found.close()
        found = opened(where + "?immutable=1")
    return found


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}
_OURS = (sqlite3.ProgrammingError, sqlite3.IntegrityError, sqlite3.InterfaceError)


def fault(path: Path | None, error: Exception) -> KBError:
    """What a failure of the disk or of SQLite means for whoever owns this folder or file, and what to do."""
    if isinstance(error, _OURS):
        raise error  # a bug, no fault of the file
    number, code = getattr(error, "errno", None), getattr(error, "sqlite_errorcode", 0) & 0xFF
    if number in _FULL or code == sqlite3.SQLITE_FULL or "No space left" in str(error) or "too large" in str(error):
        return KBError(f"no room to write {path} ({error}); nothing is lost: free some space and repeat the command")
    if number in _FORBIDDEN or code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return KBError(f"{path} cannot be written ({error}); it can be read: to change it, make it writable or copy it")
    if isinstance(error, OSError | sqlite3.OperationalError):
        return KBError(f"{path} cannot be read or written ({error}): is the disk full? then repeat the command")
    return NotAKnowledgeBase(
        f"{path} is damaged or no fact store ({error}): put a backup of it in its place, or add your sources to a new "
        "knowledge base; what was published can still be asked and exported"
    )
