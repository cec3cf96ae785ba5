"""Refer and BibIX bibliographies, EndNote's tagged import format among them (`%0 Journal Article`, `.enw`).

Sources: refer(1), and "Creating a Tagged EndNote Import File" of EndNote's manual. Records stand apart by blank lines
or begin with `%0`; a line without a tag goes on with the field before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..identifiers import arxiv_version, clean_arxiv
from ..records import Paper, Skipped, Source
from . import identifiers, tagged, unread
from .fields import clean_doi, clean_year, doi_in, is_doi, unlabelled
from .people import person
from .retractions import retracted
from .tagged import Entry, Line

SUFFIXES = (".enw", ".refer")

TYPES = {
    "journal article": "article-journal", "electronic article": "article-journal",
    "magazine article": "article-magazine", "newspaper article": "article-newspaper",
    "conference paper": "paper-conference",
    "conference proceedings": "paper-conference", "book": "book", "edited book": "book", "electronic book": "book",
    "serial publication": "book", "serial": "book", "classical work": "classic", "catalog": "book",
    "book section": "chapter", "electronic book section": "chapter", "dictionary": "entry-dictionary",
    "encyclopedia": "entry-encyclopedia", "thesis": "thesis", "report": "report", "government document": "report",
    "grant": "report", "standard": "standard", "manuscript": "manuscript", "unpublished work": "manuscript",
    "pamphlet": "pamphlet", "dataset": "dataset", "aggregated database": "dataset", "online database": "dataset",
    "computer program": "software", "patent": "patent", "web page": "webpage", "electronic source": "webpage",
    "blog": "post-weblog", "personal communication": "personal_communication", "artwork": "graphic", "map": "map",
    "chart or table": "figure", "equation": "figure", "figure": "figure", "music": "musical_score",
    "audiovisual material": "motion_picture", "film or broadcast": "motion_picture", "online multimedia": "webpage",
    "bill": "bill", "statute": "legislation", "legal rule or regulation": "regulation", "case": "legal_case",
    "hearing": "hearing", "ancient text": "classic", "generic": "document",
}  # fmt: skip

_TAG = re.compile(r"%([A-Z0-9@!#$&()*+<>?=~^\[\]|/,.;:\-])(?:\s+(.*))?$")
_SERIAL = re.compile(r"(?:article|entry|paper|chapter|post|webpage)")


def sniff(head: str) -> bool:
    """Whether the file opens with a reference type, or with two fields: '%0 Book', '%T A title'."""
    typed = re.search(r"^%0 +[A-Z][A-Za-z ]+\r?\n%[A-Z0-9@+] ", head, re.MULTILINE)
    return bool(typed or re.match(r"\s*%[A-Z] [^\n]+\n(?:%[A-Z0-9@+] [^\n]+\n)*%[ATDJI] ", head))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each record; what could not be read of it comes behind."""
    return tagged.papers(
        lines, file, look=tagged.after_blanks(_look), paper_from=paper_from, checks=CHECKS, closing=False
    )


def _look(line: str, entry: Entry | None, after_blank: bool) -> Line:
    """What a line does; a blank line in the middle of an abstract ends nothing."""
    found = _TAG.match(line.lstrip())
    if not found:
        return Line("more", "", line)
    return Line("open" if after_blank or found[1] == "0" else "field", found[1], found[2] or "")


# --- one record ----------------------------------------------------------------------------------------------------


def paper_from(entry: Entry, file: str) -> Paper:
    """The paper that one record describes."""
    said = (entry.text("0") or "").casefold()
    kind = TYPES.get(said) or _type(entry)
    title = entry.text("T", "!")
    doi = _doi(entry)
    venues = "JBSI" if _SERIAL.match(kind) or kind == "document" else "IBSJ"
    by = () if said == "edited book" else ("A", "Q")  # an edited book names its editors where others name authors
    preprint = identifiers.arxiv_said(doi, *entry.texts("U", "R", "M"))
    return Paper(
        id=entry.text("F"),
        type=kind,
        title=title,
        lang=tagged.language(entry.text("G")),
        year=next((y for tag in "D8" for v in entry.texts(tag) if (y := clean_year(v))), None),
        authors=tuple(a for name in entry.texts(*by) if (a := person(tagged.tidy(name)))),
        venue=entry.text(*venues),
        doi=doi,
        arxiv=clean_arxiv(preprint),
        ids=identifiers.gathered([
            arxiv_version(preprint),
            *(identifiers.pmcid(v) for v in entry.texts("2", "M")),
            *(identifiers.pmid(v) for v in entry.texts("M") if "pmid" in v.lower() or _is_pubmed(entry)),
            *(identifiers.isbn(v) for v in entry.texts("@") if kind == "book"),
        ]),
        url=tagged.web(*entry.texts("U"), *entry.texts(">")),
        abstract=unlabelled(entry.text("X") or "") or None,
        keywords=tagged.keywords(entry.lines("K")),
        retracted=retracted(title, entry.texts("9")),
        source=Source(file, entry.line, "refer"),
    )  # fmt: skip


def _type(entry: Entry) -> str:
    """The kind of a record without `%0`, as refer(1) tells them apart by their fields."""
    told = (("J", "article-journal"), ("B", "chapter"), ("I", "book"))
    return next((kind for tag, kind in told if tag in entry.tags), "document")


def _doi(entry: Entry) -> str | None:
    """`%R` is EndNote's field of electronic numbers; in refer(1) it is the number of a report."""
    stated = (clean_doi(v) for v in entry.texts("R", "M") if is_doi(v) or doi_in(v))
    return next((d for group in (stated, map(doi_in, entry.texts("U"))) for d in group if d), None)


def _is_pubmed(entry: Entry) -> bool:
    return any(re.search("pubmed|medline", v, re.IGNORECASE) for v in entry.texts("~", "W"))


CHECKS = unread.checks((("d",), unread.year), (("u",), tagged.address))
"""What these tags have to hold."""
