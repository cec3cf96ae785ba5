"""Crossref's REST API: a work, a page of works, an array, or JSON Lines of them.

Source: https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md. `update-to` names the works that a notice
corrects or retracts; `updated-by` names the notices about this work: only they, or its title, say that it is
retracted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..records import Author, Paper, Reference, Skipped, Source
from . import identifiers, jsonl, jsonvalues, unread
from .citationtext import assembled
from .fields import clean_doi, clean_type, clean_year, unlabelled
from .jsonfields import array, language, line, record, records, strings, text, web, words
from .jsonvalues import Record
from .people import family_of, people, person
from .retractions import retracted

SUFFIXES: tuple[str, ...] = ()

_PAGE = re.compile(r'\A\s*\{\s*"status"\s*:\s*"ok"\s*,\s*"message-type"')
_DOI = re.compile(r'"DOI"\s*:\s*"10\.')
_OWN = re.compile(
    r'"(?:reference-count|references-count|is-referenced-by-count|content-domain|short-container-title|'
    r'member|prefix|published-print|published-online|journal-title|doi-asserted-by)"\s*:|"(?:title|container-title)"\s*:\s*\['
)
_DATES = ("issued", "published", "published-print", "published-online", "posted", "approved")
_NO_WORKS = {
    "journal": "a journal", "journal-volume": "a volume of a journal", "journal-issue": "an issue of a journal",
    "book-series": "a series of books", "book-set": "a set of books", "proceedings-series": "a series of proceedings",
    "report-series": "a series of reports", "standard-series": "a series of standards", "grant": "a grant",
}  # fmt: skip
_LISTS = (
    ({"alt-names", "hierarchy", "replaced-by"}, "a funder"),
    ({"primary-name", "prefixes", "names"}, "a member of Crossref"),
    ({"breakdowns", "issn-type", "last-status-check-time"}, "a journal"),
    ({"label"}, "a type of works"),
    ({"agency"}, "a DOI's agency"),
    ({"work-count"}, "a licence"),
    ({"items", "facets", "total-results"}, "a page without a work"),
)
_WITHDRAWN = frozenset({"retraction", "withdrawal", "removal"})
_RELATIONS = ("is-preprint-of", "has-preprint", "is-version-of", "has-version", "is-same-as", "is-identical-to")


def sniff(head: str) -> bool:
    """Whether this is an answer of the API, or JSON with a DOI and one of Crossref's own fields."""
    if not jsonvalues.sniff(head):
        return False
    return bool(_PAGE.match(head) or (_DOI.search(head) and _OWN.search(head)))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each work; funders, members, journals and the like are told as what they are."""
    return jsonl.papers(lines, file, paper_from, CHECKS)


def paper_from(work: Record, file: str, at: int) -> Paper | Skipped:
    """The paper that one work object describes; what is no work, or says nothing, is Skipped."""
    doi, title = clean_doi(work.get("DOI")), _title(work)
    shown = doi or title or str(work)[:80]
    kind = str(work.get("type"))
    if kind in _NO_WORKS:
        return Skipped(file, at, f"{_NO_WORKS[kind]}, no work", shown)
    if not doi and (what := next((name for keys, name in _LISTS if keys & work.keys()), None)):
        return Skipped(file, at, f"{what}, no work", shown)
    abstract = text(work.get("abstract"))
    if not (title or abstract or array(work.get("reference")) or (doi and records(work.get("author")))):
        return Skipped(file, at, "neither a title nor an abstract, authors or references", shown)
    return Paper(
        id=doi,
        type=_type(work, kind),
        title=title,
        lang=language(work.get("language")),
        year=next((y for k in _DATES if (y := clean_year(work.get(k)))), None),
        authors=tuple(a for v in records(work.get("author")) if (a := _author(v))),
        venue=_venue(work, kind),
        doi=doi,
        arxiv=identifiers.arxiv_of(doi),
        ids=identifiers.gathered(
            [identifiers.isbn(*strings(work.get("ISBN"))) if "book" in kind and kind != "book-chapter" else None]
        ),
        url=_url(work),
        abstract=unlabelled(abstract) if abstract else None,
        keywords=words(work.get("subject")),
        references=tuple(r for v in records(work.get("reference")) if (r := reference(v))),
        related=_related(work, doi),
        retracted=_withdrawn(work, doi) or retracted(title),
        source=Source(file, at, "crossref"),
    )


def reference(entry: Record) -> Reference | None:
    """One cited work: its DOI, its string, and what the publisher told apart; without a string, one made of that."""
    title = next((t for k in ("article-title", "volume-title", "series-title") if (t := line(entry.get(k)))), None)
    raw = line(entry.get("unstructured")) or _written(entry, title)
    doi = clean_doi(entry.get("DOI"))
    if not (doi or raw):
        return None
    return Reference(
        doi=doi, raw=raw, author=family_of(entry.get("author")), year=clean_year(entry.get("year")), title=title
    )


def _written(entry: Record, title: str | None) -> str | None:
    places = (line(entry.get(k)) for k in ("journal-title", "volume", "issue", "first-page"))
    return assembled(line(entry.get("author")), line(entry.get("year")), title, places)


def _title(work: Record) -> str | None:
    """The title with its subtitle, unless that stands in it already."""
    title = line(work.get("title")) or line(work.get("original-title"))
    more = line(work.get("subtitle"))
    if title and more and more.casefold() not in title.casefold():
        return f"{title.rstrip(':')}{' ' if title[-1] in '?!.' else ': '}{more}"
    return title


def _type(work: Record, kind: str) -> str | None:
    if kind == "posted-content" and work.get("subtype") == "letter":
        return "article-journal"
    return clean_type(kind)


def _author(entry: Record) -> Author | None:
    """A person; what has only a name is a group."""
    named = line(entry.get("name"))
    if named and not entry.get("family"):
        return Author(literal=named) if person(named) else None
    return next(iter(people([entry])), None)


def _venue(work: Record, kind: str) -> str | None:
    places = [v for t in array(work.get("container-title")) if (v := line(t))]
    if places:
        # Of a chapter the book stands behind its series.
        return places[-1] if kind in ("book-chapter", "reference-entry", "proceedings-article") else places[0]
    event, houses = record(work.get("event")), records(work.get("institution"))
    found = (event.get("name"), *(h.get("name") for h in houses), work.get("group-title"), work.get("publisher"))
    return next((v for t in found if (v := line(t))), None)


def _url(work: Record) -> str | None:
    """Where the publisher shows it; an address of its DOI says nothing more."""
    return web(record(record(work.get("resource")).get("primary")).get("URL")) or (
        url if (url := web(work.get("URL"))) and not clean_doi(url) else None
    )


def _related(work: Record, doi: str | None) -> tuple[str, ...]:
    """The DOIs of its preprint, of other versions, and of what a notice is about."""
    said = record(work.get("relation"))
    entries = [v.get("id") for k in _RELATIONS for v in records(said.get(k)) if v.get("id-type") == "doi"]
    entries += [v.get("DOI") for v in records(work.get("update-to"))]
    return tuple(dict.fromkeys(d for v in entries if (d := clean_doi(v)) and d != doi))


def _withdrawn(work: Record, doi: str | None) -> bool | None:
    """Whether a notice says so; a publisher may put the notice in the place of the work, which then updates itself."""
    about = [
        *records(work.get("updated-by")),
        *(v for v in records(work.get("update-to")) if clean_doi(v.get("DOI")) == doi),
    ]
    return True if any(str(v.get("type")).casefold() in _WITHDRAWN for v in about) else None


_objects = unread.entries("objects", lambda v: isinstance(v, dict))
CHECKS = unread.checks(
    (("title", "abstract", "container-title"), lambda v: unread.text(v[:1] if isinstance(v, list) else v)),
    (("doi",), unread.doi),
    (("issued", "published"), lambda v: None if _dateless(v) else unread.year(v)),
    (("author",), _objects),
    (("reference",), unread.entries("references", lambda v: isinstance(v, dict) and reference(v) is not None)),
    (("relation",), unread.a(dict, "object")),
    (("update-to", "updated-by"), _objects),
    (("type",), unread.a(str, "type")),
)
"""What each field of a work has to hold."""


def _dateless(value: object) -> bool:
    """Crossref's way to say that no date is known."""
    return value in ({"date-parts": [[None]]}, {"date-parts": [[]]}, {"date-parts": [None]})
