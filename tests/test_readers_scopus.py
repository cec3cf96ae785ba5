"""Scopus' exports and tables of papers: line breaks in cells, broken rows, names, and strings of references."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.readers import csvrows, read, recognise, scopus, scopusrefs, table
from kb.records import Author, Paper, Reference, Skipped

DATA = Path(__file__).parent / "data"


def parse(text: str) -> tuple[list[Paper], list[Skipped]]:
    items = list(table.read(text.split("\n"), "x.csv"))
    return [i for i in items if isinstance(i, Paper)], [i for i in items if isinstance(i, Skipped)]


@pytest.fixture(scope="module")
def export() -> tuple[list[Paper], list[Skipped]]:
    skipped: list[Skipped] = []
    return list(read(DATA / "scopus.csv", on_skip=skipped.append)), skipped


def test_a_row_with_all_its_columns(export: tuple[list[Paper], list[Skipped]]) -> None:
    p = export[0][0]
    assert (p.id, p.title, p.year, p.venue) == (
        "2-s2.0-11",
        "How wide is wide, and why",
        2019,
        "Journal of Wide Things",
    )
    assert p.authors == (Author("Doe", "José"), Author("van der Berg", "Anna-Maria"))
    assert (p.doi, p.ids, p.type, p.lang) == ("10.1234/wide.2019.7", ("pmid:12345",), "article-journal", "en")
    assert p.abstract == 'We study wide networks. They "behave" like kernels, almost always.'
    assert p.keywords == ("kernels", "width", "Kernels", "Nets")
    assert [(r.author, r.year, r.title) for r in p.references] == [
        ("Roe", 2001, "Spikes, codes and more"),
        ("Lin", 1999, None),
        ("Zhu", 2010, "Books on wide things; the second part"),
    ]


def test_what_scopus_says_is_not_available_is_absent(export: tuple[list[Paper], list[Skipped]]) -> None:
    papers, _ = export
    assert papers[1].abstract is None and papers[1].lang == "en"
    assert papers[2].authors == (Author("Poe", "K., Jr."),) and papers[2].retracted is True
    assert papers[1].ids == ()  # the ISBN is that of the proceedings


def test_a_cell_that_cannot_be_read_is_told_with_the_line_of_its_row(
    export: tuple[list[Paper], list[Skipped]],
) -> None:
    assert [(s.line, s.reason.split(":")[0]) for s in export[1]] == [
        (5, "field year"),
        (5, "field doi"),
        (5, "field pubmed id"),
    ]


@pytest.mark.parametrize(
    "authors",
    [
        "Doe J.; van der Berg A.-M.",
        "Doe J., van der Berg A.-M.",
        "Doe, J., van der Berg, A.-M.",
        "Doe J.;van der Berg A.-M.",
    ],
)
def test_names_with_initials_in_the_ways_of_all_years(authors: str) -> None:
    rows = ["Authors,Title,Year,Source title,EID", f'"{authors}",T,2001,J. Ex.,2-s2.0-1']
    (paper,) = scopus.read(rows, "x.csv")
    assert isinstance(paper, Paper)
    assert paper.authors == (Author("Doe", "J."), Author("van der Berg", "A.-M."))


# --- strings of references ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "author", "year", "title"),
    [
        # as Scopus wrote them until 2022
        ("Doe, J., Roe, A.-B., On width, and depth (2013) J. Ex., 4 (6), p. 7", "Doe", 2013, "On width, and depth"),
        ("Doe, J., van der Berg, A., (2008) J. Ex., 93, p. 6", "Doe", 2008, None),
        ("Doe Jr., J., (1991) Width and Its Uses, , Example Press", "Doe", 1991, "Width and Its Uses"),
        ("Doe, J., “Width at last” (2009) Ex. Lett., 5", "Doe", 2009, "Width at last"),
        ("Doe, J., Roe, Width of a thing (2009) Ex. Lett., 5, p. 3; in press", "Doe", 2009, "Roe, Width of a thing"),
        # since
        ("Doe J., Roe A.B., On width, and depth, J. Ex., 49, 6, pp. 2-7, (2013)", "Doe", 2013, "On width, and depth"),
        ("Doe J., Et al., On width: A review, Phys. Ex. B, 64, (2004)", "Doe", 2004, "On width: A review"),
        ("De Doe A. B., Roe K., On width, (2004)", "De Doe", 2004, None),
        ("Doe J., Uses of width, (2004)", "Doe", 2004, "Uses of width"),
        ("Doe J., Ex. Lett., 64, (2004)", "Doe", 2004, None),
        ("Doe J, Roe A B, On the width of it, J. Ex, 8, (2018)", "Doe", 2018, "On the width of it"),
        ("Doe J., On width, Depth and Height, J. Ex., 3, (2018)", "Doe", 2018, None),
        # as people type them
        ("J. K. Doe and A. Roe, Width: a route, Ex. Trans., 33, pp. 990-995, Jan. 1997", "Doe", 1997, None),
        ("Example Group, Roadmap of widths", None, None, None),
    ],
)  # fmt: skip
def test_a_reference_tells_what_is_plain(raw: str, author: str | None, year: int | None, title: str | None) -> None:
    assert scopusrefs.reference(raw) == Reference(raw=raw, author=author, year=year, title=title)


@pytest.mark.parametrize("label", ["DOI 10.1234/AB.5, PII S01", "10.1234/ab.5", "0003-6951 10.1234/ab.5 123905"])
def test_a_doi_in_a_reference_needs_no_label(label: str) -> None:
    assert scopusrefs.reference(f"Doe, J., (1999) J. Ex., 75, p. 4. , {label}").doi == "10.1234/ab.5"


def test_a_list_is_cut_between_references_and_not_inside_a_title() -> None:
    listed = (
        "Doe J., Width; a history, (1999); de Roe K., Depth, J. Ex., 3, (2001); Doe J.; https://example.org/data; X"
    )
    assert list(scopusrefs.strings(listed)) == [
        "Doe J., Width; a history, (1999)",
        "de Roe K., Depth, J. Ex., 3, (2001)",
        "Doe J.",
        "https://example.org/data",
        "X",
    ]


# --- tables of papers -----------------------------------------------------------------------------------------------


def test_a_table_of_ones_own() -> None:
    papers, skipped = parse((DATA / "table.csv").read_text("utf-8"))
    assert [(p.title, p.year, p.venue) for p in papers] == [
        ('A "quoted" title', 2019, "Journal of X"),
        ("Only a date", 2018, "Proceedings of Y"),
        ('A mark that is never closed,Press"', 2002, None),
        ("The row behind it", 2003, "Press"),
    ]
    assert papers[0].abstract == "First line.\n\nSecond paragraph, with commas."
    assert [(s.line, s.reason[:7]) for s in skipped] == [(6, "mended:")]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("first", ["", "\ufeff", "sep={}\n"])
def test_any_separator_is_found_by_the_header(mark: str, first: str) -> None:
    text = first.format(mark) + mark.join(("Document Title", "Publication Year", "DOI")) + "\n"
    text += mark.join(('"On width, depth; and"', "2001", "https://doi.org/10.1234/A"))
    (paper,), skipped = parse(text)
    assert (paper.title, paper.year, paper.doi, skipped) == ("On width, depth; and", 2001, "10.1234/a", [])
    assert recognise(text) == "table"


def test_a_table_without_titles_is_told() -> None:
    assert [s.reason for s in parse("a,b\n1,2")[1]] == ["no column is named title or abstract; there are: a, b"]
    assert recognise("title,amount\nx,1") is None


@pytest.mark.parametrize("broken", range(0, 40, 3))
def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_only(broken: int) -> None:
    rows = [f'"T{i}","Doe, Jo","First line\nof {i}",{2000 + i}' for i in range(40)]
    rows[broken] = rows[broken].replace('Jo"', "Jo")
    papers, skipped = parse("\n".join(["title,author,abstract,year", *rows]))
    whole = [p.title for p in papers if p.year]
    assert whole == [f"T{i}" for i in range(40) if i != broken]
    assert skipped and all(s.line in (2 * broken + 2, 2 * broken + 3) for s in skipped)


def test_a_mark_inside_an_unquoted_cell_is_a_character() -> None:
    papers, skipped = parse('title,year\nOn 5" disks,2001\nOn 3" disks,2002\nThe end,2003')
    assert [(p.title, p.year) for p in papers] == [('On 5" disks', 2001), ('On 3" disks', 2002), ("The end", 2003)]
    assert skipped == []


def test_a_row_of_too_many_cells_is_not_guessed_at() -> None:
    papers, skipped = parse("title,year\nOn width, and depth,2001\nThe end,2003")
    assert [p.title for p in papers] == ["The end"]
    assert [(s.line, s.reason.split(":")[0]) for s in skipped] == [
        (2, "3 cells where the header names 2 columns"),
    ]


def test_names_of_columns_are_compared_without_their_dress() -> None:
    assert csvrows.name("Author(s) ID") == "author s id"
