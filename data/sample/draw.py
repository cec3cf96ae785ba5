"""Draw the sample from a corpus of machine-learning papers, and check the summaries.

    python draw.py ml_works.jsonl.gz            writes works.tsv beside this file
    python draw.py ml_works.jsonl.gz --check    reads summaries.tsv and complains

The corpus holds one JSON object a line: id, title, publication_year, abstract,
authors, venue, referenced_works. Only bibliographic facts are written. The draw
has no chance in it: the same corpus gives the same sample, byte for byte.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
COLUMNS = ("id", "title", "authors", "year", "venue", "source_row", "cites")
SHORTEST, LONGEST = 60, 120  # words in a summary
SHARED_RUN = 8  # so many consecutive words in common with the abstract is copying

# topic: (how many papers, what its title and abstract speak of, in lower case)
TOPICS: dict[str, tuple[int, str]] = {
    "neural tangent kernel": (
        11,
        r"neural tangent|\bntk\b|infinite[- ]width|infinitely[- ]wide|lazy training|kernel regime"
        r"|mean[- ]field (?:theory|limit|neural)|neural network gaussian process|tensor programs",
    ),
    "normalization": (
        10,
        r"(?:batch|layer) ?norm(?:ali[sz]ation)?\b|\brmsnorm|normali[sz]ation layer"
        r"|(?:weight|group) normali[sz]ation|normalizer-free",
    ),
    "continual learning": (
        12,
        r"continual(?:ly)? learn|lifelong learning|catastrophic forgetting"
        r"|experience replay|rehearsal|class[- ]incremental|loss of plasticity",
    ),
    "information": (
        11,
        r"mutual information|information (?:bottleneck|decomposition|[- ]theoretic)|infonce",
    ),
    "spiking networks": (6, r"spiking (?:neural|transformer)|\bsnns?\b|spikformer"),
    "pruning and sparsity": (
        10,
        r"(?:lottery|winning) tickets?|sparse (?:neural )?networks?|sparse training|\bpruning\b",
    ),
    "generalization": (
        12,
        r"over-?parameteri[sz]|double descent|benign overfitting|flat minima|sharpness"
        r"|generalization (?:bound|gap|error)|implicit (?:bias|regulari[sz]ation)"
        r"|edge of stability",
    ),
}


@dataclass(frozen=True)
class Work:
    """The facts of one paper; `cites` holds ids."""

    id: str
    title: str
    authors: tuple[str, ...]
    year: int
    venue: str
    source_row: int
    cites: tuple[str, ...]


def squeeze(text: str) -> str:
    """Turn every run of white space into one blank."""
    return " ".join(text.split())


def topic_of(title: str, abstract: str) -> str | None:
    """Name the topic spoken of most, a title counting twice; None under two mentions."""
    title, abstract = title.lower(), abstract.lower()
    score = {
        name: 2 * len(re.findall(pattern, title)) + len(re.findall(pattern, abstract))
        for name, (_, pattern) in TOPICS.items()
    }
    best = max(score, key=lambda name: score[name])
    return best if score[best] >= 2 else None


def read_corpus(path: Path) -> tuple[list[Work], list[str]]:
    """Read every paper, and beside it its abstract."""
    works: list[Work] = []
    abstracts: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row, line in enumerate(lines, start=1):
            record = json.loads(line)
            title, year = squeeze(record["title"]), record["publication_year"]
            authors = tuple(map(squeeze, record["authors"]))
            cites = tuple(dict.fromkeys(record["referenced_works"]))
            works.append(Work(record["id"], title, authors, year, record["venue"], row, cites))
            abstracts.append(record["abstract"] or "")
    return works, abstracts


def draw(works: Sequence[Work], abstracts: Sequence[str]) -> list[tuple[str, Work]]:
    """Choose the sample: papers with their topics, by topic and row.

    Starting from all papers on the topics, the one with the fewest citation links
    to those left goes, then the least cited in the corpus, until every topic is
    down to its quota; so the well linked and the well cited stay.
    """
    topics: dict[str, str] = {}
    for work, abstract in zip(works, abstracts, strict=True):
        topic = topic_of(work.title, abstract) if abstract else None
        if topic is not None:
            topics[work.id] = topic
    cited = Counter(target for work in works for target in work.cites)
    linked: dict[str, set[str]] = {id_: set() for id_ in topics}
    for work in works:
        for target in work.cites:
            if work.id in topics and target in topics and target != work.id:
                linked[work.id].add(target)
                linked[target].add(work.id)
    left, held = dict(topics), Counter(topics.values())
    while spare := [id_ for id_, topic in left.items() if held[topic] > TOPICS[topic][0]]:
        out = min(spare, key=lambda id_: (len(linked[id_]), cited[id_], id_))
        held[left.pop(out)] -= 1
        for other in linked.pop(out):
            linked[other].discard(out)
    return [
        (topic, replace(work, cites=tuple(target for target in work.cites if target in left)))
        for topic in TOPICS
        for work in works
        if left.get(work.id) == topic
    ]


def write_works(path: Path, works: Sequence[Work]) -> None:
    """Write the papers as tab separated values."""
    rows = ["\t".join(COLUMNS)]
    for w in works:
        fields = (w.id, w.title, "; ".join(w.authors), w.year, w.venue, w.source_row)
        rows.append("\t".join([*map(str, fields), " ".join(w.cites)]))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")


def read_tsv(path: Path) -> list[dict[str, str]]:
    """Read tab separated values with a heading line; nothing is quoted."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def runs(text: str) -> set[str]:
    """Every run of SHARED_RUN words, in lower case and without punctuation."""
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + SHARED_RUN]) for i in range(len(words) - SHARED_RUN + 1)}


def check(works: Sequence[Work], abstracts: Sequence[str], folder: Path) -> list[str]:
    """Compare the summaries with the abstracts they were written from."""
    row_of = {work.id: work.source_row for work in works}
    drawn = [row["id"] for row in read_tsv(folder / "works.tsv")]
    summaries = {row["id"]: row["summary"] for row in read_tsv(folder / "summaries.tsv")}
    problems = [f"{id_}: no summary" for id_ in drawn if id_ not in summaries]
    problems += [f"{id_}: not in the sample" for id_ in summaries if id_ not in drawn]
    for id_ in set(drawn) & summaries.keys():
        if not SHORTEST <= (length := len(summaries[id_].split())) <= LONGEST:
            problems.append(f"{id_}: {length} words")
        shared = runs(summaries[id_]) & runs(abstracts[row_of[id_] - 1])
        problems += [f"{id_}: shares {run!r}" for run in shared]
    return sorted(problems)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the sample, or check its summaries."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("corpus", type=Path, help="ml_works.jsonl.gz")
    parser.add_argument("--check", action="store_true", help="check summaries.tsv instead")
    options = parser.parse_args(arguments)
    works, abstracts = read_corpus(options.corpus)
    if options.check:
        problems = check(works, abstracts, HERE)
        print("\n".join([*problems, f"{len(problems)} problems"]))
        return 1 if problems else 0
    chosen = draw(works, abstracts)
    write_works(HERE / "works.tsv", [work for _, work in chosen])
    for topic, count in Counter(topic for topic, _ in chosen).items():
        print(f"{count:4} {topic}")
    print(f"{len(chosen):4} papers, {sum(len(w.cites) for _, w in chosen)} citations among them")
    return 0


if __name__ == "__main__":
    sys.exit(main())
