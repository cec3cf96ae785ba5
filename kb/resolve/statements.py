"""Claims between two places of a text → statements between two concepts, and the edges of the graph.

1. A place means the concept of the mention that stands there, as the corpus and the curators have it; a claim of which
   an end means none, several or the same concept as the other end, or one of another type, is dropped.
2. "Our method" is the method with which the title opens ("FooNet: …"), else the one that the document introduces by a
   name: that in the title, else the only one.
3. Every statement makes an edge, but for a wider concept that would close a circle: what the lexicon and curators say
   comes first, then what more documents say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..claims import ENDS, Claim, Span, Statement
from ..meanings import Concept, Entry
from ..records import Mention
from .roles import NAMED


def settled(
    claims: Sequence[Claim], entries: Sequence[Entry], concepts: Mapping[str, Concept], *, title: str
) -> tuple[Statement, ...]:
    """The statements of one document with this title, '' for none; `entries` and `concepts` are final."""
    at: dict[tuple[str, Span], list[str]] = {}
    for entry in entries:
        for m in entry.mentions if entry.key else ():
            at.setdefault((m.field, (m.begin, m.end)), []).append(entry.key or "")
    own = _own(entries, concepts, title) if any(c.subject is None for c in claims) else ()
    found: dict[tuple[object, ...], Statement] = {}
    for claim in claims:
        for subject in own if claim.subject is None else at.get((claim.field, claim.subject), ()):
            for object in at.get((claim.field, claim.object), ()):
                if _fits(claim.predicate, concepts.get(subject), concepts.get(object)):
                    said = _statement(claim, subject, object, at, concepts)
                    found.setdefault((said.predicate, subject, object, said.field, said.begin, said.end), said)
    return tuple(found.values())


def _own(entries: Sequence[Entry], concepts: Mapping[str, Concept], title: str) -> tuple[str, ...]:
    """The key of the method that a document introduces; nothing where it is not clear which."""
    methods = [e for e in entries if e.key and _type(concepts.get(e.key)) == "Method"]
    brought = [e for e in methods if e.role == "introduces" and any(map(_is_name, e.mentions))]
    titled = [e for e in brought if any(m.field == "title" for m in e.mentions)]
    opening = [e for e in methods if ":" in title and any(_opens(m, title) for m in e.mentions)]
    chosen = opening or titled or brought
    return (chosen[0].key or "",) if len(chosen) == 1 else ()


def _opens(m: Mention, title: str) -> bool:
    """Whether a mention is all that stands before the colon of a title."""
    return m.field == "title" and m.begin == 0 and title[m.end :].lstrip().startswith(":")


def _is_name(m: Mention) -> bool:
    """Whether a mention is written as a proper name: in a title all words have their capital."""
    return m.rule in NAMED or (m.field == "abstract" and not m.surface[1:].islower())


def _type(concept: Concept | None) -> str | None:
    return concept.type if concept else None


def _fits(predicate: str, subject: Concept | None, object: Concept | None) -> bool:
    """Whether these two can be the ends of such a statement."""
    if subject is None or object is None or subject.key == object.key:
        return False
    if predicate in ENDS:
        first, second = ENDS[predicate]
        return subject.type in first and object.type in second
    return subject.type == object.type


def _statement(
    claim: Claim,
    subject: str,
    object: str,
    at: Mapping[tuple[str, Span], Sequence[str]],
    concepts: Mapping[str, Concept],
) -> Statement:
    def named(spans: Sequence[Span], type: str) -> tuple[str, ...]:
        """The concepts of this type at these places."""
        keys = (key for span in spans for key in at.get((claim.field, span), ()))
        return tuple(dict.fromkeys(key for key in keys if _type(concepts.get(key)) == type))

    return Statement(
        *(claim.predicate, subject, object, claim.field, claim.begin, claim.end, claim.rule, claim.confidence),
        datasets=named(claim.datasets, "Dataset"),
        metrics=named(claim.metrics, "Metric"),
        value=claim.value,
    )


def related(
    concepts: Mapping[str, Concept], told: Mapping[str, Sequence[Statement]]
) -> tuple[dict[str, Concept], dict[str, tuple[Statement, ...]]]:
    """The concepts with the edges that documents state, and by document (IRI) the statements that have one."""
    said = Counter(pair for found in told.values() for pair in {(s.predicate, s.subject, s.object) for s in found})
    wider = {key: list(c.broader) for key, c in concepts.items() if c.broader}
    refused = set[tuple[str, str, str]]()
    edges: dict[str, list[tuple[str, str]]] = {}
    for (predicate, subject, object), _ in sorted(said.items(), key=lambda s: (-s[1], s[0])):
        if predicate in ENDS:
            edges.setdefault(subject, []).append((predicate, object))
        elif subject in _above(object, wider):
            refused.add((predicate, subject, object))
        elif object not in wider.setdefault(subject, []):
            wider[subject].append(object)
    out = dict(concepts)
    for key in {*edges, *(s for p, s, _ in said if p == "broader")}:
        out[key] = replace(out[key], broader=tuple(wider.get(key, ())), edges=tuple(sorted(edges.get(key, ()))))
    held = {
        iri: tuple(s for s in found if (s.predicate, s.subject, s.object) not in refused) for iri, found in told.items()
    }
    return out, held


def _above(key: str, wider: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """A concept and all that are wider."""
    seen, todo = {key}, [key]
    while todo:
        yield (here := todo.pop())
        new = [w for w in wider.get(here, ()) if w not in seen]
        seen.update(new)
        todo += new
