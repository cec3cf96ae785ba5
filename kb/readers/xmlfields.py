"""What an XML record's elements hold: their text as plain Unicode, found by local names."""

from __future__ import annotations

from collections.abc import Iterator
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


def path(names: str) -> str:
    """'a/b' as lxml finds it in any namespace."""
    return "/".join(n if n in (".", "..", "*", "") else f"{{*}}{n}" for n in names.split("/"))


def first(element: Element | None, names: str) -> Element | None:
    """The first element on a path of local names."""
    return None if element is None else element.find(path(names))


def every(element: Element | None, names: str) -> list[Element]:
    """All elements on a path of local names."""
    return [] if element is None else element.findall(path(names))


def text(element: Element | None, *, without: frozenset[str] = frozenset()) -> str | None:
    """The text of an element with single spaces; raised and lowered characters as Unicode has them."""
    if element is None:
        return None
    return " ".join(well_formed("".join(_pieces(element, _DROPPED | without))).split()) or None


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
