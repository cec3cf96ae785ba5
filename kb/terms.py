"""Names of things in the graph: prefixes, our own terms, IRI ⇄ CURIE. Strings only; no RDF library is needed here."""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from urllib.parse import quote

BASE: Final = "https://w3id.org/citekb/"
"""Where papers, concepts, authors and texts live. Not registered yet with w3id.org; see the README."""

NS: Final = BASE + "ns#"
"""Our own terms, declared in ontology/kb.ttl."""

PREFIXES: Final[dict[str, str]] = {
    "kb": NS,
    "paper": BASE + "paper/",
    "concept": BASE + "concept/",
    "author": BASE + "author/",
    "venue": BASE + "venue/",
    "text": BASE + "text/",
    "pipeline": BASE + "pipeline/",
    "source": BASE + "source/",
    "fabio": "http://purl.org/spar/fabio/",
    "cito": "http://purl.org/spar/cito/",
    "dcterms": "http://purl.org/dc/terms/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "prov": "http://www.w3.org/ns/prov#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Predeclared in every query and every export."""

OWN_CLASSES: Final = ("Method", "Dataset", "Task", "Metric", "Stub", "Pipeline", "Decision", "Statement", "Derivation")
OWN_PROPERTIES: Final = (
    "mentions", "introduces", "extends", "uses", "evaluatesOn", "comparesWith", "studies",
    "usedFor", "evaluatedOn", "outperforms", "subject", "predicate", "object", "onDataset", "byMetric", "value",
    "acronym", "byline", "candidate", "citationCount", "codeRepository", "field", "firstYear", "hasText", "inPaper",
    "paperCount", "record", "role", "rule", "buildsOn", "later", "earlier", "through",
)  # fmt: skip
"""Every own term; a test holds them equal to ontology/kb.ttl."""

META: Final = BASE + "meta"
"""The named graph that describes the dataset itself (VoID)."""

RECORDS: Final = BASE + "records"
"""The named graph of the records behind the graph and of their owner's files, in N-Quads that restore all."""

_PLAIN = re.compile(r"[\w.~:-]*", re.ASCII)
_BY_LENGTH = sorted(PREFIXES.items(), key=lambda p: -len(p[1]))


@cache
def iri(curie: str) -> str:
    """The full IRI of a CURIE: 'cito:cites' → 'http://purl.org/spar/cito/cites'. An IRI comes back as it is.

    Raises KeyError for an unknown prefix.
    """
    prefix, _, local = curie.partition(":")
    return curie if local.startswith("//") else PREFIXES[prefix] + local


def curie(full: str) -> str:
    """The shortest known form of an IRI: 'http://purl.org/spar/cito/cites' → 'cito:cites'."""
    for prefix, start in _BY_LENGTH:
        if full.startswith(start) and len(full) > len(start):
            return f"{prefix}:{full[len(start) :]}"
    return full


def mint(kind: str, *parts: str) -> str:
    """A data IRI of our own: mint('paper', 'doi', '10.1/a b') → '…/paper/doi/10.1%2Fa%20b'.

    Each part is one path segment; what RFC 3986 does not allow there is percent-encoded, so every result parses.
    """
    safe = "-._~:%" if kind == "concept" else "-._~:"
    return BASE + "/".join([kind, *(p if _PLAIN.fullmatch(p) else quote(p, safe=safe) for p in parts)])
