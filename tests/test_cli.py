"""The command line as a librarian types it: results on stdout, talk on stderr, an exit code that tells."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE_FILES, Run

VERBS = [
    *("demo", "health", "add", "remove", "read", "extract", "fetch-list", "lexicon", "decide", "check", "log", "diff"),
    *("stats", "search", "concept", "senses", "paper", "neighbours", "explain", "compare", "path", "rank"),
    *("query", "export", "draw"),
]
BIB = """@article{doe2018, title = {Kernels of {NTK} type}, author = {Doe, Jo and Li, Wei}, year=2018, doi={10.1234/x}}
@article{roe2020, title = {Spiking neural networks on MNIST}, author = {Roe, Ann}, year = 2020, doi = {10.1234/y}}
"""


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """A folder with a library of two papers and its knowledge base, ./citations.kb; copy it."""
    folder = tmp_path_factory.mktemp("added")
    (folder / "library.bib").write_text(BIB, "utf-8")
    assert run("add", "library.bib", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def library(added: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to be changed."""
    return shutil.copytree(added, tmp_path / "desk")


def test_help_lists_every_verb_and_each_has_an_example(run: Run) -> None:
    shown = run("--help").stdout
    assert [
        line.split()[0] for line in shown.splitlines() if line.startswith("  ") and line.split()[0] in VERBS
    ] == VERBS
    assert "..." not in shown.split("Commands:")[1].split("Exit codes")[0]  # typer cuts a long line so


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_shows_an_example(verb: str) -> None:
    from typer.testing import CliRunner

    from kb.cli.app import app

    shown = CliRunner().invoke(app, [verb, "--help"]).stdout
    examples = [line.strip() for line in shown.splitlines() if "Example:" in line]
    assert examples and all(line.startswith(f"Example: kb {verb}") for line in examples)
    assert shown.count("Example:") == len(examples)


