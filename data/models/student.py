"""Step 2 of the shipped model: what teacher.py labelled and what people marked, learned by the small network.

usage: python data/models/student.py --shared ../shared --silver silver.jsonl --out data/models/en

Writes the corpora as JSON Lines and gives them to `kb train`, which does the rest; a user's own model is made in the
same way. Two cores need about half an hour.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from marks import corpus, ours


def written(folder: Path, name: str, records: Iterable[dict[str, Any]]) -> str:
    """A file of marks, and its path."""
    path = folder / f"{name}.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for record in records:
            print(json.dumps(record, ensure_ascii=False), file=out)
    return str(path)


def main() -> None:
    """Writes the files, and trains."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--silver", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", default="nothing", help="a model to go on from")
    parser.add_argument("--vectors", type=Path, help="what vectors.py wrote")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        learned = [written(folder, scheme, corpus(given.shared, scheme, "train")) for scheme in ("sciie", "scirex")]
        learned.append(written(folder, "marks", ours(given.shared)))
        held = [written(folder, f"{scheme}-dev", corpus(given.shared, scheme, "dev")) for scheme in ("sciie", "scirex")]
        held.append(written(folder, "marks-held", ours(given.shared, "held")))
        words = [sys.executable, "-m", "kb", "train", *learned, "--from", given.start, "--out", str(given.out)]
        words += [word for file in held for word in ("--dev", file)]
        words += ["--silver", str(given.silver)] if given.silver else []
        words += ["--vectors", str(given.vectors)] if given.vectors else []
        subprocess.run([*words, "--steps", str(given.steps), "--seed", str(given.seed)], check=True)


if __name__ == "__main__":
    main()
