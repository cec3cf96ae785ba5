"""Text as identity: `normal` (one spelling of a phrase), `fold` (without separators), `slug` (for an IRI), `digest`.

Two surfaces with the same fold are one concept; this is decided here and nowhere else.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar
from urllib.parse import quote


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, 32 hexadecimal digits (128 bits: no collision among 10^15 texts)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


# Made once, for `json.dumps` makes one at each call; a record holds no circles, so nothing looks for them.
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)


def canonical(data: object) -> str:
    """JSON with sorted keys and no spaces: the same data, the same bytes."""
    return _CANONICAL.encode(data)


T = TypeVar("T")


class Table(dict[str, T]):
    """A function of one word as a table that fills itself: half the time of a call that is cached, for every word."""

    def __init__(self, of: Callable[[str], T], size: int = 100_000) -> None:
        super().__init__()
        self.of, self.size = of, size

    def __missing__(self, word: str) -> T:
        if len(self) >= self.size:
            self.clear()
        value = self[word] = self.of(word)
        return value


INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
"""Zero-width spaces and joiners, soft hyphens, marks of direction, as the inside of a regular expression's brackets."""
_SIGNS = re.compile(f"[{INVISIBLE}]+")


def visible(text: str) -> str:
    """A name without the signs that nobody sees, its accents one with their letters (NFC).

    >>> visible("Foo\u200bNet")
    'FooNet'
    """
    return text if text.isascii() else unicodedata.normalize("NFC", _SIGNS.sub("", text))


_INVARIANT = ("ss", "us", "is", "ics", "bias", "series", "species", "chaos", "canvas", "pancreas", "diabetes")
_ARTICLES = ("the", "a", "an")
_ARTICLE = re.compile(r"^(?:(?:the|an?) (?=\w\w))+")  # not the A of "A/B test"
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015_/]+")
_DROPPED = re.compile(r"[^\w+*@.\s]")
_ASCII = {
    n: c.lower() if c.isalnum() or c in "+*@." else " " if c.isspace() or c in "-_/" else None
    for n, c in enumerate(map(chr, range(128)))
}
"""What `normal` makes of each ASCII letter: the two patterns above and the folding of case, in one pass."""
_IRREGULAR = {
    "analyses": "analysis", "bases": "basis", "hypotheses": "hypothesis", "syntheses": "synthesis", "axes": "axis",
    "biases": "bias", "corpora": "corpus", "matrices": "matrix", "vertices": "vertex", "indices": "index",
    "minima": "minimum", "maxima": "maximum", "optima": "optimum", "criteria": "criterion", "phenomena": "phenomenon",
    "gas": "gas", "lens": "lens", "atlas": "atlas",
}  # fmt: skip


