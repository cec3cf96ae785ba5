"""Who beats whom, and on what a method was tried: from the sentences that tell results.

1. A sentence with a word of beating, or with a dataset, becomes a template: each name one sign, short forms in brackets
   dropped, so that a pattern can say "name, adverbs, outperforms, name".
2. A subject is the name right before the verb, or what the paper brings ("our method", "we"), then without a place.
3. Datasets, a metric and a value count only where the sentence leaves no doubt to whom they belong: one value, one
   metric, and no "respectively".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..claims import Claim, Span
from .chains import Link, doubted, sentence_at
from .tokens import words_of
from .words import word_set

_FIRST = 0xE000  # of the signs that no text uses: the n-th name of a sentence is the n-th of them
_MOST = 0x1000
_N = "[\ue000-\uefff]"
_LIST = rf"{_N}(?:(?:, and |, or |, | and | or | as well as |/){_N})*"
_JOINED = rf"(?:{_N}(?:, {_N})*(?:, and | and ))?{_N}"  # "trained on A, B beats C": no list without its "and"
_HEAD = (
    r"(?:algorithms?|methods?|models?|approach(?:es)?|frameworks?|techniques?|architectures?|networks?|systems?"
    r"|strateg(?:y|ies)|schemes?|pipelines?|modules?|variants?|learners?|solvers?|estimators?|detectors?|classifiers?"
    r"|agents?|optimizers?|baselines?|counterparts?|competitors?)"
)
_OWN = (
    rf"(?:[Oo]ur|[Tt]he (?:proposed|resulting)|[Oo]ur proposed|[Tt]his(?: new| novel)?)(?: [\w\-]+){{0,2}}? {_HEAD}"
    r"|\b[Oo]urs"
)
_ADV = (
    r"(?:(?:[a-z]+ly|also|still|even|then|often|further|not only|both|always|clearly|by far|generally|in general"
    r"|empirically|on average) |[a-z]+ly and [a-z]+ly )*"
)
_VERB = re.compile(
    rf"\b(?:outperform(?:s|ed)?|surpass(?:es|ed)?|exceed(?:s|ed)?|beats?|improve[sd]? (?:(?:up)?on|over)"
    rf"|(?:is|are|was|were) {_ADV}(?:superior to|better than|more accurate than)"
    rf"|(?:achiev|obtain|show|yield|provid|reach|attain|demonstrat|deliver|perform)(?:e?s|ed|e)? {_ADV}(?:an? )?"
    r"(?:significantly |significant |much |far |slightly |consistently )?"
    r"(?:better|superior|higher|stronger|improved|favorabl[ey])"
    r"(?: [\w\-]+){0,3}? (?:than|to|over|compared (?:to|with))) "
)
_BEATING = re.compile(r"\b(?:outperforming|surpassing|exceeding|beating|improving (?:(?:up)?on|over)) ")
_BEATEN = re.compile(rf" (?:is|are|was|were) {_ADV}outperformed by ")
_SUBJECT = re.compile(
    rf"(?:(?P<own>{_OWN})|(?P<subject>{_JOINED})(?: {_HEAD})?)(?:, [^,;:]{{3,60}},| \([^()]{{1,40}}\))?\Z"
)
_ADVERBS = word_set("also still even then often further both always clearly far generally average by")
_KINDS = (
    r"(?:(?:(?:the|a|an|all|both|other|several|many|existing|previous|prior|current|recent|strong|popular|standard"
    r"|competing|competitive|vanilla|original|its|their|other|traditional|conventional|classical|well-known|powerful"
    r"|state-of-the-art|SOTA|leading|widely[ -]used|commonly[ -]used|larger|much|supervised|well-tuned|best|alternative"
    rf"|naive|performance|of|that|baseline|specialized|even|such as|including|like|e\.g\.,?|namely|and|{_HEAD}"
    r"|those|dedicated|fully|open-source|proprietary|related|latest|advanced|various),?|\() ){0,8}?"
).replace(r"|\() )", r") |\()")
_SUCH = rf"(?:[a-z][\w\-]*,? ){{0,6}}?(?:{_HEAD}|toolkits?|tools?) (?:\()?(?:such as|like|including|namely|e\.g\.,?|of) "
_OBJECTS = re.compile(rf"(?:{_KINDS}|{_SUCH})(?P<objects>{_LIST})")
_WHO = re.compile(rf"(?:(?P<own>{_OWN})|(?P<subject>{_LIST})(?: {_HEAD})?)")
_AFTER = re.compile(
    rf"(?: (?:{_HEAD}|family|itself))?(?:\)|\s*[.,;:)]|\s*\Z| (?:and|or|by|on|in|at|with|across|over|for|while|when|under"
    r"|using|both|as|to|from|w\.r\.t|that|which|without|even|up|trained|especially|particularly|despite|given|where"
    r"|whilst|during|through|but|is|are|regarding|concerning|against|per|within|than|because|thanks|respectively)\b)"
)
_HOPED = re.compile(r"\b(?:to|can|could|may|might|would|should|not|expected) (?:[a-z]+ly )?\Z")
_OPENS = re.compile(rf"(?P<own>{_OWN}|\b[Ww]e\b)|(?P<subject>{_N})(?: {_HEAD})?(?= {_ADV}[a-z]+(?:s|ed)\b)")

_SURE = word_set(
    """outperform outperforms outperformed outperforming surpass surpasses surpassed surpassing exceed exceeds exceeded
    exceeding beat beats beating"""
)
_PERHAPS = word_set("superior better higher stronger accurate improve improves improved improving favorably")
_GOES_ON = re.compile(r" (?:up)?on\b| over\b| to\b|(?: [\w\-]+){0,3}? (?:than|over|compared|to)\b")


def results(text: str, row: Sequence[Link], cut: Sequence[Span]) -> Iterator[Claim]:
    """Every "method outperforms method" and "method on dataset" of a text, with dataset, metric and value where told."""
    data = {sentence_at(cut, link.begin) for link in row if link.label == "Dataset"}
    told = {sentence_at(cut, w[0]) for w in words_of(text, _SURE)}
    told |= {sentence_at(cut, w[0]) for w in words_of(text, _PERHAPS) if _GOES_ON.match(text, w[1])}
    begins = [link.begin for link in row]
    for sentence in sorted(data | told):
        inside = row[bisect_left(begins, sentence[0]) : bisect_left(begins, sentence[1])]
        if not inside or len(inside) >= _MOST or text[sentence[1] - 1] in "?？":
            continue
        template = Template.of(text, inside, sentence)
        if sentence in told:
            yield from _beaten(text, template)
        if sentence in data:
            yield from _tried(text, template)


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence whose names are one sign each, and where each of its characters stands in the text."""

    said: str
    links: Sequence[Link]
    places: Sequence[tuple[int, int]]
    """(place in `said`, place in the text) from which on both run alike."""
    sentence: Span

    @classmethod
    def of(cls, text: str, inside: Sequence[Link], sentence: Span) -> Template:
        """The template of a sentence with these names."""
        parts, places, length, at = list[str](), list[tuple[int, int]](), 0, sentence[0]
        for n, link in enumerate(inside):
            gap = _plain(text[at : link.begin])
            places += [(length, at), (length + len(gap), link.begin)]
            parts += [gap, chr(_FIRST + n)]
            length, at = length + len(gap) + 1, link.reach
        places.append((length, at))
        parts.append(_plain(text[at : sentence[1]]))
        return cls("".join(parts), inside, places, sentence)

    def place(self, at: int) -> int:
        """The character of the text that stands at a place of the template."""
        here, there = self.places[max(0, bisect_left(self.places, (at + 1, -1)) - 1)]
        return there + at - here

    def named(self, begin: int, end: int) -> list[Link]:
        """The names between two places."""
        return [self.links[ord(c) - _FIRST] for c in self.said[begin:end] if "\ue000" <= c <= "\uefff"]


