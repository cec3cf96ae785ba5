"""BibTeX libraries and Scopus' exports beside the repository: every entry accounted for, counted independently."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from kb.readers import read
from kb.records import Paper, Skipped

FORMATS = Path(__file__).parents[3] / "shared" / "formats"
LIBRARIES = sorted([*(FORMATS / "bibtex").glob("*.bib"), *(FORMATS / "scopus_wos").glob("*.bib")])
TABLES = sorted((FORMATS / "scopus_wos").glob("*.csv"))

_BEGINS = re.compile(r"^[ \t]*@[ \t]*(\w+)\s*[{(]", re.MULTILINE)
_NO_ENTRY = ("string", "preamble", "comment")
_IN_PARENS = re.compile(r"\((?:1[89]|20)\d\d\)")


def read_all(path: Path) -> tuple[list[Paper], list[Skipped]]:
    skipped: list[Skipped] = []
    return list(read(path, on_skip=skipped.append)), skipped


@pytest.mark.parametrize("path", LIBRARIES, ids=lambda p: p.stem)
def test_each_entry_that_begins_somewhere_is_a_paper_of_that_line_or_told_with_it(path: Path) -> None:
    text = path.read_text("utf-8")
    begun = {text.count("\n", 0, m.start()) + 1 for m in _BEGINS.finditer(text) if m[1].lower() not in _NO_ENTRY}
    papers, skipped = read_all(path)
    lines = [p.source.line for p in papers if p.source]
    assert len(lines) == len(set(lines)) and set(lines) <= begun
    assert begun - set(lines) <= {s.line for s in skipped}


@pytest.mark.parametrize("path", [p for p in LIBRARIES if p.stem == "scopus"], ids=lambda p: p.stem)
def test_entries_with_one_key_stay_apart(path: Path) -> None:
    papers, _ = read_all(path)
    assert (len(papers), len({p.id for p in papers})) == (893, 824)


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.name)
def test_every_row_of_an_export_is_a_paper_with_its_fields(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    papers, skipped = read_all(path)
    assert [p.id for p in papers] == [r["EID"] for r in rows] and not skipped
    for paper, row in zip(papers, rows, strict=True):
        assert paper.year == int(row["Year"]) and (paper.doi or "") == row["DOI"].lower()
        assert len(paper.authors) == len([a for a in row["Authors"].split(";") if a.strip()])


@pytest.mark.parametrize("path", [*TABLES, *(p for p in LIBRARIES if p.stem == "scopus")], ids=lambda p: p.name)
def test_references_of_scopus_tell_author_and_year_and_half_of_them_a_title(path: Path) -> None:
    cited = [r for p in read_all(path)[0] for r in p.references]
    assert all(r.year for r in cited if r.raw and _IN_PARENS.search(r.raw))
    assert sum(r.author is not None for r in cited) > 0.97 * len(cited)
    assert sum(r.title is not None for r in cited) > 0.5 * len(cited)
    assert all(r.title in (r.raw or "") for r in cited if r.title)


JUDGED = Path(__file__).parents[1] / "benchmarks" / "judged_merges.tsv"


@pytest.mark.parametrize("path", LIBRARIES, ids=lambda p: p.stem)
def test_what_was_judged_one_work_or_two_begins_where_the_verdict_says(path: Path) -> None:
    """Places are the keys of these verdicts, since they stay when a reader learns to read more of a record."""
    pairs = [line.split("\t")[:2] for line in JUDGED.read_text("utf-8").splitlines()[1:]]
    places = {name.split(" ")[0] for pair in pairs for name in pair}
    read = {f"{path.name}:{p.source.line}" for p in read_all(path)[0] if p.source}
    assert {place for place in places if place.startswith(f"{path.name}:")} <= read
    assert len({frozenset(pair) for pair in pairs}) == len(pairs) == 300
