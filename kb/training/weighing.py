"""The weights by which a find stays or goes (`extractors.judge`), fitted on marked texts that no network learned.

Logistic regression with a ridge, by Newton's method. A candidate counts as right where the text marks its name, at this
place or another. A find stays from the least likelihood at which PRECISION of the names are right (of no one reaches
that, from the one with the best F1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..extractors import judge
from ..extractors.judge import OURS
from ..extractors.learned import Featured
from ..spelling import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..extractors.learned import LearnedNames
    from .marks import Marked

    Floats = NDArray[np.float64]

ENOUGH: Final = 30
"""Texts below which no weights are fitted."""

PRECISION: Final = 0.80
"""The share of names that shall be right. A reader would accept some that these marks do not have."""

_RIDGE: Final = 3.0
_STEPS: Final = 30


def fitted(learner: LearnedNames, marked: Sequence[Marked], *, least: float | None = None) -> judge.Weights | None:
    """The weights for a network, from texts marked by our scheme; None where there are too few.

    `least` sets the likelihood from which a find stays, instead of the one with the best F1.
    """
    texts = [m for m in marked if OURS in m.schemes]
    if len(texts) < ENOUGH:
        return None
    reader = Featured(everything=True)
    rows: list[Floats] = []
    right: list[bool] = []
    names: list[tuple[int, str]] = []
    wanted: list[set[str]] = []
    for n, one in enumerate(texts):
        marks = {fold(one.text[s.begin : s.end]) for s in one.schemes[OURS]}
        wanted.append(marks)
        for c in learner.candidates(reader.page(one.text, one.abstract)):
            name = fold(one.text[c.find.begin : c.find.end])
            rows.append(c.row)
            right.append(name in marks)
            names.append((n, name))
    table, truth = np.array(rows), np.array(right)
    weights = _regression(table, truth)
    likely = 1 / (1 + np.exp(-(table @ weights)))
    if least is None:
        least = _best(likely, names, wanted)
    return judge.Weights(tuple(weights.tolist()), least)


def _regression(table: Floats, truth: NDArray[np.bool_]) -> Floats:
    """Ridge logistic regression; the first column is the constant, which is not shrunk. Features are scaled for it."""
    spread = table.std(axis=0)
    spread[0] = 1.0
    spread[spread < 1e-9] = np.inf  # never seen: its weight is 0
    scaled = table / spread
    ridge = np.full(table.shape[1], _RIDGE)
    ridge[0] = 1e-6
    weights = np.zeros(table.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-(scaled @ weights)))
        slope = scaled.T @ (likely - truth) + ridge * weights
        curve = (scaled * (likely * (1 - likely))[:, None]).T @ scaled + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return np.asarray(weights / spread)


def _best(likely: Floats, names: Sequence[tuple[int, str]], wanted: Sequence[set[str]]) -> float:
    """The least likelihood from which names are right often enough; a name is as likely as its best place."""
    verdicts: dict[tuple[int, str], float] = {}
    for chance, name in zip(likely.tolist(), names, strict=True):
        verdicts[name] = max(verdicts.get(name, 0.0), chance)
    every = sum(map(len, wanted))

    def right(least: float) -> tuple[int, int]:
        kept = [name in wanted[n] for (n, name), chance in verdicts.items() if chance >= least]
        return sum(kept), max(1, len(kept))

    steps = [round(0.3 + 0.02 * n, 2) for n in range(26)]
    exact = (least for least in steps if (found := right(least))[0] / found[1] >= PRECISION)
    return next(exact, max(steps, key=lambda least: 2 * right(least)[0] / (right(least)[1] + every)))


def told(weights: judge.Weights) -> dict[str, Any]:
    """The weights with the names of their features, for meta.json."""
    if not weights.features:
        return {"least": weights.least}
    return {"least": weights.least, **{n: round(w, 2) for n, w in zip(judge.NAMES, weights.features, strict=True)}}
