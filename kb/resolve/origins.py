"""Who builds on whom: a paper builds on the one work that introduces what it uses, also where it cites nothing.

1. The *origin* of a concept is the work that introduces it under its name, where exactly one held work introduces it.
   Of two versions of one work the earlier counts. A concept that two works introduce has no origin: which one is meant,
   nobody says. One that a paper of an earlier year speaks of has none either: it was there before.
   "We present a new autoencoder" names no origin of autoencoders. A work introduces a concept under its name where
   a) its title begins with the name and a colon: "NAME: how …", and it is no notion or task that the lexicon knows;
   b) its title has the name, and its abstract defines its acronym right behind a "we introduce"; or
   c) the name is a word of its own (FooNet, GPT-9) that no lexicon knows, and stands right behind a "we introduce".
2. A paper that extends, uses or evaluates on a concept builds on its origin. Comparing with it, studying or mentioning
   it is no building.
   A dataset is tried on, a method is not: what is said of a name must be said of the same kind of thing in both.
3. Where both years are known, the origin is not later than the paper; a work does not build on its own versions.
4. The evidence is one mention in each: where the paper says what it does, and where the origin says that it is new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

from ..meanings import Built, Entry, Place
from ..records import FIELDS, Mention, Paper, Reading
from ..spelling import digest

BUILDING: Final = ("extends", "uses", "evaluatesOn")
"""The roles in which a paper builds on a concept."""

INTRODUCES: Final = "introduces"

MADE: Final = ("Method", "Dataset")
"""Types of what somebody made; a known notion at the head of a title ("Robustness: a survey") was there before."""

_COLON = re.compile(r"\s*(?:\([^()]*\)\s*)?[:：]")
_PROPER = re.compile(r"\S*(?:[A-Z]\S*[A-Z0-9]|[a-z][A-Z])\S*")
_CAPITALS = re.compile(r"[A-Z]{3,}")
_WE = re.compile(
    r"\b(?:we|this (?:paper|work|article|study))\b[^.;:]{0,20}"
    r"\b(?:introduc|propos|present|develop|call|nam|term|dub)\w*(?:\s+(?:this|our|the|an?|new|novel|simple|method|approach|algorithm|it|as))*[\s\"'“‘]*$",
    re.IGNORECASE,
)


class Speaking(Protocol):
    """A document and what it says of concepts."""

    @property
    def iri(self) -> str:
        """The IRI of its work."""

    @property
    def paper(self) -> Paper:
        """Its title, abstract and year."""

    @property
    def entries(self) -> Sequence[Entry]:
        """The concepts that it speaks of."""

    @property
    def reading(self) -> Reading | None:
        """What was read in its texts."""

    @property
    def version_of(self) -> Sequence[str]:
        """The works of which this is a later version."""


def origins(documents: Iterable[Speaking]) -> dict[str, tuple[Speaking, Entry]]:
    """The key of each concept that exactly one work introduces → that work, and what it says of it."""
    found: dict[str, list[tuple[Speaking, Entry]]] = {}
    spoken: dict[str, int] = {}
    for d in documents:
        for entry in (e for e in d.entries if e.key):
            key = entry.key or ""
            if entry.role == INTRODUCES:
                found.setdefault(key, []).append((d, entry))
            if d.paper.year:
                spoken[key] = min(d.paper.year, spoken.get(key, d.paper.year))
    alone: dict[str, tuple[Speaking, Entry]] = {}
    for key, speaking in found.items():
        named = {d.iri for d, _ in speaking}
        first = [(d, entry) for d, entry in speaking if not named & set(d.version_of)]
        if len(first) == 1 and spoken.get(key, 0) >= (first[0][0].paper.year or 0) and _named(*first[0]):
            alone[key] = first[0]
    return alone


def built_on(d: Speaking, known: Mapping[str, tuple[Speaking, Entry]]) -> Iterator[Built]:
    """The works that a document builds on, with the concept and the evidence, in the order of its entries."""
    for entry in d.entries:
        if entry.role not in BUILDING or not entry.key or entry.key not in known:
            continue
        origin, introduced = known[entry.key]
        years = d.paper.year, origin.paper.year
        later = all(years) and (years[1] or 0) > (years[0] or 0)
        own = origin.iri == d.iri or origin.iri in d.version_of or d.iri in origin.version_of
        if not later and not own and _alike(_shown(entry), _shown(introduced)):
            rule = f"{entry.role}-introduced"
            yield Built(origin.iri, entry.key, rule, _place(d, entry), _place(origin, introduced))


def _place(d: Speaking, entry: Entry) -> Place:
    """The first mention that supports the role of an entry: the hash of its text, and its offsets."""
    m = _shown(entry)
    return digest(d.paper.text(m.field)), m.begin, m.end


def _shown(entry: Entry) -> Mention:
    """The mention that shows the role of an entry."""
    return min(entry.mentions, key=lambda m: _rank(m, entry.role))


def _named(d: Speaking, entry: Entry) -> bool:
    """Whether a work that introduces a concept does so under its name."""
    title = d.paper.text("title")
    in_title = [m for m in entry.mentions if m.field == "title"]
    unknown = all(not m.candidates for m in entry.mentions)
    heads = [m for m in in_title if not title[: m.begin].strip() and _COLON.match(title, m.end)]
    if any(unknown or entry.type in MADE or _PROPER.fullmatch(m.surface) for m in heads):
        return True
    saying = [m for m in entry.mentions if m.role == INTRODUCES]
    if unknown and any(_PROPER.fullmatch(m.surface) and _we(d, m.field, m.begin) for m in saying):
        return True
    return bool(in_title) and any(_defined(d, m) for m in saying)


def _defined(d: Speaking, m: Mention) -> bool:
    """Whether "we introduce" stands right before a mention that is defined by its acronym, or is that acronym."""
    for a in d.reading.acronyms if d.reading else ():
        spans = (a.long_span, a.short_span)
        if a.field == m.field and any(m.begin <= begin and end <= m.end for begin, end in spans):
            return _we(d, m.field, a.long_span[0])
    return False


def _we(d: Speaking, field: str, at: int) -> bool:
    """Whether "we introduce", and at most an article and a word of praise, stands right before a place."""
    return bool(_WE.search(d.paper.text(field)[max(0, at - 80) : at]))


def _alike(here: Mention, there: Mention) -> bool:
    """Whether two mentions of one name can be of the same thing: a dataset and a method of one name are not."""
    if here.role == "evaluatesOn" and there.label != "Dataset":
        return False
    capitals = _CAPITALS.fullmatch(here.surface), _CAPITALS.fullmatch(there.surface)
    if any(capitals):  # LION and the Lion optimizer; a word of capitals has many meanings
        short, long = sorted((here.surface, there.surface), key=len)
        spelt_out = len(long) > 3 * len(short) and not long.casefold().startswith(short.casefold())
        return here.label == there.label and (all(capitals) or spelt_out)
    return len({here.label, there.label} - {"Concept"}) < 2


def _rank(m: Mention, role: str) -> tuple[bool, int, int]:
    return m.role != role, FIELDS.index(m.field), m.begin
