"""Every export is read back by another library with the same counts; the same knowledge base gives the same bytes."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import re
import warnings
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow.parquet
import pytest
import rdflib

from kb.errors import UnknownFormat, UnknownName
from kb.exporters import EXPORTERS, draw, export, write
from kb.exporters.layout import Box, label, place_labels, positions, spread, text_width
from kb.network import CiteRow, ConceptRow, MentionRow, PaperRow, Rows
from kb.rdf import iri_line, literal_line
from kb.records import Paper
from kb.terms import BASE, META, mint
from kb.terms import iri as full

ONTOLOGY = """
@prefix kb: <https://w3id.org/citekb/ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix cito: <http://purl.org/spar/cito/> . @prefix dcterms: <http://purl.org/dc/terms/> .
<https://w3id.org/citekb/ns> a owl:Ontology .
kb:mentions a owl:ObjectProperty . cito:cites a owl:ObjectProperty . dcterms:title a owl:DatatypeProperty .
"""

EXPORT = BASE + "export/"
DECLARED = rdflib.Graph().parse(data=ONTOLOGY, format="turtle")  # what an export takes of it: all but its own head
DECLARED.remove((rdflib.URIRef(BASE + "ns"), None, None))

CONCEPTS = {
    "ntk": ("neural tangent kernel", "Method", 2019),
    "cifar": ("CIFAR-10 & <friends>", "Dataset", 2020),
    "神经切线核": ("神经切线核", "Concept", None),
    "odd": ('a "quoted" name\x07\u2028with ]]> and\ttabs', "Metric", 2021),
    "task": ("image classification", "Task", 2020),
    "unused": ("broader than all", "Concept", None),
}
PAPERS = {
    "10.1/a": ("On kernels, and =SUM(A1)", 2019, "ntk cifar task"),
    "10.1/b": ("论文：核与网络", 2021, "ntk cifar 神经切线核"),
    "10.1/c": ("Multi\nline title", None, "cifar odd task"),
    "10.1/d": ("Alone", 2022, "odd"),
    "10.1/stub": ("Neal, 1996", 1996, ""),
}
CITES = [("10.1/b", "10.1/a"), ("10.1/c", "10.1/a"), ("10.1/a", "10.1/stub")]


def concept(name: str) -> str:
    return mint("concept", name)


def paper(doi: str) -> str:
    return mint("paper", "doi", doi)


@dataclass
class Library:
    """Five papers, as a knowledge base would show them to an exporter; `order` turns the rows round."""

    order: int = 1
    broken: bool = False
    seen: list[str] = field(default_factory=list)

    def facts(self) -> Iterator[str]:
        return iter(())

    def rows(self) -> Rows:
        used = {doi: concepts.split() for doi, (_, _, concepts) in PAPERS.items()}
        counts = {name: sum(name in concepts for concepts in used.values()) for name in CONCEPTS}
        return Rows(
            [ConceptRow(concept(k), n, t, counts[k], y) for k, (n, t, y) in CONCEPTS.items()][:: self.order],
            [PaperRow(paper(d), t, y, not c, "en" if c else None) for d, (t, y, c) in PAPERS.items()][:: self.order],
            [MentionRow(paper(d), concept(c), "uses") for d, concepts in used.items() for c in concepts][:: self.order],
            [CiteRow(paper(a), paper(b)) for a, b in CITES][:: self.order],
        )

    def statements(self) -> Iterator[str]:
        for doi, (title, year, concepts) in PAPERS.items():
            yield iri_line(paper(doi), full("rdf:type"), full("fabio:Expression"))
            yield literal_line(paper(doi), full("dcterms:title"), title, lang="en")
            if year:
                yield literal_line(paper(doi), full("fabio:hasPublicationYear"), str(year), datatype=full("xsd:gYear"))
            for name in concepts.split():
                yield iri_line(paper(doi), full("kb:mentions"), concept(name))
        for a, b in CITES:
            yield iri_line(paper(a), full("cito:cites"), paper(b))
        yield literal_line(META, full("void:triples"), "30", datatype=full("xsd:integer"), graph=META)
        yield iri_line(BASE, full("rdf:type"), full("void:Dataset"), graph=META)

    def lines(self, view: str) -> Iterator[str]:
        self.seen.append(view)
        for line in sorted(self.statements()):
            if view == "all" or full("cito:cites") in line:
                yield line
        if self.broken:
            raise OSError("the disk went away")

    def works(self) -> Iterator[tuple[str, Paper]]:
        for doi, (title, year, concepts) in sorted(PAPERS.items()):
            if concepts:
                yield paper(doi), Paper(doi=doi, title=title, year=year)

    def ontology(self) -> str:
        return ONTOLOGY


def exported(source: Library, suffix: str, folder: Path, **options: Any) -> bytes:
    return export(source, folder / f"graph{suffix}", **options).read_bytes()


BINARY: dict[str, Callable[[bytes], str]] = {
    ".parquet": lambda data: str(pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()),
    ".neo4j.zip": lambda data: str(unpacked(data)),
}
"""The formats that are no text, and how their text is read."""


def unpacked(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


FORMATS = [(suffix, view) for suffix, exporter in EXPORTERS.items() for view in exporter.views]
SUFFIXES = list(EXPORTERS)


# --- the contract of every format ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("suffix", "view"), FORMATS)
def test_every_format_writes_the_same_bytes_whatever_the_order(suffix: str, view: str, tmp_path: Path) -> None:
    one = exported(Library(), suffix, tmp_path, view=view)
    assert one and one == exported(Library(order=-1), suffix, tmp_path, view=view)
    if suffix not in BINARY:
        assert one.endswith(b"\n") and b"\r" not in one


def everything_exported(folder: str | Path) -> dict[str, str]:
    """The hash of each format in each view."""
    files = {f"{view}{suffix}": export(Library(), f"{folder}/{view}{suffix}", view=view) for suffix, view in FORMATS}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def test_no_format_depends_on_the_hash_seed(elsewhere: dict[str, Any], tmp_path: Path) -> None:
    here = everything_exported(tmp_path)
    assert here.keys() == elsewhere["formats"].keys()
    for name, hash in here.items():
        assert hash == elsewhere["formats"][name], name


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_compressed_by_gz_without_a_time(suffix: str, tmp_path: Path) -> None:
    path = export(Library(), tmp_path / f"graph{suffix}.gz")
    packed = path.read_bytes()
    assert gzip.decompress(packed) == exported(Library(), suffix, tmp_path)
    assert packed[4:8] == b"\0\0\0\0" and b"graph" not in packed[:20]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_goes_to_standard_output(
    suffix: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert export(Library(), "-", format=suffix.removeprefix(".")) == Path("-")
    assert capfdbinary.readouterr().out == exported(Library(), suffix, tmp_path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_refuses_a_view_that_it_has_not_and_names_its_own(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=", ".join(EXPORTERS[suffix].views)):
        export(Library(), tmp_path / f"graph{suffix}", view="everything")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_exports_an_empty_knowledge_base(suffix: str, tmp_path: Path) -> None:
    class Empty(Library):
        def rows(self) -> Rows:
            return Rows()

        def works(self) -> Iterator[tuple[str, Paper]]:
            return iter(())

        def statements(self) -> Iterator[str]:
            return iter(())

    for view in EXPORTERS[suffix].views:
        data = exported(Empty(), suffix, tmp_path, view=view)
        if suffix in READ_GRAPH:
            assert len(READ_GRAPH[suffix](tmp_path / f"graph{suffix}")) == 0
        elif suffix == ".csv":
            assert [data] == exported(Library(), suffix, tmp_path, view=view).splitlines(keepends=True)[:1]
        elif suffix == ".svg":
            assert circles(ET.fromstring(data)) == []
        elif suffix in RDFLIB_NAME:
            found = dataset(data, RDFLIB_NAME[suffix])
            declared = set(DECLARED) if suffix not in (".nq", ".nt") else set()
            assert {q[:3] for q in found.quads() if not str(q[0]).startswith(EXPORT)} == declared
        else:
            assert "10.1" not in BINARY.get(suffix, bytes.decode)(data)


def test_the_help_of_export_says_which_view_fits_which_format() -> None:
    from kb.cli.taking import export as verb

    rows = re.findall(r"^ *((?:[.\w]+ )+) +[A-Z\w].*?  +((?:\w+ ?)+)$", verb.__doc__ or "", re.M)
    told = {suffix: tuple(views.split()) for suffixes, views in rows for suffix in suffixes.split()}
    assert told == {suffix: exporter.views for suffix, exporter in EXPORTERS.items()}


@pytest.mark.parametrize(("suffix", "view"), FORMATS)
def test_min_papers_is_refused_where_it_means_nothing_and_narrows_elsewhere(
    suffix: str, view: str, tmp_path: Path
) -> None:
    if EXPORTERS[suffix].needs == "lines" or view in ("citations", "lineage"):
        why = "whole statements" if EXPORTERS[suffix].needs == "lines" else "of papers only"
        with pytest.raises(UnknownFormat, match=f"min_papers leaves out rare concepts: .*{why}"):
            exported(Library(), suffix, tmp_path, view=view, min_papers=2)
    else:
        text = BINARY.get(suffix, bytes.decode)
        narrow = text(exported(Library(), suffix, tmp_path, view=view, min_papers=3))
        assert narrow != text(exported(Library(), suffix, tmp_path, view=view))
        assert "neural tangent" not in narrow


# --- read back by another library ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("suffix", "format"), [(".ttl", "turtle"), (".nt", "nt")])
def test_rdflib_reads_the_default_graph_back(suffix: str, format: str, tmp_path: Path) -> None:
    graph = rdflib.Graph().parse(data=exported(Library(), suffix, tmp_path), format=format)
    expected = rdflib.Graph().parse(
        data="\n".join(line for line in Library().statements() if f"<{META}> ." not in line), format="nt"
    )
    declared = set(DECLARED) if suffix == ".ttl" else set()
    assert {t for t in graph if not str(t[0]).startswith(EXPORT)} == declared | set(expected)


def dataset(data: bytes | str, format: str) -> rdflib.Dataset:
    """What rdflib reads; it warns of itself while it does (7.6: its parsers use its own deprecated names)."""
    found = rdflib.Dataset()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Dataset|ConjunctiveGraph", DeprecationWarning)
        found.parse(data=data, format=format)
    return found


@pytest.mark.parametrize(("suffix", "format"), [(".trig", "trig"), (".nq", "nquads"), (".jsonld", "json-ld")])
def test_rdflib_reads_the_named_graphs_back_too(suffix: str, format: str, tmp_path: Path) -> None:
    header = DECLARED.serialize(format="nt") if suffix != ".nq" else ""
    expected = dataset(header + "\n".join(Library().statements()), "nquads")
    found = dataset(exported(Library(), suffix, tmp_path), format)
    assert {q for q in found.quads() if not str(q[0]).startswith(EXPORT)} == set(expected.quads())
    assert len(found.graph(rdflib.URIRef(META))) == 2


@pytest.mark.parametrize(("suffix", "format"), [(".ttl", "turtle"), (".trig", "trig"), (".jsonld", "json-ld")])
def test_protege_finds_an_ontology_and_the_kind_of_every_property(suffix: str, format: str, tmp_path: Path) -> None:
    found = dataset(exported(Library(), suffix, tmp_path), format)
    declared = {(str(s), str(o)) for s, _, o, _ in found.quads((None, rdflib.RDF.type, None, None))}
    (ontology,) = {s for s, o in declared if o == str(rdflib.OWL.Ontology)}
    assert re.fullmatch(re.escape(EXPORT) + "[0-9a-f]{32}", ontology)
    assert (full("kb:mentions"), str(rdflib.OWL.ObjectProperty)) in declared
    assert (full("dcterms:title"), str(rdflib.OWL.DatatypeProperty)) in declared


def test_an_export_is_an_ontology_of_its_own_named_by_what_it_says(tmp_path: Path) -> None:
    def heads(data: bytes) -> set[str]:
        graph = rdflib.Graph().parse(data=data, format="turtle")
        names = set(graph.subjects(rdflib.RDF.type, rdflib.OWL.Ontology))
        assert {p for name in names for p in graph.predicates(name)} <= {
            rdflib.RDF.type, rdflib.RDFS.label, rdflib.RDFS.comment, rdflib.RDFS.seeAlso,
        }, "annotations that OWL knows"  # fmt: skip
        assert rdflib.OWL.versionIRI not in set(graph.predicates())
        return {str(name) for name in names}

    whole, part, again = (
        heads(exported(Library(order), ".ttl", tmp_path, view=view))
        for order, view in ((1, "all"), (1, "citations"), (-1, "all"))
    )
    assert whole == again != part and len(whole) == len(part) == 1


def test_turtle_is_grouped_by_subject_with_prefixes(tmp_path: Path) -> None:
    text = exported(Library(), ".ttl", tmp_path).decode()
    assert "@prefix paper: <https://w3id.org/citekb/paper/> ." in text
    assert len(re.findall(r"^paper:doi\S*10\.1%?\S*a ", text, re.M)) == 1


def test_n_quads_and_n_triples_are_the_sorted_lines_and_nothing_else(tmp_path: Path) -> None:
    lines = sorted(Library().statements())
    assert exported(Library(), ".nq", tmp_path).decode() == "".join(f"{line}\n" for line in lines)
    kept = [line for line in lines if f"<{META}> ." not in line]
    assert exported(Library(), ".nt", tmp_path).decode() == "".join(f"{line}\n" for line in kept)


def test_a_view_of_the_statements_is_the_choice_of_the_knowledge_base(tmp_path: Path) -> None:
    library = Library()
    assert exported(library, ".nt", tmp_path, view="citations").count(b"\n") == len(CITES)
    assert library.seen == ["citations"]


RDFLIB_NAME = {".ttl": "turtle", ".trig": "trig", ".nq": "nquads", ".nt": "nt", ".jsonld": "json-ld"}
READ_GRAPH: dict[str, Callable[[Path], nx.Graph[str]]] = {
    ".gexf": nx.read_gexf,
    ".graphml": nx.read_graphml,
    ".json": lambda path: nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="edges"),
    ".cyjs": lambda path: nx.cytoscape_graph(json.loads(path.read_text("utf-8"))),
}


@pytest.mark.parametrize("suffix", READ_GRAPH)
def test_networkx_reads_the_concepts_back(suffix: str, tmp_path: Path) -> None:
    graph = READ_GRAPH[suffix](export(Library(), tmp_path / f"graph{suffix}"))
    assert set(graph) == {concept(key) for key in CONCEPTS if key != "unused"}
    assert graph.number_of_edges() == 7 and not graph.is_directed()
    ntk = graph.nodes[concept("ntk")]
    assert {k: ntk[k] for k in ("label", "type", "papers", "first_year", "citations")} == {
        "label": "neural tangent kernel", "type": "Method", "papers": 2, "first_year": 2019, "citations": 2,
    }  # fmt: skip
    assert "first_year" not in graph.nodes[concept("神经切线核")]
    assert graph.nodes[concept("odd")]["label"] == 'a "quoted" name with ]]> and tabs'
    edge = graph.edges[concept("ntk"), concept("cifar")]
    assert edge["papers"] == 2 and edge["weight"] == pytest.approx(2 / 6**0.5)


@pytest.mark.parametrize("suffix", READ_GRAPH)
def test_networkx_reads_the_citations_and_the_mentions_back(suffix: str, tmp_path: Path) -> None:
    cites = READ_GRAPH[suffix](export(Library(), tmp_path / f"c{suffix}", view="citations"))
    assert cites.is_directed() and set(cites.edges) == {(paper(a), paper(b)) for a, b in CITES}
    assert cites.nodes[paper("10.1/stub")]["stub"] is True and cites.nodes[paper("10.1/b")]["label"] == "论文：核与网络"
    mentions = READ_GRAPH[suffix](export(Library(), tmp_path / f"m{suffix}", view="mentions"))
    assert mentions.number_of_edges() == 10
    types = {mentions.nodes[node]["type"] for node in mentions}
    assert types == {"Paper", "Method", "Dataset", "Concept", "Metric", "Task"}


def test_gephi_sees_labels_weights_and_the_colours_of_the_drawing(tmp_path: Path) -> None:
    root = ET.fromstring(exported(Library(), ".gexf", tmp_path))
    space = {"g": root.tag[1:].partition("}")[0], "viz": "http://www.gexf.net/1.2draft/viz"}
    nodes = {node.get("id"): node for node in root.iterfind(".//g:node", space)}
    assert nodes[concept("ntk")].get("label") == "neural tangent kernel"
    colour = nodes[concept("cifar")].find("viz:color", space)
    assert colour is not None and colour.attrib == {"r": "217", "g": "123", "b": "12", "a": "1.0"}
    assert all(float(edge.get("weight", "nan")) > 0 for edge in root.iterfind(".//g:edge", space))
    assert b"lastmodifieddate" not in exported(Library(), ".gexf", tmp_path)


@pytest.mark.parametrize(
    ("view", "rows", "first"),
    [
        ("concepts", 5, ["key", "name", "type", "papers", "first_year"]),
        ("papers", 5, ["key", "label", "year", "stub", "lang", "concepts", "cites", "cited_by"]),
        ("mentions", 10, ["paper", "label", "year", "concept", "name", "type", "role"]),
        ("citations", 3, ["citing", "citing_label", "citing_year", "cited", "cited_label", "cited_year"]),
    ],
)
def test_csv_has_a_table_for_every_view(view: str, rows: int, first: list[str], tmp_path: Path) -> None:
    text = exported(Library(), ".csv", tmp_path, view=view).decode("utf-8")
    header, *lines = csv.reader(io.StringIO(text, newline=""))
    assert header == first and len(lines) == rows and {len(line) for line in lines} == {len(first)}
    assert lines == sorted(lines)


def test_csv_keeps_names_as_they_are_and_leaves_the_unknown_empty(tmp_path: Path) -> None:
    tables = {view: exported(Library(), ".csv", tmp_path, view=view).decode() for view in EXPORTERS[".csv"].views}
    concepts = {row["key"]: row for row in csv.DictReader(io.StringIO(tables["concepts"], newline=""))}
    assert concepts[concept("odd")]["name"] == CONCEPTS["odd"][0]
    assert concepts[concept("神经切线核")]["first_year"] == ""
    papers = {row["key"]: row for row in csv.DictReader(io.StringIO(tables["papers"], newline=""))}
    a = papers[paper("10.1/a")]
    assert a["label"] == PAPERS["10.1/a"][0]
    assert (a["stub"], a["concepts"], a["cites"], a["cited_by"]) == ("0", "3", "1", "2")


# --- writing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["graph.xyz", "graph", "graph.gz", "graph.xyz.gz"])
def test_an_unknown_suffix_names_the_known_ones(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=r"cannot export to .*; known: \.ttl, \.trig"):
        export(Library(), tmp_path / name)


def test_standard_output_needs_a_format() -> None:
    with pytest.raises(UnknownFormat, match="name a format"):
        export(Library(), "-")


def test_the_format_can_be_named_apart_from_the_file(tmp_path: Path) -> None:
    export(Library(), tmp_path / "graph.txt", format="nt")
    assert (tmp_path / "graph.txt").read_bytes() == exported(Library(), ".nt", tmp_path)
    export(Library(), tmp_path / "GRAPH.NT.GZ")
    export(Library(), tmp_path / "other.gz", format=".nt")
    assert (tmp_path / "GRAPH.NT.GZ").read_bytes() == (tmp_path / "other.gz").read_bytes()


def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    path.write_text("the old one")
    with pytest.raises(OSError, match="the disk went away"):
        export(Library(broken=True), path)
    assert [p.name for p in tmp_path.iterdir()] == ["graph.nt"] and path.read_text() == "the old one"


def test_a_link_stays_a_link_and_a_pipe_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "link.nt").symlink_to(tmp_path / "real.nt")
    export(Library(), tmp_path / "link.nt")
    assert (tmp_path / "link.nt").is_symlink() and (tmp_path / "real.nt").stat().st_size
    write(Path(os.devnull), [b"nothing lost"])
    assert Path(os.devnull).is_char_device()


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for place, error in (("nowhere", FileNotFoundError), ("file", NotADirectoryError)):
        with pytest.raises(error) as told:
            export(Library(), tmp_path / place / "graph.nt")
        assert told.value.filename == str(tmp_path / place / "graph.nt")


# --- the drawing ---------------------------------------------------------------------------------------------------

SVG = "{http://www.w3.org/2000/svg}"


def many(count: int) -> Rows:
    """Concepts with long names in a chain of papers, every third in all of them."""
    names = [f"concept number {i} of a long chain" if i % 3 else f"Hub{i}" for i in range(count)]
    mentions = [MentionRow(f"p{i}", f"c{j}", "uses") for i in range(count) for j in (i, (i + 1) % count, i // 7 * 7)]
    in_papers = {f"c{j}": len({m.paper for m in mentions if m.concept == f"c{j}"}) for j in range(count)}
    kinds = ("Method", "Dataset", "Task", "Metric", "Concept")
    return Rows(
        [ConceptRow(f"c{i}", name, kinds[i % 5], in_papers[f"c{i}"], 2020) for i, name in enumerate(names)],
        [PaperRow(f"p{i}", f"Paper {i}", 2020, False, "en") for i in range(count)],
        mentions,
    )


def circles(root: ET.Element) -> list[ET.Element]:
    return [circle for circle in root.iter(f"{SVG}circle") if circle.find(f"{SVG}title") is not None]


def test_the_drawing_shows_every_concept_once_with_its_name_type_and_papers(tmp_path: Path) -> None:
    root = ET.fromstring(exported(Library(), ".svg", tmp_path))
    told = {circle.findtext(f"{SVG}title") for circle in circles(root)}
    assert told == {
        "neural tangent kernel (Method): 2 papers, since 2019",
        "CIFAR-10 & <friends> (Dataset): 3 papers, since 2020",
        "image classification (Task): 2 papers, since 2020",
        "神经切线核 (Concept): 1 paper",
        'a "quoted" name  with ]]> and tabs (Metric): 2 papers, since 2021',
    }
    assert root.get("viewBox") == "0 0 1200 800" and root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Concept network"
    assert "5 concepts of 6" in (root.findtext(f"{SVG}desc") or "")


def test_the_drawing_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    text = exported(Library(), ".svg", tmp_path).decode()
    assert set(re.findall(r"https?://[^\"' <]+", text)) == {"http://www.w3.org/2000/svg"}
    assert "<script" not in text and "href" not in text


def test_the_drawing_keeps_to_the_page_and_its_circles_apart() -> None:
    spots = [
        (float(c.get("cx", "nan")), float(c.get("cy", "nan")), float(c.get("r", "nan")))
        for c in circles(ET.fromstring(draw(many(60))))
    ]
    assert len(spots) == 60
    assert all(r <= x <= 1200 - r and 70 + r <= y <= 740 - r for x, y, r in spots)
    for i, (x, y, r) in enumerate(spots):
        assert all((x - u) ** 2 + (y - v) ** 2 >= (r + s) ** 2 for u, v, s in spots[i + 1 :])


def test_the_names_of_the_drawing_lie_free_and_the_crowded_ones_are_left_out() -> None:
    page = Box(0, 0, 400, 300)
    points = {str(i): (20.0 + 40 * (i % 10), 20.0 + 40 * (i // 10)) for i in range(70)}
    radii = dict.fromkeys(points, 8.0)
    labels = {key: label(f"a rather long name {key}", 12) for key in points}
    placed = place_labels(points, radii, labels, [], order=sorted(points), page=page)
    assert 0 < len(placed) < 70
    boxes = [
        Box(x - labels[k].width / 2, y - labels[k].height / 2, x + labels[k].width / 2, y + labels[k].height / 2)
        for k, (x, y) in placed.items()
    ]
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlaps(b)]
    assert all(box.within(page) for box in boxes)


def test_a_name_goes_where_no_line_crosses_it() -> None:
    page, points = Box(0, 0, 200, 200), {"a": (100.0, 100.0), "b": (100.0, 190.0)}
    labels = {key: label("name", 12) for key in points}
    radii = dict.fromkeys(points, 5.0)
    free = place_labels(points, radii, labels, [], order=["a"], page=page)["a"]
    crossed = place_labels(points, radii, labels, [("a", "b")], order=["a"], page=page)["a"]
    assert free[1] > 100 > crossed[1]


def test_the_largest_concepts_are_drawn_when_there_are_too_many_for_the_page() -> None:
    root = ET.fromstring(draw(many(60), top=10))
    assert len(circles(root)) == 10
    assert len(circles(ET.fromstring(draw(many(60), around="c0", top=5)))) == 5


def test_a_drawing_around_one_concept_has_it_in_the_middle_and_names_it() -> None:
    rows = Library().rows()
    root = ET.fromstring(draw(rows, around=concept("ntk")))
    assert root.findtext(f"{SVG}title") == "Around neural tangent kernel"
    spot = next(c for c in circles(root) if (c.findtext(f"{SVG}title") or "").startswith("neural tangent"))
    assert abs(float(spot.get("cx", "0")) - 600) < 60 and abs(float(spot.get("cy", "0")) - 400) < 60
    with pytest.raises(UnknownName):
        draw(rows, around=concept("nothing"))


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_few_concepts_are_drawn_too(count: int) -> None:
    rows = many(7)
    few = Rows(rows.concepts[:count], rows.papers, rows.mentions)
    assert len(circles(ET.fromstring(draw(few)))) == count


def test_long_names_are_broken_near_their_middle_and_cut_when_too_long() -> None:
    assert label("neural tangent kernel regression", 12).lines == ("neural tangent", "kernel regression")
    assert label("short name", 12).lines == ("short name",)
    assert "".join(label("x" * 60, 12).lines).endswith("…")
    assert text_width("神经", 10) == 20


def test_nodes_that_lie_on_one_another_are_moved_apart() -> None:
    page = Box(0, 0, 500, 500)
    start = {"a": (100.0, 100.0), "b": (100.0, 100.0), "c": (104.0, 100.0)}
    found = spread(start, dict.fromkeys(start, (20.0, 10.0, 10.0)), page, fixed="a")
    assert found["a"] == (100.0, 100.0)
    for one, other in ("ab", "ac", "bc"):
        across, along = (abs(found[one][i] - found[other][i]) for i in (0, 1))
        assert across >= 39.8 or along >= 19.8


def test_parts_that_nothing_joins_are_all_on_the_page() -> None:
    graph: nx.Graph[str] = nx.Graph((a, b, {"weight": 0.5}) for a, b in ("ab", "cd", "ef", "fg"))
    page = Box(10, 20, 510, 320)
    found = positions(graph, page)
    assert found.keys() == set("abcdefg") and len(set(found.values())) == 7
    assert all(10 <= x <= 510 and 20 <= y <= 320 for x, y in found.values())
