"""Readings to entries: one a concept, with one key, name, type and role."""

from __future__ import annotations

import pytest

from kb.extractors import extract
from kb.lexicon import load
from kb.meanings import Entry
from kb.records import TYPES, Acronym, Mention, Paper, Reading
from kb.resolve import entries
from kb.resolve.naming import cased


def resolve(abstract: str, title: str | None = None) -> list[Entry]:
    return list(entries(next(extract([Paper(title=title, abstract=abstract)])), load()))


def by_surface(abstract: str, surface: str, title: str | None = None) -> Entry:
    return next(e for e in resolve(abstract, title) if any(m.surface == surface for m in e.mentions))


def found(surface: str, begin: int = 0, *, rule: str = "shape", label: str = "Method", **rest: object) -> Mention:
    return Mention("abstract", begin, begin + len(surface), surface, label, "mentions", rule, 0.5, **rest)  # type: ignore[arg-type]


TEXT = (
    "We introduce Slow Melting Networks (SMNs), based on spiking neural networks. An SMN is a SNN that melts. "
    "The SMN framework outperforms LayerNorm-free NeoNet on CIFAR-10/100."
)


def test_every_entry_has_evidence_for_its_role_and_every_mention_one_entry() -> None:
    reading = next(extract([Paper(abstract=TEXT)]))
    out = entries(reading, load())
    for e in out:
        assert e.type in TYPES and 0 < e.confidence <= 1
        assert e.role in {m.role for m in e.mentions}
        assert e.key is not None or len(e.candidates) > 1
    places = [(m.begin, m.end, m.candidates) for e in out for m in e.mentions]
    assert len(places) == len(set(places)) == len(reading.mentions)


def test_short_and_long_form_are_one_entry_named_by_the_long_one() -> None:
    e = by_surface(TEXT, "SMN")
    assert e.name == "Slow Melting Network" and e.role == "introduces"
    assert {m.surface for m in e.mentions} >= {"SMN", "SMNs", "Slow Melting Networks"}


def test_an_acronym_of_two_senses_means_what_the_document_spells_out() -> None:
    assert by_surface("Spiking neural networks are fast. A SNN is small.", "SNN").key == "spiking-neural-network"
    assert by_surface("Sparse neural networks (SNNs) are fast. A SNN is small.", "SNN").key == "sparse-neural-network"


def test_an_acronym_of_two_senses_stays_open_without_evidence() -> None:
    e = by_surface("The SNN is evaluated with care.", "SNN")
    assert e.key is None and {"spiking-neural-network", "sparse-neural-network"} <= set(e.candidates)
    assert e.confidence < by_surface(TEXT, "SNN").confidence


def test_a_slash_makes_two_entries() -> None:
    keys = [e.key for e in resolve("Experiments on QUUX-10/100.") if e.mentions[0].rule == "slash"]
    names = [e.name for e in resolve("Experiments on QUUX-10/100.") if e.mentions[0].rule == "slash"]
    assert keys == ["quux-10", "quux-100"] and names == ["QUUX-10", "QUUX-100"]


def test_spellings_and_a_general_noun_make_no_second_entry() -> None:
    written = ("Foo-Net", "FooNet", "FooNets", "the FooNet architecture")
    reading = Reading("en", tuple(found(s, 30 * n) for n, s in enumerate(written)))
    assert [len(e.mentions) for e in entries(reading, load())] == [4]


def test_a_long_form_that_the_lexicon_knows_gets_its_key() -> None:
    long = Mention("abstract", 0, 22, "neural tangent kernels", "Concept", "mentions", "acronym", 0.8)
    short = found("NTKs", 24, rule="acronym")
    reading = Reading("en", (long, short), (Acronym("abstract", "NTKs", long.surface, (24, 28), (0, 22)),))
    (e,) = entries(reading, load())
    assert (e.key, e.name, e.type) == ("neural-tangent-kernel", "neural tangent kernel", "Concept")


def test_an_acronym_with_what_it_is_behind_it_is_the_acronym() -> None:
    long = Mention("abstract", 0, 30, "doubly averaged quantile method", "Method", "mentions", "acronym", 0.8)
    reading = Reading(
        "en",
        (long, found("DAQM", 34, rule="acronym"), found("DAQM estimators", 60), found("DAQM kernel", 90)),
        (Acronym("abstract", "DAQM", long.surface, (34, 38), (0, 30)),),
    )
    first, other = entries(reading, load())
    assert {m.surface for m in first.mentions} == {long.surface, "DAQM", "DAQM estimators"}
    assert [m.surface for m in other.mentions] == ["DAQM kernel"]


def test_a_dataset_without_a_cue_is_evaluated_on_and_a_passing_concept_only_mentioned() -> None:
    reading = Reading("en", (found("FooSet", label="Dataset"), found("bar limit", 30, rule="cue", label="Concept")))
    assert [e.role for e in entries(reading, load())] == ["evaluatesOn", "mentions"]


def test_no_mentions_no_entries() -> None:
    assert entries(Reading("en"), load()) == ()


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Spiking neural networks", "spiking neural network"),
        ("Slow-Gated Melting Networks", "Slow-Gated Melting Network"),
        ("Gaussian processes", "Gaussian process"),
        ("ReLU networks", "ReLU network"),
        ("DNNs", "DNN"),
        ("神经网络", "神经网络"),
        ("numbers of function evaluations", "number of function evaluations"),
        ("Plum Estimators for Subgroups", "Plum Estimators for Subgroups"),
    ],
)
def test_names_are_cased_as_the_field_does(phrase: str, name: str) -> None:
    assert cased(phrase) in (name, name[0].lower() + name[1:])
