"""Where the time and memory of `kb add` go, as ratios taken in one run, so that a busy machine changes them little.

usage: python tests/benchmarks/speed.py FILE [--papers N] [--folder EMPTY]

All papers of a file but the last ten are read and built stage by stage. Prints CPU seconds of each stage, and: reading
+ extraction and facts + resolving against spaCy's blank tokenizer over the same texts; mapping + publishing (the files
beside the graph too) against Oxigraph's own bulk load of the same N-Quads; start-up against bare Python. Then, in
processes of their own, with wall seconds and peak memory: the build of a version from all facts, an add of the last ten
papers, and a decision; and extraction alone in one and in two processes.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
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
from kb.base import quiet
from kb.decisions import Decisions
from kb.derive import derive, kept_under, lines_of, unwatched
from kb.extraction import BATCH, batches, pipeline
from kb.facts import Facts
from kb.graph.mapping import lines
from kb.graph.store import load
from kb.published import Published
from kb.records import Paper

SECONDS: dict[str, float] = {}


@contextmanager
def measured(stage: str) -> Iterator[None]:
    """Adds the CPU seconds of a block to its stage."""
    start = time.process_time()
    yield
    SECONDS[stage] = SECONDS.get(stage, 0.0) + time.process_time() - start


def stages(folder: Path, found: list[Paper]) -> None:
    """Runs the stages of `kb add` one by one, and what each is compared with."""
    tokenizer, reader = spacy.blank("en"), pipeline("fast")
    list(extractors.extract(found[:5]))  # the lexicon and the patterns load once
    with measured("blank tokenizer"):
        for _ in tokenizer.pipe(f"{p.title}\n\n{p.abstract}" for p in found):
            pass
    facts = Facts(folder / "facts.db")
    for batch in batches(found, 5 * BATCH):
        with measured("facts"), facts.transaction():
            for paper in batch:
                facts.add(paper)
    with unwatched():  # as Builder.publish is
        for batch in batches(found):
            with measured("extraction"):
                readings = list(reader.extract(batch))
            with measured("resolving"), facts.transaction():
                for paper, reading in zip(batch, readings, strict=True):
                    line, own = lines_of(paper, reading, reader.entries(paper, reading))
                    facts.keep_reading(paper.text_sha, reader.key(paper), line)
                    facts.keep_reading(paper.text_sha, kept_under(reader.key(paper), reader), own)
            with measured("extraction"):
                gc.collect(0)  # as derive does for what spaCy leaves
        with measured("resolving"):
            content = derive(facts, reader, Decisions(), quiet)
    quads = folder / "alone.nq"
    with quads.open("w", encoding="utf-8", newline="\n") as out:
        number = sum(bool(out.write(f"{line}\n")) for line in lines(content))
    with measured("mapping + publishing"):
        Published(folder, str, lambda: iter(())).publish(content)
    with measured("bulk load alone"), quads.open(encoding="utf-8", newline="\n") as text:
        load(pyoxigraph.Store(str(folder / "alone")), (line[:-1] for line in text))
    quads.unlink()
    print(f"{len(found):,} papers, {number:,} lines, {len(content.concepts):,} concepts")


def told(name: str, *words: str) -> float:
    """Runs a kb command in a process of its own, prints what it and its workers took, and gives the CPU seconds."""
    start = time.monotonic()
    with subprocess.Popen([sys.executable, "-m", "kb", *words], stdout=subprocess.DEVNULL) as run:
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        sys.exit(f"kb {' '.join(words)} failed")
    cpu, wall = used.ru_utime + used.ru_stime, time.monotonic() - start
    print(f"{name:40} {wall:8.1f} s wall {cpu:8.1f} s CPU {used.ru_maxrss / 1024:6.0f} MB")
    return cpu


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
    parser.add_argument("--folder", type=Path, help="keep the knowledge base here")
    given = parser.parse_args()
    os.environ["KB_PIPELINE"] = "fast"  # the model is measured by pipelines.py
    with measured("reading"):
        found = list(islice(kb.read(given.file), given.papers))
    with tempfile.TemporaryDirectory() as place:
        folder, ten = given.folder or Path(place) / "speed.kb", Path(place) / "ten.jsonl"
        folder.mkdir(parents=True)
        ten.write_text("".join(json.dumps(p.to_dict()) + "\n" for p in found[-10:]), "utf-8")
        del found[-10:]
        if child := os.fork():  # what is held there shall not count for the commands below
            if os.waitpid(child, 0)[1]:
                sys.exit("a stage failed")
        else:
            stages(folder, found)
            ratios()
            os._exit(sys.stdout.flush() or 0)
        for left in ("versions", "alone"):
            subprocess.run(["rm", "-r", str(folder / left)], check=True)
        (folder / "current").unlink()
        to = ("--kb", str(folder))
        told("a version of all facts", "add", *to)
        told("an add of ten papers", "add", str(ten), *to)
        told("a decision", "decide", "reject", "knowledge distillation", *to)
        all_ = Path(place) / "all.jsonl"
        all_.write_text("".join(json.dumps(p.to_dict()) + "\n" for p in found), "utf-8")
        one, two = (told(f"kb extract --jobs {n}", "extract", str(all_), "--jobs", str(n)) for n in (1, 2))
        print(f"{'CPU of two processes / of one':40} {two / one:8.2f}")
    bare = start_up(["-c", "pass"])
    print(f"{'import kb, over bare Python':40} {start_up(['-c', 'import kb']) - bare:8.3f} s CPU")
    print(f"{'kb --help':40} {start_up(['-m', 'kb', '--help']):8.3f} s CPU")


def ratios() -> None:
    """Prints the seconds of the stages, and what they are to each other."""
    for stage, seconds in SECONDS.items():
        print(f"{stage:20} {seconds:8.2f} s")
    s = SECONDS
    found: dict[str, Callable[[], float]] = {
        "reading + extraction / blank tokenizer": lambda: (s["reading"] + s["extraction"]) / s["blank tokenizer"],
        "facts + resolving / blank tokenizer": lambda: (s["facts"] + s["resolving"]) / s["blank tokenizer"],
        "mapping + publishing / bulk load alone": lambda: s["mapping + publishing"] / s["bulk load alone"],
    }
    for name, ratio in found.items():
        print(f"{name:40} {ratio():8.2f}")


if __name__ == "__main__":
    main()
