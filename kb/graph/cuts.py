"""Words cut out of a text: the text is read once, not once for every place in it.

The engine fetches a stored string anew whenever an expression names it, and a text of a thousand characters with its
thirty places is fetched thirty times. A string that the query itself has made stays in memory. So a copy is made of
each text, with one character before it: what is in the store already would be fetched from there.

The copy may only raise suspicion, never remove it. Cut at a place before 0, the copy would give other characters than
the text; and of a text with a language it loses that: all places there are suspect, as is whatever cannot be cut.
"""

from __future__ import annotations

import re
from typing import Final

from ..terms import iri
from .tallies import wall

_CUT: Final = re.compile(r"FILTER \(SUBSTR\((\?\w+), (\?\w+) \+ 1, (\?\w+) - \2\) != (\?\w+)\) ")
_COPY, _NONE = "?copiedText", "?neverBound"


def copied(where: str) -> tuple[str, str] | None:
    """A WHERE that finds places whose words differ from their text → its statements, with a copy of the text, and the
    SPARQL test of what may differ there (an error: it may). None where it is not of that form.
    """
    cut = _CUT.search(where)
    if cut is None:
        return None
    text, begin, end, words = cut.groups()
    stated = re.search(r"\{ SELECT \?\w+ \?\w+ \{ (\?\w+ <[^>]+> " + re.escape(text) + r") \} \} ", where)
    if stated is None or where.count(wall(stated[1])) != 1 or _elsewhere(text, where, cut[0], stated[0]):
        return None
    holder = stated[1].split()[0]
    made = f'IF(DATATYPE({text}) = <{iri("xsd:string")}>, CONCAT("-", {text}), {_NONE})'
    where = where.replace(stated[0], f"{{ SELECT {holder} ({made} AS {_COPY}) {{ {stated[1]} }} }} ")
    # sameTerm, unlike !=, need not fetch the words.
    differ = f"{begin} < 0 || !sameTerm(SUBSTR({_COPY}, {begin} + 2, {end} - {begin}), {words})"
    return where.replace(cut[0], ""), differ


def _elsewhere(text: str, where: str, *parts: str) -> bool:
    """Whether the text is also named outside these parts of a WHERE."""
    for part in parts:
        where = where.replace(part, "")
    return re.search(re.escape(text) + r"\b", where) is not None
