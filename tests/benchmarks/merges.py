"""How often two records that became one work by their words alone are one: precision on judged pairs, recall on copies.

usage: python tests/benchmarks/merges.py WORKS.jsonl.gz FILE… [--judge N]

The records of the first file keep their identifiers, those of the others lose them. Every tenth is written again as
other exports write it: capitals, lost hyphens, TeX, a cut title, the year one off, initials, no abstract, another key
and no identifier. All are then resolved together. Printed are the *recall* (copies that found their work, by kind of
change) and the *precision* on the pairs of judged_merges.tsv: of those that the rule joins now, how many a reader found
one work, with a Wilson interval (95 %). `--judge N` prints N joined pairs for a reader instead: all of two records that
were there, then copies drawn by hash; the file keeps hashes of records and verdicts, no texts.
"""

from __future__ import annotations

import argparse
import math
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from kb.identifiers import identifier, identifiers
from kb.readers import read
from kb.records import Author, Paper
from kb.resolve.works import Identity, identity
from kb.spelling import digest

JUDGED = Path(__file__).parent / "judged_merges.tsv"
EVERY = 10
Z = 1.96


def bare(p: Paper) -> Paper:
    """The paper without identifiers; a local key stays."""
    key = None if p.id and identifier(p.id) else p.id
    return replace(p, id=key, url=None, doi=None, arxiv=None, openalex=None, ids=(), source=None)


def copies(papers: list[Paper]) -> Iterator[tuple[str, Paper, Paper]]:
    """(kind of change, the work, its copy); the kind is drawn by the hash of the work."""
    for n, paper in enumerate(islice(papers, 0, None, EVERY)):
        kind = KINDS[n % len(KINDS)]
        yield kind, paper, changed(replace(bare(paper), id=f"key{n}", abstract=None), kind)


KINDS = ("capitals", "hyphens", "tex", "cut", "cut at the colon", "year", "initials", "slip", "unsigned", "all")


def changed(p: Paper, kind: str) -> Paper:
    """The paper as another export writes it."""
    title = p.title or ""
    if kind in ("capitals", "all"):
        title = title.upper() if len(title) % 2 else title.capitalize()
    if kind in ("hyphens", "all"):
        title = title.replace("-", "").replace(":", " -")
    if kind in ("tex", "all"):
        title = " ".join(f"{{{w}}}" if w[:1].isupper() else w for w in title.split()).replace("&", "\\&")
    if kind == "cut":
        title = f"{title[: max(40, len(title) * 2 // 3)]}…" if len(title) > 45 else title
    if kind == "cut at the colon":
        title = title.partition(":")[0]
    if kind == "slip" and len(title) > 20:
        words = title.split()
        at = max(range(len(words)), key=lambda i: len(words[i]))
        words[at] = words[at][:3] + words[at][4:]
        title = " ".join(words)
    year = p.year - 1 if p.year and kind in ("year", "all") else p.year
    authors = () if kind == "unsigned" else p.authors
    if kind in ("initials", "all"):
        authors = tuple(short(a) for a in authors)
    return replace(p, title=title, year=year, authors=authors)


def short(a: Author) -> Author:
    """An author as 'J. Doe'."""
    parts = (a.literal or "").split() if not a.family else [*(a.given or "").split(), a.family]
    return Author(family=parts[-1], given=" ".join(f"{w[0]}." for w in parts[:-1]) or None) if parts else a


def joined(same: Identity) -> list[tuple[Paper, Paper]]:
    """The pairs that are one work by their words alone."""
    found = []
    for m in same.matches:
        one, other = same.records[m.one], same.records[m.other]
        if m.strength and same.work_of[m.one] == same.work_of[m.other] and not identifiers(one) & identifiers(other):
            found.append((one, other))
    return found


def wilson(right: int, of: int) -> tuple[float, float]:
    """The interval (95 %) of a share."""
    share, square = right / of, Z * Z / of
    half = Z * math.sqrt(share * (1 - share) / of + square / (4 * of))
    return (share + square / 2 - half) / (1 + square), (share + square / 2 + half) / (1 + square)


def told(p: Paper) -> str:
    """A record on one line, for a reader."""
    return (
        f"{p.year} {'; '.join(a.name for a in p.authors[:4])} | {p.title} | {p.venue} | {p.type} | {p.id} {p.doi or ''}"
    )


def main() -> None:
    """Prints precision and recall, or pairs to judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--judge", type=int, default=0)
    options = parser.parse_args()
    works = [replace(p, source=None) for p in read(options.files[0])]
    works += [bare(p) for file in options.files[1:] for p in read(file)]
    made = list(copies(works))
    start = time.process_time()
    same = identity([*works, *(copy for _, _, copy in made)])
    took = time.process_time() - start
    place = {p.sha: same.work_of[i] for i, p in enumerate(same.records)}
    origin = {copy.sha: work.sha for _, work, copy in made}
    pairs = joined(same)
    if options.judge:
        drawn = sorted(pairs, key=lambda p: digest(p[0].sha + p[1].sha))
        real = [p for p in drawn if origin.keys().isdisjoint((p[0].sha, p[1].sha))]
        rest = [p for p in drawn if p not in real]
        for one, other in [*real, *rest][: options.judge]:
            print(f"{one.sha}\t{other.sha}\n    {told(one)}\n    {told(other)}")
        return
    print(f"{len(same.records)} records, {len(same.works)} works, {len(pairs)} pairs joined by words, {took:.1f} CPU s")
    kinds, found = Counter(kind for kind, _, _ in made), Counter[str]()
    for kind, work, copy in made:
        found[kind] += place[work.sha] == place[copy.sha]
    for kind, of in kinds.items():
        print(f"recall  {kind:18}{found[kind]:5} of {of:5}  {found[kind] / of:.3f}")
    print(f"recall  {'together':18}{found.total():5} of {kinds.total():5}  {found.total() / kinds.total():.3f}")
    astray = sum(place[one.sha] != place[origin[copy.sha]] for one, copy in _with_copies(pairs, origin))
    print(f"copies that joined another work than their own: {astray}")
    verdicts = [line.split("\t") for line in JUDGED.read_text("utf-8").splitlines()[1:]]
    now = {frozenset((one.sha, other.sha)) for one, other in pairs}
    judged = [verdict for one, other, verdict in verdicts if frozenset((one, other)) in now]
    right = judged.count("same")
    low, high = wilson(right, len(judged))
    print(f"precision {right} of {len(judged)} judged pairs {right / len(judged):.4f} [{low:.3f}, {high:.3f}]")


def _with_copies(pairs: list[tuple[Paper, Paper]], origin: dict[str, str]) -> Iterator[tuple[Paper, Paper]]:
    for one, other in pairs:
        for work, copy in ((one, other), (other, one)):
            if copy.sha in origin:
                yield work, copy


if __name__ == "__main__":
    main()
