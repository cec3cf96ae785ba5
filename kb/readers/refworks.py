"""RefWorks' tagged format: `RT Journal Article`, one field a line, records apart by blank lines.

Source: "RefWorks Tagged Format" of the product's help.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..identifiers import arxiv_version, clean_arxiv
from ..records import Paper, Skipped, Source
from . import identifiers, tagged, unread
from .fields import clean_doi, clean_year, doi_in, unlabelled
from .retractions import retracted
from .tagged import Entry, Line

SUFFIXES: tuple[str, ...] = ()

TYPES = (
    ("book, section", "chapter"), ("book", "book"), ("monograph", "book"), ("conference", "paper-conference"),
    ("dissertation", "thesis"), ("journal", "article-journal"), ("abstract", "article-journal"),
    ("magazine", "article-magazine"), ("newspaper", "article-newspaper"), ("report", "report"), ("grant", "report"),
    ("unpublished", "manuscript"), ("computer", "software"), ("patent", "patent"), ("web", "webpage"),
    ("online discussion", "post"), ("artwork", "graphic"), ("map", "map"), ("motion", "motion_picture"),
    ("video", "motion_picture"), ("music", "musical_score"), ("sound", "song"), ("bills", "bill"),
    ("laws", "legislation"), ("case", "legal_case"), ("hearing", "hearing"), ("personal", "personal_communication"),
    ("generic", "document"),
)  # fmt: skip
"""How what `RT` says begins, the longer one first."""

_KNOWN = re.compile(
    "A[1-7BDNV]|C[LNRAT]|D[BOS]|E[DR]|F[1-2D]|I[DPS]|J[FO]|K1|L[AKL]|N[OP]|O[LPT]|P[BMP]|R[DTX]|S[EFLNPRT]|T[1-3]|"
    "U(?:1[0-5]?|[2-9LRS])|V[O]|W[PTV]|YR"
)
_TAG = re.compile(r"([A-Z][A-Z0-9]|U1[0-5])(?:\s+(.*))?$")
_PROSE = ("T1", "T2", "T3", "AB", "NO", "AD")
_NAMES = "|".join(name for name, _ in TYPES)


def sniff(head: str) -> bool:
    """Whether a line opens a record: 'RT Journal Article'."""
    return bool(re.search(rf"^RT +(?i:{_NAMES})[^\n]*\n(?:{_KNOWN.pattern}) \S", head, re.MULTILINE))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each record; what could not be read of it comes behind."""
    return tagged.papers(lines, file, look=_look, paper_from=paper_from, checks=CHECKS, closing=False)


def _look(line: str, entry: Entry | None) -> Line:
    """What a line does: `RT` opens a record; a blank line ends none, since abstracts hold such too."""
    if not line.strip():
        return tagged.NOTHING
    found = _TAG.match(line.strip())
    # A folded line may begin as a tag does ('UV light'), where the field before is running text.
    prose = entry is not None and entry.last in _PROSE
    if not found or (prose and not _KNOWN.fullmatch(found[1])):
        return Line("more", "", line)
    if found[1] == "ER" and not found[2]:
        return Line("end")
    return Line("open" if found[1] == "RT" else "field", found[1], found[2] or "")


def paper_from(entry: Entry, file: str) -> Paper:
    """The paper that one record describes."""
    said = (entry.text("RT") or "").casefold()
    kind = next((kind for name, kind in TYPES if said.startswith(name)), "document")
    title = entry.text("T1")
    addresses = entry.texts("UL", "LK", "UR", "L1")
    doi = next((clean_doi(v) for v in entry.texts("DO") if clean_doi(v)), None)
    years = (clean_year(v) for tag in ("YR", "FD") for v in entry.texts(tag))
    whole = kind in ("book", "thesis", "report", "manuscript", "software", "webpage")
    preprint = identifiers.arxiv_said(doi, *addresses)
    return Paper(
        id=entry.text("ID"),
        type=kind,
        title=title,
        lang=tagged.language(entry.text("LA")),
        year=next((y for y in years if y), None),
        authors=() if said == "book, edited" else tagged.people(entry.texts("A1")),
        venue=entry.text(*(("PB", "T2", "T3", "JF") if whole else ("JF", "T2", "JO", "T3", "PB"))),
        doi=doi or next((d for v in addresses if (d := doi_in(v))), None),
        arxiv=clean_arxiv(preprint),
        ids=identifiers.gathered([
            arxiv_version(preprint),
            *(identifiers.pmid(v) for v in entry.texts("PM", "AN") if "pmid" in v.lower()),
            *(identifiers.isbn(v) for v in entry.texts("SN") if kind == "book"),
        ]),
        url=tagged.web(*addresses),
        abstract=unlabelled(entry.text("AB") or "") or None,
        keywords=tagged.keywords(entry.lines("K1")),
        retracted=retracted(title),
        source=Source(file, entry.line, "refworks"),
    )  # fmt: skip


CHECKS = unread.checks((("yr",), unread.year), (("do",), unread.doi), (("ul", "lk"), tagged.address))
"""What these tags have to hold."""
