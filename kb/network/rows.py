"""The plain rows that networks are built from, and the look-ups that every question starts with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple
from urllib.parse import unquote

from kb.errors import Candidate, UnknownName
from kb.records import TYPES
from kb.spelling import fold

KINDS: Final = (*TYPES, "Paper")
"""What can be ranked or filtered by: a type of concept, or papers. "Concept" means those of no narrower type."""


class ConceptRow(NamedTuple):
    """A concept: its key, the name it is shown by, its type, how many papers mention it, the year of the first."""

    key: str
    name: str
    type: str
    papers: int
    first_year: int | None


class PaperRow(NamedTuple):
    """A paper: its key, the label it is shown by, year, whether it is only cited (a stub), and its language."""

    key: str
    label: str
    year: int | None
    stub: bool
    lang: str | None


class MentionRow(NamedTuple):
    """A paper mentions a concept in a role. Several rows of one pair (two roles) count as one mention."""

    paper: str
    concept: str
    role: str


class CiteRow(NamedTuple):
    """A paper cites another."""

    citing: str
    cited: str


class BuildRow(NamedTuple):
    """A paper builds on another: it uses, extends or evaluates on what that one introduces."""

    later: str
    earlier: str


@dataclass(frozen=True)
class Rows:
    """What a network is built from. The order of the rows and repeated rows make no difference to any result.

    A mention or citation counts only where both of its ends have a row. The look-ups are made on first use and kept.
    """

    concepts: Sequence[ConceptRow] = field(default=())
    papers: Sequence[PaperRow] = field(default=())
    mentions: Sequence[MentionRow] = field(default=())
    cites: Sequence[CiteRow] = field(default=())
    builds: Sequence[BuildRow] = field(default=())

    @cached_property
    def concept(self) -> dict[str, ConceptRow]:
        """Key → concept, in the order of the keys."""
        return {row.key: row for row in sorted(self.concepts, key=lambda row: row.key)}

    @cached_property
    def paper(self) -> dict[str, PaperRow]:
        """Key → paper, in the order of the keys."""
        return {row.key: row for row in sorted(self.papers, key=lambda row: row.key)}

    @cached_property
    def papers_of(self) -> dict[str, frozenset[str]]:
        """Concept key → the keys of the papers that mention it (empty where none does)."""
        return self._grouped(self.concept, ((m.concept, m.paper) for m in self.mentions), self.paper)

    @cached_property
    def concepts_of(self) -> dict[str, frozenset[str]]:
        """Paper key → the keys of the concepts it mentions (empty where it mentions none)."""
        return self._grouped(self.paper, ((m.paper, m.concept) for m in self.mentions), self.concept)

    @cached_property
    def roles_of(self) -> dict[tuple[str, str], frozenset[str]]:
        """(paper key, concept key) → the roles of the paper towards the concept."""
        roles: dict[tuple[str, str], set[str]] = {}
        for paper, concept, role in self.mentions:
            roles.setdefault((paper, concept), set()).add(role)
        return {pair: frozenset(found) for pair, found in roles.items()}

    @cached_property
    def cites_of(self) -> dict[str, frozenset[str]]:
        """Paper key → the keys of the papers it cites."""
        return self._grouped(self.paper, self.cites, self.paper)

    @cached_property
    def cited_by(self) -> dict[str, frozenset[str]]:
        """Paper key → the keys of the papers that cite it."""
        return self._grouped(self.paper, ((cited, citing) for citing, cited in self.cites), self.paper)

    @cached_property
    def builds_on(self) -> dict[str, frozenset[str]]:
        """Paper key → the keys of the papers it builds on."""
        return self._grouped(self.paper, self.builds, self.paper)

    def require_concept(self, key: str) -> None:
        """Raises UnknownName where no concept has this key, with the nearest concepts as candidates."""
        if key not in self.concept:
            near = tuple(self._near(key))
            hint = f"; nearest: {', '.join(c.key for c in near)}" if near else ""
            raise UnknownName(f"no concept has the key {key!r}{hint}", near)

    def _near(self, key: str) -> list[Candidate]:
        wanted = fold(unquote(key.rpartition("/")[2]).replace("-", " "))
        found = [
            Candidate(row.key, row.name, row.type)
            for row in self.concept.values()
            if wanted and (fold(row.name).startswith(wanted) or wanted.startswith(fold(row.name) or "\0"))
        ]
        return sorted(found, key=lambda c: (abs(len(c.name) - len(key)), c.key))[:5]

    @staticmethod
    def _grouped(
        keys: Iterable[str], pairs: Iterable[tuple[str, str]], others: dict[str, PaperRow] | dict[str, ConceptRow]
    ) -> dict[str, frozenset[str]]:
        groups: dict[str, set[str]] = {key: set() for key in keys}
        for key, other in pairs:
            if key in groups and other in others:
                groups[key].add(other)
        return {key: frozenset(group) for key, group in groups.items()}


def check_top(top: int | None) -> None:
    """Raises ValueError for a `top` (how many to give; None for all) below 1, which would cut from the end."""
    if top is not None and top < 1:
        raise ValueError(f"top must be at least 1, not {top}")


def known_kind(kind: str) -> str:
    """A kind of `KINDS` as it is spelled there, whatever its case: 'method' → 'Method'. Raises UnknownName."""
    for known in KINDS:
        if known.casefold() == kind.casefold():
            return known
    raise UnknownName(f"no kind {kind!r}; known: {', '.join(KINDS)}")
