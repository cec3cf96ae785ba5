"""Networks from rows: what is near, what lies between, what stands out, and that no order of the rows matters."""

from __future__ import annotations

import random
from math import log, sqrt
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import UnknownName
from kb.network import (
    KINDS,
    MEASURES,
    VIEWS,
    CiteRow,
    ConceptRow,
    MentionRow,
    PaperRow,
    Rows,
    backbone,
    citation_graph,
    concept_graph,
    neighbours,
    paper_concept_graph,
    path,
    rank,
    strength,
    view,
)

TYPE_OF = {"ntk": "Method", "sgd": "Method", "cifar": "Dataset", "dnn": "Method", "accuracy": "Metric"}


def made(papers: dict[str, str], cites: str = "", alone: str = "") -> Rows:
    """Rows from {paper: 'its concepts'}, citations 'a>b a>c', and concepts that no paper mentions."""
    used = {paper: set(text.split()) for paper, text in papers.items()}
    names = sorted(set().union(*used.values(), alone.split()))
    counts = {name: sum(name in concepts for concepts in used.values()) for name in names}
    return Rows(
        [ConceptRow(n, n.upper(), TYPE_OF.get(n, "Concept"), counts[n], 2020 if counts[n] else None) for n in names],
        [PaperRow(p, f"Paper {p}", 2020, not used[p], "en" if used[p] else None) for p in papers],
        [MentionRow(p, c, role) for p, concepts in used.items() for c in concepts for role in ("mentions", "uses")],
        [CiteRow(*pair.split(">")) for pair in cites.split()],
    )


SMALL = made(
    {
        "p1": "ntk sgd dnn",
        "p2": "ntk sgd dnn accuracy",
        "p3": "ntk cifar dnn accuracy",
        "p4": "cifar accuracy dnn resnet",
        "p5": "snn stdp",
        "p6": "dnn accuracy once",
        "stub": "",
    },
    "p2>p1 p3>p1 p3>p2 p4>p1 p6>p4 p1>stub",
    alone="unused",
)


def shuffled(rows: Rows, seed: int) -> Rows:
    mix = random.Random(seed)
    concepts, papers, mentions, cites = [*rows.concepts], [*rows.papers], [*rows.mentions] * 2, [*rows.cites] * 2
    for part in (concepts, papers, mentions, cites):
        mix.shuffle(part)
    return Rows(concepts, papers, mentions, cites)


def everything(rows: Rows) -> str:
    """All that can be asked of the rows, as one text."""
    graphs = [*(view(rows, name) for name in VIEWS), backbone(rows)]
    networks = [[*graph.nodes(data=True), *graph.edges(data=True)] for graph in graphs]
    near = [neighbours(rows, row.key, top=None) for row in rows.concept.values()]
    ways = [path(rows, a, b) for group in (rows.concept, rows.paper) for a in group for b in group]
    kinds = [(by, kind) for by in MEASURES for kind in (None, *KINDS) if (by, kind) != ("papers", "Paper")]
    return repr((networks, near, ways, [rank(rows, by=by, kind=kind, top=None) for by, kind in kinds]))


# --- views ---------------------------------------------------------------------------------------------------------


def test_concepts_are_joined_by_the_papers_they_share_with_saltons_cosine() -> None:
    graph = concept_graph(SMALL)
    assert graph.edges["ntk", "sgd"] == {"papers": 2, "weight": pytest.approx(2 / sqrt(3 * 2))}
    assert not graph.has_edge("ntk", "snn") and not graph.has_edge("sgd", "cifar")
    told = {"name": "CIFAR", "label": "CIFAR", "type": "Dataset", "papers": 2, "first_year": 2020, "citations": 1}
    assert graph.nodes["cifar"] == told
    assert "unused" not in graph and "first_year" not in concept_graph(SMALL, min_papers=0).nodes["unused"]


def test_every_edge_of_the_concept_graph_counts_what_the_sets_of_papers_share() -> None:
    graph = concept_graph(SMALL)
    for a in graph:
        for b in set(graph) - {a}:
            shared = len(SMALL.papers_of[a] & SMALL.papers_of[b])
            assert graph.get_edge_data(a, b, {"papers": 0})["papers"] == shared


def test_min_papers_and_min_shared_leave_out_what_is_rare() -> None:
    assert set(concept_graph(SMALL, min_papers=3)) == {"ntk", "dnn", "accuracy"}
    assert ("ntk", "cifar") not in concept_graph(SMALL, min_shared=2).edges
    assert ("ntk", "sgd") in concept_graph(SMALL, min_shared=2).edges


