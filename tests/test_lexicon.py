"""The lexicon: shipped rows are sound, surfaces find their concepts, a user's rows join in, broken rows are named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import BadInput
from kb.extractors.known import KnownNames
from kb.lexicon import COLUMNS, Lexicon, Term, load, own, read
from kb.records import TYPES
from kb.shipped import shipped
from kb.spelling import fold, slug

FILES = sorted(shipped("data/lexicon").glob("*.tsv"))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def written(folder: Path, *rows: str, header: str = "\t".join(COLUMNS)) -> Path:
    file = folder / "lexicon.tsv"
    file.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return file


# --- the shipped rows ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_every_row_says_whence_it_is_and_how_many_documents_hold_it(file: Path) -> None:
    terms = [term for _, _, term in read(file)]
    assert terms
    assert [t.name for t in terms if not t.source or t.count < 1] == []


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_every_file_states_its_licence_and_whom_to_name(file: Path) -> None:
    first = file.read_text("utf-8").splitlines()[0]
    assert first.startswith("# licence: ")
    assert "attribution: " in first


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_names_are_clean(file: Path) -> None:
    for place, _, term in read(file):
        for name in (term.name, *term.aliases, *term.acronyms, *term.zh):
            assert name == " ".join(name.split()), place
            assert fold(name), place


def test_a_concept_has_one_row_a_file_and_one_type_in_all_files() -> None:
    types: dict[str, set[str]] = {}
    for file in FILES:
        for _, _, term in read(file):
            types.setdefault(term.id, set()).add(term.type)
    assert {id: kinds for id, kinds in types.items() if len(kinds) > 1} == {}


def test_no_two_concepts_differ_only_in_spelling(lexicon: Lexicon) -> None:
    seen: dict[str, str] = {}
    double = []
    for term in lexicon.terms.values():
        for surface in (term.name, *term.aliases):
            other = seen.setdefault(fold(surface), term.id)
            if other != term.id:
                double.append((surface, other, term.id))
    assert double == []


def test_every_type_is_there(lexicon: Lexicon) -> None:
    assert {t.type for t in lexicon.terms.values()} == set(TYPES)
    assert len(lexicon.terms) > 3000


def test_broader_concepts_exist_and_make_no_circle(lexicon: Lexicon) -> None:
    for term in lexicon.terms.values():
        above, todo = set[str](), list(term.broader)
        while todo:
            id = todo.pop()
            assert id != term.id, f"{term.name} is broader than itself"
            if id not in above:
                above.add(id)
                todo += lexicon.terms[id].broader


def test_the_shipped_files_stay_small() -> None:
    assert sum(f.stat().st_size for f in FILES) < 1_500_000


# --- looking up ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("LayerNorm", "layer normalization"),
        ("Layer Normalisation", "layer normalization"),
        ("layer-normalization", "layer normalization"),
        ("ResNets", "residual network"),
        ("ResNet18", "ResNet-18"),
        ("残差网络", "residual network"),
        ("剩余网络", "residual network"),
        ("神经切线内核", "neural tangent kernel"),
        ("NTKs", "neural tangent kernel"),
        ("CIFAR 100", "CIFAR-100"),
        ("overparametrization", "overparameterization"),
    ],
)
def test_a_surface_finds_its_concept(lexicon: Lexicon, surface: str, name: str) -> None:
    assert [lexicon.terms[i].name for i in lexicon.lookup(surface)] == [name]


@pytest.mark.parametrize(
    ("surface", "name", "wider"),
    [
        ("gated linear unit", "gated linear unit", ()),
        ("hypergraph", "hypergraph", ()),
        ("task arithmetic", "task arithmetic", ("model merging",)),
        ("RandAugment", "RandAugment", ("data augmentation",)),
        ("reward model", "reward model", ("reinforcement learning",)),
        ("rotated MNIST", "rotated MNIST", ("MNIST",)),
        ("visual prompt tuning", "visual prompt tuning", ("prompt tuning",)),
    ],
)
def test_what_is_narrower_or_another_thing_is_a_concept_of_its_own(
    lexicon: Lexicon, surface: str, name: str, wider: tuple[str, ...]
) -> None:
    found = [lexicon.terms[i] for i in lexicon.lookup(surface)]
    assert [t.name for t in found] == [name]
    assert set(wider) <= {lexicon.terms[id].name for id in found[0].broader}


@pytest.mark.parametrize(
    ("name", "type"),
    [
        ("inverse folding", "Task"),
        ("learning to defer", "Task"),
        ("outlier exposure", "Method"),
        ("state space", "Concept"),
        ("propensity score", "Concept"),
        ("edit distance", "Metric"),
        ("Crafter", "Dataset"),
    ],
)
def test_a_concept_has_the_type_that_the_field_gives_it(lexicon: Lexicon, name: str, type: str) -> None:
    assert [lexicon.terms[i].type for i in lexicon.lookup(name)] == [type]


@pytest.mark.parametrize("surface", ["real-time", "high-dimensional", "plug-and-play", "downstream task", "deep model"])
def test_what_is_too_general_is_no_concept(lexicon: Lexicon, surface: str) -> None:
    assert lexicon.lookup(surface) == ()


@pytest.mark.parametrize(
    "word", ["exploding", "goodness", "privileged", "Blackwell", "free lunch", "logistic", "machine-generated"]
)
def test_a_word_of_a_name_that_means_other_things_too_is_not_that_name(lexicon: Lexicon, word: str) -> None:
    assert lexicon.lookup(word) == ()


def test_an_ambiguous_acronym_gives_all_its_concepts_the_frequent_first(lexicon: Lexicon) -> None:
    found = lexicon.lookup("SNN")
    assert {"spiking-neural-network", "sparse-neural-network"} <= set(found)
    counts = [lexicon.terms[i].count for i in found]
    assert counts == sorted(counts, reverse=True)


def test_an_acronym_counts_only_as_it_is_written(lexicon: Lexicon) -> None:
    assert lexicon.lookup("GAN") == ("generative-adversarial-network",)
    assert lexicon.lookup("gan") == ()


def test_an_unknown_surface_finds_nothing(lexicon: Lexicon) -> None:
    assert lexicon.lookup("our approach") == ()
    assert lexicon.lookup("") == ()


def test_a_name_that_is_an_ordinary_word_counts_only_as_it_is_written(lexicon: Lexicon) -> None:
    assert lexicon.lookup("Lion") == ("lion",)
    assert lexicon.lookup("lion") == ()
    assert lexicon.needs_clue("Lion")


@pytest.mark.parametrize(
    ("surface", "weak"),
    [("GP", True), ("LN", True), ("ELBO", False), ("layer normalization", False), ("变压器", False)],
)
def test_a_short_surface_needs_a_clue(lexicon: Lexicon, surface: str, weak: bool) -> None:
    assert lexicon.needs_clue(surface) is weak


def test_every_phrase_finds_a_concept(lexicon: Lexicon) -> None:
    phrases = dict(lexicon.phrases())
    assert phrases["LayerNorm"] == ("layer-normalization",)
    assert [s for s, ids in phrases.items() if not ids] == []


def test_chinese_names_are_chinese(lexicon: Lexicon) -> None:
    names = lexicon.chinese()
    assert names["反向传播"] == ("backpropagation",)
    assert [n for n in names if not any("\u4e00" <= c <= "\u9fff" for c in n)] == []


# --- a user's own file ---------------------------------------------------------------------------------------------


def test_a_users_file_adds_a_row_and_changes_the_hash(lexicon: Lexicon, tmp_path: Path) -> None:
    users = load(written(tmp_path, "Foo Gate\tMethod\tfoo-gating\tFG\t福门\tneural network"))
    assert users.terms["foo-gate"] == Term(
        id="foo-gate", name="Foo Gate", type="Method", aliases=("foo-gating",), acronyms=("FG",), zh=("福门",),
        broader=("neural-network",),
    )  # fmt: skip
    assert users.lookup("Foo-Gates") == ("foo-gate",)
    assert users.hash != lexicon.hash
    assert len(users.terms) == len(lexicon.terms) + 1


def test_a_users_row_with_a_known_name_keeps_the_other_names(tmp_path: Path) -> None:
    users = load(written(tmp_path, "Layer Normalization\tConcept\tlayer scaling trick"))
    term = users.terms["layer-normalization"]
    assert (term.name, term.type) == ("Layer Normalization", "Concept")
    assert users.lookup("LayerNorm") == users.lookup("layer scaling trick") == ("layer-normalization",)


NTK, SNN = load().terms["neural-tangent-kernel"], load().terms["spiking-neural-network"]
ROWS = [
    [Term("flow-of-rivers", "flow of rivers", "Task", aliases=("river flow",), acronyms=("SNN",), zh=("河流流量",))],
    [Term("flow-of-rivers", "flow of rivers", "Task", aliases=(NTK.name,), count=10**6)],
    [replace(SNN, count=SNN.count + 10**6), replace(NTK, aliases=(*NTK.aliases, "kernel of Doe"))],
    [replace(SNN, acronyms=(), aliases=("another name",), count=1)],
    [replace(NTK, needs_clue=True), Term("ntk-of-rivers", "NTK of rivers", "Method", acronyms=("NTK",))],
]
"""Rows of a user's own: new ones, ones that share names with ours, and ones that change, take away or hide ours."""


