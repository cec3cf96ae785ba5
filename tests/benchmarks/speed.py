"""Where the time of `kb add` goes, as ratios taken in one run, so that a busy machine does not change them.

usage: python tests/benchmarks/speed.py FILE [--papers N]

Prints CPU seconds of each stage, and: reading + extraction against spaCy's blank tokenizer over the same texts;
mapping + publishing against Oxigraph's own bulk load of the same N-Quads; start-up against bare Python.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pyoxigraph
import spacy

import kb
from kb import extractors
from kb.decisions import Decisions
from kb.derive import derive
from kb.extraction import pipeline
from kb.facts import Facts
from kb.graph.content import Content
from kb.graph.mapping import lines
from kb.graph.names import Names, forms
from kb.graph.search import Search, search_rows
from kb.graph.store import load
from kb.graph.versions import Versions

SECONDS: dict[str, float] = {}


@contextmanager
def measured(stage: str) -> Iterator[None]:
    """Adds the CPU seconds of a block to its stage."""
    start = time.process_time()
    yield
    SECONDS[stage] = SECONDS.get(stage, 0.0) + time.process_time() - start


def stages(file: str, papers: int | None) -> None:
    """Runs the stages of `kb add` one by one over the papers of a file, and what each is compared with."""
    with measured("reading"):
        found = list(islice(kb.read(file), papers))
    tokenizer, reader = spacy.blank("en"), pipeline()
    list(extractors.extract(found[:5]))  # the lexicon and the patterns load once
    with measured("blank tokenizer"):
        for _ in tokenizer.pipe(f"{p.title}\n\n{p.abstract}" for p in found):
            pass
    with measured("extraction"):
        readings = list(reader.extract(found))
    facts = Facts()
    with measured("facts"), facts.transaction():
        for paper, reading in zip(found, readings, strict=True):
            facts.add(paper)
            facts.keep_reading(paper.text_sha, reader.id, reading.to_json())
    with measured("resolving"):
        content = derive(facts, reader, Decisions(), lambda what, done, total: None)
    with measured("mapping"):
        quads = list(lines(content))
    with tempfile.TemporaryDirectory() as folder:
        with measured("bulk load alone"):
            load(pyoxigraph.Store(f"{folder}/alone"), quads)
        with measured("publishing"):
            Versions(folder).publish(iter(quads), extras=lambda path: indexes(path, content))
    print(f"{len(found):,} papers, {len(quads):,} statements, {len(content.concepts):,} concepts")


def indexes(folder: Path, content: Content) -> None:
    """The two files that stand beside a graph."""
    Names(folder / "names.db", forms(content)).close()
    Search(folder / "search.db", search_rows(content)).close()


def start_up(code: list[str]) -> float:
    """The least CPU seconds of five starts."""

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *code], stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(once() for _ in range(5))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--papers", type=int)
    given = parser.parse_args()
    stages(given.file, given.papers)
    for stage, seconds in SECONDS.items():
        print(f"{stage:16} {seconds:8.2f} s")
    s = SECONDS
    ratios: dict[str, Callable[[], float]] = {
        "reading + extraction / blank tokenizer": lambda: (s["reading"] + s["extraction"]) / s["blank tokenizer"],
        "facts + resolving / blank tokenizer": lambda: (s["facts"] + s["resolving"]) / s["blank tokenizer"],
        "mapping + publishing / bulk load alone": lambda: (s["mapping"] + s["publishing"]) / s["bulk load alone"],
    }
    for name, ratio in ratios.items():
        print(f"{name:40} {ratio():6.2f}")
    bare = start_up(["-c", "pass"])
    print(f"{'import kb, over bare Python':40} {start_up(['-c', 'import kb']) - bare:6.3f} s CPU")
    print(f"{'kb --help':40} {start_up(['-m', 'kb', '--help']):6.3f} s CPU")
    print(f"{'peak memory':40} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB")


if __name__ == "__main__":
    main()
