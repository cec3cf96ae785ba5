"""JSON Lines, arrays and objects: our own round-trip form, and the field names that people use for the same things.

A field of the wrong type is left out and reported (`unread`); the record stays. Texts are kept character by character,
so that offsets found in them point into what the user has: only markup in a foreign title or abstract (HTML, JATS)
becomes plain, and a label 'Abstract:' in front of it goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from ..identifiers import arxiv_version, clean_arxiv
from ..records import Paper, Reference, Skipped, Source
from . import identifiers, jsonvalues, unread
from .fields import (
    LANGUAGES,
    clean_doi,
    clean_openalex,
    clean_type,
    clean_year,
    is_doi,
    openalex_address,
    plain,
    unlabelled,
    well_formed,
)
from .jsonvalues import Record
from .people import is_person, people

SUFFIXES = (".jsonl", ".json", ".ndjson", ".jl")

_ID = ("id", "paperid", "paper_id", "key", "citation-key", "uid", "_id", "corpusid")
_TITLE = ("title", "display_name", "name")
_ABSTRACT = ("abstract", "summary", "abstractnote", "abstract_text", "paperabstract", "description", "text")
_YEAR = ("year", "publication_year", "date", "publication_date", "published", "issued", "pub_year", "publicationdate")
_AUTHORS = ("authors", "author", "creators")
_VENUE = (
    "venue",
    "journal",
    "booktitle",
    "container-title",
    "container_title",
    "publicationtitle",
    "journal_title",
    "journal-ref",
    "conference",
    "publisher",
)
_ARXIV = ("arxiv", "arxiv_id", "arxivid", "eprint")
_URL = ("url", "link", "landing_page_url", "pdf_url")
_KEYWORDS = ("keywords", "keyword", "tags", "author_keywords")
_REFERENCES = ("references", "referenced_works", "reference", "citations_out", "cites", "bibliography")
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def sniff(head: str) -> bool:
    """Whether this begins as JSON."""
    return jsonvalues.sniff(head)


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each object that has a title or an abstract."""
    return papers(lines, file, paper_from, CHECKS)


def papers(
    lines: Iterable[str],
    file: str,
    paper_from: Callable[[Record, str, int], Paper | Skipped],
    checks: Mapping[str, unread.Check],
) -> Iterator[Paper | Skipped]:
    """What `paper_from` makes of each object of a file, and behind it what could not be read of that."""
    for item in jsonvalues.objects(lines, file):
        if isinstance(item, Skipped):
            yield item
            continue
        line, record = item
        yield from told(paper_from(record, file, line), record, checks)


def told(paper: Paper | Skipped, record: Record, checks: Mapping[str, unread.Check]) -> Iterator[Paper | Skipped]:
    """The paper, and behind it what its record states and could not be read."""
    yield paper
    if isinstance(paper, Paper) and paper.source:
        for reason in unread.unread(record, checks):
            yield Skipped(paper.source.file, paper.source.line, reason, (paper.id or paper.title or "")[:80])


def paper_from(record: Record, file: str, line: int) -> Paper | Skipped:
    """The paper that one JSON object speaks of, or why it speaks of none."""
    d = {k.casefold(): v for k, v in record.items() if isinstance(k, str)}
    own = _own_source(d.get("source"))
    tidy = _verbatim if own or "text" in d else _plain
    title, abstract = tidy(_first(d, _TITLE)), tidy(_first(d, _ABSTRACT))
    if tidy is _plain and abstract:
        abstract = unlabelled(abstract)
    if title is None and abstract is None and not own:
        shown = re.sub(r"\s+", " ", str(record))[:80]
        return Skipped(file, line, "neither a title nor an abstract", well_formed(shown))
    id_ = _name(_first(d, _ID, (str, int)))
    ids = d.get("ids")
    external = {k.casefold(): v for k, v in _dict(d.get("externalids") or ids).items()}
    if own is None:
        id_ = openalex_address(id_) or id_
    return Paper(
        id=id_,
        type=clean_type(d.get("type")),
        title=title,
        lang=_lang(d.get("lang") or d.get("language")),
        year=next((y for k in _YEAR if (y := clean_year(d.get(k)))), None),
        authors=next((a for k in _AUTHORS if (a := people(d.get(k)))), ()),
        venue=_venue(d),
        doi=clean_doi(d.get("doi") or external.get("doi")) or (clean_doi(id_) if id_ and is_doi(id_) else None),
        arxiv=_arxiv(d, external, id_),
        openalex=clean_openalex(d.get("openalex") or external.get("openalex")) or openalex_address(record.get("id")),
        ids=identifiers.gathered([*(i for i in _list(ids) if isinstance(i, str) and own), *_ids(d, external)]),
        url=next((u for k in _URL if (u := _first(d, (k,))) and not _unsafe(u)), None)
        or (id_ if own is None and id_ and re.match(r"https?://", id_) else None),
        abstract=abstract,
        keywords=_keywords(next((d[k] for k in _KEYWORDS if d.get(k)), None)),
        references=next((r for k in _REFERENCES if (r := references(d.get(k)))), ()),
        related=tuple(r for r in _list(d.get("related")) if isinstance(r, str)) if own else (),
        retracted=True if d.get("retracted") is True or d.get("is_retracted") is True else None,
        source=own or Source(file, line, "jsonl"),
    )


def references(value: object) -> tuple[Reference, ...]:
    """The works cited: strings or objects with id, doi or raw; what is neither is left out."""
    found = (_reference(v) for v in _list(value))
    return tuple(r for r in found if r)


