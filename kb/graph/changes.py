"""What another content would say of concepts than the published version does: what a decision changes."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from ..claims import ENDS
from ..records import ROLES
from ..terms import NS, curie, iri, mint
from .content import Content, label
from .mapping import claims, traits
from .store import Store

_CLAIMS = frozenset(NS + role for role in ROLES)
_TRAITS = frozenset(
    {*map(iri, ("rdf:type", "skos:prefLabel", "skos:altLabel", "skos:broader", "kb:acronym")), *(NS + p for p in ENDS)},
)


def changes(store: Store, then: Content, differing: Set[str]) -> dict[str, Any]:
    """What changes where these things (IRIs) differ: papers (IRI, label), statements added and removed.

    The store says what was; so nothing needs to be derived a second time without the decision.
    """
    part = then.only(differing)
    was = {line for thing in differing for line in _said(store, thing)}
    now = {line for d in part.documents for line in claims(d)}
    now |= {line for c in part.concepts.values() for line in traits(c)}
    return {
        "papers": [{"paper": d.iri, "label": label(d.paper)} for d in part.documents],
        "removed": [_shown(line) for line in sorted(was - now)],
        "added": [_shown(line) for line in sorted(now - was)],
    }


def _said(store: Store, thing: str) -> Iterator[str]:
    """What the store says of a thing, as `claims` and `traits` write it."""
    wanted = _TRAITS if thing.startswith(mint("concept", "")) else _CLAIMS
    return (f"{q.triple} ." for q in store.quads(thing) if q.predicate.value in wanted)


def _shown(line: str) -> dict[str, str]:
    """One of our own lines as a reader takes it: short names, and a literal as it is written."""
    subject, predicate, object = line.removesuffix(" .").split(" ", 2)
    names = {"subject": subject, "predicate": predicate, "object": object}
    return {k: curie(v[1:-1]) if v.startswith("<") else v for k, v in names.items()}
