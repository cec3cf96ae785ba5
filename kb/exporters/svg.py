"""The concept network as a picture: an SVG that stands on its own, to look at, print or put on a page.

Circles are concepts, their area the number of papers, their colour the type; a line joins concepts that share papers,
the thicker the closer. Which concepts and lines are shown is decided by `kb.network.backbone`, where they stand by
`layout`. The same knowledge base gives the same bytes on the same machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import sqrt
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from kb.network import Rows, backbone
from kb.records import TYPES

from .contract import Exportable, Exporter
from .layout import Box, Label, Point, label, place_labels, positions, spread, text_width

if TYPE_CHECKING:
    import networkx as nx

WIDTH: Final = 1200
HEIGHT: Final = 800
PAGE: Final = Box(24, 78, WIDTH - 24, HEIGHT - 62)
"""Where the network goes; the title stands above, the legend below."""

COLOURS: Final = {
    "Method": "#2f6db5",
    "Dataset": "#d97b0c",
    "Task": "#2b9474",
    "Metric": "#a8478f",
    "Concept": "#7a8794",
}
"""Type → colour: told apart by colour-blind readers too, and dark enough on white (3:1, WCAG 1.4.11)."""

FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans CJK SC', sans-serif"
INK: Final = "#1f2a37"
PALE: Final = "#5b6775"


def draw(
    rows: Rows, *, top: int | None = None, around: str | None = None, min_papers: int = 1, title: str | None = None
) -> str:
    """An SVG of the `top` concepts of most papers and their strongest links, 1200 × 800.

    `around` draws one concept (by key) and those nearest to it instead. `top` is 60 where it is not given, and 25
    around a concept, each of which has a line to it. Raises UnknownName for a key that no concept
    has, ValueError for a `top` below 1.
    """
    top = top if top is not None else 60 if around is None else 25
    graph = backbone(rows, top=top, around=around, min_papers=min_papers, links=3 if around is None else 2)
    head = title or (f"Around {rows.concept[around].name}" if around is not None else "Concept network")
    papers = len({paper for key in graph for paper in rows.papers_of[key]})
    about = (
        f"{_count(len(graph), 'concept')} of {len(rows.concept):,}, mentioned in {_count(papers, 'paper')}. "
        "A line joins concepts that share papers, the thicker the closer."
    )
    return "\n".join(_document(graph, head, about, around)) + "\n"


def radius(papers: int, most: int) -> float:
    """The radius of a circle, 5 to 25 pixels, its area growing with the number of papers."""
    return round(5 + 20 * sqrt(papers / most), 1) if most else 5.0


def _document(graph: nx.Graph[str], head: str, about: str, around: str | None) -> Iterator[str]:
    most = max((data["papers"] for _, data in graph.nodes(data=True)), default=0)
    radii = {key: radius(data["papers"], most) for key, data in graph.nodes(data=True)}
    labels = {key: label(data["name"], 11 + 4 * (radii[key] - 5) / 20) for key, data in graph.nodes(data=True)}
    order = sorted(graph, key=lambda key: (key != around, -radii[key], key))
    points = _arranged(graph, radii, labels, around)
    names = place_labels(points, radii, labels, list(graph.edges), order=order, page=PAGE)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-labelledby="title about" font-family={quoteattr(FONT)}>'
    )
    yield f'<title id="title">{_text(head)}</title>'
    yield f'<desc id="about">{_text(about)}</desc>'
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    yield f'<text x="32" y="40" font-size="22" font-weight="600" fill="{INK}">{_text(head)}</text>'
    yield f'<text x="32" y="63" font-size="13" fill="{PALE}">{_text(about)}</text>'
    yield from _lines(graph, points, around)
    yield from _circles(graph, points, radii, around)
    yield from _names(names, points, labels, order)
    yield from _legend(graph, most)
    yield "</svg>"


def _arranged(
    graph: nx.Graph[str], radii: dict[str, float], labels: dict[str, Label], around: str | None
) -> dict[str, Point]:
    reach = {
        key: (max(radii[key], labels[key].width / 2) + 4, radii[key] + 3, radii[key] + 4 + labels[key].height)
        for key in graph
    }
    inner = Box(PAGE.left + 50, PAGE.top + 20, PAGE.right - 50, PAGE.bottom - 30)
    return spread(positions(graph, inner, centre=around), reach, PAGE, fixed=around)


def _lines(graph: nx.Graph[str], points: dict[str, Point], around: str | None) -> Iterator[str]:
    strongest = max((data["weight"] for _, _, data in graph.edges(data=True)), default=1) or 1
    yield '<g stroke="#8292a4" stroke-linecap="round">'
    for a, b, data in sorted(graph.edges(data=True), key=lambda edge: (edge[2]["weight"], edge[0], edge[1])):
        (x1, y1), (x2, y2), share = points[a], points[b], sqrt(data["weight"] / strongest)
        told = f"{graph.nodes[a]['name']} – {graph.nodes[b]['name']}: {_count(data['papers'], 'shared paper')}"
        yield (
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke-width="{0.8 + 3.2 * share:.2f}" '
            f'stroke-opacity="{0.3 + 0.5 * share:.2f}"><title>{_text(told)}</title></line>'
        )
    yield "</g>"


def _circles(
    graph: nx.Graph[str], points: dict[str, Point], radii: dict[str, float], around: str | None
) -> Iterator[str]:
    yield '<g stroke="#ffffff" stroke-width="1.5">'
    for key, data in graph.nodes(data=True):
        (x, y), colour = points[key], COLOURS.get(data["type"], COLOURS["Concept"])
        if key == around:
            yield f'<circle cx="{x}" cy="{y}" r="{radii[key] + 4:.1f}" fill="none" stroke="{colour}" stroke-width="2"/>'
        since = f", since {data['first_year']}" if "first_year" in data else ""
        told = f"{data['name']} ({data['type']}): {_count(data['papers'], 'paper')}{since}"
        yield f'<circle cx="{x}" cy="{y}" r="{radii[key]}" fill="{colour}"><title>{_text(told)}</title></circle>'
    yield "</g>"


def _names(
    names: dict[str, Point], points: dict[str, Point], labels: dict[str, Label], order: list[str]
) -> Iterator[str]:
    """Names over everything else, on a white rim that keeps them readable where a line runs behind."""
    yield (
        f'<g fill="{INK}" text-anchor="middle" stroke="#ffffff" stroke-width="3" stroke-linejoin="round" '
        'paint-order="stroke" style="pointer-events:none">'
    )
    for key in (key for key in order if key in names):
        (x, y), name, anchor = names[key], labels[key], ""
        # A name beside its circle begins or ends there: its true width, which only the reader's font knows, then
        # makes no gap.
        if abs(x - points[key][0]) > name.width / 2:
            side = 1 if x > points[key][0] else -1
            x, anchor = x - side * name.width / 2, f' text-anchor="{"start" if side == 1 else "end"}"'
        weight = ' font-weight="600"' if name.size >= 13 else ""
        first = y - name.height / 2 + name.size * 0.92
        spans = "".join(
            f'<tspan x="{x:.1f}" y="{first + i * name.size * 1.15:.1f}">{_text(line)}</tspan>'
            for i, line in enumerate(name.lines)
        )
        yield f'<text font-size="{name.size:.1f}"{weight}{anchor}>{spans}</text>'
    yield "</g>"


def _legend(graph: nx.Graph[str], most: int) -> Iterator[str]:
    """The types that occur with how many concepts each has, and what the size of a circle means."""
    counts = Counter(data["type"] for _, data in graph.nodes(data=True))
    y, x = HEIGHT - 32.0, 38.0
    yield f'<g font-size="13" fill="{INK}">'
    for kind in (kind for kind in TYPES if counts[kind]):
        text = f"{kind} {counts[kind]}"
        yield f'<circle cx="{x:.1f}" cy="{y}" r="6.5" fill="{COLOURS[kind]}"/>'
        yield f'<text x="{x + 13:.1f}" y="{y + 4.5}">{text}</text>'
        x += 13 + text_width(text, 13) + 26
    x = WIDTH - 32.0
    for papers in sorted({n for n in (most, (most + 3) // 4, 1) if n}, reverse=True):
        text, r = _count(papers, "paper"), radius(papers, most)
        x -= text_width(text, 13)
        yield f'<text x="{x:.1f}" y="{y + 4.5}">{text}</text>'
        x -= r + 7
        yield f'<circle cx="{x:.1f}" cy="{y}" r="{r}" fill="none" stroke="{PALE}"/>'
        x -= r + 22
    yield "</g>"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _text(text: str) -> str:
    """Text fit for XML: escaped, control characters as spaces."""
    return escape("".join(char if char.isprintable() else " " for char in text))


def generate(source: Exportable, *, view: str, min_papers: int) -> Iterator[bytes]:
    """The drawing of the whole network, as `draw` makes it by default."""
    yield draw(source.rows(), min_papers=min_papers).encode()


SVG: Final = Exporter("SVG drawing", (".svg",), ("concepts",), "rows", generate)
