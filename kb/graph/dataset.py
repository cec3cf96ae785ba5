"""A version as an rdflib Dataset, over the same Oxigraph store: for whoever knows rdflib, and for its tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import oxrdflib
import rdflib

from ..terms import PREFIXES
from . import guard

if TYPE_CHECKING:
    from .store import Store


class ReadOnly(oxrdflib.OxigraphStore):
    """An rdflib store that answers and never changes; queries pass the same guard as ours."""

    def __init__(self, store: Store) -> None:
        super().__init__(store=store.graph)
        self._held = store  # and with it the lock on its version

    def query(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Answers SPARQL in Oxigraph. Raises BadQuery for what the guard refuses."""
        if isinstance(query, str):
            guard.check(query)
        return super().query(query, *args, **kwargs)

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("a published version is never changed: copy it into a graph of your own, or use `base.add`")

    add = addN = remove = update = add_graph = remove_graph = _refuse


def dataset(store: Store) -> rdflib.Dataset:
    """The default graph and the named graphs of a version, all prefixes bound. It is not for writing (TypeError)."""
    found = rdflib.Dataset(store=ReadOnly(store))
    for prefix, start in PREFIXES.items():
        found.bind(prefix, start)
    return found
