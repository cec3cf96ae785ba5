"""Records → works: the same work once, whatever the order in which its records came.

1. Records that share an identifier (DOI, arXiv, OpenAlex, a URL that names one paper) are one work.
2. Records with the same whole abstract are one work, unless that would join two different identifiers of one scheme or
   two different titles. Records without an abstract and identifier are one where title, year and first author are the
   same: many an "Introduction" or "Calendar" is another work.
3. A work's IRI comes from its best identifier, else from the hash of its text; so it is a function of the set.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from ..records import Paper
from ..spelling import digest
from ..terms import mint

Identifier = tuple[str, str]
"""(scheme, value): ('doi', '10.1000/182')."""

SCHEMES = ("doi", "arxiv", "openalex", "url", "urn")
"""The better first: it names the work."""

ENOUGH_TEXT = 80
"""Letters that an abstract must have before it can identify a work: 'No abstract available' has 19."""

ENOUGH_TITLE = 30
"""Letters that a title without an author must have before it can identify a work."""

SHARED_OPENING = 200
"""Letters that two different abstracts must share at their beginning to be versions of one text."""

_ONE_PAPER_URL = re.compile(
    r"https?://(?:www\.)?(?:openreview\.net/(?:forum|pdf)\?id=[\w-]+|aclanthology\.org/[\w.-]+"
    r"|(?:api\.)?semanticscholar\.org/.*?\b[0-9a-f]{40}|pubmed\.ncbi\.nlm\.nih\.gov/\d+|proceedings\.mlr\.press/v\d+/\w+)"
)
_NO_LETTER = re.compile(r"[\W_]+")
_ASCII_SIGNS = {n: None for n in range(128) if not chr(n).isalnum()}
_ARXIV_VERSION = re.compile(r"v\d+$")
_OPENALEX = re.compile(r"(?:https?://openalex\.org/)?(W\d+)", re.IGNORECASE)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:https?://arxiv\.org/(?:abs|pdf)/|arxiv:\s*)(\d{4}\.\d{4,5}|[a-z-]+(?:\.\w\w)?/\d{7})(?:v\d+)?", re.IGNORECASE
)


@dataclass(frozen=True)
class Work:
    """One work: its IRI, all its identifiers, its records' hashes, and the paper as the best of them tell it."""

    iri: str
    identifiers: tuple[Identifier, ...]
    shas: tuple[str, ...]
    paper: Paper
    records: tuple[Paper, ...]


def letters(text: str | None) -> str:
    """What a text says, without case, width, space and punctuation: what two copies of it have in common."""
    if not text:
        return ""
    if text.isascii():  # the same, twenty times as quick
        return text.lower().translate(_ASCII_SIGNS)
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def identifier(text: str) -> Identifier | None:
    """The identifier that a string is, None where it is a local key."""
    t = text.strip()
    if m := _DOI.fullmatch(t):
        return "doi", m[1].lower()
    if m := _ARXIV.fullmatch(t.removesuffix(".pdf")):
        return "arxiv", m[1].lower()
    if m := _OPENALEX.fullmatch(t):
        return "openalex", m[1].upper()
    if t.lower().startswith(("http://", "https://")):
        return "url", re.sub(r"^https?://(?:www\.)?", "https://", t).rstrip("/")
    if t.lower().startswith("urn:"):
        return "urn", t[4:]
    return None


def identifiers(paper: Paper) -> set[Identifier]:
    """Every identifier that a record states; a plain URL counts only where it can name no other paper."""
    found = {identifier(paper.id)} if paper.id else set()
    if paper.doi:
        found.add(("doi", paper.doi.lower()))
    if paper.arxiv:
        found.add(("arxiv", _ARXIV_VERSION.sub("", paper.arxiv.lower())))
    if paper.openalex:
        found.add(("openalex", paper.openalex.upper()))
    if paper.url and (_ONE_PAPER_URL.match(paper.url) or (identifier(paper.url) or ("url",))[0] != "url"):
        found.add(identifier(paper.url))
    return {i for i in found if i}


def works(records: Iterable[Paper]) -> list[Work]:
    """Groups records into works, sorted by IRI; the result does not depend on the order of the records."""
    all_records = sorted(records, key=lambda p: p.sha)
    own = [identifiers(p) for p in all_records]
    groups = _Groups(own)
    by_identifier: dict[Identifier, int] = {}
    for i, stated in enumerate(own):
        for one in stated:
            groups.join(by_identifier.setdefault(one, i), i)
    for members in _same_text(all_records):
        groups.join_where_agreed(members)
    found = [_work([all_records[i] for i in members], ids) for members, ids in groups.sets()]
    return sorted(found, key=lambda w: w.iri)


