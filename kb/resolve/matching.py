"""Whether two records without a common identifier tell of one work, by title, first author, year and abstract.

The rule, the stronger first. Nothing here looks at identifiers: who joins does (`joining`).

1. *The whole abstract* is the same, and title and authors do not say otherwise.
2. *The title* is the same (`titles.title_key`), the first author and the year too.
3. *Nearly so*: a year is missing or one off (a preprint two years before); a title has a slip of the pen or is cut off;
   the authors stand in another order; or nobody is named, and the title is long.

What speaks against it: abstracts of other words; two journals, or a journal and a conference, which have two versions;
a title that one author has over and over, such as an "Editorial" or a "Site report", which tells nothing; and keys of
one style that name two places (volume, issue, page): whoever keeps that library knows them apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from ..records import Paper
from . import people
from .titles import ENOUGH_TITLE, Likeness, alike, letters, plain, says, similarity, title_key

ENOUGH_TEXT: Final = 80
"""Letters that an abstract must have before it can identify a work: 'No abstract available' has 19."""
ALONE: Final = 40
"""Letters that a title must have to identify a work whose authors one of two records does not name, or both."""
OPENING: Final = 120
"""Letters of an abstract by which candidates are kept."""
SAME_WORDS: Final = 0.35
"""The share of the long words of the shorter abstract that two versions of one text have in common: two texts of one
field share a tenth, a rewritten abstract most."""
PREPRINT_YEARS, VERSION_YEARS = 2, 5
"""Years that a preprint may be older than what was published, and one version of a work than the next."""
COLUMN_YEARS: Final = 3
"""A title that an author has in so many different years, over at least as many, is a column's."""

_LONG_WORD = re.compile(r"[^\W\d_]{6,}")
_PREPRINT = re.compile(
    r"arxiv|biorxiv|medrxiv|\bcorr\b|ssrn|preprint|openreview|chemrxiv|research square", re.IGNORECASE
)
_COLUMN = re.compile(
    r"(?:(?:guest )?editor(?:ial|s?'?s? (?:introduction|comments?|notes?|letter|page))s?(?: comments?| board)?|preface"
    r"|foreword|introduction|(?:speaker |poster |late-breaking )?abstracts?|(?:poster|oral) presentations?"
    r"|(?:table of )?contents|calendar|(?:author |subject )?index|news|announcements?|letters?(?: to the editor)?"
    r"|book reviews?|errat(?:um|a)|corrigendum|corrections?|obituary|in memoriam|opening words|production notes"
    r"|(?:(?:message|greetings|letter|note|word)s? )?from the (?:president|editors?|chair(?:man)?)"
    r"|repl(?:y|ies)|discussion|comments?|acknowledge?ments?|contributors?|addresses"
    r"|institutional members|title page|front ?matter|back ?matter|conclusions?|summary|index of advertisers)\W*\Z"
)


@dataclass(frozen=True)
class Said:
    """A record as it is compared: its title's normal form, its first author's family name, its abstract's beginning."""

    paper: Paper
    key: str
    family: str
    opening: str

    @classmethod
    def of(cls, p: Paper) -> Said:
        """What a record says of who it is."""
        first = people.family(p.authors[0]) if p.authors else ""
        return cls(p, title_key(p.title), first, _opening(p.abstract))

    @cached_property
    def people(self) -> list[people.Person]:
        """Its authors."""
        return people.people(self.paper.authors)

    @cached_property
    def abstract(self) -> str:
        """The letters of its abstract; '' where these are too few to tell anything."""
        found = letters(self.paper.abstract)
        return found if len(found) >= ENOUGH_TEXT else ""

    @cached_property
    def words(self) -> frozenset[str]:
        """The long words of its abstract."""
        return frozenset(_LONG_WORD.findall((self.paper.abstract or "").lower()))


def is_preprint(p: Paper) -> bool:
    """Whether a record tells of what was there before a publisher had it."""
    published = p.venue and not _PREPRINT.search(p.venue)
    return not published and (p.type == "article" or bool(p.arxiv or p.venue) or "arxiv" in (p.doi or "").lower())


@dataclass(frozen=True, slots=True)
class Match:
    """What two records have in common: how strongly it joins them (1 the strongest, 0 not), and why or why not.

    `score` (0..1) sorts them; `version` says whether two works that match so are versions of one.
    """

    one: int
    other: int
    strength: int
    score: float
    reasons: tuple[str, ...] = field(default=())
    version: bool = False


