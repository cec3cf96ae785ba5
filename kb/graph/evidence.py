"""From a statement to its sentences: the queries that follow mentions, as plain rows."""

from __future__ import annotations

from typing import Any

from .store import Store

_USES = """SELECT ?paper ?role ?concept WHERE {
  VALUES (?role ?rank) { (kb:introduces 0) (kb:extends 1) (kb:evaluatesOn 2) (kb:comparesWith 3) (kb:uses 4)
                         (kb:studies 5) (kb:mentions 6) }
  ?paper ?role ?concept OPTIONAL { ?paper fabio:hasPublicationYear ?year } } ORDER BY ?rank DESC(?year) ?paper"""

_MENTIONS = """SELECT ?field ?begin ?end ?surface ?sentence ?role ?rule ?confidence ?paper ?concept WHERE {
  ?m itsrdf:taIdentRef ?concept ; kb:inPaper ?paper ; nif:beginIndex ?begin ; nif:endIndex ?end ;
     nif:anchorOf ?surface ; nif:sentence/nif:anchorOf ?sentence ; nif:referenceContext/kb:field ?field ;
     kb:role ?role ; kb:rule ?rule ; itsrdf:taConfidence ?confidence }"""

_SENTENCES = """SELECT ?paper ?sentence ?text ?concept WHERE {
  ?m itsrdf:taIdentRef ?concept ; kb:inPaper ?paper ; nif:sentence ?sentence . ?sentence nif:anchorOf ?text }"""

_LANGUAGES = """SELECT ?lang (COUNT(*) AS ?n) WHERE { ?p a fabio:Expression ; dcterms:language ?lang }
  GROUP BY ?lang ORDER BY ?lang"""


def uses(store: Store, concept: str) -> list[tuple[str, str]]:
    """(paper, role IRI) of every role edge to a concept, the strongest role and the latest paper first."""
    return [(row[0], row[1]) for row in store.query(_USES, concept=concept).rows]


def mentions(store: Store, paper: str, concept: str) -> list[tuple[Any, ...]]:
    """(field, begin, end, surface, sentence, role IRI, rule, confidence) of every mention of a concept in a paper."""
    return [row[:8] for row in store.query(_MENTIONS, paper=paper, concept=concept).rows]


def sentences(store: Store, concept: str) -> dict[str, dict[str, str]]:
    """Paper → sentence IRI → its text, for every sentence that mentions a concept."""
    found: dict[str, dict[str, str]] = {}
    for paper, sentence, text, _ in store.query(_SENTENCES, concept=concept).rows:
        found.setdefault(paper, {})[sentence] = text
    return found


def languages(store: Store) -> dict[str, int]:
    """How many papers are in each language."""
    return dict(store.query(_LANGUAGES).rows)


def offset(sentence: str) -> tuple[str, int]:
    """What sorts sentences by their place: the text's IRI and the first character, from a sentence's IRI."""
    text, _, span = sentence.rpartition("/")
    return text, int(span.partition("-")[0])
