"""What changed between two versions is counted and told in names; what did not change is not told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kb import rdf
from kb.cli import comparing
from kb.cli.app import app
from kb.errors import KBError, NotAKnowledgeBase
from kb.graph import Store, Versions
from kb.graph.diff import Change, Diff, compare, diff
from kb.terms import BASE, NS, PREFIXES

LINES = rdf.parse((Path(__file__).parent / "data" / "graph.ttl").read_bytes())
ONE, TWO, OLD = BASE + "paper/one", BASE + "paper/two", BASE + "paper/old"
NTK, CIFAR = BASE + "concept/neural-tangent-kernel", BASE + "concept/cifar-100"
LABEL, NAME, TYPE = PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel", PREFIXES["rdf"] + "type"
CONCEPT = PREFIXES["skos"] + "Concept"


def changes(new: list[str], *, top: int | None = None, old: list[str] = LINES) -> dict[str, list[Change]]:
    """The changes from the sample to a graph, by group."""
    return {g.name: list(g.changes) for g in compare(Store.memory(old), Store.memory(new), top=top)}


def without(*parts: str) -> list[str]:
    """The sample without the lines that hold any of these."""
    return [line for line in LINES if not any(part in line for part in parts)]


def told(found: list[Change]) -> list[str]:
    return [str(c) for c in found]


def test_equal_graphs_do_not_differ() -> None:
    assert changes(list(reversed(LINES))) == {}


def test_a_new_paper_and_its_statements_are_added() -> None:
    paper = BASE + "paper/new"
    new = [
        rdf.iri_line(paper, TYPE, PREFIXES["fabio"] + "Expression"),
        rdf.literal_line(paper, LABEL, "A new paper"),
        rdf.iri_line(paper, NS + "uses", NTK),
        rdf.iri_line(paper, PREFIXES["cito"] + "cites", ONE),
    ]
    found = changes([*LINES, *new])
    assert told(found["papers"]) == ["+ A new paper   (paper:new)"]
    assert told(found["kb:uses"]) == [
        "+ A new paper  kb:uses  neural tangent kernel   (paper:new concept:neural-tangent-kernel)"
    ]
    assert told(found["cito:cites"]) == ["+ A new paper  cito:cites  Wide kernels   (paper:new paper:one)"]
    assert set(found) == {"papers", "kb:uses", "cito:cites"}


def test_what_was_added_one_way_was_removed_the_other_way() -> None:
    less = without(TWO)
    there, back = changes(less), changes(LINES, old=less)
    turned = {"added": "removed", "removed": "added"}
    assert {(g, turned[c.how], c.iri, c.object) for g, cs in there.items() for c in cs} == {
        (g, c.how, c.iri, c.object) for g, cs in back.items() for c in cs
    }
    assert told(there["papers"])[0].startswith("- ")


def test_a_cited_only_work_is_no_paper_until_its_record_comes() -> None:
    held = [line for line in LINES if not (f"<{OLD}>" in line and "Stub" in line)]
    assert [(c.how, c.iri) for c in changes(held)["papers"]] == [("added", OLD)]


def test_a_renamed_concept_is_neither_removed_nor_added() -> None:
    new = [line.replace('"neural tangent kernel"@en', '"tangent kernel"@en') for line in LINES]
    found = changes(new)["concepts"]
    assert told(found) == ["~ concept:neural-tangent-kernel renamed: neural tangent kernel → tangent kernel"]


def test_a_second_name_in_another_language_renames_nothing() -> None:
    found = changes([*LINES, rdf.literal_line(CIFAR, NAME, "数据集", lang="zh")])
    assert told(found["skos:prefLabel"]) == ["+ CIFAR-100  skos:prefLabel  数据集   (concept:cifar-100)"]
    assert "concepts" not in found


def test_a_retyped_concept_is_told_with_both_types() -> None:
    new = [line.replace("ns#Method", "ns#Task") if line.startswith(f"<{NTK}>") else line for line in LINES]
    assert told(changes(new)["concepts"]) == ["~ concept:neural-tangent-kernel retyped: Method → Task"]


def test_a_merged_concept_is_not_called_removed() -> None:
    new = [line for line in LINES if not line.startswith(f"<{NTK}>")]
    new.append(rdf.iri_line(NTK, PREFIXES["dcterms"] + "isReplacedBy", CIFAR))
    assert told(changes(new)["concepts"]) == [
        "~ concept:neural-tangent-kernel merged into: neural tangent kernel → CIFAR-100 (concept:cifar-100)"
    ]


def test_the_first_of_each_are_shown_and_all_are_counted() -> None:
    concepts = [rdf.iri_line(f"{BASE}concept/c{i:02}", TYPE, CONCEPT) for i in range(25)]
    (group,) = compare(Store.memory([]), Store.memory(concepts), top=3)
    assert group.counts == {"added": 25}
    assert [c.iri[-3:] for c in group.changes] == ["c00", "c01", "c02"]
    text = str(Diff("version 1", "version 2", (group,)))
    assert text.splitlines()[0] == "version 1 → version 2" and "concepts: 25 added" in text and "… and 22 more" in text


def test_names_with_quotes_and_line_breaks_are_told_as_they_are() -> None:
    name = 'a "b"\t\\ c\nd'
    (found,) = changes([*LINES, rdf.literal_line(CIFAR, PREFIXES["skos"] + "altLabel", name, lang="en")]).values()
    assert found[0].object_label == name


# --- versions and folders ------------------------------------------------------------------------------------------


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """Five versions; the first two are gone. The third is empty, the fifth has lost a paper."""
    folder = tmp_path / "lab.kb"
    for lines in (LINES, LINES, [], LINES, without(TWO)):
        Versions(folder).publish(lines)
    (folder / "facts.db").touch()
    return folder


def test_without_versions_the_last_change_is_told(lab: Path) -> None:
    found = diff(lab)
    assert (found.old, found.new) == ("version 4", "version 5")
    assert found == diff(lab, 4, 5) == diff(lab, "4") and found
    assert not diff(lab, 4, 4) and "no difference" in str(diff(lab, 4, 4))


def test_two_folders_are_compared_by_what_they_publish_now(lab: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.kb"
    Versions(other).publish(LINES)
    found = diff(None, other, lab)
    assert found.groups == diff(lab, 4, 5).groups
    assert found.old == f"{other} (version 1)"


def test_a_version_that_is_not_kept_is_told_with_those_that_are(lab: Path) -> None:
    with pytest.raises(NotAKnowledgeBase, match=r"version 1 .* is not kept: the newest 3 stay; there: 3, 4, 5"):
        diff(lab, 1)


def test_the_first_version_has_nothing_before_it(tmp_path: Path) -> None:
    Versions(tmp_path).publish(LINES)
    with pytest.raises(NotAKnowledgeBase, match="no version before 1"):
        diff(tmp_path)


def test_a_graph_in_memory_has_no_versions_to_compare() -> None:
    with pytest.raises(KBError, match="name two folders"):
        diff(None, 1, 2)


def test_the_command_prints_text_and_json(lab: Path) -> None:
    assert comparing.diff in [c.callback for c in app.registered_commands]
    shown = CliRunner().invoke(app, ["diff", "--kb", str(lab)])
    assert shown.exit_code == 0 and shown.stdout.startswith("version 4 → version 5\npapers: 1 removed\n  - ")
    words = ["diff", "3", "4", "--all", "--format", "json", "--kb", str(lab)]
    found = json.loads(CliRunner().invoke(app, words).stdout)
    assert found["old"] == "version 3" and found["groups"][0]["name"] == "papers"
    assert found["groups"][0]["added"] == len(found["groups"][0]["changes"]) > 1
