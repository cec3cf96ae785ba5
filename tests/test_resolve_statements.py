"""Claims of texts become statements of concepts: ends, types, the paper's own method, and no circle of wider ones."""

from __future__ import annotations

import pytest

from kb.claims import Claim, Statement
from kb.meanings import Concept, Entry
from kb.records import Mention
from kb.resolve.statements import related, settled

CONCEPTS = {
    key: Concept(key, key, type)
    for key, type in (
        ("foo", "Method"), ("bar", "Method"), ("vision", "Task"), ("digits", "Dataset"), ("accuracy", "Metric"),
    )
}  # fmt: skip


def mention(begin: int, *, field: str = "abstract", rule: str = "shape", surface: str = "FooNet") -> Mention:
    return Mention(field, begin, begin + 3, surface, "Method", "mentions", rule, 0.6)


def entry(key: str | None, *mentions: Mention, role: str = "uses", candidates: tuple[str, ...] = ()) -> Entry:
    return Entry(key, key or "?", CONCEPTS[key].type if key else "Method", role, 0.6, mentions, candidates)


def claim(predicate: str, subject: int | None, object: int, **more: object) -> Claim:
    at = None if subject is None else (subject, subject + 3)
    return Claim(predicate, "abstract", 0, 99, at, (object, object + 3), "rule", 0.8, **more)  # type: ignore[arg-type]


ENTRIES = [
    entry("foo", mention(0), role="introduces"),
    entry("bar", mention(10)),
    entry("vision", mention(20)),
    entry("digits", mention(30)),
    entry("accuracy", mention(40)),
    entry(None, mention(50), candidates=("foo", "bar")),
]


def said(*claims: Claim, entries: list[Entry] = ENTRIES, title: str = "") -> list[tuple[str, str, str]]:
    return [(s.subject, s.predicate, s.object) for s in settled(claims, entries, CONCEPTS, title=title)]


def test_places_mean_the_concepts_that_stand_there_with_what_the_result_is_told_with() -> None:
    told = claim("outperforms", 0, 10, datasets=((30, 33), (70, 73)), metrics=((40, 43),), value=(60, 63))
    (s,) = settled([told], ENTRIES, CONCEPTS, title="")
    assert s == Statement(
        "outperforms", "foo", "bar", "abstract", 0, 99, "rule", 0.8, ("digits",), ("accuracy",), (60, 63)
    )


@pytest.mark.parametrize(
    ("predicate", "subject", "object"),
    [
        ("usedFor", 20, 0),
        ("usedFor", 0, 10),
        ("evaluatedOn", 0, 20),
        ("outperforms", 0, 30),
        ("outperforms", 0, 0),
        ("outperforms", 50, 10),
        ("outperforms", 0, 50),
        ("broader", 0, 20),
        ("usedFor", 0, 90),
    ],
    ids=[
        *("turned", "no-task", "no-dataset", "no-method", "itself", "ambiguous", "ambiguous-object", "two-types"),
        "nothing-there",
    ],
)
def test_a_claim_whose_ends_do_not_fit_is_dropped(predicate: str, subject: int, object: int) -> None:
    assert said(claim(predicate, subject, object)) == []


def test_our_method_is_the_one_that_the_paper_introduces_by_a_name() -> None:
    own = claim("evaluatedOn", None, 30)
    assert said(own) == [("foo", "evaluatedOn", "digits")]
    unnamed = [entry("foo", mention(0, rule="lexicon", surface="dropout"), role="introduces"), ENTRIES[3]]
    assert said(own, entries=unnamed) == []


def test_of_several_new_methods_the_title_tells_which_is_meant() -> None:
    own, two = claim("evaluatedOn", None, 30), [entry("bar", mention(10), role="introduces"), *ENTRIES[:1], ENTRIES[3]]
    assert said(own, entries=two) == []
    titled = [entry("bar", mention(10), mention(2, field="title"), role="introduces"), ENTRIES[0], ENTRIES[3]]
    assert said(own, entries=titled) == [("bar", "evaluatedOn", "digits")]
    opening = [entry("bar", mention(10), mention(0, field="title")), *ENTRIES[:1], ENTRIES[3]]
    assert said(own, entries=opening, title="Bar: digits") == [("bar", "evaluatedOn", "digits")]
    assert said(own, entries=opening, title="Bar of digits") == [("foo", "evaluatedOn", "digits")]


def statement(predicate: str, subject: str, object: str) -> Statement:
    return Statement(predicate, subject, object, "abstract", 0, 9, "rule", 0.8)


def test_every_statement_makes_an_edge() -> None:
    said = statement("outperforms", "foo", "bar")
    concepts, held = related(CONCEPTS, {"p": (said, statement("usedFor", "foo", "vision"))})
    assert concepts["foo"].edges == (("outperforms", "bar"), ("usedFor", "vision"))
    assert held["p"][0] is said and concepts["bar"] is CONCEPTS["bar"]


def test_a_wider_concept_that_would_close_a_circle_is_left_out_with_its_statement() -> None:
    up, down = statement("broader", "foo", "bar"), statement("broader", "bar", "foo")
    concepts, held = related(CONCEPTS, {"p": (up,), "q": (up, down), "r": (down,), "s": (up,)})
    assert concepts["foo"].broader == ("bar",) and concepts["bar"].broader == ()
    assert held == {"p": (up,), "q": (up,), "r": (), "s": (up,)}


def test_what_the_lexicon_and_curators_say_of_wider_concepts_comes_first() -> None:
    known = {**CONCEPTS, "bar": Concept("bar", "bar", "Method", broader=("foo",))}
    concepts, held = related(known, {p: (statement("broader", "foo", "bar"),) for p in "pqr"})
    assert concepts["foo"].broader == () and concepts["bar"].broader == ("foo",) and not any(held.values())
