"""Queries with a time limit: each runs in a process of its own that is killed when its time is over.

The engine cannot be interrupted, and a query that eats all memory or crashes it takes its process along. So such a
query is answered by a worker (`worker.py`), which opens the same version read-only. A worker that has answered is kept
for the next query; one that ran too long, crashed, or whose asker was interrupted (Ctrl-C) is killed. Workers end with
their asker, also when that is killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from ..errors import KBError, QueryTimeout
from ..terms import PREFIXES
from . import worker

IDLE: Final = 2
"""Workers that are kept for the next query."""

START: Final = 60.0
"""Seconds that a worker has to open its version."""

Source = Path | Callable[[], bytes]
"""The folder of a version, or what gives a graph in memory as N-Quads."""


class Workers:
    """The worker processes of one version. Threads may ask at the same time: each has a worker to itself."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._idle: list[_Worker] = []
        self.close = weakref.finalize(self, _end_all, self._idle)
        """Ends the workers; at the latest when nobody holds this, or the program ends."""

    def ask(self, text: str, values: Mapping[Any, Any], limit: float) -> tuple[worker.Kind, bytes]:
        """What `worker.answer` gives, within `limit` seconds.

        Raises QueryTimeout; KBError where the worker dies; what the engine raises: SyntaxError, RuntimeError, OSError.
        """
        chosen = self._take()
        request = {
            "query": text,
            "prefixes": PREFIXES,
            "values": {variable.value: str(term) for variable, term in values.items()},
            "limit": limit,
        }
        head, document = chosen.say(request, b"", limit)
        self._keep(chosen)
        if "error" in head:
            raise _ERRORS.get(head["error"], RuntimeError)(head["message"])
        return head["kind"], document

    def _take(self) -> _Worker:
        while self._idle:
            chosen = self._idle.pop()  # list.pop is atomic: no two threads get the same
            if chosen.process.poll() is None:
                return chosen
            chosen.end()  # it died while nobody asked
        return _Worker(self._source)

    def _keep(self, chosen: _Worker) -> None:
        if len(self._idle) < IDLE and self.close.alive:
            self._idle.append(chosen)
        else:
            chosen.end()


class _Worker:
    """One process and its two pipes."""

    def __init__(self, source: Source) -> None:
        """Starts the process and has it open the version. Raises OSError where that fails."""
        self.process = subprocess.Popen(
            [sys.executable, "-S", "-P", worker.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            start_new_session=True,  # Ctrl-C in the terminal reaches the asker alone
        )
        head, body = ({"folder": str(source)}, b"") if isinstance(source, Path) else ({}, source())
        said, _ = self.say(head, body, START)
        if "error" in said:
            self.end()
            raise OSError(said["message"])

    def say(self, head: Mapping[str, Any], body: bytes, limit: float) -> tuple[dict[str, Any], bytes]:
        """Sends a message and gives the answer. Raises QueryTimeout, or KBError where the process dies over it."""
        over = threading.Event()

        def end() -> None:
            over.set()
            self.process.kill()

        timer = threading.Timer(limit, end)
        timer.daemon = True
        timer.start()
        try:
            found = self._exchange(head, body)
        except BaseException:
            self.end()
            raise
        finally:
            timer.cancel()
            timer.join()
        if found and not over.is_set():
            return found
        died = self.process.wait() if not found else 0
        self.end()
        if over.is_set():
            raise QueryTimeout(f"the query ran longer than {limit:g} s and was stopped: narrow it, or allow more")
        raise KBError(f"the query ended its worker process ({_reason(died)}); nothing else is harmed: narrow the query")

    def _exchange(self, head: Mapping[str, Any], body: bytes) -> tuple[dict[str, Any], bytes] | None:
        assert self.process.stdin and self.process.stdout
        try:
            worker.send(self.process.stdin, head, body)  # type: ignore[arg-type]
        except BrokenPipeError:
            return None
        return worker.receive(self.process.stdout)  # type: ignore[arg-type]

    def end(self) -> None:
        """Kills the process, waits for its end, and closes the pipes."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with suppress(BrokenPipeError):  # what was not yet written has no reader any more
                    pipe.close()


def _end_all(idle: list[_Worker]) -> None:
    while idle:
        idle.pop().end()


def _reason(code: int) -> str:
    if code == -getattr(signal, "SIGKILL", 9):
        return "killed from outside, most likely because memory ran out"
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


_ERRORS: Final[dict[str, type[Exception]]] = {"SyntaxError": SyntaxError, "OSError": OSError, "ValueError": ValueError}
