"""JSON Lines of {id, text, title}: texts to be read as they stand, one paper a line, empty ones too.

What `kb extract` answers points into these texts, so nothing in them is stripped, decoded or left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ..records import Paper, Skipped, Source
from . import jsonvalues

SUFFIXES: tuple[str, ...] = ()

_LOOKED_AT = 20
_OURS = frozenset({"id", "text", "title"})


def sniff(head: str) -> bool:
    """Whether the first lines are objects with an id, at least one of them with a text, and none with an abstract.

    Where no line has a text, objects of nothing but an id and a title are such texts too, empty ones.
    """
    lines = [line.strip() for line in head.split("\n") if line.strip()][:_LOOKED_AT]
    if not lines or not all(line.startswith("{") for line in lines):
        return False
    keys = [_keys(line) for line in lines]
    known = [k for k in keys if k is not None]
    return (
        bool(known)
        and all("id" in k and "abstract" not in k for k in known)
        and (any("text" in k for k in known) or all(k <= _OURS for k in known))
    )


def _keys(line: str) -> set[str] | None:
    """The keys of an object; of a line that reaches beyond the head those that stand in front; None for no object."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        front = {k for k in (*_OURS, "abstract") if re.search(rf'"{k}"\s*:', line)}
        return front if {"id", "text"} <= front else None
    return set(value) if isinstance(value, dict) else None


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each object, its text as the abstract."""
    for item in jsonvalues.objects(lines, file):
        if isinstance(item, Skipped):
            yield item
            continue
        line, value = item
        text, title = _text(value.get("text")), _text(value.get("title"))
        yield Paper(id=str(value.get("id", line)), title=title, abstract=text, source=Source(file, line, "texts"))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
