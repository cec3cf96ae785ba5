"""Identifiers in any spelling; records come in with bare numbers, and no version is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run

import kb
from kb.identifiers import arxiv_version, clean_arxiv, tidied
from kb.readers import read_lines
from kb.records import Paper

SPELLINGS = [
    "2401.00001v3",
    "arXiv:2401.00001v3",
    "ARXIV: 2401.00001V3",
    "arXiv:2401.00001v3 [cs.LG] 3 Jan 2024",
    "2401.00001 v3",
    "abs/2401.00001v3",
    "arXiv preprint arXiv:2401.00001v3",
    "10.48550/arXiv.2401.00001v3",
    "https://arxiv.org/abs/2401.00001v3",
    "https://arxiv.org/abs/2401.00001v3#bib",
    "http://www.arxiv.org/pdf/2401.00001v3.pdf",
    "https://export.arxiv.org/e-print/2401.00001v3",
]
TITLE = "On the widths of brooks"
RECORDS = {
    "jsonl": '{{"title": "{title}", "arxiv": "{url}v3"}}',
    "csl": '{{"type": "article", "title": "{title}", "issued": {{"raw": "2024"}}, "URL": "{url}v3"}}',
    "arxiv-json": '{{"id": "2401.00001", "title": "{title}", "submitter": "D", "update_date": "2024-01-01",'
    ' "versions": [{{"version": "v1"}}, {{"version": "v3"}}]}}',
    "s2": '{{"paperId": "x", "title": "{title}", "externalIds": {{"ArXiv": "2401.00001v3"}}}}',
    "s2orc": '{{"paper_id": "7", "title": "{title}", "arxiv_id": "2401.00001v3", "pdf_parse": {{}}}}',
    "bibtex": "@misc{{a, title={{{title}}}, eprint={{2401.00001v3}}, archiveprefix={{arXiv}}}}",
    "ris": "TY  - GEN\nTI  - {title}\nUR  - {url}v3\nER  - ",
    "refer": "%0 Generic\n%T {title}\n%U {url}v3",
    "refworks": "RT Generic\nT1 {title}\nUL {url}v3",
    "nbib": "PMID- 7\nTI  - {title}\nAID - arXiv:2401.00001v3\n",
    "wos": "PT J\nTI {title}\nSO arXiv:2401.00001v3\nER",
    "table": "title,arxiv\n{title},{url}v3",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_version_in_any_spelling_is_told_from_its_number(spelling: str) -> None:
    assert (clean_arxiv(spelling), arxiv_version(spelling)) == ("2401.00001", "arxiv:2401.00001v3")
    assert clean_arxiv(spelling.replace("v3", "").replace("V3", "")) == "2401.00001"
    assert arxiv_version(spelling.replace("v3", "").replace("V3", "")) is None


@pytest.mark.parametrize("spelling", ["AX12", "https://example.org/2401.00001v3", "", 2401.00001, None])
def test_what_is_no_number_has_no_version(spelling: object) -> None:
    assert clean_arxiv(spelling) is arxiv_version(spelling) is None


@pytest.mark.parametrize("end", ["Rethinking InceptionV3", "code: conv2", "v100"])
def test_a_word_at_the_end_is_no_version(end: str) -> None:
    assert (clean_arxiv(f"arXiv:2401.00001, {end}"), arxiv_version(f"arXiv:2401.00001, {end}")) == ("2401.00001", None)
    assert arxiv_version("arXiv:2401.00001 [cs.LG] v3") == "arxiv:2401.00001v3"


def test_an_old_number_is_the_same_with_and_without_its_class() -> None:
    assert clean_arxiv("math.GT/0309136v1") == clean_arxiv("arXiv:math/0309136") == "math/0309136"
    assert arxiv_version("math.GT/0309136v1") == "arxiv:math/0309136v1"


@pytest.mark.parametrize("format", RECORDS)
def test_every_reader_keeps_number_and_version_apart(format: str) -> None:
    text = RECORDS[format].format(title=TITLE, url="https://arxiv.org/abs/2401.00001")
    (paper,) = read_lines(text.splitlines(), format)
    assert isinstance(paper, Paper)
    assert (paper.title, paper.arxiv) == (TITLE, "2401.00001")
    assert "arxiv:2401.00001v3" in paper.ids and tidied(paper) is paper


def test_an_arxiv_doi_and_an_address_with_a_version_are_one_number() -> None:
    text = (
        f"TY  - JOUR\nTI  - {TITLE}\nDO  - 10.48550/arXiv.2401.00001\nUR  - https://arxiv.org/abs/2401.00001v2\nER  - "
    )
    (paper,) = read_lines(text.splitlines(), "ris")
    assert isinstance(paper, Paper) and (paper.arxiv, paper.ids) == ("2401.00001", ("arxiv:2401.00001v2",))


def test_our_own_json_lines_are_tidied_too() -> None:
    own = Paper(title=TITLE, ids=("pmid:7",), source=kb.records.Source("a.bib", 1, "bibtex")).to_dict()
    (paper,) = read_lines([json.dumps(own | {"arxiv": "arXiv:2401.00001v3"})], "jsonl")
    assert isinstance(paper, Paper)
    assert (paper.arxiv, paper.ids) == ("2401.00001", ("pmid:7", "arxiv:2401.00001v3"))


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_paper_made_in_python_breaks_no_shape_and_shows_its_versions(spelling: str) -> None:
    base = kb.open()
    base.add([Paper(title=TITLE, arxiv=spelling), Paper(title=TITLE, arxiv="2401.00001v1")])
    assert base.check() == []
    found = base.paper("arXiv:2401.00001v2")
    assert found.paper.endswith("paper/arxiv/2401.00001")
    assert (found.arxiv, found.ids) == ("2401.00001", ("arxiv:2401.00001v1", "arxiv:2401.00001v3"))


def test_a_doi_and_an_openalex_address_lose_what_stands_before_the_number() -> None:
    paper = tidied(Paper(doi="https://doi.org/10.1234/Ab", openalex="https://openalex.org/W12"))
    assert (paper.doi, paper.openalex) == ("10.1234/Ab", "W12")
    for odd in (Paper(doi="see the web", arxiv="none", openalex="none"), Paper(doi="see doi:10.1234/ab")):
        assert tidied(odd) is odd


def test_a_dry_run_counts_as_the_add_does() -> None:
    base, paper = kb.open(), Paper(title=TITLE, arxiv="arXiv:2401.00001v3")
    base.add([paper])
    told = base.add([paper], dry_run=True)
    assert (told["unchanged"], told["added"], told["updated"]) == (1, 0, 0)
    assert base.add([paper])["unchanged"] == 1


def test_the_command_shows_the_versions_of_a_paper(tmp_path: Path, run: Run) -> None:
    with kb.open(tmp_path / "lab.kb") as made:
        made.add([Paper(title=TITLE, arxiv="arXiv:2401.00001v3")])
    shown = run("paper", "arxiv:2401.00001", "--kb", tmp_path / "lab.kb").stdout
    assert "arxiv:     2401.00001\n" in shown and "ids:       arxiv:2401.00001v3\n" in shown