def test_add_reports_what_it_did(run: Run, tmp_path: Path) -> None:
    (tmp_path / "library.bib").write_text(BIB + "@article{empty}\n", "utf-8")
    done = run("add", "library.bib", "--format", "json", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert {k: report[k] for k in ("read", "papers", "added", "citations", "version")} == {
        "read": 2, "papers": 2, "added": 2, "citations": 0, "version": 1,
    }  # fmt: skip
    assert [(s["file"], s["line"]) for s in report["skipped"]] == [("library.bib", 3)]
    assert report["concepts"] > 0 and report["mentions"] > 0


def test_a_library_without_citations_is_told_how_to_get_them(run: Run, library: Path) -> None:
    shown = run("add", "library.bib", cwd=library).stdout
    assert "kb fetch-list --openalex > urls.txt" in shown and "your 2 DOIs" in shown
    urls = run("fetch-list", "--openalex", cwd=library).stdout.splitlines()
    assert urls == ["https://api.openalex.org/works?filter=doi:10.1234/x|10.1234/y&per-page=50"]


def test_titles_carry_concepts_too(run: Run, library: Path) -> None:
    found = json.loads(run("explain", "10.1234/y", "MNIST", "--format", "json", cwd=library).stdout)
    assert [(x["field"], x["surface"]) for x in found] == [("title", "MNIST")]


def test_read_prints_papers_and_stores_nothing(run: Run, tmp_path: Path) -> None:
    done = run("read", "-", "--format", "jsonl", cwd=tmp_path, input=BIB)
    first = json.loads(done.stdout.splitlines()[0])
    assert (first["title"], first["year"], first["doi"]) == ("Kernels of NTK type", 2018, "10.1234/x")
    assert first["authors"] == [{"family": "Doe", "given": "Jo"}, {"family": "Li", "given": "Wei"}]
    assert list(tmp_path.iterdir()) == []


def test_what_read_prints_can_be_read_again(run: Run, tmp_path: Path) -> None:
    once = run("read", *SAMPLE_FILES, cwd=tmp_path).stdout
    assert run("read", "-", cwd=tmp_path, input=once).stdout == once


def test_extract_answers_every_line_in_order(run: Run, tmp_path: Path) -> None:
    texts = [
        "  We propose FooNet (FN), see Neal (1996) and https://x.org/a.",
        "",
        "Nothing.",
        "我们提出神经切线内核(NTK)。",
    ]
    lines = "".join(json.dumps({"id": f"t{i}", "text": t}) + "\n" for i, t in enumerate(texts))
    out = [json.loads(line) for line in run("extract", "-", cwd=tmp_path, input=lines).stdout.splitlines()]
    assert [o["id"] for o in out] == ["t0", "t1", "t2", "t3"]
    assert "FooNet" in {c["name"] for c in out[0]["concepts"]}
    assert out[0]["citations"] == [{"surface": "Neal (1996)", "author": "Neal", "year": 1996}]
    assert out[0]["links"] == ["https://x.org/a"]
    assert out[3]["lang"] == "zh" and out[3]["acronyms"][0]["short"] == "NTK"
    for o, text in zip(out, texts, strict=True):
        for m in (m for c in o["concepts"] for m in c["mentions"]):
            assert text[m["start"] : m["end"]] == m["text"]


@pytest.mark.parametrize("format", ["json", "csv", "tsv", "xml"])
def test_query_prints_the_w3c_formats(run: Run, sample: Path, format: str) -> None:
    done = run("query", "SELECT (COUNT(*) AS ?n) { ?c a skos:Concept }", "--format", format, "--kb", sample)
    assert done.returncode == 0
    starts = {"json": '{"head"', "csv": "n\r\n", "tsv": "?n\n", "xml": "<?xml"}
    assert done.stdout.replace("\n", "\r\n" if format == "csv" else "\n").startswith(starts[format])


def test_a_graph_comes_as_turtle(run: Run, sample: Path) -> None:
    done = run("query", "CONSTRUCT { ?a cito:cites ?b } { ?a cito:cites ?b }", "--format", "nt", "--kb", sample)
    assert len(done.stdout.splitlines()) == 87


def test_named_queries_are_listed_and_run(run: Run, sample: Path) -> None:
    listed = run("query", "--list").stdout
    assert "methods-on-dataset" in listed
    done = run("query", "methods-on-dataset", "--set", "dataset=CIFAR-100", "--format", "json", "--kb", sample)
    assert done.returncode == 0 and json.loads(done.stdout)["results"]["bindings"]


def test_neighbours_have_the_documented_shape(run: Run, sample: Path) -> None:
    found = json.loads(run("neighbours", "NTK", "--top", "3", "--format", "json", "--kb", sample).stdout)
    assert len(found) == 3
    assert set(found[0]) == {"concept", "name", "type", "score", "papers", "evidence"}
    assert set(found[0]["evidence"][0]) == {"paper", "label", "sentence"}


def test_an_unknown_name_exits_3_with_the_nearest(run: Run, sample: Path) -> None:
    done = run("concept", "neural tangent kernal", "--format", "json", "--kb", sample)
    said = json.loads(done.stdout)
    assert done.returncode == 3
    assert said["candidates"][0]["name"] == "neural tangent kernel"
    assert "kb concept neural-tangent-kernel" in done.stderr


def test_the_command_offered_for_an_unknown_name_runs(run: Run, sample: Path) -> None:

    offered = run("neighbours", "--top", "2", "neural tangent kernal", "--kb", sample).stderr.splitlines()[1]
    words = shlex.split(offered.split("   #")[0])
    assert words[0] == "kb" and run(*words[1:]).returncode == 0


def test_no_path_is_no_failure(run: Run, tmp_path: Path) -> None:
    (tmp_path / "two.jsonl").write_text(
        '{"abstract": "We propose FooNet."}\n{"abstract": "We propose BarNet."}\n', "utf-8"
    )
    run("add", "two.jsonl", cwd=tmp_path)
    done = run("path", "FooNet", "BarNet", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "") and "no path" in done.stderr


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT ?x { ?x a }", "line 1, column"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "never goes online"),
        ("LOAD <http://127.0.0.1:9/>", "refused"),
        ("SELECT * { ?x foo:bar ?y }", "known: "),
    ],
)
def test_a_bad_query_exits_2_and_shows_the_place(run: Run, sample: Path, query: str, says: str) -> None:
    done = run("query", query, "--kb", sample)
    assert done.returncode == 2 and says in done.stderr and done.stdout == ""


def test_a_query_past_its_time_exits_4(run: Run, sample: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert run("query", endless, "--timeout", "0.5", "--kb", sample).returncode == 4


def test_a_locked_knowledge_base_exits_5(run: Run, library: Path) -> None:
    from kb.facts import writing

    with writing(library / "citations.kb"):
        done = run("add", "library.bib", cwd=library)
        assert done.returncode == 5 and "another process" in done.stderr
        assert run("stats", cwd=library).returncode == 0  # readers do not wait


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["stats", "--kb", "nowhere.kb"], 1, "no knowledge base"),
        (["stats", "--kb", "."], 1, "no facts.db"),
        (["add", "missing.bib"], 1, "missing.bib"),
        (["add", "empty"], 1, "nothing readable"),
        (["export", "graph.docx", "--kb", "citations.kb"], 2, "known: "),
        (["frobnicate"], 2, "No such command"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, library: Path, words: list[str], code: int, says: str) -> None:
    (library / "empty").mkdir()
    done = run(*words, cwd=library)
    assert done.returncode == code and says in done.stderr


