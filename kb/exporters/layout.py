"""Where the nodes and names of a drawing go, so that none lies on another. Geometry only; units are pixels.

1. `positions`: Kamada–Kawai on the strengths of the links, parts that nothing joins held together by invisible ones.
   Source: Kamada & Kawai, An Algorithm for Drawing General Undirected Graphs (1989).
2. `spread`: boxes (a circle and the name under it) that overlap push one another apart until none does.
3. `place_labels`: each name takes, of eight places around its circle, a free one that the fewest lines cross, the
   greatest nodes first; a name that finds none is left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page: its left, top, right and bottom edge."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share any area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, page: Box) -> bool:
        """Whether it lies on the page as a whole."""
        return (
            self.left >= page.left and self.right <= page.right and self.top >= page.top and self.bottom <= page.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A name as it is drawn: its lines, the size of the type, and the box that it needs (width, height)."""

    lines: tuple[str, ...]
    size: float
    width: float
    height: float


def text_width(text: str, size: float) -> float:
    """About how wide a text is in a common sans serif face, a little too wide rather than too narrow."""
    return size * sum(_advance(char) for char in text)


def _advance(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if char in "ijl.,:;'|!()[]ft ":
        return 0.36
    if char in "mwMW@%":
        return 0.92
    return 0.7 if char.isupper() else 0.59


def label(text: str, size: float, *, widest: int = 18, longest: int = 44) -> Label:
    """A name broken at the space nearest to its middle where it is long, and cut with an ellipsis where too long."""
    text = text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
    spaces = [i for i, char in enumerate(text) if char == " "]
    parts: tuple[str, ...] = (text,)
    if len(text) > widest and spaces:
        at = min(spaces, key=lambda i: (abs(i - len(text) / 2), i))
        parts = text[:at], text[at + 1 :]
    return Label(parts, size, max(text_width(part, size) for part in parts), len(parts) * size * 1.15)


def positions(graph: nx.Graph[str], page: Box, *, centre: str | None = None) -> dict[str, Point]:
    """A place on the page for every node; `centre`, where given, stands in the middle."""
    import networkx as nx

    if len(graph) < 3:
        return {key: _on_page((i + 1) / (len(graph) + 1), 0.5, page) for i, key in enumerate(graph)}
    joined: nx.Graph[str] = nx.Graph()
    joined.add_nodes_from(graph)
    # A strong link is drawn short, a weak one up to twice as long.
    joined.add_edges_from((a, b, {"length": 2 - data["weight"]}) for a, b, data in graph.edges(data=True))
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    hearts = [centre or max(sorted(part), key=lambda key: graph.degree(key)) for part in parts[:1]]
    hearts += [max(sorted(part), key=lambda key: graph.degree(key)) for part in parts[1:]]
    joined.add_edges_from((hearts[0], heart, {"length": 3.0}) for heart in hearts[1:] if heart != hearts[0])
    found = nx.kamada_kawai_layout(joined, pos=nx.circular_layout(joined), weight="length")
    return _fitted({key: complex(float(x), float(y)) for key, (x, y) in found.items()}, page, centre)


def _on_page(x: float, y: float, page: Box) -> Point:
    return page.left + x * (page.right - page.left), page.top + y * (page.bottom - page.top)


def _fitted(points: Mapping[str, complex], page: Box, centre: str | None) -> dict[str, Point]:
    """Turned so that the longest side lies flat, then stretched to the page (about `centre`, if there is one)."""
    middle = points[centre] if centre else sum(points.values()) / len(points)
    moved = {key: z - middle for key, z in points.items()}
    # Twice the angle of the main axis is the angle of the sum of squares (second moments as complex numbers).
    axis = sum(z * z for z in moved.values())
    turn = (abs(axis) / axis) ** 0.5 if abs(axis) > 1e-9 else 1
    moved = {key: z * turn for key, z in moved.items()}
    wide = [z.real for z in moved.values()]
    high = [z.imag for z in moved.values()]
    if centre:
        wide, high = [*wide, *(-x for x in wide)], [*high, *(-y for y in high)]
    left, top, width, height = min(wide), min(high), max(wide) - min(wide) or 1, max(high) - min(high) or 1
    return {key: _on_page((z.real - left) / width, (z.imag - top) / height, page) for key, z in moved.items()}


def spread(
    points: Mapping[str, Point], sizes: Mapping[str, tuple[float, float, float]], page: Box, *, fixed: str | None = None
) -> dict[str, Point]:
    """Nudges nodes apart until their boxes are free of one another, or 400 rounds are over.

    `sizes[key]` is how far a box reaches from its point: (to each side, up, down). `fixed` does not move.
    """
    at = {key: [x, y] for key, (x, y) in points.items()}
    keys = sorted(at)
    for _ in range(400):
        moved = False
        for i, a in enumerate(keys):
            here, reach = at[a], sizes[a][0]
            for b in keys[i + 1 :]:
                if abs(here[0] - at[b][0]) < reach + sizes[b][0]:  # few are
                    moved |= _push(at, sizes, a, b, fixed)
        for key in keys:
            side, up, down = sizes[key]
            at[key][0] = min(max(at[key][0], page.left + side), page.right - side)
            at[key][1] = min(max(at[key][1], page.top + up), page.bottom - down)
        if not moved:
            break
    return {key: (round(x, 1), round(y, 1)) for key, (x, y) in at.items()}


def _push(
    at: dict[str, list[float]], sizes: Mapping[str, tuple[float, float, float]], a: str, b: str, fixed: str | None
) -> bool:
    """Moves two boxes apart along the axis where they overlap least; False where they do not."""
    (side_a, up_a, down_a), (side_b, up_b, down_b) = sizes[a], sizes[b]
    across = side_a + side_b - abs(at[a][0] - at[b][0])
    above = at[a][1] + (down_a - up_a) / 2 <= at[b][1] + (down_b - up_b) / 2
    along = at[a][1] + down_a - (at[b][1] - up_b) if above else at[b][1] + down_b - (at[a][1] - up_a)
    if across <= 0 or along <= 0:
        return False
    axis = 0 if across < along else 1
    first = (at[a][0] <= at[b][0]) if axis == 0 else above
    step = min(across, along) / 2 + 0.5
    for key, sign in ((a, -1 if first else 1), (b, 1 if first else -1)):
        if key != fixed:
            at[key][axis] += sign * step
    return True


def place_labels(
    points: Mapping[str, Point],
    radii: Mapping[str, float],
    labels: Mapping[str, Label],
    lines: Sequence[tuple[str, str]],
    *,
    order: Sequence[str],
    page: Box,
) -> dict[str, Point]:
    """The centre of each name that found room, in `order` of who may choose first; the others are left out."""
    circles = {key: Box(x - r, y - r, x + r, y + r) for key, (x, y) in points.items() for r in (radii[key],)}
    segments = [(points[a], points[b]) for a, b in lines]
    names: list[Box] = []
    placed: dict[str, Point] = {}
    for key in order:
        taken = names + [circle for node, circle in circles.items() if node != key]
        free = []
        for preference, (x, y) in enumerate(_places(points[key], radii[key], labels[key])):
            half_width, half_height = labels[key].width / 2, labels[key].height / 2
            box = Box(x - half_width, y - half_height, x + half_width, y + half_height)
            if box.within(page) and not any(map(box.overlaps, taken)):
                free.append((sum(_crosses(segment, box) for segment in segments), preference, box, (x, y)))
        if free:
            _, _, box, (x, y) = min(free, key=lambda place: place[:2])
            names.append(box)
            placed[key] = round(x, 1), round(y, 1)
    return placed


def _crosses(segment: tuple[Point, Point], box: Box) -> bool:
    """Whether a line runs through a box: clipped to it, something of the line is left (Liang & Barsky 1984)."""
    (x1, y1), (x2, y2) = segment
    first, last = 0.0, 1.0
    for start, delta, low, high in ((x1, x2 - x1, box.left, box.right), (y1, y2 - y1, box.top, box.bottom)):
        if delta == 0:
            if not low <= start <= high:
                return False
            continue
        one, other = sorted(((low - start) / delta, (high - start) / delta))
        first, last = max(first, one), min(last, other)
    return first < last


def _places(point: Point, radius: float, label: Label) -> list[Point]:
    """The eight places of a name around its circle, the most readable first: below, above, the sides, the corners."""
    (x, y), gap = point, 3
    down, side = radius + gap + label.height / 2, radius + gap + label.width / 2
    near_down, near_side = radius * 0.7 + gap + label.height / 2, radius * 0.7 + gap + label.width / 2
    straight = [(x, y + down), (x, y - down), (x + side, y), (x - side, y)]
    return straight + [(x + i * near_side, y + j * near_down) for j in (1, -1) for i in (1, -1)]
