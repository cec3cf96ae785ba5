"""Identifiers beside DOI, arXiv and OpenAlex in one spelling, 'scheme:value', as `Paper.ids` holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..identifiers import arxiv_version, clean_arxiv

_ISBN = re.compile(r"(?<![\dA-Za-z-])\d(?:[- ]?\d){8,11}[- ]?[\dXx](?![\dA-Za-z])")
_ORCID = re.compile(r"(?<!\d)(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])(?!\d)")


def pmid(value: object) -> str | None:
    """'pmid:1' from a PubMed number.

    >>> pmid("PMID: 0123"), pmid(77), pmid("PMC77")
    ('pmid:123', 'pmid:77', None)
    """
    found = re.fullmatch(r"(?:(?:PMID|MEDLINE|pubmed)\s*:?\s*|https?://\S+/)?0*([1-9]\d{0,8})/?", _said(value), re.I)
    return f"pmid:{found[1]}" if found else None


def pmcid(value: object, *, bare: bool = False) -> str | None:
    """'pmcid:PMC1' from a number of PubMed Central; with `bare` also where 'PMC' is left off."""
    prefix = r"(?:PMCID\s*:?\s*)?(?:https?://\S+/)?" + ("(?:PMC)?" if bare else "PMC")
    found = re.fullmatch(rf"{prefix}(\d{{1,9}})(?:\.\d+)?/?", _said(value), re.IGNORECASE)
    return f"pmcid:PMC{found[1]}" if found else None


def isbn(*values: object) -> str | None:
    """'isbn:' and thirteen digits from the first ISBN of ten or thirteen whose check digit is right.

    >>> isbn("3-16-148410-X")
    'isbn:9783161484100'
    """
    for found in (f for v in values for f in _ISBN.finditer(_said(v))):
        code = re.sub(r"[- ]", "", found[0]).upper()
        if len(code) == 13 and code.isdigit() and _sum13(code) % 10 == 0:
            return f"isbn:{code}"
        if len(code) == 10 and sum((10 if c == "X" else int(c)) * (10 - i) for i, c in enumerate(code)) % 11 == 0:
            body = f"978{code[:9]}"
            return f"isbn:{body}{-_sum13(body) % 10}"
    return None


def _sum13(digits: str) -> int:
    return sum(int(c) * (1, 3)[i % 2] for i, c in enumerate(digits))


def orcid(value: object) -> str | None:
    """The bare number of a person from an ORCID or its address, if its check digit is right (ISO 7064 11-2).

    >>> orcid("https://orcid.org/0000-0002-1825-0097")
    '0000-0002-1825-0097'
    """
    found = _ORCID.search(_said(value))
    if not found:
        return None
    total = 0
    for digit in "".join(found.groups())[:-1]:
        total = (total + int(digit)) * 2
    check = "0123456789X"[(12 - total % 11) % 11]
    return "-".join(found.groups()).upper() if found[4][-1].upper() == check else None


def s2(value: object) -> str | None:
    """'s2:' and the forty hexadecimal digits of a paper at Semantic Scholar, also from its address."""
    found = re.fullmatch(r"(?:https?://\S*semanticscholar\.org/(?:paper/)?\S*?)?([0-9a-f]{40})", _said(value), re.I)
    return f"s2:{found[1].lower()}" if found else None


def s2_corpus(value: object) -> str | None:
    """'s2corpus:' and Semantic Scholar's other, whole number of the same paper."""
    found = re.fullmatch(r"(?:corpusid:)?([1-9]\d{0,11})", _said(value), re.IGNORECASE)
    return f"s2corpus:{found[1]}" if found else None


def acl(value: object) -> str | None:
    """'acl:P17-1001' from a number of the ACL Anthology."""
    found = re.fullmatch(r"(?:https?://\S+/)?([A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9]+\.\d+)/?", _said(value))
    return f"acl:{found[1]}" if found else None


def in_note(note: object) -> dict[str, str]:
    """What a free field says in lines or parts 'DOI: …', 'PMID: …', by the names in small letters, each for itself.

    >>> in_note("a remark\\nPMCID: PMC12; DOI: 10.1234/a(b)")
    {'pmcid': 'PMC12', 'doi': '10.1234/a(b)'}
    """
    found = re.finditer(
        r"(?:^|[\n;,]|\{:?)\s*([A-Za-z][A-Za-z \-]{1,20}?)\s*:[ \t]*([^\n]*?)(?=\n|;\s|,\s|\}|$)", _said(note)
    )
    return {name: value for m in found if (name := m[1].casefold().strip()) and (value := m[2].strip())}


def arxiv_of(doi: str | None) -> str | None:
    """The arXiv number that an arXiv DOI is, otherwise None."""
    return clean_arxiv(arxiv_said(doi))


def arxiv_said(doi: str | None, *texts: object) -> str | None:
    """The words that state an arXiv number: an arXiv DOI, else the first text that names arXiv.

    Where another text has the same number with a version, it is that one.
    """
    named = [t for t in texts if isinstance(t, str) and re.search("arxiv", t, re.IGNORECASE) and clean_arxiv(t)]
    if doi and doi.startswith("10.48550/arxiv."):
        named.insert(0, f"arxiv:{doi.removeprefix('10.48550/arxiv.')}")
    if not named or not (number := clean_arxiv(named[0])):
        return None
    return next((t for t in named if arxiv_version(t) and clean_arxiv(t) == number), named[0])


def gathered(values: Iterable[str | None]) -> tuple[str, ...]:
    """What is there, each once."""
    return tuple(dict.fromkeys(v for v in values if v))


def _said(value: object) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
