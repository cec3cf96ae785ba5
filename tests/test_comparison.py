"""The table of a task: which rows it has, in which order, and how the command line prints it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import Run
from test_statements import PAPERS

import kb
from kb.errors import AmbiguousName, UnknownName
from kb.records import Paper

MORE = (
    Paper(
        id="c1",
        title="Image classification on chips",
        year=2019,
        abstract="We study image classification. We propose ChipNet. ChipNet is small.",
    ),
    Paper(id="c3", title="On speech recognition", abstract="We study speech recognition. Speech recognition is slow."),
    Paper(id="c2", title="Songs", abstract="BarNet outperforms QuxNet on ImageNet. Nothing else is told of pictures."),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("task") / "lab.kb"
    with kb.open(made) as base:
        base.add((*PAPERS, *MORE))
    return made


def test_a_row_tells_method_dataset_metric_value_and_the_sentence(folder: Path) -> None:
    with kb.open(folder) as base:
        rows = base.compare("image classification")
    (won,) = (r for r in rows if r.relation == "outperforms" and r.method == "BarNet")
    assert (won.baseline, won.dataset, won.metric, won.value, won.year) == (
        "QuxNet",
        ("MNIST",),
        ("accuracy",),
        "2.3%",
        2021,
    )
    assert won.evidence.sentence == "BarNet outperforms QuxNet on MNIST by 2.3% accuracy."
    assert won.evidence.label.startswith("BarNet: image")
    assert {(r.method, r.relation, r.dataset) for r in rows} >= {
        ("BarNet", "evaluatedOn", ("CIFAR-10",)),
        ("QuxNet", "usedFor", ()),
        ("ChipNet", "introduces", ()),
        ("QuxNet", "outperforms", ("ImageNet",)),
    }


def test_papers_on_other_tasks_tell_no_results_here(folder: Path) -> None:
    with kb.open(folder) as base:
        assert "Songs" not in {r.evidence.label for r in base.compare("image classification")}


def test_rows_with_datasets_come_first_and_are_the_same_each_time(folder: Path) -> None:
    with kb.open(folder) as base:
        rows = base.compare("image classification")
        assert [bool(r.dataset) for r in rows] == sorted((bool(r.dataset) for r in rows), reverse=True)
        assert rows == base.compare("image-classification")


def test_narrower_tasks_count_as_the_task(folder: Path, tmp_path: Path) -> None:
    with kb.open(tmp_path / "other.kb") as base:
        base.add((*PAPERS, *MORE))
        base.decide("broader", "image classification", "MNIST")
        assert {r.method for r in base.compare("MNIST")} >= {"BarNet", "QuxNet", "ChipNet"}


def test_an_unknown_or_ambiguous_task_is_told_as_everywhere(base: kb.KnowledgeBase) -> None:
    with pytest.raises(UnknownName, match="no concept is called"):
        base.compare("no such task")
    with pytest.raises(AmbiguousName):
        base.compare("SNN")
    assert base.compare("SNN", near="energy") is not None


def test_it_shows_itself_as_a_table(folder: Path) -> None:
    with kb.open(folder) as base:
        found = base.compare("image classification")
    assert repr(found).splitlines()[0].split()[:4] == ["relation", "method", "dataset", "metric"]
    assert len(found.to_pandas()) == len(found) and "<table>" in found._repr_html_()


def test_the_command_prints_table_and_sentences_plain_when_piped(folder: Path, run: Run) -> None:
    done = run("compare", "image classification", "--kb", folder)
    assert done.returncode == 0 and "\033" not in done.stdout
    assert (
        "outperforms QuxNet" in done.stdout and "“BarNet outperforms QuxNet on MNIST by 2.3% accuracy.”" in done.stdout
    )
    few = run("compare", "image classification", "--kb", folder, "--top", "1")
    assert "more: --top" in few.stdout


@pytest.mark.parametrize(("format", "between"), [("csv", ","), ("tsv", "\t")])
def test_tables_for_programs_hold_all_rows(format: str, between: str, folder: Path, run: Run) -> None:
    done = run("compare", "image classification", "--kb", folder, "--format", format, "--top", "1")
    rows = list(csv.DictReader(io.StringIO(done.stdout), delimiter=between))
    with kb.open(folder) as base:
        assert len(rows) == len(base.compare("image classification"))
    assert {r["outperformed"] for r in rows if r["relation"] == "outperforms"} == {"QuxNet", "BarNet"}


def test_json_is_that_of_the_records(folder: Path, run: Run) -> None:
    done = run("compare", "image classification", "--kb", folder, "--format", "json")
    with kb.open(folder) as base:
        expected = [r.to_dict() for r in base.compare("image classification")]
    assert json.loads(done.stdout) == json.loads(json.dumps(expected))


def test_an_unknown_task_exits_3_with_the_nearest_and_an_empty_table_says_so(folder: Path, run: Run) -> None:
    done = run("compare", "image clasification", "--kb", folder)
    assert done.returncode == 3 and "image-classification" in done.stderr and done.stdout == ""
    done = run("compare", "speech recognition", "--kb", folder)
    assert done.returncode == 0 and done.stdout == "" and "no sentence" in done.stderr
