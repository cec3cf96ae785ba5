"""Names by their shape: NetVLAD, ResNet-18, CIFAR-10/100, Oxford RobotCar, Mori-Zwanzig formalism.

1. One regular expression cuts out every hyphenated word; its shape decides (inner capitals, capitals and digits).
2. Runs of capitalised words inside a sentence are names; the first word of a sentence only where the rest carries it.
3. `X-10/100` is two names with one span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, compress, groupby

from spacy.language import Language

from ..spelling import Table, slug
from .around import guess
from .sentences import sentences
from .shapes import is_shaped
from .spans import CITATIONS, LINKS, Component, Find, Page, touching
from .tokens import Word, words
from .untext import in_capitals
from .untranslated import untranslated
from .words import (
    CONCEPT_HEADS,
    EMPTY_HEADS,
    FUNCTION,
    GIVEN_NAMES,
    HEADS,
    METRIC_HEADS,
    NOT_FIRST,
    PLACES,
    SECTIONS,
    singular,
    word_set,
)

_SLASHED = re.compile(
    r"(?P<stem>[A-Z](?<![\w-][A-Z])(?=[a-z]*[A-Z])[A-Za-z]{1,40}+-?)(?P<a>\d+)/(?P=stem)?(?P<b>\d+)(?![\w/])"
)
_TEXT_MACRO = re.compile(
    r"(?<!\w)\$\\(?:text|texttt|textsc|textbf|mathrm|mathsf|mathtt|mathbf"
    r"|mathcal)\{(?P<name>(?![a-z\-]+\})[A-Za-z][\w\-]+)\}(?:[_^]\{?\\?(?:text|mathrm)?\{?[A-Za-z0-9\-+]+\}*)?\$(?!(?!s\b)[a-z])"
)
_KEY = r"[A-Z][A-Za-z+]{1,4}\d\d[a-z]?"
_CITED = re.compile(rf"\[{_KEY}(?:[,;] ?{_KEY})*\]")
"""Citations by key, [BBT17, LFN18]: they are no models."""
_MATH = re.compile(r"\$[^$]{1,400}\$|\\\(.{1,400}?\\\)")
_TAIL = re.compile(
    r"[-–‑](?:based|like|style|type|aware|free|driven|trained|specific|related|inspired|guided|induced"
    r"|enhanced|augmented|"
    r"(?:em)?powered|aided|assisted|constrained|generated|equipped|level|theoretic|parameterized|hard|complete"
    r"|optimal|way|shot|fold|"
    r"oriented|centric|agnostic|conditional|compatible|(?-i:[a-z]{2,}ed)|only|"
    r"dimensional|layer|step|stage|bit|hop|scale|agent|view|task|modal|(?:to|the|and|or|in|of)(?![-–‑][A-Z])|norm|th|st|nd|rd"
    r"|infected|positive|"
    r"negative|dependent|independent|associated|mediated|treated|year|month|week|day|hour|minute|item|point)\b.*\Z",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"[A-Z][a-zA-Z0-9à-ÿ]*[a-z0-9à-ÿ](?:[-–][A-Z]?[A-Za-z0-9à-ÿ]+)*\Z")


_MAY_NAME = Table(lambda written: written != written.lower() or written[-1].isdigit() or "2" in written)
"""Whether a word holds a capital, or a digit as names have it."""


def names(text: str, *, abstract: int = 0) -> Iterator[Find]:
    """Every name that its shape gives away; before `abstract` stands the title, where case alone proves nothing."""
    slashed = list(_SLASHED.finditer(text)) if "/" in text else []
    for m in slashed:
        for group in ("a", "b"):
            yield Find(m.start(), m.end(), "Dataset", "slash", 0.75, (slug(m.group("stem") + m.group(group)),))
    closed = [m.span() for m in slashed]
    found = words(text)
    capital = list(compress(found, map(_MAY_NAME.__getitem__, [w[2] for w in found])))
    if "$" in text or "\\(" in text:
        for m in _TEXT_MACRO.finditer(text):
            begin, end = m.span("name") if m.end() - m.end("name") == 2 else m.span()  # $\texttt{NAME}$, no index
            yield Find(begin, end, "Method", "shape", 0.6)
        closed += [m.span() for m in _MATH.finditer(text)]
    closed += [m.span() for m in _CITED.finditer(text)] if "[" in text else []
    masked = touching(sorted([*closed, *in_capitals(text, capital)]))
    openings = _openings(text)
    headline, shouted = _is_headline(text, capital, abstract), text[:abstract].isupper()
    run: list[Token] = []
    for n, (begin, end, word, _) in enumerate(capital):
        first = begin in openings
        if run and (first or text[run[-1][1] : begin] not in (" ", "\n")):
            yield from _name_of(text, run)
            run = []
        told = begin >= abstract and not headline
        if not told and (not _SHAPE_SIGN.search(word, 1) or (begin < abstract and shouted and word.isupper())):
            continue
        if masked(begin, end):
            continue
        stem = _stem(word) if "-" in word else word
        if is_shaped(stem) or (told and _CAPITAL.match(stem) and (not first or _may_begin(text, capital, n))):
            run.append((begin, begin + len(stem), stem))
        elif run:
            yield from _name_of(text, run)
            run = []
    if run:
        yield from _name_of(text, run)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return _TAIL.sub("", word)


Token = tuple[int, int, str]
_NO_BEGINNING = NOT_FIRST | SECTIONS
_DEEDS = frozenset(w for w in HEADS if w.endswith("ing"))  # "Fine-tuning BERT is slow", "Learning Foo Networks"
_SHAPE_SIGN = re.compile(r"[A-Z0-9]")


_OPENING = re.compile(r"[^\W_]")


def _openings(text: str) -> frozenset[int]:
    """Where the first words of the sentences begin."""
    places = sentences(text)
    plain = [begin for begin, _ in places if text[begin].isalnum()]  # nearly all
    others = (_OPENING.search(text, *place) for place in places if not text[place[0]].isalnum())
    return frozenset([*plain, *(m.start() for m in others if m)])


def _is_headline(text: str, capital: list[Word], abstract: int) -> bool:
    """Whether the abstract is written like a heading, half its words with a capital: then capitals tell nothing."""
    return sum(b >= abstract and w[0].isupper() for b, _, w, _ in capital) * 14 > max(len(text) - abstract, 120)


def _may_begin(text: str, capital: list[Word], n: int) -> bool:
    """A capital at the beginning of a sentence counts where the next word has one too and this is no common word."""
    _, end, _, low = capital[n]
    if n + 1 >= len(capital) or text[end : capital[n + 1][0]] != " ":
        return False
    if low in NOT_FIRST or low.endswith("ly") or low in _DEEDS:
        return False
    return bool(_CAPITAL.match(capital[n + 1][2])) or is_shaped(capital[n + 1][2])


def _name_of(text: str, run: list[Token]) -> Iterator[Find]:
    """The name or names in a run of capitalised or shaped words."""
    if len(run) == 1 and "-" not in run[0][2] and not is_shaped(run[0][2]):
        return  # a single capitalised word: most runs
    while run and (run[0][2].lower() in _NO_BEGINNING and not is_shaped(run[0][2])):
        run = run[1:]
    if len(run) == 2 and run[0][2].lower() in _DEEDS and is_shaped(run[1][2]):
        run = run[1:]
    while run and run[-1][2].lower() in FUNCTION:
        run = run[:-1]
    if not run or any(w.lower() in PLACES for _, _, w in run):
        return
    shaped = [is_shaped(w) for _, _, w in run]
    if not any(shaped) and _is_person(text, run):
        return
    if len(run) > 2 and all(w.isupper() for _, _, w in run):
        return  # A HEADING, SHOUTED
    if len(run) == 1:
        if shaped[0] and len(run[0][2]) == 2:  # VC classes
            yield from _with_head(text, run[0][0], run[0][1], _NOTIONS)
        elif shaped[0]:
            yield from _find(text, run[0][0], run[0][1], 0.6)
        elif "-" in run[0][2] and re.search(r"-[A-Z]", run[0][2]):  # two surnames, or a name such as Fashion-Mnist
            yield from _with_head(text, run[0][0], run[0][1], _HEADS_OF_NAMES)
        return
    if all(
        shaped
    ):  # a list of acronyms that no sign divides is two names: "LSTM CNN" is rare, "Oxford RobotCar" is not
        for _, group in groupby(run, key=lambda t: t[2].isupper()):
            tokens = list(group)
            yield from _find(text, tokens[0][0], tokens[-1][1], 0.55)
        return
    if singular(run[-1][2].lower()) in EMPTY_HEADS and len(run) == 2 and not any(shaped):
        return
    if not any(shaped) and singular(run[-1][2].lower()) not in HEADS:  # a Gaussian Markov signal
        yield from _with_head(text, run[0][0], run[-1][1], _HEADS_OF_NAMES - EMPTY_HEADS)
    else:
        yield from _find(text, run[0][0], run[-1][1], 0.6)


_SAYS = re.compile(
    r",? (?:once |famously |has |had |also )*(?:said|says|wrote|writes|remarked|quipped|argued|argues|claimed|asked"
    r"|noted|put it)\b"
)
_SAID_BY = re.compile(r"(?:\b[Aa]ccording to|\bsaid|\bsays|\bwords of|\bquot(?:e|ed|ing)(?: by| from)?) \Z")


def _is_person(text: str, run: list[Token]) -> bool:
    """Whether plain capitalised words are a person: they speak, or begin with a given name and end with no noun."""
    begin, end = run[0][0], run[-1][1]
    if len(run) > 1 and (_SAYS.match(text, end) or _SAID_BY.search(text[max(0, begin - 20) : begin])):
        return True
    head = re.match(r" ([a-z]+)", text[end : end + 30])
    nouns = {singular(run[-1][2].lower()), singular(head.group(1)) if head else ""}
    return len(run) > 1 and run[0][2].lower() in GIVEN_NAMES and not nouns & HEADS


_NOTIONS = frozenset(
    {"class"} | (CONCEPT_HEADS | METRIC_HEADS) - EMPTY_HEADS - {"agent", "system", "policy", "code", "data"}
)
_HEADS_OF_NAMES = HEADS | word_set("theory formalism product trick theorem inequality signal test statistic identity")


def _with_head(text: str, begin: int, end: int, heads: frozenset[str]) -> Iterator[Find]:
    """Mori-Zwanzig formalism: the head noun that follows belongs to the name."""
    m = re.match(r" (?:\([A-Z]{2,5}\) )?([a-z]+)", text[end : end + 40])
    if m and singular(m.group(1)) in heads:
        end += m.end()
    yield from _find(text, begin, end, 0.55)


_OF_YEAR = re.compile(r" ?['’]\d\d\b")
_MACHINE = re.compile(r"[ -](?:[GCTN]PU|MCU|(?:micro)?(?:processor|controller)|smartphone)s?\b")


def _find(text: str, begin: int, end: int, confidence: float) -> Iterator[Find]:
    """The find, unless it is a meeting (SWAT '22) or a machine (an A100 GPU, the STM32F746 microcontroller)."""
    machine = _MACHINE.match(text, end) or (" " in text[begin:end] and _MACHINE.search(text, begin, end))
    if not _OF_YEAR.match(text, end) and not machine:
        yield Find(begin, end, guess(text, begin, end), "shape", confidence)


class NameFinder(Component):
    """Marks the names of a text that their shape gives away, outside citations and links."""

    def read(self, page: Page) -> None:
        masked = page.covers(CITATIONS, LINKS)
        found = names(page.text, abstract=page.abstract)
        for find in chain(found, untranslated(page.text) if page.lang == "zh" else ()):
            if not masked(find.begin, find.end):
                page.mark(find)


@Language.factory("kb_names", assigns=["doc.spans"])
def make_names(nlp: Language, name: str) -> NameFinder:
    """The component that finds names by their shape."""
    return NameFinder()
