"""Make the three files of the demonstration from works.tsv and summaries.tsv.

    python build.py             writes page.txt, library.bib and works.jsonl beside this file
    python build.py --check     writes nothing and fails if a file there is not what it would write

A page dump without titles, a BibTeX library without citations, and records with
both: together they hold every paper and every citation of the sample.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from draw import HERE, read_tsv

ON_PAGE = 12
SPAM = "cheap flights,hotel deals,online casino bonus,weight loss tips,free ringtones"
RELATED = "Related"
FOOTER = "Example Pages Ltd."
BOOKS = {
    "CVPR": "IEEE/CVF Conference on Computer Vision and Pattern Recognition",
    "ICLR": "International Conference on Learning Representations",
    "ICML": "International Conference on Machine Learning",
    "NeurIPS": "Advances in Neural Information Processing Systems",
}
SMALL_WORDS = re.compile(r"an?|and|are|at|by|do|for|from|how|in|is|of|on|or|the|to|via|when|why")
LATIN = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss"})


@dataclass(frozen=True)
class Paper:
    """One paper of the sample with its summary."""

    id: str
    title: str
    authors: tuple[str, ...]
    year: int
    venue: str
    summary: str
    cites: tuple[str, ...]


def read_papers(folder: Path) -> list[Paper]:
    """Join the two tables, in the order of works.tsv."""
    summaries = {row["id"]: row["summary"] for row in read_tsv(folder / "summaries.tsv")}
    return [
        Paper(
            row["id"],
            row["title"],
            tuple(row["authors"].split("; ")),
            int(row["year"]),
            row["venue"],
            summaries[row["id"]],
            tuple(row["cites"].split()),
        )
        for row in read_tsv(folder / "works.tsv")
    ]


def choose_library(papers: Sequence[Paper]) -> list[Paper]:
    """Take two of every three papers that have a page to link to."""
    linked = [paper for paper in papers if paper.id.startswith("https:")]
    return [paper for place, paper in enumerate(linked) if place % 3 != 2]


def choose_page(papers: Sequence[Paper]) -> list[Paper]:
    """Walk along citations, breadth first, from the best linked paper to its relatives."""
    near: dict[str, list[str]] = {paper.id: [] for paper in papers}
    for paper in papers:
        for target in paper.cites:
            if target in near:
                near[paper.id].append(target)
                near[target].append(paper.id)
    # the walk goes on at the next best linked paper where the relatives run out
    starts = sorted(near, key=lambda id_: -len(near[id_]))
    found: dict[str, None] = {}
    for start in starts:
        queue = deque([start])
        while queue:
            id_ = queue.popleft()
            if id_ not in found:
                found[id_] = None
                queue.extend(near[id_])
    by_id = {paper.id: paper for paper in papers}
    return [by_id[id_] for id_ in list(found)[:ON_PAGE]]


def page_text(papers: Sequence[Paper]) -> str:
    """Lay the summaries out like text saved from a web page."""
    main, *others = (paper.summary for paper in papers)
    return "\n\n".join([SPAM, main, RELATED, *others, FOOTER]) + "\n"


def family_and_given(name: str) -> tuple[str, str]:
    """Split a name before the last word, or before a particle such as "van den"."""
    parts = name.split()
    cut = len(parts) - 1
    while cut > 1 and parts[cut - 1].islower():
        cut -= 1
    return " ".join(parts[cut:]), " ".join(parts[:cut])


def bibtex_key(paper: Paper) -> str:
    """Make a key of family, first telling word of the title, and year."""
    family, _ = family_and_given(paper.authors[0])
    word = next(w for w in re.findall(r"\w+", paper.title.lower()) if not SMALL_WORDS.fullmatch(w))
    plain = unicodedata.normalize("NFKD", f"{family}_{word}_{paper.year}".translate(LATIN))
    return re.sub(r"\W+", "", plain.encode("ascii", "ignore").decode("ascii")).lower()


def brace(title: str) -> str:
    """Put braces about the words that must keep their capitals."""
    return re.sub(r"(?<![\w$])\w*[^\W_]\w*[A-Z]\w*", r"{\g<0>}", title)


def escape(text: str) -> str:
    """Mark the characters that LaTeX would take for its own."""
    return re.sub(r"[%&#_]", r"\\\g<0>", text)


def bibtex(papers: Sequence[Paper]) -> str:
    """Write the papers as a reference manager exports them."""
    taken: set[str] = set()
    entries = []
    for paper in papers:
        key = stem = bibtex_key(paper)
        while key in taken:
            key = f"{stem}-{sum(k.startswith(stem) for k in taken)}"
        taken.add(key)
        names = (", ".join(filter(None, family_and_given(name))) for name in paper.authors)
        fields = {
            "title": escape(brace(paper.title)),
            "url": paper.id,
            "abstract": escape(paper.summary),
            "booktitle": BOOKS[paper.venue],
            "author": " and ".join(names),
            "year": str(paper.year),
        }
        lines = "".join(f"\t{name} = {{{value}}},\n" for name, value in fields.items())
        entries.append(f"@inproceedings{{{key},\n{lines}}}\n")
    return "\n".join(entries)


def records(papers: Sequence[Paper], in_library: set[str]) -> str:
    """Write one record a line; of a paper in the library only its citations, if any."""
    lines = []
    for paper in papers:
        record: dict[str, object] = {"id": paper.id, "title": paper.title}
        if paper.id not in in_library:
            record |= {"year": paper.year, "authors": paper.authors, "venue": paper.venue}
            record["abstract"] = paper.summary
        elif not paper.cites:
            continue
        record["references"] = paper.cites
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    return "".join(lines)


def build(papers: Sequence[Paper]) -> dict[str, str]:
    """Make the text of every file, by file name."""
    library = choose_library(papers)
    in_library = {paper.id for paper in library}
    others = [paper for paper in papers if paper.id not in in_library]
    return {
        "page.txt": page_text(choose_page(others)),
        "library.bib": bibtex(library),
        "works.jsonl": records(papers, in_library),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, or compare them with what is there."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    options = parser.parse_args(arguments)
    stale = 0
    for name, text in build(read_papers(HERE)).items():
        path, content = HERE / name, text.encode("utf-8")
        if not options.check:
            path.write_bytes(content)
        elif not path.exists() or path.read_bytes() != content:
            print(f"{name} is not what build.py makes")
            stale += 1
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
