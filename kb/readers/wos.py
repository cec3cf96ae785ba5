"""Web of Science's tagged exports (plain text, `.ciw`) of the Core Collection and its other databases, with references.

Source: the product's lists of field tags. A record runs from `PT` to `ER`; a line that goes on is indented by three
spaces, or, in some exports, not at all: then a line begins a field only if its tag is known and new in the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..identifiers import arxiv_version, clean_arxiv
from ..records import Author, Paper, Skipped, Source
from . import identifiers, tagged, unread
from .citedworks import from_wos
from .fields import clean_doi, clean_year, unlabelled
from .retractions import retracted
from .tagged import Entry, Line

SUFFIXES = (".ciw", ".isi")

PUBLICATIONS = {"J": "article-journal", "B": "book", "S": "chapter", "P": "patent", "C": "paper-conference"}
"""What `PT` says; `DT` may say it better."""

DOCUMENTS = (
    ("book chapter", "chapter"), ("proceedings paper", "paper-conference"), ("meeting abstract", "paper-conference"),
    ("book review", "review-book"), ("thesis", "thesis"), ("dissertation", "thesis"), ("preprint", "article"),
    ("data set", "dataset"), ("data study", "dataset"), ("software", "software"), ("patent", "patent"),
    ("report", "report"), ("book", "book"),
)  # fmt: skip

_KNOWN = re.compile(
    "A[BEFRU]|B[ADEFNPS]|C[1-3AHLRTY]|D[12AEGILST]|E[AFIMPRTY]|F[NPTUX]|G[AENP]|H[COP]|I[DS]|J[9I]|L[AST]|M[ACEIQ]|NR|"
    "O[AIR]|P[1-2ACDGILMNRSTUVY]|R[IP]|S[CDEINOPU]|T[ACIM]|U[1-2T]|V[LR]|W[CE]|Z[1-9AB]"
)
_TAG = re.compile(r"([A-Z][A-Z0-9])(?:\s(.*))?$")
_MAIL = re.compile(r"\s+\(.*")


def sniff(head: str) -> bool:
    """Whether the file opens as an export does, or a line opens a record: 'PT J' and a field behind it."""
    return bool(re.search(r"\A\s*FN [^\n]*\n\s*VR \d|^PT [A-Z][ \t]*\r?\n[A-Z][A-Z0-9] \S", head, re.MULTILINE))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each record, its cited references in order; what could not be read of it comes behind."""
    return tagged.papers(lines, file, look=_Lines().look, paper_from=paper_from, checks=CHECKS, closing=True)


class _Lines:
    """What each line does; `flat` says that this file has been seen to go on without indenting."""

    def __init__(self) -> None:
        self.flat = False

    def look(self, line: str, entry: Entry | None) -> Line:
        if not line.strip():
            return tagged.NOTHING
        found = _TAG.match(line)
        if not found or (entry and self._goes_on(found[1], entry)):
            self.flat = self.flat or (entry is not None and not line[0].isspace())
            return Line("more", "", line)
        tag, value = found[1], (found[2] or "").strip()
        if tag == "ER" and not value:
            return Line("end")
        if tag == "EF" or (entry is None and tag in ("FN", "VR")):
            return tagged.NOTHING
        return Line("open" if tag == "PT" else "field", tag, value)

    def _goes_on(self, tag: str, entry: Entry) -> bool:
        """Whether what looks like a tag is the middle of a text ('UV light'), in a file that indents nothing."""
        return self.flat and tag not in ("PT", "ER", "EF") and (tag in entry.tags or not _KNOWN.fullmatch(tag))


# --- one record ----------------------------------------------------------------------------------------------------


def paper_from(entry: Entry, file: str) -> Paper:
    """The paper that one record describes."""
    kinds = [kind.strip() for text in entry.texts("DT") for kind in text.split(";")]
    kind = _type(entry.text("PT") or "", kinds)
    title = entry.text("TI", "FT", *(("SO",) if kind == "book" else ()))
    doi = next((d for v in entry.texts("DI", *(("D2",) if kind == "book" else ())) if (d := clean_doi(v))), None)
    years = (clean_year(v) for tag in ("PY", "EY", "PD", "EA") for v in entry.texts(tag))
    preprint = identifiers.arxiv_said(doi, *entry.texts("SO", "AR"))
    return Paper(
        id=entry.text("UT"),
        type=kind,
        title=title,
        lang=tagged.language(entry.text("LA")),
        year=next((y for y in years if y), None),
        authors=_authors(entry, kind),
        venue=entry.text(*(("SE", "PU") if kind == "book" else ("SO", "CT", "JI", "J9", "SE", "PU"))),
        doi=doi,
        arxiv=clean_arxiv(preprint),
        ids=identifiers.gathered([
            arxiv_version(preprint),
            *(identifiers.pmid(v) for v in entry.texts("PM")),
            *(identifiers.pmid(v) for v in entry.texts("UT") if v.startswith("MEDLINE:")),
            *(identifiers.isbn(v) for v in entry.texts("BN") if kind == "book"),
        ]),
        url=tagged.web(*entry.texts("UR", "DL")),
        abstract=unlabelled(entry.text("AB") or "") or None,
        keywords=tagged.keywords(entry.texts("DE", "ID")),
        references=tuple(from_wos(line) for line in entry.lines("CR")),
        retracted=retracted(title, kinds),
        source=Source(file, entry.line, "wos"),
    )  # fmt: skip


def _type(publication: str, kinds: list[str]) -> str | None:
    """A journal's 'Article; Proceedings Paper' stays an article: it was published there, after a meeting."""
    first = PUBLICATIONS.get(publication[:1].upper())
    said = " ".join(kinds).casefold()
    better = next((kind for name, kind in DOCUMENTS if name in said), None)
    in_journal = first == "article-journal" and "article" in (k.casefold() for k in kinds)
    return first if in_journal or not better else better


def _authors(entry: Entry, kind: str | None) -> tuple[Author, ...]:
    """Full names where there are any, groups behind the people, ORCIDs where `OI` names the same person."""
    tags = (("AF",), ("AU",), ("BF",), ("BA",)) if kind == "book" else (("AF",), ("AU",))
    people = next((lines for tag in tags if (lines := entry.lines(*tag))), [])
    numbers: dict[str, str | None] = {}
    for pair in ";".join(entry.texts("OI")).split(";"):
        name, _, number = pair.rpartition("/")
        numbers[name.strip().casefold()] = identifiers.orcid(number)
    found = [a for line in people if (a := tagged.author(_MAIL.sub("", line))) and a.name != "[Anonymous]"]
    found += [Author(literal=name) for line in entry.lines("CA") if (name := tagged.tidy(line))]
    return tuple(replace(a, orcid=numbers.get(_key(a))) for a in found)


def _key(author: Author) -> str:
    return f"{author.family}, {author.given}".casefold()


CHECKS = unread.checks((("py", "ey"), unread.year), (("di",), unread.doi))
"""What these tags have to hold."""
