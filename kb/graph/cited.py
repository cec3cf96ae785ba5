"""Reference strings as RDF: for each that was found to mean a work, a citation with the string, rule and confidence.

The triple cito:cites is said of the paper (`mapping`); here is why. A citation's IRI is the hash of what it joins and
of the string.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..rdf import escape, node
from ..spelling import digest
from ..terms import NS, iri, mint
from .content import Document

_TYPE, _CITATION = node(iri("rdf:type")), node(iri("cito:Citation"))
_CITING, _CITED = node(iri("cito:hasCitingEntity")), node(iri("cito:hasCitedEntity"))
_STRING, _RULE = node(iri("dcterms:bibliographicCitation")), node(NS + "rule")
_CONFIDENCE, _SHARE = node(iri("itsrdf:taConfidence")), f"^^{node(iri('xsd:double'))}"


def citation_lines(d: Document) -> Iterator[str]:
    """The citations of a document that its reference strings gave, one N-Quads line a statement."""
    for link in d.linked:
        n = node(mint("citation", digest("\n".join((d.iri, link.target, link.string)))))
        yield f"{n} {_TYPE} {_CITATION} ."
        yield f"{n} {_CITING} {node(d.iri)} ."
        yield f"{n} {_CITED} {node(link.target)} ."
        yield f'{n} {_STRING} "{escape(link.string)}" .'
        yield f'{n} {_RULE} "{escape(link.rule)}" .'
        yield f'{n} {_CONFIDENCE} "{link.confidence:.3f}"{_SHARE} .'
