"""Maps for VOSviewer, the desktop program and app.vosviewer.com: its JSON of items and links.

    item    id, label, x, y, cluster, weights (numbers from 0: Papers, Citations …), scores (First year or Year)
    link    source_id, target_id, strength: shared papers of two concepts, links between two papers

Source of the rules: VOSviewer Online, "VOSviewer JSON files" (app.vosviewer.com/docs/file-types/json-file-type), and
what the program refuses: fewer than three items, a weight that some item lacks, x without y, a cluster above 1,000.
Up to `PLACED` items have a place and a cluster, so that the file opens as a map; VOSviewer makes its own of them with
"Update". A larger network is left to VOSviewer, which is made for that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from .contract import Exportable, Exporter
from .graphs import plain

if TYPE_CHECKING:
    import networkx as nx

PLACED: Final = 1_000
"""Items that are placed here: a second or two of work."""

CLUSTERS: Final = 1_000
"""The highest number that VOSviewer takes for a cluster."""

Placed = dict[str, tuple[float, float]]


def generate(source: Exportable, *, view: str, min_papers: int) -> Iterator[bytes]:
    """The JSON of one view, an item or link a line."""
    graph = plain(source.rows(), view, min_papers=min_papers)
    small = 0 < len(graph) <= PLACED
    places, clusters = (_places(graph), _clusters(graph)) if small else ({}, {})
    yield b'{"network": {"items": ['
    yield from _list(_item(graph, key, places, clusters) for key in graph)
    yield b'],\n"links": ['
    yield from _list(_links(graph))
    yield b"]}}\n"


def _list(objects: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    comma = "\n"
    for one in objects:
        yield f"{comma}{json.dumps(one, ensure_ascii=False, allow_nan=False)}".encode()
        comma = ",\n"


def _item(graph: nx.Graph[str], key: str, places: Placed, clusters: dict[str, int]) -> dict[str, Any]:
    data = graph.nodes[key]
    concept = "papers" in data
    item: dict[str, Any] = {"id": key, "label": data["label"] or key}
    if key in places:
        item["x"], item["y"] = places[key]
    if key in clusters:
        item["cluster"] = clusters[key]
    cited = data["citations"] if concept else graph.in_degree(key)  # type: ignore[attr-defined]
    weight = "Built on by" if graph.graph["view"] == "lineage" else "Citations"
    item["weights"] = {"Papers": data["papers"], weight: cited} if concept else {weight: cited}
    year = data.get("first_year" if concept else "year")
    if year is not None:
        item["scores"] = {"First year" if concept else "Year": year}
    return item


def _links(graph: nx.Graph[str]) -> Iterator[dict[str, Any]]:
    """Each pair once, whichever cites the other; nothing links to itself there."""
    for a, b, data in graph.edges(data=True):
        back = graph.is_directed() and graph.has_edge(b, a)
        if a != b and not (back and b < a):
            yield {"source_id": a, "target_id": b, "strength": data.get("papers", 2 if back else 1)}


def _places(graph: nx.Graph[str]) -> Placed:
    """Coordinates from -1 to 1, the same each time."""
    import networkx as nx

    found = nx.spring_layout(graph.to_undirected(), weight="papers", seed=0)
    return {key: (round(float(x), 4), round(float(y), 4)) for key, (x, y) in found.items()}


def _clusters(graph: nx.Graph[str]) -> dict[str, int]:
    """Communities, numbered from 1 by their size. Source: Blondel et al., Fast Unfolding of Communities (2008)."""
    import networkx as nx

    found = nx.community.louvain_communities(graph.to_undirected(), weight="weight", seed=0)
    parts = sorted(found, key=lambda part: (-len(part), min(part)))[:CLUSTERS]
    return {key: number for number, part in enumerate(parts, 1) for key in part}


VOSVIEWER: Final = Exporter("VOSviewer JSON", (".vos.json",), ("concepts", "citations", "lineage"), "rows", generate)