def _same_text(records: Sequence[Paper]) -> Iterator[list[int]]:
    """Groups of several records whose whole text is the same; those with different titles are not the same."""
    by_text: dict[str, list[int]] = defaultdict(list)
    for i, p in enumerate(records):
        by_text[_fingerprint(p)].append(i)
    for key in sorted(by_text):
        members = by_text[key]
        if len(members) < 2:
            continue
        titles = {t for i in members if (t := letters(records[i].title))}
        if len(titles) > 1:
            for title in sorted(titles):
                yield [i for i in members if letters(records[i].title) == title]
        else:
            yield members


def _fingerprint(paper: Paper) -> str:
    abstract = letters(paper.abstract)
    if len(abstract) >= ENOUGH_TEXT:
        return digest(abstract)
    title = letters(paper.title)
    author = letters(paper.authors[0].family or paper.authors[0].literal) if paper.authors else ""
    says_enough = not identifiers(paper) and (abstract or author or len(title) >= ENOUGH_TITLE)
    own = "" if says_enough else paper.sha
    return digest("\n".join((title, abstract, author, str(paper.year or ""), own)))


class _Groups:
    """Disjoint sets of records that remember their identifiers (union–find, the smallest index leads)."""

    def __init__(self, ids: list[set[Identifier]]) -> None:
        self._leader = list(range(len(ids)))
        self._ids = [set(s) for s in ids]

    def _find(self, i: int) -> int:
        while self._leader[i] != i:
            self._leader[i] = self._leader[self._leader[i]]
            i = self._leader[i]
        return i

    def join(self, a: int, b: int) -> None:
        a, b = sorted((self._find(a), self._find(b)))
        if a != b:
            self._leader[b] = a
            self._ids[a] |= self._ids[b]

    def join_where_agreed(self, members: list[int]) -> None:
        """Joins all members if their identifiers agree scheme by scheme; else only those that have none."""
        leaders = sorted({self._find(i) for i in members})
        schemes = [scheme for scheme, _ in set().union(*(self._ids[i] for i in leaders))]
        if len(schemes) != len(set(schemes)) and len(leaders) > 1:
            leaders = [i for i in leaders if not self._ids[i]]
        for i in leaders[1:]:
            self.join(leaders[0], i)

    def sets(self) -> Iterator[tuple[list[int], set[Identifier]]]:
        by_leader: dict[int, list[int]] = defaultdict(list)
        for i in range(len(self._leader)):
            by_leader[self._find(i)].append(i)
        for leader, members in by_leader.items():
            yield members, self._ids[leader]


_NAMES = tuple(f.name for f in fields(Paper))


def _first(ranked: Sequence[Paper], name: str) -> Any:
    """What the best record that says anything of a field says."""
    return next((v for p in ranked if (v := getattr(p, name))), getattr(ranked[0], name))


def _best(p: Paper) -> tuple[Any, ...]:
    return (not p.abstract, not p.title, not p.doi, not p.year, -len(p.authors), p.sha)


def _work(records: list[Paper], ids: set[Identifier]) -> Work:
    ranked = sorted(records, key=_best) if len(records) > 1 else records
    best = ranked[0]
    merged: dict[str, Any] = {} if len(ranked) == 1 else {n: _first(ranked, n) for n in _NAMES}
    for name in ("references", "related", "keywords"):
        merged[name] = tuple(dict.fromkeys(v for p in ranked for v in getattr(p, name)))
    merged["source"] = None
    same = all(getattr(best, name) == value for name, value in merged.items())
    paper = best if same else replace(best, **merged)
    ordered = tuple(sorted(ids, key=lambda i: (SCHEMES.index(i[0]), i[1])))
    iri = mint("paper", *ordered[0]) if ordered else mint("paper", "sha256", _fingerprint(paper))
    return Work(iri, ordered, tuple(sorted(p.sha for p in records)), paper, tuple(ranked))


def versions(found: Sequence[Work]) -> list[tuple[str, str]]:
    """(later, earlier) works whose different abstracts share a long opening: two versions of one text."""
    by_opening: dict[str, list[Work]] = defaultdict(list)
    for w in found:
        if opening := _opening(w.paper.abstract or ""):
            by_opening[opening].append(w)
    pairs: list[tuple[str, str]] = []
    for same in by_opening.values():
        same.sort(key=lambda w: (w.paper.year or 9999, w.iri))
        pairs += [(later.iri, same[0].iri) for later in same[1:]]
    return sorted(pairs)


def _opening(text: str) -> str | None:
    """The first letters of an abstract; None where it has no more than these."""
    begun = letters(text[: 2 * SHARED_OPENING] if text.isascii() else text)
    begun = begun if len(begun) > SHARED_OPENING else letters(text)
    return begun[:SHARED_OPENING] if len(begun) > SHARED_OPENING else None
