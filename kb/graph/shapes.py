"""Is what the graph says right? Runs ontology/shapes.ttl (SHACL) on a version, as SPARQL in its own store.

`shacl` turns the shapes into questions to the whole store; here they are asked, two at a time, since the engine
answers without holding Python up, and what they find is told in the words of the shape.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from threading import Lock
from typing import Any, Final

from ..shipped import shipped
from .constraints import Rule
from .shacl import translate
from .store import Store
from .tallies import FEW, Bounds, Tally

LIMIT: Final = 100
"""The most violations of one shape that are listed; how many there are is always told."""

AT_ONCE: Final = 2
"""Questions asked at the same time; more of them want more memory than they save time."""


@dataclass(frozen=True, slots=True)
class Violation:
    """Something in the graph that a shape forbids: the thing, the shape, why it is wrong, and the value at fault.

    `node` and `value` are full IRIs, or the text of a literal; `value` is None where something is missing. `severity`
    is Violation, Warning or Info. `of` tells how many violations of this shape there are, listed or not.
    """

    node: str
    shape: str
    message: str
    value: str | None
    severity: str
    of: int = 1


Found = tuple[Violation, int]
"""A violation, and how many there are of the question that found it."""


def check(
    store: Store,
    *,
    shapes: str | None = None,
    limit: int = LIMIT,
    progress: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> list[Violation]:
    """What breaks the shapes: [] when all is well. Sorted by shape, node and value; at most `limit` of each shape.

    `shapes` are other shapes than the shipped ones, in Turtle. Raises BadInput for a constraint that is not translated.
    """
    text = shapes if shapes is not None else shipped("ontology/shapes.ttl").read_text("utf-8")
    rules, tallies = translate(text)
    found: list[Found] = []
    ask = Questions(store)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [pool.submit(_broken, ask, several, limit) for several in _together(rules)]
        asked += [pool.submit(_counted, ask, tally) for tally in tallies]
        try:
            for done, answer in enumerate(asked, 1):
                found += answer.result()
                progress("checking", done, len(asked))
        finally:
            pool.shutdown(cancel_futures=True)
    return list(_told(found, limit))


class Questions:
    """Asks a store, the same question once: whoever comes second waits for the answer."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, Lock()
        self._answers: dict[str, Future[list[tuple[Any, ...]]]] = {}

    def __call__(self, query: str) -> list[tuple[Any, ...]]:
        """The rows that a query finds."""
        with self._lock:
            new = query not in self._answers
            answer = self._answers.setdefault(query, Future())
        if new:
            try:
                answer.set_result(self._store.query(query).rows)
            except BaseException as error:
                answer.set_exception(error)
        return answer.result()


def _together(rules: Iterable[Rule]) -> Iterable[list[Rule]]:
    """The rules, those together that begin with the same quick query: none waits for another."""
    alike: dict[str, list[Rule]] = {}
    for rule in rules:
        alike.setdefault(rule.first or rule.where, []).append(rule)
    return alike.values()


def _broken(ask: Questions, rules: Iterable[Rule], limit: int) -> list[Found]:
    """The first things that break each of some rules that begin alike, and how many do."""
    found: list[Found] = []
    for rule in rules:
        if rule.first:
            suspects = [str(row[0]) for row in ask(rule.first)]
            if not suspects:
                return []
            rule = rule.about(suspects) if rule.narrows else rule
        found += _listed(ask, rule, limit)
    return found


def _listed(ask: Questions, rule: Rule, limit: int) -> Iterator[Found]:
    """The first things that break a rule, and how many do."""
    listed = [
        Violation(str(this), rule.shape, rule.message, None if value is None else str(value), rule.severity)
        for this, value in ask(rule.select(limit))
    ]
    number = len(listed) if len(listed) < limit else int(ask(rule.count())[0][0])
    return ((violation, number) for violation in listed)


def _doubtful(ask: Questions, tally: Tally) -> tuple[Bounds, ...]:
    """The bounds of a tally that neither another question nor the sums of their paths settle."""
    open_ = [bounds for bounds in tally.bounds if not bounds.first or ask(bounds.first)]
    settled: set[Bounds] = set()
    needed: dict[int, list[Bounds]] = {}
    for bounds in open_:
        values, things = map(int, ask(bounds.sums())[0])
        if bounds.least <= 1 and bounds.caps(values, things):
            settled.add(bounds)
            if bounds.least:
                needed.setdefault(things, []).append(bounds)
    for things, several in needed.items():
        if ask(tally.together(b.path for b in several))[0][0] != things:
            settled -= {*several}
    return tuple(bounds for bounds in open_ if bounds not in settled)


def _counted(ask: Questions, tally: Tally) -> list[Found]:
    """The things that have too few or too many values of something."""
    doubtful = _doubtful(ask, tally)
    if not doubtful:
        return []
    tally = replace(tally, bounds=doubtful)
    few = ask(tally.number())[0][0] <= FEW
    broken = [pair for row in ask(tally.select(few=few)) for pair in tally.read(row)]
    number = Counter(bounds.shape for bounds, _ in broken)
    return [
        (Violation(node, b.shape, b.message, None, b.severity), number[b.shape])
        for b, node in sorted(broken, key=lambda pair: (pair[0].shape, pair[1]))
    ]


def _told(found: Iterable[Found], limit: int) -> Iterator[Violation]:
    """The violations of each shape, once each: a value may break several constraints of it."""
    by_shape = sorted(found, key=lambda pair: (pair[0].shape, pair[0].node, pair[0].value or ""))
    for _, group in groupby(by_shape, key=lambda pair: pair[0].shape):
        several = list(group)
        listed = list(dict.fromkeys(violation for violation, _ in several))
        number = max(len(listed), *(n for _, n in several))
        yield from (replace(violation, of=number) for violation in listed[:limit])
