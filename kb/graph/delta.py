"""The next version as the last one with what differs written anew: quick where little has changed.

1. Prints (`blocks`) tell which documents, stubs and concepts are new, gone or changed.
2. What they say, and said, is about some subjects: themselves, and the authors, venues and texts of documents.
3. Of each of these subjects the store gets what it lacks and loses what is said no more. Several documents may speak of
   one author, venue or text: what it is to say is what all of them say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import pyoxigraph as ox

from ..records import FIELDS, Author
from ..spelling import digest
from ..terms import BASE, NS, iri, mint
from .agents import author_iri, author_lines, venue_iri, venue_lines
from .content import Content, Document
from .mapping import asides, things, venues

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
    others = _Shared(content)
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


_Said = TypeVar("_Said")


class _Shared:
    """What all documents say of the things that several may speak of: authors, venues, texts."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._asides = list(asides(content))
        self._authors: dict[str, tuple[Author, ...]] = {}
        self._venues: dict[str, tuple[tuple[str, str | None], ...]] = {}
        self._texts: dict[str, list[Document]] = {}
        for d in content.documents:
            for author in d.paper.authors:
                _append(self._authors, author_iri(author), author)
            for name, graph in venues(d):
                _append(self._venues, venue_iri(name), (name, graph))
            for text in {d.paper.text(field) for field in FIELDS} - {""} if d.reading else ():
                self._texts.setdefault(mint("text", digest(text)), []).append(d)

    def lines(self, subjects: set[str], but: set[str]) -> list[str]:
        """What is said of these authors and venues, of texts by other documents than these, and by none."""
        out = list(self._asides)
        for s in subjects:
            out += (line for author in self._authors.get(s, ()) if author.name for line in author_lines(author))
            out += (line for name, graph in self._venues.get(s, ()) for line in venue_lines(name, graph))
        found = {d.iri: d for s in subjects for d in self._texts.get(s, ()) if d.iri not in but}
        return [*out, *things(self._content.part([*found.values()]))]


def _append(known: dict[str, tuple[_Said, ...]], node: str, said: _Said) -> None:
    here = known.get(node, ())
    if said not in here:
        known[node] = (*here, said)
