"""CSL-JSON, as Zotero, Mendeley, Pandoc and citeproc write it: an array, an object, or JSON Lines.

Source: the Citation Style Language, https://docs.citationstyles.org/en/stable/specification.html. What has no field of
its own stands in `note`, in lines 'DOI: …', 'PMID: …': they are read where the field is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..identifiers import arxiv_version, clean_arxiv
from ..records import Paper, Reference, Skipped, Source
from . import identifiers, jsonl, jsonvalues, unread
from .fields import CSL_TYPES, clean_doi, clean_type, clean_year, doi_in, unlabelled
from .jsonfields import language, line, name, strings, text, web
from .jsonvalues import Record
from .people import is_person, people
from .retractions import retracted

SUFFIXES: tuple[str, ...] = ()

_TYPE = re.compile(rf'"type"\s*:\s*"(?:{"|".join(sorted(CSL_TYPES))})"')
_MEMBER = re.compile(r'"(?:issued|author|container-title|editor|publisher-place|citation-key)"\s*:')
# What other formats hold whose types have the same names: our own, Crossref's, Semantic Scholar's, OpenAlex's.
_OTHERS = re.compile(r'"(?:authors|authorships|paperId|referenced_works|reference-count|is-referenced-by-count)"\s*:')
_DATES = ("issued", "original-date", "event-date", "submitted")
_VENUES = ("container-title", "event-title", "event", "publisher", "collection-title", "archive")


def sniff(head: str) -> bool:
    """Whether this is JSON whose records have a type of CSL and one of its fields."""
    if not jsonvalues.sniff(head) or _OTHERS.search(head):
        return False
    return bool(_TYPE.search(head) and _MEMBER.search(head))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each item that has a title or an abstract."""
    return jsonl.papers(lines, file, paper_from, CHECKS)


def paper_from(item: Record, file: str, at: int) -> Paper | Skipped:
    """The paper that one item describes; one with neither title nor abstract is Skipped."""
    title, abstract = line(item.get("title")), text(item.get("abstract"))
    key = name(item.get("id")) or name(item.get("citation-key"))
    if title is None and abstract is None:
        return Skipped(file, at, "neither a title nor an abstract", (key or str(item))[:80])
    note = identifiers.in_note(item.get("note"))
    doi = _doi(item, note, key)
    preprint = _arxiv(item, note, doi)
    return Paper(
        id=key,
        type=clean_type(item.get("type")),
        title=title,
        lang=language(item.get("language")),
        year=next((y for k in _DATES if (y := clean_year(item.get(k)))), None) or clean_year(note.get("issued")),
        authors=people(item.get("author")),
        venue=next((v for k in _VENUES if (v := line(item.get(k)))), None),
        doi=doi,
        arxiv=clean_arxiv(preprint),
        ids=identifiers.gathered([*_ids(item, note), arxiv_version(preprint)]),
        url=web(item.get("URL")),
        abstract=unlabelled(abstract) if abstract else None,
        keywords=_keywords(item.get("keyword")),
        references=_references(item.get("references")),
        retracted=retracted(title),
        source=Source(file, at, "csl"),
    )


def _doi(item: Record, note: dict[str, str], key: str | None) -> str | None:
    said = clean_doi(item.get("DOI")) or clean_doi(note.get("doi"))
    addresses = (v for v in (item.get("URL"), key) if isinstance(v, str))
    return said or next((d for v in addresses if (d := doi_in(v))), None)


def _arxiv(item: Record, note: dict[str, str], doi: str | None) -> str | None:
    """The words that state its arXiv number."""
    archive = " ".join(v for k in ("archive", "archive_location") if isinstance(v := item.get(k), str))
    texts = (item.get("number"), archive, item.get("URL"), item.get("note"))
    named = next((v for v in (note.get("arxiv"), item.get("arxiv")) if clean_arxiv(v)), None)
    if named:
        return identifiers.arxiv_said(None, arxiv_version(named) or f"arxiv:{clean_arxiv(named)}", *texts)
    return identifiers.arxiv_said(doi, *texts)


def _ids(item: Record, note: dict[str, str]) -> tuple[str, ...]:
    """A chapter's ISBN is its book's, and is left out."""
    book = item.get("type") in ("book", "thesis", "report", "collection")
    return identifiers.gathered(
        (
            identifiers.pmid(item.get("PMID")) or identifiers.pmid(note.get("pmid")),
            identifiers.pmcid(item.get("PMCID"), bare=True) or identifiers.pmcid(note.get("pmcid"), bare=True),
            (identifiers.isbn(item.get("ISBN")) or identifiers.isbn(note.get("isbn"))) if book else None,
        )
    )


def _keywords(value: object) -> tuple[str, ...]:
    found = strings(value)
    if len(found) == 1:
        found = re.split(r"[;；\n]" if re.search(r"[;；\n]", found[0]) else r"[,，、]", found[0])
    return tuple(dict.fromkeys(k for v in found if (k := line(v))))


def _references(value: object) -> tuple[Reference, ...]:
    """CSL's field is one text, a reference a line; some programs set a list there."""
    if isinstance(value, str):
        return tuple(Reference(doi=doi_in(r) or None, raw=r) for v in value.split("\n") if (r := line(v)))
    return jsonl.references(value)


CHECKS = unread.checks(
    (("title", "abstract"), unread.text),
    (("id",), unread.identifier),
    (("issued",), unread.year),
    (("author",), unread.entries("names", is_person, text=True, alone=True)),
    (("doi",), unread.doi),
    (("container-title", "publisher"), unread.name),
    (("url",), lambda value: None if web(value) or clean_doi(value) else f"{unread.shown(value)} is no web address"),
    (("type",), unread.a(str, "type")),
    (("language",), lambda value: None if language(value) else f"{unread.shown(value)} is no language tag"),
    (("note",), unread.a(str, "text")),
)
"""What each field of an item has to hold."""
