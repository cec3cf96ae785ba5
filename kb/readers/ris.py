"""RIS libraries (Zotero, EndNote, Mendeley, Scopus, Web of Science, publishers …).

Sources: Reference Manager's "RIS Format Specifications" and its successor of 2011. What files do in spite of them is
read too: folded lines, tags with one space or in small letters, a missing `ER` or `TY`, blank lines, a database's own
lines between the records. (rispy 0.10 loses one-space tags, the last record without `ER`, and every line number.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..identifiers import arxiv_version, clean_arxiv
from ..records import Paper, Reference, Skipped, Source
from . import identifiers, scopusrefs, tagged, unread
from .citedworks import from_wos
from .fields import clean_doi, clean_year, doi_in, is_doi, unlabelled
from .retractions import retracted
from .tagged import Entry, Line

SUFFIXES = (".ris",)

TYPES = {
    "ABST": "article-journal", "EJOUR": "article-journal", "INPR": "article-journal", "JFULL": "periodical",
    "JOUR": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper",
    "CONF": "paper-conference", "CPAPER": "paper-conference", "SLIDE": "speech",
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "SER": "book", "CLSWK": "classic", "CTLG": "book",
    "CHAP": "chapter", "ECHAP": "chapter", "DICT": "entry-dictionary", "ENCYC": "entry-encyclopedia",
    "THES": "thesis", "RPRT": "report", "GOVDOC": "report", "STAND": "standard", "GRANT": "report", "GRNT": "report",
    "MANSCPT": "manuscript", "UNPB": "manuscript", "UNPD": "manuscript", "PAMP": "pamphlet", "UNBILL": "bill",
    "DATA": "dataset", "DBASE": "dataset", "AGGR": "dataset", "COMP": "software", "PAT": "patent",
    "BLOG": "post-weblog", "ELEC": "webpage", "WEB": "webpage", "ICOMM": "personal_communication",
    "PCOMM": "personal_communication", "ART": "graphic", "CHART": "figure", "EQUA": "figure", "FIGURE": "figure",
    "MAP": "map", "MPCT": "motion_picture", "VIDEO": "motion_picture", "ADVS": "motion_picture", "MULTI": "graphic",
    "MUSIC": "musical_score", "SOUND": "song", "BILL": "bill", "CASE": "legal_case", "LEGAL": "legal_case",
    "HEAR": "hearing", "STAT": "legislation", "ANCIENT": "classic", "GEN": "document",
}  # fmt: skip

_JOURNAL = ("JF", "T2", "JO", "J2", "JA", "J1", "BT", "T3", "PB")
_BOOK = ("PB", "T2", "T3", "JF", "JO", "J2")
VENUES = {
    "paper-conference": ("C3", "T2", "BT", "JF", "JO", "J2", "JA", "T3", "PB"),
    "chapter": ("T2", "BT", "JF", "JO", "J2", "JA", "T3", "PB"),
    **dict.fromkeys(("entry-dictionary", "entry-encyclopedia"), ("T2", "BT", "JF", "JO", "J2", "PB")),
    **dict.fromkeys(("webpage", "post-weblog"), ("T2", "JF", "JO", "J2", "PB")),
    **dict.fromkeys(("book", "thesis", "report", "standard", "pamphlet", "dataset", "software", "classic"), _BOOK),
    "manuscript": ("PB", "JF", "JO", "T2", "T3", "J2"),
}  # fmt: skip
"""Where each type says what it appeared in; every other type says it as a journal article does."""

_WHOLE = ("book", "manuscript", "classic", "thesis", "report", "pamphlet")  # `BT` is their own title
_KNOWN = re.compile(
    "A[1-4BDNUV]|BT|C[1-8ANPRTY]|D[ABIOP]|E[DPRT]|I[DS]|J[12AFO]|KW|L[1-4ABK]|M[1-3]|N[12V]|OP|P[BPY]|R[INP]|S[ENPTV]|"
    "T[1-3AITY]|U[1-5R]|V[LO]|Y[12R]",
    re.IGNORECASE,
)
_TAG = re.compile(r"\s*([A-Za-z][A-Za-z0-9])([ \t]{0,4})[-–—](?:(?<=  -)|(?<=  [–—])|(?=\s)|$)[ \t]*(.*)$")
_OPENS = re.compile(r"\s*(TY)([ \t]{0,4})[-–—][ \t]*([A-Z]{0,8})\s*$", re.IGNORECASE)
_FURNITURE = re.compile(
    r"<?#?\d+[.>)]?|[-=*_#\s]+|record\s+#?\d+.*|(?:provider|content|database|link to .{3,60}|search strategy)\s*:.*",
    re.IGNORECASE,
)
_PUBMED = re.compile(r"(?:ncbi\.nlm\.nih\.gov/pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/(\d+)")
_NOTE = re.compile(r"\s*(?:cited )?references\s*:\s*", re.IGNORECASE)


def sniff(head: str) -> bool:
    """Whether a line opens a record: 'TY  - JOUR'."""
    return bool(re.search(r"^[ \t]*TY[ \t]{0,4}[-–—][ \t]*[A-Z]{2,8}[ \t\r]*$", head, re.IGNORECASE | re.MULTILINE))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each record; what could not be read of it comes behind."""
    return tagged.papers(lines, file, look=_Lines().look, paper_from=paper_from, checks=CHECKS, closing=True)


