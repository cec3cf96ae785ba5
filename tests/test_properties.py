"""The promises that must hold for every set of papers: a function of the set, exact offsets, IRIs that parse."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import PAPERS, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

import kb
from kb.base import quiet
from kb.decisions import Decisions
from kb.decisions import parse as parse_decisions
from kb.derive import derive
from kb.extraction import pipeline
from kb.facts import Facts
from kb.graph import Store
from kb.graph.blocks import Blocks
from kb.graph.content import Content
from kb.graph.delta import rewrite
from kb.graph.mapping import lines
from kb.graph.names import Names, forms
from kb.graph.rows import RowTables
from kb.graph.search import Search, search_rows
from kb.rdf import parse
from kb.records import Author, Paper, Reference

ORDERS = st.permutations(PAPERS)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=80)
ODD = st.builds(
    Paper,
    id=st.none() | TEXTS,
    title=TEXTS,
    abstract=TEXTS.map(lambda t: f"We propose {t} (NTK) on CIFAR-10. {t}我们提出NTK。"),
    doi=st.none() | TEXTS.map(lambda t: "10.1/" + t),
    url=st.none() | TEXTS,
    venue=st.none() | TEXTS,
    year=st.none() | st.integers(-5, 99999),
    authors=st.lists(st.builds(Author, literal=TEXTS), max_size=2).map(tuple),
    references=st.lists(st.builds(Reference, raw=TEXTS) | st.builds(Reference, id=TEXTS), max_size=2).map(tuple),
)


def built(*batches: Iterable[Paper]) -> list[str]:
    """The canonical N-Quads of a knowledge base to which these batches were added one after the other."""
    base = kb.open()
    for batch in batches:
        base.add(batch)
    return base.answers.store.lines()


WHOLE = built(PAPERS)


@settings(max_examples=10, deadline=None)
@given(order=ORDERS, cut=st.integers(0, len(PAPERS)))
def test_any_order_and_any_split_give_the_same_bytes(order: list[Paper], cut: int) -> None:
    assert built(order[:cut], order[cut:]) == WHOLE


@settings(max_examples=6, deadline=None)
@given(order=ORDERS)
def test_twice_equals_once(order: list[Paper]) -> None:
    assert built(order, PAPERS) == WHOLE


@settings(max_examples=10, deadline=None)
@given(gone=st.sampled_from(PAPERS))
def test_what_is_removed_was_never_seen(gone: Paper) -> None:
    base = kb.open()
    base.add(PAPERS)
    base.remove(gone.doi or gone.id)
    assert base.answers.store.lines() == built(p for p in PAPERS if p != gone)


@settings(max_examples=40, deadline=None)
@given(papers=st.lists(ODD, min_size=1, max_size=3))
def test_any_text_gives_statements_that_parse_and_offsets_that_hold(papers: list[Paper]) -> None:
    base = kb.open()
    base.add(papers)
    lines = base.answers.store.lines()
    assert parse("\n".join(lines), "nquads") == lines
    wrong = base.query("""SELECT ?m { ?m nif:anchorOf ?s ; nif:beginIndex ?b ; nif:endIndex ?e ;
        nif:referenceContext/nif:isString ?text FILTER(SUBSTR(?text, ?b + 1, ?e - ?b) != ?s) }""")
    assert len(wrong) == 0


def test_another_hash_seed_locale_and_folder_give_the_same_bytes(tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests')!r}]\n"
        "from test_properties import PAPERS, built; import hashlib\n"
        "print(hashlib.sha256(chr(10).join(built(PAPERS)).encode()).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
            env={"PYTHONHASHSEED": seed, "LC_ALL": locale, "PATH": ""},
        ).stdout
        for seed, locale in (("1", "C"), ("2", "C.UTF-8"))
    ]
    assert runs[0] == runs[1] != ""


# --- what differs is written anew, and the rest is let be -------------------------------------------------------------

ROWS = ("flow of rivers\tConcept\n", "chip\tMethod\tchips\n")
LINES = (
    "merge\tMNIST\tCIFAR-10",
    "reject\tNTK",
    "reject\tspiking neural network\t\tdoi/10.1234/spike.2",
    "rename\tdropout\tDropout layer",
    "retype\tCIFAR-10\tTask",
    "broader\tdropout\tregularization",
    "split\tneural tangent kernel\tNTK",
)
TWINS = (
    replace(PAPERS[0], title="Another title", doi=None, id="b1", venue="journal of wide things", year=2010),
    replace(PAPERS[0], year=2019, venue="Wide Things"),
    replace(PAPERS[1], doi=None, id="b2", abstract=f"{PAPERS[1].abstract} The same authors, once more."),
    Paper(id="b3", title=PAPERS[3].title, doi="10.1234/not.here", abstract="An SNN is a spiking neural network (SNN)."),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(("paper", "row", "line")), st.integers(0, 99)), min_size=2, max_size=6, unique=True
)


class Kept:
    """A published graph and the files beside it, in memory, and how they follow the facts."""

    def __init__(self, content: Content) -> None:
        self.graph = Store.memory(lines(content))
        self.names, self.search = Names(None, forms(content)), Search(None, search_rows(content))
        self.rows, self.blocks = RowTables(None, content), Blocks.of(content)

    def follow(self, content: Content) -> None:
        new = Blocks.of(content)
        differing = self.blocks.differing(new)
        rewrite(self.graph.graph, content, differing)
        part = content.only(differing)
        self.names.replace(differing, forms(part))
        self.search.replace(differing, search_rows(part))
        self.rows.replace(differing, part, content)
        self.blocks = new

    def said(self) -> list[object]:
        """All that it answers, in an order that no history can change."""
        tables = (self.rows.concepts, self.rows.papers, self.rows.mentions, self.rows.cites)
        names = [
            self.names.find(text, kind)
            for text in ("SNN", "a survey of chips", "10.1234/not.here")
            for kind in ("concept", "paper")
        ]
        hits = [self.search.search(text) for text in ("networks", "SNN kernel", "神经", "Doe")]
        return [self.graph.lines(), *(sorted(map(repr, rows())) for rows in tables), self.rows.counts(), names, hits]


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_a_version_that_follows_the_last_is_the_one_that_is_built_of_the_facts(
    steps: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each step puts a paper, a lexicon row or a decision in, or takes it out where it is in."""
    own, facts = tmp_path_factory.getbasetemp() / "lexicon.tsv", Facts()
    held: dict[str, list[Any]] = {"paper": [], "row": [], "line": []}
    kinds: dict[str, tuple[Any, ...]] = {"paper": PAPERS + TWINS, "row": ROWS, "line": LINES}
    kept = None
    for kind, number in [("paper", 0), ("paper", 1), ("paper", 4), *steps]:
        one = kinds[kind][number % len(kinds[kind])]
        gone = one in held[kind]
        held[kind].remove(one) if gone else held[kind].append(one)
        if kind == "paper":
            facts.remove_records([one.sha]) if gone else facts.add(one)
        own.write_text("name\ttype\taliases\n" + "".join(held["row"]), "utf-8")
        reader = pipeline(own=own)
        decided = Decisions(parse_decisions("\n".join(held["line"]), "decisions.tsv")[0], reader.lexicon)
        content = derive(facts, reader, decided, quiet)
        if kept is None:
            kept = Kept(content)
        else:
            kept.follow(content)
    assert kept is not None
    assert kept.said() == Kept(content).said()
