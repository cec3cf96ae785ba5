"""The next version as the last one with what differs written anew: quick where little has changed.

1. Prints (`blocks`) tell which documents, stubs and concepts are new, gone or changed.
2. What they say, and said, is about some subjects: themselves, and the authors, venues and texts of documents.
3. Of each of these subjects the store gets what it lacks and loses what is said no more. Several documents may speak of
   one author, venue or text: what it is to say is what all of them say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ..records import FIELDS
from ..spelling import digest
from ..terms import BASE, NS, iri, mint
from .agents import author_iri, author_lines, venue_iri, venue_lines
from .built import LATER
from .content import Content, Document
from .mapping import asides, things, venues

if TYPE_CHECKING:
    from .blocks import Blocks

MOST = 1 / 3
"""The share of things that may differ; where more do, all is written anew, which is then quicker."""

BATCH = 50
"""Things written at once: some 20,000 statements, each a kilobyte while it is compared."""

FEW = 500
"""So many things may always differ, however few there are."""


class Written(NamedTuple):
    """How many statements a version has more than the one before, and how many of that one it has no more."""

    added: int
    removed: int


def worthwhile(old: Blocks, new: Blocks) -> set[str] | None:
    """The IRIs of all that differs; None where so much does that it is all to be written anew."""
    differing = old.differing(new)
    return differing if len(differing) <= max(MOST * len(old.prints), FEW) else None


def rewrite(graph: ox.Store, content: Content, differing: Set[str]) -> Written:
    """Makes a store of the last version one of this content; `differing` are the IRIs of what is not the same."""
    others = _Shared(content, differing, graph)
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


_LEADS = {"author": iri("dcterms:creator"), "venue": iri("dcterms:isPartOf"), "text": NS + "hasText"}
"""By what a paper leads to the things that several papers may speak of."""


_LATER = ox.NamedNode(LATER)
_CITING, _CITATIONS = ox.NamedNode(iri("cito:hasCitingEntity")), mint("citation", "")


def _around(graph: ox.Store, iris: Iterable[str]) -> Iterator[str]:
    """The authors, venues and texts of these papers, what was derived of them, and the citations by their strings.

    As the store has them.
    """
    for s in iris:
        if s.startswith(f"{BASE}paper/"):
            yield from (str(q.subject)[1:-1] for q in graph.quads_for_pattern(None, _LATER, ox.NamedNode(s), None))
            for quad in graph.quads_for_pattern(None, _CITING, ox.NamedNode(s), None):
                if (citation := str(quad.subject)[1:-1]).startswith(_CITATIONS):
                    yield citation
            for p in _LEADS.values():
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


class _Shared:
    """What all documents say of the things that several may speak of: authors, venues, texts.

    Which documents speak of a thing, the store knows, but for those that differ; what they say of it, the content does.
    """

    def __init__(self, content: Content, differing: Set[str], graph: ox.Store) -> None:
        self._content, self._graph = content, graph
        self._asides = list(asides(content))
        self._documents = {d.iri: d for d in content.documents}
        self._differing: dict[str, list[Document]] = {}
        self._known: dict[str, dict[str, None]] = {}
        for d in (d for d in content.documents if d.iri in differing):
            for thing in _spoken_of(d):
                self._differing.setdefault(thing, []).append(d)

    def lines(self, subjects: Set[str], but: Set[str]) -> list[str]:
        """What is said of these authors and venues, of texts by other documents than these, and by none."""
        out, sharing = list(self._asides), dict[str, Document]()
        for s in subjects:
            if s.startswith(mint("text", "")):
                sharing |= {d.iri: d for d in self._speakers(s) if d.iri not in but}
            elif s.startswith((mint("author", ""), mint("venue", ""))):
                out += self._said(s)
        return [*out, *things(self._content.part([*sharing.values()]))]

    def _said(self, thing: str) -> Iterable[str]:
        """What all documents say of an author or a venue; asked once, for thousands may share a venue."""
        if thing not in self._known:
            said = self._known[thing] = dict[str, None]()
            for d in self._speakers(thing):
                for author in d.paper.authors:
                    if author.name and author_iri(author) == thing:
                        said |= dict.fromkeys(author_lines(author))
                for name, graph in venues(d):
                    if venue_iri(name) == thing:
                        said |= dict.fromkeys(venue_lines(name, graph))
        return self._known[thing]

    def _speakers(self, thing: str) -> Iterator[Document]:
        """The documents that speak of an author, a venue or a text, or did."""
        yield from self._differing.get(thing, ())
        kind, _, rest = thing.removeprefix(BASE).partition("/")
        lead = None if "/" in rest else _LEADS.get(kind)  # not the spans of a text, which are most of what there is
        for quad in self._graph.quads_for_pattern(None, ox.NamedNode(lead), ox.NamedNode(thing), None) if lead else ():
            if d := self._documents.get(str(quad.subject)[1:-1]):
                yield d


def _spoken_of(d: Document) -> set[str]:
    """The authors, venues and texts of a document."""
    found = {author_iri(author) for author in d.paper.authors} | {venue_iri(name) for name, _ in venues(d)}
    return found | {mint("text", digest(text)) for field in FIELDS if d.reading and (text := d.paper.text(field))}
