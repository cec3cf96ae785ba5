"""arXiv's metadata as one JSON object a line, the form of the public dump of all papers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..identifiers import arxiv_version, clean_arxiv
from ..records import Author, Paper, Skipped, Source
from . import identifiers, jsonl, jsonvalues, unread
from .arxiv import withdrawn
from .fields import clean_doi, clean_year, unlabelled
from .jsonfields import array, line, name, records
from .jsonvalues import Record
from .latex import unicode
from .people import people

SUFFIXES: tuple[str, ...] = ()

_OWN = re.compile(r'"(?:authors_parsed|journal-ref|update_date|submitter)"\s*:')


def sniff(head: str) -> bool:
    """Whether this is JSON with two of the dump's own fields."""
    return jsonvalues.sniff(head) and len(set(_OWN.findall(head))) > 1


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each object that has a title or an abstract."""
    return jsonl.papers(lines, file, _paper, CHECKS)


def _paper(record: Record, file: str, at: int) -> Paper | Skipped:
    said = name(record.get("id"))
    number = clean_arxiv(said)
    title, abstract = line(record.get("title")), line(record.get("abstract"))
    if title is None and abstract is None:
        return Skipped(file, at, "neither a title nor an abstract", (said or str(record))[:80])
    versions = records(record.get("versions"))
    last = versions[-1].get("version") if versions else None
    first = clean_year(versions[0].get("created")) if versions else None
    return Paper(
        id=number or said,
        type="article",
        title=title,
        year=first or clean_year(record.get("update_date")),
        authors=_authors(record),
        venue=line(record.get("journal-ref")),
        doi=clean_doi(record.get("doi")),
        arxiv=number,
        ids=identifiers.gathered([arxiv_version(f"arxiv:{number}{last}") if number and last else None]),
        url=f"https://arxiv.org/abs/{number}" if number else None,
        abstract=unlabelled(abstract) if abstract else None,
        retracted=withdrawn(line(record.get("comments")), abstract),
        source=Source(file, at, "arxiv-json"),
    )


def _authors(record: Record) -> tuple[Author, ...]:
    """[[family, given, suffix, …], …], or the line of names where that is missing."""
    found = (_author([line(part) or "" for part in array(entry)[:3]]) for entry in array(record.get("authors_parsed")))
    return tuple(a for a in found if a) or people(unicode(line(record.get("authors")) or ""))


def _author(parts: list[str]) -> Author | None:
    family, given, suffix = (*parts, "", "", "")[:3]
    if not family:
        return None
    return Author(family, ", ".join(p for p in (given, suffix) if p)) if given else Author(literal=family)


CHECKS = unread.checks(
    (("title", "abstract"), unread.text),
    (("id",), unread.arxiv),
    (("doi",), unread.doi),
    (("authors_parsed",), unread.entries("names", lambda v: isinstance(v, list) and bool(v))),
    (("versions",), unread.entries("versions", lambda v: isinstance(v, dict))),
    (("update_date",), unread.year),
)
"""What each field has to hold."""
