"""Records keep what a source said, and their identity is a function of that alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.records import Author, Mention, Paper, Reading, Reference, Source
from kb.spelling import fold, normal, singular, slug

PAPER = Paper(
    id="W1",
    type="article-journal",
    title="On kernels",
    year=2018,
    authors=(Author("Doe", "Jo"), Author(literal="The Kernel Group")),
    references=(Reference(doi="10.1/x"), Reference(raw="Roe, 1999")),
    related=("sha256:0",),
    source=Source("a.jsonl", 3, "jsonl"),
)


def test_a_paper_survives_its_round_trip() -> None:
    assert Paper.from_dict(PAPER.to_dict()) == PAPER


def test_what_is_missing_is_absent() -> None:
    assert Paper(title="T").to_dict() == {"title": "T"}


def test_identity_ignores_where_a_record_was_read() -> None:
    moved = replace(PAPER, source=Source("elsewhere/b.jsonl.gz", 99, "jsonl"))
    assert moved.sha == PAPER.sha
    assert replace(PAPER, year=2019).sha != PAPER.sha


def test_an_unknown_key_is_no_paper() -> None:
    with pytest.raises(TypeError):
        Paper.from_dict({"title": "T", "colour": "red"})


def test_a_reading_survives_its_round_trip() -> None:
    found = Mention("abstract", 3, 6, "NTK", "Concept", "studies", "acronym", 0.9, ("neural-tangent-kernel",))
    reading = Reading("en", (found,), sentences={"abstract": ((0, 10), (11, 20))})
    assert Reading.from_json(reading.to_json()) == reading


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Neural Tangent Kernels", "neural tangent kernel"),
        ("over-parameterization", "Overparameterizations"),
        ("CIFAR10", "CIFAR-10"),
        ("the ResNets", "ResNet"),
        ("ＮＴＫ", "NTK"),
        ("Sim-CLR", "SimCLR"),
    ],
)
def test_spellings_of_one_concept_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ResNet-18", "ResNet-50"), ("C++", "C"), ("spiking network", "sparse network")]
)
def test_different_concepts_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("plural", "one"),
    [("analyses", "analysis"), ("networks", "network"), ("bias", "bias"), ("losses", "loss"), ("policies", "policy"),
     ("statistics", "statistics"), ("boxes", "box"), ("minima", "minimum"), ("gan", "gan")],
)  # fmt: skip
def test_singular_knows_the_words_of_the_field(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_a_slug_stands_in_an_iri_whatever_the_text() -> None:
    for text in ("a b/c", '<>"{}|', "神经网络", "\u202e\x00", "é"):
        assert slug(text)
        assert all(c.isascii() and (c.isalnum() or c in "-._~%") for c in slug(text))


def test_normal_is_idempotent() -> None:
    for text in ("The Neural-Tangent  Kernels", "A/B tests", "DNNs", "a priori bounds", "the a"):
        assert normal(normal(text)) == normal(text)
