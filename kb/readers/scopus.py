"""Scopus' CSV export: one record a row, with its references.

The same database writes BibTeX too (`bibtex`); its strings of references are told apart by `scopusrefs` in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ..records import Author, Paper, Skipped, Source
from . import csvrows, identifiers, scopusrefs, unread
from .fields import LANGUAGES, clean_doi, clean_year, plain, unlabelled, well_formed
from .people import person
from .retractions import retracted

SUFFIXES: tuple[str, ...] = ()
"""A .csv may be anybody's: the header decides."""

_COLUMNS = frozenset({
    "authors", "author full names", "author s id", "title", "year", "source title", "volume", "issue", "art no",
    "page start", "page end", "page count", "cited by", "doi", "link", "affiliations", "abstract", "author keywords",
    "index keywords", "references", "publisher", "issn", "isbn", "pubmed id", "language of original document",
    "abbreviated source title", "document type", "publication stage", "open access", "source", "eid",
})  # fmt: skip
_SIGNATURE = frozenset({"eid", "author s id", "art no", "publication stage", "abbreviated source title"})
_TYPES = {
    "conference paper": "paper-conference", "conference review": "paper-conference", "book chapter": "chapter",
    "book": "book", "report": "report", "data paper": "article-journal",
}  # fmt: skip
_SUFFIX = r"(?:Jr|Sr|I{2,3})\.?"
_INITIALS = re.compile(rf"(.+?),?(\s+{_SUFFIX})?,?\s+((?:(?!{_SUFFIX})[^\W\d_]{{1,3}}\.[\s\-‐]?)+)(,?\s*{_SUFFIX})?$")


def sniff(head: str) -> bool:
    """Whether the first line names Scopus' columns."""
    columns = set(csvrows.header(head.split("\n"), _COLUMNS.__contains__)[0])
    return "source title" in columns and bool(columns & _SIGNATURE) and bool(columns & {"title", "abstract"})


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each row that has a title or an abstract."""
    for row in csvrows.rows(lines, _COLUMNS.__contains__):
        if isinstance(row, csvrows.Broken):
            yield Skipped(file, row.line, row.reason, row.text[:80])
            continue
        paper = paper_from(row.cells, file, row.line)
        shown = (paper.id or paper.title or "")[:80]
        if not paper.title and not paper.abstract:
            yield Skipped(file, row.line, "neither a title nor an abstract", shown)
            continue
        yield paper
        if row.mended:
            yield Skipped(file, row.line, f"{unread.MENDED}{row.mended}", shown)
        for reason in unread.unread(dict(row.cells), _CHECKS):
            yield Skipped(file, row.line, reason, shown)


def paper_from(cells: Mapping[str, str], file: str, line: int) -> Paper:
    """The paper that one row describes."""
    kind = cells.get("document type", "").casefold()
    title, abstract = _text(cells, "title"), _text(cells, "abstract")
    type_ = _TYPES.get(kind, "article-journal") if kind else None
    isbn = identifiers.isbn(cells.get("isbn")) if type_ == "book" else None
    return Paper(
        id=cells.get("eid"),
        type=type_,
        title=title,
        lang=LANGUAGES.get(cells.get("language of original document", "").split(";")[0].strip().casefold()),
        year=clean_year(cells.get("year")),
        authors=_authors(cells),
        venue=_text(cells, "source title") or _text(cells, "publisher"),
        doi=clean_doi(cells.get("doi")),
        ids=identifiers.gathered((identifiers.pmid(cells.get("pubmed id")), isbn)),
        url=next(iter(re.findall(r"https?://\S+", cells.get("link", ""))), None),
        abstract=unlabelled(abstract) or None if abstract else None,
        keywords=_keywords(cells),
        references=scopusrefs.references(_shown(cells.get("references", ""))),
        retracted=retracted(title, ("retracted article",) if kind == "retracted" else ()),
        source=Source(file, line, "scopus"),
    )


def _shown(text: str) -> str:
    return well_formed(" ".join(plain(text).split()))


def _text(cells: Mapping[str, str], column: str) -> str | None:
    return scopusrefs.stated(_shown(cells.get(column, "")))


def _keywords(cells: Mapping[str, str]) -> tuple[str, ...]:
    words = (w.strip() for k in ("author keywords", "index keywords") for w in _shown(cells.get(k, "")).split(";"))
    return tuple(dict.fromkeys(w for w in words if w))


def _authors(cells: Mapping[str, str]) -> tuple[Author, ...]:
    """The people with their whole names where the export has them, otherwise with their initials."""
    whole = re.sub(r"\s*\(\d+\)", "", _shown(cells.get("author full names", "")))
    short = _shown(cells.get("authors", ""))
    if scopusrefs.stated(whole):
        return tuple(a for name in whole.split(";") if (a := person(name.strip())))
    # Until 2022 names were set apart by commas, 'Doe J., Roe A.B.', or as 'Doe, J., Roe, A.B.'.
    names = short.split(";") if ";" in short else re.split(r"(?<=\.),\s+(?!(?:Jr|Sr|I{2,3})\b)", short)
    return tuple(a for name in names if scopusrefs.stated(name.strip()) and (a := _short(name.strip())))


def _short(name: str) -> Author | None:
    """'Doe J.A.' or 'Doe, J.A.': the family name stands in front."""
    found = _INITIALS.fullmatch(name)
    if not found:
        return person(name)
    suffix = (found[2] or found[4] or "").strip(" ,")
    return Author(family=found[1], given=", ".join(filter(None, (found[3].strip(), suffix))))


_CHECKS = unread.checks(
    (("year",), unread.year),
    (("doi",), unread.doi),
    (("pubmed id",), lambda value: None if identifiers.pmid(value) else f"{unread.shown(value)} is no PubMed number"),
)
"""What each column has to hold that is read by its form."""
