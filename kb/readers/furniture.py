"""What on a page is no abstract, told by what it is: keyword chains, headings, notices, lines without a sentence.

Nothing here knows a particular page. `reason(line)` is None for prose and otherwise the words of the report.
"""

from __future__ import annotations

import re
import unicodedata

from .adverts import is_advert

RELATED = "heading: what follows is set beside the first abstract"
HEADING = "heading"
TRANSLATED = "translator's line"
CHAIN = "keyword chain"
NOTICE = "notice of the site"
ADVERT = "advertisement"
SEPARATOR = "separator"
MARKUP = "markup without text"
NO_SENTENCE = "no sentence"
REPEATED = "repeated on the page"
TOO_LONG = "longer than any abstract"

MAX_ABSTRACT = 200_000
_SHORT = 300

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_END = re.compile(r"[.!?。！？…．]['\"”’)\]}）」』】\s]*(?:\[\d+(?:,\s*\d+)*\])?\s*$")
_INNER_END = re.compile(r"[a-z0-9)\]}%\"”][.!?]['\"”)]*\s+[\"“(]?[A-Z0-9]|[。！？]")

_HAN_END = re.compile(r"[。！？]|[\u4e00-\u9fff)）\]”][.!?](?:\s|[\u4e00-\u9fff]|$)")

