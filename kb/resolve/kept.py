"""What a document's entries are made of, as one compact line: made once when it is read, and read at every build.

A line is JSON: language, acronyms, citations, links, sentences, and the entries with their mentions. A surface is left
out, for it is `text[begin:end]`; so a line is a quarter of the reading that it was made of.
"""

from __future__ import annotations

import json
from sys import intern
from typing import Any

from ..records import FIELDS, Acronym, Citation, Entry, Mention, Paper, Reading


def dump(reading: Reading, entries: tuple[Entry, ...]) -> str:
    """The line of one document."""
    return json.dumps(
        [
            reading.lang,
            [(a.field, a.short, a.long, a.short_span, a.long_span) for a in reading.acronyms],
            [(c.field, c.begin, c.end, c.surface, c.author, c.year) for c in reading.citations],
            reading.links,
            dict(reading.sentences),
            [(*e[:5], e.candidates, [_row(m) for m in e.mentions]) for e in entries],
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def load(line: str, paper: Paper) -> tuple[Reading, tuple[Entry, ...]]:
    """The reading of a paper without its mentions, and its entries: equal names are one string in memory."""
    lang, acronyms, citations, links, sentences, rows = json.loads(line)
    texts = [paper.text(name) for name in FIELDS]
    reading = Reading(
        lang=intern(lang),
        acronyms=tuple(Acronym(f, short, long, (a, b), (c, d)) for f, short, long, (a, b), (c, d) in acronyms),
        citations=tuple(Citation(*c) for c in citations),
        links=tuple(links),
        sentences={intern(f): tuple([(b, e) for b, e in spans]) for f, spans in sentences.items()},
    )
    entries = tuple(
        [
            Entry(
                key and intern(key),
                intern(name),
                intern(type),
                intern(role),
                confidence,
                tuple([_mention(m, texts) for m in mentions]),
                tuple(candidates),
            )
            for key, name, type, role, confidence, candidates, mentions in rows
        ]
    )
    return reading, entries


def _row(m: Mention) -> tuple[object, ...]:
    return (FIELDS.index(m.field), m.begin, m.end, m.label, m.role, m.rule, m.confidence, *m.candidates)


def _mention(row: list[Any], texts: list[str]) -> Mention:
    n, begin, end, label, role, rule, confidence, *candidates = row
    return Mention(
        FIELDS[n],
        begin,
        end,
        intern(texts[n][begin:end]),
        intern(label),
        intern(role),
        intern(rule),
        confidence,
        tuple(candidates),
    )
