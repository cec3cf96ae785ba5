"""A version as an rdflib Dataset, over the same Oxigraph store: for whoever knows rdflib, and for its tools."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

import oxrdflib
import rdflib

from ..errors import BadQuery
from ..terms import PREFIXES
from . import guard

if TYPE_CHECKING:
    from .store import Store

_HIDDEN = re.compile(r"does not contains? variable \?(\w+) in its SELECT")  # the engine's own words
_SHOW_IT = "initBindings: the SELECT does not show ?{0}; write SELECT ?{0} …, or VALUES ?{0} {{ … }} in the WHERE"


class ReadOnly(oxrdflib.OxigraphStore):
    """An rdflib store that answers and never changes; queries pass the same guard as ours."""

    def __init__(self, store: Store) -> None:
        super().__init__(store=store.graph)
        self._held = store  # and with it the lock on its version

    def query(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Answers SPARQL in Oxigraph.

        Raises BadQuery for what the guard refuses, and for a variable of `initBindings` that the SELECT does not show:
        Oxigraph puts values only in place of those.
        """
        if isinstance(query, str):
            guard.check(query)
        try:
            return super().query(query, *args, **kwargs)
        except RuntimeError as error:
            if found := _HIDDEN.search(str(error)):
                raise BadQuery(_SHOW_IT.format(found[1])) from None
            raise

    def add_graph(self, graph: Any) -> None:
        """Nothing: rdflib calls this before it reads a graph. A name that no graph has reads as an empty one."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("a published version is never changed: copy it into a graph of your own, or use `base.add`")

    add = addN = remove = update = remove_graph = _refuse


def dataset(store: Store) -> rdflib.Dataset:
    """The default graph and the named graphs of a version, all prefixes bound.

    It reads and serialises like any Dataset, and is not for writing: that raises TypeError. Variables of `initBindings`
    must be in the SELECT (BadQuery).
    """
    found = rdflib.Dataset(store=ReadOnly(store))
    for prefix, start in PREFIXES.items():
        found.bind(prefix, start)
    return found
