"""JSON-LD has the names of the context, and says exactly what the lines say, whatever stands under a name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import rdf
from kb.graph import jsonld
from kb.terms import BASE, META, PREFIXES, iri

SAMPLE = rdf.parse((Path(__file__).parent / "data" / "graph.ttl").read_bytes())
PREDICATES = [*sorted(jsonld.names()), iri("rdf:type"), iri("skos:note"), "http://x.org/p", "urn:x:p"]
Value = str | tuple[str, str | None, str | None]
IRIS: list[Value] = [BASE + "paper/one", iri("kb:uses"), "http://x.org/a%20b", "doi:10.1/x", "title:x", "urn:x"]
LITERALS: list[Value] = [
    ("plain", None, None), ("7", None, None), ("chat", "fr", None), ("猫", "zh-hans", None), ("7", None, "integer"),
    ("007", None, "integer"), ("many", None, "integer"), ("9" * 40, None, "integer"), ("0.5", None, "double"),
    ("2020", None, "gYear"), ("true", None, "boolean"), ("@id", None, None), ("concept:ntk", None, None),
]  # fmt: skip
FOUND = [*IRIS, *LITERALS]


def statement(predicate: str, value: Value, graph: str | None) -> str:
    if isinstance(value, str):
        return rdf.iri_line(BASE + "paper/one", predicate, value, graph)
    text, lang, type = value
    datatype = PREFIXES["xsd"] + type if type else None
    return rdf.literal_line(BASE + "paper/one", predicate, text, lang, datatype, graph)


EVERYTHING = sorted(statement(p, v, g) for p in PREDICATES for v in FOUND for g in (None, META) if p != iri("rdf:type"))


def written(lines: list[str]) -> bytes:
    return b"".join(jsonld.generate(sorted(set(lines))))


def test_every_kind_of_value_under_every_name_comes_back() -> None:
    assert rdf.parse(written(EVERYTHING), "jsonld") == EVERYTHING


TEXTS: st.SearchStrategy[Value] = st.builds(lambda text: (text, None, None), st.text())
VALUES = st.one_of(st.sampled_from(FOUND), TEXTS)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PREDICATES[:-4]), VALUES, st.sampled_from([None, META]))))
def test_any_mixture_comes_back(said: list[tuple[str, Value, str | None]]) -> None:
    lines = sorted({statement(*one) for one in said})
    assert rdf.parse(written(lines), "jsonld") == lines


def test_many_pieces_are_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf, "_CHUNK", 7)
    assert len(list(jsonld.generate(SAMPLE))) > 5
    assert rdf.parse(written(SAMPLE), "jsonld") == SAMPLE and rdf.parse(written([]), "jsonld") == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its own parsers call what it deprecates
@pytest.mark.parametrize("lines", [SAMPLE, EVERYTHING], ids=["sample", "everything"])
def test_rdflib_reads_the_same(lines: list[str]) -> None:
    found = rdflib.Dataset().parse(data=written(lines), format="json-ld")
    expected = rdflib.Dataset().parse(data="\n".join(lines), format="nquads")
    assert set(found.quads()) == set(expected.quads())


def test_a_program_finds_plain_names_and_values() -> None:
    document = json.loads(written(SAMPLE))
    assert document["@context"] == jsonld.context()
    nodes = {node["id"]: node for node in document["@graph"]}
    paper, concept = nodes["paper:two"], nodes["concept:neural-tangent-kernel"]
    assert (paper["type"], paper["year"], paper["citationCount"]) == ("Paper", "2020", 1)
    assert paper["cites"] == ["paper:old", "paper:one"] and paper["uses"] == ["concept:neural-tangent-kernel"]
    assert concept["prefLabel"] == {"en": "neural tangent kernel", "zh": "神经切线核"}
    assert concept["altLabel"] == {"en": ["Neural Tangent Kernel"]}
    mention = next(node for key, node in nodes.items() if key.startswith("text:t1/15-36"))
    assert {k: mention[k] for k in ("type", "begin", "end", "surface", "means", "role", "rule")} == {
        "type": "Mention", "begin": 15, "end": 36, "surface": "neural tangent kernel",
        "means": "concept:neural-tangent-kernel", "role": "kb:introduces", "rule": "lexicon",
    }  # fmt: skip
    assert not [key for node in nodes.values() for key in node if ":" in key and key.startswith("kb:")]
