"""Names of people as sources write them → Author; where family and given name cannot be told apart, the literal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from ..records import Author
from .fields import well_formed
from .identifiers import orcid as clean_orcid

PARTICLES = frozenset({
    "af", "al", "ap", "av", "ben", "bin", "da", "dal", "dall'", "dalla", "de", "dei", "del", "dela", "della",
    "den", "der", "des", "di", "do", "dos", "du", "e", "el", "het", "ibn", "in", "in't", "la", "le", "lo",
    "mac", "op", "'t", "te", "ten", "ter", "tho", "thoe", "und", "van", "vander", "vom", "von", "y", "z", "ze",
    "zu", "zum", "zur",
})  # fmt: skip
# Others are given names too: Bin, Le, Du.
_CAPITAL = frozenset({"De", "Van", "Von", "Der", "Den", "Di", "Del", "Della", "Dos", "Ter"})
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_NOBODY = frozenset({"others", "et al", "et al.", "and others", "anonymous", "unknown", "n/a", "none", ""})
_BODY = re.compile(
    r"\b(?:team|group|consortium|collaboration|committee|association|council|society|university|institute?|laborator|"
    r"foundation|agency|organi[sz]ation|department|ministry|network|initiative|project|company|inc|ltd|gmbh|openai|"
    r"working party|task force|investigators|contributors|developers)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?-?){1,3}\.?,?")
_HAN = re.compile(r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]")


@lru_cache(maxsize=20_000)
def person(name: str) -> Author | None:
    """One name, 'Family, Given' or 'Given Family'; None for 'others' and the like. People write more than once.

    >>> person("Laurens van der Maaten")
    Author(family='van der Maaten', given='Laurens', literal=None)
    """
    name = " ".join(well_formed(name).split()).strip(" ,;")
    if name.casefold() in _NOBODY:
        return None
    family, comma, given = name.partition(",")
    if comma:
        return _with_comma(family.strip(), given.strip(), name)
    words = name.split(" ")
    if len(words) == 1 or len(words) > 7 or words[0].casefold() == "the" or _BODY.search(name) or _is_han(name):
        return Author(literal=name)
    suffix = words.pop() if len(words) > 2 and words[-1].casefold() in SUFFIXES else ""
    first = len(words) - 1
    while first > 1 and (words[first - 1] in PARTICLES or words[first - 1] in _CAPITAL):
        first -= 1
    given = " ".join(words[:first]) + (f", {suffix}" if suffix else "")
    return Author(family=" ".join(words[first:]), given=given)


def _is_han(name: str) -> bool:
    return not name.isascii() and _HAN.search(name) is not None


def _with_comma(family: str, given: str, name: str) -> Author:
    before, comma, after = (p.strip() for p in given.partition(","))
    if comma and before.casefold() in SUFFIXES:  # 'King, Jr., Martin': BibTeX's order
        given = f"{after}, {before}"
    if not family or not given or (_BODY.search(family) and len(given.split()) > 1):
        return Author(literal=name)
    return Author(family=family, given=given)


def family_of(names: object) -> str | None:
    """The family name of the first of some names as reference lists have them, initials on either side.

    >>> family_of("AF Doe"), family_of("van der Doe A.F., Roe B"), family_of("Jane Doe")
    ('Doe', 'van der Doe', 'Doe')
    """
    if not isinstance(names, str):
        return None
    first = re.split(r"\s*(?:;|\bet al\b|\s(?:and|&)\s)\s*", " ".join(well_formed(names).split()))[0].strip(" ,.")
    words = [w for w in first.partition(",")[0].split() if not _INITIALS.fullmatch(w)]
    if words and words[0] in PARTICLES:
        return " ".join(words)
    if len(words) == len(first.split()):  # no initials
        found = person(first)
        return (found.family or found.literal) if found else None
    return " ".join(words) or first or None


def people(value: object) -> tuple[Author, ...]:
    """The authors of a JSON record: a string, an object, or a list of them; what is neither is left out."""
    items: Iterable[object]
    if isinstance(value, str):
        items = _split(value)
    elif isinstance(value, (list, dict)):
        items = value if isinstance(value, list) else [value]
    else:
        return ()
    found = (person(i) if isinstance(i, str) else _from_object(i) if isinstance(i, dict) else None for i in items)
    return tuple(a for a in found if a)


def is_person(value: object) -> bool:
    """Whether an entry of a list of authors can be read: a string ('et al.' too), or an object with a name."""
    return isinstance(value, str) or (isinstance(value, dict) and _from_object(value) is not None)


def _split(names: str) -> list[str]:
    if ";" in names:
        return names.split(";")
    parts = [p for p in re.split(r"\s+(?:and|&)\s+", names) if p]
    if len(parts) == 1 or any("," in p for p in parts[:-1]):
        pieces = [p for p in re.split(r",\s*(?:and\s+)?|\s+(?:and|&)\s+", names) if p.strip()]
        # 'Jane Doe, Max Roe' is a list, 'Doe, Jane' and 'Doe, Jane and Roe, Max' are not.
        if len(pieces) > 1 and all(" " in p.strip() for p in pieces):
            return pieces
    return parts


def _from_object(item: dict[str, object]) -> Author | None:
    d = {k.casefold(): well_formed(v).strip() for k, v in item.items() if isinstance(k, str) and isinstance(v, str)}
    family = next((d[k] for k in ("family", "last", "lastname", "last_name", "surname") if d.get(k)), None)
    given = next((d[k] for k in ("given", "first", "firstname", "first_name", "forename") if d.get(k)), None)
    orcid = clean_orcid(d["orcid"]) if "orcid" in d else None
    if family:
        # CSL sets 'van' apart, also where it goes away before a name that is sorted; 'Jr.' stands behind all.
        particle = " ".join(p for k in ("dropping-particle", "non-dropping-particle") if (p := d.get(k)))
        given = ", ".join(p for p in (given, d.get("suffix")) if p) or None
        return Author(family=f"{particle} {family}" if particle else family, given=given, orcid=orcid)
    if d.get("literal"):
        return Author(literal=d["literal"], orcid=orcid)
    name = next((d[k] for k in ("name", "display_name", "fullname", "full_name", "raw_author_name") if d.get(k)), given)
    found = person(name) if name else None
    return replace(found, orcid=orcid) if found and orcid else found
