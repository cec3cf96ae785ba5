"""Statements between concepts in the graph: their edges and sentences, under decisions, and wherever the graph goes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kb
from kb.records import Paper
from kb.terms import NS, mint

PAPERS = (
    Paper(
        id="s1",
        title="BarNet: image classification with dropout",
        abstract="We propose BarNet. BarNet outperforms QuxNet on MNIST by 2.3% accuracy. Experiments on CIFAR-10 show "
        "gains. Convolutional neural networks such as QuxNet are slow.",
        year=2021,
    ),
    Paper(
        id="s2",
        title="A second look",
        abstract="We use QuxNet for image classification. We find that QuxNet outperforms BarNet on ImageNet.",
        year=2022,
    ),
)

ALL = """SELECT ?predicate ?one ?other ?text ?begin ?end ?string ?s WHERE {
  ?s a kb:Statement ; kb:predicate ?predicate ; kb:subject/skos:prefLabel ?one ; kb:object/skos:prefLabel ?other ;
     nif:anchorOf ?text ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext/nif:isString ?string ;
     nif:sentence ?sentence ; kb:inPaper ?paper ; kb:rule ?rule ; itsrdf:taConfidence ?sure ;
     prov:wasGeneratedBy ?by } ORDER BY ?s"""


@pytest.fixture
def lab() -> kb.KnowledgeBase:
    made = kb.open()
    made.add(PAPERS)
    return made


def edges(base: kb.KnowledgeBase) -> set[tuple[str, str, str]]:
    found = base.query("""SELECT ?a ?p ?b { VALUES ?p { kb:usedFor kb:evaluatedOn kb:outperforms skos:broader }
        ?x ?p ?y . ?x skos:prefLabel ?a . ?y skos:prefLabel ?b }""").rows
    return {(a, p.rpartition("#")[2], b) for a, p, b in found}


def test_each_edge_leads_in_one_hop_to_the_words_that_say_it(lab: kb.KnowledgeBase) -> None:
    assert {
        ("BarNet", "usedFor", "image classification"),
        ("QuxNet", "usedFor", "image classification"),
        ("BarNet", "outperforms", "QuxNet"),
        ("QuxNet", "outperforms", "BarNet"),
        ("BarNet", "evaluatedOn", "CIFAR-10"),
        ("QuxNet", "broader", "convolutional neural network"),
    } <= edges(lab)
    rows = lab.query(ALL).rows
    assert {(one, p.rpartition("#")[2], other) for p, one, other, *_ in rows} <= edges(lab)
    assert all(string[begin:end] == text for *_, text, begin, end, string, _ in rows)
    assert lab.stats()["statements"] == len(rows) == lab.answers.store.count_type(NS + "Statement")
    assert lab.check() == []


def test_dataset_metric_and_value_stand_at_the_statement(lab: kb.KnowledgeBase) -> None:
    (row,) = lab.query("""SELECT ?data ?metric ?value { ?s kb:predicate kb:outperforms ;
        kb:onDataset/skos:prefLabel ?data ; kb:byMetric/skos:prefLabel ?metric ; kb:value ?value }""").rows
    assert row == ("MNIST", "accuracy", "2.3%")


def test_a_rejected_end_takes_the_statement_away_and_undo_brings_it_back(lab: kb.KnowledgeBase) -> None:
    before = lab.answers.store.lines()
    told = lab.decide("reject", "QuxNet", dry_run=True)
    assert {("concept:barnet", "kb:outperforms", "concept:quxnet")} <= {
        (s["subject"], s["predicate"], s["object"]) for s in told["removed"]
    }
    lab.decide("reject", "QuxNet")
    assert not {e for e in edges(lab) if "QuxNet" in e} and lab.check() == []
    lab.undo()
    assert lab.answers.store.lines() == before


def test_ends_follow_a_merge_and_two_that_become_one_say_nothing(lab: kb.KnowledgeBase) -> None:
    lab.decide("merge", "QuxNet", "BarNet")
    assert ("BarNet", "broader", "convolutional neural network") in edges(lab)
    assert not {e for e in edges(lab) if e[1] == "outperforms"} and lab.check() == []


def test_types_are_held_when_a_concept_is_retyped(lab: kb.KnowledgeBase) -> None:
    lab.decide("retype", "BarNet", "Dataset")
    assert not {e for e in edges(lab) if e[0] == "BarNet" and e[1] in ("usedFor", "outperforms", "evaluatedOn")}
    assert ("QuxNet", "outperforms", "BarNet") not in edges(lab) and lab.check() == []


def test_a_curators_wider_concept_wins_over_a_sentence(lab: kb.KnowledgeBase) -> None:
    lab.decide("broader", "convolutional neural network", "QuxNet")
    assert ("convolutional neural network", "broader", "QuxNet") in edges(lab)
    assert ("QuxNet", "broader", "convolutional neural network") not in edges(lab) and lab.check() == []


def test_two_papers_with_one_text_share_its_statements(lab: kb.KnowledgeBase) -> None:
    before = lab.stats()["statements"]
    twin = Paper(id="s3", title="Another title", abstract=PAPERS[1].abstract)
    lab.add([twin])
    assert lab.stats()["statements"] == before and lab.check() == []
    shared = lab.query("SELECT ?s (COUNT(?p) AS ?n) { ?s a kb:Statement ; kb:inPaper ?p } GROUP BY ?s")
    assert {row["n"] for row in shared} == {1, 2}
    lab.remove(lab.paper("Another title").paper)
    again = kb.open()
    again.add(PAPERS)
    assert lab.answers.store.lines() == again.answers.store.lines()


def test_an_export_restores_the_statements_byte_for_byte(lab: kb.KnowledgeBase, tmp_path: Path) -> None:
    lab.export(tmp_path / "all.nq")
    other = kb.open()
    other.add(kb.read(tmp_path / "all.nq"))
    other.export(tmp_path / "again.nq")
    assert (tmp_path / "again.nq").read_bytes() == (tmp_path / "all.nq").read_bytes()
    assert b"#Statement>" in (tmp_path / "all.nq").read_bytes()


def test_json_ld_has_names_for_statements(lab: kb.KnowledgeBase, tmp_path: Path) -> None:
    nodes = json.loads(lab.export(tmp_path / "all.jsonld").read_text("utf-8"))["@graph"]
    said = [n for n in nodes if n.get("type") == "Statement" and n.get("value")]
    assert [(n["subject"], n["predicate"], n["object"], n["onDataset"], n["value"]) for n in said] == [
        ("concept:barnet", "kb:outperforms", "concept:quxnet", ["concept:mnist"], "2.3%")
    ]
    concept = next(n for n in nodes if n["id"] == "concept:barnet")
    assert concept["outperforms"] == ["concept:quxnet"]


def test_the_views_of_concepts_and_evidence_hold_edges_and_statements(lab: kb.KnowledgeBase) -> None:
    concepts, evidence = ("\n".join(lab.answers.lines(view)) for view in ("concepts", "evidence"))
    assert f"<{NS}outperforms> <{mint('concept', 'quxnet')}>" in concepts and "#Statement>" not in concepts
    assert "#Statement>" in evidence


def test_diff_tells_the_edges_that_came(tmp_path: Path) -> None:
    with kb.open(tmp_path / "lab.kb") as base:
        base.add(PAPERS[1:])
        base.add(PAPERS[:1])
        assert "kb:outperforms: 1 added" in str(base.diff())
