"""What one version of the graph says, before it is RDF: documents with their entries, stubs, concepts, decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from ..claims import Statement
from ..meanings import Built, Concept, Decision, Entry
from ..records import Citation, Paper, Reading, Skipped, Stub
from ..terms import mint

FIRST_WORDS = 12
"""A paper without a title is shown as its first words."""


class Linked(NamedTuple):
    """A reference string that was found to mean another work: the rule that found it, and a confidence (0..1)."""

    string: str
    target: str
    rule: str
    confidence: float


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
    linked: tuple[Linked, ...] = ()
    statements: tuple[Statement, ...] = ()
    builds_on: tuple[Built, ...] = ()
    print: str = ""
    """What its reading is known by, and its entries before decisions and other documents change some."""


@dataclass(frozen=True)
class Tally:
    """What is counted over all documents: how often a work is cited, a concept's papers, and the year of its first."""

    cited: Mapping[str, int]
    papers: Mapping[str, int]
    first_year: Mapping[str, int]


@dataclass(frozen=True)
class Content:
    """All that one version of the graph says."""

    documents: Sequence[Document]
    stubs: Sequence[Stub]
    concepts: Mapping[str, Concept]
    redirects: Mapping[str, str]
    pipeline: str
    decisions: Sequence[tuple[Decision, Sequence[str]]] = ()
    notes: Sequence[Skipped] = ()

    @classmethod
    def empty(cls) -> Content:
        """The content of a knowledge base before its first paper."""
        return cls((), (), {}, {}, "")

    @cached_property
    def tally(self) -> Tally:
        """The counts over all documents."""
        cited = Counter(target for d in self.documents for target in d.cites)
        papers: Counter[str] = Counter()
        first_year: dict[str, int] = {}
        for d in self.documents:
            keys = {e.key for e in d.entries if e.key}
            papers.update(keys)
            if year := d.paper.year:
                for key in keys:
                    first_year[key] = min(year, first_year.get(key, 9999))
        return Tally(cited, papers, first_year)

    def only(self, iris: Collection[str]) -> Content:
        """The documents, stubs and concepts with these IRIs, and what was counted over all."""
        return self.part(
            [d for d in self.documents if d.iri in iris],
            [s for s in self.stubs if s.iri in iris],
            {k: self.concepts[k] for iri in sorted(iris) if (k := self.concept_keys.get(iri)) is not None},
        )

    @cached_property
    def concept_keys(self) -> Mapping[str, str]:
        """The IRI of each concept → its key."""
        return {mint("concept", key): key for key in self.concepts}

    def part(
        self, documents: Sequence[Document], stubs: Sequence[Stub] = (), concepts: Mapping[str, Concept] | None = None
    ) -> Content:
        """A content of these alone, and what was counted over all."""
        part = replace(self, documents=documents, stubs=stubs, concepts=concepts or {})
        vars(part)["tally"] = self.tally
        return part


def label(paper: Paper) -> str:
    """How a paper is shown: its title, else its first words, never a hash."""
    if paper.title:
        return " ".join(paper.title.split())
    words = (paper.abstract or "").split()
    if len(words) <= FIRST_WORDS:
        text = " ".join(words)
        return text if len(text) <= 80 else text[:60] + " …"
    return " ".join(words[:FIRST_WORDS]) + " …"
