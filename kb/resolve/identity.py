"""When two names are one concept and when they are not: versions of a name, and slips of the pen.

Spelling (plural, hyphen, British) is settled before, by `spelling.fold`. Here: ResNet-18 and ResNet-50 are two
concepts, both narrower than residual network; "nerual network" in a text that says "neural network" is that.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..lexicon import Lexicon
from ..spelling import fold, normal

# --- versions --------------------------------------------------------------------------------------------------------

_VERSION = re.compile(
    r"(?P<stem>.*\w)(?:"
    r"(?:[\s\-–]v?|v|(?<![\dv.]))\d+(?:\.\d+)*(?:[BMK]|x\d+)?"  # ResNet-18, YOLOv3, GPT-3.5, LLaMA-7B
    r"|[\s\-–](?:base|large|small|tiny|mini|medium|huge|giant|nano|xs|xl|xxl|lite|turbo|instruct|chat|(?:un)?cased)"
    r"|-[BLHSGM](?:[/-]?\d+)?)\Z",  # ViT-B/16
    re.IGNORECASE,
)
_COUNTED = {
    "top", "task", "layer", "eq", "eqs", "equation", "step", "stage", "type", "figure", "fig", "table", "case",
    "section", "class", "level", "phase", "day", "week", "track", "group", "algorithm", "theorem", "lemma", "model",
    "experiment", "scenario", "grade", "part", "chapter", "version", "rank", "order", "season", "round",
}  # fmt: skip
"""What is counted, not versioned: layer 2, top-5."""
_VERSIONED = ("Method", "Dataset")


def wider(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The id of the concept of which a name is a version or size, as far as the lexicon knows it; else nothing.

    The longest beginning that the lexicon knows wins: LLaMA-2-7B is narrower than LLaMA-2 before LLaMA. The name must
    be written as a name, with a capital and three letters: Layer 2, Top-5, Task 1, Eq. 3, F1, L2 and H2O are none.

    >>> from kb.lexicon import load
    >>> wider("ResNet-20", load()), wider("GPT-3", load()), wider("Layer 2", load())
    (('residual-network',), ('gpt',), ())
    """
    if name == name.lower():
        return ()  # written like no name: most are phrases, and need no closer look
    stem = name
    while (m := _VERSION.match(stem)) and _is_name(stem := m["stem"]):
        ids = [i for i in lexicon.lookup(stem) if fold(lexicon.terms[i].name) != fold(name)]
        if ids:
            return (ids[0],) if len(ids) == 1 and lexicon.terms[ids[0]].type in _VERSIONED else ()
    return ()


def _is_name(stem: str) -> bool:
    letters = sum(map(str.isalpha, stem))
    return letters > 2 and stem != stem.lower() and stem.lower().rstrip(".") not in _COUNTED


# --- slips -----------------------------------------------------------------------------------------------------------

LONG_ENOUGH = 8
"""Letters of a name below which one letter more or less makes another name."""
_WORD = 5


def slip(rare: str, frequent: str, lexicon: Lexicon) -> bool:
    """Whether a surface seen once is a misspelling of one that the document uses otherwise.

    One letter added, lost, changed or swapped with its neighbour (Damerau 1964), no digit, in a plain word of five
    letters that keeps its first letter and that no name of the lexicon holds.

    >>> from kb.lexicon import load
    >>> slip("nerual networks", "neural network", load()), slip("macro average", "micro average", load())
    (True, False)
    """
    one, other = fold(rare), fold(frequent)
    if len(one) < LONG_ENOUGH or one[0] != other[0] or not one_edit(one, other):
        return False
    others = set(normal(frequent).split())
    new = set(normal(rare).split()) - others
    return bool(new) and new <= odd_words(rare, lexicon) and all(_misspelt(w, others) for w in new)


_OPPOSITE = re.compile("micro|macro|intra|inter|hyp[eo]r?")  # one letter turns them into their opposite


def odd_words(surface: str, lexicon: Lexicon) -> set[str]:
    """The words of a name that can be misspelt: long enough, and in no name of the lexicon; none of a name by shape."""
    known = vocabulary(lexicon)
    odd = {w for w in normal(surface).split() if len(w) >= _WORD and w not in known and not _OPPOSITE.match(w)}
    return odd if odd and known and _plain(surface) else set()


def _misspelt(word: str, others: set[str]) -> bool:
    return any(o[0] == word[0] and one_edit(word, o) for o in others)


def _plain(surface: str) -> bool:
    """Whether no word is a name by its shape: GraphNetA and GraphNetB differ on purpose."""
    return not any(w[1:] != w[1:].lower() for w in re.split(r"[^\w]+", surface))


def one_edit(a: str, b: str) -> bool:
    """Whether two strings differ by one letter added, lost or changed, or by two neighbours that changed places."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    if len(a) > len(b):
        a, b = b, a
    i = 0
    while i < len(a) and a[i] == b[i]:
        i += 1
    if a[i : i + 1].isdigit() or b[i : i + 1].isdigit():
        return False
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])


@lru_cache(maxsize=2)
def vocabulary(lexicon: Lexicon) -> frozenset[str]:
    """Every word of a name that the lexicon knows, in its normal form."""
    return frozenset(word for surface, _ in lexicon.phrases() for word in normal(surface).split())


# --- long forms ------------------------------------------------------------------------------------------------------

_SMALL = frozenset({"a", "an", "and", "the", "of", "for", "in", "on", "to", "with", "by"})
_ENDINGS = frozenset(
    {
        ("", "s"), ("", "ly"), ("", "al"), ("", "d"), ("", "ed"), ("", "ing"), ("e", "ing"), ("ed", "ing"),
        ("al", "e"), ("al", "le"), ("ed", "t"), ("e", "ion"), ("er", "ing"),
    }
)  # fmt: skip
"""What two words of one meaning may end in after four letters or more: constraint, constrained; image, imaging."""
_STEM = 4


def reworded(one: str, other: str) -> bool:
    """Whether two long forms of one acronym say the same: word by word equal, but for how one may end.

    >>> reworded("principle components analysis", "principal component analysis")
    True
    >>> reworded("logic regression", "logistic regression"), reworded("mode collapse", "model collapse")
    (False, False)
    """
    words = [[w for w in normal(name).split() if w not in _SMALL] for name in (one, other)]
    return len(words[0]) == len(words[1]) and all(map(_same_word, *words))


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter = min(len(one), len(other))
    stem = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    return stem >= _STEM and tuple(sorted((one[stem:], other[stem:]))) in _ENDINGS
