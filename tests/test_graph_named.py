"""Named queries answer their question on a hand-made graph, the same on Oxigraph and on rdflib."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rdflib
from conftest import Run

import kb
from kb import rdf
from kb.errors import AmbiguousName, BadQuery, UnknownName
from kb.graph import Store, list_queries, named
from kb.terms import BASE, PREFIXES

BUILDING = """
@prefix kb: <https://w3id.org/citekb/ns#> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix d: <https://w3id.org/citekb/> . @prefix prov: <http://www.w3.org/ns/prov#> .
d:paper\\/two kb:buildsOn d:paper\\/three . d:paper\\/one kb:buildsOn d:paper\\/two .
d:derivation\\/1 a kb:Derivation ; kb:later d:paper\\/two ; kb:earlier d:paper\\/three ; kb:through d:concept\\/replay ;
    kb:rule "extends-introduced" ; prov:wasDerivedFrom d:m1 , d:m2 .
d:derivation\\/2 a kb:Derivation ; kb:later d:paper\\/one ; kb:earlier d:paper\\/two ;
    kb:through d:concept\\/forecasting ; kb:rule "uses-introduced" ; prov:wasDerivedFrom d:m3 , d:m4 .
d:m1 kb:inPaper d:paper\\/two ; nif:sentence d:s1 . d:s1 nif:anchorOf "We extend replay." .
d:m2 kb:inPaper d:paper\\/three ; nif:sentence d:s2 . d:s2 nif:anchorOf "Replay is new." .
d:m3 kb:inPaper d:paper\\/one ; nif:sentence d:s3 . d:s3 nif:anchorOf "We use forecasting." .
d:m4 kb:inPaper d:paper\\/two ; nif:sentence d:s4 . d:s4 nif:anchorOf "Forecasting is new." .
"""
LINES = [*rdf.parse((Path(__file__).parent / "data" / "graph.ttl").read_bytes()), *rdf.parse(BUILDING, "turtle")]
ONE, TWO, THREE, OLD = (BASE + "paper/" + name for name in ("one", "two", "three", "old"))
NTK, REPLAY = BASE + "concept/neural-tangent-kernel", BASE + "concept/replay"
ADA, BO = BASE + "author/ada-lark", BASE + "author/bo-finch"
NAME = "neural tangent kernel"

CIFAR = BASE + "concept/cifar-100"
EXPECTED: dict[tuple[str, tuple[tuple[str, str], ...]], list[tuple[Any, ...]]] = {
    ("methods-on-dataset", (("dataset", CIFAR),)): [
        (CIFAR, "CIFAR-100", NAME, 2, 2018, NTK),
        (CIFAR, "CIFAR-100", "experience replay", 1, 2020, REPLAY),
    ],
    ("methods-for-task", (("task", BASE + "concept/forecasting"),)): [
        (BASE + "concept/forecasting", "experience replay", "Replay with kernels", 2020, "for",
         "We use experience replay for forecasting.", REPLAY, TWO),
    ],
    ("papers-introducing", (("concept", NTK),)): [(NTK, NAME, "Wide kernels", "Ada Lark; Bo Finch", 2018, ONE)],
    ("papers-introducing", (("concept", REPLAY),)): [],
    ("evidence-for", (("concept", NTK),)): [
        (NTK, "Wide kernels", "abstract", 15, 36, NAME, PREFIXES["kb"] + "introduces", "lexicon", 0.9,
         "We propose the neural tangent kernel (NTK).", ONE),
        (NTK, "Wide kernels", "abstract", 38, 41, "NTK", PREFIXES["kb"] + "mentions", "acronym", 1.0,
         "We propose the neural tangent kernel (NTK).", ONE),
    ],
    ("concept-timeline", (("concept", NTK),)): [(NTK, NAME, 2018, 1, 1), (NTK, NAME, 2020, 2, 0)],
    ("authors-on-concept", (("concept", NTK),)): [
        (NTK, "Ada Lark", 2, 2018, 2020, ADA),
        (NTK, "Bo Finch", 1, 2018, 2018, BO),
    ],
    ("builds-on", (("paper", ONE),)): [
        (ONE, "Wide kernels", "forecasting", "Replay with kernels", 2020, "uses-introduced", "We use forecasting.",
         "Forecasting is new.", BASE + "concept/forecasting", TWO),
        (ONE, "Replay with kernels", "experience replay", "多层网络的NTK理论", 2020, "extends-introduced",
         "We extend replay.", "Replay is new.", REPLAY, THREE),
    ],
    ("missed-citations", ()): [  # one builds on two without citing it, and lists no references at all
        ("Replay with kernels", 2020, "多层网络的NTK理论", 2020, "experience replay", "extends-introduced", TWO, THREE),
    ],
    ("most-cited", ()): [
        ("Finch (1996)", 1996, 2, False, OLD),
        ("Wide kernels", 2018, 2, True, ONE),
        ("Replay with kernels", 2020, 1, True, TWO),
    ],
}  # fmt: skip
CASES = pytest.mark.parametrize(("name", "values"), EXPECTED, ids=lambda v: v if isinstance(v, str) else str(v))


@CASES
def test_a_named_query_answers_its_question(name: str, values: tuple[tuple[str, str], ...]) -> None:
    query = named.load(name)
    result = Store.memory(LINES).query(query.text, timeout=None, **query.values(dict(values)))
    assert result.rows == EXPECTED[name, values]


@CASES
def test_rdflib_answers_the_same(name: str, values: tuple[tuple[str, str], ...]) -> None:
    graph = rdflib.Graph().parse(data="\n".join(LINES), format="nt")
    text = named.load(name).text
    for parameter, value in values:  # rdflib's initBindings do not reach into aggregates: VALUES does
        text = text.replace("WHERE {", f"WHERE {{ VALUES ?{parameter} {{ <{value}> }}", 1)
    rows = [tuple(map(plain, row)) for row in graph.query(text, initNs=PREFIXES)]  # type: ignore[arg-type]
    assert rows == EXPECTED[name, values]


def plain(term: Any) -> Any:
    """A term of rdflib as the same Python value that `Result.rows` gives."""
    if isinstance(term, rdflib.Literal):
        return int(term) if term.datatype == rdflib.XSD.gYear else term.toPython()
    return None if term is None else str(term)


def test_every_named_query_is_tested_here_and_says_what_it_answers() -> None:
    queries = list_queries()
    assert {q.name for q in queries} == {name for name, _ in EXPECTED}
    assert len(queries) == 9
    assert all(q.answers.endswith("?") and q.title for q in queries)


@pytest.mark.parametrize("query", list_queries(), ids=lambda q: q.name)
def test_a_parameter_is_a_variable_of_the_select(query: named.NamedQuery) -> None:
    head = query.text[query.text.index("SELECT") : query.text.index("WHERE")]
    assert all(f"?{p.name}" in head for p in query.parameters)


@pytest.mark.parametrize("query", list_queries(), ids=lambda q: q.name)
def test_the_example_of_every_named_query_answers_on_the_sample(query: named.NamedQuery, sample: Path) -> None:
    with kb.open(sample) as base:
        values: dict[str, Any] = {p.name: p.example for p in query.parameters}
        found = base.query(query.name, **values)
        assert len(found) > 0 or query.name == "missed-citations"  # the sample misses none


@pytest.mark.parametrize("name", ["NTK", "Neural Tangent Kernels", "神经切线内核", "neural-tangent-kernel", NTK])
def test_a_concept_may_be_named_as_in_every_verb(name: str, base: kb.KnowledgeBase) -> None:
    found = base.query("evidence-for", concept=name)
    assert len(found) > 0 and {row["concept"] for row in found} == {NTK}


def test_a_name_of_two_senses_or_of_none_is_told_and_never_mixed(base: kb.KnowledgeBase) -> None:
    with pytest.raises(AmbiguousName) as raised:
        base.query("evidence-for", concept="SNN")
    assert {c.key for c in raised.value.candidates} == {"spiking-neural-network", "sparse-neural-network"}
    with pytest.raises(UnknownName, match="no concept is called"):
        base.query("concept-timeline", concept='x" } UNION { ?a ?b ?c')


def test_an_unknown_name_in_a_named_query_exits_3_with_the_nearest(run: Run, sample: Path) -> None:
    done = run("query", "evidence-for", "--set", "concept=neural tangent kernal", "--kb", sample)
    assert done.returncode == 3 and "neural-tangent-kernel" in done.stderr and done.stdout == ""


def test_a_missing_parameter_says_what_to_write() -> None:
    with pytest.raises(BadQuery, match=r"--set concept='neural tangent kernel'"):
        named.load("evidence-for").values({"concept": " "})


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(BadQuery, match="it takes: dataset"):
        named.load("methods-on-dataset").values({"dataset": "X", "method": "Y"})


def test_an_unknown_query_offers_the_nearest() -> None:
    with pytest.raises(UnknownName, match="most-cited") as raised:
        named.load("mostcited")
    assert [c.key for c in raised.value.candidates] == ["most-cited"]


def test_a_query_file_that_does_not_say_what_it_answers_is_refused() -> None:
    with pytest.raises(ValueError, match="must begin with"):
        named.parse("nameless", "SELECT * WHERE { ?s ?p ?o }")
