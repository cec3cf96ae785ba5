"""The verbs that look into files and store nothing: read and extract."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import tee
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .app import Format, app
from .building import Jobs, Reads, Sources, nothing
from .show import say

if TYPE_CHECKING:
    from ..records import Paper


class Lines(StrEnum):
    """One JSON object a line."""

    jsonl = "jsonl"


class Found(StrEnum):
    """How finds are shown."""

    jsonl = "jsonl"
    html = "html"


@app.command("read")
def read(
    sources: Sources, format: Annotated[Lines, typer.Option("--format", help="One JSON object a line.")] = Lines.jsonl
) -> None:
    """Print the papers of a file as JSON, storing nothing.

    Example: kb read library.bib | head -1
    """
    from .. import readers

    papers, count = readers.read(*sources), 0
    for paper in papers:
        print(json.dumps(paper.to_dict(), ensure_ascii=False))
        count += 1
    for s in papers.skipped:
        say(f"{s.file}:{s.line}: {s.reason}")
    if not count:
        nothing(sources, [], Format.text)


@app.command("extract")
def extract(
    source: Annotated[str, typer.Argument(metavar="FILE|-", help="Anything readable, or JSON Lines {id, text}.")] = "-",
    pipeline: Reads = None,
    lexicon: Annotated[bool, typer.Option("--lexicon/--no-lexicon", help="Use the shipped lexicon.")] = True,
    jobs: Jobs = None,
    format: Annotated[
        Found, typer.Option("--format", help="One JSON object a line, or a web page with the finds highlighted.")
    ] = Found.jsonl,
) -> None:
    """Print the concepts of each text, storing nothing.

    One object a line, in order: concepts with offsets, acronyms, citations, links. As html, a page to look at in a
    browser: each text with its finds coloured by type.

    Example: kb extract abstracts.jsonl > found.jsonl

    Example: kb extract library.bib --format html > found.html
    """
    from .. import readers
    from ..extraction import extract as found_in

    papers = readers.read_texts(source)
    shown, read = tee(papers)
    found = found_in(read, pipeline=pipeline, lexicon=lexicon, jobs=jobs)
    if format is Found.html:
        sys.stdout.writelines(_page(shown, found))
    else:
        del shown  # else it would keep every paper
        for one in found:
            print(json.dumps(one, ensure_ascii=False))
    for s in papers.skipped:
        say(f"{s.file}:{s.line}: {s.reason}")


def _page(papers: Iterable[Paper], found: Iterable[dict[str, Any]]) -> Iterator[str]:
    from ..extractors.highlights import page

    return page(zip(papers, found, strict=True))