_SPACE = re.compile(r"\s")
_ODD = re.compile("[\ue000-\uefff]")


def _plain(piece: str) -> str:
    """A piece of a sentence of the same length, each white space a blank, without signs that stand for names."""
    piece = _SPACE.sub(" ", piece)
    return piece if piece.isascii() else _ODD.sub(" ", piece)


# --- who beats whom --------------------------------------------------------------------------------------------------


def _beaten(text: str, t: Template) -> Iterator[Claim]:
    said = t.said
    for verb in _VERB.finditer(said):
        who, objects = _before(said, verb.start()), _OBJECTS.match(said, verb.end())
        if who and objects:
            yield from _claims(text, t, who, objects, "outperforms")
    for verb in _BEATING.finditer(said):
        objects = _OBJECTS.match(said, verb.end())
        who = _OPENS.search(said, 0, verb.start()) if objects else None
        if who and objects and ";" not in said[who.end() : verb.start()] and not _HOPED.search(said, 0, verb.start()):
            yield from _claims(text, t, who, objects, "outperforming")
    for verb in _BEATEN.finditer(said):
        objects, who = _LAST.search(said, 0, verb.start()), _WHO.match(said, verb.end())
        if who and objects:
            yield from _claims(text, t, who, objects, "outperformed-by")


