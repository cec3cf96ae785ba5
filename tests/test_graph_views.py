"""Each view holds what it promises, sorted, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb import rdf
from kb.errors import UnknownFormat
from kb.graph import VIEWS, Store, view_lines
from kb.terms import BASE, PREFIXES, curie

LINES = rdf.parse((Path(__file__).parent / "data" / "graph.ttl").read_bytes())
DISAGREES = rdf.literal_line(BASE + "paper/one", PREFIXES["dcterms"] + "title", "Other", graph=BASE + "source/x")
STORE = Store.memory([*LINES, DISAGREES])


def said(view: str) -> set[tuple[str, str]]:
    """(kind of subject, predicate) of every statement of a view."""
    parts = [line.split(" ", 2) for line in view_lines(STORE, view)]
    return {(s[1:].removeprefix(BASE).split("/")[0], curie(p[1:-1])) for s, p, _ in parts}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_sorted_and_part_of_the_graph(view: str) -> None:
    lines = list(view_lines(STORE, view))
    assert lines == sorted(set(lines))
    assert set(lines) <= set(STORE.lines())


def test_all_is_everything_with_the_named_graphs() -> None:
    assert list(view_lines(STORE, "all")) == sorted([*LINES, DISAGREES])
    assert all(DISAGREES not in list(view_lines(STORE, view)) for view in VIEWS if view != "all")


def test_concepts_holds_concepts_and_what_papers_do_with_them() -> None:
    kinds = said("concepts")
    assert {kind for kind, _ in kinds} == {"concept", "paper"}
    assert {("paper", "kb:introduces"), ("paper", "kb:mentions"), ("paper", "rdfs:label")} <= kinds
    assert {("concept", "skos:altLabel"), ("concept", "kb:paperCount")} <= kinds
    assert not kinds & {("paper", "cito:cites"), ("paper", "kb:hasText")}


def test_citations_holds_papers_people_and_who_cites_whom() -> None:
    kinds = said("citations")
    assert {kind for kind, _ in kinds} == {"paper", "author", "venue", "text"}
    assert {("paper", "cito:cites"), ("author", "foaf:name"), ("text", "cito:hasCitedEntity")} <= kinds
    assert not kinds & {("paper", "kb:mentions"), ("text", "nif:isString"), ("text", "itsrdf:taIdentRef")}


def test_evidence_holds_texts_mentions_and_the_labels_to_read_them() -> None:
    kinds = said("evidence")
    assert {kind for kind, _ in kinds} == {"paper", "concept", "text", "pipeline"}
    assert {("text", "itsrdf:taIdentRef"), ("paper", "rdfs:label"), ("concept", "skos:prefLabel")} <= kinds
    assert not kinds & {("paper", "cito:cites"), ("paper", "kb:uses")}


def test_an_unknown_view_names_the_known() -> None:
    with pytest.raises(UnknownFormat, match="all, concepts, citations, evidence"):
        view_lines(STORE, "authors")
