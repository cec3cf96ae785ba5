"""How two concepts, or two papers, hang together: the shortest chain of links between them.

A link costs 1 − ln(strength): one for the step, and the more the weaker the link, so that a chain through a topic of
the two ends beats a shorter one through a word that every paper uses. As logarithms add up, the strengths multiply.

    concept – concept   they share papers           1 − ln(strength of the pair)
    paper → paper       one cites the other         1
    paper – paper       they share concepts         2 − ln(strength of the pair): a last resort

Steps: (1) count by breadth first search how many links every node is from the goal, visiting each paper once;
(2) A* from the start, with that count as the bound that can never be too high (every link costs at least 1).
Source: Hart, Nilsson & Raphael, A Formal Basis for the Heuristic Determination of Minimum Cost Paths (1968).
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

    None where nothing joins them. Among equals the chain with the first keys in sorted order is taken. Raises
    UnknownName for a key that nothing has, and where one end is a paper and the other a concept.
    """
    both_papers = start in rows.paper and goal in rows.paper
    if not both_papers:
        for end, other in ((start, goal), (goal, start)):
            if end in rows.paper and other in rows.concept:
                raise UnknownName(f"{end!r} is a paper and {other!r} a concept; a path joins two of a kind")
            rows.require_concept(end)
    hops = _hops(rows, goal, papers=both_papers)
    links = _paper_links(rows) if both_papers else _concept_links(rows)
    chain = _cheapest(start, goal, hops, links)
    step = _paper_step if both_papers else _concept_step
    return None if chain is None else [step(rows, a, b) for a, b in pairwise(chain)]


def _hops(rows: Rows, goal: str, *, papers: bool) -> dict[str, int]:
    """Links from every node that reaches the goal; each side of the mentions is walked through once."""
    inner, outer = (rows.concepts_of, rows.papers_of) if papers else (rows.papers_of, rows.concepts_of)
    hops, seen, front, distance = {goal: 0}, set[str](), {goal}, 0
    while front:
        distance += 1
        between = {via for node in front for via in inner[node]} - seen
        seen |= between
        found = {node for via in between for node in outer[via]}
        if papers:
            found |= {other for node in front for other in rows.cites_of[node] | rows.cited_by[node]}
        front = found - hops.keys()
        hops |= dict.fromkeys(front, distance)
    return hops


def _cheapest(start: str, goal: str, hops: dict[str, int], links: Links) -> tuple[str, ...] | None:
    """The nodes of the cheapest path, start and goal included, or None."""
    if start not in hops:
        return None
    queue: list[tuple[float, tuple[str, ...], float]] = [(float(hops[start]), (start,), 0.0)]
    done: set[str] = set()
    best = {start: 0.0}
    while queue:
        _, chain, cost = heappop(queue)
        if chain[-1] == goal:
            return chain
        if chain[-1] in done:
            continue
        done.add(chain[-1])
        for node, length in links(chain[-1]):
            total = round(cost + length, 9)
            # Equal costs are pushed too: the heap then takes the chain whose keys come first.
            if node not in done and node in hops and total <= best.get(node, total):
                best[node] = total
                heappush(queue, (round(total + hops[node], 9), (*chain, node), total))
    return None


def _concept_links(rows: Rows) -> Links:
    return lambda key: ((other, 1 - log(score)) for other, (score, _) in strengths(rows, key).items())


def _paper_links(rows: Rows) -> Links:
    def links(key: str) -> Iterable[tuple[str, float]]:
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
