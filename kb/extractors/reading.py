"""From a finished Page to a Reading: roles read from the sentences, each place told once, offsets in each field."""

from __future__ import annotations

import re
from bisect import bisect_right

from ..records import Acronym, Citation, Mention, Reading
from ..spelling import fold
from .claims import claims
from .defined import defined, pairs
from .languages import READ
from .parts import Parts, own_names
from .roles import roles_in
from .sentences import containing, sentences
from .shapes import is_shaped
from .spans import CITATIONS, LINKS, Find, Page, touching
from .tokens import words
from .untext import in_capitals, untext

RULES = (
    "slash",
    "acronym",
    "lexicon",
    "lexicon-clue",
    "cue-title",
    "cue",
    "composed",
    "lexicon-acronym",
    "shape",
    "cue-quote",
    "phrase",
    "learned",
)
"""Which rule speaks where two found the same place, the most trustworthy first."""
_RANK = {rule: n for n, rule in enumerate(RULES)}


class Fields:
    """Where title and abstract lie in the text of the Page, and back."""

    def __init__(self, title: str | None, abstract: str | None, start: int) -> None:
        self.texts = {"title": title or "", "abstract": abstract or ""}
        self.start = start

    def place(self, begin: int, end: int) -> tuple[str, int, int] | None:
        """The field and the offsets in it; None where a span lies in neither."""
        if begin >= self.start:
            return "abstract", begin - self.start, end - self.start
        return ("title", begin, end) if end <= len(self.texts["title"]) else None


def reading(page: Page, fields: Fields) -> Reading:
    """All that the components found, as a record."""
    text, lang = page.text, page.lang
    # A quote may open in one field and close in the next.
    within, after = len(fields.texts["title"]), fields.start
    every = [f for f in (*page.finds, *defined(page)) if f.end <= within or f.begin >= after]
    every = [f for f in every if _is_name(text[f.begin : f.end])]
    if spans := untext(text, fields.start):
        unread = touching(spans)
        every = [f for f in every if not unread(f.begin, f.end)]
    if "$" in text:
        every = [f for f in every if text[max(0, f.begin - 1) : f.begin] != "$" or text[f.begin] == "\\"]  # $k$NN
    if any(f.rule == "lexicon-acronym" for f in every):  # MIND THE GAP
        loud = touching(in_capitals(text, words(text)))
        every = [f for f in every if f.rule != "lexicon-acronym" or not loud(f.begin, f.end)]
    if lang not in READ:
        every = [f for f in every if f.rule not in _ENGLISH and any(map(is_shaped, text[f.begin : f.end].split()))]
    found = settled(every)
    cut = containing(sentences(text), [(f.begin, f.end) for f in found])
    mentions = _mentions(found, page, cut, fields)
    return Reading(
        lang=lang,
        mentions=tuple(mentions),
        acronyms=tuple(a for a in _acronyms(page, fields) if lang in READ or _spelled_out(a)),
        citations=tuple(_citations(page, fields)),
        links=tuple(dict.fromkeys(s.kb_id for s in page.groups[LINKS])),
        sentences=_by_field(cut, fields),
        claims=claims(text, lang, found, cut, fields.place),
    )


_LONGEST_WORD = 60


def _is_name(surface: str) -> bool:
    """Whether a surface can name anything: `--` cannot, nor can a word that no one could read."""
    if len(surface) > _LONGEST_WORD and max(map(len, surface.split())) > _LONGEST_WORD:
        return False
    return (surface[0].isascii() and surface[0].isalnum()) or bool(fold(surface))


_ENGLISH = frozenset({"cue", "cue-quote", "cue-title", "phrase"})
"""Rules that read a sentence."""


def _spelled_out(a: Acronym) -> bool:
    """Whether every letter of a short form begins a word of the long form, in order, whatever the language."""
    initials = iter(w[0].lower() for w in re.findall(r"[^\W\d_]+", a.long))
    return all(any(c == i for i in initials) for c in a.short.lower() if c.isalpha())


