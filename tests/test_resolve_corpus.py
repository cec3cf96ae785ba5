"""What the documents of a corpus decide together."""

from __future__ import annotations

import pytest

import kb
from kb.graph.shapes import check
from kb.lexicon import Lexicon
from kb.meanings import Entry
from kb.records import Acronym, Mention
from kb.resolve.corpus import BY_THE_WAY, FEW, IN_PASSING, MANY, UNLIKELY, Corpus


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


def test_with_a_model_what_one_of_a_thousand_papers_holds_must_be_likely() -> None:
    def settled(confidence: float, *, papers: int = MANY, times: int = 1) -> bool:
        found = phrase("searchable space", confidence=confidence, rule="learned")
        held = Corpus(Lexicon({}, hash=""), weighed=True)
        for _ in range(times):
            held.count([found], [], lang="en")
        for _ in range(papers - times):
            held.count([], [], lang="en")
        return held.settle([found], []) == [found]

    assert not settled(UNLIKELY - 0.01)
    assert settled(UNLIKELY)
    assert settled(UNLIKELY - 0.01, times=2)
    assert settled(UNLIKELY - 0.01, papers=MANY - 1)


def test_a_phrase_of_few_papers_stays_where_one_of_them_says_more_of_it() -> None:
    passing, more = phrase("searchable space", confidence=BY_THE_WAY - 0.05), phrase("searchable space")
    few, said = corpus(MANY, passing), corpus(MANY, passing)
    few.count([passing], [], lang="en")
    said.count([more], [], lang="en")
    assert few.settle([passing], []) == []
    assert said.settle([passing], []) == [passing]
    for _ in range(FEW - 2):
        few.count([passing], [], lang="en")
    assert few.settle([passing], []) == [passing]


def test_among_many_papers_one_definition_of_three_letters_does_not_speak_for_another_paper() -> None:
    def short(form: str) -> Entry:
        return phrase(form.casefold(), rule="shape")._replace(
            name=form, mentions=(Mention("abstract", 0, len(form), form, "Method", "uses", "shape", 0.6, ()),)
        )

    def meant(form: str, documents: int, definitions: int) -> str | None:
        held = corpus(documents, short(form))
        for _ in range(definitions):
            defined = phrase("plum sampling", rule="acronym")
            mention = defined.mentions[0]._replace(surface=form)
            held.count(
                [defined._replace(mentions=(mention,))],
                [Acronym("abstract", form, "plum sampling", (15, 18), (0, 13))],
                lang="en",
            )
        return held.settle([short(form)], [])[0].key

    assert meant("PSQ", 10, 1) == meant("PSQ", MANY, 2) == meant("PSQX", MANY, 1) == "plum sampling"
    assert meant("PSQ", MANY, 1) == "psq"


def test_a_short_form_inside_a_long_one_is_spelled_out() -> None:
    base = kb.open()
    base.add(
        [
            kb.Paper(title="One", abstract="Plum-aware minimization (PAM) is new. Adaptive PAM (APAM) is newer."),
            kb.Paper(title="Two", abstract="We obtain Adaptive Plum-Aware Minimization (APAM). APAM wins."),
        ]
    )
    assert base.concept("APAM").papers == 2


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
