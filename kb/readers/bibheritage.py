"""What BibTeX entries take over from others: `crossref` from the work that holds them, `xdata` from a set of fields.

1. xdata is taken over whole, xdata of xdata too.
2. crossref follows BibLaTeX's rules (its manual, 'Default Inheritance Setup'), which hold BibTeX's: the title of a
   book becomes the book title of what stands in it, that of a periodical its journal. Not taken over is what says which
   work it is (DOI, ISBN, eprint, address) and what it is about (abstract, keywords): those are the parent's own.
3. A parent may stand before or behind its children; children that wait for one come last. Of two entries with one key
   the first is the parent, as in BibTeX.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .bibentries import Entry, Lost

_SHARED = frozenset({
    "year", "date", "month", "publisher", "series", "journal", "journaltitle", "journalsubtitle", "organization",
    "institution", "school", "booktitle", "booksubtitle", "maintitle", "eventtitle", "howpublished", "language",
    "langid",
})  # fmt: skip
_BOOK = frozenset({"book", "mvbook"})
_IN_BOOK = frozenset({"inbook", "bookinbook", "suppbook"})
_WHOLE = frozenset({"mvbook", "mvcollection", "mvreference", "mvproceedings"})
_PART = frozenset({
    "inproceedings", "conference", "incollection", "inreference", "suppcollection", *_IN_BOOK,
})  # fmt: skip
_OWN_KEY = frozenset({"crossref", "xdata", "xref", "ids", "entryset", "related", "key", "label", "options", "sortkey"})
_DEEPEST = 8


def complete(items: Iterable[Entry | Lost]) -> Iterator[Entry | Lost]:
    """The entries with what they take over; a parent that is nowhere is told, and its child stays as it is."""
    known: dict[str, Entry] = {}
    waiting: list[Entry] = []
    for item in items:
        if isinstance(item, Lost):
            yield item
            continue
        _remember(item, known)
        if all(name in known for name in _named(item)):
            yield _inheriting(item, known)
        else:
            waiting.append(item)
    for item in waiting:
        yield _inheriting(item, known)
        for name in _named(item):
            if name not in known:
                why = f"no entry {name[:40]!r} to take fields over from; the rest of the record is kept"
                yield Lost(item.line, why, f"@{item.type}{{{item.key}")


def _named(entry: Entry) -> list[str]:
    """The keys that an entry takes over from."""
    f = entry.fields
    if "crossref" not in f and "xdata" not in f:
        return []
    return [key for key in (*_keys(f.get("xdata", "")), f.get("crossref", "").strip().lower()) if key]


def _keys(value: str) -> list[str]:
    return [key for part in value.split(",") if (key := part.strip().lower())]


def _remember(entry: Entry, known: dict[str, Entry]) -> None:
    """Keeps of an entry what others may take over, under its key and its other keys (`ids`)."""
    f = entry.fields
    if entry.type != "xdata":
        f = {k: v for k, v in f.items() if k in _SHARED or k in ("title", "subtitle", "author", "crossref", "xdata")}
    kept = replace(entry, fields=f)
    for key in (entry.key.lower(), *_keys(f.get("ids", ""))):
        if key:
            known.setdefault(key, kept)


def _inheriting(entry: Entry, known: dict[str, Entry], depth: int = 0) -> Entry:
    """The entry with its own fields first, then those of its xdata, then those of its parent."""
    names = _named(entry)
    if not names or depth > _DEEPEST:  # an entry that is its own ancestor
        return entry
    fields = dict(entry.fields)
    for name in _keys(fields.get("xdata", "")):
        if (source := known.get(name)) and source is not entry:
            for field, value in _inheriting(source, known, depth + 1).fields.items():
                if field not in _OWN_KEY:
                    fields.setdefault(field, value)
    parent = known.get(fields.get("crossref", "").strip().lower())
    if parent and parent is not entry:
        for field, value in _handed_down(_inheriting(parent, known, depth + 1), entry.type).items():
            fields.setdefault(field, value)
    return replace(entry, fields=fields)


def _handed_down(parent: Entry, child: str) -> dict[str, str]:
    """What a parent gives to a child of this type."""
    f = parent.fields
    handed = {name: value for name, value in f.items() if name in _SHARED}
    title = f.get("title")
    if title is None or parent.type in ("article", "xdata"):
        pass
    elif parent.type in ("periodical", "suppperiodical"):
        handed.setdefault("journaltitle", title)
        handed.pop("booktitle", None)
    elif parent.type in _WHOLE:
        handed.setdefault("maintitle", title)
    else:
        handed.setdefault("booktitle", title)
        if "subtitle" in f:
            handed.setdefault("booksubtitle", f["subtitle"])
    if parent.type in _BOOK and "author" in f and child in _IN_BOOK | _BOOK:
        handed["author"] = f["author"]
    if child not in _PART:
        # A volume of a set, or an article, stands in no book.
        handed.pop("booktitle", None)
    if child == "inbook" and title:  # BibTeX: pages of a book have the book's title
        handed["title"] = title
    return handed
