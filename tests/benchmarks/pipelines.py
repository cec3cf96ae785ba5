"""What the pipelines cost: CPU seconds of `fast` and `full` against spaCy's blank tokenizer over the same texts.

usage: python tests/benchmarks/pipelines.py FILE [--papers 600]

Each pipeline has read some other papers before it is measured, so that the lexicon and the model are loaded. With
`--jobs` also what two processes take for `full`, their start-up among it, against one.
"""

from __future__ import annotations

import argparse
import resource
import time
from itertools import islice

import spacy

import kb
from kb.extraction import extract, pipeline

WARM = 50


def children() -> float:
    """CPU seconds of processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Prints the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--papers", type=int, default=600)
    parser.add_argument("--jobs", action="store_true")
    given = parser.parse_args()
    papers = list(islice(kb.read(given.file), given.papers + WARM))
    warm, read = papers[:WARM], papers[WARM:]
    texts = [f"{p.title or ''}\n\n{p.abstract or ''}" for p in read]
    tokenizer = spacy.blank("en")
    list(tokenizer.pipe(f"{p.title or ''}\n\n{p.abstract or ''}" for p in warm))
    start = time.process_time()
    list(tokenizer.pipe(texts))
    tokens = time.process_time() - start
    print(f"{len(read):,} papers; blank tokenizer {tokens:.2f} s CPU")
    for name in ("fast", "full"):
        reader = pipeline(name)
        list(reader.extract(warm))
        start = time.process_time()
        list(reader.extract(read))
        seconds = time.process_time() - start
        print(f"{name:6} {seconds:8.2f} s CPU {seconds / tokens:6.1f} T {1000 * seconds / len(read):6.1f} ms a paper")
    if given.jobs:
        taken = []
        for jobs in (1, 2):
            start = time.process_time() + children()
            list(extract(read, pipeline="full", jobs=jobs))
            taken.append(time.process_time() + children() - start)
        print(f"full, two processes / one: {taken[1] / taken[0]:.2f} (CPU)")


if __name__ == "__main__":
    main()
