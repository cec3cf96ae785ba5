"""What the shipped model alone marks in a corpus of marked spans, by one of its guidelines, for `score_mentions.py`.

usage: python tests/benchmarks/model.py sciie GOLD.jsonl > found.jsonl
       python ../shared/eval/map_labels.py GOLD.jsonl > mapped.jsonl
       python ../shared/eval/score_mentions.py mapped.jsonl found.jsonl --boot 1000

The guidelines are sciie (SciERC), scirex and kb (ours). Types that are no concepts (Generic) are left out. With --new
GOLD.json it tells instead which required names of marked abstracts stand neither in the lexicon nor in what the network
learned: `--new ../shared/gold/dev.json PREDICTIONS.jsonl --shared ../shared`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kb.extractors.learned import Featured, learner_of, load, shipped_model
from kb.lexicon import load as lexicon
from kb.spelling import fold
from kb.training.marks import OTHER

ROOT = Path(__file__).resolve().parents[2]


def found(scheme: str, gold: Path, model: Path) -> None:
    """Prints the guesses of one guideline."""
    learner, reader = learner_of(load(model)), Featured()
    with gold.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            doc = reader.doc(record["text"])
            mentions = []
            for g in learner.guesses(doc, scheme) if len(doc) else ():
                begin, end = doc[g.first].idx, doc[g.behind - 1].idx + len(doc[g.behind - 1])
                if g.type not in OTHER:
                    mentions.append({"start": begin, "end": end, "type": g.type, "text": record["text"][begin:end]})
            print(json.dumps({"id": record["id"], "mentions": mentions}, ensure_ascii=False))


def new(gold: Path, predictions: Path, shared: Path) -> None:
    """Prints how many of the required names that nobody knew before were found."""
    sys.path[:0] = [str(ROOT / "data/models"), str(shared / "eval")]
    from marks import corpus, ours
    from score_concepts import claims, keys  # type: ignore[import-not-found]

    learned = {
        fold(record["text"][m["start"] : m["end"]])
        for records in (corpus(shared, "sciie", "train"), corpus(shared, "scirex", "train"), ours(shared))
        for record in records
        for m in record["mentions"]
    }
    told = {r["id"]: r for r in map(json.loads, predictions.read_text("utf-8").splitlines())}
    unknown = right = 0
    for record in json.loads(gold.read_text("utf-8")):
        names = [keys(c["name"], c["surfaces"]) for c in record["concepts"]]
        hit = {n for c in told[record["id"]]["concepts"] for n in claims(c, names)}
        for n, concept in enumerate(record["concepts"]):
            surfaces = (concept["name"], *concept["surfaces"])
            if concept["required"] and not any(lexicon().lookup(s) or fold(s) in learned for s in surfaces):
                unknown += 1
                right += n in hit
    print(f"{unknown} required names stand neither in the lexicon nor in what was learned; {right} of them found")


def main() -> None:
    """Either of the two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scheme", nargs="?", choices=["kb", "sciie", "scirex"])
    parser.add_argument("gold", nargs="?", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--new", type=Path, nargs=2, metavar=("GOLD", "PREDICTIONS"))
    parser.add_argument("--shared", type=Path)
    given = parser.parse_args()
    if given.new:
        new(given.new[0], given.new[1], given.shared)
    else:
        found(given.scheme, given.gold, given.model or shipped_model())


if __name__ == "__main__":
    main()
