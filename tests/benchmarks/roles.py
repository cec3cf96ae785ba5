"""How often the role that a sentence gives to a concept is the one that a reader marked.

usage: python tests/benchmarks/roles.py WORKS [--marks tests/data/roles_marked.tsv] [--boot 2000] [--errors]

WORKS is what the marks were made on (../shared/data/ml_works.jsonl.gz). The file of marks holds no text: paper, field,
offsets of the sentence and of the mention, role. It was made from 150 random sentences of papers after the first 3,000,
one a paper, before its reader saw any role that the rules give; finds that name nothing are not marked.

What was marked: `introduces` what is the paper's own, also in "FooNet is fast"; `extends` what it changes;
`evaluatesOn` what it is tested on; `comparesWith` what it is measured against or put in the place of; `uses` its means,
its kind ("FooNet, a neural network") and its measures; `studies` what it solves, analyses or proves, and what a title
turns on; `mentions` all that is said of the field, of others' work, in a wish or a denial.

Prints accuracy with a 95 % interval (sentences drawn again, `--boot` times), macro F1, the F1 of each role and the
table of marked (rows) against given (columns): of the sentence alone, and as the graph has it, after the mentions of a
document were put together.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import kb
from kb.extraction import pipeline
from kb.records import ROLES, Mention, Paper

MARKS = Path(__file__).parents[1] / "data" / "roles_marked.tsv"
Place = tuple[str, int, int]


class Mark(NamedTuple):
    """One line of the file: a mention, the sentence in which it stands, and its role there."""

    paper: str
    field: str
    first: int
    last: int
    begin: int
    end: int
    role: str

    @property
    def place(self) -> Place:
        """Where the mention stands in its paper."""
        return self.field, self.begin, self.end


class Judged(NamedTuple):
    """A mark, the sentence, and the roles that were given: by the sentence, and in the graph."""

    mark: Mark
    text: str
    given: dict[str, str]


def marks(file: Path) -> Iterator[Mark]:
    """The lines of a file of marks."""
    with file.open(encoding="utf-8", newline="") as text:
        for paper, field, *numbers, role in list(csv.reader(text, delimiter="\t"))[1:]:
            first, last, begin, end = map(int, numbers)
            yield Mark(paper, field, first, last, begin, end, role)


def judged(papers: Sequence[Paper], wanted: dict[str, list[Mark]]) -> Iterator[Judged]:
    """Every marked mention that is still found, with the roles that it is given."""
    reader = pipeline()
    for paper, reading in zip(papers, reader.extract(papers), strict=True):
        alone = roles(reading.mentions)
        together = roles([m for e in reader.entries(paper, reading) for m in e.mentions])
        for mark in wanted[paper.id or ""]:
            if mark.place in alone:
                given = {"sentence": alone[mark.place], "graph": together[mark.place]}
                yield Judged(mark, paper.text(mark.field), given)


def roles(mentions: Sequence[Mention]) -> dict[Place, str]:
    """The role at each place."""
    return {(m.field, m.begin, m.end): m.role for m in mentions}


Pairs = Sequence[tuple[str, str]]


def accuracy(pairs: Pairs) -> float:
    """The share of right ones among (marked, given)."""
    return sum(a == b for a, b in pairs) / len(pairs)


def f1(pairs: Pairs, role: str) -> float:
    """F1 of one role."""
    right = sum(a == b == role for a, b in pairs)
    return 2 * right / max(1, sum(a == role for a, _ in pairs) + sum(b == role for _, b in pairs))


def interval(by_sentence: Sequence[Pairs], rounds: int) -> tuple[float, float]:
    """The 95 % bootstrap interval of accuracy; sentences are drawn, for the mentions of one are not independent."""
    draw = random.Random(0)
    found = sorted(
        accuracy([pair for pairs in draw.choices(by_sentence, k=len(by_sentence)) for pair in pairs])
        for _ in range(rounds)
    )
    return found[int(0.025 * rounds)], found[int(0.975 * rounds) - 1]


def told(way: str, found: Sequence[Judged], rounds: int) -> None:
    """Prints the figures of one way to give roles."""
    pairs = [(j.mark.role, j.given[way]) for j in found]
    by_sentence = [[(j.mark.role, j.given[way]) for j in group] for _, group in groupby(found, lambda j: j.mark[:4])]
    low, high = interval(by_sentence, rounds)
    marked = [role for role in ROLES if any(a == role for a, _ in pairs)]
    macro = sum(f1(pairs, role) for role in marked) / len(marked)
    print(f"{way:9} accuracy {accuracy(pairs):.3f} ({low:.3f}–{high:.3f}), macro F1 {macro:.3f}")
    table = Counter(pairs)
    print(f"{'marked':>13} " + " ".join(f"{role[:9]:>9}" for role in ROLES) + "      F1")
    for role in marked:
        print(f"{role:>13} " + " ".join(f"{table[role, b]:9}" for b in ROLES) + f"   {f1(pairs, role):.3f}")


def errors(found: Sequence[Judged]) -> None:
    """Prints each sentence in which the rules erred: marked → given, the mention, the sentence."""
    for j in found:
        if j.mark.role != j.given["sentence"]:
            sentence = j.text[j.mark.first : j.mark.begin] + "[" + j.text[j.mark.begin : j.mark.end] + "]"
            sentence += j.text[j.mark.end : j.mark.last]
            print(f"{j.mark.role} → {j.given['sentence']}: {' '.join(sentence.split())}")


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("works", help="the file whose papers were marked")
    parser.add_argument("--marks", type=Path, default=MARKS)
    parser.add_argument("--boot", type=int, default=2000)
    parser.add_argument(
        "--errors", action="store_true", help="print each error of the sentence rules, and nothing else"
    )
    given = parser.parse_args()
    wanted: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks(given.marks):
        wanted[mark.paper].append(mark)
    papers = {p.id: p for p in kb.read(given.works) if p.id in wanted}
    found = list(judged(list(papers.values()), wanted))
    if given.errors:
        errors(found)
        return
    print(f"{len(found)} of {sum(map(len, wanted.values()))} marked mentions are found; {len(wanted)} sentences")
    for way in ("sentence", "graph"):
        told(way, found, given.boot)


if __name__ == "__main__":
    main()
