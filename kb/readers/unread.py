"""What a JSON record states and no reader can take: one reason a field, so that a wrong type never vanishes unsaid.

A check is a function of a field's value: None where the value can be read, otherwise what is wrong with it. What holds
nothing (null, an empty text, list or object) is never wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from ..identifiers import clean_arxiv
from .fields import clean_doi, clean_openalex, clean_year, well_formed
from .jsonvalues import Record

Check = Callable[[object], str | None]

MENDED = "mended: "
"""How a reason begins where the value was read after all."""

_SHOWN = 40
_NAMED = 3


def unread(record: Record, checks: Mapping[str, Check]) -> Iterator[str]:
    """The reasons of one record, a field after the other; `checks` goes by the fields' names in small letters."""
    for name, value in record.items():
        check = checks.get(name.casefold()) if isinstance(name, str) else None
        if check is None or _holds_nothing(value) or not (why := check(value)):
            continue
        if why.startswith(MENDED):
            yield f"{MENDED}field {name}: {why.removeprefix(MENDED)}"
        else:
            yield f"field {name}: {why}; the rest of the record is kept"


def checks(*groups: tuple[Iterable[str], Check]) -> dict[str, Check]:
    """A table of checks out of (names, check)."""
    return {name: check for names, check in groups for name in names}


def shown(value: object) -> str:
    """A value in a few words: itself where it is short, otherwise what it is."""
    if isinstance(value, str):
        return f"'{well_formed(value[:_SHOWN])}{'…' if len(value) > _SHOWN else ''}'"
    if isinstance(value, (list, dict)):
        return ("a list" if isinstance(value, list) else "an object") if value else ("[]" if value == [] else "{}")
    return json.dumps(value)[:_SHOWN]


def _holds_nothing(value: object) -> bool:
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


# --- checks --------------------------------------------------------------------------------------------------------


def text(value: object) -> str | None:
    """A title or an abstract: a string, or a list of one, as Crossref has it."""
    if isinstance(value, str):
        return None
    if isinstance(value, list) and isinstance(value[0], str):
        return None if len(value) == 1 else f"only the first of {len(value)} entries is read"
    return f"{shown(value)} is no text"


def name(value: object) -> str | None:
    """A journal, an address: a string, or the list or object that some sources wrap it in."""
    return None if isinstance(value, (str, list, dict)) else f"{shown(value)} is no text"


def identifier(value: object) -> str | None:
    """A record's own id: a string or a whole number."""
    fine = isinstance(value, (str, int)) and not isinstance(value, bool)
    return None if fine else f"{shown(value)} is no id"


def year(value: object) -> str | None:
    """A year from 1000 to 2100, or a date that holds one."""
    return None if clean_year(value) else f"{shown(value)} is no year"


def doi(value: object) -> str | None:
    """Something with a DOI in it."""
    return None if clean_doi(value) else f"{shown(value)} is no DOI"


def arxiv(value: object) -> str | None:
    """Something with an arXiv number in it."""
    return None if clean_arxiv(value) else f"{shown(value)} is no arXiv number"


def openalex(value: object) -> str | None:
    """An OpenAlex number or address."""
    return None if clean_openalex(value) else f"{shown(value)} is no OpenAlex number"


def a(kind: type, what: str) -> Check:
    """A check for one JSON type."""
    return lambda value: None if isinstance(value, kind) else f"{shown(value)} is no {what}"


def entries(what: str, reads: Callable[[object], bool], *, text: bool = False, alone: bool = False) -> Check:
    """A check for a list whose entries can all be read; `text`: a string will do, `alone`: so will one entry."""

    def check(value: object) -> str | None:
        if isinstance(value, list):
            bad = [v for v in value if not reads(v)]
            some = ", ".join(map(shown, bad[:_NAMED])) + (", …" if len(bad) > _NAMED else "")
            return f"{len(bad)} of {len(value)} entries are no {what}: {some}" if bad else None
        if text and isinstance(value, str):
            return None
        if alone and isinstance(value, dict) and reads(value):
            return f"{MENDED}an object where a list is due, read as its only entry"
        return f"{shown(value)} is no list of {what}"

    return check


def lenient(check: Check) -> Check:
    """The same for a field whose name means other things too: a number or a flag there is somebody's count."""
    return lambda value: None if isinstance(value, (int, float)) else check(value)
