"""RDF files: Turtle, TriG and JSON-LD to open in Protégé or to read; N-Quads and N-Triples as the canonical form.

Turtle, TriG and JSON-LD begin with the ontology (our terms and the declarations of foreign ones), so that a tool that
knows nothing of us tells object properties from data properties. N-Quads and N-Triples are the sorted statements and
nothing else. Turtle and N-Triples, which have no graphs, hold the default graph, where everything asserted stands; the
named graphs (the description of the data set, records that disagree) are in N-Quads, TriG and JSON-LD.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Final

from kb.rdf import Format, parse, serialise

from .contract import Exportable, Exporter

VIEWS: Final = ("all", "concepts", "citations", "evidence")
"""What of the graph is written; `Exportable.lines` decides which statements belong to each."""


def generate(
    source: Exportable, *, view: str, min_papers: int, syntax: Format, with_ontology: bool = True
) -> Iterator[bytes]:
    """The statements of a view in an RDF syntax, grouped by subject, the ontology first. `min_papers` is not used."""
    header = parse(source.ontology(), "turtle") if with_ontology else []
    yield from serialise(chain(header, source.lines(view)), syntax)


def _exporter(name: str, suffix: str, syntax: Format, *, with_ontology: bool) -> Exporter:
    return Exporter(name, (suffix,), VIEWS, "lines", partial(generate, syntax=syntax, with_ontology=with_ontology))


TURTLE: Final = _exporter("Turtle", ".ttl", "turtle", with_ontology=True)
TRIG: Final = _exporter("TriG", ".trig", "trig", with_ontology=True)
JSONLD: Final = _exporter("JSON-LD", ".jsonld", "jsonld", with_ontology=True)
NQUADS: Final = _exporter("N-Quads", ".nq", "nquads", with_ontology=False)
NTRIPLES: Final = _exporter("N-Triples", ".nt", "ntriples", with_ontology=False)