def compare(a: Said, b: Said, pair: tuple[int, int], *, column: bool = False) -> Match | None:
    """What two records have in common, None where that is nothing; `column` says that their title tells nothing."""
    whole = bool(a.abstract) and a.opening == b.opening and a.abstract == b.abstract
    title = alike(a.paper.title or "", b.paper.title or "") if a.key and b.key else None
    if title is None and not (whole or not (a.key and b.key)):
        return None
    authors = people.agreement(a.people, b.people)
    gap = abs(a.paper.year - b.paper.year) if a.paper.year and b.paper.year else None
    if whole:
        strength, against = _by_abstract(a, b, title, authors, gap)
    elif title is None:
        return None  # one has no title, and the abstracts are not the same
    else:
        strength, against = _by_title(a, b, title, authors, gap, column)
    if not strength and authors == "other" and not whole:
        return None
    likeness = similarity(a.paper.title or "", b.paper.title or "") if title else 0.0
    reasons = (*_told(a, b, title, likeness, whole, authors, gap), *against)
    return Match(
        *pair, strength, _score(likeness, whole, authors, gap), reasons, _versions(a, b, authors, gap, against)
    )


# --- the rule --------------------------------------------------------------------------------------------------------

_UNLIKE, COLUMN, _KINDS = "the abstracts differ", "the title is that of a column", "they appeared in two places"
_TITLES, KEYS = "the titles differ", "one library keeps them apart"


def _by_abstract(
    a: Said, b: Said, title: Likeness | None, authors: people.Agreement, gap: int | None
) -> tuple[int, tuple[str, ...]]:
    if a.key and b.key and title is None:
        return 0, (_TITLES,)
    if _two_publications(a.paper, b.paper):
        return 0, (_KINDS,)
    return int(authors != "other" and (gap or 0) <= COLUMN_YEARS), ()


def _by_title(
    a: Said, b: Said, title: Likeness, authors: people.Agreement, gap: int | None, column: bool
) -> tuple[int, tuple[str, ...]]:
    against = _against(a, b, column or _is_column(a) or _is_column(b))
    if against or authors == "other":
        return 0, against
    worth = min(says(a.key), says(b.key))
    two = min(len(a.people), len(b.people)) > 1 and people.shared(a.people, b.people) > 1
    if authors == "unknown":
        return _unsigned(a, b, title, worth, gap), ()
    if title != "same":
        return 3 * int(authors == "same" and gap in (0, 1) and _all_agree(a, b)), ()
    if authors == "shared":
        return 3 * int(worth >= ENOUGH_TITLE and gap in (0, 1)), ()
    if gap == 0:
        return 2, ()
    near = gap is None or gap == 1 or (gap <= PREPRINT_YEARS and is_preprint(a.paper) != is_preprint(b.paper))
    return 3 * int(near and (worth >= ENOUGH_TITLE or two)), ()


def _against(a: Said, b: Said, column: bool) -> tuple[str, ...]:
    one, other = a.paper, b.paper
    found = []
    if column and not (one.id and one.id == other.id and one.year == other.year):
        found.append(COLUMN)
    if a.abstract and b.abstract and _in_common(a.words, b.words) < SAME_WORDS:
        found.append(_UNLIKE)
    if _two_publications(one, other):
        found.append(_KINDS)
    if one.id and other.id and two_places(one.id, other.id):
        found.append(KEYS)
    return tuple(found)


def _unsigned(a: Said, b: Said, title: Likeness, worth: int, gap: int | None) -> int:
    """Where a record names nobody: both of one year (or both of none) and a long title, or a longer one."""
    if title != "same":
        return 0
    if not a.people and not b.people:
        return 3 * int(a.paper.year == b.paper.year and worth >= ALONE)
    return 3 * int(gap in (0, 1) and worth >= ALONE)


def _all_agree(a: Said, b: Said) -> bool:
    """Whether two lists of authors are one, as far as the shorter goes."""
    return people.shared(a.people, b.people) == min(len(a.people), len(b.people))


def _in_common(one: frozenset[str], other: frozenset[str]) -> float:
    least = min(len(one), len(other))
    return len(one & other) / least if least else 1.0


