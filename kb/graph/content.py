"""What one version of the graph says, before it is RDF: documents with their entries, stubs, concepts, decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..records import Citation, Concept, Decision, Entry, Paper, Reading, Skipped, Stub

FIRST_WORDS = 12
"""A paper without a title is shown as its first words."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of one work: its paper and records, what was read in it, its entries, and where it leads."""

    iri: str
    paper: Paper
    same_as: tuple[str, ...] = ()
    records: tuple[Paper, ...] = ()
    reading: Reading | None = None
    entries: tuple[Entry, ...] = ()
    cites: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    version_of: tuple[str, ...] = ()
    in_text: tuple[tuple[Citation, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """All that one version of the graph says."""

    documents: Sequence[Document]
    stubs: Sequence[Stub]
    concepts: Mapping[str, Concept]
    redirects: Mapping[str, str]
    pipeline: str
    decisions: Sequence[tuple[Decision, str]] = ()
    notes: Sequence[Skipped] = ()

    @classmethod
    def empty(cls) -> Content:
        """The content of a knowledge base before its first paper."""
        return cls((), (), {}, {}, "")


def label(paper: Paper) -> str:
    """How a paper is shown: its title, else its first words, never a hash."""
    if paper.title:
        return " ".join(paper.title.split())
    words = (paper.abstract or "").split()
    if len(words) <= FIRST_WORDS:
        text = " ".join(words)
        return text if len(text) <= 80 else text[:60] + " …"
    return " ".join(words[:FIRST_WORDS]) + " …"
