"""Reference strings of Web of Science → Reference: the string itself, and what can be told apart in it."""

from __future__ import annotations

import re

from ..records import Reference
from .fields import clean_doi
from .people import PARTICLES
from .tagged import tidy

_YEAR = re.compile(r"(?:1[4-9]|20)\d\d")
_WOS_DOI = re.compile(r"\bDOI[\s\[]+(?:DOI\s+)?(10\.\d{4,9}/[^\s\],]+)", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?-?){1,4}")
_NOBODY = frozenset({"[anonymous]", "anonymous", "anon", "[no title captured]", ""})


def from_wos(text: str) -> Reference:
    """A cited reference of Web of Science: 'author, year, source, Vvolume, Ppage, DOI number', any of them missing.

    >>> from_wos("Doe JM, 1999, J EXAMPLES, V1, P2, DOI 10.1234/E.1")
    Reference(id=None, doi='10.1234/e.1', raw='Doe JM, 1999, J EXAMPLES, V1, P2, DOI 10.1234/E.1', author='Doe', \
year=1999, title=None)
    """
    raw = tidy(text)
    parts = [p.strip() for p in raw.split(",")]
    at = next((i for i, p in enumerate(parts) if _YEAR.fullmatch(p)), 0)
    found = _WOS_DOI.search(raw)
    return Reference(
        doi=clean_doi(found[1]) if found else None,
        raw=raw,
        author=_family(" ".join(parts[: max(at, 1)])) if len(parts) > 1 else None,
        year=int(parts[at]) if _YEAR.fullmatch(parts[at]) else None,
    )


def _family(name: str) -> str | None:
    """The family name of 'Doe JM', 'van Doe J. M.', 'Doe Jane', 'DOE J'; a body's whole name ('*WHO')."""
    if name.casefold() in _NOBODY or _YEAR.fullmatch(name):
        return None
    if name.startswith("*"):
        return name.lstrip("* ") or None
    words = name.split()
    last = len(words)
    while last > 1 and _INITIALS.fullmatch(words[last - 1]) and words[last - 1].isupper():
        last -= 1
    before = next((i for i, word in enumerate(words) if word.casefold() not in PARTICLES), 0)
    if last == len(words) == before + 2:  # 'van Doe Jane'
        last -= 1
    return " ".join(words[:last])