_RELATED = re.compile(
    r"(?:(?:more|other|further|some)\s+)?(?:related|similar|recommended|suggested|neighbou?ring)"
    r"(?:\s+(?:content|contents|works?|papers?|articles?|research|reading|readings|publications?|abstracts?|documents?|"
    r"literature|items?|results?|studies|posts?|topics?|to this|for you))*"
    r"|see also|further reading|you (?:may|might) (?:also )?(?:like|be interested in).{0,20}"
    r"|(?:people|readers|users|others) (?:also|who) .{0,40}|more like this|more (?:papers|from|by|on) .{0,30}"
    r"|(?:相[关關似]|[推][荐薦]|類似|类似|更多|延伸|猜你喜[欢歡]|其他)"
    r"(?:的)?(?:相[关關]|推[荐薦])?(?:[内內]容|[论論]文|文章|文[献獻]|推[荐薦]|[阅閱][读讀]|研究|工作|[结結]果|主[题題]|[资資][讯訊料])?",
    re.IGNORECASE,
)
_HEADINGS = re.compile(
    r"(?:abstracts?|summary|introduction|references|bibliography|keywords?|key words|index terms|authors?|"
    r"contents?|home|comments?|publications?|papers?|articles?|results?|search|menu|main|details?|overview|"
    r"full text|pdf|html|download|摘\s*要|[关關][键鍵][词詞]|[关關][键鍵]字|引言|"
    r"[参參]考文[献獻]|正文|[标標][题題]|作者|首[页頁]|目[录錄]|[简簡]介|"
    r"概要|[评評][论論]|[内內]容)",
    re.IGNORECASE,
)
_TRANSLATED = re.compile(
    r"(?:machine[- ])?translated (?:by|with|from|using)\b.{0,60}|.{0,20}(?:翻[译譯])(?:自|由|结果|結果)?.{0,12}|"
    r"(?:traduit par|übersetzt von|traducido por)\b.{0,60}",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"all rights reserved|©|\(c\)\s*(?:19|20)\d\d|\bcopyright (?:\d{4}|by|notice)|privacy (?:policy|notice)|"
    r"terms (?:of|and) (?:use|service|conditions)|(?:uses?|accept(?: all)?|these|our) cookies|sign (?:in|"
    r"up)\b|\blog ?in\b|subscribe (?:to|now|for)|newsletter|click (?:here|below|on the)|follow us|^powered by|"
    r"contact us|share (?:this|on)\b|free (?:trial|shipping)|download (?:the|our) app|best price|casino|"
    r"your (?:e-?mail|browser|inbox|account)|icp[备備]|版[权權]所有|"
    r"保留所有[权權]利|公网安备|免[责責][声聲]明|[隐隱]私(?:政策|[声聲]明|"
    r"[条條]款)|扫码|掃碼|[关關]注我[们們]|[联聯][系繫]我[们們]|客服|免[费費](?:注[册冊]|下[载載]|[观觀]看|在[线線])|点击(?:查看|下载|这里|此处)|立即(?:下载|注册|"
    r"登录|购买)|^(?:accepted|submitted|published|received|to appear|presented)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:we|in this|this (?:paper|work|article|study|thesis|survey|report)|our|here,? we)\b|本文|我[们們]|本研究|"
    r"[这這]篇|在本|[该該]文",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*[,，、|｜/·•;；»>#＞]+\s*|\s+[-–—]\s+|\t+")
_RULE = re.compile(r"[^\w\s](?:\s*[^\w\s]|\s*_)*|_{2,}|\W*(?:(?:no|nr|paper)\.?\s+)?\d{1,4}\W*", re.IGNORECASE)
_FUNCTION = frozenset({
    "the", "of", "and", "to", "in", "we", "is", "are", "that", "for", "with", "on", "by", "as", "this", "an",
    "be", "can", "from", "which", "it", "our", "not", "have", "has", "at", "their", "these", "or", "such",
    "was", "were", "its", "but", "than", "they", "how", "when", "does", "do", "been", "also", "into", "both",
    "i", "a", "der", "die", "das", "und", "ist", "von", "les", "des", "la", "le", "et", "est", "que", "el",
    "los", "de", "en", "para", "however", "where", "while", "each", "more", "most", "many", "using", "via",
    "during", "under", "between", "over", "although", "since", "recently", "if", "only",
})  # fmt: skip
_STRONG = re.compile(
    "我[们們]|本文|本研究|提出|研究|方法|[结結]果|表明|[证證]明|通[过過]|基[于於]|[实實][验驗]|[针針][对對]|其中|因此|然而|以及|可以|[并並]且|[进進]行|"
    "[设設][计計]|[问問][题題]|模型|[网網][络絡]|[训訓][练練]|[学學][习習]|[显顯]示|[发發][现現]|利用|[给給]出|分析|介[绍紹]|[讨討][论論]"
)
_WEAK = re.compile("[的是在了与與和对對为為将將从從其该該这這使被由而但并並不能有]")


def han_share(text: str) -> float:
    """The part of the letters that are Han."""
    han = len(_HAN.findall(text))
    return han / (han + len(_LATIN.findall(text))) if han else 0.0


def language(text: str) -> str | None:
    """'en' or 'zh' (also 'ja', 'ko') by script, None where no Latin, Han, kana or hangul stands."""
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    kana, hangul = len(_KANA.findall(text)), len(_HANGUL.findall(text))
    if kana and kana >= 0.1 * (han + kana):
        return "ja"
    if hangul > han and hangul >= 0.2 * latin:
        return "ko"
    # One Han character says about as much as three Latin letters.
    if han and 3 * han >= latin:
        return "zh"
    letters = sum(unicodedata.category(c)[0] == "L" for c in text[:5000])
    return "en" if latin and len(_LATIN.findall(text[:5000])) >= 0.5 * letters else None


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does."""
    return bool(_END.search(line[-80:]))


def heading(line: str) -> str | None:
    """Which kind of heading or translator's line this is: RELATED, HEADING or TRANSLATED; None if it is none."""
    if len(line) > 90:
        return None
    bare = line.strip(" \t#*=-–—_:：>»•·[]【】()（）<《》…")
    for pattern, kind in ((_TRANSLATED, TRANSLATED), (_RELATED, RELATED), (_HEADINGS, HEADING)):
        if pattern.fullmatch(bare) and not (kind is TRANSLATED and line.rstrip().endswith("。")):
            return kind
    return None


def is_separator(line: str) -> bool:
    """Whether the line only divides: a rule ('====', '* * *', '###') or a number by itself ('[1]', '2.', '— 3 —')."""
    return len(line) <= 500 and _RULE.fullmatch(line.strip()) is not None


def is_chain(line: str) -> bool:
    """Whether the line is many short pieces and no sentence: tags, menus, bread crumbs, spam words."""
    if len(line) > 20_000:
        return False
    han = han_share(line) > 0.3
    pieces = [p for p in _SEPARATOR.split(line) if p]
    if len(pieces) < 3 and han:
        pieces = line.split()
    if len(pieces) < 3 or _INNER_END.search(line.rstrip()[:-1]):
        return False
    if han:
        return sum(map(len, pieces)) / len(pieces) <= 14 and not _chinese_prose(line)
    words = [w.casefold() for w in _WORD.findall(line)]
    connected = sum(w in _FUNCTION for w in words)
    return len(words) / len(pieces) <= 3.5 and connected <= 0.12 * len(words)


def has_sentence(line: str) -> bool:
    """Whether the line holds at least one sentence of running text."""
    if han_share(line) > 0.3:
        return _chinese_prose(line)
    words = [w.casefold() for w in _WORD.findall(line[:5000])]
    connected = sum(w in _FUNCTION for w in words)
    if len(words) < 8:
        return False
    ended = ends_sentence(line) or bool(_INNER_END.search(line))
    if _LATIN.search(line) is None:  # another script: its function words are unknown here
        return ended and len(words) >= 15
    enough = connected >= max(2, 0.08 * len(words)) or (connected >= 4 and len(words) > 60)
    return enough and (ended or len(line) >= 400)


def _chinese_prose(line: str) -> bool:
    """A sentence's end and the words that hold sentences together; a chain of search words has neither."""
    strong, weak = len(set(_STRONG.findall(line))), len(set(_WEAK.findall(line)))
    if not _HAN_END.search(line):  # cut off, or a long chain in which such words stand by accident
        clauses = [p for p in _SEPARATOR.split(line) if p]
        return len(line) >= max(60, 9 * len(clauses)) and strong >= max(2, len(line) / 80) and weak >= 3
    if len(line) >= 80:
        return 2 * strong + weak >= 3
    return len(line) >= 16 and 2 * strong + weak >= 4


def may_be_notice(line: str) -> bool:
    """Whether a line is short enough for a notice of the site, and does not open as papers do ('We …', '本文 …')."""
    return len(line) < _SHORT and not _OPENING.match(line)


def reason(line: str) -> str | None:
    """Why this line is no abstract, or None where it is one."""
    kind = heading(line)
    if kind:
        return kind
    if len(line) > MAX_ABSTRACT:
        return TOO_LONG
    if is_separator(line):
        return SEPARATOR
    if is_chain(line):
        return CHAIN
    if may_be_notice(line) and _NOTICE.search(line):
        return NOTICE
    if is_advert(line):
        return ADVERT
    return None if has_sentence(line) else NO_SENTENCE
