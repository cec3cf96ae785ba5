r"""A reference list as BibTeX, for LaTeX and every reference manager: one entry a paper that is held.

Letters stay as they are (UTF-8); what LaTeX would take for a command is written so that it prints as itself, and braces
as commands too, because BibTeX counts braces whatever stands before them. Words with capitals inside (`{ResNet}`) are
kept from styles that lower titles. `keywords` holds the paper's own and our concepts. `doi`, `url` and `eprint` are
read literally by BibLaTeX and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kb.records import Author, Paper

from .contract import Exportable, Exporter
from .references import cited

TYPES: Final = {
    "article-journal": ("article", "journal"),
    "book": ("book", "publisher"),
    "chapter": ("incollection", "booktitle"),
    "paper-conference": ("inproceedings", "booktitle"),
    "report": ("techreport", "institution"),
    "thesis": ("phdthesis", "school"),
}
"""CSL type → kind of entry, and the field of its venue; all else is @misc with `howpublished`."""

_ESCAPES: Final = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    **{sign: "\\" + sign for sign in "&%$#_"},
}  # fmt: skip
_SIGNS = re.compile("[" + re.escape("".join(_ESCAPES)) + "]|-(?=-)|`(?=`)|'(?=')")
_CAPITALS = re.compile(r"(?<![\w\\{])[^\W_]+[A-Z][\w-]*(?![\w{])")
_CONTROL = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_UNSAFE = re.compile(r"[{}\\~$\s]")
_SUFFIX = re.compile(r"(.*), ((?:[JS]r|I{2,3}|IV)\.?)", re.IGNORECASE)


def generate(source: Exportable, *, view: str, min_papers: int) -> Iterator[bytes]:
    """The entries, each followed by an empty line."""
    yield b"% BibTeX of a citekb knowledge base, UTF-8\n"
    for key, paper, keywords in cited(source, min_papers):
        yield f"\n{entry(key, paper, keywords)}\n".encode()


def entry(key: str, p: Paper, keywords: Sequence[str]) -> str:
    """A paper as one entry; what is not known has no field."""
    kind, venue = TYPES.get(p.type or "", ("misc", "howpublished"))
    preprint = {"eprint": p.arxiv, "archiveprefix": "arXiv"} if p.arxiv else {}
    fields = {
        "author": " and ".join(_name(author) for author in p.authors if author.name),
        "title": _CAPITALS.sub(r"{\g<0>}", escape(p.title or "")),
        venue: escape(p.venue or ""),
        "year": str(p.year or ""),
        "doi": _literal(p.doi),
        **preprint,
        "url": _literal(p.url),
        "language": p.lang,
        "keywords": _list(keywords),
        "abstract": escape(p.abstract or ""),
    }
    lines = (f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{''.join(lines)}}}"


def escape(text: str) -> str:
    r"""A text that LaTeX prints as it is, on one line.

    >>> escape("a_b & {c} -- 50 %")
    'a\\_b \\& \\textbraceleft{}c\\textbraceright{} -{}- 50 \\%'
    """
    text = _CONTROL.sub(" ", text).strip()
    return _SIGNS.sub(lambda m: _ESCAPES.get(m[0], m[0] + "{}"), text)


def _literal(text: str | None) -> str:
    """An address or number as it stands; where that would break the entry, escaped."""
    return escape(text) if text and _UNSAFE.search(text) else text or ""


def _name(author: Author) -> str:
    """'Family, Given' as BibTeX splits names; a name of one part in braces, so that it is not split."""
    family, given = escape(author.family or ""), escape(author.given or "")
    if not family or not given or re.search(r",|\band\b", author.family or "") or re.search(r"\band\b", given):
        return f"{{{escape(author.name)}}}"
    if suffix := _SUFFIX.fullmatch(given):
        return f"{family}, {suffix[2]}, {suffix[1]}"
    return f"{family}, {given}" if "," not in given else f"{{{escape(author.name)}}}"


def _list(words: Sequence[str]) -> str:
    """Keywords with commas between them, as BibLaTeX wants; with semicolons where one of them holds a comma."""
    escaped = [escape(word).replace(";", ",") for word in words]
    return "; ".join(escaped) + ";" if any("," in word for word in escaped) else ", ".join(escaped)


BIBTEX: Final = Exporter("BibTeX", (".bib",), ("papers",), "works", generate)
