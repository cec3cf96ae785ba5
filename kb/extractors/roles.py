"""What a paper does with a concept, from the trigger words of the sentence around it.

One scan finds all triggers of a text. A trigger holds for what follows it ("outperforms A and B"), until a word that turns
the sentence elsewhere ("for", "which", "to"). Others' deeds ("prior work proposes") assert nothing of this paper.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from ..records import ROLES


class Cue(NamedTuple):
    """From `begin` on, what a sentence says of the names that follow; role '' ends what was said before."""

    begin: int
    end: int
    role: str
    reach: int


_ADVERBS = r"(?:[a-z]+ly,? |also |first |then |further |here |next |thus |hence |therefore |finally |in turn |to this end,? |can |may |will |now )*"
_WE = r"(?:\bwe|\bthis (?:paper|work|article|thesis|study|survey|report|letter|chapter|tutorial|dissertation)|\bthe (?:present )?(?:paper|article|study|thesis)|\bin this (?:paper|work|article|thesis|study),?|\bauthors?|\bhere,?|\band|\bby)"
_MAKE = r"(?:propos(?:e[sd]?|ing)|introduc(?:e[sd]?|ing)|present(?:s|ed|ing)?|develop(?:s|ed|ing)?|design(?:s|ed|ing)?|devis(?:e[sd]?|ing)|construct(?:s|ed)?|formulat(?:e[sd]?)|put(?:s)? forward|creat(?:e[sd]?)|describe a (?:new|novel)|invent|provide a (?:new|novel))"
_STUDY = r"(?:stud(?:y|ies|ied|ying)|analy[sz](?:e[sd]?|ing)|investigat(?:e[sd]?|ing|ion of)|understand(?:ing)?|explor(?:e[sd]?|ing)|examin(?:e[sd]?|ing)|characteri[sz](?:e[sd]?|ing)|survey(?:s|ed|ing)?|review(?:s|ed|ing)?|focus(?:es|ed)? (?:on|up)|consider(?:s|ed)?|overview of|revisit(?:s|ed|ing)?|tackl(?:e[sd]?|ing)|address(?:es|ed|ing)?|theory of|analysis of|study of|properties of|role of|effects? of|impact of|problem of|task of|notion of|concept of|phenomenon of|advances in|mitigat(?:e[sd]?|ing)|alleviat(?:e[sd]?|ing))"

_TRIGGERS: tuple[tuple[str, str, int], ...] = (
    # (role, pattern, how far it reaches in characters)
    ("others", r"\b(?:prior|previous|existing|earlier|recent(?:ly)?|past|other|most|many|several|traditional|conventional|current)(?: \w+){0,2} (?:works?|methods?|stud(?:y|ies)|approach(?:es)?|papers?|researchers?|efforts|literature|algorithms|techniques)(?: \w+){0,2} (?:propos|introduc|present|develop|us|employ|rel|stud|show|focus)\w*", 60),
    ("extends", r"\b(?:(?:an? )?(?:extension|generali[sz]ations?|variants?|modification|improvement|adaptation) (?:of|to)|extend(?:s|ed|ing)?(?= [A-Z]| the | our)|generali[sz](?:e|es|ing)(?= [A-Z]| the | our)|buil(?:d|ds|t|ding) (?:up)?on|improv(?:e|es|ing) (?:up)?on|inspired by|our (?:previous|prior|earlier)(?: \w+)?|(?:reformulations?|modifications) of)", 70),
    ("introduces", rf"{_WE} {_ADVERBS}{_MAKE}(?: (?:and \w+|here))?|\b(?:which|that) we (?:call|term|dub|name|refer to as|coin)|\b(?:termed|dubbed|named|called|coined|entitled|abbreviated as)|\bour (?:proposed|novel|new|approach,|method,|model,|framework,|algorithm,)|\bthe (?:newly )?proposed|\bwe (?:call|term|dub|name)(?: (?:this|it|our|the resulting)(?: \w+)?)?(?: as)?|\ba (?:novel|new)|\bnew concept, i\.e\.,", 75),
    ("comparesWith", r"\b(?:outperform(?:s|ed|ing)?|compar(?:ed?|isons?|ing)(?: \w+)? (?:to|with|against)|with comparisons? to|in comparison (?:to|with)|superior to|better than|(?:faster|more \w+|less \w+|higher|lower|smaller|larger|easier|stronger|worse|fewer \w+) than|versus|vs\.?|surpass(?:es|ed|ing)?|over (?:existing|other|the)? ?(?:baselines?|state-of-the-art)|baselines?(?: such as| like| including|:)|competitive with|in contrast to|beat(?:s|ing)?|exceed(?:s|ed|ing)?|matching the performance of|alternatives? to|relative to|improvements? over|on par with)", 110),
    ("evaluatesOn", r"\b(?:evaluat(?:e[sd]?|ing|ions?)|experiment(?:s|ally|al results?)?|tested|tests?|validat(?:e[sd]?|ing|ion)|results?|performance|verified|demonstrat(?:e[sd]?|ing)(?: \w+){0,4}|benchmark(?:ed|s)?|effectiveness(?: \w+){0,3}|state-of-the-art(?: \w+){0,2}|accuracy|conducted|improve(?:s|ments?)(?: \w+){0,3}|trained|achiev(?:e[sd]?|ing)(?: \w+){0,4}|gains|outperform(?:s|ing)?(?: [\w-]+){0,5})(?: \w+){0,3}? (?:on|across|over|for|in)\b|\b(?:data ?sets?|benchmarks?|corpora|corpus)(?: datasets?)?(?:,? (?:such as|like|including|namely|called)| \(|:)?|\b(?:tasks?|problems|applications|domains|settings)(?:,? (?:such as|like|including|namely)| \(|:| of| in)", 130),
    ("uses", r"\b(?:us(?:e|es|ed|ing)|utili[sz](?:e[sd]?|ing)|employ(?:s|ed|ing)?|leverag(?:e[sd]?|ing)|exploit(?:s|ed|ing)?|via|by means of|with the help of|based (?:up)?on|combin(?:e[sd]?|ing|ation of)|appl(?:y|ies|ied|ying)(?! to)|adopt(?:s|ed|ing)?|incorporat(?:e[sd]?|ing)|train(?:ed)? (?:with|by)|equipped with|relies on|rely(?:ing)? on|through|by (?:applying|combining|minimizing|maximizing)|followed by|implement(?:ed|ing)? (?:with|in)|borrow(?:s|ed|ing)? from|takes? inspiration from|elaborating on)", 60),
    ("studies", rf"\b{_STUDY}", 80),
    ("", r"\b(?:that|which|where|to|for|when|while|whereas|because|since|so|but|in|by|from|under|is|are|was|were|can|may|has|have|show|shows|prove|find|demonstrate|due|however|against|as)\b|[;:]", 0),
)
_CHINESE: tuple[tuple[str, str, int], ...] = (
    ("others", r"(?:之前|以往|现有|先前|已有)的?(?:工作|研究|方法)[^，。,]{0,6}(?:提出|使用|研究)", 20),
    ("introduces", r"(?:我们|本文|本工作|本研究|本论文|该论文|作者|在此|这里|，|,|为此|并|因此)[^，。,;；]{0,14}?(?:提出|介绍|引入|设计|开发|构建|构造)了?|称为|称之为|命名为|被称作|叫做|名为|新的?", 24),
    ("extends", r"扩展|推广|改进了?|基于我们之前的|建立在|重新审视", 22),
    ("comparesWith", r"相比|比较|优于|超过|胜过|对比|与|比", 18),
    ("evaluatesOn", r"评估了?|测试|实验|数据集|基准|验证|任务", 26),
    ("uses", r"使用|采用|利用|通过|基于|应用|结合|借助|根据|运用", 20),
    ("studies", r"研究了?|分析|探讨|考虑|理解|解释|探索|调查|综述|关注|表明|证明", 24),
    ("", r"[，。,;；：]|从而|以便|用于|对于|其中|导致|的情况下", 0),
)


def _scanner(table: tuple[tuple[str, str, int], ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{role or 'turn'}>{pattern})" for role, pattern, _ in table), re.IGNORECASE)


_SCAN = {"en": _scanner(_TRIGGERS), "zh": _scanner(_CHINESE)}
_REACH = {lang: {role or "turn": reach for role, _, reach in table} for lang, table in (("en", _TRIGGERS), ("zh", _CHINESE))}


def cues(text: str, lang: str) -> list[Cue]:
    """Every trigger of a text, in order."""
    reach = _REACH[lang]
    out = []
    for m in _SCAN[lang].finditer(text):
        name = m.lastgroup or "turn"
        out.append(Cue(m.start(), m.end(), "" if name in ("turn", "others") else name, reach[name]))
    return out


_RIGHT = re.compile(
    r"\s*(?:\([^)]{1,60}\))?\s*(?:[,:–—]|---?)\s+(?:which is )?(?:an?|the first)\s+(?:[\w-]+,? ){0,4}?"
    r"(?:novel|new|simple|method|framework|approach|model|algorithm|dataset|benchmark|architecture|technique|system|library|toolkit|family)\b"
)
_PASSIVE = re.compile(r"\s*(?:\([^)]{1,40}\))?\s*(?:is|are|was|were|has been|have been) (?:also )?(?P<verb>proposed|introduced|presented|developed|used|studied|"
                      r"analy[sz]ed|investigated|employed|compared|outperform\w*|applied)\b")
_PASSIVE_ROLES = {"pro": "introduces", "int": "introduces", "pre": "introduces", "dev": "introduces", "use": "uses", "emp": "uses",
                  "app": "uses", "stu": "studies", "ana": "studies", "inv": "studies", "com": "comparesWith"}
_FINDING = re.compile(
    r"\b(?:we (?:[a-z]+ly |also |further |then )?(?:show|prove|find|observe|argue|demonstrate|derive|discover|report|establish|ask|discuss|relate|"
    r"describe|compute|highlight|reveal|identify)|our (?:[a-z]+ )?(?:analysis|results?|findings?|theory|theorems?|experiments?|study|work|insights?))\b",
    re.IGNORECASE,
)
"""A sentence that tells what the paper found: what it speaks of, the paper studies."""
_SURVEY = re.compile(
    r"\b(?:we|this (?:paper|article|work|chapter|review|survey)|the (?:paper|article|authors))\W+(?:\w+\W+){0,3}?(?:survey|review|overview|summari[sz]e)s?\b"
    r"|\b(?:comprehensive|systematic|brief|short|recent) (?:survey|review|overview)\b|本文综述",
    re.IGNORECASE,
)
"""A paper that says it is a survey studies what it goes on to name."""
_OWN = re.compile(r"\b(?:we|our|this (?:paper|work|article)|here)\b", re.IGNORECASE)


class Roles:
    """The triggers of one text, asked mention by mention."""

    def __init__(self, text: str, lang: str, found: list[Cue] | None = None) -> None:
        self.text, self.lang = text, lang
        self.cues = cues(text, lang) if found is None else found
        self.begins = [c.begin for c in self.cues]
        survey = _SURVEY.search(text)
        self.survey = survey.end() if survey else len(text)

    def of(self, begin: int, end: int, sentence: tuple[int, int]) -> str:
        """The role that the sentence gives to this mention, 'mentions' where it gives none."""
        left = self._left(begin, sentence)
        if self.lang == "en":
            if left in ("mentions", "introduces") and _RIGHT.match(self.text, end) and _OWN.search(self.text, sentence[0], sentence[1]):
                return "introduces"
            passive = _PASSIVE.match(self.text, end)
            if left == "mentions" and passive:
                return _PASSIVE_ROLES.get(passive.group("verb")[:3], "mentions")
            if left == "mentions" and self.survey <= begin:
                return "studies"
            if left == "mentions" and _FINDING.search(self.text, sentence[0], begin):
                return "studies"
        return left

    def _left(self, begin: int, sentence: tuple[int, int]) -> str:
        n = bisect_right(self.begins, begin) - 1
        if n >= 0 and self.cues[n].end > begin:
            n -= 1
        if n < 0:
            return "mentions"
        cue = self.cues[n]
        if cue.begin < sentence[0] or begin - cue.end > cue.reach:
            return "mentions"
        return cue.role or "mentions"


def strongest(roles: list[str]) -> str:
    """The strongest of these roles, by the order of ROLES."""
    return min(roles, key=ROLES.index)
