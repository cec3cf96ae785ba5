"""What goes in: papers, removals and decisions; each ends with a published version and a line in the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from .derive import Progress, derive, state, unwatched
from .extraction import BATCH, Pipeline, batches
from .extraction import pipeline as named
from .facts import Facts, writing
from .graph.blocks import Blocks
from .graph.changes import changes
from .graph.content import Content
from .graph.delta import Written
from .intake import Sync, checked, removed, tally
from .owned import Owned
from .published import Published
from .rdf import literal_line
from .records import Paper, Skipped
from .spelling import canonical
from .terms import NS, RECORDS, mint


class Builder:
    """The writing half of a knowledge base: facts in, a version out. One at a time; readers see the last version."""

    def __init__(self, folder: Path | None, facts: Facts, published: Published, owned: Owned) -> None:
        self._folder = folder
        self._facts = facts
        self._published = published
        self._owned = owned

    def add(
        self,
        papers: Iterable[Paper],
        *,
        progress: Progress,
        command: str,
        pipeline: str | None = None,
        jobs: int | None = None,
        sources: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """Keeps the records and what was skipped, publishes, and reports (see KnowledgeBase.add).

        With `sources`, all is one transaction, and what left them goes (see `intake`).
        """
        with writing(self._folder):
            if pipeline is not None:
                named(pipeline)  # a wrong name is told before anything is kept
                self._owned.choose(pipeline)
            before, seen = self._facts.work_of(), set[str]()
            sync = Sync(self._facts, sources) if sources is not None else None
            read, left = 0, list[dict[str, Any]]()
            with self._facts.transaction() if sync else nullcontext():
                for file in sync.held if sync else ():
                    self._facts.forget_file(file)
                for batch in batches(map(checked, papers), 5 * BATCH):
                    with nullcontext() if sync else self._facts.transaction():
                        for paper in batch:
                            self._facts.add(paper)
                            seen.add(paper.sha)
                    if sync:
                        sync.see(batch)
                    read += len(batch)
                    progress("records", read, 0)
                progress("records", read, read)
                skipped: list[Skipped] = list(getattr(papers, "skipped", ()))
                with nullcontext() if sync else self._facts.transaction():
                    for piece in skipped:
                        self._facts.skip(piece)
                if sync:
                    gone = sync.gone(skipped)
                    left = sync.told(gone)
                    self._facts.remove_records(gone)
            self._owned.restore(getattr(papers, "files", {}))
            counts = self.publish(progress, jobs=jobs)
            works = self._facts.works_of(seen)
            kinds = tally(works, seen=seen, before=before)
            report = {
                "read": read,
                "papers": len(works),
                "stubs": counts["stubs"],
                **{kind: len(iris) for kind, iris in kinds.items()},
                **{name: counts[name] for name in ("mentions", "concepts", "citations", "references", "in_text")},
                "skipped": [_told(s) for s in skipped],
                "notes": counts["notes"],
                "version": self._published.version,
                "written": counts["written"],
            }
            if sync:
                after = self._facts.work_of()
                report |= {"removed": len(removed(before, set(after.values()), after.keys())), "left": left}
            self._note(command, report)
        return report

    def remove(self, paper: str | None, source: str | None, *, progress: Progress) -> dict[str, Any]:
        """Forgets a paper, or all that was read from a file, and publishes."""
        with writing(self._folder):
            if source is not None:
                file = self._facts.source_named(source)
                with self._facts.transaction():
                    gone = self._facts.remove_source(file)
            else:
                found = self._published.answers.find_paper(paper or "", exactly=True)
                shas = self._facts.records_of(found.iri)
                with self._facts.transaction():
                    gone = self._facts.remove_records(shas)
            counts = self.publish(progress)
            report = {"removed": gone, "papers": counts["papers"], "version": self._published.version}
            report["written"] = counts["written"]
            self._note(f"remove {source or paper}", report)
        return report

    @unwatched()
    def decide(self, text: str, *, dry_run: bool, progress: Progress, command: str) -> dict[str, Any]:
        """Writes a new text of decisions.tsv and publishes what it makes; a dry run only says what would change."""
        with writing(self._folder):
            old = self._last(progress)
            decided = Owned.of_text(text, self._owned).decisions(self._pipeline.lexicon)
            then = derive(self._facts, self._pipeline, decided, progress)
            new = Blocks.of(then)
            report = changes(self._published.answers.store, then, old.differing(new))
            report["notes"] = [_told(s) for s in then.notes]
            if not dry_run:
                self._owned.write(text)
                report["written"] = self.publish(progress, derived=then, blocks=new)["written"]
                report["version"] = self._published.version
                self._note(command, {k: v for k, v in report.items() if k != "statements"})
        return report

    def _last(self, progress: Progress) -> Blocks:
        """The prints of the published version, after it was made one of all facts and decisions."""
        self.publish(progress)
        if (known := self._published.blocks()) is None:  # of other code, or damaged
            self.publish(progress, anew=True)
            known = self._published.blocks()
        assert known
        return known

    @unwatched()
    def publish(
        self,
        progress: Progress,
        *,
        derived: Content | None = None,
        blocks: Blocks | None = None,
        anew: bool = False,
        jobs: int | None = None,
    ) -> dict[str, Any]:
        """Derives the graph and switches to it, and gives its counts; publishes nothing where nothing has changed.

        What is `derived` already, and its `blocks`, are not made again; `anew`, it is published whatever there is.
        """
        reader, decisions = self._pipeline, self._owned.decisions(self._pipeline.lexicon)
        now, known = state(self._facts, reader, decisions), self._facts.published(self._published.repair())
        if not anew and known and known[0] == now and self._published.is_readable():
            return known[1] | {"written": Written(0, 0)._asdict()}
        content = derived or derive(self._facts, reader, decisions, progress, jobs=jobs)
        progress("publishing", 0, 1)
        number, written = self._published.publish(content, blocks)
        counts = self._published.answers.counts()
        counts |= {"notes": [_told(s) for s in (*self._owned.broken, *content.notes)]}
        with self._facts.transaction():
            self._facts.publish(number, now, counts, ((r.sha, d.iri) for d in content.documents for r in d.records))
        progress("publishing", 1, 1)
        return counts | {"written": written and written._asdict()}

    @cached_property
    def _pipeline(self) -> Pipeline:
        return named(self._owned.pipeline, own=self._owned.lexicon)

    def _note(self, command: str, report: dict[str, Any]) -> None:
        with self._facts.transaction():
            self._facts.note(datetime.now(UTC).isoformat(timespec="seconds"), command, report)


def _told(s: Skipped) -> dict[str, Any]:
    return {"file": s.file, "line": s.line, "reason": s.reason}


def fact_lines(facts: Facts, owned: Owned) -> Iterator[str]:
    """The records and the owner's files as N-Quads of a graph of their own: what an export needs to restore all."""
    for record in facts.records():
        text = canonical(record.to_dict())
        yield literal_line(mint("record", record.sha), NS + "record", text, graph=RECORDS)
    for name, text in owned.files().items():
        yield literal_line(mint("file", name), NS + "record", text, graph=RECORDS)
