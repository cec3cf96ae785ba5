"""A reference list as CSL-JSON, which Zotero, Pandoc and citation processors read: one object a paper that is held.

Source: citeproc.js and the CSL 1.0.2 data schema (csl-data.json). `keyword` holds the paper's own keywords and our
concepts; an arXiv number stands in `number`, where Zotero keeps it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from kb.records import Author, Paper

from .contract import Exportable, Exporter
from .references import cited


def generate(source: Exportable, *, view: str, min_papers: int) -> Iterator[bytes]:
    """The list, an object a line."""
    before = b"[\n"
    for key, paper, keywords in cited(source, min_papers):
        yield before + json.dumps(item(key, paper, keywords), ensure_ascii=False).encode()
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def item(key: str, p: Paper, keywords: Sequence[str]) -> dict[str, Any]:
    """A paper as CSL knows it; what is not known is absent."""
    said: dict[str, Any] = {
        "id": key,
        "type": p.type or "document",
        "title": p.title,
        "author": [_name(author) for author in p.authors if author.name],
        "issued": {"date-parts": [[p.year]]} if p.year else None,
        "container-title": p.venue,
        "DOI": p.doi,
        "number": f"arXiv:{p.arxiv}" if p.arxiv else None,
        "URL": p.url,
        "language": p.lang,
        "abstract": p.abstract,
        "keyword": ", ".join(keywords),
    }
    return {name: value for name, value in said.items() if value}


def _name(author: Author) -> dict[str, str]:
    if author.family:
        return {"family": author.family, **({"given": author.given} if author.given else {})}
    return {"literal": author.name}


CSL: Final = Exporter("CSL-JSON", (".csl.json",), ("papers",), "works", generate)
