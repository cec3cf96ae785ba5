"""--dry-run writes nothing and tells what an add does; --sync lets go of what left its source, and of nothing else."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

import kb
from kb.errors import BadInput

A = "@article{a, title={Alpha networks}, author={Doe, Jo}, year={2018}, abstract={We use dropout.}}\n"
B = "@article{b, title={Beta networks}, author={Roe, Al}, year={2019}, doi={10.1234/b}}\n"
B_AGAIN = B.replace("2019", "2020")
C = "@article{c, title={Gamma networks}, author={Poe, Bo}, year={2020}}\n"
D = "@article{d, title={Delta networks}, author={Lee, Cy}, year={2021}}\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder `lib` of two files, a file beside it that repeats a record, and a knowledge base of them all."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "one.bib").write_text(A + B + C, "utf-8")
    (tmp_path / "lib" / "two.bib").write_text(D, "utf-8")
    (tmp_path / "beside.bib").write_text(C, "utf-8")
    with kb.open(tmp_path / "lab.kb") as base:
        base.add(kb.read(tmp_path / "lib", tmp_path / "beside.bib"))
    return tmp_path


def lines(folder: Path) -> list[str]:
    with kb.open(folder) as base:
        return list(base.answers.lines("all"))


def test_a_dry_run_makes_no_folder(tmp_path: Path) -> None:
    (tmp_path / "one.bib").write_text(A + B + "@article{broken}", "utf-8")
    with kb.open(tmp_path / "new.kb") as base:
        report = base.add(kb.read(tmp_path / "one.bib"), dry_run=True)
    assert (report["read"], report["added"], report["unchanged"], len(report["skipped"])) == (2, 2, 0, 1)
    assert report["would_add"] == ["Beta networks", "Alpha networks"] and not (tmp_path / "new.kb").exists()


def test_a_dry_run_changes_no_byte_and_tells_what_the_add_then_does(desk: Path) -> None:
    (desk / "new.bib").write_text(A + B_AGAIN + "@article{e, title={Epsilon networks}, year={2022}}", "utf-8")
    facts, before = desk / "lab.kb" / "facts.db", lines(desk / "lab.kb")
    held = facts.read_bytes()
    with kb.open(desk / "lab.kb") as base:
        told = base.add(kb.read(desk / "new.bib"), dry_run=True)
    assert facts.read_bytes() == held and lines(desk / "lab.kb") == before
    with kb.open(desk / "lab.kb") as base:
        done = base.add(kb.read(desk / "new.bib"))
    names = ("read", "papers", "added", "updated", "unchanged")
    assert [told[name] for name in names] == [done[name] for name in names] == [3, 3, 1, 1, 1]
    assert (told["would_add"], told["would_update"]) == (["Epsilon networks"], ["Beta networks"])


def test_what_left_its_source_leaves_as_if_it_had_never_been_seen(desk: Path) -> None:
    (desk / "lib" / "one.bib").write_text(B_AGAIN, "utf-8")  # A and C left, B was corrected
    (desk / "lib" / "two.bib").unlink()
    with kb.open(desk / "lab.kb") as base:
        told = base.add(kb.read(desk / "lib"), sync=True, dry_run=True)
        done = base.add(kb.read(desk / "lib"), sync=True)
        assert set(base.stats()["sources"]) == {str(desk / "lib" / "one.bib"), str(desk / "beside.bib")}
        assert base.add(kb.read(desk / "lib"), sync=True)["left"] == []
    for report in (told, done):
        assert (report["added"], report["updated"], report["removed"]) == (0, 1, 2)
        assert [(one["label"], one["line"]) for one in report["left"]] == [
            ("Alpha networks", 1),
            ("Beta networks", 2),
            ("Delta networks", 1),
        ]  # fmt: skip  (C is still in beside.bib)
    with kb.open() as fresh:
        fresh.add(kb.read(desk / "lib", desk / "beside.bib"))
        assert lines(desk / "lab.kb") == list(fresh.answers.lines("all"))


def emptied(desk: Path) -> None:
    (desk / "lib" / "one.bib").write_text("", "utf-8")


def unreadable(desk: Path) -> None:
    (desk / "lib" / "one.bib").write_bytes(b"\0\1\2\3\4" * 50)


def broken_off(desk: Path) -> None:
    (desk / "lib" / "one.bib").write_bytes(gzip.compress((A + B + C * 500).encode())[:-12])


def unmounted(desk: Path) -> None:
    for path in (desk / "lib").iterdir():
        path.unlink()


@pytest.mark.parametrize("harm", [emptied, unreadable, broken_off, unmounted])
def test_a_source_that_gives_nothing_any_more_empties_nothing(desk: Path, harm: Callable[[Path], None]) -> None:
    before = lines(desk / "lab.kb")
    harm(desk)
    (desk / "lib" / "new.txt").touch()
    for dry_run in (True, False):
        with kb.open(desk / "lab.kb") as base, pytest.raises(BadInput, match=r"nothing was .* kb remove"):
            base.add(kb.read(desk / "lib"), sync=True, dry_run=dry_run)
    assert lines(desk / "lab.kb") == before
    with kb.open(desk / "lab.kb") as base:
        assert base.add(kb.read(desk / "beside.bib"), sync=True)["left"] == []
        assert base.stats()["papers"] == 4


def test_sync_needs_named_files(desk: Path) -> None:
    with kb.open(desk / "lab.kb") as base, pytest.raises(BadInput, match="name them"):
        base.add([], sync=True)


def test_the_command_names_what_comes_and_what_leaves(desk: Path, run: Run) -> None:
    (desk / "lib" / "one.bib").write_text(A + B, "utf-8")
    (desk / "beside.bib").unlink()
    told = run("add", "--sync", "--dry-run", "lib", "--kb", "lab.kb", cwd=desk)
    assert told.returncode == 0 and "nothing was written" in told.stdout and "  - Gamma" not in told.stdout
    (desk / "lib" / "two.bib").write_text(D.replace("Delta", "Zeta").replace("{d", "{z"), "utf-8")
    done = run("add", "--sync", "lib", "--kb", "lab.kb", cwd=desk)
    assert done.returncode == 0 and "1 record left these sources: 1 paper removed" in done.stdout
    assert "- Delta networks (" in done.stdout and "two.bib:1)" in done.stdout
    assert "--sync" in run("log", "--kb", "lab.kb", cwd=desk).stdout
