"""Acronyms of several senses: what is left open is told with its clue, and the command that is shown settles it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kb
from kb.cli.app import app
from kb.records import Paper
from kb.resolve.identity import reworded


def test_every_sense_is_told_and_what_is_left_open_with_its_clue(base: kb.KnowledgeBase) -> None:
    (found,) = base.senses("SNNs")
    assert found.acronym == "SNN"
    assert {s.name for s in found.senses} == {"spiking neural network", "sparse neural network"}
    (left,) = found.open
    assert left.evidence.label == "A survey of chips" and "SNN" in left.evidence.sentence
    assert {c.name for c in left.clues} == {s.name for s in found.senses}
    assert [c.score for c in left.clues] == sorted((c.score for c in left.clues), reverse=True)
    assert base.senses("NTK") == []
    assert [s.acronym for s in base.senses()] == ["SNN"]


def papers() -> list[Paper]:
    """Plums are counted in orchards, peaches are pickled; one paper of orchards does not say which it means."""
    return [
        Paper(title="One", abstract="Plum sorting networks (PSNs) count fruit. We use PSNs for orchard detection."),
        Paper(title="Two", abstract="Peach salting numerals (PSNs) are kept. PSNs help with pickle segmentation."),
        Paper(title="Three", abstract="A PSN helps. We study orchard detection. Orchard detection is done outside."),
    ]


def test_the_command_that_is_shown_settles_what_was_left_open(tmp_path: Path) -> None:
    with kb.open(tmp_path / "x.kb") as base:
        base.add(papers())
        (left,) = base.senses("PSN")[0].open
        assert left.best and left.best.name == "plum sorting network" and "orchard detection" in left.best.shared
    at = ["--kb", str(tmp_path / "x.kb")]
    shown = CliRunner().invoke(app, ["senses", "PSN", *at]).output
    (command,) = (line for line in shown.splitlines() if line.strip().startswith("kb decide split"))
    done = CliRunner().invoke(app, [*shlex.split(command)[1:], *at])
    assert done.exit_code == 0, done.output
    with kb.open(tmp_path / "x.kb") as base:
        assert base.senses("PSN")[0].open == ()
        assert base.concept("plum sorting network").papers == 2


def test_a_reworded_long_form_is_no_sense_of_its_own() -> None:
    base = kb.open()
    base.add(
        [
            Paper(title="One", abstract="We use nature language processing (NLP) for plums. NLP is fun."),
            Paper(title="Two", abstract="We use principle components analysis (PCA). PCA is fun."),
            Paper(title="Three", abstract="NLP and PCA are old."),
        ]
    )
    assert base.senses() == []
    assert base.concept("NLP").papers == base.concept("PCA").papers == 2
    assert base.concept("NLP").name == "natural language processing"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gaussian process", "genetic programming"),
        ("hand-object interaction", "human-object interaction"),
        ("micro average precision", "macro average precision"),
        ("statistical learning", "stationary learning"),
        ("spiking neural network", "sparse neural network"),
    ],
)
def test_other_words_are_another_sense(one: str, other: str) -> None:
    assert not reworded(one, other) and not reworded(other, one)


def test_one_definition_against_the_lexicon_is_no_second_sense() -> None:
    base = kb.open()
    base.add(
        [
            Paper(title="One", abstract="The masked sock engine (MSE) is new. The MSE sorts socks."),
            Paper(title="Two", abstract="Mean squared error (MSE) is old. The MSE is small."),
            Paper(title="Three", abstract="The MSE is small."),
        ]
    )
    assert base.concept("mean squared error").papers == 2
