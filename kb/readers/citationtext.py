"""A reference string made of the parts that a source tells apart, where it gives no string of its own."""

from __future__ import annotations

from collections.abc import Iterable


def assembled(author: str | None, year: str | None, title: str | None, place: Iterable[str | None]) -> str | None:
    """Author (year). Title. Journal, volume, page: what is missing is left out.

    >>> assembled("Doe J", "1999", "On nets.", ["J. Nets", None, "7"])
    'Doe J (1999). On nets. J. Nets, 7'
    """
    head = f"{author} ({year})" if author and year else author or year
    parts = (head, title, ", ".join(p for p in place if p))
    return ". ".join(p.rstrip(".") for p in parts if p) or None
