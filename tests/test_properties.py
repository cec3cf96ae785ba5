"""The promises that must hold for every set of papers: a function of the set, exact offsets, IRIs that parse."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import rdflib
from conftest import PAPERS
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import kb
from kb.base import quiet
from kb.decisions import ACTIONS, Decisions
from kb.decisions import parse as parse_decisions
from kb.derive import derive
from kb.errors import KBError
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
from kb.graph.views import foreign_terms
from kb.identifiers import identifiers
from kb.rdf import parse
from kb.records import Author, Paper, Reference
from kb.resolve.titles import alike
from kb.terms import NS, OWN_CLASSES, OWN_PROPERTIES, iri

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
"""Records whose every field is any text."""

SENTENCES = (
    "We introduce the neural tangent kernel (NTK). ",
    "We use the NTK and FooNet for image classification. ",
    "We introduce FooNet, a network for chips. ",
    "The NTK explains gradient descent. ",
    "Sparse neural networks (SNNs) are pruned. ",
    "Spiking neural networks (SNNs) fire. ",
    "An SNN is cheap. ",
    "We evaluate FooNet on CIFAR-10 and MNIST. ",
    "FooNet extends dropout; see Doe (2018). ",
    "我们研究神经切线内核(NTK)。",
    "Following Li (2020), dropout is used. ",
    "FooNet outperforms dropout on MNIST by 2.3% accuracy. ",
    "We use dropout for image classification and object detection. ",
    "Our method outperforms gradient descent. ",
    "We study convolutional neural networks such as FooNet and ResNet. ",
)
RECORDS = st.lists(
    st.builds(
        Paper,
        id=st.sampled_from("abcd"),
        doi=st.none() | st.sampled_from(["10.1234/one", "10.1234/two", "10.48550/arXiv.2101.00001"]),
        ids=st.just(()) | st.sampled_from([("arxiv:2101.00001v2",), ("pmid:7",), ("pmid:7", "s2:12")]),
        title=st.sampled_from(["Kernels of wide networks", "Spikes that forget", "FooNet", None])
        | st.sampled_from(["On forgetting: what wide networks of brains keep", "On forgetting: what wide netw..."]),
        abstract=st.lists(st.sampled_from(SENTENCES), max_size=4).map("".join),
        year=st.none() | st.sampled_from([2018, 2020]),
        authors=st.sampled_from([(), (Author("Doe", "Jo"),), (Author("Li", "Wei"), Author("Doe", "Jo"))]),
        references=st.lists(
            st.builds(Reference, id=st.sampled_from("abcde")) | st.builds(Reference, doi=st.just("10.1234/one")),
            max_size=2,
        ).map(tuple),
    ).filter(lambda p: p.title or p.abstract),
    min_size=1,
    max_size=6,
)
"""Records that are one work, cite each other, contradict each other and share concepts, in all mixtures."""
FEW = settings(max_examples=12, deadline=None)


def built(*batches: Iterable[Paper]) -> list[str]:
    """The canonical N-Quads of a knowledge base to which these batches were added one after the other."""
    base = kb.open()
    for batch in batches:
        base.add(batch)
    return base.answers.store.lines()


WHOLE = built(PAPERS)


@FEW
@given(order=st.permutations(PAPERS), cut=st.integers(0, len(PAPERS)))
def test_any_order_and_any_split_give_the_same_bytes(order: list[Paper], cut: int) -> None:
    assert built(order[:cut], order[cut:], order[:cut]) == WHOLE


@FEW
@given(records=RECORDS, data=st.data())
def test_records_of_any_mixture_are_a_set(records: list[Paper], data: st.DataObject) -> None:
    """Twice equals once, in any order and any split, also where records are one work or contradict each other."""
    order = data.draw(st.permutations(records))
    cut = data.draw(st.integers(0, len(order)))
    assert built(order[:cut], order[cut:], records) == built(records)


@FEW
@given(records=RECORDS, data=st.data())
def test_what_is_removed_was_never_seen(records: list[Paper], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(records))
    base = kb.open()
    base.add(records)
    alone = [base.paper(str(r.id)).paper if is_unique(r, records) else None for r in records]
    place = alone[records.index(gone)]
    assume(place is not None)
    base.remove(place)
    assert base.answers.store.lines() == built(r for r, p in zip(records, alone, strict=True) if p != place)


def is_unique(record: Paper, records: Sequence[Paper]) -> bool:
    """Whether an id is that of one record only: then it names a work, and that work is all that goes with it."""
    return sum(r.id == record.id for r in records) == 1 and not any(
        r.id != record.id and joins(r, record) for r in records
    )


def joins(one: Paper, other: Paper) -> bool:
    titles = one.title == other.title or bool(alike(one.title or "", other.title or ""))
    return titles or bool(identifiers(one) & identifiers(other)) or one.text_sha == other.text_sha


VALUES = {"merge": "gradient descent", "broader": "gradient descent", "retype": "Task", "rename": "Another name"}
NAMED = ("MNIST", "NTK", "dropout", "CIFAR-100", "spiking neural network")


@FEW
@example([("merge", "MNIST"), ("broader", "MNIST")])  # the second says what the first made one
@given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.sampled_from(NAMED)), min_size=1, max_size=3, unique=True))
def test_what_is_decided_and_undone_is_as_before(decided: list[tuple[str, str]]) -> None:
    base = kb.open()
    base.add(PAPERS)
    made = 0
    for action, name in decided:
        try:
            base.decide(action, name, VALUES.get(action, name + "s" if action == "split" else ""))
            made += 1
        except KBError:  # an earlier one took the concept away, or a split says nothing
            continue
    assert len(base.decisions()) == made
    for _ in range(made):
        base.undo()
    assert base.answers.store.lines() == WHOLE and base.decisions() == []


DECLARED = {*foreign_terms(), *(NS + t for t in (*OWN_CLASSES, *OWN_PROPERTIES)), iri("rdf:type")}


@settings(max_examples=40, deadline=None)
@given(papers=st.lists(ODD, min_size=1, max_size=3))
def test_any_text_gives_declared_statements_that_parse_and_offsets_that_hold(papers: list[Paper]) -> None:
    base = kb.open()
    base.add(papers)
    lines = base.answers.store.lines()
    assert parse("\n".join(lines), "nquads") == lines
    complaints = Complaints()
    logging.getLogger("rdflib.term").addHandler(complaints)  # rdflib takes an IRI that is none, and logs it
    graph = rdflib.Dataset().parse(data="\n".join(lines), format="nquads")
    used = {str(p) for _, p, _, _ in graph.quads()} | {str(o) for o in graph.objects(None, rdflib.RDF.type)}
    assert used <= DECLARED and complaints.heard == []
    wrong = base.query("""SELECT ?m { ?m nif:anchorOf ?s ; nif:beginIndex ?b ; nif:endIndex ?e ;
        nif:referenceContext/nif:isString ?text FILTER(SUBSTR(?text, ?b + 1, ?e - ?b) != ?s) }""")
    assert len(wrong) == 0


class Complaints(logging.Handler):
    """What a library says to its log."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@settings(max_examples=15, deadline=None)
