"""arXiv's two forms: versions are kept, answers that are errors and withdrawn papers are told."""

from __future__ import annotations

from pathlib import Path

from kb.readers import read
from kb.records import Author, Skipped

DATA = Path(__file__).parent / "data"


def test_a_feed_gives_numbers_with_their_versions_and_tells_errors() -> None:
    found: list[Skipped] = []
    nets, old = read(DATA / "arxiv.atom.xml", on_skip=found.append)
    assert (nets.id, nets.arxiv, nets.ids, nets.year) == ("2101.00001", "2101.00001", ("arxiv:2101.00001v4",), 2021)
    assert (nets.title, nets.abstract) == ("Nets that tie themselves", "We tie nets & measure $a < b$. They hold.")
    assert (nets.doi, nets.venue, nets.retracted) == ("10.1234/nets.4", "J. Nets 4 (2022) 7", None)
    assert nets.authors == (Author("Doe", "Jane"), Author("van Dam", "Eva"))
    assert (old.arxiv, old.year, old.retracted) == ("hep-th/9901001", 1999, True)
    assert [(s.line, s.reason) for s in found] == [(27, "arXiv answered with an error: incorrect id format for x")]


def test_the_dump_gives_the_same_paper_and_tells_odd_types() -> None:
    found: list[Skipped] = []
    nets, old, odd = read(DATA / "arxiv.jsonl", on_skip=found.append)
    assert (nets.arxiv, nets.ids, nets.year, nets.doi) == (
        "2101.00001",
        ("arxiv:2101.00001v4",),
        2021,
        "10.1234/nets.4",
    )
    assert (nets.title, nets.abstract) == ("Nets that tie themselves", "We tie nets. They hold.")
    assert nets.authors == (Author("Doe", "Jane"), Author("van Dam", "Eva, Jr."), Author(literal="Net Collaboration"))
    assert (old.year, old.retracted, [a.family for a in old.authors]) == (1999, True, ["Roe", "Poe"])
    assert (odd.year, odd.abstract, odd.authors) == (None, None, (Author(literal="Doe"),))
    assert [(s.line, s.reason.split(":")[0]) for s in found] == [
        (3, "neither a title nor an abstract"),
        (4, "field abstract"),
        (4, "field authors_parsed"),
        (4, "field update_date"),
        (4, "field versions"),
    ]  # fmt: skip
