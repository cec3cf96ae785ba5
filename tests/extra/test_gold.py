"""What the extraction reaches on the marked abstracts of ../shared, where they lie there: never below these marks."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kb.extraction import pipeline
from kb.extractors import extract
from kb.lexicon import load
from kb.records import Paper
from kb.resolve import entries

SHARED = Path(__file__).resolve().parents[3] / "shared"
GOLD = SHARED / "gold" / "dev.json"
MARKS = {
    "recall": 0.70,
    "precision": 0.70,
    "type": 0.80,
    "role": 0.55,
    "acronym_precision": 0.90,
    "acronym_recall": 0.85,
}

if not GOLD.exists():
    print(f"no {GOLD}: the extraction is not measured here", file=sys.stderr)


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_concepts", SHARED / "eval" / "score_concepts.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _text(record: dict[str, Any]) -> str:
    whole = (SHARED / "seeds" / record["source"]).read_text(encoding="utf-8")
    text: str = whole[record["start"] : record["end"]]
    return text


def _predicted(record: dict[str, Any], name: str) -> dict[str, Any]:
    reading = next(pipeline(name).extract([Paper(abstract=_text(record))]))
    concepts = [
        {"name": e.name, "type": e.type, "role": e.role, "mentions": [{"text": m.surface} for m in e.mentions]}
        for e in entries(reading, load())
    ]
    return {
        "concepts": concepts,
        "acronyms": [{"short": a.short, "long": a.long} for a in reading.acronyms],
        "citations": [{"surface": c.surface} for c in reading.citations],
        "links": list(reading.links),
    }


@pytest.mark.parametrize("name", ["fast", "full"])
@pytest.mark.parametrize("gold", [GOLD] if GOLD.exists() else [], ids=lambda p: p.name)
def test_the_extraction_keeps_its_marks(gold: Path, name: str) -> None:
    records = json.loads(gold.read_text(encoding="utf-8"))
    scores = _scorer().score(records, {r["id"]: _predicted(r, name) for r in records})
    assert {k: scores[k] for k, least in MARKS.items() if scores[k] < least} == {}
    assert scores["split"] + scores["merged"] <= 25


@pytest.mark.parametrize("gold", [GOLD] if GOLD.exists() else [], ids=lambda p: p.name)
def test_every_offset_on_real_abstracts_is_exact(gold: Path) -> None:
    for record in json.loads(gold.read_text(encoding="utf-8")):
        text = _text(record)
        for m in next(extract([Paper(abstract=text)])).mentions:
            assert text[m.begin : m.end] == m.surface
