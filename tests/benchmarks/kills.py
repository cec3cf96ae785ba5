"""Kills `kb add` with SIGKILL at random moments, and looks at what is left.

usage: python tests/benchmarks/kills.py [--trials 100] [--papers 150] [--seed 1]

A knowledge base with a published version gets more papers; the process that adds them is killed at a moment drawn
uniformly from the time that an undisturbed add takes, publishing included. Then (1) the old or the new version must be
readable and whole: its canonical N-Quads are those of one of the two, every offset exact; (2) no record may be missing
that was there before; (3) the same add, repeated, must give the N-Quads of an undisturbed build. Exit code 1 otherwise.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kb
import kb.base  # what `kb add` loads, loaded once: the processes that are killed are forked from this one
from kb.extraction import extract
from kb.records import Paper

METHODS = ("dropout", "knowledge distillation", "batch normalization", "the neural tangent kernel (NTK)", "LoRA")
SETS = ("MNIST", "CIFAR-10", "CIFAR-100", "ImageNet")
MISPLACED = """SELECT (COUNT(*) AS ?n) {
  ?m nif:beginIndex ?b ; nif:endIndex ?e ; nif:anchorOf ?found ; nif:referenceContext/nif:isString ?text
  FILTER(SUBSTR(?text, ?b + 1, ?e - ?b) != ?found) }"""


def papers(first: int, number: int) -> list[Paper]:
    """Papers of our own: each introduces a method of its own and uses some of five."""
    draw = random.Random(first)
    made = []
    for i in range(first, first + number):
        method, other, data = draw.choice(METHODS), draw.choice(METHODS), draw.choice(SETS)
        text = (
            f"We propose Net{i}Form, which extends {method}. It needs no labels and is trained "
            f"with {other} in {i % 7 + 2} steps. We evaluate it on {data} and compare it with {other}. The results "
            f"show gains of {i % 9} points over {method}, at the same cost."
        )
        made.append(Paper(id=f"p{i}", title=f"On {method} and {data}, part {i}", year=2000 + i % 25, abstract=text))
    return made


def forked(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `work` gives, done in a process of its own; {} where that fails. This one stays without threads."""
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        with os.fdopen(reading) as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        return dict(json.loads(said or "{}"))
    try:
        os.write(writing, json.dumps(work()).encode())
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    os._exit(0)


def looked_at(folder: Path) -> dict[str, Any]:
    """The version that a reader sees: its number, the digest of its N-Quads, its misplaced mentions, the records."""
    with kb.open(folder) as base:
        lines = "\n".join(base.answers.store.lines())
        digest = hashlib.sha256(lines.encode()).hexdigest()
        wrong = base.query(MISPLACED).rows[0][0]
        return {"version": base.version, "digest": digest, "wrong": wrong, "records": sorted(base.facts.record_shas())}


def added(folder: Path, more: list[Paper]) -> dict[str, Any]:
    """Adds, and looks: the seconds that the add took are in it."""
    start = time.monotonic()
    with kb.open(folder) as base:
        base.add(more)
    seconds = time.monotonic() - start
    return looked_at(folder) | {"seconds": seconds}


def killed(folder: Path, more: list[Paper], after: float) -> bool:
    """Starts an add and kills it after so many seconds; False where it was done before."""
    child = os.fork()
    if not child:
        kb.open(folder).add(more)
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def judged(folder: Path, more: list[Paper], old: dict[str, Any], new: dict[str, Any]) -> set[str]:
    """What is wrong after a kill: 'lost', 'half-written', both, or nothing."""
    found = forked(lambda: looked_at(folder))
    again = forked(lambda: added(folder, more))
    faults = set()
    if not found or not set(old["records"]) <= set(found["records"]) or again.get("digest") != new["digest"]:
        faults.add("lost")
    if found and (found["digest"] not in (old["digest"], new["digest"]) or found["wrong"]):
        faults.add("half-written")
    return faults


def main() -> None:
    """Prints how many trials lost something or left something half-written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--papers", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    list(extract(papers(0, 1)))
    first, more, draw = papers(0, given.papers), papers(given.papers, given.papers), random.Random(given.seed)
    with tempfile.TemporaryDirectory() as place:
        start = Path(place) / "start.kb"
        old = forked(lambda: added(start, first))
        whole = Path(shutil.copytree(start, Path(place) / "whole.kb"))
        new = forked(lambda: added(whole, more))
        print(f"an undisturbed add of {given.papers} papers takes {new['seconds']:.2f} s", file=sys.stderr)
        count: Counter[str] = Counter()
        for trial in range(given.trials):
            folder = Path(shutil.copytree(start, Path(place) / "trial.kb"))
            after = draw.uniform(0, new["seconds"])
            count["killed at work"] += killed(folder, more, after)
            count["killed while publishing"] += bool(list((folder / "versions").glob(".tmp-*")))
            faults = judged(folder, more, old, new)
            count.update(faults)
            if faults:
                print(f"trial {trial}, killed after {after:.3f} s: {', '.join(sorted(faults))}", file=sys.stderr)
            shutil.rmtree(folder)
    shown = ", ".join(f"{count[name]} {name}" for name in ("killed at work", "killed while publishing"))
    print(f"{given.trials} trials ({shown}): {count['lost']} lost, {count['half-written']} half-written")
    sys.exit(1 if count["lost"] or count["half-written"] else 0)


if __name__ == "__main__":
    main()
