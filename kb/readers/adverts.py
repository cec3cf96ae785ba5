"""Advertisements among abstracts: `is_advert(line)` weighs how a line speaks to its reader against how papers speak.

An advertisement addresses its reader, commands, promises and shouts; a paper names what was done and found. Each sign
counts, each sign of science outweighs two of them, and what is left over makes an advertisement from two on.
No sign is enough by itself: "You Only Look Once" and "free energy" are science.
"""

from __future__ import annotations

import re

_LONGEST = 600
_ENOUGH = 2
_AT_MOST = 3

_ADDRESSED = re.compile(r"\b(?:you|your|yours|you['’](?:re|ll|ve))\b|[您你]", re.IGNORECASE)
_COMMAND = re.compile(
    r"(?:^|[.!?…:,;–—-]\s+|\band\s)(?:please\s+|just\s+|simply\s+|so\s+)?(?:join|click|tap|buy|get|claim|call|order|"
    r"download|visit|hurry|try|enter|win|register|apply|contact|save|shop|earn|play|bet|watch|meet|chat|upgrade|unlock|"
    r"switch|book|start|discover|enjoy|grab|stop|install|lose|text|dial|act|choose|become|sign|share|find out|"
    r"(?:do not|don['’]t|never) (?:miss|wait|pay|worry))\b",
    re.IGNORECASE,
)
_SHOUT = re.compile(r"[!！]|\b[A-Z]{4,}(?:\s+[A-Z]{3,}){2,}")
_PRICE = re.compile(
    r"[$€£¥￥]\s?\d[\d,.]*(?!\S*\$)(?!\s*(?:million|billion))|\b\d+\s?(?:usd|eur|dollars|euros|元)\b|"
    r"\b\d{1,3}\s?% (?:off|discount|bonus)|\d折",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:congratulations|prizes?|winners?|won|lottery|jackpots?|gift cards?|vouchers?|coupons?|promo(?:tion)?s?|"
    r"discounts?|deals?|bonus(?:es)?|cheap(?:est)?|sale|clearance|offers?|limited time|risk[- ]free|money[- ]back|"
    r"guaranteed|no (?:deposit|obligation|prescription|credit card|fees?)|(?:for|join|try|sign up|chat|watch) free|"
    r"free (?:today|now|spins?|gifts?|samples?|delivery|quotes?|account|membership|download|of charge)|"
    r"iphones?|ipads?|smart ?tvs?|laptops?|singles|girls|dating|hot|sexy|nude|escorts?|webcams?|viagra|cialis|pills|"
    r"weight loss|belly fat|anti[- ]?aging|wrinkles|miracle|secret|weird trick|simple trick|doctors hate|shocking|"
    r"(?:online|lucky) slots?|poker|casinos?|betting|bets?|gambling|loans?|mortgages?|credit score|insurance|payday|"
    r"cash|rich|income|work(?:ing)? from home|bitcoins?|crypto|forex|profits?|millionaires?|investors?|"
    r"essays? (?:for|writing)|today|tonight|right now|within \d+ hours|hurry|last chance|act now|in stock|shipping|"
    r"delivery|warranty|link below|below to|whats ?app|telegram|near you|in your area|customers?|members?|vip|premium|"
    r"subscribers?|replica|handbags?|watches|followers|unsubscribe|exclusive)\b|"
    r"恭喜|奖品|中奖|大奖|领取|红包|优惠|折扣|特价|促销|包邮|正品|抢购|限时|限量|名额|加微信|微信号|加群|赚钱|月入|兼职|贷款|借款|理财|"
    r"彩票|博彩|赌场|棋牌|下注|返利|返现|美女|约会|交友|性感|减肥|代写|代发|发票|办证|开户|免费|点击|立即|马上|注册|下载|会员|"
    r"手机|客户|联系电话|热线|欢迎(?:光临|咨询|来电|加入)",
    re.IGNORECASE,
)
_SCIENCE = re.compile(
    r"\bwe (?:\w+ly )?(?:show|propose|study|present|introduce|find|prove|demonstrate|investigate|develop|describe|"
    r"analy[sz]e|measure|compare|argue|report|examine|evaluate|consider|explore|use|train|ask|derive|design|observe|provide|collect)\b|"
    r"\b(?:this|our|the) (?:paper|work|study|article|method|approach|results?|model|survey|review|analysis)\b|"
    r"\b(?:methods?|models?|networks?|algorithms?|datasets?|data|experiments?|empirical\w*|theor\w+|proofs?|"
    r"analys[ei]s|hypothes[ei]s|evidence|accuracy|training|learning|estimat\w+|parameters?|patients|cells?|proteins?|trials?|"
    r"participants|significant\w*|statistic\w*|benchmarks?|state[- ]of[- ]the[- ]art|et al|propose[ds]?|"
    r"demonstrate[ds]?|investigate[ds]?|evaluate[ds]?|measure[ds]?|literature|framework|optimi[sz]ation|gradients?|simulations?)\b|"
    r"本文|本研究|我[们們](?!的)|提出|方法|[实實][验驗]|模型|[网網][络絡]|[数數][据據]|研究|算法|分析|[结結]果|[训訓][练練]|[学學][习習]",
    re.IGNORECASE,
)


def is_advert(line: str) -> bool:
    """Whether a line sells something: it speaks to its reader and promises, and says little as papers do.

    >>> is_advert("Congratulations! You have won a cruise. Call us to claim your cabin.")
    True
    >>> is_advert("You rarely win a lottery. We show how people estimate such odds.")
    False
    """
    if len(line) > _LONGEST:
        return False
    signs = sum(bool(p.search(line)) for p in (_COMMAND, _SHOUT, _PRICE)) + min(len(_ADDRESSED.findall(line)), _ENOUGH)
    if not signs and _SCIENCE.search(line):  # most lines of most pages: the long list need not be asked
        return False
    offers = min(_different(_OFFERS, line), _AT_MOST)
    if not signs and offers < _AT_MOST:
        return False
    return signs + offers - 2 * _different(_SCIENCE, line) >= _ENOUGH


def _different(pattern: re.Pattern[str], line: str) -> int:
    """How many different things a pattern finds."""
    return len({found[0].casefold() for found in pattern.finditer(line)})