def test_a_closed_pipe_ends_quietly(sample: Path) -> None:
    command = f"{sys.executable} -m kb query 'SELECT ?s ?p ?o {{ ?s ?p ?o }}' --format csv --kb {sample} | head -1"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.stdout.strip() == "s,p,o" and done.stderr == ""


# --- odd arguments, names and streams ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def typed(sample: Path) -> Callable[..., tuple[int, str]]:
    """Types a command into this process: its exit code, and what it said in all. No start-up for each."""
    from typer.testing import CliRunner

    from kb.cli.app import app

    def command(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, [*words, "--kb", str(sample)])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output + done.stderr

    return command


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["concept", "a\udcff"], 2, "is no UTF-8"),
        (["paper", "\udcff"], 2, "is no UTF-8"),
        (["search", "x", "--top", "9" * 20], 2, "less than or equal to"),
        (["query", "ASK {}", "--timeout", "inf"], 2, "less than or equal to"),
        (["query", "ASK {}", "--timeout", "nan"], 2, "or equal to"),
        (["query", "ASK {}", "--format", "ttl"], 2, "its result has the kind"),
        (["decide", "retype", "NTK"], 2, "retype 'NTK' as what? Give a value"),
        (["decide", "retype", "NTK", "thing"], 2, "none of Method, Dataset"),
        (["decide", "merge", "NTK", "ntk"], 2, "into itself says nothing"),
        (["decide", "undo", "x"], 2, "takes the number of a line"),
        (["decide", "reject", "Nobody"], 3, "no concept is called 'Nobody'"),
        (["concept", ""], 3, "no concept is called ''"),
        (["path", "NTK", ""], 3, "no concept is called ''"),
        (["diff", "99"], 1, "version 99"),
        (["remove"], 2, "name one paper, or --source FILE"),
        (["rank", "Paper", "--by", "papers"], 2, "papers ranks concepts"),
    ],
    ids=lambda v: " ".join(v).encode("ascii", "replace").decode() if isinstance(v, list) else None,
)
def test_odd_words_end_with_a_sentence_and_the_right_code(
    typed: Callable[..., tuple[int, str]], words: list[str], code: int, says: str
) -> None:
    assert (found := typed(*words))[0] == code and says in found[1], found


def test_files_of_any_name_and_the_knowledge_base_beside_them(run: Run, library: Path) -> None:
    (library / "b\udcff.bib").write_text("@article{c, title = {A paper of its own}, doi = {10.1234/z}}", "utf-8")
    done = run("add", ".", cwd=library)
    assert done.returncode == 0, done.stderr
    assert "3 records read: 3 papers (1 added" in done.stdout
    assert "citations.kb:1: a knowledge base, no papers" in done.stdout + done.stderr
    assert "b\\xff.bib" in run("stats", cwd=library).stdout


def test_a_folder_of_any_name_is_asked_and_changed(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from kb.cli.app import app

    odd = (library / "citations.kb").rename(library / "50% of C#, really?.kb")
    monkeypatch.setenv("KB_PATH", str(odd))
    for words, says in (
        ("concept NTK", "neural tangent kernel"),
        ("search kernels", "Kernels of NTK type"),
        ("rank Dataset", "MNIST"),
        ("query 'ASK { ?p a fabio:Work }'", ""),
        ("check", "every shape"),
        ("decide reject MNIST", "1 paper changed"),
        ("stats", "2"),
    ):
        done = CliRunner().invoke(app, shlex.split(words))
        assert done.exit_code == 0 and says in done.output, (words, done.output)


def test_nothing_is_no_folder(run: Run, library: Path) -> None:
    done = run("add", "", cwd=library)
    assert (done.returncode, done.stderr) == (1, "kb: no such file or folder: ''\n")


@pytest.mark.parametrize(
    ("streams", "code"), [(">&-", 0), ("2>&-", 0), ("<&-", 0), ("> /dev/full", 1)], ids=["out", "err", "in", "full"]
)
def test_streams_that_are_closed_or_full_leave_no_trace_of_us(sample: Path, streams: str, code: int) -> None:
    command = f"{sys.executable} -m kb log --kb {sample} {streams}"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == code and "Traceback" not in done.stderr


def test_a_terminal_of_few_letters_shows_the_others_escaped(sample: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kb", "search", "神经", "--kb", sample],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0 and "\\u795e\\u7ecf" in done.stdout + done.stderr


def test_a_query_without_an_answer_names_the_terms_that_there_are_not(run: Run, sample: Path) -> None:
    done = run("query", "SELECT ?c { ?c a kb:Datset ; kb:xyzzy ?o }", "--kb", sample)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "kb:Datset is no term of the ontology; kb:Dataset is",
        "kb:xyzzy is no term of the ontology",
    ]
    empty = run("query", "SELECT ?c { ?c a kb:Dataset ; skos:prefLabel 'none such'@en }", "--kb", sample)
    assert not empty.stderr
