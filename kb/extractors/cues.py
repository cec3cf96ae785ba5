"""Names by what is said of them: "termed X", \\emph{X}, "X" in quotes, "the X dataset", "X: a …"; 称为X, 提出X."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from ..spelling import singular
from .names import guess
from .spans import CITATIONS, LINKS, Find, mark, taken, text_of
from .tokens import HAN
from .words import EMPTY_HEADS, EMPTY_MODIFIERS, FUNCTION, HEADS, TYPE_WORDS, VERBS

_W = r"[A-Za-z0-9À-ÿ][\w\-À-ÿ+*]*"
_CAP = r"[A-Z][\w\-À-ÿ+*]*"
_SCAN = re.compile(
    rf"\\(?:emph|textit|textbf|textsc|texttt|text|it|bf|em)\{{(?P<emph>[^{{}}$]{{2,60}})\}}"
    rf"|[\"“‘`]{{1,2}}(?P<quoted>[A-Za-z][^\"“”‘’`'.,;:()]{{2,50}}?)[\"”’']{{1,2}}(?P<after>[ -][a-z]+)?"
    rf"|\b(?:termed|dubbed|coined|nicknamed|codenamed|entitled|(?:we|that we|which we) (?:call|term|dub|name)(?: (?:it|this|these|them|the resulting \w+|our \w+))?"
    rf"|(?:is|are|algorithm|method|model|framework|approach|architecture|dataset|benchmark|system|procedure|scheme|technique|network),? (?:called|named))(?: as)?(?: the)? (?P<called>{_W}(?: {_W}){{0,5}})"
    rf"|\b(?:the|a|an|our|on|and|using|with|of|,) (?P<headed>{_CAP}(?: {_CAP}){{0,3}})(?: \([A-Z][\w-]+\))? (?P<head>data ?sets?|benchmarks?|corpus|algorithm|optimizer|framework|architecture|model|method|library|toolkit|metric|score|loss|layer|network|attack|attention|block|module|games?)\b"
    rf"|\b(?:data ?sets?|benchmarks?|corpora|environments|baselines|techniques|methods|models|optimizers|algorithms|datasets)(?:,? (?:such as|like|including|namely)| \(|:)? (?P<listed>{_CAP}(?: {_CAP})*(?:(?:, | and |, and | or ){_CAP}(?: {_CAP})*)*)"
    rf"|(?:\A|\n\n)(?P<titled>{_CAP}(?: {_CAP}){{0,2}})(?=\s?: )"
)
_ZH_OBJECT = rf"(?:(?:一种|一类|一个|新型|新颖|新|名为|被|的|了|所谓)*)(?P<{{}}>[A-Za-z0-9\-]*[{HAN}]{{{{2,12}}}}?|[A-Za-z][\w\-]+[{HAN}]{{{{0,8}}}}?)(?=[，,。；;（(：:]|的|，|以|来|用于|对|$)"
_ZH = re.compile(
    rf"(?:称为|称之为|命名为|叫做|被称作|名为){_ZH_OBJECT.format('called')}"
    rf"|(?:我们|本文|本工作|本研究)(?:[^，。,;；]{{0,6}})?(?:提出|介绍|引入)了?{_ZH_OBJECT.format('proposed')}"
)
_ZH_GENERAL = re.compile(r"(?:方法|模型|框架|算法|策略|方案|技术|问题|概念|任务|系统|结果|工作|思想|理论)\Z")
_ZH_EMPTY = re.compile(r"(?:新|一|该|这|其|几|多|两|三|个|种|类|简单|有效|有趣|通用|统一|高效|的|更新|优化)*(?:方法|模型|框架|算法|策略|方案|技术|问题|概念|任务|系统|结果|工作|思想|理论)\Z")


def cued(text: str, *, lang: str = "en") -> Iterator[Find]:
    """Every name that a cue in the text sets apart."""
    for m in _SCAN.finditer(text):
        kind = next(k for k in ("emph", "quoted", "called", "headed", "listed", "titled") if m.group(k))
        begin, end = m.span(kind)
        yield from _READERS[kind](text, begin, end, m)
    if lang == "zh":
        for m in _ZH.finditer(text):
            kind = "called" if m.group("called") else "proposed"
            if not _ZH_EMPTY.match(m.group(kind)) and len(m.group(kind)) > 2:
                yield Find(*m.span(kind), "Method", "cue", 0.55)


def _set_apart(text: str, begin: int, end: int, m: re.Match[str]) -> Iterator[Find]:
    """\\emph{X} or "X": a term, if it is a short noun phrase and no sentence or warning word."""
    words = text[begin:end].split()
    if not 1 <= len(words) <= 4 or any(w.lower() in FUNCTION | VERBS for w in words):
        return
    low = words[-1].lower()
    after = (m.group("after") or "").strip(" -")
    if after and singular(after) in HEADS - EMPTY_HEADS and m.group("quoted"):
        head = singular(after)
        yield Find(begin, end, TYPE_WORDS.get(head, "Concept"), "cue-quote", 0.5)
        return
    if len(words) == 1 and (low.endswith("ly") or low in EMPTY_MODIFIERS or singular(low) in EMPTY_HEADS or low.endswith(("able", "ible", "ed"))):
        return
    if len(words) == 1 and words[0].islower() and not m.group("emph"):
        return
    yield Find(begin, end, TYPE_WORDS.get(singular(low), "Concept"), "cue-quote", 0.5)


def _called(text: str, begin: int, end: int, m: re.Match[str]) -> Iterator[Find]:
    """"termed X": the capitalised words, else the noun phrase up to the first word that cannot stand in a name."""
    words = list(re.finditer(r"\S+", text[begin:end]))
    capital = words[0].group()[0].isupper() or any(c.isupper() for c in words[0].group())
    stop = None
    for w in words:
        low = w.group().lower()
        if low in FUNCTION | VERBS or (capital and stop and not re.search("[A-Z]", w.group())):
            break
        stop = w
    if stop is None or (stop.start() == 0 and stop.group().lower() in EMPTY_MODIFIERS):
        return
    finish = begin + stop.end()
    yield Find(begin, finish, guess(text, begin, finish) if capital else _by_head(stop.group()), "cue", 0.7)


def _by_head(word: str) -> str:
    return TYPE_WORDS.get(singular(word.lower()), "Method")


def _headed(text: str, begin: int, end: int, m: re.Match[str]) -> Iterator[Find]:
    """"the X dataset": X, unless X is an ordinary capitalised word."""
    words = text[begin:end].split()
    if words[0].lower() in FUNCTION | VERBS | EMPTY_MODIFIERS or len(words) == 1 and words[0].lower().endswith(("ian", "an", "ese", "ish")):
        return
    yield Find(begin, end, TYPE_WORDS.get(singular(m.group("head").replace("data set", "dataset")), "Method"), "cue", 0.65)


def _listed(text: str, begin: int, end: int, m: re.Match[str]) -> Iterator[Find]:
    """"datasets such as X, Y and Z": each of them."""
    plural = m.group()[: begin - m.start()].lower()
    label = "Dataset" if re.match(r"data|bench|corp|env", plural) else "Method"
    for part in re.finditer(rf"{_CAP}(?: {_CAP})*", text[begin:end]):
        if part.group().split()[0].lower() not in FUNCTION | VERBS and len(part.group()) > 2:
            yield Find(begin + part.start(), begin + part.end(), label, "cue", 0.65)


def _titled(text: str, begin: int, end: int, m: re.Match[str]) -> Iterator[Find]:
    """A title "X: a simple …": X is what the paper brings, if it is one word or an inner capital marks it."""
    name = text[begin:end]
    if (" " not in name or re.search(r"[a-z][A-Z]|[A-Z]{2}", name)) and name.lower() not in FUNCTION | VERBS | EMPTY_HEADS | HEADS:
        yield Find(begin, end, "Method", "cue-title", 0.7)


_READERS = {"emph": _set_apart, "quoted": _set_apart, "called": _called, "headed": _headed, "listed": _listed, "titled": _titled}


class CueFinder:
    """Marks the names of a Doc that a cue sets apart."""

    def __call__(self, doc: Doc) -> Doc:
        masked = taken(doc, CITATIONS, LINKS)
        for find in cued(text_of(doc), lang=str(doc.user_data.get("lang", "en"))):
            if not any(b < find.end and find.begin < e for b, e in masked):
                mark(doc, find)
        return doc


@Language.factory("kb_cues", assigns=["doc.spans"])
def make_cues(nlp: Language, name: str) -> CueFinder:
    """The component that finds names by the cues around them."""
    return CueFinder()
