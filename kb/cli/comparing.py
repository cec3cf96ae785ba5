"""The verb `diff`: what changed from one version to another."""

from __future__ import annotations

from typing import Annotated

import typer

from .app import DEFAULT_KB, KB, Form, Format, app
from .show import as_json

Old = Annotated[str | None, typer.Argument(metavar="OLD", help="A version (kb log), or a knowledge base's folder.")]
New = Annotated[str | None, typer.Argument(metavar="NEW", help="The same; without it, the current version.")]


@app.command("diff")
def diff(
    old: Old = None,
    new: New = None,
    everything: Annotated[bool, typer.Option("--all", help="Every change, not the first ten of each kind.")] = False,
    kb: KB = DEFAULT_KB,
    format: Form = Format.text,
) -> None:
    """Show what changed: papers, concepts, statements.

    Without versions: what the last add changed. The newest three versions are kept; + is new, - is gone, ~ is a concept
    renamed, retyped or merged.

    Example: kb diff

    Example: kb diff 3 5 --all

    Example: kb diff monday.kb friday.kb --format json
    """
    from ..graph.diff import SHOWN
    from ..graph.diff import diff as changes

    found = changes(kb, old, new, top=None if everything else SHOWN)
    if format is Format.json:
        as_json(found.to_dict())
    else:
        print(found)
