"""The network that reads concepts out of a sentence: words in, for each word the chance of each label out.

spaCy's own hash embedding and windowed encoder (`spacy.ml`), and above them one layer for each *scheme*: a way of
marking concepts, as one guideline has it. Schemes share what they learn of words and stretches of words; each keeps its
own borders. Labels are O, and B and I of each type (a name's first word, and its others).

What a lexicon knows of a word is a feature of it beside its letters: a known name is seen also where the words around
it are new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from spacy.ml.featureextractor import FeatureExtractor
from spacy.ml.models.tok2vec import MaxoutWindowEncoder, MultiHashEmbed, build_Tok2Vec_model
from thinc.api import HashEmbed, Linear, Maxout, chain, concatenate, list2ragged, ragged2list, with_array

from .vectors import WordVectors, looked_up

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc
    from thinc.api import Model

    Floats = NDArray[np.float32]
    Labels = NDArray[np.int64]

SHAPE: Final[dict[str, Any]] = {
    "width": 96,
    "depth": 4,
    "rows": {"NORM": 10_000, "PREFIX": 2_000, "SUFFIX": 4_000, "SHAPE": 4_000, "TAG": 100},
}
"""The size of the shipped network: floats a word, layers (each sees one word further to both sides), hash tables."""

_NEVER: Final = -1e9


class Guess(NamedTuple):
    """A run of words that the network takes for a concept: first word, behind the last, type, and how sure (0 to 1)."""

    first: int
    behind: int
    type: str
    score: float


class Schemes:
    """The labels of all schemes, side by side: which columns of the network's answer are whose."""

    def __init__(self, types: dict[str, Sequence[str]]) -> None:
        self.types = {name: tuple(t) for name, t in types.items()}
        self.columns: dict[str, slice] = {}
        self.width = 0
        for name, some in self.types.items():
            self.columns[name] = slice(self.width, self.width + 1 + 2 * len(some))
            self.width += 1 + 2 * len(some)
        self._follows = {name: _follows(len(some)) for name, some in self.types.items()}

    def chances(self, answer: Floats, scheme: str) -> Floats:
        """The chance of each label of a scheme for each word, from the network's answer: rows sum to 1."""
        raw = answer[:, self.columns[scheme]]
        raw = np.exp(raw - raw.max(axis=1, keepdims=True))
        return np.asarray(raw / raw.sum(axis=1, keepdims=True), dtype=np.float32)

    def guesses(self, answer: Floats, scheme: str) -> list[Guess]:
        """The concepts of the likeliest labels of a text, in order; the score is the geometric mean of its words'."""
        if not len(answer):
            return []
        logs = np.log(self.chances(answer, scheme) + 1e-9)
        best = _likeliest(logs, self._follows[scheme])
        rows, types, found = logs[np.arange(len(best)), best], self.types[scheme], []
        first = None
        for n, label in enumerate([*best.tolist(), 0]):
            if first is not None and (label == 0 or label % 2 == 1):
                score = float(np.exp(rows[first:n].mean()))
                found.append(Guess(first, n, types[(int(best[first]) - 1) // 2], score))
                first = None
            if label % 2 == 1:
                first = n
        return found

    def labels(self, marked: Iterable[tuple[int, int, str]], length: int, scheme: str) -> Labels:
        """The labels of a text in which runs of words are marked (first, behind, type); of two that meet the longer."""
        out = np.zeros(length, dtype=np.int64)
        number = {name: n for n, name in enumerate(self.types[scheme])}
        for first, behind, type in sorted(marked, key=lambda m: m[0] - m[1]):
            if not out[first:behind].any():
                out[first] = 1 + 2 * number[type]
                out[first + 1 : behind] = 2 + 2 * number[type]
        return out


def _follows(types: int) -> Floats:
    """What is added where a label follows a label: I stands only behind B or I of its type."""
    size = 1 + 2 * types
    out = np.zeros((size, size), dtype=np.float32)
    for inside in range(2, size, 2):
        out[:, inside] = _NEVER
        out[[inside - 1, inside], inside] = 0
    return out


def _likeliest(logs: Floats, follows: Floats) -> Labels:
    """The sequence of labels of the greatest product (Viterbi)."""
    length, size = logs.shape
    back = np.zeros((length, size), dtype=np.int64)
    score = logs[0].copy()
    score[2::2] = _NEVER
    columns = np.arange(size)
    for n in range(1, length):
        ways = score[:, None] + follows
        back[n] = ways.argmax(axis=0)
        score = ways[back[n], columns] + logs[n]
    out = np.zeros(length, dtype=np.int64)
    out[-1] = score.argmax()
    for n in range(length - 1, 0, -1):
        out[n - 1] = back[n, out[n]]
    return out


def _embedding(width: int, rows: dict[str, int], vectors: WordVectors | None) -> Any:
    """Hashed features of each word (as spaCy's MultiHashEmbed) and, beside them, its vector."""
    if vectors is None:
        return MultiHashEmbed(width=width, attrs=[*rows], rows=[*rows.values()], include_static_vectors=False)
    hashed: list[Any] = [
        HashEmbed(width, size, column=n, seed=8 + n, dropout=0.0) for n, size in enumerate(rows.values())
    ]
    features: Any = chain(FeatureExtractor([*rows]), list2ragged(), with_array(concatenate(*hashed)))
    mixed: Any = with_array(Maxout(width, width * (len(hashed) + 1), nP=3, dropout=0.0, normalize=True))
    return chain(concatenate(features, looked_up(vectors, width)), mixed, ragged2list())


def network(
    schemes: Schemes, *, width: int, depth: int, rows: dict[str, int], vectors: WordVectors | None = None
) -> Model[list[Doc], list[Floats]]:
    """An untrained network for these schemes: Docs to one row of raw scores a word."""
    embed = _embedding(width, rows, vectors)
    encode = MaxoutWindowEncoder(width=width, window_size=1, maxout_pieces=3, depth=depth)
    words: Any = build_Tok2Vec_model(embed, encode)
    return chain(words, with_array(Linear(schemes.width, width)))
