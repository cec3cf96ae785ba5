"""The verb for acronyms of several senses: senses."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from ..terms import curie
from .app import DEFAULT_KB, KB, Form, Format, Top, app
from .show import as_json, bold, many, say, sentence

Acronym = Annotated[str | None, typer.Argument(metavar="ACRONYM", help="Only this one.")]


@app.command("senses")
def senses(acronym: Acronym = None, top: Top = 10, kb: KB = DEFAULT_KB, format: Form = Format.text) -> None:
    """List acronyms with several senses, and how to settle them.

    Of each the papers that leave open which they mean: the sense that it shares most with, and the command that
    settles it.

    Example: kb senses SNN
    """
    from .. import base

    with base.existing(kb) as knowledge:
        found = knowledge.senses(acronym)
    if format is Format.json:
        as_json([s.to_dict() for s in found])
        return
    for s in found[:top]:
        left = f", left open by {many(len(s.open), 'paper')}" if s.open else ""
        print(f"{bold(s.acronym)}  {many(len(s.senses), 'sense')}{left}")
        for sense in s.senses:
            print(f"  {sense.name}  {many(sense.papers, 'paper')}, {curie(sense.concept)}")
        for use in s.open[:top]:
            sentence(use.evidence.label, use.evidence.sentence)
            if use.best:
                print(f"      rather {use.best.name}: it shares {', '.join(use.best.shared)}")
            else:
                print("      nothing speaks for one of them more than for another:")
            for clue in [use.best] if use.best else use.clues:
                command = ("kb", "decide", "split", s.acronym, clue.name, "--in", curie(use.evidence.paper))
                print(f"      {shlex.join(command)}")
        if len(s.open) > top:
            print(f"    … and {many(len(s.open) - top, 'paper')} more: --top {len(s.open)} shows them")
    if len(found) > top:
        print(f"… and {many(len(found) - top, 'acronym')} more: --top {len(found)} shows all")
    if not found:
        say(f"{acronym} has one sense here" if acronym else "no acronym has more than one sense")
