"""A store answers and never changes; what was current stays readable whatever happens to a writer."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import rdf
from kb.errors import BadQuery, NotAKnowledgeBase
from kb.graph import Store, Versions, store
from kb.terms import BASE, NS, PREFIXES

LINES = rdf.parse((Path(__file__).parent / "data" / "graph.ttl").read_bytes())
ONE, TWO = BASE + "paper/one", BASE + "paper/two"
NTK = BASE + "concept/neural-tangent-kernel"
LABEL = PREFIXES["rdfs"] + "label"


def graph(text: str) -> list[str]:
    return [rdf.literal_line(ONE, LABEL, text)]


# --- a store -------------------------------------------------------------------------------------------------------


@given(st.permutations(LINES[:12]), st.integers(0, 5))
def test_the_same_lines_in_any_order_and_repeated_are_the_same_store(lines: list[str], again: int) -> None:
    assert Store.memory([*lines, *lines[:again]]).lines() == sorted(LINES[:12])


def test_lines_are_loaded_in_chunks_and_come_back_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "CHUNK", 300)
    named = rdf.literal_line(ONE, LABEL, "A line\u2028of two\nlines", graph=BASE + "source/a")
    assert Store.memory([named, *reversed(LINES)]).lines() == sorted([*LINES, named])


def test_the_short_verbs_read_what_is_said() -> None:
    s = Store.memory(LINES)
    assert s.objects(TWO, PREFIXES["cito"] + "cites") == [BASE + "paper/old", ONE]
    assert s.subjects(NS + "evaluatesOn", BASE + "concept/cifar-100") == [ONE, TWO]
    assert s.value(ONE, LABEL) == "Wide kernels"
    assert s.value(ONE, NS + "rule") is None
    assert s.label(NTK) == "neural tangent kernel"
    assert s.label(BASE + "nothing") is None
    assert s.about(NTK)["skos:prefLabel"] == ["neural tangent kernel", "神经切线核"]
    assert (BASE + "paper/three", ONE) in set(s.pairs(PREFIXES["cito"] + "cites"))
    assert s.count_type(NS + "Method") == 2


def test_rows_of_networks_are_plain() -> None:
    s = Store.memory(LINES)
    assert (NTK, "neural tangent kernel", "Method", 3, 2018) in list(s.concept_rows())
    assert (BASE + "paper/old", "Finch (1996)", 1996, True, None) in list(s.paper_rows())
    mine = [(p, role) for p, c, role in s.mention_rows() if c == NTK]
    assert sorted(mine) == [(ONE, "introduces"), (BASE + "paper/three", "studies"), (TWO, "uses")]


def test_values_are_put_into_a_query_never_read_as_sparql() -> None:
    s = Store.memory(LINES)
    text = "SELECT ?title ?paper WHERE { ?paper rdfs:label ?t FILTER(STR(?t) = STR(?title)) }"
    assert s.query(text, title="Wide kernels").rows == [("Wide kernels", ONE)]
    assert s.query(text, title='" || true || "').rows == []
    assert s.query("SELECT ?paper ?y WHERE { ?paper fabio:hasPublicationYear ?y }", paper=ONE).rows == [(ONE, 2018)]


def test_a_value_without_its_variable_in_the_select_is_a_bad_query() -> None:
    with pytest.raises(BadQuery, match="projection"):
        Store.memory(LINES).query("SELECT ?s WHERE { ?s ?p ?o }", title="x")


# --- versions ------------------------------------------------------------------------------------------------------


def test_publishing_numbers_versions_and_switches(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    assert versions.current() is None
    assert versions.publish(graph("first")) == 1
    before = versions.open()
    assert versions.publish(graph("second")) == 2
    assert (tmp_path / "current").read_text() == "000002\n"
    assert versions.open().value(ONE, LABEL) == "second"
    assert before.value(ONE, LABEL) == "first"
    assert versions.open(1).lines() == graph("first")
    assert versions.trouble() is None


def test_an_empty_graph_is_a_version_too(tmp_path: Path) -> None:
    Versions(tmp_path).publish([])
    assert Versions(tmp_path).open().lines() == []


def test_what_is_built_beside_the_graph_is_published_with_it(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    versions.publish(graph("x"), extras=lambda folder: (folder / "search.db").write_text("index"))
    assert (versions.path(1) / "search.db").read_text() == "index"


@pytest.mark.parametrize("broken", [["no line at all"], [rdf.literal_line(ONE, LABEL, "x"), "<a> <b> ."]])
def test_a_line_that_does_not_parse_publishes_nothing(tmp_path: Path, broken: list[str]) -> None:
    versions = Versions(tmp_path)
    versions.publish(graph("good"))
    with pytest.raises(SyntaxError):
        versions.publish(broken)
    assert versions.open().value(ONE, LABEL) == "good"
    assert [p.name for p in (tmp_path / "versions").iterdir()] == ["000001"]


def test_a_failure_beside_the_graph_publishes_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        raise OSError("the disk is full")

    versions = Versions(tmp_path)
    versions.publish(graph("good"))
    with pytest.raises(OSError, match="disk is full"):
        versions.publish(graph("bad"), extras=fail)
    assert (versions.current(), versions.open().value(ONE, LABEL)) == (1, "good")


def test_a_writer_killed_at_work_leaves_the_old_version_and_is_swept(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    versions.publish(graph("good"))
    code = """
        import os, signal, sys
        from kb.graph import Versions
        def lines():
            yield from sys.argv[2:]
            os.kill(os.getpid(), signal.SIGKILL)
        Versions(sys.argv[1]).publish(lines())
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code), tmp_path, *graph("bad")], env=_env())
    assert done.returncode == -signal.SIGKILL
    assert list((tmp_path / "versions").glob(".tmp-*"))
    assert versions.open().value(ONE, LABEL) == "good"
    assert versions.publish(graph("next")) == 2
    assert sorted(p.name for p in (tmp_path / "versions").iterdir()) == ["000001", "000002"]


