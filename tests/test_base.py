"""A knowledge base answers with evidence, keeps what is ambiguous apart, and loses nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import kb
from kb.errors import AmbiguousName, Locked, NotAKnowledgeBase, UnknownName
from kb.facts import writing
from kb.records import Paper, Reference
from kb.terms import curie

ROLES = "VALUES ?role { kb:introduces kb:extends kb:uses kb:evaluatesOn kb:comparesWith kb:studies }"


def test_the_report_accounts_for_every_record(papers: tuple[Paper, ...]) -> None:
    base = kb.open()
    first = base.add(papers[:3])
    again = base.add(papers)
    assert (first["read"], first["papers"], first["added"]) == (3, 3, 3)
    assert (again["added"], again["unchanged"], again["updated"]) == (2, 3, 0)
    assert base.add([replace(papers[0], keywords=("kernels",))])["updated"] == 1


def test_adding_nothing_new_publishes_nothing(papers: tuple[Paper, ...], tmp_path: Path) -> None:
    with kb.open(tmp_path / "x.kb") as base:
        assert base.add(papers[:2])["version"] == base.add(papers[:2])["version"] == 1


def test_every_mention_is_a_slice_of_its_text(base: kb.KnowledgeBase) -> None:
    wrong = base.query("""SELECT ?m { ?m nif:anchorOf ?s ; nif:beginIndex ?b ; nif:endIndex ?e ;
        nif:referenceContext/nif:isString ?text FILTER(SUBSTR(?text, ?b + 1, ?e - ?b) != ?s) }""")
    assert len(wrong) == 0
    assert len(base.query("SELECT ?m { ?m a nif:Phrase ; nif:anchorOf ?s FILTER(CONTAINS(?s, '神经')) }")) > 0


def test_every_role_has_a_mention_that_supports_it(base: kb.KnowledgeBase) -> None:
    edges = base.query(f"SELECT ?p ?role ?c {{ {ROLES} ?p ?role ?c }}")
    bare = base.query(f"""SELECT ?p ?role ?c {{ {ROLES} ?p ?role ?c
        FILTER NOT EXISTS {{ ?m kb:inPaper ?p ; itsrdf:taIdentRef ?c ; kb:role ?role ; nif:sentence/nif:anchorOf ?s }}
        }}""")
    unstated = base.query(f"SELECT ?p ?c {{ {ROLES} ?p ?role ?c FILTER NOT EXISTS {{ ?p kb:mentions ?c }} }}")
    assert len(edges) > 5
    assert (len(bare), len(unstated)) == (0, 0)


def test_roles_follow_the_words_of_the_sentence(base: kb.KnowledgeBase) -> None:
    assert {x.role for x in base.explain("a1", "NTK")} >= {"introduces"}
    assert {x.role for x in base.explain("a1", "MNIST")} == {"evaluatesOn"}
    assert {x.role for x in base.explain("a2", "catastrophic forgetting")} == {"studies"}


def test_an_acronym_means_what_its_paper_says(base: kb.KnowledgeBase) -> None:
    assert base.explain("a2", "spiking neural network")
    assert not base.explain("a3", "spiking neural network")


def test_an_acronym_of_two_senses_is_not_guessed(base: kb.KnowledgeBase) -> None:
    with pytest.raises(AmbiguousName) as error:
        base.concept("SNN")
    assert {c.key for c in error.value.candidates} == {"spiking-neural-network", "sparse-neural-network"}
    undecided = base.query("SELECT ?c { ?m kb:candidate ?c ; kb:inPaper/rdfs:label 'A survey of chips' }")
    assert len(undecided) >= 2
    assert not base.explain("a4", "spiking neural network")


def test_other_words_tell_the_sense(base: kb.KnowledgeBase) -> None:
    assert base.concept("SNN", near="catastrophic forgetting").name == "spiking neural network"
    assert base.concept("SNN", near="dropout").name == "sparse neural network"
    assert base.concept("SNN", near="dropouts").name == "sparse neural network"


def test_a_chinese_name_joins_the_english_concept(base: kb.KnowledgeBase) -> None:
    found = base.concept("NTK")
    assert found.papers == 2
    assert "神经切线内核" in found.names
    assert base.concept("神经切线内核").concept == found.concept


def test_an_unknown_name_offers_the_nearest(base: kb.KnowledgeBase) -> None:
    with pytest.raises(UnknownName) as error:
        base.concept("neural tangent kernal")
    assert error.value.candidates[0].name == "neural tangent kernel"


def test_neighbours_come_with_papers_and_sentences(base: kb.KnowledgeBase) -> None:
    near = {n.name: n for n in base.neighbours("NTK")}
    assert near["CIFAR-10"].papers == 2
    assert all(e.sentence and e.label for n in near.values() for e in n.evidence)
    assert all(n.type == "Dataset" for n in base.neighbours("NTK", kind="Dataset"))


def test_citations_lead_to_papers_stubs_and_strings(base: kb.KnowledgeBase) -> None:
    found = base.paper("10.1234/spike.2")
    assert "Kernels of wide networks" in found.cites
    stubs = base.query("SELECT ?label { ?p cito:cites ?s . ?s a kb:Stub ; rdfs:label ?label }")
    assert {row["label"] for row in stubs} == {"doi:10.1234/not.here", "Poe, B. Old work. 1999."}


def test_an_author_and_year_in_the_text_find_the_one_work(base: kb.KnowledgeBase) -> None:
    found = base.query("""SELECT ?surface ?title { ?c a cito:Citation ; nif:anchorOf ?surface ;
        cito:hasCitedEntity/dcterms:title ?title }""")
    assert [tuple(r.values()) for r in found] == [("Doe (2018)", "Kernels of wide networks")]


def test_the_same_abstract_with_and_without_a_title_is_one_paper(papers: tuple[Paper, ...]) -> None:
    base = kb.open()
    report = base.add([papers[0], Paper(id="page", abstract=papers[0].abstract)])
    assert (report["read"], report["papers"]) == (2, 1)


def test_two_dois_are_never_joined_by_their_text(papers: tuple[Paper, ...]) -> None:
    base = kb.open()
    other = replace(papers[0], id="b1", doi="10.9/other")
    bridge = Paper(abstract=papers[0].abstract)
    assert base.add([papers[0], other, bridge])["papers"] == 3


def test_a_reused_key_never_merges_two_titles() -> None:
    base = kb.open()
    two = [Paper(id="smith2020", title=f"On {fruit} and their trees") for fruit in ("apples", "pears")]
    assert base.add([*two, Paper(id="c", title="Citing", references=(Reference(id="smith2020"),))])["papers"] == 3
    assert base.stats()["stubs"] == 1


def test_two_versions_of_a_text_are_linked_and_kept_apart() -> None:
    start = "We study the shape of very wide networks and of their kernels under many kinds of schemes. " * 3
    base = kb.open()
    versions = [Paper(abstract=start + end) for end in ("We prove one bound.", "We prove two.")]
    assert base.add(versions)["papers"] == 2
    assert len(base.query("SELECT ?a ?b { ?a dcterms:isVersionOf ?b }")) == 1


def test_sources_that_disagree_are_both_kept(papers: tuple[Paper, ...]) -> None:
    base = kb.open()
    base.add([papers[0], replace(papers[0], year=2019)])
    years = base.query("SELECT ?year { GRAPH ?g { ?p fabio:hasPublicationYear ?year } } ORDER BY ?year")
    assert [r["year"] for r in years] == [2018, 2019]
    assert len(base.query("SELECT ?year { ?p fabio:hasPublicationYear ?year }")) == 1


def test_code_links_are_facts_of_the_paper(base: kb.KnowledgeBase) -> None:
    assert base.paper("a1").code == ("https://github.com/doe/ntk",)


def test_a_path_has_a_sentence_for_each_link(base: kb.KnowledgeBase) -> None:
    steps = base.path("NTK", "catastrophic forgetting")
    assert steps is not None
    assert steps[0].start == "neural tangent kernel" and steps[-1].end == "catastrophic forgetting"
    assert all(s.evidence for s in steps)


def test_nothing_joins_what_shares_nothing(base: kb.KnowledgeBase) -> None:
    lonely = kb.open()
    lonely.add([Paper(abstract="We propose FooNet."), Paper(abstract="We propose BarNet.")])
    assert lonely.path("FooNet", "BarNet") is None


def test_search_finds_english_and_chinese(base: kb.KnowledgeBase) -> None:
    assert base.search("forgetting")[0].label
    assert any(h.kind == "paper" for h in base.search("批量归一化"))
    assert base.search("zzzz") == []


def test_networks_are_plain_networkx_graphs(base: kb.KnowledgeBase) -> None:
    concepts, citations = base.network("concepts"), base.network("citations")
    mentioned = base.query("SELECT ?c { ?c a skos:Concept ; kb:paperCount ?n FILTER (?n > 0) }")
    assert concepts.number_of_nodes() == len(mentioned)
    assert citations.number_of_edges() == base.stats()["citations"]


def test_rdflib_sees_the_same_graph(base: kb.KnowledgeBase) -> None:
    query = "SELECT ?c WHERE { ?c a <http://www.w3.org/2004/02/skos/core#Concept> }"
    assert len(list(base.rdflib().query(query))) == len(base.query(query)) == base.stats()["concepts"]


def test_a_second_writer_is_told_to_wait(papers: tuple[Paper, ...], tmp_path: Path) -> None:
    folder = tmp_path / "x.kb"
    with kb.open(folder) as base, writing(folder), pytest.raises(Locked):
        base.add(papers[:1])


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8")
    with pytest.raises(NotAKnowledgeBase):
        kb.open(tmp_path)


def test_removing_a_source_forgets_its_papers_only(tmp_path: Path) -> None:
    for name, key in (("one.jsonl", "first"), ("two.jsonl", "second")):
        (tmp_path / name).write_text(f'{{"id": "{key}", "title": "The {key} paper on kernels"}}\n', "utf-8")
    with kb.open(tmp_path / "x.kb") as base:
        base.add(kb.read(str(tmp_path / "one.jsonl"), str(tmp_path / "two.jsonl")))
        assert base.remove(source="one.jsonl")["papers"] == 1
        with pytest.raises(UnknownName):
            base.paper("first")
        with pytest.raises(UnknownName):
            base.remove(source="one.jsonl")


def test_the_log_tells_what_was_done(papers: tuple[Paper, ...]) -> None:
    base = kb.open()
    base.add(papers[:1], command="add a.bib")
    base.remove("10.1234/wide.1")
    assert [e.command for e in base.log()] == ["add a.bib", "remove 10.1234/wide.1"]


def test_every_term_in_the_graph_is_declared(base: kb.KnowledgeBase) -> None:
    from kb.graph.views import foreign_terms
    from kb.terms import NS, OWN_CLASSES, OWN_PROPERTIES, iri

    declared = {*foreign_terms(), *(NS + t for t in (*OWN_CLASSES, *OWN_PROPERTIES)), iri("rdf:type")}
    used = {row["p"] for row in base.query("SELECT DISTINCT ?p { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")}
    used |= {row["c"] for row in base.query("SELECT DISTINCT ?c { { ?s a ?c } UNION { GRAPH ?g { ?s a ?c } } }")}
    assert used <= declared
    assert len(used) > 40


NBIB = """PMID- 7
TI  - On brooks
FAU - Doe, Jo
CN  - Example Brook Study Group
"""
PUBMED = """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>7</PMID>
<Article><ArticleTitle>On brooks</ArticleTitle>
<AuthorList><Author><LastName>Doe</LastName><ForeName>Jo</ForeName></Author>
<Author><CollectiveName>Example Brook Study Group</CollectiveName></Author></AuthorList>
</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"""


@pytest.mark.parametrize(("name", "text"), [("a.nbib", NBIB), ("a.xml", PUBMED)], ids=["nbib", "xml"])
def test_a_body_that_signs_a_paper_is_an_author_and_no_person(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    base = kb.open()
    base.add(kb.read(tmp_path / name))
    kinds = base.query("SELECT ?name ?kind { ?p dcterms:creator ?a . ?a foaf:name ?name ; a ?kind } ORDER BY ?name")
    assert [(row["name"], curie(row["kind"])) for row in kinds] == [
        ("Example Brook Study Group", "foaf:Agent"),
        ("Jo Doe", "foaf:Person"),
    ]
    assert base.paper("On brooks").authors == "Jo Doe; Example Brook Study Group"
