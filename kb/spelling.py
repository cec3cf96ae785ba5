"""Text as identity: `normal` (one spelling of a phrase), `fold` (without separators), `slug` (for an IRI), `digest`.

Two surfaces with the same fold are one concept; this is decided here and nowhere else.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, 32 hexadecimal digits (128 bits: no collision among 10^15 texts)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def canonical(data: object) -> str:
    """JSON with sorted keys and no spaces: the same data, the same bytes."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_INVARIANT = ("ss", "us", "is", "ics", "ous")
_ARTICLE = re.compile(r"^(?:(?:the|an?) (?=\w\w))+")  # not the A of "A/B test"
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015_/]+")
_DROPPED = re.compile(r"[^\w+*@.\s]")
_IRREGULAR = {
    "analyses": "analysis", "bases": "basis", "hypotheses": "hypothesis", "syntheses": "synthesis", "axes": "axis",
    "biases": "bias", "corpora": "corpus", "matrices": "matrix", "vertices": "vertex", "indices": "index",
    "minima": "minimum", "maxima": "maximum", "optima": "optimum", "criteria": "criterion", "phenomena": "phenomenon",
    "gas": "gas", "bias": "bias", "series": "series", "species": "species", "lens": "lens", "atlas": "atlas",
    "chaos": "chaos", "canvas": "canvas", "pancreas": "pancreas", "diabetes": "diabetes",
}  # fmt: skip


def singular(word: str) -> str:
    """The singular of an English noun in lower case; a word that is none comes back as it is."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(_INVARIANT):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=100_000)
def normal(text: str) -> str:
    """One spelling of a phrase: width and case folded, no leading article, separators one space, last word singular.

    >>> normal("The Neural-Tangent  Kernels")
    'neural tangent kernel'
    """
    t = _DROPPED.sub("", _SEPARATORS.sub(" ", unicodedata.normalize("NFKC", text).casefold()))
    words = _ARTICLE.sub("", " ".join(t.split())).split()
    if not words:
        return ""
    words[-1] = singular(words[-1].rstrip(".") or words[-1])
    return " ".join(words)


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """The normal form without separators; two surfaces with the same fold name one concept.

    >>> fold("over-parameterizations") == fold("overparameterization")
    True
    """
    return normal(text).replace(" ", "")


def slug(text: str) -> str:
    """Free text as one segment of an IRI: the normal form, hyphenated, percent-encoded where it is not ASCII.

    >>> slug("Neural Tangent Kernels")
    'neural-tangent-kernel'
    """
    return quote(normal(text).replace(" ", "-"), safe="") or digest(text)
