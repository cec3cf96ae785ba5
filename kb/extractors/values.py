"""The datasets, metric and value of a result: only where the sentence leaves no doubt to what they belong.

A value belongs to a dataset where it is the only one between the dataset and the one before, where it stands in
brackets behind it ("CIFAR-10 (+2.1%)"), or behind "by" after it; of a list of datasets only those with a bracket have
one. A sentence with "respectively" gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..claims import Span
from .templates import FIRST, LIST, NAME, Template

_NUMBER = (
    r"(?<![\w.\-=<>])[+\-−]?(?:\d+(?:\.\d+)?[ ~]?(?:\\?%|percent\b|percentage points?\b|(?:absolute )?points?\b|dB\b"
    r"|BLEU\b|pp\b)|\d*\.\d+(?![\w.]))"
)
_VALUE = re.compile(_NUMBER)
_BEHIND = re.compile(rf"(?: [a-z]+)? \((?:by |of )?\$?(?P<value>{_NUMBER})[^()]{{0,12}}\)")
_BY = re.compile(
    rf"\bby (?:(?:up to|about|over|more than|at least|around|approximately|an?|average|nearly|almost|margin|of) )*\$?"
    rf"(?P<value>{_NUMBER})"
)
_CLAUSE = re.compile(r";|, (?:while|whereas|but|although|though|and (?:the|our|it))\b")
_LISTED = re.compile(LIST)
_ANY_NAME = re.compile(NAME)


class Told(NamedTuple):
    """What one result is told with."""

    datasets: tuple[Span, ...]
    metrics: tuple[Span, ...]
    value: Span | None


def told(t: Template, at: int) -> list[Told]:
    """What stands with a comparison whose last name ends at a place: once, or once for each dataset with a value."""
    begin, end = _clause(t.said, at)
    behind = [n for n in _datasets(t) if at <= n < end]
    if not behind:
        before = tuple(_link(t, n) for n in _datasets(t) if begin <= n < at)
        found = list(_VALUE.finditer(t.said, at, end))
        by = _BY.search(t.said, at, end) if len(found) == 1 and not before else None
        return [Told(before, _metrics(t, begin, end, at), t.span(*by.span("value")) if by else None)]
    each = [Told((_link(t, n),), _metrics(t, begin, end, n), value_of(t, n, at)) for n in behind]
    if not any(one.value for one in each):
        return [Told(tuple(one.datasets[0] for one in each), _metrics(t, begin, end, at), None)]
    return each


def told_of(t: Template, dataset: int, first: int) -> Told:
    """What a result on the dataset at a place of the template is told with; it begins at `first`."""
    begin, end = _clause(t.said, dataset)
    return Told((), _metrics(t, begin, end, dataset), value_of(t, dataset, first))


def value_of(t: Template, dataset: int, first: int) -> Span | None:
    """The place of the value that belongs to a dataset, of those from `first` on."""
    if "respectively" in t.said:
        return None
    if bracket := _BEHIND.match(t.said, dataset + 1):
        return t.span(*bracket.span("value"))
    if not _is_alone(t, dataset):
        return None
    others = _datasets(t)
    begin = max([first, *(n + 1 for n in others if n < dataset)])
    found = list(_VALUE.finditer(t.said, begin, dataset))
    if found:
        return t.span(*found[0].span()) if len(found) == 1 else None
    end = min([_clause(t.said, dataset)[1], *(n for n in others if n > dataset)])
    by = _BY.search(t.said, dataset + 1, end)
    return t.span(*by.span("value")) if by and len(list(_VALUE.finditer(t.said, dataset + 1, end))) == 1 else None


def _clause(said: str, at: int) -> tuple[int, int]:
    """Where the clause begins and ends that stands around a place."""
    stop = _CLAUSE.search(said, at)
    return max((m.end() for m in _CLAUSE.finditer(said, 0, at)), default=0), stop.start() if stop else len(said)


def _datasets(t: Template) -> list[int]:
    """Where the datasets stand in a template."""
    return [m.start() for m in _ANY_NAME.finditer(t.said) if t.links[ord(m[0]) - FIRST].label == "Dataset"]


def _link(t: Template, at: int) -> Span:
    return t.links[ord(t.said[at]) - FIRST].span


def _is_alone(t: Template, dataset: int) -> bool:
    """Whether a dataset is no member of a list."""
    return all(m.end() - m.start() == 1 for m in _LISTED.finditer(t.said) if m.start() <= dataset < m.end())


def _metrics(t: Template, begin: int, end: int, near: int) -> tuple[Span, ...]:
    """The one metric of a clause; of several the one between the last dataset and this place, if it is one."""
    for first, last in ((begin, end), (max([begin, *(n for n in _datasets(t) if n < near)]), near)):
        found: Iterator[Span] = (link.span for link in t.named(first, last) if link.label == "Metric")
        several = tuple(dict.fromkeys(found))
        if len(several) == 1:
            return several
    return ()
