"""The folder of versions: readers never wait, and nothing half-written is seen.

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
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..errors import NotAKnowledgeBase
from .folders import LAYOUT, broken, hold, layout, remove, seal, sync, sync_one, write_text
from .store import Store, load

KEPT: Final = 3
"""Versions that stay, the newest first."""

_NUMBER = re.compile(r"\d{6,}")


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

        def fill(draft: Path) -> None:
            load(ox.Store(str(draft / "graph")), lines)
            if extras:
                extras(draft)

        return self._switch(fill)

    def renew(self, number: int, change: Callable[[ox.Store, Path, Path], object]) -> int:
        """Writes the next version as a changed copy of a kept one, and makes it the current one; gives its number.

        The copy shares the old graph's files, which are never written again. `change` is given it, the old folder and
        the new. Raises NotAKnowledgeBase where the old version turns out to be damaged.
        """

        def fill(draft: Path) -> None:
            try:
                ox.Store.read_only(str(self.path(number) / "graph")).backup(str(draft / "graph"))
                change(ox.Store(str(draft / "graph")), self.path(number), draft)
            except (OSError, RuntimeError, ValueError, sqlite3.Error) as error:
                raise NotAKnowledgeBase(f"{self.path(number)} cannot be changed: {error}") from error

        return self._switch(fill)

    def _switch(self, fill: Callable[[Path], None]) -> int:
        """Has a draft of the next version filled, and makes it the current one."""
        self._sweep()
        draft = self._home / f".tmp-{os.getpid()}"
        draft.mkdir(parents=True)
        lock = hold(draft, shared=False)
        try:
            fill(draft)
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