def test_the_citation_graph_points_from_the_citing_to_the_cited_paper() -> None:
    graph = citation_graph(SMALL)
    assert sorted(graph.in_edges("p1")) == [("p2", "p1"), ("p3", "p1"), ("p4", "p1")]
    assert graph.nodes["stub"] == {"label": "Paper stub", "year": 2020, "stub": True}


def test_the_paper_concept_graph_is_bipartite_and_tells_the_roles() -> None:
    graph = paper_concept_graph(SMALL)
    assert nx.bipartite.is_bipartite(graph)
    assert graph.edges["p1", "ntk"] == {"roles": "mentions, uses"}
    assert graph.number_of_edges() == 20


def test_rows_whose_ends_are_not_there_count_for_nothing() -> None:
    rows = Rows(SMALL.concepts, SMALL.papers, [*SMALL.mentions, MentionRow("p9", "ntk", "uses")], [CiteRow("p1", "p9")])
    assert nx.utils.graphs_equal(concept_graph(rows), concept_graph(Rows(SMALL.concepts, SMALL.papers, SMALL.mentions)))
    assert citation_graph(rows).number_of_edges() == 0


@pytest.mark.parametrize("name", VIEWS)
def test_networkx_writes_every_view_as_it_is_and_shows_names(name: str, tmp_path: Path) -> None:
    undated = [row._replace(year=None) for row in SMALL.papers]
    graph = view(Rows(SMALL.concepts, undated, SMALL.mentions, SMALL.cites), name, min_papers=0)
    nx.write_gexf(graph, tmp_path / "a.gexf")
    nx.write_graphml(graph, tmp_path / "a.graphml")
    shown = {node: data["label"] for node, data in nx.read_gexf(tmp_path / "a.gexf").nodes(data=True)}
    assert shown == {node: data["label"] for node, data in graph.nodes(data=True)}
    assert nx.read_graphml(tmp_path / "a.graphml").nodes == graph.nodes
    assert None not in {value for _, data in graph.nodes(data=True) for value in data.values()}


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_of_nothing_is_an_empty_graph(name: str) -> None:
    assert len(view(Rows(), name)) == 0


def test_an_unknown_view_names_those_that_exist() -> None:
    with pytest.raises(UnknownName, match="concepts, citations, mentions"):
        view(SMALL, "authors")
    with pytest.raises(ValueError, match="has no concepts"):
        view(SMALL, "citations", min_papers=2)


# --- neighbours ----------------------------------------------------------------------------------------------------


def test_neighbours_come_with_strength_and_the_papers_behind_it() -> None:
    first, second, *_ = neighbours(SMALL, "ntk")
    assert (first.concept, first.papers) == ("dnn", ("p1", "p2", "p3"))
    assert (second.concept, second.papers) == ("sgd", ("p1", "p2"))
    assert second.score == pytest.approx(2 / sqrt(6) * 2 / 4)


def test_a_concept_of_one_paper_does_not_outrank_one_that_is_shared_again_and_again() -> None:
    often = {f"q{i}": "topic friend" for i in range(4)}
    rows = made({**often, "q5": "topic hapax", "r1": "friend", "r2": "friend", "r3": "friend"})
    assert [n.concept for n in neighbours(rows, "topic")] == ["friend", "hapax"]


def test_a_word_of_every_paper_does_not_outrank_a_specific_companion() -> None:
    rows = made({f"q{i}": "everywhere " + ("topic friend" if i < 5 else "other") for i in range(60)})
    assert [n.concept for n in neighbours(rows, "topic")] == ["friend", "everywhere"]


def test_of_equal_neighbours_the_one_that_the_paper_does_something_with_comes_first() -> None:
    plain = made({"p": "topic also proposed"})
    mentions = [m for m in plain.mentions if m.role == "mentions"] + [MentionRow("p", "proposed", "introduces")]
    near = neighbours(Rows(plain.concepts, plain.papers, mentions), "topic")
    assert [n.concept for n in near] == ["proposed", "also"] and near[0].score == near[1].score


def test_neighbours_can_be_of_one_kind_in_any_case_and_few() -> None:
    assert [n.concept for n in neighbours(SMALL, "ntk", kind="dataset")] == ["cifar"]
    assert len(neighbours(SMALL, "ntk", top=2)) == 2
    with pytest.raises(UnknownName, match="Method, Dataset, Task, Metric, Concept"):
        neighbours(SMALL, "ntk", kind="animal")


