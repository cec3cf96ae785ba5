"""JATS, the XML of journal articles (PubMed Central, publishers, SciELO): an article, or several in a row.

Source: https://jats.nlm.nih.gov/archiving/tag-library/. Read are the front matter and the reference list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..identifiers import arxiv_version, clean_arxiv
from ..records import Author, Paper, Reference, Skipped, Source
from . import identifiers, xmlvalues
from .citationtext import assembled
from .fields import clean_doi, clean_year, doi_in, unlabelled
from .jsonfields import language
from .people import person
from .retractions import retracted
from .xmlfields import attribute, every, first, of, text
from .xmlvalues import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SUFFIXES = (".nxml",)

_ARTICLE = re.compile(r"<(?:\w+:)?article(?=[\s>])")
_SIGN = re.compile(r"-//NLM//DTD|<(?:\w+:)?(?:front|article-meta|journal-meta)[\s>]|\sarticle-type=")
_TYPES = {"preprint": "article", "book-review": "review-book", "abstract": "paper-conference", "thesis": "thesis"}
_OTHER_ABSTRACTS = frozenset(
    {"teaser", "graphical", "toc", "precis", "key-points", "short", "web-summary", "video", "translated"}
)
_DATES = ("ppub", "collection", "pub", "epub-ppub", "epub", "pub-electronic", "preprint")
_CITATIONS = ("element-citation", "mixed-citation", "citation", "nlm-citation")


def sniff(head: str) -> bool:
    """Whether this is an article in JATS, or in the DTD before it."""
    return bool(_ARTICLE.search(head) and _SIGN.search(head))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each article."""
    return xmlvalues.papers(lines, file, ["article"], _paper)


def _paper(article: Element, file: str, at: int) -> Paper | Skipped:
    about, journal = first(article, "front/article-meta"), first(article, "front/journal-meta")
    title, abstract = _title(about), _abstract(about)
    numbers = {str(attribute(i, "pub-id-type")): text(i) for i in every(about, "article-id")}
    if title is None and abstract is None:
        return Skipped(file, at, "neither a title nor an abstract", str(numbers.get("doi") or ""))
    pmid, pmcid = (
        identifiers.pmid(numbers.get("pmid")),
        identifiers.pmcid(numbers.get("pmc") or numbers.get("pmcid"), bare=True),
    )
    doi, kind = clean_doi(numbers.get("doi")), attribute(article, "article-type") or ""
    return Paper(
        id=pmcid or pmid or doi,
        type=_TYPES.get(kind, "article-journal"),
        title=title,
        lang=language(attribute(article, "lang")),
        year=_year(about),
        authors=_authors(about),
        venue=of(journal, "journal-title-group/journal-title", "journal-title", "journal-id"),
        doi=doi,
        arxiv=clean_arxiv(numbers.get("arxiv")) or identifiers.arxiv_of(doi),
        ids=identifiers.gathered((pmid, pmcid, arxiv_version(numbers.get("arxiv")))),
        abstract=unlabelled(abstract) if abstract else None,
        keywords=tuple(dict.fromkeys(w for k in every(about, "kwd-group/kwd") if (w := text(k)))),
        references=tuple(_references(article)),
        retracted=_withdrawn(about) or retracted(title),
        source=Source(file, at, "jats"),
    )


def _title(about: Element | None) -> str | None:
    title, more = (
        text(first(about, f"title-group/{name}"), without=frozenset({"xref"})) for name in ("article-title", "subtitle")
    )
    return f"{title.rstrip(':')}: {more}" if title and more else title


def _abstract(about: Element | None) -> str | None:
    """The abstract proper, each section's heading in front of it; a teaser or a picture only stands beside it."""
    proper = [e for e in every(about, "abstract") if attribute(e, "abstract-type") not in _OTHER_ABSTRACTS]
    for element in proper or every(about, "abstract")[:1]:
        if found := " ".join(t for child in element if (t := _section(child))) or text(element):
            return found
    return None


def _section(part: Element) -> str | None:
    name = local(part)
    if name in ("", "title", "label"):
        return None
    heading = of(part, "title") if name == "sec" else None
    said = text(part, without=frozenset({"title", "label"}))
    return f"{heading.rstrip(':.')}: {said}" if heading and said else said


