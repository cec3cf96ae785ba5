"""Whose work a sentence speaks of: the paper's own, or that of the field; and the small words that tell it.

1. Before its first "we", "our" or "this paper" an abstract tells what is known: nothing there is said of the paper.
2. From then on it speaks of its own work, but where a sentence names the field ("existing methods") and not itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection
from typing import NamedTuple

from .tokens import lows, words, words_of
from .words import word_set

Span = tuple[int, int]

_KINDS: dict[str, frozenset[str]] = {
    "means": word_set(
        """via using use uses used with by through leverage leverages leveraged leveraging from exploit exploits
        exploited exploiting utilize utilizes utilized utilizing employ employs employed employing combine combines
        combined combining based into onto incorporate incorporates incorporated incorporating apply applies applied
        applying integrate integrates integrated integrating adopt adopts adopted adopting built minimizing minimising
        maximizing maximising consists comprises require requires take takes terms"""
    ),
    "turn": word_set(
        """of for in to on that which where when whether how and toward towards between against over is are can as
        about while than achieve achieves achieved achieving learn learns learned learning improve improves improved
        improving reduce reduces reducing enhance enhances enhancing enable enables enabling ensure ensures ensuring
        preserve preserves preserving provide provides providing tackle tackles tackling address addresses addressing
        solve solves solving generate generates generating capture captures capturing produce produces producing
        facilitate facilitates facilitating mitigate mitigates mitigating"""
    ),
    "against": word_set("unlike instead rather contrast opposed akin similar replace replaces replacing"),
    "denial": word_set(
        """not without no never nor neither free independent beyond avoid avoids avoiding eliminate eliminates
        eliminating circumvent circumvents circumventing"""
    ),
}
"""What a small word before a name makes of it: means; something else ("turn"); what is not so, or left for another."""
_APART = _KINDS["against"] | _KINDS["denial"]
_KIND = {word: kind for kind, some in _KINDS.items() for word in some}

_SELF = word_set("we our us ours")
_RESULT = word_set("results experiments evaluations experimental empirical extensive numerical")
_FINDING = word_set("theoretically empirically experimentally numerically")
_OWN = _SELF | _RESULT | _FINDING | {"this", "proposed"}
_WORKS = re.compile(
    r" (?:paper|work|article|study|thesis|survey|report|letter|chapter|tutorial|dissertation|manuscript|review"
    r"|project)\b"
)
_SHOW = re.compile(
    r"(?: \w+){0,3} (?:show|shows|demonstrate|demonstrates|on|confirm|confirms|indicate|indicates|validate|suggest"
    r"|reveal|verify|prove|with|across|support)\b"
)
_FIELD = re.compile(
    r"(?:existing|previous|prior|current|traditional|conventional|recent|earlier|past|these|such|other|most|many"
    r"|standard)(?: [\w\-]+){0,3} (?:works?|methods?|stud(?:y|ies)|approach(?:es)?|papers?|researche?r?s?|efforts"
    r"|literature|algorithms|techniques|models|solutions|advance(?:s|ments)|benchmarks|datasets)\b"
    r"|(?:recently|in recent years|in the literature|traditionally|conventionally)\b"
    r"|ha(?:s|ve) (?:\w+ly )?(?:been|shown|achieved|become|demonstrated|emerged|led|made|gained|attracted)\b",
    re.IGNORECASE,
)
_FIELD_WORDS = word_set(
    """existing previous prior current traditional conventional recent earlier past these such other most many standard
    recently in traditionally conventionally has have"""
)
"""The words with which it begins."""
_FOUND = word_set(
    """show shows shown showing prove proves proven proving find finds finding findings observe observes observed
    observation demonstrate demonstrates demonstrated demonstrating derive derives derived deriving analyze analyzes
    analyzed analyzing analyse analyses analysed analysing analysis result results resulting study studies studied
    studying investigate investigates investigated investigating investigation examine examines examined examining
    theory theories theorem theorems theoretical theoretically establish establishes established establishing obtain
    obtains obtained obtaining bound bounds bounded understand understanding explore explores explored exploring
    exploration characterize characterizes characterized characterizing characterization identify identifies identified
    identifying experiment experiments experimental experimentally reveal reveals revealed revealing suggest suggests
    suggesting"""
)
_CONCEDING = frozenset({"while", "although", "though", "despite", "motivated", "whereas"})
_ON = frozenset({"on", "across", "for"})


class Told(NamedTuple):
    """What the words of a sentence tell: whether of the paper's own work, and with "we"; whether of findings, of what
    is not so; whether it opens with "while" and its kin, or with "on" within two words."""

    own: bool
    we: bool = False
    finds: bool = False
    denies: bool = False
    concedes: bool = False
    on: bool = False


_NOTHING = Told(own=False)


class Voices:
    """For each sentence of an English text, whether the paper speaks there of its own work."""

    def __init__(self, text: str, title_end: int, names: Collection[str]) -> None:
        """`names` are what the paper brings: a sentence with one of them speaks of it."""
        self.text = text
        self._words, self._lows = words(text), lows(text)
        self._selves, own = _signs(text, title_end)
        if names:
            self._selves = sorted([*self._selves, *_places(text, title_end, names)])
        self._first = min([*own, *self._selves[:1]], default=title_end)  # without a sign all is own
        self._last: tuple[Span, Told] = (-1, -1), _NOTHING

    def told(self, sentence: Span) -> Told:
        """What the words of a sentence tell."""
        if sentence is not self._last[0]:  # the mentions of a sentence are asked for one after the other
            self._last = sentence, self._read(sentence)
        return self._last[1]

    def _read(self, sentence: Span) -> Told:
        we = self.says_we(sentence)
        if not we and sentence[1] <= self._first:
            return _NOTHING
        first, last = bisect_left(self._words, (sentence[0],)), bisect_left(self._words, (sentence[1],))
        some = frozenset(self._lows[first:last])
        if not we and not _FIELD_WORDS.isdisjoint(some) and self._names_the_field(first, last):
            return _NOTHING
        opening = self._lows[first : first + 2]
        return Told(
            own=True,
            we=we,
            finds=not _FOUND.isdisjoint(some),
            denies=not _APART.isdisjoint(some),
            concedes=not _CONCEDING.isdisjoint(opening[:1]),
            on=not _ON.isdisjoint(opening),
        )

    def _names_the_field(self, first: int, last: int) -> bool:
        """Whether one of these words begins to tell of others: "existing methods", "have been"."""
        return any(
            low in _FIELD_WORDS and _FIELD.match(self.text, self._words[n][0])
            for n, low in enumerate(self._lows[first:last], first)
        )

    def says_we(self, span: Span) -> bool:
        """Whether "we", "our", "this paper" or a name that it brings stands between two places."""
        n = bisect_left(self._selves, span[0])
        return n < len(self._selves) and self._selves[n] < span[1]

    def before(self, begin: int, kinds: Collection[str], *, reach: int = 20) -> tuple[str, int, int]:
        """The last small word of these kinds among the `reach` words before a place: its kind, begin and end.

        ('', 0, 0) where there is none. A preposition right after a word of means ("based on") is part of that.
        """
        n = bisect_left(self._words, (begin,)) - 1
        for at in range(n, max(n - reach, -1), -1):
            kind = _KIND.get(self._lows[at], "")
            if kind in kinds:
                if at and self._lows[at] in ("of", "on") and _KIND.get(self._lows[at - 1]) == "means":
                    kind = "means"
                return kind, *self._words[at][:2]
        return "", 0, 0


def _signs(text: str, title_end: int) -> tuple[list[int], list[int]]:
    """Where an abstract says "we" or "this paper", and the first place where it tells its results without that."""
    selves: list[int] = []
    own: list[int] = []
    for begin, end, _, low in words_of(text, _OWN):
        if begin < title_end:
            continue
        if low in _SELF or (low == "this" and _WORKS.match(text, end)):
            selves.append(begin)
        elif not own and (
            low in _FINDING
            or (low in _RESULT and _SHOW.match(text, end))
            or (low == "proposed" and text[begin - 4 : begin] in ("the ", "The "))
        ):
            own.append(begin)
    return selves, own


def _places(text: str, start: int, names: Collection[str]) -> list[int]:
    out = []
    for name in names:
        at = text.find(name, start)
        while at >= 0:
            out.append(at)
            at = text.find(name, at + len(name))
    return out
