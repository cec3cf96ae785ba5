"""Reference lists and maps: what other programs ask of them, and what comes back when we read our own."""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from conftest import PAPERS

import kb
from kb.errors import MissingExtra
from kb.records import Author, Paper

ODD = (
    Paper(
        title=r"50 % of {A}_i & $x^2$: C:\temp ~ a -- b, `quoted' <tag> ResNet-18",
        year=2019,
        authors=(
            Author("O'Neil Jr", "Ann-Kathrin"),
            Author("van der Maaten", "L. J. P."),
            Author(literal="Team X and Y"),
        ),
        venue="Proceedings of A & B",
        type="paper-conference",
        doi="10.1234/a_b(c)%20<d>e",
        keywords=("one, and a half", "two"),
        abstract="We use dropout.\nA second line with 100% } braces.",
    ),
    Paper(title="Kernels of narrow networks", year=2018, authors=(Author("Doe", "Al"), Author("King", "M., Jr."))),
    Paper(
        title="神经切线核的研究",
        year=2021,
        authors=(Author(literal="王小明"),),
        doi="10.1234/zh",
        type="article-journal",
    ),
    Paper(title="FooNet: chips that count", year=2022, abstract="We introduce FooNet, a network for chips."),
    Paper(title="Counting at rest", year=2023, abstract="We use FooNet for image classification on MNIST."),
    Paper(title="A thesis on dropout", authors=(Author("Müller-Ünal", "Zoë"),), type="thesis", arxiv="1806.07572"),
)


@pytest.fixture(scope="module")
def odd() -> kb.KnowledgeBase:
    """Papers with everything that a format could trip over, and five plain ones."""
    made = kb.open()
    made.add((*ODD, *PAPERS))
    return made


def told(papers: Any) -> list[tuple[Any, ...]]:
    return sorted((p.title or "", p.year or 0, tuple(a.name for a in p.authors), p.doi, p.arxiv) for p in papers)


def test_our_own_bibtex_gives_the_same_papers_back(odd: kb.KnowledgeBase, tmp_path: Path) -> None:
    found = list(kb.read(odd.export(tmp_path / "lib.bib")))
    assert told(found) == told((*ODD, *PAPERS))
    by_title = {p.title: p for p in found}
    assert by_title[ODD[0].title].abstract == "We use dropout. A second line with 100% } braces."
    assert by_title[ODD[0].title].venue == ODD[0].venue and by_title[ODD[0].title].type == "paper-conference"
    assert {*ODD[0].keywords, "dropout"} <= set(by_title[ODD[0].title].keywords)


def test_bibtex_keys_say_author_year_and_word_and_are_unique(odd: kb.KnowledgeBase, tmp_path: Path) -> None:
    text = odd.export(tmp_path / "lib.bib").read_text("utf-8")
    keys = [line.partition("{")[2].rstrip(",") for line in text.splitlines() if line.startswith("@")]
    assert len(set(keys)) == len(keys) == 11 and all(key.isascii() and key.isalnum() for key in keys)
    assert {"doe2018kernels", "doe2018kernelsa", "roe2020spikes", "mullerunalthesis"} <= set(keys)
    assert "{ResNet-18}" in text and "neural tangent kernel" in text.lower()


def test_csl_json_holds_what_a_citation_processor_needs(odd: kb.KnowledgeBase, tmp_path: Path) -> None:
    items = json.loads(odd.export(tmp_path / "lib.csl.json").read_text("utf-8"))
    assert items == json.loads(odd.export(tmp_path / "lib.json", format="csl").read_text("utf-8"))
    one = next(i for i in items if i.get("DOI") == "10.1234/wide.1")
    assert (one["id"], one["type"], one["issued"]) == ("doe2018kernels", "paper-conference", {"date-parts": [[2018]]})
    assert one["author"] == [{"family": "Doe", "given": "Jo"}, {"family": "Li", "given": "Wei"}]
    assert "MNIST" in one["keyword"] and len({i["id"] for i in items}) == len(items) == 11