@pytest.mark.parametrize("rows", ROWS, ids=["new", "claims", "adds", "takes", "hides"])
def test_a_lexicon_with_more_rows_is_the_one_that_is_made_of_all_rows(lexicon: Lexicon, rows: list[Term]) -> None:
    grown = lexicon.with_rows({row.id: row for row in rows}, hash="")
    whole = Lexicon(grown.terms, hash="")
    assert dict(grown.phrases()) == dict(whole.phrases()) and grown.chinese() == whole.chinese()
    some, all = KnownNames(grown), KnownNames(whole)
    assert (some.folded, some.exact, some.begun, some.lengths) == (all.folded, all.exact, all.begun, all.lengths)
    text = "NTK 河流流量 of Doe, river flow and SNNs: 我们研究神经切线内核和脉冲神经网络。"
    assert list(some.find(text)) == list(all.find(text)) != []
    assert lexicon.lookup("NTK") == (NTK.id,) and lexicon.lookup("river flow") == ()  # ours is as it was


def test_name_and_type_are_enough(tmp_path: Path) -> None:
    users = load(written(tmp_path, "# ours", "Task\tbar spotting", header="type\tname"))
    assert users.terms["bar-spotting"].type == "Task"


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    assert load(written(tmp_path, "Foo\tMethod")).lookup("Foo Bar Baz") == ()
    assert load(written(tmp_path, "Foo Bar Baz\tMethod")).lookup("Foo Bar Baz") == ("foo-bar-baz",)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Foo\tThing", "the type of 'Foo' is 'Thing'"),
        ("\tMethod", "no name"),
        ("Foo\tMethod\t\t\t\t\t\tmany", "the count of 'Foo' is 'many'"),
        ("Foo\tMethod\t\t\t\tnothing such", "'nothing-such'"),
        ("Good Name\tMethod", "already in line 2"),
        ("Foo\tMethod" + "\t" * 20, "22 cells"),
    ],
    ids=["type", "name", "count", "broader", "twice", "cells"],
)
def test_a_broken_row_is_named_by_file_and_line(tmp_path: Path, row: str, reason: str) -> None:
    file = written(tmp_path, "Good Name\tMethod", row)
    with pytest.raises(BadInput) as caught:
        load(folder=tmp_path)
    assert f"{file}:3: " in str(caught.value)
    assert reason in str(caught.value)
    rows, (broken,) = own(file, load())
    assert "good-name" in rows and "good-name" in load(file).terms
    assert (broken.file, broken.line) == ("lexicon.tsv", 3)
    assert reason.replace("-", " ") in broken.reason.replace("-", " ")


