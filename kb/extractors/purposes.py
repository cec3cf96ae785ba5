"""What a method is for, and what it is a kind of, from the few words between two names.

A rule is a pattern for the whole of what stands between: "M for T", "T using M", "X such as A", "A and other X". A
method is for a task where the rule says so and the types allow it; a kind is wider than its examples (Hearst 1992).
Most words between two names begin like no rule, and are looked at no further.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..claims import Claim, Span
from .chains import HEAD, Link, doubted, lists, sentence_at

_DET = r"(?:(?:the|a|an|our|this|these|various|several|many|different|both|such|standard|large-scale|two) )?"
_ADJ = r"(?:(?!(?:not|no|and|or|of|in|on|for|with|to|by|from|the|a|an|that|which|is|are)\b)[A-Za-z][\w\-]*,? ){0,3}?"
_FEW = (
    r"(?:(?:new|novel|simple|efficient|effective|fast|robust|scalable|unified|general|deep|accurate|improved|better"
    r"|enhanced|unsupervised|supervised|self-supervised|end-to-end|real-world|practical|automatic|high-quality"
    r"|[Ee]fficient|[Rr]obust|[Ss]calable|[Ff]ast|[Ii]mproved|[Ee]nhanced|[Gg]eneral|[Uu]nified|[Ee]ffective"
    r"|challenging|complex|downstream|zero-shot|few-shot|large-scale|multi-task|joint|online|offline)"
    r",? (?:and )?){0,3}"
)
_DO = (
    r"(?:(?:solv|address|tackl|perform|improv|enhanc|enabl|facilitat|accelerat|boost|handl|do|conduct|achiev|support"
    r"|approach|learn)(?:e|ing)? )?"
)
_USED = (
    r"(?:(?:successfully|widely|commonly|often|also|then|now|frequently|typically|directly|effectively|popularly"
    r"|extensively|increasingly|recently) ){0,2}(?:used|applied|employed|adopted|utili[sz]ed|deployed|leveraged"
    r"|designed|developed|tailored|proposed|introduced|trained|exploited|extended|adapted)"
)


class Rule(NamedTuple):
    """A pattern for all that stands between two names; `turned` where the task stands first."""

    name: str
    pattern: re.Pattern[str]
    turned: bool
    confidence: float
    headed: bool = False
    """Whether a word such as "method" must follow the second name: "M, a novel T framework"."""


def _rule(name: str, pattern: str, confidence: float, *, turned: bool = False, headed: bool = False) -> Rule:
    return Rule(name, re.compile(pattern), turned, confidence, headed)


_FOR = _rule("for", rf"(?: {HEAD})? [Ff]or {_DET}{_FEW}(?:[a-z]+ing )?", 0.8)
_PURPOSES: dict[str, tuple[Rule, ...]] = {
    "for": (_FOR,),
    "For": (_FOR,),
    "head": (_FOR,),
    "a": (
        _rule(
            "is-for",
            rf"(?:,|:|,? (?:is|are|which is))? {_DET}(?:[\w\-]+,? (?:and )?){{0,5}}?{HEAD} for {_DET}{_FEW}",
            0.85,
        ),
        _rule("is-a", rf"(?:,|,? (?:is|which is)) (?:a|an|the first) {_FEW}{_ADJ}", 0.8, headed=True),
    ),
    ":": (
        _rule("title-for", rf": (?:[\w\-]+,? ){{0,6}}?(?:[Ff]or|[Tt]owards?|[Ii]n) {_FEW}", 0.8),
        _rule("title", rf": (?:(?:A|An|The) )?{_FEW}", 0.75),
    ),
    "used": (
        _rule("used-for", rf",? (?:(?:is|are|was|were|has been|have been|can be) )?{_USED} (?:for|in|to) "
              rf"{_DO}{_DET}{_FEW}", 0.85),
    ),
    "to": (_rule("to", rf" to {_DO}{_DET}{_FEW}", 0.8),),
    "based": (_rule("based", rf"-(?:based|driven|guided|powered|assisted|aided) {_FEW}", 0.8),),
    "by": (
        _rule("by", rf"(?: (?:tasks?|problems?))? (?:[Uu]sing|[Vv]ia|[Bb]ased on|[Bb]y (?:means of|using)) "
              rf"{_DET}{_FEW}", 0.8, turned=True),
        _rule("with", rf"(?: (?:tasks?|problems?))? [Ww]ith {_DET}{_FEW}", 0.7, turned=True),
        _rule("by-only", rf"(?: (?:tasks?|problems?))? (?:[Bb]y|[Tt]hrough) {_FEW}", 0.7, turned=True),
    ),
}  # fmt: skip
_FIRST_WORD = re.compile(r"[,]? ?(-based|-driven|-guided|-powered|-assisted|-aided|:|[A-Za-z]+)")
_OF_HEAD = re.compile(HEAD)
_BEGINNINGS: dict[str, tuple[str, ...]] = {
    "for": ("for", "For"),
    "a": ("a", "an", "our", "which"),
    ":": (":",),
    "used": (
        *("used", "applied", "employed", "adopted", "utilized", "designed", "developed", "tailored"),
        *("has", "have", "was", "were", "can"),
    ),
    "to": ("to",),
    "based": ("-based", "-driven", "-guided", "-powered", "-assisted", "-aided"),
    "by": (
        *("using", "Using", "via", "Via", "based", "Based", "with", "With", "by", "By", "through", "Through"),
        *("task", "tasks", "problem", "problems"),
    ),
    "is": ("is", "are"),
}
_BEGINS = {word: kind for kind, words in _BEGINNINGS.items() for word in words}

_LONGEST = 90
_TAKEN_UP = re.compile(
    r"\b(?:us(?:e|es|ed|ing)|appl(?:y|ies|ied|ying)|leverag(?:e|es|ed|ing)|employ(?:s|ed|ing)?|adopt(?:s|ed|ing)?"
    r"|utili[sz](?:e|es|ed|ing)|exploit(?:s|ed|ing)?|extend(?:s|ed|ing)?|adapt(?:s|ed|ing)?|propos(?:e|es|ed|ing)"
    r"|introduc(?:e|es|ed|ing)|develop(?:s|ed|ing)?|deploy(?:s|ed|ing)?|appl(?:ication|ications) of)"
    r" (?:[\w\-]+,? ){0,4}\Z"
)
_ENDS_HERE = re.compile(
    r"(?: (?:tasks?|problems?|applications?|benchmarks?|settings?|purposes?|scenarios?))?"
    r"(?:\s*(?:[.,;:)?!\]—–]|\Z|\n)|\s+(?i:and|or|by|in|on|with|via|using|for|is|are|was|were|that|which|to|from|under"
    r"|where|when|without|through|at|as|of|over|has|have|can|but|while|based|because|across|since|both|it|we|during"
    r"|within|such|including|beyond|given|against|between|into|despite|due|towards?|not|do|does|may|will)\b)"
)
_HEADED = re.compile(rf" (?:[\w\-]+ )?{HEAD}\b(?! for )")
_GOES_ON = re.compile(r" (?:[Ff]or|[Tt]o) ")  # "X: Reinforcement Learning for Driving": X is for driving
_GENERAL = re.compile(r"\b(?i:model|value|policy|gradient|data|learning|feature|sample|score|distance)s?\Z")
_OF = re.compile(r"\b[Oo]f (?:the )?\Z")  # "verification of networks by M": M is for the verification
_WITH = re.compile(r"\b[Ww]ith (?:(?:an?|the) )?(?:[\w\-]+ )?\Z")  # "an optimizer with M for T": the optimizer is for T
_ATTACHED = frozenset({"for", "used-for", "is-for"})


def purposes(text: str, row: Sequence[Link], cut: Sequence[Span]) -> Iterator[Claim]:
    """Every "method for task" between neighbours of the row, for all members of their lists."""
    yield from _own_purposes(text, row, cut)
    groups: list[tuple[int, int]] = []
    for n in range(len(row) - 1):
        one, other = row[n], row[n + 1]
        if (one.label, other.label) not in _PAIRS or not 0 < other.begin - one.reach <= _LONGEST:
            continue
        if not (rule := _purpose(text, one, other, text[one.reach : other.begin])):
            continue
        sentence = sentence_at(cut, one.begin)
        if doubted(text, sentence, one.begin, other.begin) or other.end > sentence[1]:
            continue
        groups = groups or lists(text, row)
        (first, _), (_, last) = groups[n], groups[n + 1]
        for a in row[first : n + 1]:
            for b in row[n + 1 : last + 1]:
                method, task = (b, a) if rule.turned else (a, b)
                yield Claim("usedFor", "", a.begin, b.end, method.span, task.span, rule.name, rule.confidence)


_OWN_FOR = re.compile(
    r"\b(?:[Ww]e|[Tt]his (?:paper|work|article)|and) (?:[a-z]+ly |also |then |first |therefore |thus |hence )?"
    r"(?:propose|present|introduce|develop|design|devise)s? (?:an?|the) (?:[\w\-]+,? (?:and )?){0,5}?"
    rf"{HEAD} (?:for|to (?:solve|address|tackle|perform)) {_DET}{_FEW}\Z"
)


_BRINGS = frozenset({"for", "to"})


def _own_purposes(text: str, row: Sequence[Link], cut: Sequence[Span]) -> Iterator[Claim]:
    """Every "we propose a method for task", whatever the method is called."""
    for link in row:
        if link.label != "Task" or _BRINGS.isdisjoint(text[max(0, link.begin - 40) : link.begin].split()):
            continue
        first = sentence_at(cut, link.begin)[0]
        m = _OWN_FOR.search(text, max(first, link.begin - 130), link.begin)
        if m and _ENDS_HERE.match(text, link.reach):
            yield Claim("usedFor", "", m.start(), link.end, None, link.span, "own-for", 0.8)


_MAY = frozenset({("Method", "Task"), ("Method", "Concept"), ("Concept", "Task")})
_PAIRS = _MAY | {(b, a) for a, b in _MAY}


def _purpose(text: str, one: Link, other: Link, between: str) -> Rule | None:
    """The rule that what stands between two names, before and behind them, obeys."""
    begun = _FIRST_WORD.match(between)
    if not begun:
        return None
    word = begun[1]
    kinds = [_BEGINS[word]] if word in _BEGINS else ["head"] if _OF_HEAD.fullmatch(word) else []
    kinds = ["a", "used"] if kinds == ["is"] else kinds
    for kind in kinds:
        for rule in _PURPOSES[kind]:
            pair = (other.label, one.label) if rule.turned else (one.label, other.label)
            if pair in _MAY and rule.pattern.fullmatch(between) and _fits(rule, text, one, other):
                return rule
    return None


def _fits(rule: Rule, text: str, one: Link, other: Link) -> bool:
    if rule.headed:
        return _HEADED.match(text, other.reach) is not None
    if rule.name == "based" and _GENERAL.search(text, one.begin, one.end):
        return False
    if rule.turned and _OF.search(text, max(0, one.begin - 12), one.begin):
        return False
    if rule.name in _ATTACHED and _WITH.search(text, max(0, one.begin - 40), one.begin):
        return False
    if rule.name == "to" and not _TAKEN_UP.search(text, max(0, one.begin - 60), one.begin):
        return False
    if rule.name.startswith("title") and (text.find("\n\n") < other.begin or one.begin > 0):
        return False
    if rule.name.startswith("title") and _GOES_ON.match(text, other.reach):
        return False
    return _ENDS_HERE.match(text, other.reach) is not None


# --- kinds and their examples ----------------------------------------------------------------------------------------

_SUCH = re.compile(r"(?:,| \(|, \()? ?(?:such as|including|e\.g\.,?|like|namely)(?: the| a| an)? ")
_OTHER = re.compile(r",? (?:and|or) (?:(?:many|several|most) )?other (?:[a-z\-]+ )?")
_KIND_OF = re.compile(
    r"(?:,| is| are|, which is| \() (?:a|an|one) (?:[a-z\-]+ )?(?:kind|type|form|class|variant|family|special case"
    r"|instance|example|subclass|branch|subfield)s? of (?:the |a |an )?"
)
_BELONGS = re.compile(r"\b(?:of|in|for|with|on|to|under|from|via|by|as) (?:[\w\-]+ ){0,2}\Z")
_SO = frozenset({"such", "including", "e", "like", "namely"})
_OR = frozenset({"and", "or"})
_WORD = re.compile(r"[^A-Za-z]{0,3}([a-z]+)")


def kinds_of(text: str, row: Sequence[Link], cut: Sequence[Span]) -> Iterator[Claim]:
    """Every "wider concepts such as these" and the like; the subject of a claim is the narrower one."""
    groups: list[tuple[int, int]] = []
    for n in range(len(row) - 1):
        one, other = row[n], row[n + 1]
        if not _SHORT <= other.begin - one.reach <= _LONG or not _alike(one, other):
            continue
        between = text[one.reach : other.begin]
        word = _WORD.match(between)
        if not word or word[1] not in _READ:
            continue
        if not any(pattern.fullmatch(between) for pattern in (_SUCH, _OTHER, _KIND_OF)):
            continue
        groups = groups or lists(text, row)
        narrower, wider, rule = _kinds(text, row, n, between, groups)
        sentence = sentence_at(cut, one.begin)
        if wider is None or other.end > sentence[1] or doubted(text, sentence, one.begin, other.begin):
            continue
        for link in narrower:
            begin, end = min(link.begin, wider.begin), max(link.end, wider.end)
            yield Claim("broader", "", begin, end, link.span, wider.span, rule, 0.8)


_SHORT, _LONG = 6, 60
"""Characters of the shortest and longest words between a kind and its example."""
_READ = _SO | _OR | {"is", "are", "a", "an", "which", "one"}


def _alike(one: Link, other: Link) -> bool:
    return one.label == other.label or "Concept" in (one.label, other.label)


def _kinds(
    text: str, row: Sequence[Link], n: int, between: str, groups: Sequence[tuple[int, int]]
) -> tuple[Sequence[Link], Link | None, str]:
    """The narrower names, the wider one, and the rule; None where the words between obey none."""
    one, other = row[n], row[n + 1]
    if _SUCH.fullmatch(between) and _is_plural(text, one) and not _is_part(text, one):
        return row[n + 1 : groups[n + 1][1] + 1], one, "such-as"
    if _OTHER.fullmatch(between) and _is_plural(text, other) and _ENDS_HERE.match(text, other.reach):
        return row[groups[n][0] : n + 1], other, "and-other"
    if _KIND_OF.fullmatch(between) and _ENDS_HERE.match(text, other.reach):
        return (one,), other, "kind-of"
    return (), None, ""


def _is_plural(text: str, link: Link) -> bool:
    return text[link.begin : link.end].endswith("s") and not text[link.begin : link.end].endswith("ss")


def _is_part(text: str, link: Link) -> bool:
    """Whether the examples may be of what stands before: "applications of networks such as …"."""
    return _BELONGS.search(text, max(0, link.begin - 40), link.begin) is not None
