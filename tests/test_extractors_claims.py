"""Sentences that say something of two names: what each rule reads, and what it leaves alone."""

from __future__ import annotations

import pytest

from kb.claims import Claim
from kb.extractors import extract
from kb.records import Paper, Reading

Said = tuple[str, str, str]
"""Subject ('our method' where another sentence names it), predicate, object, as the text writes them."""


def read(abstract: str, title: str | None = None) -> tuple[Paper, Reading]:
    paper = Paper(title=title, abstract=abstract)
    return paper, next(extract([paper]))


def shown(paper: Paper, c: Claim) -> Said:
    text = paper.text(c.field)
    subject = text[slice(*c.subject)] if c.subject else "our method"
    return subject, c.predicate, text[slice(*c.object)]


def said(abstract: str, title: str | None = None) -> set[Said]:
    paper, reading = read(abstract, title)
    return {shown(paper, c) for c in reading.claims}


def told(abstract: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...], str | None]]:
    """Object, or dataset where one stands alone → datasets, metrics, value."""
    paper, reading = read(abstract)
    text = paper.text("abstract")
    out = {}
    for c in reading.claims:
        datasets = tuple(text[slice(*s)] for s in c.datasets)
        value = text[slice(*c.value)] if c.value else None
        key = datasets[0] if len(datasets) == 1 else text[slice(*c.object)]
        out[key] = datasets, tuple(text[slice(*s)] for s in c.metrics), value
    return out


USED = [
    ("We study dropout for image classification.", "dropout", "image classification"),
    ("We apply dropout to image classification tasks.", "dropout", "image classification"),
    ("Image classification using dropout is cheap.", "dropout", "Image classification"),
    ("We revisit image classification via dropout.", "dropout", "image classification"),
    ("Convolutional neural networks are widely used for image classification.", "Convolutional neural networks",
     "image classification"),
    ("FooNet is a simple method for image classification.", "FooNet", "image classification"),
    ("We propose FooNet, a novel image classification framework.", "FooNet", "image classification"),
    ("A look at dropout-based image classification.", "dropout", "image classification"),
    ("We use convolutional neural networks (CNNs) for image classification.", "convolutional neural networks",
     "image classification"),
    ("We propose a simple and fast method for image classification.", "our method", "image classification"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "method", "task"), USED, ids=[s for s, _, _ in USED])
def test_a_method_is_used_for_a_task(sentence: str, method: str, task: str) -> None:
    assert (method, "usedFor", task) in said(sentence)


def test_all_members_of_a_list_are_used_for_all_tasks_of_a_list() -> None:
    found = said("We use dropout and batch normalization for image classification and object detection.")
    assert {(m, t) for m, p, t in found if p == "usedFor"} == {
        ("dropout", "image classification"), ("dropout", "object detection"),
        ("batch normalization", "image classification"), ("batch normalization", "object detection"),
    }  # fmt: skip


def test_a_title_says_what_its_method_is_for() -> None:
    assert ("FooNet", "usedFor", "Image Classification") in said(
        "Nothing more.", title="FooNet: Image Classification with Few Labels"
    )
    assert not {s for s in said("Nothing more.", title="FooNet: Reinforcement Learning for Toys") if s[0] == "FooNet"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Is dropout used for image classification?",
        "Dropout is not used for image classification.",
        "It is unclear whether dropout for image classification helps.",
        "We go without dropout for image classification.",
        "Dropout may be used for image classification.",
        "We use dropout for image classification models of others.",
        "We propose an optimizer with dropout for image classification.",
        "Verification of image classification using dropout is slow.",
    ],
)
def test_negation_doubt_and_parts_of_longer_names_assert_nothing(sentence: str) -> None:
    assert not {s for s in said(sentence) if s[0].lower() == "dropout"}


