"""An answer is plain Python, a table to look at, a data frame, and the W3C documents."""

from __future__ import annotations

import csv
import io
import json
import pickle
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from kb import rdf
from kb.errors import BadQuery, MissingExtra
from kb.graph import Result, Store

STORE = Store.memory(rdf.parse((Path(__file__).parent / "data" / "graph.ttl").read_bytes()))
TYPED = """SELECT ?iri ?text ?n ?x ?year ?yes ?none {
  VALUES (?iri ?text ?n ?x ?year ?yes ?none) { (kb:uses "神经 <b>"@zh 7 0.5 "2020"^^xsd:gYear true UNDEF) }
}"""
YEARS = "SELECT ?label ?year { ?paper rdfs:label ?label ; fabio:hasPublicationYear ?year } ORDER BY ?year ?label"


def rows(count: int) -> Result:
    return STORE.query("SELECT ?n { VALUES ?n {" + " ".join(map(str, range(count))) + "} }")


def test_rows_are_plain_python_values() -> None:
    result = STORE.query(TYPED)
    assert result.columns == ("iri", "text", "n", "x", "year", "yes", "none")
    assert result.rows == [("https://w3id.org/citekb/ns#uses", "神经 <b>", 7, 0.5, 2020, True, None)]
    assert [type(v) for v in result.rows[0]] == [str, str, int, float, int, bool, type(None)]
    assert list(result) == [dict(zip(result.columns, result.rows[0], strict=True))]
    assert (len(result), bool(result)) == (1, True)


def test_an_ill_typed_literal_stays_text() -> None:
    result = STORE.query('SELECT ?x { VALUES ?x { "many"^^xsd:integer "2020Z"^^xsd:gYear } }')
    assert result.rows == [("many",), ("2020Z",)]


def test_nothing_found_is_false_and_empty() -> None:
    result = STORE.query("SELECT ?x { ?x a kb:Nothing }")
    assert (bool(result), len(result), result.rows) == (False, 0, [])
    assert str(result) == "x\n-\n(0 rows)"


@pytest.mark.parametrize(("query", "yes"), [("ASK { ?s a kb:Stub }", True), ("ASK { ?s a kb:Nothing }", False)])
def test_an_ask_is_true_or_false(query: str, yes: bool) -> None:
    result = STORE.query(query)
    assert (result.kind, bool(result), result.rows, str(result)) == ("answer", yes, [(yes,)], "yes" if yes else "no")
    assert json.loads(result.to_json())["boolean"] is yes
    assert result.to_csv() == f"answer\r\n{str(yes).lower()}\r\n"
    assert result.to_tsv() == f"?answer\n{str(yes).lower()}\n"


def test_a_result_outlives_its_store_and_travels() -> None:
    store = Store.memory(rdf.parse('<http://a> <http://b> "c" .'))
    result = store.query("SELECT ?o { ?s ?p ?o }")
    store.close()
    assert pickle.loads(pickle.dumps(result)).rows == [("c",)]


def test_the_w3c_documents_hold_the_same_rows() -> None:
    result = STORE.query(YEARS)
    labels = [label for label, _ in result.rows]
    bindings = json.loads(result.to_json())["results"]["bindings"]
    assert [b["label"]["value"] for b in bindings] == labels
    assert [row["label"] for row in csv.DictReader(io.StringIO(result.to_csv(), newline=""))] == labels
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert [e.text for e in ET.fromstring(result.to_xml()).iter(space + "literal")][::2] == labels
    assert rdf.parse_results(result.to_tsv(), "tsv") == rdf.parse_results(result.to_json())


def test_a_graph_is_sorted_statements() -> None:
    result = STORE.query("CONSTRUCT { ?b cito:cites ?a } WHERE { ?a cito:cites ?b }")
    assert result.kind == "graph"
    assert (len(result), result.columns) == (5, ("subject", "predicate", "object"))
    lines = result.to_ntriples().splitlines()
    assert lines == sorted(lines)
    assert "cito:cites" in result.to_turtle()
    assert rdf.parse(result.to_turtle()) == rdf.parse(result.to_ntriples(), "ntriples") == lines
    assert rdf.parse(result.to_jsonld(), "jsonld") == lines


