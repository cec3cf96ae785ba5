"""Networks of a knowledge base: plain rows in; neighbours, paths, rankings and networkx graphs out.

`VIEWS` (name → graph of rows) and `MEASURES` (name → scores of a graph) are the two registries. A new view or measure
is one function and one line there. networkx and scipy load when a graph is built, not before.
"""

from __future__ import annotations

from .backbone import backbone
from .measures import MEASURES, Ranked, rank
from .neighbours import Neighbour, cosine, neighbours, strength
from .paths import Step, path
from .rows import KINDS, BuildRow, CiteRow, ConceptRow, MentionRow, PaperRow, Rows, check_top, known_kind
from .views import OF_PAPERS, VIEWS, citation_graph, concept_graph, lineage_graph, paper_concept_graph, view

__all__ = [
    "KINDS",
    "MEASURES",
    "OF_PAPERS",
    "VIEWS",
    "BuildRow",
    "CiteRow",
    "ConceptRow",
    "MentionRow",
    "Neighbour",
    "PaperRow",
    "Ranked",
    "Rows",
    "Step",
    "backbone",
    "check_top",
    "citation_graph",
    "concept_graph",
    "cosine",
    "known_kind",
    "lineage_graph",
    "neighbours",
    "paper_concept_graph",
    "path",
    "rank",
    "strength",
    "view",
]
