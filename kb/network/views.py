"""The views of a knowledge base as plain networkx graphs: of concepts, of papers, of both.

Nodes and edges are added in the order of their keys, so the same rows give the same graph in whatever order they come.
What is not known is left out, never None: `nx.write_gexf` and `nx.write_graphml` take every view as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from kb.errors import UnknownName

from .rows import ConceptRow, Rows

if TYPE_CHECKING:
    import networkx as nx


def concept_graph(rows: Rows, *, min_papers: int = 1, min_shared: int = 1) -> nx.Graph[str]:
    """Concepts, joined where papers mention both: `papers` shared papers, `weight` Salton's cosine (0..1).

    Nodes carry name, label (the same, which GEXF shows), type, papers, first_year where it is known, and citations (how
    many distinct papers cite one that mentions it).
    `min_papers` leaves out concepts of fewer papers, `min_shared` edges of fewer shared papers: a large corpus needs
    them, for most pairs meet once (about 0.4 KB an edge).
    Source: Salton & McGill, Introduction to Modern Information Retrieval (1983): shared / √(papers of a × papers of b).
    """
    graph = concept_nodes(rows, min_papers=min_papers)
    graph.add_edges_from(shared_papers(rows, list(graph), min_shared))
    return graph


def concept_nodes(rows: Rows, *, min_papers: int = 1) -> nx.Graph[str]:
    """The nodes of `concept_graph` without its edges: enough for counts, and there in no time."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph(view="concepts")
    graph.add_nodes_from(
        (key, _concept(row, len(citing(rows, key))))
        for key, row in rows.concept.items()
        if len(rows.papers_of[key]) >= min_papers
    )
    return graph


def citation_graph(rows: Rows) -> nx.DiGraph[str]:
    """Papers, with an arrow from each to those it cites.

    Nodes carry label, year where it is known, and stub (True: only cited).
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph(view="citations")
    graph.add_nodes_from((key, _paper(rows, key)) for key in rows.paper)
    graph.add_edges_from((key, cited) for key in rows.paper for cited in sorted(rows.cites_of[key]))
    return graph


def lineage_graph(rows: Rows) -> nx.DiGraph[str]:
    """Papers that are held, with an arrow from each to those it builds on: derived from concepts, not from citations.

    Nodes carry label and year where it is known. Papers that nothing joins stand alone.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph(view="lineage")
    graph.add_nodes_from((key, _paper(rows, key)) for key, row in rows.paper.items() if not row.stub)
    graph.add_edges_from((key, other) for key in graph for other in sorted(rows.builds_on[key]) if other in graph)
    return graph


def paper_concept_graph(rows: Rows, *, min_papers: int = 1) -> nx.Graph[str]:
    """Papers and the concepts they mention, as a bipartite graph: `bipartite` 0 for papers, 1 for concepts.

    Edges carry `roles`, the paper's roles towards the concept as one string ("extends, mentions"). Stubs, which
    mention nothing, stand alone. A key that a paper and a concept share would be one node; IRIs make that impossible
    as long as paper keys keep their scheme ("doi/10.1…").
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph(view="mentions")
    graph.add_nodes_from((key, _paper(rows, key) | {"bipartite": 0}) for key in rows.paper)
    for key, row in rows.concept.items():
        if len(papers := rows.papers_of[key]) >= min_papers:
            graph.add_node(key, **_concept(row, len(citing(rows, key))), bipartite=1)
            graph.add_edges_from((p, key, {"roles": ", ".join(sorted(rows.roles_of[p, key]))}) for p in sorted(papers))
    return graph


VIEWS: Final[dict[str, Callable[..., nx.Graph[str]]]] = {
    "concepts": concept_graph,
    "citations": citation_graph,
    "mentions": paper_concept_graph,
    "lineage": lineage_graph,
}
"""View name → the function that builds its graph from rows."""

OF_PAPERS: Final = ("citations", "lineage")
"""The views without concepts."""


def view(rows: Rows, name: str, *, min_papers: int = 1) -> nx.Graph[str]:
    """The graph of a view of `VIEWS`. `min_papers` leaves out concepts that fewer papers mention.

    Raises UnknownName for a view that does not exist, ValueError for `min_papers` in a view without concepts.
    """
    if name not in VIEWS:
        raise UnknownName(f"no view {name!r}; known: {', '.join(VIEWS)}")
    if name in OF_PAPERS:
        if min_papers > 1:
            raise ValueError(f"min_papers counts the papers of a concept; the view {name!r} has no concepts")
        return VIEWS[name](rows)
    return VIEWS[name](rows, min_papers=min_papers)


def citing(rows: Rows, concept: str) -> set[str]:
    """The papers that cite at least one paper that mentions the concept."""
    return {paper for mentioning in rows.papers_of[concept] for paper in rows.cited_by[mentioning]}


def shared_papers(rows: Rows, keys: list[str], at_least: int = 1) -> Iterator[tuple[str, str, dict[str, float]]]:
    """Every pair of these concepts that shares papers, as an edge with weight (Salton's cosine) and papers.

    Counted by one sparse product Aᵀ·A of the paper × concept incidence; pairs come in the order of `keys`.
    """
    import numpy as np
    from scipy.sparse import csr_array, triu

    column = {key: i for i, key in enumerate(keys)}
    row = {key: i for i, key in enumerate(rows.paper)}
    found = [(row[paper], j) for key, j in column.items() for paper in rows.papers_of[key]]
    if not found:
        return
    i, j = np.array(found, dtype=np.int32).T
    incidence = csr_array((np.ones(len(i), dtype=np.int32), (i, j)), shape=(len(row), len(keys)))
    upper = triu(incidence.T @ incidence, k=1, format="csr")
    upper.sort_indices()
    size = np.asarray(incidence.sum(axis=0), dtype=np.float64)
    for a, key in enumerate(keys):
        here = slice(upper.indptr[a], upper.indptr[a + 1])
        others, shared = upper.indices[here], upper.data[here]
        weights = np.round(shared / np.sqrt(size[a] * size[others]), 12)
        for b, n, weight in zip(others.tolist(), shared.tolist(), weights.tolist(), strict=True):
            if n >= at_least:
                yield key, keys[b], {"weight": weight, "papers": n}


def _concept(row: ConceptRow, citations: int) -> dict[str, str | int]:
    year = {} if row.first_year is None else {"first_year": row.first_year}
    return {
        "name": row.name,
        "label": row.name,
        "type": row.type,
        "papers": row.papers,
        **year,
        "citations": citations,
    }


def _paper(rows: Rows, key: str) -> dict[str, str | int | bool]:
    row = rows.paper[key]
    return {"label": row.label, **({} if row.year is None else {"year": row.year}), "stub": row.stub}
