"""Identifiers, years, markup and names: one spelling for what every source writes in its own."""

from __future__ import annotations

import pytest

from kb.identifiers import clean_arxiv
from kb.readers import fields, people
from kb.records import Author


@pytest.mark.parametrize(
    ("value", "doi"),
    [
        ("10.1162/NECO.1997", "10.1162/neco.1997"),
        ("https://dx.doi.org/10.1/x", None),
        ("doi:10.1234/a(b)c", "10.1234/a(b)c"),
        ("https://doi.org/10.1234/a%2Fb", "10.1234/a/b"),
        ("see 10.1234/x.", "10.1234/x"),
        ("(10.1234/x)", "10.1234/x"),
        ("11.1234/x", None),
        (None, None),
        (10.1234, None),
    ],
)
def test_a_doi_has_one_spelling(value: object, doi: str | None) -> None:
    assert fields.clean_doi(value) == doi


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("1806.07572v4", "1806.07572"),
        ("arXiv:1806.07572", "1806.07572"),
        ("https://arxiv.org/pdf/1806.07572v1", "1806.07572"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("arXiv preprint arXiv:1412.6980", "1412.6980"),
        ("AX12", None),
        (1806.07572, None),
    ],
)
def test_an_arxiv_number_has_no_version(value: object, number: str | None) -> None:
    assert clean_arxiv(value) == number


@pytest.mark.parametrize(
    ("value", "year"),
    [
        (2020, 2020),
        ("2020-05-01", 2020),
        ("May 1999", 1999),
        ({"date-parts": [[2021, 2]]}, 2021),
        (999, None),
        (2101, None),
        (2020.0, 2020),
        (True, None),
        ("20205", None),
        ([], None),
        ("in press", None),
    ],
)
def test_a_year_lies_between_1000_and_2100(value: object, year: int | None) -> None:
    assert fields.clean_year(value) == year


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>We <jats:italic>see</jats:italic>.</jats:p>", "We see."),
        ("x<sup>2</sup> &lt; y &amp;amp; z", "x² < y & z"),
        ("if a<b and b>c", "if a<b and b>c"),
        ("no markup", "no markup"),
        ("R&D  and  a<b", "R&D  and  a<b"),
        ("http://x.org/?a=1&lt=3&copy=2", "http://x.org/?a=1&lt=3&copy=2"),
        ("<p>One.</p><!-- two --><p>Three.</p>", "One. Three."),
        ("<mml:math><mml:mi>α</mml:mi></mml:math>-net", "α-net"),
    ],
)
def test_markup_becomes_plain(markup: str, plain: str) -> None:
    assert fields.plain(markup) == plain


@pytest.mark.parametrize(
    "label", ["Abstract: ", "ABSTRACT ", "Abstract—", "Abstract. ", "**Abstract**\n", "(Abstract) ", "Summary: "]
)
def test_the_label_of_an_abstract_goes(label: str) -> None:
    assert fields.unlabelled(f"{label}We count.") == "We count."


@pytest.mark.parametrize("label", ["摘要：", "摘 要 ", "【摘要】", "[摘要] "])
def test_the_label_of_a_chinese_abstract_goes(label: str) -> None:
    assert fields.unlabelled(f"{label}本文提出一种方法。") == "本文提出一种方法。"


@pytest.mark.parametrize(
    "text",
    [
        "Abstract Meaning Representation is a graph.",
        "Abstract-level tasks.",
        "Abstract, then concrete.",
        "Summary statistics.",
        "摘要生成是一项任务。",
        "Abstract:",
    ],
)
def test_a_text_that_begins_with_the_word_of_a_label_stays(text: str) -> None:
    assert fields.unlabelled(text) == text


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Jo Doe", Author("Doe", "Jo")),
        ("Doe, Jo", Author("Doe", "Jo")),
        ("Ludwig van der Berg", Author("van der Berg", "Ludwig")),
        ("King, Jr., M. L.", Author("King", "M. L., Jr.")),
        ("M. L. King Jr.", Author("King", "M. L., Jr.")),
        ("The Width Collaboration", Author(literal="The Width Collaboration")),
        ("Plato", Author(literal="Plato")),
        ("王小明", Author(literal="王小明")),
        ("others", None),
        ("et al.", None),
    ],
)
def test_a_name_is_split_where_it_can_be(name: str, author: Author | None) -> None:
    assert people.person(name) == author


@pytest.mark.parametrize(
    ("value", "families"),
    [
        ("Jane Doe, Max Roe and Kim Poe", ["Doe", "Roe", "Poe"]),
        ("Doe, Jane; Roe, Max", ["Doe", "Roe"]),
        ("Doe, Jane and Roe, Max", ["Doe", "Roe"]),
        ("Doe, Jane", ["Doe"]),
        (["Jane Doe", 3, None], ["Doe"]),
        (7, []),
    ],
)
def test_a_list_of_names_is_taken_apart(value: object, families: list[str]) -> None:
    assert [a.family for a in people.people(value)] == families