@pytest.mark.parametrize("name", ["to_json", "to_csv", "to_tsv", "to_xml"])
def test_a_graph_is_no_table(name: str) -> None:
    with pytest.raises(BadQuery, match="take it as ttl, nt or jsonld"):
        getattr(STORE.query("DESCRIBE concept:replay"), name)()


@pytest.mark.parametrize("name", ["to_turtle", "to_ntriples", "to_jsonld"])
def test_a_table_is_no_graph(name: str) -> None:
    with pytest.raises(BadQuery, match="take it as json, csv, tsv or xml"):
        getattr(STORE.query(YEARS), name)()


def test_the_text_table_is_aligned_also_in_chinese() -> None:
    assert str(STORE.query(YEARS)) == "\n".join(
        [
            "label                year",
            "-------------------  ----",
            "Finch (1996)         1996",
            "Wide kernels         2018",
            "Replay with kernels  2020",
            "多层网络的NTK理论    2020",
            "(4 rows)",
        ]
    )


def test_the_text_table_shortens_and_counts() -> None:
    text = str(rows(250))
    assert text.count("\n") == 102
    assert text.endswith("(250 rows, the first 100 shown)")
    assert rows(250).to_text(limit=None).count("\n") == 252
    long = STORE.query('SELECT ?x { VALUES ?x { "' + "长" * 80 + '" } }')
    assert str(long).splitlines()[2] == "长" * 29 + "…"


@pytest.mark.parametrize(("query", "first", "last"), [
    (YEARS, "label                year", "(4 rows)"),
    ("ASK { ?s a kb:Stub }", "yes", "yes"),
    ("CONSTRUCT { ?b cito:cites ?a } WHERE { ?a cito:cites ?b }", "subject    predicate   object", "(5 statements)"),
])  # fmt: skip
def test_a_prompt_shows_the_table(query: str, first: str, last: str) -> None:
    shown = repr(STORE.query(query)).splitlines()
    assert (shown[0], shown[-1]) == (first, last)


def test_a_prompt_shows_few_rows_of_many() -> None:
    assert repr(rows(250)).count("\n") == 22 and repr(rows(250)).endswith("(250 rows, the first 20 shown)")


def test_a_row_is_taken_by_its_number() -> None:
    result = STORE.query(YEARS)
    assert result[0] == {"label": "Finch (1996)", "year": 1996} == result[:1][0] == result[-4]
    with pytest.raises(IndexError):
        result[4]


def test_the_text_table_sends_no_control_characters() -> None:
    assert "\x1b" not in str(STORE.query(r'SELECT ?x { VALUES ?x { "a\u001B[31mb\nc" } }'.replace(r"\u001B", "\x1b")))


def test_iris_are_shown_as_curies() -> None:
    assert "paper:one" in str(STORE.query("SELECT ?p { ?p kb:introduces ?c }"))


def test_the_notebook_table_is_escaped_linked_and_counted() -> None:
    shown = STORE.query(TYPED)._repr_html_()
    assert "神经 &lt;b&gt;" in shown and "<b>" not in shown
    assert '<a href="https://w3id.org/citekb/ns#uses">kb:uses</a>' in shown
    assert rows(250)._repr_html_().count("<tr>") == 101
    assert "250 rows, the first 100 shown" in rows(250)._repr_html_()


def test_data_frames_have_the_columns_and_values() -> None:
    frame = STORE.query(YEARS).to_pandas()
    assert list(frame.columns) == ["label", "year"]
    assert frame["year"].sum() == 8054
    table = STORE.query('SELECT ?v ?n { VALUES (?v ?n) { (1 1) ("a" 2.5) (UNDEF UNDEF) } }').to_arrow()
    assert table.to_pydict() == {"v": ["1", "a", None], "n": [1.0, 2.5, None]}


@pytest.mark.parametrize(("library", "verb"), [("pandas", "to_pandas"), ("pyarrow", "to_arrow")])
def test_a_missing_extra_says_what_to_install(library: str, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra, match=r"pip install 'citekb\[notebook\]'"):
        getattr(STORE.query(YEARS), verb)()
