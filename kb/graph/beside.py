"""Opening the SQLite tables that stand beside the graph of a version: names, full text, rows."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ..errors import NotAKnowledgeBase


def existing(path: Path | None) -> sqlite3.Connection:
    """A table of a published version, to read only: nobody writes to it any more.

    The path goes in as a URI, or a `?`, `#` or `%` in the name of a folder would open another file.
    Raises NotAKnowledgeBase where the file is not there or cannot be opened.
    """
    try:
        uri = f"{path.absolute().as_uri() if path else ''}?mode=ro&immutable=1"
        return sqlite3.connect(uri, uri=True, check_same_thread=False)
    except sqlite3.Error as error:
        raise NotAKnowledgeBase(f"{path} is not there: `kb add` without a file builds it anew") from error
