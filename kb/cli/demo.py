"""The verb that shows all others: `kb demo` builds the bundled sample and asks it the questions of a first day."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Annotated

import typer

from .app import app
from .asking import Measure
from .show import bold, progress

QUESTION = """SELECT ?method (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  ?paper kb:evaluatesOn ?d . ?d a kb:Dataset ; skos:prefLabel "CIFAR-10"@en .
  ?paper kb:introduces|kb:uses|kb:extends ?m . ?m a kb:Method ; skos:prefLabel ?method
  FILTER(LANG(?method) = "en") } GROUP BY ?method ORDER BY DESC(?papers) ?method LIMIT 5"""


PAPERS = "demo-papers"
"""The folder beside the knowledge base that holds the sample's files."""


def _copies(folder: Path) -> list[Path]:
    """The sample's files, copied into a folder."""
    from ..shipped import shipped

    folder.mkdir(parents=True, exist_ok=True)
    names = ("page.txt", "library.bib", "works.jsonl")
    return [Path(shutil.copyfile(shipped("data/sample") / name, folder / name)) for name in names]


def _title(command: str) -> None:
    print(f"\n{bold('$ ' + command)}")


@app.command("demo")
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to build it.")] = Path("demo.kb"),
) -> None:
    """Build the bundled sample and ask it a few questions.

    Its three files are copied to demo-papers, so that each command that is shown can be typed again.

    Example: kb demo
    """
    from .. import base, readers
    from . import asking, querying
    from .building import tell

    files = [str(copy) for copy in _copies(folder.parent / PAPERS)]
    at = f"--kb {shlex.quote(str(folder))}"
    _title(f"kb add {shlex.join(files)} {at}")
    with base.open(folder) as knowledge, progress() as show:
        tell(knowledge.add(readers.read(*files), progress=show, command="demo"), folder, 0)
    _title(f"kb rank Paper --by citations --top 5 {at}")
    asking.rank("Paper", by=Measure.citations, top=5, kb=folder)
    for kind in ("Method", "Dataset", "Concept"):
        _title(f"kb rank {kind} --top 5 {at}")
        asking.rank(kind, top=5, kb=folder)
    _title(f'kb neighbours "neural tangent kernel" --top 3 {at}')
    asking.neighbours("neural tangent kernel", top=3, kb=folder)
    _title(f"kb query {shlex.quote(QUESTION)} {at}")
    querying.query(QUESTION, timeout=60, kb=folder)
    graph = folder.with_suffix(".ttl")
    _title(f"kb export {shlex.quote(str(graph))} {at}")
    with base.open(folder) as knowledge:
        written = knowledge.export(graph)
    print(f"{written}: {written.stat().st_size:,} bytes of Turtle")
    print(f"\n{bold('Next')}")
    for command in (
        f"kb concept NTK {at}",
        f'kb path "neural tangent kernel" "continual learning" {at}',
        f"kb draw concepts.svg {at}",
        f"kb export concepts.gexf --view concepts --min-papers 2 {at}",
        f"kb query --list {at}",
        "kb add YOUR-LIBRARY.bib",
    ):
        print(f"  {command}")
