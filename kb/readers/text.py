"""One document a file: an abstract, with or without its title above it, as people keep them in folders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..records import Paper, Skipped
from . import furniture
from .dump import paper_from
from .fields import clean_doi, clean_year, plain, unlabelled
from .people import people
from .pieces import LABEL, joined, runs

SUFFIXES = (".txt", ".text", ".md", ".markdown", "")

_MAX_TITLE = 300
_MAX_MARKED_TITLE = 100 * _MAX_TITLE  # with the markup that is taken out of it: a page of one line is no title
_HASHES = re.compile(r"^#{1,6}\s+|^[*_]{1,3}(?=\S)|\s*#+$|[*_]{1,3}$")


def sniff(head: str) -> bool:
    """Whether there is running text; what holds many abstracts belongs to the dump reader, which is asked first."""
    return any(furniture.has_sentence(joined(line.strip() for _, line in p)) for p in _paragraphs(head.splitlines()))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """At most one paper; headings, keyword lines and what else is not its text as Skipped."""
    paragraphs = list(_paragraphs(lines))
    title, first = _title(paragraphs)
    body: list[tuple[int, str]] = []
    labels: dict[str, str] = {}
    for paragraph in paragraphs[first:]:
        number = paragraph[0][0]
        raw = _block([line for _, line in paragraph])
        text = plain(raw)
        if label := LABEL.match(text):
            labels[label[0].strip(" \t:：—*_#").casefold()] = text[label.end() :].strip(" *_")
            yield Skipped(file, number, f"{furniture.HEADING}: read as a field", text[:80])
        elif why := _furniture(text):
            yield Skipped(file, number, why, raw[:80])
        else:
            body.append((number, text))
    abstract = unlabelled("\n\n".join(text for _, text in body))
    if furniture.has_sentence(abstract):
        line = paragraphs[0][0][0] if title else body[0][0]
        yield _with(paper_from(abstract, file, line, "text", title), labels)
        return
    if title:
        yield Skipped(file, paragraphs[0][0][0], "a title and no abstract below it", title[:80])
    for number, text in body:
        yield Skipped(file, number, furniture.NO_SENTENCE, text[:80])


def _paragraphs(lines: Iterable[str]) -> Iterator[list[tuple[int, str]]]:
    return runs((number, line.strip()) for number, line in enumerate(lines, 1))


def _furniture(text: str) -> str | None:
    """Why a paragraph is no part of a document's text, None where it is; what says little may still be part of it."""
    if len(text) > furniture.MAX_ABSTRACT:
        return furniture.TOO_LONG
    if furniture.is_separator(text):
        return furniture.SEPARATOR
    return furniture.heading(text) if text else furniture.MARKUP


def _block(lines: list[str]) -> str:
    """A paragraph: joined where it was hard-wrapped, its lines kept where they end with their sentences."""
    ended = sum(furniture.ends_sentence(line) for line in lines[:-1])
    return "\n".join(lines) if len(lines) > 1 and 2 * ended > len(lines) - 1 else joined(lines)


def _title(paragraphs: list[list[tuple[int, str]]]) -> tuple[str | None, int]:
    """The title and how many paragraphs it takes: a short first paragraph without a sentence's end."""
    if len(paragraphs) < 2 or sum(len(line) for _, line in paragraphs[0]) > _MAX_MARKED_TITLE:
        return None, 0
    first = plain(joined(line for _, line in paragraphs[0]))
    title = _HASHES.sub("", _HASHES.sub("", first)).strip()
    rest = sum(len(line) for p in paragraphs[1:] for _, line in p)
    open_end = not furniture.ends_sentence(title) or title.endswith("?") or first.startswith("#")
    if len(title) > _MAX_TITLE or len(title) >= rest or not open_end or furniture.heading(first) or LABEL.match(first):
        return None, 0
    return title or None, 1


def _with(paper: Paper, labels: dict[str, str]) -> Paper:
    """The paper with what its labelled lines say."""
    for name, value in labels.items():
        if re.match(r"key|index|tags|[关關]", name):
            words = tuple(w.strip(" .。") for w in re.split(r"[,;，；、]", value) if w.strip(" .。"))
            paper = replace(paper, keywords=words)
        elif name.startswith(("author", "作者")):
            paper = replace(paper, authors=people(re.sub(r"[，、]", "; ", value)))
        elif name in ("year", "date"):
            paper = replace(paper, year=clean_year(value))
        elif name == "doi":
            paper = replace(paper, doi=clean_doi(value))
        elif name in ("venue", "journal"):
            paper = replace(paper, venue=value or None)
    return paper
