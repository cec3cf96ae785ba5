"""Names by what is said of them: "termed X", \\emph{X}, "X" in quotes, "the X dataset", "X: a …"; 称为X, 提出X."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language

from .around import guess
from .kinds import kind
from .nouns import is_adjective, is_notion
from .spans import CITATIONS, LINKS, Component, Find, Page
from .tokens import HAN, words_of
from .words import (
    CLOSED,
    EMPTY_HEADS,
    EMPTY_MODIFIERS,
    HEADS,
    NOT_FIRST,
    SECTIONS,
    general_words,
    singular,
    word_set,
)

_W = r"[A-Za-z0-9À-ÿ][\w\-À-ÿ+*]*"
_CAP = r"[A-Z][\w\-À-ÿ+*]*"
_EMPH = re.compile(
    r"(?<![\w}^_])\\(?:emph|textit|textbf|textsc|texttt|text|it|bf|em)\{(?P<emph>[^{}$]{2,60})\}(?!\$?\w)"
)
_QUOTED = re.compile(r"[\"“‘`]{1,2}(?P<quoted>[A-Za-z][^\"“”‘’`'.,;:()]{2,50}?)[\"”’']{1,2}(?P<after>[ -][a-z]+)?")
_TITLED = re.compile(rf"(?P<titled>[A-Z](?:(?<=\A[A-Z])|(?<=\n\n[A-Z]))[\w\-À-ÿ+*]*(?: {_CAP}){{0,2}})(?=\s?: )")
_NAMING = r"(?: (?:it|this|these|them|the resulting \w+|our \w+))?"
_CALLED = re.compile(rf"(?: as)?(?: the)? (?P<called>{_W}(?: {_W}){{0,5}})")
_CALLERS = {
    **dict.fromkeys(
        ["termed", "dubbed", "coined", "nicknamed", "codenamed", "entitled", "called", "named"], re.compile("")
    ),
    "we": re.compile(rf" (?:call|term|dub|name){_NAMING}"),
}
_ORDINARY = frozenset({"called", "named"})  # they name only after a verb or a kind of thing: "a model called X"
_CALLABLE = re.compile(
    r"\b(?:is|are|algorithm|method|model|framework|approach|architecture|dataset|benchmark|system|procedure"
    r"|scheme|technique|network|task|module|loss|strategy|mechanism|metric|problem),? \Z"
)
_HEADED = re.compile(rf"\b(?P<headed>{_CAP}(?: {_CAP}){{0,3}})(?: \([A-Z][\w-]+\))? \Z")
_BEFORE_NAME = re.compile(r"(?:\b(?:the|a|an|our|on|and|using|with|of)|,) \Z", re.IGNORECASE)
_HEADS = word_set(
    """dataset datasets benchmark benchmarks corpus algorithm optimizer framework architecture model method library
    toolkit metric score loss layer network  attack attention block module game games"""
)
_LISTERS = word_set(
    """dataset datasets benchmark benchmarks corpora corpus environments baselines techniques methods models optimizers
    algorithms"""
)
_CUES = _HEADS | _LISTERS | _CALLERS.keys()
_LISTED = re.compile(
    rf"(?:,? (?:such as|like|including|namely)| \(|:)? (?P<listed>{_CAP}(?: {_CAP})*(?:(?:, | and |, and | "
    rf"or ){_CAP}(?: {_CAP})*)*)"
)
_LATIN = word_set("ad de a in ex per vice post prima")  # de facto, a priori, in situ
_NO_TITLE = SECTIONS | CLOSED | EMPTY_HEADS | HEADS
_TECHNICAL = HEADS - EMPTY_HEADS
_ZH_OBJECT = (
    rf"(?:(?:一种|一类|一个|新型|新颖|新|名为|被|的|了|所谓)*)(?P<{{}}>[A-Za-z0-9\-]*[{HAN}]{{{{2,12}}}}?"
    rf"|[A-Za-z][\w\-]+[{HAN}]{{{{0,8}}}}?)(?=[，,。；;（(：:]|的|，|以|来|用于|对|$)"
)
_ZH = re.compile(
    rf"(?:称为|称之为|命名为|叫做|被称作|名为){_ZH_OBJECT.format('called')}"
    rf"|(?:我们|本文|本工作|本研究)(?:[^，。,;；]{{0,6}})?(?:提出|介绍|引入)了?{_ZH_OBJECT.format('proposed')}"
)
_ZH_GENERAL = re.compile(r"(?:方法|模型|框架|算法|策略|方案|技术|问题|概念|任务|系统|结果|工作|思想|理论)\Z")
_ZH_NO_NAME = re.compile(r"(?:[与和及对在从由向把将被]|解决|提高|改善|改进|减少|降低|增强)|.*(?:以及|[与和及])\Z")
"""What was proposed "together with X", or "solves X", is not named so."""
_ZH_EMPTY = re.compile(
    r"(?:新|一|该|这|其|几|多|两|三|个|种|类|简单|有效|有趣|通用|统一|高效|的|更新|优化)*(?:方法|模型|框架|算法|策略|方案|技术|问题|概念|任务|系统|结果|工作|思想|理论)\Z"
)


def cued(text: str, *, lang: str = "en") -> Iterator[Find]:
    """Every name that a cue in the text sets apart."""
    for sign, pattern, group, read in (
        ("\\", _EMPH, "emph", _set_apart),
        ("", _QUOTED, "quoted", _set_apart),
        (":", _TITLED, "titled", _titled),
    ):
        if sign in text and (sign or any(q in text for q in '"“‘`')):
            for m in pattern.finditer(text):
                yield from read(text, *m.span(group), m)
    for begin, end, _, low in words_of(text, _CUES):
        if low in _CALLERS and (caller := _CALLERS[low].match(text, end)):
            called = _CALLED.match(text, caller.end())
            if called and (low not in _ORDINARY or _CALLABLE.search(text[max(0, begin - 20) : begin])):
                yield from _called(text, *called.span("called"))
        if low in _HEADS and text[begin - 1 : begin] == " ":
            yield from _headed(text, begin, low)
        if low in _LISTERS:
            listed = _LISTED.match(text, end)
            if listed:
                yield from _listed(text, *listed.span("listed"), low)
    if lang == "zh":
        for m in _ZH.finditer(text):
            group = "called" if m.group("called") else "proposed"
            name = m.group(group)
            if len(name) > 2 and not _ZH_EMPTY.match(name) and not _ZH_NO_NAME.match(name):
                yield Find(*m.span(group), "Method", "cue", 0.55)


def _set_apart(text: str, begin: int, end: int, m: re.Match[str]) -> Iterator[Find]:
    """\\emph{X} or "X": a term, if it is a short noun phrase and no sentence or warning word."""
    parts = text[begin:end].split()
    if not 1 <= len(parts) <= 4 or any(w.lower() in CLOSED for w in parts):
        return
    if not text[begin].isalpha() or text[end - 1] in ":." or all(_is_general(w.lower()) for w in parts):
        return  # no name, \textit{Project page:}
    low = parts[-1].lower()
    if len(parts) > 2 and parts[0].lower() in EMPTY_MODIFIERS and singular(low) in HEADS:
        return  # a \textit{small learning rate}
    if (len(parts) == 1 or parts[0].endswith("ly")) and is_adjective(low):
        return  # "conditionally Gaussian", "counter-intuitive" say how something is
    if parts[0] in _LATIN:
        return
    quoted = m.re is _QUOTED
    if len(parts) == 1 and _is_ordinary(parts[0]):
        return
    after = (m.group("after") or "").strip(" -") if quoted else ""
    if after and singular(after) in _TECHNICAL:
        head = singular(after)
        yield Find(begin, end, kind(head, "Concept"), "cue-quote", 0.5)
        return
    if quoted and text[begin:end].islower() and (len(parts) == 1 or is_adjective(after)):
        return  # a "black box" variational algorithm
    yield Find(begin, end, kind(text[begin:end], "Concept"), "cue-quote", 0.5)


def _is_general(low: str) -> bool:
    """Whether a word says nothing by itself: high, quality."""
    return low in EMPTY_MODIFIERS or singular(low) in EMPTY_HEADS or singular(low) in general_words()


def _is_ordinary(word: str) -> bool:
    """Whether a single word set apart is only stressed: \\emph{joint}, "thinned", but \\emph{lumpability}."""
    low = word.lower()
    if _is_general(low):
        return True
    if low.endswith(("ly", "able", "ible", "ed", "wise")) or low in HEADS:
        return True
    return word.islower() and "-" not in word and not is_notion(singular(low)) and not low.endswith("ing")


def _called(text: str, begin: int, end: int) -> Iterator[Find]:
    """ "termed X": the capitalised words, else the noun phrase up to the first word that cannot stand in a name."""
    parts = list(re.finditer(r"\S+", text[begin:end]))
    if len(parts) > 1 and parts[0].group() in EMPTY_HEADS and parts[1].group()[0].isupper():
        begin += parts[1].start()  # "we call the method FooNet"
        parts = list(re.finditer(r"\S+", text[begin:end]))
    capital = any(c.isupper() for c in parts[0].group())
    stop = None
    for w in parts:
        low = w.group().lower()
        if low in CLOSED or (capital and stop and not re.search("[A-Z]", w.group())):
            break
        stop = w
    if stop is None or (stop.start() == 0 and stop.group().lower() in EMPTY_MODIFIERS):
        return
    finish = begin + stop.end()
    yield Find(begin, finish, guess(text, begin, finish) if capital else _lower(text[begin:finish]), "cue", 0.7)


def _lower(name: str) -> str:
    """The type of a name written small: what is called by one word is a notion, "what we call lumpability"."""
    return kind(name, "Method" if " " in name else "Concept")


def _headed(text: str, head_begin: int, head: str) -> Iterator[Find]:
    """ "the X dataset": X, unless X is an ordinary capitalised word."""
    left = max(0, head_begin - 60)
    m = _HEADED.search(text[left:head_begin]) if text[left:head_begin] != text[left:head_begin].lower() else None
    if not m or not _BEFORE_NAME.search(text[max(0, left + m.start() - 8) : left + m.start()]):
        return
    parts = m.group("headed").split()
    first = parts[0].lower()
    if any(w.lower() in CLOSED for w in parts) or parts[-1].lower() in EMPTY_MODIFIERS:
        return  # "Experiences Enhance Language Models", "Communication Efficient Method"
    people = len(parts) == 1 and first.endswith(("ian", "an", "ese", "ish"))
    if first in NOT_FIRST or people or parts[-1].endswith("-based"):
        return
    yield Find(left + m.start("headed"), left + m.end("headed"), kind(head, "Method"), "cue", 0.65)


def _listed(text: str, begin: int, end: int, plural: str) -> Iterator[Find]:
    """ "datasets such as X, Y and Z": each of them."""
    label = "Dataset" if plural.startswith(("data", "bench", "corp", "env")) else "Method"
    for part in re.finditer(rf"{_CAP}(?: {_CAP})*", text[begin:end]):
        if part.group().split()[0].lower() not in CLOSED and len(part.group()) > 2:
            yield Find(begin + part.start(), begin + part.end(), label, "cue", 0.65)


def _titled(text: str, begin: int, end: int, m: re.Match[str]) -> Iterator[Find]:
    """A title "X: a simple …": X is what the paper brings, if it is one word or an inner capital marks it."""
    name = text[begin:end]
    if (" " not in name or re.search(r"[a-z][A-Z]|[A-Z]{2}", name)) and singular(name.lower()) not in _NO_TITLE:
        yield Find(begin, end, "Method", "cue-title", 0.7)


class CueFinder(Component):
    """Marks the names of a text that a cue sets apart."""

    def read(self, page: Page) -> None:
        masked = page.covers(CITATIONS, LINKS)
        for find in cued(page.text, lang=page.lang):
            if not masked(find.begin, find.end):
                page.mark(find)


@Language.factory("kb_cues", assigns=["doc.spans"])
def make_cues(nlp: Language, name: str) -> CueFinder:
    """The component that finds names by the cues around them."""
    return CueFinder()
