"""The words that tell what a paper does with what follows them: "outperforms", "built on", "we study"; 提出, 优于."""

from __future__ import annotations

import re
from typing import NamedTuple

from .tokens import words_of
from .words import word_set


class Cue(NamedTuple):
    """From `end` on, what a sentence says of the names that follow; role '' ends what was said before."""

    begin: int
    end: int
    role: str
    reach: int


_REACH = {"introduces": 75, "extends": 70, "comparesWith": 110, "evaluatesOn": 130, "uses": 60, "studies": 80, "": 0}
"""How many characters a trigger holds for."""

_ADVERBS = (
    r"(?:[a-z]+ly,? |also |first |then |further |here |next |thus |hence |therefore |finally |in turn "
    r"|to this end,? |can |may |will |now )*"
)
_WE = (
    r"(?:\bwe|\bthis (?:paper|work|article|thesis|study|survey|report|letter|chapter|tutorial|dissertation)"
    r"|\bthe (?:present )?(?:paper|article|study|"
    r"thesis)|\bin this (?:paper|work|article|thesis|study),?|\bauthors?|\bhere,?|\band|\bby)"
)
_SUBJECT = re.compile(rf"{_WE} {_ADVERBS}\Z", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:prior|previous|existing|earlier|recent(?:ly)?|past|other|most|many|several|traditional"
    r"|conventional|current)(?: \w+){0,2} "
    r"(?:works?|methods?|stud(?:y|ies)|approach(?:es)?|papers?|researchers?|efforts|literature|algorithms"
    r"|techniques)(?: \w+){0,2} \Z",
    re.IGNORECASE,
)
_OTHERS_WORDS = word_set(
    """work works method methods study studies approach approaches paper papers researcher researchers efforts
    literature algorithms techniques"""
)
_TESTED = r"(?: [\w\-]+){0,5}? (?:on|across|over|for|in)\b"
_AS = r"(?:,? (?:such as|like|including|namely|called)| \(|:)?"

# (role, first words, what must follow). What stands before is looked at only for the verbs of making and their kin.
_TABLE: tuple[tuple[str, str, str], ...] = (
    ("extends", "extension generalization generalisation generalizations variant variants modification "
                "modifications improvement adaptation "
                "reformulation reformulations", r" (?:of|to)\b"),
    ("extends", "extend extends extended extending generalize generalizes generalizing generalise "
                "generalises", r"(?= [A-Z]| the | our)"),
    ("extends", "build builds built building improve improves improving", r" (?:up)?on\b"),
    ("extends", "inspired", " by"),
    ("extends", "adapt adapts adapting augment augments augmenting modify modifies modifying turn turns", "(?! to)"),
    ("extends", "simplification version versions", r" of\b"),
    ("extends", "our", r" (?:previous|prior|earlier)(?: \w+)?"),
    ("introduces", "termed dubbed coined named namely called entitled abbreviated", r"(?: as)?"),
    ("introduces", "which that", r" we (?:call|term|dub|name|refer to as|coin)\b"),
    ("introduces", "our", r" (?:proposed|novel|new)\b"),
    ("introduces", "our", r" (?:approach|method|model|framework|algorithm),"),
    ("introduces", "the", r" (?:newly )?proposed\b"),
    ("introduces", "a an", r" (?:novel|new)\b"),
    ("introduces", "we", r" (?:call|term|dub|name)(?: (?:this|it|our|the resulting)(?: \w+)?)?(?: as)?"),
    ("comparesWith", "outperform outperforms outperformed outperforming versus vs surpass surpasses "
                     "surpassing beat beats beating exceed exceeds exceeding", ""),
    ("comparesWith", "compared compare comparison comparisons comparing", r"(?: \w+)? (?:to|with|against)\b"),
    ("comparesWith", "superior alternative alternatives relative", " to"),
    ("comparesWith", "than", ""),
    ("comparesWith", "over", r" (?:existing |other |the )?(?:baselines?|state-of-the-art)"),
    ("comparesWith", "baseline baselines", _AS),
    ("comparesWith", "competitive par", " with"),
    ("comparesWith", "contrast", " to"),
    ("comparesWith", "matching", " the performance of"),
    ("comparesWith", "improvement improvements", " over"),
    ("evaluatesOn", "evaluate evaluates evaluated evaluating evaluation evaluations experiment experiments "
                    "experimentally experimental test tested tests "
                    "validate validates validated validating validation result results performance verified "
                    "demonstrate demonstrates demonstrated "
                    "demonstrating benchmark benchmarked benchmarks effectiveness state-of-the-art accuracy "
                    "conducted improves improvements trained "
                    "achieve achieves achieved achieving gains outperform outperforms outperforming "
                    "effective", _TESTED),
    ("evaluatesOn", "dataset datasets benchmark benchmarks corpora corpus", r"(?: data ?sets?)?" + _AS),
    ("evaluatesOn", "data", r" sets?" + _AS),
    ("evaluatesOn", "task tasks problems applications domains settings", r"(?:,? (?:such as|like|including"
        r"|namely)| \(|:| of| in)"),
    ("uses", "use uses used using utilize utilizes utilized utilizing employ employs employed employing "
             "leverage leverages leveraged leveraging exploit "
             "exploits exploited exploiting via combine combines combined combining adopt adopts adopted "
             "adopting incorporate incorporates incorporated "
             "incorporating through", ""),
    ("uses", "by", " (?:means of|applying|combining|minimizing|maximizing)"),
    ("uses", "based relies rely relying elaborating", " (?:up)?on"),
    ("uses", "apply applies applied applying", "(?! to)"),
    ("uses", "train trained equipped", " (?:with|by)"),
    ("uses", "combination", " of"),
    ("uses", "followed", " by"),
    ("uses", "borrow borrows inspiration", "(?:ing)? from"),
    ("studies", "study studies studied studying analyze analyzes analyzed analyzing analyse analyses "
                "analysed analysing investigate investigates "
                "investigated investigating understand understanding explore explores explored exploring "
                "examine examines examined examining characterize "
                "characterizes characterized characterizing survey surveys reviewing reviews consider "
                "considers considered revisit revisits "
                "revisiting tackle tackles tackling address addresses addressed addressing mitigate "
                "mitigates mitigating alleviate alleviating", ""),
    ("studies", "focus focuses focused", " (?:up)?on"),
    ("studies", "overview theory analysis study properties role effect effects impact problem task notion "
                "concept phenomenon investigation", " of"),
    ("studies", "advances", " in"),
    ("", "that which where to for when while whereas because since so but in by from under is are was were "
         "can may has have show shows prove find "
         "demonstrate due however against as", ""),
)  # fmt: skip
_MAKE = word_set(
    """propose proposes proposed proposing introduce introduces introduced introducing present presents presented
    presenting develop develops developed  developing design designs designed designing devise devises devised
    devising construct constructs constructed formulate formulates formulated  create creates created invent
    describe provide"""
)
_NEW_ONLY = frozenset({"describe", "provide"})
_FINDING = re.compile(
    r" (?:[a-z]+ly |also |further |then )?(?:show|prove|find|observe|argue|demonstrate|derive|discover|report"
    r"|establish|ask|discuss|relate|describe|compute|"
    r"highlight|reveal|identify)\b| (?:[a-z]+ )?(?:analysis|results?|findings?|theory|theorems?|experiments?"
    r"|study|work|insights?)\b"
)
"""What follows "we" or "our" in a sentence that tells what the paper found: what it speaks of, the paper studies."""


