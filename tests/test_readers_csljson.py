"""CSL-JSON: names, dates in every shape, and what stands in the note."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.readers import csljson, read, recognise
from kb.records import Author, Paper, Skipped

LIBRARY = Path(__file__).parent / "data" / "library.csl.json"


def one(**item: object) -> Paper:
    paper, *_ = csljson.read([json.dumps({"type": "article-journal", "title": "T"} | item)], "x")
    assert isinstance(paper, Paper)
    return paper


def test_an_item_gives_its_fields_and_what_its_note_holds() -> None:
    wide, book, preprint = read(LIBRARY)
    assert wide.title == "Wide nets and narrow H₂O" and wide.abstract == "We measure wide nets. They are wide."
    assert wide.authors == (
        Author("Doe", "Jane, Jr.", orcid="0000-0002-1825-0097"),
        Author("van Dam", "Eva"),
        Author(literal="The Net Group"),
    )
    assert (wide.id, wide.year, wide.doi, wide.ids) == (
        "doe2020wide",
        2020,
        "10.1234/wide.2020",
        ("pmid:123", "pmcid:PMC77"),
    )
    assert (wide.venue, wide.keywords, wide.lang) == ("Journal of Made-up Nets", ("nets", "width"), "en-GB")
    assert (book.id, book.type, book.year, book.authors, book.ids) == ("7", "book", 1999, (), ("isbn:9783161484100",))
    assert (preprint.arxiv, preprint.ids, preprint.year) == ("2101.00001", ("arxiv:2101.00001v2",), None)


def test_what_cannot_be_read_is_told_with_its_line() -> None:
    found: list[Skipped] = []
    list(read(LIBRARY, on_skip=found.append))
    assert [(s.line, s.reason.split(";")[0]) for s in found] == [
        (28, "field issued: an object is no year"),
        (28, "field URL: 'javascript:alert(1)' is no web address"),
        (39, "neither a title nor an abstract"),
    ]


@pytest.mark.parametrize(
    "issued",
    [
        {"date-parts": [[2019]]},
        {"date-parts": [["2019", "3"], ["2020"]]},
        {"raw": "2019-03"},
        {"literal": "March 2019"},
        "2019-03-01",
        2019,
    ],
    ids=str,
)
def test_a_date_in_every_shape_gives_its_year(issued: object) -> None:
    assert one(issued=issued).year == 2019


@pytest.mark.parametrize(
    ("note", "doi", "ids"),
    [
        ("DOI: 10.1234/a(b)\nx", "10.1234/a(b)", ()),
        ("{:DOI: 10.1234/a}{:PMID: 12}", "10.1234/a", ("pmid:12",)),
        ("PMID: 12; PMCID: PMC3", None, ("pmid:12", "pmcid:PMC3")),
        ("We saw doi: nothing at all\nPMID: many", None, ()),
    ],
)
def test_identifiers_stand_in_the_note(note: str, doi: str | None, ids: tuple[str, ...]) -> None:
    paper = one(note=note)
    assert (paper.doi, paper.ids) == (doi, ids)


def test_lines_of_items_are_csl_too_and_our_own_form_is_not() -> None:
    item = {"id": "a", "type": "article-journal", "title": "RETRACTED: T", "author": [{"family": "Doe"}]}
    assert recognise(json.dumps(item) + "\n" + json.dumps(item)) == "csl"
    paper = one(**item)
    assert paper.retracted
    assert recognise(json.dumps(paper.to_dict())) == "jsonl"
