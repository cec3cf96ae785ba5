"""A work as its records tell it: every field from the record that tells it best, in a stated order.

1. *Texts* (title, abstract, language, and all that is not named below): a record with a whole abstract before one
   without, then with a title that was not cut, a DOI, a year, more authors; so an abstract is never lost.
2. *Publication* (type, year, venue, DOI): what a publisher has before a preprint, then as above.
3. *Authors*: the longest list, the one with more given names written out.
4. References, keywords, related pages and further identifiers are those of all records.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from typing import Any

from ..identifiers import Identifier, identifiers
from ..records import Author, Paper
from ..spelling import digest
from .matching import ENOUGH_TEXT, is_preprint
from .titles import ENOUGH_TITLE, is_marked_cut, letters

_NAMES = tuple(f.name for f in fields(Paper))
_PUBLICATION = ("type", "year", "venue", "doi")
_OF_ALL = ("references", "related", "keywords", "ids")


def ranked(records: Sequence[Paper]) -> list[Paper]:
    """The records of a work, the best first."""
    return sorted(records, key=_by_text) if len(records) > 1 else list(records)


def merged(records: Sequence[Paper], known: Collection[Identifier]) -> Paper:
    """The paper as its records (`ranked`) tell it; an identifier that is not `known` as the work's is left out."""
    best = records[0]
    if len(records) == 1 and (known or not identifiers(best)):
        return best
    said: dict[str, Any] = {name: _first(records, name) for name in _NAMES}
    published = sorted(records, key=_by_publication)
    said |= {name: _first(published, name) for name in _PUBLICATION}
    said["authors"] = max((p.authors for p in records), key=_told)
    for name in _OF_ALL:
        said[name] = tuple(dict.fromkeys(v for p in records for v in getattr(p, name)))
    for name in ("doi", "arxiv", "openalex"):
        if said[name] and identifiers(Paper(**{name: said[name]})).isdisjoint(known):
            said[name] = None
    said["source"] = None
    same = all(getattr(best, name) == value for name, value in said.items())
    return best if same else replace(best, **said)


def _first(records: Sequence[Paper], name: str) -> Any:
    """What the best record that says anything of a field says."""
    return next((v for p in records if (v := getattr(p, name))), getattr(records[0], name))


def _by_text(p: Paper) -> tuple[Any, ...]:
    no_abstract = 2 if not p.abstract else int(len(letters(p.abstract)) < ENOUGH_TEXT)
    no_title = 2 if not p.title else int(is_marked_cut(p.title))
    return (no_abstract, no_title, not p.doi, not p.year, -len(p.authors), p.sha)


def _by_publication(p: Paper) -> tuple[Any, ...]:
    return (is_preprint(p), not p.venue, *_by_text(p))


def _told(authors: Sequence[Author]) -> tuple[int, ...]:
    """How much a list tells: how many, how many numbers of persons, names in parts, letters of given names."""
    persons, parts = sum(bool(a.orcid) for a in authors), sum(bool(a.family) for a in authors)
    return (len(authors), persons, parts, sum(len(a.given or "") for a in authors))


def fingerprint(paper: Paper) -> str:
    """What a record without identifiers is known by: its abstract, else its title, first author and year."""
    abstract = letters(paper.abstract)
    if len(abstract) >= ENOUGH_TEXT:
        return digest(abstract)
    title = letters(paper.title)
    author = letters(paper.authors[0].family or paper.authors[0].literal) if paper.authors else ""
    says_enough = not identifiers(paper) and (abstract or author or len(title) >= ENOUGH_TITLE)
    own = "" if says_enough else paper.sha
    return digest("\n".join((title, abstract, author, str(paper.year or ""), own)))
