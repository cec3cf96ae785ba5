"""Crossref's works: references of every shape, retractions on the right side, and answers that hold no works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.readers import crossref, read, recognise
from kb.records import Author, Paper, Reference, Skipped

PAGE = Path(__file__).parent / "data" / "crossref.json"


def test_a_work_gives_its_fields_and_its_references() -> None:
    nets, *_ = read(PAGE)
    assert (nets.title, nets.abstract) == ("Nets of nets: A made-up study", "We tie nets. They hold H₂O.")
    assert nets.authors == (Author("Doe", "Jane", orcid="0000-0002-1825-0097"), Author(literal="The Net Group"))
    assert (nets.id, nets.doi, nets.year, nets.url) == (
        "10.1234/nets.1",
        "10.1234/nets.1",
        2019,
        "https://example.org/nets/1",
    )
    assert (nets.venue, nets.type, nets.related) == ("Journal of Made-up Nets", "article-journal", ("10.1234/pre.1",))
    assert nets.references == (
        Reference(doi="10.1234/old.1", raw="Roe, M. Old nets. J. Nets (1999)."),
        Reference(raw="AB Poe (2001a). Older nets. J. Nets, 3, 7", author="Poe", year=2001, title="Older nets"),
        Reference(raw="van Dam. The book of nets", author="van Dam", title="The book of nets"),
    )


def test_a_work_is_retracted_by_what_updates_it_or_by_its_title_and_a_notice_is_not() -> None:
    nets, notice, chapter = read(PAGE)
    assert [p.retracted for p in (nets, notice, chapter)] == [True, None, True]
    assert (notice.related, notice.year) == (("10.1234/nets.1",), None)
    assert (chapter.venue, chapter.ids, chapter.year) == ("The Book of Nets", (), 1999)


def test_what_is_no_work_is_told_as_what_it_is() -> None:
    found: list[Skipped] = []
    list(read(PAGE, on_skip=found.append))
    assert [(s.line, s.reason.split(";")[0]) for s in found] == [
        (9, "field reference: 1 of 4 entries are no references: an object"),
        (53, "a journal, no work"),
    ]


@pytest.mark.parametrize(
    ("message", "what"),
    [
        ({"items": [{"id": "1", "name": "A fund", "alt-names": [], "uri": "x"}]}, "a funder, no work"),
        ({"items": [{"primary-name": "A house", "prefixes": []}]}, "a member of Crossref, no work"),
        ({"items": [], "facets": {}, "total-results": 0}, "a page without a work, no work"),
        ({"DOI": "10.1234/x", "type": "journal-issue"}, "an issue of a journal, no work"),
        ({"DOI": "10.1234/x", "type": "book"}, "neither a title nor an abstract, authors or references"),
    ],
)  # fmt: skip
def test_answers_without_works_say_so(message: object, what: str) -> None:
    line = json.dumps({"status": "ok", "message-type": "x", "message": message})
    assert recognise(line) == "crossref"
    assert [s.reason for s in crossref.read([line], "x") if isinstance(s, Skipped)] == [what]


@pytest.mark.parametrize("wrap", [lambda w: w, lambda w: {"status": "ok", "message-type": "work", "message": w}])
@pytest.mark.parametrize("value", [None, 3, "x", [None], [[1]], {"a": 1}, [{"DOI": 3}], [{"DOI": '10.1/<>"{}'}]])
@pytest.mark.parametrize("field", ["author", "reference", "issued", "relation", "update-to", "title", "event", "ISBN"])
def test_no_value_of_any_field_costs_the_work(field: str, value: object, wrap: object) -> None:
    work = {"DOI": "10.1234/x", "abstract": "We see.", "reference-count": 1} | {field: value}
    found = list(crossref.read([json.dumps(wrap(work) if callable(wrap) else None)], "x"))
    assert len([p for p in found if isinstance(p, Paper)]) == 1
