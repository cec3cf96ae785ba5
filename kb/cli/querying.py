"""The verb `query`: SPARQL, and the questions that have a name."""

from __future__ import annotations

import re
import shlex
import sys
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from .app import DEFAULT_KB, KB, app
from .show import bold, say

if TYPE_CHECKING:
    from ..graph.results import Result


class ResultFormat(StrEnum):
    """How a query result is printed: json csv tsv xml are the W3C formats of rows, ttl nt those of graphs."""

    text = "text"
    json = "json"
    csv = "csv"
    tsv = "tsv"
    xml = "xml"
    ttl = "ttl"
    nt = "nt"


_FORMS = {
    ResultFormat.json: "to_json",
    ResultFormat.csv: "to_csv",
    ResultFormat.tsv: "to_tsv",
    ResultFormat.xml: "to_xml",
    ResultFormat.ttl: "to_turtle",
    ResultFormat.nt: "to_ntriples",
}


@app.command("query")
def query(
    text: Annotated[str | None, typer.Argument(metavar="SPARQL|NAME|-", help="A query, or the name of one.")] = None,
    values: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A parameter of it.")] = None,
    names: Annotated[bool, typer.Option("--list", help="List the named queries.")] = False,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, max=1_000_000, help="Seconds; exit code 4 when it is over.")
    ] = 60,
    kb: KB = DEFAULT_KB,
    format: Annotated[ResultFormat, typer.Option("--format")] = ResultFormat.text,
) -> None:
    """Ask in SPARQL, or use a named query.

    All prefixes are known: kb fabio cito dcterms prism foaf skos nif itsrdf prov void …

    Example: kb query "SELECT ?name { ?c a kb:Dataset ; skos:prefLabel ?name }"

    Example: kb query methods-on-dataset --set dataset=CIFAR-100
    """
    from .. import base

    if names:
        _list_queries()
        return
    if text is None:
        raise typer.BadParameter("write a query, the name of one (`kb query --list`), or - for standard input")
    if text == "-":
        text = sys.stdin.read()
    parameters = dict(_pair(v) for v in values or ())
    with base.existing(kb) as knowledge:
        result = knowledge.query(text, timeout=timeout, **parameters)
        _print(result, format)
    if result.kind == "rows" and not result.rows:
        _tell_strange(text)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"--set takes NAME=VALUE, not {text!r}")
    return name, value


def _tell_strange(query: str) -> None:
    """Names each term of ours that a query without an answer asks for and that there is not."""
    from ..shipped import shipped

    terms = set(re.findall(r"^kb:(\w+)", shipped("ontology/kb.ttl").read_text("utf-8"), re.MULTILINE))
    for name in sorted(set(re.findall(r"(?<![\w:/])kb:(\w+)", query)) - terms):
        near = get_close_matches(name, sorted(terms), n=1)
        say(f"kb:{name} is no term of the ontology" + (f"; kb:{near[0]} is" if near else ""))


def _list_queries() -> None:
    from ..graph.named import list_queries

    for q in list_queries():
        print(f"{bold(q.name)}\n    {q.answers}")
        for p in q.parameters:
            print(f"    --set {p.name}={shlex.quote(p.example)}   {p.about}")


def _print(result: Result, format: ResultFormat) -> None:
    rows = format not in (ResultFormat.ttl, ResultFormat.nt)
    if format is not ResultFormat.text and rows == (result.kind == "graph"):
        raise typer.BadParameter(
            f"--format {format.value} does not fit this query: its result has the kind {result.kind!r}"
        )
    text = str(result) if format is ResultFormat.text else getattr(result, _FORMS[format])()
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
