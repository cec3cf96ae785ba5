"""Rows that a lexicon of one's own might have: what recurs and no lexicon knows, under a sentence that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

import kb
from kb.records import Paper
from kb.suggestions import to_tsv

BROOKS = (
    Paper(title="Brooks", abstract="We propose BrookNet, a neural network for brooks. BrookNet needs little."),
    Paper(title="Rivers", abstract="We use BrookNet for the rivers of the north, and it is quick."),
    Paper(title="Fords", abstract="We propose FordNet, which finds fords by their waves. FordNet uses dropout."),
)


@pytest.fixture
def base(tmp_path: Path) -> kb.KnowledgeBase:
    made = kb.open(tmp_path / "brooks.kb")
    made.add(BROOKS, pipeline="fast")
    return made


def test_what_recurs_and_no_lexicon_knows_is_proposed_the_most_frequent_first(base: kb.KnowledgeBase) -> None:
    found = base.suggest(min_papers=1)
    assert [(s.name, s.papers) for s in found if s.name.endswith("Net")] == [("BrookNet", 2), ("FordNet", 1)]
    assert not {"neural network", "dropout"} & {s.name for s in found}
    assert [s.name for s in base.suggest(min_papers=2)] == ["BrookNet"]
    assert [s.name for s in base.suggest(min_papers=1, top=1)] == ["BrookNet"]


def test_each_row_stands_under_the_number_of_its_papers_and_a_sentence(base: kb.KnowledgeBase) -> None:
    lines = list(to_tsv(s for s in base.suggest(min_papers=1) if s.name.endswith("Net")))
    assert lines[1] == "# 2 papers, as in Brooks: We propose BrookNet, a neural network for brooks."
    assert lines[3] == "# 1 paper, as in Fords: We propose FordNet, which finds fords by their waves."


def test_rows_that_are_kept_are_known_from_the_next_add_on(base: kb.KnowledgeBase, tmp_path: Path) -> None:
    kept = [line for line in to_tsv(base.suggest(min_papers=1)) if not line.startswith("FordNet")]
    (tmp_path / "brooks.kb" / "lexicon.tsv").write_text("\n".join(kept) + "\n", "utf-8")
    assert base.add([])["notes"] == []
    rows, broken = base.lexicon()
    assert "BrookNet" in {t.name for t in rows} and not broken
    assert [s.name for s in base.suggest(min_papers=1)] == ["FordNet"]
