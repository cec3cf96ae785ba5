"""rdflib reads the same statements and answers over the same store, and cannot change it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDFS, Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kb import rdf
from kb.errors import BadQuery
from kb.graph import Store, Versions
from kb.terms import BASE, PREFIXES

LINES = rdf.parse((Path(__file__).parent / "data" / "graph.ttl").read_bytes())
DISAGREES = rdf.literal_line(BASE + "paper/one", PREFIXES["rdfs"] + "label", "Other", graph=BASE + "source/x")
SOURCE = URIRef(BASE + "source/x")
ONE = URIRef(BASE + "paper/one")


@pytest.fixture(params=["memory", "folder"])
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Dataset:
    """The sample as rdflib sees it, from a store in memory and from a published version."""
    if request.param == "memory":
        return Store.memory([*LINES, DISAGREES]).rdflib()
    Versions(tmp_path).publish([*LINES, DISAGREES])
    return Versions(tmp_path).open().rdflib()


def test_rdflib_sees_every_statement(data: Dataset) -> None:
    assert sum(1 for _ in data.quads()) == len(LINES) + 1
    assert str(data.value(ONE, RDFS.label)) == "Wide kernels"
    assert (ONE, RDFS.label, Literal("Wide kernels")) in data


def test_rdflib_answers_in_the_default_graph_without_prefix_lines(data: Dataset) -> None:
    rows = list(data.query("SELECT ?label { paper:one rdfs:label ?label }"))
    assert [str(row[0]) for row in rows] == ["Wide kernels"]  # type: ignore[index]


def test_a_call_to_another_server_is_refused_here_too(data: Dataset) -> None:
    with pytest.raises(BadQuery, match="never goes online"):
        data.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_nothing_can_be_changed(data: Dataset) -> None:
    for change in (
        lambda: data.add((ONE, RDFS.label, Literal("x"))),
        lambda: data.remove((ONE, None, None)),  # type: ignore[arg-type]
        lambda: data.update("DELETE WHERE { ?s ?p ?o }"),
        lambda: data.graph(SOURCE).add((ONE, RDFS.label, Literal("x"))),
        lambda: data.add_graph(Graph().add((ONE, RDFS.label, Literal("x")))),
        lambda: data.remove_graph(SOURCE),
        lambda: data.parse(data="<http://a> <http://b> 1 .", format="turtle"),
    ):
        with pytest.raises(TypeError, match="never changed"):
            change()
    assert sum(1 for _ in data.quads()) == len(LINES) + 1


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # of its own calls
@pytest.mark.parametrize("format", ["trig", "nquads", "json-ld", "trix", "hext"])
def test_rdflib_writes_every_graph_in_its_own_formats(data: Dataset, format: str) -> None:
    again = Dataset().parse(data=data.serialize(format=format), format=format)
    assert sum(1 for _ in again.quads()) == len(LINES) + 1


@pytest.mark.parametrize("format", ["turtle", "xml", "nt"])
def test_rdflib_writes_the_default_graph_in_its_own_formats(data: Dataset, format: str) -> None:
    assert len(Graph().parse(data=data.default_graph.serialize(format=format), format=format)) == len(LINES)


@pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated:DeprecationWarning")
def test_the_graphs_of_a_version_are_listed_and_read_one_by_one(data: Dataset) -> None:
    names = {DATASET_DEFAULT_GRAPH_ID, SOURCE}
    assert {g.identifier for g in data.graphs()} == {g.identifier for g in data.contexts()} == names
    for read in (data.graph(SOURCE), data.get_graph(SOURCE), data.get_context(SOURCE)):
        assert read is not None and [str(o) for o in read.objects(ONE, RDFS.label)] == ["Other"]
    assert len(data.graph(URIRef(BASE + "source/none"))) == 0
    assert len(list(data.graphs())) == 2, "to read a name that no graph has makes no graph"


@pytest.mark.parametrize("query", ["SELECT ?p ?label { ?p rdfs:label ?label }", "ASK { ?p rdfs:label ?label }"])
def test_bindings_are_put_in_place_of_variables(data: Dataset, query: str) -> None:
    assert len(list(data.query(query, initBindings={"p": ONE}))) == 1


def test_a_binding_that_the_select_does_not_show_says_what_to_do(data: Dataset) -> None:
    with pytest.raises(BadQuery, match=r"write SELECT \?p …, or VALUES \?p \{"):
        data.query("SELECT ?label { ?p rdfs:label ?label }", initBindings={"p": ONE})


def test_it_can_be_copied_into_a_graph_of_ones_own(data: Dataset) -> None:
    mine = Graph()
    for triple in data.triples((ONE, None, None)):
        mine.add(triple)
    mine.add((ONE, RDFS.label, Literal("mine")))
    assert (ONE, RDFS.label, Literal("mine")) in mine
