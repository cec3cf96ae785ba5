"""A sentence as a template: each name one sign, so that a pattern can say "name, adverbs, outperforms, name".

Short forms in brackets are dropped with the brackets; every other character stays, and knows its place in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..claims import Span
from .chains import HEAD, Link

FIRST: Final = 0xE000
"""Of the signs that no text uses: the n-th name of a sentence is the n-th of them."""
MOST: Final = 0x1000
"""So many names a sentence can have."""

NAME: Final = "[\ue000-\uefff]"
LIST: Final = rf"{NAME}(?:(?:, and |, or |, | and | or | as well as |/){NAME})*"
OWN: Final = (
    rf"(?:[Oo]ur|[Tt]he (?:proposed|resulting)|[Oo]ur proposed|[Tt]his(?: new| novel)?)(?: [\w\-]+){{0,2}}? {HEAD}"
    r"|\b[Oo]urs"
)
"""What a paper calls that which it brings."""
ADVERBS: Final = (
    r"(?:(?:[a-z]+ly|also|still|even|then|often|further|not only|both|always|clearly|by far|generally|in general"
    r"|empirically|on average) |[a-z]+ly and [a-z]+ly )*"
)
SUCCEEDS: Final = (
    "achiev|obtain|attain|reach|yield|scor|deliver|show|demonstrat|perform|set|improv|outperform|surpass|reduc|exceed"
    "|gain|boost|establish|generaliz|excel|work|provid|exhibit"
)
"""Stems of what a method does where a result is told."""
JOINED: Final = rf"(?:{NAME}(?:, {NAME})*(?:, and | and ))?{NAME}"
"""Subjects of one verb: "trained on A, B beats C" has no list without its "and"."""


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence whose names are one sign each, and where each of its characters stands in the text."""

    said: str
    links: Sequence[Link]
    places: Sequence[tuple[int, int]]
    """(place in `said`, place in the text) from which on both run alike."""
    sentence: Span

    @classmethod
    def of(cls, text: str, inside: Sequence[Link], sentence: Span) -> Template:
        """The template of a sentence with these names."""
        parts, places, length, at = list[str](), list[tuple[int, int]](), 0, sentence[0]
        for n, link in enumerate(inside):
            gap = _plain(text[at : link.begin])
            places += [(length, at), (length + len(gap), link.begin)]
            parts += [gap, chr(FIRST + n)]
            length, at = length + len(gap) + 1, link.reach
        places.append((length, at))
        parts.append(_plain(text[at : sentence[1]]))
        return cls("".join(parts), inside, places, sentence)

    def place(self, at: int) -> int:
        """The character of the text that stands at a place of the template."""
        here, there = self.places[max(0, bisect_left(self.places, (at + 1, -1)) - 1)]
        return there + at - here

    def span(self, begin: int, end: int) -> Span:
        """The characters of the text between two places of the template that hold no name."""
        return self.place(begin), self.place(end - 1) + 1

    def named(self, begin: int, end: int) -> list[Link]:
        """The names between two places."""
        return [self.links[ord(c) - FIRST] for c in self.said[begin:end] if "\ue000" <= c <= "\uefff"]


_SPACE = re.compile(r"\s")
_ODD = re.compile("[\ue000-\uefff]")


def _plain(piece: str) -> str:
    """A piece of a sentence of the same length, each white space a blank, without signs that stand for names."""
    piece = _SPACE.sub(" ", piece)
    return piece if piece.isascii() else _ODD.sub(" ", piece)
