"""What the tagged formats share: an entry of tags and lines, and the values that mean the same in all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ..records import Author, Paper, Skipped
from . import unread
from .fields import LANGUAGES, clean_doi, plain, well_formed
from .people import person

MAX_ENTRY = 16 << 20
"""Characters of one entry; what goes on for longer is no entry but a file that lost its ends."""

_HAN = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[-\s]?){1,5}|[A-Z]{1,3}")


@dataclass(slots=True)
class Entry:
    """One record as it stands: (tag, its lines) in order, the line that it begins on, and whether it was closed."""

    line: int
    fields: list[tuple[str, list[str]]] = field(default_factory=list)
    closed: bool = True
    size: int = 0
    tags: set[str] = field(default_factory=set)

    def add(self, tag: str, value: str) -> None:
        """Opens a field."""
        self.size += len(value)
        if self.size <= MAX_ENTRY:
            self.fields.append((tag, [well_formed(value).strip()]))
            self.tags.add(tag)

    def more(self, line: str) -> None:
        """Goes on with the last field."""
        self.size += len(line)
        if self.fields and self.size <= MAX_ENTRY:
            self.fields[-1][1].append(well_formed(line).strip())

    @property
    def last(self) -> str:
        """The tag of the field that is open."""
        return self.fields[-1][0] if self.fields else ""

    def texts(self, *tags: str) -> list[str]:
        """The values under these tags, folded lines joined, in the order of the record; empty ones are left out."""
        if self.tags.isdisjoint(tags):  # asked for all of the tags that a format has, and a record may be long
            return []
        return [text for tag, lines in self.fields if tag in tags and (text := joined(lines))]

    def text(self, *tags: str) -> str | None:
        """The first value under the first of these tags that has one, markup made plain."""
        return next((shown for tag in tags for text in self.texts(tag) if (shown := tidy(text))), None)

    def lines(self, *tags: str) -> list[str]:
        """The lines under these tags, each for itself."""
        return [line for tag, lines in self.fields if tag in tags for line in lines if line]

    def excerpt(self) -> str:
        """How the entry begins, for a report."""
        return " ".join(f"{tag} {joined(lines)}" for tag, lines in self.fields[:4])[:80]


@dataclass(frozen=True, slots=True)
class Stray:
    """A run of lines that belong to no entry: where it begins, and its first line."""

    line: int
    text: str


class Line(NamedTuple):
    """What a line does: it opens an entry with its first field, adds a field, goes on with one, ends it, or nothing."""

    does: Literal["open", "field", "more", "end", "nothing"]
    tag: str = ""
    value: str = ""


NOTHING = Line("nothing")

Look = Callable[[str, Entry | None], Line]
"""What a line does, given the entry that is open."""


def after_blanks(look: Callable[[str, Entry | None, bool], Line]) -> Look:
    """A `look` that is told whether a line stands behind a blank one; blank lines by themselves do nothing."""
    blank = False

    def told(line: str, entry: Entry | None) -> Line:
        nonlocal blank
        if not line.strip():
            blank = True
            return NOTHING
        behind, blank = blank, False
        return look(line, entry, behind)

    return told


def papers(
    lines: Iterable[str],
    file: str,
    *,
    look: Look,
    paper_from: Callable[[Entry, str], Paper],
    checks: dict[str, unread.Check],
    closing: bool,
) -> Iterator[Paper | Skipped]:
    """The paper of each entry with what could not be read of it behind, and the lines outside of every entry."""
    for item in entries(lines, look, closing=closing):
        if isinstance(item, Stray):
            yield Skipped(file, item.line, "text outside of a record", well_formed(item.text)[:80])
        else:
            yield from told(item, paper_from(item, file), checks, file)


def entries(lines: Iterable[str], look: Look, *, closing: bool) -> Iterator[Entry | Stray]:
    """The entries in order; `look` says what a line does, given the entry that is open.

    A field outside of every entry begins one: a record whose first tag was lost is a record too. `closing`: the format
    ends its entries with a line of their own, so that one without it is marked as not closed.
    """
    entry: Entry | None = None
    stray: Stray | None = None
    for number, raw in enumerate(lines, 1):
        line = look(raw.lstrip("\ufeff"), entry)
        if stray and line.does in ("open", "field"):
            yield stray
            stray = None
        if entry and line.does in ("open", "end"):
            entry.closed = line.does == "end" or not closing
            yield entry
            entry = None
        if line.does in ("open", "field"):
            entry = entry or Entry(number)
            entry.add(line.tag, line.value)
        elif line.does == "more":
            if entry:
                entry.more(line.value)
            elif not stray and line.value.strip():
                stray = Stray(number, line.value.strip())
    if stray:
        yield stray
    if entry:
        entry.closed = not closing
        yield entry


def told(entry: Entry, paper: Paper, checks: dict[str, unread.Check], file: str) -> Iterator[Paper | Skipped]:
    """The paper with what could not be read of it behind, or why the entry is none."""
    if entry.size > MAX_ENTRY:
        yield Skipped(file, entry.line, f"a record longer than {MAX_ENTRY >> 20} MB", entry.excerpt())
        return
    if not (paper.title or paper.abstract or paper.references):
        yield Skipped(file, entry.line, "neither a title nor an abstract nor references", entry.excerpt())
        return
    yield paper
    shown = (paper.id or paper.title or "")[:80]
    if not entry.closed:
        yield Skipped(file, entry.line, "mended: a record that is never closed", shown)
    for tag, lines in entry.fields:
        if tag.lower() in checks:
            for reason in unread.unread({tag: joined(lines)}, checks):
                yield Skipped(file, entry.line, reason, shown)


# --- values --------------------------------------------------------------------------------------------------------


def joined(lines: Iterable[str]) -> str:
    """Folded lines as one text; between two Chinese characters a fold is no space."""
    parts: list[str] = []
    for line in filter(None, lines):
        if parts and not (_HAN.match(parts[-1][-1]) and _HAN.match(line)):
            parts.append(" ")
        parts.append(line)
    return "".join(parts)


def tidy(text: str) -> str:
    """A text without markup, with single spaces."""
    return re.sub(r"[ \t\xa0]+", " ", plain(text)).strip()


def author(name: str) -> Author | None:
    """'Family, Given' or 'Family G.'; without comma and initials it is one name, as the tagged formats have it.

    >>> author("Doe, Jane"), author("Doe J."), author("World Example Bank")
    (Author(family='Doe', given='Jane', literal=None, orcid=None), Author(family='Doe', given='J.', literal=None, \
orcid=None), Author(family=None, given=None, literal='World Example Bank', orcid=None))
    """
    name = tidy(name)
    found = person(name)
    if "," in name or not found or found.literal:
        return found
    family, _, given = name.rpartition(" ")
    return Author(family=family, given=given) if _INITIALS.fullmatch(given) else Author(literal=name)


def people(names: Iterable[str]) -> tuple[Author, ...]:
    """The authors of some fields in order; some databases write several into one, by semicolons."""
    parts = (part for name in names for part in re.split(r"[;；]", tidy(name)))
    return tuple(a for part in parts if (a := author(part)))


def web(*values: str) -> str | None:
    """The first web address among some values; other schemes ('javascript:', 'file:') are none."""
    return next((found[0] for value in values if (found := _WEB.search(value))), None)


def language(said: str | None) -> str | None:
    """The tag of a language that is written out, by its ISO 639 code or as a tag; of several, the first one's."""
    name = re.split(r"[;,/]", said or "")[0].strip().casefold()
    code = name if re.fullmatch(r"[a-z]{2}(-[a-z]{2,4})?", name) else None
    return LANGUAGES.get(name) or code


def keywords(values: Iterable[str]) -> tuple[str, ...]:
    """Keywords split at semicolons, without the stars of MeSH's main headings; a single one is split at commas too."""
    parts = [p for value in values for p in re.split(r"\s*;\s*", value)]
    if len(parts) == 1:
        parts = re.split(r"\s*,\s*", parts[0])
    return tuple(dict.fromkeys(word for p in parts if (word := tidy(p).lstrip("*").replace("/*", "/"))))


def address(value: object) -> str | None:
    """A check: something with a web address or a DOI in it."""
    fine = isinstance(value, str) and (web(value) or clean_doi(value))
    return None if fine else f"{unread.shown(value)} is no web address"
