"""Strings of works that are not held → stubs: two spellings of one work are one stub, two works are never one.

1. What names a work: a DOI or other identifier; the letters of its title with the first author, where the parse is
   sure, and the years lie near; for a line of the Web of Science author, year, journal, volume and page. Else the whole
   string.
2. Names that stand in one string are of one work. But a title with two DOIs is two works, and a number that two
   titles share is a slip in one of them: such names join nothing, nor does a chain that would lead to two DOIs.
3. The stub has its identifier's IRI, else that of its title and author.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ...records import Reference, Stub
from ...spelling import digest
from ...terms import mint
from ..titles import letters
from .numbers import Identifier, identifier
from .said import Said
from .writing import weight

ORDER = ("doi", "arxiv", "openalex", "pmid", "pmcid", "url", "urn")
"""The better first: it names the stub."""
_DISTINCT = 30
"""Letters of a title that is one work in years two apart, where one of them is of a preprint."""
_SAME_TITLE = 80.0
"""How alike (0..100) titles with one arXiv number or address must be to be of one work."""
_LISTED = re.compile(
    r"^\W*([^\W\d][^,]{0,60}), (1[6-9]\d\d|20\d\d), ([^,]{2,80}), V(?:ol)?\.?\s?([\w-]+),"
    r" (?:NO?\.?\s?\w+, )?(?:P|ARTN )\s?([\w.-]+)",
    re.IGNORECASE,
)

Name = tuple[str, ...]
"""('id', scheme, value), ('title', letters, author, year), ('listed', …) or ('raw', digest)."""


@dataclass(frozen=True, slots=True)
class Unheld:
    """What a reference to a work that is not held says of it, without the weight of how it was read."""

    reference: Reference
    raw: str
    stated: tuple[Identifier, ...]
    """Identifiers that the source itself tells apart."""
    found: tuple[Identifier, ...]
    """Identifiers in the string."""
    title: str | None
    key: tuple[str, str] | None
    year: int | None
    is_preprint: bool

    @classmethod
    def of(cls, said: Said, held: Collection[Identifier] = ()) -> Unheld:
        """What is kept of a reference; a number of a held work that it does not mean says nothing."""
        r = said.reference
        own = [("doi", r.doi.lower())] if r.doi else []
        own += [found] if r.id and (found := identifier(r.id)) else []
        p = said.parsed
        key = (said.title, p.author) if p.sure and said.title else None
        title = (r.title or p.title) if key else r.title
        found_in = tuple(i for i in said.identifiers if i not in own and i not in held)
        return cls(r, said.raw, tuple(own), found_in, title, key, p.year, said.is_preprint)


class Stubs:
    """The stubs of all references to works that are not held: `of` each its IRI, `by_iri` what is known of it."""

    def __init__(self, unheld: Sequence[Unheld]) -> None:
        names = dict(zip((u.reference for u in unheld), _names(unheld), strict=True))
        joined, silent = _joined(names.values())
        members: dict[str, list[Unheld]] = defaultdict(list)
        self.of: dict[Reference, str] = {}
        for u in unheld:
            iri = joined[_best(names[u.reference], silent)].iri
            self.of[u.reference] = iri
            members[iri].append(u)
        self.by_iri = {iri: _stub(iri, some) for iri, some in members.items()}
        self.aliases: Mapping[Identifier, str] = {
            (n[1], n[2]): g.iri for n, g in joined.items() if n[0] == "id" and g.iri in self.by_iri
        }


def _best(names: Sequence[Name], silent: set[Name]) -> Name:
    """The name under which a reference stands: the first that can be of one work only, else the first."""
    return next((n for n in names if n not in silent), names[0])


def _names(unheld: Sequence[Unheld]) -> Iterator[tuple[Name, ...]]:
    """The names of each reference: the identifiers its source states, its title, the identifiers in its string."""
    years = _years(unheld)
    for u in unheld:
        out: list[Name] = [("id", *i) for i in u.stated]
        if u.key and (u.key, u.year) in years:
            out.append(("title", *u.key, years[u.key, u.year]))
        elif found := listed(u.raw):
            out.append(found)
        once = Counter(scheme for scheme, _ in u.found)
        out += [("id", *i) for i in u.found if once[i[0]] == 1]
        yield tuple(dict.fromkeys(out)) or (("raw", digest(letters(u.raw))),)


def listed(raw: str) -> Name | None:
    """Author, year, journal, volume and page of a line as the Web of Science has them; None unless all are there."""
    m = _LISTED.match(raw)
    return ("listed", *(letters(part) for part in m.groups())) if m else None


def _years(unheld: Sequence[Unheld]) -> dict[tuple[tuple[str, str], int | None], str]:
    """(Title and author, year) → which of the works of that title and author it is: '' where there is but one.

    Years that lie near belong together; a reference without a year belongs to the only work there is, else to none.
    """
    said: dict[tuple[str, str], dict[int | None, bool]] = defaultdict(dict)
    for u in unheld:
        if u.key:
            said[u.key][u.year] = said[u.key].get(u.year, False) or u.is_preprint
    out: dict[tuple[tuple[str, str], int | None], str] = {}
    for key, years in said.items():
        runs: list[list[int]] = []
        for year in sorted(y for y in years if y is not None):
            before = runs[-1][-1] if runs else None
            wide = weight(key[0]) >= _DISTINCT and (years[year] or (before is not None and years[before]))
            if before is not None and year - before <= (2 if wide else 1):
                runs[-1].append(year)
            else:
                runs.append([year])
        for run in runs:
            for year in run:
                out[key, year] = str(run[0]) if len(runs) > 1 else ""
        if None in years and len(runs) < 2:
            out[key, None] = ""
    return out


# --- names → groups ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    names: frozenset[Name]

    @property
    def iri(self) -> str:
        ids = [n for n in self.names if n[0] == "id"]
        if ids:
            best = min(ids, key=lambda n: (ORDER.index(n[1]) if n[1] in ORDER else len(ORDER), n))
            return mint("paper", best[1], best[2])
        first = min(self.names)
        if first[0] == "raw":
            return mint("paper", *first)
        return mint("paper", first[0], digest("\n".join(first[1:])))


def _joined(references: Iterable[Sequence[Name]]) -> tuple[dict[Name, _Group], set[Name]]:
    """Name → the group of names of the same work; and the names that join nothing."""
    beside: dict[Name, set[Name]] = defaultdict(set)
    for names in references:
        for name in names:
            beside[name].update(n for n in names if n != name)
    silent = {name for name, others in beside.items() if _joins_nothing(name, others)}
    groups: dict[Name, _Group] = {}
    for name in sorted(beside):
        if name in groups:
            continue
        reached = _reached(name, beside, silent)
        for some in [reached] if not _clash(reached) else [{n} for n in reached]:
            group = _Group(frozenset(some))
            groups |= dict.fromkeys(some, group)
    return groups, silent


def _reached(name: Name, beside: Mapping[Name, set[Name]], silent: set[Name]) -> set[Name]:
    if name in silent:
        return {name}
    reached, left = {name}, [name]
    while left:
        for other in beside[left.pop()]:
            if other not in reached and other not in silent:
                reached.add(other)
                left.append(other)
    return reached


def _joins_nothing(name: Name, others: set[Name]) -> bool:
    """Whether a name stands beside what cannot be one work: two numbers of one scheme, or two different titles."""
    if _clash(others):
        return True
    titles = sorted(n[1] for n in others if n[0] == "title")
    return name[0] == "id" and any(fuzz.ratio(titles[0], t) < _SAME_TITLE for t in titles[1:])


def _clash(names: Iterable[Name]) -> bool:
    schemes = [n[1] for n in names if n[0] == "id" and n[1] != "url"]
    return len(schemes) != len(set(schemes))


def _stub(iri: str, some: Sequence[Unheld]) -> Stub:
    strings = tuple(sorted({u.reference.raw for u in some if u.reference.raw}))
    title = _often(u.title for u in some if u.title)
    year = _often(str(u.year) for u in some if u.year and 1400 <= u.year < 2100 and (u.key or u.reference.year))
    raw = max(strings, key=lambda s: (len(s), s)) if strings else None
    dois = sorted(v for u in some for s, v in (*u.stated, *u.found) if s == "doi" and mint("paper", s, v) == iri)
    doi = dois[0] if dois else None
    return Stub(iri, title or raw or iri, raw, doi, int(year) if year else None, title, strings)


def _often(values: Iterable[str]) -> str | None:
    """The value that is said most often; of several the longest, then the last."""
    counted = Counter(" ".join(v.split()) for v in values)
    return max(counted, key=lambda v: (counted[v], len(v), v), default=None)
