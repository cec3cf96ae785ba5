"""Records that are nearly one work, and those that are one by their words alone: what a curator should look at.

A pair is listed once, with what speaks for and against it, and the line that settles it the other way: `merge` where
two works stayed two, `split` where records without a common identifier became one, or where they have one identifier
and two titles. What a curator has decided about is not listed again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from ..identifiers import RANK, Identifier, identifiers, written
from ..records import Paper
from ..terms import mint
from .joining import conflicts
from .matching import COLUMN, KEYS, Match
from .merging import fingerprint
from .titles import alike, similarity
from .works import Identity, Work

State = Literal["apart", "joined"]

NEAR: Final = 0.8
"""The score from which on two works that nothing else speaks for are told."""
DIFFERENT: Final = 0.5
"""How alike two titles of one identifier must be at least, not to be told."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one work: where they are now, how alike they are (0..1), why, and how to settle it."""

    state: State
    score: float
    one: Work
    other: Work
    records: tuple[Paper, Paper]
    reasons: tuple[str, ...]
    decision: tuple[str, str, str]


def pairs(same: Identity) -> list[Pair]:
    """All of them, each two works (or two records of one work) once, the best first."""
    best: dict[tuple[str, str, str], Pair] = {}
    for pair in (*_matched(same), *_mistaken(same)):
        one, other = sorted((pair.one.iri, pair.other.iri))
        key = (one, other, "" if one != other else " ".join(sorted(pair.decision)))
        if key not in best or pair.score > best[key].score:
            best[key] = pair
    ordered = best.values()
    return sorted(ordered, key=lambda p: (-p.score, p.state, p.one.iri, p.other.iri, p.decision))


def _matched(same: Identity) -> Iterator[Pair]:
    for m in same.matches:
        one, other = (same.works[same.work_of[i]] for i in (m.one, m.other))
        records = (same.records[m.one], same.records[m.other])
        if one.iri == other.iri and not (m.strength and _only_alike(same, m)):
            continue
        if _is_ruled(same, one, other) or (one.iri != other.iri and not _is_near(m)):
            continue
        if one.iri != other.iri:
            one, other, records = (one, other, records) if _rank(one) <= _rank(other) else (other, one, records[::-1])
            against = [f"{written(a)} and {written(b)}" for a, b in conflicts(_ids(one), _ids(other))]
            decision = ("merge", _name(other), _name(one))
            yield Pair("apart", m.score, one, other, records, (*m.reasons, *against), decision)
        else:
            kept, off = _sides(same, m)
            yield Pair("joined", m.score, one, one, records, m.reasons, ("split", kept, off))


def _is_near(m: Match) -> bool:
    """Whether two works that stayed two are worth a look."""
    return m.strength > 0 or m.version or (m.score >= NEAR and not {COLUMN, KEYS} & {*m.reasons})


def _mistaken(same: Identity) -> Iterator[Pair]:
    """Records that have an identifier in common, and titles that have little: one of them may state a wrong one."""
    for work in same.works:
        best = work.records[0]
        for other in work.records[1:] if best.title else ():
            common = identifiers(best) & identifiers(other)
            if not common or not other.title or alike(best.title or "", other.title):
                continue
            likeness = similarity(best.title or "", other.title)
            if likeness < DIFFERENT and not _is_ruled(same, work, work):
                why = (f"both state {written(min(common))}", f"titles {likeness:.0%} alike")
                line = ("split", written(min(common)), f"record:{other.sha}")
                yield Pair("joined", round(1 - likeness, 3), work, work, (best, other), why, line)


def _only_alike(same: Identity, m: Match) -> bool:
    """Whether two records of one work have no identifier in common that says so."""
    return not identifiers(same.records[m.one]) & identifiers(same.records[m.other])


def _is_ruled(same: Identity, one: Work, other: Work) -> bool:
    pair = (min(one.iri, other.iri), max(one.iri, other.iri))
    return pair in same.ruled or ("", one.iri) in same.ruled or ("", other.iri) in same.ruled


def _ids(work: Work) -> set[Identifier]:
    return set(work.identifiers)


def _rank(work: Work) -> tuple[bool, str]:
    return (not work.identifiers, work.iri)


def _name(work: Work) -> str:
    """The name of a work that does not move; the words of its best record, if no other work has the same."""
    best = work.records[0]
    if work.identifiers:
        return written(work.identifiers[0])
    words = ("sha256", fingerprint(best))
    return written(words if mint("paper", *words) == work.iri else _sha(best))


def _sides(same: Identity, m: Match) -> tuple[str, str]:
    """How to name two records of one work, the better identifier first."""
    one, other = sorted((_of_record(same, i) for i in (m.one, m.other)), key=lambda i: RANK.get(i[0], len(RANK)))
    if one == other:  # word for word the same
        other = _sha(same.records[m.other])
    return written(one), written(other)


def _sha(record: Paper) -> Identifier:
    return "record", record.sha


def _of_record(same: Identity, i: int) -> Identifier:
    """The best identifier that a record states, else the hash of its words."""
    record = same.records[i]
    stated = identifiers(record)
    first = next((one for one in same.works[same.work_of[i]].identifiers if one in stated), None)
    return first or ("sha256", fingerprint(record))
