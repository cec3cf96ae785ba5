"""Work in other processes: the same results in the same order, errors that tell, and nobody left behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import PAPERS

import kb
from kb.engines import mapped
from kb.errors import KBError
from kb.extraction import extract
from kb.records import Paper

MANY = [Paper(id=str(n), abstract=f"We propose FooNet{n} for pruning.") for n in range(250)]
"""More than one batch."""


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    assert list(mapped(str, range(50), jobs=jobs)) == [str(n) for n in range(50)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_function_raises_is_raised_here(jobs: int) -> None:
    results = mapped(int, ["1", "two", "3"], jobs=jobs)
    assert next(results) == 1
    with pytest.raises(ValueError, match="'two'"):
        list(results)


@pytest.mark.parametrize(
    ("work", "item", "why"),
    [(os._exit, 3, "ended with 3"), (signal.raise_signal, signal.SIGKILL, "killed")],
    ids=["exit", "kill"],
)
def test_a_worker_that_dies_is_told_and_not_waited_for(work: Callable[[Any], Any], item: int, why: str) -> None:
    with pytest.raises(KBError, match=f"{why}.*repeat the command"):
        list(mapped(work, [item, item], jobs=2))


def test_workers_end_when_the_results_are_no_longer_wanted() -> None:
    with closing(mapped(eval, ["__import__('os').getpid()", "__import__('time').sleep(600)"] * 4, jobs=2)) as results:
        worker = next(results)
        os.kill(worker, 0)  # it lives
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_what_a_library_prints_in_a_worker_is_no_result() -> None:
    assert list(mapped(print, ["a", "b"], jobs=2)) == [None, None]


def test_any_number_of_processes_finds_the_same() -> None:
    assert list(extract(PAPERS, jobs=2)) == list(extract(PAPERS, jobs=1))


def test_an_interrupted_add_goes_on_where_it_stopped_and_gives_the_same_bytes(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def interrupt(what: str, done: int, total: int) -> None:
        if what == "extracting" and done:
            raise KeyboardInterrupt

    def watch(what: str, done: int, total: int) -> None:
        if what == "extracting":
            told.append((done, total))

    with kb.open(tmp_path / "a.kb") as base:
        with pytest.raises(KeyboardInterrupt):
            base.add(MANY, progress=interrupt, jobs=2)
        base.add(MANY, progress=watch)
        assert told == [(0, 50), (50, 50)]
        base.add([*MANY, Paper(id="x", abstract="We propose BarNet.")], progress=watch)
        assert told[2:] == [(0, 1), (1, 1)]
        base.remove("x")
        found = base.answers.store.lines()
    alone = kb.open()
    alone.add(MANY, jobs=1)
    assert found == alone.answers.store.lines()
