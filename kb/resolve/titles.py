"""What two spellings of one title have in common: `title_key`, and how a title that is not the same is alike.

`title_key` is the normal form that works and reference strings share. Left out are case, width, accents, spaces,
hyphens and all punctuation, TeX and HTML; Greek letters are their names, '&' is 'and'. So "High-resolution …" and
"Highresolution …" are one title, "Imagenet: a large-scale …" and "ImageNet: A large scale …" too.

`alike` tells what else two titles can be:
1. *near*: at most two words differ, each of them by a slip of the pen, and no number or part does;
2. *cut*: one is the beginning of the other, which goes on with a subtitle or was cut off.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final, Literal

from rapidfuzz.distance import OSA, Levenshtein

Likeness = Literal["same", "near", "cut"]

ENOUGH_TITLE: Final = 30
"""Letters that a title must have to say by itself which work it is; a Han character says as much as three letters."""
ENOUGH_CUT: Final = 40
"""Letters that a title must have for what was cut off not to matter."""
MARKED_CUT: Final = 25
"""The same for a title that shows that it was cut, by dots at its end."""
ENOUGH_HEAD: Final = 18
"""The same for the part before a colon."""
SLIP: Final = 6
"""Letters that a word must have for one of them to be a slip: 'micro' and 'macro' are two words."""
SLIPS: Final = 2

_NO_LETTER = re.compile(r"[\W_]+")
_ASCII = {n: None for n in range(128) if not chr(n).isalnum()} | {n: chr(n).lower() for n in range(65, 91)}
_ASCII[ord("&")] = "and"
_SIGNS_OF_MARKUP = re.compile(r"[\\<&]")
_TAG = re.compile(
    r"</?(?:i|b|u|em|sub|sup|strong|sc|scp|tt|p|span|title|italic|bold|(?:jats|mml):[\w-]+|inline-formula|tex-math)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_FONT = re.compile(
    r"\\(?:text(?:it|bf|sc|tt|rm|sf|sl|up|normal)?|emph|math(?:rm|bf|it|cal|bb|sf|tt|scr|frak|op)?|operatorname\*?"
    r"|ensuremath|mbox|boldsymbol|em|it|bf|sc|rm|tt|sf|protect|relax)(?![A-Za-z])"
)
_ACCENT = re.compile(r"\\[cuvHtdbrk](?=\s*\{|\s+[A-Za-z])")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "&": "and"}
)
_GREEK = {ord(small): unicodedata.name(small).rpartition(" ")[2].lower() for small in map(chr, range(0x3B1, 0x3CA))} | {
    ord("ς"): "sigma",
    ord("λ"): "lambda",
}
_HAN = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"(?:ii|iii|iv|vi{0,3}|ix|xi{0,3})\Z")
_ARTICLES = frozenset({"a", "an", "the"})
_DOTS = re.compile(r"(?:\.\s?\.\s?\.|…)\s*\Z")
_HEAD = re.compile(r"\s*[:?!]\s|\s+[-–—]\s|\.\s")
_OTHER_WORK = re.compile(
    r"\b(?:reply|response|rejoinder|comments?|commentary|discussion|errat(?:um|a)|corrections?|corrigend(?:um|a)"
    r"|retract(?:ed|ion)|supplement(?:ary)?|appendix|addend(?:um|a)|parts?|volume|chapter|instal?ment|part[ei]e?|teil|abstract|protocol|revised"
    r"|revisited|solution|review of)\b",
    re.IGNORECASE,
)


def letters(text: str | None) -> str:
    """What a text says, without case, width, space and punctuation: what two copies of it have in common."""
    if not text:
        return ""
    if text.isascii():  # the same, twenty times as quick
        return text.lower().translate(_ASCII_SIGNS)
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


_ASCII_SIGNS = {n: None for n in range(128) if not chr(n).isalnum()}


def title_key(text: str | None) -> str:
    """The normal form of a title: two spellings of one title have the same; '' where there is no letter.

    >>> title_key("High-resolution {L}aser, G{\\\\\\"o}del & Co.") == title_key("Highresolution laser, Gödel and Co")
    True
    """
    if not text:
        return ""
    if text.isascii() and not _SIGNS_OF_MARKUP.search(text):
        return text.translate(_ASCII)
    return _NO_LETTER.sub("", plain(text))


def plain(text: str) -> str:
    """A title in small letters without accents, TeX and HTML; its words and punctuation stay.

    >>> plain(r"The $\\alpha$-divergence of <i>Erd\\H{o}s</i>")
    'the $alpha$-divergence of erd{o}s'
    """
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("" if ">" in text else " ", text)
    if "\\" in text:
        text = _ACCENT.sub("", _FONT.sub(" ", text)).replace("\\", "")
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c)) if not folded.isascii() else folded
    return bare.translate(_LETTERS) if bare.isascii() else unicodedata.normalize("NFKC", bare.translate(_ALL))


_ALL = _LETTERS | _GREEK


def says(key: str) -> int:
    """How many letters a title is worth."""
    return len(key) if key.isascii() else len(key) + 2 * len(_HAN.findall(key))


def alike(one: str, other: str) -> Likeness | None:
    """What two titles (as they are written) are to each other; None for two titles of two works."""
    a, b = title_key(one), title_key(other)
    if not a or not b:
        return None
    if a == b:
        return "same"
    if min(says(a), says(b)) >= ENOUGH_TITLE and _near(words(one), words(other)):
        return "near"
    return "cut" if _cut(one, other, a, b) or _cut(other, one, b, a) else None


def similarity(one: str, other: str) -> float:
    """How alike two titles are, 0..1: the letters of the longer that need no change (Levenshtein)."""
    return Levenshtein.normalized_similarity(title_key(one), title_key(other))


def words(title: str) -> list[str]:
    """The words of a title as `plain` has them, without articles."""
    return [w for w in _WORD.findall(plain(title)) if w not in _ARTICLES]


def _near(one: list[str], other: list[str]) -> bool:
    if "".join(one) == "".join(other):
        return True
    if _numbers(one) != _numbers(other):
        return False
    if abs(len(one) - len(other)) or Levenshtein.distance(one, other, score_cutoff=SLIPS) > SLIPS:
        return False
    changes = Levenshtein.editops(one, other)
    pairs = [(one[c.src_pos], other[c.dest_pos]) for c in changes if c.tag == "replace"]
    return 0 < len(pairs) == len(changes) <= SLIPS and all(_slip(*pair) for pair in pairs)


def _slip(one: str, other: str) -> bool:
    """Whether two words are one with a slip of the pen: never at their beginning, and no other word in front of one."""
    if min(len(one), len(other)) < SLIP or one[0] != other[0] or one.endswith(other) or other.endswith(one):
        return False
    return int(OSA.distance(one, other, score_cutoff=1)) <= 1


def _numbers(found: list[str]) -> list[str]:
    """The numbers and parts that a title speaks of, Roman ones too, and single letters: 'Part II', 'model B'."""
    return sorted(w for w in found if _ROMAN.match(w) or len(w) == 1 or any(c.isdigit() for c in w))


def _cut(short: str, long: str, a: str, b: str) -> bool:
    """Whether the first title is the beginning of the second, and what follows makes it no other work."""
    marked = is_marked_cut(short)
    worth = says(a)
    if (
        not b.startswith(a)
        or not (marked or _ends_between_words(a, long))
        or (_OTHER_WORK.search(long) and not _OTHER_WORK.search(short))
    ):
        return False
    if marked or worth >= ENOUGH_CUT:
        return worth >= MARKED_CUT
    heads = (title_key(long[: m.start()]) for m in _HEAD.finditer(long))
    return worth >= ENOUGH_HEAD and any(head == a for head in heads)


def _ends_between_words(key: str, long: str) -> bool:
    """Whether a beginning of a title ends where a word does, and no number follows: not 'part I' in 'part II'."""
    begun = ""
    found = _WORD.findall(plain(long))
    for at, word in enumerate(found):
        begun += word
        if len(begun) >= len(key):
            after = found[at + 1 : at + 2]
            return begun == key and not _numbers(after)
    return False


def is_marked_cut(title: str) -> bool:
    """Whether a title ends in the dots of one that was cut."""
    return bool(_DOTS.search(title))
