"""The shipped model: finds that no list or rule has, beside those of the rules; which finds stay is documented."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import SAMPLE_FILES
from hypothesis import given, settings
from hypothesis import strategies as st

import kb
from kb.errors import BadInput
from kb.extraction import extract, pipeline
from kb.extractors import judge
from kb.extractors.learned import Featured, learner_of, load, shipped_model
from kb.records import Paper, Reading


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    return list(kb.read(*SAMPLE_FILES))


@pytest.fixture(scope="module")
def found(papers: list[Paper]) -> list[Reading]:
    return list(pipeline("full").extract(papers))


def test_the_model_finds_names_that_nothing_else_finds(papers: list[Paper], found: list[Reading]) -> None:
    learned = [m for r in found for m in r.mentions if m.rule == judge.LEARNED]
    assert len(learned) > 20
    assert {m.label for m in learned} <= {"Method", "Dataset", "Task", "Metric", "Concept"}


def test_every_offset_is_exact(papers: list[Paper], found: list[Reading]) -> None:
    for paper, reading in zip(papers, found, strict=True):
        texts = {"title": paper.title or "", "abstract": paper.abstract or ""}
        for m in reading.mentions:
            assert texts[m.field][m.begin : m.end] == m.surface
            assert 0 < m.confidence <= 1


def test_what_defines_itself_stays_whatever_the_network_says() -> None:
    text = "We present Grumbling Badger Routing (GBR), a rule for parcels. GBR is quick."
    reading = next(pipeline("full").extract([Paper(abstract=text)]))
    assert {"Grumbling Badger Routing", "GBR"} <= {m.surface for m in reading.mentions}


def test_chinese_texts_are_read_as_without_the_model() -> None:
    paper = Paper(abstract="我们研究神经网络的灾难性遗忘，并提出一种知识蒸馏方法。")
    fast, full = (next(pipeline(name).extract([paper])) for name in ("fast", "full"))
    assert fast == full


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_with_exact_offsets(text: str) -> None:
    for m in next(pipeline("full").extract([Paper(abstract=text)])).mentions:
        assert text[m.begin : m.end] == m.surface


def test_of_finds_that_overlap_one_stays_but_for_a_known_name_inside() -> None:
    text = "We study catastrophic forgetting of spiking neural networks under knowledge distillation on plum images."
    learner, page = learner_of(load(shipped_model())), Featured(everything=True).page(text)
    learner.read(page)
    unknown = sorted((f.begin, f.end) for f in page.finds if not f.candidates)
    assert all(a[1] <= b[0] for a, b in pairwise(unknown))


def test_a_pipeline_is_chosen_once_and_goes_along_with_an_export(tmp_path: Path) -> None:
    first, second = tmp_path / "first.kb", tmp_path / "second.kb"
    with kb.open(first) as base:
        base.add(kb.read(SAMPLE_FILES[0]), pipeline="fast")
        base.export(str(tmp_path / "all.nq"))
        version = base.version
        base.add(kb.read(SAMPLE_FILES[0]))
        assert base.version == version  # nothing is read anew
    with kb.open(second) as base:
        base.add(kb.read(str(tmp_path / "all.nq")))
        base.export(str(tmp_path / "again.nq"))
    assert (second / "pipeline").read_text("utf-8") == "fast\n"
    assert (tmp_path / "again.nq").read_bytes() == (tmp_path / "all.nq").read_bytes()


def test_another_pipeline_reads_all_texts_anew(tmp_path: Path) -> None:
    with kb.open(tmp_path / "x.kb") as base:
        base.add(kb.read(SAMPLE_FILES[0]), pipeline="fast")
        rules = "SELECT DISTINCT ?r { ?m kb:rule ?r }"
        assert "learned" not in json.dumps(base.query(rules).to_json())
        base.add([], pipeline="full")
        assert "learned" in json.dumps(base.query(rules).to_json())


def test_a_pipeline_that_is_none_keeps_nothing(tmp_path: Path) -> None:
    with kb.open(tmp_path / "x.kb") as base:
        with pytest.raises(BadInput, match="no model folder"):
            base.add(kb.read(SAMPLE_FILES[0]), pipeline=str(tmp_path / "nothing"))
        assert base.version is None


def test_what_a_name_is_by_its_letters_no_network_changes() -> None:
    text = "We gain twice as much on OPT-6.7B and OPT-30B. We reach a higher AUROC/AUPRC than others on MIMIC-III."
    told = next(extract([Paper(abstract=text)], pipeline="full"))
    types = {c["name"]: c["type"] for c in told["concepts"]}
    assert types["OPT-30B"] == types["OPT-6.7B"] == "Method" and types["AUPRC"] == "Metric"
