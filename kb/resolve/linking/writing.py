"""A title or reference string as letters: what two spellings of it have in common, and where its words begin.

1. HTML entities are resolved, LaTeX commands lose their backslash; words cut at a line's end are one again by
   themselves, since hyphens and spaces do not count.
2. Accents go, be they part of the letter or a sign beside it (as PDFs give them: "Poincar´ e"); ligatures and wide
   forms become plain letters, Greek letters their names, '&' is 'and'.
3. Line numbers of a manuscript (… 293 … 294 …) go.
4. What is left are words in small letters, and the signs between them.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
         "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
        strict=True,
    )
)  # fmt: skip
_LETTERS = {ord(c): name for c, name in _GREEK.items()} | {
    ord(c): plain
    for c, plain in {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ƒ": "f",
        "ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-",
        "。": ".", "、": ",", "《": '"', "》": '"', "…": ".",
    }.items()
}  # fmt: skip
"""Letters that no decomposition makes plain, and signs that mean the same as one of ASCII."""
_ACCENT_BESIDE = re.compile(r"(?:[´¨ˆ˜ˇ˙¸˘˝˚¯˛]|(?<=[^\W\d_])`(?!`))(?: (?=\w))?")
_ON_LETTER = dict(
    zip("´`¨ˆ˜ˇ˙¸˘˝˚˛", "\u0301\u0300\u0308\u0302\u0303\u030c\u0307\u0327\u0306\u030b\u030a\u0328", strict=True)
)
_ACCENT_BEFORE = re.compile(r"([´¨ˆ˜ˇ˙¸˘˝˚˛]|(?<=[^\W\d_])`) ?([^\W\d_])")
_MARKS = re.compile(r"[\u0300-\u036f\u02b0-\u02ff]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_STYLE = re.compile(
    r"\\(?:text(?:bf|it|rm|sc|tt|sf|normal|sl|up|md|superscript|subscript)?|math(?:bf|it|rm|cal|bb|frak|sf|tt|scr)?"
    r"|emph|em|it|bf|sc|tt|rm|ensuremath|operatorname|mbox|boldsymbol|hbox|url|uppercase|underline)(?![A-Za-z])"
)
_LATEX_ACCENT = re.compile(r"""\\ ?(?:["'`^~=.](?! )|["'`^~=.] (?=\w)|[cuvHkrdb](?=\s*\{))""")
_DOTLESS = re.compile(r"\\(?=[ij]\b)")
_NUMBER_ALONE = re.compile(r"(?<=\s)\d{2,4}(?=\s*$)|(?<!\d[.,:;] )(?<![(:;\-/] )(?<=\s)\d{2,4}(?=\s+[^\W\d])")
_NEW_NAME = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """A text in small plain letters, its signs kept; much of Unicode, HTML and LaTeX is gone from it.

    >>> plain("H. Poincar´ e, ``ERL-Re$^2$: α &amp; β''")
    "h. poincare, ``erl-re$^2$: alpha  and  beta''"
    """
    if "&" in text:
        text = html.unescape(text).replace("&", " and ")
    if "\\" in text:
        text = _DOTLESS.sub("", _LATEX_ACCENT.sub("", _STYLE.sub("", text))).replace("\\", "")
    if text.isascii():
        return text.lower()
    text = _ACCENT_BESIDE.sub("", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return unicodedata.normalize("NFC", _MARKS.sub("", text))


def accented(text: str) -> str:
    """A text whose accents stand on their letters again.

    >>> accented("J. Kwapie´ n and A. Kr¨ amer")
    'J. Kwapień and A. Krämer'
    """
    if text.isascii():
        return text
    return _ACCENT_BEFORE.sub(lambda m: unicodedata.normalize("NFC", m[2] + _ON_LETTER[m[1]]), text)


def unnumbered(text: str) -> str:
    """A string without the line numbers of the manuscript that it comes from: numbers alone that count 293, 294, 295.

    >>> unnumbered("J. Doe. Kernels 293 of wide 294 networks. 2019.")
    'J. Doe. Kernels of wide networks. 2019.'
    """
    found = list(_NUMBER_ALONE.finditer(text))
    if len(found) < 2:
        return text
    values = {int(m[0]) for m in found}
    lines = [m for m in found if values & {int(m[0]) - 1, int(m[0]) + 1}]
    for m in reversed(lines):
        text = text[: m.start()].rstrip() + text[m.end() :]
    return text


@dataclass(frozen=True)
class Written:
    """A string as `plain` text, and its words with their places.

    `begins` and `ends` are the places of words among the letters of the whole, which have no spaces and signs; a place
    → the number of the word.
    """

    text: str

    @classmethod
    def of(cls, raw: str) -> Written:
        """The reading of a raw string."""
        return cls(plain(unnumbered(raw)))

    @cached_property
    def _matches(self) -> list[re.Match[str]]:
        return list(_NEW_NAME.finditer(self.text))

    @cached_property
    def words(self) -> list[str]:
        """The words in order."""
        return [m[0] for m in self._matches]

    @cached_property
    def letters(self) -> str:
        """All words as one."""
        return "".join(self.words)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins in `letters`."""
        at, out = 0, []
        for word in self.words:
            out.append(at)
            at += len(word)
        return out

    @cached_property
    def begins(self) -> dict[int, int]:
        """Place in `letters` where a word begins → its number."""
        return {at: n for n, at in enumerate(self.starts)}

    @cached_property
    def ends(self) -> dict[int, int]:
        """Place in `letters` where a word has ended → its number."""
        return {at + len(word): n for n, (at, word) in enumerate(zip(self.starts, self.words, strict=True))}

    def before(self, word: int) -> str:
        """The signs before a word, up to the word before it."""
        return self.text[self._matches[word - 1].end() if word else 0 : self._matches[word].start()]

    def after(self, word: int) -> str:
        """The signs after a word, up to the next."""
        last = word + 1 == len(self._matches)
        return self.text[self._matches[word].end() : len(self.text) if last else self._matches[word + 1].start()]

    def holds(self, name: str, begin: int, end: int) -> bool:
        """Whether a name stands in the string as whole words, outside the letters from `begin` to `end`."""
        if not name:
            return False
        at = self.letters.find(name)
        while at >= 0:
            outside = at + len(name) <= begin or at >= end
            if outside and at in self.begins and at + len(name) in self.ends:
                return True
            at = self.letters.find(name, at + 1)
        return False


def title_letters(title: str | None) -> str:
    """What a title says, in letters alone: two titles with the same are one.

    >>> title_letters("Sp\\"atzle and {B}ezier&ndash;Curves") == title_letters("Spätzle & Bézier Curves")
    True
    """
    return "".join(_NEW_NAME.findall(plain(title))) if title else ""


def weight(letters: str) -> int:
    """How much a title tells, in letters; a Han character, kana or syllable counts as three."""
    return len(letters) if letters.isascii() else sum(3 if c > "\u2e7f" else 1 for c in letters)
