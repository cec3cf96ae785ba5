"""Acronyms with several senses: what each means in how many papers, and which papers leave open what they mean.

A paper that uses such an acronym without a definition makes no statement. What speaks for a sense are the concepts that
it shares with the papers of that sense, each by the share of those papers that have it, over all papers that do; the
best clue is only shown, and a line of decisions.tsv settles it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .graph.tables import Listing
from .replies import Clue, Evidence, Open, Sense, Senses
from .spelling import fold
from .terms import NS

if TYPE_CHECKING:
    from .answers import Answers
    from .network import Rows

SHOWN: Final = 3
"""Shared concepts that are told of a clue."""

_OPEN: Final = """SELECT ?acronym ?paper ?candidate (MIN(?text) AS ?sentence) WHERE {
  ?m kb:candidate ?candidate ; kb:inPaper ?paper ; nif:anchorOf ?acronym ; nif:sentence/nif:anchorOf ?text }
GROUP BY ?acronym ?paper ?candidate ORDER BY ?acronym ?paper ?candidate"""


def senses(answers: Answers, acronym: str | None = None) -> Listing[Senses]:
    """All acronyms with more than one sense, or one of them; those that most papers leave open first.

    Raises UnknownName for an acronym that nothing here is called.
    """
    rows, wanted = answers.rows(), fold(acronym) if acronym else None
    meant: dict[str, dict[str, Sense]] = {}
    unsettled: dict[str, dict[str, tuple[str, list[str]]]] = {}
    for concept, short in answers.store.pairs(NS + "acronym"):
        if wanted in (None, fold(short)):
            meant.setdefault(short, {})[concept] = _sense(rows, concept)
    for surface, paper, candidate, sentence in answers.store.query(_OPEN).rows:
        short = surface if surface in meant or surface[:-1] not in meant else surface[:-1]  # SNNs
        if wanted in (None, fold(short)):
            meant.setdefault(short, {}).setdefault(candidate, _sense(rows, candidate))
            unsettled.setdefault(short, {}).setdefault(paper, (sentence, []))[1].append(candidate)
    found = (
        Senses(
            short,
            tuple(sorted(several.values(), key=lambda s: (-s.papers, s.name))),
            tuple(
                Open(Evidence(paper, answers.label(paper), " ".join(sentence.split())), _clues(rows, paper, candidates))
                for paper, (sentence, candidates) in sorted(unsettled.get(short, {}).items())
            ),
        )
        for short, several in meant.items()
        if len(several) > 1
    )
    if acronym and not meant:
        answers.find_concept(acronym)
    return Listing(Senses, sorted(found, key=lambda s: (-len(s.open), -len(s.senses), s.acronym)))


def _sense(rows: Rows, concept: str) -> Sense:
    return Sense(concept, rows.concept[concept].name, rows.concept[concept].papers)


def _clues(rows: Rows, paper: str, candidates: list[str]) -> tuple[Clue, ...]:
    """What speaks for each candidate in a paper, the best first."""
    found = (_clue(rows, paper, candidate) for candidate in dict.fromkeys(candidates))
    return tuple(sorted(found, key=lambda clue: (-clue.score, clue.name)))


def _clue(rows: Rows, paper: str, candidate: str) -> Clue:
    theirs = rows.papers_of[candidate] - {paper}
    shared = {c for other in theirs for c in rows.concepts_of[other] & rows.concepts_of[paper]} - {candidate}
    weight = {c: len(rows.papers_of[c] & theirs) / len(theirs) / len(rows.papers_of[c]) for c in shared}
    telling = sorted(shared, key=lambda c: (-weight[c], rows.concept[c].name))
    names = tuple(rows.concept[c].name for c in telling[:SHOWN])
    return Clue(candidate, rows.concept[candidate].name, round(sum(weight.values()), 6), names)