_CLASS = re.compile(r" (?:algorithms|methods|models|approaches|techniques|frameworks|strategies|schemes|baselines)\b")
_LAST = re.compile(rf"(?P<objects>{_LIST})\Z")
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
    return None if found is None or _HOPED.search(said, max(0, at - 30), at) else found


def _claims(text: str, t: Template, who: re.Match[str], m: re.Match[str], rule: str) -> Iterator[Claim]:
    """One claim for each subject and object; none where what follows shows that the last name was only part of one."""
    last = max(m.end("objects"), who.end())
    if not _AFTER.match(t.said, last) or (last > m.end("objects") and not rule.endswith("by")):
        return
    if doubted(text, t.sentence, t.place(who.start()), t.place(m.start("objects"))):
        return
    subjects: list[Link | None] = list(t.named(*who.span("subject"))) if who["subject"] else [None]
    if _CLASS.match(t.said, m.end("objects")):
        return  # "existing kernel methods" are not the kernel
    objects = t.named(*m.span("objects"))
    datasets, metrics, value = _told(t, last)
    for one in subjects:
        for other in objects:
            spans = [other.span, *datasets, *metrics, *([one.span] if one else []), *([value] if value else [])]
            first = min(t.place(min(who.start(), m.start("objects"))), *(s[0] for s in spans))
            reach = max(t.place(last - 1) + 1, *(s[1] for s in spans))
            name = f"own-{rule}" if one is None else rule
            yield Claim("outperforms", "", first, reach, one and one.span, other.span, name, 0.8, datasets, metrics,
                        value)  # fmt: skip


_VALUE = re.compile(
    r"(?<![\w.$\-])[+\-−]?\d+(?:\.\d+)?(?:[ ~]?(?:\\?%|percent\b|percentage points?\b|points?\b|dB\b|BLEU\b|pp\b)| ?(?:x|×|\\times)(?!\w))"
    r"|(?<![\w.$\-])\d*\.\d+(?![\w.])"
)
_CLAUSE = re.compile(r"[;]|, (?:while|whereas|but|although|though)\b")


def _told(t: Template, at: int) -> tuple[tuple[Span, ...], tuple[Span, ...], Span | None]:
    """The datasets, the metric and the value that the clause around a result names; nothing where it is not clear."""
    stop = _CLAUSE.search(t.said, at)
    end = stop.start() if stop else len(t.said)
    begin = max((m.end() for m in _CLAUSE.finditer(t.said, 0, at)), default=0)
    behind, everywhere = t.named(at, end), t.named(begin, end)
    datasets = tuple(link.span for link in behind if link.label == "Dataset")
    datasets = datasets or tuple(link.span for link in everywhere if link.label == "Dataset")
    metrics = tuple(dict.fromkeys(link.span for link in everywhere if link.label == "Metric"))
    values = [(m.start(), m.end()) for m in _VALUE.finditer(t.said, begin, end)]
    clear = len(values) == 1 and "respectively" not in t.said and len(datasets) < 2
    value = (t.place(values[0][0]), t.place(values[0][1] - 1) + 1) if clear else None
    return datasets, metrics if len(metrics) == 1 else (), value


