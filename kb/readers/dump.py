"""Page dumps: one abstract a line (or a hard-wrapped paragraph), among spam, headings and footers.

1. A window of the page is held, as much as any page has; a longer stream goes on window by window.
2. Where most paragraphs run over several short lines, they are joined; otherwise each line speaks for itself.
3. `furniture.reason` tells prose from the rest; a known footer glued in front of the next page's first line is cut off.
4. A page begins where the first line of the page before comes again. If one heading "related …" divides a page, the
   abstracts behind it are related to the first one before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from ..records import Paper, Skipped, Source
from ..spelling import digest
from . import furniture

SUFFIXES = (".txt", ".text", ".dump", ".md", "")

_WINDOW_LINES = 20_000
_WINDOW_CHARS = 32 << 20
_GLUED_MIN = 6
_OPENER_MIN = 12
_CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def content_id(title: str | None, abstract: str | None) -> str:
    """The id of a paper that has none: a hash of every letter and digit of title and abstract.

    Case, width, space and punctuation do not count; length does: a prefix would join two versions into one.
    """
    text = unicodedata.normalize("NFKC", f"{title or ''}{abstract or ''}").casefold()
    return "sha256:" + digest("".join(c for c in text if c.isalnum()))


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or paragraph of the page: its text, its first line's number, and why it is no abstract (None: it is)."""

    line: int
    text: str
    reason: str | None


def sniff(head: str) -> bool:
    """Whether this is a page with several abstracts, or one among furniture, and not a single document."""
    pieces = list(_pieces([*enumerate(head.splitlines(), 1)]))
    abstracts = [p for p in pieces if p.reason is None]
    if not abstracts:
        return len(pieces) > 3
    others = [p for p in pieces if p.reason is not None]
    if any(p.reason in (furniture.RELATED, furniture.TRANSLATED, furniture.CHAIN, furniture.NOTICE) for p in others):
        return not _labelled(others)
    long = [p for p in abstracts if _weight(p.text) >= 400]
    if others and pieces[0].reason == furniture.NO_SENTENCE:  # a title and its paragraphs, unless they are too many
        return len(long) >= 4 or len(others) > 1 + len(abstracts)
    # One a line, nothing between them: paragraphs of one document would stand apart.
    adjacent = all(b.line == a.line + 1 for a, b in pairwise(pieces)) and all(_weight(p.text) >= 200 for p in abstracts)
    return len(long) >= 2 or len(abstracts) >= 6 or (len(abstracts) >= 2 and adjacent)


def _weight(text: str) -> float:
    """The length of a text, a Han character counted as three letters."""
    return len(text) * (1 + 2 * furniture.han_share(text))


def _labelled(others: list[Piece]) -> bool:
    """Whether the only furniture is a document's own 'Keywords: …' line."""
    chains = [p for p in others if p.reason in (furniture.CHAIN, furniture.NOTICE, furniture.RELATED)]
    return bool(chains) and all(LABEL.match(p.text) for p in chains)


LABEL = re.compile(
    r"\W*(?:key\s?words?|index terms|tags|authors?|year|date|doi|venue|journal|[关關][键鍵][词詞字]|作者)\W*[:：—]",
    re.IGNORECASE,
)


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """The abstracts of a page as papers, everything else on it as Skipped; no non-blank line is in neither."""
    numbered = enumerate(lines, 1)
    start: str | None = None
    while window := _window(numbered):
        pieces = list(_pieces(window))
        if start is None:
            start = next((p.text for p in pieces[:1] if p.reason), "")
        for page in _pages(_unglued(pieces), start):
            yield from _page(page, file)


def _window(numbered: Iterator[tuple[int, str]]) -> list[tuple[int, str]]:
    window: list[tuple[int, str]] = []
    size = 0
    for number, line in numbered:
        window.append((number, line))
        size += len(line)
        if not line.strip() and (len(window) >= _WINDOW_LINES or size >= _WINDOW_CHARS):
            break
        if len(window) >= 2 * _WINDOW_LINES or size >= 2 * _WINDOW_CHARS:
            break
    return window


# --- lines or paragraphs -------------------------------------------------------------------------------------------


def _pieces(window: list[tuple[int, str]]) -> Iterator[Piece]:
    stripped = [(n, line.strip()) for n, line in window]
    blocks = _wrapped(stripped) if _is_wrapped(stripped) else [b for b in stripped if b[1]]
    for number, text in blocks:
        yield Piece(number, text, furniture.reason(text))


