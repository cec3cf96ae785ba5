"""Which finds stay: every doubtful one is weighed by its rule and by what the network says of its words.

A find of a sure rule (a defined acronym, a name that a title introduces) stays as it is. Any other is a candidate
beside the network's own; a logistic function of the features below says how likely a reader would have marked it, and
of candidates that overlap the likelier stays. The weights are learned from marked texts (`kb.training`), and lie in the
model beside the network's.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ..spelling import fold
from .around import by_letters
from .spans import Find

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from .tagger import Floats, Schemes

    Row = NDArray[np.float64]

OURS: Final = "kb"
"""The scheme that extraction follows."""

LEARNED: Final = "learned"
"""The rule of what only the network found."""

SURE: Final = frozenset({"acronym", "slash", "cue-title"})
"""Rules that are not judged."""

RULES: Final = (
    "lexicon",
    "phrase",
    "shape",
    "cue",
    "cue-quote",
    "lexicon-acronym",
    "lexicon-clue",
    "composed",
    LEARNED,
)


class Candidate(NamedTuple):
    """A find, its words (first, behind), and the features by which it is weighed."""

    find: Find
    first: int
    behind: int
    row: Row


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature speaks for or against; `least` is the likelihood from which a find stays."""

    features: Sequence[float] = field(default_factory=tuple)
    least: float = 0.5

    def likelihood(self, row: Row) -> float:
        """From 0 to 1. Without weights what a rule found stays, and the network is taken at its word."""
        if not len(self.features):
            return 1.0 if not row[_LEARNED] else 1 / (1 + math.exp(-float(row[1])))
        return 1 / (1 + math.exp(-float(row @ np.asarray(self.features))))

    def to_dict(self) -> dict[str, Any]:
        """As kept in a model."""
        return {"features": [round(float(w), 4) for w in self.features], "least": self.least}


NAMES: Final = (
    "always",
    "words: mean",
    "words: least",
    "begins",
    "ends",
    "goes on",
    "by the other guideline",
    "by the third guideline",
    "generic",
    "inside another",
    "holds another",
    "words",
    "title",
    "repeated",
    "capitals",
    "confidence",
    *(f"{name} of {rule}" for rule in RULES for name in ("always", "words: mean")),
)
"""The features in their order."""

_LEARNED: Final = NAMES.index(f"always of {LEARNED}")


class Page(NamedTuple):
    """What the network says of a text: for each scheme one row of chances a word; and where its words lie."""

    doc: Doc
    chances: dict[str, Floats]
    first: dict[int, int]
    behind: dict[int, int]


def page(doc: Doc, answer: Floats, schemes: Schemes) -> Page:
    """The network's answer, ready to be asked about runs of characters."""
    return Page(
        doc,
        {scheme: schemes.chances(answer, scheme) for scheme in schemes.types},
        {token.idx: token.i for token in doc},
        {token.idx + len(token): token.i + 1 for token in doc},
    )


def pool(found: Sequence[Find], guessed: Sequence[Find]) -> list[Find]:
    """What is to be weighed: all finds but the sure ones, and the guesses where nothing else was found."""
    taken = {(f.begin, f.end) for f in found}
    return [f for f in found if f.rule not in SURE] + [g for g in guessed if (g.begin, g.end) not in taken]


def candidates(found: Sequence[Find], page: Page, text: str, abstract: int, schemes: Schemes) -> list[Candidate]:
    """The finds that lie on borders of words, with their features."""
    placed = [
        (f, page.first[f.begin], page.behind[f.end])
        for f in found
        if f.begin in page.first and f.end in page.behind and page.first[f.begin] < page.behind[f.end]
    ]
    if not placed:
        return []
    first, behind = np.array([i for _, i, _ in placed]), np.array([j for _, _, j in placed])
    ours = page.chances[OURS]
    inside = 1 - ours[:, 0]
    begins, goes_on = ours[:, 1::2].sum(axis=1), np.append(ours[:, 2::2].sum(axis=1), 0.0)
    mean = _means(inside, first, behind)
    inner = np.where(behind - first > 1, _means(goes_on, first + 1, np.maximum(behind, first + 2)), 1.0)
    rough = mean * begins[first]
    names = [fold(text[f.begin : f.end]) for f, _, _ in placed]
    times = Counter(names)
    over, under = _nested(first, behind, rough)
    columns = [
        np.ones(len(placed)),
        _odds(mean),
        _odds(np.minimum.reduceat(np.append(inside, 1.0), np.stack([first, behind], 1).ravel())[::2]),
        _odds(begins[first]),
        _odds(1 - goes_on[behind]),
        _odds(inner),
        *_elsewhere(page, schemes, first, behind),
        over,
        under,
        np.log1p([text.count(" ", f.begin, f.end) for f, _, _ in placed]),
        [f.end < abstract for f, _, _ in placed],
        np.log([times[name] for name in names]),
        [not (s := text[f.begin + 1 : f.end]).islower() and s != s.lower() for f, _, _ in placed],
        [0.0 if f.rule == LEARNED else f.confidence for f, _, _ in placed],
    ]
    for rule in RULES:
        of_rule = np.array([f.rule == rule for f, _, _ in placed])
        columns += [of_rule, columns[1] * of_rule]
    rows = np.column_stack([np.asarray(c, dtype=np.float64) for c in columns])
    return [Candidate(f, i, j, row) for (f, i, j), row in zip(placed, rows, strict=True)]


