"""A string against a held work: whether it means that work, by what, and how sure that is.

Block: identifiers in the string, titles that stand in it, works of its first author with nearly its title (`titles`).
Compare: where the title stands, which of the work's authors the string names, how far the years are apart.
Decide: the table below; of several works the surest, and none where two are as sure.

    title                            authors           years      confidence
    whole piece, 30 letters          first             near       .99
    whole piece, shorter             first             near       .97
    whole piece, 30 letters          another           near       .90
    whole piece, 30 letters          not said          near       .90
    whole piece, 30 letters          first             not said   .90
    part of a piece, 20 letters      first             near       .85
    a piece before a colon           first, another    near       .80
    whole piece, 30 letters          two, a preprint   2–6 off    .80
    whole piece, 15 letters          another           near       .80
    whole piece, 50 letters          others            near       .70
    nearly the same, 25 letters      first, another    near       .95 of its likeness

'Another' where the work has but one author is that one.

Years are near where they are one apart, of a preprint two: it is cited before it is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from .said import SHORT, VENUES, Said
from .titles import Held, Titles
from .writing import Written, weight

LONG, WHOLE, NEAR, PARTLY = 50, 30, 25, 20
"""Letters that a title must have in the lines of the table (and SHORT)."""
ALIKE = 93.0
"""How alike (rapidfuzz ratio, 0..100) near titles must be."""
_SURE_NUMBER = {"doi": 0.99, "arxiv": 0.98, "openalex": 0.99, "pmid": 0.98, "pmcid": 0.98, "url": 0.98, "urn": 0.98}
_SAID_AS = {"openalex": "OpenAlex number", "arxiv": "arXiv number", "url": "address", "pmid": "PubMed number",
            "pmcid": "PubMed Central number"}  # fmt: skip

_STOPS = re.compile(r"[.?!\"()\[\];]|``|''|'\s|\s'|^'|'$|/")
_WEAK = re.compile(r"[,:]| - ")
_CONTINUED = frozenset(
    {
        "part", "ii", "iii", "iv", "vi", "vii", "supplementary", "supplement", "appendix", "erratum", "corrigendum",
        "reply",
    }
)  # fmt: skip
_ABOUT = frozenset(
    {
        "erratum", "corrigendum", "correction", "comment", "reply", "response", "review", "retraction", "addendum",
    }
)  # fmt: skip
_TELLING = re.compile(
    r"\d+|without|unsupervised|unconditional|unconstrained|unknown|unlabel|semi|self|weakly|non|offline|online|offpolicy"
    r"|onpolicy|multi|single|inverse|negative|positive|upper|lower|reply|part|ii+"
)
"""What makes two works of titles that are nearly the same: it must be the same in both."""


class Match(NamedTuple):
    """A held work that a string means: how it was found (`rule`), and how sure that is (0..1)."""

    held: Held
    rule: str
    confidence: float


def by_number(said: Said, held: Held, scheme: str) -> Match | None:
    """The match by an identifier; None where the string names other authors and another title: numbers have typos."""
    if scheme != "doi" and said.is_stranger_to(held):
        return None
    return Match(held, f"{_SAID_AS.get(scheme, scheme)} in string", _SURE_NUMBER.get(scheme, 0.95))


def by_title(said: Said, titles: Titles) -> Match | None:
    """The one work whose title stands in a string and fits; of a preprint and what came of it the one that it means."""
    found: dict[int, tuple[tuple[float, int, int, bool], Match]] = {}
    for begin, end, works in titles.within(said.written):
        for held in works:
            if match := _judged(said, held, begin, end):
                apart = said.years_apart(held)
                same_kind = said.is_preprint == held.is_preprint
                rank = (match.confidence, end - begin, -(9 if apart is None else apart), same_kind)
                found[id(held)] = max(found.get(id(held), (rank, match)), (rank, match), key=lambda r: r[0])
    ranked = sorted(found.values(), key=lambda r: r[0], reverse=True)
    return None if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]) else ranked[0][1]


def _judged(said: Said, held: Held, begin: int, end: int) -> Match | None:
    """What a title that stands in a string from letter to letter says for a work."""
    place = _place(said, begin, end)
    if place == "no" or _other_doi(said, held):
        return None
    told, apart = weight(said.written.letters[begin:end]), said.years_apart(held)
    near = apart is not None and apart <= (2 if said.is_preprint or held.is_preprint else 1)
    author = said.names(held, begin, end)
    if place == "before colon":
        sure = author == "first" and near and told >= SHORT - 3 and _another(said, held, begin, end)
        return Match(held, "title+author+year", 0.8) if sure else None
    if place == "part":
        return Match(held, "title+author+year", 0.85) if author == "first" and near and told >= PARTLY else None
    return _decided(said, held, told, author, near, apart)


def _decided(said: Said, held: Held, told: int, author: str, near: bool, apart: int | None) -> Match | None:
    """The table of this module, for a title that is a whole piece of the string."""
    if near and author == "first":
        return Match(held, "title+author+year", 0.99 if told >= WHOLE else 0.97)
    if near and author == "another":
        sure = 0.9 if told >= WHOLE else 0.8
        return Match(held, "title+author+year", sure) if told >= SHORT else None
    if near and author == "unsaid":
        return Match(held, "title+year", 0.9) if told >= WHOLE else None
    if near:
        return Match(held, "title+year", 0.7) if told >= LONG else None
    if apart is None and author == "first":
        return Match(held, "title+author", 0.9) if told >= WHOLE else None
    if apart is not None and apart <= 6 and author == "first" and told >= WHOLE and said.is_preprint:
        return Match(held, "title+author", 0.8) if _another(said, held, 0, 0) else None
    return None


def _another(said: Said, held: Held, begin: int, end: int) -> bool:
    """Whether a string names an author of a work besides the first, where there is one."""
    return len(held.families) < 2 or any(said.written.holds(f, begin, end) for f in held.families[1:])


def _other_doi(said: Said, held: Held) -> bool:
    """Whether a string and a work have different DOIs."""
    own = {v for s, v in said.identifiers if s == "doi"} | (
        {said.reference.doi.lower()} if said.reference.doi else set()
    )
    theirs = held.numbers("doi")
    return bool(own and theirs and not own & theirs)


def _place(said: Said, begin: int, end: int) -> str:
    """'whole' where a title is a piece of the string, 'part' where a weaker sign parts it from the rest, else 'no'."""
    w = said.written
    first, last = w.begins[begin], w.ends[end]
    if _is_about(w, first) or (last + 1 < len(w.words) and w.words[last + 1] in _CONTINUED):
        return "no"
    if said.parsed.sure and w.letters[begin:end] == said.title:
        return "whole"
    front, back = _front(w, first), _back(w, last)
    if "no" in (front, back):
        return "no"
    if "before colon" in (front, back):
        return "before colon" if front == "whole" else "no"
    # A title that the string gives with certainty, and that has this one inside, is another title.
    inside = said.parsed.sure and w.letters[begin:end] in said.title
    return "part" if "part" in (front, back) or inside else "whole"


def _is_about(w: Written, first: int) -> bool:
    """Whether what stands before says that a piece is about a work of this title: 'Comment on', 'Erratum:'."""
    before = w.words[max(0, first - 2) : first]
    return bool(before) and (before[-1] in _ABOUT or (before[-1] in ("on", "to") and before[0] in _ABOUT))


def _front(w: Written, first: int) -> str:
    signs = w.before(first)
    if first == 0 or _STOPS.search(signs) or _is_year(w.words[first - 1]):
        return "whole"
    return "part" if _WEAK.search(signs) else "no"


def _back(w: Written, last: int) -> str:
    if last + 1 == len(w.words):
        return "whole"
    signs, following = w.after(last), w.words[last + 1]
    if _STOPS.search(signs) or following in VENUES or _is_year(following):
        return "whole"
    return "part" if "," in signs else "before colon" if ":" in signs else "no"


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


def by_likeness(said: Said, titles: Titles) -> Match | None:
    """The one work of the same first author and year whose title is nearly what a string gives."""
    title, author = said.title, said.parsed.author
    if not author or weight(title) < NEAR:
        return None
    found = sorted(_near(said, titles, title, author), key=lambda m: (-m.confidence, m.held.work.iri))
    if not found or (len(found) > 1 and found[0].confidence - found[1].confidence < 0.02):
        return None
    return found[0]


def _near(said: Said, titles: Titles, title: str, author: str) -> Iterator[Match]:
    telling = _TELLING.findall(title)
    for held in titles.near(title, author):
        apart = said.years_apart(held)
        if apart is None or apart > (2 if said.is_preprint or held.is_preprint else 1) or _other_doi(said, held):
            continue
        if not _another(said, held, 0, 0):
            continue
        alike = max(
            (fuzz.ratio(title, t, score_cutoff=ALIKE) for t in held.titles if _TELLING.findall(t) == telling),
            default=0.0,
        )
        if alike >= ALIKE:
            yield Match(held, "near title+author+year", round(0.95 * alike / 100, 2))
