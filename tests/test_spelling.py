"""Text as identity: British and American spelling are one, what only looks British stays, folding is idempotent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.lexicon import load
from kb.spelling import american, fold, normal, singular

PIECES = st.sampled_from(
    ["neural", "behaviours", "networks", "optimisation", "series", "biases", "GAN", "TTS", "labelled", "centre", "the",
     "analyses", "pre-", "modelling", "noise", "arise", "programmes", "ResNet-18", "神经", "colour", " ", "-", "C++"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("british", "there"),
    [
        ("optimisation", "optimization"), ("generalise", "generalize"), ("regularised", "regularized"),
        ("minimising", "minimizing"), ("tokenisers", "tokenizers"), ("generalisability", "generalizability"),
        ("summarise", "summarize"), ("customised", "customized"), ("amortised", "amortized"),
        ("behavioural", "behavioral"), ("colour", "color"), ("neighbourhood", "neighborhood"), ("favoured", "favored"),
        ("modelling", "modeling"), ("unlabelled", "unlabeled"), ("signalling", "signaling"),
        ("centre", "center"), ("centred", "centered"), ("fibres", "fibers"), ("kilometre", "kilometer"),
        ("analyse", "analyze"), ("analysing", "analyzing"), ("catalogue", "catalog"), ("dialogues", "dialogs"),
        ("programme", "program"), ("defence", "defense"), ("grey", "gray"), ("artefacts", "artifacts"),
        ("tumours", "tumors"), ("leukaemia", "leukemia"), ("haemorrhage", "hemorrhage"),
    ],
)  # fmt: skip
def test_a_british_word_is_spelled_the_american_way(british: str, there: str) -> None:
    assert american(british) == there
    assert fold(f"slow {british} kernel") == fold(f"slow-{there} kernels")


@pytest.mark.parametrize(
    "word",
    """exercise precise noise denoised wise pointwise promise promises premise four hour tour contour genre revised
    supervised unsupervised advise surprising enterprise raise arise sunrise compromise disguise expertise franchise
    merchandise likewise concise excise improvisation analyses analysis basis crisis paralysis controlled cancellation
    parameter symmetry scree tree our bias size prize""".split(),  # noqa: SIM905
)
def test_what_only_looks_british_stays(word: str) -> None:
    assert american(word) == word


@given(st.lists(PIECES, max_size=6).map(" ".join) | st.lists(PIECES, max_size=4).map("".join))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert normal(normal(text)) == normal(text)
    assert fold(normal(text)) == fold(text)


def test_every_name_of_the_lexicon_is_folded_for_good() -> None:
    surfaces = {s for t in load().terms.values() for s in (t.name, *t.aliases, *t.acronyms)}
    assert [s for s in sorted(surfaces) if fold(fold(s)) != fold(s)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("time series", "Time-Series"),
        ("inductive biases", "inductive bias"),
        ("High-resolution imaging", "Highresolution imaging"),
        ("learned representations", "learned representation"),
        ("Behaviour Cloning", "behavior-cloning"),
    ],
)
def test_spellings_of_one_name_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pruned network", "network pruning"),
        ("ResNet-18", "ResNet-50"),
        ("GPT-2", "GPT-3"),
        ("CIFAR-10", "CIFAR-100"),
        ("BERT-base", "BERT-large"),
    ],
)
def test_versions_and_other_heads_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_the_singular_of_a_singular_is_itself() -> None:
    for word in ("series", "timeseries", "biases", "chaos", "analyses", "classes", "policies", "networks", "lens"):
        assert singular(singular(word)) == singular(word)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=30))
def test_a_name_in_wide_letters_is_the_same_name(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c != " " else "\u3000" for c in text)
    assert normal(wide) == normal(text)
