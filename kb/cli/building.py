"""The verbs that bring papers in: add, remove, fetch-list, log."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from .app import DEFAULT_KB, KB, Form, Format, app
from .show import as_json, many, progress, say, table

if TYPE_CHECKING:
    from ..records import Skipped

Sources = Annotated[list[str], typer.Argument(metavar="FILE…", help="Files or folders; - is standard input.")]

MaySources = Annotated[list[str] | None, typer.Argument(metavar="FILE…", help="Files or folders; - is standard input.")]


Reads = Annotated[
    str | None,
    typer.Option(
        "--pipeline",
        metavar="full|fast|FOLDER",
        help="How texts are read: with the shipped model (full), without (fast), or with your own.",
        show_default="full",
    ),
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", min=1, help="Processes that read the texts; without it, as many as pay.")
]
SHOWN = 8
"""Skipped lines shown to a person; `--format json` has all."""


@app.command("add")
def add(
    sources: MaySources = None,
    pipeline: Reads = None,
    kb: KB = DEFAULT_KB,
    jobs: Jobs = None,
    sync: Annotated[bool, typer.Option("--sync", help="Let go of what left these files and folders.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    format: Form = Format.text,
) -> None:
    """Read papers from files and add them.

    Pages of abstracts, BibTeX, RIS, CSL-JSON, exports of Scopus, Web of Science, PubMed, OpenAlex, Crossref, arXiv
    and Semantic Scholar, JATS, TEI, tables and JSON Lines, also as .gz or .zip, are recognised by content; the same
    work comes once. Adding a file twice changes nothing. Without a file, what you wrote into lexicon.tsv or
    decisions.tsv is applied. A pipeline that is chosen once is kept; another one reads all texts anew. With --sync,
    records that these files and folders do not hold any more leave, unless another file has them; a source that
    gives nothing, or breaks off, is an error.

    Example: kb add library.bib works.jsonl.gz

    Example: kb add --sync --dry-run library/
    """
    from .. import base, readers

    papers = readers.read(*(sources or ()))
    if sources and not papers and not (sync and (kb / base.FACTS).exists()):
        nothing(sources, papers.skipped, format)
    with (base.open if sources else base.existing)(kb) as knowledge, progress() as show:
        command = _command([*(["--sync"] if sync else []), *(sources or [])])
        report = knowledge.add(
            papers, pipeline=pipeline, progress=show, command=command, jobs=jobs, sync=sync, dry_run=dry_run
        )
        dois = len(knowledge.dois()) if report.get("citations") == 0 else 0
    if format is Format.json:
        as_json(report)
    elif dry_run:
        _tell_dry_run(report)
    else:
        tell(report, kb, dois)


def _tell_dry_run(report: dict[str, Any]) -> None:
    """What an add would do: so many works, and the titles of those that come, change and leave."""
    left = f", {report['removed']} removed" if report["left"] else ""
    print(
        f"{many(report['read'], 'record')} read: {many(report['papers'], 'paper')} ({report['added']} would be added, "
        f"{report['updated']} updated, {report['unchanged']} unchanged{left}); nothing was written"
    )
    for sign, labels in (("+", report["would_add"]), ("~", report["would_update"])):
        _some([f"{sign} {label}" for label in labels])
    _tell_left(report["left"])
    _tell_skipped(report["skipped"])


def _tell_left(left: list[dict[str, Any]]) -> None:
    if left:
        _some([f"- {one['label']} ({one['file']}:{one['line']})" for one in left])


def _tell_skipped(skipped: list[dict[str, Any]]) -> None:
    if skipped:
        print(f"{len(skipped):,} {'line or entry' if len(skipped) == 1 else 'lines or entries'} left out or mended:")
        _some([f"{s['file']}:{s['line']}: {s['reason']}" for s in skipped])


def _some(lines: list[str]) -> None:
    """The first of some lines, and where all are listed."""
    for line in lines[:SHOWN]:
        print(f"  {line}")
    if len(lines) > SHOWN:
        print(f"  … and {len(lines) - SHOWN} more: kb add --format json … lists all")


def _command(sources: list[str]) -> str:
    """What was typed, for the log; bytes of a name that are no UTF-8 are escaped."""
    return os.fsencode(shlex.join(["add", *sources])).decode("utf-8", "backslashreplace")


def nothing(sources: list[str], skipped: list[Skipped], format: Format) -> NoReturn:
    """Says why nothing was read, and makes no knowledge base of it."""
    for s in skipped:
        say(f"{s.file}:{s.line}: {s.reason}")
    if format is Format.json:
        as_json(
            {"read": 0, "papers": 0, "skipped": [{"file": s.file, "line": s.line, "reason": s.reason} for s in skipped]}
        )
    say(f"kb: nothing readable in {' '.join(sources)}")
    raise typer.Exit(1)


def tell(report: dict[str, Any], kb: Path, dois: int) -> None:
    """The report of an add, for a person."""
    print(
        f"{many(report['read'], 'record')} read: {many(report['papers'], 'paper')} "
        f"({report['added']} added, {report['updated']} updated, {report['unchanged']} unchanged)"
    )
    nouns = {"concepts": "concept", "mentions": "mention", "citations": "citation", "stubs": "cited-only work"}
    holds = ", ".join(many(report[key], noun) for key, noun in nouns.items())
    print(f"{kb} now holds {holds} (version {report['version']})")
    _tell_references(report["references"])
    if report["in_text"]:
        print(
            f"{many(report['in_text'], 'citation')} in the texts (name and year), kept as cito:Citation nodes; they "
            "join the citation graph when the cited work is added"
        )
    if dois:
        print(
            f"0 citations: BibTeX from Zotero carries none; `kb fetch-list --openalex > urls.txt` prints the OpenAlex "
            f"request URLs for your {many(dois, 'DOI')}; download them and `kb add works.jsonl`"
        )
    for note in report["notes"]:
        print(f"{note['file']}:{note['line']}: {note['reason']}")
    if "left" in report:
        print(f"{many(len(report['left']), 'record')} left these sources: {many(report['removed'], 'paper')} removed")
        _tell_left(report["left"])
    _tell_skipped(report["skipped"])


def _tell_references(r: dict[str, int]) -> None:
    """How references were joined, and what is odd in who cites whom."""
    if not r["linked"] and not r["stubs"]:
        return
    how = {"by_identifier": "by identifier or key", "by_string": "by their string", "by_text": "by name and year"}
    parts = ", ".join(f"{r[name]:,} {words}" for name, words in how.items() if r[name])
    print(
        f"references: {r['linked']:,} to papers that are here{f' ({parts})' if parts else ''}, "
        f"{r['stubs']:,} to works that are only cited"
    )
    odd = [
        many(r["self_citations"], "self-citation"),
        f"{many(r['to_itself'], 'citation')} of a paper by itself",
        f"{many(r['cycles'], 'cycle')} of papers that cite each other ({many(r['in_cycles'], 'paper')})",
        f"{many(r['backwards'], 'citation')} of what came more than a year later",
    ]
    counts = (r["self_citations"], r["to_itself"], r["cycles"], r["backwards"])
    if told := [words for words, n in zip(odd, counts, strict=True) if n]:
        print(f"  among them {', '.join(told)}")


@app.command("remove")
def remove(
    paper: Annotated[str | None, typer.Argument(help="DOI, id, title or IRI of a paper.")] = None,
    source: Annotated[str | None, typer.Option("--source", help="Remove all that was read from this file.")] = None,
    kb: KB = DEFAULT_KB,
    format: Form = Format.text,
) -> None:
    """Forget a paper, or all that a file gave.

    What is left is as if it had never been seen.

    Example: kb remove --source old.bib
    """
    from .. import base

    if (paper is None) == (source is None):
        raise typer.BadParameter("name one paper, or --source FILE")
    with base.existing(kb) as knowledge, progress() as show:
        report = knowledge.remove(paper, source=source, progress=show)
    if format is Format.json:
        as_json(report)
    else:
        removed, left = many(report["removed"], "record"), many(report["papers"], "paper")
        print(f"{removed} removed; {left} left (version {report['version']})")


@app.command("fetch-list")
def fetch_list(
    openalex: Annotated[
        bool, typer.Option("--openalex", help="Request URLs of the OpenAlex API (the default).")
    ] = True,
    kb: KB = DEFAULT_KB,
) -> None:
    """Print the URLs that hold the citations of your papers.

    kb itself never goes online: download them, and add the answers.

    Example: kb fetch-list --openalex > urls.txt && wget -i urls.txt -O works.jsonl && kb add works.jsonl
    """
    from .. import base

    with base.existing(kb) as knowledge:
        dois = knowledge.dois()
    # Commas and pipes separate filters in the OpenAlex syntax; a DOI that holds one is asked for by its own URL.
    odd = [d for d in dois if "|" in d or "," in d]
    for url in (*_openalex_urls([d for d in dois if d not in odd]), *map(_openalex_url, odd)):
        print(url)
    say(
        f"{many(len(dois), 'DOI')}; 50 a request"
        if dois
        else "no paper has a DOI: there is nothing to ask OpenAlex for"
    )


def _openalex_urls(dois: list[str]) -> Iterator[str]:
    from urllib.parse import quote

    for i in range(0, len(dois), 50):
        some = "|".join(quote(d, safe="/:.-_()") for d in dois[i : i + 50])
        yield f"https://api.openalex.org/works?filter=doi:{some}&per-page=50"


def _openalex_url(doi: str) -> str:
    from urllib.parse import quote

    return f"https://api.openalex.org/works/doi:{quote(doi, safe='/:.-_()')}"


@app.command("log")
def log(kb: KB = DEFAULT_KB, format: Form = Format.text) -> None:
    """List what was added and removed, and when.

    Example: kb log --kb lab.kb
    """
    from .. import base

    with base.existing(kb) as knowledge:
        entries = knowledge.log()
    if format is Format.json:
        as_json([e._asdict() for e in entries])
        return
    rows = [(e.at, e.result.get("version"), e.result.get("read", 0), e.command) for e in entries]
    table(rows, head=("when", "version", "read", "command"))