# --- lines ---------------------------------------------------------------------------------------------------------


class _Lines:
    """What each line does; the last `TY` shows how this file spaces its tags and whether it writes them in capitals."""

    def __init__(self) -> None:
        self.gap, self.capitals = 2, True

    def look(self, line: str, entry: Entry | None) -> Line:
        if opening := _OPENS.match(line):
            self.gap, self.capitals = len(opening[2]), opening[1].isupper()
            return Line("open", "TY", opening[3])
        found = _TAG.match(line)
        if not found or not self._is_tag(found):
            furniture = not line.strip() or (entry is None and _FURNITURE.fullmatch(line.strip()))
            return tagged.NOTHING if furniture else Line("more", "", line)
        tag = found[1].upper()
        return Line("end") if tag == "ER" else Line("open" if tag == "TY" else "field", tag, found[3])

    def _is_tag(self, found: re.Match[str]) -> bool:
        """'ER - positive …' may stand in a folded abstract: with one space a tag must be known, and `ER` be alone."""
        name, gap, value = found[1], found[2], found[3]
        if name.isupper() and gap == "  ":
            return True
        fits = _KNOWN.fullmatch(name) and len(gap) >= min(self.gap, 1) and (name.isupper() or not self.capitals)
        return bool(fits) and (name.upper() != "ER" or not value.strip(" ,"))


# --- one record ----------------------------------------------------------------------------------------------------


def paper_from(entry: Entry, file: str) -> Paper:
    """The paper that one record describes."""
    said = (entry.text("TY") or "").upper()  # `EDBOOK` names its editors where others name authors
    kind = TYPES.get(said, "document")
    own = ("BT",) if kind in _WHOLE else ("JF", "T2") if kind == "periodical" else ()
    title = entry.text("TI", "T1", "CT", *own, "ST")
    doi = _doi(entry)
    notes = (n for n in entry.texts("N1") if re.match("arxiv", n, re.IGNORECASE))
    places = entry.texts("UR", "AN", "M1", "PB", "SP", "JO", "JF", "T2", "L1", "L2")
    preprint = identifiers.arxiv_said(doi, *places, *notes)
    return Paper(
        id=entry.text("ID") or next((a for a in entry.texts("AN") if a.startswith("WOS:")), None),
        type="article" if preprint and kind in ("document", "manuscript", "webpage") else kind,
        title=title,
        lang=tagged.language(entry.text("LA")),
        year=next((y for tag in ("PY", "Y1", "DA", "YR") for v in entry.texts(tag) if (y := clean_year(v))), None),
        authors=() if said == "EDBOOK" else tagged.people(entry.texts("AU", "A1")),
        venue=next((v for t in VENUES.get(kind, _JOURNAL) if (v := entry.text(t))), None),
        doi=doi,
        arxiv=clean_arxiv(preprint),
        ids=identifiers.gathered([*_ids(entry, kind), arxiv_version(preprint)]),
        url=tagged.web(*entry.texts("UR"), *entry.texts("LK", "L2")),
        abstract=unlabelled(entry.text("AB", "N2") or "") or None,
        keywords=tagged.keywords(entry.lines("KW")),
        references=_references(entry),
        retracted=retracted(title, entry.texts("M3")),
        source=Source(file, entry.line, "ris"),
    )


def _doi(entry: Entry) -> str | None:
    stated = (clean_doi(v) for v in entry.texts("DO", "DI"))
    typed = (clean_doi(v) for v in entry.texts("M3", "L3", "C7", "AN", "N1") if is_doi(v))
    linked = (doi_in(v) for v in entry.texts("UR", "L1", "L2", "L3", "LK"))
    return next((d for group in (stated, typed, linked) for d in group if d), None)


def _ids(entry: Entry, kind: str) -> tuple[str, ...]:
    """PubMed's numbers where EndNote and others put them, and the ISBN of a whole book."""
    medical = any(re.search(r"pubmed|medline|\bnlm\b", db, re.IGNORECASE) for db in entry.texts("DB", "DP"))
    numbers = (v for v in entry.texts("AN", "N1", "LB") if "PMID" in v or (medical and v.isdigit()))
    return identifiers.gathered([
        *(identifiers.pmid(v) for v in numbers),
        *(identifiers.pmid(found[1]) for v in entry.texts("UR", "L2") if (found := _PUBMED.search(v))),
        *(identifiers.pmcid(v) for v in entry.texts("C2", "AN", "N1", "LB")),
        *(identifiers.isbn(v) for v in entry.texts("SN") if kind == "book"),
    ])  # fmt: skip


def _references(entry: Entry) -> tuple[Reference, ...]:
    """Scopus writes them out as a note, some converters as `CR` lines in Web of Science's form."""
    found: list[Reference] = []
    for tag, lines in entry.fields:
        text = tagged.joined(lines)
        if tag == "N1" and (label := _NOTE.match(text)):
            found += scopusrefs.references(text[label.end() :])
        elif tag == "CR":
            found += (from_wos(raw) for raw in lines if re.search(r",\s*(?:1[5-9]|20)\d\d\b|DOI 10\.", raw))
    return tuple(found)


CHECKS = unread.checks((("py", "y1", "yr"), unread.year), (("do", "di"), unread.doi), (("ur",), tagged.address))
"""What these tags have to hold."""
