"""A query with a time limit is answered by a process that may die; the one that asked goes on."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kb import rdf
from kb.errors import BadQuery, KBError, QueryTimeout
from kb.graph import Store, Versions
from kb.graph.workers import IDLE

LINES = rdf.parse((Path(__file__).parent / "data" / "graph.ttl").read_bytes())
NAMES = "SELECT ?c ?name { ?c skos:prefLabel ?name } ORDER BY ?c ?name"
PRODUCT = " . ".join(f"?a{i} ?b{i} ?c{i}" for i in range(12))
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """The same graph in a version on disk, and in memory."""
    if request.param == "memory":
        return Store.memory(LINES)
    Versions(tmp_path).publish(LINES)
    return Versions(tmp_path).open()


def workers(store: Store) -> list[int]:
    """The processes that wait for the next query."""
    return [w.process.pid for w in store._workers._idle]


def runs(process: int) -> bool:
    """Whether there is such a process, and it is not one that only waits to be counted."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    "query",
    [NAMES, "ASK { ?c a kb:Method }", "ASK { ?c a kb:Nothing }", "CONSTRUCT { ?a cito:cites ?b } { ?a cito:cites ?b }"],
    ids=["rows", "yes", "no", "graph"],
)
def test_a_worker_answers_as_this_process_does(store: Store, query: str) -> None:
    assert store.query(query, timeout=30) == store.query(query)


def test_values_reach_the_worker_as_terms(store: Store) -> None:
    text = "SELECT ?name ?c { ?c skos:prefLabel ?l FILTER(STR(?l) = ?name) }"
    for name in ("neural tangent kernel", '"x\n\\ ?name } 神经', "https://w3id.org/citekb/concept/x"):
        assert store.query(text, timeout=30, name=name) == store.query(text, name=name)


def test_a_worker_is_kept_for_the_next_query(store: Store) -> None:
    store.query(NAMES, timeout=30)
    first = workers(store)
    store.query(NAMES, timeout=30)
    assert workers(store) == first and len(first) == 1


@pytest.mark.parametrize(
    "query",
    [ENDLESS, f"SELECT * {{ {PRODUCT} }}", f"CONSTRUCT {{ ?a0 ?b0 ?c0 }} {{ {PRODUCT} }}"],
    ids=["count", "rows", "graph"],
)
def test_a_query_past_its_time_is_stopped_and_the_next_is_answered(store: Store, query: str) -> None:
    store.query(NAMES, timeout=30)
    process = workers(store)[0]
    with pytest.raises(QueryTimeout, match=r"longer than 0\.2 s"):
        store.query(query, timeout=0.2)
    assert not runs(process)
    assert store.query(NAMES, timeout=30) == store.query(NAMES)


def test_a_bad_query_is_told_as_without_a_limit(store: Store) -> None:
    with pytest.raises(BadQuery, match="line 1, column"):
        store.query("SELECT ?x { ?x a }", timeout=30)
    with pytest.raises(BadQuery, match="never goes online"):
        store.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", timeout=30)


def when_it_works(store: Store, harm: Callable[[int], None]) -> threading.Thread:
    """Harms the one worker of a store a moment after it has been asked."""
    store.query(NAMES, timeout=30)
    process = workers(store)[0]

    def later() -> None:
        time.sleep(0.2)
        harm(process)

    thread = threading.Thread(target=later)
    thread.start()
    return thread


@pytest.mark.parametrize(("number", "says"), [(signal.SIGSEGV, "SIGSEGV"), (signal.SIGKILL, "memory ran out")])
def test_a_worker_that_crashes_is_an_error_and_no_more(store: Store, number: int, says: str) -> None:
    thread = when_it_works(store, lambda process: os.kill(process, number))
    with pytest.raises(KBError, match=says):
        store.query(ENDLESS, timeout=30)
    thread.join()
    assert store.query(NAMES, timeout=30) == store.query(NAMES)


def test_a_worker_that_died_while_nobody_asked_is_replaced(store: Store) -> None:
    store.query(NAMES, timeout=30)
    gone = store._workers._idle[0].process
    gone.kill()
    gone.wait()
    assert store.query(NAMES, timeout=30) == store.query(NAMES)


def test_threads_ask_at_the_same_time(store: Store) -> None:
    found: list[bool] = []
    ask = [threading.Thread(target=lambda: found.append(len(store.query(NAMES, timeout=30)) > 0)) for _ in range(4)]
    for thread in ask:
        thread.start()
    for thread in ask:
        thread.join()
    assert found == [True] * 4 and len(workers(store)) <= IDLE


@pytest.mark.parametrize("end", [Store.close, None], ids=["closed", "forgotten"])
def test_the_workers_of_a_store_end_with_it(tmp_path: Path, end: Callable[[Store], None] | None) -> None:
    Versions(tmp_path).publish(LINES)
    store = Versions(tmp_path).open()
    store.query(NAMES, timeout=30)
    process = workers(store)[0]
    if end:
        end(store)
    del store
    gc.collect()
    assert not runs(process)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=lambda n: n.name)
def test_no_worker_outlives_the_one_that_asked(tmp_path: Path, number: signal.Signals) -> None:
    Versions(tmp_path).publish(LINES)
    code = """
        import sys
        from kb.graph import Versions
        store = Versions(sys.argv[1]).open()
        store.query("ASK {}", timeout=30)
        print(store._workers._idle[0].process.pid, flush=True)
        store.query(sys.argv[2], timeout=60)
    """
    asker = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), tmp_path, ENDLESS],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with asker:
        assert asker.stdout
        process = int(asker.stdout.readline())
        time.sleep(0.2)
        assert runs(process)
        asker.send_signal(number)
    deadline = time.monotonic() + 10
    while runs(process) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not runs(process) and asker.returncode == -number