def singular(word: str) -> str:
    """The singular of an English noun in lower case; a word that is none comes back as it is."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(_INVARIANT):
        return word
    if word.endswith("theses") and len(word) > 6:
        return word[:-2] + "is"  # prostheses
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


# --- British spelling ------------------------------------------------------------------------------------------------

_PARTS = {
    "behaviour": "behavior", "colour": "color", "neighbour": "neighbor", "favour": "favor", "labour": "labor",
    "honour": "honor", "flavour": "flavor", "harbour": "harbor", "vapour": "vapor", "tumour": "tumor",
    "odour": "odor", "humour": "humor", "rumour": "rumor", "endeavour": "endeavor", "armour": "armor",
    "savour": "savor", "artefact": "artifact", "aluminium": "aluminum", "manoeuvr": "maneuver", "sceptic": "skeptic",
    "haem": "hem", "aemia": "emia", "aemic": "emic", "paediatr": "pediatr", "orthopaed": "orthoped",
    "oedema": "edema", "oesoph": "esoph", "foet": "fet", "diarrhoea": "diarrhea", "gynaec": "gynec", "oestr": "estr",
    "aetiolog": "etiolog", "palaeo": "paleo", "archaeo": "archeo", "anaesth": "anesth", "sulph": "sulf",
    "ageing": "aging", "judgement": "judgment", "greyscale": "grayscale",
}  # fmt: skip
"""Parts of words that are spelled the American way wherever they stand: behavioural, recolouring, neighbourhood."""
_HINT = re.compile("is|ys|our|ll|re|ae|oe|ogu|mm|nce|ey|eing|art|ulp|udg|cep|min|ise")
_ENDINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"((?:mod|lab|chann|canc|tunn|lev|fu|pan)el|(?:sign|tot|equ|marsh|unrav|initi)[ae]l|trav[e]l)"
                r"l(ings?|ed|ers?)\Z"), r"\1\2"),
    (re.compile(r"(cent|fib|met|lit|theat|calib)re(s?)\Z"), r"\1er\2"),
    (re.compile(r"centred\Z"), "centered"),
    (re.compile(r"(anal|paral|catal|dial|hydrol|electrol)ys(e|ed|ers?|ing)\Z"), r"\1yz\2"),
    (re.compile(r"(catal|dial|anal|homol|monol)ogue(s?)\Z"), r"\1og\2"),
    (re.compile(r"programme(s?)\Z"), r"program\1"),
    (re.compile(r"(lic|def|off|pret)ence(s?)\Z"), r"\1ense\2"),
    (re.compile(r"\Agrey\Z"), "gray"),
)  # fmt: skip
_ISE = re.compile(r"(?P<stem>.{3,}?)is(?P<end>e|ed|es|ers?|ings?|ation|ations|ational|ab(?:le|ility))\Z")
_KEEPS_S = re.compile(
    r"(?:a|u|w|p|h|(?:[np]|rt|qu)o|[^i]v|[^i]c|prom|prem|dem|surm|pr|sunr|moonr|dvert|xpert|eat|chast|and|rad|ract"
    r"|\d)\Z|\A\w?ar\Z"
)
"""Before 'is' it was never a z: noise, praise, guise, supervise, likewise, precise, promise, enterprise, expertise."""


@lru_cache(maxsize=100_000)
def american(word: str) -> str:
    """A word in small letters in American spelling: behaviour, neighbours, modelling, generalisation, centre, analyse.

    By parts and endings, with the exceptions that keep their s (exercise, precise, noise, otherwise, promise). What
    looks the same and is not British (four, hour, contour, tour, genre) stays. Idempotent.

    >>> american("regularisation"), american("modelled"), american("exercise")
    ('regularization', 'modeled', 'exercise')
    """
    if len(word) < 4 or not _HINT.search(word):
        return word
    for british, there in _PARTS.items():
        if british in word:
            word = word.replace(british, there)
    for pattern, there in _ENDINGS:
        if pattern.search(word):
            return pattern.sub(there, word)
    m = _ISE.match(word)
    if m and not _KEEPS_S.search(m["stem"]):
        return f"{m['stem']}iz{m['end']}"
    return word


@lru_cache(maxsize=100_000)
def normal(text: str) -> str:
    """One spelling of a phrase: width and case folded, no leading article, separators one space, American
    spelling, last word singular.

    >>> normal("The Neural-Tangent  Kernels")
    'neural tangent kernel'
    """
    if text.isascii():  # the same, five times as quick
        t = text.translate(_ASCII)
    else:
        t = _DROPPED.sub("", _SEPARATORS.sub(" ", unicodedata.normalize("NFKC", text).casefold()))
    words = t.split()
    if len(words) > 1 and words[0] in _ARTICLES:
        words = _ARTICLE.sub("", " ".join(words)).split()
    if not words:
        return ""
    words[-1] = singular(words[-1].rstrip(".") or words[-1])
    return " ".join(map(american, words))


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """The normal form without separators; two surfaces with the same fold name one concept. Idempotent.

    >>> fold("over-parameterizations") == fold("overparameterization")
    True
    """
    return american(singular(normal(text).replace(" ", "")))


def slug(text: str) -> str:
    """Free text as one segment of an IRI: the normal form, hyphenated, percent-encoded where it is not ASCII.

    >>> slug("Neural Tangent Kernels")
    'neural-tangent-kernel'
    """
    return quote(normal(text).replace(" ", "-"), safe="") or digest(text)
