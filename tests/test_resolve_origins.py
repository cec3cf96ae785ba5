"""A paper builds on the one work that introduces what it uses, with the evidence; never counted as a citation."""

from __future__ import annotations

from pathlib import Path

import pytest

import kb
from kb.records import Paper, Reference
from kb.terms import NS, iri

NEW = Paper(
    id="new",
    title="The neural tangent kernel of wide networks",
    year=2018,
    abstract="We introduce the neural tangent kernel (NTK).",
)
USER = Paper(
    id="user", title="Pruning at rest", year=2021, abstract="We use the neural tangent kernel to prune networks."
)
OLDER = Paper(
    id="old", title="Before its time", year=2016, abstract="We use the neural tangent kernel to prune networks."
)
RIVAL = Paper(id="rival", title="Neural tangent kernel: another view", year=2018, abstract="We introduce it.")
TALKER = Paper(id="talk", title="A look back", year=2022, abstract="We study the neural tangent kernel in detail.")


def links(*papers: Paper) -> list[tuple[str, str]]:
    with kb.open() as base:
        base.add(papers)
        assert base.check() == []
        found = base.answers.store.pairs(NS + "buildsOn")
        return sorted((base.answers.label(a), base.answers.label(b)) for a, b in found)


PAIR = ("Pruning at rest", NEW.title)
SURVEY = Paper(id="survey", title="Robustness: a view from the north", year=2018, abstract="We propose a definition.")
STURDY = Paper(id="sturdy", title="Sturdy nets", year=2021, abstract="We use robustness to choose among networks.")
DROPPED = Paper(id="dropped", title="Dropout: how to leave out", year=2010, abstract="We propose a new method.")
DROPPING = Paper(id="dropping", title="Leaving nets out", year=2021, abstract="We use dropout to train networks.")


@pytest.mark.parametrize(
    ("papers", "found"),
    [
        ((NEW, USER, TALKER), [PAIR]),
        ((NEW, USER, RIVAL), []),  # two introduce it: nobody says which
        ((NEW, USER, OLDER), []),  # it was there before
        ((USER, TALKER), []),
    ],
    ids=["one introduces it", "two do", "an earlier paper speaks of it", "none does"],
)
def test_only_the_one_work_that_introduces_a_concept_is_built_on(
    papers: tuple[Paper, ...], found: list[tuple[str, str]]
) -> None:
    assert links(*papers) == found


def test_a_title_begins_with_a_method_that_it_brings_and_with_a_notion_that_was_there_before() -> None:
    """Only of what somebody made is a title "NAME: …" the origin, where the lexicon knows the name."""
    assert links(SURVEY, STURDY, DROPPED, DROPPING) == [("Leaving nets out", DROPPED.title)]


def test_a_link_leads_to_its_concept_its_rule_and_both_sentences_and_is_no_citation() -> None:
    with kb.open() as base:
        report = base.add((NEW, USER))
        assert report["citations"] == 0 and not list(base.answers.store.pairs(iri("cito:cites")))
        (row,) = base.query("builds-on", paper="Pruning at rest").rows
        assert row[1:4] == ("Pruning at rest", "neural tangent kernel", NEW.title)
        assert row[5:8] == ("uses-introduced", USER.abstract, NEW.abstract)
        assert list(base.network("lineage").edges) == [(row[0], row[-1])]
        assert base.rank("Paper", by="citations")[0].score == 0


def test_missed_citations_are_those_of_papers_that_list_references() -> None:
    cites = Reference(raw="Poe, B. Old work. 1999.")
    told = Paper(
        id="told", title="Told and cited", year=2021, abstract=USER.abstract, references=(cites, Reference(id="new"))
    )
    missed = Paper(
        id="missed", title="Told, not cited", year=2020, abstract=f"{USER.abstract} Indeed.", references=(cites,)
    )
    with kb.open() as base:
        base.add((NEW, told, missed, Paper(id="none", title="No list", year=2020, abstract=f"Now {USER.abstract}")))
        assert base.stats()["builds_on"] == 3
        assert [row[:3] for row in base.query("missed-citations").rows] == [("Told, not cited", 2020, NEW.title)]


def test_a_link_comes_and_goes_with_its_origin_as_if_all_were_built_anew(tmp_path: Path) -> None:
    with kb.open(tmp_path / "lab.kb") as base, kb.open() as fresh:
        base.add((USER, TALKER))
        before = base.answers.store.lines()
        assert base.add((NEW,))["written"]["added"] > 0
        fresh.add((NEW, USER, TALKER))
        assert base.answers.store.lines() == fresh.answers.store.lines()
        assert len(base.network("lineage").edges) == 1
        base.add((RIVAL,))
        assert not base.network("lineage").edges and base.check() == []
        base.remove("rival")
        assert base.answers.store.lines() == fresh.answers.store.lines()
        base.remove("new")
        assert base.answers.store.lines() == before
