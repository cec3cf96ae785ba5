"""Draws statements between concepts at random, each with its sentence, for a reader to judge; counts the verdicts.

usage: python tests/benchmarks/statements.py FOLDER [--seed 20261121] [--number 100] [--predicates usedFor,outperforms]
       python tests/benchmarks/statements.py --verdicts judged_statements.tsv

Prints one JSON object a line: {"paper", "field", "begin", "end", "predicate", "subject", "object", "rule", "with",
"sentence", "title"}. With `--verdicts` prints instead how many a reader found right, by predicate and rule, with the
95 % Wilson interval. `judged_statements.tsv` beside this file holds the verdicts on 100 usedFor and outperforms of
the first 3,000 papers of ml_works (full, seed 20261122), by paper, offsets and names, without their sentences.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections import Counter
from pathlib import Path

from concepts import wilson

import kb
from kb.terms import NS, curie

STATEMENTS = """SELECT ?paper ?field ?begin ?end ?predicate ?rule ?text ?title ?subject ?object ?s WHERE {
  ?s a kb:Statement ; kb:inPaper ?paper ; kb:predicate ?predicate ; kb:rule ?rule ; kb:subject ?one ; kb:object ?other ;
     nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext/kb:field ?field ;
     nif:sentence/nif:anchorOf ?text .
  ?paper rdfs:label ?title . ?one skos:prefLabel ?subject . ?other skos:prefLabel ?object
} ORDER BY ?s"""

BESIDE = """SELECT ?said WHERE {
  { ?s kb:onDataset|kb:byMetric ?c . ?c skos:prefLabel ?said } UNION { ?s kb:value ?said } } ORDER BY ?said"""


def draw(folder: Path, seed: int, number: int, predicates: set[str]) -> None:
    """Prints the sample; the same seed and knowledge base give the same statements."""
    with kb.open(folder) as base:
        store = base.answers.store
        held = [row for row in store.query(STATEMENTS).rows if curie(row[4]).partition(":")[2] in predicates]
        for row in random.Random(seed).sample(held, min(number, len(held))):
            paper, field, begin, end, predicate, rule, text, title, subject, object, node = row
            beside = [said[0] for said in store.query(BESIDE.replace("?s ", f"<{node}> ")).rows]
            shown = {"paper": curie(paper), "field": field, "begin": begin, "end": end}
            shown |= {"predicate": predicate.removeprefix(NS), "subject": subject, "object": object, "rule": rule}
            shown |= {"with": beside, "sentence": " ".join(text.split()), "title": title}
            print(json.dumps(shown, ensure_ascii=False))


def told(file: Path) -> None:
    """Prints the shares of a file of verdicts, and the causes of what is wrong."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text, delimiter="\t"))
    for name in ("all", "predicate", "rule"):
        groups = Counter(row.get(name, "all") for row in rows)
        for group in sorted(groups):
            right = sum(row["right"] == "yes" for row in rows if row.get(name, "all") == group)
            low, high = wilson(right, groups[group])
            share = right / groups[group]
            print(f"{group:20} {right:3}/{groups[group]:<3} = {share:.3f} ({low:.3f}–{high:.3f})")
    for row in rows:
        if row["right"] != "yes":
            print(f"  {row['subject']} {row['predicate']} {row['object']} ({row['rule']}): {row['cause']}")


def main() -> None:
    """Draws or tells."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--predicates", default="usedFor,outperforms")
    parser.add_argument("--verdicts", type=Path)
    given = parser.parse_args()
    if given.verdicts:
        told(given.verdicts)
    elif given.folder:
        draw(given.folder, given.seed, given.number, set(given.predicates.split(",")))
    else:
        parser.error("a knowledge base, or --verdicts FILE")


if __name__ == "__main__":
    main()
