"""How well a model marks what somebody marked: precision, recall and F1 over spans, strict (with type) and untyped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .marks import OTHER

if TYPE_CHECKING:
    from ..extractors.learned import LearnedNames
    from .loop import Example


@dataclass(slots=True)
class Tally:
    """Spans that are right, wrongly found, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, marked: set[Any], found: set[Any]) -> None:
        """Counts one text."""
        self.right += len(marked & found)
        self.wrong += len(found - marked)
        self.missed += len(marked - found)

    def told(self) -> dict[str, float]:
        """Precision, recall and F1, from 0 to 1."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)
        return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def scores(learner: LearnedNames, examples: Sequence[Example], scheme: str) -> dict[str, Any]:
    """Strict and untyped figures of one scheme, and strict ones of each type; what is no concept is not counted."""
    marked = [e for e in examples if scheme in e.labels]
    strict, untyped, types = Tally(), Tally(), dict[str, Tally]()
    for batch in _batches(marked):
        for example, answer in zip(batch, learner.answers([e.doc for e in batch]), strict=True):
            labels = example.labels[scheme].tolist()
            gold = {s for s in _spans(labels, learner.schemes.types[scheme]) if s[2] not in OTHER}
            found = {g[:3] for g in learner.schemes.guesses(answer, scheme) if g.type not in OTHER}
            strict.add(gold, found)
            untyped.add({s[:2] for s in gold}, {s[:2] for s in found})
            for type in {s[2] for s in gold | found}:
                types.setdefault(type, Tally()).add(
                    {s for s in gold if s[2] == type}, {s for s in found if s[2] == type}
                )
    return {
        "texts": len(marked),
        "strict": strict.told(),
        "untyped": untyped.told(),
        "types": {type: tally.told() for type, tally in sorted(types.items())},
    }


def _batches(examples: Sequence[Example], size: int = 32) -> Iterable[Sequence[Example]]:
    return (examples[n : n + size] for n in range(0, len(examples), size))


def _spans(labels: Sequence[int], types: Sequence[str]) -> set[tuple[int, int, str]]:
    found, first = set(), None
    for n, label in enumerate([*labels, 0]):
        if first is not None and (label == 0 or label % 2 == 1):
            found.add((first, n, types[(labels[first] - 1) // 2]))
            first = None
        if label % 2 == 1:
            first = n
    return found
