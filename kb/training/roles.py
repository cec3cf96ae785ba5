"""The weights by which a concept's role is told (`resolve.learned_roles`), fitted on papers whose concepts are marked.

Multinomial logistic regression with a ridge. A concept that a reader marked as optional counts for less than one that
the paper must be found by: marks of optional ones are the least alike between readers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import logsumexp

from ..records import ROLES
from ..resolve.learned_roles import RoleWeights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

OPTIONAL: Final = 0.2
"""What an optional concept counts for, against 1."""

SEEN: Final = 20
"""Concepts that must show a sign before it has a weight."""

_RIDGE: Final = 20.0
_TRUST: Final = 0.5
"""Logits for the role that the rules give, beyond what the marks teach: other readers agree with the rules more."""


class Played(NamedTuple):
    """A marked concept: its signs, and the role that a reader gave it."""

    signs: Set[str]
    role: str
    required: bool = True


def fitted(played: Sequence[Played]) -> RoleWeights:
    """The weights for the signs of marked concepts; the same concepts in the same order give the same weights."""
    counts = Counter(sign for one in played for sign in one.signs)
    columns = {sign: n for n, sign in enumerate(sorted(s for s, n in counts.items() if n >= SEEN))}
    found = [sorted(columns[s] for s in one.signs if s in columns) for one in played]
    ends = np.cumsum([0, *map(len, found)])
    places = np.fromiter((n for row in found for n in row), dtype=np.int64, count=int(ends[-1]))
    table = csr_array((np.ones(len(places)), places, ends), shape=(len(played), len(columns)))
    truth = np.array([ROLES.index(one.role) for one in played])
    counted = np.array([1.0 if one.required else OPTIONAL for one in played])
    weights = _regression(table, truth, counted)
    return RoleWeights(_rounded(weights, columns))


def _regression(table: csr_array, truth: NDArray[np.int64], counted: Floats) -> Floats:
    """One row of weights a sign, one column a role."""
    shape = (table.shape[1], len(ROLES))
    right = np.zeros((len(truth), len(ROLES)))
    right[np.arange(len(truth)), truth] = 1.0

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(shape)
        logits = table @ weights
        logs = logits - logsumexp(logits, axis=1, keepdims=True)
        slope = table.T @ ((np.exp(logs) - right) * counted[:, None]) + _RIDGE * weights
        value = -(logs[np.arange(len(truth)), truth] * counted).sum() + _RIDGE / 2 * (weights**2).sum()
        return float(value), np.asarray(slope).ravel()

    start = np.zeros(shape[0] * shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400, "ftol": 1e-9})
    return np.asarray(found.x, dtype=np.float64).reshape(shape)


def _rounded(weights: Floats, columns: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Hundredths of a logit, with the rules' own share; signs that say nothing are left out."""
    table = {}
    for sign, n in columns.items():
        row = weights[n].copy()
        if sign.startswith("role=") and (role := sign.removeprefix("role=")) in ROLES:
            row[ROLES.index(role)] += _TRUST
        if any(whole := np.rint(100 * row).astype(int).tolist()):
            table[sign] = tuple(whole)
    return table
