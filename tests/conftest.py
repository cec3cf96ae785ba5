"""Shared fixtures: a few papers of our own, a knowledge base of them, the bundled sample, and the command line."""

from __future__ import annotations

import fcntl
import gc
import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from forks import Forks, started

import kb
from kb.records import Author, Paper, Reference

os.environ["KB_PIPELINE"] = "fast"  # most tests are about other things than the model; those that are name it
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a worker of the tests has one core
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background process ignores it, and so would ours
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


LONG = (
    "test_the_commands_of_the_readme",
    "test_every_command_that_the_demo",
    "test_no_answer_depends_on_the_hash_seed",
)
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
    import json, sys
    sys.path[:0] = PATHS
    import kb
    from conftest import PAPERS
    from test_exporters import everything_exported
    from test_network import SMALL, everything

    base = kb.open()
    base.add(PAPERS)
    said = {"graph": base.answers.store.lines(), "network": everything(SMALL), "formats": everything_exported(OUT)}
    print(json.dumps(said))
"""


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process says that has another hash seed, locale, time zone and folder than this one: the graph of the
    five papers, all answers of a network, all formats."""
    with shared(tmp_path_factory, "elsewhere.json") as place:
        if not place.exists():
            names = {"PATHS": [str(ROOT), str(ROOT / "tests")], "OUT": str(tmp_path_factory.mktemp("elsewhere"))}
            code = "".join(f"{name} = {value!r}\n" for name, value in names.items()) + textwrap.dedent(SEEDED)
            seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"  # where none is set, ours is any
            env = {"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PATH": ""}
            run = subprocess.run(
                [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True, cwd="/", env=env
            )
            place.write_text(run.stdout, "utf-8")
    found: dict[str, Any] = json.loads(place.read_text("utf-8"))
    return found


# --- commands, each in a process of its own --------------------------------------------------------------------------

Run = Callable[..., subprocess.CompletedProcess[str]]


Opened = Callable[..., Forks]


@pytest.fixture(scope="session")
def forks_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Opens what runs processes; all workers have theirs from one process, which who comes first starts."""
    mine: list[subprocess.Popen[bytes]] = []

    def opened(name: str, *, apart: bool = False) -> Forks:
        folder = tmp_path_factory.mktemp(name)
        with shared(tmp_path_factory, "forks") as door:
            if not door.exists():
                mine.append(started(door))
            return Forks(folder, door, apart=apart)

    yield opened
    for process in mine:
        with shared(tmp_path_factory, "forks") as door:  # who comes later starts another
            door.unlink()
            assert process.stdin
            process.stdin.close()
        process.wait()


@pytest.fixture(scope="session")
def processes(forks_of: Opened) -> Iterator[Forks]:
    """What runs commands and scripts in processes of their own."""
    with forks_of("processes") as made:
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
