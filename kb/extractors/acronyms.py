"""Short forms and the long forms that define them, in both directions, by Schwartz & Hearst's algorithm.

A. Schwartz, M. Hearst: A simple algorithm for identifying abbreviation definitions in biomedical text. PSB 2003.
Steps: 1. find every bracket, and phrases such as "short: X" or "termed X"; 2. decide which side is the short form;
3. match its letters from right to left in the long form; here first against the initials of words and parts of words
(`DNNs` = deep neural networks, `mGRN` = Memory-Gated Recurrent Networks), then, as in the paper, against letters inside;
4. Chinese long forms share no letters with the short form: they reach back to a function word or the sign before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from .spans import ACRONYMS, add, text_of
from .tokens import HAN

Span = tuple[int, int]


class Definition(NamedTuple):
    """A short form and its long form, as (begin, end) in the text."""

    short: Span
    long: Span


_BRACKET = re.compile(r"[(（\[][^()（）\[\]]{1,120}[)）\]]")
_QUOTES = "\"'`“”‘’„ "
_SHORT = re.compile(r"[^\W_][\w\-./+&*]{0,11}[\w+*]?(?: [A-Z0-9][\w\-]{0,4})?\Z")
_CUE = r"(?:(?:in|for) short|abbreviated(?: (?:as|to|by))?|short for|or simply|hereafter|henceforth|a\.k\.a\.?|aka|abbr\.?|dubbed|termed|denoted|called|named|ie\.?|i\.e\.)"
_LEAD = re.compile(rf"(?:(?:{_CUE}|short|the|or|and)(?=[\s:,])|简称|缩写为?|即|称为|记为)?[:：,，]?\s*(?:(?:as|by) )?[{_QUOTES}]*")
_TRAIL = re.compile(r"[,;:，；](?:.*)\Z|\s+(?:for short|hereafter|henceforth)\Z", re.DOTALL)
_WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?")
_STOP = frozenset("a an and the of for in on to with by from via as at or is are be we our this that these which into using".split())
_BREAK = re.compile(r"[;:!?()（）\[\]{}\"“”]|,\s|\.\s|\.$")
_AFTER = re.compile(
    rf"(?:(?:in|for) short|short|abbreviated(?: as| to)?|termed|dubbed|shortened (?:as|to)|or)[:,]? [{_QUOTES}]*(?P<short>[A-Za-z][\w\-]{{1,10}})"
)
_COLON = re.compile(r"(?P<short>(?<![\w-])[A-Z][\w\-]{1,14})\s?: (?P<long>(?:an? )?[A-Za-z][^.:;()]{8,120})")
_ZH_LONG = re.compile(rf"[{HAN}A-Za-z0-9\-]+\Z")
_ZH_STOP = re.compile(
    "[的了和与及或在是对为从将把被以由于中上下并且其该这那此种类个基称作如等]|(?:我们|通过|使用|利用|采用|提出|介绍|引入|研究|基于|一种|新的|"
    "进行|描述|存在|例如|以及|关于|针对|结合|名为|称为|分析|考虑|解决|应用|根据|诸如|包括)"
)


def definitions(text: str, *, names: Iterable[str] = ()) -> list[Definition]:
    """Every definition in a text, in order. `names` are known Chinese names: a long form that ends in one begins there."""
    known = frozenset(names)
    found: dict[Span, Definition] = {}
    for m in _BRACKET.finditer(text):
        d = _in_bracket(text, m, known)
        if d:
            found.setdefault(d.short, d)
    for pattern, sign in ((_AFTER, " short"), (_AFTER, "abbreviated"), (_COLON, ": ")):
        for m in pattern.finditer(text) if sign in text else ():
            d = _by_cue(text, m)
            if d and not any(_overlap(d.short, f.short) or _overlap(d.short, f.long) for f in found.values()):
                found[d.short] = d
    return sorted(found.values())


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _by_cue(text: str, m: re.Match[str]) -> Definition | None:
    short = m.group("short")
    if not looks_short(short):
        return None
    if m.re is _COLON:  # "SimCLR: a simple framework for …": every capital of the name begins a word, in order
        long = m.group("long")
        end = _initials_forward(short, long)
        begin = m.start("long") + (re.match(r"(?:an? )?", long) or m).end()
        return Definition(m.span("short"), (begin, m.start("long") + end)) if end and long.lower() != short.lower() else None
    return _long_before(text, len(text[: m.start()].rstrip(" ,(-")), m.span("short"), frozenset())


def _initials_forward(short: str, long: str) -> int:
    """The end of the shortest beginning of `long` whose words spell `short` in order, 0 where none does."""
    letters = re.sub(r"[^a-z0-9]", "", short.lower())
    capitals = sum(c.isupper() for c in short)
    at = begun = 0
    for w in _WORD.finditer(long):
        word = w.group().lower()
        if word in _STOP and at:
            continue
        i = at
        while i < len(letters) and i - at < len(word) and letters[i] == word[i - at]:
            i += 1
        begun += i > at
        at = i
        if at == len(letters):
            return _phrase_end(long, w.end()) if begun >= max(2, capitals - 1) else 0
    return 0


def _phrase_end(long: str, end: int) -> int:
    """The end of the noun phrase: "… of visual" goes on to "representations"."""
    m = re.compile(r"(?: (?!of |for |in |and |that |which |with |to |using |based )[a-z-]+){0,2}(?=[.,;)]|$| (?:that|which|to|with)\b)").match(long, end)
    return m.end() if m else end


def looks_short(s: str) -> bool:
    """Whether a string can be a short form: 2–14 characters, at most two words, a letter, and not an ordinary word."""
    if not 2 <= len(s) <= 14 or not _SHORT.match(s) or not any(c.isalpha() for c in s):
        return False
    capitals = sum(c.isupper() for c in s)
    if capitals == 0:
        return len(s) <= 5 and s.isalpha() and s not in _STOP and s not in _LOWER_NO
    if capitals == 1 and s[0].isupper() and s[1:].islower():
        return len(s) <= 4 and s.lower() not in _STOP and s not in _LOWER_NO
    return True


_LOWER_NO = frozenset(
    "e.g i.e eg ie cf etc see left right top and or not both all new old one two also only even most such more less best Fig Figs Eq Eqs "
    "Sec Tab No See The For Our This left In We It If As To Left Top Note Here Also Thm Lemma Ch Vol May June July ours i ii iii iv".split()
)


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
    before_end = len(text[: m.start()].rstrip(_QUOTES))
    if before_end < len(text[: m.start()].rstrip()) - 1:
        before_end = len(text[: m.start()].rstrip(_QUOTES))
    short_span = (inside_begin + begin, inside_begin + begin + len(core))
    if looks_short(core):
        d = _long_before(text, before_end, short_span, names)
        if d:
            return d
    return _short_before(text, m.start(), inside_begin, inside)


def _long_before(text: str, end: int, short: Span, names: frozenset[str]) -> Definition | None:
    """"long form (SHORT)": the text before the bracket, back to the sign that ends a clause."""
    core = text[short[0] : short[1]]
    if end and re.match(f"[{HAN}]", text[end - 1]):
        return _chinese_before(text, end, short, names)
    breaks = [b.end() for b in _BREAK.finditer(text, max(0, end - 240), end)]
    left = max([max(0, end - 240), *breaks])
    start = long_form(core, text[left:end])
    return Definition(short, (left + start, end)) if start is not None else None


def _short_before(text: str, bracket: int, inside_begin: int, inside: str) -> Definition | None:
    """"SHORT (long form)": the word before the bracket, and a bracket whose words spell it."""
    m = re.search(r"([^\W_][\w\-+*]{0,12}[\w+*])\s?[\"'”’]?\s?\Z", text[max(0, bracket - 20) : bracket])
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
    if start is None or len(_WORD.findall(long[:start])) > 1:
        return None
    return Definition((offset + m.start(1), offset + m.end(1)), (inside_begin + start, inside_begin + len(long)))


def long_form(short: str, text: str) -> int | None:
    """Where in `text` the long form of `short` begins that ends where the text ends, None where nothing fits."""
    bare = re.sub(r"[^A-Za-z0-9]", "", short)
    tries = [bare]
    if len(bare) > 2 and bare[-1] == "s" and bare[-2].isupper():
        tries.insert(0, bare[:-1])  # DNNs
    for form in tries:
        start = _by_initials(form.lower(), text)
        if start is not None:
            return start
    for form in reversed(tries):
        start = _by_letters(form.lower(), text)
        if start is not None:
            return start
    return None


def _by_initials(short: str, text: str) -> int | None:
    """Match each letter to the initial of a word, right to left; small words and parts of hyphenated words may be passed."""
    words = list(_WORD.finditer(text))
    if not words or len(short) < 2:
        return None
    i, skipped = len(short) - 1, 0
    first = None
    for n, w in enumerate(reversed(words)):
        word = w.group().lower()
        if i >= 0 and word[0] == short[i]:
            i -= 1
            first = w
        elif word in _STOP and n:
            continue
        elif n and text[w.start() - 1 : w.start()] == "-" and skipped < 1:
            skipped += 1
        else:
            return None
        if i < 0:
            return _widen(text, first.start()) if first else None
    return None


def _by_letters(short: str, text: str) -> int | None:
    """Schwartz & Hearst: letters right to left anywhere, the first at the beginning of a word; within min(n+5, 2n) words."""
    i, at = len(short) - 1, len(text) - 1
    while i >= 0:
        c = short[i]
        while at >= 0 and (text[at].lower() != c or (i == 0 and at > 0 and text[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
        at -= 1
        i -= 1
    start = at + 1
    long = text[start:]
    words = _WORD.findall(long)
    if len(words) > min(len(short) + 5, 2 * len(short)) or len(long) <= len(short) or short in (w.lower() for w in words):
        return None
    if words[0].lower() in _STOP or (len(words) == 1 and len(short) < 3) or not _plausible(short, words):
        return None
    return _widen(text, start)


def _plausible(short: str, words: list[str]) -> bool:
    """Most content words begin with a letter of the short form: "use a Support" does not define UAS."""
    content = [w.lower() for w in words if w.lower() not in _STOP]
    hits = sum(w[0] in short for w in content)
    return bool(content) and hits * 3 >= len(content) * 2


def _widen(text: str, start: int) -> int:
    """Take in the sign that belongs to the word: an opening quote does not, a hyphenated beginning does."""
    m = re.search(r"[^\s(\[\"“'‘]*\Z", text[:start])
    piece = m.group() if m else ""
    return start - len(piece) if piece.endswith("-") else start


def _chinese_before(text: str, end: int, short: Span, names: frozenset[str]) -> Definition | None:
    """神经切线内核(NTK): a known name that ends at the bracket, else back to a function word, at most twelve characters."""
    m = _ZH_LONG.search(text, max(0, end - 24), end)
    if not m:
        return None
    piece = m.group()
    for at in range(len(piece) - 1):
        if piece[at:] in names:
            return Definition(short, (m.start() + at, end))
    stops = [s.end() for s in _ZH_STOP.finditer(piece, 0, len(piece) - 2)]
    start = stops[-1] if stops else 0
    if not 2 <= len(piece) - start <= 16:
        return None
    return Definition(short, (m.start() + start, end))


def mentions_of(text: str, shorts: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Every place where one of these short forms stands, also in the plural (DNN, DNNs): (begin, end, short form)."""
    table: dict[str, str] = {}
    for s in shorts:
        stem = s[:-1] if len(s) > 2 and s.endswith("s") and s[-2].isupper() else s
        for form in (s, stem, stem + "s"):
            table.setdefault(form, s)
    if not table:
        return
    forms = "|".join(re.escape(f) for f in sorted(table, key=len, reverse=True))
    for m in re.finditer(rf"(?<![A-Za-z0-9\-])(?:{forms})(?![A-Za-z0-9])", text):
        yield m.start(), m.end(), table[m.group()]


class AcronymFinder:
    """Writes each definition as two spans, short then long, into `doc.spans["acronyms"]`."""

    def __init__(self, names: frozenset[str] = frozenset()) -> None:
        self.names = names

    def __call__(self, doc: Doc) -> Doc:
        for n, d in enumerate(definitions(text_of(doc), names=self.names)):
            add(doc, ACRONYMS, *d.short, label="short", span_id=str(n))
            add(doc, ACRONYMS, *d.long, label="long", span_id=str(n))
        return doc


@Language.factory("kb_acronyms", assigns=["doc.spans"])
def make_acronyms(nlp: Language, name: str) -> AcronymFinder:
    """The component that finds acronym definitions."""
    from ..lexicon import load

    return AcronymFinder(frozenset(load().chinese()))