def _odds(chances: Any) -> Any:
    """The logarithm of the odds, within about ±7."""
    return np.log((chances + 1e-3) / (1 - chances + 1e-3))


def _means(values: Any, first: Any, behind: Any) -> Any:
    """The mean of each run of values."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    behind = np.minimum(behind, len(values))
    return np.clip((total[behind] - total[first]) / np.maximum(1, behind - first), 0.0, 1.0)


def _nested(first: Any, behind: Any, rough: Any) -> tuple[Any, Any]:
    """For each run the surest one around it, and the surest one in it; 0 where there is none."""
    around = (first[None, :] <= first[:, None]) & (behind[None, :] >= behind[:, None])
    around &= (first[None, :] != first[:, None]) | (behind[None, :] != behind[:, None])
    return np.where(around, rough[None, :], 0.0).max(axis=1), np.where(around.T, rough[None, :], 0.0).max(axis=1)


def _elsewhere(page: Page, schemes: Schemes, first: Any, behind: Any) -> tuple[Any, Any, Any]:
    """The odds that SciERC's guideline, and SciREX's, would mark the words, and how generic they are by the former."""
    generic = np.zeros(len(first))
    odds = []
    for scheme in ("sciie", "scirex"):
        if (chances := page.chances.get(scheme)) is None:
            odds.append(np.zeros(len(first)))
            continue
        marked = 1 - chances[:, 0]
        if "Generic" in schemes.types[scheme]:
            at = 1 + 2 * schemes.types[scheme].index("Generic")
            vague = chances[:, at : at + 2].sum(axis=1)
            generic, marked = _means(vague, first, behind), marked - vague
        odds.append(_odds(_means(marked, first, behind)))
    return odds[0], odds[1], generic


def _holds(outer: Find, inner: Find) -> bool:
    return (
        outer.begin <= inner.begin and inner.end <= outer.end and (outer.begin, outer.end) != (inner.begin, inner.end)
    )


def type_of(page: Page, schemes: Schemes, candidate: Candidate) -> tuple[str, float]:
    """The type that the network gives to these words, and how much of what it takes for a concept is of that type."""
    ours = page.chances[OURS][candidate.first : candidate.behind, 1:].sum(axis=0)
    mass = ours[0::2] + ours[1::2]
    best = int(mass.argmax())
    return schemes.types[OURS][best], float(mass[best] / max(1e-9, mass.sum()))


def chosen(
    found: Sequence[Find],
    guessed: Sequence[Find],
    page: Page,
    text: str,
    abstract: int,
    schemes: Schemes,
    weights: Weights,
) -> list[Find]:
    """The finds that stay: sure ones as they are, of the others those that are likely, with their likelihood.

    One name has one verdict in a text, the best of its places; of two that overlap and are no known name inside an
    unknown one, the likelier stays.
    """
    sure = [f for f in found if f.rule in SURE]
    every = pool(found, guessed)
    weighed = candidates(every, page, text, abstract, schemes)
    placed = {id(c.find) for c in weighed}
    weighed = _bare(weighed, text)
    verdicts: dict[str, float] = {}
    for c in weighed:
        name = fold(text[c.find.begin : c.find.end])
        verdicts[name] = max(verdicts.get(name, 0.0), weights.likelihood(c.row))
    stay: list[tuple[float, Find]] = []
    for c in weighed:
        likely = verdicts[fold(text[c.find.begin : c.find.end])]
        if likely >= weights.least:
            label, share = type_of(page, schemes, c)
            known = bool(c.find.candidates)
            if known or share < _CLEAR:
                label = c.find.label
            label = label if known else by_letters(text, c.find.begin, c.find.end) or label
            confidence = c.find.confidence if known else round(min(_MOST, likely), 2)
            stay.append((likely, c.find._replace(label=label, confidence=confidence)))
    kept: list[Find] = []
    for _, f in sorted(
        dict.fromkeys(stay), key=lambda pair: (bool(not pair[1].candidates), -pair[0], pair[1].begin, -pair[1].end)
    ):
        if all(_side_by_side(f, k) for k in kept):
            kept.append(f)
    return [*sure, *(f for f in every if id(f) not in placed), *sorted(kept, key=lambda f: (f.begin, -f.end))]


def _bare(weighed: list[Candidate], text: str) -> list[Candidate]:
    """The candidates, those without their plain adjectives that are a name: ResNet-50 for "supervised ResNet-50"."""
    names = {c.find.end: c for c in weighed if c.find.candidates and _NAME.search(text[c.find.begin : c.find.end])}
    out = []
    for c in weighed:
        name = names.get(c.find.end)
        if name and not c.find.candidates and _ADJECTIVES.fullmatch(text, c.find.begin, name.find.begin):
            out.append(c._replace(find=name.find))  # two verdicts on one place: the better one counts
        else:
            out.append(c)
    return out


_NAME = re.compile(r"\d|(?<=.)[A-Z]")
_ADJECTIVES = re.compile(r"(?:[a-z][a-z-]* )+")
_CLEAR: Final = 0.6
"""The share of a type from which the network's word counts more than the rule's."""
_MOST: Final = 0.9


def _side_by_side(f: Find, kept: Find) -> bool:
    """Whether two finds do not meet, or are known names (which `reading` settles), or one known inside the other."""
    if f.end <= kept.begin or kept.end <= f.begin or (f.candidates and kept.candidates):
        return True
    if (f.begin, f.end) == (kept.begin, kept.end):
        return True
    return bool(kept.candidates) and _holds(f, kept)
