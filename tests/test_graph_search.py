"""Full text finds words, beginnings of words, and Chinese of any length; a user's text is never query syntax."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import NotAKnowledgeBase
from kb.graph.content import Content, Document
from kb.graph.search import Row, Search, search_rows
from kb.meanings import Concept
from kb.records import Paper, Stub

ROWS = [
    Row("paper", "p:1", "Wide kernels", "We study how wide networks learn. The kernel of a naïve model does not move."),
    Row("paper", "p:2", "多层网络的NTK理论", "我们研究神经切线核在训练中的变化,并给出NTK理论的证明。"),
    Row("paper", "p:3", "Replay on CIFAR-100", "Old samples are mixed with new ones."),
    Row("concept", "c:ntk", "neural tangent kernel", "NTK; 神经切线核"),
]
INDEX = Search(None, ROWS)


def found(text: str) -> list[str]:
    return [hit.iri for hit in INDEX.search(text)]


@pytest.mark.parametrize(
    ("text", "iris"),
    [
        ("NTK理论", ["p:2"]),
        ("神经切线核", ["c:ntk", "p:2"]),
        ("理论", ["p:2"]),
        ("核", ["c:ntk", "p:2"]),
        ("NAIVE", ["p:1"]),
        ("naïve", ["p:1"]),
        ("sampl", ["p:3"]),
        ("CIFAR-100", ["p:3"]),
        ("cifar100", []),
        ("kernel networks", ["p:1"]),
        ("models", ["p:1"]),
        ("wids", []),  # no word begins so, nor is "wid" one
        ("量子", []),
    ],
)
def test_words_are_found(text: str, iris: list[str]) -> None:
    assert found(text) == iris


def test_all_words_are_asked_for_first_then_any() -> None:
    assert found("wide samples") == found("samples wide") != []
    assert set(found("wide samples")) == {"p:1", "p:3"}


def test_a_label_weighs_more_than_a_text() -> None:
    assert found("kernel")[0] == "c:ntk"
    scores = [hit.score for hit in INDEX.search("kernel")]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "text", ['"', "kernel AND", "NEAR(kernel wide)", "label:kernel", "kernel*", "-kernel", "'; --", "(", "{a}"]
)
def test_a_users_text_is_never_syntax(text: str) -> None:
    INDEX.search(text)
    assert bool(found(text)) == ("kernel" in text or text == "{a}")


@settings(max_examples=60)
@given(st.text(st.characters(codec=None)))
def test_any_text_can_be_asked(text: str) -> None:
    assert all(hit.score > 0 or hit.snippet for hit in INDEX.search(text))


@given(st.permutations(ROWS))
def test_the_order_of_the_rows_makes_no_difference(rows: list[Row]) -> None:
    assert Search(None, [*rows, rows[0]]).search("kernel NTK") == INDEX.search("kernel NTK")


@pytest.mark.parametrize(("top", "count"), [(1, 1), (0, 0), (10, 2)])
def test_at_most_top_are_given(top: int, count: int) -> None:
    assert len(INDEX.search("kernel", top=top)) == count


def test_one_kind_can_be_asked_for() -> None:
    assert [hit.iri for hit in INDEX.search("kernel", kind="paper")] == ["p:1"]


def test_the_snippet_shows_the_place_as_plain_text() -> None:
    text = "word " * 60 + "the <b>needle</b>\nin it " + "more " * 60
    (hit,) = Search(None, [Row("paper", "p", "Hay", text)]).search("NEEDLE")
    assert "the <b>needle</b> in it" in hit.snippet
    assert hit.snippet.startswith("… word") and hit.snippet.endswith("more …")
    assert len(hit.snippet) < 200


def test_the_snippet_shows_chinese_where_it_stands() -> None:
    text = "甲" * 200 + "神经切线核" + "乙" * 200
    (hit,) = Search(None, [Row("paper", "p", "x", text)]).search("切线")
    assert "神经切线核" in hit.snippet


def test_an_index_in_a_file_answers_the_same_and_is_only_read(tmp_path: Path) -> None:
    path = tmp_path / "a folder?#" / "search.db"
    path.parent.mkdir()
    Search(path, ROWS).close()
    before = path.read_bytes()
    index = Search(path)
    assert index.search("NTK理论") == INDEX.search("NTK理论")
    index.close()
    assert path.read_bytes() == before


def test_a_missing_index_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotAKnowledgeBase, match="is not there"):
        Search(tmp_path / "search.db")
    assert not list(tmp_path.iterdir())


def test_papers_stubs_and_every_name_of_a_concept_are_rows() -> None:
    paper = Paper(title="A title", abstract="An abstract.")
    content = Content(
        documents=[Document(iri="https://x.org/p", paper=paper, records=(paper, Paper(title="Its other title")))],
        stubs=[Stub("https://x.org/s", "Finch (1996)", raw="B. Finch. Old things. 1996.")],
        concepts={"ntk": Concept("ntk", "neural tangent kernel", "Method", (("神经切线核", "zh"),), ("NTK",))},
        redirects={},
        pipeline="p",
    )
    assert [tuple(row) for row in search_rows(content)] == [
        ("paper", "https://x.org/p", "A title", "Its other title\nAn abstract."),
        ("paper", "https://x.org/s", "Finch (1996)", "B. Finch. Old things. 1996."),
        ("concept", "https://w3id.org/citekb/concept/ntk", "neural tangent kernel", "NTK; 神经切线核"),
    ]
