"""KnowledgeBase: the one place where the stages meet. It reads like the README.

base = kb.open("lab.kb"); base.add(kb.read("library/")); base.neighbours("NTK"); base.export("graph.ttl")
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from . import exporters, network
from .answers import Answers
from .derive import Progress, derive, state, summary
from .errors import NotAKnowledgeBase
from .extraction import BATCH, batches, extract, pipeline
from .facts import Facts, LogEntry, writing
from .graph.mapping import Content, lines
from .graph.names import Names, forms
from .graph.results import Result
from .graph.search import Hit, Search, search_rows
from .graph.store import Store, Versions
from .records import Paper, Skipped
from .replies import ConceptAnswer, Explanation, Neighbour, PaperAnswer, Ranked, Step

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

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


class KnowledgeBase:
    """Papers, concepts and citations, with the evidence for each. Reads see the last published version."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        if folder is not None and folder.exists() and not folder.is_dir():
            raise NotAKnowledgeBase(f"{folder} is a file; a knowledge base is a folder")
        inside = {f.name for f in folder.iterdir()} if folder and folder.exists() else set()
        if inside - {"lock"} and FACTS not in inside:
            raise NotAKnowledgeBase(f"{folder} holds files, but no {FACTS}: name a knowledge base, or an empty folder")
        self._facts: Facts | None = None
        self._versions = Versions(folder) if folder else None
        self._answers: tuple[int | None, Answers] | None = None

    # --- life ------------------------------------------------------------------------------------------------------

    @property
    def facts(self) -> Facts:
        """The fact store, made where there is none."""
        if self._facts is None:
            if self.folder:
                self.folder.mkdir(parents=True, exist_ok=True)
            self._facts = Facts(self.folder / FACTS if self.folder else None)
        return self._facts

    @property
    def version(self) -> int | None:
        """The number of the published version; None before the first."""
        if self._versions:
            return self._versions.current()
        return self._answers[0] if self._answers else None

    @property
    def answers(self) -> Answers:
        """The questions to the version that is published now."""
        number = self.version
        if self._answers is None or self._answers[0] != number:
            if not self._versions or number is None:
                self._use(0, Content([], [], {}, {}, ""))
            else:
                folder, store = self._versions.path(number), self._versions.open(number)
                opened = Answers(store, Names(folder / "names.db"), Search(folder / "search.db"), self._place)
                self._forget_version()
                self._answers = (number, opened)
        assert self._answers is not None
        return self._answers[1]

    def _use(self, number: int, content: Content) -> None:
        """Answers from memory."""
        store = Store.memory(lines(content))
        names, search = Names(None, forms(content)), Search(None, search_rows(content))
        self._answers = (number, Answers(store, names, search, self._place))

    def _forget_version(self) -> None:
        if self._answers and self._versions:
            self._answers[1].close()
            self._answers = None

    def close(self) -> None:
        """Lets go of all files; the next call opens them again. What is in memory stays."""
        self._forget_version()
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

    def add(self, papers: Iterable[Paper], *, progress: Progress = quiet, command: str = "add") -> dict[str, Any]:
        """Adds papers and publishes a new version. Adding twice equals adding once, in any order.

        Returns the report: read (records), papers (distinct works among them), added, updated, unchanged (works); what
        the knowledge base then holds: stubs, mentions, concepts, citations, version; and skipped: file, line, reason.
        """
        with writing(self.folder):
            before, seen = self.facts.record_shas(), set[str]()
            read = 0
            for batch in batches(papers, 5 * BATCH):
                with self.facts.transaction():
                    for paper in batch:
                        self.facts.add(paper)
                        seen.add(paper.sha)
                read += len(batch)
                progress("records", read, 0)
            progress("records", read, read)
            skipped: list[Skipped] = list(getattr(papers, "skipped", ()))
            with self.facts.transaction():
                for piece in skipped:
                    self.facts.skip(piece)
            counts = self._publish(progress)
            works = self.facts.works_of(seen).values()
            added = sum(1 for shas in works if not shas & before)
            unchanged = sum(1 for shas in works if not (shas & seen) - before)
            report = {
                "read": read,
                "papers": len(works),
                "stubs": counts["stubs"],
                "added": added,
                "updated": len(works) - added - unchanged,
                "unchanged": unchanged,
                **{name: counts[name] for name in ("mentions", "concepts", "citations")},
                "skipped": [{"file": s.file, "line": s.line, "reason": s.reason} for s in skipped],
                "version": self.version,
            }
            self._note(command, report)
        return report

    def remove(
        self, paper: str | None = None, *, source: str | None = None, progress: Progress = quiet
    ) -> dict[str, Any]:
        """Forgets a paper, or all that was read from a file; what is left is as if it had never been seen."""
        if (paper is None) == (source is None):
            raise ValueError("name one paper, or one source")
        with writing(self.folder):
            if source is not None:
                file = self.facts.source_named(source)
                with self.facts.transaction():
                    gone = self.facts.remove_source(file)
            else:
                shas = self.facts.records_of(self.answers.find_paper(paper or "").iri)
                with self.facts.transaction():
                    gone = self.facts.remove_records(shas)
            counts = self._publish(progress)
            report = {"removed": gone, "papers": counts["papers"], "version": self.version}
            self._note(f"remove {source or paper}", report)
        return report

    def _publish(self, progress: Progress) -> dict[str, Any]:
        """Derives the graph and switches to it, and gives its counts; publishes nothing where nothing has changed."""
        reader = pipeline()
        now, known = state(self.facts, reader), self.facts.published(self.version)
        if known and known[0] == now and self._readable():
            return known[1]
        content = derive(self.facts, reader, progress)
        progress("publishing", 0, 1)
        if self._versions:
            number = self._versions.publish(lines(content), extras=lambda folder: _indexes(folder, content))
        else:
            number = (self.version or 0) + 1
            self._use(number, content)
        counts = summary(content)
        with self.facts.transaction():
            self.facts.publish(number, now, counts, ((r.sha, d.iri) for d in content.documents for r in d.records))
        progress("publishing", 1, 1)
        return counts

    def _readable(self) -> bool:
        """Whether the published version can be opened; a damaged one is built again from the facts."""
        try:
            return self.answers is not None
        except NotAKnowledgeBase:
            return False

    def _note(self, command: str, report: dict[str, Any]) -> None:
        with self.facts.transaction():
            self.facts.note(datetime.now(UTC).isoformat(timespec="seconds"), command, report)

    # --- asking ----------------------------------------------------------------------------------------------------

    def query(self, sparql: str, **parameters: str) -> Result:
        """The result of a SPARQL query (all prefixes are known), or of a named one with parameters. Raises BadQuery."""
        return self.answers.query(sparql, **parameters)

    def concept(self, name: str, *, near: str | None = None) -> ConceptAnswer:
        """All that is known of a concept. Raises UnknownName; AmbiguousName unless `near` tells the sense."""
        return self.answers.concept(name, near=near)

    def paper(self, name: str) -> PaperAnswer:
        """All that is known of a paper: by DOI, id, IRI, title or first words. Raises UnknownName, AmbiguousName."""
        return self.answers.paper(name)

    def neighbours(
        self, name: str, *, top: int = 10, kind: str | None = None, near: str | None = None
    ) -> list[Neighbour]:
        """The concepts nearest to one, the strongest first, with the papers and sentences that join them."""
        return self.answers.neighbours(name, top=top, kind=kind, near=near)

    def rank(self, kind: str | None = None, *, by: str = "papers", top: int = 10) -> list[Ranked]:
        """The first concepts (of a type) or papers (kind "Paper") by papers, citations, pagerank or betweenness."""
        return self.answers.rank(kind, by=by, top=top)

    def path(self, start: str, goal: str, *, papers: bool = False) -> list[Step] | None:
        """The shortest chain from one concept (or paper) to another; None where nothing joins them."""
        return self.answers.path(start, goal, papers=papers)

    def explain(self, paper: str, concept: str) -> list[Explanation]:
        """Every mention of a concept in a paper, with sentence, offsets, rule and confidence."""
        return self.answers.explain(paper, concept)

    def search(self, text: str, *, top: int = 10) -> list[Hit]:
        """Papers and concepts whose titles, abstracts or names hold these words, English or Chinese."""
        return self.answers.search(text, top=top)

    def stats(self) -> dict[str, Any]:
        """What the graph holds by class and language, and how many records each source gave."""
        return self.answers.counts() | {"sources": self.facts.sources(), "version": self.version}

    def log(self) -> list[LogEntry]:
        """Every finished add and remove, the oldest first."""
        return self.facts.log()

    def dois(self) -> list[str]:
        """The DOIs of all papers, sorted."""
        return self.answers.dois()

    # --- taking it away --------------------------------------------------------------------------------------------

    def network(self, view: str = "concepts", *, min_papers: int = 1) -> nx.Graph[str]:
        """A plain networkx graph, yours: 'concepts' (shared papers), 'citations' (directed) or 'mentions' (both)."""
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
        """Draws the concept network, or one concept's neighbourhood, as SVG."""
        key = self.answers.find_concept(around).iri if around else None
        svg = exporters.draw(self.answers.rows(), top=top, around=key)
        exporters.write(Path(path), [svg.encode()])
        return Path(path)

    def _place(self, iri: str) -> str:
        """Where a paper was read: 'page.txt:3', several joined by commas."""
        places = self.facts.places(self.facts.records_of(iri))
        return ", ".join(f"{Path(p.file).name}:{p.line}" for p in places)


def _indexes(folder: Path, content: Content) -> None:
    Names(folder / "names.db", forms(content)).close()
    Search(folder / "search.db", search_rows(content)).close()
