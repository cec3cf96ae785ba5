"""The concepts nearest to one concept: those that share its papers, read straight from the rows, without a graph.

Which score? Salton's cosine alone puts first whatever occurs in one paper only, a raw count whatever occurs
everywhere. So the cosine is shrunk by how little it rests on:

    strength(a, b) = cosine × shared / (shared + 2)       cosine = shared / √(papers of a × papers of b)

One shared paper keeps a third of its cosine, two keep half, ten keep five sixths. The result stays between 0 and 1.
Sources: Salton & McGill, Introduction to Modern Information Retrieval (1983), for the cosine of co-occurrence;
Bell & Koren, Improved Neighborhood-based Collaborative Filtering (KDD Cup and Workshop 2007), for the shrinkage.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import sqrt
from typing import Final

from .rows import Rows, check_top, known_kind

SHRINKAGE: Final = 2
"""Shared papers at which a cosine keeps half its value. Corpora of 50 to 500 papers have most pairs at 1 to 5."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A concept near another: its key, name and type, the strength (0..1), and the keys of the papers both are in."""

    concept: str
    name: str
    type: str
    score: float
    papers: tuple[str, ...]


def cosine(shared: int, one: int, other: int) -> float:
    """Salton's cosine of two sets of papers, 0..1: how many they share, over the geometric mean of their sizes."""
    return shared / sqrt(one * other) if shared else 0.0


def strength(shared: int, one: int, other: int) -> float:
    """The cosine shrunk towards 0 where few papers support it, 0..1, to 12 digits (see the top of the module)."""
    return round(cosine(shared, one, other) * shared / (shared + SHRINKAGE), 12)


def strengths(rows: Rows, key: str) -> dict[str, tuple[float, int]]:
    """Every concept that shares a paper with `key` → (strength, shared papers), in the order of the keys."""
    mine = rows.papers_of[key]
    shared = Counter(concept for paper in mine for concept in rows.concepts_of[paper])
    shared.pop(key, None)
    return {c: (strength(n, len(mine), len(rows.papers_of[c])), n) for c, n in sorted(shared.items())}


def neighbours(rows: Rows, key: str, *, top: int | None = 10, kind: str | None = None) -> list[Neighbour]:
    """The `top` concepts nearest to the concept `key`, the strongest first; all of them where `top` is None.

    `kind` keeps one type ("Dataset"). Ties go to more shared papers, then to whatever those papers introduce, use or
    study rather than mention, then to the key. Raises UnknownName for a key that no concept has and for an unknown
    type, ValueError for a `top` below 1.

    >>> from kb.network import ConceptRow, MentionRow, PaperRow, Rows
    >>> rows = Rows(
    ...     [ConceptRow("ntk", "NTK", "Method", 1, 2020), ConceptRow("cifar", "CIFAR-10", "Dataset", 1, 2020)],
    ...     [PaperRow("doi/1", "On kernels", 2020, False, "en")],
    ...     [MentionRow("doi/1", "ntk", "studies"), MentionRow("doi/1", "cifar", "evaluatesOn")],
    ... )
    >>> neighbours(rows, "ntk")
    [Neighbour(concept='cifar', name='CIFAR-10', type='Dataset', score=0.333333333333, papers=('doi/1',))]
    """
    rows.require_concept(key)
    check_top(top)
    wanted = known_kind(kind) if kind else None
    found = sorted(
        (-score, -shared, -_roles(rows, key, other), other)
        for other, (score, shared) in strengths(rows, key).items()
        if wanted in (None, rows.concept[other].type)
    )
    return [_neighbour(rows, key, other, -score) for score, _, _, other in found[:top]]


def _roles(rows: Rows, key: str, other: str) -> int:
    """How often the papers of `key` do more with `other` than to mention it."""
    return sum(len(rows.roles_of[paper, other] - {"mentions"}) for paper in rows.papers_of[key] & rows.papers_of[other])


def _neighbour(rows: Rows, key: str, other: str, score: float) -> Neighbour:
    row = rows.concept[other]
    return Neighbour(other, row.name, row.type, score, tuple(sorted(rows.papers_of[key] & rows.papers_of[other])))
