"""What reference lists have in common, whichever their format: keys that stay, and our concepts as keywords."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kb.network import Rows
from kb.records import ROLES, Paper
from kb.spelling import digest

from .contract import Exportable

_SMALL: Final = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "does", "for", "from", "how", "in", "into",
    "is", "it", "its", "not", "of", "on", "or", "our", "over", "that", "the", "their", "there", "these", "this", "to",
    "toward", "towards", "under", "using", "via", "we", "what", "when", "where", "which", "why", "will", "with",
})  # fmt: skip
"""Words that say little at the beginning of a title."""

_SUFFIXES: Final = {"jr", "sr", "ii", "iii", "iv"}


def cited(source: Exportable, min_papers: int) -> Iterator[tuple[str, Paper, tuple[str, ...]]]:
    """(key, paper, keywords) of each paper that is held, by IRI.

    Keywords are the paper's own, then the names of its concepts, the strongest roles first; `min_papers` leaves out
    concepts that fewer papers mention.
    """
    rows, taken = source.rows(), Counter[str]()
    for iri, paper in source.works():
        stem = key(paper, iri)
        again, taken[stem] = taken[stem], taken[stem] + 1
        names = (*paper.keywords, *_concepts(rows, iri, min_papers))
        yield stem + _letters(again), paper, tuple({name.casefold(): name for name in reversed(names)}.values())[::-1]


def key(paper: Paper, iri: str) -> str:
    """A key that says what it means: first author, year, first telling word of the title ('doe2018kernels').

    ASCII letters and digits only, which every program takes; where no letter is left, a print of the IRI follows.
    """
    first = paper.authors[0] if paper.authors else None
    names = (first.family or first.name).split() if first else []
    family = next((f for name in reversed(names) if (f := _plain(name)) and f not in _SUFFIXES), "")
    words = [w for word in re.findall(r"[^\W_]+", paper.title or "") if (w := _plain(word))]
    word = next((w for w in words if len(w) > 2 and w not in _SMALL and not w.isdigit()), "")
    found = f"{family}{paper.year or ''}{word}"
    return found if re.search("[a-z]", found) else f"{found}x{digest(iri)[:8]}"


def _plain(word: str) -> str:
    """A word in lower-case ASCII, accents left out; what has no such form is ''."""
    bare = unicodedata.normalize("NFKD", word.replace("ß", "ss").replace("ø", "o").replace("ł", "l").casefold())
    return re.sub("[^a-z0-9]", "", "".join(c for c in bare if not unicodedata.combining(c)))


def _letters(number: int) -> str:
    """What tells keys apart: '' for the first, then a, b, … z, aa."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(97 + rest) + found
    return found


def _concepts(rows: Rows, iri: str, min_papers: int) -> list[str]:
    kept = (c for c in rows.concepts_of.get(iri, ()) if len(rows.papers_of[c]) >= min_papers)
    ranked = sorted((min(map(ROLES.index, rows.roles_of[iri, c])), rows.concept[c].name, c) for c in kept)
    return [name for _, name, _ in ranked]
