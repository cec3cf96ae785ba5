"""One version of the graph to ask, and the folder of versions: readers never wait, and nothing half-written is seen.

versions/000007/graph/      an Oxigraph store, never written again, and whatever else was built beside it
versions/000007/lock        held shared by every reader of this version, exclusively by nobody but its writer
versions/000007/contents    the size of each file, written last: a version that has lost bytes is not read
versions/.tmp-4711/         a version being written; swept by the next writer if its own died
current                     text, '000007': the version that readers take; replaced in one step
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import time
import weakref
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Self

import pyoxigraph as ox

from ..errors import BadQuery, KBError, NotAKnowledgeBase
from ..terms import PREFIXES
from . import guard, worker
from .folders import LAYOUT, broken, hold, layout, remove, seal, sync, sync_one, write_text
from .results import Result, bindings
from .statements import Statements
from .workers import Workers

CHUNK: Final = 8 << 20
"""Characters of N-Quads loaded at once."""

KEPT: Final = 3
"""Versions that stay, the newest first."""

if TYPE_CHECKING:
    import rdflib

_NUMBER = re.compile(r"\d{6,}")


class Store(Statements):
    """An immutable graph. `query` asks in SPARQL; the other verbs read statements straight, which is faster."""

    def __init__(self, graph: ox.Store, lock: IO[str] | None = None, folder: Path | None = None) -> None:
        self.graph, self._folder = graph, folder
        self._release = weakref.finalize(self, lock.close) if lock else None
        self._workers = Workers(folder or (lambda: graph.dump(format=ox.RdfFormat.N_QUADS) or b""))

    @classmethod
    def memory(cls, lines: Iterable[str]) -> Self:
        """A store in memory, of N-Quads lines."""
        graph = ox.Store()
        load(graph, lines)
        return cls(graph)

    @classmethod
    def open(cls, folder: Path, lock: IO[str] | None = None) -> Self:
        """The store in a folder, read-only. Raises NotAKnowledgeBase where it is missing or damaged."""
        try:
            return cls(ox.Store.read_only(str(folder)), lock, folder)
        except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: what RocksDB says of damaged files
            if lock:
                lock.close()
            raise NotAKnowledgeBase(f"{folder} holds no readable graph ({error}); `kb add` builds it again") from error

    def close(self) -> None:
        """Lets go of the version, so that it may be removed; the store cannot be asked any more."""
        self._workers.close()
        self.graph = ox.Store()
        if self._release:
            self._release()

    # --- asking ----------------------------------------------------------------------------------------------------

    def query(self, text: str, *, timeout: float | None = None, **values: str | int | float) -> Result:
        """What a SPARQL query finds. All prefixes of `kb.terms` are declared.

        `values` fill variables, which must be in the SELECT: a full IRI stands for that thing, anything else is text;
        never write a user's words into the query itself. With a `timeout` in seconds, a process of its own answers and
        is killed when the time is over. Raises BadQuery, QueryTimeout.
        """
        guard.check(text)
        try:
            if timeout is None:
                return Result(*worker.answer(self.graph, text, PREFIXES, bindings(values)))
            return Result(*self._workers.ask(text, bindings(values), timeout))
        except KBError:
            raise
        except SyntaxError as error:
            raise BadQuery(guard.explain(text, str(error), PREFIXES)) from None
        except RuntimeError as error:
            raise BadQuery(f"this query cannot be answered: {error}") from error
        except OSError as error:
            raise self.unreadable(error) from error

    def unreadable(self, error: OSError) -> KBError:
        """What to say where the files of the graph turn out to be damaged while they are read."""
        way = f"; remove {self._folder.parent} and repeat any `kb add`, which builds it again" if self._folder else ""
        return KBError(f"the graph cannot be read: {error}{way}")

    def rdflib(self) -> rdflib.Dataset:
        """The same graph as an rdflib Dataset, to read and query."""
        from .dataset import dataset

        return dataset(self)


def load(graph: ox.Store, lines: Iterable[str]) -> None:
    """Loads N-Quads lines in chunks of about CHUNK characters; a line that does not parse raises SyntaxError."""
    chunk, size = [], 0
    for line in chain(lines, [""]):
        chunk.append(line)
        size += len(line)
        if size > CHUNK or not line:
            graph.bulk_load("\n".join(chunk).encode(), ox.RdfFormat.N_QUADS)
            chunk, size = [], 0
    graph.flush()


class Versions:
    """The published versions in the folder of a knowledge base. One process writes at a time: the caller sees to it."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._home = self.folder / "versions"
        self._pointer = self.folder / "current"
        self._sound: set[int] = set()  # versions whose files were measured: they are never written again
        self._told = ""

    def path(self, number: int) -> Path:
        """The folder of a version."""
        return self._home / f"{number:06d}"

    def numbers(self) -> list[int]:
        """The versions that are there and whole, the oldest first."""
        return [n for n in self._taken() if not self._fault(n)]

    def _taken(self) -> list[int]:
        found = self._home.iterdir() if self._home.is_dir() else ()
        return sorted(int(p.name) for p in found if _NUMBER.fullmatch(p.name))

    def _fault(self, number: int) -> str:
        """Why a version is not to be read; '' where it is whole."""
        version = self.path(number)
        if not (version / "lock").is_file() or not (version / "graph" / "CURRENT").is_file():
            return "is not whole" if version.is_dir() else "is not there"
        if layout(version) > LAYOUT:
            return "was written by a newer citekb"
        if number not in self._sound:
            if lost := broken(version):
                return f"is damaged ({lost})"
            self._sound.add(number)
        return ""

    def current(self) -> int | None:
        """The version that readers take; None before the first.

        Where `current` is lost or names a version that is not whole, the newest whole one stands in, and a warning
        says so (see `trouble`). Raises NotAKnowledgeBase where there are versions and none is whole, or the current one
        was written by a newer citekb.
        """
        named = self._named()
        if named and not self._fault(named):
            return named
        if named and layout(self.path(named)) > LAYOUT:
            raise NotAKnowledgeBase(f"{self.path(named)} was written by a newer citekb: upgrade citekb to read it")
        if numbers := self.numbers():
            self._tell()
            return numbers[-1]
        if taken := self._taken():
            why = f"version {taken[-1]} {self._fault(taken[-1])}"
            raise NotAKnowledgeBase(f"{self.folder} cannot be read ({why}); any `kb add` builds it again from facts.db")
        if self._pointer.exists():
            raise NotAKnowledgeBase(f"{self.folder} has lost its versions; any `kb add` builds it again from facts.db")
        return None

    def trouble(self) -> str | None:
        """What is wrong with the folder although it can be read; None where nothing is."""
        numbers, named = self.numbers(), self._named()
        if not numbers or named in numbers:
            return None
        found = f"names version {named}, which {self._fault(named)}" if named else "is missing or damaged"
        return f"{self._pointer} {found}; version {numbers[-1]} is read instead; the next `kb add` repairs it"

    def _tell(self) -> None:
        """Warns once of a trouble: on stderr, unless the program has set up logging of its own."""
        said = self.trouble() or ""
        if said and said != self._told:
            logging.getLogger("kb").warning("kb: %s", said)
        self._told = said

    def repair(self) -> int | None:
        """For the writer: points `current` to what readers take, and gives its number; None where nothing is readable.

        Raises NotAKnowledgeBase only where a newer citekb has written the current version.
        """
        named = self._named()
        if named and layout(self.path(named)) > LAYOUT:
            self.current()
        numbers = self.numbers()
        if numbers and named not in numbers:
            self._tell()
            named = numbers[-1]
            write_text(self._pointer, f"{named:06d}\n")
        return named if numbers else None

    def open(self, number: int | None = None) -> Store:
        """A version to ask, by default the current one; it stays while it is open, whatever is published meanwhile.

        Raises NotAKnowledgeBase where there is none, or not that one.
        """
        fault = ""
        for _ in range(100):  # a version may be removed between the look and the lock: look again
            chosen = self.current() if number is None else number
            if chosen is None:
                raise NotAKnowledgeBase(f"{self.folder} is no knowledge base yet; `kb add` makes it one")
            if fault := self._fault(chosen):
                break
            lock = hold(self.path(chosen), shared=True)
            if lock is not None:
                return Store.open(self.path(chosen) / "graph", lock)
            if number is not None:
                break
            time.sleep(0.01)
        known = ", ".join(map(str, self.numbers())) or "none"
        why = "is not kept" if not fault or fault.endswith("there") else fault
        raise NotAKnowledgeBase(f"version {number} of {self.folder} {why}: the newest {KEPT} stay; there: {known}")

    def publish(self, lines: Iterable[str], *, extras: Callable[[Path], object] | None = None) -> int:
        """Writes the next version and makes it the current one; gives its number.

        `extras` builds more files in the folder that it is given, before the switch. Whatever is raised or killed on
        the way, what was current stays current; what is left lying is swept by the next call.
        """
        self._sweep()
        draft = self._home / f".tmp-{os.getpid()}"
        draft.mkdir(parents=True)
        lock = hold(draft, shared=False)
        try:
            load(ox.Store(str(draft / "graph")), lines)
            if extras:
                extras(draft)
            seal(draft)
            sync(draft)
            number = max([*self._taken(), self._named()]) + 1
            draft.rename(self.path(number))
            if lock:
                lock.close()  # readers may hold it from here on
            sync_one(self._home)
            write_text(self._pointer, f"{number:06d}\n")
        finally:
            if lock:
                lock.close()
            shutil.rmtree(draft, ignore_errors=True)
        self._prune(number)
        return number

    def _named(self) -> int:
        with suppress(OSError, ValueError):
            return max(0, int(self._pointer.read_text("ascii")))
        return 0

    def _sweep(self) -> None:
        """Removes what dead writers left; a draft whose writer lives is locked, and stays."""
        for left in (*self._home.glob(".tmp-*"), *self._home.glob(".old-*")):
            remove(left)
        for left in self.folder.glob(".current-*"):
            left.unlink(missing_ok=True)

    def _prune(self, newest: int) -> None:
        kept = [n for n in self.numbers() if n <= newest][-KEPT:]
        for number in self._taken():
            if number < newest and number not in kept:
                remove(self.path(number))
