"""Networks for Gephi, Cytoscape, yEd, igraph and JavaScript: GEXF, GraphML, node-link and Cytoscape JSON, by networkx.

Views: concepts that share papers, papers that cite, papers and concepts, papers that build on others. Every node has a
`label` and a `type` ("Paper" for papers); what is not known is left out. In GEXF concepts look as in `kb draw`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from kb.network import Rows
from kb.network import view as network

from .contract import Exportable, Exporter
from .svg import COLOURS, radius

if TYPE_CHECKING:
    import networkx as nx

VIEWS: Final = ("concepts", "citations", "mentions", "lineage")

# What XML 1.0 cannot hold, and what a writer or reader would take for the end of a line.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")

_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def plain(rows: Rows, view: str, *, min_papers: int = 1) -> nx.Graph[str]:
    """The graph of a view with attributes that every format can hold: str, int, float, bool, fit for XML."""
    graph = network(rows, view, min_papers=min_papers)
    for _, data in graph.nodes(data=True):
        data.pop("name", None)  # its label says the same
        found = {"label": data.pop("label", ""), "type": data.pop("type", "Paper"), **data}
        data.clear()
        data.update((key, _clean(value)) for key, value in found.items())
    return graph


def gexf(source: Exportable, *, view: str, min_papers: int) -> Iterator[bytes]:
    """GEXF 1.2 without the date that networkx writes into it, so that the same network gives the same bytes."""
    import networkx as nx

    graph = plain(source.rows(), view, min_papers=min_papers)
    most = max((data.get("papers", 0) for _, data in graph.nodes(data=True)), default=0)
    for _, data in graph.nodes(data=True):
        if data["type"] in COLOURS:
            red, green, blue = bytes.fromhex(COLOURS[data["type"]][1:])
            data["viz"] = {"color": {"r": red, "g": green, "b": blue}, "size": radius(data["papers"], most)}
    yield _DECLARATION
    for line in nx.generate_gexf(graph):
        yield re.sub(r' lastmodifieddate="[^"]*"', "", line).encode() + b"\n"


def graphml(source: Exportable, *, view: str, min_papers: int) -> Iterator[bytes]:
    """GraphML."""
    import networkx as nx

    yield _DECLARATION
    for line in nx.generate_graphml(plain(source.rows(), view, min_papers=min_papers)):
        yield line.encode() + b"\n"


def node_link(source: Exportable, *, view: str, min_papers: int) -> Iterator[bytes]:
    """The node-link JSON that `networkx.node_link_graph` reads: {"directed", "graph", "nodes", "edges"}."""
    import networkx as nx

    data: dict[str, Any] = nx.node_link_data(plain(source.rows(), view, min_papers=min_papers), edges="edges")
    yield from _json(data)


def cytoscape(source: Exportable, *, view: str, min_papers: int) -> Iterator[bytes]:
    """The JSON of Cytoscape and cytoscape.js, which `networkx.cytoscape_graph` reads too; nodes are shown by `name`."""
    import networkx as nx

    graph = plain(source.rows(), view, min_papers=min_papers)
    data: dict[str, Any] = nx.cytoscape_data(graph, name="label")
    data["data"] = {"name": f"citekb {view}", **graph.graph}
    yield from _json(data)


def _json(data: dict[str, Any]) -> Iterator[bytes]:
    for piece in json.JSONEncoder(ensure_ascii=False, indent=1, allow_nan=False).iterencode(data):
        yield piece.encode()
    yield b"\n"


def _clean(value: object) -> object:
    return _UNFIT.sub(" ", value) if isinstance(value, str) else value


GEXF: Final = Exporter("GEXF", (".gexf",), VIEWS, "rows", gexf)
GRAPHML: Final = Exporter("GraphML", (".graphml",), VIEWS, "rows", graphml)
NODE_LINK: Final = Exporter("node-link JSON", (".json",), VIEWS, "rows", node_link)
CYTOSCAPE: Final = Exporter("Cytoscape JSON", (".cyjs",), VIEWS, "rows", cytoscape)
