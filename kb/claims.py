"""What a sentence says of two concepts: found between two places of a text, then settled between two concepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self

Span = tuple[int, int]
"""Characters of a field, from and up to."""

ENDS: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "usedFor": (frozenset({"Method"}), frozenset({"Task"})),
    "evaluatedOn": (frozenset({"Method"}), frozenset({"Dataset"})),
    "outperforms": (frozenset({"Method"}), frozenset({"Method"})),
}
"""Predicate → the types that its subject and its object can have; skos:broader takes two of any one type."""

PREDICATES: Final = ("broader", *ENDS)
"""What can be said of two concepts; `broader` leads from the narrower one to the wider one."""


class Claim(NamedTuple):
    """A statement as it stands in a text: `field[begin:end]` says it of the mentions at these places.

    `subject` is None where the sentence speaks of what the paper brings ("our method"), and another sentence names it.
    `datasets`, `metrics` and `value` (a place, None) hold what an outperforms or evaluatedOn is told with.
    """

    predicate: str
    field: str
    begin: int
    end: int
    subject: Span | None
    object: Span
    rule: str
    confidence: float
    datasets: tuple[Span, ...] = ()
    metrics: tuple[Span, ...] = ()
    value: Span | None = None

    @classmethod
    def of_row(cls, row: list[Any]) -> Self:
        """The inverse of what JSON makes of one."""
        predicate, field, begin, end, subject, object, rule, confidence, datasets, metrics, value = row
        return cls(
            *(predicate, field, begin, end, subject and tuple(subject), tuple(object), rule, confidence),
            tuple(map(tuple, datasets)),
            tuple(map(tuple, metrics)),
            value and tuple(value),
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim that is settled: the keys of its concepts, where it stands, and the place of its value."""

    predicate: str
    subject: str
    object: str
    field: str
    begin: int
    end: int
    rule: str
    confidence: float
    datasets: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    value: Span | None = None
