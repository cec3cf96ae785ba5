"""What an export format is, and what it may ask of a knowledge base."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from kb.network import Rows
from kb.records import Paper


class Exportable(Protocol):
    """What can be exported: a knowledge base, seen through the five things that every format is made from."""

    def lines(self, view: str) -> Iterator[str]:
        """The statements of a view ("all", "concepts", "citations", "evidence") as canonical N-Quads, sorted."""
        ...

    def facts(self) -> Iterator[str]:
        """The records behind the graph, and the owner's files, as N-Quads lines of a graph of their own."""
        ...

    def rows(self) -> Rows:
        """Concepts, papers, mentions and citations as plain rows."""
        ...

    def works(self) -> Iterator[tuple[str, Paper]]:
        """(IRI, what is known of it) of every paper that is held, by IRI, one at a time."""
        ...

    def ontology(self) -> str:
        """Our own ontology and the declarations of the foreign terms, as Turtle."""
        ...


class Generate(Protocol):
    """Gives the bytes of one export, piece by piece; knows nothing of files."""

    def __call__(self, source: Exportable, *, view: str, min_papers: int) -> Iterator[bytes]:
        """The bytes of `view`; `min_papers` leaves out concepts that fewer papers mention (not with "lines")."""
        ...


@dataclass(frozen=True, slots=True)
class Exporter:
    """One export format.

    `suffixes` are the endings of file names that mean it; `views` what it can show, the default first; `needs` says
    which face of the knowledge base it is made from: the statements ("lines"), the plain rows ("rows"), or the papers
    one by one ("works").
    """

    name: str
    suffixes: tuple[str, ...]
    views: tuple[str, ...]
    needs: Literal["lines", "rows", "works"]
    generate: Generate
