"""PubMed's XML: a PubmedArticleSet of articles and book chapters, as efetch and the yearly files hold it.

Source: https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/ (the elements' descriptions). A title in [ ] is a translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..records import Author, Paper, Reference, Skipped, Source
from . import identifiers, xmlvalues
from .fields import LANGUAGES, clean_doi, clean_year, doi_in
from .retractions import retracted
from .xmlfields import attribute, every, first, of, text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SUFFIXES: tuple[str, ...] = ()

_RECORDS = ("PubmedArticle", "PubmedBookArticle")
_TYPES = {"Preprint": "article", "Dataset": "dataset", "Technical Report": "report", "Academic Dissertation": "thesis"}


def sniff(head: str) -> bool:
    """Whether this is a set of PubMed's articles."""
    return bool(re.search(r"<Pubmed(?:Article|BookArticle)(?:Set)?[\s>]", head))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each article."""
    return xmlvalues.papers(lines, file, _RECORDS, _paper)


def _paper(record: Element, file: str, at: int) -> Paper | Skipped:
    citation = first(record, "MedlineCitation")
    main = first(citation, "Article")
    if main is None:
        citation = main = first(record, "BookDocument")
    data = first(record, "PubmedData")
    data = first(record, "PubmedBookData") if data is None else data
    number = identifiers.pmid(of(citation, "PMID"))
    book = first(main, "Book")
    title = _title(main) or of(book, "BookTitle")
    abstract = _abstract(main)
    if title is None and abstract is None:
        return Skipped(file, at, "neither a title nor an abstract", number or "")
    named = {
        str(attribute(i, "IdType")): text(i)
        for i in [*every(data, "ArticleIdList/ArticleId"), *every(main, "ArticleIdList/ArticleId")]
    }
    kinds = [t for k in every(main, "PublicationTypeList/PublicationType") if (t := text(k))]
    retraction = any(attribute(c, "RefType") == "RetractionIn" for c in _corrections(citation))
    return Paper(
        id=number,
        type=next((_TYPES[k] for k in kinds if k in _TYPES), "article-journal") if book is None else _book_type(main),
        title=title,
        lang=LANGUAGES.get((of(main, "Language") or "").casefold()),
        year=_year(main if book is None else book),
        authors=_authors(main) or _authors(book),
        venue=of(main, "Journal/Title", "Journal/ISOAbbreviation")
        or (of(book, "BookTitle") if of(main, "ArticleTitle") else None)
        or of(book, "Publisher/PublisherName"),
        doi=_doi(main) or clean_doi(named.get("doi")),
        ids=identifiers.gathered((number, identifiers.pmcid(named.get("pmc"), bare=True))),
        abstract=abstract,
        keywords=_keywords(citation),
        references=tuple(_references(citation, data)),
        retracted=True if retraction else retracted(title, kinds),
        source=Source(file, at, "pubmed"),
    )


def _title(main: Element | None) -> str | None:
    """The title in its own language, without the stop behind it and without the brackets of a translation."""
    said = of(main, "ArticleTitle")
    if said and re.fullmatch(r"\[.*\]\.?", said):
        said = of(main, "VernacularTitle") or said.rstrip(".")[1:-1]
    said = said or of(main, "VernacularTitle")
    return said.removesuffix(".").rstrip() or None if said else None


def _abstract(main: Element | None) -> str | None:
    """The parts of an abstract, each with its heading in front."""
    parts = []
    for part in every(main, "Abstract/AbstractText"):
        label, said = attribute(part, "Label"), text(part)
        if said:
            parts.append(f"{label}: {said}" if label and label.casefold() not in ("unlabelled", "abstract") else said)
    return " ".join(parts) or None


def _year(main: Element | None) -> int | None:
    dates = ("Journal/JournalIssue/PubDate", "PubDate", "ArticleDate", "ContributionDate")
    return next((y for d in dates for k in ("Year", "MedlineDate") if (y := clean_year(of(main, f"{d}/{k}")))), None)


def _authors(main: Element | None) -> tuple[Author, ...]:
    lists = [e for e in every(main, "AuthorList") if attribute(e, "Type") != "editors"]
    return tuple(a for e in lists for person in every(e, "Author") if (a := _author(person)))


def _author(said: Element) -> Author | None:
    family = of(said, "LastName")
    number = next(
        (identifiers.orcid(text(i)) for i in every(said, "Identifier") if attribute(i, "Source") == "ORCID"), None
    )
    if family:
        given = ", ".join(p for p in (of(said, "ForeName", "FirstName", "Initials"), of(said, "Suffix")) if p)
        return Author(family, given or None, orcid=number)
    group = of(said, "CollectiveName")
    return Author(literal=group) if group else None


def _doi(main: Element | None) -> str | None:
    places = [
        e for e in every(main, "ELocationID") if attribute(e, "EIdType") == "doi" and attribute(e, "ValidYN") != "N"
    ]
    return next((d for e in places if (d := clean_doi(text(e)))), None)


def _keywords(citation: Element | None) -> tuple[str, ...]:
    """The authors' own words, then the descriptors of the index."""
    said = [*every(citation, "KeywordList/Keyword"), *every(citation, "MeshHeadingList/MeshHeading/DescriptorName")]
    return tuple(dict.fromkeys(word for e in said if (word := text(e))))


def _corrections(citation: Element | None) -> list[Element]:
    return every(citation, "CommentsCorrectionsList/CommentsCorrections")


def _references(citation: Element | None, data: Element | None) -> Iterator[Reference]:
    """The list at the end, sections of it too; where there is none, what the index itself has as cited."""
    listed = data.iterfind(".//{*}Reference") if data is not None else ()
    entries = [(text(first(r, "Citation")), r) for r in listed]
    entries = entries or [(of(c, "RefSource"), c) for c in _corrections(citation) if attribute(c, "RefType") == "Cites"]
    for raw, entry in entries:
        named = {str(attribute(i, "IdType")): text(i) for i in every(entry, "ArticleIdList/ArticleId")}
        number = identifiers.pmid(named.get("pubmed") or of(entry, "PMID")) or identifiers.pmcid(
            named.get("pmc"), bare=True
        )
        doi = clean_doi(named.get("doi")) or (doi_in(raw) if raw else None)
        if raw or number or doi:
            yield Reference(id=number, doi=doi, raw=raw)


def _book_type(main: Element | None) -> str:
    return "chapter" if of(main, "ArticleTitle") else "book"
