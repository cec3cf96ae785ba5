"""Signs that nobody sees inside words: a text without them, and the way back to the offsets of the text as it stands.

Zero-width spaces and joiners, soft hyphens, marks of direction and variation go; an accent that stands as a sign of its
own behind its letter becomes one with it (NFC). `neu<U+200B>ral network` is a neural network, and its mention is those
fifteen characters.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..claims import Claim
from ..records import Acronym, Citation, Mention, Reading
from ..spelling import INVISIBLE, visible

_ACCENT = "\u0300-\u034e\u0350-\u036f"
_ANY = re.compile(f"[{INVISIBLE}{_ACCENT}]")
_PART = re.compile(f"[{INVISIBLE}]+|[^{INVISIBLE}{_ACCENT}][{INVISIBLE}]*(?:[{_ACCENT}][{INVISIBLE}]*)+")
_SIGNS = re.compile(f"[{INVISIBLE}]+")


class Seen:
    """What is seen of a text (`text`), and where each of its characters stands in the text as it was given."""

    def __init__(self, given: str) -> None:
        self.given = self.text = given
        self._begins: list[int] | None = None
        if not given.isascii() and _ANY.search(given):
            self._strip(given)

    def _strip(self, given: str) -> None:
        parts: list[str] = []
        begins: list[int] = []
        last = 0
        for m in _PART.finditer(given):
            parts.append(given[last : m.start()])
            begins.extend(range(last, m.start()))
            new = visible(m[0])
            parts.append(new)
            begins.extend([m.start()] * len(new))
            last = m.end()
        parts.append(given[last:])
        begins.extend(range(last, len(given) + 1))
        self.text, self._begins = "".join(parts), begins

    @property
    def whole(self) -> bool:
        """Whether nothing was hidden."""
        return self._begins is None

    def place(self, begin: int, end: int) -> tuple[int, int]:
        """A span of what is seen as a span of the text as it was given: without the hidden signs at its borders."""
        if self._begins is None or begin >= end:
            return begin, end
        first, last, after = self._begins[begin], self._begins[end - 1], self._begins[end]
        stop = max(after, last + 1)
        while stop > last + 1 and _SIGNS.match(self.given[stop - 1]):
            stop -= 1
        return first, stop


def given(reading: Reading, fields: dict[str, Seen]) -> Reading:
    """A reading of what is seen, with the offsets and surfaces of the texts as they were given."""
    if all(seen.whole for seen in fields.values()):
        return reading

    def mention(m: Mention) -> Mention:
        begin, end = fields[m.field].place(m.begin, m.end)
        return m._replace(begin=begin, end=end, surface=fields[m.field].given[begin:end])

    def acronym(a: Acronym) -> Acronym:
        text = fields[a.field].given
        short, long = fields[a.field].place(*a.short_span), fields[a.field].place(*a.long_span)
        return replace(a, short=text[slice(*short)], long=text[slice(*long)], short_span=short, long_span=long)

    def citation(c: Citation) -> Citation:
        begin, end = fields[c.field].place(c.begin, c.end)
        return replace(c, begin=begin, end=end, surface=fields[c.field].given[begin:end])

    def claim(c: Claim) -> Claim:
        place = fields[c.field].place
        begin, end = place(c.begin, c.end)
        return c._replace(
            begin=begin,
            end=end,
            subject=c.subject and place(*c.subject),
            object=place(*c.object),
            datasets=tuple(place(*s) for s in c.datasets),
            metrics=tuple(place(*s) for s in c.metrics),
            value=c.value and place(*c.value),
        )

    return replace(
        reading,
        mentions=tuple(map(mention, reading.mentions)),
        acronyms=tuple(map(acronym, reading.acronyms)),
        citations=tuple(map(citation, reading.citations)),
        sentences={f: tuple(fields[f].place(*s) for s in found) for f, found in reading.sentences.items()},
        claims=tuple(map(claim, reading.claims)),
    )
