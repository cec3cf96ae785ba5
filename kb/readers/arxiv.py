"""arXiv's API: an Atom feed. The version of each number is kept; an answer that is an error is told.

Source: https://info.arxiv.org/help/api/user-manual.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..identifiers import arxiv_version, clean_arxiv
from ..records import Paper, Skipped, Source
from . import identifiers, xmlvalues
from .fields import clean_doi, clean_year, unlabelled
from .people import person
from .xmlfields import every, of, text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SUFFIXES: tuple[str, ...] = ()

_ATOM = re.compile(r"<(?:\w+:)?(?:feed|entry)[\s>][^<]*http://www\.w3\.org/2005/Atom")
_WITHDRAWN = re.compile(
    r"\s*(?:this|the) (?:paper|article|manuscript|submission|work) (?:has been|is|was) withdrawn\b", re.I
)


def sniff(head: str) -> bool:
    """Whether this is an Atom feed of arXiv."""
    return bool(_ATOM.search(head) and re.search(r"\barxiv\.org/", head))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each entry."""
    return xmlvalues.papers(lines, file, ["entry"], _paper)


def _paper(entry: Element, file: str, at: int) -> Paper | Skipped:
    number, title = of(entry, "id") or "", of(entry, "title")
    abstract, remark = of(entry, "summary"), of(entry, "comment")
    if "/api/errors" in number:
        return Skipped(file, at, f"arXiv answered with an error: {abstract or title}", number[:80])
    if title is None and abstract is None:
        return Skipped(file, at, "neither a title nor an abstract", number[:80])
    arxiv, doi = clean_arxiv(number), clean_doi(of(entry, "doi"))
    return Paper(
        id=arxiv or number or None,
        type="article",
        title=title,
        year=clean_year(of(entry, "published")) or clean_year(of(entry, "updated")),
        authors=tuple(a for n in every(entry, "author/name") if (name := text(n)) and (a := person(name))),
        venue=of(entry, "journal_ref"),
        doi=doi,
        arxiv=arxiv,
        ids=identifiers.gathered([arxiv_version(number)]),
        url=f"https://arxiv.org/abs/{arxiv}" if arxiv else None,
        abstract=unlabelled(abstract) if abstract else None,
        retracted=withdrawn(remark, abstract),
        source=Source(file, at, "arxiv"),
    )


def withdrawn(*said: str | None) -> bool | None:
    """Whether the authors say so, in the remark or in the place of the abstract."""
    return True if any(s and _WITHDRAWN.match(s) for s in said) else None
