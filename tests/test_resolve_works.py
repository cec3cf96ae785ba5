"""Records become works: the same work once, and never two works as one."""

from __future__ import annotations

import doctest
from dataclasses import replace
from itertools import permutations
from types import ModuleType
from typing import Any

import pytest

from kb import identifiers
from kb.records import Author, Paper, Reference
from kb.resolve import matching, titles
from kb.resolve.references import References
from kb.resolve.works import identity, works

LONG = "We study how the width of a network changes what it learns, and give a bound that holds for every depth of it."
SMITH, DOE = (Author("Smith", "Al"),), (Author("Doe", "Jo"),)


OTHER = "Fish of cold brooks swim slowly; their young hide under stones until summer warms every shallow pool again."
RIVERS = "High-resolution maps of Gödel's rivers: a large-scale study"


def bare(title: str, **more: Any) -> Paper:
    return replace(Paper(title=title, year=2001, authors=(Author("Müller", "Jörg"), Author("Doe", "Jo"))), **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Paper(doi="10.1234/A", title="Widths"), Paper(doi="10.1234/a", title="Widths of networks")),
        (Paper(arxiv="2101.00001v1", title="Widths"), Paper(arxiv="2101.00001v2", title="Widths")),
        (Paper(id="https://doi.org/10.1234/a"), Paper(doi="10.1234/a", title="Widths")),
        (Paper(abstract=LONG), Paper(doi="10.1234/a", abstract=LONG.upper())),
        (
            Paper(id="smith99", title="Random woods", authors=SMITH, year=1999),
            Paper(id="smith1999", title="Random Woods", authors=SMITH, year=1999, venue="A journal"),
        ),
        (Paper(doi="10.48550/arXiv.2101.00001", title="Widths"), Paper(ids=("arxiv:2101.00001v3",), title="Depths")),
        (Paper(ids=("pmid:12",), title="Widths"), Paper(url="https://pubmed.ncbi.nlm.nih.gov/12/", title="Depths")),
        (Paper(ids=("acl:P19-1001",)), Paper(id="https://aclanthology.org/P19-1001.pdf")),
        (bare(RIVERS, arxiv="2101.00001", type="article"), bare(RIVERS, doi="10.1234/a", year=2003, venue="Water")),
        (bare(RIVERS), bare("HIGHRESOLUTION MAPS OF G{\\\"O}DEL'S RIVERS - A LARGE SCALE STUDY", year=2002)),
        (bare(RIVERS), bare(RIVERS, authors=(Author("Mueller", "J."), Author(literal="Jo Doe")))),
        (bare(RIVERS), bare("High-resolution maps of Gödel's rivers: a lar…")),
        (bare(RIVERS), bare(RIVERS.replace("resolution", "resoluton"))),
        (bare(RIVERS, doi="10.1234/a"), bare(RIVERS, authors=())),
    ],
)
def test_the_same_work_in_two_records_is_one(one: Paper, other: Paper) -> None:
    assert len(works([one, other])) == 1
    assert works([one, other]) == works([other, one])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Paper(doi="10.1234/a", abstract=LONG), Paper(doi="10.1234/b", abstract=LONG)),
        (Paper(title="Widths", abstract=LONG), Paper(title="Depths", abstract=LONG)),
        (Paper(title="Introduction", authors=SMITH, year=1999), Paper(title="Introduction", authors=DOE, year=1999)),
        (Paper(title="Introduction", authors=SMITH, year=1999), Paper(title="Introduction", authors=SMITH, year=2001)),
        (Paper(id="c1", title="Calendar", year=1999), Paper(id="c2", title="Calendar", year=1999)),
        (
            Paper(id="k", title="Editorial", authors=SMITH, year=1999),
            Paper(title="Editorial", authors=SMITH, year=1999),
        ),
        (Paper(id="k", title="Widths of rivers and of brooks"), Paper(id="k", title="Depths of rivers and of brooks")),
        (bare("Part I: rivers of the north and their fish"), bare("Part II: rivers of the north and their fish")),
        (bare("A convex theory of rivers that meander"), bare("A nonconvex theory of rivers that meander")),
        (bare(RIVERS, openalex="W1"), bare(RIVERS, openalex="W2", doi="10.1234/a")),
        (bare(RIVERS, ids=("pmid:1",)), bare(RIVERS, ids=("pmid:2",))),
        (bare(RIVERS, year=2001), bare(RIVERS, year=2009)),
        (bare(RIVERS, id="Doe:TB10-1-6"), bare(RIVERS, id="Doe:TB10-2-147")),
        (bare(RIVERS, abstract=LONG), bare(RIVERS, abstract=OTHER)),
        (
            bare(RIVERS, type="article-journal", venue="Water Letters"),
            bare(RIVERS, type="paper-conference", venue="Fish Days"),
        ),
    ],
)
def test_two_works_stay_two(one: Paper, other: Paper) -> None:
    assert len(works([one, other])) == 2


