"""Statements as JSON-LD with the names of ontology/context.jsonld: {"id": "paper:…", "type": "Paper", "year": "2020"}.

The file carries that context, so it is read alone and offline. Each statement of a node goes

1. under the context's name for its property, as the plain value that the name's type or language map promises;
2. where the value is not of that type or has no language, or the context has no name, under the property's CURIE, with
   its type or language written out.

So nothing is lost, whatever the values are. Source: JSON-LD 1.1 (W3C Recommendation, 2020), sections 4.2 and 4.6.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, Final

from .. import rdf
from ..shipped import shipped
from ..terms import PREFIXES

_XSD: Final = PREFIXES["xsd"]
_TYPE: Final = PREFIXES["rdf"] + "type"


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the context: the type that its plain values have ('@id', a datatype IRI), and its containers."""

    name: str
    type: str | None = None
    containers: frozenset[str] = field(default=frozenset())


@cache
def context() -> dict[str, Any]:
    """The context that every document begins with."""
    found: dict[str, Any] = json.loads(shipped("ontology/context.jsonld").read_text("utf-8"))["@context"]
    return found


@cache
def names() -> dict[str, Name]:
    """IRI → the context's name of that property or class."""
    found = {}
    for name, means in context().items():
        told = {"@id": means} if isinstance(means, str) else means
        if name[0] != "@" and isinstance(told, dict) and told["@id"][0] != "@" and name not in PREFIXES:
            type, containers = told.get("@type"), told.get("@container", [])
            found[_full(told["@id"])] = Name(
                name,
                type if type in (None, "@id") else _full(type),
                frozenset([containers] if isinstance(containers, str) else containers),
            )
    return found


def _full(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


def generate(lines: Iterable[str]) -> Iterator[bytes]:
    """Sorted lines as a document, in pieces, one node a line; named graphs come after the default graph."""
    yield b'{"@context": ' + json.dumps(context(), ensure_ascii=False).encode() + b',\n"@graph": [\n'
    start = ""
    for chunk in map(rdf.quads, rdf.by_subject(lines)):
        nodes = []
        for (graph, subject), quads in groupby(chunk, key=lambda q: (getattr(q.graph_name, "value", None), q.subject)):
            node = _node(short(subject.value), quads)
            nodes.append({"id": graph, "@graph": [node]} if graph else node)
        if nodes:
            yield (start + ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)).encode()
            start = ",\n"
    yield b"\n]}\n"


@lru_cache(65_536)
def short(iri: str) -> str:
    """An IRI as a compact IRI of the context's prefixes, which expands to nothing else."""
    fits = [(len(start), name) for name, start in PREFIXES.items() if iri.startswith(start) and len(iri) > len(start)]
    length, name = max(fits, default=(0, ""))
    return iri if not name or iri[length:].startswith("//") else f"{name}:{iri[length:]}"


def _node(subject: str, quads: Iterable[Any]) -> dict[str, Any]:
    node: dict[str, Any] = {"id": subject}
    for quad in quads:
        property, value = quad.predicate.value, quad.object
        if property == _TYPE:
            kind = names().get(value.value)
            _add(node, "type", kind.name if kind else short(value.value))
            continue
        name = names().get(property)
        language = getattr(value, "language", None)
        if name and "@language" in name.containers and language:
            _add(node.setdefault(name.name, {}), language, value.value, always="@set" in name.containers)
        elif name and "@language" not in name.containers and (found := _plain(value, name.type)) is not None:
            _add(node, name.name, found, always="@set" in name.containers)
        else:
            _add(node, short(property), _written_out(value))
    return node


def _add(node: dict[str, Any], key: str, value: Any, *, always: bool = False) -> None:
    """One value stands alone (unless the context promises a list), several in a list."""
    if key not in node:
        node[key] = [value] if always else value
    elif isinstance(node[key], list):
        node[key].append(value)
    else:
        node[key] = [node[key], value]


def _plain(value: Any, type: str | None) -> Any:
    """The value as it stands under a name of this type; None where the name would give it another meaning."""
    if not hasattr(value, "language"):
        return short(value.value) if type == "@id" else {"id": short(value.value)} if type is None else None
    if type is None:
        return _written_out(value)
    if value.language or value.datatype.value != type:
        return None
    text = value.value
    is_number = type == _XSD + "integer" and len(text) < 16 and text.removeprefix("-").isdecimal()
    return int(text) if is_number and str(int(text)) == text else text


def _written_out(value: Any) -> Any:
    if not hasattr(value, "language"):
        return {"id": short(value.value)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    datatype = value.datatype.value
    return value.value if datatype == _XSD + "string" else {"@value": value.value, "@type": short(datatype)}
