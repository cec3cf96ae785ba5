"""The next version as the last one with what differs written anew: quick where little has changed.

1. Prints (`blocks`) tell which documents, stubs and concepts are new, gone or changed.
2. What they say, and said, is about some subjects: themselves, and the authors, venues and texts of documents.
3. Of each of these subjects the store gets what it lacks and loses what is said no more. Several documents may speak of
   one author, venue or text: what it is to say is what all of them say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ..records import FIELDS
from ..spelling import digest
from ..terms import BASE, NS, iri, mint
from .content import Content, Document
from .mapping import asides, author_iri, shared, things, venue_iri

if TYPE_CHECKING:
    from .blocks import Blocks

MOST = 1 / 3
"""The share of things that may differ; where more do, all is written anew, which is then quicker."""

BATCH = 200
"""Things written at once: some 80,000 statements."""


class Written(NamedTuple):
    """How many statements a version has more than the one before, and how many of that one it has no more."""

    added: int
    removed: int


def worthwhile(old: Blocks, new: Blocks) -> set[str] | None:
    """The IRIs of all that differs; None where so much does that it is all to be written anew."""
    differing = old.differing(new)
    return differing if len(differing) <= max(MOST * len(old.prints), BATCH) else None


def rewrite(graph: ox.Store, content: Content, differing: Iterable[str]) -> Written:
    """Makes a store of the last version one of this content; `differing` are the IRIs of what is not the same."""
    others = _Speakers(content)
    left = iter(sorted(differing))
    added = removed = 0
    while batch := set(islice(left, BATCH)):
        part = content.only(batch)
        affected = batch | set(_around(graph, batch))
        said = ox.Store()  # the store's own spelling of numbers: 0.9 for 0.900
        _load(said, list(things(part)), None)
        affected |= {q.subject.value for q in said}
        affected |= set(_spans(graph, affected))
        _load(said, others.lines(affected, batch), affected)
        now = set(said)
        before = {q for s in affected for q in graph.quads_for_pattern(ox.NamedNode(s), None, None, None)}
        for quad in before - now:
            graph.remove(quad)
        graph.extend(now - before)
        removed += len(before - now)
        added += len(now - before)
    graph.flush()
    return Written(added, removed)


_LEADS = (iri("dcterms:creator"), iri("dcterms:isPartOf"), NS + "hasText")


def _around(graph: ox.Store, iris: Iterable[str]) -> Iterator[str]:
    """The authors, venues and texts of these papers, as the store has them."""
    for s in iris:
        if s.startswith(f"{BASE}paper/"):
            for p in _LEADS:
                for quad in graph.quads_for_pattern(ox.NamedNode(s), ox.NamedNode(p), None, None):
                    yield str(quad.object)[1:-1]


def _spans(graph: ox.Store, iris: Iterable[str]) -> Iterator[str]:
    """The sentences, mentions and citations in these texts, as the store has them."""
    context = ox.NamedNode(iri("nif:referenceContext"))
    for text in iris:
        if text.startswith(f"{BASE}text/") and text.count("/") == _TEXT_SLASHES:
            for quad in graph.quads_for_pattern(None, context, ox.NamedNode(text), None):
                yield str(quad.subject)[1:-1]


_TEXT_SLASHES = mint("text", "sha").count("/")


def _load(graph: ox.Store, lines: Sequence[str], subjects: set[str] | None) -> None:
    kept = lines if subjects is None else [line for line in lines if line[1 : line.index(">")] in subjects]
    graph.bulk_load("\n".join(kept).encode(), ox.RdfFormat.N_QUADS)


class _Speakers:
    """Which documents speak of an author, a venue or a text."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._asides = list(asides(content))
        self._of: dict[str, list[Document]] = {}
        for d in content.documents:
            for node in _shared_nodes(d):
                self._of.setdefault(node, []).append(d)

    def lines(self, subjects: set[str], but: set[str]) -> list[str]:
        """What all but these documents say of authors, venues and texts, and what belongs to no document."""
        found = {d.iri: d for s in subjects for d in self._of.get(s, ()) if d.iri not in but}
        out = list(self._asides)
        texts = []
        for d in found.values():
            if subjects.isdisjoint(_texts(d)):
                out += shared(d)
            else:
                texts.append(d)
        return [*out, *things(self._content.part(texts))]


def _texts(d: Document) -> list[str]:
    return [mint("text", digest(text)) for name in FIELDS if (text := d.paper.text(name)) and d.reading]


def _shared_nodes(d: Document) -> set[str]:
    nodes = {author_iri(a) for a in d.paper.authors if a.name}
    nodes |= {venue_iri(p.venue) for p in (d.paper, *d.records) if p.venue}
    return nodes.union(_texts(d))
