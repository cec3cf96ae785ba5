"""The verb `compare`: the table of a task."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ..terms import curie
from .app import DEFAULT_KB, KB, Near, Top, app
from .show import as_json, bold, many, say, sentence, table

if TYPE_CHECKING:
    from ..replies import Comparison

Task = Annotated[str, typer.Argument(metavar="TASK", help="A task: name, acronym or key.")]


class TableFormat(StrEnum):
    """How a table is printed."""

    text = "text"
    json = "json"
    csv = "csv"
    tsv = "tsv"


COLUMNS = (
    "relation",
    "method",
    "dataset",
    "metric",
    "value",
    "outperformed",
    "year",
    "title",
    "paper",
    "sentence",
    "rule",
)


@app.command("compare")
def compare(
    task: Task,
    top: Top = 20,
    near: Near = None,
    kb: KB = DEFAULT_KB,
    format: Annotated[
        TableFormat, typer.Option("--format", help="text for people; json, csv and tsv hold all rows.")
    ] = TableFormat.text,
) -> None:
    """Table of a task: methods, datasets, metrics, values.

    Of each row the sentence and its paper: what was tried on what, what outperforms what, what is used for the task,
    and what is new in the papers on it.

    Example: kb compare "image classification" --format csv
    """
    from .. import base

    with base.existing(kb) as knowledge:
        found = knowledge.compare(task, near=near)
    if format is TableFormat.json:
        as_json([r.to_dict() for r in found])
    elif format is TableFormat.text:
        _show(found, task, top)
    else:
        _write(found, "," if format is TableFormat.csv else "\t")


def _show(found: list[Comparison], task: str, top: int) -> None:
    """The table, each row with the number of its sentence; then the sentences."""
    if not found:
        say(f"no sentence says what is used for {task!r}, or what its papers evaluate")
        return
    shown = found[:top]
    proof = {e: n for n, e in enumerate(dict.fromkeys(r.evidence for r in shown), 1)}
    rows = (
        (*_cells(r), "" if r.year is None else str(r.year), f"[{proof[r.evidence]}]") for r in shown
    )  # fmt: skip
    table(list(rows), head=("method", "", "dataset", "metric", "value", "year", ""))
    for evidence, n in proof.items():
        print(f"  [{n}]")
        sentence(evidence.label, evidence.sentence)
    if len(found) > top:
        print(f"… and {many(len(found) - top, 'row')} more: --top {len(found)} shows all")
    papers = len({r.evidence.paper for r in found})
    methods, datasets = len({r.concept for r in found}), len({d for r in found for d in r.dataset})
    print(bold(", ".join((many(papers, "paper"), many(methods, "method"), many(datasets, "dataset")))))


_SAYS = {"evaluatedOn": "on", "usedFor": "is used", "introduces": "is new"}


def _cells(r: Comparison) -> tuple[str, ...]:
    says = f"outperforms {r.baseline}" if r.baseline else _SAYS[r.relation]
    return r.method, says, ", ".join(r.dataset), ", ".join(r.metric), r.value or ""


def _write(found: Iterable[Comparison], between: str) -> None:
    """All rows as CSV (RFC 4180) or tab-separated; several values of a cell with '; ' between."""
    out = csv.writer(sys.stdout, delimiter=between, lineterminator="\n")
    out.writerow(COLUMNS)
    for r in found:
        several = ("; ".join(r.dataset), "; ".join(r.metric), r.value, r.baseline, r.year)
        out.writerow(
            (r.relation, r.method, *several, r.evidence.label, curie(r.evidence.paper), r.evidence.sentence, r.rule)
        )
