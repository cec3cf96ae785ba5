"""The one place where finds are written down and read: nobody overwrites what another found.

While the pipeline runs they are plain tuples on a `Page`. A spaCy Doc gets them as Spans when a component is called
with one: a mention is a Span in `doc.spans["mentions"]`, its label the type, its kb_id the candidates, its id
"rule|confidence". All of it survives `to_bytes`, which an extension holding a Span would not.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from spacy.tokens import Doc, Span

from .tokens import UNSPACED

MENTIONS, ACRONYMS, CITATIONS, LINKS = "mentions", "acronyms", "citations", "links"
_BETWEEN = " "  # between candidates: a lexicon id holds no space


class Find(NamedTuple):
    """A mention as it stands in the text: offsets in characters, a confidence of two decimals."""

    begin: int
    end: int
    label: str
    rule: str
    confidence: float
    candidates: tuple[str, ...] = ()


class Placed(NamedTuple):
    """Anything else that is found, as a Span of a Doc tells it."""

    begin: int
    end: int
    label: str
    kb_id: str = ""
    id: str = ""


_IN_WORD = re.compile(rf"(?<=[^\W_{UNSPACED}])[^\W_{UNSPACED}]")


class Page:
    """A text and what was found in it; `abstract` is where the abstract begins, after the title.

    It stands for a Doc, which costs ten times as much to make and fill; `doc` makes one where a find ends in a token.
    """

    def __init__(self, text: str, doc: Callable[[], Doc], *, abstract: int = 0, lang: str = "en") -> None:
        self.text, self.abstract, self.lang = text, abstract, lang
        self.finds: list[Find] = []
        self.groups: dict[str, list[Placed]] = {ACRONYMS: [], CITATIONS: [], LINKS: []}
        self.doc = doc

    def mark(self, find: Find) -> None:
        """Append a mention."""
        place = self._tokens(find.begin, find.end)
        if place == find[:2]:
            self.finds.append(find)  # nearly always
        elif place:
            self.finds.append(find._replace(begin=place[0], end=place[1]))

    def add(self, group: str, begin: int, end: int, *, label: str, kb_id: str = "", span_id: str = "") -> None:
        """Append something else to its group."""
        if place := self._tokens(begin, end):
            self.groups[group].append(Placed(*place, label, kb_id, span_id))

    def covers(self, *groups: str) -> Callable[[int, int], bool]:
        """Tells whether a span touches one of these groups; a search, not a scan, at each question."""
        return touching(sorted(f[:2] for g in groups for f in (self.finds if g == MENTIONS else self.groups[g])))

    def _tokens(self, begin: int, end: int) -> tuple[int, int] | None:
        """The span, its borders widened to those of tokens; None where it holds nothing."""
        text = self.text
        if 0 <= begin < end <= len(text) and not (
            text[begin].isspace()
            or text[end - 1].isspace()
            or (begin and text[begin - 1].isalnum() and text[begin].isalnum() and _IN_WORD.match(text, begin))
            or (end < len(text) and text[end].isalnum() and text[end - 1].isalnum() and _IN_WORD.match(text, end))
        ):
            return begin, end  # nearly always: they are borders of tokens already
        span = self.doc().char_span(begin, end, alignment_mode="expand")
        return (span.start_char, span.end_char) if span is not None and len(span) else None


class Component(ABC):
    """A step of the pipeline: `read` adds to a Page; called by spaCy, it adds to a Doc."""

    @abstractmethod
    def read(self, page: Page) -> None:
        """Add what this component finds to the page."""

    def __call__(self, doc: Doc) -> Doc:
        page = page_of(doc)
        before = {group: len(found) for group, found in page.groups.items()}
        old = list(page.finds)
        self.read(page)
        if page.finds[: len(old)] != old:  # some were taken away
            doc.spans[MENTIONS], old = [], []
        for find in page.finds[len(old) :]:
            mark(doc, find)
        for group, found in page.groups.items():
            for f in found[before[group] :]:
                _add(doc, group, f)
        return doc


def page_of(doc: Doc) -> Page:
    """A Doc as a Page, with all that was found in it."""
    about = doc.user_data
    page = Page(
        str(about.get("text", doc.text)),
        lambda: doc,
        abstract=int(about.get("abstract", 0)),
        lang=str(about.get("lang", "en")),
    )
    page.finds.extend(finds(doc))
    for group, found in page.groups.items():
        found.extend(Placed(s.start_char, s.end_char, s.label_, s.kb_id_, s.id_) for s in _spans(doc, group))
    return page


def mark(doc: Doc, find: Find) -> None:
    """Append a mention to a Doc; borders inside a token widen to the token."""
    id = f"{find.rule}|{find.confidence:.2f}"
    _add(doc, MENTIONS, Placed(find.begin, find.end, find.label, _BETWEEN.join(find.candidates), id))


def finds(doc: Doc) -> Iterator[Find]:
    """Every mention of a Doc, in the order of finding."""
    for span in _spans(doc, MENTIONS):
        rule, _, confidence = span.id_.partition("|")
        candidates = tuple(span.kb_id_.split(_BETWEEN)) if span.kb_id_ else ()
        yield Find(span.start_char, span.end_char, span.label_, rule, float(confidence), candidates)


def _add(doc: Doc, group: str, f: Placed) -> None:
    span = doc.char_span(f.begin, f.end, label=f.label, kb_id=f.kb_id, span_id=f.id, alignment_mode="expand")
    if span is None or not len(span):
        return
    if group not in doc.spans:
        doc.spans[group] = []
    doc.spans[group].append(span)


def _spans(doc: Doc, group: str) -> Iterable[Span]:
    found: Iterable[Span] = doc.spans.get(group, ())
    return found


def touching(known: list[tuple[int, int]]) -> Callable[[int, int], bool]:
    """Tells whether a span of characters touches one of these, sorted by their begin."""
    if not known:
        return lambda begin, end: False
    begins = [begin for begin, _ in known]
    reach = list(accumulate((end for _, end in known), max))

    def touched(begin: int, end: int) -> bool:
        n = bisect_left(begins, end)
        return n > 0 and reach[n - 1] > begin

    return touched
