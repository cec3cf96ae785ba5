"""Names that a Chinese text leaves in Latin letters: 证明Logsumexp提供 (a word with a capital), F2度量 (a measure).

A translation keeps the letters of what it takes for a name, so that a capital tells more there than in English, where
every sentence begins with one. People are kept so too: whoever is followed by 等 (et al.) or speaks is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .spans import Find
from .tokens import HAN
from .words import GIVEN_NAMES

_WORD = re.compile(rf"(?<=[{HAN}])[ ]?([A-Z][a-z]{{4,}}(?:-[A-Za-z]+)*)(?=[ ]?[{HAN}])")
_MEASURE = re.compile(rf"(?<![A-Za-z0-9])[A-Z][A-Za-z]{{0,9}}\d?[ -]?(?:度量|分数|得分|评分|指标)(?![{HAN}]{{0,1}}器)")
_PERSON_AFTER = re.compile(r" ?(?:等|和[A-Z]|教授|博士|先生|说|认为|指出|提出的|的(?:工作|研究|论文))")
_PLACE_AFTER = re.compile(r" ?(?:大学|公司|实验室|研究所|学院|医院|省|市|州)")
_SURE = 0.5


def untranslated(text: str) -> Iterator[Find]:
    """The names in Latin letters between Chinese words."""
    for m in _WORD.finditer(text):
        begin, end = m.span(1)
        if m[1].lower() in GIVEN_NAMES or _PERSON_AFTER.match(text, end) or _PLACE_AFTER.match(text, end):
            continue
        yield Find(begin, end, "Method", "shape", _SURE)
    for m in _MEASURE.finditer(text):
        yield Find(m.start(), m.end(), "Metric", "shape", _SURE)
