"""What stands in an abstract and is no running text, so that no name in it is a concept: code, keys, LaTeX's own.

1. The arguments of LaTeX commands that name a label, a file or an environment.
2. Two hundred signs and more without a space: a picture in base 64, a key, a formula.
3. Lines of source code: several signs that only a program has, for the few words that they hold.

And sentences IN CAPITALS, in which letters tell no name (a known name counts there as it does elsewhere).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from .sentences import sentences
from .tokens import Word
from .words import FUNCTION

_NO_SENTENCE = 200
_LONG = re.compile(rf"[!-~]{{{_NO_SENTENCE},}}")
_COMMAND = re.compile(
    r"\\(?:begin|end|label|ref|eqref|autoref|cref|cite[a-z]{0,8}|nocite|includegraphics|input|include|usepackage"
    r"|documentclass|bibliography|bibliographystyle|newcommand|vspace|hspace)\*?(?:\[[^\[\]]{0,200}\])?\{[^{}]{0,200}\}"
)
_PROGRAM = re.compile(
    r"\w\(|\w\.\w+\(|\);|;\s*\Z|[{}](?=\s|\Z)"
    r"|[=!<>]=|->|=>|::|&&|\|\||\+\+|\w_\w|\w = |\w=[\w\"'(\[]|#include\b|\(\*\)"
)
# Whether _PROGRAM is found at all, in an eighth of the time: one class in front, so that the scan skips other signs.
_PROGRAM_SIGN = re.compile(
    r"[(;{}=>:&|+_#](?:(?<=\w\()|(?<=\);)|(?<=;)\s*\Z|(?<=[{}])(?=\s|\Z)|(?<=[=!<>]=)|(?<=[-=]>)|(?<=::)|(?<=&&)"
    r"|(?<=\|\|)|(?<=\+\+)|(?<=\w_)(?=\w)|(?<=\w =)(?= )|(?<=\w=)(?=[\w\"'(\[])|(?<=#)include\b|(?<=\()\*\))"
)
_DEFINES = re.compile(
    r"\s*(?:import [\w.]+(?: as \w+)?\Z|from [\w.]+ import|(?:class|def|function|void|int) \w+\s*[({]|SELECT .* FROM )"
)
_HARD = re.compile(r"\w\.\w+\(|[=!<>]=|->|=>|::|&&|\|\||\+\+|[{};:]\s*\Z|#include\b")
_LINE = re.compile(r"\S.*")
_LEAST, _WORDS = 3, 5
"""Program signs that make a line one of code, and words of the line for each of them at most; one of them must be
of a kind that no formula has: `f(x) = 0` is mathematics."""


def untext(text: str, abstract: int = 0) -> list[tuple[int, int]]:
    """The spans of a text that hold no sentence, in order; `abstract` is where the abstract begins.

    >>> untext("for (int i = 0; i < n; ++i) { x[i] = f(i); }")
    [(0, 44)]
    """
    found = [m.span() for m in _LONG.finditer(text)] if _may_be_long(text) else []
    if "\\" in text:
        found += [m.span() for m in _COMMAND.finditer(text)]
    return sorted([*found, *_code(text, abstract)])


def _may_be_long(text: str) -> bool:
    """Whether so many signs stand without a space; from space to space as far off as it may be, a few steps a text."""
    at = 0
    while len(text) - at >= _NO_SENTENCE:
        space = text.rfind(" ", at, at + _NO_SENTENCE)
        if space < 0:
            return True
        at = space + 1
    return False


def _code(text: str, abstract: int) -> Iterator[tuple[int, int]]:
    """Lines of code; LaTeX, which has braces of its own, is left to the other rules."""
    if not _PROGRAM_SIGN.search(text, abstract):
        return  # most texts
    for line in _LINE.finditer(text, abstract):
        if "$" not in line[0] and "\\" not in line[0] and (_DEFINES.match(line[0]) or _is_code(line[0])):
            yield line.span()


def _is_code(line: str) -> bool:
    signs = len(_PROGRAM.findall(line))
    return signs >= _LEAST and signs * _WORDS >= len(line.split()) and bool(_HARD.search(line))


def in_capitals(text: str, capital: Iterable[Word]) -> list[tuple[int, int]]:
    """The sentences that are all capitals, THE SMALL WORDS TOO; `capital` are the words of the text that hold one."""
    small = [begin for begin, _, w, low in capital if len(w) > 1 and low in FUNCTION and w.isupper()]
    if len(small) < 2:
        return []  # most texts
    at = Counter(bisect_right(sentences(text), (begin, len(text))) - 1 for begin in small)
    cut = (sentences(text)[n] for n, many in sorted(at.items()) if many > 1)
    return [(begin, end) for begin, end in cut if _mostly_capitals(text[begin:end])]


def _mostly_capitals(sentence: str) -> bool:
    """Not so where the capitals are odds ratios: "(OR 1.2, 95% CI 1.1-1.3) … OR 0.9"."""
    return 2 * sum(map(str.isupper, sentence)) > sum(map(str.isalpha, sentence))
