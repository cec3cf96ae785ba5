"""Whether two lists of authors are those of one work: families without accents and particles, initials, swapped names.

`Person` is a name as far as sources agree on it: "Müller, Jörg", "J. Mueller" and "Jorg Muller" are one; so are
"Wei Li" and "Li Wei", for sources disagree on which is the family name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from ..records import Author
from ..spelling import Table

Agreement = Literal["same", "shared", "unknown", "other"]
"""same: the first authors are one; shared: most of the others are, in another order; unknown: a list is missing."""

MOST_COMPARED: Final = 40
"""Authors of a list that are looked at: sources cut lists of thousands."""
SHARED: Final = 0.6
"""The part of the shorter list that the longer one must have where the first authors differ."""

_WORD = re.compile(r"[^\W\d_]+")
_UMLAUT = re.compile(r"(?<=[aou])e(?=[^aeiou])")
_INITIALS = re.compile(r"(?:[A-Z]\.?[\s-]?){1,3}\Z")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "a", "œ": "o", "ð": "d", "ß": "ss"})
_OTHERS = frozenset({"others", "al", "etal"})


class Person(NamedTuple):
    """A family name, the first letter of the given one ('' where none is told), and all words of both, folded."""

    family: str
    initial: str
    words: frozenset[str]


def _folded(name: str) -> tuple[str, ...]:
    text = name.casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = text.translate(_LETTERS)
    return tuple(_UMLAUT.sub("", w) for w in _WORD.findall(text.replace("'", "").replace("’", "")))


_NAMES: Table[tuple[str, ...]] = Table(_folded)


def family(author: Author) -> str:
    """The family name of an author, folded: what lists of candidates are kept by."""
    if author.family:
        return "".join(_NAMES[author.family])
    return person(author).family


def person(author: Author) -> Person:
    """An author as sources agree on it."""
    last, given = author.family, author.given
    if not last:
        last, given = _parted(author.literal or given or "")
    last_words, given_words = _NAMES[last], _NAMES[given or ""]
    return Person("".join(last_words), given_words[0][:1] if given_words else "", frozenset(last_words + given_words))


def _parted(literal: str) -> tuple[str, str]:
    """(family, given) of a name in one string: 'Li, Wei', 'Li W.', 'Wei Li'."""
    before, comma, after = literal.partition(",")
    if comma:
        return before, after
    parts = literal.split()
    if len(parts) > 1 and _INITIALS.match(parts[-1]) and not _INITIALS.match(parts[0]):
        return " ".join(parts[:-1]), parts[-1]
    return (parts[-1], " ".join(parts[:-1])) if parts else ("", "")


def is_one(one: Person, other: Person) -> bool:
    """Whether two names can be those of one person."""
    if one.family and (one.family == other.family or _with_particle(one.family, other.family)):
        return not one.initial or not other.initial or one.initial == other.initial
    return len(one.words) > 1 and one.words == other.words  # which of the two is the family name they do not agree on


def _with_particle(one: str, other: str) -> bool:
    """'kruysbergen' and 'vankruysbergen'."""
    short, long = sorted((one, other), key=len)
    return len(short) > 4 and long.endswith(short) and len(long) - len(short) <= 5


def people(authors: Sequence[Author]) -> list[Person]:
    """The persons of a list, without its 'and others'."""
    found = [person(a) for a in authors[:MOST_COMPARED]]
    return [p for p in found if p.family and p.family not in _OTHERS]


def shared(one: Sequence[Person], other: Sequence[Person]) -> int:
    """How many persons of the shorter list the longer one has."""
    short, long = sorted((one, other), key=len)
    return sum(any(is_one(p, q) for q in long) for p in short)


def agreement(one: Sequence[Person], other: Sequence[Person]) -> Agreement:
    """What two lists of authors say of two works being one."""
    if not one or not other:
        return "unknown"
    if is_one(one[0], other[0]):
        return "same"
    both, least = shared(one, other), min(len(one), len(other))
    return "shared" if both >= 2 and both >= SHARED * least else "other"
