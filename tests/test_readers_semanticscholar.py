"""Semantic Scholar's pages and S2ORC: the same work under all of its numbers, and references with theirs."""

from __future__ import annotations

from pathlib import Path

from kb.readers import read
from kb.records import Author, Reference, Skipped

DATA = Path(__file__).parent / "data"


def test_a_page_of_references_gives_papers_with_all_their_numbers() -> None:
    found: list[Skipped] = []
    nets, plain = read(DATA / "s2_page.json", on_skip=found.append)
    sha = f"{'0' * 38}aa"
    assert (nets.id, nets.doi, nets.arxiv) == (sha, "10.1234/nets.4", "2101.00001")
    assert nets.ids == (f"s2:{sha}", "s2corpus:77", "pmid:123", "acl:P17-1001")
    assert (nets.type, nets.venue, nets.authors) == ("paper-conference", "J. Nets", (Author("Doe", "Jane"),))
    assert nets.references == (
        Reference(id=f"s2:{'0' * 38}bb", doi="10.1234/old.1", author="Roe", year=1999, title="Old nets"),
        Reference(title="Nets by hand"),
    )
    assert (plain.id, plain.type, plain.year) == (None, "article", None)
    assert [(s.line, s.reason.split(";")[0]) for s in found] == [
        (2, "field references: 1 of 3 entries are no papers: an object"),
        (2, "field citations: 1 works that cite this one are not read: ask the API for them by their numbers"),
        (6, "field year: 20205 is no year"),
        (7, "neither a title nor an abstract nor references"),
        (8, "no JSON object"),
    ]


def test_full_texts_give_title_abstract_and_parsed_references() -> None:
    found: list[Skipped] = []
    nets, bare, older = read(DATA / "s2orc.jsonl", on_skip=found.append)
    assert (nets.id, nets.abstract, nets.authors) == (
        "s2corpus:77",
        "We tie nets. They hold.",
        (Author("Doe", "Jane B."),),
    )
    assert (nets.doi, nets.arxiv, nets.ids) == (
        "10.1234/nets.4",
        "2101.00001",
        ("s2corpus:77", "pmid:123", "acl:P17-1001"),
    )
    assert nets.references == (
        Reference(id="s2corpus:78", doi="10.1234/old.1", author="Roe", year=1999, title="Old nets"),
        Reference(raw="Poe, A. Nets by hand. 1998."),
    )
    assert bare.references == (Reference(id="s2corpus:79", year=1990, title="Older nets"),)
    assert (older.references, older.authors) == ((Reference(id="s2corpus:80"),), (Author("Loe", "Jr."),))
    assert [(s.line, s.reason) for s in found] == [(4, "neither a title nor an abstract nor references")]
