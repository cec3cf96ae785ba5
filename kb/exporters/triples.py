"""RDF files: Turtle, TriG and JSON-LD to open in Protégé or to read; N-Quads and N-Triples as the canonical form.

Turtle, TriG and JSON-LD begin with the declarations of all terms, ours and foreign ones, so that a tool that knows
nothing of us tells object properties from data properties. Such a file is an ontology of its own, named by the hash of
what it says: it does not pass for the vocabulary, and two exports stand side by side in one Protégé. N-Quads and
N-Triples are the sorted statements and nothing else. Turtle and N-Triples, which have no graphs, hold the default
graph, where everything asserted stands; the named graphs (the description of the data set, records that disagree) are
in N-Quads, TriG and JSON-LD. N-Quads of everything also hold the records themselves, and so restore a knowledge base.
JSON-LD has the names of ontology/context.jsonld.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import sha256
from itertools import chain
from typing import Final

from kb.graph import jsonld
from kb.rdf import Format, iri_line, literal_line, parse, serialise
from kb.terms import NS, iri, mint

from .contract import Exportable, Exporter

VIEWS: Final = ("all", "concepts", "citations", "evidence")
"""What of the graph is written; `Exportable.lines` decides which statements belong to each."""

VOCABULARY: Final = NS.removesuffix("#")
"""The ontology that declares our own terms."""


Write = Callable[[Iterable[str]], Iterator[bytes]]
"""Sorted lines → a document, in pieces."""


def generate(
    source: Exportable, *, view: str, min_papers: int, write: Write, with_ontology: bool = True
) -> Iterator[bytes]:
    """The statements of a view in an RDF syntax, by subject, the declarations first. `min_papers` is not used."""
    if not with_ontology:
        yield from write(source.lines(view))
        return
    terms = [line for line in parse(source.ontology(), "turtle") if not line.startswith(f"<{VOCABULARY}> ")]
    lines = list(source.lines(view))
    yield from write(chain(_header(terms, lines, view), terms, lines))


def whole(source: Exportable, *, view: str, min_papers: int) -> Iterator[bytes]:
    """N-Quads: of "all" with the records that the graph was made from, so that `kb add` restores it from the file."""
    lines = source.lines(view)
    yield from serialise(sorted(chain(lines, source.facts())) if view == "all" else lines, "nquads")


def _header(terms: list[str], lines: list[str], view: str) -> list[str]:
    """What the file says of itself, in annotations that OWL knows: the same content has the same name."""
    content = sha256()
    for line in chain(terms, lines):
        content.update(line.encode() + b"\n")
    name = mint("export", content.hexdigest()[:32])
    about = f"View {view!r} of a citekb knowledge base: {len(lines):,} statements, and the declarations of their terms."
    return [
        iri_line(name, iri("rdf:type"), iri("owl:Ontology")),
        literal_line(name, iri("rdfs:comment"), about, lang="en"),
        literal_line(name, iri("rdfs:label"), f"citekb export {content.hexdigest()[:8]}", lang="en"),
        iri_line(name, iri("rdfs:seeAlso"), VOCABULARY),
    ]


def _exporter(name: str, suffix: str, write: Write, *, with_ontology: bool) -> Exporter:
    return Exporter(name, (suffix,), VIEWS, "lines", partial(generate, write=write, with_ontology=with_ontology))


def _in(syntax: Format) -> Write:
    return partial(serialise, format=syntax)


TURTLE: Final = _exporter("Turtle", ".ttl", _in("turtle"), with_ontology=True)
TRIG: Final = _exporter("TriG", ".trig", _in("trig"), with_ontology=True)
JSONLD: Final = _exporter("JSON-LD", ".jsonld", jsonld.generate, with_ontology=True)
NQUADS: Final = Exporter("N-Quads", (".nq",), VIEWS, "lines", whole)
NTRIPLES: Final = _exporter("N-Triples", ".nt", _in("ntriples"), with_ontology=False)
