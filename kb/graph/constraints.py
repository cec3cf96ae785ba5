"""SHACL's constraints in SPARQL: each is the WHERE of what breaks it, over all the things that a shape is about.

A constraint is a function (scope, argument) → WHERE in a dict named CONSTRAINTS. Every triple pattern stands in a
sub-select of its own (`wall`): Oxigraph joins sub-selects by hashing, and bare patterns by one look-up a row, which on
disk takes 20 to 100 times as long. For the same reason what must not be there is a MINUS, never a NOT EXISTS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from .tallies import wall


@dataclass(frozen=True, slots=True)
class Rule:
    """One constraint of one shape, as the WHERE of a query that finds what breaks it."""

    shape: str
    message: str
    severity: str
    where: str
    first: str | None = None
    """A cheaper query: where it finds nothing, nothing breaks the rule."""
    narrows: bool = False
    """Whether what `first` finds are the only values of `?value` to look at."""

    def about(self, values: Iterable[str]) -> Rule:
        """The rule about these values of `?value` alone (full IRIs)."""
        listed = " ".join(f"<{value}>" for value in values)
        return replace(self, where=f"VALUES ?value {{ {listed} }} {self.where}", first=None)

    def select(self, limit: int) -> str:
        """The query for the first things that break it, and the value at fault where there is one."""
        return f"SELECT DISTINCT ?this ?value WHERE {{ {self.where} }} LIMIT {limit}"

    def count(self) -> str:
        """The query for how many (thing, value) pairs break it."""
        return f"SELECT (COUNT(*) AS ?n) WHERE {{ SELECT DISTINCT ?this ?value WHERE {{ {self.where} }} }}"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a constraint is about: the shape's things, and their values on its path (none: the things themselves)."""

    target: str
    value: str | None = None

    @property
    def variable(self) -> str:
        """The variable that a test of values looks at."""
        return "?value" if self.value else "?this"

    @property
    def things(self) -> str:
        """The pattern of the things."""
        return wall(self.target)

    @property
    def values(self) -> str:
        """The pattern of the things with their values."""
        if not self.target:
            return f"{{ SELECT DISTINCT ?value {{ {self.value} }} }} "
        if self.value is None or self.target.replace("?any", "?value") == self.value:
            return wall(self.value or self.target)
        return wall(self.value) + self.things

    @property
    def different(self) -> Scope:
        """Each value once, whatever has it: there are few scores and rules, and a million things that have them."""
        return Scope("", self.value)

    @property
    def alone(self) -> Scope | None:
        """The values of whatever has some, be it one of the things or not; None where that is no wider."""
        return None if self.value is None or self.values == wall(self.value) else Scope(self.value, self.value)


def _one_a_language(scope: Scope, wanted: str) -> str:
    twice = f"SELECT ?this ?lang {{ {scope.value} }} GROUP BY ?this (LANG(?value) AS ?lang)"
    return f"{{ {twice} HAVING (COUNT(?value) > 1) }} FILTER (?lang != '') {scope.things}"


def _of_class(scope: Scope, name: str) -> str:
    return f"{scope.values} MINUS {{ {wall(f'{scope.variable} a {name}')} }}"


def _one_of(scope: Scope, members: str) -> str:
    return f"{scope.values} MINUS {{ VALUES {scope.variable} {{ {members} }} }}"


def _less_than(scope: Scope, other: str) -> str:
    return f"{scope.values} {wall(f'?this {other} ?other')} FILTER (!COALESCE(?value < ?other, false))"


def _disjoint(scope: Scope, other: str) -> str:
    return f"{wall(str(scope.value))} {wall(f'?this {other} ?value')} {scope.things}"


def _test(test: str) -> Callable[[Scope, str], str]:
    """A constraint that each value passes by itself."""
    return lambda scope, argument: scope.values + failing(test.format(value=scope.variable, argument=argument))


def failing(*tests: str) -> str:
    """The FILTER for what fails one of some tests; an error in a test is a failure."""
    return f"FILTER ({' || '.join(f'!COALESCE({test}, false)' for test in tests)})"


TESTS: Final = {
    "datatype": "datatype({value}) = {argument}",
    "minInclusive": "{value} >= {argument}",
    "maxInclusive": "{value} <= {argument}",
    "minLength": "STRLEN(STR({value})) >= {argument}",
    "pattern": "REGEX(STR({value}), {argument})",
    "nodeKind": "{argument}({value})",
}
"""Constraints of which nothing but the value itself decides."""

CONSTRAINTS: Final[dict[str, Callable[[Scope, str], str]]] = {
    "uniqueLang": _one_a_language,
    "class": _of_class,
    "in": _one_of,
    "lessThan": _less_than,
    "disjoint": _disjoint,
    **{name: _test(test) for name, test in TESTS.items()},
}
"""Constraint → its translation; besides these there are sh:property, sh:sparql, sh:closed and the two counts."""

ON_PATHS: Final = frozenset({"uniqueLang", "lessThan", "disjoint"})
"""Those that need a sh:path."""

KINDS: Final = {"IRI": "isIRI", "Literal": "isLiteral", "BlankNode": "isBlank"}
"""Argument of sh:nodeKind → the SPARQL test."""
