"""How two concepts, or two papers, hang together: the shortest chain of links between them.

A link costs 1 − ln(strength): one for the step, and the more the weaker the link, so that a chain through a topic of
the two ends beats a shorter one through a word that every paper uses. As logarithms add up, the strengths multiply.

    concept – concept   they share papers           1 − ln(strength of the pair)
    paper → paper       one cites the other         1
    paper – paper       they share concepts         2 − ln(strength of the pair): a last resort

The search goes out from both ends by turns, the nearer side first, until the two cannot meet more cheaply.
Source: Nicholson, Finding the Shortest Route between Two Points in a Network (1966); Dijkstra (1959) from both sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from math import log

from kb.errors import UnknownName

from .neighbours import strength, strengths
from .rows import Rows

Reached = dict[str, tuple[float, str]]
Links = Callable[[str], Iterable[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a path, from `start` to `end` (keys and names), and what makes it.

    `relation` is "shares papers" (`via` holds those papers' keys), "cites" or "is cited by" (`via` is empty), or
    "shares concepts" (`via` holds those concepts' keys). `score` is the strength of the link, 0..1; a citation has 1.
    """

    start: str
    start_name: str
    end: str
    end_name: str
    relation: str
    via: tuple[str, ...]
    score: float


def path(rows: Rows, start: str, goal: str) -> list[Step] | None:
    """The shortest chain from one concept to another, or from one paper to another: [] from a node to itself.

    None where nothing joins them. Of several equally short ones it is always the same. Raises UnknownName for a key
    that nothing has, and where one end is a paper and the other a concept.
    """
    both_papers = start in rows.paper and goal in rows.paper
    if not both_papers:
        for end, other in ((start, goal), (goal, start)):
            if end in rows.paper and other in rows.concept:
                raise UnknownName(f"{end!r} is a paper and {other!r} a concept; a path joins two of a kind")
            rows.require_concept(end)
    chain = _cheapest(start, goal, _paper_links(rows) if both_papers else _concept_links(rows))
    step = _paper_step if both_papers else _concept_step
    return None if chain is None else [step(rows, a, b) for a, b in pairwise(chain)]


def _cheapest(start: str, goal: str, links: Links) -> list[str] | None:
    """The nodes of the cheapest path, start and goal included, or None. `links` must be the same from both ends."""
    if start == goal:
        return [start]
    # For each side: node → (cost so far, the node before it). Ties go to the smaller key, so that results repeat.
    reached: tuple[Reached, Reached] = ({start: (0.0, start)}, {goal: (0.0, goal)})
    queues = [(0.0, start)], [(0.0, goal)]
    done: tuple[set[str], set[str]] = (set(), set())
    best: tuple[float, str] | None = None
    while queues[0] and queues[1]:
        if best and queues[0][0][0] + queues[1][0][0] >= best[0]:
            break
        side = 0 if queues[0][0][0] <= queues[1][0][0] else 1
        cost, node = heappop(queues[side])
        if node in done[side]:
            continue
        done[side].add(node)
        for other, length in links(node):
            total = round(cost + length, 9)
            known = reached[side].get(other)
            if known is None or (total, node) < known:
                reached[side][other] = total, node
                if known is None or total < known[0]:
                    heappush(queues[side], (total, other))
            if other in reached[1 - side]:
                meeting = round(total + reached[1 - side][other][0], 9), other
                best = min(best, meeting) if best else meeting
    return None if best is None else [*reversed(_back(reached[0], best[1])), *_back(reached[1], best[1])[1:]]


def _back(reached: Reached, node: str) -> list[str]:
    """From a node to where its side began."""
    chain = [node]
    while reached[node][1] != node:
        node = reached[node][1]
        chain.append(node)
    return chain


def _concept_links(rows: Rows) -> Links:
    return lambda key: ((other, 1 - log(score)) for other, (score, _) in strengths(rows, key).items())


def _paper_links(rows: Rows) -> Links:
    def links(key: str) -> Iterable[tuple[str, float]]:
        """The papers it cites or is cited by, then those that share concepts with it, and what the way costs."""
        cited = rows.cites_of[key] | rows.cited_by[key]
        yield from ((other, 1.0) for other in cited)
        shared = Counter(paper for concept in rows.concepts_of[key] for paper in rows.papers_of[concept])
        for other, n in shared.items():
            if other != key and other not in cited:
                yield other, 2 - log(strength(n, len(rows.concepts_of[key]), len(rows.concepts_of[other])))

    return links


def _concept_step(rows: Rows, a: str, b: str) -> Step:
    one, other = rows.papers_of[a], rows.papers_of[b]
    shared = tuple(sorted(one & other))
    score = strength(len(shared), len(one), len(other))
    return Step(a, rows.concept[a].name, b, rows.concept[b].name, "shares papers", shared, score)


def _paper_step(rows: Rows, a: str, b: str) -> Step:
    names = (a, rows.paper[a].label, b, rows.paper[b].label)
    if b in rows.cites_of[a] or a in rows.cites_of[b]:
        return Step(*names, "cites" if b in rows.cites_of[a] else "is cited by", (), 1.0)
    one, other = rows.concepts_of[a], rows.concepts_of[b]
    shared = tuple(sorted(one & other))
    return Step(*names, "shares concepts", shared, strength(len(shared), len(one), len(other)))
