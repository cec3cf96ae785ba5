"""Semantic Scholar's API and its bulk files: a paper, pages of papers, references or citations, or JSON Lines.

Source: https://api.semanticscholar.org/api-docs/graph. Identifiers stand in `externalIds`; a page of references wraps
each paper in `citedPaper`, one of citations in `citingPaper`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..identifiers import arxiv_version, clean_arxiv
from ..records import Paper, Reference, Skipped, Source
from . import identifiers, jsonl, jsonvalues, unread
from .fields import clean_doi, clean_type, clean_year, unlabelled
from .jsonfields import array, line, name, record, records, strings, text, web
from .jsonvalues import Record
from .people import is_person, people
from .retractions import retracted

SUFFIXES: tuple[str, ...] = ()

_OWN = re.compile(r'"paperId"\s*:\s*(?:"[0-9a-f]{40}"|null)|"corpusid"\s*:\s*\d+')
_OTHERS = re.compile(r'"(?:bib_entries|annotations)"\s*:')


def sniff(head: str) -> bool:
    """Whether this is JSON that speaks of a paper by its number at Semantic Scholar."""
    return jsonvalues.sniff(head) and bool(_OWN.search(head)) and not _OTHERS.search(head)


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each object that has a title, an abstract or references."""
    for item in jsonvalues.objects(lines, file):
        if isinstance(item, Skipped):
            yield item
            continue
        at, said = item
        paper = next((p for k in ("citedPaper", "citingPaper") if (p := record(said.get(k)))), said)
        yield from jsonl.told(_paper(paper, file, at), paper, CHECKS)


def _paper(said: Record, file: str, at: int) -> Paper | Skipped:
    d = {k.casefold(): v for k, v in said.items()}
    title, abstract = line(d.get("title")), text(d.get("abstract"))
    key = name(d.get("paperid")) or name(d.get("corpusid"))
    cited = tuple(r for v in records(d.get("references")) if (r := reference(v)))
    if not (title or abstract or cited):
        return Skipped(file, at, "neither a title nor an abstract nor references", (key or str(said))[:80])
    external = _external(d)
    venue = _venue(d)
    return Paper(
        id=key,
        type=_type(d, venue),
        title=title,
        year=clean_year(d.get("year")) or clean_year(d.get("publicationdate")),
        authors=people(d.get("authors")),
        venue=venue,
        doi=clean_doi(external.get("doi")),
        arxiv=clean_arxiv(external.get("arxiv")),
        ids=ids_of(d, external),
        url=web(d.get("url")),
        abstract=unlabelled(abstract) if abstract else None,
        references=cited,
        retracted=retracted(title),
        source=Source(file, at, "s2"),
    )


def ids_of(d: Record, external: Record) -> tuple[str, ...]:
    """The identifiers of a paper whose keys are in small letters, and its `externalIds` likewise."""
    return identifiers.gathered((
        identifiers.s2(d.get("paperid")),
        identifiers.s2_corpus(d.get("corpusid") or external.get("corpusid")),
        identifiers.pmid(external.get("pubmed")),
        identifiers.pmcid(external.get("pubmedcentral"), bare=True),
        identifiers.acl(external.get("acl")),
        arxiv_version(external.get("arxiv")),
    ))  # fmt: skip


def reference(said: Record) -> Reference | None:
    """A cited paper, as it stands in a paper or on a page of its own."""
    d = {k.casefold(): v for k, v in (record(said.get("citedPaper")) or said).items()}
    external = _external(d)
    arxiv = clean_arxiv(external.get("arxiv"))
    found = (identifiers.s2(d.get("paperid")), f"arxiv:{arxiv}" if arxiv else None)
    first = next(iter(people(d.get("authors"))), None)
    cited = Reference(
        id=next((i for i in found if i), None) or next(iter(ids_of(d, external)), None),
        doi=clean_doi(external.get("doi")),
        author=(first.family or first.literal) if first else None,
        year=clean_year(d.get("year")),
        title=line(d.get("title")),
    )
    return cited if cited.id or cited.doi or cited.title else None


def _external(d: Record) -> Record:
    return {k.casefold(): v for k, v in record(d.get("externalids")).items()}


def _venue(d: Record) -> str | None:
    places = (record(d.get("publicationvenue")).get("name"), d.get("venue"), record(d.get("journal")).get("name"))
    return next((v for p in places if (v := line(p))), None)


def _type(d: Record, venue: str | None) -> str | None:
    if venue and venue.casefold() in ("arxiv.org", "arxiv", "biorxiv", "medrxiv"):
        return "article"
    kinds = [t for k in strings(d.get("publicationtypes")) if (t := clean_type(k))]
    return "paper-conference" if "paper-conference" in kinds else next(iter(kinds), None)


def _citing(value: object) -> str | None:
    count = len(array(value))
    return f"{count} works that cite this one are not read: ask the API for them by their numbers" if count else None


CHECKS = unread.checks(
    (("title", "abstract"), unread.text),
    (("year", "publicationdate"), unread.year),
    (("authors",), unread.entries("names", is_person, text=True)),
    (("externalids",), unread.a(dict, "object of identifiers")),
    (("references",), unread.entries("papers", lambda v: isinstance(v, dict) and reference(v) is not None)),
    (("citations",), _citing),
    (("publicationtypes",), unread.a(list, "list of types")),
)
"""What each field of a paper has to hold."""
