"""The role of a concept by learned weights: every role has its mention, and a damaged file is told with its line."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kb
from kb.errors import BadInput
from kb.extraction import Pipeline, extract, pipeline
from kb.records import ROLES, Paper
from kb.resolve.learned_roles import FILE, dumped, weights_in
from kb.resolve.signs import Signs
from kb.shipped import shipped
from kb.training.roles import SEEN, Played, fitted

MODEL = shipped("data/models/en")
HEAD = "\t".join(("sign", *ROLES))


@cache
def full() -> Pipeline:
    """The full pipeline, made once."""
    return pipeline("full")


def roles(title: str, abstract: str, how: str = "full") -> dict[str, str]:
    """The role of each concept of a text."""
    told = next(extract([Paper(title=title, abstract=abstract)], pipeline=how))
    return {c["name"]: c["role"] for c in told["concepts"]}


ABSTRACT = (
    "Counting plankton needs many labels. We pretrain a vision transformer with contrastive learning and fine-tune it "
    "by gradient descent. Catastrophic forgetting is studied in detail. We evaluate on ImageNet."
)


def test_what_a_paper_puts_to_use_is_told_from_what_it_is_about() -> None:
    said = roles("Fewer labels for plankton counting with contrastive learning", ABSTRACT)
    assert said["contrastive learning"] == said["vision transformer"] == "uses"
    assert said["catastrophic forgetting"] == "studies" and said["ImageNet"] == "evaluatesOn"


def test_without_the_model_the_rules_alone_tell_roles() -> None:
    assert roles("", ABSTRACT, "fast")["vision transformer"] == "studies"
    assert roles("", ABSTRACT, "full")["vision transformer"] == "uses"


@given(st.lists(st.sampled_from([
    "We use dropout.", "Unlike ResNet-50, our model needs no ImageNet.", "BERT is common.", "We study GANs on MNIST.",
    "Here LSTM networks (LSTMs) fail;", "our FooNet, a graph neural network, wins", "with Adam", "\n",
    "：dropout。", "—",
]), max_size=8), st.booleans())  # fmt: skip
def test_every_role_is_borne_by_a_mention_and_no_mention_is_lost(pieces: list[str], titled: bool) -> None:
    paper = Paper(title="A study of dropout: BERT" if titled else None, abstract=" ".join(pieces))
    reader = full()
    reading = next(reader.extract([paper]))
    entries = reader.entries(paper, reading)
    assert all(e.role == "mentions" or e.role in {m.role for m in e.mentions} for e in entries)
    places = sorted((m.field, m.begin, m.end) for e in entries for m in e.mentions)
    assert places == sorted((m.field, m.begin, m.end) for m in reading.mentions)


def test_chinese_texts_keep_the_roles_of_the_rules(papers: tuple[Paper, ...]) -> None:
    chinese = next(p for p in papers if p.id == "zh1")
    reader = pipeline("full")
    reading = next(reader.extract([chinese]))
    assert reader.entries(chinese, reading) == pipeline("fast").entries(chinese, reading)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ":1: its columns are not introduces"),
        ("sign\tintroduces\n", ":1: its columns are not introduces"),
        (f"{HEAD}\ntype=Method\t1\t2\n", ":2: 2 weights instead of 7"),
        (f"{HEAD}\nl1=with\t0\t0\t0\t0\tmuch\t0\t0\n", ":2: invalid literal"),
    ],
)
def test_a_damaged_file_of_weights_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    model = tmp_path / "model"
    shutil.copytree(MODEL, model)
    (model / FILE).write_text(text, "utf-8")
    with pytest.raises(BadInput, match="take the shipped file anew") as error:
        pipeline(str(model))
    assert f"{FILE}{told}" in str(error.value)


def test_a_model_of_ones_own_without_weights_takes_the_shipped_ones(tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(MODEL, model)
    (model / FILE).unlink()
    assert pipeline(str(model)).roles == pipeline("full").roles


def test_other_weights_change_roles_without_reading_a_text_again(tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(MODEL, model)
    said: list[str] = []
    with kb.open(tmp_path / "some.kb") as base:
        base.add(
            [Paper(title="Dropout", abstract="We study dropout on MNIST. We use dropout with Adam.")],
            pipeline=str(model),
        )
        before = base.query("SELECT ?m { ?m kb:role kb:extends }").rows
    (model / FILE).write_text(f"{HEAD}\ntype=Method\t0\t100\t0\t0\t0\t0\t0\n", "utf-8")
    weights_in.cache_clear()  # as in a process of its own
    with kb.open(tmp_path / "some.kb") as base:
        base.add(
            [Paper(title="Wine", abstract="We study wine.")],
            progress=lambda what, done, total: said.append(f"{what} {total}"),
        )
        after = base.query("SELECT ?m { ?m kb:role kb:extends }").rows
    assert not before and after
    assert "extracting 1" in said and "extracting 2" not in said


def test_learned_weights_tell_what_the_marks_showed() -> None:
    shown = [
        Played(frozenset({f"type={type}", f"l1={word}"}), role)
        for type in ("Method", "Concept")
        for word, role in (("with", "uses"), ("about", "studies"), ("unlike", "comparesWith"))
        for _ in range(SEEN)
    ]
    weights = fitted([*shown, Played(frozenset({"l1=once"}), "extends")])
    assert [weights.role({"type=Method", f"l1={w}"}) for w in ("with", "about", "unlike")] == [
        "uses",
        "studies",
        "comparesWith",
    ]
    assert "l1=once" not in weights.table, "seen too seldom"
    assert dumped(weights) == dumped(fitted([*shown, Played(frozenset({"l1=once"}), "extends")]))


def test_a_file_of_weights_is_read_as_it_was_written(tmp_path: Path) -> None:
    weights = weights_in(MODEL / FILE)
    (tmp_path / FILE).write_text(dumped(weights), "utf-8")
    assert weights_in(tmp_path / FILE) == weights and len(weights.table) > 1_000


def test_signs_come_from_the_sentence_of_the_mention_alone() -> None:
    paper = Paper(title="Nets", abstract="Pears fall early. We use dropout daily. Apples wait.")
    reader = pipeline("fast")
    reading = next(reader.extract([paper]))
    entry = next(e for e in reader.entries(paper, reading) if e.name == "dropout")
    itself, (beside,) = Signs(paper, reading).of(entry)
    assert {"l1=use", "l2=we_use", "r1=daily", "we>use", "begins=we"} <= beside and "head=dropout" in itself
    assert not any("pears" in sign or "apples" in sign for sign in beside)
