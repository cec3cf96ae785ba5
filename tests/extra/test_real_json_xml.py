"""The JSON and XML readers on the real files beside the repository; where those are absent there is nothing to run."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from kb.readers import read

FORMATS = Path(__file__).parents[3] / "shared" / "formats"
# Papers and references of each folder; what is no paper is told, never lost in silence.
COUNTS = {
    "crossref_json": (352, 13_683),
    "arxiv_atom": (57, 0),
    "s2_api": (5_993, 14),
    "s2orc": (4, 224),
    "jats": (2, 132),
    "grobid_tei/N18-3011.tei.xml": (1, 27),
}
HELD = [(FORMATS / name, counts) for name, counts in COUNTS.items() if (FORMATS / name).exists()]
ZOTERO = [
    path
    for kind in ("CSL_JSON", "OpenAlex_JSON", "PubMed_XML", "Crossref_Unixref_XML")
    for path in sorted((FORMATS / "zotero" / kind).glob("*.expected.json"))
]


def fold(text: str | None) -> str:
    """Letters and digits only."""
    return "".join(c for c in unicodedata.normalize("NFKD", text or "").casefold() if c.isalnum())


@pytest.mark.parametrize(("path", "counts"), HELD, ids=[p.stem for p, _ in HELD])
def test_a_folder_gives_all_of_its_papers_and_references(path: Path, counts: tuple[int, int]) -> None:
    found = Counter[str]()
    for paper in read(path):
        found.update(papers=1, references=len(paper.references))
    assert (found["papers"], found["references"]) == counts


@pytest.mark.parametrize("expected", ZOTERO, ids=lambda p: f"{p.parent.name}-{p.name[:3]}")
def test_what_another_program_reads_is_read_here(expected: Path) -> None:
    stem = expected.name.removesuffix(".expected.json")
    (source,) = (p for p in expected.parent.glob(f"{stem}.*") if p != expected)
    items = json.loads(expected.read_text("utf-8"))
    papers = list(read(source))
    assert len(papers) == len(items)
    for paper, item in zip(papers, items, strict=True):
        if item.get("DOI"):
            assert paper.doi == item["DOI"].lower()
        people = [fold(c.get("lastName") or c.get("name")) for c in item["creators"] if c["creatorType"] == "author"]
        assert [fold(a.family or a.literal) for a in paper.authors] == people
