"""The words of a text, and a tokenizer with a border wherever a mention can begin or end.

spaCy's English rules leave `structure.In`, `$k$-local`, `CIFAR-10/100` and `NTK理论` whole, so a span of characters
would not be a span of tokens. Here a token is one run of letters and digits, one Han character, or one other character.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate, compress

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from ..lexicon import load
from ..spelling import Table
from .words import FUNCTION

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The Han characters, as the inside of a regular expression's brackets."""
UNSPACED = HAN + "\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af\uff66-\uffdf"
"""Those and the letters of other scripts that stand without spaces, or with endings, beside Latin names: kana, Hangul,
Thai, Lao, Khmer, Burmese."""

_PIECE = re.compile(rf"([{UNSPACED}]|[^\W_{UNSPACED}]+|[^\w\s]|_|\s+|.)((?<!\s) (?! )|)", re.DOTALL)
# The look ahead spares most words the repetition, which takes as long as the word.
_WORD_OF = (
    r"{0}+(?:(?![\-–‑'’./+*#])|(?:(?:[\-–‑'’]|\.(?=\d)|/(?=[a-z])){0}+)*"
    r"(?:\++(?![A-Za-z])|(?<=[A-Z0-9])(?:\*(?!\*)|#(?![\w#])))?)"
)
_ANY_WORD = _WORD_OF.format(rf"[^\W_{UNSPACED}]")
_WORD = re.compile(f"({_ANY_WORD})")
_ASCII_WORD = re.compile(f"({_WORD_OF.format('[A-Za-z0-9]')})")  # the same, in two thirds of the time
_MATH = r"\$(?:[A-Za-z\\{}_^(),]{1,15}\$-[A-Za-z][A-Za-z\-]*|[A-Z]{1,3}\([^$()]{1,4}\)\$(?= [a-z]))"
_WORD_OR_MATH = re.compile(f"({_ANY_WORD}|{_MATH})")
_ASCII_WORD_OR_MATH = re.compile(f"({_WORD_OF.format('[A-Za-z0-9]')}|{_MATH})")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAKS = ("- ", "-\n", "- \n", "-\n ")


Word = tuple[int, int, str, str]
"""A word, hyphenated ones whole, or a formula in a name (`$k$-local`): begin, end, as written, in lower case."""


_LOWS = Table(str.lower)  # the same few strings again and again, their hashes ready for all tables and sets to come


@lru_cache(maxsize=2)
def words(text: str) -> list[Word]:
    """The words of a text; every component of the pipeline asks for the same text, so the last answer is kept."""
    plain, math = (_ASCII_WORD, _ASCII_WORD_OR_MATH) if text.isascii() else (_WORD, _WORD_OR_MATH)
    pattern = math if "$" in text else plain
    pieces = pattern.split(text)  # gap, word, gap, word … gap: no Match for each word
    borders, written = list(accumulate(map(len, pieces))), pieces[1::2]
    found = list(zip(borders[::2], borders[1::2], written, map(_LOWS.__getitem__, written), strict=False))
    return _mended(text, found) if "- " in text or "-\n" in text else found


@lru_cache(maxsize=2)
def lows(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [w[3] for w in words(text)]


def words_of(text: str, kind: frozenset[str]) -> list[Word]:
    """The words of a text that are, in lower case, of a kind."""
    return list(compress(words(text), map(kind.__contains__, lows(text))))


def _mended(text: str, found: list[Word]) -> list[Word]:
    """The words with those made one that a line break cut: con- volutional, high- resolution; not pre- and post-."""
    present = {low for _, _, _, low in found}
    out: list[Word] = []
    for word in found:
        begin, end, written, low = word
        before = out[-1] if out else None
        if before and text[before[1] : begin] in _BREAKS and low.isalpha() and low == written and low not in FUNCTION:
            whole = before[3] + low
            sign = "" if whole in present or whole in _vocabulary() else "-"
            out[-1] = (before[0], end, f"{before[2]}{sign}{written}", f"{before[3]}{sign}{low}")
        else:
            out.append(word)
    return out


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """Every word of the lexicon's names: what a broken word can have been."""
    names = (name for term in load().terms.values() for name in (term.name, *term.aliases))
    return frozenset(w for name in names for w in re.findall(r"[a-z]+", name.lower()))


class PieceTokenizer:
    """Splits a text into letter-and-digit runs, Han characters and single signs; `doc.text` is the text, exactly."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        # A lone surrogate (a broken JSON escape) has no UTF-8 form; its stand-in has the same length.
        pairs = _PIECE.findall(text if text.isascii() else _SURROGATE.sub("\ufffd", text))
        return Doc(self.vocab, words=[w for w, _ in pairs], spaces=[s == " " for _, s in pairs])

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to keep: the tokenizer has no state (spaCy asks for this when a pipeline is saved)."""
        return b""

    def from_bytes(self, data: bytes, **_: object) -> PieceTokenizer:
        """The inverse of `to_bytes`."""
        return self

    def to_disk(self, path: object, **_: object) -> None:
        """Nothing to keep."""

    def from_disk(self, path: object, **_: object) -> PieceTokenizer:
        """The inverse of `to_disk`."""
        return self


NAME = "kb.pieces.v1"
"""What spaCy's configurations call it."""


@registry.tokenizers(NAME)  # type: ignore[untyped-decorator]
def make_pieces() -> Callable[[Language], PieceTokenizer]:
    """The tokenizer as a model's config names it."""
    return lambda nlp: PieceTokenizer(nlp.vocab)
