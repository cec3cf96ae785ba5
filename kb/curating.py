"""A decision as a curator says it → the line that decisions.tsv keeps, in names that mean the same after every add."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .decisions import Decisions
from .errors import AmbiguousName, BadInput, UnknownName
from .meanings import Decision
from .senses import senses
from .terms import curie

if TYPE_CHECKING:
    from .answers import Answers


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
