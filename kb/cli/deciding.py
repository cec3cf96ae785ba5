"""The verbs that correct and teach: decide, lexicon."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from .app import DEFAULT_KB, KB, MOST, Form, Format, Top, app
from .show import as_json, many, progress, say, table

SHOWN = 10
"""Papers and statements shown to a person; `--format json` has all."""


class Action(StrEnum):
    """What can be decided, and what can be done with decisions."""

    reject = "reject"
    merge = "merge"
    split_ = "split"
    rename = "rename"
    retype = "retype"
    broader = "broader"
    undo = "undo"
    list_ = "list"
    stdin = "-"


@app.command("decide")
def decide(
    action: Annotated[Action, typer.Argument(help="What to do; - reads lines like those of decisions.tsv.")],
    name: Annotated[
        str | None, typer.Argument(help="A concept or a paper (for undo: a line of decisions.tsv).")
    ] = None,
    value: Annotated[
        str | None, typer.Argument(help="merge: into which; split: off what; rename, retype: to what; broader: under.")
    ] = None,
    into: Annotated[
        str | None,
        typer.Option("--into", help="merge papers: into this one (DOI, identifier, IRI or title)."),
    ] = None,
    paper: Annotated[str | None, typer.Option("--in", help="Only in this paper (reject, merge, split).")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the decision and exported.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    kb: KB = DEFAULT_KB,
    format: Form = Format.text,
) -> None:
    """Correct a concept or a paper for good.

    Each decision is a line of decisions.tsv in the knowledge base and holds through every later add; `kb decide list`
    shows all, `kb decide undo` takes the last one back. Papers are merged and split by their identifiers (doi:…,
    arxiv:…, paper:…, record:…); `kb duplicates` proposes the lines.

    Example: kb decide merge "Gram matrix" "kernel matrix" --reason "the same matrix" --dry-run
    """
    from .. import base

    with base.existing(kb) as knowledge, progress() as show:
        if action is Action.list_:
            _list(knowledge, format)
            return
        if action is Action.undo:
            report = knowledge.undo(_line(name), dry_run=dry_run, progress=show)
        elif action is Action.stdin:
            report = knowledge.decide_lines(sys.stdin.read(), dry_run=dry_run, progress=show)
        elif name is None:
            raise typer.BadParameter(f"{action.value} which concept? kb decide {action.value} NAME")
        else:
            if into is not None and (value is not None or action is not Action.merge):
                raise typer.BadParameter("--into is for `kb decide merge PAPER --into PAPER`, without another name")
            if into is None:
                _usable(action.value, name, value, paper)
            report = knowledge.decide(
                action.value, name, value or "", into=into, paper=paper, reason=reason, dry_run=dry_run, progress=show
            )
    _tell(report, format, dry_run)


def _usable(*cells: str | None) -> None:
    """Refuses what is no decision, whatever the knowledge base holds: that is a matter of usage."""
    from ..decisions import decision
    from ..errors import BadInput

    try:
        decision([cell or "" for cell in cells])
    except BadInput as error:
        raise typer.BadParameter(str(error)) from None


def _line(name: str | None) -> int | None:
    if name is None or name.isdecimal():
        return int(name) if name else None
    raise typer.BadParameter(f"undo takes the number of a line of decisions.tsv, not {name!r}; `kb decide list`")


def _list(knowledge: Any, format: Format) -> None:
    rows = knowledge.decisions()
    if format is Format.json:
        as_json(
            [
                {"line": d.line, "action": d.action, "concept": d.concept, "value": d.value}
                | {"paper": d.paper, "reason": d.reason}
                for d in rows
            ]
        )
    elif rows:
        table([(d.line, str(d), d.reason) for d in rows], head=("line", "decision", "reason"))
    else:
        say("nothing is decided yet; `kb decide --help` says how")


def _tell(report: dict[str, Any], format: Format, dry_run: bool) -> None:
    for note in (*report.get("skipped", ()), *report["notes"]):
        say(f"{note['file']}:{note['line']}: {note['reason']}")
    if format is Format.json:
        as_json(report)
        return
    change, papers, removed = "would change" if dry_run else "changed", report["papers"], report["removed"]
    print(
        f"{many(len(papers), 'paper')} {change}: {many(len(removed), 'statement')} removed, "
        f"{len(report['added']):,} added"
        + ("; nothing is decided (--dry-run)" if dry_run else f" (version {report['version']})")
    )
    for p in papers[:SHOWN]:
        print(f"  {p['label']}")
    if len(papers) > SHOWN:
        print(f"  … and {len(papers) - SHOWN} more: --format json lists all")
    for sign, statements in (("-", removed), ("+", report["added"])):
        for s in statements[:SHOWN]:
            print(f"{sign} {s['subject']}  {s['predicate']}  {s['object']}")
        if len(statements) > SHOWN:
            print(f"{sign} … and {len(statements) - SHOWN} more")


@app.command("lexicon")
def lexicon(
    suggest: Annotated[bool, typer.Option("--suggest", help="Propose rows from your own papers.")] = False,
    min_papers: Annotated[int, typer.Option("--min-papers", min=1, max=MOST, help="Only names in so many papers.")] = 3,
    top: Top = 50,
    kb: KB = DEFAULT_KB,
    format: Form = Format.text,
) -> None:
    """Show the names of your own, or propose some.

    They are the rows of lexicon.tsv in the knowledge base. Each row that --suggest proposes stands under a sentence
    that shows it: strike what is wrong, keep the rest, and give `kb add` without a file to apply it. Broken rows are
    told with their line.

    Example: kb lexicon --suggest --top 20 >> citations.kb/lexicon.tsv
    """
    from .. import base
    from ..suggestions import to_tsv

    with base.existing(kb) as knowledge:
        if suggest:
            found = knowledge.suggest(min_papers=min_papers, top=top)
            if format is Format.json:
                as_json([s._asdict() for s in found])
            else:
                print("\n".join(to_tsv(found)))
            return
        rows, broken = knowledge.lexicon()
    for b in broken:
        say(f"{b.file}:{b.line}: {b.reason}")
    if format is Format.json:
        as_json([{"name": t.name, "type": t.type, "names": [*t.aliases, *t.acronyms, *t.zh]} for t in rows])
    elif rows:
        table(
            [(t.name, t.type, ", ".join((*t.aliases, *t.acronyms, *t.zh))) for t in rows], head=("name", "type", "also")
        )
    else:
        say(f"{kb / 'lexicon.tsv'} has no rows yet; `kb lexicon --suggest` proposes some")
