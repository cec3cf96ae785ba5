"""Texts with what was found in them highlighted by type, as a web page: spaCy's displaCy, one text at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from spacy.displacy.render import EntityRenderer

from ..records import FIELDS, Paper

COLOURS: Final = {
    "Method": "#aed6f1",
    "Dataset": "#f9e79f",
    "Task": "#abebc6",
    "Metric": "#f5b7b1",
    "Concept": "#d7bde2",
}
"""One a type, light enough for black letters."""

_HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>citekb: concepts in their texts</title>
<style>
body { font: 16px/1.9 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #111; }
article { border-top: 1px solid #bbb; padding: 0.6rem 0 1rem; }
mark { padding: 0.1em 0.25em; border-radius: 0.3em; color: inherit; }
small { font-size: 0.65em; font-weight: 600; margin-left: 0.35em; opacity: 0.75; }
.title { font-weight: 600; } .id { color: #666; font-size: 0.8em; }
</style></head><body>
"""
_FOOT = "</body></html>\n"
_MARK = '<mark style="background: {bg}" title="{name}">{text}<small>{label}{role}</small></mark>'


def page(found: Iterable[tuple[Paper, Mapping[str, Any]]]) -> Iterator[str]:
    """The page, piece by piece: each paper with what `kb extract` found in it.

    A highlight shows type and role, and the concept's name where the pointer rests. Of two finds that overlap the
    longer one is shown.
    """
    renderer = EntityRenderer({"colors": COLOURS, "template": _MARK})
    yield _HEAD
    yield "<p>" + " ".join(f'<mark style="background: {c}">{t}</mark>' for t, c in COLOURS.items()) + "</p>\n"
    for paper, extracted in found:
        yield f'<article><div class="id">{escape(paper.id or "")}</div>\n'
        for field in FIELDS:
            if text := paper.text(field):
                marked = renderer.render_ents(text, _shown(extracted["concepts"], field), None)
                yield f'<div class="{field}">{marked}</div>\n'
        yield "</article>\n"
    yield _FOOT


def _shown(concepts: Sequence[Mapping[str, Any]], field: str) -> list[dict[str, Any]]:
    """The finds of one text in displaCy's form, none over another, in order."""
    finds = [(m["start"], m["end"], c) for c in concepts for m in c["mentions"] if m.get("field", "abstract") == field]
    kept: list[dict[str, Any]] = []
    for begin, end, concept in sorted(finds, key=lambda f: (f[0] - f[1], f[0])):
        if all(end <= other["start"] or begin >= other["end"] for other in kept):
            role = "" if concept["role"] == "mentions" else f" · {concept['role']}"
            params = {"name": escape(concept["name"]), "role": role}
            kept.append({"start": begin, "end": end, "label": concept["type"], "params": params})
    return sorted(kept, key=lambda find: int(find["start"]))
