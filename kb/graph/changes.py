"""What another content would say of concepts and papers than the published version does: what a decision changes."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from ..claims import ENDS
from ..records import ROLES
from ..terms import NS, curie, iri, mint
from .content import Content, label
from .mapping import claims, identity, traits
from .store import Store

_CLAIMS = frozenset({*(NS + role for role in ROLES), *map(iri, ("owl:sameAs", "cito:cites", "dcterms:isVersionOf"))})
_TRAITS = frozenset(
    {*map(iri, ("rdf:type", "skos:prefLabel", "skos:altLabel", "skos:broader", "kb:acronym")), *(NS + p for p in ENDS)},
)


def changes(store: Store, then: Content, differing: Set[str]) -> dict[str, Any]:
    """What changes where these things (IRIs) differ: papers (IRI, label), statements added and removed.

    The store says what was; so nothing needs to be derived a second time without the decision.
    """
    part = then.only(differing)
    was = {line for thing in differing for line in _said(store, thing)}
    now = {line for d in part.documents for line in (*claims(d), *identity(d))}
    now |= {line for c in part.concepts.values() for line in traits(c)}
    papers = {d.iri: label(d.paper) for d in part.documents}
    there = {d.iri for d in then.documents} | {s.iri for s in then.stubs}
    papers |= {p: _label(store, p) for p in differing if p.startswith(mint("paper", "")) and p not in there}
    return {
        "papers": [{"paper": p, "label": papers[p]} for p in sorted(papers)],
        "removed": [_shown(line) for line in sorted(was - now)],
        "added": [_shown(line) for line in sorted(now - was)],
    }


def _said(store: Store, thing: str) -> Iterator[str]:
    """What the store says of a thing, as `claims` and `traits` write it."""
    wanted = _TRAITS if thing.startswith(mint("concept", "")) else _CLAIMS
    return (f"{q.triple} ." for q in store.quads(thing) if q.predicate.value in wanted)


def _label(store: Store, thing: str) -> str:
    """How the store shows a paper that is there no more."""
    named = (q.object.value for q in store.quads(thing) if q.predicate.value == iri("rdfs:label"))
    return next(named, curie(thing))


def _shown(line: str) -> dict[str, str]:
    """One of our own lines as a reader takes it: short names, and a literal as it is written."""
    subject, predicate, object = line.removesuffix(" .").split(" ", 2)
    names = {"subject": subject, "predicate": predicate, "object": object}
    return {k: curie(v[1:-1]) if v.startswith("<") else v for k, v in names.items()}
