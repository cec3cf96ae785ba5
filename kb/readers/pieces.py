"""The pieces of a page (lines, or paragraphs where lines were cut at a margin), and whether they make a page at all.

1. Where most lines that have a line below them end inside a sentence, paragraphs are joined; else a line is a piece.
2. Markup becomes plain; numbers that rise from piece to piece ('[1] …', '2. …') and a label 'Abstract:' go.
3. `is_page` looks for what a single document has not: furniture of a site, rules or numbers that set each abstract
   apart, many long paragraphs, or abstracts one a line that do not go on from one to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain, groupby, pairwise

from . import furniture
from .fields import plain, unlabelled

LABEL = re.compile(
    r"\W*(?:key\s?words?|index terms|tags|authors?|year|date|doi|venue|journal|[关關][键鍵][词詞字]|作者)\W*[:：—]",
    re.IGNORECASE,
)
"""How a line begins that says one field of a document."""

_CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_NUMBER = re.compile(r"([\[(（【#]?)(\d{1,4})([\])）】、]|[.．:：](?!\d)|(?<=#\d)|(?<=#\d\d))\s*(?=\w|[\"“'‘<$(])")
_MARKED = re.compile(r"\[\d{1,4}\]|#\d{1,4}")
_SENTENCE = re.compile(r"[.!?][\"'”’)\]]*(?=\s|$)|[。！？]")
_SITE = (furniture.RELATED, furniture.TRANSLATED, furniture.CHAIN, furniture.NOTICE, furniture.ADVERT)
_GOES_ON = re.compile(
    r"(?:however|moreover|furthermore|additionally|in addition|finally|therefore|thus|hence|consequently|besides|"
    r"nevertheless|nonetheless|specifically|in particular|for example|for instance|then|next|second(?:ly)?|"
    r"third(?:ly)?|last(?:ly)?|in contrast|by contrast|on the other hand|as a result|to this end|"
    r"in summary|in conclusion|overall|(?:our|the|these|those) (?:results|findings|experiments)|such|they|its?|"
    r"but|and|also)\b|然而|此外|另外|最后|因此|所以|同时|其次|综上|总之|例如|具体(?:来说|地|而言)|[实實][验驗][结結]果",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"\W*(?:\(?\d\)?\W*)?(background|objectives?|aims?|purpose|introduction|motivation|context|methods?|methodology|"
    r"materials and methods|design|setting|participants|measurements|findings|results?|discussion|conclusions?|"
    r"interpretation|significance|implications|limitations|背景|目的|方法|[结結]果|[结結][论論])\W*[:：.—–\n]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or paragraph of the page: its text, its first line's number, and why it is no abstract (None: it is).

    `numbered` says that it had a number of its own in front, one of a rising row.
    """

    line: int
    text: str
    reason: str | None
    numbered: bool = False


def piece(line: int, text: str, *, numbered: bool = False) -> Piece:
    """The piece that a text without its markup and number is."""
    text = unlabelled(text)
    return Piece(line, text, furniture.reason(text), numbered)


def pieces(lines: list[tuple[int, str]]) -> Iterator[Piece]:
    """The pieces of numbered lines, in order; a line that holds nothing but markup is one too."""
    stripped = [(n, line.strip()) for n, line in lines]
    blocks = _wrapped(stripped) if _is_wrapped(stripped) else [b for b in stripped if b[1]]
    shown = [plain(text) for _, text in blocks]
    ends = _numbers(shown)
    for i, (number, raw) in enumerate(blocks):
        if shown[i]:
            yield piece(number, shown[i][ends.get(i, 0) :], numbered=i in ends)
        else:
            yield Piece(number, raw, furniture.MARKUP)


def _numbers(texts: list[str]) -> dict[int, int]:
    """Which texts begin with a number of a rising row, and where the rest begins; each style of number is one row."""
    rows: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for i, text in enumerate(texts):
        if (found := _NUMBER.match(text)) and (found[1] or found[3]):
            rows.setdefault((found[1], found[3]), []).append((i, int(found[2]), found.end()))
    found_in: dict[int, int] = {}
    for row in rows.values():
        # What lies between may have been left out; a page behind another begins again.
        if len(row) > 1 and all(0 < b - a <= 5 or b == 1 < a for (_, a, _), (_, b, _) in pairwise(row)):
            found_in.update((i, end) for i, _, end in row)
    return found_in


# --- lines or paragraphs -------------------------------------------------------------------------------------------


def divides(line: str) -> bool:
    """Whether a line stands between paragraphs and belongs to none: a rule, or a number marked as one."""
    line = line.strip()
    return furniture.is_separator(line) and (not any(map(str.isdigit, line)) or _MARKED.fullmatch(line) is not None)


