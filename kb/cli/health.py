"""The verb that looks at files before they are added: health."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from .app import Form, Format, app
from .building import Sources
from .show import as_json, bold, many, say

if TYPE_CHECKING:
    from ..health import Health

SHOWN = 8
"""Places of one kind shown to a person; `--format json` has all."""


@app.command("health")
def health(sources: Sources, format: Form = Format.text) -> None:
    """Look for gaps, duplicates and broken entries.

    In files, before they are added: records without title, abstract, authors, year or DOI, the same work twice, the
    same key twice, retractions, odd years and DOIs, and what cannot be read, each with its line. Nothing is stored.

    Example: kb health library.bib
    """
    from ..health import KINDS, examine, in_all

    found = examine(*sources)
    whole = in_all(found)
    if format is Format.json:
        as_json({"files": [one.to_dict() for one in found], "all": whole})
    else:
        for one in (one for one in found if one.records):
            _tell(one)
        if unread := [one for one in found if not one.records]:
            print(bold(f"{many(len(unread), 'file')} not read"))
            for one in unread:
                print(f"  {one.file}: {one.places['broken'][0].says}")
        print(bold(f"{many(whole['files'], 'file')}, {many(whole['records'], 'record')}"))
        for kind, count in whole["findings"].items():
            print(f"  {KINDS[kind]:27}{count:>7,}")
    if not whole["records"]:
        say(f"kb: nothing readable in {' '.join(sources)}")
        raise typer.Exit(1)


def _tell(one: Health) -> None:
    """What was found in a file: a count for each kind, and under it the places that say more."""
    from ..health import KINDS

    print(bold(f"{one.file}  {one.format}, {many(one.records, 'record')}"))
    for kind, shown in KINDS.items():
        if not (count := one.counts[kind]):
            continue
        places = one.places[kind]
        lines = "" if places[0].says else _lines([place.line for place in places], count)
        print(f"  {shown:27}{count:>7,}{lines}")
        for place in (p for p in places[:SHOWN] if p.says):
            print(f"    {one.file}:{place.line}: {place.says}")
        if places[0].says and count > SHOWN:
            print(f"    … and {count - SHOWN:,} more: kb health --format json … lists them")


def _lines(lines: list[int], count: int) -> str:
    told = ", ".join(map(str, lines[:SHOWN]))
    return f"   line {told}" if count == 1 else f"   lines {told}{', …' if count > SHOWN else ''}"