BEATS = [
    ("FooNet outperforms ResNet.", "FooNet", "ResNet"),
    ("We show that FooNet consistently outperforms strong baselines such as ResNet and BERT.", "FooNet", "BERT"),
    ("FooNet achieves better results than ResNet.", "FooNet", "ResNet"),
    ("FooNet is superior to ResNet in most cases.", "FooNet", "ResNet"),
    ("FooNet improves upon ResNet.", "FooNet", "ResNet"),
    ("ResNet is outperformed by FooNet.", "FooNet", "ResNet"),
    ("FooNet reaches new records, outperforming ResNet by far.", "FooNet", "ResNet"),
    ("Our method outperforms ResNet.", "our method", "ResNet"),
    ("The proposed framework surpasses ResNet.", "our method", "ResNet"),
]


@pytest.mark.parametrize(("sentence", "one", "other"), BEATS, ids=[s for s, _, _ in BEATS])
def test_a_method_outperforms_another(sentence: str, one: str, other: str) -> None:
    assert (one, "outperforms", other) in said(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "FooNet does not outperform ResNet.",
        "FooNet may outperform ResNet.",
        "FooNet can hardly outperform ResNet.",
        "Does FooNet outperform ResNet?",
        "We ask whether FooNet outperforms ResNet.",
        "If FooNet outperforms ResNet, we stop.",
        "We hope to outperform ResNet.",
        "FooNet outperforms existing ResNet methods.",
        "FooNet outperforms ResNet-based solutions of others.",
        "FooNet never outperforms ResNet.",
    ],
)
def test_what_is_denied_supposed_or_asked_is_no_victory(sentence: str) -> None:
    assert not {s for s in said(sentence) if s[1] == "outperforms"}


def test_a_comma_alone_makes_no_list_of_winners() -> None:
    assert {s for s in said("Trained like ResNet, FooNet outperforms BERT.") if s[1] == "outperforms"} == {
        ("FooNet", "outperforms", "BERT")
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "A model with a FooNet backbone outperforms ResNet.",
        "Graphs made by FooNet outperform ResNet.",
        "Here fuzzy dropout outperforms ResNet.",
        "On FooNet benchmarks our method reaches records, outperforming ResNet.",
    ],
)
def test_a_name_inside_the_subject_is_no_winner(sentence: str) -> None:
    assert not {one for one, p, _ in said(sentence) if p == "outperforms"} - {"our method"}


def test_dataset_metric_and_value_stand_with_a_result() -> None:
    assert told("FooNet outperforms ResNet on CIFAR-10 by 2.3% accuracy.")["CIFAR-10"] == (
        ("CIFAR-10",), ("accuracy",), "2.3%",
    )  # fmt: skip


def test_each_dataset_has_its_own_value() -> None:
    found = told("FooNet outperforms ResNet by 2.3% on CIFAR-10 and 1.5% on MNIST.")
    assert (found["CIFAR-10"][2], found["MNIST"][2]) == ("2.3%", "1.5%")
    found = told("FooNet outperforms ResNet on CIFAR-10 (+2.3%) and MNIST (+1.5%).")
    assert (found["CIFAR-10"][2], found["MNIST"][2]) == ("+2.3%", "+1.5%")
    found = told("FooNet achieves 95.1% accuracy on CIFAR-10 and 99.2% on MNIST.")
    assert (found["CIFAR-10"][2], found["MNIST"][2]) == ("95.1%", "99.2%")


def test_a_difference_is_no_score() -> None:
    _, reading = read("FooNet outperforms ResNet on CIFAR-10 by 2.3%.")
    assert {c.predicate: c.value is None for c in reading.claims} == {"outperforms": False, "evaluatedOn": True}


@pytest.mark.parametrize(
    "sentence",
    [
        "FooNet achieves 95.1% and 99.2% on CIFAR-10 and MNIST, respectively.",
        "FooNet achieves 95.1% on CIFAR-10 and MNIST.",
        "FooNet achieves 95.1%, 94.2% or 93.0% on CIFAR-10.",
    ],
)
def test_a_value_that_may_belong_elsewhere_is_not_told(sentence: str) -> None:
    assert {value for _, _, value in told(sentence).values()} == {None}


