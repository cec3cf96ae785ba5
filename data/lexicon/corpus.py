"""One pass over the reference corpus: which surface stands in which document, how it is written, what it is short for.

Word sequences are compared by their folded form (kb.spelling.fold), so that hyphens, case and plural do not matter.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kb.spelling import american, normal, singular

LONGEST = 6  # words of a surface
GAP = re.compile(r"[\s\-\u2010-\u2015_/]*")
TOKEN = re.compile(r"[^\s\-\u2010-\u2015_/,;:!?()\[\]{}\"“”$\\]+")
SHORT_FORM = re.compile(r"\(([A-Z][A-Za-z0-9]{0,2}[A-Z][A-Za-z0-9]{0,3}|[A-Z][a-z]?[A-Z])s?\)")
SMALL = {"of", "the", "for", "and", "to", "with", "in", "from", "by", "on", "a", "an"}


@dataclass
class Counts:
    """What one pass over the corpus saw: documents, spellings and defined acronyms by folded surface."""

    documents: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    forms: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    acronyms: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    words: Counter[str] = field(default_factory=Counter)
    longs: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def works(shared: Path) -> Iterator[dict[str, Any]]:
    """The papers of ml_works, one a line."""
    with gzip.open(shared / "data/ml_works.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@cache
def folded_word(word: str) -> tuple[str, str]:
    """A word as it stands inside a folded phrase, and at its end."""
    inside = "".join(re.sub(r"[^\w+*@.\s]", "", word.casefold()).split())
    return american(inside), american(singular(inside.rstrip(".") or inside))


def phrases(text: str) -> Iterator[tuple[str, int, int]]:
    """Every folded word sequence without punctuation inside, with its span."""
    tokens: list[tuple[str, str, int, int, bool]] = []
    last = 0
    for match in TOKEN.finditer(text):
        inside, end = folded_word(match[0])
        joined = bool(GAP.fullmatch(text, last, match.start())) and not text[:last].endswith((".", "'"))
        tokens.append((inside, end, match.start(), match.end(), joined))
        last = match.end()
    for i, (inside, end, start, stop, _) in enumerate(tokens):
        yield end, start, stop
        for j in range(i + 1, min(i + LONGEST, len(tokens))):
            if not tokens[j][4]:
                break
            whole = inside + tokens[j][1]
            yield (singular(whole) if whole[-1:] == "s" else whole), start, tokens[j][3]
            inside += tokens[j][0]


def references(shared: Path) -> Iterator[str]:
    """The reference strings whose works are not in ml_works: what the field cites beside them."""
    with gzip.open(shared / "data/ml_references_sample.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if not row.get("matched"):
                yield row["raw"]


def count(shared: Path, wanted: set[str]) -> Counts:
    """One pass over titles and abstracts: who is where, how it is written, and which acronyms are defined.

    Reference strings count as documents only: their titles capitalise at will.
    """
    counts = Counts()
    for number, reference in enumerate(references(shared)):
        for key, _, _ in phrases(reference):
            if key in wanted:
                counts.documents[key].add(-1 - number)
    for number, work in enumerate(works(shared)):
        text = f"{work['title']}. {work.get('abstract') or ''}"
        counts.words.update(re.findall(r"[A-Za-z]+", text))
        shorts = {m.start(): m[1] for m in SHORT_FORM.finditer(text)}
        for key, start, stop in phrases(text):
            short = shorts.get(stop + 1) if shorts else None
            defined = short and text[start - 1 : start] != "-" and stands_for(short, text[start:stop])
            if key in wanted or defined:
                counts.documents[key].add(number)
                counts.forms[key][text[start:stop].rstrip(".'")] += 1
            if short and defined:
                counts.acronyms[key][short] += 1
                counts.longs[key][normal(text[start:stop])] += 1
    return counts


def stands_for(short: str, long: str) -> bool:
    """Whether the letters of an acronym are the initials of the long form, small words left out or not."""
    words = [w for w in re.split(r"[\s\-/]+", long.casefold()) if w]
    letters = [c for c in short.casefold() if c.isalnum()]
    full = [w[0] for w in words]
    large = [w[0] for w in words if w not in SMALL]
    return len(words) > 1 and words[0] not in SMALL and letters in (full, large)
