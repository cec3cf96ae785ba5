"""What disks, clocks, killers and other processes do: what was published stays, and a message says what to do.

Every fault is a real one: files cut off, file systems full or mounted read-only, processes killed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import PAPERS, ROOT, Opened, Run
from forks import Forks

import kb
from kb.errors import KBError, NotAKnowledgeBase
from kb.facts import Facts, writing
from kb.graph import Versions

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
COUNT = "SELECT (COUNT(*) AS ?n) { ?p a fabio:Expression FILTER NOT EXISTS { ?p a kb:Stub } }"
OLD, NEW = 3, 5
"""Papers of version 1 and of version 2."""


def may_mount() -> bool:
    """Whether this machine lets a test mount a file system, in a name space that ends with it."""
    if not shutil.which("unshare"):
        return False
    words = ["unshare", "-Urm", "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(words, capture_output=True).returncode == 0


MOUNTS = may_mount()


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of two versions; copy it."""
    folder = tmp_path_factory.mktemp("faults") / "lab.kb"
    for papers in (PAPERS[:OLD], PAPERS):
        with kb.open(folder) as made:
            made.add(papers)
    return folder


@pytest.fixture
def lab(two_versions: Path, tmp_path: Path) -> Path:
    """A copy of it, to be harmed."""
    return shutil.copytree(two_versions, tmp_path / "lab.kb")


def papers_in(folder: Path) -> int:
    """How many papers a reader sees."""
    with kb.open(folder) as base:
        return int(base.query(COUNT).rows[0][0])


