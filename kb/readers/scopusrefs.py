"""The lists of references that Scopus writes out → References: each string whole, and what it plainly tells apart.

Scopus has written them in two ways, and mixes in what authors typed themselves:

    Doe, J., Roe, A.B., A title (2001) J. Ex., 12 (3), pp. 4-5        until 2022; without a title: '(2001) J. Ex., 12'
    Doe J., Roe A.B., A title, J. Ex., 12, 3, pp. 4-5, (2001)         since

1. The list is cut at semicolons; one inside a title is known by the small letter behind it and the missing year.
2. Authors are taken from the front as long as a family name has its initials.
3. What stands before the year, or before the journal and its numbers, is the title. Where the journal could as well be
   the title's last part there is none: the string is kept in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records import Reference
from .fields import clean_doi, doi_in

_YEAR = re.compile(r"\(((?:1[5-9]|20)\d\d)[a-z]?\)")
_LAST_YEAR = re.compile(r"(?:^|,)\s*\(((?:1[5-9]|20)\d\d)[a-z]?\)\W*$")
_TYPED_YEAR = re.compile(r"[,.]\s(?:[A-Z][a-z]{2,8}\.?\s)?((?:19|20)\d\d)\.?$")
_BARE_DOI = re.compile(r"(?<![\w/.])10\.\d{4,9}/[^\s,;]+")

_DOTTED = r"(?:(?!Jr\.|Sr\.)[^\W\d_][^\W\d_]?[^\W\d_]?\.[ \-‐]?)+"
_WORD = r"[^\W\d_][\w'’`´.\-‐–]*"
# 'Doe, J.A.,' (old), 'Doe J.A.,' (new), 'Doe J A,' (as some journals send it), and 'J. A. Doe,' or 'J. Doe and'.
_OLD = re.compile(rf"({_WORD}(?: {_WORD}){{0,4}}), {_DOTTED}(?:,\s|(?=\s*\())")
_NEW = re.compile(rf"([^\W\d_][\w'’`´\-‐–]*(?: [^\W\d_][\w'’`´\-‐–]*){{0,4}}?(?: Jr\.)?) {_DOTTED}(?:,\s|$)")
_SPACED = re.compile(
    r"([^\W\d_][\w'’`´\-‐–]*(?: [^\W\d_][\w'’`´\-‐–]*){0,4}?) (?:[A-Z]{1,3}|[A-Z](?:[ \-][A-Z]){1,3})(?:,\s|$)"
)
_TYPED = re.compile(rf"{_DOTTED}\s?({_WORD}(?: {_WORD})?)(?:,| and | et al)")
_OTHERS = re.compile(r"(?:et al\.?|and others|\(eds?\.\)|eds?\.),?\s*", re.IGNORECASE)

_NUMBER = re.compile(
    r"(?:[Pp]p?\. ?\S.*|(?i:vol|no|art|ser|suppl|part|pt|issue|chap|ch|sec|spec)\b\.?.*|[A-Z]\d?|[IVXL]+|"
    r"[A-Za-z]{0,3}[\-.]?\d[\w\-–./() ]{0,24}|\d+ (?:PART|SUPPL).*)"
)
_VENUE = re.compile(
    r"(?:in:? |proc(?:\.|eedings)|journal |j\. |ieee |acm |aip |iop |phys(?:\.|ical review)|trans(?:\.|actions)|"
    r"annals? |ann\. |lecture notes|int(?:\.|ernational) (?:j|conf|symp|workshop)|conf(?:\.|erence) |arxiv|nature |"
    r"science$|adv(?:\.|anced) (?:mater|funct|neural)|appl(?:\.|ied) phys|springer|elsevier|wiley)",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"(?:[A-Z][\w\-]{0,9}\.,? ?){2}|[A-Z]\w{1,7}\. [A-Z]|\w+\.$")
_INITIALS_LEFT = re.compile(rf"(?:^|, )(?:and )?{_WORD}(?:, | ){_DOTTED}(?:,|$)|, et al", re.IGNORECASE)
_KIND = re.compile(r"\s*\[[A-Z/]{1,4}\]\.?$")  # 'A title[J]', as Chinese journals mark what it is
_LONGEST_TITLE = 400
_NOTHING = re.compile(r"\[No (?:title|abstract|author|source|keyword)[^\[\]]{0,40} available\]", re.IGNORECASE)


def stated(text: str) -> str | None:
    """The text of a field; None where it is empty or '[No abstract available]', as Scopus writes."""
    return None if not text or _NOTHING.fullmatch(text) else text


def references(text: str) -> tuple[Reference, ...]:
    """The works of a whole list; pieces of eight characters and less say nothing."""
    return tuple(reference(raw) for raw in strings(text) if len(raw) > 8)


def strings(text: str) -> Iterator[str]:
    """The single strings of a list."""
    waiting = ""
    for piece in re.split(r";\s+", text.strip().rstrip(";")):
        goes_on = piece[:1].islower() and not re.match(r"https?:|www\.", piece) and not _people(piece)[0]
        if waiting and not (goes_on and not _YEAR.search(waiting)):
            yield waiting
            waiting = ""
        waiting = f"{waiting}; {piece}" if waiting else piece.strip()
    if waiting:
        yield waiting


def reference(raw: str) -> Reference:
    """One string, with author (family name of the first), year, title and DOI as far as it tells them.

    >>> reference("Doe J., Roe A.B., On width, depth, J. Ex., 12, 3, pp. 4-5, (2001)").title
    'On width, depth'
    >>> reference("Doe, J., (2001) J. Ex., 12, p. 4")
    Reference(id=None, doi=None, raw='Doe, J., (2001) J. Ex., 12, p. 4', author='Doe', year=2001, title=None)
    """
    author, at = _people(raw)
    rest = raw[at:]
    if found := _LAST_YEAR.search(raw):
        title = _before_journal(raw[at : max(at, found.start())]) if at else None
    elif found := _YEAR.search(raw, at) or _YEAR.search(raw):
        before = raw[at : found.start()].strip(" ,.") if found.start() >= at else ""
        title = before if before and at else _book(raw[found.end() :]) if at and not before else None
    else:
        found, title = _TYPED_YEAR.search(rest), None
    return Reference(
        doi=_doi(raw),
        raw=raw,
        author=author,
        year=int(found[1]) if found else None,
        title=_plainly(title) if title else None,
    )


def _people(raw: str) -> tuple[str | None, int]:
    """The family name of the first author, and where the authors end (0 where that is not told)."""
    form = next((p for p in (_NEW, _OLD, _SPACED) if p.match(raw)), None)
    if form is None:
        typed = _TYPED.match(raw)
        return (typed[1] if typed else None), 0
    first, at = None, 0
    while found := form.match(raw, at):
        first = first or re.sub(r"\s+Jr\.?$", "", found[1])
        at = found.end()
        if others := _OTHERS.match(raw, at):
            at = others.end()
    return first, at


def _before_journal(body: str) -> str | None:
    """The title out of 'A title, with commas, A Journal, 12, 3, pp. 4-5'; None where that is not plain."""
    segments = [s for s in body.strip(" ,").split(", ") if s.strip(" ,")]
    numbered = False
    while len(segments) > 1 and _NUMBER.fullmatch(segments[-1].strip(" ,")):
        segments.pop()
        numbered = True
    if len(segments) < 2:
        alone = segments[0] if segments else ""
        return alone if not numbered and len(alone.split()) > 2 and not _shortened(alone) else None
    if not numbered and _goes_on(segments[-1]):
        segments.append("")  # no journal at all
    venue = next((i for i, s in enumerate(segments[1:-1], 1) if _VENUE.match(s)), len(segments) - 1)
    told = segments[:venue]
    return ", ".join(told) if all(map(_goes_on, told[1:])) else None


def _goes_on(segment: str) -> bool:
    """Whether a part behind a comma goes on with the sentence before it."""
    return not segment[:1].isupper() and not _VENUE.match(segment)


def _book(behind: str) -> str | None:
    """The title of a book behind its year: 'A title, , A Publisher', or nothing else behind it."""
    title, mark, after = behind.strip().partition(", ,")
    if mark or not re.search(r"\d", after or title):
        return title if len(title.split()) > 1 and not _shortened(title) and not re.search(r", \d", title) else None
    return None


def _shortened(text: str) -> bool:
    """Whether a text is a journal's name rather than a title."""
    return bool(_SHORTENED.match(text) or _VENUE.match(text))


def _plainly(title: str) -> str | None:
    """The title without its quotation marks, if nothing in it looks like names or a journal's abbreviations."""
    title = _KIND.sub("", title.strip(" ,.")).strip(" ,.\"'“”‘’")
    fits = 6 <= len(title) <= _LONGEST_TITLE and " " in title
    return title if fits and not _INITIALS_LEFT.search(title) and not _SHORTENED.match(title) else None


def _doi(raw: str) -> str | None:
    """A DOI, with its label or without."""
    if "10." not in raw:
        return None
    bare = _BARE_DOI.search(raw)
    return doi_in(raw) or (clean_doi(bare[0]) if bare else None)
