"""Which words a short form stands for: the matching of its letters, apart from where the two stand in a text.

`long_form` reads from the right, as Schwartz & Hearst (2003) do: first against the initials of words and of parts of
words (DNNs, mGRN), then against letters inside. Chinese long forms share no letters with the short form: they reach
back to a known name or to a function word.
"""

from __future__ import annotations

import re

from .bilingual import word_counts
from .tokens import HAN
from .words import EMPTY_HEADS, singular, word_set

Span = tuple[int, int]

_SHORT = re.compile(r"[^\W_][\w\-./+&*]{0,11}[\w+*]?(?: [A-Z0-9][\w\-]{0,4})?\Z")
_WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?")
_STOP = word_set(
    """a an and the of for in on to with by from via as at or is are be we our this that these which into using"""
)
_LOWER_NO = word_set(
    """e.g i.e eg ie cf etc see left right top and or not both all new old one two also only even most such more less
    best Fig Figs Eq Eqs  Sec Tab No See The For Our This left In We It If As To Left Top Note Here Also Thm
    Lemma Ch Vol May June July ours i ii iii iv"""
)


_NUMBERS = {
    "2": ("two", "second"), "3": ("three", "third"), "4": ("four", "fourth"), "5": ("five", "fifth"),
    "6": ("six", "sixth"), "7": ("seven", "seventh"), "8": ("eight", "eighth"), "9": ("nine", "ninth"),
}  # fmt: skip
"""What a digit of a short form stands for: six degrees of freedom (6DOF)."""


def looks_short(s: str) -> bool:
    """Whether a string can be a short form: 2–14 characters, at most two words, a Latin letter, no ordinary word."""
    if not 2 <= len(s) <= 14 or not _SHORT.match(s) or not any(c.isalpha() and c.isascii() for c in s):
        return False
    capitals = sum(c.isupper() for c in s)
    if capitals == 0:
        return len(s) <= 5 and s.isalpha() and s not in _STOP and s not in _LOWER_NO
    if capitals == 1 and s[0].isupper() and s[1:].islower():
        return len(s) <= 4 and s.lower() not in _STOP and s not in _LOWER_NO
    return True


def long_form(short: str, text: str) -> int | None:
    """Where in `text` the long form of `short` begins that ends where the text ends, None where nothing fits."""
    bare = re.sub(r"[^A-Za-z0-9]", "", short)
    if not bare:
        return None  # (µˆ)
    tries = [bare]
    if len(bare) > 2 and bare[-1] == "s" and bare[-2].isupper():
        tries.insert(0, bare[:-1])  # DNNs
    for form in tries:
        start = _by_initials(form.lower(), text)
        if start is not None and not _CLAUSE_BEGINS.match(text, start):
            return start
    for form in reversed(tries):
        start = _by_letters(form.lower(), text)
        if start is not None and not _CLAUSE_BEGINS.match(text, start):
            return start
    return None


_CLAUSE_BEGINS = re.compile(r"\S+ (?:an?|the) |.*-based\Z")  # relax the mirror descent (RMD), machine learning-based


_TAILS = EMPTY_HEADS | word_set("algorithm framework model module network technique task mechanism architecture system")
"""Nouns that say what any name is."""


def without_tail(short: str, text: str) -> int:
    """Where a long form ends: before general words that the short form leaves out, "mutual melting method (MM)".

    Only where the initials of the words before spell the short form, and those of all words do not.
    """
    form = re.sub(r"[^A-Za-z0-9]|(?<=[A-Z])s\Z", "", short).lower()
    if len(form) > 2 and _by_initials(form, text) is None:
        for w in list(_WORD.finditer(text))[:-3:-1]:
            if text[w.start() - 1 : w.start()] == "-":
                continue  # pseudo-labeling is one word
            general = singular(low := w.group().lower()) in _TAILS or low in _STOP
            if not general and not text[: w.start()].endswith(" of "):
                break  # an optimizer with window averaging (SOBOW) is no optimizer with window
            end = len(text[: w.start()].rstrip())
            if text[:end].endswith(("al", "ive", "ic", "ed")):
                break  # a surrogate neural network (SN) is no surrogate neural
            if _by_initials(form, text[:end]) is not None:
                return end
    return len(text)


def _by_initials(short: str, text: str) -> int | None:
    """Each letter is the initial of a word, right to left; small words and parts of hyphenated words may be passed."""
    words = list(_WORD.finditer(text))
    if not words or len(short) < 2:
        return None
    i, skipped = len(short) - 1, 0
    first = article = None
    for n, w in enumerate(reversed(words)):
        word = w.group().lower()
        if i >= 0 and (word[0] == short[i] or word in _NUMBERS.get(short[i], ())) and (i or word not in _STOP):
            i -= 1
            first = w
        elif word in _STOP and n:
            article = article or (w if not i and word[0] == short[0] else None)  # The Cancer Genome Atlas, at need
            continue
        elif n and text[w.start() - 1 : w.start()] == "-" and skipped < 1:
            skipped += 1
        else:
            break
        if i < 0:
            return _widen(text, first.start()) if first else None
    return article.start() if article else None


