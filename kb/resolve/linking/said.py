"""What one reference says, and how that stands to a held work: the authors it names, the years it gives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ...records import Reference
from .numbers import Identifier, arxiv_years, identifiers_in, is_preprint, years_in
from .parsing import Parsed, first_author, parsed
from .titles import Held
from .writing import Written, title_letters, weight

SHORT = 15
"""Letters of a title that is short, and yet some title."""
VENUES = frozenset(
    {
        "in", "arxiv", "corr", "proc", "proceedings", "advances", "preprint", "journal", "trans", "transactions",
        "nature", "science", "ieee", "acm", "url", "http", "https", "iclr", "icml", "neurips", "nips", "cvpr",
        "acl", "emnlp", "aaai", "ijcai", "eccv", "iccv", "pp", "vol", "technical", "available", "phd", "thesis",
        "pmlr", "springer",
    }
)  # fmt: skip
"""Words with which a venue, or what else follows a title, begins."""


@dataclass(frozen=True)
class Said:
    """What a reference says: its string, and what its source tells apart in it."""

    reference: Reference

    @cached_property
    def raw(self) -> str:
        """The string; where the source has none, what it tells apart as one."""
        r = self.reference
        told = r.raw or ""
        if r.title and title_letters(r.title) not in title_letters(told):
            parts = [told] if told else [p for p in (r.author, str(r.year or "")) if p]
            told = ". ".join([*parts, r.title]) + "."
        return told

    @cached_property
    def written(self) -> Written:
        """The string as letters."""
        return Written.of(self.raw)

    @cached_property
    def parsed(self) -> Parsed:
        """First author, year and title; the source's word goes before what is read from the string."""
        r = self.reference
        if r.title:
            author = first_author(r.author) if r.author else parsed(r.raw or "").author
            sure = bool(author) and weight(title_letters(r.title)) >= SHORT
            return Parsed(author, r.year or next(iter(self.years), None), r.title, sure)
        read = parsed(self.raw)
        author = first_author(r.author) if r.author else read.author
        return Parsed(author, r.year or read.year, read.title, read.sure)

    @cached_property
    def title(self) -> str:
        """The letters of the title that it gives, '' where none is found."""
        return title_letters(self.parsed.title)

    @cached_property
    def identifiers(self) -> tuple[Identifier, ...]:
        """The identifiers that stand in it; an arXiv DOI, which the source may tell apart, is an arXiv number."""
        return tuple(dict.fromkeys(identifiers_in(f"{self.raw} {self.reference.doi or ''} {self.reference.id or ''}")))

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that it may mean."""
        return frozenset([*years_in(self.raw), *([self.reference.year] if self.reference.year else [])])

    @cached_property
    def all_years(self) -> frozenset[int]:
        """These, and the years of its arXiv numbers."""
        return self.years | frozenset(arxiv_years(self.raw))

    @cached_property
    def is_preprint(self) -> bool:
        """Whether it speaks of a preprint."""
        return is_preprint(self.raw)

    # --- against a work ---

    def years_apart(self, held: Held) -> int | None:
        """How many years lie between it and a work, None where one of them gives none."""
        return min((abs(a - b) for a in self.all_years for b in held.years), default=None)

    def names(self, held: Held, begin: int, end: int) -> str:
        """'first', 'another' or 'no' author of a work stands in it outside a title; 'unsaid' where it names nobody."""
        if self.parsed.author and self.parsed.author in held.first:
            return "first"
        if not held.families:
            return "unsaid"
        if self.written.holds(held.families[0], begin, end):
            return "first"
        if any(len(f) > 3 and self.written.holds(f, begin, end) for f in held.families[1:]):
            return "another"
        return "no" if self._names_somebody(begin) else "unsaid"

    def is_stranger_to(self, held: Held) -> bool:
        """Whether it says something, and neither an author nor the title of a work."""
        words = [w for w in self.written.words if len(w) > 2 and w.isalpha() and w not in VENUES]
        letters = self.written.letters
        if len(words) < 3 or self.names(held, 0, 0) in ("first", "another"):
            return False
        return not any(t in letters for t in held.titles)

    def _names_somebody(self, begin: int) -> bool:
        before = self.written.begins.get(begin, 0)
        return bool(self.reference.author) or any(len(w) > 1 and not w.isdigit() for w in self.written.words[:before])