def test_the_newest_three_stay(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    for number in range(5):
        versions.publish(graph(str(number)))
    assert versions.numbers() == [3, 4, 5]
    with pytest.raises(NotAKnowledgeBase, match=r"version 1 .* is not kept: the newest 3 stay; there: 3, 4, 5"):
        versions.open(1)


def test_an_old_version_stays_while_somebody_reads_it(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    versions.publish(graph("0"))
    reader = versions.open()
    for number in range(1, 5):
        versions.publish(graph(str(number)))
    assert versions.numbers() == [1, 3, 4, 5]
    assert reader.value(ONE, LABEL) == "0"
    reader.close()
    versions.publish(graph("5"))
    assert versions.numbers() == [4, 5, 6]


def test_another_process_that_reads_keeps_its_version_until_it_dies(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    versions.publish(graph("0"))
    code = "import sys, kb.graph as g; s = g.Versions(sys.argv[1]).open(); print('open', flush=True); input()"
    reader = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], env=_env(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with reader:
        assert reader.stdout and reader.stdout.readline() == "open\n"
        for number in range(1, 5):
            versions.publish(graph(str(number)))
        assert 1 in versions.numbers()
        reader.kill()
    versions.publish(graph("5"))
    assert 1 not in versions.numbers()


def test_a_reader_that_is_forgotten_lets_go(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    versions.publish(graph("0"))
    versions.open()
    gc.collect()
    for number in range(1, 4):
        versions.publish(graph(str(number)))
    assert versions.numbers() == [2, 3, 4]


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"000009\n", b"../../etc"])
def test_a_lost_or_damaged_pointer_falls_back_to_the_newest(tmp_path: Path, content: bytes | None) -> None:
    versions = Versions(tmp_path)
    versions.publish(graph("1"))
    versions.publish(graph("2"))
    (tmp_path / "current").unlink()
    if content is not None:
        (tmp_path / "current").write_bytes(content)
    assert versions.open().value(ONE, LABEL) == "2"
    assert "version 2 is read instead" in (versions.trouble() or "")
    assert versions.publish(graph("3")) > 2
    assert versions.trouble() is None
    assert versions.open().value(ONE, LABEL) == "3"


def test_versions_that_are_not_whole_are_not_read(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    versions.publish(graph("1"))
    versions.publish(graph("2"))
    (versions.path(2) / "graph" / "CURRENT").unlink()
    assert versions.current() == 1
    (versions.path(1) / "graph" / "CURRENT").unlink()
    with pytest.raises(NotAKnowledgeBase, match="`kb add` builds it again"):
        versions.current()


def test_a_graph_that_does_not_open_says_what_to_do(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    versions.publish(LINES)
    for path in (versions.path(1) / "graph").iterdir():
        path.write_bytes(b"damaged")
    with pytest.raises(NotAKnowledgeBase, match="holds no readable graph"):
        versions.open()


def test_a_folder_without_versions_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotAKnowledgeBase, match="`kb add` makes it one"):
        Versions(tmp_path).open()


def test_two_builds_of_the_same_lines_have_the_same_lines(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    versions.publish(LINES)
    versions.publish(reversed([*LINES, *LINES]))
    assert versions.open(1).lines() == versions.open(2).lines() == LINES


def _env() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
