"""The readers on the real files beside the repository; where those are absent there is nothing to run."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from kb.readers import dump, read
from kb.records import Paper, Skipped

SHARED = Path(__file__).parents[3] / "shared"
if not SHARED.is_dir():
    print("tests/extra: ../shared is absent, the real files are not read", file=sys.stderr)

SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
LIBRARIES = sorted([*(SHARED / "formats" / "bibtex").glob("*.bib"), *(SHARED / "formats" / "scopus_wos").glob("*.bib")])
COUNTS = [
    (path, papers, references)
    for name, papers, references in (("ml_works", 29_289, 20_911), ("openalex_synergy", 7_233, 248_910))
    if (path := SHARED / "data" / f"{name}.jsonl.gz").exists()
]
ENTRIES = {
    "IEEEtran": 5,
    "cyrillic": 5,
    "extrafields": 1,
    "scopus": 893,
    "tugboat": 2720,
    "xampl": 36,
    "xampl_mixed": 36,
}


def read_all(*sources: Path) -> tuple[list[Paper], list[Skipped]]:
    skipped: list[Skipped] = []
    return list(read(*sources, on_skip=skipped.append)), skipped


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem[:3])
def test_every_line_of_a_seed_is_a_paper_or_is_reported(path: Path) -> None:
    lines = path.read_text("utf-8").split("\n")
    papers, skipped = read_all(path)
    told = [p.source.line for p in papers if p.source] + [s.line for s in skipped]
    assert sorted(told) == [n for n, line in enumerate(lines, 1) if line.strip()]
    assert all(p.source and p.abstract == lines[p.source.line - 1].strip() for p in papers)
    assert all(len(p.abstract or "") > 500 for p in papers if p.lang == "en")


@pytest.mark.parametrize("seeds", [SEEDS] if SEEDS else [], ids=["all"])
def test_the_seeds_hold_64_abstracts_of_63_papers(seeds: list[Path]) -> None:
    papers, _ = read_all(*seeds)
    times = Counter(p.id for p in papers)
    assert (len(papers), len(times)) == (64, 63)
    assert Counter(p.lang for p in papers) == {"en": 55, "zh": 9}
    for seed in seeds:
        main, *others = read(seed)
        listed = seed.name.startswith("004")
        assert all(p.related == (() if listed else (main.id,)) for p in others)


@pytest.mark.parametrize("seeds", [SEEDS] if SEEDS else [], ids=["all"])
def test_seeds_run_together_give_the_same_papers(seeds: list[Path]) -> None:
    glued = "".join(s.read_text("utf-8") for s in seeds)
    together = [p for p in dump.read(glued.split("\n"), "-") if isinstance(p, Paper)]
    assert [(p.id, p.related) for p in together] == [(p.id, p.related) for p in read(*seeds)]


@pytest.mark.parametrize(("path", "papers", "references"), COUNTS, ids=[c[0].name.split(".")[0] for c in COUNTS])
def test_a_corpus_is_read_whole(path: Path, papers: int, references: int) -> None:
    skipped: list[Skipped] = []
    counts = Counter[str]()
    for p in read(path, on_skip=skipped.append):
        counts.update(papers=1, references=len(p.references))
    assert (counts["papers"], counts["references"], skipped) == (papers, references, [])


@pytest.mark.parametrize("path", LIBRARIES, ids=lambda p: p.stem)
def test_every_entry_of_a_library_is_a_paper_or_is_reported(path: Path) -> None:
    papers, skipped = read_all(path)
    assert len(papers) + sum(not s.reason.startswith(("mended:", "field ")) for s in skipped) == ENTRIES[path.stem]
