"""The worker's side of `local`: it gets a function, then one item after the other, and gives each result.

It is started by its name, not forked and not from the asker's `__main__`: so it works on every system, beside threads,
and from a script without `if __name__ == "__main__"`. The protocol, both ways, is one pickle a message; only the
process that started it can write to its pipe. It ends when that pipe ends, also when its asker was killed.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from typing import Any, BinaryIO


def answer(inbox: BinaryIO, outbox: BinaryIO) -> None:
    """Answers until the asker goes: ("done", result), or ("failed", error) for what the function raises."""
    work: Any = pickle.load(inbox)  # only our own parent can write there
    gc.disable()  # what is made is thrown away batch by batch; `collect(0)` finds the little that holds itself
    while True:
        try:
            item = pickle.load(inbox)
        except (EOFError, pickle.UnpicklingError):  # the asker has gone, perhaps in the middle of a message
            return
        try:
            said: tuple[str, Any] = ("done", work(item))
        except Exception as error:
            said = ("failed", error)
        outbox.write(_dumped(said))
        outbox.flush()
        gc.collect(0)


def _dumped(said: tuple[str, Any]) -> bytes:
    """One message; an error that cannot be pickled goes as a RuntimeError with its words."""
    try:
        return pickle.dumps(said, pickle.HIGHEST_PROTOCOL)
    except Exception:
        return pickle.dumps(("failed", RuntimeError(f"{type(said[1]).__name__}: {said[1]}")))


def main() -> None:
    """Answers on the pipes that were this process's standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the asker, who ends us
    outbox = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no message
    try:
        answer(sys.stdin.buffer, outbox)
    except BrokenPipeError:  # the asker has gone
        os._exit(0)


if __name__ == "__main__":
    main()
