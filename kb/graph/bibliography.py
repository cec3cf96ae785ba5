"""The papers of a version as records again: what a reference list needs, merged and decided as the graph has it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from urllib.parse import unquote

from ..records import Author, Paper
from ..terms import BASE, NS, iri
from .mapping import FABIO_CLASS
from .statements import Statements

Names = dict[str, tuple[list[str], list[str]]]
"""Author → family names, given names: read once."""

_CSL = {iri(found): csl for csl, found in FABIO_CLASS.items()}
_OPENALEX = f"{BASE}paper/openalex/"


def works(store: Statements) -> Iterator[tuple[str, Paper]]:
    """(IRI, paper) of every paper that is held, by IRI, each read when it is asked for."""
    known: Names = {}
    stubs = _stubs(store)
    for s in store.subjects(iri("rdf:type"), iri("fabio:Expression")):
        if s not in stubs:
            yield s, _paper(store, s, known)


def dois(store: Statements) -> list[str]:
    """The DOIs of all papers that are held, sorted."""
    stubs = _stubs(store)
    return sorted({doi for s, doi in store.pairs(iri("prism:doi")) if s not in stubs})


def _stubs(store: Statements) -> set[str]:
    return set(store.subjects(iri("rdf:type"), NS + "Stub"))


def _paper(store: Statements, s: str, known: Names) -> Paper:
    def first(term: str) -> str | None:
        return store.value(s, iri(term))

    year, venue = first("fabio:hasPublicationYear"), first("dcterms:isPartOf")
    named = (s, *store.objects(s, iri("owl:sameAs")))
    return Paper(
        type=next((_CSL[t] for t in store.objects(s, iri("rdf:type")) if t in _CSL), None),
        title=first("dcterms:title"),
        lang=first("dcterms:language"),
        year=int(year) if year else None,
        authors=tuple(_authors(store, s, first("kb:byline") or "", known)),
        venue=store.value(venue, iri("dcterms:title")) if venue else None,
        doi=first("prism:doi"),
        arxiv=first("fabio:hasArXivId"),
        openalex=next((unquote(n.removeprefix(_OPENALEX)) for n in named if n.startswith(_OPENALEX)), None),
        url=first("fabio:hasURL"),
        abstract=first("dcterms:abstract"),
        keywords=tuple(store.objects(s, iri("prism:keyword"))),
    )


def _authors(store: Statements, s: str, byline: str, known: Names) -> Iterator[Author]:
    """The authors in the order of the byline, in families and given names where the graph tells these apart."""
    parts: dict[str, Author] = {}
    for person in store.objects(s, iri("dcterms:creator")):
        if person not in known:
            known[person] = store.objects(person, iri("foaf:familyName")), store.objects(person, iri("foaf:givenName"))
        families, given = known[person]
        for family, first in product(families, (*given, None)):
            one = Author(family, first)
            parts[one.name] = one
    for name in byline.split("; ") if byline else ():
        yield parts.get(name) or Author(literal=name)
