"""A change writes what differs into a copy of the last version; what cannot be copied is built anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import PAPERS

import kb
from kb.graph import Store, Versions

WHOLE = kb.open()
WHOLE.add(PAPERS)


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of all papers but the first, in one version; copy it."""
    folder = tmp_path_factory.mktemp("four") / "lab.kb"
    with kb.open(folder) as base:
        assert base.add(PAPERS[1:])["written"] is None  # nothing to start from
    return folder


@pytest.fixture
def folder(four: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(four, tmp_path / "lab.kb"))


def test_a_second_add_writes_only_what_differs_and_the_log_says_how_much(folder: Path) -> None:
    with kb.open(folder) as base:
        before = set(base.answers.store.lines())
        report = base.add(PAPERS[:1])
        after = set(base.answers.store.lines())
        assert after == set(WHOLE.answers.store.lines())
        assert report["written"] == {"added": len(after - before), "removed": len(before - after)}
        assert base.log()[-1].result["written"] == report["written"]
        assert base.add(PAPERS[:1])["written"] == {"added": 0, "removed": 0}


def test_decisions_and_removals_write_only_what_differs_too(folder: Path) -> None:
    with kb.open(folder) as base:
        before = base.answers.store.lines()
        assert base.decide("reject", "dropout")["written"]["removed"] > 0
        assert base.undo()["written"]["added"] > 0
        assert base.add(PAPERS[:1])["written"]["added"] > 0
        assert base.remove("10.1234/wide.1")["written"]["removed"] > 0
        assert base.answers.store.lines() == before


def test_the_files_beside_the_graph_follow(folder: Path) -> None:
    with kb.open(folder) as base:
        base.add(PAPERS[:1])
        assert base.stats()["types"] == WHOLE.stats()["types"]
        assert base.concept("NTK").papers == WHOLE.concept("NTK").papers
        assert base.search("wide networks") == WHOLE.search("wide networks")
        assert base.rank(by="pagerank") == WHOLE.rank(by="pagerank")
        base.remove("10.1234/wide.1")
        assert not base.search("Kernels of wide networks", top=1)[0].label.startswith("Kernels of wide")


def test_who_reads_the_last_version_meanwhile_keeps_it(folder: Path) -> None:
    reader = Versions(folder).open()
    before = reader.lines()
    with kb.open(folder) as base:
        base.add(PAPERS[:1])
    assert reader.lines() == before


def lost(version: Path) -> None:
    (version / "blocks").unlink()
    (version / "contents").unlink()


def shortened(version: Path) -> None:
    for path in version.glob("graph/*.sst"):
        path.write_bytes(path.read_bytes()[:-40])


def overwritten(version: Path) -> None:
    for path in version.glob("graph/*.sst"):
        path.write_bytes(bytes(b ^ 0x55 for b in path.read_bytes()))


def of_other_code(version: Path) -> None:
    path = version / "blocks"
    path.write_text("0" * 32 + path.read_text("utf-8")[32:], "utf-8")


def without_an_index(version: Path) -> None:
    path = version / "search.db"
    path.write_bytes(b"\0" * path.stat().st_size)


@pytest.mark.parametrize("damage", [lost, shortened, overwritten, of_other_code, without_an_index])
def test_where_the_last_version_cannot_be_copied_all_is_built(folder: Path, damage: object) -> None:
    damage(folder / "versions" / "000001")  # type: ignore[operator]
    with kb.open(folder) as base:
        assert base.add(PAPERS[:1])["written"] is None
        assert base.answers.store.lines() == WHOLE.answers.store.lines()
        assert base.search("wide networks") == WHOLE.search("wide networks")
    assert Store.open(folder / "versions" / "000002" / "graph")


@pytest.mark.parametrize("damage", [lost, of_other_code])
def test_a_decision_tells_what_it_changes_where_the_last_version_is_of_no_use(folder: Path, damage: object) -> None:
    with kb.open(folder) as base:
        expected = base.decide("reject", "dropout", dry_run=True)
    damage(folder / "versions" / "000001")  # type: ignore[operator]
    with kb.open(folder) as base:
        report = base.decide("reject", "dropout")
        assert {name: report[name] for name in expected} == expected
        assert expected["papers"] and expected["removed"] and not expected["added"]


def test_a_decision_tells_of_its_own_change_alone_after_facts_that_are_not_published_yet(folder: Path) -> None:
    with kb.open(folder) as base, base.facts.transaction():
        base.facts.add(PAPERS[0])
    with kb.open(folder) as base:
        report = base.decide("reject", "dropout", dry_run=True)
        assert {s["object"] for s in report["removed"] if s["predicate"] == "kb:mentions"} == {"concept:dropout"}
        assert base.answers.store.lines() == WHOLE.answers.store.lines()
