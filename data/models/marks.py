"""The texts that the shipped model learns from, as `kb train` reads them: {id, scheme, text, mentions}.

`marks.tsv` holds our own marks as places in papers whose texts are not ours to ship: 1,508 abstracts with their titles,
1,269 of ml_works and 239 of OpenAlex (medicine), drawn at random. A line is one concept of one paper: its name, type,
role, whether a knowledge base must have it, and its places (`t` title, `a` abstract, characters). The part `held` was
never learned by a network: it decides the weights by which finds stay.

usage: python data/models/marks.py --shared ../shared GOLD.json INPUT.jsonl

writes that part as `../shared/eval/score_concepts.py` and `kb extract` read it.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kb
from kb.training.marks import ALIASES

MARKS = Path(__file__).with_name("marks.tsv")
CORPORA = {"sciie": "sciie/{}.jsonl", "scirex": "scirex/head.{}.jsonl"}


def corpus(shared: Path, scheme: str, part: str) -> Iterator[dict[str, Any]]:
    """The texts of SciERC ("sciie") or SciREX ("scirex"), train or dev."""
    with (shared / "benchmarks" / CORPORA[scheme].format(part)).open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            mentions = [{**m, "type": ALIASES.get(m["type"], m["type"])} for m in record["mentions"]]
            yield {"id": record["id"], "scheme": scheme, "text": record["text"], "mentions": mentions}


def ours(shared: Path, part: str = "learn") -> Iterator[dict[str, Any]]:
    """Our own marks with their texts: "learn" or "held"."""
    marks: dict[str, list[dict[str, Any]]] = {}
    with MARKS.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["part"] == part:
                marks.setdefault(row["paper"], []).append(row)
    for paper in papers(shared):
        if paper.id in marks:
            title = paper.title or ""
            text, start = _joined(title, paper.abstract or "")
            mentions = []
            for row in marks.pop(paper.id):
                for place in row["places"].split(","):
                    begin, end = map(int, place[1:].split("-"))
                    shift = start if place[0] == "a" else 0
                    mentions.append({"start": begin + shift, "end": end + shift, "type": row["type"]})
            yield {"id": paper.id, "scheme": "kb", "text": text, "mentions": mentions}


def unmarked(shared: Path, number: int, seed: int = 7) -> Iterator[tuple[str, str, str]]:
    """(id, title, abstract) of random papers of ml_works in which nobody marked anything."""
    with MARKS.open(encoding="utf-8", newline="") as rows:
        marked = {row["paper"] for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)}
    file = shared / "data/ml_works.jsonl.gz"
    others = [p for p in kb.read(str(file)) if p.abstract and p.id not in marked]
    random.Random(seed).shuffle(others)
    for paper in others[:number]:
        yield paper.id or "", paper.title or "", paper.abstract or ""


def _joined(title: str, abstract: str) -> tuple[str, int]:
    text = f"{title}\n\n{abstract}" if title else abstract
    return text, len(text) - len(abstract)


def papers(shared: Path) -> Iterator[Any]:
    """The papers whose texts are marked, among others: of ml_works and of OpenAlex."""
    for name in ("ml_works.jsonl.gz", "openalex_synergy.jsonl.gz"):
        yield from kb.read(str(shared / "data" / name))


def as_gold(shared: Path, gold: Path, texts: Path) -> None:
    """Writes the held part: marked abstracts in the form of gold/dev.json, and the texts to extract from."""
    rows: dict[str, list[dict[str, Any]]] = {}
    with MARKS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["part"] == "held":
                rows.setdefault(row["paper"], []).append(row)
    records, told = [], []
    for paper in papers(shared):
        if paper.id not in rows:
            continue
        text, start = _joined(paper.title or "", paper.abstract or "")
        concepts = []
        for row in rows.pop(paper.id):
            places = [(p[0] == "a", *map(int, p[1:].split("-"))) for p in row["places"].split(",")]
            surfaces = dict.fromkeys(text[b + start * a : e + start * a] for a, b, e in places)
            said = {"name": row["concept"], "type": row["type"], "role": row["role"], "surfaces": [*surfaces]}
            concepts.append(said | {"required": row["required"] == "1"})
        blank: dict[str, Any] = {"acronyms": [], "citations": [], "links": []}
        records.append({"id": paper.id, "lang": "en", "concepts": concepts} | blank)
        plain = {"id": paper.id, "title": paper.title or "", "abstract": paper.abstract or ""}
        told.append(json.dumps(plain, ensure_ascii=False))
    gold.write_text(json.dumps(records, ensure_ascii=False), "utf-8")
    texts.write_text("".join(f"{line}\n" for line in told), "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    given = parser.parse_args()
    as_gold(given.shared, given.gold, given.texts)
