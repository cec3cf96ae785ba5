"""Builds general_words.txt: words that the abstracts of a field use all the time and its authors' keywords do not.

A word's termhood is the share of its papers that have it in an author keyword. Half a paper is added, so that zero
keywords count for little until enough papers hold the word (50 at the share that is used here): a word that is rare in
machine learning, such as one of medicine, is never called general.

    python data/lexicon/general.py --shared ../shared
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]
from corpus import works  # noqa: E402

from kb.spelling import singular  # noqa: E402

SHARE = 0.01  # of the papers that hold a word, so many must have it in a keyword
WORD = re.compile(r"[a-z]{3,}(?:-[a-z]+)*")
HEADER = """\
# Words that at least 50 of 29,289 machine-learning papers hold and (almost) no author keyword does; singular, sorted.
# licence: MIT (words are facts); attribution: titles, abstracts and keywords of ml_works; made by
# python data/lexicon/general.py --shared ../shared
"""


def words(texts: Iterable[str]) -> set[str]:
    """The words of some texts, small and singular, hyphenated ones whole."""
    return {singular(w) for text in texts for w in WORD.findall(text.lower())}


def general(shared: Path) -> list[str]:
    """The words whose share of papers with such a keyword is below SHARE."""
    texts: Counter[str] = Counter()
    keywords: Counter[str] = Counter()
    for work in works(shared):
        texts.update(words((work["title"], work.get("abstract") or "")))
        keywords.update(words(work.get("keywords") or ()))
    return sorted(w for w, n in texts.items() if (keywords[w] + 0.5) / n <= SHARE)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build data/lexicon/general_words.txt anew.")
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared", help="the folder of sources")
    found = general(parser.parse_args().shared)
    (HERE / "general_words.txt").write_text(HEADER + "\n".join(found) + "\n", "utf-8")
    print(f"general_words.txt: {len(found)} words", file=sys.stderr)


if __name__ == "__main__":
    main()
