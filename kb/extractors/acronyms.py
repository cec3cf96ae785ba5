"""Short forms and the long forms that define them, in both directions, by Schwartz & Hearst's algorithm.

A. Schwartz, M. Hearst: A simple algorithm for identifying abbreviation definitions in biomedical text. PSB 2003.
Steps: 1. find every bracket, and phrases such as "short: X" or "abbreviated as X"; 2. decide which side is the short
form; 3. match its letters from right to left in the long form (longforms.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spacy.language import Language

from .longforms import CLAUSE, Span, chinese_long_form, long_form, long_form_after, looks_short, without_tail
from .spans import ACRONYMS, Component, Page
from .tokens import HAN
from .words import VERBS


class Definition(NamedTuple):
    """A short form and its long form, as (begin, end) in the text."""

    short: Span
    long: Span


_BRACKET = re.compile(r"[(（\[][^()（）\[\]]{1,120}[)）\]]")
_QUOTES = "\"'`“”‘’„ "
_CUE = (
    r"(?:(?:in|for) short|abbreviated(?: (?:as|to|by))?|short for|or simply|hereafter|henceforth"
    r"|a\.k\.a\.?|aka|abbr\.?|dubbed|termed|denoted|called|named|ie\.?|i\.e\.)"
)
_LEAD = re.compile(
    rf"(?:(?:{_CUE}|short|the|or|and)(?=[\s:,])|简称|缩写为?|即|称为|记为)?[:：,，]?\s*(?:(?:as|by) )?[{_QUOTES}]*"
)
_TRAIL = re.compile(r"[,;:，；](?:.*)\Z|\s+(?:for short|hereafter|henceforth)\Z", re.DOTALL)
_BREAK = re.compile(r"[;:!?()（）\[\]{}\"“”]|,\s|\.\s|\.$")
_AFTER = re.compile(
    rf"(?:(?:in|for) short|short|abbreviated(?: as| to)?|termed|dubbed|shortened (?:as|to)|or)[:,]? "
    rf"[{_QUOTES}]*(?P<short>[A-Za-z][\w\-]{{1,10}})"
)
_WORD_BEFORE = re.compile(r"([A-Za-z0-9][A-Za-z0-9À-ÿ\-+*]{0,12}[A-Za-z0-9À-ÿ+*])\s?[\"'”’]?\s?\Z")
_POSSESSIVE = re.compile(r"(?: ?['’]s| ?,)\Z")
_COLON = re.compile(r"(?P<short>[A-Z](?<![\w-][A-Z])[\w\-]{1,14})\s?: (?P<long>(?:[Aa]n? )?[A-Za-z][^.:;()]{8,120})")


def definitions(text: str, *, names: Iterable[str] = ()) -> list[Definition]:
    """Every definition in a text, in order; a long form that ends in one of these Chinese `names` begins there."""
    known = frozenset(names)
    found: dict[Span, Definition] = {}
    for m in _BRACKET.finditer(text):
        d = _in_bracket(text, m, known)
        if d:
            found.setdefault(d.short, d)
    bracketed = {text[slice(*short)] for short in found}
    told = {at for d in found.values() for span in d for at in range(*span)}
    for pattern, sign in ((_AFTER, " short"), (_AFTER, "abbreviated"), (_COLON, ": ")):
        for m in pattern.finditer(text) if sign in text else ():
            d = _by_cue(text, m)
            if not d or text[slice(*d.short)] in bracketed:
                continue  # a bracket says it better than a title "ReTR: …"
            if told.isdisjoint(range(*d.short)):
                found[d.short] = d
                told.update(*(range(*span) for span in d))
    return sorted(found.values())


def _end_before(text: str, at: int, signs: str) -> int:
    """Where the text ends before a place, these signs left out; no copy of a long text."""
    while at and text[at - 1] in signs:
        at -= 1
    return at


_AIMS = frozenset({"toward", "towards", "on", "from", "when", "why", "how", "what", "is", "are", "can", "do", "does"})
_MEANS = re.compile(r" (?:via|with|using|through|by) ")


def _is_clause(low: list[str]) -> bool:
    """Whether these words are a sentence: what it is, or "Diffusion Model Makes …"."""
    return any(w in CLAUSE or (w[-1] == "s" and not VERBS.isdisjoint((w, w[:-1]))) for w in low[:-1])


def _by_cue(text: str, m: re.Match[str]) -> Definition | None:
    short = m.group("short")
    if not looks_short(short):
        return None
    if m.re is _COLON:  # "SimCLR: a simple framework for …": every capital of the name begins a word, in order
        long = m.group("long")
        end = long_form_after(short, long)
        begin = m.start("long") + (re.match(r"(?:[Aa]n? )?", long) or m).end()
        if _MEANS.search(long[:end]) or long.split()[0].lower() in _AIMS or text[begin].lower() != short[0].lower():
            return None  # a subtitle that tells by what means, or what for, not a name
        named = end and long.lower() != short.lower() and not _is_clause(long[:end].lower().split())
        return Definition(m.span("short"), (begin, m.start("long") + end)) if named else None
    return _long_before(text, _end_before(text, m.start(), " ,(-"), m.span("short"), frozenset())


def _in_bracket(text: str, m: re.Match[str], names: frozenset[str]) -> Definition | None:
    inside_begin, inside_end = m.start() + 1, m.end() - 1
    inside = text[inside_begin:inside_end]
    lead = _LEAD.match(inside)
    begin = lead.end() if lead else 0
    trail = _TRAIL.search(inside, begin)
    end = trail.start() if trail else len(inside)
    core = inside[begin:end].rstrip(_QUOTES)
    begin += len(core) - len(core.lstrip(_QUOTES))
    core = core.lstrip(_QUOTES)
    before_end = _end_before(text, m.start(), _QUOTES)
    short_span = (inside_begin + begin, inside_begin + begin + len(core))
    if looks_short(core):
        d = _long_before(text, before_end, short_span, names)
        if d:
            return d
    return _short_before(text, m.start(), inside_begin, inside)


_QUALITY = re.compile(r"[A-Za-z-]+(?:nal|ive|ous|ed)\Z")  # one adjective: whether dense or convolutional (CNN)


def _long_before(text: str, end: int, short: Span, names: frozenset[str]) -> Definition | None:
    """ "long form (SHORT)": the text before the bracket, back to the sign that ends a clause."""
    core = text[short[0] : short[1]]
    if end and re.match(f"[{HAN}]", text[end - 1]):
        start = chinese_long_form(text, end, names, core)
        return Definition(short, (start, end)) if start is not None else None
    end -= len(m.group()) if (m := _POSSESSIVE.search(text, max(0, end - 3), end)) else 0
    breaks = [b.end() for b in _BREAK.finditer(text, max(0, end - 240), end)]
    left = max([max(0, end - 240), *breaks])
    end = left + without_tail(core, text[left:end])
    start = long_form(core, text[left:end])
    if start is None or (len(core) > 2 and _QUALITY.match(text[left + start : end])):
        return None
    kept = re.match(r"(\w+) (?=[A-Z])", core)
    if kept and text[left + start : end].startswith(kept.group()):  # Android GUI, Android graphical user interface
        short, start = (short[0] + kept.end(), short[1]), start + kept.end()
    return Definition(short, (left + start, end))


def _short_before(text: str, bracket: int, inside_begin: int, inside: str) -> Definition | None:
    """ "SHORT (long form)": the word before the bracket, and a bracket whose words spell it."""
    m = _WORD_BEFORE.search(text[max(0, bracket - 20) : bracket])
    if not m:
        return None
    offset = max(0, bracket - 20)
    short = m.group(1)
    if not looks_short(short) or not any(c.isupper() for c in short):
        return None
    zh = re.match(rf"[{HAN}]{{2,12}}\Z", inside)
    if zh:
        return Definition((offset + m.start(1), offset + m.end(1)), (inside_begin, inside_begin + len(inside)))
    long = re.split(r"[;,:]", inside)[0].rstrip()
    if len(long) <= len(short) + 2 or not re.search(r"[a-z]{3}", long):
        return None
    start = long_form(short, long)
    if start is None or len(long[:start].split()) > 1:
        return None
    return Definition((offset + m.start(1), offset + m.end(1)), (inside_begin + start, inside_begin + len(long)))


_LATIN, _LATIN_OR_HYPHEN = re.compile("[A-Za-z0-9]"), re.compile("[A-Za-z0-9-]")


def mentions_of(text: str, shorts: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Every place where one of these short forms stands, also in the plural (DNN, DNNs): (begin, end, short form)."""
    table: dict[str, str] = {}
    for s in shorts:
        stem = s[:-1] if len(s) > 2 and s.endswith("s") and s[-2].isupper() else s
        for form in (s, stem, stem + "s"):
            table.setdefault(form, s)
    if not table:
        return
    # Each form is looked for by itself: an expression for all of them would be compiled anew for every text.
    after = 0
    for begin, end in sorted((place for form in table for place in _places(text, form)), key=lambda p: (p[0], -p[1])):
        if begin >= after:  # the first at each place is the longest
            yield begin, end, table[text[begin:end]]
            after = end


def _places(text: str, form: str) -> Iterator[Span]:
    """Every place where a short form stands that is no part of a longer word."""
    begin = text.find(form)
    while begin >= 0:
        end = begin + len(form)
        if not (_LATIN.match(text, end) or (begin and _LATIN_OR_HYPHEN.match(text, begin - 1))):
            yield begin, end
        begin = text.find(form, begin + 1)


class AcronymFinder(Component):
    """Writes each definition as two spans, short then long, into the group "acronyms"."""

    def __init__(self, names: frozenset[str] = frozenset()) -> None:
        self.names = names

    def read(self, page: Page) -> None:
        for n, d in enumerate(definitions(page.text, names=self.names)):
            page.add(ACRONYMS, *d.short, label="short", span_id=str(n))
            page.add(ACRONYMS, *d.long, label="long", span_id=str(n))


@Language.factory("kb_acronyms", assigns=["doc.spans"])
def make_acronyms(nlp: Language, name: str) -> AcronymFinder:
    """The component that finds acronym definitions."""
    from ..lexicon import load

    return AcronymFinder(frozenset(load().chinese()))