@pytest.mark.parametrize("bridge", [Paper(abstract=LONG), bare(RIVERS)], ids=["abstract", "title"])
def test_a_record_without_identifier_joins_no_two_dois(bridge: Paper) -> None:
    two = [replace(bare(RIVERS), doi=doi, abstract=LONG) for doi in ("10.1234/a", "10.1234/b")]
    for order in permutations((*two, bridge)):
        assert sorted(len(w.records) for w in works(order)) == [1, 1, 1]


def test_a_chain_of_years_is_not_one_work() -> None:
    yearly = [bare("Report of what the treasurer of the rivers spent", year=2001 + n) for n in range(3)]
    assert len(works(yearly)) == len(yearly)


def test_two_texts_of_one_abstract_and_two_titles_have_two_iris() -> None:
    assert (
        len({w.iri for w in works([Paper(title="Widths", abstract=LONG), Paper(title="Depths", abstract=LONG)])}) == 2
    )


def test_what_a_publisher_says_of_place_and_year_is_believed_and_no_abstract_is_lost() -> None:
    preprint = bare(RIVERS, arxiv="2101.00001", type="article", abstract=LONG, year=2002, ids=("arxiv:2101.00001v2",))
    article = bare(RIVERS, doi="10.1234/a", type="article-journal", venue="Water", year=2003)
    (work,) = works([article, preprint])
    paper = work.paper
    assert (paper.abstract, paper.year, paper.venue, paper.doi) == (LONG, 2003, "Water", "10.1234/a")
    assert paper.ids == ("arxiv:2101.00001v2",) and work.identifiers == (("doi", "10.1234/a"), ("arxiv", "2101.00001"))


def test_versions_that_stay_two_lead_from_the_later_to_the_earlier() -> None:
    talk, article = bare(RIVERS, doi="10.1234/talk", year=2001), bare(RIVERS, doi="10.1234/article", year=2002)
    later, earlier = works([article])[0].iri, works([talk])[0].iri
    assert identity([talk, article]).versions() == [(later, earlier)] == identity([article, talk]).versions()


def test_a_hundred_works_with_one_title_cost_no_more_than_their_number() -> None:
    many = [bare(RIVERS, doi=f"10.1234/{n}") for n in range(400)]
    same = identity([*many, bare(RIVERS)])
    assert len(same.works) == len(many) + 1 and len(same.matches) < 10 * len(many)


def test_a_pubmed_number_given_to_two_works_with_identifiers_of_their_own_joins_neither() -> None:
    one = Paper(title="First part of a trial", doi="10.1234/a", openalex="W1", ids=("pmid:7",))
    other = Paper(title="Second part of a trial", doi="10.1234/b", openalex="W2", ids=("pmid:7",))
    for order in permutations((one, other, Paper(title="First part", doi="10.1234/a"))):
        found = works(order)
        assert [len(w.records) for w in found] == [2, 1]
        assert not [i for w in found for i in w.identifiers if i[0] == "pmid"]
    (joined,) = works([one, Paper(title="Part one of a trial", ids=("pmid:7",))])
    assert ("pmid", "7") in joined.identifiers


def test_what_one_record_lacks_the_other_gives() -> None:
    bare = Paper(doi="10.1234/a", title="Widths")
    full = replace(bare, abstract=LONG, authors=SMITH, year=2001)
    (work,) = works([bare, full])
    assert (work.paper.abstract, work.paper.year) == (LONG, 2001)


def test_a_local_key_leads_to_a_work_only_where_one_work_has_it() -> None:
    one, other = Paper(id="k1", title="Widths", authors=SMITH), Paper(id="k2", title="Depths", authors=DOE)
    assert References(works([one, other])).target(Reference(id="k1")) == works([one])[0].iri
    twice = References(works([one, replace(other, id="k1")]))
    assert twice.target(Reference(id="k1")) in twice.stubs


@pytest.mark.parametrize("module", [titles, matching, identifiers])
def test_the_examples_of_the_rule_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0
