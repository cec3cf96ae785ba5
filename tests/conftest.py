"""Shared fixtures: a few papers of our own, a knowledge base of them, the bundled sample, and the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import kb
from kb.records import Author, Paper, Reference

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


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sample as a knowledge base in a folder; read it only."""
    folder = tmp_path_factory.mktemp("sample") / "sample.kb"
    with kb.open(folder) as made:
        made.add(kb.read(*SAMPLE_FILES))
    return folder


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs `kb` as a user does, in a process of its own, with the folder it is started in and its standard input."""

    def kb_command(
        *words: str | Path, cwd: Path | None = None, input: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kb", *map(str, words)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd,
            input=input,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            timeout=120,
            check=False,
        )

    return kb_command
