"""How a concept without a name in the lexicon is written: singular, spelled out, in the case of its field."""

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


_TAIL = re.compile(r"(?<=[^ ]) (?:of|for|in|with|from|on|via|to|by|over|under) (?=[^ ])")
"""What stands behind the head of a phrase begins so."""


def head_singular(phrase: str) -> str:
    """A phrase with its head in the singular, its case kept, and no word cut by a line break.

    >>> head_singular("numbers of function evaluations")
    'number of function evaluations'
    """
    whole = _BROKEN.sub("", phrase) if "-" in phrase or "\u2010" in phrase else phrase
    tail = _TAIL.search(whole) if whole.count(" ") > 1 else None
    if tail:  # Counterfactuals for Subgroups is a name as it stands
        head = whole[: tail.start()]
        return whole if head.rpartition(" ")[2].istitle() else f"{_singular(head)}{whole[tail.start() :]}"
    return _singular(whole)


def _singular(whole: str) -> str:
    """Words, the last of them in the singular."""
    head, _, last = whole.rpartition(" ")
    low = singular(last.lower())
    if last.islower() or last.istitle():
        last = last[: len(low)] if last.lower().startswith(low) else low
    elif stem(last) != last:
        last = stem(last)
    return f"{head} {last}" if head else last


def spelled_out(long: str, own: dict[str, str]) -> str:
    """A long form without the document's other short forms: Adaptive SAM is adaptive sharpness-aware minimization."""
    words = long.split(" ")
    if len(words) < 2 or own.keys().isdisjoint(words):
        return long
    return " ".join(own[w] if w in own and own[w] != long else w for w in words)


_MARKS = re.compile(r"``|''|[\"“”]|^\*+|(?<=[a-z])[*_~]+$")


def unmarked(surface: str) -> str:
    """A name on one line, without quotation marks and the stars of *emphasis*."""
    if not surface.replace(" ", "").replace("-", "").isalnum():  # of letters alone most are
        surface = _MARKS.sub("", surface.replace("~", " "))
    return " ".join(surface.split())


_BRACKET = re.compile(r" \([A-Z][\w\-]*\)")
"""A short form inside a name: Kullback-Leibler (KL) divergence; not the brackets of $O(N)$."""


def unbracketed(surface: str) -> str:
    """A name without the short form that stands inside it."""
    return _BRACKET.sub("", surface) if " (" in surface else surface
