"""What the README promises happens: its commands run, its Python runs, its picture is of the sample."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE, SAMPLE_FILES, Run
from forks import Forks

import kb
from kb import lexicon

README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [line[2:] for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SPARQL = re.findall(r"```sparql\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """A folder with the sample's three files, in which the README's commands were typed one after the other."""
    folder = tmp_path_factory.mktemp("desk")
    for file in SAMPLE_FILES:
        shutil.copy(file, folder)
    chosen(folder / "citations.kb")
    return folder


def chosen(knowledge: Path) -> None:
    """Has a knowledge base read with the model, as users have it who choose nothing."""
    knowledge.mkdir()
    (knowledge / "pipeline").write_text("full\n", "utf-8")


def test_the_commands_of_the_readme_run_in_order(desk: Path, run: Run) -> None:
    assert len(COMMANDS) > 12
    for command in COMMANDS:
        words = shlex.split(command)
        done = run(*words[1:], cwd=desk)
        assert words[0] == "kb" and done.returncode == 0, f"{command}\n{done.stderr}"
        assert done.stdout or "export" in command or "draw" in command or "fetch-list" in command, command


def test_the_python_of_the_readme_runs(tmp_path: Path, processes: Forks) -> None:
    for file in SAMPLE_FILES:
        shutil.copy(file, tmp_path)
    chosen(tmp_path / "lab.kb")
    for code in PYTHON:
        done = processes.run(python=code, cwd=str(tmp_path))
        assert done.code == 0, done.err


def test_the_sparql_of_the_readme_finds_something(sample: Path) -> None:
    with kb.open(sample) as base:
        for query in SPARQL:
            assert len(base.query(query)) > 0


def test_the_set_up_commands_stand_alone_on_their_lines() -> None:
    assert "\npython3 -m venv .venv && .venv/bin/pip install '.[notebook]' && .venv/bin/kb demo\n" in README
    assert "\n.venv/bin/pip install -e '.[test]' && .venv/bin/pytest\n" in README


def test_every_file_the_readme_links_to_is_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_picture_shows_the_concepts_of_the_sample(tmp_path: Path) -> None:
    with kb.open(tmp_path / "sample.kb") as base:
        base.add(kb.read(*SAMPLE_FILES), pipeline="full")
        drawn = base.draw(tmp_path / "now.svg").read_text("utf-8")
    kept = (SAMPLE / "concepts.svg").read_text("utf-8")
    names = re.compile(r"<title>([^<]+)</title>")
    assert sorted(names.findall(kept)) == sorted(names.findall(drawn))


def test_the_sample_is_what_its_tables_say(sample: Path) -> None:
    rows = [line.split("\t") for line in (SAMPLE / "works.tsv").read_text("utf-8").splitlines()]
    head, works = rows[0], rows[1:]
    cites = sum(len(row[head.index("cites")].split()) for row in works)
    with kb.open(sample) as base:
        counts = base.stats()
    assert (counts["papers"], counts["citations"], counts["stubs"]) == (len(works), cites, 0)


COUNTED = {
    "terms.tsv": r"\| terms\.tsv \| ([\d,]+) names",
    "bilingual/zh.tsv": r"`bilingual/zh\.tsv` holds ([\d,]+) Chinese words",
    "headcounts.txt": r"`headcounts\.txt` says [^.]*: ([\d,]+) endings",
    "general_words.txt": r"`general_words\.txt` lists ([\d,]+) words",
}


@pytest.mark.parametrize("file", COUNTED)
def test_the_numbers_of_the_lexicon_are_those_of_its_files(file: str) -> None:
    lines = (ROOT / "data" / "lexicon" / file).read_text("utf-8").splitlines()
    rows = [line for line in lines if not line.startswith("#")]
    held = len(rows) - ("\t" in rows[0])  # a table has a header
    told = re.findall(COUNTED[file], (ROOT / "data" / "README.md").read_text("utf-8"))
    assert told == [f"{held:,}"]


def test_the_readme_rounds_the_number_of_concepts_down() -> None:
    concepts = len(lexicon.load().terms)
    assert re.findall(r"lexicon of some ([\d,]+) concepts", README) == [f"{concepts - concepts % 100:,}"]


def test_every_public_name_is_there() -> None:
    assert all(getattr(kb, name) is not None for name in kb.__all__)
    assert sorted(kb.__all__) == list(kb.__all__)
