"""Words as vectors learned from many abstracts without marks: what stands beside the same words lies near.

A table for the network to read beside a word's letters. It is made once (`data/models/vectors.py`), never trained here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from thinc.api import Model, Ragged, chain, with_array
from thinc.layers import Linear

from ..errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from spacy.tokens import Doc

    from .tagger import Floats

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_DIGITS = re.compile(r"\d+")


def words_of(text: str) -> list[str]:
    """The words of a text as the table knows them: small letters, signs apart, every number 0."""
    return _WORD.findall(_DIGITS.sub("0", text.lower()))


class WordVectors:
    """Words and their vectors, a row each, kept as half floats; a word that it does not know is a row of zeros.

    A token of several words ('self-supervised') has the mean of theirs.
    """

    def __init__(self, words: Sequence[str], table: Any) -> None:
        self.words = tuple(words)
        self.table = np.asarray(table, dtype=np.float16)
        self.width = int(self.table.shape[1])
        self._row = {word: n for n, word in enumerate(self.words)}
        self._known: dict[int, Floats] = {}

    @classmethod
    def from_file(cls, path: Path) -> WordVectors:
        """The table that `data/models/vectors.py` wrote. Raises BadInput for a file that is none."""
        try:
            with np.load(path, allow_pickle=False) as kept:
                return cls(kept["words"].tolist(), kept["table"])
        except (OSError, ValueError, KeyError) as error:
            raise BadInput(f"{path} holds no vectors of words ({error}): data/models/vectors.py makes some") from error

    def __call__(self, docs: Sequence[Doc]) -> Floats:
        """One row for each token of some texts."""
        if len(self._known) > len(self.words):  # texts bring ever new numbers and names
            self._known.clear()
        rows = []
        for doc in docs:
            for token in doc:
                if (row := self._known.get(token.lower)) is None:
                    row = self._known[token.lower] = self._of(token.lower_)
                rows.append(row)
        return np.stack(rows) if rows else np.zeros((0, self.width), np.float32)

    def _of(self, token: str) -> Floats:
        known = [self._row[word] for word in words_of(token) if word in self._row]
        if not known:
            return np.zeros(self.width, np.float32)
        return np.asarray(self.table[known].astype(np.float32).mean(axis=0))

    def to_dict(self) -> dict[str, Any]:
        """What a model keeps of it."""
        return {"words": "\n".join(self.words), "width": self.width, "table": self.table.tobytes()}

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> WordVectors:
        """The inverse of `to_dict`."""
        return cls(kept["words"].split("\n"), np.frombuffer(kept["table"], np.float16).reshape(-1, kept["width"]))


def looked_up(vectors: WordVectors, width: int) -> Model[list[Doc], Ragged]:
    """A layer: texts to the vectors of their words, brought to `width` floats by weights that are learned."""

    def forward(
        model: Model[Any, Any], docs: list[Doc], is_train: bool
    ) -> tuple[Ragged, Callable[[Ragged], list[Doc]]]:
        lengths = model.ops.asarray1i([len(doc) for doc in docs])
        return Ragged(cast("Any", vectors(docs)), lengths), lambda _: []

    look_up: Model[list[Doc], Ragged] = Model("looked_up", forward)
    return chain(look_up, with_array(Linear(width, vectors.width)))
