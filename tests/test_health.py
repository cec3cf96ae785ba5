"""kb health tells what is wrong with files before they are added, with file, line and reason."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Run

from kb.health import LISTED, Health, examine, in_all
from kb.readers import READERS

BIB = """\
@article{doe, title={Kernels of wide networks}, author={Doe, Jo}, year={2020}, doi={10.1234/x}, abstract={We do.}}
@article{doe, title={Another long title here}, author={Roe, Ann}, year={2090}, doi={10.1234/y.pdf}, abstract={We do.}}
@article{li, title={Kernels of Wide Networks!}, author={Doe, Jo}, year={2020}, abstract={We do.}}
@article{poe, title={Kernels of wide networks}, author={Doe, Jo}, year={2020}, doi={10.1234/z}, abstract={We do.}}
@article{none, author={Nobody}}
"""
JSONL = [
    {"id": "1", "title": "Kernels elsewhere", "doi": "10.1234/X", "abstract": "We say.", "retracted": True},
    {"id": "2", "title": "Editorial"},
    {"id": "3", "title": "Editorial"},
]


def library(folder: Path) -> Path:
    (folder / "a.bib").write_text(BIB, "utf-8")
    (folder / "b.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in JSONL), "utf-8")
    (folder / "c.bin").write_bytes(b"\0\1\2\3")
    return folder


def found(one: Health) -> dict[str, list[int]]:
    return {kind: [place.line for place in places] for kind, places in one.places.items()}


def test_gaps_repetitions_and_broken_pieces_are_told_with_their_lines(tmp_path: Path) -> None:
    a, b, c = examine(library(tmp_path))
    assert (a.format, a.records, b.format, b.records, c.format, c.records) == ("bibtex", 4, "jsonl", 3, None, 0)
    assert found(a) == {
        "odd_year": [2],
        "odd_doi": [2],
        "same_key": [2],
        "no_doi": [3],
        "same_title": [3],
        "broken": [5],
    }  # fmt: skip  (line 4 has another DOI than line 1: it is another work)
    assert a.places["same_title"][0].says.endswith("as line 1")
    assert b.places["same_identifier"][0].says == f"doi 10.1234/x, as {tmp_path}/a.bib:1"
    assert "same_title" not in b.places and found(b)["no_abstract"] == [2, 3]
    assert found(c) == {"broken": [1]}
    assert in_all([a, b, c])["findings"]["no_doi"] == 3


def test_every_format_is_examined_without_an_error() -> None:
    found = examine(*sorted((Path(__file__).parent / "data").iterdir()))
    assert {one.format for one in found} >= {*READERS} - {"text", "nquads"} and all(one.to_dict() for one in found)


def test_a_long_list_is_counted_to_its_end() -> None:
    one = Health("x.bib")
    for line in range(LISTED + 5):
        one.note("no_doi", line)
        one.note("broken", line, "why")
    assert one.to_dict()["findings"]["no_doi"]["count"] == LISTED + 5
    assert (len(one.places["no_doi"]), len(one.places["broken"])) == (LISTED, LISTED + 5)


def test_the_command_reports_for_people_and_programs_and_stores_nothing(run: Run, tmp_path: Path) -> None:
    library(tmp_path)
    told = run("health", "a.bib", "c.bin", cwd=tmp_path)
    assert told.returncode == 0 and "a.bib:5: neither a title nor an abstract" in told.stdout
    assert "1 file not read\n  c.bin: " in told.stdout and "no DOI" in told.stdout
    data = json.loads(run("health", ".", "--format", "json", cwd=tmp_path).stdout)
    assert data["all"]["records"] == 7 and data["files"][0]["findings"]["odd_year"]["places"][0]["says"] == "2090"
    assert run("health", "c.bin", cwd=tmp_path).returncode == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.bib", "b.jsonl", "c.bin"]
