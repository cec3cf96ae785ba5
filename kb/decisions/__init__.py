"""What curators decided, one line each in decisions.tsv: `lines` reads them, `concepts` and `papers` apply them."""

from __future__ import annotations

from .concepts import Decisions
from .lines import ACTIONS, COLUMNS, HEADER, decision, is_of_papers, parse

__all__ = ["ACTIONS", "COLUMNS", "HEADER", "Decisions", "decision", "is_of_papers", "parse"]
