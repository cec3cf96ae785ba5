"""By what works are known: DOI, arXiv number, OpenAlex, Semantic Scholar, PubMed, ACL …, read from any spelling.

`identifier` takes a string as sources write it; `identifiers` all that a record states; `tidied` is a record whose
numbers are bare; `named` and `written` are how a curator names a work in a line of decisions.tsv, by a name that does
not move when other records come.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final
from urllib.parse import quote, unquote

from .records import Paper
from .terms import BASE

Identifier = tuple[str, str]
"""(scheme, value): ('doi', '10.1000/182')."""

SCHEMES: Final = ("doi", "arxiv", "openalex", "s2", "pmid", "pmcid", "acl", "url", "urn")
"""The better first: it names the work."""
RANK: Final = {scheme: rank for rank, scheme in enumerate(SCHEMES)}

PREFIXED: Final = ("doi", "arxiv", "openalex", "s2", "pmid", "pmcid", "acl")
"""Schemes that are written 'scheme:value'."""

_ARXIV_NUMBER = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.\w\w)?/\d{7})"
_PATTERNS: Final = (
    ("arxiv", rf"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?10\.48550/arxiv\.({_ARXIV_NUMBER})(?:v\d+)?"),
    ("doi", r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)"),
    (
        "arxiv",
        rf"(?:https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*)({_ARXIV_NUMBER})(?:v\d+)?(?:\.pdf)?",
    ),
    ("openalex", r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?|openalex:\s*)?(W\d+)"),
    ("s2", r"(?:s2:\s*|https?://(?:www\.|api\.)?semanticscholar\.org/\S*?\b(?=[0-9a-f]{40}\b))(\w+)\S*"),
    ("pmid", r"(?:pmid:\s*|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)0*(\d+)/?"),
    (
        "pmcid",
        r"(?:pmcid:\s*|https?://(?:(?:www\.)?ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/)"
        r"(?:PMC)?(\d+)/?",
    ),
    ("acl", r"(?:acl:\s*|https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/)([\w.-]+?)(?:\.pdf|\.bib)?/?"),
)
_KNOWN = tuple((scheme, re.compile(pattern, re.IGNORECASE)) for scheme, pattern in _PATTERNS)
_HINT = re.compile(r"10\.\d|:|W\d", re.IGNORECASE)
_ONE_PAPER_URL = re.compile(
    r"https?://(?:www\.)?(?:openreview\.net/(?:forum|pdf)\?id=[\w-]+|proceedings\.mlr\.press/v\d+/\w+)"
)
_OPENREVIEW = re.compile(r"openreview\.net/pdf\?id=")
_CLASS_OF_OLD_NUMBER = re.compile(r"\.\w\w(?=/)")


def identifier(text: str) -> Identifier | None:
    """The identifier that a string is, None where it is a local key.

    >>> identifier("https://doi.org/10.48550/arXiv.2101.00001v2"), identifier("PMID: 0123"), identifier("smith99")
    (('arxiv', '2101.00001'), ('pmid', '123'), None)
    """
    t = text.strip()
    if not _HINT.search(t):
        return None
    for scheme, pattern in _KNOWN:
        if m := pattern.fullmatch(t):
            return scheme, _value(scheme, m[1])
    if t.lower().startswith(("http://", "https://")):
        t = re.sub(r"^https?://(?:www\.)?", "https://", t, flags=re.IGNORECASE).rstrip("/")
        return "url", _OPENREVIEW.sub("openreview.net/forum?id=", t)
    if t.lower().startswith("urn:"):
        return "urn", t[4:]
    return None


def _value(scheme: str, value: str) -> str:
    if scheme == "openalex":
        return value.upper()
    if scheme == "pmcid":
        return f"PMC{value}"
    return _CLASS_OF_OLD_NUMBER.sub("", value.lower()) if scheme == "arxiv" else value.lower()


def identifiers(paper: Paper) -> set[Identifier]:
    """Every identifier that a record states; a plain URL counts only where it can name no other paper.

    A DataCite DOI of arXiv is the arXiv number and no DOI; the version of a number is no other work. An ISBN is none:
    all papers of a volume share it.
    """
    found = {identifier(paper.id)} if paper.id else set()
    if paper.doi:
        found.add(identifier(f"doi:{paper.doi}") or ("doi", paper.doi.lower()))
    if paper.arxiv:
        found.add(identifier(f"arxiv:{paper.arxiv}") or ("arxiv", paper.arxiv.lower()))
    if paper.openalex:
        found.add(("openalex", paper.openalex.upper()))
    for stated in paper.ids:
        if stated.partition(":")[0] in RANK:
            found.add(identifier(stated))
    if paper.url and (i := identifier(paper.url)) and (i[0] != "url" or _ONE_PAPER_URL.match(paper.url)):
        found.add(i)
    return {i for i in found if i}


# --- bare numbers ----------------------------------------------------------------------------------------------------

_ARXIV = re.compile(
    r"(?:^(?:abs/|pdf/)?|arxiv(?:\.org/(?:abs|pdf|html|format|e-print|ps)/|[:.\s]\s*(?:preprint\s+arxiv:)?))"
    r"(\d{4}\.\d{4,5}|[a-z][a-z\-]+(?:\.[a-z]{2})?/\d{7})(?:\s?v([1-9]\d?)(?!\d)|v\d+)?(?!\d)",
    re.IGNORECASE,
)
_VERSION_BEHIND = re.compile(r"(?<![^\W_])v([1-9]\d?)(?:\.pdf)?\s*$", re.IGNORECASE)
_BEFORE_DOI = re.compile(r"^\s*(?:doi:?\s*|https?://(?:dx\.|www\.)?doi\.org/)(?=10\.)", re.IGNORECASE)


def clean_arxiv(value: object) -> str | None:
    """An arXiv number without prefix and version, or None.

    >>> clean_arxiv("arXiv:1806.07572v4"), clean_arxiv("https://arxiv.org/abs/hep-th/9901001")
    ('1806.07572', 'hep-th/9901001')
    """
    found = _ARXIV.search(value.strip()) if isinstance(value, str) else None
    return _value("arxiv", found[1]) if found else None


def arxiv_version(value: object) -> str | None:
    """The number with its version where one is named, as `Paper.ids` holds it, otherwise None.

    >>> arxiv_version("arXiv:1806.07572v4 [cs.LG]"), arxiv_version("1806.07572")
    ('arxiv:1806.07572v4', None)
    """
    found = _ARXIV.search(value.strip()) if isinstance(value, str) else None
    if not isinstance(value, str) or not found:
        return None
    behind = None if found[2] else _VERSION_BEHIND.search(value)
    version = behind[1] if behind else found[2]
    return f"arxiv:{_value('arxiv', found[1])}v{version}" if version else None


def tidied(paper: Paper) -> Paper:
    """The record with bare numbers, as every reader gives them; the version of an arXiv number goes to `ids`.

    A program may write `arxiv="arXiv:1806.07572v4"` or `doi="https://doi.org/10.1000/182"`. What is no number stays.

    >>> p = tidied(Paper(arxiv="arXiv:1806.07572v4"))
    >>> p.arxiv, p.ids
    ('1806.07572', ('arxiv:1806.07572v4',))
    """
    version, openalex = arxiv_version(paper.arxiv), identifier(paper.openalex or "")
    bare = replace(
        paper,
        doi=_BEFORE_DOI.sub("", paper.doi or "") or None,
        arxiv=clean_arxiv(paper.arxiv) or paper.arxiv,
        openalex=openalex[1] if openalex and openalex[0] == "openalex" else paper.openalex,
        ids=paper.ids if version is None or version in paper.ids else (*paper.ids, version),
    )
    return paper if bare == paper else bare


# --- the names that curators use -------------------------------------------------------------------------------------

_PAPER = "paper:"
_IRI = f"{BASE}paper/"
_NAME = re.compile(
    rf"(?:{'|'.join(PREFIXED)}|record|paper):\s*\S|10\.\d{{4,9}}/\S|{re.escape(_IRI)}|{_ONE_PAPER_URL.pattern}",
    re.IGNORECASE,
)


def names_paper(text: str) -> bool:
    """Whether a name is that of a paper, and cannot be that of a concept: doi:…, arxiv:…, paper:…, a paper's URL."""
    i = named(text)
    is_url = text.strip().lower().startswith("http")
    return i is not None and (bool(_NAME.match(text.strip())) or (is_url and i[0] in PREFIXED))


def named(text: str) -> Identifier | None:
    """What a curator's name of a paper means: an identifier in any spelling, the IRI or CURIE of a paper, record:HASH.

    >>> named("paper:doi/10.1234%2Fa"), named("DOI:10.1234/A")
    (('doi', '10.1234/a'), ('doi', '10.1234/a'))
    """
    t = text.strip()
    for start in (_PAPER, _IRI):
        if t.startswith(start):
            scheme, _, value = t.removeprefix(start).partition("/")
            return (scheme, unquote(value)) if scheme and value else None
    if t.lower().startswith("record:"):
        return "record", t[7:].strip().lower()
    scheme, _, value = t.partition(":")
    stated = (scheme.lower(), value.strip().lower()) if scheme.lower() in PREFIXED and value.strip() else None
    return identifier(t) or stated  # a source may state what is none by the rules


def written(i: Identifier) -> str:
    """The name of a work by one of its identifiers, as decisions.tsv keeps it: 'doi:10.1234/a', 'paper:sha256/…'."""
    scheme, value = i
    return f"{scheme}:{value}" if scheme in (*PREFIXED, "record") else f"{_PAPER}{scheme}/{quote(value, safe='-._~:')}"
