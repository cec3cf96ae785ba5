"""GROBID's TEI: a paper's header and its reference list, as they were read out of a PDF.

Source: https://grobid.readthedocs.io/en/latest/TEI-encoding-of-results/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..identifiers import arxiv_version, clean_arxiv
from ..records import Author, Paper, Reference, Skipped, Source
from . import identifiers, xmlvalues
from .citationtext import assembled
from .fields import clean_doi, clean_year, unlabelled
from .jsonfields import language
from .retractions import retracted
from .xmlfields import attribute, every, first, of, text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SUFFIXES = (".tei",)

_LISTS = "{*}text//{*}listBibl/{*}biblStruct"
_LEVELS = {"j": "article-journal", "m": "paper-conference"}


def sniff(head: str) -> bool:
    """Whether this is TEI with a header."""
    return bool(re.search(r"<(?:\w+:)?(?:TEI|teiCorpus)[\s>]", head) and "tei-c.org" in head)


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each TEI document."""
    return xmlvalues.papers(lines, file, ["TEI"], _paper)


def _paper(tei: Element, file: str, at: int) -> Paper | Skipped:
    header = first(tei, "teiHeader")
    work = first(header, "fileDesc/sourceDesc/biblStruct")
    title = of(header, "fileDesc/titleStmt/title") or of(work, "analytic/title", "monogr/title")
    abstract = text(first(header, "profileDesc/abstract"), without=frozenset({"head"}))
    cited = tuple(r for e in tei.iterfind(_LISTS) if (r := _reference(e)))
    if not (title or abstract or cited):
        return Skipped(file, at, "neither a title nor an abstract nor references", "")
    numbers = _numbers(work)
    doi = clean_doi(numbers.get("doi"))
    journal = next((e for e in every(work, "monogr/title") if text(e) and text(e) != title), None)
    return Paper(
        id=doi or numbers.get("md5"),
        type=_LEVELS.get(attribute(journal, "level") or "") if journal is not None else None,
        title=title,
        lang=language(attribute(header, "lang")),
        year=_year(work) or clean_year(_when(first(header, "fileDesc/publicationStmt/date"))),
        authors=_authors(first(work, "analytic")) or _authors(first(work, "monogr")),
        venue=text(journal) or of(work, "monogr/meeting"),
        doi=doi,
        arxiv=clean_arxiv(numbers.get("arxiv")) or identifiers.arxiv_of(doi),
        ids=_ids(numbers),
        abstract=unlabelled(abstract) if abstract else None,
        keywords=tuple(dict.fromkeys(w for t in _terms(header) if (w := text(t)))),
        references=cited,
        retracted=retracted(title),
        source=Source(file, at, "grobid"),
    )


def _terms(header: Element | None) -> list[Element]:
    found = every(header, "profileDesc/textClass/keywords")
    return [t for k in found for t in k.iter("{*}term")] or found


def _numbers(work: Element | None) -> dict[str, str]:
    """Identifiers by their kind in small letters."""
    places = [e for where in ("idno", "analytic/idno", "monogr/idno") for e in every(work, where)]
    return {str(attribute(e, "type")).casefold(): said for e in reversed(places) if (said := text(e))}


def _ids(numbers: dict[str, str]) -> tuple[str, ...]:
    return identifiers.gathered((
        identifiers.pmid(numbers.get("pmid")),
        identifiers.pmcid(numbers.get("pmcid"), bare=True),
        arxiv_version(numbers.get("arxiv")),
    ))  # fmt: skip


def _authors(where: Element | None) -> tuple[Author, ...]:
    return tuple(a for e in every(where, "author") if (a := _author(e)))


def _author(said: Element) -> Author | None:
    family = of(said, "persName/surname")
    given = " ".join(t for e in every(said, "persName/forename") if (t := text(e)))
    number = next((o for e in every(said, "idno") if (o := identifiers.orcid(text(e)))), None)
    if family:
        return Author(family, given or None, orcid=number)
    group = of(said, "orgName", "persName")
    return Author(literal=group) if group else None


def _when(date: Element | None) -> str | None:
    return attribute(date, "when") or text(date)


def _year(work: Element | None) -> int | None:
    return next((y for e in every(work, "monogr/imprint/date") if (y := clean_year(_when(e)))), None)


def _reference(entry: Element) -> Reference | None:
    """One cited work; what GROBID took out of the string and the string itself, where it was asked to keep it."""
    title = of(entry, "analytic/title") or of(entry, "monogr/title")
    place = of(entry, "monogr/title") if of(entry, "analytic/title") else None
    raw = next((text(n) for n in every(entry, "note") if attribute(n, "type") == "raw_reference"), None)
    authors = _authors(first(entry, "analytic")) or _authors(first(entry, "monogr"))
    year, numbers = _year(entry), _numbers(entry)
    arxiv = clean_arxiv(f"arxiv:{numbers['arxiv'].removeprefix('arXiv:')}") if "arxiv" in numbers else None
    raw = raw or assembled(", ".join(a.name for a in authors) or None, str(year) if year else None, title, [place])
    cited = Reference(
        id=(f"arxiv:{arxiv}" if arxiv else None) or next(iter(_ids(numbers)), None),
        doi=clean_doi(numbers.get("doi")),
        raw=raw,
        author=(authors[0].family or authors[0].literal) if authors else None,
        year=year,
        title=title,
    )
    return cited if cited.raw or cited.doi or cited.id else None
