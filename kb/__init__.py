"""citekb: one evidence-carrying citation and concept knowledge base from abstracts, BibTeX or OpenAlex, offline.

>>> import kb
>>> base = kb.open()                       # in memory; kb.open("lab.kb") keeps it in a folder
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# Public name → the module that holds it. Loaded on first use, so that `import kb` costs nothing.
_HOMES = {
    "Author": "records",
    "KnowledgeBase": "base",
    "Mention": "records",
    "Paper": "records",
    "Reference": "records",
    "errors": "",
    "extract": "base",
    "open": "base",
    "read": "readers",
}

__all__ = ["Author", "KnowledgeBase", "Mention", "Paper", "Reference", "errors", "extract", "open", "read"]

if TYPE_CHECKING:
    from . import errors
    from .base import KnowledgeBase, extract, open
    from .readers import read
    from .records import Author, Mention, Paper, Reference


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kb' has no attribute {name!r}")
    from importlib import import_module

    home = _HOMES[name]
    value = import_module(f"kb.{name}") if not home else getattr(import_module(f"kb.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
