"""Records → works: the same work once, whatever the order in which its records came.

1. Records that share an identifier are one work: DOI, arXiv number (whatever its version; a DataCite DOI of arXiv is
   the number), OpenAlex, Semantic Scholar, PubMed, ACL, a URL that names one paper.
2. Records without a common identifier are one where abstract, or title, first author and year say so (`matching`),
   unless they state different identifiers of one scheme. A local key tells nothing: libraries use one for two works.
3. What a curator decided comes before 2; an identifier that a curator split off is not believed (`rulings`).
4. A work's IRI comes from its best identifier, else from the hash of its best record's text; so it is a function of the
   set. Its fields are the best of all records (`merging`); the records themselves stay as they are.
5. Two works that match and stay two are versions of one, if their title is nearly the same, authors are in common, and
   they are not many years apart; or if their different abstracts share a long beginning.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..identifiers import RANK, Identifier, identifiers
from ..meanings import Ruling
from ..records import Paper
from ..spelling import digest
from ..terms import mint
from .candidates import matches
from .joining import Groups, believed
from .matching import Match, Said, is_preprint
from .merging import fingerprint, merged, ranked
from .rulings import Rulings
from .titles import letters

SHARED_OPENING = 200
"""Letters that two different abstracts must share at their beginning to be versions of one text."""


@dataclass(frozen=True)
class Work:
    """One work: its IRI, all its identifiers, its records' hashes, and the paper as the best of them tell it."""

    iri: str
    identifiers: tuple[Identifier, ...]
    shas: tuple[str, ...]
    paper: Paper
    records: tuple[Paper, ...]


@dataclass(frozen=True)
class Identity:
    """The works (sorted by IRI), every match between their records, and the rulings that do not apply, with the reason.

    `work_of` is the place in `works` of each record, in the order of `records`; `ruled` are pairs of works (IRIs, ''
    for any other) about which there is a ruling, `iris` the works that rulings name.
    """

    works: Sequence[Work]
    records: Sequence[Paper]
    work_of: Sequence[int]
    matches: Sequence[Match]
    ruled: frozenset[tuple[str, str]]
    iris: Mapping[Identifier, str]
    idle: Sequence[tuple[int, str]]

    def versions(self) -> list[tuple[str, str]]:
        """(later, earlier) works that are versions of one: by title and authors, or by the opening of the abstract."""
        earlier: dict[str, Work] = {}
        for m in self.matches:
            one, other = (self.works[self.work_of[i]] for i in (m.one, m.other))
            if not m.version or one is other or (min(one.iri, other.iri), max(one.iri, other.iri)) in self.ruled:
                continue
            first, later = sorted((one, other), key=_by_time)
            earlier[later.iri] = min(earlier.get(later.iri, first), first, key=_by_time)
        found = {later: w.iri for later, w in earlier.items()}
        return sorted((dict(_by_opening(self.works)) | found).items())


def works(records: Iterable[Paper]) -> Sequence[Work]:
    """Groups records into works, sorted by IRI; the result does not depend on the order of the records."""
    return identity(records).works


def identity(records: Iterable[Paper], rulings: Sequence[Ruling] = ()) -> Identity:
    """Groups records into works, as curators' `rulings` and the records themselves say."""
    every = sorted(records, key=lambda p: p.sha)
    ruled = Rulings(rulings, every, believed([identifiers(p) for p in every]))
    groups = Groups(ruled.ids)
    ruled.apply(groups)
    said = [Said.of(p) for p in every]
    found = matches(said)
    groups.join_matching(found, said)
    made = [(_work([every[i] for i in members], ids, ruled.leading), members) for members, ids in groups.sets()]
    made = sorted(_apart(made), key=lambda m: m[0].iri)
    work_of = [0] * len(every)
    for at, (_, members) in enumerate(made):
        for i in members:
            work_of[i] = at
    ruled.see(found)

    def iri_of(i: int) -> str:
        return made[work_of[i]][0].iri

    pairs = frozenset((min(pair), max(pair)) for pair in ruled.pairs(iri_of))
    return Identity([w for w, _ in made], every, work_of, found, pairs, ruled.iris(iri_of), ruled.idle(groups))


def _work(records: list[Paper], ids: set[Identifier], leading: frozenset[Identifier]) -> Work:
    best_first = ranked(records)
    paper = merged(best_first, ids)
    ordered = tuple(sorted(ids, key=lambda i: (i not in leading, RANK.get(i[0], len(RANK)), i[1])))
    if ordered and paper.doi and ordered[0][0] == "doi" and paper.doi.lower() != ordered[0][1]:
        paper = replace(paper, doi=_doi(best_first, ordered[0][1]))
    iri = mint("paper", *ordered[0]) if ordered else mint("paper", "sha256", fingerprint(best_first[0]))
    return Work(iri, ordered, tuple(sorted(p.sha for p in records)), paper, tuple(best_first))


def _doi(records: Sequence[Paper], value: str) -> str:
    """A DOI as a record writes it."""
    return next((p.doi for p in records if p.doi and p.doi.lower() == value), value)


def _apart(made: list[tuple[Work, list[int]]]) -> list[tuple[Work, list[int]]]:
    """Works of one abstract that stay two because of their titles, each with an IRI of its own."""
    often = Counter(w.iri for w, _ in made)
    if len(often) == len(made):
        return made
    return [(w, m) if often[w.iri] == 1 else (replace(w, iri=_own_iri(w)), m) for w, m in made]


def _own_iri(w: Work) -> str:
    best = w.records[0]
    return mint("paper", "sha256", digest("\n".join((letters(best.title), letters(best.abstract), best.sha))))


def _by_time(w: Work) -> tuple[int, bool, str]:
    return (w.paper.year or 9999, not is_preprint(w.paper), w.iri)


def _by_opening(found: Sequence[Work]) -> list[tuple[str, str]]:
    """(later, earlier) works whose different abstracts share a long opening: two versions of one text."""
    by_opening: dict[str, list[Work]] = defaultdict(list)
    for w in found:
        if opening := _opening(w.paper.abstract or ""):
            by_opening[opening].append(w)
    pairs: list[tuple[str, str]] = []
    for same in by_opening.values():
        same.sort(key=lambda w: (w.paper.year or 9999, w.iri))
        pairs += [(later.iri, same[0].iri) for later in same[1:]]
    return sorted(pairs)


def _opening(text: str) -> str | None:
    """The first letters of an abstract; None where it has no more than these."""
    begun = letters(text[: 2 * SHARED_OPENING] if text.isascii() else text)
    begun = begun if len(begun) > SHARED_OPENING else letters(text)
    return begun[:SHARED_OPENING] if len(begun) > SHARED_OPENING else None
