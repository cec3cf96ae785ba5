"""Tables of papers (.csv, .tsv) with a title or an abstract column: Zotero, IEEE Xplore, Dimensions, Lens, one's own.

Columns go by the names that people give them; what a row then says is read as a JSON object with these fields would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from ..records import Paper, Skipped, Source
from . import csvrows, jsonl, scopusrefs
from .unread import MENDED

SUFFIXES = (".csv", ".tsv", ".tab")

_NAMES = {
    "title": ("title", "article title", "document title", "paper title", "item title", "题名", "标题", "篇名"),
    "abstract": ("abstract", "abstract note", "abstract text", "paper abstract", "summary", "摘要"),
    "authors": (
        "authors", "author full names", "author names", "author name", "author s", "author", "creators", "creator",
        "作者",
    ),
    "year": ("year", "publication year", "pub year", "pubyear", "year of publication", "py", "年份", "年"),
    "date": ("date", "publication date", "date published", "published", "issued", "cover date", "online date"),
    "venue": (
        "venue", "source title", "publication title", "journal", "journal title", "journal book", "container title",
        "booktitle", "book title", "conference", "conference name", "journal name", "publication",
        "刊名", "期刊", "来源",
    ),
    "publisher": ("publisher",),
    "doi": ("doi", "doi link", "digital object identifier"),
    "url": ("url", "link", "links", "article url", "articleurl", "document link", "pdf link", "source url"),
    "keywords": ("author keywords", "keywords", "keyword", "manual tags", "tags", "ieee terms", "关键词"),
    "references": ("references", "cited references", "bibliography"),
    "language": ("language", "language of original document", "lang"),
    "type": ("item type", "document type", "publication type", "type"),
    "pmid": ("pmid", "pubmed id", "pubmed"),
    "pmcid": ("pmcid", "pmc id", "pmc"),
    "arxiv": ("arxiv", "arxiv id", "arxiv number"),
    "openalex": ("openalex", "openalex id"),
    "id": (
        "id", "key", "eid", "citation key", "publication id", "lens id", "paper id", "paperid", "uid",
        "ut unique wos id",
    ),
}  # fmt: skip
_FIELD = {column: field for field, columns in _NAMES.items() for column in columns}
_TEXTS = {"title", "abstract"}


def sniff(head: str) -> bool:
    """Whether the first line names a title or an abstract, and something else that one says of a paper."""
    columns = csvrows.header(head.split("\n"), _FIELD.__contains__)[0]
    fields = {_FIELD[c] for c in columns if c in _FIELD}
    return bool(fields & _TEXTS) and len(fields) > 1


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each row that has a title or an abstract."""
    source = iter(lines)
    above: list[str] = []  # as far as the header
    for line in source:
        above.append(line)
        if csvrows.is_row(line):
            break
    columns, _, number = csvrows.header(above, _FIELD.__contains__)
    if above and not _TEXTS & {_FIELD.get(c) for c in columns}:
        named = ", ".join(c for c in columns if c)[:60]
        yield Skipped(file, number, f"no column is named title or abstract; there are: {named or 'none'}")
        return
    for row in csvrows.rows(chain(above, source), _FIELD.__contains__):
        yield from _papers(row, file)


def _papers(row: csvrows.Row | csvrows.Broken, file: str) -> Iterator[Paper | Skipped]:
    if isinstance(row, csvrows.Broken):
        yield Skipped(file, row.line, row.reason, row.text[:80])
        return
    record = _record(row.cells)
    paper = jsonl.paper_from(record, file, row.line)
    if isinstance(paper, Paper):
        paper = replace(paper, source=Source(file, row.line, "table"))
    yield from jsonl.told(paper, record, jsonl.CHECKS)
    if row.mended:
        yield Skipped(file, row.line, f"{MENDED}{row.mended}", str(record.get("title", ""))[:80])


def _record(cells: dict[str, str]) -> dict[str, object]:
    """The row under the names of JSON's fields; of several columns for one field the one that is named first above."""
    record: dict[str, object] = {}
    for field, columns in _NAMES.items():
        value = next((cells[c] for c in columns if c in cells), None)
        if value is not None:
            record[field] = value
    if isinstance(cited := record.get("references"), str):
        record["references"] = list(scopusrefs.strings(cited)) if ";" in cited else cited.splitlines()
    if isinstance(people := record.get("authors"), str):
        record["authors"] = re.sub(r"\s*\((?:\d{5,})\)", "", people)
    return record
