"""What tells the role of a concept in a paper: the signs that `learned_roles` weighs, as short strings.

Of the concept: its type, the role that the rules give it, where it first and last stands, its name's last word. Of each
mention: the rule and role of its sentence, the words beside it, how its sentence begins, what "we" do there. Those of a
title begin with `T:`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ..meanings import Entry
from ..records import Mention, Paper, Reading

_WORD = re.compile(r"[A-Za-z][A-Za-z'\-]*|\d[\d.%]*|[^\s\w]")
_WE = re.compile(r"\b(?:we|it|this (?:paper|work|article|study))\b(?:\s+\w+ly)?\s+(\w+)", re.IGNORECASE)
_LEFT, _RIGHT = 6, 5
"""Words beside a mention that are signs wherever they stand there."""
_MANY: Final = 4
_NUMBER: Final = "0"


class _Stretch(NamedTuple):
    """A sentence, or a title: where it begins and ends, which of the field it is, and of how many."""

    begin: int
    end: int
    number: int
    of: int


class _Field:
    """The words of a title or an abstract, cut once."""

    def __init__(self, text: str, sentences: Sequence[tuple[int, int]]) -> None:
        self.text, self.sentences = text, sentences or ((0, len(text)),)
        found = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(text)]
        self.starts = [begin for begin, _, _ in found]
        self.ends = [end for _, end, _ in found]
        self.words = [_NUMBER if word[0].isdigit() else word.lower() for _, _, word in found]

    def around(self, m: Mention) -> tuple[_Stretch, list[str], list[str]]:
        """The sentence of a mention, its words before, and its words behind."""
        n = max(0, bisect_right(self.sentences, (m.begin, len(self.text) + 1)) - 1)
        begin, end = self.sentences[n]
        left = self.words[bisect_left(self.starts, begin) : bisect_right(self.ends, m.begin)]
        right = self.words[bisect_left(self.starts, m.end) : bisect_left(self.starts, end)]
        return _Stretch(begin, end, n, len(self.sentences)), left, right


class Signs:
    """The signs of one paper's concepts."""

    def __init__(self, paper: Paper, reading: Reading) -> None:
        title = paper.title or ""
        self._colon = title.find(":")
        self._fields = {
            "title": _Field(title, ()),
            "abstract": _Field(paper.abstract or "", reading.sentences.get("abstract", ())),
        }

    def of(self, entry: Entry) -> tuple[set[str], list[set[str]]]:
        """The signs of the concept itself, and those of each of its mentions."""
        stretches, told = [], []
        for m in entry.mentions:
            stretch, left, right = self._fields[m.field].around(m)
            stretches.append(stretch)
            told.append(set(self._beside(m, entry.type, stretch, left, right)))
        return set(_itself(entry, stretches)), told

    def _beside(
        self, m: Mention, type: str, stretch: _Stretch, left: Sequence[str], right: Sequence[str]
    ) -> Iterator[str]:
        t = "T:" if m.field == "title" else ""
        yield from (f"{t}said={m.role}", f"{t}said={m.role}&{type}", f"{t}rule={m.rule}")
        before, behind = ["<s>", *left], [*right, "</s>"]
        last, first = before[-1], behind[0]
        yield from (f"{t}l1={last}", f"{t}r1={first}", f"{t}l1={last}&{type}", f"{t}r1={first}&{type}")
        yield from (f"{t}l2={'_'.join(before[-2:])}", f"{t}r2={'_'.join(behind[:2])}")
        yield from (f"{t}L:{word}" for word in before[-_LEFT - 1 : -1])
        yield from (f"{t}R:{word}" for word in behind[:_RIGHT])
        yield f"{t}begins={left[0] if left else '-'}"
        yield from self._deeds(m, type, stretch)
        yield f"cap={_capitals(m.surface)}"
        if m.field == "title":
            place = "no" if self._colon < 0 else "before" if m.begin < self._colon else "behind"
            yield from (f"T:colon={place}", f"T:colon={place}&{type}")
        else:
            yield f"at={_place(stretch)}"

    def _deeds(self, m: Mention, type: str, stretch: _Stretch) -> Iterator[str]:
        """What "we" or "this paper" do before the mention in its sentence, else behind it."""
        t, text = "T:" if m.field == "title" else "", self._fields[m.field].text
        deeds = [(d.end(), d[1].lower()) for d in _WE.finditer(text, stretch.begin, stretch.end)]
        before = [word for end, word in deeds if end <= m.begin]
        if before:
            yield from (f"we>{before[-1]}", f"we>{before[-1]}&{type}")
        else:
            yield f"<we={deeds[0][1]}" if deeds else f"{t}no we"


def _itself(entry: Entry, stretches: Sequence[_Stretch]) -> Iterator[str]:
    fields = "+".join(sorted({m.field for m in entry.mentions}))
    yield from (f"type={entry.type}", f"role={entry.role}", f"role={entry.role}&{entry.type}")
    yield from (f"known={bool(entry.key and entry.candidates)}", f"times={min(len(entry.mentions), 5)}")
    yield from (f"fields={fields}", f"fields={fields}&{entry.type}")
    inside = [s for s, m in zip(stretches, entry.mentions, strict=True) if m.field == "abstract"]
    if inside:
        latest = max(s.number for s in inside)
        late = "end" if latest >= inside[0].of - 2 else "mid" if latest > 1 else "start"
        yield from (f"first={min(inside[0].number, _MANY)}", f"last={late}")
    words = re.findall(r"\w+", entry.name.lower())
    yield from (f"head={word}" for word in words[-1:])


def _place(stretch: _Stretch) -> str:
    """Which part of an abstract a sentence is."""
    if stretch.number == 0:
        return "first"
    return "last" if stretch.number == stretch.of - 1 else f"quarter {stretch.number * 4 // stretch.of}"


def _capitals(surface: str) -> str:
    if surface.isupper():
        return "all"
    return "inside" if surface[1:] != surface[1:].lower() else "first" if surface[:1].isupper() else "none"
