"""The held works by their titles: which of them stand in a string (exactly), and which are nearly there (blocks).

1. A title is looked up where a word of the string begins: its first letters lead to the lengths that titles with that
   beginning have, each length to one look into a table. What it costs does not grow with the number of works.
2. Near titles are sought only among the works with the same first author whose title begins, or ends, with the same
   letters; a block that has grown too large is no help and is not searched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...records import Author
from ..works import Work
from .numbers import Identifier
from .parsing import first_author
from .writing import Written, title_letters

_BEGINNING = 16
"""Letters by which titles are looked up; a shorter title is looked up by its first three."""
_SHORTEST = 3
_EDGE = 8
"""Letters at either end of a title that a near one must share."""
_CROWD = 60
"""Works that a block may have."""


@dataclass(frozen=True)
class Held:
    """A held work as a reference may speak of it."""

    work: Work

    @cached_property
    def titles(self) -> frozenset[str]:
        """The letters of its titles, in all its records."""
        return frozenset(t for r in self.work.records if (t := title_letters(r.title)))

    @cached_property
    def years(self) -> frozenset[int]:
        """Its years, in all its records."""
        return frozenset(r.year for r in self.work.records if r.year)

    @cached_property
    def families(self) -> tuple[str, ...]:
        """The families of its authors, in letters and in order."""
        return tuple(dict.fromkeys(f for a in self.work.paper.authors if (f := _family(a))))

    @cached_property
    def first(self) -> frozenset[str]:
        """The words by which a string may call its first author: the last of the family, and the given name where
        someone took it for the family."""
        return frozenset(w for r in self.work.records for a in r.authors[:1] for w in _called(a))

    @cached_property
    def is_preprint(self) -> bool:
        """Whether no record says more than that it is a preprint."""
        return all(r.type == "article" or (r.arxiv and not r.doi and not r.venue) for r in self.work.records)

    def numbers(self, scheme: str) -> frozenset[str]:
        """Its identifiers of one scheme; of a DOI that only names an arXiv number there is none."""
        return frozenset(v for s, v in self.work.identifiers if s == scheme and not v.startswith("10.48550/arxiv"))


def _family(author: Author) -> str:
    return title_letters(author.family) if author.family else first_author(author.literal or author.given or "")


def _called(author: Author) -> tuple[str, ...]:
    family = (author.family or "").split()
    given = (author.given or "").split()
    own = title_letters(family[-1]) if family else first_author(author.literal or "")
    return tuple(w for w in (own, title_letters(given[0]) if given else "") if len(w) > 1 or not w.isascii())


class Titles:
    """All titles of the held works."""

    def __init__(self, found: Iterable[Work]) -> None:
        self.held = [Held(w) for w in found]
        self._by_title: dict[str, list[Held]] = defaultdict(list)
        for held in self.held:
            for title in held.titles:
                if len(title) >= _SHORTEST or not title.isascii():
                    self._by_title[title].append(held)
        lengths: dict[str, set[int]] = defaultdict(set)
        for title in self._by_title:
            lengths[title[: _BEGINNING if len(title) >= _BEGINNING else _SHORTEST]].add(len(title))
        self._lengths = {begun: tuple(sorted(some)) for begun, some in lengths.items()}
        self._blocks = self._blocked()

    def named(self, title: str) -> Sequence[Held]:
        """The works with exactly these letters as their title."""
        return self._by_title.get(title, ())

    def within(self, written: Written) -> Iterator[tuple[int, int, Sequence[Held]]]:
        """(begin, end, works) of every title whose letters stand in a string, from where a word begins to an end."""
        letters, ends = written.letters, written.ends
        for at in written.starts:
            for begun in (letters[at : at + _BEGINNING], letters[at : at + _SHORTEST]):
                for length in self._lengths.get(begun, ()):
                    if at + length in ends and (here := self._by_title.get(letters[at : at + length])):
                        yield at, at + length, here

    def near(self, title: str, author: str) -> Iterator[Held]:
        """The works of a first author whose title begins or ends as this one; each once."""
        seen = set[int]()
        for edge in (title[:_EDGE], title[-_EDGE:]):
            block = self._blocks.get((author, edge), ())
            for held in block if len(block) <= _CROWD else ():
                if id(held) not in seen:
                    seen.add(id(held))
                    yield held

    def _blocked(self) -> dict[tuple[str, str], list[Held]]:
        blocks: dict[tuple[str, str], list[Held]] = defaultdict(list)
        for held in self.held:
            for author in held.first:
                for edge in {e for t in held.titles for e in (t[:_EDGE], t[-_EDGE:])}:
                    blocks[author, edge].append(held)
        return blocks


def by_identifier(found: Iterable[Held]) -> dict[Identifier, Held]:
    """Identifier → the work that has it; an arXiv DOI is an arXiv number too."""
    table: dict[Identifier, Held] = {}
    for held in found:
        for scheme, value in held.work.identifiers:
            table[scheme, value] = held
            if scheme == "doi" and value.startswith("10.48550/arxiv."):
                table.setdefault(("arxiv", value.removeprefix("10.48550/arxiv.")), held)
        for r in held.work.records:
            for one in r.ids:
                scheme, _, value = one.partition(":")
                table.setdefault((scheme, value.upper() if scheme == "pmcid" else value), held)
    return table
