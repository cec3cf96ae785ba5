"""KnowledgeBase: the one place where the stages meet. It reads like the README.

base = kb.open("lab.kb"); base.add(kb.read("library/")); base.neighbours("NTK"); base.export("graph.ttl")
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from . import exporters, network
from .asking import Asking
from .builder import Builder, fact_lines
from .curating import written, written_of_papers
from .decisions import decision, is_of_papers, parse
from .derive import Progress
from .duplicates import duplicates
from .errors import BadInput, NotAKnowledgeBase, UnknownFormat
from .extraction import extract
from .facts import Facts, LogEntry
from .intake import preview
from .lexicon import Term
from .meanings import Decision
from .owned import DECISIONS, LEXICON, PIPELINE, Owned
from .published import Published
from .records import Paper, Skipped
from .suggestions import Suggestion, suggest

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from .graph.diff import Diff
    from .graph.shapes import Violation
    from .graph.tables import Listing
    from .replies import Duplicate

__all__ = ["KnowledgeBase", "existing", "extract", "open"]

FACTS = "facts.db"


def quiet(what: str, done: int, total: int) -> None:
    """The progress of whoever does not watch."""


def open(folder: str | Path | None = None) -> KnowledgeBase:
    """A knowledge base in a folder (made at the first `add`), or in memory without one.

    Raises NotAKnowledgeBase for a folder that holds something else.
    """
    return KnowledgeBase(Path(folder) if folder is not None else None)


def existing(folder: str | Path) -> KnowledgeBase:
    """The knowledge base in a folder that has one. Raises NotAKnowledgeBase."""
    base = open(folder)
    if not (Path(folder) / FACTS).exists():
        raise NotAKnowledgeBase(f"there is no knowledge base at {folder}: make one with `kb add FILE… --kb {folder}`")
    return base


class KnowledgeBase(Asking):
    """Papers, concepts and citations, with the evidence for each. Reads see the last published version."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        if folder is not None and folder.exists() and not folder.is_dir():
            raise NotAKnowledgeBase(f"{folder} is a file; a knowledge base is a folder")
        inside = {f.name for f in folder.iterdir()} if folder and folder.exists() else set()
        if inside - {"lock", LEXICON, DECISIONS, PIPELINE} and FACTS not in inside:
            raise NotAKnowledgeBase(f"{folder} holds files, but no {FACTS}: name a knowledge base, or an empty folder")
        self._facts: Facts | None = None
        self._owned = Owned(folder)
        super().__init__(Published(folder, self._place, lambda: fact_lines(self.facts, self._owned)))

    # --- life ------------------------------------------------------------------------------------------------------

    @property
    def facts(self) -> Facts:
        """The fact store, made where there is none."""
        if self._facts is None:
            if self.folder:
                self.folder.mkdir(parents=True, exist_ok=True)
            self._facts = Facts(self.folder / FACTS if self.folder else None)
        return self._facts

    def close(self) -> None:
        """Lets go of all files; the next call opens them again. What is in memory stays."""
        self._published.close()
        if self._facts and self.folder:
            self._facts.close()
            self._facts = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<KnowledgeBase {self.folder or 'in memory'}, version {self.version}>"

    # --- writing ---------------------------------------------------------------------------------------------------

    @property
    def _builder(self) -> Builder:
        return Builder(self.folder, self.facts, self._published, self._owned)

    def add(
        self,
        papers: Iterable[Paper],
        *,
        pipeline: str | None = None,
        progress: Progress = quiet,
        command: str = "add",
        jobs: int | None = None,
        sync: bool = False,
        dry_run: bool = False,
    ) -> dict[str, Any]:
        """Adds papers and publishes a new version. Adding twice equals adding once, in any order.

        `pipeline` reads all papers from now on: "full" (the default), "fast" (without the trained model), or the folder
        of a model. `jobs` processes read (None: as many as pay). Raises KBError where one dies: nothing is lost.

        `sync` lets go of what left the files and folders of `kb.read(…)`: `removed` counts works, `left` tells records.
        Raises BadInput where one of these gives nothing any more: then nothing is changed. `dry_run` writes nothing
        and tells of works: added, updated, unchanged, removed, would_add and would_update (labels), left, skipped.

        Returns the report: read (records), papers (distinct works among them), added, updated, unchanged (works); what
        the knowledge base then holds: stubs, mentions, concepts, citations, references (how they were linked, and what
        is odd: see graph.lineage), in_text (citations in the text itself), version; skipped: file, line, reason; notes:
        lines of lexicon.tsv and decisions.tsv that do not apply.
        """
        sources = getattr(papers, "sources", ()) if sync else None
        if dry_run:
            made = self.folder is None or (self.folder / FACTS).exists()
            ruled = self._owned.decisions(self._owned.names).rulings
            return preview(self.facts if made else Facts(), papers, sources, ruled)
        return self._builder.add(
            papers, progress=progress, command=command, pipeline=pipeline, jobs=jobs, sources=sources
        )

    def remove(
        self, paper: str | None = None, *, source: str | None = None, progress: Progress = quiet
    ) -> dict[str, Any]:
        """Forgets a paper, or all that was read from a file; what is left is as if it had never been seen."""
        if (paper is None) == (source is None):
            raise ValueError("name one paper, or one source")
        return self._builder.remove(paper, source, progress=progress)

    def decide(
        self,
        action: str,
        concept: str,
        value: str = "",
        *,
        into: str | None = None,
        paper: str | None = None,
        reason: str = "",
        dry_run: bool = False,
        progress: Progress = quiet,
    ) -> dict[str, Any]:
        """Corrects the graph for good: reject, merge, split, rename, retype or broader, as one line of decisions.tsv.

        Papers are merged and split by identifiers: decide("split", "doi:10.1234/a", "arxiv:2101.00001"); with `into`,
        both of a merge are papers, by whatever name.

        Returns what changes: papers, statements removed and added; with `dry_run`, what would. Raises UnknownName where
        nothing has that name now, BadInput for a decision that says nothing.
        """
        made = Decision(action, concept, into, "", " ".join(reason.split())) if into else None
        if made and action != "merge":
            raise BadInput(f"into is for two papers that are merged, not for {action}")
        made = made or decision((action, concept, value, paper or "", reason))
        if into or is_of_papers(made):
            line = written_of_papers(made, self.answers)
        else:
            line = written(made, self.answers, self._owned.decisions(self._owned.names))
        text = self._owned.with_lines([line])
        return self._builder.decide(text, dry_run=dry_run, progress=progress, command=f"decide {line}")

    def decide_lines(self, text: str, *, dry_run: bool = False, progress: Progress = quiet) -> dict[str, Any]:
        """Many decisions at once, as lines of decisions.tsv; broken ones are told in `skipped`, the rest applies."""
        lines, broken = parse(text, "-")
        made = self._owned.with_lines(lines)
        report = self._builder.decide(made, dry_run=dry_run, progress=progress, command=f"decide {len(lines)} lines")
        return report | {"skipped": [{"file": s.file, "line": s.line, "reason": s.reason} for s in broken]}

    def undo(self, line: int | None = None, *, dry_run: bool = False, progress: Progress = quiet) -> dict[str, Any]:
        """Takes a decision back: that of a line of decisions.tsv, or the last. Raises BadInput where there is none."""
        lines = self.decisions()
        if not lines:
            raise BadInput("there is no decision to take back")
        gone = next((d for d in lines if d.line == line), None) if line else lines[-1]
        text = self._owned.without(line or lines[-1].line)
        return self._builder.decide(text, dry_run=dry_run, progress=progress, command=f"decide undo: {gone}")

    def decisions(self) -> list[Decision]:
        """The decisions, in the order of their lines."""
        return self._owned.lines

    # --- asking ----------------------------------------------------------------------------------------------------

    def stats(self) -> dict[str, Any]:
        """What the graph holds by class and language, and how many records each source gave."""
        return self.answers.counts() | {"sources": self.facts.sources(), "version": self.version}

    def lexicon(self) -> tuple[list[Term], list[Skipped]]:
        """The rows of this knowledge base's own lexicon.tsv, and what is wrong in it."""
        return self._owned.rows()

    def suggest(self, *, min_papers: int = 3, top: int = 50) -> list[Suggestion]:
        """Rows for a lexicon.tsv of one's own: names that recur in these papers and that no lexicon has yet."""
        return list(suggest(self.answers, self._owned.names, min_papers=min_papers, top=top))

    def duplicates(self, *, top: int | None = None) -> Listing[Duplicate]:
        """Pairs of papers that are nearly the same, and those that became one by title alone, the best first.

        Each with its reasons and the command that settles it; what is decided already is not listed.
        """
        return duplicates(self.facts, self._owned.decisions(self._owned.names), top=top)

    def diff(
        self, old: int | str | Path | None = None, new: int | str | Path | None = None, *, top: int | None = 10
    ) -> Diff:
        """What changed from one kept version, or folder, to another (None: the version before, and the current)."""
        from .graph.diff import diff

        return diff(self.folder, old, new, top=top)

    def check(self, *, progress: Progress = quiet) -> list[Violation]:
        """Where the graph breaks a shape of ontology/shapes.ttl; [] when all is well."""
        from .graph.shapes import check

        return check(self.answers.store, progress=progress)

    def log(self) -> list[LogEntry]:
        """Every finished add and remove, the oldest first."""
        return self.facts.log()

    def dois(self) -> list[str]:
        """The DOIs of all papers, sorted."""
        return self.answers.dois()

    # --- taking it away --------------------------------------------------------------------------------------------

    def network(self, view: str = "concepts", *, min_papers: int = 1) -> nx.Graph[str]:
        """A plain networkx graph, yours: 'concepts' (shared papers), 'citations', 'mentions' (both) or 'lineage'."""
        return network.view(self.answers.rows(), view, min_papers=min_papers)

    def rdflib(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset over the same store: read it, query it; it is not for writing."""
        return self.answers.store.rdflib()

    def export(
        self, path: str | Path, *, view: str | None = None, min_papers: int = 1, format: str | None = None
    ) -> Path:
        """Writes the graph in the format that the suffix tells. Raises UnknownFormat with those that exist."""
        return exporters.export(self.answers, path, view=view, min_papers=min_papers, format=format)

    def draw(self, path: str | Path, *, around: str | None = None, top: int | None = None) -> Path:
        """Draws the concept network, or one concept's neighbourhood, as SVG. Raises UnknownFormat for another."""
        if str(path) != "-" and Path(path).suffix.lower() != ".svg":
            raise UnknownFormat(f"a drawing is SVG, not {Path(path).suffix or path}: name a file that ends in .svg")
        key = self.answers.find_concept(around).iri if around else None
        svg = exporters.draw(self.answers.rows(), top=top, around=key)
        exporters.write(Path(path), [svg.encode()])
        return Path(path)

    def _place(self, iri: str) -> str:
        """Where a paper was read: 'page.txt:3', several joined by commas."""
        places = self.facts.places(self.facts.records_of(iri))
        return ", ".join(f"{Path(p.file).name}:{p.line}" for p in places)
