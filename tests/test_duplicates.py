"""What may be the same paper is listed with its reasons, and one line settles it, for good."""

from __future__ import annotations

import csv
import io
import json
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Run

import kb
from kb.errors import BadInput, UnknownName
from kb.records import Author, Paper, Reference

BOTH = (Author("Doe", "Jo"), Author("Li", "Wei"))
RIVERS = (
    "We measure how rivers in cold valleys carry sediment, and find that glaciers upstream decide the seasonal load."
)
TALK = Paper(
    doi="10.1234/talk", type="paper-conference", venue="Rivers Days", year=2019, authors=BOTH,
    title="Sediment loads of glacial rivers in cold valleys",
)  # fmt: skip
ARTICLE = replace(
    TALK, doi="10.1234/article", type="article-journal", venue="Water Letters", year=2020, abstract=RIVERS
)
BARE = Paper(id="doe20", title="Sediment Loads of Glacial Rivers in Cold Valleys", year=2020, authors=BOTH)
OTHER = Paper(id="x", title="A word on chips", year=2001, references=(Reference(doi="10.1234/only-cited"),))


def made(*papers: Paper) -> kb.KnowledgeBase:
    base = kb.open()
    base.add(papers, pipeline="fast")
    return base


def works(base: kb.KnowledgeBase) -> int:
    return len(base.query("SELECT ?p { ?p kb:byline ?b }"))


def test_two_versions_with_two_dois_are_told_and_linked() -> None:
    base = made(TALK, ARTICLE, OTHER)
    (found,) = base.duplicates()
    assert found.state == "apart" and {"the same title", "years 2019 and 2020"} <= set(found.reasons)
    assert "doi:10.1234/article and doi:10.1234/talk" in found.reasons
    assert base.query("ASK { paper:doi\\/10.1234\\%2Farticle dcterms:isVersionOf paper:doi\\/10.1234\\%2Ftalk }")


@pytest.mark.parametrize("order", [(TALK, ARTICLE), (ARTICLE, TALK)])
def test_the_command_of_a_pair_settles_it_and_undo_gives_the_same_bytes(order: tuple[Paper, Paper]) -> None:
    base = made(*order)
    before = base.answers.store.lines()
    _, _, action, one, option, other = shlex.split(base.duplicates()[0].command)
    assert option == "--into"
    would = base.decide(action, one, into=other, dry_run=True)
    assert works(base) == 2 and len(would["papers"]) == 2 and any("sameAs" in s["predicate"] for s in would["added"])
    base.decide(action, one, into=other, reason="one study")
    assert works(base) == 1 and base.duplicates() == [] and base.check() == []
    assert base.paper(one).paper == base.paper(other).paper
    assert base.query("ASK { ?w prov:wasInfluencedBy ?d . ?d a kb:Decision ; dcterms:description 'one study' }")
    base.undo()
    assert base.answers.store.lines() == before


def test_a_merge_holds_through_a_later_add_in_any_order() -> None:
    first, second = made(ARTICLE), made(OTHER, TALK, ARTICLE)
    line = "merge\tdoi:10.1234/talk\tdoi:10.1234/article\t\tone study\n"
    assert "no record is known" not in str(first.decide_lines(line)["notes"])
    second.decide_lines(line)
    first.add([TALK, OTHER])
    assert first.answers.store.lines() == second.answers.store.lines() and works(first) == 1
    assert first.paper("https://doi.org/10.1234/TALK").paper.endswith("10.1234%2Farticle")


def test_what_title_joined_is_split_off_again() -> None:
    base = made(ARTICLE, BARE)
    assert works(base) == 1
    (found,) = base.duplicates()
    assert found.state == "joined"
    base.decide(*shlex.split(found.command)[2:])
    assert works(base) == 2 and base.duplicates() == [] and base.add([])["notes"] == []


@pytest.mark.parametrize("number", range(6))  # whichever of the two records has the smaller hash
def test_the_line_of_a_split_names_an_identifier_first_and_then_a_hash(number: int) -> None:
    address = f"https://openreview.net/forum?id=abc{number}"
    base = made(Paper(id=address, title=TALK.title, abstract=RIVERS, year=2001), Paper(abstract=RIVERS), OTHER)
    (found,) = base.duplicates()
    _, _, _, kept, off = shlex.split(found.command)
    assert kept.startswith("paper:url/") and off.startswith("paper:sha256/")


