"""Acronyms of several senses: what is left open is told with its clue, and the command that is shown settles it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kb
from kb.cli.app import app
from kb.errors import UnknownName
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
    with pytest.raises(UnknownName):
        base.senses("NOSUCH")
    assert [s.acronym for s in base.senses()] == ["SNN"]


def papers() -> list[Paper]:
    """Plums are counted in orchards, peaches are pickled; one paper of orchards does not say which it means."""
    return [
        Paper(title="One", abstract="Plum sorting networks (PSNs) count fruit. We use PSNs for orchard detection."),
        Paper(title="Two", abstract="Peach salting numerals (PSNs) are kept. PSNs help with pickle segmentation."),
        Paper(title="Three", abstract="A PSN helps. We study orchard detection. Orchard detection is done outside."),
    ]


KNOWN = [
    Paper(title="One", abstract="Spiking neural networks (SNNs) save energy. We use SNNs for object detection."),
    Paper(title="Two", abstract="Sparse neural networks (SNNs) are small. SNNs help with image segmentation."),
    Paper(title="Three", abstract="An SNN helps. We study object detection. Object detection is done outside."),
]
NEVER_SHORT = [
    Paper(title="One", abstract="Spiking neural networks save energy. We use them for object detection."),
    Paper(title="Two", abstract="An SNN helps. We study object detection. Object detection is done outside."),
]


@pytest.mark.parametrize(
    ("several", "acronym", "meant"),
    [
        (papers(), "PSN", "plum sorting network"),
        (KNOWN, "SNN", "spiking neural network"),
        (NEVER_SHORT, "SNN", "spiking neural network"),
    ],
    ids=["of-the-papers", "of-the-lexicon", "defined-nowhere"],
)
def test_the_command_that_is_shown_settles_what_was_left_open(
    several: list[Paper], acronym: str, meant: str, tmp_path: Path
) -> None:
    with kb.open(tmp_path / "x.kb") as base:
        base.add(several)
        (left,) = base.senses(acronym)[0].open
        assert left.best and left.best.name == meant
    at = ["--kb", str(tmp_path / "x.kb")]
    shown = CliRunner().invoke(app, ["senses", acronym, *at]).output
    (command,) = (line for line in shown.splitlines() if line.strip().startswith("kb decide split"))
    done = CliRunner().invoke(app, [*shlex.split(command)[1:], *at])
    assert done.exit_code == 0, done.output
    with kb.open(tmp_path / "x.kb") as base:
        assert not [left for found in base.senses() for left in found.open]
        assert base.concept(meant).papers == 2


def test_a_frequent_sense_has_no_better_clue_for_being_frequent() -> None:
    text = "Spiking neural networks (SNNs) save energy in study {}. {}"
    odd = ["We use dropout.", "We use MNIST.", "We use network pruning.", *[""] * 12]
    often = [Paper(title=f"Spikes {n}", abstract=text.format(n, more)) for n, more in enumerate(odd)]
    other = "Sparse neural networks (SNNs) are small in study {}. We use network pruning and dropout."
    rare = [Paper(title=f"Few {n}", abstract=other.format(n)) for n in range(3)]
    base = kb.open()
    base.add([*often, *rare, Paper(title="Open", abstract="An SNN is trained with dropout, network pruning, MNIST.")])
    (left,) = base.senses("SNN")[0].open
    assert left.best and left.best.name == "sparse neural network"


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
        ("general linear model", "generalized linear model"),
        ("logic regression", "logistic regression"),
        ("transform learning", "transfer learning"),
        ("total variance", "total variation"),
        ("general adversarial network", "generative adversarial network"),
        ("particle filter", "partial filter"),
        ("active learning", "action learning"),
        ("relative attention", "relation attention"),
        ("mode collapse", "model collapse"),
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
