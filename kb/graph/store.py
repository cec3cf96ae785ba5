"""One version of the graph, to ask: it never changes."""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Self

import pyoxigraph as ox

from ..errors import BadQuery, KBError, NotAKnowledgeBase
from ..terms import PREFIXES
from . import guard, worker
from .results import Result, bindings
from .statements import Statements
from .workers import Workers

CHUNK: Final = 8 << 20
"""Characters of N-Quads loaded at once."""

if TYPE_CHECKING:
    import rdflib


class Store(Statements):
    """An immutable graph. `query` asks in SPARQL; the other verbs read statements straight, which is faster."""

    def __init__(self, graph: ox.Store, lock: IO[str] | None = None, folder: Path | None = None) -> None:
        self.graph, self._folder = graph, folder
        self._release = weakref.finalize(self, lock.close) if lock else None
        self._workers = Workers(folder or (lambda: graph.dump(format=ox.RdfFormat.N_QUADS) or b""))

    @classmethod
    def memory(cls, lines: Iterable[str]) -> Self:
        """A store in memory, of N-Quads lines."""
        graph = ox.Store()
        load(graph, lines)
        return cls(graph)

    @classmethod
    def open(cls, folder: Path, lock: IO[str] | None = None) -> Self:
        """The store in a folder, read-only. Raises NotAKnowledgeBase where it is missing or damaged."""
        try:
            return cls(ox.Store.read_only(str(folder)), lock, folder)
        except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: what RocksDB says of damaged files
            if lock:
                lock.close()
            raise NotAKnowledgeBase(f"{folder} holds no readable graph ({error}); `kb add` builds it again") from error

    def close(self) -> None:
        """Lets go of the version, so that it may be removed; the store cannot be asked any more."""
        self._workers.close()
        self.graph = ox.Store()
        if self._release:
            self._release()

    # --- asking ----------------------------------------------------------------------------------------------------

    def query(self, text: str, *, timeout: float | None = None, **values: str | int | float) -> Result:
        """What a SPARQL query finds. All prefixes of `kb.terms` are declared.

        `values` fill variables, which must be in the SELECT: a full IRI stands for that thing, anything else is text;
        never write a user's words into the query itself. With a `timeout` in seconds, a process of its own answers and
        is killed when the time is over. Raises BadQuery, QueryTimeout.
        """
        guard.check(text)
        try:
            if timeout is None:
                return Result(*worker.answer(self.graph, text, PREFIXES, bindings(values)))
            return Result(*self._workers.ask(text, bindings(values), timeout))
        except KBError:
            raise
        except SyntaxError as error:
            raise BadQuery(guard.explain(text, str(error), PREFIXES)) from None
        except RuntimeError as error:
            raise BadQuery(f"this query cannot be answered: {error}") from error
        except OSError as error:
            raise self.unreadable(error) from error

    def unreadable(self, error: OSError) -> KBError:
        """What to say where the files of the graph turn out to be damaged while they are read."""
        # Versions share files: what is damaged in one may be in all.
        home = self._folder and self._folder.parent.parent
        way = f"; remove {home} and repeat any `kb add`, which builds it again" if home else ""
        return KBError(f"the graph cannot be read: {error}{way}")

    def rdflib(self) -> rdflib.Dataset:
        """The same graph as an rdflib Dataset, to read and query."""
        from .dataset import dataset

        return dataset(self)


def load(graph: ox.Store, lines: Iterable[str]) -> None:
    """Loads N-Quads lines in chunks of about CHUNK characters; a line that does not parse raises SyntaxError."""
    chunk, size = [], 0
    for line in chain(lines, [""]):
        chunk.append(line)
        size += len(line)
        if size > CHUNK or not line:
            graph.bulk_load("\n".join(chunk).encode(), ox.RdfFormat.N_QUADS)
            chunk, size = [], 0
    graph.flush()