def test_two_records_with_the_same_words_are_told_apart_by_their_hashes() -> None:
    page = Paper(title=TALK.title, abstract=RIVERS)
    base = made(page, replace(page, keywords=("rivers",)), OTHER)
    (found,) = base.duplicates()
    assert found.state == "joined" and "record:" in found.command
    papers = base.stats()["papers"]
    base.decide(*shlex.split(found.command)[2:])
    assert base.stats()["papers"] == papers + 1 and base.duplicates() == [] and base.add([])["notes"] == []


def test_works_with_the_same_few_words_are_merged_two_at_a_time() -> None:
    """The hash of these words would name all three."""
    base = made(*(Paper(title="Title", authors=BOTH[:1], type=kind) for kind in ("book", "thesis", "report")))
    assert base.stats()["papers"] == 3
    for left in (2, 1):
        base.decide(*_said(base.duplicates()[0].command))
        assert base.stats()["papers"] == left
    assert base.duplicates() == [] and base.add([])["notes"] == []


def _said(command: str) -> list[str]:
    """The words of a merge as `decide` takes them."""
    _, _, action, one, _, other = shlex.split(command)
    return [action, one, other]


def test_a_record_with_a_wrong_doi_is_split_off_its_work() -> None:
    wrong = Paper(
        id="w", doi="10.1234/article", title="On cameras and lenses", year=1999, authors=(Author("Poe", "Al"),)
    )
    base = made(ARTICLE, wrong)
    (found,) = base.duplicates()
    assert works(base) == 1 and "both state doi:10.1234/article" in found.reasons
    base.decide(*shlex.split(found.command)[2:])
    assert works(base) == 2
    assert base.query("SELECT ?p { ?p prism:doi '10.1234/article' }").to_json().count("sha256") == 0


def test_a_cited_work_is_merged_into_the_one_that_is_held() -> None:
    base = made(ARTICLE, OTHER)
    base.decide("merge", "doi:10.1234/only-cited", "doi:10.1234/article")
    assert base.query("ASK { ?x cito:cites paper:doi\\/10.1234\\%2Farticle }")
    assert not base.query("ASK { ?stub a kb:Stub }")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("merge\tdoi:10.1234/none\tdoi:10.1234/gone", "no record is known by doi:10.1234/gone"),
        ("split\tdoi:10.1234/none", "no record is known by doi:10.1234/none"),
        ("split\tdoi:10.1234/article\tpaper:sha256/0", "no record is known by paper:sha256/0"),
        ("split\tdoi:10.1234/article", "nothing joins it to another"),
        ("merge\tdoi:10.1234/TALK\tdoi:10.1234/article\nsplit\tdoi:10.1234/talk\tdoi:10.1234/article", "comes later"),
    ],
)
def test_a_decision_on_papers_that_does_not_apply_is_told_and_kept(line: str, says: str) -> None:
    base = made(OTHER, ARTICLE)
    notes = base.decide_lines(line + "\n")["notes"]
    assert says in notes[0]["reason"] and len(base.decisions()) == line.count("\n") + 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("merge\tdoi:10.1234/a\tkernel", "'kernel' names none"),
        ("merge\tdoi:10.1234/a\t", "into what"),
        ("split\tdoi:10.1234/a\thttps://doi.org/10.1234/A", "itself says nothing"),
        ("merge\tdoi:10.1234/a\tdoi:10.1234/b\tdoi/10.1", "takes no other paper"),
    ],
)
def test_a_line_that_says_nothing_of_papers_is_told(line: str, says: str) -> None:
    assert says in made(ARTICLE).decide_lines(line)["skipped"][0]["reason"]


def test_what_nobody_has_cannot_be_merged() -> None:
    base = made(ARTICLE, BARE)
    with pytest.raises(UnknownName, match=r"called 'doi:10\.1234/nobody'"):
        base.decide("merge", "doi:10.1234/nobody", "doi:10.1234/article")
    with pytest.raises(UnknownName, match=r"called '10\.1234/Nobody'"):
        base.decide("merge", "doi:10.1234/article", into="10.1234/Nobody")
    with pytest.raises(BadInput, match="one paper already"):
        base.decide("merge", "10.1234/article", into=ARTICLE.title or "")


def test_the_command_line_lists_pairs_as_a_table_and_takes_its_own_commands(run: Run, tmp_path: Path) -> None:
    lines = [json.dumps(p.to_dict()) for p in (TALK, ARTICLE)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    run("add", "a.jsonl", "--pipeline", "fast", cwd=tmp_path)
    (row,) = csv.DictReader(io.StringIO(run("duplicates", "--format", "csv", cwd=tmp_path).stdout))
    done = run(*shlex.split(row["command"])[1:], cwd=tmp_path)
    assert done.returncode == 0 and "2 papers changed" in done.stdout
