"""Which names of one document look alike: each question is one look, not a walk over all names, however long the text.

1. Names of several words are kept by their initials.
2. Known or repeated names are kept under themselves and under themselves without each of their letters: two names that
   one slip of the pen parts have one of these in common (Garbe's symmetric deletes, 2012).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from ..records import Mention
from ..spelling import fold, normal
from .identity import LONG_ENOUGH

Key = tuple[str, ...]
_LONGEST = 80
"""Letters of a name beyond which no slip is looked for: no phrase of four words is longer."""


class Alike:
    """The groups of one document by what their names look like: each question is one look, however long the text."""

    def __init__(self, groups: Mapping[Key, Sequence[Mention]]) -> None:
        self.groups = groups

    def spelled(self, letters: str) -> set[Key]:
        """The groups with a name of several words whose initials are these."""
        return self._by_initials.get(letters, set())

    def near(self, surface: str) -> set[tuple[Key, str]]:
        """Group and name for each of the known or repeated names that one slip of the pen may turn into this one."""
        return {hit for part in _parts(fold(surface)) for hit in self._by_part.get(part, ())}

    @cached_property
    def _by_initials(self) -> dict[str, set[Key]]:
        out: dict[str, set[Key]] = {}
        for key, found in self.groups.items():
            for m in found:
                out.setdefault(initials(normal(m.surface)), set()).add(key)
        return out

    @cached_property
    def _by_part(self) -> dict[str, set[tuple[Key, str]]]:
        out: dict[str, set[tuple[Key, str]]] = {}
        for key, found in self.groups.items():
            for name in {m.surface for m in found} if key[0] == "id" or len(found) > 1 else ():
                for part in _parts(fold(name)):
                    out.setdefault(part, set()).add((key, name))
        return out


def _parts(name: str) -> set[str]:
    """A name, and the name without each of its letters: two names that one slip parts have one of these in common."""
    if not LONG_ENOUGH - 1 <= len(name) <= _LONGEST:
        return set()
    return {name, *(name[:i] + name[i + 1 :] for i in range(len(name)))}


def initials(phrase: str) -> str:
    """The first letters of a name of several words, nothing of one word."""
    words = phrase.split()
    return "".join(w[0] for w in words) if len(words) > 1 else ""
