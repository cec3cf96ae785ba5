"""XML: what each format says of a work, and files that are broken, cut off or built to do harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.readers import READERS, jats, pubmed, read
from kb.readers.xmlvalues import elements
from kb.records import Author, Paper, Reference, Skipped

DATA = Path(__file__).parent / "data"
JANE = Author("Doe", "Jane", orcid="0000-0002-1825-0097")


def article(number: int, body: str = "") -> str:
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{number}</PMID><Article><ArticleTitle>T{number}</ArticleTitle>{body}"
        "</Article></MedlineCitation></PubmedArticle>"
    )


def titles(items: list[Paper | Skipped]) -> list[str | None]:
    return [i.title for i in items if isinstance(i, Paper)]


def told(items: list[Paper | Skipped]) -> list[tuple[int, str]]:
    return [(i.line, i.reason) for i in items if isinstance(i, Skipped)]


# --- formats -------------------------------------------------------------------------------------------------------


def test_pubmed_gives_parts_of_an_abstract_retractions_and_references() -> None:
    nets, swedish = read(DATA / "pubmed.xml")
    assert (nets.title, nets.abstract) == ("Nets of E. coli in H₂O", "AIM: We tie nets < 3 m. RESULT: They hold.")
    assert nets.authors == (Author("Doe", "Jane B, Jr", orcid=JANE.orcid), Author(literal="The Net Group"))
    assert (nets.id, nets.doi, nets.ids, nets.year) == ("pmid:123", "10.1234/nets.1", ("pmid:123", "pmcid:PMC77"), 2020)
    assert (nets.retracted, nets.keywords, nets.lang) == (True, ("nets", "Fishing"), "en")
    assert nets.references == (
        Reference(id="pmid:99", doi="10.1234/old.1", raw="Roe M. Old nets. J Nets. 1999;1:7. doi: 10.1234/old.1."),
    )
    assert (swedish.title, swedish.lang, swedish.retracted) == ("Nät i original", "sv", None)
    assert swedish.references == (Reference(id="pmid:99", raw="J Nets. 1999;1:7"),)


def test_unixref_gives_the_chapter_and_tells_an_error() -> None:
    found: list[Skipped] = []
    (chapter,) = read(DATA / "unixref.xml", on_skip=found.append)
    assert (chapter.title, chapter.venue, chapter.type) == (
        "A chapter of nets: With knots",
        "The book of nets",
        "chapter",
    )
    assert (chapter.doi, chapter.year, chapter.url) == ("10.1234/book.1", 2019, "https://example.org/book/1")
    assert chapter.authors == (Author(literal="The Net Group"), JANE)
    assert chapter.references == (
        Reference(doi="10.1234/old.1"),
        Reference(raw="Poe (1999). Older nets. J. Nets", author="Poe", year=1999, title="Older nets"),
        Reference(raw="Loe, A. Nets by hand. 1998."),
    )
    assert [(s.line, s.reason) for s in found] == [
        (30, "no work in this record of Crossref: doi:10.1234/none was not found")
    ]


def test_jats_gives_front_matter_and_references_of_every_kind() -> None:
    (nets,) = read(DATA / "article.nxml")
    assert nets.title == "Nets of E. coli: A study"
    assert nets.abstract == "Aim: We tie nets of n knots. Result: They hold 10² fish."
    assert (nets.id, nets.doi, nets.ids) == ("pmcid:PMC77", "10.1234/nets.1", ("pmid:123", "pmcid:PMC77"))
    assert (nets.year, nets.venue, nets.lang, nets.retracted) == (2019, "Journal of Made-up Nets", "en", True)
    assert (nets.authors, nets.keywords) == ((JANE, Author(literal="The Net Group")), ("nets", "knots"))
    dam = "van Dam E, Poe A (1999). Old nets. J Nets, 1, 7"
    assert nets.references == (
        Reference(id="pmid:99", doi="10.1234/old.1", raw=dam, author="van Dam", year=1999, title="Old nets"),
        Reference(raw="Loe, A. Nets by hand. J Nets. 1998.", author="Loe", year=1998, title="Nets by hand"),
        Reference(raw="Anonymous. Nets of old."),
    )


def test_tei_gives_the_header_and_references_with_their_strings() -> None:
    (nets,) = read(DATA / "paper.tei.xml")
    assert (nets.title, nets.abstract) == ("Nets that tie themselves", "We tie nets. They hold.")
    assert (nets.doi, nets.arxiv, nets.year, nets.keywords) == ("10.1234/nets.4", "2101.00001", 2021, ("nets", "knots"))
    assert nets.authors == (Author("Doe", "Jane B", orcid=JANE.orcid),)
    assert nets.venue == "Journal of Made-up Nets"
    raw = "Max Roe. Old nets. J. Nets, 1999."
    assert nets.references == (
        Reference(doi="10.1234/old.1", raw=raw, author="Roe", year=1999, title="Old nets"),
        Reference(raw="Poe. The book of nets", author="Poe", title="The book of nets"),
    )


# --- files that do harm --------------------------------------------------------------------------------------------

BOMB = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'


@pytest.mark.parametrize(
    "doctype",
    [
        f"<!DOCTYPE PubmedArticleSet [{BOMB}]>",
        '<!DOCTYPE PubmedArticleSet [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        f'<!DOCTYPE PubmedArticleSet PUBLIC "-//x[" "http://example.org/x.dtd"\n[{BOMB}]>',
        '<!-- <PubmedArticle> --><?x ?>\n<!doctype PubmedArticleSet [<!ENTITY % p SYSTEM "http://example.org/">%p;]>',
    ],
)
def test_declarations_of_entities_are_refused_before_the_parser(doctype: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text(f"<?xml version='1.0'?>\n{doctype}<PubmedArticleSet>{article(1)}</PubmedArticleSet>", "utf-8")
    found = read(path)
    assert list(found) == []
    assert len(found.skipped) == 1 and found.skipped[0].line == (3 if doctype.startswith("<!--") else 2)
    assert "declarations of its own" in found.skipped[0].reason and "[ ]" in found.skipped[0].reason


def test_a_document_type_without_declarations_is_passed_over() -> None:
    text = f"<!DOCTYPE PubmedArticleSet PUBLIC '-//[x]//' \"http://example.org/[x].dtd\"><PubmedArticleSet>{article(1)}"
    items = list(pubmed.read([text + "</PubmedArticleSet>"], "x"))
    assert (titles(items), told(items)) == (["T1"], [])


def test_an_element_that_is_no_entity_of_anybody_stays_as_it_is_written() -> None:
    text = "<article><front><article-meta><title-group><article-title>&alpha;&lt;&made;&#38;"
    (paper,) = jats.read([f"{text}</article-title></title-group></article-meta></front></article>"], "x")
    assert isinstance(paper, Paper) and paper.title == "α<&made;&"


def test_a_file_that_breaks_off_keeps_the_records_before() -> None:
    whole = ["<PubmedArticleSet>", article(1), article(2), article(3), "</PubmedArticleSet>"]
    text = "\n".join(whole)
    for cut in range(len(whole[0]), len(text) - 20, 17):
        items = list(pubmed.read(text[:cut].split("\n"), "x"))
        assert titles(items) == [f"T{n}" for n in range(1, text[:cut].count("</PubmedArticle>") + 1)]
        assert len(told(items)) == 1 and "broken XML: it ends" in told(items)[0][1]


@pytest.mark.parametrize(
    ("broken", "line", "reason"),
    [
        (article(2).replace("</Article>", "</Artikel>"), 3, "Opening and ending tag mismatch"),
        (article(2, "<A b='1' b='2'/>"), 3, "Attribute b redefined"),
        (article(2, "\n\n a < b & c"), 5, "broken XML"),
        (article(2).replace("</Article></MedlineCitation></PubmedArticle>", ""), 3, "has no end"),
        (article(2, "<a>" * 300), 3, "Excessive depth"),
    ],
    ids=["mismatch", "attribute", "bare", "open", "deep"],
)
def test_a_broken_record_costs_itself_only(broken: str, line: int, reason: str) -> None:
    text = "\n".join(["<PubmedArticleSet>", article(1), broken, article(3), article(4), "</PubmedArticleSet>"])
    items = list(pubmed.read(text.split("\n"), "x"))
    assert titles(items) == ["T1", "T3", "T4"]
    assert [n for n, _ in told(items)] == [line] and reason in told(items)[0][1]
    last = [i for i in items if isinstance(i, Paper)][-1]
    assert last.source and "T4" in text.split("\n")[last.source.line - 1]


def test_documents_in_a_row_are_read_each_with_its_lines() -> None:
    one = f"<?xml version='1.0'?>\n<PubmedArticleSet>\n{article(1)}\n</PubmedArticleSet>"
    items = list(pubmed.read(f"{one}\n{one}".split("\n"), "x"))
    assert [i.source.line for i in items if isinstance(i, Paper) and i.source] == [3, 7]
    assert not told(items)


def test_ten_thousand_authors_are_read() -> None:
    author = "<Author><LastName>Doe</LastName></Author>"
    items = list(pubmed.read([f"<PubmedArticleSet>{article(1, f'<AuthorList>{author * 10_000}</AuthorList>')}"], "x"))
    assert isinstance(items[0], Paper) and len(items[0].authors) == 10_000


def test_elements_are_let_go_when_they_are_done_with() -> None:
    def lines() -> Iterator[str]:
        yield "<PubmedArticleSet>"
        for n in range(3000):
            yield f"<Other><Deep>x</Deep></Other>{article(n)}"

    for _, element in (i for i in elements(lines(), "x", ["PubmedArticle"]) if not isinstance(i, Skipped)):
        parent = element.getparent()
        assert parent is not None and len(parent) < 4


def test_the_encoding_that_a_file_declares_is_used(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    text = f"<?xml version='1.0' encoding='windows-1251'?>\n<PubmedArticleSet>{article(1)}</PubmedArticleSet>"
    path.write_bytes(text.replace("T1", "Сети").encode("windows-1251"))
    found = read(path)
    assert [p.title for p in found] == ["Сети"] and not found.skipped


@pytest.mark.parametrize("name", ["pubmed", "unixref", "jats", "grobid", "arxiv"])
def test_a_record_without_anything_costs_nothing_but_itself(name: str) -> None:
    sample = {"pubmed": "pubmed.xml", "unixref": "unixref.xml", "jats": "article.nxml", "grobid": "paper.tei.xml"}
    text = (DATA / sample.get(name, "arxiv.atom.xml")).read_text("utf-8")
    bare = re.sub(r">[^<>]+<", "><", text)
    items = list(READERS[name].read(bare.split("\n"), "x"))
    assert items and not any("broken" in reason for _, reason in told(items))
