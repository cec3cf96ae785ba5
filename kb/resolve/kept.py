"""What a document's entries are made of, as one compact line: made once when it is read, and read at every build.

A line is JSON: language, acronyms, citations, links, sentences, the entries, and the mentions of all entries column by
column, which is parsed and put together twice as quickly as row by row. A surface is left out, for it is
`text[begin:end]`; so a line is a quarter of the reading that it was made of.
"""

from __future__ import annotations

import json
from functools import partial
from itertools import islice
from sys import intern

from ..records import FIELDS, Acronym, Citation, Entry, Mention, Paper, Reading

_mention = partial(tuple.__new__, Mention)
_entry = partial(tuple.__new__, Entry)


def dump(reading: Reading, entries: tuple[Entry, ...]) -> str:
    """The line of one document."""
    mentions = [m for e in entries for m in e.mentions]
    return json.dumps(
        [
            reading.lang,
            [(a.field, a.short, a.long, a.short_span, a.long_span) for a in reading.acronyms],
            [(c.field, c.begin, c.end, c.surface, c.author, c.year) for c in reading.citations],
            reading.links,
            dict(reading.sentences),
            [(*e[:5], len(e.mentions), e.candidates) for e in entries],
            [[FIELDS.index(m.field) for m in mentions], *([m[n] for m in mentions] for n in (1, 2, 4, 5, 6, 7, 8))],
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def load(line: str, paper: Paper) -> tuple[Reading, tuple[Entry, ...]]:
    """The reading of a paper without its mentions, and its entries: equal names are one string in memory."""
    lang, acronyms, citations, links, sentences, rows, columns = json.loads(line)
    reading = Reading(
        lang=intern(lang),
        acronyms=tuple([Acronym(f, short, long, (a, b), (c, d)) for f, short, long, (a, b), (c, d) in acronyms]),
        citations=tuple([Citation(*c) for c in citations]),
        links=tuple(links),
        sentences={intern(f): tuple([(b, e) for b, e in spans]) for f, spans in sentences.items()},
    )
    texts = [paper.text(name) for name in FIELDS]
    fields, begins, ends, labels, roles, rules, confidences, candidates = columns
    surfaces = [intern(texts[n][begin:end]) for n, begin, end in zip(fields, begins, ends, strict=True)]
    columns = (
        *(map(FIELDS.__getitem__, fields), begins, ends, surfaces),
        *(map(intern, labels), map(intern, roles), map(intern, rules), confidences, map(tuple, candidates)),
    )
    mentions = map(_mention, zip(*columns, strict=True))
    entries = [
        _entry(
            (key and intern(key), intern(name), intern(type), intern(role), sure, tuple(islice(mentions, n)), tuple(c))
        )
        for key, name, type, role, sure, n, c in rows
    ]
    return reading, tuple(entries)
