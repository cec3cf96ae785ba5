"""How much of the Chinese recall stands without what was written into the lexicon by hand.

usage: python tests/benchmarks/chinese.py [--shared ../shared] [--lang zh]

The seeds, from which the Chinese gold abstracts are, were known from the first commit on, so every row that a person
wrote (source `core`) counts as written after reading them: the concepts of core.tsv with their Chinese names, and the
Chinese words of bilingual/zh.tsv. Each variant is a copy of the package without some of these rows, whose `kb extract`
is scored by eval/score_concepts.py of the shared folder. Nothing of the gold is read here. The files with an outside
source leave out what core.tsv already names: "harvested anew" builds them as they are without it (40 s each).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
HAND = "core"
"""The source of the rows that were written by hand."""


class Variant(NamedTuple):
    """What is left out of a copy of data/lexicon, what is done there then, and the options of `kb extract`."""

    name: str
    changes: tuple[Callable[[Path], None], ...] = ()
    harvest: bool = False
    options: tuple[str, ...] = ()


def variants() -> list[Variant]:
    """What is measured."""
    return [
        Variant("everything"),
        Variant("no concept rows by hand", (without_concepts,)),
        Variant("the same, harvested anew", (without_concepts,), harvest=True),
        Variant("no Chinese words by hand", (without_words,)),
        Variant("no row by hand, harvested", (without_concepts, without_words), harvest=True),
        Variant("--no-lexicon", options=("--no-lexicon",)),
    ]


def without_concepts(folder: Path) -> None:
    """Leaves out the concepts written by hand; what other rows say to be wider may then be missing and goes, too."""
    for file in folder.glob("*.tsv"):
        _keep(file, blank="broader")


def without_words(folder: Path) -> None:
    """Leaves out the Chinese words written by hand: their table keeps its header."""
    _keep(folder / "bilingual" / "zh.tsv")


def _keep(file: Path, blank: str = "") -> None:
    header: list[str] = []
    kept = []
    for line in file.read_text("utf-8").splitlines():
        cells = line.split("\t")
        if not line.startswith("#") and not header:
            header = cells
        elif not line.startswith("#"):
            row = dict(zip(header, cells, strict=False))
            if row.get("source") == HAND:
                continue
            cells = ["" if column == blank else cell for column, cell in zip(header, cells, strict=False)]
        kept.append("\t".join(cells))
    file.write_text("\n".join(kept) + "\n", "utf-8")


def measured(shared: Path, lang: str, variant: Variant) -> dict[str, float]:
    """The scores of one variant."""
    gold, scorer = shared / "gold" / "dev.json", shared / "eval" / "score_concepts.py"
    texts = subprocess.run(
        [sys.executable, shared / "eval" / "gold_to_input.py", gold], capture_output=True, text=True, check=True
    ).stdout
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("kb", "data", "ontology"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        lexicon = folder / "data" / "lexicon"
        for change in variant.changes:
            change(lexicon)
        if variant.harvest:
            harvest = [sys.executable, str(lexicon / "harvest.py"), "--shared", str(shared)]
            subprocess.run(harvest, check=True, capture_output=True)
        found = subprocess.run(
            [sys.executable, "-m", "kb", "extract", "-", "--format", "jsonl", *variant.options],
            input=texts,
            capture_output=True,
            text=True,
            check=True,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder)},
        ).stdout
        (folder / "found.jsonl").write_text(found, "utf-8")
        scored = subprocess.run(
            [sys.executable, scorer, gold, folder / "found.jsonl", "--lang", lang, "--json"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    scores: dict[str, float] = json.loads(scored)
    return scores


def main() -> None:
    """Prints one line a variant."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--lang", default="zh")
    options = arguments.parse_args()
    print(f"{'lexicon':<26}recall  precision")
    for variant in variants():
        scores = measured(options.shared.resolve(), options.lang, variant)
        print(f"{variant.name:<26}{scores['recall']:>6.3f}  {scores['precision']:>9.3f}")


if __name__ == "__main__":
    main()