def test_an_unknown_concept_is_told_with_the_nearest_names() -> None:
    with pytest.raises(UnknownName) as caught:
        neighbours(SMALL, "https://w3id.org/citekb/concept/cif")
    assert [c.key for c in caught.value.candidates] == ["cifar"]


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 50))
def test_strength_lies_between_0_and_1_and_grows_with_what_is_shared(one: int, other: int, shared: int) -> None:
    assert 0 <= strength(shared, shared + one, shared + other) < 1
    more = strength(shared + 1, shared + one + 1, shared + other + 1)
    assert strength(shared, shared + one + 1, shared + other) < more


# --- paths ---------------------------------------------------------------------------------------------------------


def test_a_path_names_the_papers_of_every_step() -> None:
    steps = path(SMALL, "sgd", "resnet")
    assert steps is not None
    assert [(s.start, s.end) for s in steps] == [("sgd", "dnn"), ("dnn", "resnet")]
    assert steps[0].via == ("p1", "p2") and steps[1].via == ("p4",)
    assert {s.relation for s in steps} == {"shares papers"}


def test_a_path_prefers_strong_links_to_a_word_of_every_paper() -> None:
    links = ("start mid1", "mid1 mid2", "mid2 goal")
    chain = {f"{link} {i}": link for link in links for i in range(2)}
    many = {f"g{i}": "everywhere" for i in range(200)}
    rows = made({**chain, **many, "h": "start everywhere", "i": "goal everywhere"})
    steps = path(rows, "start", "goal")
    assert steps is not None and [s.end for s in steps] == ["mid1", "mid2", "goal"]


def test_there_is_no_path_between_concepts_that_nothing_joins_and_an_empty_one_to_itself() -> None:
    assert path(SMALL, "ntk", "snn") is None
    assert path(SMALL, "ntk", "ntk") == []


def test_papers_are_joined_by_citations_in_both_directions_or_else_by_concepts() -> None:
    steps = path(SMALL, "p6", "p1")
    assert steps is not None
    assert [(s.start, s.end, s.relation) for s in steps] == [("p6", "p4", "cites"), ("p4", "p1", "cites")]
    back = path(SMALL, "stub", "p3")
    assert back is not None and [s.relation for s in back] == ["is cited by", "is cited by"]
    shared = path(made({"x": "ntk sgd", "y": "ntk sgd"}), "x", "y")
    assert shared is not None and shared[0].via == ("ntk", "sgd") and shared[0].relation == "shares concepts"


def test_the_ends_of_a_path_must_exist_and_be_of_a_kind() -> None:
    with pytest.raises(UnknownName, match="no concept has the key 'nowhere'"):
        path(SMALL, "ntk", "nowhere")
    with pytest.raises(UnknownName, match="'p1' is a paper and 'ntk' a concept"):
        path(SMALL, "ntk", "p1")


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from("pqrstuvw"), st.sets(st.sampled_from("abcdefgh")), min_size=2, max_size=8))
def test_a_path_is_as_short_as_the_one_that_networkx_finds(papers: dict[str, set[str]]) -> None:
    rows = made({paper: " ".join(concepts) for paper, concepts in papers.items()}, alone="a b")
    graph = concept_graph(rows)
    graph.add_nodes_from(rows.concept)
    for x, y, data in graph.edges(data=True):
        data["length"] = 1 - log(strength(data["papers"], len(rows.papers_of[x]), len(rows.papers_of[y])))
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph, weight="length"))
    for goal in graph:
        steps = path(rows, "a", goal)
        assert (steps is None) == (goal not in lengths["a"])
        assert steps is None or sum(1 - log(s.score) for s in steps) == pytest.approx(lengths["a"][goal])


# --- measures ------------------------------------------------------------------------------------------------------


SHAPES = {"path": "01 12 23 34", "clique": "01 02 03 12 13 23", "cycle": "01 12 23 34 45 50"}


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_measure_scores_every_node_and_equals_where_nodes_are_alike(name: str, shape: str) -> None:
    graph: nx.Graph[str] = nx.Graph((edge[0], edge[1]) for edge in shape.split())
    scores = MEASURES[name](graph)
    assert scores.keys() == set(graph)
    if nx.is_regular(graph):
        assert max(scores.values()) == pytest.approx(min(scores.values()))
    elif name == "betweenness":
        assert max(scores, key=lambda node: scores[node]) == "2"


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_of_nothing_is_nothing(name: str) -> None:
    assert MEASURES[name](nx.Graph()) == {}