# --- what was tried on what ------------------------------------------------------------------------------------------

_ON = re.compile(rf" (?:on|in|across|over|for) (?!.* on (?!{_N}))[^;:.()\ue000-\uefff]{{0,70}}\(?\Z")
_SHOWS = (
    r"(?:achiev|obtain|attain|reach|yield|scor|deliver|show|demonstrat|perform|set|improv|outperform|surpass|reduc"
    r"|exceed|gain|boost|establish|generaliz|excel|work|provid|exhibit)(?:e?s|ed|e)?"
)
_NAMED = re.compile(
    rf"(?P<subject>{_JOINED})(?: {_HEAD})?(?:, [^,;:]{{3,60}},| \([^()]{{1,40}}\))? {_ADV}{_SHOWS}\b(?=[^;]{{0,160}}\Z)"
)
_TESTED = re.compile(
    rf"\b(?:[Ee]valuat|[Vv]alidat|[Tt]est|[Bb]enchmark)(?:es?|ed|ing|s)? (?:the performance of |our |the proposed )?"
    rf"(?P<subject>{_N})(?: {_HEAD})?(?: [\w\-]+){{0,4}}?\Z"
)
_OURS = re.compile(
    r"\b(?:[Ee]xperiments?|[Ee]xperimental (?:results|evaluations?)|[Ee]xperimentally|[Ee]mpirical(?:ly)?"
    r"|[Ee]valuations?|[Ww]e (?:[a-z]+ly |also |then |further )*(?:evaluate|validate|test|demonstrate|achieve|show|obtain"
    r"|benchmark|conduct|improve|outperform|establish|perform|report|verify|set)|(?:is|are) (?:[a-z]+ly )?(?:evaluated"
    rf"|validated|tested|verified)|{_OWN}|[Tt]he effectiveness of|state-of-the-art (?:results?|performance))"
    r"(?=[^;]{0,140}\Z)"
)
_TRAINED = re.compile(
    r"\b(?:pre-?|fine-?)?(?:train(?:ed|ing)?|tun(?:ed|ing)|learn(?:ed|ing)?|constructed|built|based|derived|collected"
    r"|annotations?|labels?|images|distill(?:ed)?|initialized) (?:[\w\-]+ ){0,4}\Z",
    re.IGNORECASE,
)


def _tried(text: str, t: Template) -> Iterator[Claim]:
    """What the sentence says of a method on its datasets; the list of datasets is read from its first name on."""
    for m in _DATA_LIST.finditer(t.said):
        data = [link for link in t.named(*m.span()) if link.label == "Dataset"]
        if not data or t.links[ord(m[0][0]) - _FIRST].label != "Dataset":
            continue
        on = _ON.search(t.said, max(0, m.start() - 80), m.start())
        if not on or _TRAINED.search(t.said, max(0, on.start() - 50), on.start() + 1):
            continue
        left = max(0, on.start() - _AWAY)
        found = next((x for p in (_NAMED, _TESTED, _OURS) if (x := p.search(t.said, left, on.start()))), None)
        if not found:
            continue
        if doubted(text, t.sentence, t.place(found.start()), t.place(found.start()) + 1):
            continue
        groups = found.groupdict()
        own = not groups.get("subject")
        subjects: list[Link | None] = [None] if own else list(t.named(*found.span("subject")))
        _, metrics, value = _told(t, m.end())
        value = value if len(data) == 1 and found.re is not _TESTED else None
        for one in subjects:
            for link in data:
                rule = "own-on" if own else "on"
                first = min(t.place(found.start()), link.begin)
                spans = [link.end, *(s[1] for s in metrics), *([value[1]] if value else [])]
                yield Claim("evaluatedOn", "", first, max(spans), one and one.span, link.span, rule, 0.8, (), metrics,
                            value)  # fmt: skip


_DATA_LIST = re.compile(_LIST)
_AWAY = 220
