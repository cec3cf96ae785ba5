"""The one place where finds are written into a Doc and read from it: nobody overwrites what another found.

A mention is a Span in `doc.spans["mentions"]`: its label is the type, its kb_id the candidates, its id
"rule|confidence". All of it survives `to_bytes`, which an extension holding a Span would not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from spacy.tokens import Doc, Span

MENTIONS, ACRONYMS, CITATIONS, LINKS, CUES = "mentions", "acronyms", "citations", "links", "cues"
_BETWEEN = " "  # between candidates: a lexicon id holds no space


def text_of(doc: Doc) -> str:
    """The text of a Doc; `doc.text` puts it together anew at every call, so the pipeline keeps it beside."""
    kept = doc.user_data.get("text")
    return kept if isinstance(kept, str) else doc.text


class Find(NamedTuple):
    """A mention as it stands in the Doc: offsets in characters of `doc.text`."""

    begin: int
    end: int
    label: str
    rule: str
    confidence: float
    candidates: tuple[str, ...] = ()


def add(doc: Doc, group: str, begin: int, end: int, *, label: str = "", kb_id: str = "", span_id: str = "") -> None:
    """Append one span of characters to a group of the Doc; borders inside a token widen to the token."""
    span = doc.char_span(begin, end, label=label, kb_id=kb_id, span_id=span_id, alignment_mode="expand")
    if span is None or not len(span):
        return
    if group not in doc.spans:
        doc.spans[group] = []
    doc.spans[group].append(span)


def mark(doc: Doc, find: Find) -> None:
    """Append a mention to the Doc."""
    add(
        doc,
        MENTIONS,
        find.begin,
        find.end,
        label=find.label,
        kb_id=_BETWEEN.join(find.candidates),
        span_id=f"{find.rule}|{find.confidence:.2f}",
    )


def finds(doc: Doc) -> Iterator[Find]:
    """Every mention of the Doc, in the order of finding."""
    for span in spans(doc, MENTIONS):
        rule, _, confidence = span.id_.partition("|")
        candidates = tuple(span.kb_id_.split(_BETWEEN)) if span.kb_id_ else ()
        yield Find(span.start_char, span.end_char, span.label_, rule, float(confidence), candidates)


def spans(doc: Doc, group: str) -> Iterable[Span]:
    """The spans of a group, none where nobody wrote to it."""
    found: Iterable[Span] = doc.spans.get(group, ())
    return found


def taken(doc: Doc, *groups: str) -> list[tuple[int, int]]:
    """The (begin, end) of all spans in these groups, sorted."""
    return sorted((s.start_char, s.end_char) for g in groups for s in spans(doc, g))


def covers(doc: Doc, *groups: str) -> Callable[[int, int], bool]:
    """Tells whether a span of characters touches one of these groups; a search, not a scan, at each question."""
    return touching(taken(doc, *groups))


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
