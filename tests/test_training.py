"""Marks in, a model out: what is wrong in marks is told with its line, and the same marks give the same model."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import BadInput
from kb.extractors.learned import NAME, learner_of, load
from kb.extractors.tagger import Schemes
from kb.training.loop import Recipe
from kb.training.marks import Marks
from kb.training.models import examples, schemes_of, teach
from kb.training.scores import scores

TEXTS = [
    f"We propose {name}, a {kind} for {task}. {name} beats {other} on {data}."
    for name, kind, task, other, data in [
        ("PlumNet", "pruning rule", "fruit sorting", "PearNet", "OrchardBench"),
        ("QuinceFlow", "flow matching scheme", "juice forecasting", "PlumNet", "CiderBench"),
        ("PearNet", "contrastive loss", "peel detection", "QuinceFlow", "OrchardBench"),
    ]
]
SHAPE = {"width": 16, "depth": 2, "rows": {"NORM": 200, "PREFIX": 100, "SUFFIX": 100, "SHAPE": 100, "TAG": 10}}


def line(n: int, text: str, **more: Any) -> dict[str, Any]:
    """A text with its names in capitals marked."""
    names = {"Net": "Method", "Flow": "Method", "Bench": "Dataset"}
    mentions = [
        {"start": begin, "end": begin + len(word), "type": type}
        for word in set(text.replace(",", " ").replace(".", " ").split())
        for ending, type in names.items()
        if word.endswith(ending)
        for begin in [text.index(word)]
    ]
    return {"id": f"t{n}", "text": text, "mentions": sorted(mentions, key=lambda m: int(m["start"])), **more}


def file(path: Path, lines: list[Any]) -> Path:
    path.write_text("".join(f"{x if isinstance(x, str) else json.dumps(x)}\n" for x in lines), encoding="utf-8")
    return path


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    return file(tmp_path / "marks.jsonl", [line(n, t) for n, t in enumerate(TEXTS)])


BROKEN = [
    ("{not json", "no JSON"),
    ([1, 2], "no object with an id"),
    ({"id": "x", "mentions": []}, "no text for the id 'x'"),
    ({"id": "x", "text": "abc", "mentions": [{"start": 2, "end": 9, "type": "Method"}]}, "lies outside the text"),
    ({"id": "x", "text": "abc", "mentions": [{"start": 2, "end": 1, "type": "Method"}]}, "lies outside the text"),
    ({"id": "x", "text": "abc", "mentions": [{"start": "0", "end": 1, "type": "Method"}]}, "lies outside the text"),
    ({"id": "x", "text": "abc", "mentions": [{"start": 0, "end": 1, "type": "Animal"}]}, "none of Method, Dataset"),
    (
        {"id": "x", "text": "abc", "mentions": [{"start": 0, "end": 1, "type": "Task", "text": "b"}]},
        "the mark says 'b', but the text has 'a' there",
    ),
    (
        {
            "id": "x",
            "text": "ab cd",
            "mentions": [{"start": 0, "end": 2, "type": "Task"}, {"start": 1, "end": 5, "type": "Task"}],
        },
        "'ab' overlaps another mark",
    ),
]


@pytest.mark.parametrize(("broken", "why"), BROKEN, ids=[why for _, why in BROKEN])
def test_a_broken_mark_is_told_with_its_line_and_the_rest_goes_on(tmp_path: Path, broken: Any, why: str) -> None:
    marks = Marks()
    marks.read(file(tmp_path / "m.jsonl", [line(0, TEXTS[0]), broken, line(1, TEXTS[1])]))
    assert [(f.line, why in f.reason) for f in marks.faults] == [(2, True)]
    assert {m.id for m in marks} >= {"t0", "t1"}


def test_a_file_that_cannot_be_read_is_told_once_and_plainly(tmp_path: Path) -> None:
    missing, odd = tmp_path / "missing.jsonl", tmp_path / "odd.jsonl"
    odd.write_bytes(b'{"id": "\xff"}')
    with pytest.raises(BadInput) as error:
        Marks().read(missing)
    assert str(error.value) == f"cannot read {missing}: No such file or directory"
    with pytest.raises(BadInput, match=r"odd\.jsonl is no UTF-8 text \(invalid start byte at byte 8\)"):
        Marks().read(odd)


def test_a_file_without_a_mark_that_can_be_used_is_refused_with_its_first_fault(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"holds no marked text.*line 1, no JSON"):
        Marks().read(file(tmp_path / "m.jsonl", ["{not json"]))


def test_what_kb_extract_prints_is_a_mark_once_the_papers_are_at_hand(tmp_path: Path, run: Run) -> None:
    papers = file(tmp_path / "p.jsonl", [{"id": "p1", "title": "PlumNet", "text": TEXTS[0]}])
    found = run("extract", str(papers))
    marks = Marks({"p1": ("PlumNet", TEXTS[0])})
    marks.read(file(tmp_path / "m.jsonl", [found.stdout.strip()]))
    (one,) = marks
    assert not marks.faults
    surfaces = {one.text[s.begin : s.end] for s in one.schemes["kb"]}
    assert {"PlumNet", "OrchardBench"} <= surfaces
    assert one.text[one.abstract :] == TEXTS[0]


def test_the_same_marks_and_seed_give_the_same_model_and_another_seed_another(marked: Path) -> None:
    def made(seed: int) -> bytes:
        marks = Marks()
        marks.read(marked)
        nlp = teach(list(marks), Recipe(steps=6, words=60, seed=seed), shape=SHAPE)
        weights: bytes = learner_of(nlp).to_bytes()
        return weights

    first = made(1)
    assert made(1) == first
    assert made(2) != first


def test_a_model_learns_its_marks_and_is_read_back_by_spacy(marked: Path, tmp_path: Path) -> None:
    marks = Marks()
    marks.read(marked)
    nlp = teach(list(marks), Recipe(steps=120, words=60, rate=0.01, dropout=0.0), shape=SHAPE)
    nlp.to_disk(tmp_path / "model")
    learner = learner_of(spacy.load(tmp_path / "model"))
    ready = examples(marks, learner.schemes)
    told = scores(learner, ready, "kb")
    assert told["strict"]["f1"] > 0.9
    assert [g.type for g in learner.guesses(ready[0].doc, "kb")].count("Dataset") == 1


def test_another_model_is_trained_on_only_where_it_knows_the_types(marked: Path, tmp_path: Path) -> None:
    marks = Marks()
    marks.read(file(tmp_path / "m.jsonl", [line(n, t, scheme="ours") for n, t in enumerate(TEXTS)]))
    teach(list(marks), Recipe(steps=1), shape=SHAPE).to_disk(tmp_path / "model")
    plain = Marks()
    plain.read(marked)
    with pytest.raises(BadInput, match=r"was not made for .*Method.* in the scheme 'kb'.*--from nothing"):
        teach(list(plain), Recipe(steps=1), start=tmp_path / "model")


def test_a_model_folder_that_is_missing_or_damaged_is_told_with_the_way_out(marked: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no model folder: `kb train` makes one"):
        load(tmp_path / "none")
    marks = Marks()
    marks.read(marked)
    damages: dict[str, Callable[[Path], object]] = {
        "cut": lambda folder: (folder / NAME).write_bytes((folder / NAME).read_bytes()[:1000]),
        "strange": lambda folder: (folder / NAME).write_bytes(b"\x00" * 50),
        "config": lambda folder: (folder / "config.cfg").write_text("[nlp]\nlang = "),
    }
    for name, damage in damages.items():
        folder = tmp_path / name
        teach(list(marks), Recipe(steps=1), shape=SHAPE).to_disk(folder)
        damage(folder)
        with pytest.raises(BadInput, match=rf"{name}.*train it again with `kb train`"):
            load(folder)


def test_kb_train_writes_a_model_that_extract_and_add_read_with(marked: Path, tmp_path: Path, run: Run) -> None:
    model = tmp_path / "model"
    words = ("train", str(marked), "--from", "nothing", "--steps", "3", "--dev", str(marked), "--out", str(model))
    made = run(*words)
    assert made.returncode == 0, made.stderr
    assert "learned from 3 texts" in made.stdout
    meta = json.loads((model / "meta.json").read_text("utf-8"))
    assert meta["kb"]["recipe"]["seed"] == 1
    assert meta["performance"]["kb"]["texts"] == 3
    again = run(*words)
    assert (again.returncode, "is there already" in again.stderr) == (1, True)
    text = file(tmp_path / "p.jsonl", [{"id": "p1", "title": "A", "abstract": TEXTS[0]}])
    assert run("extract", str(text), "--pipeline", str(model)).returncode == 0
    kept = tmp_path / "own.kb"
    assert run("add", str(text), "--pipeline", str(model), "--kb", str(kept)).returncode == 0
    assert (kept / "pipeline").read_text("utf-8").strip() == str(model)
    lost = run("add", str(text), "--pipeline", str(tmp_path / "no"), "--kb", str(tmp_path / "other.kb"))
    assert (lost.returncode, "is no model folder" in lost.stderr) == (1, True)


TYPES = ("Method", "Dataset", "Task")


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3), st.sampled_from(TYPES)), max_size=6))
def test_labels_of_marks_are_read_back_as_those_marks(runs: list[tuple[int, int, str]]) -> None:
    schemes, marked, place = Schemes({"kb": TYPES}), [], 0
    for gap, length, type in runs:
        marked.append((place + gap, place + gap + length, type))
        place += gap + length
    labels = schemes.labels(marked, place + 1, "kb")
    raw = np.zeros((place + 1, schemes.width), dtype=np.float32)
    raw[np.arange(place + 1), labels] = 9.0
    assert [g[:3] for g in schemes.guesses(raw, "kb")] == marked


@given(st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_whatever_the_network_says_guesses_are_whole_and_apart(length: int, seed: int) -> None:
    schemes = Schemes({"kb": TYPES, "other": TYPES[:1]})
    raw = np.random.default_rng(seed).normal(size=(length, schemes.width)).astype(np.float32)
    for scheme in schemes.types:
        found = schemes.guesses(raw, scheme)
        borders = [b for g in found for b in (g.first, g.behind)]
        assert borders == sorted(borders)
        assert all(0 <= g.first < g.behind <= length and 0 < g.score <= 1 for g in found)


def test_schemes_are_those_of_the_marks_with_all_our_types(marked: Path) -> None:
    marks = Marks()
    marks.read(marked)
    assert schemes_of(marks) == {"kb": ["Method", "Dataset", "Task", "Metric", "Concept"]}