def _by_letters(short: str, text: str) -> int | None:
    """Schwartz & Hearst: letters right to left anywhere, the first begins a word; within min(n + 5, 2 n) words."""
    i, at = len(short) - 1, len(text) - 1
    while i >= 0:
        c = short[i]
        while at >= 0 and (
            text[at].lower() != c or (i == 0 and at > 0 and text[at - 1].isalnum() and not _inner_capital(text, at))
        ):
            at -= 1
        if at < 0:
            return None
        at -= 1
        i -= 1
    start = at + 1 if not _inner_capital(text, at + 1) else len(text[: at + 1].rstrip(_LETTERS))
    long = text[start:]
    words = _WORD.findall(long)
    if (
        len(words) > min(len(short) + 5, 2 * len(short))
        or len(long) <= len(short)
        or short in (w.lower() for w in words)
    ):
        return None
    if CLAUSE.intersection(w.lower() for w in words) or words[0].lower() in _STOP:
        return None
    if (len(words) == 1 and len(short) < 3) or not _plausible(short, words):
        return None
    return _widen(text, start)


CLAUSE = word_set("is are was were be has have can we they it this these that which uses use")
"""Words of a sentence, not of a name."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _inner_capital(text: str, at: int) -> bool:
    """A capital after a small letter begins a word, too: eXtended."""
    return at > 0 and text[at].isupper() and text[at - 1].islower()


def _plausible(short: str, words: list[str]) -> bool:
    """Most content words begin with a letter of the short form: "use a Support" does not define UAS."""
    content = [w for w in words if w.lower() not in _STOP]
    hits = sum(w[0].lower() in short or any(c.isupper() and c.lower() in short for c in w) for w in content)
    return bool(content) and hits * 3 >= len(content) * 2


_PREFIX = re.compile(r"[^\s(\[\"“'‘]*\Z|\b(?:non|multi|semi|self|pre|co|inter|intra) - \Z", re.IGNORECASE)


def _widen(text: str, start: int) -> int:
    """Take in the sign that belongs to the word: an opening quote does not, a hyphenated beginning does."""
    if not text[:start].rstrip().endswith("-"):
        return start
    m = _PREFIX.search(text[:start])
    piece = m.group() if m else ""
    return start - len(piece) if piece.rstrip().endswith("-") else start


def long_form_after(short: str, long: str) -> int:
    """The end of the shortest beginning of `long` whose words spell `short` in order, 0 where none does."""
    letters = re.sub(r"[^a-z0-9]", "", short.lower())
    capitals = sum(c.isupper() for c in short)
    at = begun = 0
    for w in _WORD.finditer(long):
        word = w.group().lower()
        if word in _STOP and at:
            continue
        i = at
        while i < len(letters) and i - at < len(word) and letters[i] == word[i - at]:
            i += 1
        begun += i > at
        at = i
        if at == len(letters):
            return _phrase_end(long, w.end()) if begun >= max(2, capitals - 1) else 0
    return 0


_TAIL = re.compile(
    r"(?: (?!of |for |in |and |that |which |with |to |using |based )[a-z-]+){0,2}(?=[.,;)]|$| (?:that|which|to|with)\b)"
)


def _phrase_end(long: str, end: int) -> int:
    """The end of the noun phrase: "… of visual" goes on to "representations"."""
    while end < len(long) and (long[end].isalnum() or long[end] == "-"):
        end += 1
    m = _TAIL.match(long, end)
    return m.end() if m else end


_ZH_LONG = re.compile(rf"[{HAN}A-Za-z0-9\-]+\Z")
_ZH_STOP = re.compile(
    "[的了和与及或在是对为从将把被以由于中上下并且其该这那此种类个基称作如等]|(?:我们|通过|使用|利用|采用|提出|介绍|引入|研究|基于|一种|新的|"
    "进行|描述|存在|例如|以及|关于|针对|结合|名为|称为|分析|考虑|解决|应用|根据|诸如|包括)"
)


def chinese_long_form(text: str, end: int, names: frozenset[str], short: str) -> int | None:
    """神经切线内核(NTK): where the name before a bracket begins: a known name, else back to a function word.

    A known name is too little where as many words as the short form has letters stand there: 稀疏神经网络(SNN).
    """
    m = _ZH_LONG.search(text, max(0, end - 24), end)
    if not m:
        return None
    piece, letters = m.group(), sum(c.isupper() for c in short)
    known = next((at for at in range(len(piece) - 1) if piece[at:] in names), len(piece))
    if known < len(piece):
        return m.start() + next((at for at in range(known) if letters in word_counts(piece[at:])), known)
    stops = [s.end() for s in _ZH_STOP.finditer(piece, 0, len(piece) - 2)]
    start = stops[-1] if stops else 0
    return m.start() + start if 2 <= len(piece) - start <= 16 else None
