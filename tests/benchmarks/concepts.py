"""Draws concepts of a knowledge base at random, each with sentences, for a reader to judge name and type.

usage: python tests/benchmarks/concepts.py FOLDER [--seed 20261201] [--number 200] [--verdicts judged_concepts.tsv]

Prints one JSON object a line: {"name", "type", "papers", "rules", "sentences": [{"surface", "text", "title"}]}, at most
three sentences. With `--verdicts` prints instead how many a reader found right, with the 95 % Wilson interval:
`judged_concepts.tsv` beside this file holds the verdicts on 200 concepts of the first 3,000 papers of ml_works (full,
seed 20261124), `judged_learned.tsv` those on 200 of an earlier day.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
from collections import Counter
from pathlib import Path

import kb

MENTIONS = """SELECT ?rule ?surface ?text ?title ?concept WHERE {
  ?m itsrdf:taIdentRef ?concept ; kb:inPaper/rdfs:label ?title ; nif:anchorOf ?surface ; kb:rule ?rule ;
     nif:sentence/nif:anchorOf ?text } ORDER BY ?title ?text"""


def draw(folder: Path, seed: int, number: int) -> None:
    """Prints the sample; the same seed and knowledge base give the same concepts."""
    with kb.open(folder) as base:
        held = sorted(row for row in base.answers.rows().concepts if row.papers)
        for row in random.Random(seed).sample(held, min(number, len(held))):
            found = base.answers.store.query(MENTIONS, concept=row.key).rows
            sentences = [
                {"surface": surface, "text": " ".join(text.split()), "title": title}
                for _, surface, text, title, _ in found[:3]
            ]
            shown = {"name": row.name, "type": row.type, "papers": row.papers, "sentences": sentences}
            print(json.dumps(shown | {"rules": Counter(f[0] for f in found)}, ensure_ascii=False))


def told(file: Path) -> None:
    """Prints the shares of a file of verdicts, and the causes of what is wrong."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text, delimiter="\t"))
    for name in ("name_ok", "type_ok"):
        right, all_ = sum(row[name] == "yes" for row in rows), len(rows)
        low, high = wilson(right, all_)
        print(f"{name:8} {right}/{all_} = {right / all_:.3f} ({low:.3f}–{high:.3f})")
    for row in rows:
        if row["type_ok"] == "no":
            print(f"  {row['name']} ({row['type']}): {row['cause']}")


def wilson(right: int, all_: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927)."""
    p, d = right / all_, 1 + z * z / all_
    middle, half = (p + z * z / all_ / 2) / d, z * math.sqrt(p * (1 - p) / all_ + z * z / all_ / all_ / 4) / d
    return middle - half, middle + half


def main() -> None:
    """Draws or tells."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seed", type=int, default=20261201)
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--verdicts", type=Path)
    given = parser.parse_args()
    if given.verdicts:
        told(given.verdicts)
    elif given.folder:
        draw(given.folder, given.seed, given.number)
    else:
        parser.error("a knowledge base, or --verdicts FILE")


if __name__ == "__main__":
    main()
