"""The tagged readers on the real files beside the repository; where those are absent there is nothing to run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kb.readers import read
from kb.records import Skipped

FORMATS = Path(__file__).parents[3] / "shared" / "formats"
EXPORTS = [
    (path, records, references)
    for name, records, references in (("bit-pattern-savedrecs", 500, 13_444), ("single-article", 1, 28))
    if (path := FORMATS / "scopus_wos" / f"{name}.txt").exists()
]
PAIRS = [
    (source, expected)
    for kind in ("RIS", "Web_of_Science_Tagged", "MEDLINEnbib", "ReferBibIX", "RefWorks_Tagged")
    for expected in sorted((FORMATS / "zotero" / kind).glob("*.expected.json"))
    for source in expected.parent.glob(f"{expected.name.split('.')[0]}.*")
    if source != expected
]


@pytest.mark.parametrize(("path", "records", "references"), EXPORTS, ids=[e[0].stem for e in EXPORTS])
def test_an_export_is_read_with_every_cited_reference(path: Path, records: int, references: int) -> None:
    skipped: list[Skipped] = []
    papers = list(read(path, on_skip=skipped.append))
    assert (len(papers), sum(len(p.references) for p in papers), skipped) == (records, references, [])
    stated = [int(n) for n in re.findall(r"^NR (\d+)", path.read_text("utf-8-sig"), re.MULTILINE)]
    assert [len(p.references) for p in papers] == stated
    cited = [r for p in papers for r in p.references]
    assert all(r.raw for r in cited)
    assert sum(r.doi is not None for r in cited) >= 0.999 * sum("DOI 10." in (r.raw or "") for r in cited)


@pytest.mark.parametrize(("source", "expected"), PAIRS, ids=[f"{p[0].parent.name}-{p[0].stem}" for p in PAIRS])
def test_every_record_of_a_library_is_a_paper_with_its_title(source: Path, expected: Path) -> None:
    papers = list(read(source))
    wanted = json.loads(expected.read_text("utf-8"))
    assert len(papers) == len(wanted)
    titles = {re.sub(r"\W", "", p.title or "") for p in papers}
    assert {re.sub(r"\W", "", w.get("title") or "") for w in wanted} - titles <= {""}
