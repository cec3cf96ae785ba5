"""The fact store: what was read and what was found, in one SQLite file. Everything else can be rebuilt from it.

Facts are sets: records (keyed by the hash of their content), where each was read, what was skipped, and what a pipeline
found in a document. What happens once (times, command lines) lives in the log and never reaches the graph.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from .errors import KBError, Locked, NotAKnowledgeBase, UnknownName
from .faults import connection, fault
from .records import Paper, Skipped, Source
from .spelling import canonical, digest

SCHEMA = 1
"""Raised when the tables change; a file with a newer number is refused, never guessed at."""

_TABLES = """
CREATE TABLE records (sha TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE places (sha TEXT, file TEXT, line INTEGER, format TEXT, PRIMARY KEY (sha, file, line)) WITHOUT ROWID;
CREATE INDEX places_by_file ON places (file);
CREATE TABLE skipped (file TEXT, line INTEGER, reason TEXT, excerpt TEXT, PRIMARY KEY (file, line, reason));
CREATE TABLE readings (document TEXT, pipeline TEXT, json TEXT NOT NULL, PRIMARY KEY (document, pipeline));
CREATE TABLE works (sha TEXT PRIMARY KEY, iri TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX works_by_iri ON works (iri);
CREATE TABLE published (facts TEXT, version INTEGER PRIMARY KEY, summary TEXT NOT NULL);
CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT NOT NULL, command TEXT NOT NULL, result TEXT NOT NULL);
"""


class LogEntry(NamedTuple):
    """One finished command: when (ISO 8601, UTC), what was asked, and its report."""

    id: int
    at: str
    command: str
    result: dict[str, Any]


class Facts:
    """The facts of one knowledge base. One writer at a time; readers see the last commit."""

    def __init__(self, path: Path | None = None) -> None:
        """Opens the file, or makes it; None keeps the facts in memory.

        Where the file or its folder cannot be written, it is opened to be read. Raises NotAKnowledgeBase for a foreign,
        newer or damaged file.
        """
        self._path = path
        try:
            self._db = connection(path)
            version = next(self._rows("PRAGMA user_version"))[0]
            if version == 0 and not any(self._rows("SELECT 1 FROM sqlite_master")):
                self._create()
            elif version != SCHEMA:
                raise NotAKnowledgeBase(
                    f"{path} has schema {version}, this kb knows {SCHEMA}: "
                    + ("upgrade citekb" if version > SCHEMA else "this is no fact store of citekb")
                )
        except sqlite3.Error as e:
            raise fault(path, e) from e

    def _create(self) -> None:
        if self._path and (self._path.parent / "current").exists():  # a new file beside a published graph: cut off
            raise fault(self._path, sqlite3.DatabaseError("it is empty"))
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(f"BEGIN IMMEDIATE;{_TABLES}PRAGMA user_version={SCHEMA};COMMIT;")

    def close(self) -> None:
        """Closes the file; what was committed stays."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what is written inside is committed together, or not at all."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException as error:
            if self._db.in_transaction:  # on a full disk SQLite may have rolled back by itself
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise fault(self._path, error) from error
            raise

    def _rows(self, sql: str, values: Iterable[Any] = ()) -> Iterator[Any]:
        """The rows that a SELECT finds; a damaged file raises NotAKnowledgeBase, at whichever row it shows."""
        try:
            yield from self._db.execute(sql, tuple(values))
        except sqlite3.Error as error:
            raise fault(self._path, error) from error

    # --- records ---------------------------------------------------------------------------------------------------

    def add(self, paper: Paper) -> bool:
        """Keeps a record and where it was read; True when the record is new."""
        row = (paper.sha, paper.line())
        new = self._db.execute("INSERT OR IGNORE INTO records VALUES (?, ?)", row).rowcount == 1
        if paper.source:
            place = (paper.sha, paper.source.file, paper.source.line, paper.source.format)
            self._db.execute("INSERT OR IGNORE INTO places VALUES (?, ?, ?, ?)", place)
        return new

    def skip(self, skipped: Skipped) -> None:
        """Keeps a piece of input that became no paper."""
        row = (skipped.file, skipped.line, skipped.reason, skipped.excerpt)
        self._db.execute("INSERT OR REPLACE INTO skipped VALUES (?, ?, ?, ?)", row)

    def records(self) -> Iterator[Paper]:
        """Every record, without its source, in the order of its hash."""
        for sha, text in self._rows("SELECT sha, json FROM records ORDER BY sha"):
            vars(paper := Paper.from_dict(json.loads(text)))["sha"] = sha  # it need not be hashed again
            yield paper

    def record(self, sha: str) -> Paper | None:
        """One record; None where it is not kept."""
        row = next(self._rows("SELECT json FROM records WHERE sha = ?", (sha,)), None)
        return Paper.from_dict(json.loads(row[0])) if row else None

    def record_shas(self) -> set[str]:
        """The hashes of all records."""
        return {sha for (sha,) in self._rows("SELECT sha FROM records")}

    def work_of(self) -> dict[str, str]:
        """The hash of each record that the published version was made of → the IRI of its work."""
        return dict(self._rows("SELECT sha, iri FROM works"))

    def places(self, shas: Iterable[str]) -> list[Source]:
        """Where these records were read, sorted."""
        found: set[tuple[str, int, str]] = set()
        for sha in shas:
            found.update(self._rows("SELECT file, line, format FROM places WHERE sha = ?", (sha,)))
        return [Source(*row) for row in sorted(found)]

    def sources(self) -> dict[str, int]:
        """How many records were read from each file."""
        return dict(self._rows("SELECT file, count(DISTINCT sha) FROM places GROUP BY file ORDER BY file"))

    def source_named(self, name: str) -> str:
        """The file, as it was given when it was read, that a path or a bare file name means. Raises UnknownName."""
        known = {*self.sources(), *(s.file for s in self.skipped())}
        same = [k for k in known if k == name]
        same = same or [k for k in known if Path(k).name == name or Path(k).absolute() == Path(name).absolute()]
        if len(same) != 1:
            which = "several sources are called" if same else "nothing was read from"
            some = ", ".join(sorted(same or known)[:5])
            raise UnknownName(f"{which} {name!r}; `kb stats` lists the sources: {some}")
        return same[0]

    def skipped(self) -> list[Skipped]:
        """Every piece of input that became no paper, by file and line."""
        rows = self._rows("SELECT file, line, reason, excerpt FROM skipped ORDER BY file, line, reason")
        return [Skipped(*row) for row in rows]

    def remove_records(self, shas: Iterable[str]) -> int:
        """Forgets these records and where they were read; the number that was there."""
        gone = 0
        for sha in list(shas):
            gone += self._db.execute("DELETE FROM records WHERE sha = ?", (sha,)).rowcount
            self._db.execute("DELETE FROM places WHERE sha = ?", (sha,))
        return gone

    def remove_source(self, file: str) -> int:
        """Forgets one file: its places and skipped lines, and every record that no other file states."""
        shas = self.stated_by(file)
        self.forget_file(file)
        kept = "SELECT 1 FROM places WHERE sha = ?"
        return self.remove_records(s for s in sorted(shas) if not any(self._rows(kept, (s,))))

    def stated_by(self, file: str) -> dict[str, int]:
        """The hash of each record that was read from a file → its first line there."""
        return dict(self._rows("SELECT sha, min(line) FROM places WHERE file = ? GROUP BY sha", (file,)))

    def forget_file(self, file: str) -> None:
        """Forgets what stood where in a file, and what was skipped there; its records stay."""
        self._db.execute("DELETE FROM places WHERE file = ?", (file,))
        self._db.execute("DELETE FROM skipped WHERE file = ?", (file,))

    # --- readings --------------------------------------------------------------------------------------------------

    def known_readings(self) -> set[tuple[str, str]]:
        """The (document, key of what decides its reading) that are kept."""
        return set(self._db.execute("SELECT document, pipeline FROM readings"))

    def keep_reading(self, document: str, key: str, line: str) -> None:
        """Keeps what a pipeline found in a document, or what that came to, as JSON; `key` says by what."""
        self._db.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", (document, key, line))

    def reading(self, document: str, key: str) -> str | None:
        """What was found in a document, as it was kept; None where nothing was under this key."""
        row = next(self._rows("SELECT json FROM readings WHERE document = ? AND pipeline = ?", (document, key)), None)
        return row[0] if row else None

    def forget_readings(self, gone: Iterable[tuple[str, str]]) -> None:
        """Drops readings that nothing uses any more: they are a cache."""
        self._db.executemany("DELETE FROM readings WHERE document = ? AND pipeline = ?", gone)

    # --- versions and log ------------------------------------------------------------------------------------------

    def state(self, pipeline: str) -> str:
        """The hash of everything that the graph is derived from: the set of records and the pipeline."""
        return digest(canonical([sorted(self.record_shas()), pipeline]))

    def publish(self, version: int, state: str, summary: dict[str, Any], works: Iterable[tuple[str, str]]) -> None:
        """Notes which facts a version was derived from, its counts, and the (record, work IRI) pairs."""
        self._db.execute("INSERT OR REPLACE INTO published VALUES (?, ?, ?)", (state, version, canonical(summary)))
        self._db.execute("DELETE FROM works")
        self._db.executemany("INSERT INTO works VALUES (?, ?)", works)

    def records_of(self, iri: str) -> list[str]:
        """The hashes of the records of a published work."""
        return [sha for (sha,) in self._rows("SELECT sha FROM works WHERE iri = ? ORDER BY sha", (iri,))]

    def works_of(self, shas: set[str]) -> dict[str, set[str]]:
        """The published works that these records belong to: IRI → all its records."""
        found: dict[str, set[str]] = {}
        for sha, iri in self._rows("SELECT sha, iri FROM works"):
            found.setdefault(iri, set()).add(sha)
        return {iri: own for iri, own in found.items() if own & shas}

    def published(self, version: int | None) -> tuple[str, dict[str, Any]] | None:
        """(state, summary) of a version; None where it is not known."""
        row = next(self._rows("SELECT facts, summary FROM published WHERE version = ?", (version,)), None)
        return (row[0], json.loads(row[1])) if row else None

    def note(self, at: str, command: str, result: dict[str, Any]) -> None:
        """Appends a finished command to the log."""
        self._db.execute("INSERT INTO log (at, command, result) VALUES (?, ?, ?)", (at, command, canonical(result)))

    def log(self) -> list[LogEntry]:
        """Every finished command, the oldest first."""
        rows = self._rows("SELECT id, at, command, result FROM log ORDER BY id")
        return [LogEntry(i, at, command, json.loads(result)) for i, at, command, result in rows]


@contextmanager
def writing(folder: Path | None) -> Iterator[None]:
    """One writer at a time, by a lock that the system frees when its holder dies.

    Raises Locked; KBError, which says what to do, where the folder cannot be written or its disk is full.
    """
    if folder is None:
        yield
        return
    import fcntl

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Locked(f"another process is writing to {folder}; try again when it is done") from None
            yield
    except KBError:
        raise
    except (OSError, sqlite3.Error) as error:
        name = getattr(error, "filename", None)
        if name and not Path(os.fsdecode(name)).absolute().is_relative_to(folder.absolute()):
            raise  # not ours: a file that was to be read
        raise fault(folder, error) from error