@given(papers=RECORDS | st.lists(ODD, min_size=1, max_size=2))
def test_an_export_of_everything_gives_its_own_bytes_again(papers: list[Paper]) -> None:
    with TemporaryDirectory() as name:
        first, second = Path(name) / "all.nq", Path(name) / "again.nq"
        base, other = kb.open(), kb.open()
        base.add(papers)
        base.export(first)
        other.add(kb.read(first))
        other.export(second)
        assert second.read_bytes() == first.read_bytes()


def test_another_hash_seed_locale_time_zone_and_folder_give_the_same_bytes(elsewhere: dict[str, Any]) -> None:
    assert elsewhere["graph"] == WHOLE


# --- what differs is written anew, and the rest is let be -------------------------------------------------------------

ROWS = ("flow of rivers\tConcept\n", "chip\tMethod\tchips\n")
LINES = (
    "merge\tMNIST\tCIFAR-10",
    "reject\tNTK",
    "reject\tspiking neural network\t\tdoi/10.1234/spike.2",
    "rename\tdropout\tDropout layer",
    "retype\tCIFAR-10\tTask",
    "retype\tdropout\tConcept",
    "merge\tBarNet\tResNet",
    "broader\tResNet\tFooNet",
    "reject\tMNIST",
    "broader\tdropout\tregularization",
    "split\tneural tangent kernel\tNTK",
)
TWINS = (
    replace(PAPERS[0], title="Another title", doi=None, id="b1", venue="journal of wide things", year=2010),
    replace(PAPERS[0], year=2019, venue="Wide Things"),
    replace(PAPERS[1], doi=None, id="b2", abstract=f"{PAPERS[1].abstract} The same authors, once more."),
    Paper(
        id="b4",
        title="BarNet: image classification with dropout",
        abstract="We propose BarNet. BarNet outperforms dropout and ResNet on MNIST by 2.3% accuracy. Experiments on "
        "CIFAR-10 show that our method outperforms FooNet. We study methods such as dropout.",
    ),
    Paper(
        id="b5",
        abstract="We use dropout for image classification. ResNet outperforms BarNet. FooNet is a kind of ResNet. "
        "We apply ResNet to object detection.",
    ),
    Paper(id="b6", abstract="ResNet is a kind of FooNet. ResNet outperforms FooNet on MNIST."),
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


@settings(max_examples=14, deadline=None)
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
