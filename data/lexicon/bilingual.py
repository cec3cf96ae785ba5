"""Counts the rows of bilingual/zh.tsv anew: how many documents of the reference corpus hold one of the English words.

A row that no document holds is deleted: it cannot help to compose a name of the field.

    python data/lexicon/bilingual.py --shared ../shared
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]
from corpus import count  # noqa: E402

from kb.spelling import fold  # noqa: E402

FILE = HERE / "bilingual" / "zh.tsv"
HEADER = """\
# licence: MIT (part of citekb); attribution: the citekb authors, from general knowledge of the two languages.
# Words, not names: what a Chinese word of the field can mean in English, literal machine translations among them.
zh	english	source	count
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Count data/lexicon/bilingual/zh.tsv anew.")
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared", help="the folder of sources")
    lines = [line for line in FILE.read_text("utf-8").splitlines() if line and line[0] != "#"][1:]
    rows = {cells[0]: cells[1].split("|") for cells in (line.split("\t") for line in lines)}
    found = count(parser.parse_args().shared, {fold(e) for english in rows.values() for e in english}).documents
    counted = {zh: len(set().union(*(found.get(fold(e), ()) for e in english))) for zh, english in rows.items()}
    kept = [f"{zh}\t{'|'.join(rows[zh])}\tcore\t{counted[zh]}\n" for zh in sorted(rows) if counted[zh]]
    FILE.write_text(HEADER + "".join(kept), "utf-8")
    print(f"zh.tsv: {len(kept)} of {len(rows)} rows", file=sys.stderr)


if __name__ == "__main__":
    main()
