"""What a method was tried on: the datasets of a sentence that tells a result, an experiment or an evaluation.

Before a list of datasets stands "on" or the like, and before that, within the sentence, a name with a verb of success,
"we evaluate name", or what says that the paper speaks of its own: "experiments", "our method". Data that something was
trained on or made of says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..claims import Claim
from .chains import HEAD, Link, doubted
from .templates import ADVERBS, FIRST, JOINED, LIST, NAME, OWN, SUCCEEDS, Template
from .values import told_of

_ON = re.compile(rf" (?:on|in|across|over|for) (?!.* on (?!{NAME}))[^;:.()\ue000-\uefff]{{0,70}}\(?\Z")
_SHOWS = rf"(?:{SUCCEEDS})(?:e?s|ed|e)?"
_NAMED = re.compile(
    rf"(?P<subject>{JOINED})(?: {HEAD})?(?:, [^,;:]{{3,60}},| \([^()]{{1,40}}\))? {ADVERBS}{_SHOWS}\b"
    r"(?=[^;]{0,160}\Z)"
)
_TESTED = re.compile(
    rf"\b(?:[Ee]valuat|[Vv]alidat|[Tt]est|[Bb]enchmark)(?:es?|ed|ing|s)? (?:the performance of |our |the proposed )?"
    rf"(?P<subject>{NAME})(?: {HEAD})?(?: [\w\-]+){{0,4}}?\Z"
)
_OURS = re.compile(
    r"\b(?:[Ee]xperiments?|[Ee]xperimental (?:results|evaluations?)|[Ee]xperimentally|[Ee]mpirical(?:ly)?"
    r"|[Ee]valuations?|[Ww]e (?:[a-z]+ly |also |then |further )*(?:evaluate|validate|test|demonstrate|achieve|show"
    r"|obtain|benchmark|conduct|improve|outperform|establish|perform|report|verify|set)|(?:is|are) (?:[a-z]+ly )?"
    rf"(?:evaluated|validated|tested|verified)|{OWN}|[Tt]he effectiveness of|state-of-the-art (?:results?|performance))"
    r"(?=[^;]{0,140}\Z)"
)
_TRAINED = re.compile(
    r"\b(?:pre-?|fine-?)?(?:train(?:ed|ing)?|tun(?:ed|ing)|learn(?:ed|ing)?|constructed|built|based|derived|collected"
    r"|annotations?|labels?|images|distill(?:ed)?|initialized) (?:[\w\-]+ ){0,4}\Z",
    re.IGNORECASE,
)


_DIFFERENCE = re.compile(
    r"outperform|surpass|exceed|improv|boost|gain|reduc|increas|decreas|better|higher|lower|\bthan\b|compar|\bby\b"
)
"""Words of a comparison: a value beside them is no score on the dataset."""
_DATA_LIST = re.compile(LIST)
_AWAY = 220


def tried(text: str, t: Template) -> Iterator[Claim]:
    """What the sentence says of a method on its datasets; a list of datasets is read from its first name on."""
    for m in _DATA_LIST.finditer(t.said):
        if t.links[ord(m[0][0]) - FIRST].label != "Dataset" or not (found := _subject(t.said, m.start())):
            continue
        place = t.place(found.start())
        if doubted(text, t.sentence, place, place + 1):
            continue
        own = not found.groupdict().get("subject")
        subjects: list[Link | None] = [None] if own else list(t.named(*found.span("subject")))
        for n in range(m.start(), m.end()):
            for link in t.named(n, n + 1):
                told = told_of(t, n, found.start())
                is_score = found.re is not _TESTED and not _DIFFERENCE.search(t.said, found.start(), n)
                value = told.value if is_score else None
                begin, end = min(place, link.begin), max(link.end, value[1] if value else 0)
                for one in subjects if link.label == "Dataset" else ():
                    span, rule = (one.span, "on") if one else (None, "own-on")
                    yield Claim("evaluatedOn", "", begin, end, span, link.span, rule, 0.8, (), told.metrics, value)


def _subject(said: str, at: int) -> re.Match[str] | None:
    """What was tried on the datasets that begin here: a name, or the sign that the paper speaks of its own."""
    on = _ON.search(said, max(0, at - 80), at)
    if not on or _TRAINED.search(said, max(0, on.start() - 50), on.start() + 1):
        return None
    left = max(0, on.start() - _AWAY)
    return next((x for p in (_NAMED, _TESTED, _OURS) if (x := p.search(said, left, on.start()))), None)