def _reference(value: object) -> Reference | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str) and (text := well_formed(value).strip()):
        if is_doi(text):
            return Reference(doi=clean_doi(text))
        return Reference(raw=text) if re.search(r"\s", text) else Reference(id=openalex_address(text) or text)
    if not isinstance(value, dict):
        return None
    d = {k.casefold(): v for k, v in value.items() if isinstance(k, str)}
    author = d.get("author") or d.get("authors")
    found = Reference(
        id=_name(_first(d, ("id", "paperid"), (str, int))),
        doi=clean_doi(d.get("doi") or _dict(d.get("externalids")).get("DOI")),
        raw=_first(d, ("raw", "unstructured")),
        # In our own form the family name stands there by itself.
        author=_name(author) if isinstance(author, str) else next((a.family or a.name for a in people(author)), None),
        year=clean_year(d.get("year")),
        title=_first(d, ("title", "article-title")),
    )
    return found if found.id or found.doi or found.raw or found.title else None


def _ids(d: Record, external: Record) -> tuple[str, ...]:
    """The identifiers of other schemes, under the names that people give them."""
    return identifiers.gathered((
        identifiers.pmid(d.get("pmid") or external.get("pmid") or external.get("pubmed")),
        identifiers.pmcid(d.get("pmcid") or external.get("pmcid") or external.get("pubmedcentral"), bare=True),
        identifiers.s2(d.get("s2") or d.get("paperid")),
        identifiers.s2_corpus(d.get("corpusid") or external.get("corpusid")),
        identifiers.acl(d.get("acl") or external.get("acl")),
        next((v for k in _ARXIV if (v := arxiv_version(d.get(k)))), None),
    ))  # fmt: skip


# --- single fields -------------------------------------------------------------------------------------------------


def _first(d: Record, names: Iterable[str], types: tuple[type, ...] = (str,)) -> str | None:
    """The first of these fields that holds something, as a string; of a list, as Crossref has it, its first."""
    for name in names:
        value = d.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, types) and not isinstance(value, bool) and str(value).strip():
            return well_formed(str(value))
    return None


def _verbatim(text: str | None) -> str | None:
    # Only the end is stripped: white space in front is counted by whoever asks for offsets.
    return text.rstrip() if text else None


def _plain(text: str | None) -> str | None:
    return plain(text.strip().replace("\r\n", "\n")) or None if text else None


def _name(text: str | None) -> str | None:
    return text.strip() if text else None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> Record:
    return value if isinstance(value, dict) else {}


def _own_source(value: object) -> Source | None:
    """The place that our own form carries along; another 'source' (a journal, a site) is none."""
    match value:
        case {"file": str(file), "line": int(line), "format": str(format)}:
            return Source(file, line, format)
    return None


def _lang(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return LANGUAGES.get(value.strip().casefold()) or (value if _LANG.fullmatch(value) else None)


def _venue(d: Record) -> str | None:
    for name in _VENUE:
        value = d.get(name)
        if isinstance(value, dict):
            value = value.get("name") or value.get("title") or value.get("display_name")
        if text := _first({name: value}, (name,)):
            return plain(text.strip())
    return None


def _arxiv(d: Record, external: Record, id_: str | None) -> str | None:
    named = next((a for k in _ARXIV if (a := clean_arxiv(d.get(k)))), None) or clean_arxiv(external.get("arxiv"))
    return named or (clean_arxiv(id_) if id_ and re.match(r"arxiv:|https?://arxiv\.org/", id_, re.I) else None)


def _keywords(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = re.split(r"[;；]" if ";" in value or "；" in value else r"[,，、]", value)
    found = (v.get("name") or v.get("display_name") or v.get("tag") if isinstance(v, dict) else v for v in _list(value))
    return tuple(dict.fromkeys(well_formed(k).strip() for k in found if isinstance(k, str) and k.strip()))


# --- what is wrong -------------------------------------------------------------------------------------------------


def _is_reference(value: object) -> bool:
    return isinstance(value, str) or _reference(value) is not None


def _is_keyword(value: object) -> bool:
    return isinstance(value, str) or bool(_keywords([value]))


def _unsafe(value: object) -> str | None:
    """An address that runs something where it should lead somewhere."""
    unsafe = isinstance(value, str) and re.match(r"\s*(?:javascript|data|vbscript)\s*:", value, re.IGNORECASE)
    return f"{unread.shown(value)} is no web address" if unsafe else None


_list_of_references = unread.entries("references", _is_reference)
_list_of_words = unread.entries("keywords", _is_keyword, text=True)

CHECKS = unread.checks(
    (_ID, unread.identifier),
    (_TITLE, unread.lenient(unread.text)),
    (_ABSTRACT, unread.lenient(unread.text)),
    (("title", "abstract"), unread.text),
    (_YEAR, unread.year),
    (_AUTHORS, unread.entries("names", is_person, text=True, alone=True)),
    (_VENUE, unread.name),
    (("doi",), unread.doi),
    (("arxiv", "arxiv_id", "arxivid"), unread.arxiv),
    (("openalex",), unread.openalex),
    (_URL, lambda value: unread.name(value) or _unsafe(value)),
    (_KEYWORDS, _list_of_words),
    (_REFERENCES, unread.lenient(_list_of_references)),
    (("references", "referenced_works"), _list_of_references),
    (("lang", "language"), lambda value: None if _lang(value) else f"{unread.shown(value)} is no language tag"),
    (("type",), unread.a(str, "type")),
    (("externalids",), unread.a(dict, "object of identifiers")),
    (
        ("ids",),
        lambda value: None if isinstance(value, (dict, list)) else unread.a(dict, "object of identifiers")(value),
    ),
)
"""What each field has to hold, under all of its names."""
