"""The frozen records that the first stages hand on: Paper and what it cites, Reading and Mention."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, NamedTuple, Self

from .claims import Claim
from .spelling import canonical, digest

TYPES = ("Method", "Dataset", "Task", "Metric", "Concept")
"""What a concept can be; the order breaks ties."""

ROLES = ("introduces", "extends", "evaluatesOn", "comparesWith", "uses", "studies", "mentions")
"""What a paper can do with a concept, the strongest first; every role implies `mentions`."""

FIELDS = ("title", "abstract")
"""The two texts of a paper."""


# --- papers --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Author:
    """A person (family and given name) or, where a source gives one string, its literal; `orcid` is the bare number."""

    family: str | None = None
    given: str | None = None
    literal: str | None = None
    orcid: str | None = None

    @property
    def name(self) -> str:
        """The name as one reads it: given before family."""
        return self.literal or " ".join(p for p in (self.given, self.family) if p)


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that a paper cites: by an identifier (`id`: a key or URL of the same source), a DOI, or a raw string.

    `author` (the first one's family name), `year` and `title` are what the source itself tells apart in it.
    """

    id: str | None = None
    doi: str | None = None
    raw: str | None = None
    author: str | None = None
    year: int | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record was read: file, line (1-based) and format. Never part of a record's identity."""

    file: str
    line: int
    format: str


@dataclass(frozen=True)
class Paper:
    """One source's statement of one work. What the source does not say is None or empty.

    `type` is a CSL type (article-journal, paper-conference, article, book, chapter, thesis, report, dataset …);
    `lang` a BCP 47 tag; `related` the ids of papers that the same page sets beside this one. `ids` are further
    identifiers as 'scheme:value': pmid, pmcid, s2 (Semantic Scholar), acl, isbn, and an arXiv number with its version.
    `retracted` is True where the source says so.
    """

    id: str | None = None
    type: str | None = None
    title: str | None = None
    lang: str | None = None
    year: int | None = None
    authors: tuple[Author, ...] = ()
    venue: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    openalex: str | None = None
    ids: tuple[str, ...] = ()
    url: str | None = None
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    related: tuple[str, ...] = ()
    retracted: bool | None = None
    source: Source | None = None

    @cached_property
    def sha(self) -> str:
        """The record's identity: the hash of its canonical JSON, its source left out."""
        return digest(self.line())

    def line(self) -> str:
        """Its canonical JSON, its source left out: what is kept of a record."""
        return canonical({name: value for name, value in self.to_dict().items() if name != "source"})

    @cached_property
    def text_sha(self) -> str:
        """The document's identity: the hash of its title and abstract as they were read."""
        return digest(canonical([self.title, self.abstract]))

    def text(self, field: str) -> str:
        """The title or the abstract, '' where there is none."""
        return (self.title if field == "title" else self.abstract) or ""

    def to_dict(self) -> dict[str, Any]:
        """The round-trip form of `kb read --format jsonl`: what is missing is absent."""
        out: dict[str, Any] = {}
        for name in _FIELDS:
            value = getattr(self, name)
            if isinstance(value, tuple):
                value = [v if isinstance(v, str) else _slots(v) for v in value]
            if value or value == 0:
                out[name] = _slots(value) if isinstance(value, Source) else value
        return out

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of `to_dict`; keys that it does not know raise TypeError."""
        d = dict(data)
        d["authors"] = tuple(Author(**a) for a in d.get("authors", ()))
        d["references"] = tuple(Reference(**r) for r in d.get("references", ()))
        for name in ("keywords", "related", "ids"):
            d[name] = tuple(d.get(name, ()))
        if d.get("source"):
            d["source"] = Source(**d["source"])
        return cls(**d)


def _slots(record: Author | Reference | Source) -> dict[str, Any]:
    return {name: v for name in record.__slots__ if (v := getattr(record, name)) is not None}


_FIELDS = tuple(f.name for f in fields(Paper))


@dataclass(frozen=True, slots=True)
class Stub:
    """A work that is cited and not held: its IRI, its label, and what its citations say of it.

    `strings` are all spellings of it in lists of references, `raw` is the longest.
    """

    iri: str
    label: str
    raw: str | None = None
    doi: str | None = None
    year: int | None = None
    title: str | None = None
    strings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A piece of input that became no paper: where it stood, why, and the first characters of it."""

    file: str
    line: int
    reason: str
    excerpt: str = ""


# --- what is found in a text ---------------------------------------------------------------------------------------


class Mention(NamedTuple):
    """A concept found in one text by one rule: `text[begin:end] == surface`, offsets in characters (Python str).

    `label` is the finder's guess of the type, `role` the role that a cue in the sentence supports ('mentions' where
    there is none), `candidates` the lexicon ids it can mean (empty where the lexicon does not know it),
    `confidence` lies in 0..1.
    """

    field: str
    begin: int
    end: int
    surface: str
    label: str
    role: str
    rule: str
    confidence: float
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Acronym:
    """A short form and the long form that defines it, both verbatim slices of the same text."""

    field: str
    short: str
    long: str
    short_span: tuple[int, int]
    long_span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Citation:
    """An in-text author–year citation: 'Neal (1996)'."""

    field: str
    begin: int
    end: int
    surface: str
    author: str
    year: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one pipeline found in one document (a title and an abstract); `sentences[field]` are (begin, end)."""

    lang: str
    mentions: tuple[Mention, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    citations: tuple[Citation, ...] = ()
    links: tuple[str, ...] = ()
    sentences: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()

    def to_json(self) -> str:
        """A compact form for the fact store: lists in field order, canonical."""
        rows = {"acronyms": list(map(_row, self.acronyms)), "citations": list(map(_row, self.citations))}
        plain = ("lang", "mentions", "links", "sentences", "claims")
        return canonical(rows | {name: getattr(self, name) for name in plain})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The inverse of `to_json`."""
        d = json.loads(text)
        return cls(
            lang=d["lang"],
            mentions=tuple(Mention(*[*m[:-1], tuple(m[-1])]) for m in d["mentions"]),
            acronyms=tuple(Acronym(*[*a[:3], tuple(a[3]), tuple(a[4])]) for a in d["acronyms"]),
            citations=tuple(Citation(*c) for c in d["citations"]),
            links=tuple(d["links"]),
            sentences={f: tuple((b, e) for b, e in spans) for f, spans in d["sentences"].items()},
            claims=tuple(map(Claim.of_row, d["claims"])),
        )


def _row(record: Acronym | Citation) -> list[Any]:
    return [getattr(record, name) for name in record.__slots__]
