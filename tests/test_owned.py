"""lexicon.tsv in the folder of a knowledge base: the user's own names, applied where a text holds them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

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


# --- rows that cannot be -------------------------------------------------------------------------------------------

KRIGING, WELL = "frobnicated kriging\tMethod", "flow of rivers\tTask"
TOLD = [
    (f"{KRIGING}\nfrobnicated krigings\tTask\n", 3, "is already in line 2; join the two rows"),
    (f"{KRIGING}\n{WELL}\tfrobnicated kriging\n", 3, "is the name of another concept: taken without it; join the two"),
    (f"{KRIGING}\tdropout\n{WELL}\n", 2, "taken without it; `kb decide merge` makes it one with 'frobnicated kriging'"),
    (f"{KRIGING}\tDoes way\n{WELL}\tDoes way\n", 3, "'frobnicated kriging' above has the alias 'Does way' too"),
    (f"{KRIGING}\t\t\tnobody\n{WELL}\n", 2, "no row, of yours or ours, is called 'nobody' (broader)"),
    (f"{KRIGING}\t\t\tflow of rivers\n{WELL}\t\t\tfrobnicated kriging\n", 3, "a circle: taken without it"),
    (f"{KRIGING}\nneural network\tMethod\t\t\tconvolutional neural network\n", 3, "a circle: taken without it"),
    (f"{KRIGING}\t\t\tfrobnicated kriging\n{WELL}\n", 2, "a circle: taken without it"),
    (f"{KRIGING}\n{'x' * 3000}\tMethod\n", 3, "no name is so long"),
    (
        f"{KRIGING}\n{WELL.replace('Task', 'Tusk')}\n",
        3,
        "the type of 'flow of rivers' is 'Tusk'; expected one of Method",
    ),
]


@pytest.mark.parametrize(("rows", "line", "says"), TOLD, ids=[says for _, _, says in TOLD])
def test_a_row_that_cannot_be_is_told_by_file_and_line_and_the_rest_applies(
    tmp_path: Path, rows: str, line: int, says: str
) -> None:
    with kb.open(folder(tmp_path, rows)) as base:
        notes = base.add(PAPERS)["notes"]
        assert [(n["file"], n["line"]) for n in notes] == [("lexicon.tsv", line)] and says in notes[0]["reason"]
        assert str(tmp_path) not in notes[0]["reason"]
        assert base.concept("frobnicated kriging").papers == 1
        assert base.check() == []


def test_broader_may_name_a_row_below_and_types_any_case(tmp_path: Path) -> None:
    with kb.open(folder(tmp_path, "frobnicated kriging\tmethod\t\t\tflow of rivers\nflow of rivers\tTASK\n")) as base:
        assert base.add(PAPERS)["notes"] == []
        found = base.concept("frobnicated kriging")
        assert (found.type, list(found.broader)) == ("Method", ["flow of rivers"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,type\nflow of rivers,Task\n", "with tabs between"),
        ("name\ttype\tname\nx\tTask\ty\n", "each once"),
        ((HEAD + "flow of rivers\tTask\n").encode("utf-16"), "not UTF-8 at byte 0; save it as UTF-8"),
    ],
    ids=["commas", "twice", "utf-16"],
)
def test_a_file_that_cannot_be_read_is_told_kept_and_exported_around(
    tmp_path: Path, text: str | bytes, says: str
) -> None:
    path = tmp_path / "lab.kb"
    path.mkdir()
    (path / "lexicon.tsv").write_bytes(text.encode() if isinstance(text, str) else text)
    with kb.open(path) as base:
        notes = base.add(PAPERS)["notes"]
        assert [(n["file"], n["line"]) for n in notes] == [("lexicon.tsv", 1)] and says in notes[0]["reason"]
        base.export(tmp_path / "all.nq")
    assert (tmp_path / "all.nq").stat().st_size and (path / "lexicon.tsv").stat().st_size


def test_the_command_line_tells_each_of_them_and_exits_0(run: Run, tmp_path: Path) -> None:
    lab = folder(tmp_path, "one two\tThing\n")
    (tmp_path / "a.jsonl").write_text('{"id": "p", "abstract": "We evaluate dropout on MNIST."}\n', "utf-8")
    (lab / "decisions.tsv").write_text("rejct\tMNIST\nreject\tNobody\n", "utf-8")
    done = run("add", "a.jsonl", "--kb", lab, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    said = done.stdout + done.stderr
    for place in ("lexicon.tsv:2: ", "decisions.tsv:1: ", "decisions.tsv:2: "):
        assert said.count(place) == 1, said
    ambiguous = run("decide", "reject", "SNN", "--kb", lab, cwd=tmp_path)
    assert ambiguous.returncode == 3
