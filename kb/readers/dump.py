"""Page dumps: one abstract a line (or a hard-wrapped paragraph), among spam, headings and footers.

1. A window of the page is held, as much as any page has; a longer stream goes on window by window.
2. `pieces` takes it apart; `furniture.reason` tells prose from the rest.
3. A known footer glued in front of the next page's first line is cut off.
4. A page begins where the first line of the page before comes again. If one heading "related …" divides a page, the
   abstracts behind it are related to the first one before it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..records import Paper, Skipped, Source
from ..spelling import digest
from . import furniture
from .pieces import Piece, is_page, piece, pieces

SUFFIXES = (".txt", ".text", ".dump", ".md", "")

_WINDOW_LINES = 20_000
_WINDOW_CHARS = 32 << 20
_GLUED_MIN = 6
_OPENER_MIN = 12


def content_id(title: str | None, abstract: str | None) -> str:
    """The id of a paper that has none: a hash of every letter and digit of title and abstract.

    Case, width, space and punctuation do not count; length does: a prefix would join two versions into one.
    """
    text = unicodedata.normalize("NFKC", f"{title or ''}{abstract or ''}").casefold()
    return "sha256:" + digest("".join(c for c in text if c.isalnum()))


def sniff(head: str) -> bool:
    """Whether this is a page with several abstracts, or one among furniture, and not a single document."""
    return is_page(list(pieces([*enumerate(head.splitlines(), 1)])))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """The abstracts of a page as papers, everything else on it as Skipped; no non-blank line is in neither."""
    numbered = enumerate(lines, 1)
    start: str | None = None
    while window := _window(numbered):
        found = list(pieces(window))
        if start is None:
            start = next((p.text for p in found[:1] if p.reason and p.reason != furniture.SEPARATOR), "")
        for page in _pages(_unglued(found), start):
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


# --- pages ---------------------------------------------------------------------------------------------------------


def _unglued(found: list[Piece]) -> list[Piece]:
    """Cuts apart what `cat` glued: a footer and the next page's first line, known from elsewhere in the stream."""
    inside = (furniture.RELATED, furniture.HEADING, furniture.SEPARATOR)  # they stand inside a page
    known = {p.text for p in found if p.reason and p.reason not in inside and _GLUED_MIN <= len(p.text) < 1000}
    openers = _Known(known)
    glued = [p.text for p in found if p.reason and len(p.text) < 2000]
    footers = {t.removesuffix(opener) for t in glued if (opener := openers.ending(t))}
    footers = {f for f in footers if len(f) >= _GLUED_MIN}
    starts = _Known(known | footers)
    out: list[Piece] = []
    for p in found:
        opener = openers.ending(p.text) if p.reason is None else ""
        footer = starts.beginning(p.text)
        if len(opener) >= _OPENER_MIN:
            out += _halves(p, len(p.text) - len(opener))
        elif footer and (footer in footers or p.reason is None):
            out += _halves(p, len(footer))
        else:
            out.append(p)
    return out


def _halves(whole: Piece, at: int) -> list[Piece]:
    parts = (whole.text[:at].strip(), whole.text[at:].strip())
    return [piece(whole.line, text, numbered=whole.numbered) for text in parts]


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


def _pages(found: list[Piece], start: str) -> Iterator[list[Piece]]:
    """The pieces, cut where the first line of a page comes again or a glued footer shows that a page ended."""
    page: list[Piece] = []
    prose = False  # whether the page has any
    for i, p in enumerate(found):
        begins = bool(start) and p.text == start
        glued = i > 0 and found[i - 1].line == p.line
        if page and (glued or (begins and prose)):
            yield page
            page, prose = [], False
        page.append(p)
        prose = prose or p.reason is None
    if page:
        yield page


def _page(found: list[Piece], file: str) -> Iterator[Paper | Skipped]:
    found = _without_repeats(found)
    headings = [i for i, p in enumerate(found) if p.reason == furniture.RELATED]
    main = next((p for p in found[: headings[0]] if p.reason is None), None) if len(headings) == 1 else None
    for i, p in enumerate(found):
        if p.reason:
            yield Skipped(file, p.line, p.reason, p.text[:80])
            continue
        paper = paper_from(p.text, file, p.line, "dump")
        if main and i > headings[0] and (near := content_id(None, main.text)) != paper.id:
            paper = replace(paper, related=(near,))
        yield paper


def _without_repeats(found: list[Piece]) -> list[Piece]:
    """The pieces, short sentences that the page has three times or more taken for furniture."""
    counts = Counter(p.text for p in found if p.reason is None and furniture.may_be_notice(p.text))
    return [replace(p, reason=furniture.REPEATED) if counts[p.text] >= 3 else p for p in found]


def paper_from(abstract: str, file: str, line: int, format: str, title: str | None = None) -> Paper:
    """A paper of which only its text is known."""
    return Paper(
        id=content_id(title, abstract),
        title=title,
        lang=furniture.language(f"{title or ''} {abstract}"),
        abstract=abstract,
        source=Source(file, line, format),
    )
