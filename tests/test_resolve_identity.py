"""Versions are apart and have a wider concept; slips of the pen are no concepts of their own."""

from __future__ import annotations

import pytest

import kb
from kb.extractors import extract
from kb.lexicon import load
from kb.meanings import Entry
from kb.records import Mention, Paper
from kb.resolve import entries
from kb.resolve.alike import Alike
from kb.resolve.identity import one_edit, slip, wider
from kb.spelling import fold


def resolve(abstract: str) -> list[Entry]:
    return list(entries(next(extract([Paper(abstract=abstract)])), load()))


# --- versions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("ResNet-20", "residual-network"), ("ResNet 56", "residual-network"), ("ResNet1202", "residual-network"),
        ("GPT-3", "gpt"), ("GPT-3.5-turbo", "gpt-3.5"), ("CIFAR-100", "cifar"), ("BERT-tiny", "bert"),
        ("ViT-B/16", "vision-transformer"), ("DINOv3", "dino"), ("LLaMA-2-13B", "llama-2"), ("YOLOv9", "yolo"),
    ],
)  # fmt: skip
def test_a_version_is_narrower_than_what_it_is_a_version_of(name: str, above: str) -> None:
    assert wider(name, load()) == (above,)


@pytest.mark.parametrize(
    "name",
    ["Layer 2", "Top-5", "Task 1", "Eq. 3", "F1", "L2", "H2O", "CO2", "COVID-19", "ResNet", "attention 2", "word2vec",
     "Quuxnet-7", "神经网络", "", "Theorem 4"],
)  # fmt: skip
def test_what_is_counted_or_unknown_is_no_version(name: str) -> None:
    assert wider(name, load()) == ()


def test_the_versions_of_one_text_are_as_many_concepts() -> None:
    found = resolve("We compare ResNet-18, ResNet-50 and ResNet 20 with BERT-base and BERT-large, and a ResNet.")
    keys = [e.key for e in found]
    assert len(keys) == len(set(keys))
    assert {"resnet-18", "resnet-50", "resnet20", "bert-base", "bert-large", "residual-network"} <= set(keys)


def test_a_number_of_things_is_no_version() -> None:
    assert "residual-network" in {e.key for e in resolve("We train the ResNet 20 times.")}


# --- slips ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("nerual", "neural", True), ("netwrk", "network", True), ("networrk", "network", True),
        ("kernel", "kernel", False), ("layer1", "layer2", False), ("abcd", "badc", False), ("net", "network", False),
    ],
)  # fmt: skip
def test_one_edit_is_a_letter_or_a_swap(one: str, other: str, near: bool) -> None:
    assert one_edit(one, other) is near


@pytest.mark.parametrize(
    ("rare", "frequent", "same"),
    [
        ("nerual networks", "neural network", True),
        ("melting barier", "melting barrier", True),
        ("macro average", "micro average", False),
        ("GraphNetA model", "GraphNetB model", False),
        ("FooNet-v1", "FooNet-v2", False),
        ("adaptive kernel", "adoptive kernel", False),
        ("causal graph", "acausal graph", False),
    ],
)
def test_a_slip_is_a_plain_word_that_no_name_holds(rare: str, frequent: str, same: bool) -> None:
    assert slip(rare, frequent, load()) is same


def test_a_name_is_near_whatever_one_edit_makes_of_it() -> None:
    mention = Mention("abstract", 0, 6, "gating", "Method", "mentions", "shape", 0.5)
    for name in ("meltingx", "melting barrier"):
        alike = Alike({("fold", name): [mention._replace(surface=name)] * 2})
        lost = [name[:i] + name[i + 1 :] for i in range(len(name))]
        more = [f"{name[:i]}q{name[i:]}" for i in range(len(name) + 1)]
        other = [f"{name[:i]}q{name[i + 1 :]}" for i in range(len(name))]
        swapped = [name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(len(name) - 1)]
        for form in (*lost, *more, *other, *swapped):
            assert alike.near(form) == {(("fold", name), name)} or not one_edit(fold(form), fold(name))


def test_a_typo_within_one_abstract_makes_no_second_concept() -> None:
    text = "Slow meltnig networks are new. We study slow melting networks. Our slow melting networks win."
    (e,) = (e for e in resolve(text) if "melt" in e.name)
    assert (e.name, len(e.mentions)) == ("melting network", 3)


def test_a_word_that_a_line_break_cut_is_whole() -> None:
    text = "We use con- volutional neural net-\nworks. The melting bar- riers hold. A melting barrier is low."
    assert {"convolutional-neural-network", "meltingbarrier"} <= {e.key for e in resolve(text)}
    assert [e.name for e in resolve(text) if e.key == "meltingbarrier"] == ["melting barrier"]


def test_a_hyphen_that_waits_for_its_word_joins_nothing() -> None:
    assert not any("preand" in str(e.key) for e in resolve("We compare pre- and post-melting barriers."))


def test_versions_stand_apart_under_what_they_are_versions_of() -> None:
    base = kb.open()
    base.add([Paper(title="Sizes", abstract="We compare ResNet-18 with ResNet-50 and report what it costs.")])
    small, large = base.concept("ResNet-18"), base.concept("ResNet-50")
    assert small.concept != large.concept
    assert "residual network" in small.broader and "residual network" in large.broader
