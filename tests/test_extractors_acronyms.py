"""Short forms and their definitions."""

from __future__ import annotations

import pytest

from kb.extractors import extract
from kb.extractors.acronyms import definitions, mentions_of
from kb.records import Mention, Paper


def pairs(text: str, names: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(text[slice(*d.short)], text[slice(*d.long)]) for d in definitions(text, names=names)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("a ripe orchard planner with window averaging (ROPWA)", "ROPWA", "ripe orchard planner with window averaging"),
        ("a ripe orchard planner with window pruning (ROPW)", "ROPW", "ripe orchard planner with window pruning"),
        ("a ripe orchard planner method (ROP)", "ROP", "ripe orchard planner"),
        ("the quick brown fox (QBF) jumps", "QBF", "quick brown fox"),
        ("many quick brown foxes (QBFs) jump", "QBFs", "quick brown foxes"),
        ("a QBF (quick brown fox) jumps", "QBF", "quick brown fox"),
        ("Lazily-Gated Iterative Networks (LGIN) are new", "LGIN", "Lazily-Gated Iterative Networks"),
        ("a loosely-gated recurrent network (lGRN) here", "lGRN", "loosely-gated recurrent network"),
        ("the Partially Rectified Unit (PReU) of", "PReU", "Partially Rectified Unit"),
        ("termed eXpanded-ABC (X-ABC), is fast", "X-ABC", "eXpanded-ABC"),
        ('which we term the "Push-and-Pull" (PP) block', "PP", "Push-and-Pull"),
        ("quick brown fox (QBF, hereafter) jumps", "QBF", "quick brown fox"),
        ("quick brown fox (in short: QBF) jumps", "QBF", "quick brown fox"),
        ("QuickFox: a quick framework for outdoor x-rays.", "QuickFox", "quick framework for outdoor x-rays"),
        ("dynamic graph transport [DGT] is", "DGT", "dynamic graph transport"),
        ("the active set (AS) method", "AS", "active set"),
        ("a quick brown fox method (QBF) jumps", "QBF", "quick brown fox"),
        ("the quick brown fox of Quux (QBF) jumps", "QBF", "quick brown fox"),
        ("the Quick Brown Agency's (QBA) rules", "QBA", "Quick Brown Agency"),
        ("at the Quick Brown Fair, (QBF), 2013", "QBF", "Quick Brown Fair"),
        ("the Office of the Quick Fox (OQF) says", "OQF", "Office of the Quick Fox"),
        ("the Quick Fox Atlas (TQFA) is", "TQFA", "the Quick Fox Atlas"),
        ("six degrees of melting (6DOM) are", "6DOM", "six degrees of melting"),
        ("Third Quick Fox Project (3QFP) began", "3QFP", "Third Quick Fox Project"),
        ("the Quux quick brown fox (Quux QBF) jumps", "QBF", "quick brown fox"),
        ("Quick Radio Hilbert Stations (QRHS) are", "QRHS", "Quick Radio Hilbert Stations"),
        ("研究了神经切线内核(NTK)的", "NTK", "神经切线内核"),
        ("我们使用神经切线内核（NTK）。", "NTK", "神经切线内核"),
        ("其中NTK(神经切线内核)很有用", "NTK", "神经切线内核"),
    ],
)
def test_a_definition_is_found(text: str, short: str, long: str) -> None:
    assert (short, long) in pairs(text)


@pytest.mark.parametrize(
    "text",
    [
        "a good result (see Fig. 3) was had",
        "in several cases (e.g. trees) it fails",
        "it is small (five percent) and old (1999)",
        "the number of parameters (left) and the loss (right)",
        "we use deep networks (with ReLU)",
        "SP: Since they are equal and with the same polarity",
        "MF: This method uses matrix factors",
        "whether dense or convolutional (CNN), it learns",
        "CuPS: A Plum Meets Some Other Plum",
        "EvoPlum: Leveraging Evolved Orchards for Ripe Plum Picking",
        "",
        "()",
    ],
)
def test_a_remark_in_brackets_is_no_definition(text: str) -> None:
    assert pairs(text) == []


def test_a_known_chinese_name_bounds_the_long_form() -> None:
    assert pairs("深度残差网络(RN)", ("残差网络",)) == [("RN", "残差网络")]
    assert pairs("稀疏神经网络(SNN)", ("神经网络",)) == [("SNN", "稀疏神经网络")]


def test_short_forms_are_found_again_in_the_plural_and_beside_han() -> None:
    text = "QBFs and a QBF, not XQBF or QBFx; QBF理论"
    assert [text[b:e] for b, e, _ in mentions_of(text, ["QBF"])] == ["QBFs", "QBF", "QBF"]


def test_a_definition_in_the_title_holds_in_the_abstract() -> None:
    reading = next(extract([Paper(title="Quick brown foxes (QBFs)", abstract="A QBF jumps.")]))
    acronyms = {(m.field, m.surface) for m in reading.mentions if m.rule == "acronym"}
    assert acronyms >= {("title", "QBFs"), ("abstract", "QBF")}


def test_a_long_form_has_the_type_of_the_short_form_in_it() -> None:
    text = "The plum sorting problem (PSP) is old. We solve the flexible PSP (FPSP). FPSP benchmarks are hard."
    assert {(m.surface, m.label) for m in found(text)} >= {("PSP", "Task"), ("flexible PSP", "Task"), ("FPSP", "Task")}


@pytest.mark.parametrize("long", ["out-of-orchard (OOO)", "state-of-the-art (SOTA)", "in-season (IS)"])
def test_what_is_short_for_a_quality_names_nothing(long: str) -> None:
    assert not [
        m for m in found(f"We train on {long} plums, and on plum cross-pollination (PCP).") if m.surface in long
    ]


def found(abstract: str) -> list[Mention]:
    return [m for m in next(extract([Paper(abstract=abstract)])).mentions if m.rule == "acronym"]
