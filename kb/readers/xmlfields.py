"""What an XML record's elements hold: their text as plain Unicode, found by local names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from .fields import subscript, superscript, well_formed
from .xmlvalues import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# Of a formula that is given in several ways one is enough; notes and labels stand beside the text.
_DROPPED = frozenset({"annotation", "annotation-xml", "tex-math", "fn", "xref-group", "graphic"})
_BLOCKS = frozenset({
    "p", "sec", "title", "list", "list-item", "break", "br", "div", "head", "lb", "table", "tr", "disp-formula",
    "def-item",
})  # fmt: skip
_SCRIPTS = {"sup": superscript, "sub": subscript, "inf": subscript}


@cache
def _steps(names: str) -> tuple[str, ...]:
    """'a/b' as lxml finds each step in any namespace."""
    return tuple(n if n == "*" else f"{{*}}{n}" for n in names.split("/"))


def first(element: Element | None, names: str) -> Element | None:
    """The first element on a path of local names."""
    return None if element is None else next(_along(element, _steps(names)), None)


def every(element: Element | None, names: str) -> list[Element]:
    """All elements on a path of local names."""
    return [] if element is None else list(_along(element, _steps(names)))


def _along(element: Element, steps: tuple[str, ...]) -> Iterator[Element]:
    if len(steps) == 1:
        return iter(element.iterchildren(steps[0]))
    return (found for child in element.iterchildren(steps[0]) for found in _along(child, steps[1:]))


def text(element: Element | None, *, without: frozenset[str] = frozenset()) -> str | None:
    """The text of an element with single spaces; raised and lowered characters as Unicode has them."""
    if element is None:
        return None
    said = "".join(_pieces(element, _DROPPED | without)) if len(element) else element.text or ""
    return " ".join(well_formed(said).split()) or None


def of(element: Element | None, *names: str) -> str | None:
    """The text of the first of these paths that holds some."""
    return next((t for n in names if (t := text(first(element, n)))), None)


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    said = next((v for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None)
    return well_formed(str(said)).strip() or None if said is not None else None


def _pieces(element: Element, dropped: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local(child)
        if name and name not in dropped:
            if name in _BLOCKS:
                yield " "
            script = _SCRIPTS.get(name)
            inside = "".join(_pieces(child, dropped))
            yield (script(inside.strip()) or inside) if script else inside
            if name in _BLOCKS:
                yield " "
        yield child.tail or ""
