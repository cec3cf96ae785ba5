"""A decision as a curator says it → the line that decisions.tsv keeps, in names that mean the same after every add."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .decisions import Decisions
from .errors import AmbiguousName, BadInput, UnknownName
from .identifiers import named, names_paper
from .identifiers import written as identifier_name
from .meanings import Decision
from .senses import senses
from .terms import curie, mint

if TYPE_CHECKING:
    from .answers import Answers


def written_of_papers(d: Decision, answers: Answers) -> Decision:
    """The same for a decision about papers: each named by an identifier that does not move.

    Raises UnknownName, AmbiguousName, and BadInput where both are one already.
    """
    paper, one = _paper(d.concept, answers)
    other, another = _paper(d.value, answers) if d.value else ("", "")
    if d.action == "merge" and one == another:
        raise BadInput(f"{d.concept!r} and {d.value!r} are one paper already: merge says nothing")
    return replace(d, concept=paper, value=other)


def _paper(name: str, answers: Answers) -> tuple[str, str]:
    """(the name that the file keeps, the IRI) of a paper; an identifier stays as it was given."""
    i = named(name) if names_paper(name) else None
    if i and i[0] == "sha256":
        return identifier_name(i), mint("paper", *i)  # a text that has become part of another paper has no node
    asked = name if i is None else i[1] if i[0] == "record" else mint("paper", *i)
    try:
        found = answers.find_paper(asked, exactly=True).iri
    except UnknownName as error:
        if i is None:
            raise
        raise UnknownName(f"no paper is called {name!r}", error.candidates) from None
    kept = i or named(found)
    if kept is None:
        raise BadInput(f"{name!r} has no identifier to be named by")
    return identifier_name(kept), found


def written(d: Decision, answers: Answers, known: Decisions) -> Decision:
    """The decision with the names that the file keeps: for an unambiguous name itself, else the concept's key.

    `known` are the decisions that there are. Raises UnknownName, AmbiguousName, and BadInput where it says nothing.
    """
    place = answers.find_paper(d.paper).iri if d.paper else ""
    d = replace(d, paper=curie(place).partition(":")[2] if place else "")
    try:
        form = answers.find_concept(d.concept)
    except (AmbiguousName, UnknownName):
        if d.action == "split" and place and _leaves_open(answers, d.concept, place):
            return d  # what a paper leaves open has no concept yet: the acronym is its only name
        raise
    key = form.iri.rpartition("/")[2]
    name = next((n for n in (form.label, d.concept) if known.key_of(n) == key), key)
    if d.action not in ("merge", "broader"):
        return replace(d, concept=name)
    other = answers.find_concept(d.value)
    if other.iri == form.iri:
        raise BadInput(f"{d.concept!r} and {d.value!r} are one concept, {form.label!r}: {d.action} says nothing")
    key = other.iri.rpartition("/")[2]
    return replace(d, concept=name, value=next((n for n in (other.label, d.value) if known.key_of(n) == key), key))


def _leaves_open(answers: Answers, acronym: str, paper: str) -> bool:
    """Whether a paper (IRI) leaves open what an acronym means."""
    return any(left.evidence.paper == paper for found in senses(answers, acronym) for left in found.open)