def more_papers(path: Path, number: int) -> Path:
    """A file of that many papers of our own."""
    rows = (
        {"id": f"m{i}", "title": f"Paper {i}", "abstract": f"We study dropout and the NTK on MNIST, run {i}. " * 4}
        for i in range(number)
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


# --- files that lost bytes -----------------------------------------------------------------------------------------


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def largest(folder: Path, pattern: str) -> Path:
    return max(folder.glob(pattern), key=lambda p: p.stat().st_size)


@pytest.mark.parametrize(
    "pattern", ["graph/*.sst", "graph/MANIFEST-*", "graph/OPTIONS-*", "names.db", "search.db", "contents"]
)
@pytest.mark.parametrize("harm", [cut, Path.unlink], ids=["cut", "lost"])
def test_a_version_that_lost_bytes_is_not_read_and_the_one_before_stands_in(
    lab: Path, pattern: str, harm: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    harm(largest(lab / "versions" / "000002", pattern))
    if pattern == "contents" and harm is Path.unlink:  # as versions were before there were seals
        assert papers_in(lab) == NEW
        return
    assert papers_in(lab) == OLD
    assert "version 1 is read instead; the next `kb add` repairs it" in caplog.text


def test_the_next_add_builds_a_damaged_version_again(lab: Path) -> None:
    for version in (1, 2):
        cut(largest(lab / "versions" / f"{version:06d}", "graph/*.sst"))
    with pytest.raises(NotAKnowledgeBase, match=r"is damaged .*any `kb add` builds it again"):
        papers_in(lab)
    with kb.open(lab) as base:
        assert base.add(PAPERS[:1])["version"] == 3
    assert (papers_in(lab), Versions(lab).trouble(), Versions(lab).numbers()) == (NEW, None, [3])


def test_bytes_that_rot_in_place_are_told_with_the_way_out(lab: Path) -> None:
    for path in (lab / "versions" / "000002" / "graph").glob("*.sst"):
        path.write_bytes(b"\x55" * path.stat().st_size)
    with pytest.raises(KBError, match=r"000002.*`kb add`"):
        papers_in(lab)
    shutil.rmtree(lab / "versions" / "000002")
    with kb.open(lab) as base:
        base.add(PAPERS[:1])
    assert papers_in(lab) == NEW


@pytest.mark.parametrize("harm", [cut, lambda p: p.write_bytes(b"garbage" * 999), lambda p: os.truncate(p, 0)])
def test_a_damaged_fact_store_is_named_and_the_published_graph_still_answers(
    lab: Path, harm: Callable[[Path], None]
) -> None:
    harm(lab / "facts.db")
    assert papers_in(lab) == NEW
    with kb.open(lab) as base, pytest.raises(NotAKnowledgeBase, match=r"facts\.db is damaged .* put a backup"):
        base.add(PAPERS)
    assert papers_in(lab) == NEW


# --- the pointer ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [None, "", "garbage", "000009\n"], ids=["missing", "empty", "garbage", "gone"])
def test_without_a_pointer_the_newest_version_is_read_and_an_add_mends_it(
    lab: Path, content: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    (lab / "current").unlink()
    if content is not None:
        (lab / "current").write_text(content)
    assert papers_in(lab) == NEW and "version 2 is read instead" in caplog.text
    with kb.open(lab) as base:
        base.add(PAPERS[:1])
    assert (lab / "current").read_text() == "000002\n"


def test_the_command_line_says_on_stderr_that_another_version_is_read(lab: Path, run: Run) -> None:
    (lab / "current").unlink()
    done = run("query", COUNT, "--format", "csv", "--kb", lab)
    assert (done.returncode, done.stdout) == (0, "n\n5\n")
    assert done.stderr.count("version 2 is read instead") == 1


# --- newer, and earlier --------------------------------------------------------------------------------------------


def test_facts_of_a_newer_citekb_are_not_touched(lab: Path) -> None:
    with sqlite3.connect(lab / "facts.db") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = (lab / "facts.db").read_bytes()
    with kb.open(lab) as base, pytest.raises(NotAKnowledgeBase, match=r"schema 99.*upgrade citekb"):
        base.add(PAPERS)
    assert papers_in(lab) == NEW and (lab / "facts.db").read_bytes() == before


def test_a_version_of_a_newer_citekb_is_neither_read_nor_replaced(lab: Path) -> None:
    seal = lab / "versions" / "000002" / "contents"
    seal.write_text(seal.read_text().replace("layout 1", "layout 2", 1))
    with pytest.raises(NotAKnowledgeBase, match="newer citekb: upgrade"):
        papers_in(lab)
    with kb.open(lab) as base, pytest.raises(NotAKnowledgeBase, match="newer citekb: upgrade"):
        base.add(PAPERS)
    assert (lab / "current").read_text() == "000002\n"


def test_a_clock_that_goes_back_changes_neither_the_order_nor_the_version(lab: Path) -> None:
    for path in (lab / "versions" / "000002").rglob("*"):
        os.utime(path, (0, 0))
    with kb.open(lab) as base:
        with base.facts.transaction():
            base.facts.note("1970-01-01T00:00:00+00:00", "add in the past", {})
        assert [e.command for e in base.log()] == ["add", "add", "add in the past"]
        assert base.version == 2 and base.add(PAPERS[:1])["version"] == 2
    assert papers_in(lab) == NEW


# --- full and read-only disks, and killers: in processes of their own ----------------------------------------------


@pytest.fixture(scope="module")
def forks(forks_of: Opened) -> Iterator[Forks]:
    """Where a test may mount file systems that nobody else sees."""
    with forks_of("forks", apart=MOUNTS) as made:
        yield made


FULL = r"no room to write .*free some space and repeat the command|is the disk full\? then repeat the command"


@pytest.mark.parametrize("limit", [60_000, 250_000], ids=["facts", "graph"])
def test_a_write_that_fails_leaves_the_old_version_and_can_be_repeated(lab: Path, forks: Forks, limit: int) -> None:
    file = more_papers(lab.parent / "more.jsonl", 60)
    failed = forks.kb("add", file, "--kb", lab, limit=limit)
    assert (failed.code, "Traceback" in failed.err) == (1, False), failed.err
    assert str(lab) in failed.err and re.search(FULL, failed.err)
    assert papers_in(lab) == NEW and Versions(lab).current() == 2
    assert forks.kb("add", file, "--kb", lab).code == 0
    assert papers_in(lab) == NEW + 60 and not list((lab / "versions").glob(".*"))


@pytest.mark.parametrize("size", ["1500k"] * MOUNTS)
def test_a_full_disk_leaves_the_old_version_and_the_add_can_be_repeated(lab: Path, forks: Forks, size: str) -> None:
    disk = lab.parent / "disk"
    file, there = more_papers(lab.parent / "more.jsonl", 60), disk / "lab.kb"
    made = forks.run(sh=f"mkdir {disk}; mount -t tmpfs -o size={size} none {disk}; cp -r {lab} {there}")
    assert made.code == 0, made.err
    failed = forks.kb("add", file, "--kb", there)
    assert failed.code == 1 and re.search(FULL, failed.err) and "Traceback" not in failed.err, failed.err
    assert forks.kb("query", COUNT, "--format", "csv", "--kb", there).out.split() == ["n", str(NEW)]
    forks.run(sh=f"mount -o remount,size=64m none {disk}")
    assert forks.kb("add", file, "--kb", there).code == 0
    assert forks.kb("query", COUNT, "--format", "csv", "--kb", there).out.split() == ["n", str(NEW + 60)]
    forks.run(sh=f"umount {disk}")


NOTES_AND_DIES = """
    import os, kb
    facts = kb.open({!r}).facts
    with facts.transaction():
        facts.note("2026-01-01T00:00:00+00:00", "noted before the end", {{}})
    os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("killed", [False, True] * MOUNTS)
def test_a_read_only_disk_is_read_and_says_why_it_is_not_written(lab: Path, forks: Forks, killed: bool) -> None:
    if killed:  # what it had committed lies in facts.db-wal
        assert forks.run(python=textwrap.dedent(NOTES_AND_DIES).format(str(lab))).code == -signal.SIGKILL
        assert (lab / "facts.db-wal").stat().st_size
    assert forks.run(sh=f"mount --bind {lab} {lab}; mount -o remount,ro,bind {lab}").code == 0
    for words in (["stats"], ["concept", "NTK"], ["query", COUNT]):
        done = forks.kb(*words, "--kb", lab)
        assert done.code == 0, done.err
    assert ("noted before the end" in forks.kb("log", "--kb", lab).out) == killed
    refused = forks.kb("add", more_papers(lab.parent / "more.jsonl", 2), "--kb", lab)
    assert refused.code == 1 and "cannot be written" in refused.err
    assert "make it writable or copy it" in refused.err and "Traceback" not in refused.err
    forks.run(sh=f"umount {lab}")


@pytest.mark.parametrize(
    ("number", "moment"),
    [
        *((signal.SIGKILL, m) for m in ("records-end", "extracting", "publishing", "publishing-end")),
        (signal.SIGINT, "publishing"),
    ],
)
def test_a_writer_that_is_stopped_loses_nothing_and_can_be_repeated(
    lab: Path, forks: Forks, number: signal.Signals, moment: str
) -> None:
    file = more_papers(lab.parent / "more.jsonl", 3)
    done = forks.run(kb=str(lab), file=str(file), end=moment, signal=number)
    assert done.code == -number, done.err
    assert papers_in(lab) == (NEW + 3 if moment == "publishing-end" else NEW)
    assert forks.kb("add", file, "--kb", lab).code == 0
    assert (papers_in(lab), Versions(lab).trouble()) == (NEW + 3, None)


def test_the_second_of_two_writers_is_told_to_try_again(lab: Path, forks: Forks) -> None:
    file = more_papers(lab.parent / "more.jsonl", 3)
    with writing(lab):
        refused = forks.kb("add", file, "--kb", lab)
        assert refused.code == 5 and "try again when it is done" in refused.err
        assert papers_in(lab) == NEW
    assert forks.kb("add", file, "--kb", lab).code == 0


def test_the_lock_of_a_writer_that_died_is_free(lab: Path) -> None:
    code = "import os, sys; from pathlib import Path; from kb.facts import writing\n"
    code += "with writing(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", code, lab], env=ENVIRONMENT)
    with writing(lab), Facts(lab / "facts.db").transaction():
        pass