def runs(lines: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """The lines that stand together, a dividing line by itself."""
    run: list[tuple[int, str]] = []
    for number, line in chain(lines, [(0, "")]):
        alone = bool(line) and divides(line)
        if line and not alone:
            run.append((number, line))
            continue
        if run:
            yield run
            run = []
        if alone:
            yield [(number, line)]


def _width(line: str) -> int:
    return len(line) + len(_CJK.findall(line))


def _is_wrapped(lines: list[tuple[int, str]]) -> bool:
    """Whether most lines that have a line below them are 30 to 130 columns wide and end inside a sentence."""
    total = sum(1 for _, line in lines if line and not divides(line))
    inner = [line for run in runs(lines) for _, line in run[:-1]]
    cut = [line for line in inner if 30 <= _width(line) <= 130 and not furniture.ends_sentence(line)]
    return 2 * len(inner) >= total > 2 and 2 * len(cut) >= len(inner)


def _wrapped(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Paragraphs joined; a heading, footer or other furniture that touches one stays a piece of its own."""
    blocks: list[tuple[int, str]] = []
    for run in runs(lines):
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


# --- a page or a document ------------------------------------------------------------------------------------------


def is_page(found: list[Piece]) -> bool:
    """Whether these are several abstracts, or one among furniture, and not the paragraphs of one document."""
    prose = [p for p in found if p.reason is None]
    if not prose:
        return len(found) > 3
    others = [p for p in found if p.reason not in (None, furniture.SEPARATOR)]
    if any(p.reason in _SITE for p in others):
        return not _labelled(others)
    if len({m[1].casefold() for p in prose if (m := _SECTION.match(p.text))}) > 1:  # 'Background: …', 'Methods: …'
        return False
    if _divided(found) or _numbered(prose):
        return True
    if 4 * sum(bool(_GOES_ON.match(p.text)) for p in prose[1:]) >= len(prose) > 1:
        return False
    adjacent = all(b.line == a.line + 1 for a, b in pairwise(found))
    if adjacent and 2 * sum(map(_is_cut, found)) > len(found):  # one text, wrapped at a wide margin
        return False
    long = [p for p in prose if _weight(p.text) >= 400]
    if others and found[0].reason == furniture.NO_SENTENCE:  # a title and its paragraphs, unless they are too many
        return len(long) >= 4 or len(others) > 1 + len(prose)
    if len(long) >= 2 or (len(prose) >= 6 and not adjacent):
        return True
    # One a line, nothing between them: paragraphs of one document would stand apart, sentences be short.
    return adjacent and len(prose) >= 2 and all(map(_is_whole, prose))


def _weight(text: str) -> float:
    """The length of a text, a Han character counted as three letters."""
    return len(text) * (1 + 2 * furniture.han_share(text))


def _is_whole(p: Piece) -> bool:
    """Whether a line says as much as a short abstract does: two sentences, or one that is very long."""
    weight = _weight(p.text)
    return weight >= 200 or (weight >= 100 and len(_SENTENCE.findall(p.text)) >= 2)


def _is_cut(p: Piece) -> bool:
    """Whether a line is too long for a heading and ends inside a sentence."""
    return 100 <= len(p.text) < 400 and not furniture.ends_sentence(p.text)


def _labelled(others: list[Piece]) -> bool:
    """Whether the only furniture is a document's own 'Keywords: …' line."""
    site = [p for p in others if p.reason in _SITE and p.reason != furniture.TRANSLATED]
    return bool(site) and all(LABEL.match(p.text) for p in site)


def _divided(found: list[Piece]) -> bool:
    """Whether separators set single abstracts apart: two sections or more with prose, nearly all with one piece of it.

    A rule under a heading, and one rule below a title, belong to a document.
    """
    rules = {i for i, p in enumerate(found) if p.reason == furniture.SEPARATOR and not _underlines(found, i)}
    if not rules or (len(rules) == 1 and found[0].reason == furniture.NO_SENTENCE):
        return False
    section = list(accumulate(i in rules for i in range(len(found))))
    sections = groupby(range(len(found)), key=section.__getitem__)
    prose = [count for _, ids in sections if (count := sum(found[i].reason is None for i in ids))]
    return len(prose) >= 2 and 4 * sum(count == 1 for count in prose) >= 3 * len(prose)


def _underlines(found: list[Piece], i: int) -> bool:
    """Whether a rule stands under a line that itself stands free and is no sentence."""
    if i == 0 or found[i].line != found[i - 1].line + 1:
        return False
    free = i == 1 or found[i - 2].line < found[i - 1].line - 1
    return free and found[i - 1].reason in (furniture.NO_SENTENCE, furniture.HEADING)


def _numbered(prose: list[Piece]) -> bool:
    """Whether every piece has its number and they are as long as abstracts; the items of a list are shorter."""
    return len(prose) > 1 and all(p.numbered for p in prose) and sum(_weight(p.text) for p in prose) >= 150 * len(prose)
