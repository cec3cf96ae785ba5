"""PubMed's tagged export (MEDLINE display format, `.nbib`), and what ERIC and other databases write in it.

Source: the National Library of Medicine's "MEDLINE/PubMed Data Element (Field) Descriptions". Records stand apart by
blank lines; a field that goes on is indented by six spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..identifiers import arxiv_version, clean_arxiv
from ..records import Author, Paper, Skipped, Source
from . import identifiers, tagged, unread
from .fields import clean_doi, clean_year, doi_in, unlabelled
from .people import person
from .retractions import retracted
from .tagged import Entry, Line

SUFFIXES = (".nbib", ".medline")

TYPES = (
    (r"book chapter|chapter", "chapter"), (r"books?\b", "book"), ("dissertation|thes[ie]s", "thesis"),
    ("preprint", "article"), ("newspaper article", "article-newspaper"), ("dataset", "dataset"),
    ("technical report|legislation|legal case", "report"), ("video-audio media", "motion_picture"),
    ("journal article", "article-journal"),
)  # fmt: skip
"""What a `PT` line says, the more special one first; PubMed's 'Research Support …' and the like say nothing of it."""

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,4}- ?(.*)$")
_SCHOOL = re.compile(r"(?:^|[,;.]\s)\s*([^,;.]*\b(?:University|College|Institute|School)\b[^,;.]*)")
_FIRST = ("PMID", "UI", "OWN")
_ONCE = ("PMID", "UI", "TI", "AB", "DP", "JT", "TA", "SO")


def sniff(head: str) -> bool:
    """Whether a record opens: 'PMID- 1' or 'OWN - NLM' with another field behind it."""
    return bool(re.search(r"^(?:PMID ?- *\d|(?:OWN|UI) +- )[^\n]*\n[A-Z]{2,4} {0,2}- ", head, re.MULTILINE))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each record; what could not be read of it comes behind."""
    return tagged.papers(
        lines, file, look=tagged.after_blanks(_look), paper_from=paper_from, checks=CHECKS, closing=False
    )


def _look(line: str, entry: Entry | None, after_blank: bool) -> Line:
    """What a line does; a blank line parts two records only where a new one begins behind it."""
    found = _TAG.match(line)
    if not found:
        return Line("more", "", line)
    tag, value = found[1], found[2]
    again = entry is not None and tag in entry.tags and tag in _ONCE
    opens = again and (after_blank or tag == "PMID")
    opens = opens or (entry is not None and after_blank and tag in _FIRST)
    return Line("open" if opens else "field", tag, value)


# --- one record ----------------------------------------------------------------------------------------------------


def paper_from(entry: Entry, file: str) -> Paper:
    """The paper that one record describes."""
    kinds = entry.texts("PT")
    kind = _type(entry, kinds)
    title = entry.text(*(("BTI", "TI") if kind == "book" else ("TI", "BTI")), "TT")
    doi = _doi(entry)
    years = (clean_year(v) for tag in ("DP", "DEP", "YR", "EDAT") for v in entry.texts(tag))
    withdrawn = retracted(title, kinds) or (True if "RIN" in entry.tags else None)
    preprint = identifiers.arxiv_said(doi, *entry.texts("AID", "LID"))
    return Paper(
        id=entry.text("PMID", "OID", "UI"),
        type=kind,
        title=title,
        lang=tagged.language(entry.text("LA")),
        year=next((y for y in years if y), None),
        authors=_authors(entry),
        venue=_venue(entry, kind),
        doi=doi,
        arxiv=clean_arxiv(preprint),
        ids=identifiers.gathered([
            arxiv_version(preprint),
            *(identifiers.pmid(v) for v in entry.texts("PMID")),
            *(identifiers.pmcid(v) for v in entry.texts("PMC")),
            *(identifiers.isbn(v) for v in entry.texts("ISBN", "IS") if kind == "book"),
        ]),
        url=tagged.web(*entry.texts("LID", "AID", "UR")),
        abstract=unlabelled(entry.text("AB", "OAB") or "") or None,
        keywords=tagged.keywords([*entry.texts("OT", "KW"), *entry.texts("MH")]),
        retracted=withdrawn,
        source=Source(file, entry.line, "nbib"),
    )  # fmt: skip


def _type(entry: Entry, kinds: list[str]) -> str:
    """The kind of publication; ERIC's reports are articles where its number begins with EJ."""
    for pattern, kind in TYPES:
        if any(re.match(pattern, said, re.IGNORECASE) for said in kinds):
            return kind
    own = entry.text("OID") or ""
    return "report" if own.startswith("ED") else "article-journal"


def _venue(entry: Entry, kind: str) -> str | None:
    """The journal or the book; of a thesis the university that `SO` names, rather than who sells it."""
    if kind == "thesis" and (found := _SCHOOL.search(entry.text("SO") or "")):
        return found[1].strip()
    return entry.text(*(("PB", "JT", "CTI") if kind in ("book", "thesis") else ("JT", "BTI", "TA", "PB", "CTI")))


def _doi(entry: Entry) -> str | None:
    ids = entry.texts("LID", "AID")
    marked = (clean_doi(v.removesuffix("[doi]").strip()) for v in ids if v.endswith("[doi]"))
    return next((d for group in (marked, map(doi_in, [*ids, *entry.texts("SO")])) for d in group if d), None)


def _authors(entry: Entry) -> tuple[Author, ...]:
    """People in full where `FAU` says it, else from `AU`; `CN` is a body, `AUID` the number of who stands before it."""
    found: list[Author] = []
    before = ""
    for tag, lines in entry.fields:
        text = tagged.tidy(tagged.joined(lines))
        if tag in ("FAU", "CN") or (tag == "AU" and before != "FAU"):
            author = Author(literal=text) if tag == "CN" and text else _person(text)
            found += [author] if author else []
        elif tag == "AUID" and found and (number := identifiers.orcid(text)):
            found[-1] = replace(found[-1], orcid=number)
        before = tag
    return tuple(found)


def _person(name: str) -> Author | None:
    """'Doe, Jane M' or, without a comma, 'Doe JM'."""
    short = re.fullmatch(r"(.+?) ([^\W\d_a-z]{1,4})( (?:Jr|Sr|\d\w\w))?", name)
    if "," in name or not short:
        return person(name) if "," in name else tagged.author(name)
    return Author(family=short[1], given=short[2] + (f", {short[3].strip()}" if short[3] else ""))


CHECKS = unread.checks((("dp",), unread.year))
"""What these tags have to hold."""
