"""Marks to a model: a folder that `spacy.load` reads, with its scores and what it was made of in meta.json."""

from __future__ import annotations

import platform
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import thinc
from spacy.about import __version__ as spacy_version

from .. import __version__
from ..errors import BadInput
from ..extractors.learned import Featured, blank, learner_of, load
from ..extractors.tagger import SHAPE, Schemes
from ..extractors.vectors import WordVectors
from ..records import TYPES
from ..spelling import digest
from .loop import Example, Recipe, train
from .marks import DEFAULT, OTHER, Marked
from .scores import scores
from .weighing import fitted, told

if TYPE_CHECKING:
    from spacy.language import Language

    from ..extractors.learned import LearnedNames

UNTOLD: Final = 0.15
"""The share of texts that are learned without what the lexicon knows, so that a model does without it too."""


def schemes_of(marked: Iterable[Marked]) -> dict[str, Sequence[str]]:
    """The schemes of some marks, each with the types that it marks, our own first."""
    found: dict[str, set[str]] = {}
    for one in marked:
        for scheme, spans in one.schemes.items():
            found.setdefault(scheme, set()).update(s.type for s in spans)
    order = sorted(found, key=lambda s: (s != DEFAULT, s))
    return {s: [t for t in (*TYPES, *OTHER) if t in found[s] or (s == DEFAULT and t in TYPES)] for s in order}


def examples(
    marked: Iterable[Marked],
    schemes: Schemes,
    *,
    weight: Callable[[Marked], float] = lambda marked: 1.0,
    seed: int | None = None,
) -> list[Example]:
    """Texts with the labels of their words. With a seed, some are told nothing of the lexicon (for learning)."""
    reader, rng = Featured(), random.Random(seed)
    out = []
    for one in marked:
        told = seed is None or rng.random() >= UNTOLD
        doc = reader.doc(one.text, one.abstract, known=told)
        first = {token.idx: token.i for token in doc}
        behind = {token.idx + len(token): token.i + 1 for token in doc}
        labels = {}
        for scheme, spans in one.schemes.items():
            if scheme in schemes.types:
                runs = [(first[s.begin], behind[s.end], s.type) for s in spans if s.begin in first and s.end in behind]
                labels[scheme] = schemes.labels([r for r in runs if r[2] in schemes.types[scheme]], len(doc), scheme)
        if len(doc) and labels:
            out.append(Example(doc, labels, weight(one)))
    return out


def teach(
    marked: Sequence[Marked],
    recipe: Recipe,
    *,
    start: Path | None = None,
    shape: Mapping[str, Any] = SHAPE,
    vectors: Path | None = None,
    weight: Callable[[Marked], float] = lambda marked: 1.0,
    watch: Callable[[LearnedNames, int], None] = lambda learner, step: None,
) -> Language:
    """A pipeline that learned from marks: from nothing, or from where another model had come to (`start`).

    Raises BadInput for marks of a scheme or type that the other model does not have.
    """
    wanted = schemes_of(marked)
    if start is None:
        nlp = blank()
        learner = learner_of(nlp)
        learner.start(wanted, dict(shape), WordVectors.from_file(vectors) if vectors else None)
    else:
        nlp = load(start)
        learner = learner_of(nlp)
        for scheme, types in wanted.items():
            if strange := set(types) - set(learner.schemes.types.get(scheme, ())):
                known = "; ".join(f"{s}: {', '.join(t)}" for s, t in learner.schemes.types.items())
                raise BadInput(
                    f"{start} was not made for {', '.join(sorted(strange))} in the scheme {scheme!r} (it has {known}): "
                    "train from nothing with --from nothing"
                )
    learned = examples(marked, learner.schemes, weight=weight, seed=recipe.seed)
    if not learned:
        raise BadInput("no mark lies on the borders of words, so there is nothing to learn")
    train(learner, learned, recipe, watch=lambda step: watch(learner, step), fresh=start is None)
    return nlp


def fit_judge(nlp: Language, held_back: Sequence[Marked], *, least: float | None = None) -> bool:
    """Fits the weights by which finds stay on marks that were not learned; False, and nothing changed, for too few."""
    learner = learner_of(nlp)
    weights = fitted(learner, held_back, least=least)
    if weights is not None:
        learner.weights = weights
    return weights is not None


def describe(
    nlp: Language,
    recipe: Recipe,
    *,
    name: str,
    sources: Sequence[Mapping[str, Any]],
    held_back: Mapping[str, Sequence[Example]],
    start: str | None = None,
) -> dict[str, Any]:
    """Writes into a pipeline's meta what it was made of, with which versions, and what it scores on held-back marks."""
    learner = learner_of(nlp)
    performance = {scheme: scores(learner, some, scheme) for scheme, some in held_back.items() if some}
    nlp.meta["name"], nlp.meta["version"] = name, __version__
    nlp.meta["sources"] = [dict(source) for source in sources]
    nlp.meta["performance"] = performance
    nlp.meta["kb"] = {
        "recipe": asdict(recipe),
        "from": start,
        "finds": told(learner.weights),
        "hash": digest(learner.to_bytes().hex()),
        "versions": {
            "citekb": __version__,
            "spacy": spacy_version,
            "thinc": thinc.__version__,
            "python": platform.python_version(),
        },
    }
    return performance
