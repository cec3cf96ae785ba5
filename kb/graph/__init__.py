"""The graph of a knowledge base: versions on disk, SPARQL over one of them, views for export, full text.

`versions` keeps what was published, `delta` writes what differs, `store` answers, `guard` lets a query in, `results`
hands the answer out, `mapping` decides what the graph says, `views` which part of it an export shows, `named` keeps the
questions that have a name.
"""

from .named import NamedQuery, list_queries
from .results import Result
from .store import Store
from .versions import Versions
from .views import VIEWS, ontology_turtle, view_lines

__all__ = ["VIEWS", "NamedQuery", "Result", "Store", "Versions", "list_queries", "ontology_turtle", "view_lines"]
