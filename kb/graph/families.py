"""Rules that differ in nothing but one name are asked as one: the seven roles want the same evidence.

1. In the WHERE of a rule each name in turn gives way to a variable; rules with which the same is left are a family.
2. The family is asked for all its names at once, with the variable bound to them in every sub-select that has it.
3. Where that finds nothing no rule of the family is broken; else each is asked by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from .constraints import Rule

_NAME: Final = re.compile(r"<[^<>]+>")
_WALL: Final = re.compile(r"\{ SELECT ([^{}]*) \{ ([^{}]*) \} \} ")
_ANY: Final = "?anyName"


def families(rules: Iterable[Rule]) -> list[Rule]:
    """The same rules; those of one family have the same `first`."""
    rules = list(rules)
    kin: dict[str, dict[str, Rule]] = {}
    for rule in rules:
        for name in set(_NAME.findall(rule.where)) if rule.first is None else ():
            kin.setdefault(rule.where.replace(name, _ANY), {})[name] = rule
    firsts = {
        rule.where: f"SELECT ?this {{ {asked} }} LIMIT 1"
        for where, by_name in kin.items()
        if len(by_name) > 1 and (asked := _together(where, " ".join(sorted(by_name))))
        for rule in by_name.values()
    }
    return [replace(rule, first=rule.first or firsts.get(rule.where)) for rule in rules]


def _together(where: str, names: str) -> str | None:
    """A WHERE for all names at once; None where the name stands elsewhere than in sub-selects of one statement."""

    def bound(wall: re.Match[str]) -> str:
        variables, statement = wall.groups()
        if _ANY not in statement.split():
            return wall[0]
        return f"{{ SELECT {variables} {_ANY} {{ VALUES {_ANY} {{ {names} }} {statement} }} }} "

    inside, _, _ = where.partition("MINUS")
    if _ANY not in inside or _ANY in _WALL.sub("", where):
        return None
    return _WALL.sub(bound, where)
