"""Step 3 of the shipped model: the roles of our marked concepts, learned from the signs of what kb finds of them.

usage: python data/models/role_weights.py --shared ../shared --out data/models/en/roles.tsv

Reads the texts of the part `learn` with the full pipeline, whose network and lexicon are there already: each once with
its title and once without, as pages of abstracts come. Then prints the accuracy on the part `held`, of which these
weights learned nothing, beside that of the rules alone: over the concepts that a knowledge base must have, and over
all. Two cores need about four minutes.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from marks import MARKS, papers

from kb.extraction import pipeline
from kb.meanings import Entry
from kb.records import Paper
from kb.resolve.document import entries
from kb.resolve.learned_roles import dumped
from kb.resolve.signs import Signs
from kb.training.roles import Played, fitted

Place = tuple[str, int, int]


class Mark(NamedTuple):
    """A marked concept: its role, and whether a knowledge base must have it."""

    role: str
    required: bool


class Found(NamedTuple):
    """A concept that was found and marked: its signs, its role by the reader and by the rules."""

    played: Played
    ruled: str


def marks(part: str) -> dict[str, dict[Place, Mark]]:
    """The marks of a part: for each paper what stands where."""
    found: dict[str, dict[Place, Mark]] = {}
    with MARKS.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["part"] == part:
                for place in row["places"].split(","):
                    begin, end = map(int, place[1:].split("-"))
                    field = "abstract" if place[0] == "a" else "title"
                    found.setdefault(row["paper"], {})[field, begin, end] = Mark(row["role"], row["required"] == "1")
    return found


def matched(entry: Entry, marked: dict[Place, Mark]) -> Mark | None:
    """The mark of a concept: of its first mention that stands where somebody marked one."""
    places = (marked.get((m.field, m.begin, m.end)) for m in entry.mentions)
    return next((mark for mark in places if mark), None)


def found(shared: Path, part: str) -> Iterator[Found]:
    """The marked concepts of a part that kb finds, in whole papers and in their abstracts alone."""
    marked = marks(part)
    reader = pipeline("full")
    whole: list[Paper] = [p for p in papers(shared) if p.id in marked]
    texts = [*whole, *(replace(p, title=None) for p in whole if p.title and p.abstract)]
    for paper, reading in zip(texts, reader.extract(texts), strict=True):
        signs = Signs(paper, reading)
        for entry in entries(reading, reader.lexicon):
            if mark := matched(entry, marked[paper.id or ""]):
                itself, beside = signs.of(entry)
                yield Found(Played(itself.union(*beside), mark.role, mark.required), entry.role)


def main() -> None:
    """Fits, writes and tells how well the weights do."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    learned = [one.played for one in found(given.shared, "learn")]
    weights = fitted(learned)
    given.out.write_text(dumped(weights), "utf-8")
    print(f"{given.out}: {len(weights.table):,} signs, from {len(learned):,} concepts")
    held = list(found(given.shared, "held"))
    for name, some in (("required", [one for one in held if one.played.required]), ("all", held)):
        ruled = sum(one.ruled == one.played.role for one in some)
        told = sum(weights.role(one.played.signs) == one.played.role for one in some)
        print(f"held, {name}: {len(some):,} concepts, rules {ruled / len(some):.3f}, weights {told / len(some):.3f}")


if __name__ == "__main__":
    main()