TRIED = [
    ("FooNet achieves strong results on CIFAR-10.", "FooNet", "CIFAR-10"),
    ("We evaluate FooNet on CIFAR-10.", "FooNet", "CIFAR-10"),
    ("Experiments on CIFAR-10 show gains.", "our method", "CIFAR-10"),
    ("We test our method on several datasets, including MNIST and CIFAR-10.", "our method", "CIFAR-10"),
    ("Our model sets new records on MNIST and CIFAR-10.", "our method", "MNIST"),
]


@pytest.mark.parametrize(("sentence", "method", "dataset"), TRIED, ids=[s for s, _, _ in TRIED])
def test_a_method_is_evaluated_on_a_dataset(sentence: str, method: str, dataset: str) -> None:
    assert (method, "evaluatedOn", dataset) in said(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "FooNet is trained on ImageNet.",
        "Our model, pre-trained on ImageNet, is small.",
        "We collect images from CIFAR-10.",
        "CIFAR-10 is a dataset of pictures.",
        "Can FooNet achieve strong results on CIFAR-10?",
    ],
)
def test_data_that_is_trained_on_or_only_named_is_no_evaluation(sentence: str) -> None:
    assert not {s for s in said(sentence) if s[1] == "evaluatedOn"}


KINDS = [
    ("Convolutional neural networks such as ResNet are deep.", "ResNet", "Convolutional neural networks"),
    ("We read large language models (LLMs), including BERT and GPT-4.", "GPT-4", "large language models"),
    ("FooNet is a kind of graph neural network.", "FooNet", "graph neural network"),
]


@pytest.mark.parametrize(("sentence", "narrow", "wide"), KINDS, ids=[s for s, _, _ in KINDS])
def test_examples_and_kinds_lead_to_the_wider_concept(sentence: str, narrow: str, wide: str) -> None:
    assert (narrow, "broader", wide) in said(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "We list applications of neural networks such as ResNet.",
        "A convolutional neural network such as we like is no ResNet.",
        "FooNet is not a kind of graph neural network.",
    ],
)
def test_examples_of_something_else_say_nothing_of_kinds(sentence: str) -> None:
    assert not {s for s in said(sentence) if s[1] == "broader"}


def test_every_claim_stands_in_one_sentence_of_its_field_and_ends_at_mentions() -> None:
    paper, reading = read(
        "We propose FooNet, a method for image classification. FooNet outperforms ResNet on CIFAR-10 by 2.3%. "
        "Experiments on MNIST show that our method beats BERT. Graph networks such as ResNet are slow.",
        title="FooNet: image classification with dropout",
    )
    assert {c.field for c in reading.claims} == {"title", "abstract"} and len(reading.claims) > 5
    places = {(m.field, (m.begin, m.end)) for m in reading.mentions}
    for c in reading.claims:
        assert any(b <= c.begin and c.end <= e for b, e in reading.sentences[c.field])
        for span in (c.object, *([c.subject] if c.subject else []), *c.datasets, *c.metrics):
            assert (c.field, span) in places
        assert c.value is None or paper.text(c.field)[slice(*c.value)] == "2.3%"
    assert Reading.from_json(reading.to_json()) == reading


def test_hidden_signs_in_a_text_move_no_place() -> None:
    paper, reading = read("Foo\u200bNet outper\u00adforms ResNet on CIFAR-10 by 2.3%.")
    (claim,) = (c for c in reading.claims if c.predicate == "outperforms")
    text = paper.text("abstract")
    assert claim.subject and claim.value
    assert text[slice(*claim.subject)] == "Foo\u200bNet" and text[slice(*claim.value)] == "2.3%"
    assert (claim.subject, claim.object) == tuple((m.begin, m.end) for m in reading.mentions[:2])


def test_chinese_and_other_languages_give_no_claims() -> None:
    assert not said("我们使用ResNet进行图像分类。ResNet优于BERT。")
    assert not said("Wir verwenden ResNet für Bilder, und ResNet ist besser als BERT auf CIFAR-10.")