def settled(found: list[Find]) -> list[Find]:
    """The finds without repetition: of one place the best rule's, and no find inside another that is as good or better.

    A known name inside an unknown phrase stays (and the phrase, if it is a name or defined, too); a known name inside a
    longer known name, a name inside a longer name and a phrase inside anything go.
    """
    best: dict[tuple[int, int], list[Find]] = {}
    for f in sorted(found, key=lambda f: (_RANK[f.rule], -f.confidence)):
        same = best.setdefault((f.begin, f.end), [])
        if not same or (f.rule == "slash" == same[0].rule and f not in same):
            same.append(f)
        elif same[0].rule == "acronym" and f.candidates and not same[0].candidates:
            same[0] = same[0]._replace(label=f.label, candidates=f.candidates)
    places = sorted(best, key=lambda p: (p[0], -p[1]))
    kept: list[tuple[int, int]] = []
    reach = 0
    for place in places:
        if place[0] >= reach:  # nothing lies over it: most finds
            kept.append(place)
            reach = place[1]
            continue
        reach = max(reach, place[1])
        over = [k for k in kept[-12:] if k[0] < place[1] and place[0] < k[1]]
        if all(_may_share(best[k][0], best[place][0]) for k in over):
            kept.append(place)
        elif over and all(_gives_way(best[k][0], best[place][0]) for k in over):
            kept[-12:] = [*(k for k in kept[-12:] if k not in over), place]
    return [f for place in sorted(kept) for f in best[place]]


def _known(f: Find) -> bool:
    return bool(f.candidates) and f.rule != "slash"


def _may_share(outer: Find, inner: Find) -> bool:
    """Whether the inner find is worth keeping inside the outer one."""
    nested = outer.begin <= inner.begin and inner.end <= outer.end
    if not nested:
        return False
    if outer.rule in ("phrase", "learned", "cue-quote"):
        return _known(inner) or inner.rule == "acronym"
    return False


def _gives_way(first: Find, second: Find) -> bool:
    """Of two that cross, the better rule stays; of equal rules the first."""
    return _RANK[second.rule] < _RANK[first.rule] and not (first.begin <= second.begin and second.end <= first.end)


_LISTED = re.compile(r"(?: \(|\)?,? and |\)?, ?(?:and |or )?|/|与|和|、|\()\Z")
"""Between two members of a list, or a long form and its short form: what is said of the first holds for the second."""


def _mentions(found: list[Find], page: Page, cut: tuple[tuple[int, int], ...], fields: Fields) -> list[Mention]:
    out: list[Mention] = []
    before, role = 0, "mentions"
    begins = [b for b, _ in cut]
    within = [cut[bisect_right(begins, f.begin) - 1] for f in found]
    roles = roles_in(page.text, page.lang)
    parts = Parts(roles, len(fields.texts["title"]), frozenset(own_names(found, roles, within)))
    for f, sentence in zip(found, within, strict=True):
        place = fields.place(f.begin, f.end)
        if place is None:
            continue
        field, begin, end = place
        surface = fields.texts[field][begin:end]
        if role == "mentions" or not before <= f.begin or not _LISTED.match(roles.text[before : f.begin]):
            role = parts.of(f, sentence)
        if role == "introduces" and f.rule == "lexicon" and surface.islower() and not roles.introduced(f.begin):
            role = "uses"  # "a new recurrent network" is one of its kind
        before = f.end
        out.append(Mention(field, begin, end, surface, f.label, role, f.rule, f.confidence, f.candidates))
    return out


def _acronyms(page: Page, fields: Fields) -> list[Acronym]:
    out = []
    for short, long in pairs(page):
        a, b = fields.place(*short), fields.place(*long)
        if a and b and a[0] == b[0]:
            text = fields.texts[a[0]]
            out.append(Acronym(a[0], text[a[1] : a[2]], text[b[1] : b[2]], a[1:], b[1:]))
    return out


def _citations(page: Page, fields: Fields) -> list[Citation]:
    out = []
    for s in page.groups[CITATIONS]:
        place = fields.place(s.begin, s.end)
        if place:
            field, begin, end = place
            out.append(Citation(field, begin, end, fields.texts[field][begin:end], s.kb_id, int(s.id)))
    return out


def _by_field(cut: tuple[tuple[int, int], ...], fields: Fields) -> dict[str, tuple[tuple[int, int], ...]]:
    out: dict[str, list[tuple[int, int]]] = {}
    for begin, end in cut:
        place = fields.place(begin, end)
        if place:
            out.setdefault(place[0], []).append(place[1:])
    return {field: tuple(v) for field, v in out.items()}
