"""How many reference strings find their work, how many of the links are right, and how fast it goes.

    python tests/benchmarks/linking.py ../shared/data/ml_works.jsonl.gz ../shared/data/ml_references_sample.jsonl.gz

Recall counts the lines whose `matched` names a work. Precision is of the links on the other lines, judged by hand:
tests/extra/judged_links.tsv holds line numbers, ids and verdicts, and judged_stubs.tsv pairs of lines that became one
stub. `--draw` prints what is to be judged: a random 100 links, and a pair of strings of each of 100 random stubs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from kb.readers import read
from kb.records import Reference
from kb.resolve.linking import Linker
from kb.resolve.linking.comparing import Match
from kb.resolve.linking.said import Said
from kb.resolve.linking.stubs import Stubs, Unheld
from kb.resolve.works import works

JUDGED = Path(__file__).parent.parent / "extra"
DRAWN = 100
SEED = 5


def wilson(right: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    share, spread = right / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return middle - half, middle + half


def verdicts(name: str) -> dict[tuple[str, ...], str]:
    """What was judged: the columns before the last → 'right' or 'wrong'."""
    rows = [line.split("\t") for line in (JUDGED / name).read_text("utf-8").splitlines()[1:]]
    return {tuple(row[:-1]): row[-1] for row in rows}


def share(what: str, found: list[tuple[str, ...]], known: dict[tuple[str, ...], str]) -> None:
    """Prints how many of what was judged is right, and how much was not judged."""
    judged = [known[key] for key in found if key in known]
    right = judged.count("right")
    if judged:
        low, high = wilson(right, len(judged))
        print(f"{what}: {right} of {len(judged)} judged are right = {right / len(judged):.3f} [{low:.3f}, {high:.3f}]")
    print(f"{what}: {len(found) - len(judged)} not judged")


def main() -> None:
    """Prints the figures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("works")
    arguments.add_argument("references")
    arguments.add_argument("--draw", action="store_true")
    args = arguments.parse_args()
    found = works(read(args.works))
    own_ids = {w.iri: {r.id for r in w.records} for w in found}
    with gzip.open(args.references, "rt", encoding="utf-8") as lines:
        told: list[dict[str, Any]] = [json.loads(line) for line in lines]
    begun = time.process_time()
    linker = Linker(found)
    indexed = time.process_time()
    links, unheld = list[Match | None](), dict[Reference, Unheld]()
    for d in told:
        said = Said(Reference(raw=d["raw"]))
        links.append(linker.match(said))
        if not links[-1]:
            unheld[said.reference] = Unheld.of(said)
    stubs = Stubs(list(unheld.values()))
    done = time.process_time()
    print(f"{len(found):,} works indexed in {indexed - begun:.2f} CPU-s; {len(told):,} strings in {done - indexed:.2f}")
    print(f"{len(told) / (done - indexed):,.0f} strings a CPU-second, stubs and all")
    matched = [(d["matched"], m) for d, m in zip(told, links, strict=True) if d["matched"]]
    hits = sum(1 for id, m in matched if m and id in own_ids[m.held.work.iri])
    others = sum(1 for id, m in matched if m and id not in own_ids[m.held.work.iri])
    low, high = wilson(hits, len(matched))
    print(
        f"recall {hits} of {len(matched)} = {hits / len(matched):.4f} [{low:.4f}, {high:.4f}]; {others} to another work"
    )
    more: list[tuple[str, ...]] = [
        (str(n), min(own_ids[m.held.work.iri] - {None}, key=str) or "")
        for n, (d, m) in enumerate(zip(told, links, strict=True), start=1)
        if m and not d["matched"]
    ]
    share("links on unmatched lines", more, verdicts("judged_links.tsv"))
    print(dict(Counter(m.rule for m in links if m).most_common()))
    number = {d["raw"]: str(n) for n, d in enumerate(told, start=1)}
    groups = defaultdict[str, list[str]](list)
    for reference, iri in stubs.of.items():
        groups[iri].append(number[reference.raw or ""])
    several = [sorted(group, key=int) for _, group in sorted(groups.items()) if len(group) > 1]
    print(f"{len(unheld):,} different strings → {len(groups):,} stubs; {len(several):,} of several strings")
    one_stub = {n: iri for iri, group in groups.items() for n in group}
    known = verdicts("judged_stubs.tsv")
    share("pairs in one stub", [p for p in known if one_stub.get(p[0], p[0]) == one_stub.get(p[1], p[1])], known)
    if args.draw:
        draw(told, links, more, several)


def draw(
    told: list[dict[str, Any]], links: list[Match | None], more: list[tuple[str, ...]], several: list[list[str]]
) -> None:
    """Prints a random part of what was made, to be judged."""
    chosen = random.Random(SEED)
    for n, id in chosen.sample(more, min(DRAWN, len(more))):
        match = links[int(n) - 1]
        assert match
        paper = match.held.work.paper
        print(f"\n{n}\t{id}\n  {told[int(n) - 1]['raw']}\n  {paper.title} | {paper.year} | {paper.authors[0].name}")
    for group in chosen.sample(several, min(DRAWN, len(several))):
        a, b = sorted(chosen.sample(group, 2), key=int)
        print(f"\n{a}\t{b}\n  {told[int(a) - 1]['raw']}\n  {told[int(b) - 1]['raw']}")


if __name__ == "__main__":
    main()
