"""How many values a thing must have: asked first in sums of whole paths, then thing by thing where these do not add up.

Counting a path is ten times as quick as grouping it by thing, since the engine then reads no more than numbers:

n things-with-values and m values on a path  → no thing has more than m - n + 1
n of them, and n of them or of the target    → all things of the target have a value (of several paths at once, if all
                                               of them have n)

Where that settles a bound nothing breaks it. Only for the others are the values of each thing counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

FEW: Final = 250_000
"""Up to so many things it is faster to join each path with them than to count the path of everything there is."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many values a thing has on one path, at least and at most (None: any number)."""

    shape: str
    message: str
    severity: str
    path: str
    least: int = 0
    most: int | None = None
    first: str | None = None
    """A query that is asked of other things too: where it finds nothing, nothing breaks the bounds."""

    def broken(self, variable: str) -> str:
        """The SPARQL test that a number of values is outside the bounds."""
        low = [f"{variable} < {self.least}"] if self.least else []
        return " || ".join([*low, *([f"{variable} > {self.most}"] if self.most is not None else [])]) or "false"

    def sums(self) -> str:
        """The query for the number of values on the path, and of the things that have some."""
        return f"SELECT (COUNT(*) AS ?m) (COUNT(DISTINCT ?this) AS ?n) {{ {self.path} }}"

    def caps(self, values: int, things: int) -> bool:
        """Whether so many values of so many things cannot be too many for one of them."""
        return self.most is None or not things or values - things + 1 <= self.most

    def allows(self, number: int) -> bool:
        """Whether a thing may have so many values."""
        return self.least <= number and (self.most is None or number <= self.most)


@dataclass(frozen=True, slots=True)
class Tally:
    """The bounds of all paths of the things that one target names.

    The things and each path are branches of one UNION, grouped by thing: a single hash table, where a join or a
    NOT EXISTS for every path would build one each.
    """

    target: str
    bounds: tuple[Bounds, ...]

    def together(self, paths: Iterable[str]) -> str:
        """The query for the number of things that are of the target or have a value on one of the paths."""
        branches = " UNION ".join(f"{{ {pattern} }}" for pattern in (self.target, *paths))
        return f"SELECT (COUNT(DISTINCT ?this) AS ?n) {{ {branches} }}"

    def number(self) -> str:
        """The query for how many things there are."""
        return f"SELECT (COUNT(*) AS ?n) {{ {self.target} }}"

    def select(self, *, few: bool) -> str:
        """The query for the things that are outside some bounds: `?this`, and a count for each path in order."""
        if len(self.bounds) == 1 and (self.bounds[0].least, self.bounds[0].most) == (1, None):
            return f"SELECT ?this (0 AS ?n0) {{ {wall(self.target)} MINUS {{ {wall(self.bounds[0].path)} }} }}"
        only = f"{{ SELECT DISTINCT ?this {{ {self.target} }} }} " if few else ""
        branches = [f"{{ {self.target.replace('?any', '?other')} BIND (1 AS ?thing) }}"]
        branches += (f"{{ {only}{wall(b.path.replace('?value', f'?v{i}'))}}}" for i, b in enumerate(self.bounds))
        counts = " ".join(f"(COUNT(?v{i}) AS ?n{i})" for i in range(len(self.bounds)))
        grouped = f"SELECT ?this (COUNT(?thing) AS ?n) {counts} {{ {' UNION '.join(branches)} }} GROUP BY ?this"
        broken = " || ".join(b.broken(f"?n{i}") for i, b in enumerate(self.bounds))
        names = " ".join(f"?n{i}" for i in range(len(self.bounds)))
        return f"SELECT ?this {names} {{ {{ {grouped} }} FILTER (?n > 0 && ({broken})) }}"

    def read(self, row: tuple[str | int, ...]) -> Iterator[tuple[Bounds, str]]:
        """The bounds that a row of the answer breaks, with the thing that breaks them."""
        for bounds, number in zip(self.bounds, row[1:], strict=True):
            if not bounds.allows(int(number)):
                yield bounds, str(row[0])


def tallies(bounds: Iterable[tuple[str, Bounds]]) -> list[Tally]:
    """Bounds with their targets → one tally a target, in the order of the targets."""
    by_target: dict[str, dict[tuple[str, str], Bounds]] = {}
    for target, bound in bounds:
        found = by_target.setdefault(target, {})
        other = found.get((bound.shape, bound.path), bound)
        least, most = max(bound.least, other.least), bound.most if other.most is None else other.most
        found[bound.shape, bound.path] = replace(bound, least=least, most=most)
    return [Tally(target, tuple(found.values())) for target, found in by_target.items()]


def wall(pattern: str) -> str:
    """A triple pattern in a sub-select, so that the engine joins it by hashing."""
    variables = dict.fromkeys(term for term in pattern.split() if term.startswith("?"))
    variables.pop("?any", None)
    return f"{{ SELECT {' '.join(variables)} {{ {pattern} }} }} " if variables else f"{pattern} . "