@pytest.mark.parametrize("text", [b"naam\ttype\nFoo\tMethod\n", b"\xff\xfe\x00"], ids=["header", "encoding"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "lexicon.tsv"
    file.write_bytes(text)
    with pytest.raises(BadInput, match=r"lexicon\.tsv"):
        load(folder=tmp_path)
    rows, (broken,) = own(file, load())
    assert rows == {} and broken.file == "lexicon.tsv"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot read the lexicon"):
        load(tmp_path / "none.tsv")


def test_ids_are_slugs_of_names(lexicon: Lexicon) -> None:
    assert [t.name for t in lexicon.terms.values() if t.id != slug(t.name)] == []


def test_a_version_is_no_other_name_of_what_it_is_a_version_of(lexicon: Lexicon) -> None:
    for version, stem in (("BERT-large", "BERT"), ("GPT-4o", "GPT-4"), ("LLaMA-2", "LLaMA"), ("VGG-19", "VGG")):
        ids = lexicon.lookup(version)
        assert len(ids) == 1 and ids != lexicon.lookup(stem)
        assert lexicon.terms[ids[0]].broader == lexicon.lookup(stem)


@pytest.mark.parametrize("name", ["behaviour cloning", "generalised linear models", "Layer Normalisation"])
def test_british_spelling_needs_no_row(lexicon: Lexicon, name: str) -> None:
    assert lexicon.lookup(name)
