"""A wrong concept is put right in one line, for good; the line says why, and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import PAPERS, Run

import kb
from kb.errors import BadInput, UnknownName
from kb.records import Paper

NTK, SPIKE, WIDE = "neural tangent kernel", "10.1234/spike.2", "doi/10.1234/wide.1"


def made() -> kb.KnowledgeBase:
    base = kb.open()
    base.add(PAPERS)
    return base


def concepts(base: kb.KnowledgeBase, paper: str) -> dict[str, str]:
    return {c["name"]: c["role"] for c in base.paper(paper).concepts}


def test_a_rejected_concept_is_gone_and_says_why() -> None:
    base = made()
    report = base.decide("reject", "dropout", reason="a word of another trade")
    assert len(report["papers"]) == 1 and report["removed"] and not report["added"]
    with pytest.raises(UnknownName):
        base.concept("dropout")
    why = base.query(
        "SELECT ?reason { concept:dropout prov:wasInvalidatedBy ?d . ?d a kb:Decision ; dcterms:description ?reason }"
    )
    assert [row["reason"] for row in why] == ["a word of another trade"]
    assert not base.query("ASK { ?m nif:anchorOf 'dropout' }")


def test_a_rejection_in_one_paper_leaves_the_others() -> None:
    base = made()
    base.decide("reject", "MNIST", paper=SPIKE)
    assert "MNIST" not in concepts(base, SPIKE) and "MNIST" in concepts(base, "10.1234/wide.1")


def test_merged_concepts_are_one_and_the_old_name_leads_there() -> None:
    base = made()
    base.decide("merge", "catastrophic forgetting", "knowledge distillation", reason="only to try")
    assert base.concept("catastrophic forgetting").concept == base.concept("knowledge distillation").concept
    assert base.query("ASK { concept:catastrophic-forgetting dcterms:isReplacedBy concept:knowledge-distillation }")


def test_a_split_takes_what_is_written_so() -> None:
    base = kb.open()
    base.add([Paper(title="Norms", abstract="Batch normalization helps. BatchNorm is quick. We use BatchNorm again.")])
    base.decide("split", "batch normalization", "BatchNorm")
    surfaces = base.query(
        "SELECT ?n ?s { ?m itsrdf:taIdentRef ?c ; nif:anchorOf ?s . ?c skos:prefLabel ?n } ORDER BY ?n ?s"
    )
    named = {(row["n"], row["s"]) for row in surfaces}
    assert ("BatchNorm", "BatchNorm") in named and ("batch normalization", "BatchNorm") not in named


def test_a_split_in_one_paper_gives_it_another_sense() -> None:
    base = made()
    base.decide("split", "spiking neural network", "sparse neural network", paper=SPIKE)
    assert "sparse neural network" in concepts(base, SPIKE)
    assert "spiking neural network" not in concepts(base, SPIKE)


def test_rename_retype_and_broader_change_the_concept_and_keep_its_iri() -> None:
    base = made()
    before = base.concept("NTK").concept
    base.decide("rename", "NTK", "tangent kernel of Jacot")
    base.decide("retype", "NTK", "Method")
    base.decide("broader", "NTK", "gradient descent")
    now = base.concept("tangent kernel of Jacot")
    assert (now.concept, now.type) == (before, "Method") and "gradient descent" in now.broader
    assert base.concept(NTK).concept == before


def test_decisions_hold_through_a_later_add_and_any_order() -> None:
    first, second = kb.open(), made()
    first.add(PAPERS[:2])
    for base in (first, second):
        base.decide("merge", "catastrophic forgetting", "knowledge distillation")
        base.decide("retype", "MNIST", "Task")
    first.add(PAPERS[2:])
    assert first.answers.store.lines() == second.answers.store.lines()


def test_a_dry_run_tells_what_would_change_and_changes_nothing() -> None:
    base = made()
    before = base.answers.store.lines()
    would = base.decide("reject", "MNIST", dry_run=True)
    assert base.answers.store.lines() == before and base.decisions() == []
    did = base.decide("reject", "MNIST")
    assert [would[k] for k in ("papers", "removed", "added")] == [did[k] for k in ("papers", "removed", "added")]


def test_a_decision_that_no_longer_applies_is_reported_and_kept() -> None:
    base = made()
    base.decide("reject", "dropout")
    base.remove("Sparse by design")
    report = base.add([])
    assert [n["line"] for n in report["notes"]] == [2] and "no such concept" in report["notes"][0]["reason"]
    assert len(base.decisions()) == 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("rejct\tMNIST", "none of reject, merge"),
        ("merge\tMNIST", "into what"),
        ("retype\tMNIST\tThing", "none of Method"),
        ("rename\tMNIST\tX\tdoi/10.1", "whole knowledge base"),
        ("reject\t", "names no concept"),
        ("reject\tMNIST\t\t\twhy\tmore", "6 cells"),
    ],
)
def test_a_broken_line_is_told_and_the_rest_applies(line: str, says: str) -> None:
    base = made()
    report = base.decide_lines(f"# mine\n{line}\nreject\tdropout\n")
    assert [s["line"] for s in report["skipped"]] == [2] and says in report["skipped"][0]["reason"]
    with pytest.raises(UnknownName):
        base.concept("dropout")


def test_lines_that_contradict_each_other_or_go_round_are_told() -> None:
    base = made()
    report = base.decide_lines(
        "retype\tMNIST\tTask\nretype\tMNIST\tMethod\nbroader\tMNIST\tNTK\nbroader\tNTK\tMNIST\nbroader\tMNIST\tNobody\n"
    )
    told = {n["line"]: n["reason"] for n in report["notes"]}
    assert sorted(told) == [2, 5, 6]
    assert "comes later" in told[2] and "circle" in told[5] and "no concept is called 'Nobody'" in told[6]
    assert base.concept("MNIST").type == "Method"


TOLD = [
    ("reject\tNobody", 2, "no such concept, nothing is called 'Nobody' (any more); `kb decide undo 2`"),
    ("merge\tMNIST\tNobodyNet", 2, "nothing else is called 'NobodyNet'; to give 'MNIST' that name, rename it"),
    ("split\tMNIST\tNobody", 2, "split 'Nobody' off 'MNIST': no such concept, nothing is written 'Nobody'"),
    ("reject\tMNIST\t\tno/paper", 2, "nothing is called 'MNIST' in no/paper"),
    ("merge\tMNIST\tMNISTs", 0, "merge 'MNIST' into itself says nothing"),
    ("merge\tNTK\tneural tangent kernel", 2, "both are names of one concept already"),
    ("merge\tMNIST\tCIFAR-10\nmerge\tCIFAR-10\tMNIST", 2, "line 3 leads back to 'MNIST', and comes later"),
    ("retype\tMNIST\tMethod\t\ta\nretype\tMNIST\tMethod\t\tb", 2, "line 3 says the same, and comes later"),
    ("reject\tMNIST\nretype\tMNIST\tTask", 3, "line 2 rejects it, and comes first"),
    ("merge\tMNIST\tCIFAR-10\nmerge\tMNIST\tImageNet", 3, "line 2 merges it into 'CIFAR-10', and comes first"),
    (f"split\tNTK\tA\t{WIDE}\nsplit\tNTK\tB\t{WIDE}", 3, "line 2 takes the same, and comes first"),
    ("rename\tMNIST\tCIFAR-10", 2, "another concept is called 'CIFAR-10' too; merge the two if they are one"),
    ("broader\tMNIST\tNTK\nbroader\tNTK\tdropout\nbroader\tdropout\tMNIST", 4, "that would be a circle"),
    ("reject\tSNN", 2, "can mean 'spiking neural network', 'sparse neural network'"),
    ("reject MNIST", 0, "one cell, expected action, concept, value, paper and reason with tabs between"),
]


@pytest.mark.parametrize(("lines", "line", "says"), TOLD, ids=[lines.replace("\t", " ") for lines, _, _ in TOLD])
def test_a_line_that_says_what_cannot_be_is_told_and_the_rest_applies(lines: str, line: int, says: str) -> None:
    base = made()
    report = base.decide_lines(f"{lines}\nreject\tgradient descent\n")
    told = [n["reason"] for n in report["notes"] if n["line"] == line] or [s["reason"] for s in report["skipped"]]
    assert len(told) == 1 and says in told[0], report["notes"]
    with pytest.raises(UnknownName):
        base.concept("gradient descent")
    assert base.check() == []


@pytest.mark.parametrize("lines", [lines for lines, _, _ in TOLD if "merge" in lines])
def test_merges_lose_no_mention_whatever_they_say(lines: str) -> None:
    base = made()
    count = "SELECT (COUNT(*) AS ?n) { ?m a nif:Phrase }"
    before = list(base.query(count))
    base.decide_lines(lines)
    assert list(base.query(count)) == before


def test_actions_and_types_are_read_as_people_write_them() -> None:
    base = made()
    assert base.decide_lines("Retype\tMNIST\ttask\n REJECT\tdropout\n")["skipped"] == []
    assert base.concept("MNIST").type == "Task"


def test_undoing_twice_takes_back_two_and_a_third_has_nothing() -> None:
    base = made()
    before = base.answers.store.lines()
    base.decide("reject", "MNIST")
    base.decide("retype", "NTK", "Task")
    base.undo()
    base.undo()
    assert base.answers.store.lines() == before
    with pytest.raises(BadInput, match="no decision to take back"):
        base.undo()


def test_undoing_a_line_twice_says_that_it_holds_none() -> None:
    base = made()
    base.decide_lines("reject\tMNIST\nreject\tdropout\n")
    base.undo(3)
    with pytest.raises(BadInput, match=r"line 3 of decisions\.tsv holds no decision; `kb decide list`"):
        base.undo(3)


def test_what_nobody_knows_cannot_be_decided() -> None:
    base = made()
    with pytest.raises(UnknownName):
        base.decide("reject", "no such thing at all")
    with pytest.raises(BadInput, match="no decision to take back"):
        base.undo()


def test_the_command_line_decides_lists_and_takes_back(run: Run, tmp_path: Path) -> None:
    text = "We evaluate dropout on MNIST."
    (tmp_path / "a.jsonl").write_text(f'{{"id": "p", "title": "T", "abstract": "{text}"}}\n', "utf-8")
    run("add", "a.jsonl", cwd=tmp_path)
    done = run("decide", "reject", "dropout", "--reason", "to try", cwd=tmp_path)
    assert done.returncode == 0 and "1 paper" in done.stdout
    file = tmp_path / "citations.kb" / "decisions.tsv"
    assert file.read_text("utf-8").splitlines()[1] == "reject\tdropout\t\t\tto try"
    assert "reject 'dropout'" in run("decide", "list", cwd=tmp_path).stdout
    assert run("decide", "undo", cwd=tmp_path).returncode == 0
    assert run("concept", "dropout", cwd=tmp_path).returncode == 0
    unknown = run("decide", "reject", "dropouts layer", cwd=tmp_path)
    assert unknown.returncode == 3 and "no concept is called" in unknown.stderr
