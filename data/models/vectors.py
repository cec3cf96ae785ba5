"""Step 0 of the shipped model: a vector for each word of the unmarked abstracts, by the words that it stands beside.

usage: python data/models/vectors.py --shared ../shared --out vectors.npz

Counts how often two words stand within four words of each other, weighs the counts by their surprise (positive
pointwise mutual information, contexts smoothed by 0.75; Levy, Goldberg and Dagan 2015,
https://doi.org/10.1162/tacl_a_00134) and keeps the strongest directions (truncated SVD). Reads the titles and abstracts
of ml_works and OpenAlex, and SciREX's papers. Numbers become 0. The same texts give the same vectors, up to the last
digits of the machine's arithmetic.
"""

from __future__ import annotations

import argparse
import json
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import coo_array, csr_array, diags_array
from scipy.sparse.linalg import svds

import kb
from kb.extractors.vectors import words_of

WINDOW, LEAST, WIDTH, SMOOTH = 4, 5, 96, 0.75


def texts(shared: Path) -> Iterator[str]:
    """All texts, one after the other; marks are not looked at."""
    for name in ("ml_works.jsonl.gz", "openalex_synergy.jsonl.gz"):
        for paper in kb.read(str(shared / "data" / name)):
            yield f"{paper.title or ''} . {paper.abstract or ''}"
    with tarfile.open(shared / "benchmarks/scirex/train_dev_docs.tar.gz") as papers:
        for member in papers:
            if file := papers.extractfile(member):
                for line in file:
                    yield " ".join(json.loads(line)["words"])


def counted(shared: Path) -> tuple[list[str], csr_array]:
    """The words that come often enough, and how often each two stand near each other (nearer counts more)."""
    frequent = Counter(word for text in texts(shared) for word in words_of(text))
    words = sorted(word for word, n in frequent.items() if n >= LEAST)
    number = {word: n for n, word in enumerate(words)}
    total = csr_array((len(words), len(words)), dtype=np.float32)
    for some in _batches(np.array([number.get(w, -1) for w in words_of(text)]) for text in texts(shared)):
        row, column, value = [], [], []
        for away in range(1, WINDOW + 1):
            left, right = some[:-away], some[away:]
            both = (left >= 0) & (right >= 0)
            row.append(left[both])
            column.append(right[both])
            value.append(np.full(both.sum(), 1 / away, dtype=np.float32))
        near = coo_array((np.concatenate(value), (np.concatenate(row), np.concatenate(column))), shape=total.shape)
        total = total + near.tocsr()
    return words, csr_array(total + total.T)


def _batches(numbered: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    """Many texts as one row of numbers, with a gap between two that no window spans."""
    gap, held = np.full(WINDOW, -1), []
    for one in numbered:
        held += [one, gap]
        if len(held) >= 10_000:
            yield np.concatenate(held)
            held = []
    if held:
        yield np.concatenate(held)


def directions(counts: csr_array, width: int) -> np.ndarray:
    """The rows of the surprise matrix in its `width` strongest directions, each row of length 1."""
    own = np.asarray(counts.sum(axis=1)).ravel()
    beside = own**SMOOTH
    chance = counts.tocoo()
    surprise = np.log(chance.data * beside.sum() / (own[chance.row] * beside[chance.col]))
    kept = surprise > 0
    matrix = coo_array((surprise[kept], (chance.row[kept], chance.col[kept])), shape=counts.shape).tocsr()
    left, strength, _ = svds(matrix.astype(np.float32), k=width, random_state=1)
    rows = left @ diags_array(np.sqrt(strength))
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6))


def main() -> None:
    """Counts, and writes words and vectors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    words, counts = counted(given.shared)
    np.savez_compressed(given.out, words=np.array(words), table=directions(counts, WIDTH).astype(np.float16))
    print(f"{len(words):,} words")


if __name__ == "__main__":
    main()
