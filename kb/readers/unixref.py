"""Crossref's older answer in XML, Unixref: doi_record elements, alone, in doi_records, or in a query's result.

Source: https://data.crossref.org/reports/help/schema_doc/unixref1.1/unixref1.1.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..records import Author, Paper, Reference, Skipped, Source
from . import identifiers, xmlvalues
from .citationtext import assembled
from .fields import clean_doi, clean_year, unlabelled
from .jsonfields import language, web
from .people import family_of
from .retractions import retracted
from .xmlfields import attribute, every, first, of, text
from .xmlvalues import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SUFFIXES: tuple[str, ...] = ()

_ITEMS = {
    "journal/journal_article": "article-journal", "conference/conference_paper": "paper-conference",
    "book/content_item": "chapter", "book/book_metadata": "book", "book/book_series_metadata": "book",
    "book/book_set_metadata": "book", "dissertation": "thesis", "posted_content": "article", "peer_review": "review",
    "report-paper/content_item": "chapter", "report-paper/report-paper_metadata": "report",
    "report-paper/report-paper_series_metadata": "report", "standard/standard_metadata": "standard",
    "database/dataset": "dataset",
}  # fmt: skip
"""Where the work itself is described, the narrowest first, and its type."""
_WITHDRAWN = frozenset({"retraction", "withdrawal", "removal"})
_VENUES = (
    "journal_metadata/full_title", "journal_metadata/abbrev_title", "proceedings_metadata/proceedings_title",
    "proceedings_series_metadata/proceedings_title", "event_metadata/conference_name",
)  # fmt: skip


def sniff(head: str) -> bool:
    """Whether this holds records of DOIs in Crossref's XML."""
    return bool(re.search(r"<(?:\w+:)?(?:doi_records?|crossref_result)[\s>]", head))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each record; what Crossref answers instead of one is told."""
    for item in xmlvalues.elements(lines, file, ["doi_record"]):
        if isinstance(item, Skipped):
            yield item
            continue
        at, record = item
        found = [(e, kind) for path, kind in _ITEMS.items() for e in every(record, f"crossref/{path}")]
        if not found:
            said = of(record, "crossref/error") or ", ".join(local(e) for e in every(record, "crossref/*")) or "nothing"
            yield Skipped(
                file, at, f"no work in this record of Crossref: {said[:80]}", attribute(record, "owner") or ""
            )
            continue
        # A book stands beside its chapters: the record is of what is narrowest.
        kind = found[0][1]
        for element, _ in (f for f in found if f[1] == kind):
            yield _paper(element, kind, file, at)


def _paper(work: Element, kind: str, file: str, at: int) -> Paper | Skipped:
    above = work.getparent()
    doi, title = clean_doi(of(work, "doi_data/doi")), _title(work)
    abstract = next((t for e in every(work, "abstract") if (t := text(e, without=frozenset({"title"})))), None)
    authors = tuple(a for e in every(work, "contributors/*") if (a := _author(e)))
    if not (title or abstract or (doi and authors)):
        return Skipped(file, at, "neither a title nor an abstract nor authors", doi or "")
    return Paper(
        id=doi,
        type=kind,
        title=title,
        lang=language(attribute(work, "language") or attribute(first(above, "journal_metadata"), "language")),
        year=_year(work) or _year(first(above, "journal_issue")) or _year(first(above, "book_metadata")),
        authors=authors,
        venue=_venue(work, above, kind),
        doi=doi,
        arxiv=identifiers.arxiv_of(doi),
        ids=identifiers.gathered(
            [identifiers.isbn(*(text(e) for e in every(work, "isbn"))) if kind == "book" else None]
        ),
        url=web(of(work, "doi_data/resource")),
        abstract=unlabelled(abstract) if abstract else None,
        references=tuple(r for e in every(work, "citation_list/citation") if (r := _reference(e))),
        retracted=_withdrawn(work, doi) or retracted(title),
        source=Source(file, at, "unixref"),
    )


def _title(work: Element) -> str | None:
    title = of(work, "titles/title", "titles/original_language_title")
    more = of(work, "titles/subtitle")
    if title and more and more.casefold() not in title.casefold():
        return f"{title.rstrip(':')}{' ' if title[-1] in '?!.' else ': '}{more}"
    return title


def _author(said: Element) -> Author | None:
    if attribute(said, "contributor_role") not in ("author", None):
        return None
    if local(said) == "organization":
        name = text(said)
        return Author(literal=name) if name else None
    family = of(said, "surname")
    given = ", ".join(p for p in (of(said, "given_name"), of(said, "suffix")) if p)
    return Author(family, given or None, orcid=identifiers.orcid(of(said, "ORCID"))) if family else None


def _year(work: Element | None) -> int | None:
    """The year in print where both are named; else the first that is."""
    dates = [
        d
        for k in ("publication_date", "posted_date", "approval_date", "review_date", "database_date/publication_date")
        for d in every(work, k)
    ]
    dates.sort(key=lambda d: attribute(d, "media_type") == "online")
    return next((y for d in dates if (y := clean_year(of(d, "year")))), None)


def _venue(work: Element, above: Element | None, kind: str) -> str | None:
    if kind in ("article-journal", "paper-conference"):
        return of(above, *_VENUES)
    if kind == "chapter":
        return of(
            above,
            *(
                f"{m}/titles/title"
                for m in ("book_metadata", "book_series_metadata", "book_set_metadata", "report-paper_metadata")
            ),
        )
    return of(
        work, "institution/institution_name", "group_title", "publisher/publisher_name", "series_metadata/titles/title"
    )


def _reference(entry: Element) -> Reference | None:
    title = of(entry, "article_title", "volume_title", "series_title")
    author, year = of(entry, "author"), of(entry, "cYear")
    places = (of(entry, k) for k in ("journal_title", "volume", "issue", "first_page"))
    raw = of(entry, "unstructured_citation") or assembled(author, year, title, places)
    doi = clean_doi(of(entry, "doi"))
    return (
        Reference(doi=doi, raw=raw, author=family_of(author), year=clean_year(year), title=title)
        if doi or raw
        else None
    )


def _withdrawn(work: Element, doi: str | None) -> bool | None:
    """A notice names the work that it retracts, in `update`; only one that names itself is retracted."""
    updates = work.iterfind(".//{*}crossmark//{*}updates/{*}update")
    return True if any(attribute(u, "type") in _WITHDRAWN and clean_doi(text(u)) == doi for u in updates) else None
