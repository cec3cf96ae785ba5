"""All references of a knowledge base that are strings: to which work each leads, by what, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...records import Reference, Stub
from ..works import Work
from .comparing import Match, by_likeness, by_number, by_title
from .numbers import Identifier
from .said import Said
from .stubs import Name, Stubs, Unheld, listed
from .titles import Titles, by_identifier


@dataclass(frozen=True, slots=True)
class Linked:
    """A held work (its IRI) to which a string leads, the rule that found it ('title+author+year'), and a confidence."""

    target: str
    rule: str
    confidence: float


class Linker:
    """Finds the held work that a reference means. Made once of all works; a reference then costs some 0.3 ms."""

    def __init__(self, found: Iterable[Work]) -> None:
        self._titles = Titles(found)
        self.by_identifier = by_identifier(self._titles.held)

    def match(self, said: Said) -> Match | None:
        """The work that a string means, None where none is held or several fit as well."""
        numbers = [(s, h) for s, v in said.identifiers if (h := self.by_identifier.get((s, v)))]
        if len({id(h) for _, h in numbers}) == 1 and (match := by_number(said, numbers[0][1], numbers[0][0])):
            return match
        return by_title(said, self._titles) or by_likeness(said, self._titles)


class Strings:
    """What the references that hold a string or a title come to: `links` to held works, else `targets` that are stubs.

    A pure function of the set of works. Where no work has such a reference, nothing is made. A reference that is
    `stated`, by an identifier of a held work, is left alone.
    """

    def __init__(self, found: Sequence[Work], *, stated: Callable[[Reference], str | None]) -> None:
        self.links: Mapping[Reference, Linked] = {}
        self.targets: Mapping[Reference, str] = {}
        self.stubs: Mapping[str, Stub] = {}
        self.aliases: Mapping[Identifier, str] = {}
        told = {r for w in found for r in w.paper.references if r.raw or r.title}
        lines = dict[Name, set[str]]()
        left = list[Reference]()
        for r in sorted(told, key=_order):
            if iri := stated(r):
                _note(lines, r, iri)
            else:
                left.append(r)
        if left:
            self._read(left, found, lines)

    def _read(self, told: Sequence[Reference], found: Sequence[Work], lines: dict[Name, set[str]]) -> None:
        linker, links, left = Linker(found), dict[Reference, Linked](), list[Unheld]()
        for reference in told:
            said = Said(reference)
            if match := linker.match(said):
                links[reference] = Linked(match.held.work.iri, match.rule, match.confidence)
                _note(lines, reference, match.held.work.iri)
            elif said.written.letters:
                left.append(Unheld.of(said, linker.by_identifier))
        unheld = []
        for u in left:
            # The line of a held work: another reference has the same, and an identifier besides.
            if lines and (name := listed(u.raw)) and len(iris := lines.get(name, set())) == 1 and not u.stated:
                links[u.reference] = Linked(min(iris), "author+year+volume+page", 0.95)
            else:
                unheld.append(u)
        stubs = Stubs(unheld)
        self.links, self.targets, self.stubs, self.aliases = links, stubs.of, stubs.by_iri, stubs.aliases


def _note(lines: dict[Name, set[str]], reference: Reference, iri: str) -> None:
    """Remembers to which held work a line of author, year, journal, volume and page leads."""
    if reference.raw and (name := listed(reference.raw)):
        lines.setdefault(name, set()).add(iri)


def _order(r: Reference) -> tuple[str, ...]:
    return tuple(str(v or "") for v in (r.raw, r.title, r.author, r.year, r.doi, r.id))