def _runs(lines: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    run: list[tuple[int, str]] = []
    for number, line in chain(lines, [(0, "")]):
        if line:
            run.append((number, line))
        elif run:
            yield run
            run = []


def _width(line: str) -> int:
    return len(line) + len(_CJK.findall(line))


def _is_wrapped(lines: list[tuple[int, str]]) -> bool:
    """Whether most lines that have a line below them are 30 to 130 columns wide and end inside a sentence."""
    total = sum(1 for _, line in lines if line)
    inner = [line for run in _runs(lines) for _, line in run[:-1]]
    cut = [line for line in inner if 30 <= _width(line) <= 130 and not furniture.ends_sentence(line)]
    return 2 * len(inner) >= total > 2 and 2 * len(cut) >= len(inner)


def _wrapped(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Paragraphs joined; a heading, footer or other furniture that touches one stays a piece of its own."""
    blocks: list[tuple[int, str]] = []
    for run in _runs(lines):
        column = max(_width(line) for _, line in run)
        first, last = 0, len(run)
        while first < last and _stands_alone(run[first][1], column):
            first += 1
        while last > first and furniture.heading(run[last - 1][1]):
            last -= 1
        blocks += run[:first]
        if first < last:
            blocks.append((run[first][0], joined(line for _, line in run[first:last])))
        blocks += run[last:]
    return blocks


def _stands_alone(line: str, column: int) -> bool:
    if furniture.heading(line) or furniture.is_chain(line):
        return True
    return _width(line) < 0.5 * column and not furniture.ends_sentence(line)


def joined(lines: Iterable[str]) -> str:
    """Hard-wrapped lines as one: a space between them, none between Han or behind a hyphen."""
    text = ""
    for line in lines:
        tight = not text or text.endswith("-") or (_CJK.match(text[-1]) and _CJK.match(line[:1]))
        text += line if tight else f" {line}"
    return text


# --- pages ---------------------------------------------------------------------------------------------------------


def _unglued(pieces: list[Piece]) -> list[Piece]:
    """Cuts apart what `cat` glued: a footer and the next page's first line, known from elsewhere in the stream."""
    headings = (furniture.RELATED, furniture.HEADING)  # they stand inside a page
    known = {p.text for p in pieces if p.reason and p.reason not in headings and _GLUED_MIN <= len(p.text) < 1000}
    openers = _Known(known)
    glued = [p.text for p in pieces if p.reason and len(p.text) < 2000]
    footers = {t.removesuffix(opener) for t in glued if (opener := openers.ending(t))}
    footers = {f for f in footers if len(f) >= _GLUED_MIN}
    starts = _Known(known | footers)
    out: list[Piece] = []
    for p in pieces:
        opener = openers.ending(p.text) if p.reason is None else ""
        footer = starts.beginning(p.text)
        if len(opener) >= _OPENER_MIN:
            out += _halves(p, len(p.text) - len(opener))
        elif footer and (footer in footers or p.reason is None):
            out += _halves(p, len(footer))
        else:
            out.append(p)
    return out


def _halves(piece: Piece, at: int) -> list[Piece]:
    parts = (piece.text[:at].strip(), piece.text[at:].strip())
    return [Piece(piece.line, text, furniture.reason(text)) for text in parts]


def _is_seam(text: str, at: int) -> bool:
    """Whether two lines can have been run together here: no space on either side, and no word going on."""
    if not 0 < at < len(text) or text[at - 1].isspace() or text[at].isspace():
        return False
    return not (text[at - 1].isalpha() and text[at].islower())


class _Known:
    """Texts to be found at the beginning or the end of others: looked up by length, the longest first."""

    def __init__(self, texts: set[str]) -> None:
        self._texts = texts
        self._lengths = sorted({len(t) for t in texts}, reverse=True)

    def beginning(self, text: str) -> str:
        """The longest known text that this one begins with and is not itself; '' if there is none."""
        return next((text[:n] for n in self._lengths if _is_seam(text, n) and text[:n] in self._texts), "")

    def ending(self, text: str) -> str:
        """The same at its end."""
        ends = ((n, len(text) - n) for n in self._lengths)
        return next((text[-n:] for n, at in ends if _is_seam(text, at) and text[at:] in self._texts), "")


def _pages(pieces: list[Piece], start: str) -> Iterator[list[Piece]]:
    """The pieces, cut where the first line of a page comes again or a glued footer shows that a page ended."""
    page: list[Piece] = []
    for i, p in enumerate(pieces):
        begins = bool(start) and p.text == start
        glued = i > 0 and pieces[i - 1].line == p.line
        if page and (glued or (begins and any(q.reason is None for q in page))):
            yield page
            page = []
        page.append(p)
    if page:
        yield page


def _page(pieces: list[Piece], file: str) -> Iterator[Paper | Skipped]:
    pieces = _without_repeats(pieces)
    headings = [i for i, p in enumerate(pieces) if p.reason == furniture.RELATED]
    main = next((p for p in pieces[: headings[0]] if p.reason is None), None) if len(headings) == 1 else None
    for i, p in enumerate(pieces):
        if p.reason:
            yield Skipped(file, p.line, p.reason, p.text[:80])
            continue
        paper = paper_from(p.text, file, p.line, "dump")
        if main and i > headings[0] and (near := content_id(None, main.text)) != paper.id:
            paper = replace(paper, related=(near,))
        yield paper


def _without_repeats(pieces: list[Piece]) -> list[Piece]:
    """The pieces, short sentences that the page has three times or more taken for furniture."""
    counts = Counter(p.text for p in pieces if p.reason is None and furniture.may_be_notice(p.text))
    return [replace(p, reason=furniture.REPEATED) if counts[p.text] >= 3 else p for p in pieces]


def paper_from(abstract: str, file: str, line: int, format: str, title: str | None = None) -> Paper:
    """A paper of which only its text is known."""
    return Paper(
        id=content_id(title, abstract),
        title=title,
        lang=furniture.language(f"{title or ''} {abstract}"),
        abstract=abstract,
        source=Source(file, line, format),
    )
