"""The type that the last words of a name speak for: a random field is a Method, a vector field a Concept.

Names and phrases that no lexicon holds are typed by the first of these that knows their ending:
1. data/lexicon/headcounts.txt, the last two words as counted in marked abstracts (`data/lexicon/headcounts.py`);
2. data/lexicon/headwords.txt, by which the harvested lexicon is typed, the last three words, then two;
3. the last word as counted in marked abstracts, where it is not the whole name;
4. the single heads of `words`, and of headwords.txt;
5. what the last word looks like: a regularity is a Concept, a tokenizer a Method.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import overload

from ..shipped import shipped
from .words import TYPE_WORDS, VERBS, singular

_WORD = re.compile(r"[^\W\d_]+")
_QUALITY = re.compile(r"[a-z]{4}(?:[aiou]lity|bility|rity|sity|ness|ism)\Z")
_AGENT = re.compile(r"(?:i[sz]er|ifier)\Z")


@lru_cache(maxsize=1)
def _endings() -> dict[str, str]:
    """Ending (its words in lower case, singular) → type."""
    out: dict[str, str] = {}
    for line in shipped("data/lexicon/headwords.txt").read_text("utf-8").splitlines():
        type, _, entries = line.partition(":")
        if type in ("Method", "Dataset", "Task", "Metric", "Concept"):
            out |= dict.fromkeys(map(str.strip, entries.split(",")), type)
    return out


@lru_cache(maxsize=1)
def _counted() -> dict[str, str]:
    """Ending of one or two words → the type that marked names of this ending mostly have."""
    lines = shipped("data/lexicon/headcounts.txt").read_text("utf-8").splitlines()[2:]
    return dict(line.split("\t")[:2] for line in lines)


def ending_words(name: str) -> list[str]:
    """The last two words of a name, of letters alone, in lower case, the last one singular; one where it has no two.

    >>> ending_words("Gaussian Markov random fields")
    ['random', 'field']
    """
    words = _WORD.findall(name.lower())[-2:]
    return [*words[:-1], singular(words[-1])] if words else []


@overload
def kind(name: str, default: str) -> str: ...
@overload
def kind(name: str, default: None = None) -> str | None: ...
@lru_cache(maxsize=20_000)
def kind(name: str, default: str | None = None) -> str | None:
    """The type for which a name's last words speak, `default` where they say nothing.

    >>> kind("Gaussian Markov random fields", "Concept")
    'Method'
    >>> kind("3D detector", "Concept")
    'Method'
    """
    words = _WORD.findall(name.lower())
    if not words:
        return default
    head, listed = singular(words[-1]), _endings()
    counted = _counted() if len(words) > 1 else {}
    ends = {n: " ".join([*words[-n:-1], head]) for n in range(1, min(3, len(words)) + 1)}
    ways = ((counted, 2), (listed, 3), (listed, 2), (counted, 1), (TYPE_WORDS, 1), (listed, 1))
    if type := next((table[ends[n]] for table, n in ways if ends.get(n) in table), None):
        return type
    return "Concept" if _QUALITY.search(head) else "Method" if _does(head) else default


def _does(head: str) -> bool:
    """Whether a noun names what does something: a detector detects, a tokenizer tokenizes."""
    if _AGENT.search(head):
        return True
    stem = head[:-2]
    return head[-2:] in ("er", "or") and len(head) > 5 and any(v in VERBS for v in (stem, stem + "e", stem[:-1]))
