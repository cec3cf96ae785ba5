"""Chinese notions that no list holds: compounds of known words that end in a technical head (概率/变换, 分布式/训练).

1. Words of the bilingual table that stand side by side make a chain; the longest word counts at each place.
2. The chain must be whole: a sign, a particle or a verb on both sides, no character that the table does not know.
3. It becomes a phrase of English words, so that phrases.py can trim and weigh it like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..spelling import normal
from .bilingual import ends_name, table, words_at
from .tokens import HAN, Word

_RUN = re.compile(f"[{HAN}]{{3,}}")
_VERB_BEFORE = re.compile(
    "(?:提出|介绍|引入|使用|采用|利用|通过|研究|基于|称为|结合|进行|实现|改进|提高|具有|需要|包括|例如|用于|解决|考虑"
    "|设计|开发|评估|分析|讨论|执行|提供|获得|得到|产生|减少|增加|允许|成为|作为|关于|针对|涉及|包含|存在|发现|理解"
    r"|解释|描述|比较|应用|训练|支持|依赖|避免|缓解)了?\Z"
)
_VERB_AFTER = re.compile(
    "[是来能可会进具表已需显优提通使采取实导产获包允依仍变有没未不无只很更最还便就都所并即则]"
    "|方法|技术|问题|任务|策略|方案|框架|算法|模型|系统|过程"
)
_DEEDS = frozenset(
    re.findall(
        "..",
        "学习训练生成优化分析利用估计测试控制识别提取抽取检测预测表示选择分解压缩连接映射恢复重建推广调整更新计算理解"
        "探索发现处理解释验证搜索传播转换变换转移传输迁移激活模拟规划分配增强修正校正改进支持约束近似逼近拟合标记标注"
        "编码解码采样攻击防御减少增长",
    )
)
"""Words that are verbs as well: before a thing (学习表示) they may govern it, before an abstract head they do not."""
_ABSTRACT = re.compile(
    "(?:算法|方法|效率|率|理论|过程|问题|任务|误差|规则|策略|准则|模型|损失|函数|动力学|机制|能力|复杂度|复杂性)\\Z"
)


def compounds(text: str) -> Iterator[list[Word]]:
    """Every whole chain of two known words (three after a word of one character), each as its likeliest English."""
    for run in _RUN.finditer(text):
        at, chain = run.start(), list[tuple[int, int]]()
        while at < run.end():
            ends = words_at(text, at)
            if ends and ends[0] <= run.end():
                chain.append((at, ends[0]))
                at = ends[0]
                continue
            if chain:
                yield from _phrase(text, chain)
                chain = []
            at += 1
        if chain:
            yield from _phrase(text, chain)


def _phrase(text: str, chain: list[tuple[int, int]]) -> Iterator[list[Word]]:
    begin, end = chain[0][0], chain[-1][1]
    first = text[slice(*chain[0])]
    if len(chain) > 1 and first in _DEEDS and not ends_name(text[begin - 1 : begin]):
        return
    if first in _DEEDS and not _ABSTRACT.search(text, begin, end) and text[begin - 1 : begin] != "的":
        return
    if len(chain) < 2 + (len(first) == 1) or not _closed(text, begin, end):
        return
    yield [(b, e, english, english) for b, e in chain if (english := _likeliest(text[b:e]))]


def _closed(text: str, begin: int, end: int) -> bool:
    before = begin == 0 or ends_name(text[begin - 1]) or _VERB_BEFORE.search(text, max(0, begin - 4), begin)
    after = ends_name(text[end : end + 1]) or _VERB_AFTER.match(text, end)
    return bool(before and after)


def _likeliest(word: str) -> str:
    return normal(table()[word][0]).replace(" ", "-")
