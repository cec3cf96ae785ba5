"""lexicon.tsv in the folder of a knowledge base: the user's own names, applied where a text holds them."""

from __future__ import annotations

from pathlib import Path

import kb
from kb.records import Paper

HEAD = "name\ttype\taliases\tacronyms\tbroader\n"
PAPERS = (
    Paper(id="a", title="Wells", abstract="We map groundwater with the frobnicated kriging of Doe. FKD is quick."),
    Paper(id="b", title="Rivers", abstract="We measure the flow of rivers. Nothing else is said."),
)


def folder(tmp_path: Path, rows: str) -> Path:
    path = tmp_path / "lab.kb"
    path.mkdir(exist_ok=True)
    (path / "lexicon.tsv").write_text(HEAD + rows, "utf-8")
    return path


def readings(path: Path) -> dict[str, str]:
    from kb.facts import Facts

    return {d: key for d, key in Facts(path / "facts.db").known_readings() if " " not in key}  # not what they came to


def test_a_row_of_ones_own_is_found_and_named(tmp_path: Path) -> None:
    with kb.open(folder(tmp_path, "frobnicated kriging\tMethod\t\tFKD\tkernel\n")) as base:
        base.add(PAPERS)
        found = base.concept("FKD")
        assert (found.name, found.type, found.papers) == ("frobnicated kriging", "Method", 1)


def test_a_new_row_makes_only_the_texts_that_hold_it_be_read_again(tmp_path: Path) -> None:
    path = folder(tmp_path, "")
    with kb.open(path) as base:
        base.add(PAPERS)
    before = readings(path)
    folder(tmp_path, "flow of rivers\tConcept\n")
    with kb.open(path) as base:
        base.add([])
        assert base.concept("flow of rivers").papers == 1
    after = readings(path)
    assert [d for d in before if before[d] != after[d]] == [PAPERS[1].text_sha]


def test_taking_the_row_out_again_is_as_before(tmp_path: Path) -> None:
    path = folder(tmp_path, "")
    with kb.open(path) as base:
        base.add(PAPERS)
        before = base.answers.store.lines()
    for rows in ("flow of rivers\tConcept\n", ""):
        folder(tmp_path, rows)
        with kb.open(path) as base:
            base.add([])
            now = base.answers.store.lines()
    assert now == before


def test_ones_own_type_wins_over_the_shipped_one(tmp_path: Path) -> None:
    with kb.open(folder(tmp_path, "dropout\tDataset\n")) as base:
        base.add([Paper(abstract="We train with dropout and report what it does to the flow of rivers.")])
        assert base.concept("dropout").type == "Dataset"


def test_broken_rows_are_told_with_their_line_and_the_rest_applies(tmp_path: Path) -> None:
    rows = "one two\tThing\nflow of rivers\tConcept\t\t\tno such row\nflow of rivers\tTask\n"
    with kb.open(folder(tmp_path, rows)) as base:
        notes = base.add(PAPERS)["notes"]
        assert sorted((n["file"], n["line"]) for n in notes) == [("lexicon.tsv", n) for n in (2, 3, 4)]
        assert base.concept("flow of rivers").type == "Concept"


def test_a_file_without_a_header_is_told_and_harms_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lab.kb"
    path.mkdir()
    (path / "lexicon.tsv").write_text("flow of rivers\n", "utf-8")
    with kb.open(path) as base:
        assert "expected name, type" in base.add(PAPERS)["notes"][0]["reason"]


def test_an_export_of_everything_restores_everything(tmp_path: Path) -> None:
    with kb.open(folder(tmp_path, "frobnicated kriging\tMethod\t\tFKD\tkernel\n")) as base:
        base.add(PAPERS)
        base.decide("rename", "FKD", "kriging of Doe", reason='a \\ and "quotes"')
        base.export(tmp_path / "all.nq")
    with kb.open(tmp_path / "other.kb") as base:
        report = base.add(kb.read(tmp_path / "all.nq"))
        assert (report["read"], report["papers"], report["skipped"]) == (2, 2, [])
        assert base.concept("FKD").name == "kriging of Doe"
        base.export(tmp_path / "again.nq")
        base.add(kb.read(tmp_path / "all.nq"))
        assert base.version == 1
    assert (tmp_path / "again.nq").read_bytes() == (tmp_path / "all.nq").read_bytes()


def test_quads_of_other_makers_are_refused(tmp_path: Path) -> None:
    (tmp_path / "foreign.nq").write_text("<http://x.org/a> <http://x.org/b> <http://x.org/c> .\n", "utf-8")
    papers = kb.read(tmp_path / "foreign.nq")
    assert not list(papers) and "can be read back" in papers.skipped[0].reason
