"""Full text over titles, abstracts and the names of concepts: SQLite FTS5, Chinese too.

(1) Latin words go in as they are; FTS5 folds case and diacritics. A run of Han, kana or hangul goes in as its single
characters and its bigrams, since it has no spaces and FTS5's own trigrams find nothing under three characters.
(2) A question is split in the same way, and every piece is quoted: a user's text is never FTS syntax. A word also finds
the words that it begins. (3) All words must be there; where no document has all, any of them counts. (4) BM25 ranks,
a hit in the label weighing more.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple, Self

from ..spelling import singular
from ..terms import mint
from .beside import existing
from .content import Content, label

LABEL_WEIGHT: Final = 5.0
"""How much more a word in a title or a concept's name counts than one in an abstract."""

AROUND: Final = 60
"""Characters of context that a snippet shows on each side of what was found."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_IS_CJK = re.compile(rf"[{_CJK}]")


class Row(NamedTuple):
    """One thing to be found: its kind ('paper', 'concept'), IRI, the label it is shown by, and its further text."""

    kind: str
    iri: str
    label: str
    text: str


class Hit(NamedTuple):
    """One thing found: `score` is higher for the better (BM25), `snippet` plain text around the first word found."""

    kind: str
    iri: str
    label: str
    score: float
    snippet: str


def search_rows(content: Content) -> Iterator[Row]:
    """What can be found of a knowledge base: papers by title and abstract, stubs by label, concepts by every name."""
    for d in content.documents:
        shown, title = label(d.paper), d.paper.title or ""
        other = {t: None for r in d.records if (t := r.title) and t != title}
        yield Row("paper", d.iri, shown, "\n".join(t for t in (*other, d.paper.abstract or "") if t))
    for stub in content.stubs:
        yield Row("paper", stub.iri, stub.label, stub.raw or "")
    for c in content.concepts.values():
        names = dict.fromkeys((*c.acronyms, *(name for name, _ in c.names)))
        yield Row("concept", mint("concept", c.key), c.name, "; ".join(n for n in names if n != c.name))


class Search:
    """The full-text index of one version."""

    def __init__(self, path: Path | None, rows: Iterable[Row] | None = None) -> None:
        """Opens the index at `path`; with `rows`, builds it there (None: in memory)."""
        if rows is None:
            self._db = existing(path)
            return
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False)
        self._db.executescript(
            "CREATE TABLE docs (id INTEGER PRIMARY KEY, kind TEXT, iri TEXT, label TEXT, text TEXT);"
            "CREATE VIRTUAL TABLE grams USING fts5(label, text, content='', tokenize='unicode61 remove_diacritics 2');"
        )
        self._insert(dict.fromkeys(rows), 1)
        self._db.execute("INSERT INTO grams(grams) VALUES ('optimize')")
        self._db.commit()

    def _insert(self, rows: Iterable[Row], first: int) -> None:
        for number, row in enumerate(rows, first):
            clean = [_storable(cell) for cell in row]
            self._db.execute("INSERT INTO docs VALUES (?,?,?,?,?)", (number, *clean))
            self._db.execute("INSERT INTO grams (rowid, label, text) VALUES (?,?,?)", (number, *map(_grams, clean[2:])))

    @classmethod
    def changed(cls, path: Path, gone: Iterable[str], rows: Iterable[Row]) -> Self:
        """The index at `path` after some things (IRIs) are taken out, and these are put in."""
        made = cls.__new__(cls)
        made._db = sqlite3.connect(path)
        made.replace(gone, rows)
        return made

    def replace(self, gone: Iterable[str], rows: Iterable[Row]) -> None:
        """Takes some things (IRIs) out, and puts these in; what stays as it is is let be."""
        new = {(r.kind, r.iri, *map(_storable, r[2:])): r for r in rows}
        self._db.execute("CREATE TEMP TABLE gone (iri TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.executemany("INSERT OR IGNORE INTO gone VALUES (?)", ((iri,) for iri in gone))
        for number, *row in self._db.execute("SELECT * FROM docs WHERE iri IN (SELECT iri FROM gone)").fetchall():
            if new.pop(tuple(row), None):
                continue
            self._db.execute("DELETE FROM docs WHERE id = ?", (number,))
            self._db.execute(
                "INSERT INTO grams (grams, rowid, label, text) VALUES ('delete',?,?,?)", (number, *map(_grams, row[2:]))
            )
        self._db.execute("DROP TABLE gone")
        last = self._db.execute("SELECT coalesce(max(id), 0) FROM docs").fetchone()[0]
        self._insert(new.values(), last + 1)
        self._db.commit()

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def search(self, text: str, *, top: int = 10, kind: str | None = None) -> list[Hit]:
        """At most `top` things whose texts hold these words, the best first; of one kind, if `kind` is given.

        Nothing is found for a text without letters or digits.
        """
        words = list(dict.fromkeys(_wanted(_storable(text))))
        if not words or top < 1:
            return []
        everything = self._match(" AND ".join(words), top, kind)
        rows = everything or (self._match(" OR ".join(words), top, kind) if len(words) > 1 else [])
        plain = [m[0] for m in _PIECE.finditer(text)]
        return [Hit(k, i, n, round(-score, 4), _snippet(n, t, plain)) for k, i, n, t, score in rows]

    def _match(self, query: str, top: int, kind: str | None) -> list[tuple[str, str, str, str, float]]:
        return self._db.execute(
            f"SELECT kind, iri, docs.label, docs.text, bm25(grams, {LABEL_WEIGHT}, 1.0) AS score"
            " FROM grams JOIN docs ON docs.id = grams.rowid"
            " WHERE grams MATCH ? AND (? IS NULL OR kind = ?) ORDER BY score, iri LIMIT ?",
            (query, kind, kind, top),
        ).fetchall()


def _storable(text: str) -> str:
    """Text that SQLite takes: no NUL, no lone surrogates; one for one."""
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def _grams(text: str) -> str:
    """A text as FTS5 is to see it: words, and for Chinese single characters and bigrams.

    >>> _grams("NTK理论x")
    'NTK 理 理论 论 x'
    """
    return " ".join(gram for piece in _PIECE.findall(text) for gram in _split(piece))


def _split(piece: str) -> list[str]:
    if not _IS_CJK.match(piece):
        return [piece]
    return [gram for i in range(len(piece)) for gram in (piece[i], piece[i : i + 2])][: 2 * len(piece) - 1]


def _wanted(text: str) -> Iterator[str]:
    """The pieces of a question as FTS5 terms; an exact word counts twice, one that it begins or its singular once."""
    for piece in _PIECE.findall(text):
        if not _IS_CJK.match(piece):
            yield f'("{piece}" OR "{piece}"* OR "{singular(piece.lower())}")'
        elif len(piece) == 1:
            yield f'"{piece}"'
        else:
            yield from (f'"{piece[i : i + 2]}"' for i in range(len(piece) - 1))


def _plain(text: str) -> str:
    """Lower case without diacritics, character for character, so that places in it are places in the text."""
    return "".join((unicodedata.normalize("NFD", c)[:1] or c).lower()[:1] or c for c in text)


def _snippet(name: str, text: str, words: list[str]) -> str:
    """The place where the first of the words stands, with AROUND characters on each side, on one line."""
    source = text or name
    plain = _plain(source)
    at = min((place for word in words if (place := _place(plain, _plain(word))) >= 0), default=0)
    begin, end = max(0, at - AROUND), min(len(source), at + 2 * AROUND)
    if begin and (space := source.find(" ", begin, at)) >= 0:
        begin = space + 1
    if end < len(source) and (space := source.rfind(" ", at + AROUND, end)) >= 0:
        end = space
    shown = " ".join(source[begin:end].split())
    return ("… " if begin else "") + shown + (" …" if end < len(source) else "")


def _place(plain: str, word: str) -> int:
    """Where a word begins a word of the text; a Chinese one stands anywhere, or its first two characters do."""
    if _IS_CJK.match(word):
        whole = plain.find(word)
        return whole if whole >= 0 else plain.find(word[:2])
    forms = (re.search(rf"(?<![^\W_{_CJK}]){re.escape(form)}", plain) for form in (word, singular(word)))
    return next((m.start() for m in forms if m), -1)