def _year(about: Element | None) -> int | None:
    """The year of the issue, as the journal is cited by; else that of the first appearance."""
    dates: dict[str, int] = {}
    for date in every(about, "pub-date"):
        if year := clean_year(of(date, "year")) or clean_year(attribute(date, "iso-8601-date")):
            kind = attribute(date, "pub-type") or attribute(date, "date-type") or "pub"
            electronic = attribute(date, "publication-format") == "electronic" and kind == "pub"
            dates.setdefault("pub-electronic" if electronic else kind, year)
    return next((dates[k] for k in _DATES if k in dates), next(iter(dates.values()), None))


def _authors(about: Element | None) -> tuple[Author, ...]:
    people = [c for g in every(about, "contrib-group") for c in every(g, "contrib")]
    wanted = [c for c in people if attribute(c, "contrib-type") in ("author", None)]
    return tuple(a for c in wanted if (a := _author(c)))


def _author(said: Element) -> Author | None:
    numbers = [i for i in every(said, "contrib-id") if attribute(i, "contrib-id-type") == "orcid"]
    number = next((o for i in numbers if (o := identifiers.orcid(text(i)))), None)
    family = of(said, "name/surname", "name-alternatives/name/surname", "string-name/surname")
    given = of(said, "name/given-names", "name-alternatives/name/given-names", "string-name/given-names")
    if family:
        given = ", ".join(p for p in (given, of(said, "name/suffix")) if p)
        return Author(family, given or None, orcid=number)
    group = next((t for e in every(said, "collab") if (t := text(e, without=frozenset({"contrib-group"})))), None)
    if group:
        return Author(literal=group)
    return person(of(said, "string-name", "anonymous") or "")


def _references(article: Element) -> Iterator[Reference]:
    for ref in (r for back in every(article, "back") for r in back.iter("{*}ref")):
        found = [e for name in _CITATIONS for e in ref.iter(f"{{*}}{name}")]
        for entry in found:
            if cited := _reference(entry):
                yield cited
        if not found and (raw := text(ref, without=frozenset({"label"}))):
            yield Reference(doi=doi_in(raw), raw=raw)


def _reference(entry: Element) -> Reference | None:
    numbers = {str(attribute(i, "pub-id-type")): text(i) for i in every(entry, "pub-id")}
    source, title = of(entry, "source"), of(entry, "article-title", "chapter-title", "data-title", "part-title")
    names = [
        n for n in entry.iter("{*}name", "{*}string-name", "{*}collab") if local(n.getparent()) != "name-alternatives"
    ]
    author = (of(names[0], "surname") or text(names[0])) if names else None
    year = of(entry, "year")
    raw = text(entry, without=frozenset({"label", "pub-id"})) if local(entry) == "mixed-citation" else None
    if raw is None or " " not in raw:
        said = ", ".join(
            t for n in names if (t := " ".join(p for p in (of(n, "surname"), of(n, "given-names")) if p) or text(n))
        )
        places = (source if title else None, *(of(entry, k) for k in ("volume", "issue", "fpage")))
        raw = assembled(said or None, year, title or source, places) or text(entry)
    arxiv = clean_arxiv(numbers.get("arxiv"))
    number = identifiers.pmid(numbers.get("pmid")) or identifiers.pmcid(
        numbers.get("pmcid") or numbers.get("pmc"), bare=True
    )
    links = [text(e) or attribute(e, "href") for e in entry.iter("{*}ext-link", "{*}uri")]
    doi = clean_doi(numbers.get("doi")) or next((d for v in links if v and (d := doi_in(v))), None) or doi_in(raw or "")
    if not (raw or doi or number):
        return None
    return Reference(
        id=number or (f"arxiv:{arxiv}" if arxiv else None),
        doi=doi,
        raw=raw,
        author=author,
        year=clean_year(year),
        title=title or source,
    )


def _withdrawn(about: Element | None) -> bool | None:
    """An article that was retracted points forward to the notice; the notice points back ('retracted-article')."""
    kinds = {attribute(e, "related-article-type") for e in every(about, "related-article")}
    return True if kinds & {"retraction-forward", "retraction-in", "withdrawal-forward"} else None
