"""One sheet for the places in all texts: a row for each, with its text, begin, end and words, read once.

To join the four takes the engine longest of all, so whatever can be told from a row is asked there. As many rows as
things with a row, and as many as there are values of each property, mean: each thing with one of the properties has
exactly one value of each, and its row. Then the sheet settles

1. the rule that it was made for, and every other that only compares values of one row,
2. how many values of these properties the things with one of them have.

Where it finds nothing none of these is broken; else each is asked by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from .constraints import Rule
from .cuts import copied
from .tallies import Bounds

_OWN: Final = re.compile(r"\{ SELECT \?this(?: \?\w+)? \{ \?this (<[^>]+>) (\?\w+) \} \} ")
_TARGET: Final = re.compile(r"\?this (<[^>]+>) \?any")
_PATH: Final = re.compile(r"\?this (<[^>]+>) \?value")
_VARIABLE: Final = re.compile(r"\?\w+")
_FILTER: Final = re.compile(r"\s*FILTER \((.*)\)\s*")


Targeted = tuple[str, Bounds]
"""Bounds with the target whose things they are about."""


def on_sheets(rules: Iterable[Rule], bounds: Iterable[Targeted]) -> tuple[list[Rule], list[Targeted]]:
    """The same rules and bounds of targets; those that the sheet can settle ask it first."""
    rules, bounds = list(rules), list(bounds)
    for made_for in rules:
        if cut := copied(made_for.where):
            where, differ = cut
            columns = dict(_OWN.findall(where))
            doubts = {rule.where: doubt for rule in rules if (doubt := _doubt(rule.where, columns))}
            sheet = _sheet(where, columns, [differ, *dict.fromkeys(doubts.values())])
            rules = [replace(r, first=sheet) if r is made_for or r.where in doubts else r for r in rules]
            bounds = [(t, replace(b, first=sheet) if _one_each(t, b, columns) else b) for t, b in bounds]
    return rules, bounds


def _doubt(where: str, columns: dict[str, str]) -> str | None:
    """The test of a row that a WHERE makes; None where it is about anything else than one row."""
    own = dict(_OWN.findall(where))
    test = _FILTER.fullmatch(_OWN.sub("", where))
    if test is None or not own.keys() <= columns.keys():
        return None
    names = {variable: columns[name] for name, variable in own.items()}
    if not {*_VARIABLE.findall(test[1])} <= names.keys():
        return None
    return _VARIABLE.sub(lambda variable: names[variable[0]], test[1])


def _one_each(target: str, bounds: Bounds, columns: dict[str, str]) -> bool:
    """Whether bounds hold where all things of the target have exactly one value of each property of the sheet."""
    things, path = _TARGET.fullmatch(target), _PATH.fullmatch(bounds.path)
    return bool(things and path and {things[1], path[1]} <= columns.keys() and bounds.allows(1))


def _sheet(where: str, columns: dict[str, str], doubts: list[str]) -> str:
    """The query that finds something where a row is in doubt, or things and rows may differ."""
    # What is in doubt is left out, and missed: to count it beside the others would take half as long again.
    sure = f"FILTER (!COALESCE({' || '.join(doubts)}, true))"
    rows = f"SELECT (COUNT(*) AS ?rows) (COUNT(DISTINCT ?this) AS ?things) {{ {where} {sure} }}"
    values = [f"{{ SELECT (COUNT(*) AS ?m{i}) {{ ?this {name} ?value }} }}" for i, name in enumerate(columns)]
    equal = " && ".join(f"?rows = {n}" for n in ("?things", *(f"?m{i}" for i in range(len(values)))))
    return f"SELECT ?rows {{ {{ {rows} }} {' '.join(values)} FILTER (!({equal})) }}"
