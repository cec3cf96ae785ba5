"""Shared fixtures: a few papers of our own, a knowledge base of them, the bundled sample, and the command line."""

from __future__ import annotations

import fcntl
import gc
import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Self

import pytest

import kb
from kb.records import Author, Paper, Reference

os.environ["KB_PIPELINE"] = "fast"  # most tests are about other things than the model; those that are name it
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a worker of the tests has one core
ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data" / "sample"
SAMPLE_FILES = [str(SAMPLE / name) for name in ("page.txt", "library.bib", "works.jsonl")]

PAPERS = (
    Paper(
        id="a1",
        type="paper-conference",
        title="Kernels of wide networks",
        year=2018,
        authors=(Author("Doe", "Jo"), Author("Li", "Wei")),
        venue="Journal of Wide Things",
        doi="10.1234/wide.1",
        abstract="We introduce the neural tangent kernel (NTK), which governs wide networks trained by "
        "gradient descent. The NTK stays constant during training. We evaluate on CIFAR-10 and MNIST. "
        "Code is at https://github.com/doe/ntk.",
    ),
    Paper(
        id="a2",
        title="Spikes that forget",
        year=2020,
        authors=(Author("Roe", "Ann"),),
        doi="10.1234/spike.2",
        abstract="Spiking neural networks (SNNs) save energy on chips. Following Doe (2018), we study "
        "catastrophic forgetting in SNNs and use knowledge distillation. Experiments on MNIST show gains.",
        references=(
            Reference(doi="10.1234/wide.1"),
            Reference(doi="10.1234/not.here"),
            Reference(raw="Poe, B. Old work. 1999."),
        ),
    ),
    Paper(
        id="a3",
        title="Sparse by design",
        year=2021,
        abstract="Sparse neural networks (SNNs) are pruned networks. We compare SNNs with dropout on "
        "CIFAR-100 and ImageNet.",
        references=(Reference(id="a1"), Reference(id="a2")),
    ),
    Paper(
        id="a4",
        title="A survey of chips",
        year=2022,
        abstract="This survey covers accelerators. An SNN can be cheap, and no more is said of it here than "
        "that it is.",
    ),
    Paper(
        id="zh1",
        abstract="我们研究神经切线内核(NTK)理论下的宽神经网络。我们在CIFAR-10上评估该方法,并与批量归一化进行比较。"
        "结果表明该理论能够解释梯度下降的动态,并且对实际网络同样成立,因此具有广泛的应用价值。",
    ),
)


