"""Where the files that ship with kb lie: in the wheel inside the package, in a checkout beside it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The path of a shipped file or folder, 'data/lexicon' or 'ontology/kb.ttl'.

    Looks inside the package first (a wheel), then one level above (an editable install). Raises FileNotFoundError.
    """
    for root in (_PACKAGE, _PACKAGE.parent):
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(
        f"{name} is not beside the package at {_PACKAGE}: the installation is incomplete; reinstall citekb"
    )


@cache
def code_hash(*names: str) -> str:
    """The hash of some modules and folders of this package: what they derive is as old as they are."""
    files = [
        f for n in names for f in (sorted((_PACKAGE / n).rglob("*.py")) if (_PACKAGE / n).is_dir() else [_PACKAGE / n])
    ]
    return hashlib.sha256(b"\0".join(f.read_bytes() for f in files)).hexdigest()[:32]
