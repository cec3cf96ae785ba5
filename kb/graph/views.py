"""The parts of the graph that people take away, as sorted lines, and the ontology that explains them.

concepts     concepts with their names, and which papers do what with them
citations    papers, authors, venues, who cites whom and builds on whom, and the places in the texts that cite
evidence     texts, sentences, mentions and pipelines, and the labels that are needed to read them
all          every statement, the named graphs too
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

from ..errors import UnknownFormat
from ..rdf import named_graph
from ..records import ROLES
from ..shipped import shipped
from ..terms import BASE, NS, iri
from .store import Store

_LABELS = {f"<{iri(c)}>" for c in ("rdf:type", "rdfs:label", "skos:prefLabel", "kb:acronym")}
_ROLES = {f"<{NS}{name}>" for name in ROLES}
_HAS_TEXT = f"<{NS}hasText>"
_YEAR = f"<{iri('fabio:hasPublicationYear')}>"
_CITATION = f"<{iri('cito:Citation')}>"

Keep = Callable[[str, list[str]], bool]


def view_lines(store: Store, view: str) -> Iterator[str]:
    """The lines of a view, sorted; the same graph gives the same lines. Raises UnknownFormat for an unknown view."""
    if view not in VIEWS:
        raise UnknownFormat(f"there is no view {view!r}; there are: {', '.join(VIEWS)}")
    lines = store.lines()
    if view == "all":
        return iter(lines)
    return _chosen((line for line in lines if not named_graph(line)), VIEWS[view])


def _chosen(lines: Iterator[str], keep: Keep) -> Iterator[str]:
    """The lines of default-graph statements whose (kind of subject, [predicate, object]) a view keeps."""
    for subject, group in groupby(lines, key=lambda line: line[1 : line.index(">")]):
        kind = subject.removeprefix(BASE).partition("/")[0] if subject.startswith(BASE) else ""
        found = list(group)
        if kind == "text" and any(_CITATION in line for line in found):
            kind = "citation"
        yield from (line for line in found if keep(kind, line.split(" ", 2)[1:]))


def _concepts(kind: str, said: list[str]) -> bool:
    return kind == "concept" or (kind == "paper" and (said[0] in _LABELS | _ROLES or said[0] == _YEAR))


def _citations(kind: str, said: list[str]) -> bool:
    if kind == "paper":
        return said[0] not in _ROLES and said[0] != _HAS_TEXT
    return kind in ("author", "venue", "citation", "derivation")


def _evidence(kind: str, said: list[str]) -> bool:
    if kind in ("paper", "concept"):
        return said[0] in _LABELS or said[0] == _HAS_TEXT
    return kind in ("text", "citation", "pipeline", "derivation")


def _all(kind: str, said: list[str]) -> bool:
    return True


VIEWS: Final[dict[str, Keep]] = {
    "all": _all,
    "concepts": _concepts,
    "citations": _citations,
    "evidence": _evidence,
}
"""View name → which statements of the default graph it keeps."""

_OWL = {
    "class": "owl:Class",
    "object property": "owl:ObjectProperty",
    "datatype property": "owl:DatatypeProperty",
    "annotation property": "owl:AnnotationProperty",
}


def foreign_terms() -> dict[str, str]:
    """IRI → kind of every term of other vocabularies that the graph may use: ontology/terms.tsv."""
    rows = shipped("ontology/terms.tsv").read_text("utf-8").splitlines()[1:]
    return dict(row.split("\t") for row in rows)


def ontology_turtle() -> str:
    """Our ontology and a declaration of every foreign term, so that Protégé tells object from data properties.

    What OWL itself defines (owl:sameAs, rdfs:label) is not declared again: OWL 2 DL forbids it.
    """
    own = shipped("ontology/kb.ttl").read_text("utf-8")
    declared = sorted(f"<{term}> a <{iri(_OWL[kind])}> ." for term, kind in foreign_terms().items() if kind in _OWL)
    note = "# --- terms of other vocabularies, declared for tools that do not fetch them ---"
    return "\n".join([own, note, "", *declared, ""])
