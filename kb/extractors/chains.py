"""The names of a text in a row, and the words between them: what every rule for statements reads.

1. Of names inside each other the outermost stands in the row: of "graph network pruning" nothing is said of a network.
2. A short form in brackets behind its name belongs to it: "the kernel (NTK) for regression" is "kernel for regression".
3. Names of one type with nothing but commas, "and" and "or" between them are a list; what is said of one holds for all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from ..claims import Span
from .spans import Find

HEAD: Final = (
    r"(?:algorithms?|methods?|models?|approach(?:es)?|frameworks?|techniques?|architectures?|networks?|systems?"
    r"|strateg(?:y|ies)|schemes?|pipelines?|modules?|layers?|mechanisms?|losses|loss|objectives?|baselines?"
    r"|solutions?|procedures?|paradigms?|toolkits?|librar(?:y|ies)|tools?|solvers?|learners?|estimators?|backbones?"
    r"|variants?|detectors?|classifiers?|agents?|optimizers?|counterparts?|competitors?)"
)
"""What a method is called in general: the name before it is of a method."""


class Link(NamedTuple):
    """A name in its row: where it begins and ends, where its bracketed short form ends, and its type."""

    begin: int
    end: int
    reach: int
    label: str

    @property
    def span(self) -> Span:
        """Where the name itself stands."""
        return self.begin, self.end


_CLOSED = re.compile(r"[\"'”’]*\)")


def links(text: str, found: Sequence[Find]) -> list[Link]:
    """The outermost names of a text, in order, short forms in brackets joined to what they abbreviate."""
    out: list[Link] = []
    reach = -9
    for f in found:  # as `settled` leaves them: by begin, the longer first
        begin, end = f[0], f[1]
        if begin < reach:
            continue
        if begin - reach == 2 and text[reach:begin] == " (" and (closed := _CLOSED.match(text, end)):
            reach = closed.end()
            out[-1] = out[-1]._replace(reach=reach)
            continue
        out.append(Link(begin, end, end, f[2]))
        reach = end
    return out


_AND = frozenset({", ", " and ", ", and ", " or ", ", or ", "/", " & ", " as well as ", ", as well as ", " and the "})


def lists(text: str, row: Sequence[Link]) -> list[tuple[int, int]]:
    """For each name the first and last place in the row of the list that it belongs to; itself twice where to none."""
    out: list[tuple[int, int]] = []
    first = 0
    for n, link in enumerate(row):
        if n and not (link.label == row[n - 1].label and text[row[n - 1].reach : link.begin] in _AND):
            out += [(first, n - 1)] * (n - first)
            first = n
    return out + [(first, len(row) - 1)] * (len(row) - first)


def sentence_at(cut: Sequence[Span], place: int) -> Span:
    """The sentence in which a character stands."""
    return cut[bisect_right(cut, (place, 1 << 60)) - 1]


_DOUBT = re.compile(
    r"\b(?:not|n't|never|no|nor|neither|cannot|without|whether|if|unless|may|might|could|would|should|rather than"
    r"|instead of|unlike|fails?|failed|failing|lack|hardly|rarely|limited|insufficient|unable|infeasible|unclear"
    r"|hypothesi[sz]e[sd]?|conjecture[sd]?|suppose|assum\w+|question|need for|than|unsuitable|impractical|beyond"
    r"|avoid\w*|replac\w+|eliminat\w+|absence of)\b",
    re.IGNORECASE,
)
"""Words before a statement after which it is not said: negation, hypothesis, what others lack."""

_NEAR = 45


def doubted(text: str, sentence: Span, begin: int, end: int) -> bool:
    """Whether a sentence asks, denies or supposes what stands between these characters, or sets it aside."""
    if text[sentence[1] - 1 : sentence[1]] in ("?", "？"):
        return True
    return _DOUBT.search(text, max(sentence[0], begin - _NEAR), end) is not None
