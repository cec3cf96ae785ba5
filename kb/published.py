"""The published graph of a knowledge base, and the questions to it: a folder of versions, or one graph in memory."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from .answers import Answers, FactLines, Place
from .errors import NotAKnowledgeBase
from .graph.blocks import NAME as BLOCKS
from .graph.blocks import Blocks
from .graph.content import Content
from .graph.delta import Written, rewrite, worthwhile
from .graph.mapping import lines
from .graph.names import Names, forms
from .graph.rows import RowTables
from .graph.search import Search, search_rows
from .graph.store import Store
from .graph.versions import Versions

if TYPE_CHECKING:
    import pyoxigraph as ox


class Published:
    """What readers see: the last version that was finished. It is opened when it is first asked."""

    def __init__(self, folder: Path | None, place: Place, facts: FactLines) -> None:
        """`place` says where a paper was read, for labels of papers without a title; `facts` are for the export."""
        self.versions = Versions(folder) if folder else None
        self._place, self._facts = place, facts
        self._open: tuple[int | None, Answers] | None = None
        self._blocks: Blocks | None = None

    @property
    def version(self) -> int | None:
        """The number of the published version; None before the first."""
        if self.versions:
            return self.versions.current()
        return self._open[0] if self._open else None

    @property
    def answers(self) -> Answers:
        """The questions to the version that is published now; before the first, to an empty graph."""
        number = self.version
        if self._open is None or self._open[0] != number:
            if not self.versions or number is None:
                self._remember(None, Content.empty())
            else:
                folder, store = self.versions.path(number), self.versions.open(number)
                opened = self._answers(store, folder)
                self.close()
                self._open = (number, opened)
        assert self._open is not None
        return self._open[1]

    def blocks(self) -> Blocks | None:
        """The prints of the published version; None before the first, and where other code made it."""
        if not self.versions:
            return self._blocks
        number = self.versions.current()
        return Blocks.read(self.versions.path(number) / BLOCKS) if number is not None else None

    def publish(self, content: Content, blocks: Blocks | None = None) -> tuple[int, Written | None]:
        """Makes this content the next version; its number, and what was written where that was only what differs.

        Readers of the old version keep it. Where little differs, the next version is a copy of the last one with that
        written anew; where much does, or the last one is damaged or of other code, all is built.
        """
        new = blocks or Blocks.of(content)
        if not self.versions:
            self._remember((self.version or 0) + 1, content)
            self._blocks = new
            return self.version or 1, None
        last = self.versions.repair()
        old = Blocks.read(self.versions.path(last) / BLOCKS) if last else None
        differing = worthwhile(old, new) if old else None
        if last and differing is not None:
            with suppress(NotAKnowledgeBase):
                return self._changed(last, content, differing, new)
        number = self.versions.publish(lines(content), extras=lambda folder: _indexes(folder, content, new))
        return number, None

    def _changed(self, last: int, content: Content, differing: set[str], blocks: Blocks) -> tuple[int, Written]:
        assert self.versions
        written: list[Written] = []

        def change(graph: ox.Store, old: Path, folder: Path) -> None:
            written.append(rewrite(graph, content, differing))
            for name in INDEXES:
                shutil.copyfile(old / name, folder / name)
            part = content.only(differing)
            Names.changed(folder / "names.db", differing, forms(part)).close()
            Search.changed(folder / "search.db", differing, search_rows(part)).close()
            RowTables.changed(folder / "rows.db", differing, part, content).close()
            blocks.write(folder / BLOCKS)

        return self.versions.renew(last, change), written[0]

    def repair(self) -> int | None:
        """For the writer: mends the pointer to the published version; its number, None where none is whole."""
        return self.versions.repair() if self.versions else self.version

    def is_readable(self) -> bool:
        """Whether the published version can be opened; a damaged one is built again from the facts."""
        try:
            return self.answers is not None
        except NotAKnowledgeBase:
            return False

    def close(self) -> None:
        """Lets go of the files; the next question opens them again. A graph in memory stays."""
        if self._open and self.versions:
            self._open[1].close()
            self._open = None

    def _remember(self, number: int | None, content: Content) -> None:
        store = Store.memory(lines(content))
        names, search = Names(None, forms(content)), Search(None, search_rows(content))
        tables = RowTables(None, content)
        self._open = (number, Answers(store, names, search, tables, place=self._place, facts=self._facts))

    def _answers(self, store: Store, folder: Path) -> Answers:
        names, search, tables = Names(folder / "names.db"), Search(folder / "search.db"), RowTables(folder / "rows.db")
        return Answers(store, names, search, tables, place=self._place, facts=self._facts)


INDEXES = ("names.db", "search.db", "rows.db")


def _indexes(folder: Path, content: Content, blocks: Blocks) -> None:
    Names(folder / "names.db", forms(content)).close()
    Search(folder / "search.db", search_rows(content)).close()
    RowTables(folder / "rows.db", content).close()
    blocks.write(folder / BLOCKS)
