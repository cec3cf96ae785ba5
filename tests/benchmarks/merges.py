"""How often two records that became one work by their words alone are one: precision on judged pairs, recall on copies.

usage: python tests/benchmarks/merges.py WORKS.jsonl.gz FILE… [--judge N]

The records of the first file keep their identifiers, those of the others lose them. Every tenth is written again as
other exports write it: capitals, lost hyphens, TeX, a cut title, the year one off, initials, no abstract, another key
and no identifier. All are then resolved together. Printed are the *recall* (copies that found their work, by kind of
change) and the *precision* on the pairs of judged_merges.tsv: of those that the rule joins now, how many a reader found
one work, with a Wilson interval (95 %). `--judge N` prints N joined pairs for a reader instead: all of two records that
were there, then copies drawn by hash; the file keeps where records stand ('scopus.bib:120', of a copy 'scopus.bib:120
slip') and verdicts, no texts. A place stays what it is when a reader learns to read more of a record.
"""

from __future__ import annotations

import argparse
import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product
from pathlib import Path
from typing import NamedTuple

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


class Copy(NamedTuple):
    """A work of a file as another export writes it: the kind of change, and where the work stands."""

    kind: str
    place: str
    work: Paper
    paper: Paper


def copies(there: list[tuple[str, Paper]]) -> Iterator[Copy]:
    """A copy of every tenth work, each kind of change in its turn."""
    for n, (place, paper) in enumerate(islice(there, 0, None, EVERY)):
        kind = KINDS[n % len(KINDS)]
        yield Copy(kind, place, paper, changed(replace(bare(paper), id=f"key{n}", abstract=None), kind))


def placed(files: list[str]) -> Iterator[tuple[str, Paper]]:
    """(file:line, record) of some files; the records of the first alone keep their identifiers."""
    for n, file in enumerate(files):
        for p in read(file):
            assert p.source
            yield f"{Path(file).name}:{p.source.line}", bare(p) if n else replace(p, source=None)


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
    there = list(placed(options.files))
    made = list(copies(there))
    start = time.process_time()
    same = identity([*(p for _, p in there), *(copy.paper for copy in made)])
    took = time.process_time() - start
    place = {p.sha: same.work_of[i] for i, p in enumerate(same.records)}
    origin = {copy.paper.sha: copy.work.sha for copy in made}
    pairs = joined(same)
    names = defaultdict[str, list[str]](list)  # records that say the same are one, wherever they stand
    for where, p in [*there, *((f"{copy.place} {copy.kind}", copy.paper) for copy in made)]:
        names[p.sha].append(where)
    if options.judge:
        drawn = sorted(pairs, key=lambda p: digest(p[0].sha + p[1].sha))
        real = [p for p in drawn if origin.keys().isdisjoint((p[0].sha, p[1].sha))]
        rest = [p for p in drawn if p not in real]
        for one, other in [*real, *rest][: options.judge]:
            print(f"{names[one.sha][0]}\t{names[other.sha][0]}\n    {told(one)}\n    {told(other)}")
        return
    print(f"{len(same.records)} records, {len(same.works)} works, {len(pairs)} pairs joined by words, {took:.1f} CPU s")
    kinds, found = Counter(copy.kind for copy in made), Counter[str]()
    for copy in made:
        found[copy.kind] += place[copy.work.sha] == place[copy.paper.sha]
    for kind, of in kinds.items():
        print(f"recall  {kind:18}{found[kind]:5} of {of:5}  {found[kind] / of:.3f}")
    print(f"recall  {'together':18}{found.total():5} of {kinds.total():5}  {found.total() / kinds.total():.3f}")
    astray = sum(place[one.sha] != place[origin[copy.sha]] for one, copy in _with_copies(pairs, origin))
    print(f"copies that joined another work than their own: {astray}")
    verdicts = [line.split("\t") for line in JUDGED.read_text("utf-8").splitlines()[1:]]
    known = {name for several in names.values() for name in several}
    now = {frozenset(pair) for one, other in pairs for pair in product(names[one.sha], names[other.sha])}
    print(f"judged pairs whose records are here: {sum({*pair} <= known for *pair, _ in verdicts)} of {len(verdicts)}")
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
