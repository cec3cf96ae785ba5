"""How a concept is written that has no name in the lexicon: singular, in the case that the field gives it."""

from __future__ import annotations

import re

from ..spelling import singular


def stem(short: str) -> str:
    """DNNs → DNN."""
    return short[:-1] if len(short) > 2 and short.endswith("s") and short[-2].isupper() else short


_BROKEN = re.compile(r"(?<=[a-z])[-\u2010] *\n?(?<=[ \n])(?=[a-z])")
"""A hyphen that a line break left inside a word: con- volutional."""
_CAPITAL = re.compile(r"[A-Z][a-z][a-z\-]*")
"""A word that may begin a sentence; not the T of T-cell."""


def cased(phrase: str) -> str:
    """A phrase as the field writes it: singular, lower case but for words that are names by shape.

    >>> cased("Spiking neural networks")
    'spiking neural network'
    >>> cased("Memory-Gated Recurrent Networks")
    'Memory-Gated Recurrent Network'
    """
    words = head_singular(phrase).split(" ")
    content = [w for w in words if len(w) > 3 or w[:1].isupper()]
    if len(content) > 1 and sum(w[:1].isupper() for w in content) > len(content) / 2:
        return " ".join(words)
    plain = len(words) > 1 and _CAPITAL.fullmatch(words[0])
    return " ".join([words[0].lower(), *words[1:]]) if plain else " ".join(words)


def head_singular(phrase: str) -> str:
    """A phrase with its last word in the singular, its case kept, and no word cut by a line break."""
    whole = _BROKEN.sub("", phrase) if "-" in phrase or "\u2010" in phrase else phrase
    head, _, last = whole.rpartition(" ")
    low = singular(last.lower())
    if last.islower() or last.istitle():
        last = last[: len(low)] if last.lower().startswith(low) else low
    elif stem(last) != last:
        last = stem(last)
    return f"{head} {last}" if head else last