def vosviewer_faults(data: Any) -> list[str]:
    """What VOSviewer would refuse, by the rules of its documentation and of its own checks."""
    items, links = data["network"]["items"], data["network"]["links"]
    ids = [item["id"] for item in items]
    weights, placed = {tuple(i["weights"]) for i in items}, {("x" in i, "y" in i) for i in items}
    known = {"id", "label", "x", "y", "cluster", "weights", "scores"}
    number = (int, float)
    rules = {
        "three items": len(items) >= 3,
        "known attributes": all(item.keys() <= known for item in items),
        "unique ids that are no blank": len(set(ids)) == len(ids) and all(ids),
        "labels are text": all(isinstance(i["label"], str) and i["label"] for i in items),
        "all have the same weights, numbers from 0": len(weights) == 1
        and all(isinstance(w, number) and w >= 0 for i in items for w in i["weights"].values()),
        "scores are numbers": all(isinstance(s, number) for i in items for s in i.get("scores", {}).values()),
        "all or none are placed, not on one point": placed <= {(True, True)}
        and len({(i["x"], i["y"]) for i in items}) > 1,
        "clusters from 1 to 1000": all(type(i["cluster"]) is int and 1 <= i["cluster"] <= 1000 for i in items),
        "links join two items": all(
            link.keys() == {"source_id", "target_id", "strength"}
            and {link["source_id"], link["target_id"]} <= set(ids)
            and link["source_id"] != link["target_id"]
            for link in links
        ),
        "strengths are numbers from 0": all(isinstance(e["strength"], number) and e["strength"] >= 0 for e in links),
        "a pair is linked once": len({frozenset((e["source_id"], e["target_id"])) for e in links}) == len(links),
    }
    return [rule for rule, holds in rules.items() if not holds]


@pytest.mark.parametrize(
    ("view", "weights"),
    [("concepts", {"Papers", "Citations"}), ("citations", {"Citations"}), ("lineage", {"Built on by"})],
)
def test_vosviewer_takes_its_map(odd: kb.KnowledgeBase, view: str, weights: set[str], tmp_path: Path) -> None:
    data = json.loads(odd.export(tmp_path / "map.vos.json", view=view).read_text("utf-8"))
    assert vosviewer_faults(data) == []
    assert data["network"]["links"] and set(data["network"]["items"][0]["weights"]) == weights
    data["network"]["items"][0]["weights"] = {}
    data["network"]["links"][0]["target_id"] = "nobody"
    assert vosviewer_faults(data) == ["all have the same weights, numbers from 0", "links join two items"]


def test_neo4js_importer_finds_every_end_of_every_relationship(odd: kb.KnowledgeBase, tmp_path: Path) -> None:
    with zipfile.ZipFile(odd.export(tmp_path / "graph.neo4j.zip")) as archive:
        assert archive.testzip() is None
        tables = {
            n: list(csv.DictReader(io.TextIOWrapper(archive.open(n), "utf-8", newline="")))
            for n in archive.namelist()
            if n.endswith(".csv")
        }
        command = archive.read("import.txt").decode()
    assert all(name in command for name in tables)
    nodes = {row["iri:ID"]: row[":LABEL"] for name in ("papers.csv", "concepts.csv") for row in tables[name]}
    assert len(nodes) == len(tables["papers.csv"]) + len(tables["concepts.csv"])
    assert {"Paper", "Paper;Stub", "Concept;Dataset"} <= set(nodes.values())
    edges = tables["mentions.csv"] + tables["cites.csv"] + tables["builds_on.csv"]
    assert all({edge[":START_ID"], edge[":END_ID"]} <= nodes.keys() for edge in edges)
    assert {"CITES", "BUILDS_ON", "EVALUATES_ON", "INTRODUCES"} <= {edge[":TYPE"] for edge in edges}


def test_parquet_has_the_rows_of_csv_with_types(odd: kb.KnowledgeBase, tmp_path: Path) -> None:
    table = pyarrow.parquet.read_table(odd.export(tmp_path / "papers.parquet", view="papers"))
    text = odd.export(tmp_path / "papers.csv", view="papers").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["label"] for row in rows] == table["label"].to_pylist()
    assert {str(table.schema.field(n).type) for n in ("year", "cites")} == {"int32"}
    assert [row["stub"] == "1" for row in rows] == table["stub"].to_pylist()
    assert None in table["year"].to_pylist()


def test_without_pyarrow_the_extra_is_named(
    odd: kb.KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtra, match=r"pip install 'citekb\[notebook\]'"):
        odd.export(tmp_path / "papers.parquet")
    assert not list(tmp_path.iterdir())
