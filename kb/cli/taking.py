"""The verbs that take it away: export and draw."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from .app import DEFAULT_KB, KB, MOST, app
from .show import say


class View(StrEnum):
    """What part of the graph is taken."""

    all = "all"
    concepts = "concepts"
    citations = "citations"
    evidence = "evidence"
    mentions = "mentions"
    papers = "papers"
    lineage = "lineage"


Papers = Annotated[
    int, typer.Option("--min-papers", min=1, max=MOST, help="Leave out concepts that fewer papers mention.")
]


@app.command("export")
def export(
    path: Annotated[str, typer.Argument(metavar="FILE|-", help="The suffix tells the format; - is standard output.")],
    view: Annotated[View | None, typer.Option("--view", help="Part of the graph.")] = None,
    min_papers: Papers = 1,
    format: Annotated[str | None, typer.Option("--format", help="The suffix, where FILE has none: nt, csl …")] = None,
    kb: KB = DEFAULT_KB,
) -> None:
    """Write the graph in the format of the suffix.

    \b
    suffix                       for                    --view, the first where none is given
    .ttl .trig .jsonld .nq .nt   Protégé, RDF stores    all concepts citations evidence
    .gexf .graphml .json .cyjs   Gephi, yEd, Cytoscape  concepts citations mentions lineage
    .vos.json                    VOSviewer              concepts citations lineage
    .csv .parquet                spreadsheets, pandas   concepts papers mentions citations
    .neo4j.zip                   Neo4j's importer       all
    .bib .csl.json               LaTeX, Zotero, Pandoc  papers
    .svg                         browsers               concepts

    Reference lists have the concepts as keywords. .gz after the suffix compresses. --min-papers is for all but RDF and
    views of papers only. lineage: papers and those that they build on.

    Example: kb export concepts.gexf --view concepts --min-papers 2
    """
    from .. import base

    with base.existing(kb) as knowledge:
        written = knowledge.export(path, view=view.value if view else None, min_papers=min_papers, format=format)
    if path != "-":
        say(f"{written} ({written.stat().st_size:,} bytes)")


@app.command("draw")
def draw(
    path: Annotated[str, typer.Argument(metavar="FILE.svg")] = "concepts.svg",
    around: Annotated[str | None, typer.Option("--around", help="Only this concept and its neighbours.")] = None,
    top: Annotated[int | None, typer.Option("--top", "-n", min=2, max=MOST, help="At most so many concepts.")] = None,
    kb: KB = DEFAULT_KB,
) -> None:
    """Draw the concept network as SVG.

    Example: kb draw ntk.svg --around NTK
    """
    from .. import base

    with base.existing(kb) as knowledge:
        written = knowledge.draw(path, around=around, top=top)
    if path != "-":
        say(f"{written} ({written.stat().st_size:,} bytes)")
