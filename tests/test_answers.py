"""Answers are plain lists and records that a prompt, a notebook and pandas can show."""

from __future__ import annotations

import copy
import pickle
import sys
from collections.abc import Callable
from typing import Any

import pytest

import kb
from kb.errors import MissingExtra
from kb.graph.tables import Listing
from kb.records import Paper

ASKED: dict[str, Callable[[kb.KnowledgeBase], Any]] = {
    "neighbours": lambda base: base.neighbours("NTK"),
    "rank": lambda base: base.rank(top=30),
    "explain": lambda base: base.explain("a1", "NTK"),
    "path": lambda base: base.path("NTK", "catastrophic forgetting"),
    "search": lambda base: base.search("networks"),
}
LISTS = pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)


@LISTS
def test_several_answers_are_a_plain_list_that_a_prompt_shows_as_a_table(
    ask: Callable[[kb.KnowledgeBase], Any], base: kb.KnowledgeBase
) -> None:
    found = ask(base)
    assert isinstance(found, list) and len(found) > 0
    assert isinstance(found, Listing)
    head, rule, *lines, count = repr(found).splitlines()
    assert tuple(head.split()) == found.columns and set(rule) == {"-", " "}
    assert len(lines) == min(len(found), 20) and count.startswith(f"({len(found)} row")
    assert all(len(line) < 400 for line in lines)


@LISTS
def test_a_notebook_shows_them_as_a_table_and_pandas_takes_them(
    ask: Callable[[kb.KnowledgeBase], Any], base: kb.KnowledgeBase
) -> None:
    found = ask(base)
    assert found._repr_html_().count("<tr>") == 1 + len(found)
    frame = found.to_pandas()
    assert (tuple(frame.columns), len(frame)) == (found.columns, len(found))


@LISTS
def test_they_are_copied_and_sent_like_any_list(ask: Callable[[kb.KnowledgeBase], Any], base: kb.KnowledgeBase) -> None:
    found = ask(base)
    assert found == list(found) == copy.deepcopy(found) == pickle.loads(pickle.dumps(found))
    assert repr(pickle.loads(pickle.dumps(found))) == repr(found)


def test_no_answer_is_an_empty_table(base: kb.KnowledgeBase) -> None:
    found = base.answers.search("zzzz")
    assert (found, str(found).splitlines()[-1]) == ([], "(0 rows)")
    assert list(found.to_pandas().columns) == ["kind", "iri", "label", "score", "snippet"]


def test_a_data_frame_without_pandas_says_what_to_install(
    base: kb.KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra, match=r"pip install 'citekb\[notebook\]'"):
        base.answers.rank().to_pandas()


def test_a_notebook_shows_one_concept_or_paper_with_all_that_is_known() -> None:
    base = kb.open()
    base.add([Paper(id="x", title="On <b>FooNet</b> & others", year=2020, abstract="We propose FooNet.")])
    concept, paper = base.concept("FooNet")._repr_html_(), base.paper("x")._repr_html_()
    assert "<th>name</th><td>FooNet</td>" in concept and "<th>first year</th><td>2020</td>" in concept
    assert "&amp; others – introduces" in concept and "<b>" not in concept + paper
    assert "<th>year</th><td>2020</td>" in paper and "FooNet – introduces" in paper
    assert "doi" not in paper, "what is not known is not shown"


@pytest.mark.parametrize("top", [0, -5])
def test_a_top_below_1_is_refused_by_every_verb(top: int, base: kb.KnowledgeBase) -> None:
    for ask in (base.rank, lambda top: base.neighbours("NTK", top=top), lambda top: base.search("NTK", top=top)):
        with pytest.raises(ValueError, match="top must be at least 1"):
            ask(top=top)


def test_a_chinese_concept_is_found_by_its_iri_and_by_the_key_that_is_offered() -> None:
    base = kb.open()
    base.add([Paper(abstract="我们提出脉冲神经元图谱(SNG)，它被称为脉冲神经元图谱理论。我们研究脉冲神经元图谱。")])
    found = base.concept("SNG")
    assert "%" in found.concept
    assert base.concept(found.concept) == base.concept(found.concept.rpartition("/")[2]) == found