def _triggers() -> dict[str, tuple[tuple[str, re.Pattern[str] | None], ...]]:
    out: dict[str, tuple[tuple[str, re.Pattern[str] | None], ...]] = {}
    for role, firsts, rest in _TABLE:
        pattern = re.compile(rest, re.IGNORECASE if role != "extends" else 0) if rest else None
        for first in firsts.split():
            out[first] = (*out.get(first, ()), (role, pattern))
    return out


_TRIGGERS = _triggers()
_CUES = _MAKE | _TRIGGERS.keys()

_CHINESE: tuple[tuple[str, str], ...] = (
    ("others", r"(?:之前|以往|现有|先前|已有)的?(?:工作|研究|方法)[^，。,]{0,6}(?:提出|使用|研究)"),
    (
        "introduces",
        r"(?:我们|本文|本工作|本研究|本论文|该论文|作者|在此|这里|，|,|为此|并|因此)[^，。,;；]{0,14}?(?:提出|介绍|引入|设计|开发|构建|构造)了?|称为|称之为|命名为"
        r"|被称作|叫做|名为|新的?",
    ),
    ("extends", r"扩展|推广|改进了?|基于我们之前的|建立在|重新审视"),
    ("comparesWith", r"相比|比较|优于|超过|胜过|对比|与|比"),
    ("evaluatesOn", r"评估了?|测试|实验|数据集|基准|验证|任务"),
    ("uses", r"使用|采用|利用|通过|基于|应用|结合|借助|根据|运用"),
    ("studies", r"研究了?|分析|探讨|考虑|理解|解释|探索|调查|综述|关注|表明|证明"),
    ("turn", r"[，。,;；：]|从而|以便|用于|对于|其中|导致|的情况下"),
)
_ZH_SCAN = re.compile("|".join(f"(?P<{role}>{pattern})" for role, pattern in _CHINESE))
_ZH_REACH = 24


def cues(text: str, lang: str) -> list[Cue]:
    """Every trigger of a text, in order."""
    if lang == "zh":
        found = ((m, m.lastgroup or "") for m in _ZH_SCAN.finditer(text))
        return [Cue(m.start(), m.end(), "" if role in ("turn", "others") else role, _ZH_REACH) for m, role in found]
    out: list[Cue] = []
    after = 0
    for begin, end, _, low in words_of(text, _CUES) if lang == "en" else ():
        if begin < after:
            continue  # the "to" of "compared to" is no trigger of its own
        if low in _MAKE:
            cue = _making(text, begin, end, low)
            if cue:
                out.append(cue)
        else:
            for role, pattern in _TRIGGERS[low]:
                m = pattern.match(text, end) if pattern else None
                if m or not pattern:
                    if role in ("uses", "studies") and _by_others(text, begin):
                        role = ""
                    after = m.end() if m else end
                    out.append(Cue(begin, after, role, _REACH[role]))
                    break
    return out


def _by_others(text: str, begin: int) -> bool:
    """Whether what stands before a trigger makes it the deed of others."""
    before = text[max(0, begin - 70) : begin]
    return not _OTHERS_WORDS.isdisjoint(before.lower().split()[-3:]) and _OTHERS.search(before) is not None


def _making(text: str, begin: int, end: int, low: str) -> Cue | None:
    """ "we propose", "this paper presents", "by introducing"; not "prior work proposes"."""
    if low in _NEW_ONLY and not re.match(r" an? (?:new|novel)\b", text[end : end + 12]):
        return None
    if (low.endswith("ing") and low != "introducing") or not (
        low.endswith("ing") or _SUBJECT.search(text[max(0, begin - 60) : begin])
    ):
        return None
    own = not _by_others(text, begin)
    return Cue(begin, end, "introduces" if own else "", _REACH["introduces"] if own else 0)


_OURS = frozenset({"we", "our"})


def findings(text: str) -> list[int]:
    """Where a text begins to tell its own findings: "we show", "our analysis"."""
    return [begin for begin, end, _, _ in words_of(text, _OURS) if _FINDING.match(text, end)]
