"""What the documents of a corpus decide together."""

from __future__ import annotations

import pytest

import kb
from kb.graph.shapes import check
from kb.lexicon import Lexicon
from kb.records import Entry, Mention
from kb.resolve.corpus import MANY, Corpus
from kb.resolve.kept import IN_PASSING


def phrase(key: str, *, field: str = "abstract", confidence: float = IN_PASSING - 0.05, rule: str = "phrase") -> Entry:
    mention = Mention(field, 0, len(key), key, "Concept", "studies", rule, confidence, ())
    return Entry(key, key, "Concept", "studies", 0.45, (mention,), ())


def corpus(documents: int, *more: Entry) -> Corpus:
    """A corpus of so many documents that each hold a notion of their own, and one that holds these."""
    held = Corpus(Lexicon({}, hash=""))
    for n in range(documents - 1):
        held.count([phrase(f"notion {n}")], [], lang="en")
    held.count(more, [], lang="en")
    return held


def test_what_one_paper_of_a_thousand_says_in_passing_is_no_concept() -> None:
    passing = phrase("searchable space")
    assert corpus(MANY - 1, passing).settle([passing], []) == [passing]
    assert corpus(MANY, passing).settle([passing], []) == []


@pytest.mark.parametrize(
    "kept",
    [phrase("sparse plum tree", confidence=IN_PASSING), phrase("PlumNet", rule="shape"), phrase("PLM", rule="acronym")],
    ids=lambda entry: entry.name,
)
def test_what_more_speaks_for_stays(kept: Entry) -> None:
    assert corpus(MANY, kept).settle([kept], []) == [kept]


def test_a_phrase_of_two_papers_stays_in_both() -> None:
    shared = phrase("searchable space")
    held = corpus(MANY, shared)
    held.count([shared], [], lang="en")
    assert held.settle([shared], []) == [shared]


def test_a_concept_of_which_others_are_versions_is_not_replaced_by_an_acronym() -> None:
    """MOCO is spelled out by one paper, and MoCo v3 is a version of MoCo: that concept is in use, no old key."""
    base = kb.open()
    base.add(
        [
            kb.Paper(title="One", abstract="We solve multi-objective combinatorial optimization (MOCO). MOCO is hard."),
            kb.Paper(title="Two", abstract="We compare with MoCo v3 and find that MoCo v3 wins."),
        ]
    )
    assert check(base.answers.store) == []
