"""Everything that can go wrong, as one tree; each message says what was found, what was expected, and what to do.

KBError
├── BadInput          a file that cannot be read at all (binary, unreadable, empty)
├── UnknownFormat     a file or suffix that no reader or exporter knows
├── BadQuery          a SPARQL query that is malformed, forbidden or too deep
├── UnknownName       a name that no concept, paper or measure has
│   └── AmbiguousName     a name that several concepts have
├── QueryTimeout      a query that ran past its time limit
├── NotAKnowledgeBase a folder that is no knowledge base, or a damaged one
├── Locked            another process is writing to this knowledge base
└── MissingExtra      an optional package that this verb needs
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that an unknown or ambiguous name may have meant: its key, label and type."""

    key: str
    name: str
    type: str


class KBError(Exception):
    """Any error that is not a bug of ours."""

    exit_code = 1


class BadInput(KBError, ValueError):
    """This file cannot be read at all."""


class UnknownFormat(KBError, ValueError):
    """No reader or exporter knows this format."""

    exit_code = 2


class BadQuery(KBError, ValueError):
    """This SPARQL query is malformed, or asks for something that is not allowed here."""

    exit_code = 2


class UnknownName(KBError, LookupError):
    """Nothing has this name; `candidates` are the nearest that exist."""

    exit_code = 3

    def __init__(self, message: str, candidates: tuple[Candidate, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates


class AmbiguousName(UnknownName):
    """Several concepts have this name; `candidates` are all of them."""


class QueryTimeout(KBError, TimeoutError):
    """The query ran past its time limit."""

    exit_code = 4


class NotAKnowledgeBase(KBError, ValueError):
    """This folder is no knowledge base, or a damaged one."""


class Locked(KBError, RuntimeError):
    """Another process is writing to this knowledge base."""

    exit_code = 5


class MissingExtra(KBError, ImportError):
    """An optional package is not installed."""