LONG = ("test_the_commands_of_the_readme", "test_every_command_that_the_demo", "test_no_answer_depends_on_the_hash_seed")
"""Tests that take longest, or make what others wait for: first, so that no worker is alone at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first."""
    items.sort(key=lambda item: not item.name.startswith(LONG))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector of garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update` writes the golden files anew: review the diff."""
    parser.addoption("--update", action="store_true", help="write the golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with its golden file, or writes it there."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update"):
            path.write_text(text, "utf-8")
        assert path.read_text("utf-8") == text

    return compare


@pytest.fixture(scope="session")
def papers() -> tuple[Paper, ...]:
    """Five small papers: two senses of SNN and one use without a clue, a Chinese one, citations of four kinds."""
    return PAPERS


@pytest.fixture(scope="session")
def base(papers: tuple[Paper, ...]) -> kb.KnowledgeBase:
    """The five papers in a knowledge base in memory; read it only."""
    made = kb.open()
    made.add(papers)
    return made


@contextmanager
def shared(factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """The place of something that is made once for all workers: who comes second waits, and finds it made."""
    base = factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / name


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sample as a knowledge base in a folder, one for all workers; read it only."""
    with shared(tmp_path_factory, "sample.kb") as place, kb.open(place) as made:
        if made.version is None:
            made.add(kb.read(*SAMPLE_FILES))
    return place


SEEDED = """
    import hashlib, json, kb
    from conftest import PAPERS
    from test_exporters import FORMATS, Library, export
    from test_network import SMALL, everything

    base = kb.open()
    base.add(PAPERS)
    files = {f"{view}{suffix}": export(Library(), f"{OUT}/{view}{suffix}", view=view) for suffix, view in FORMATS}
    said = {"graph": chr(10).join(base.answers.store.lines()), "network": everything(SMALL)}
    said["formats"] = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    print(json.dumps(said))
"""


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What two processes say of the same that have another hash seed, locale, time zone and folder: the graph of the
    five papers, all answers of a network, all formats."""
    with shared(tmp_path_factory, "seeded.json") as place:
        if not place.exists():
            paths = [str(ROOT), str(ROOT / "tests")]
            runs = []
            for seed, locale, zone in (("1", "C", "UTC"), ("2", "C.UTF-8", "Pacific/Kiritimati")):
                out = tmp_path_factory.mktemp(f"seed{seed}")
                code = f"import sys; sys.path[:0] = {paths!r}; OUT = {str(out)!r}\n{textwrap.dedent(SEEDED)}"
                env = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone, "PATH": ""}
                folder = out if seed == "1" else "/"
                words = [sys.executable, "-c", code]
                runs.append(subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True, cwd=folder, env=env))
            place.write_text(json.dumps([json.loads(run.stdout) for run in runs]), "utf-8")
    found: list[dict[str, Any]] = json.loads(place.read_text("utf-8"))
    return found


# --- commands, each in a process of its own --------------------------------------------------------------------------

FORKS = """
    import contextlib, gc, io, json, os, resource, sys, traceback
    import kb, kb.base, kb.cli.app, kb.comparison, kb.duplicates, kb.health, kb.intake, kb.senses, kb.suggestions
    import kb.graph.jsonld, kb.graph.shapes, kb.network, kb.readers, kb.resolve.kept, kb.training, networkx, pandas
    import rdflib.plugins.sparql, scipy.optimize, scipy.sparse
    from kb.cli import main
    from kb.extraction import extract
    from kb.records import Paper

    for pipeline in sys.argv[1:]:  # loaded once for all
        list(extract([Paper(abstract="We study dropout."), Paper(abstract="我们研究神经网络。")], pipeline=pipeline))
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):  # and what a command loads
        kb.cli.app.app(["read", os.environ["WARM"]])
    gc.collect()
    gc.freeze()
    tasks = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w")

    def end_at(moment, number):
        stage, _, end = moment.partition("-")
        def progress(what, done, total):
            if what == stage and (done > 0) == (end == "end"):
                os.kill(os.getpid(), number)
        return progress

    def work(task):
        if "sh" in task:
            os.execvp("sh", ["sh", "-ec", task["sh"]])
        elif "end" in task:
            kb.open(task["kb"]).add(kb.read(task["file"]), progress=end_at(task["end"], task["signal"]))
        elif "python" in task:
            exec(compile(task["python"], "<test>", "exec"), {"__name__": "__main__"})
        else:
            sys.argv = ["kb", *task["words"]]
            main()

    for line in tasks:
        task = json.loads(line)
        if child := os.fork():
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers, flush=True)
            continue
        for number, flags in ((0, os.O_RDONLY), *((n, os.O_CREAT | os.O_TRUNC | os.O_WRONLY) for n in (1, 2))):
            os.dup2(os.open(f"{task['said']}{number}", flags), number)
        sys.stdin, sys.stdout, sys.stderr = (open(n, "rww"[n], encoding="utf-8", closefd=False) for n in (0, 1, 2))
        os.chdir(task.get("cwd") or ".")
        if "limit" in task:
            resource.setrlimit(resource.RLIMIT_FSIZE, (task["limit"],) * 2)
        code = 0
        try:
            work(task)
        except KeyboardInterrupt:
            import signal
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGINT)
        except SystemExit as end:
            code = end.code or 0
        except BaseException:
            traceback.print_exc()
            code = 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
"""


class Said(NamedTuple):
    """How a process ended, and what it said."""

    code: int
    out: str
    err: str


class Forks:
    """Runs one process after the other, each forked from one that has loaded everything: a tenth of a start-up."""

    def __init__(
        self, folder: Path, *, before: Sequence[str] = (), pipelines: Sequence[str] = ("fast", "full")
    ) -> None:
        """`before` are words to stand before the command line of the process that forks, which loads `pipelines`."""
        self.said = folder / "said"
        words = [*before, sys.executable, "-c", textwrap.dedent(FORKS), *pipelines]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "WARM": SAMPLE_FILES[1]}
        self.process = subprocess.Popen(
            words, env=env, text=True, encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def run(self, *, input: str | None = None, **task: Any) -> Said:
        """One task: words (of `kb`), sh (a script), python (code), or kb, file, end, signal (an add that is ended)."""
        assert self.process.stdin and self.process.stdout
        Path(f"{self.said}0").write_text(input or "", "utf-8")
        self.process.stdin.write(json.dumps({**task, "said": str(self.said)}) + "\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        return Said(code, *(Path(f"{self.said}{number}").read_text("utf-8") for number in (1, 2)))

    def kb(self, *words: str | Path, **more: Any) -> Said:
        """A command, as a user types it."""
        return self.run(words=[str(w) for w in words], **more)


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    """What runs commands and scripts in processes of their own."""
    with Forks(tmp_path_factory.mktemp("processes")) as made:
        yield made


@pytest.fixture(scope="session")
def run(processes: Forks) -> Run:
    """Runs `kb` as a user does, in a process of its own, with the folder it is started in and its standard input."""

    def kb_command(
        *words: str | Path, cwd: Path | None = None, input: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        done = processes.kb(*words, cwd=str(cwd or Path.cwd()), input=input)
        return subprocess.CompletedProcess(["kb", *map(str, words)], *done)

    return kb_command