def _is_column(s: Said) -> bool:
    return says(s.key) < ENOUGH_TITLE and bool(_COLUMN.match(plain(s.paper.title or "").strip(" .")))


def two_places(one: str, other: str) -> bool:
    """Whether two local keys are of one library's making and name two places: 'Doe:TB10-1-6' and 'Doe:TB10-2-147'."""
    mine, theirs = (_NUMBER.findall(key) for key in (one, other))
    if len(mine) < 2 or mine == theirs or len(mine) != len(theirs):
        return False
    return _SHAPE.sub("a", _NUMBER.sub("0", one)) == _SHAPE.sub("a", _NUMBER.sub("0", other))


_NUMBER, _SHAPE = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")
_CONFERENCE, _JOURNAL = "paper-conference", "article-journal"


def _two_publications(p: Paper, q: Paper) -> bool:
    """Whether one is a journal's and the other another journal's or a conference's, not one under two names."""
    if (
        _JOURNAL not in (p.type, q.type)
        or not {p.type, q.type} <= {_CONFERENCE, _JOURNAL}
        or not p.venue
        or not q.venue
    ):
        return False
    if _PREPRINT.search(p.venue) or _PREPRINT.search(q.venue):
        return False
    return not same_venue(p.venue, q.venue)


def same_venue(one: str, other: str) -> bool:
    """Whether two names can be one venue's: the same words, cut or shortened, or an acronym of it.

    >>> same_venue("Proc Natl Acad Sci", "Proceedings of the National Academy of Sciences")
    True
    """
    short, long = sorted(([w for w in _venue_words(n) if w not in _SMALL] for n in (one, other)), key=len)
    if not short or all(any(_shortened(s, w) or _shortened(w, s) for w in long) for s in short):
        return True
    capitals = ["".join(c for c in name if c.isupper()).lower() for name in (one, other)]
    firsts = ["".join(w[0] for w in _venue_words(name)) for name in (one, other)]
    return any(len(c) > 2 and _in_order(c, f) for c, f in ((capitals[0], firsts[1]), (capitals[1], firsts[0])))


def _venue_words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", plain(name))


_SMALL = frozenset(("the", "of", "on", "in", "and", "for", "a", "proceedings", "proc", "annual", "journal", "j"))


def _shortened(short: str, word: str) -> bool:
    return short[0] == word[0] and _in_order(short, word)


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(c in rest for c in letters)


# --- what is told of it ----------------------------------------------------------------------------------------------


def _versions(a: Said, b: Said, authors: people.Agreement, gap: int | None, against: Sequence[str]) -> bool:
    """Whether two works that stay two are versions: nearly one title, authors in common, not long after each other."""
    enough = min(says(a.key), says(b.key)) >= ENOUGH_TITLE and authors in ("same", "shared")
    return enough and (gap or 0) <= VERSION_YEARS and not {COLUMN, _UNLIKE, _TITLES, KEYS} & set(against)


def _score(likeness: float, whole: bool, authors: people.Agreement, gap: int | None) -> float:
    by_authors = {"same": 0.25, "shared": 0.2, "unknown": 0.1, "other": 0.0}[authors]
    by_year = 0.07 if gap is None else 0.15 / (1 + gap)
    return round(0.6 * max(likeness, 0.9 * whole) + by_authors + by_year, 3)


def _told(
    a: Said, b: Said, title: Likeness | None, likeness: float, whole: bool, authors: people.Agreement, gap: int | None
) -> tuple[str, ...]:
    found = ["the whole abstract is the same"] if whole else []
    if title:
        how = {"same": "the same title", "near": f"titles {likeness:.0%} alike", "cut": "one title begins the other"}
        found.append(how[title])
    signed = {"same": "the same first author", "shared": "authors in common", "unknown": "authors not told"}
    found.append(signed.get(authors, "other authors"))
    years = f"years {a.paper.year} and {b.paper.year}" if gap else f"both of {a.paper.year}"
    return (*found, "a year is not told" if gap is None else years)


def _opening(text: str | None) -> str:
    """The first letters of an abstract; '' where it has too few to tell anything."""
    if not text or len(text) < OPENING // 2:
        return ""
    begun = letters(text[: 3 * OPENING] if text.isascii() else text)
    begun = begun if len(begun) >= OPENING else letters(text)
    return begun[:OPENING] if len(begun) >= ENOUGH_TEXT else ""
