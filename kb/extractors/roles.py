"""What the trigger words of a sentence say of the names in it: the first guess of `parts`, and points for a phrase.

One scan finds all triggers of a text. A trigger holds for what follows it ("outperforms A and B"), until a word that
turns the sentence elsewhere ("for", "which", "to"). Others' deeds ("prior work proposes") assert nothing of this paper.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from .triggers import Cue, cues, findings

_RIGHT = re.compile(
    r"\s*(?:\([^)]{1,60}\))?\s*(?:[,:–—]|---?)\s+(?:which is )?(?:an?|the first)\s+(?:[\w-]+,? ){0,4}?"
    r"(?:novel|new|simple|method|framework|approach|model|algorithm|dataset|benchmark|architecture|technique"
    r"|system|library|toolkit|family)\b"
)
_PASSIVE = re.compile(
    r"\s*(?:\([^)]{1,40}\))?\s*(?:is|are|was|were|has been|have been) (?:also )?(?P<verb>proposed|introduced"
    r"|presented|developed|used|studied|"
    r"analy[sz]ed|investigated|employed|compared|outperform\w*|applied)\b"
)
_PASSIVE_ROLES = {
    **dict.fromkeys(("pro", "int", "pre", "dev"), "introduces"),
    **dict.fromkeys(("use", "emp", "app"), "uses"),
    **dict.fromkeys(("stu", "ana", "inv"), "studies"),
    "com": "comparesWith",
}
_RIGHT_SIGNS, _PASSIVE_SIGNS = "(,:–—-", "(iawh"  # with which they begin after white space
_ONE_OF = re.compile(r"\b(?:an?|new|novel|two|three|several|simple|our|proposed)\b", re.IGNORECASE)
_SURVEY = re.compile(
    r"\b(?:we|this (?:paper|article|work|chapter|review|survey)|the (?:paper|article"
    r"|authors))\W+(?:\w+\W+){0,3}?(?:survey|review|overview|summari[sz]e)s?\b"
    r"|\b(?:comprehensive|systematic|brief|short|recent) (?:survey|review|overview)\b|本文综述",
    re.IGNORECASE,
)
"""A paper that says it is a survey studies what it goes on to name."""
_OWN = re.compile(r"\b(?:we|our|this (?:paper|work|article)|here)\b", re.IGNORECASE)


class Roles:
    """The triggers of one text, asked mention by mention."""

    def __init__(self, text: str, lang: str) -> None:
        self.text, self.lang = text, lang
        self.cues = cues(text, lang)
        self.findings = findings(text) if lang == "en" else []
        self.begins = [c.begin for c in self.cues]
        survey = (
            _SURVEY.search(text) if any(w in text for w in ("urvey", "eview", "verview", "ummari", "综述")) else None
        )
        self.survey = survey.end() if survey else len(text)

    def of(self, begin: int, end: int, sentence: tuple[int, int]) -> str:
        """The role that the sentence gives to this mention, 'mentions' where it gives none."""
        left = self._left(begin, sentence)
        if self.lang != "en" or left not in ("mentions", "introduces"):
            return left
        sign = self.text[end : end + 2].lstrip()[:1]  # nothing where white space goes on; a letter after most mentions
        if sign in _RIGHT_SIGNS and _RIGHT.match(self.text, end) and _OWN.search(self.text, *sentence):
            return "introduces"
        if sign in _PASSIVE_SIGNS and left == "mentions" and (passive := _PASSIVE.match(self.text, end)):
            return _PASSIVE_ROLES.get(passive.group("verb")[:3], "mentions")
        if left == "introduces":
            return left
        n = bisect_left(self.findings, begin)
        if self.survey <= begin or (n and self.findings[n - 1] >= sentence[0]):
            return "studies"
        return left

    def introduced(self, begin: int) -> bool:
        """Whether a common name is brought itself ("we introduce the notion of X"), not one of its kind ("a new X")."""
        cue = self.cue(begin)
        return cue is None or not _ONE_OF.search(self.text, cue.begin, begin)

    def cue(self, begin: int) -> Cue | None:
        """The last trigger that ends before a place."""
        n = bisect_right(self.begins, begin) - 1
        while n >= 0 and self.cues[n].end > begin:
            n -= 1
        return self.cues[n] if n >= 0 else None

    def _left(self, begin: int, sentence: tuple[int, int]) -> str:
        cue = self.cue(begin)
        if cue is None or cue.begin < sentence[0] or begin - cue.end > cue.reach:
            return "mentions"
        return cue.role or "mentions"


@lru_cache(maxsize=2)
def roles_in(text: str, lang: str) -> Roles:
    """The triggers of a text, looked for once: the phrases ask before the mentions do."""
    return Roles(text, lang)
