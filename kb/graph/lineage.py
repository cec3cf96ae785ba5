"""What is odd in who cites whom: self-citations, cycles, and papers that cite what came after them.

Counted over all works, once a version; the cost is linear in the citations. A cycle is a set of papers of which each
leads to each other by citations (a strongly connected component, Tarjan 1972): two that cite each other, or more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .agents import author_iri
from .content import Content, Document

SPARE = 1
"""Years by which a cited work may be the later one: a preprint is cited by its later publication."""


def lineage(content: Content) -> dict[str, int]:
    """How references were joined, and what is odd in them.

    linked (to papers that are held) = by_identifier + by_string + by_text (name and year in an abstract), stubs (to
    works that are only cited); self_citations (the two share an author), to_itself (a paper cites itself), cycles,
    in_cycles (papers in them), backwards (citations of a work more than a year later).
    """
    held = {d.iri: d for d in content.documents}
    stub_years = {s.iri: s.year for s in content.stubs}
    counts = dict.fromkeys(("linked", "by_identifier", "by_string", "by_text", "stubs"), 0)
    odd = dict.fromkeys(("self_citations", "to_itself", "cycles", "in_cycles", "backwards"), 0)
    for d in content.documents:
        strings = {link.target for link in d.linked}
        authors = {author_iri(a) for a in d.paper.authors if a.name}
        for target in d.cites:
            other = held.get(target)
            later = other.paper.year if other else stub_years.get(target)
            odd["backwards"] += bool(d.paper.year and later and later - d.paper.year > SPARE)
            if other is None:
                counts["stubs"] += 1
                continue
            counts["linked"] += 1
            counts[_how(d, target in strings)] += 1
            if target == d.iri:
                odd["to_itself"] += 1
            elif any(author_iri(a) in authors for a in other.paper.authors if a.name):
                odd["self_citations"] += 1
    cycles = [c for c in components({i: [t for t in d.cites if t in held] for i, d in held.items()}) if len(c) > 1]
    return counts | odd | {"cycles": len(cycles), "in_cycles": sum(map(len, cycles))}


def _how(d: Document, by_string: bool) -> str:
    return "by_string" if by_string else "by_identifier" if d.paper.references else "by_text"


def components(edges: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The strongly connected components of a graph (node → nodes); no recursion, so a chain may be of any length."""
    number, low = dict[str, int](), dict[str, int]()
    open_nodes, on_stack = list[str](), set[str]()
    found: list[list[str]] = []
    for root in edges:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        open_nodes.append(root)
        on_stack.add(root)
        path = [(root, iter(edges[root]))]
        while path:
            node, left = path[-1]
            if (after := next(left, None)) is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == number[node]:
                    found.append(_closed(node, open_nodes, on_stack))
            elif after not in number:
                number[after] = low[after] = len(number)
                open_nodes.append(after)
                on_stack.add(after)
                path.append((after, iter(edges[after])))
            elif after in on_stack:
                low[node] = min(low[node], number[after])
    return found


def _closed(node: str, open_nodes: list[str], on_stack: set[str]) -> list[str]:
    """Takes a component off the stack, down to its first node."""
    component = list[str]()
    while not component or component[-1] != node:
        component.append(open_nodes.pop())
        on_stack.discard(component[-1])
    return component
