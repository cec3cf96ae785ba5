"""Names that a Chinese text leaves in Latin letters: 使用Expnorm进行 (a word with a capital), F3度量 (a measure).

A translation keeps the letters of what it takes for a name, so that a capital tells more there than in English, where
every sentence begins with one. People and places are kept so too: whoever is followed by 等 (et al.), by what people do
(提出, 证明) or by what is theirs (定理), is none, nor is what `words` knows for a person or a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .spans import Find
from .tokens import HAN
from .words import GIVEN_NAMES, PLACES

_WORD = re.compile(rf"(?<=[{HAN}])[ ]?([A-Z][a-z]{{4,}}(?:-[A-Za-z]+)*)(?=[ ]?[{HAN}])")
_MEASURE = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z]{0,9}\d?[ -]?(?:度量|分数|得分|评分|指标)")
_PERSON_AFTER = re.compile(
    r" ?(?:等|和[A-Z]|教授|博士|先生|说|认为|指出|提出|发现|证明|研究|介绍|引入|发明|的(?:工作|研究|论文|定理|理论))"
)
_PLACE_AFTER = re.compile(r" ?(?:大学|公司|实验室|研究所|学院|医院|省|市|州|地区)")
_PEOPLE_AND_PLACES = GIVEN_NAMES | PLACES
_SURE = 0.5


def untranslated(text: str) -> Iterator[Find]:
    """The names in Latin letters between Chinese words, Methods and Metrics; offsets in characters of the text."""
    for m in _WORD.finditer(text):
        begin, end = m.span(1)
        if m[1].lower() in _PEOPLE_AND_PLACES or _PERSON_AFTER.match(text, end) or _PLACE_AFTER.match(text, end):
            continue
        yield Find(begin, end, "Method", "shape", _SURE)
    for m in _MEASURE.finditer(text):
        yield Find(m.start(), m.end(), "Metric", "shape", _SURE)
