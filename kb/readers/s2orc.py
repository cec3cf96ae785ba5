"""S2ORC: full texts as JSON, of 2019 to 2021, and what doc2json makes of a PDF: title, authors, abstract, references.

Source: https://github.com/allenai/s2orc and https://github.com/allenai/s2orc-doc2json. The numbers of papers are those
of Semantic Scholar's corpus; a reference that was matched has one too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..identifiers import arxiv_version, clean_arxiv
from ..records import Author, Paper, Reference, Skipped, Source
from . import identifiers, jsonl, jsonvalues, unread
from .fields import clean_doi, clean_year, unlabelled
from .jsonfields import array, line, name, record, records, strings, text
from .jsonvalues import Record
from .retractions import retracted

SUFFIXES: tuple[str, ...] = ()

_OWN = re.compile(
    r'"(?:bib_entries|pdf_parse|grobid_parse|latex_parse|outbound_citations|has_pdf_parse|body_text)"\s*:'
)
_ID = re.compile(r'"paper_id"\s*:')


def sniff(head: str) -> bool:
    """Whether this is JSON with a `paper_id` and one of the corpus's own fields."""
    return jsonvalues.sniff(head) and bool(_ID.search(head) and _OWN.search(head))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each object that has a title, an abstract or references."""
    return jsonl.papers(lines, file, _paper, CHECKS)


def _paper(said: Record, file: str, at: int) -> Paper | Skipped:
    about = said | record(said.get("metadata"))
    parsed = next((p for k in ("grobid_parse", "latex_parse", "pdf_parse") if (p := record(said.get(k)))), said)
    title = line(about.get("title"))
    abstract = next((t for v in (about.get("abstract"), parsed.get("abstract")) if (t := _abstract(v))), None)
    cited = _references(about, parsed)
    key = name(said.get("paper_id")) or name(said.get("corpusid"))
    if not (title or abstract or cited):
        return Skipped(file, at, "neither a title nor an abstract nor references", (key or str(said))[:80])
    number = identifiers.s2_corpus(key)
    return Paper(
        id=number or key,
        title=title,
        year=clean_year(about.get("year")),
        authors=tuple(a for v in records(about.get("authors")) if (a := _author(v))),
        venue=line(about.get("venue")) or line(about.get("journal")),
        doi=clean_doi(about.get("doi")),
        arxiv=clean_arxiv(about.get("arxiv_id")),
        ids=identifiers.gathered((
            number,
            identifiers.pmid(about.get("pubmed_id")),
            identifiers.pmcid(about.get("pmc_id"), bare=True),
            identifiers.acl(about.get("acl_id")),
            arxiv_version(about.get("arxiv_id")),
        )),
        abstract=unlabelled(abstract) if abstract else None,
        references=cited,
        retracted=retracted(title),
        source=Source(file, at, "s2orc"),
    )  # fmt: skip


def _abstract(value: object) -> str | None:
    """A text, or paragraphs of {text}."""
    if isinstance(value, str):
        return text(value)
    return " ".join(t for v in records(value) if (t := text(v.get("text")))) or None


def _author(said: Record) -> Author | None:
    """{first, middle, last, suffix}; a name without letters is a mistake of the PDF's reading."""
    family = line(said.get("last"))
    given = " ".join(v for v in (line(said.get("first")), *strings(said.get("middle"))) if v)
    given = ", ".join(v for v in (given, line(said.get("suffix"))) if v)
    if family:
        return Author(family, given or None)
    return Author(literal=given) if len(given) > 1 else None


def _references(about: Record, parsed: Record) -> tuple[Reference, ...]:
    """The parsed list; of a line of metadata the numbers of the papers that it cites."""
    found = tuple(r for v in record(parsed.get("bib_entries")).values() if (r := _reference(v)))
    if found:
        return found
    return tuple(Reference(id=n) for v in array(about.get("outbound_citations")) if (n := identifiers.s2_corpus(v)))


def _reference(said: object) -> Reference | None:
    d = record(said)
    others = {k.casefold(): v for k, v in record(d.get("other_ids")).items()}
    arxiv = clean_arxiv(next(iter(strings(others.get("arxiv"))), None))
    first = next((a for v in records(d.get("authors")) if (a := _author(v))), None)
    matched = identifiers.s2_corpus(d.get("link")) or identifiers.s2_corpus(d.get("links"))
    cited = Reference(
        id=matched or (f"arxiv:{arxiv}" if arxiv else None),
        doi=clean_doi(next(iter(strings(others.get("doi"))), None)),
        raw=line(d.get("raw_text")),
        author=(first.family or first.literal) if first else None,
        year=clean_year(d.get("year")),
        title=line(d.get("title")),
    )
    return cited if cited.id or cited.doi or cited.raw or cited.title else None


CHECKS = unread.checks(
    (("title",), unread.text),
    (("year",), unread.year),
    (("authors",), unread.a(list, "list of names")),
    (("abstract",), lambda v: None if _abstract(v) else f"{unread.shown(v)} is no text"),
    (("metadata", "bib_entries"), unread.a(dict, "object")),
    (("doi",), unread.doi),
)
"""What each field of a paper has to hold."""
