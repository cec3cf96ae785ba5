"""The role of a concept by weights learned from marked papers: what a model adds to the rules of `roles`.

Each sign of a concept (`signs`) speaks for some roles and against others. The role for which all speak most is the
concept's: a multinomial logistic regression, fitted by `kb.training.roles`. The mentions that bore another role for the
concept bear it; where there are none, the mention whose own signs speak most for it. English only; other languages keep
the rules' roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from ..errors import BadInput
from ..meanings import Entry
from ..records import ROLES, Mention, Paper, Reading
from ..spelling import digest
from .roles import bearing
from .signs import Signs

FILE: Final = "roles.tsv"
"""The weights in a model's folder: a line a sign, a column a role."""

Row = tuple[int, ...]
"""Hundredths of a logit: whole numbers have one sum, in whatever order a set gives its strings."""


@dataclass(frozen=True, slots=True)
class RoleWeights:
    """For each sign what it speaks for each of ROLES; a sign that is not there says nothing."""

    table: Mapping[str, Row]
    hash: str = ""

    def told(self, paper: Paper, reading: Reading, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """The entries of one paper, each in its likeliest role and with a mention that bears it."""
        if reading.lang != "en":
            return tuple(entries)
        signs = Signs(paper, reading)
        return tuple(self._told(entry, signs) for entry in entries)

    def role(self, signs: Iterable[str]) -> str:
        """The role for which some signs together speak most."""
        speaks = self._sum(signs)
        return ROLES[speaks.index(max(speaks))]

    def _told(self, entry: Entry, signs: Signs) -> Entry:
        itself, beside = signs.of(entry)
        role = self.role(itself.union(*beside))
        if role == entry.role:
            return entry
        over = [bearing(m, role) if m.role == entry.role != "mentions" else m for m in entry.mentions]
        return entry._replace(role=role, mentions=self._borne(over, beside, role))

    def _borne(self, mentions: Sequence[Mention], beside: Sequence[set[str]], role: str) -> Sequence[Mention]:
        """The mentions, one of which bears the role; any mention shows that a concept is mentioned."""
        if role == "mentions" or any(m.role == role for m in mentions):
            return mentions
        own = ROLES.index(role)
        speaks = [self._sum(signs) for signs in beside]
        best = max(range(len(mentions)), key=lambda n: speaks[n][own] - max(speaks[n]))
        return [*mentions[:best], bearing(mentions[best], role), *mentions[best + 1 :]]

    def _sum(self, signs: Iterable[str]) -> list[int]:
        rows = [row for sign in signs if (row := self.table.get(sign))]
        return [sum(column) for column in zip(*rows, strict=True)] if rows else [0] * len(ROLES)


def dumped(weights: RoleWeights) -> str:
    """The file of some weights, signs in order."""
    rows = (("sign", *ROLES), *((sign, *map(str, row)) for sign, row in sorted(weights.table.items())))
    return "".join(f"{line}\n" for line in map("\t".join, rows))


@lru_cache(maxsize=4)
def weights_in(file: Path) -> RoleWeights:
    """The weights of a file as `dumped` writes it. Raises BadInput, with file and line, for a damaged one."""
    text = file.read_text("utf-8")
    head, *lines = text.splitlines() or [""]
    if head.split("\t")[1:] != list(ROLES):
        raise BadInput(f"{file}:1: its columns are not {', '.join(ROLES)}: {_WAY_OUT}")
    table = {}
    for number, line in enumerate(lines, 2):
        sign, *row = line.split("\t")
        try:
            table[sign] = tuple(map(int, row))
        except ValueError as error:
            raise BadInput(f"{file}:{number}: {error}: {_WAY_OUT}") from error
        if len(row) != len(ROLES):
            raise BadInput(f"{file}:{number}: {len(row)} weights instead of {len(ROLES)}: {_WAY_OUT}")
    return RoleWeights(table, digest(text))


_WAY_OUT: Final = "take the shipped file anew, or leave it out of a model of your own"
