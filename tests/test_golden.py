"""What people read stays as it was reviewed; `pytest --update` writes it anew, and the diff says what changed."""

from __future__ import annotations

from collections.abc import Callable

from conftest import Run

import kb

Golden = Callable[[str, str], None]


def test_the_concepts_of_five_papers(base: kb.KnowledgeBase, golden: Golden) -> None:
    golden("concepts.nq", "\n".join(base.answers.lines("concepts")) + "\n")


def test_the_evidence_of_one_statement(base: kb.KnowledgeBase, golden: Golden) -> None:
    golden("explain.txt", "\n".join(map(repr, base.explain("a1", "NTK"))) + "\n")


def test_the_help(run: Run, golden: Golden) -> None:
    golden("help.txt", run("--help").stdout)