@pytest.mark.parametrize(
    ("by", "kind", "expected"),
    [
        ("papers", None, [("dnn", 5), ("accuracy", 4), ("ntk", 3)]),
        ("papers", "Dataset", [("cifar", 2)]),
        ("papers", "method", [("dnn", 5), ("ntk", 3), ("sgd", 2)]),
        ("citations", "Paper", [("p1", 3), ("p2", 1), ("p4", 1)]),
        ("citations", None, [("dnn", 4), ("ntk", 3), ("sgd", 3)]),
        ("degree", "paper", [("p1", 4), ("p2", 2), ("p3", 2)]),
    ],
)
def test_rank_orders_by_score_then_key(by: str, kind: str | None, expected: list[tuple[str, float]]) -> None:
    assert [(r.key, r.score) for r in rank(SMALL, by=by, kind=kind, top=3)] == expected


def test_pagerank_and_betweenness_find_the_paper_that_all_cite_and_the_concept_between() -> None:
    assert rank(SMALL, by="pagerank", kind="Paper", top=2)[1].key == "p1"  # behind the only paper that p1 cites
    assert rank(made({"p": "a b bridge", "q": "bridge c d"}), by="betweenness", top=1)[0].key == "bridge"


def test_ranked_papers_are_shown_by_their_label() -> None:
    assert rank(SMALL, by="citations", kind="Paper", top=1)[0].name == "Paper p1"


@pytest.mark.parametrize(
    ("by", "kind", "told"),
    [
        ("fame", None, "papers, citations, pagerank, betweenness, degree"),
        ("papers", "Animal", "Method, Dataset, Task, Metric, Concept, Paper"),
        ("papers", "Paper", "papers have: citations, pagerank, betweenness, degree"),
    ],
)
def test_rank_says_which_measures_and_kinds_exist(by: str, kind: str | None, told: str) -> None:
    with pytest.raises(UnknownName, match=told):
        rank(SMALL, by=by, kind=kind)


@pytest.mark.parametrize("top", [0, -5])
def test_a_top_below_1_is_refused_and_none_is_all(top: int) -> None:
    for ask in (lambda n: rank(SMALL, by="papers", top=n), lambda n: neighbours(SMALL, "ntk", top=n)):
        with pytest.raises(ValueError, match=f"top must be at least 1, not {top}"):
            ask(top)
        assert len(ask(None)) > 3


def test_betweenness_of_a_large_graph_is_estimated_and_repeats() -> None:
    star: nx.Graph[str] = nx.Graph([("sun", f"planet {i}") for i in range(2_100)])
    scores = MEASURES["betweenness"](star)
    assert max(scores, key=lambda node: scores[node]) == "sun"
    assert scores == MEASURES["betweenness"](star)


# --- backbone ------------------------------------------------------------------------------------------------------


def test_the_backbone_leaves_out_what_nothing_joins_and_keeps_the_rest_together() -> None:
    graph = backbone(SMALL)
    assert "unused" not in graph
    assert {frozenset(part) for part in nx.connected_components(graph)} == {
        frozenset({"snn", "stdp"}),
        frozenset({"ntk", "sgd", "dnn", "accuracy", "cifar", "resnet", "once"}),
    }


def test_a_word_of_every_paper_does_not_swallow_the_backbone() -> None:
    topics = {f"q{i}": f"everywhere t{i // 4}a t{i // 4}b t{i // 4}c" for i in range(40)}
    graph = backbone(made(topics))
    assert len(graph) == 31
    assert graph.degree("everywhere") <= 13  # one link to each of ten topics and its own three, not thirty


def test_the_backbone_around_a_concept_holds_its_nearest_with_a_link_to_each() -> None:
    graph = backbone(SMALL, around="ntk", top=4)
    assert set(graph) == {"ntk", *(n.concept for n in neighbours(SMALL, "ntk", top=3))}
    assert graph.degree("ntk") == 3


def test_a_backbone_of_no_concept_is_refused() -> None:
    with pytest.raises(ValueError, match="top must be at least 1"):
        backbone(SMALL, top=0)
    with pytest.raises(UnknownName):
        backbone(SMALL, around="nowhere")


# --- always --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_no_answer_depends_on_the_order_of_the_rows_or_on_repeated_rows(seed: int) -> None:
    assert everything(shuffled(SMALL, seed)) == everything(SMALL)


def test_no_answer_depends_on_the_hash_seed(elsewhere: dict[str, Any]) -> None:
    assert elsewhere["network"] == everything(SMALL)
