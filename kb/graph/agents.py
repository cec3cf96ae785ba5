"""Authors and venues → RDF: things that many papers speak of, each in its own spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from ..rdf import iri_line, literal_line
from ..records import Author
from ..spelling import digest
from ..terms import iri, mint

_A = iri("rdf:type")


def author_lines(author: Author) -> Iterator[str]:
    """What is said of an author by whoever names them so."""
    node = author_iri(author)
    yield iri_line(node, _A, iri("foaf:Agent" if author.literal else "foaf:Person"))
    yield literal_line(node, iri("foaf:name"), author.name)
    if author.family:
        yield literal_line(node, iri("foaf:familyName"), author.family)
    if author.given:
        yield literal_line(node, iri("foaf:givenName"), author.given)


def author_iri(author: Author) -> str:
    """The IRI of an author. Without ORCIDs, people of one name are one author."""
    return mint("author", _key(author.name))


def venue_iri(name: str) -> str:
    """The IRI of a venue: names that differ in case and signs are one."""
    return mint("venue", _key(name))


@lru_cache(maxsize=100_000)
def _key(name: str) -> str:
    """A name as one segment of an IRI: its words in lower case."""
    return "-".join(re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold())) or digest(name)


def venue_lines(name: str, graph: str | None) -> Iterator[str]:
    """What is said of a venue by whoever names it so, in a graph."""
    venue = venue_iri(name)
    yield iri_line(venue, _A, iri("fabio:ExpressionCollection"), graph=graph)
    yield literal_line(venue, iri("dcterms:title"), name, graph=graph)
