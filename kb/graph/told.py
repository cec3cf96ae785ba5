"""Statements between concepts as RDF: for each place that says one, a node with the sentence, the rule and the values.

The direct edge is said of the subject (`mapping.traits`); here is its evidence. A node's IRI is the place in its text,
the predicate and both keys: the same sentence says the same in whatever paper it stands.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from ..claims import Statement
from ..rdf import escape, node
from ..records import FIELDS
from ..spelling import digest
from ..terms import BASE, NS, iri, mint
from .content import Document

_TYPE, _STATEMENT = node(iri("rdf:type")), node(NS + "Statement")
_CONTEXT, _BEGIN, _END, _ANCHOR, _IN = (
    node(iri(f"nif:{name}")) for name in ("referenceContext", "beginIndex", "endIndex", "anchorOf", "sentence")
)
_SUBJECT, _PREDICATE, _OBJECT, _PAPER, _RULE, _DATASET, _METRIC, _VALUE = (
    node(NS + name) for name in ("subject", "predicate", "object", "inPaper", "rule", "onDataset", "byMetric", "value")
)
_CONFIDENCE, _BY = node(iri("itsrdf:taConfidence")), node(iri("prov:wasGeneratedBy"))
_COUNT, _SHARE = f"^^{node(iri('xsd:integer'))}", f"^^{node(iri('xsd:double'))}"


def predicate_iri(predicate: str) -> str:
    """The property that a statement's predicate names."""
    return iri("skos:broader") if predicate == "broader" else NS + predicate


def statement_nodes(d: Document) -> Iterator[str]:
    """The IRI of each statement of a document."""
    contexts = _contexts(d)
    return (_iri(contexts[s.field], s) for s in d.statements)


def statement_lines(d: Document, pipeline: str) -> Iterator[str]:
    """What a document states of pairs of concepts, each with its place, its sentence and the rule that read it."""
    if not d.statements:
        return
    contexts, by = _contexts(d), node(mint("pipeline", pipeline))
    for s in d.statements:
        text, context = d.paper.text(s.field), contexts[s.field]
        n = f"<{_iri(context, s)}>"
        yield f"{n} {_TYPE} {_STATEMENT} ."
        yield f"{n} {_CONTEXT} <{context}> ."
        yield f'{n} {_BEGIN} "{s.begin}"{_COUNT} .'
        yield f'{n} {_END} "{s.end}"{_COUNT} .'
        yield f'{n} {_ANCHOR} "{escape(text[s.begin : s.end])}" .'
        yield f"{n} {_PAPER} {node(d.iri)} ."
        spans = d.reading.sentences.get(s.field, ()) if d.reading else ()
        at = bisect_right(spans, (s.begin, len(text))) - 1
        if at >= 0 and s.begin < spans[at][1]:
            yield f"{n} {_IN} <{context}/{spans[at][0]}-{spans[at][1]}> ."
        yield f"{n} {_SUBJECT} {node(mint('concept', s.subject))} ."
        yield f"{n} {_PREDICATE} {node(predicate_iri(s.predicate))} ."
        yield f"{n} {_OBJECT} {node(mint('concept', s.object))} ."
        for key in s.datasets:
            yield f"{n} {_DATASET} {node(mint('concept', key))} ."
        for key in s.metrics:
            yield f"{n} {_METRIC} {node(mint('concept', key))} ."
        if s.value:
            yield f'{n} {_VALUE} "{escape(text[slice(*s.value)])}" .'
        yield f'{n} {_RULE} "{escape(s.rule)}" .'
        yield f'{n} {_CONFIDENCE} "{s.confidence:.3f}"{_SHARE} .'
        yield f"{n} {_BY} {by} ."


def _contexts(d: Document) -> dict[str, str]:
    used = {s.field for s in d.statements}
    return {name: mint("text", digest(d.paper.text(name))) for name in FIELDS if name in used}


def _iri(context: str, s: Statement) -> str:
    subject, object = (mint("", key).removeprefix(BASE) for key in (s.subject, s.object))
    return f"{context}/{s.begin}-{s.end}/{s.predicate}{subject}{object}"
