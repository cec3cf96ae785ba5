"""Which works a paper builds on, as RDF: the edge, and a node with the concept between them and the two mentions.

paper  kb:buildsOn  work                 derived, and no citation: `cito:cites` is for what a paper cites
node   a kb:Derivation ; kb:later paper ; kb:earlier work ; kb:through concept ; kb:rule "uses-introduced" ;
       prov:wasDerivedFrom mention, mention
"""

from __future__ import annotations

from collections.abc import Iterator

from ..meanings import Built
from ..rdf import iri_line, literal_line
from ..spelling import digest
from ..terms import BASE, NS, iri, mint
from .content import Document

LATER = NS + "later"


def built_lines(d: Document) -> Iterator[str]:
    """What is said of the works that a document builds on, and why."""
    for b in d.builds_on:
        yield iri_line(d.iri, NS + "buildsOn", b.origin)
        node = derivation_iri(d.iri, b)
        yield iri_line(node, iri("rdf:type"), NS + "Derivation")
        yield iri_line(node, LATER, d.iri)
        yield iri_line(node, NS + "earlier", b.origin)
        yield iri_line(node, NS + "through", mint("concept", b.concept))
        yield literal_line(node, NS + "rule", b.rule)
        for sha, begin, end in (b.here, b.there):
            mention = f"{mint('text', sha)}/{begin}-{end}{mint('', b.concept).removeprefix(BASE)}"
            yield iri_line(node, iri("prov:wasDerivedFrom"), mention)


def derivation_iri(paper: str, b: Built) -> str:
    """The IRI of a derivation: of the two works and the concept."""
    return mint("derivation", digest("\n".join((paper, b.origin, b.concept)))[:32])
