"""The statements of one version, read straight: faster than SPARQL, and in plain Python values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from ..errors import KBError
from ..records import ROLES, TYPES
from ..terms import NS, curie, iri
from .results import value


class Statements:
    """Verbs that read the statements of a graph. All IRIs go in and come out in full."""

    graph: ox.Store

    def quads(self, s: str | None = None, p: str | None = None, o: str | None = None) -> Iterator[Any]:
        """The statements of the default graph with this subject, predicate and object (full IRIs; None is any).

        Each is a pyoxigraph Quad.
        """
        subject, predicate, object = (None if t is None else ox.NamedNode(t) for t in (s, p, o))
        try:
            yield from self.graph.quads_for_pattern(subject, predicate, object, ox.DefaultGraph())
        except OSError as error:
            raise self.unreadable(error) from error

    def unreadable(self, error: OSError) -> KBError:
        """What to say where the files of the graph turn out to be damaged while they are read."""
        return KBError(f"the graph cannot be read: {error}")

    def lines(self) -> list[str]:
        """Every statement, named graphs too, as sorted canonical N-Quads lines."""
        try:
            text = (self.graph.dump(format=ox.RdfFormat.N_QUADS) or b"").decode()
        except OSError as error:
            raise self.unreadable(error) from error
        return sorted(text.split("\n")[:-1])  # not splitlines: a literal may hold U+2028

    def objects(self, s: str, p: str) -> list[str]:
        """Everything that this subject has for this predicate, sorted: full IRIs, or the text of literals."""
        return sorted(q.object.value for q in self.quads(s, p))

    def subjects(self, p: str, o: str) -> list[str]:
        """Everything that has this thing for this predicate, sorted."""
        return sorted(q.subject.value for q in self.quads(None, p, o))

    def value(self, s: str, p: str) -> str | None:
        """One object, the first in order; None where there is none."""
        return min((q.object.value for q in self.quads(s, p)), default=None)

    def pairs(self, p: str) -> Iterator[tuple[str, str]]:
        """(subject, object) of every statement with this predicate."""
        return ((q.subject.value, q.object.value) for q in self.quads(None, p))

    def about(self, s: str) -> dict[str, list[str]]:
        """All that is said of a thing: the CURIE of each predicate, and its objects, sorted."""
        found: dict[str, list[str]] = {}
        for quad in self.quads(s):
            found.setdefault(curie(quad.predicate.value), []).append(quad.object.value)
        return {p: sorted(objects) for p, objects in sorted(found.items())}

    def label(self, s: str) -> str | None:
        """What a person reads for a thing: its label, else its preferred name (the English one first)."""
        names = sorted((q.object.language != "en", q.object.value) for q in self.quads(s, iri("skos:prefLabel")))
        return self.value(s, iri("rdfs:label")) or (names[0][1] if names else None)

    def count_type(self, kind: str) -> int:
        """How many things are of a class."""
        return sum(1 for _ in self.quads(None, iri("rdf:type"), kind))

    # --- the rows of networks --------------------------------------------------------------------------------------

    def concept_rows(self) -> Iterator[tuple[str, str, str, int, int | None]]:
        """(IRI, name, type, papers, first year) of every concept, by IRI."""
        types = {s: t for t in TYPES for s in self.subjects(iri("rdf:type"), NS + t)}
        papers, years = self._numbers(NS + "paperCount"), self._numbers(NS + "firstYear")
        for s in self.subjects(iri("rdf:type"), iri("skos:Concept")):
            yield s, self.label(s) or curie(s), types.get(s, "Concept"), papers.get(s, 0), years.get(s)

    def paper_rows(self) -> Iterator[tuple[str, str, int | None, bool, str | None]]:
        """(IRI, label, year, only cited, language) of every paper, by IRI."""
        labels, languages = dict(self.pairs(iri("rdfs:label"))), dict(self.pairs(iri("dcterms:language")))
        years = self._numbers(iri("fabio:hasPublicationYear"))
        stubs = set(self.subjects(iri("rdf:type"), NS + "Stub"))
        for s in self.subjects(iri("rdf:type"), iri("fabio:Expression")):
            yield s, labels.get(s, curie(s)), years.get(s), s in stubs, languages.get(s)

    def mention_rows(self) -> Iterator[tuple[str, str, str]]:
        """(paper, concept, role) of every role edge; 'mentions' stands for itself only where there is no other."""
        stronger: set[tuple[str, str]] = set()
        for role in ROLES:
            for pair in sorted(self.pairs(NS + role)):
                if role != "mentions" or pair not in stronger:
                    yield *pair, role
                stronger.add(pair)

    def _numbers(self, p: str) -> dict[str, int]:
        return {q.subject.value: n for q in self.quads(None, p) if isinstance(n := value(q.object), int)}
