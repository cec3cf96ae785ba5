"""What a document's entries are made of, as two compact lines: made once when it is read, and read at every build.

1. JSON of what every build needs of every document: language, acronyms, citations, links, sentences, the entries with
   all that they vote for, and the claims.
2. JSON of the mentions of all entries column by column, which is quicker to parse than row by row. It is parsed only
   where a mention is asked for: in what is written anew. A surface is left out, for it is `text[begin:end]`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache, partial
from sys import intern
from typing import Any, overload

from ..claims import Claim
from ..meanings import Entry
from ..records import FIELDS, Acronym, Citation, Mention, Paper, Reading
from ..spelling import canonical, fold

PLAIN = frozenset({"phrase", "learned"})
"""Rules that find plain words, by no sign of a name."""

_mention = partial(tuple.__new__, Mention)
_entry = partial(tuple.__new__, Entry)


def dump(reading: Reading, entries: tuple[Entry, ...]) -> str:
    """The lines of one document."""
    columns = list(zip(*(m for e in entries for m in e.mentions), strict=True)) or [()] * len(Mention._fields)
    fields, begins, ends, _, *others = columns
    head = [
        reading.lang,
        [(a.field, a.short, a.long, a.short_span, a.long_span) for a in reading.acronyms],
        [(c.field, c.begin, c.end, c.surface, c.author, c.year) for c in reading.citations],
        reading.links,
        reading.sentences,
        [_row(e) for e in entries],
        reading.claims,
    ]
    return f"{canonical(head)}\n{canonical([list(map(FIELDS.index, fields)), begins, ends, *others])}"


def _row(entry: Entry) -> tuple[Any, ...]:
    """An entry, what its mentions vote for, and how they are written: None where all are its name, as most are."""
    written = [m.surface for m in entry.mentions]
    named = written.count(entry.name) == len(written)
    alike = named or bool(one_name(entry))
    return (*entry[:5], len(written), None if named else written, strength(entry), alike, entry.candidates)


def load(lines: str, paper: Paper) -> tuple[Reading, tuple[Entry, ...]]:
    """The reading of a paper without its mentions, and its entries: equal names are one string in memory."""
    head, columns = lines.split("\n")
    lang, acronyms, citations, links, sentences, rows, claims = json.loads(head)
    reading = Reading(
        lang=intern(lang),
        acronyms=tuple([Acronym(f, short, long, (a, b), (c, d)) for f, short, long, (a, b), (c, d) in acronyms]),
        citations=tuple([Citation(*c) for c in citations]),
        links=tuple(links),
        sentences={intern(f): tuple([(b, e) for b, e in spans]) for f, spans in sentences.items()},
        claims=tuple(map(Claim.of_row, claims)),
    )
    columns_of, entries, begin = _Columns(columns, paper), [], 0
    for key, name, type, role, sure, n, written, strength, alike, candidates in rows:
        name = intern(name)
        surfaces = (name,) * n if written is None else tuple(map(intern, written))
        mentions = Kept(columns_of, begin, surfaces, strength, name if alike else None)
        entries.append(
            _entry((key and intern(key), name, intern(type), intern(role), sure, mentions, tuple(candidates)))
        )
        begin += n
    return reading, tuple(entries)


class _Columns:
    """The mentions of one document as they are kept."""

    __slots__ = ("line", "paper")

    def __init__(self, line: str, paper: Paper) -> None:
        self.line, self.paper = line, paper


@lru_cache(maxsize=4)
def _parsed(kept: _Columns) -> tuple[Mention, ...]:
    """All mentions of one document; whoever walks through a document asks once for each entry."""
    texts = [kept.paper.text(name) for name in FIELDS]
    fields, begins, ends, labels, roles, rules, confidences, candidates = json.loads(kept.line)
    surfaces = [texts[n][begin:end] for n, begin, end in zip(fields, begins, ends, strict=True)]
    names = map(FIELDS.__getitem__, fields)
    columns = (names, begins, ends, surfaces, labels, roles, rules, confidences, map(tuple, candidates))
    return tuple(map(_mention, zip(*columns, strict=True)))


class Kept(Sequence[Mention]):
    """The mentions of one entry, read when they are asked for; their surfaces and what they weigh are known before."""

    __slots__ = ("_begin", "_columns", "name", "strength", "surfaces")

    def __init__(
        self, columns: _Columns, begin: int, surfaces: tuple[str, ...], strength: float, name: str | None
    ) -> None:
        self._columns, self._begin = columns, begin
        self.surfaces, self.strength, self.name = surfaces, strength, name

    def __len__(self) -> int:
        return len(self.surfaces)

    @overload
    def __getitem__(self, at: int) -> Mention: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Mention]: ...
    def __getitem__(self, at: int | slice) -> Mention | Sequence[Mention]:
        return _parsed(self._columns)[self._begin : self._begin + len(self)][at]

    def __repr__(self) -> str:
        """Where they stand among those of their document: with its `print`, that tells all of them."""
        return f"{self._begin}+{len(self)}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def surfaces(entry: Entry) -> Sequence[str]:
    """How the mentions of an entry are written, one by one."""
    found = entry.mentions
    return found.surfaces if isinstance(found, Kept) else [m.surface for m in found]


def strength(entry: Entry) -> float:
    """How much speaks for an entry, 0..1: that of its surest phrase, 1 where another rule found it."""
    found = entry.mentions
    if isinstance(found, Kept):
        return found.strength
    return max([m.confidence if m.rule in PLAIN else 1.0 for m in found], default=0.0)


def one_name(entry: Entry) -> str | None:
    """A name of which all surfaces are spellings (case, plural, hyphen), as those of most are; None where none is."""
    found = entry.mentions
    if isinstance(found, Kept):
        return found.name
    same = entry.name.casefold()
    alike = all(m.surface.casefold() == same or fold(m.surface) == fold(entry.name) for m in found)
    return entry.name if alike else None
