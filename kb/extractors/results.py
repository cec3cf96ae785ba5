"""Who beats whom, and on what a method was tried: from the sentences that tell results.

1. A sentence with a word of beating, or with a dataset, becomes a template (`templates`).
2. A subject is the name right before the verb, or what the paper brings ("our method", "we"), then without a place.
3. What is beaten are the names after the verb and words such as "strong baselines such as"; of "existing kernel
   methods" nothing is said, for these are not the kernel.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import product

from ..claims import Claim, Span
from .chains import HEAD, Link, doubted, sentence_at
from .templates import ADVERBS, JOINED, LIST, MOST, NAME, OWN, SUCCEEDS, Template
from .tokens import words_of
from .tried import tried
from .values import told
from .words import FUNCTION, word_set

_VERB = re.compile(
    rf"\b(?:outperform(?:s|ed)?|surpass(?:es|ed)?|exceed(?:s|ed)?|beats?|improve[sd]? (?:(?:up)?on|over)"
    rf"|(?:is|are|was|were) {ADVERBS}(?:superior to|better than|more accurate than)"
    rf"|(?:achiev|obtain|show|yield|provid|reach|attain|demonstrat|deliver|perform)(?:e?s|ed|e)? {ADVERBS}(?:an? )?"
    r"(?:significantly |significant |much |far |slightly |consistently )?"
    r"(?:better|superior|higher|stronger|improved|favorabl[ey])"
    r"(?: [\w\-]+){0,3}? (?:than|to|over|compared (?:to|with))) "
)
_BEATING = re.compile(r"\b(?:outperforming|surpassing|exceeding|beating|improving (?:(?:up)?on|over)) ")
_BEATEN = re.compile(rf" (?:is|are|was|were) {ADVERBS}outperformed by ")
_SUBJECT = re.compile(
    rf"(?:(?P<own>{OWN})|(?P<subject>{JOINED})(?: {HEAD})?)(?:, [^,;:]{{3,60}},| \([^()]{{1,40}}\))?\Z"
)
_ADVERBS = word_set("also still even then often further both always clearly far generally average by")
_KINDS = (
    r"(?:(?:(?:the|a|an|all|both|other|several|many|existing|previous|prior|current|recent|strong|popular|standard"
    r"|competing|competitive|vanilla|original|its|their|other|traditional|conventional|classical|well-known|powerful"
    r"|state-of-the-art|SOTA|leading|widely[ -]used|commonly[ -]used|larger|much|supervised|well-tuned|best|alternative"
    rf"|naive|performance|of|that|baseline|specialized|even|such as|including|like|e\.g\.,?|namely|and|{HEAD}"
    r"|those|dedicated|fully|open-source|proprietary|related|latest|advanced|various),?|\() ){0,8}?"
).replace(r"|\() )", r") |\()")
_SUCH = rf"(?:[a-z][\w\-]*,? ){{0,6}}?(?:{HEAD}|toolkits?|tools?) (?:\()?(?:such as|like|including|namely|e\.g\.,?|of) "
_OBJECTS = re.compile(rf"(?:{_KINDS}|{_SUCH})(?P<objects>{LIST})")
_WHO = re.compile(rf"(?:(?P<own>{OWN})|(?P<subject>{LIST})(?: {HEAD})?)")
_AFTER = re.compile(
    rf"(?: (?:{HEAD}|family|itself))?(?:\)|\s*[.,;:)]|\s*\Z| (?:and|or|by|on|in|at|with|across|over|for|while|when"
    r"|under|using|both|as|to|from|w\.r\.t|that|which|without|even|up|trained|especially|particularly|despite|given|where"
    r"|whilst|during|through|but|is|are|regarding|concerning|against|per|within|than|because|thanks|respectively)\b)"
)
_HOPED = re.compile(r"\b(?:to|can|could|may|might|would|should|not|expected) (?:[a-z]+ly )?\Z")
_OPENS = re.compile(
    rf"(?P<own>{OWN}|\b[Ww]e\b)|(?P<subject>{NAME})(?: {HEAD})?"
    rf"(?= {ADVERBS}(?:is|are|was|were|(?:{SUCCEEDS})(?:e?s|ed))\b)"
)

_SURE = word_set(
    """outperform outperforms outperformed outperforming surpass surpasses surpassed surpassing exceed exceeds exceeded
    exceeding beat beats beating"""
)
_PERHAPS = word_set("superior better higher stronger accurate improve improves improved improving favorably")
_WORDS = _SURE | _PERHAPS
_GOES_ON = re.compile(r" (?:up)?on\b| over\b| to\b|(?: [\w\-]+){0,3}? (?:than|over|compared|to)\b")


def results(text: str, row: Sequence[Link], cut: Sequence[Span]) -> Iterator[Claim]:
    """Every "method outperforms method" and "method on dataset", with dataset, metric and value where told."""
    data = {sentence_at(cut, link.begin) for link in row if link.label == "Dataset"}
    words = words_of(text, _WORDS)
    beaten = {sentence_at(cut, w[0]) for w in words if w[3] not in _PERHAPS or _GOES_ON.match(text, w[1])}
    begins = [link.begin for link in row]
    for sentence in sorted(data | beaten):
        inside = row[bisect_left(begins, sentence[0]) : bisect_left(begins, sentence[1])]
        if not inside or len(inside) >= MOST or text[sentence[1] - 1] in "?？":
            continue
        template = Template.of(text, inside, sentence)
        if sentence in beaten:
            yield from _beaten(text, template)
        if sentence in data:
            yield from tried(text, template)


def _beaten(text: str, t: Template) -> Iterator[Claim]:
    said = t.said
    for verb in _VERB.finditer(said):
        who, objects = _before(said, verb.start()), _OBJECTS.match(said, verb.end())
        if who and objects:
            yield from _claims(text, t, who, objects, "outperforms", verb.start())
    for verb in _BEATING.finditer(said):
        objects = _OBJECTS.match(said, verb.end())
        who = _OPENS.search(said, 0, verb.start()) if objects else None
        if who and objects and ";" not in said[who.end() : verb.start()] and not _HOPED.search(said, 0, verb.start()):
            yield from _claims(text, t, who, objects, "outperforming", verb.start())
    for verb in _BEATEN.finditer(said):
        objects, who = _LAST.search(said, 0, verb.start()), _WHO.match(said, verb.end())
        if who and objects:
            yield from _claims(text, t, who, objects, "outperformed-by", verb.start())


_CLASS = re.compile(r" (?:algorithms|methods|models|approaches|techniques|frameworks|strategies|schemes|baselines)\b")
_LAST = re.compile(rf"(?P<objects>{LIST})\Z")
_FAR = 130


def _before(said: str, at: int) -> re.Match[str] | None:
    """Whose verb begins here: the name, or what the paper brings, right before it and its adverbs."""
    while True:
        left = said[:at].rstrip(" ")
        word = left[left.rfind(" ") + 1 :]
        if not (word.endswith("ly") or word in _ADVERBS or (word == "and" and left.endswith("ly and"))):
            break
        at = len(left) - len(word)
    found = _SUBJECT.search(said, max(0, len(left) - _FAR), len(left))
    if found is None or _HOPED.search(said, max(0, at - 30), at):
        return None
    return None if found["subject"] and _PART_OF.search(said, 0, found.start()) else found


_PART_OF = re.compile(r"\b(?:with|on|of|in|for|from|by|using|via|to|than|under|at) (?:(?:the|an?|our) )?\Z")
"""Before a name that is no subject: "our model with a B backbone outperforms"."""


def _claims(text: str, t: Template, who: re.Match[str], m: re.Match[str], rule: str, verb: int) -> Iterator[Claim]:
    """One claim for each subject and object; none where what follows shows that the last name was only part of one.

    `verb` is where the word of beating begins: up to there must stand no doubt.
    """
    last = max(m.end("objects"), who.end())
    if not _AFTER.match(t.said, last) or (last > m.end("objects") and not rule.endswith("by")):
        return
    if doubted(text, t.sentence, t.place(min(who.start(), verb)), t.place(verb)):
        return
    subjects: list[Link | None] = list(t.named(*who.span("subject"))) if who["subject"] else [None]
    if who["subject"] and _is_cut(text, t.named(*who.span("subject"))[0]):
        return
    if _CLASS.match(t.said, m.end("objects")):
        return  # "existing kernel methods" are not the kernel
    objects = t.named(*m.span("objects"))
    name = f"own-{rule}" if subjects == [None] else rule
    for (datasets, metrics, value), one, other in product(told(t, last), subjects, objects):
        own = one.span if one else None
        spans = [s for s in (own, other.span, *datasets, value) if s]
        begin = min(t.place(min(who.start(), m.start("objects"))), *(s[0] for s in spans))
        end = max(t.place(last - 1) + 1, *(s[1] for s in spans))
        yield Claim("outperforms", "", begin, end, own, other.span, name, 0.8, datasets, metrics, value)


_BEFORE = re.compile(r"\b([a-z][a-z\-]*) \Z")
_NOT_OF_A_NAME = FUNCTION | {"proposed", "simple", "new", "novel", "show", "find", "shows", "time", "average", "method"}


def _is_cut(text: str, link: Link) -> bool:
    """Whether a name written small is only the end of one: "sparse deep learning"."""
    word = _BEFORE.search(text, max(0, link.begin - 30), link.begin)
    return text[link.begin : link.end].islower() and word is not None and word[1] not in _NOT_OF_A_NAME
