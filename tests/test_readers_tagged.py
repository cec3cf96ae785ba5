"""Tagged libraries, whole and broken: RIS, Web of Science, PubMed, Refer, RefWorks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from kb import terms
from kb.readers import READERS, citedworks, read, read_lines, retractions, scopusrefs, tagged
from kb.records import Author, Paper, Reference, Skipped

DATA = Path(__file__).parent / "data"


def parse(text: str, format: str = "ris") -> tuple[list[Paper], list[str]]:
    items = list(read_lines(text.splitlines(), format, "x"))
    return [i for i in items if isinstance(i, Paper)], [
        f"{i.line}: {i.reason}" for i in items if isinstance(i, Skipped)
    ]


def one(text: str, format: str = "ris") -> Paper:
    papers, skipped = parse(text, format)
    assert len(papers) == 1 and skipped == []
    return papers[0]


def names(authors: Iterable[Author]) -> list[tuple[str | None, str | None]]:
    return [(a.family or a.literal, a.given) for a in authors]


# --- RIS -----------------------------------------------------------------------------------------------------------


def test_ris_fields_folded_lines_and_mixed_author_tags() -> None:
    p, conference, book = read(DATA / "library.ris")
    assert p.title == "How Wide is Wide? A Study of Nets & Co."
    assert p.abstract == "We study wide networks and see that they behave like kernels."
    assert p.authors == (Author("Doe", "José"), Author("van der Berg", "Anna"), Author(literal="The Width Consortium"))
    assert (p.id, p.type, p.venue, p.year, p.lang) == (
        "doe_width_2019",
        "article-journal",
        "Journal of Wide Things",
        2019,
        "en",
    )
    assert (p.doi, p.url, p.keywords, p.ids) == (
        "10.1234/wide.2019.7",
        "https://example.org/wide",
        ("kernels", "width", "depth"),
        (),
    )
    assert (conference.venue, conference.year, conference.doi) == (
        "Proceedings of the Example Meeting",
        2020,
        "10.1234/spikes.3",
    )
    assert names(conference.authors) == [("Roe", "Ann"), ("King", "Martin, Jr.")]
    assert conference.ids == ("pmid:31234567",)
    assert (book.title, book.venue, names(book.authors)) == ("On Forgetting", "Example Press", [("Smith", "J.A.")])
    assert (book.ids, book.retracted) == (("isbn:9783161484100",), True)
    assert [(r.author, r.year, r.doi) for r in book.references] == [
        ("Doe", 1999, None),
        ("Poe", 1845, "10.1234/raven.1"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "TY - JOUR\nAU - Doe, Jane\nTI - A title\nPY - 1999\nER - ",
        "\ufeffty  - jour\nau  - Doe, Jane\nti  - A title\npy  - 1999\ner  - ",
        "TY  - JOUR\nAU  -Doe, Jane\nTI  -  A\ntitle\nIS  -\nPY  - 1999//\nER  -",
        "  TY  -  JOUR\n  AU  -  Doe, Jane\n  TI  -  A\n  title\n  PY  -  1999\n  ER  -  ",
        "Record #1 of 2\nProvider: Example\n\nTY  - JOUR\nA1  - Doe, Jane\nT1  - A title\nY1  - 1999/01//\nER  - ,",
    ],
    ids=["one space", "small letters", "no space behind", "indented", "a database's own lines"],
)
def test_ris_is_read_however_its_tags_are_spaced(text: str) -> None:
    p = one(text)
    assert (p.title, p.year, names(p.authors)) == ("A title", 1999, [("Doe", "Jane")])


def test_ris_a_folded_line_that_looks_like_a_tag_stays_text() -> None:
    p = one("TY  - JOUR\nTI  - T\nAB  - Of tumours that are\nER - positive, we keep\nin - vitro data.\nER  - ")
    assert p.abstract == "Of tumours that are ER - positive, we keep in - vitro data."


def test_ris_chinese_lines_are_joined_without_a_space() -> None:
    assert one("TY  - JOUR\nTI  - 稀疏训练\n的方法\nER  - ").title == "稀疏训练的方法"


def test_ris_goes_on_after_records_without_end_or_beginning() -> None:
    text = (
        "TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \nwho knows\nTI  - Three\nER  - \nTY  - BOOK\nTI  - Four"
    )
    papers, skipped = parse(text)
    assert [(p.title, p.source.line if p.source else 0) for p in papers] == [
        ("One", 1),
        ("Two", 3),
        ("Three", 7),
        ("Four", 9),
    ]
    assert skipped == [
        "1: mended: a record that is never closed",
        "6: text outside of a record",
        "9: mended: a record that is never closed",
    ]


def test_ris_wrong_values_are_told_and_the_rest_is_kept() -> None:
    wrong = "PY  - 20205\nDO  - soon\nUR  - javascript:alert(1)\nXX  - unknown"
    text = f"TY  - JOUR\nTI  - T\n{wrong}\nER  - \nTY  - JOUR\nER  - "
    (paper,), skipped = parse(text)
    assert (paper.title, paper.year, paper.doi, paper.url) == ("T", None, None, None)
    assert skipped == [
        "1: field PY: '20205' is no year; the rest of the record is kept",
        "1: field DO: 'soon' is no DOI; the rest of the record is kept",
        "1: field UR: 'javascript:alert(1)' is no web address; the rest of the record is kept",
        "8: neither a title nor an abstract nor references",
    ]


def test_ris_a_hundred_thousand_authors_are_one_record_and_a_lost_end_is_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = ["TY  - JOUR", "TI  - T", *(f"AU  - Doe{i % 900}, J." for i in range(100_000)), "ER  - "]
    (paper,) = read_lines(many, "ris", "x")
    assert isinstance(paper, Paper) and len(paper.authors) == 100_000
    monkeypatch.setattr(tagged, "MAX_ENTRY", 1 << 20)
    endless = ["TY  - JOUR", "TI  - T", *("word" * 64 for _ in range(5_000)), "TY  - JOUR", "TI  - B", "ER  - "]
    long, after = read_lines(endless, "ris", "x")
    assert isinstance(long, Skipped) and long.reason == "a record longer than 1 MB"
    assert isinstance(after, Paper) and after.title == "B"


def test_ris_as_endnote_and_cnki_write_it() -> None:
    endnote = (
        "TY  - JOUR\nAN  - 31234567\nDP  - NLM\nC2  - Pmc1234567\nKW  - *Memory\nReplay/methods\nST  - T\nER  -\nER  -"
    )
    p = one(endnote)
    assert (p.title, p.ids) == ("T", ("pmid:31234567", "pmcid:PMC1234567"))
    assert p.keywords == ("Memory", "Replay/methods")
    several = one("TY  - JOUR\nTI  - T\nAU  - 张三;李四;\nAU  - M&uuml;ller, J\nER  - ")
    assert names(several.authors) == [("张三", None), ("李四", None), ("Müller", "J")]


def test_a_doi_with_signs_that_no_iri_holds_is_kept_as_text() -> None:
    p = one('TY  - JOUR\nTI  - T\nDO  - 10.1234/a<b>"{c}d\nER  - ')
    assert p.doi == '10.1234/a<b>"{c}d'
    assert not set('<>"{}') & set(terms.mint("paper", "doi", p.doi))


def test_an_arxiv_number_makes_a_preprint() -> None:
    p = one("TY  - GEN\nTI  - T\nDO  - 10.48550/arXiv.2105.01234\nPB  - arXiv\nER  - ")
    assert (p.type, p.arxiv, p.venue) == ("article", "2105.01234", "arXiv")


# --- what the formats share ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "doi", "author", "year"),
    [
        ("Doe JM, 1999, J EXAMPLES, V1, P2, DOI 10.1234/E.1", "10.1234/e.1", "Doe", 1999),
        ("van der Berg A., 2001, BOOK", None, "van der Berg", 2001),
        ("Roe Ann, 2001, BOOK", None, "Roe", 2001),
        ("*WORLD EX ORG, 2001, REP", None, "WORLD EX ORG", 2001),
        ("[Anonymous], 1990, THING, DOI DOI 10.1234/A-B(1)C", "10.1234/a-b(1)c", None, 1990),
        ("POE E, VERSE, DOI [10.1234/x.1, 10.1234/X.2]", "10.1234/x.1", "POE", None),
        ("1987, NOBODY", None, None, 1987),
    ],
)
def test_a_cited_reference_is_taken_apart(raw: str, doi: str | None, author: str | None, year: int | None) -> None:
    assert citedworks.from_wos(raw) == Reference(doi=doi, raw=raw, author=author, year=year)


def test_a_newer_reference_of_scopus_is_taken_apart() -> None:
    r = scopusrefs.reference("van Roe R.-J., Doe J., On it, J. Ex., 1, pp. 2-3, (1999)")
    assert (r.author, r.year, r.doi) == ("van Roe", 1999, None)


@pytest.mark.parametrize(
    ("title", "kinds", "marked"),
    [
        ("RETRACTED: On width", [], True),
        ("Retracted Article: On width", [], True),
        ("On width (Retracted article. See vol. 3, pg. 4, 2010)", [], True),
        ("On width", ["Journal Article", "Retracted Publication"], True),
        ("Retraction of: On width", ["Retraction of Publication"], None),
        ("Retraction Note: On width", ["Retraction"], None),
        ("On width (Retraction of vol 3, pg 4, 2008)", [], None),
        ("On retracted papers", [], None),
    ],
)
def test_a_retracted_work_is_told_from_the_notice(title: str, kinds: list[str], marked: bool | None) -> None:
    assert retractions.retracted(title, kinds) is marked


@pytest.mark.parametrize(
    "prose",
    ["Type - a word\nTY is no tag\n", "RT Report: we won\nand so on", "PT Barnum said\nAN egg", "PMID- 1\nis an id"],
)
def test_sniffing_is_not_fooled_by_prose(prose: str) -> None:
    assert not any(READERS[name].sniff(prose) for name in ("ris", "wos", "nbib", "refer", "refworks"))


# --- Web of Science ------------------------------------------------------------------------------------------------


def test_wos_fields_full_names_groups_and_references() -> None:
    p, paper = read(DATA / "savedrecs.txt")
    assert p.title == "Learning rules that keep what a network has learned: A long study of forgetting"
    assert p.authors == (
        Author("Doe", "Jane M."),
        Author("Roe", "Ann", orcid="0000-0002-1825-0097"),
        Author(literal="Example Study Grp"),
    )
    assert (p.id, p.type, p.venue, p.year) == ("WOS:000000000000001", "article-journal", "JOURNAL OF EXAMPLES", 2019)
    assert (p.doi, p.ids, p.lang, p.retracted) == ("10.1234/forget.2019", ("pmid:31234567",), "en", True)
    assert p.keywords == ("forgetting", "replay", "NETWORKS", "MEMORY")
    assert [(r.author, r.year, r.doi) for r in p.references] == [
        ("EX ORG", 2001, None),
        (None, 1990, None),
        ("Poe", 1999, "10.1234/e.1"),
        ("van der Berg", None, None),
    ]
    assert (paper.type, paper.venue, paper.year, paper.ids) == (
        "paper-conference",
        "PROCEEDINGS OF THE EXAMPLE MEETING",
        2021,
        (),
    )


def test_wos_lines_that_go_on_without_indenting_are_no_tags() -> None:
    text = (
        "PT J\nAU Doe, Jane (jane@example.org)\nRoe, Ann\nTI A study\nof light\nAB We use\nUV light and\nAB testing.\n"
        "CR Poe E, 1999, J EX\nROE A, 2000, J EX\nPY 2013\nER"
    )
    p = one(text, "wos")
    assert names(p.authors) == [("Doe", "Jane"), ("Roe", "Ann")]
    assert (p.title, p.abstract, p.year) == ("A study of light", "We use UV light and AB testing.", 2013)
    assert [r.raw for r in p.references] == ["Poe E, 1999, J EX", "ROE A, 2000, J EX"]


def test_wos_goes_on_after_records_without_end_and_tells_wrong_values() -> None:
    text = "FN X\nVR 1.0\nPT J\nTI One\nQQ what\n   ever\nPT J\nTI Two\nPY 20205\nDI none\nER\n\nPT J\nER\nEF"
    papers, skipped = parse(text, "wos")
    assert [p.title for p in papers] == ["One", "Two"]
    assert skipped == [
        "3: mended: a record that is never closed",
        "7: field PY: '20205' is no year; the rest of the record is kept",
        "7: field DI: 'none' is no DOI; the rest of the record is kept",
        "13: neither a title nor an abstract nor references",
    ]


# --- PubMed --------------------------------------------------------------------------------------------------------


def test_nbib_fields_people_and_identifiers() -> None:
    p, report, chapter = read(DATA / "pubmed.nbib")
    assert (p.title, p.venue, p.year) == ("Effects of replay on forgetting.", "Journal of examples", 2019)
    assert p.abstract == "OBJECTIVE: We ask what replay does. RESULTS: It keeps what was learned."
    assert p.authors == (
        Author("Doe", "Jane M", orcid="0000-0002-1825-0097"),
        Author("van der Berg", "A"),
        Author(literal="Example Study Group"),
    )
    assert (p.id, p.ids, p.doi) == ("31234567", ("pmid:31234567", "pmcid:PMC1234567"), "10.1234/replay.2019")
    assert (p.type, p.lang, p.retracted) == ("article-journal", "en", True)
    assert p.keywords == ("replay", "Memory/physiology")
    assert (report.type, report.venue, report.url) == ("report", "Example Institute", "http://example.org/?id=ED000001")
    assert (chapter.type, chapter.venue, names(chapter.authors)) == ("chapter", "The Book of Nets", [("Roe", "Ann")])


def test_nbib_records_without_a_blank_line_between_them_and_wrong_values() -> None:
    text = "PMID- 1\nTI  - One\nZZZ - what\nPMID- 2\nTI  - Two\nDP  - 20205\n\nPMID- 3\nOWN - NLM"
    papers, skipped = parse(text, "nbib")
    assert [(p.title, p.ids) for p in papers] == [("One", ("pmid:1",)), ("Two", ("pmid:2",))]
    assert skipped == [
        "4: field DP: '20205' is no year; the rest of the record is kept",
        "8: neither a title nor an abstract nor references",
    ]


def test_nbib_a_thesis_stood_at_the_university_that_its_source_names() -> None:
    text = "OWN - ERIC\nTI  - T\nJT  - Example Seller\nSO  - Ph.D., University of Examples\nPT  - Dissertations"
    p = one(text, "nbib")
    assert (p.type, p.venue) == ("thesis", "University of Examples")


def test_nbib_the_notice_of_a_retraction_is_not_retracted() -> None:
    text = "PMID- 1\nTI  - Retraction of: One.\nPT  - Retraction of Publication\nROF - One. PMID: 2"
    assert one(text, "nbib").retracted is None


# --- Refer, RefWorks -----------------------------------------------------------------------------------------------


def test_refer_fields_with_and_without_a_type() -> None:
    article, chapter, book = read(DATA / "library.enw")
    assert names(article.authors) == [("Doe", "José"), ("van der Roe", "Ann")]
    assert (article.title, article.venue, article.year) == ("How wide is wide?", "Journal of Wide Things", 2019)
    assert article.abstract == "We study wide networks. They behave like kernels. And we say why."
    assert (article.doi, article.url, article.lang, article.keywords) == (
        "10.1234/wide.2019.7",
        "https://example.org/wide",
        "en",
        ("kernels", "width"),
    )
    assert (chapter.type, chapter.venue, chapter.retracted) == ("chapter", "The Book of Nets", True)
    assert (book.type, book.venue, book.ids) == ("book", "Example Press", ("isbn:9783161484100",))


def test_refworks_fields_and_folded_lines() -> None:
    chapter, article = read(DATA / "refworks.txt")
    assert (chapter.id, chapter.type, chapter.title) == ("206", "chapter", "A chapter on nets that are wide")
    assert (chapter.venue, chapter.year, chapter.lang) == ("The Book of Nets", 2002, "en")
    assert names(chapter.authors) == [("Doe", "Jane"), ("van der Roe", "Ann")]
    assert chapter.abstract == "We study wide networks. They behave like kernels."
    assert (article.doi, article.url, article.retracted) == ("10.1234/raven.1", "https://example.org/raven", True)


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("refer", "%0 Book\n%T T\n%D 20205\n%U javascript:alert(1)\n%~ x\n\n%0 Book\n%A Nobody"),
        ("refworks", "RT Book, Whole\nT1 T\nYR 20205\nUL javascript:alert(1)\nX1 x\n\nRT Book, Whole\nA1 Nobody"),
    ],
)
def test_wrong_values_and_empty_records_are_told(format: str, text: str) -> None:
    (paper,), skipped = parse(text, format)
    assert (paper.title, paper.year, paper.url) == ("T", None, None)
    year, address = ("D", "U") if format == "refer" else ("YR", "UL")
    assert [s.split(": ", 1)[1].partition(";")[0] for s in skipped] == [
        f"field {year}: '20205' is no year",
        f"field {address}: 'javascript:alert(1)' is no web address",
        "neither a title nor an abstract nor references",
    ]


# --- what they share -------------------------------------------------------------------------------------------------

OPENINGS = {"ris": "TY  - JOUR", "wos": "PT J", "nbib": "PMID- 7", "refer": "%0 Book", "refworks": "RT Book"}
TITLES = {"ris": "TI  - {}", "wos": "TI {}", "nbib": "TI  - {}", "refer": "%T {}", "refworks": "T1 {}"}
ENDS = {"ris": "ER  - ", "wos": "ER"}


@pytest.mark.parametrize("format", OPENINGS)
def test_lines_before_the_first_record_are_told_with_their_place(format: str) -> None:
    record = [OPENINGS[format], TITLES[format].format("On brooks"), ENDS.get(format, "")]
    papers, told = parse("\n".join(["", "some words of whoever sent this", "", *record]), format)
    assert [p.title for p in papers] == ["On brooks"]
    assert told == ["2: text outside of a record"]


@pytest.mark.parametrize("format", OPENINGS)
def test_a_blank_line_inside_of_a_record_ends_nothing(format: str) -> None:
    folded = "      of the north" if format in ("nbib", "wos") else "of the north"
    record = [OPENINGS[format], TITLES[format].format("On brooks"), "", folded, ENDS.get(format, "")]
    papers, told = parse("\n".join([*record, *record]), format)
    assert [(p.title, p.source and p.source.line) for p in papers] == [
        ("On brooks of the north", line) for line in (1, 6)
    ]
    assert told == []
