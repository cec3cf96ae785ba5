"""The training of the network: batches of marked texts, each word's labels against the network's chances.

What a text is marked for by one scheme teaches that scheme's layer and the words below; other schemes are left alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from thinc.api import Adam, fix_random_seed, set_dropout_rate

from ..extractors.learned import LearnedNames

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from ..extractors.tagger import Floats, Labels


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the labels of its words by each scheme that marked it; `weight` tells how often it is drawn."""

    doc: Doc
    labels: dict[str, Labels]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how boldly is learned. A step is one batch of about `words` words."""

    steps: int = 2_000
    words: int = 1_500
    rate: float = 0.001
    dropout: float = 0.2
    seed: int = 1
    every: int = 200


_WARM: Final = 100  # steps until the rate is full
_LEAST: Final = 0.05  # of the rate, at the end


def train(
    learner: LearnedNames,
    examples: Sequence[Example],
    recipe: Recipe,
    *,
    watch: Callable[[int], None] = lambda step: None,
    fresh: bool = True,
) -> None:
    """Teaches a component; the same examples, recipe and machine give the same weights.

    The weights that stay are the running means over the steps. `watch` is called every `recipe.every` steps while those
    means are in place. `fresh=False` goes on from the weights that are there.
    """
    fix_random_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    model = learner.model
    if fresh:
        model.initialize(X=[e.doc for e in examples[:10]])
    optimizer = Adam(recipe.rate, L2=0.01, grad_clip=1.0, use_averages=True, L2_is_weight_decay=True)
    set_dropout_rate(model, recipe.dropout)
    drawn = _batches(examples, recipe.words, rng)
    for step in range(1, recipe.steps + 1):
        batch = next(drawn)
        answers, back = model.begin_update([e.doc for e in batch])
        back(_gradients(learner, answers, batch))
        optimizer.learn_rate = recipe.rate * min(1.0, step / _WARM) * max(_LEAST, 1 - step / recipe.steps)
        model.finish_update(optimizer)
        if step % recipe.every == 0:
            with model.use_params(optimizer.averages):
                watch(step)
    for node in model.walk():  # the means stay
        for name in node.param_names:
            if (mean := optimizer.averages.get((node.id, name))) is not None:
                node.set_param(name, mean)
    set_dropout_rate(model, 0.0)


def _gradients(learner: LearnedNames, answers: Sequence[Floats], batch: Sequence[Example]) -> list[Floats]:
    schemes, out = learner.schemes, []
    words = sum(len(a) for a in answers)
    for answer, example in zip(answers, batch, strict=True):
        gradient = np.zeros_like(answer)
        for scheme, labels in example.labels.items():
            wrong = schemes.chances(answer, scheme)
            wrong[np.arange(len(labels)), labels] -= 1
            gradient[:, schemes.columns[scheme]] = wrong
        out.append(gradient * (50.0 / words))
    return out


def _batches(examples: Sequence[Example], words: int, rng: random.Random) -> Iterator[list[Example]]:
    """Batches without end; an example of weight 2 comes twice while one of weight 1 comes once."""
    batch: list[Example] = []
    held = 0
    while True:
        round_ = [e for e in examples for _ in range(int(e.weight) + (rng.random() < e.weight % 1))]
        rng.shuffle(round_)
        for example in round_:
            batch.append(example)
            held += len(example.doc)
            if held >= words:
                yield batch
                batch, held = [], 0
