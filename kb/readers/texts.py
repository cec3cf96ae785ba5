"""JSON Lines of {id, text, title}: texts to be read as they stand, one paper a line, empty ones too.

What `kb extract` answers points into these texts, so nothing in them is stripped, decoded or left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ..records import Paper, Skipped, Source
from . import jsonvalues

SUFFIXES: tuple[str, ...] = ()


def sniff(head: str) -> bool:
    """Whether the first line is an object with an id and a text, and no abstract."""
    first = head.lstrip().split("\n", 1)[0]
    if not first.startswith("{"):
        return False
    try:
        value = json.loads(first)
    except ValueError:  # a long text reaches beyond the head: its keys stand in front
        return '"id":' in first and '"text":' in first and '"abstract":' not in first
    return isinstance(value, dict) and "id" in value and "text" in value and "abstract" not in value


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
