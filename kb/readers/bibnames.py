"""The author field of a BibTeX entry → people: BibTeX's three forms, BibLaTeX's 'family=…, given=…', ORCID numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..records import Author
from . import latex
from .fields import plain, well_formed
from .identifiers import orcid
from .people import person

_AND = re.compile(r"[{}]|\s+and(?=\s)|^and(?=\s)", re.IGNORECASE)
_ACCENT = re.compile(r"\\['`^\"~=.cvHkrudbt]")
# Written by a program that escaped twice: a name holds no line break.
_TWICE = re.compile(r"\\\\(?=['`^\"~=.]|[A-Za-z])")
_PART = re.compile(r"\s*(family|given|prefix|suffix|useprefix|[a-z]+-i)\s*=\s*(.*?)\s*", re.IGNORECASE | re.DOTALL)
_INITIALS = re.compile(r"\s*(?:[^\W\d_]\.?[\s\-]?){1,4}")
_NUMBERED = re.compile(r"(?:^|[;,])\s*(\d{1,6})\s*=\s*\"?([^;,\"]+)")
_BESIDE = re.compile(r"([^/\n;]+)/\s*((?:https?://orcid\.org/)?\d{4}-\d{4}-\d{4}-\d{3}[\dXx])")


def authors(names: str) -> tuple[Author, ...]:
    """The people of an author field, in order; a name that is braced as a whole is an organisation.

    >>> [a.name for a in authors("van der Maaten, Laurens and {OpenAI} and family=Doe, given=Jo and others")]
    ['Laurens van der Maaten', 'OpenAI', 'Jo Doe']
    """
    names = re.sub(r"\s00\d\d(?=\s|$)", "", names)  # DBLP's 'Bin Yu 0001'
    return tuple(a for name in _split(_TWICE.sub(r"\\", names)) if (a := _author(name)))


def _author(name: str) -> Author | None:
    if name[0] == "{" and _encloses(name) and not _ACCENT.match(name, 1):
        literal = _shown(name[1:-1])
        return Author(literal=literal) if literal else None
    if "=" in name and (parts := _extended(name)):
        return parts
    if "," not in name and (braced := re.fullmatch(r"([^{}]+)\s\{([^{}\\]+\s[^{}\\]+)\}", name)):
        return Author(family=_shown(braced[2]), given=_shown(braced[1]))  # 'Jan {van der Berg Smit}'
    return person(_shown(name))


def _extended(name: str) -> Author | None:
    """A name in BibLaTeX's extended format, its parts in any order; None where it is none."""
    found = [_PART.fullmatch(part) for part in _outside(name, ",")]
    parts = {m[1].lower(): _shown(m[2].strip('"')) for m in found if m}
    if not all(found) or not parts.get("family"):
        return None
    family = " ".join(filter(None, (parts.get("prefix"), parts["family"])))
    given = ", ".join(filter(None, (parts.get("given"), parts.get("suffix"))))
    return Author(family=family, given=given or None)


def _split(names: str) -> list[str]:
    """The single names: between 'and's outside of braces, or as people list them who do not know that rule."""
    parts, depth, start = [], 0, 0
    for mark in _AND.finditer(re.sub(r"\s", " ", names)):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
        elif depth <= 0:
            parts.append(names[start : mark.start()].strip())
            start = mark.end()
    parts = [p for p in (*parts, names[start:].strip()) if p]
    return parts if len(parts) != 1 else [n for n in _listed(parts[0]) if n]


def _listed(names: str) -> list[str]:
    """One name, or several behind semicolons, Chinese commas, or more commas than a name of BibTeX's can have."""
    for mark in (";", "；", "，", "、", "&"):
        found = [p.strip(" \\") for p in _outside(names, mark)] if mark in names else []
        if len(found) > 1 and (mark != "&" or all(re.search(r"[,\s]", p) for p in found)):  # 'Doe & Sons'
            return found
    if names.count(",") < 3 or "=" in names:
        return [names]
    parts = [p.strip() for p in _outside(names, ",")]
    if len(parts) > 3 and all(" " in p for p in parts):  # 'Jane Doe, Max Roe, Ann Poe, Lu Li'
        return parts
    if len(parts) > 3 and len(parts) % 2 == 0 and all(_INITIALS.fullmatch(p) for p in parts[1::2]):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    return [names]


def _outside(text: str, mark: str) -> Iterator[str]:
    """The parts of a text between marks that stand outside of braces and quotes."""
    depth, quoted, start = 0, False, 0
    for found in re.finditer(rf'[{{}}"{mark}]|\\.', text):
        if found[0] == '"':
            quoted = not quoted and depth == 0
        elif found[0].lstrip("\\") == mark and depth <= 0 and not quoted:
            yield text[start : found.start()]
            start = found.end()
        depth += {"{": 1, "}": -1}.get(found[0], 0)
    yield text[start:]


def _encloses(name: str) -> bool:
    """Whether the first brace is closed by the last one."""
    depth = 0
    for i, char in enumerate(name):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth == 0:
            return i == len(name) - 1
    return False


def _shown(value: str) -> str:
    return well_formed(plain(latex.unicode(value)))


# --- who they are --------------------------------------------------------------------------------------------------


def with_orcids(people: tuple[Author, ...], f: Mapping[str, str]) -> tuple[Author, ...]:
    """The people with the ORCID numbers that other fields of the entry give to them.

    BibLaTeX annotates by position (`author+an:orcid = {1="0000-…"}`), Web of Science by name (`orcid-numbers = {Doe,
    Jane/0000-…}`); a bare `orcid` is the only author's.
    """
    found: dict[int, str] = {}
    for position, value in _NUMBERED.findall(f.get("author+an:orcid", "") or f.get("author+an", "")):
        if number := orcid(value):
            found[int(position) - 1] = number
    for name, value in _BESIDE.findall(f.get("orcid-numbers") or f.get("orcid_numbers") or ""):
        at = _alone(person(_shown(name)), people)
        if at is not None and (number := orcid(value)):
            found[at] = number
    if len(people) == 1 and (number := orcid(f.get("orcid"))):
        found[0] = number
    return tuple(replace(a, orcid=found[i]) if i in found else a for i, a in enumerate(people)) if found else people


def _alone(wanted: Author | None, people: tuple[Author, ...]) -> int | None:
    """Which of the people has this family name and first letter; None where nobody has it, or two."""
    if wanted is None:
        return None
    fits = [i for i, a in enumerate(people) if _key(a) == _key(wanted)]
    return fits[0] if len(fits) == 1 else None


def _key(a: Author) -> tuple[str, str]:
    return (a.family or a.literal or "").casefold(), (a.given or "")[:1].casefold()
