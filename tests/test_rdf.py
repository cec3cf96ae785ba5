"""Lines always parse, say what they were given, and survive every format."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kb import rdf
from kb.errors import BadInput, UnknownFormat
from kb.terms import BASE, PREFIXES

SAMPLE = rdf.parse((Path(__file__).parent / "data" / "graph.ttl").read_bytes())
NAMED = sorted(
    [
        *SAMPLE,
        rdf.literal_line(BASE + "paper/one", PREFIXES["dcterms"] + "title", "Other", graph=BASE + "source/b"),
        rdf.literal_line(BASE + "paper/one", PREFIXES["dcterms"] + "title", "Another", graph=BASE + "source/a"),
        rdf.iri_line(BASE + "dataset", PREFIXES["rdf"] + "type", PREFIXES["void"] + "Dataset", graph=BASE + "meta"),
    ]
)
S, P = "http://x.org/s", "http://x.org/p"


def objects(line: str) -> list[ox.Quad]:
    return list(ox.parse(line, ox.RdfFormat.N_QUADS))


@given(st.text(st.characters(codec=None)))
def test_every_text_becomes_a_line_that_parses_and_gives_it_back(text: str) -> None:
    line = rdf.literal_line(S, P, text)
    assert "\n" not in line and "\r" not in line
    (quad,) = objects(line)
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == rdf.clean(text)
    assert len(rdf.clean(text)) == len(text), "offsets into the text stay true"


@given(st.text(st.characters(codec=None)), st.sampled_from([None, "en", "zh-Hans"]))
def test_a_line_is_what_the_store_writes(text: str, lang: str | None) -> None:
    line = rdf.literal_line(S, P, text, lang=lang, graph="http://x.org/g")
    store = ox.Store()
    store.bulk_load(line.encode(), ox.RdfFormat.N_QUADS)
    assert (store.dump(format=ox.RdfFormat.N_QUADS) or b"").decode() == line + "\n"


@pytest.mark.parametrize("lang", ["", "e n", "en_US", "-", "toolongtag1"])
def test_a_malformed_language_is_left_out(lang: str) -> None:
    assert rdf.literal_line(S, P, "x", lang=lang) == f'<{S}> <{P}> "x" .'


def test_a_datatype_is_kept_and_string_is_none() -> None:
    year = PREFIXES["xsd"] + "gYear"
    assert rdf.literal_line(S, P, "2020", datatype=year) == f'<{S}> <{P}> "2020"^^<{year}> .'
    assert rdf.literal_line(S, P, "x", datatype=PREFIXES["xsd"] + "string") == f'<{S}> <{P}> "x" .'


@given(st.text(st.characters(codec=None)))
def test_a_safe_iri_parses_or_is_none(text: str) -> None:
    iri = rdf.safe_iri("https://x.org/" + text)
    assert iri is not None
    assert objects(rdf.iri_line(S, P, iri))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://x.org/a b", "https://x.org/a%20b"),
        ("https://x.org/##", "https://x.org/#%23"),
        ("https://x.org/100%", "https://x.org/100%25"),
        ("https://x.org/%E6%9C%AC", "https://x.org/%E6%9C%AC"),
        ("https://x.org/a[1]", "https://x.org/a%5B1%5D"),
        ("mailto:a@x.org", "mailto:a@x.org"),
        ("github.com/a", None),
        ("", None),
    ],
)
def test_a_strangers_iri_is_mended_where_it_can_be(text: str, expected: str | None) -> None:
    assert rdf.safe_iri(text) == expected


@pytest.mark.parametrize("iri", ["not an iri", "http://x.org/a b", "http://x.org/> <http://y", "", "http://x.org/\n"])
def test_what_is_no_iri_never_enters_a_line(iri: str) -> None:
    with pytest.raises(ValueError, match="no absolute IRI"):
        rdf.iri_line(S, P, iri)


@pytest.mark.parametrize("format", ["nquads", "trig"])
def test_dataset_formats_keep_everything(format: rdf.Format) -> None:
    assert rdf.parse(b"".join(rdf.serialise(NAMED, format)), format) == NAMED


@pytest.mark.parametrize("format", ["ntriples", "turtle"])
def test_graph_formats_keep_the_default_graph(format: rdf.Format) -> None:
    assert rdf.parse(b"".join(rdf.serialise(NAMED, format)), format) == SAMPLE


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its own parsers call what it deprecates
@pytest.mark.parametrize(("ours", "theirs"), [("turtle", "turtle"), ("trig", "trig"), ("nquads", "nquads")])
def test_rdflib_reads_the_same_statements(ours: rdf.Format, theirs: str) -> None:
    data = rdflib.Dataset().parse(data=b"".join(rdf.serialise(NAMED, ours)), format=theirs)
    assert sum(1 for _ in data.quads()) == len(SAMPLE if ours == "turtle" else NAMED)


@pytest.mark.parametrize("format", rdf.FORMATS)
def test_many_pieces_are_one_document(format: rdf.Format, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = b"".join(rdf.serialise(NAMED, format))
    monkeypatch.setattr(rdf, "_CHUNK", 7)
    pieces = list(rdf.serialise(NAMED, format))
    assert len(pieces) > 3
    assert rdf.parse(b"".join(pieces), format) == rdf.parse(whole, format)


@pytest.mark.parametrize("format", rdf.FORMATS)
def test_nothing_is_a_document_too(format: rdf.Format) -> None:
    assert rdf.parse(b"".join(rdf.serialise([], format)), format) == []


def test_turtle_groups_by_subject_and_uses_prefixes() -> None:
    text = b"".join(rdf.serialise(SAMPLE, "turtle")).decode()
    assert text.count("\nconcept:replay ") == 1
    assert "skos:prefLabel" in text
    assert "\tkb:uses concept:neural-tangent-kernel" in text


@pytest.mark.parametrize(
    ("line", "graph"),
    [
        ('<http://a> <http://b> "x <http://g> ." .', None),
        ('<http://a> <http://b> "x"^^<http://t> .', None),
        ('<http://a> <http://b> "x"^^<http://t> <http://g> .', "http://g"),
        ('<http://a> <http://b> "x"@en <http://g> .', "http://g"),
        ('<http://a> <http://b> "x \\" y" <http://g> .', "http://g"),
        ("<http://a> <http://b> <http://c> .", None),
        ("<http://a> <http://b> <http://c> <http://g> .", "http://g"),
    ],
)
def test_the_graph_of_a_line_is_found(line: str, graph: str | None) -> None:
    assert rdf.named_graph(line) == graph


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b"<http://a> <http://b> .", "turtle"),
        (b'<!DOCTYPE rdf [<!ENTITY a "aaaa">]><rdf:RDF/>', "rdfxml"),
        (b'{"@context": "http://127.0.0.1:9/c", "@id": "http://a"}', "jsonld"),
    ],
)
def test_broken_explosive_or_remote_input_is_refused(data: bytes, format: rdf.Format) -> None:
    with pytest.raises(BadInput):
        rdf.parse(data, format)


def test_an_unknown_format_names_the_known() -> None:
    with pytest.raises(UnknownFormat, match="turtle, trig"):
        list(rdf.serialise(SAMPLE, "owl"))  # type: ignore[arg-type]


def test_results_are_read_back() -> None:
    found = rdf.parse_results("?n\t?m\n1\t\n\t<http://a>\n", "tsv")
    assert found == (("n", "m"), [(ox.Literal(1), None), (None, ox.NamedNode("http://a"))])
    assert rdf.parse_results('{"head":{},"boolean":true}') is True


@pytest.mark.parametrize(("data", "format"), [("{", "json"), ("<!DOCTYPE x><sparql/>", "xml"), ("", "owl")])
def test_broken_results_are_refused(data: str, format: str) -> None:
    with pytest.raises(BadInput):
        rdf.parse_results(data, format)
