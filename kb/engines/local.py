"""Work on this machine: `mapped` runs a function over items in worker processes, and gives the results in order.

1. Each of `jobs` threads owns one worker process (`worker`), sends it an item and waits, without Python's lock.
2. At most two items a worker are under way, so that nobody holds the corpus; results leave in the order of the items.
3. A worker that dies ends the run with a KBError; so does an interrupt (Ctrl-C), and all workers are ended with it.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from ..errors import KBError

Item = TypeVar("Item")
Result = TypeVar("Result")

_HOUSE = Path(__file__).parents[2]
"""Where the package `kb` lies, for workers of an asker that was started from there."""


def processors() -> int:
    """How many processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def mapped(work: Callable[[Item], Result], items: Iterable[Item], *, jobs: int = 1) -> Generator[Result, None, None]:
    """`work(item)` for each item, in order, in `jobs` worker processes; in this process where that is 1.

    `work`, the items and the results must be picklable. Raises what `work` raises; KBError where a worker dies. Close
    it (`contextlib.closing`) where not all results are taken: the workers end then.
    """
    if jobs <= 1:
        yield from map(work, items)
        return
    pool = _Pool(work, jobs)
    try:
        yield from pool.results(items)
    finally:
        pool.end()


class _Pool:
    """Worker processes, and a thread for each that asks it."""

    def __init__(self, work: Callable[[Any], Any], jobs: int) -> None:
        self._function = pickle.dumps(work, pickle.HIGHEST_PROTOCOL)
        self._jobs = jobs
        self._all: list[subprocess.Popen[bytes]] = []
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        self._threads = ThreadPoolExecutor(jobs)

    def results(self, items: Iterable[Item]) -> Iterator[Any]:
        """What the workers answer, in the order of the items."""
        waiting: deque[Future[Any]] = deque()
        for item in items:
            if len(self._all) < self._jobs:
                self._start()
            waiting.append(self._threads.submit(self._ask, item))
            if len(waiting) >= 2 * self._jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _start(self) -> None:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", f"{__package__}.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(_HOUSE), *filter(None, sys.path)])},
            start_new_session=True,  # Ctrl-C in the terminal reaches the asker alone
        )
        self._all.append(process)
        self._idle.put(process)
        with suppress(BrokenPipeError):  # it is already dead: whoever asks it will say so
            assert process.stdin
            process.stdin.write(self._function)
            process.stdin.flush()

    def _ask(self, item: Any) -> Any:
        process = self._idle.get()
        assert process.stdin and process.stdout
        try:
            pickle.dump(item, process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            kind, found = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError, ValueError) as error:
            self._idle.put(process)  # it is dead: whoever gets it next is told at once
            raise KBError(_died(process)) from error
        self._idle.put(process)
        if kind == "failed":
            raise found
        return found

    def end(self) -> None:
        """Kills the workers, waits for their end and that of the threads, and closes the pipes."""
        for process in self._all:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._all:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what was not yet written has no reader any more
                    if pipe:
                        pipe.close()


def _died(process: subprocess.Popen[bytes]) -> str:
    try:
        code = process.wait(5)
    except subprocess.TimeoutExpired:
        code = 0
    why = "killed, most likely because memory ran out" if code == -9 else f"it ended with {code}"
    return (
        f"a worker process died ({why}); what was stored before is kept: repeat the command, with fewer --jobs if "
        "memory is short"
    )
