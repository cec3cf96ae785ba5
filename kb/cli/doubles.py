"""The verb `duplicates`: papers that may be the same, and how to settle it."""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .app import DEFAULT_KB, KB, Top, app
from .show import as_json, bold, many, say
from .tabling import TableFormat

if TYPE_CHECKING:
    from ..replies import Duplicate


@app.command("duplicates")
def duplicates(
    top: Top = 20,
    kb: KB = DEFAULT_KB,
    format: Annotated[
        TableFormat, typer.Option("--format", help="text for people; json, csv and tsv hold all pairs.")
    ] = TableFormat.text,
) -> None:
    """List papers that may be the same, best first, and why.

    "apart": two that are nearly the same and state different identifiers, or whose years, authors or abstracts differ.
    "joined": records that became one without a common identifier, or have one and different titles. Each with the
    command that settles it the other way; what is decided is not listed again.

    Example: kb duplicates --top 5
    """
    from .. import base

    with base.existing(kb) as knowledge:
        found = knowledge.duplicates()
    if format is TableFormat.json:
        as_json([d.to_dict() for d in found])
    elif format is TableFormat.text:
        _show(found, top)
    else:
        _write(found, "," if format is TableFormat.csv else "\t")


def _show(found: list[Duplicate], top: int) -> None:
    for d in found[:top]:
        print(f"{d.score:.2f}  {bold(d.state)}")
        for label, year in ((d.label, d.year), (d.other_label, d.other_year)):
            print(f"      {label}{f' ({year})' if year else ''}")
        print(f"      {'; '.join(d.reasons)}")
        print(f"      {d.command}")
    if len(found) > top:
        print(f"… and {many(len(found) - top, 'pair')} more: --top {len(found)} shows all")
    if not found:
        say("no two papers are nearly the same, and none became one by its words alone")


COLUMNS = ("state", "score", "paper", "label", "year", "other", "other_label", "other_year", "reasons", "command")


def _write(found: list[Duplicate], between: str) -> None:
    """All pairs as CSV (RFC 4180) or tab-separated; several reasons with '; ' between."""
    out = csv.writer(sys.stdout, delimiter=between, lineterminator="\n")
    out.writerow(COLUMNS)
    for d in found:
        out.writerow(("; ".join(d.reasons) if name == "reasons" else getattr(d, name)) for name in COLUMNS)
