"""What a field of a JSON record holds, if it is of the type that is due: a wrong one is as good as none."""

from __future__ import annotations

import re

from .fields import LANGUAGES, plain, well_formed
from .jsonvalues import Record

_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)


def text(value: object) -> str | None:
    """A string, or the first of a list of them, as plain Unicode."""
    if isinstance(value, list) and value:
        value = value[0]
    return plain(well_formed(value).strip().replace("\r\n", "\n")) or None if isinstance(value, str) else None


def line(value: object) -> str | None:
    """The same with single spaces: for titles and names that were broken into lines."""
    found = text(value)
    return " ".join(found.split()) if found else None


def name(value: object) -> str | None:
    """An id: a string or a whole number."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return well_formed(str(value)).strip() or None


def record(value: object) -> Record:
    """An object."""
    return value if isinstance(value, dict) else {}


def array(value: object) -> list[object]:
    """A list."""
    return value if isinstance(value, list) else []


def records(value: object) -> list[Record]:
    """The objects of a list."""
    return [v for v in array(value) if isinstance(v, dict)]


def strings(value: object) -> list[str]:
    """The strings of a list, or a string alone."""
    return [v for v in ([value] if isinstance(value, str) else array(value)) if isinstance(v, str) and v.strip()]


def language(value: object) -> str | None:
    """The tag of a language, also where it is written out."""
    said = value.strip() if isinstance(value, str) else ""
    return LANGUAGES.get(said.casefold()) or (said if _LANG.fullmatch(said) else None)


def web(*values: object) -> str | None:
    """The first web address among some values; other schemes ('javascript:', 'file:') are none."""
    return next((v.strip() for v in values if isinstance(v, str) and _WEB.fullmatch(v.strip())), None)


def words(value: object) -> tuple[str, ...]:
    """Keywords of a list, each once."""
    return tuple(dict.fromkeys(k for v in strings(value) if (k := line(v))))
