"""Readings to concepts: within one document (`entries`), and over all of them."""

from __future__ import annotations

from .document import entries

__all__ = ["entries"]
