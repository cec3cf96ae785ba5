"""Which names of one document look alike: each question is one look, not a walk over all names, however long the text.

1. Names of several words are kept by their initials.
2. Known or repeated names are kept under the letters that they begin and end with: one slip of the pen cannot change
   both ends of a name of seven letters or more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from ..records import Mention
from ..spelling import fold, normal
from .identity import LONG_ENOUGH

Key = tuple[str, ...]
_END = 3
"""Letters at either end of a name: a slip touches two neighbours at most, so of seven letters one end stays whole."""


class Alike:
    """The groups of one document by what their names look like: each question is one look, however long the text."""

    def __init__(self, groups: Mapping[Key, Sequence[Mention]]) -> None:
        self.groups = groups

    def spelled(self, letters: str) -> set[Key]:
        """The groups with a name of several words whose initials are these."""
        return self._by_initials.get(letters, set())

    def near(self, surface: str) -> set[tuple[Key, str]]:
        """Group and name for each of the known or repeated names that begin or end as this one does."""
        return {hit for end in _ends(surface) for hit in self._by_end.get(end, ())}

    @cached_property
    def _by_initials(self) -> dict[str, set[Key]]:
        out: dict[str, set[Key]] = {}
        for key, found in self.groups.items():
            for m in found:
                out.setdefault(initials(normal(m.surface)), set()).add(key)
        return out

    @cached_property
    def _by_end(self) -> dict[tuple[str, str], set[tuple[Key, str]]]:
        out: dict[tuple[str, str], set[tuple[Key, str]]] = {}
        for key, found in self.groups.items():
            for name in {m.surface for m in found} if key[0] == "id" or len(found) > 1 else ():
                for end in _ends(name):
                    out.setdefault(end, set()).add((key, name))
        return out


def _ends(name: str) -> tuple[tuple[str, str], ...]:
    form = fold(name)
    return (("begins", form[:_END]), ("ends", form[-_END:])) if len(form) >= LONG_ENOUGH - 1 else ()


def initials(phrase: str) -> str:
    """The first letters of a name of several words, nothing of one word."""
    words = phrase.split()
    return "".join(w[0] for w in words) if len(words) > 1 else ""
