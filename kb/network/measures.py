"""Who stands out: measures of the nodes of a graph, and the ranking of concepts and papers by one of them.

    measure       of concepts                                            of papers
    papers        papers that mention it                                 –
    citations     distinct papers that cite a paper mentioning it        papers that cite it (in-degree)
    degree        concepts it shares a paper with                        papers it cites or is cited by
    pagerank      on shared papers, by cosine                            on citations
    betweenness   on shared papers                                       on citations, along their direction

Every count is of what the knowledge base holds, stubs included among papers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kb.errors import UnknownName

from .rows import Rows, check_top, known_kind
from .views import citation_graph, concept_graph, concept_nodes

if TYPE_CHECKING:
    import networkx as nx

Scores = Mapping[str, float]

EXACT_NODES: Final = 2_000
"""Betweenness is exact up to here and estimated above."""

WORK: Final = 20_000_000
"""Edge visits that an estimate of betweenness may cost: about half a minute."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of a ranking: the key, name and type of a concept, or the key, label and "Paper" of a paper."""

    key: str
    name: str
    type: str
    score: float


def papers(graph: nx.Graph[str]) -> Scores:
    """How many papers mention each concept: the node attribute `papers`."""
    return {node: data.get("papers", 0) for node, data in graph.nodes(data=True)}


def citations(graph: nx.Graph[str]) -> Scores:
    """How many papers cite it: arrows that come in, or on a concept graph the node attribute `citations`."""
    import networkx as nx

    if isinstance(graph, nx.DiGraph):
        return dict(graph.in_degree())
    return {node: data.get("citations", 0) for node, data in graph.nodes(data=True)}


def degree(graph: nx.Graph[str]) -> Scores:
    """How many edges it has, in both directions."""
    return dict(graph.degree())


def pagerank(graph: nx.Graph[str]) -> Scores:
    """PageRank with damping 0.85; the scores sum to 1. Weighted where edges carry `weight`.

    Source: Brin & Page, The Anatomy of a Large-Scale Hypertextual Web Search Engine (1998).
    """
    import networkx as nx

    return dict(nx.pagerank(graph, alpha=0.85, weight="weight")) if len(graph) else {}


def betweenness(graph: nx.Graph[str]) -> Scores:
    """The share of shortest paths that run through it, 0..1; edge weights are not used.

    Exact up to 2,000 nodes; above that estimated from 32 to 200 source nodes drawn with a fixed seed, the more the
    fewer edges there are. Sources: Brandes, A Faster Algorithm for Betweenness Centrality (2001); Brandes & Pich,
    Centrality Estimation in Large Networks (2007).
    """
    import networkx as nx

    n = len(graph)
    if n <= EXACT_NODES:
        return dict(nx.betweenness_centrality(graph))
    sources = max(32, min(200, WORK // (n + 2 * graph.number_of_edges())))
    return dict(nx.betweenness_centrality(graph, k=sources, seed=0))


MEASURES: Final[dict[str, Callable[[nx.Graph[str]], Scores]]] = {
    "papers": papers,
    "citations": citations,
    "pagerank": pagerank,
    "betweenness": betweenness,
    "degree": degree,
}
"""Measure name → graph → {node: score}."""

_OF_CONCEPTS_ALONE = {"papers"}
_NEED_NO_EDGES = {"papers", "citations"}


def rank(rows: Rows, *, by: str, kind: str | None = None, top: int | None = 10) -> list[Ranked]:
    """The `top` concepts or papers by a measure of `MEASURES`, the highest first; all of them where `top` is None.

    `kind` is one of `kb.network.KINDS`, in any case; None ranks all concepts together. Ties (12 digits) go by key.
    Raises UnknownName for a measure or kind that does not exist and for a measure that papers do not have, ValueError
    for a `top` below 1.
    """
    check_top(top)
    if by not in MEASURES:
        raise UnknownName(f"no measure {by!r}; known: {', '.join(MEASURES)}")
    wanted = known_kind(kind) if kind else None
    if wanted == "Paper":
        if by in _OF_CONCEPTS_ALONE:
            others = ", ".join(m for m in MEASURES if m not in _OF_CONCEPTS_ALONE)
            raise UnknownName(f"{by!r} ranks concepts, not papers; papers have: {others}")
        named = {key: (row.label, "Paper") for key, row in rows.paper.items()}
        graph: nx.Graph[str] = citation_graph(rows)
    else:
        named = {key: (row.name, row.type) for key, row in rows.concept.items() if wanted in (None, row.type)}
        graph = concept_nodes(rows) if by in _NEED_NO_EDGES else concept_graph(rows)
    scores = {key: round(float(score), 12) for key, score in MEASURES[by](graph).items() if key in named}
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:top]
    return [Ranked(key, *named[key], score) for key, score in best]
