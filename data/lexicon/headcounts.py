"""Learns headcounts.txt from data/models/marks.tsv: of which type the names are that end in a word, or in two.

    python data/lexicon/headcounts.py

An ending is listed that LEAST marked concepts of the part `learn` have, SHARE of them of one type. What is not listed
is typed by headwords.txt and by the word lists of `kb/extractors/words.py`.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1])]

from kb.extractors.kinds import ending_words  # noqa: E402

LEAST, SHARE = 4, 0.6
HEADER = "# licence: MIT (part of citekb); attribution: the citekb authors, counted in data/models/marks.tsv\n"


def main() -> None:
    """Counts, and writes the file."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    with (HERE.parent / "models" / "marks.tsv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            words = ending_words(row["concept"])
            if row["part"] == "learn" and len(words) > 1:
                seen[words[-1]][row["type"]] += 1
                seen[" ".join(words[-2:])][row["type"]] += 1
    lines = []
    for ending, types in sorted(seen.items()):
        type, many = types.most_common(1)[0]
        if types.total() >= LEAST and many >= SHARE * types.total() and len(ending) > 2:
            lines.append(f"{ending}\t{type}\t{many}\t{types.total()}\n")
    (HERE / "headcounts.txt").write_text(HEADER + "ending\ttype\tmarks\tof\n" + "".join(lines), "utf-8")
    print(f"headcounts.txt: {len(lines)} endings", file=sys.stderr)


if __name__ == "__main__":
    main()
