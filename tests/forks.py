"""Commands and scripts of the tests, each in a process of its own, forked from one that has loaded everything: a tenth
of a start-up.

`started` runs this file. It loads what commands load, and waits at a named pipe, the door. Each line that comes through
makes it fork one that serves the asker (`Forks`): it reads tasks from a pipe, forks for each, and answers how that
ended.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import resource
import select
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, Self

ROOT = Path(__file__).parents[1]

# --- who asks ------------------------------------------------------------------------------------------------------


class Said(NamedTuple):
    """How a process ended, and what it said."""

    code: int
    out: str
    err: str


class Forks:
    """Runs one process after the other."""

    def __init__(self, folder: Path, door: Path, *, apart: bool = False) -> None:
        """`door` is where `started` waits for askers; `apart`: in a name space of its own, where it may mount."""
        self.said = folder / "said"
        for name in ("tasks", "answers"):
            os.mkfifo(f"{self.said}.{name}")
        door.write_text(json.dumps({"place": str(self.said), "alone": apart}) + "\n", "utf-8")
        self.tasks = Path(f"{self.said}.tasks").open("w", encoding="utf-8")  # noqa: SIM115 - closed in __exit__
        self.answers = Path(f"{self.said}.answers").open(encoding="utf-8")  # noqa: SIM115

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.tasks.close()
        self.answers.close()

    def run(self, *, input: str | None = None, **task: Any) -> Said:
        """One task: words (of `kb`), sh (a script), python (code), or kb, file, end, signal (an add that is ended)."""
        Path(f"{self.said}0").write_text(input or "", "utf-8")
        self.tasks.write(json.dumps({**task, "said": str(self.said)}) + "\n")
        self.tasks.flush()
        code = int(self.answers.readline())
        return Said(code, *(Path(f"{self.said}{number}").read_text("utf-8") for number in (1, 2)))

    def kb(self, *words: str | Path, **more: Any) -> Said:
        """A command, as a user types it."""
        return self.run(words=[str(w) for w in words], **more)


def started(door: Path) -> subprocess.Popen[bytes]:
    """The process that waits at the door, which it makes, until its standard input is closed."""
    os.mkfifo(door)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    words = [sys.executable, __file__, str(door)]
    process = subprocess.Popen(words, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin and process.stdout
    if not process.stdout.readline():
        door.unlink()
        process.communicate()
        raise AssertionError("the process that forks has ended: what it said is on stderr")
    process.stdout.close()
    return process


# --- who forks -----------------------------------------------------------------------------------------------------

LOADED = """
    kb.base kb.cli.app kb.comparison kb.duplicates kb.health kb.intake kb.senses kb.suggestions kb.graph.jsonld
    kb.graph.shapes kb.network kb.readers kb.resolve.kept kb.training networkx pandas rdflib.plugins.sparql
    scipy.optimize scipy.sparse
"""
WARM = ROOT / "data" / "sample" / "library.bib"


def load() -> None:
    """All that commands load, so that none of them waits for it."""
    for name in LOADED.split():
        import_module(name)
    from kb.cli import app
    from kb.extraction import extract
    from kb.records import Paper

    for pipeline in ("fast", "full"):
        list(extract([Paper(abstract="We study dropout."), Paper(abstract="我们研究神经网络。")], pipeline=pipeline))
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):  # and what a command loads
        app.app(["read", str(WARM)])
    gc.collect()
    gc.freeze()


def wait(door: str) -> None:
    """Forks one that serves for each line that comes through the door."""
    wanted = os.open(door, os.O_RDWR)
    print("ready", flush=True)
    while True:
        ready, _, _ = select.select([0, wanted], [], [])
        if wanted in ready:
            for line in os.read(wanted, 4096).decode().splitlines():
                if not os.fork():
                    os.close(wanted)
                    try:
                        serve(**json.loads(line))
                    except BaseException:
                        traceback.print_exc()
                    finally:
                        os._exit(0)
        elif not os.read(0, 1):  # who started this one has ended; the others may still ask theirs
            break
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def serve(place: str, alone: bool) -> None:
    """Does the tasks of one asker, each in a process of its own."""
    with open(f"{place}.tasks", encoding="utf-8") as tasks, open(f"{place}.answers", "w") as answers:  # noqa: PTH123
        if alone:
            apart()
        for line in tasks:
            task = json.loads(line)
            if child := os.fork():
                print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers, flush=True)
            else:
                done(task)


def apart() -> None:
    """As `unshare -Urm`: what is mounted from now on is seen here only."""
    import ctypes

    libc, maps = ctypes.CDLL(None), {"uid_map": os.getuid(), "gid_map": os.getgid()}
    if libc.unshare(0x10000000 | 0x00020000):  # CLONE_NEWUSER, CLONE_NEWNS
        raise OSError("no name space of our own")
    for name, text in (("setgroups", "deny"), *((name, f"0 {id} 1") for name, id in maps.items())):
        Path(f"/proc/self/{name}").write_text(text)
    if libc.mount(b"none", b"/", None, 0x4000 | 0x40000, None):  # MS_REC, MS_PRIVATE
        raise OSError("no mounts of our own")


def done(task: dict[str, Any]) -> NoReturn:
    """Does a task as the main program of this process, its standard streams in files, and ends with its code."""
    for number, flags in ((0, os.O_RDONLY), *((n, os.O_CREAT | os.O_TRUNC | os.O_WRONLY) for n in (1, 2))):
        os.dup2(os.open(f"{task['said']}{number}", flags), number)
    streams = [open(n, "rww"[n], encoding="utf-8", closefd=False) for n in (0, 1, 2)]  # noqa: SIM115
    sys.stdin, sys.stdout, sys.stderr = streams
    os.chdir(task.get("cwd") or ".")
    if "limit" in task:
        resource.setrlimit(resource.RLIMIT_FSIZE, (task["limit"],) * 2)
    code: Any = 0
    try:
        work(task)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def work(task: dict[str, Any]) -> None:
    """A script of the shell, an add that is ended at a moment, code of Python, or a command."""
    if "sh" in task:
        os.execvp("sh", ["sh", "-ec", task["sh"]])
    elif "end" in task:
        import kb

        kb.open(task["kb"]).add(kb.read(task["file"]), progress=end_at(task["end"], task["signal"]))
    elif "python" in task:
        exec(compile(task["python"], "<test>", "exec"), {"__name__": "__main__"})
    else:
        from kb.cli import main

        sys.argv = ["kb", *task["words"]]
        main()


def end_at(moment: str, number: int) -> Callable[[str, int, int], None]:
    """A progress that sends this process a signal at the begin or the end of a stage: "facts-end"."""
    stage, _, end = moment.partition("-")

    def progress(what: str, done: int, total: int) -> None:
        if what == stage and (done > 0) == (end == "end"):
            os.kill(os.getpid(), number)

    return progress


if __name__ == "__main__":
    load()
    wait(sys.argv[1])
