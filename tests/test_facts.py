"""The fact store keeps what was committed, in memory and on disk, and says what is wrong with its file."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from conftest import PAPERS

from kb.errors import KBError, Locked, NotAKnowledgeBase, UnknownName
from kb.facts import Facts, writing
from kb.faults import fault
from kb.records import Paper, Skipped, Source


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A fact store on disk with five records."""
    facts = Facts(tmp_path / "facts.db")
    with facts.transaction():
        for paper in PAPERS:
            facts.add(paper)
    facts.close()
    return tmp_path / "facts.db"


def test_records_come_back_by_their_hash_and_twice_is_once(file: Path) -> None:
    facts = Facts(file)
    assert [p.sha for p in facts.records()] == sorted(p.sha for p in PAPERS)
    with facts.transaction():
        assert not facts.add(PAPERS[0])
        assert facts.add(Paper(title="Another"))
    assert len(facts.record_shas()) == len(PAPERS) + 1


def test_what_fails_in_the_middle_leaves_nothing(file: Path) -> None:
    facts = Facts(file)
    with pytest.raises(ZeroDivisionError), facts.transaction():
        facts.add(Paper(title="Another"))
        raise ZeroDivisionError
    assert len(facts.record_shas()) == len(PAPERS)
    with facts.transaction():  # and the store is ready for the next
        facts.note("2026-01-01", "add", {})


def test_a_source_takes_with_it_what_no_other_source_states() -> None:
    facts = Facts()
    for name, title in (("a.bib", "One"), ("b.bib", "One"), ("a.bib", "Two")):
        facts.add(Paper(title=title, source=Source(name, 1, "bibtex")))
    facts.skip(Skipped("a.bib", 9, "no fields", "@x{}"))
    assert facts.remove_source(facts.source_named("a.bib")) == 1
    assert [p.title for p in facts.records()] == ["One"] and facts.skipped() == []
    with pytest.raises(UnknownName, match=r"nothing was read from 'a\.bib'"):
        facts.source_named("a.bib")


def test_the_log_keeps_the_order_of_writing_whatever_the_clock_says() -> None:
    facts = Facts()
    for at, command in (("2026-05-05", "first"), ("1970-01-01", "second"), ("2026-05-04", "third")):
        facts.note(at, command, {})
    assert [e.command for e in facts.log()] == ["first", "second", "third"]


@pytest.mark.parametrize(
    ("version", "says"), [(99, "schema 99.*upgrade citekb"), (-1, "schema -1.*no fact store of citekb")]
)
def test_another_schema_is_refused(file: Path, version: int, says: str) -> None:
    db = sqlite3.connect(file)
    db.execute(f"PRAGMA user_version = {version}")
    db.close()
    with pytest.raises(NotAKnowledgeBase, match=says):
        Facts(file)


def test_a_file_cut_off_behind_its_first_page_is_noticed_where_it_is_read(file: Path) -> None:
    facts = Facts(file)
    facts.close()
    os.truncate(file, file.stat().st_size // 2)
    with pytest.raises(NotAKnowledgeBase, match=r"facts\.db is damaged .* put a backup of it in its place"):
        list(Facts(file).records())


def test_an_empty_file_beside_a_published_graph_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "facts.db").touch()
    Facts(tmp_path / "facts.db").close()  # nothing was published: a new one
    os.truncate(tmp_path / "facts.db", 0)
    (tmp_path / "current").write_text("000001\n")
    with pytest.raises(NotAKnowledgeBase, match="it is empty"):
        Facts(tmp_path / "facts.db")


def test_a_mistake_of_ours_is_not_called_a_damaged_file(file: Path) -> None:
    facts = Facts(file)
    facts.close()
    with pytest.raises(sqlite3.ProgrammingError):
        facts.record_shas()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KBError, match="cannot be read or written"), writing(tmp_path / "file" / "lab.kb"):
        pass


def test_an_input_that_cannot_be_read_is_not_blamed_on_the_knowledge_base(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), writing(tmp_path / "lab.kb"):
        (tmp_path / "input.bib").read_text()


def test_a_second_writer_is_locked_out_as_long_as_the_first_writes(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(Locked, match="another process is writing"), writing(tmp_path):
        pass
    with writing(tmp_path):
        pass


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(28, "No space left on device"), "no room"),
        (OSError("IO error: No space left on device: while appending"), "no room"),
        (OSError(27, "File too large"), "no room"),
        (OSError(30, "Read-only file system"), "make it writable"),
        (OSError(5, "Input/output error"), "is the disk full"),
        (sqlite3.DatabaseError("file is not a database"), "damaged"),
    ],
    ids=lambda e: str(e)[:30],
)
def test_every_failure_of_a_disk_says_what_to_do(error: Exception, says: str) -> None:
    assert says in str(fault(Path("lab.kb"), error))
