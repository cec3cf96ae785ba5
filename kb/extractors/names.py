"""Names by their shape: NetVLAD, ResNet-18, CIFAR-10/100, Oxford RobotCar, Mori-Zwanzig formalism; Latin names in Chinese.

1. One regular expression cuts out every hyphenated word; its shape decides (inner capitals, capitals and digits).
2. Runs of capitalised words inside a sentence are names; the first word of a sentence only where the rest carries it.
3. `X-10/100` is two names with one span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc

from ..spelling import singular, slug
from .sentences import sentences
from .spans import CITATIONS, LINKS, Find, mark, taken, text_of
from .words import DATASET_HEADS, EMPTY_HEADS, EMPTY_MODIFIERS, FUNCTION, HEADS, TYPE_WORDS, VERBS

_PART = r"[A-Za-z0-9À-ÖØ-öø-ÿ]+[+*]*"
_COMPOUND = re.compile(rf"(?<![A-Za-z0-9@\\$_{{^/.]){_PART}(?:(?:[-–‑.](?=\w)|-(?=\+)){_PART})*")
_SLASHED = re.compile(r"(?<![\w-])(?P<stem>[A-Z][A-Za-z]*[A-Z][A-Za-z]*-?|[A-Z]{2,}-?)(?P<a>\d+)/(?P=stem)?(?P<b>\d+)(?![\w/])")
_TEXT_MACRO = re.compile(r"\$\\(?:text|texttt|textsc|textbf|mathrm|mathsf|mathtt|mathbf|mathcal)\{[A-Za-z][\w\-]+\}(?:[_^]\{?\\?(?:text|mathrm)?\{?[A-Za-z0-9\-+]+\}*)?\$")
_MATH = re.compile(r"\$[^$]{1,400}\$|\\\(.{1,400}?\\\)")
_PLURAL_CAPS = re.compile(r"[A-Z][A-Z0-9]+s\Z")
# Units, formats, roman numerals, emphasis: capitals that name nothing in our field.
_NO_NAME = frozenset(
    "II III IV VI VII VIII IX XI XII AND OR NOT THE TODO PDF HTML HTTP URL API USA UK EU US PhD MSc BSc vs PS ID OK et al eg ie "
    "NeurIPS NIPS ICML ICLR CVPR ICCV ECCV AAAI ACL EMNLP NAACL IJCAI JMLR arXiv IEEE ACM BACKGROUND METHODS RESULTS CONCLUSIONS "
    "CONCLUSION OBJECTIVE OBJECTIVES AIM AIMS PURPOSE DESIGN SETTING PARTICIPANTS INTERVENTIONS MEASUREMENTS FINDINGS INTRODUCTION "
    "DISCUSSION DATA SOURCES STUDY SELECTION EXTRACTION SYNTHESIS MAIN OUTCOME OUTCOMES MEASURES METHOD RESULT CI SD SE HR RR NS "
    "GitHub PyTorch TensorFlow MATLAB Python 2D 1D dB kHz MHz GHz GB MB KB TB ms pH mL mg kg CO2 H2O SOTA CPU CPUs A.M P.M".split()
)
_TAIL = re.compile(r"[-–‑](?:based|like|style|type|aware|free|driven|trained|specific|related|inspired|guided|induced|enhanced|augmented|"
                   r"powered|aided|assisted|constrained|generated|equipped|level|theoretic|parameterized|hard|complete|optimal|way|shot|fold|"
                   r"dimensional|layer|step|stage|bit|hop|scale|agent|view|task|modal|to|the|and|or|in|of|norm|th|st|nd|rd|infected|positive|"
                   r"negative|dependent|independent|associated|mediated|treated|year|month|week|day|hour|minute|item|point)\b.*\Z", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-Z][a-zA-Z0-9à-ÿ]*[a-z0-9à-ÿ](?:[-–][A-Z]?[A-Za-z0-9à-ÿ]+)*\Z")


def names(text: str, *, spans: tuple[tuple[int, int], ...] | None = None, title: bool = False) -> Iterator[Find]:
    """Every name that its shape gives away; `spans` are the sentences. In a title case alone proves nothing."""
    slashed = list(_SLASHED.finditer(text))
    for m in slashed:
        candidates = [slug(m.group("stem") + m.group(n)) for n in ("a", "b")]
        for c in candidates:
            yield Find(m.start(), m.end(), "Dataset", "slash", 0.75, (c,))
    closed = [m.span() for m in slashed]
    for m in _TEXT_MACRO.finditer(text):
        yield Find(m.start(), m.end(), "Method", "shape", 0.6)
    closed += [m.span() for m in _MATH.finditer(text)]
    for begin, end in spans if spans is not None else sentences(text):
        tokens = [t for t in _tokens(text, begin, end) if not any(b < t[1] and t[0] < e for b, e in closed)]
        yield from _of_sentence(text, tokens, capitals_tell=not title and not _shouted(tokens))


Token = tuple[int, int, str]


def _tokens(text: str, begin: int, end: int) -> list[Token]:
    out = []
    for m in _COMPOUND.finditer(text, begin, end):
        word = m.group()
        stem = _TAIL.sub("", word)
        out.append((m.start(), m.start() + len(stem), stem))
    return out


def _shouted(tokens: list[Token]) -> bool:
    """Most long words begin with a capital, as in a heading: then capitals tell nothing."""
    long = [w for _, _, w in tokens if len(w) > 3 and w[0].isalpha()]
    return len(long) >= 4 and sum(w[0].isupper() for w in long) > 0.6 * len(long)


def _of_sentence(text: str, tokens: list[Token], *, capitals_tell: bool) -> Iterator[Find]:
    run: list[Token] = []
    for n, token in enumerate(tokens):
        begin, _, word = token
        if run and text[run[-1][1] : begin] not in (" ", "\n"):
            yield from _name_of(text, run)
            run = []
        shaped = is_shaped(word)
        capital = capitals_tell and bool(_CAPITAL.match(word)) and (n > 0 or _may_begin(word, tokens))
        if shaped or capital:
            run.append(token)
        elif run:
            yield from _name_of(text, run)
            run = []
    if run:
        yield from _name_of(text, run)


def _may_begin(word: str, tokens: list[Token]) -> bool:
    """A capital at the beginning of a sentence counts where the next word has one too and this is no common word."""
    low = word.lower()
    return len(tokens) > 1 and bool(_CAPITAL.match(tokens[1][2])) and low not in FUNCTION | VERBS | EMPTY_MODIFIERS and not low.endswith("ly")


def _name_of(text: str, run: list[Token]) -> Iterator[Find]:
    """The name or names in a run of capitalised or shaped words."""
    while run and (run[0][2].lower() in FUNCTION | VERBS | EMPTY_MODIFIERS and not is_shaped(run[0][2])):
        run = run[1:]
    while run and run[-1][2].lower() in FUNCTION:
        run = run[:-1]
    if not run:
        return
    shaped = [is_shaped(w) for _, _, w in run]
    if len(run) == 1:
        if shaped[0]:
            yield _find(text, run[0][0], run[0][1], 0.6)
        elif "-" in run[0][2] and re.search(r"-[A-Z]", run[0][2]):  # two surnames, or a name such as Fashion-Mnist
            yield from _with_head(text, run[0][0], run[0][1])
        return
    if all(shaped):  # a list of acronyms that no sign divides is two names: "LSTM CNN" is rare, "Oxford RobotCar" is not
        for _, group in groupby(run, key=lambda t: t[2].isupper()):
            tokens = list(group)
            yield _find(text, tokens[0][0], tokens[-1][1], 0.55)
        return
    if singular(run[-1][2].lower()) in EMPTY_HEADS and len(run) == 2 and not any(shaped):
        return
    yield _find(text, run[0][0], run[-1][1], 0.6)


def _with_head(text: str, begin: int, end: int) -> Iterator[Find]:
    """Mori-Zwanzig formalism: the head noun that follows belongs to the name."""
    m = re.match(r" (?:\([A-Z]{2,5}\) )?([a-z]+)", text[end : end + 40])
    if m and singular(m.group(1)) in HEADS | {"theory", "formalism"}:
        end += m.end()
    yield _find(text, begin, end, 0.55)


def is_shaped(word: str) -> bool:
    """Whether a word is a name by its letters: inner capitals, two capitals, or capitals with digits."""
    if word in _NO_NAME or len(word) < 2 or word[0].isdigit() and not re.match(r"\d[A-Z]{2}|\d+[A-Z][a-z]+[A-Z]", word):
        return False
    parts = re.split(r"[-–‑.]", word)
    first = parts[0]
    if len(parts) > 1:
        if first.lower() in ("non", "semi", "pre", "post", "anti", "multi", "sub", "un", "co", "inter", "intra", "cross", "pseudo"):
            return False
        digits = any(p.isdigit() for p in parts[1:])
        if first[:1].isupper() and digits:
            return len(first) > 1 or len(parts) > 2
        if any(_inner(p) for p in parts):
            return True
        return len(first) <= 2 and first[:1].isalpha() and not first.isdigit() and len(parts[-1]) > 1 and parts[-1][:1].isupper()
    return _inner(word)


def _inner(part: str) -> bool:
    if part in _NO_NAME or not part:
        return False
    if _PLURAL_CAPS.match(part):
        return part[:-1] not in _NO_NAME
    capitals = sum(c.isupper() for c in part)
    if part.isupper():
        return capitals >= 2
    if any(c.isdigit() for c in part):
        return capitals >= 1 and part[0].isalpha() and len(part) > 2 or bool(re.match(r"[a-z]{2,}2[a-z]{2,}\d?\Z", part))
    return bool(re.search(r"[a-z][A-Z]|[A-Z]{2,}[a-z]", part))


def _find(text: str, begin: int, end: int, confidence: float) -> Find:
    return Find(begin, end, guess(text, begin, end), "shape", confidence)


_DATA_BEFORE = re.compile(
    r"(?:data ?sets?|benchmarks?|corpora|corpus|databases?)(?:,| such as| like| including| of| \(|:| -|, namely| named| called)? ?(?:the )?"
    r"(?:[A-Z][\w\-/]*(?: [A-Z][\w\-/]*)*(?:, and |, | and ))*\Z"
)
_ON_BEFORE = re.compile(r"\b(?:on|from)(?: the)? (?:[A-Z][\w\-/]*(?: [A-Z][\w\-/]*)*(?:, and |, | and ))*\Z")
_HEAD_AFTER = re.compile(r"(?:s)?[\"'”’)]?(?:,? (?:and|&) [A-Z][\w\-]+|, [A-Z][\w\-]+)*[\s\-]+(?:[a-z\-]+ )?([a-z]+)")


def guess(text: str, begin: int, end: int) -> str:
    """The type of a name from the head noun inside or after it, or from the words before it; Method where nothing speaks."""
    inside = singular(re.split(r"[\s\-]", text[begin:end])[-1].lower())
    if inside in TYPE_WORDS and " " in text[begin:end]:
        return TYPE_WORDS[inside]
    after = _HEAD_AFTER.match(text[end : end + 80])
    head = singular(after.group(1)) if after else ""
    before = text[max(0, begin - 120) : begin]
    if head in DATASET_HEADS or _DATA_BEFORE.search(before) or re.match(r"\s?(?:数据集|基准|语料)", text[end : end + 5]):
        return "Dataset"
    if head in ("score", "metric", "measure") or re.match(r"\s?(?:度量|指标|分数)", text[end : end + 4]):
        return "Metric"
    if _ON_BEFORE.search(before) and not head.endswith(("network", "model", "architecture", "method", "algorithm", "framework")):
        return "Dataset"
    return "Method"


class NameFinder:
    """Marks the names of a Doc that their shape gives away, outside citations and links."""

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        masked = taken(doc, CITATIONS, LINKS)
        abstract = int(doc.user_data.get("abstract", 0))
        spans = tuple((b, e) for b, e in sentences(text))
        parts = ((tuple(s for s in spans if s[0] < abstract), True), (tuple(s for s in spans if s[0] >= abstract), False))
        for some, title in parts:
            inner = text if not title else text[:abstract]
            if not some:
                continue
            for find in names(inner, spans=some, title=title):
                inside = some[0][0] <= find.begin < some[-1][1]
                if inside and not any(b < find.end and find.begin < e for b, e in masked):
                    mark(doc, find)
        return doc


@Language.factory("kb_names", assigns=["doc.spans"])
def make_names(nlp: Language, name: str) -> NameFinder:
    """The component that finds names by their shape."""
    return NameFinder()
