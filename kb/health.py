"""What is wrong with files before they are added: gaps, duplicates, broken entries, retractions. Nothing is stored.

Each record is looked at once, in the order of the files. What is remembered of it are its identifiers, title and key,
so that a later record can be told to be the same; places of one kind are listed up to `LISTED` and counted beyond.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from . import readers
from .identifiers import Identifier, identifiers
from .records import Paper, Skipped
from .resolve.titles import letters

KINDS: Final = {
    "no_title": "no title",
    "no_abstract": "no abstract",
    "no_authors": "no authors",
    "no_year": "no year",
    "no_doi": "no DOI",
    "odd_year": "suspicious year",
    "odd_doi": "malformed DOI",
    "same_identifier": "same identifier",
    "same_title": "same title",
    "same_key": "same key",
    "retracted": "retracted",
    "broken": "broken, mended or left out",
}
"""What is looked for, and what a person reads for it."""

LISTED: Final = 1_000
"""Places of one kind that are listed for one file; broken pieces are listed all."""

EARLIEST: Final = 1500
"""The year before which nothing was printed that a library of papers holds."""

_SCHEMES = ("doi", "arxiv", "openalex", "pmid", "pmcid", "s2", "acl")
_TITLE = 12  # letters: an "Editorial" or a "Preface" is another each time
# Crossref's recommended pattern, and the angle brackets and sharp signs that DOIs of the 1990s have.
_DOI = re.compile(r"10\.\d{4,9}/[-._;()/:a-z0-9<>\[\]+#&%=~'*!,$@?|]+", re.IGNORECASE)
_TAIL = re.compile(r"\.pdf$|/(?:full|abstract|pdf|meta)$|https?:|javascript:|doi\.org", re.IGNORECASE)


class Place(NamedTuple):
    """Where something was found: the line, and what it says ('' where the kind says all)."""

    line: int
    says: str


@dataclass
class Health:
    """What was found in one file: its format (None where nothing was read), its records, the places of each kind."""

    file: str
    format: str | None = None
    records: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[Place]] = field(default_factory=dict)

    def note(self, kind: str, line: int, says: str = "") -> None:
        """Counts a finding and, up to `LISTED`, keeps its place."""
        self.counts[kind] += 1
        kept = self.places.setdefault(kind, [])
        if len(kept) < LISTED or kind == "broken":
            kept.append(Place(line, says))

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: for each kind that was found how often and where."""
        found = {
            kind: {"count": self.counts[kind], "places": [p._asdict() for p in self.places[kind]]}
            for kind in KINDS
            if self.counts[kind]
        }
        return {"file": self.file, "format": self.format, "records": self.records, "findings": found}


class _Seen:
    """The first place of each identifier, title and key of all files so far."""

    def __init__(self) -> None:
        self._ids: dict[Identifier, tuple[str, int]] = {}
        self._titles: dict[str, tuple[str, int, frozenset[Identifier], str]] = {}
        self._keys: dict[str, int] = {}
        self._file = ""

    def repeated(self, paper: Paper, file: str, line: int) -> Iterator[tuple[str, str]]:
        """(kind, what it says) of each way in which this record was there before."""
        if file != self._file:  # keys are a file's own
            self._file, self._keys = file, {}
        own = frozenset(_identifiers(paper))
        same = sorted(one for one in own if one in self._ids)
        if same:
            scheme, value = same[0]
            yield "same_identifier", f"{scheme} {value}, as {_shown(self._ids[same[0]], file)}"
        for one in own:
            self._ids.setdefault(one, (file, line))
        title = letters(paper.title)
        if len(title) >= _TITLE:
            first = self._titles.setdefault(title, (file, line, own, _author(paper)))
            if first[:2] != (file, line) and not same and _agree(first[2], own) and first[3] in ("", _author(paper)):
                yield "same_title", f"“{paper.title}”, as {_shown(first[:2], file)}"
        if paper.id and paper.id in self._keys:
            yield "same_key", f"{paper.id}, as line {self._keys[paper.id]}"
        elif paper.id:
            self._keys[paper.id] = line


def examine(*sources: str | Path) -> list[Health]:
    """What is wrong in each file of these files and folders, in the order in which they are read.

    A record that an earlier one repeats, also one of another file, is told with the place of the first. Raises BadInput
    for a source that does not exist.
    """
    papers = readers.read(*sources)
    found: dict[str, Health] = {}
    seen, latest = _Seen(), datetime.now(UTC).year + 1
    for paper in papers:
        place = paper.source
        if place is None:
            continue
        one = found.setdefault(place.file, Health(place.file))
        one.format = one.format or place.format
        one.records += 1
        for kind, says in (*_gaps(paper, latest), *seen.repeated(paper, place.file, place.line)):
            one.note(kind, place.line, says)
    for piece in papers.skipped:
        _broken(found.setdefault(piece.file, Health(piece.file)), piece)
    return list(found.values())


def in_all(found: list[Health]) -> dict[str, Any]:
    """How many files, records and findings of each kind there are together."""
    counts: Counter[str] = sum((one.counts for one in found), Counter())
    files = sum(1 for one in found if one.records)
    return {
        "files": files,
        "unread": len(found) - files,
        "records": sum(one.records for one in found),
        "findings": {kind: counts[kind] for kind in KINDS if counts[kind]},
    }


def _broken(one: Health, piece: Skipped) -> None:
    one.note("broken", piece.line, piece.reason)


def _gaps(p: Paper, latest: int) -> Iterator[tuple[str, str]]:
    """(kind, what it says) of all that is missing or odd in one record."""
    missing = {"title": p.title, "abstract": p.abstract, "authors": p.authors, "year": p.year, "doi": p.doi}
    yield from ((f"no_{name}", "") for name, value in missing.items() if not value)
    if p.year and not EARLIEST <= p.year <= latest:
        yield "odd_year", str(p.year)
    if p.doi and (not _DOI.fullmatch(p.doi) or _TAIL.search(p.doi)):
        yield "odd_doi", p.doi
    if p.retracted:
        yield "retracted", p.title or p.id or ""


def _identifiers(paper: Paper) -> Iterator[Identifier]:
    """The identifiers that name this work and no other: an ISBN is also that of its chapters."""
    yield from identifiers(paper)
    for one in paper.ids:
        scheme, _, value = one.partition(":")
        if scheme in _SCHEMES and value:
            yield scheme, re.sub(r"v\d+$", "", value) if scheme == "arxiv" else value


def _agree(one: frozenset[Identifier], other: frozenset[Identifier]) -> bool:
    """Whether no scheme gives the two different values."""
    apart = {scheme for scheme, _ in one - other} & {scheme for scheme, _ in other - one}
    return not apart


def _author(paper: Paper) -> str:
    return letters(paper.authors[0].family or paper.authors[0].name) if paper.authors else ""


def _shown(place: tuple[str, int], file: str) -> str:
    return f"line {place[1]}" if place[0] == file else f"{place[0]}:{place[1]}"
