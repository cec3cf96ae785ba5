"""Identifiers in a reference string: DOI, arXiv number, PubMed, an address that names one paper, and its years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...identifiers import Identifier, identifier

_DOI = re.compile(r"\b10\.\d{4,9}(?:\.\d+)*/ ?[^\s\"<>{},;|\\]+(?:[,;](?=[^\s])[^\s\"<>{},;|\\]+)*", re.IGNORECASE)
_ARXIV_NEW = re.compile(
    r"(?:arxiv|\babs/|\bcorr\b|\beprint\b)[^\d]{0,24}?(?<!\d)(\d{2}(?:0[1-9]|1[0-2])\. ?\d{4,5})(?:v\d+)?(?!\d)",
    re.IGNORECASE,
)
_ARXIV_OLD = re.compile(r"(?:arxiv|\babs/)[^\d]{0,24}?\b([a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7})(?!\d)", re.IGNORECASE)
_ARXIV_DOI = re.compile(r"10\.48550/ ?arxiv\.(\d{4}\.\d{4,5})", re.IGNORECASE)
_PUBMED = re.compile(r"\bPMID:? ?(\d{4,9})\b|pubmed(?:\.ncbi\.nlm\.nih\.gov)?/(\d{4,9})\b", re.IGNORECASE)
_PMC = re.compile(r"\b(PMC\d{4,9})\b")
_URL = re.compile(
    r"https?: ?// ?(?:www\.)?(openreview\.net/ ?(?:forum|pdf)\? ?id ?= ?[\w-]+|aclanthology\.org/ ?[\w.-]+\d"
    r"|proceedings\.mlr\.press/ ?v\d+/ ?\w+|pubmed\.ncbi\.nlm\.nih\.gov/ ?\d+)",
    re.IGNORECASE,
)
_OPENALEX = re.compile(r"openalex\.org/(W\d+)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.:/-])(1[6-9]\d\d|20\d\d)(?=[a-z]?(?!\d))(?![-/.:]\d)")
_IN_BRACKETS = re.compile(r"\(\s*(?:[A-Za-z]{3,9}\.? )?(1[6-9]\d\d|20\d\d)[a-z]?(?:,[^()]{0,20})?\)")
_PREPRINT = re.compile(
    r"arxiv|preprint|\bcorr\b|biorxiv|medrxiv|ssrn|submitted|technical report|\babs/\d", re.IGNORECASE
)
_TRAILING = ".,;:'\"”’)]}>"


__all__ = ["Identifier", "arxiv_years", "identifier", "identifiers_in", "is_preprint", "year_of", "years_in"]


def identifiers_in(raw: str) -> Iterator[Identifier]:
    """The identifiers that a string states, the better first; an arXiv DOI is an arXiv number.

    >>> list(identifiers_in("Doe. A. arXiv preprint arXiv:1706.03762v5, 2017. doi: 10.1000/182."))
    [('doi', '10.1000/182'), ('arxiv', '1706.03762')]
    """
    for m in _DOI.finditer(raw) if "10." in raw else ():
        if not _ARXIV_DOI.match(m[0]) and (found := identifier(_trimmed(m[0].replace(" ", "")))):
            yield found
    low = raw.lower()
    if "arxiv" in low or "abs/" in low or "corr" in low or "eprint" in low:
        for pattern in (_ARXIV_DOI, _ARXIV_NEW, _ARXIV_OLD):
            for m in pattern.finditer(raw):
                if found := identifier(f"arxiv:{m[1].replace(' ', '')}"):
                    yield found
    if "http" in low or "www" in low:
        for m in _OPENALEX.finditer(raw):
            yield "openalex", m[1].upper()
        for m in _URL.finditer(raw):
            address = identifier("https://" + _trimmed(m[1].replace(" ", "")))
            if address:
                yield address
    if "pm" in low or "pubmed" in low:
        for m in _PUBMED.finditer(raw):
            yield "pmid", m[1] or m[2]
        for m in _PMC.finditer(raw):
            yield "pmcid", m[1].upper()


def _trimmed(found: str) -> str:
    """Without the signs that end a sentence; a bracket stays where it was opened inside."""
    while found and found[-1] in _TRAILING and not (found[-1] == ")" and found.count("(") == found.count(")")):
        found = found[:-1]
    return found


def years_in(raw: str) -> list[int]:
    """The years that a string can mean, in order; no page numbers, and none in an identifier."""
    return [int(y) for y in _YEAR.findall(raw)]


def year_of(raw: str) -> int | None:
    """The year that a string most probably gives: the one in brackets, else the last.

    >>> year_of("Doe (2019). A view of 2050. J Foo 1-2."), year_of("Doe. A, pp. 1990-2001, 2018.")
    (2019, 2018)
    """
    if m := _IN_BRACKETS.search(raw):
        return int(m[1])
    return years[-1] if (years := years_in(raw)) else None


def arxiv_years(raw: str) -> list[int]:
    """The years in which the arXiv numbers of a string were given."""
    return [2000 + int(m[1][:2]) for p in (_ARXIV_DOI, _ARXIV_NEW) for m in p.finditer(raw)]


def is_preprint(raw: str) -> bool:
    """Whether a string speaks of a preprint."""
    return _PREPRINT.search(raw) is not None
