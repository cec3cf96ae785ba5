"""Records become works: the same work once, and never two works as one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.records import Author, Paper, Reference
from kb.resolve.references import References
from kb.resolve.works import works

LONG = "We study how the width of a network changes what it learns, and give a bound that holds for every depth of it."
SMITH, DOE = (Author("Smith", "Al"),), (Author("Doe", "Jo"),)


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
    ],
)
def test_two_works_stay_two(one: Paper, other: Paper) -> None:
    assert len(works([one, other])) == 2


def test_a_record_without_identifier_joins_no_two_dois() -> None:
    bridge = Paper(abstract=LONG)
    found = works([Paper(doi="10.1234/a", abstract=LONG), bridge, Paper(doi="10.1234/b", abstract=LONG)])
    assert sorted(len(w.records) for w in found) == [1, 1, 1]


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
