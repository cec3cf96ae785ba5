"""The verb `check`: is what the graph says right?"""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

import typer

from ..terms import curie
from .app import DEFAULT_KB, KB, Form, Format, app
from .show import as_json, bold, many, progress, say

if TYPE_CHECKING:
    from ..graph.shapes import Violation

FAULT = "Violation"
"""The severity of what must not be; Warning and Info are told, and are no fault."""

SHOWN = 10
"""Violations of one shape shown to a person; `--format json` has the first hundred."""


@app.command("check")
def check(kb: KB = DEFAULT_KB, format: Form = Format.text) -> None:
    """Check that every statement has its evidence.

    Every offset must be exact too, and every term declared. Exit code 0 where all is well, 1 where something is wrong.
    A warning (a paper that cites itself) is told and is no fault. The rules are SHACL, in ontology/shapes.ttl.

    Example: kb check --kb lab.kb
    """
    from .. import base

    with base.existing(kb) as knowledge, progress() as show:
        found = knowledge.check(progress=show)
        version = knowledge.version
    if format is Format.json:
        as_json([asdict(violation) for violation in found])
    else:
        _tell(found)
    faults, warnings = (_number(found, warnings=warnings) for warnings in (False, True))
    if faults:
        say(f"kb: {many(faults, 'fault')} in version {version}; `kb paper` and `kb concept` show what is there")
        say("    a wrong concept goes with `kb decide reject NAME`, a wrong paper with `kb remove PAPER`")
        say("    offsets, terms and missing evidence are no matter of decisions: please report them as a bug")
        raise typer.Exit(1)
    if warnings:
        say(f"kb: {many(warnings, 'warning')} and no fault in version {version}; `kb paper` shows what is there")
    elif format is Format.text:
        print(f"version {version} is right: every shape of ontology/shapes.ttl holds")


def _number(found: list[Violation], *, warnings: bool) -> int:
    """How many warnings there are, listed or not, or how many faults."""
    several = {v.shape: v.of for v in found if (v.severity != FAULT) == warnings}
    return sum(several.values())


def _tell(found: list[Violation]) -> None:
    """Every shape with what it asks for, and the things that break it."""
    for shape, group in groupby(found, key=lambda violation: violation.shape):
        several = list(group)
        print(f"{bold(shape)}  {several[0].of:,} × {several[0].severity}: {several[0].message}")
        for violation in several[:SHOWN]:
            value = f"  →  {_short(violation.value)}" if violation.value is not None else ""
            print(f"    {curie(violation.node)}{value}")
        if several[0].of > SHOWN:
            print(f"    … {several[0].of - SHOWN:,} more")


def _short(value: str) -> str:
    text = curie(value) if "://" in value else value
    return text if len(text) <= 80 else text[:79] + "…"
