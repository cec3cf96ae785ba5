"""The backbone of the concept network: the concepts most written about and the few links that say most about each.

A concept network drawn whole is a hairball, and a word that every paper uses takes the middle of it. Steps:

1. take the concepts of most papers (or one concept and its nearest neighbours); leave out those that nothing joins and
   take the next ones in their place;
2. weigh every pair by its strength (`neighbours.strength`), in which broad concepts are weak towards everything;
3. keep the maximum spanning forest, so that what hangs together stays together, and the pairs that are among the
   strongest `links` of both ends; around one concept also all of its own.

A concept of one paper only repeats that paper: those are left out where at least a dozen others are there to show.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from .neighbours import neighbours, strength
from .rows import Rows, check_top
from .views import concept_nodes, shared_papers

if TYPE_CHECKING:
    import networkx as nx

Near = dict[str, dict[str, tuple[float, int]]]
"""Concept → concept → (strength, shared papers)."""

ENOUGH: Final = 12
"""Concepts of several papers that make a picture without those of one."""


def backbone(
    rows: Rows, *, top: int = 60, around: str | None = None, min_papers: int = 1, links: int = 3
) -> nx.Graph[str]:
    """At most `top` concepts and their strongest links: a graph with the nodes of `concept_graph`.

    Edges carry weight (the strength, 0..1) and papers (how many both are in). `around` keeps one concept and those
    nearest to it. Raises UnknownName for a key that no concept has, ValueError for a `top` below 1.
    """
    import networkx as nx

    check_top(top)
    keys = _around(rows, around, top, min_papers) if around is not None else _most_written_about(rows, top, min_papers)
    near = _near(rows, keys)
    pairs = nx.Graph(
        (a, b, {"weight": score, "papers": n}) for a, row in near.items() for b, (score, n) in row.items() if a < b
    )
    kept = {frozenset(edge) for edge in nx.maximum_spanning_edges(pairs, data=False)} if pairs else set()
    best = {key: _strongest(row, links if key != around else top) for key, row in near.items()}
    kept |= {frozenset((a, b)) for a in near for b in best[a] if a in best[b] or around in (a, b)}
    nodes = concept_nodes(rows, min_papers=0).nodes
    result: nx.Graph[str] = nx.Graph(view="backbone")
    result.add_nodes_from((key, nodes[key]) for key in near)
    result.add_edges_from((a, b, data) for a, b, data in sorted(pairs.edges(data=True), key=_ends) if {a, b} in kept)
    return result


def _near(rows: Rows, keys: Iterable[str]) -> Near:
    """Every pair of these concepts that shares papers, from both ends."""
    near: Near = {key: {} for key in sorted(keys)}
    for a, b, data in shared_papers(rows, list(near)):
        shared = int(data["papers"])
        near[a][b] = near[b][a] = strength(shared, len(rows.papers_of[a]), len(rows.papers_of[b])), shared
    return near


def _ends(edge: tuple[str, str, object]) -> tuple[str, str]:
    return edge[0], edge[1]


def _strongest(row: dict[str, tuple[float, int]], count: int) -> set[str]:
    return set(sorted(row, key=lambda other: (-row[other][0], -row[other][1], other))[:count])


def _around(rows: Rows, key: str, top: int, min_papers: int) -> set[str]:
    near = neighbours(rows, key, top=None)
    return {key, *[n.concept for n in near if len(rows.papers_of[n.concept]) >= min_papers][: top - 1]}


def _most_written_about(rows: Rows, top: int, min_papers: int) -> set[str]:
    """The concepts of most papers that share a paper with another of them; alone only where nothing is joined."""
    pool = [key for key, papers in rows.papers_of.items() if len(papers) >= max(min_papers, 1)]
    repeated = [key for key in pool if len(rows.papers_of[key]) > 1]
    pool = repeated if len(repeated) >= ENOUGH else pool
    # Among equals those with stronger ties come first; only the head of a large pool is looked at so closely.
    pool = sorted(pool, key=lambda key: (-len(rows.papers_of[key]), key))[: 10 * top]
    near = _near(rows, pool)
    pool.sort(key=lambda key: (-len(rows.papers_of[key]), -round(sum(s for s, _ in near[key].values()), 9), key))
    waiting, chosen = list(pool), list[str]()
    while waiting and len(chosen) < top:
        room = top - len(chosen)
        tried, waiting = {*chosen, *waiting[:room]}, waiting[room:]
        joined = [key for key in pool if key in tried and near[key].keys() & tried]
        if len(joined) <= len(chosen) and not waiting:
            break
        chosen = joined
    return set(chosen or pool[:top])
