"""The part that a concept plays in a paper, from its sentence: who speaks there, the trigger before it, and its place.

1. A title turns on what it names: `NAME:` is introduced, what stands after "via" and its kin is used, the rest studied.
2. A name that the paper brings is its own wherever it stands.
3. What is told of the field or of others' work, conceded or denied, is only mentioned; "unlike X" compares.
4. A trigger (`roles`) speaks where nothing between it and the name turns the sentence elsewhere.
5. What is left of the paper's own sentences are means, after "with" and its kin, or else what the paper is about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from .roles import Roles
from .spans import Find
from .voices import Span, Told, Voices

_OF_THE_PAPER = frozenset({"acronym", "shape", "cue", "cue-title", "cue-quote"})
"""Rules whose finds can be a name that the paper brings."""
_OUR = ("our ", "Our ")
_NAMED_TITLE = re.compile(r"\)?\s?:|\s\([A-Z][\w\-]+\)\s?:")
_TURNS = re.compile(r" (?:of|for|with|by|in|on|to|that|which|via|using|through|where|based|from|and|toward)\b|[:;]")
_FEW_WORDS = re.compile(r"(?: [\w\-]+){0,5} ")
_STOPS = re.compile(r"[,;:—–]")
_ON_THIS = re.compile(r"\s*(?:\w+, )?(?:on|across|for)\b[^,]*\Z", re.IGNORECASE)
_APART, _LEADING = ("denial", "against"), ("means", "turn")
_MEASURED = re.compile(
    r"\d(?:\s?\\?%|\.\d)|in terms of|\b(?:outperform|surpass|state-of-the-art|compared)", re.IGNORECASE
)


def own_names(found: Iterable[Find], roles: Roles, sentences: Iterable[Span]) -> Iterator[str]:
    """The names that a paper brings: told by a trigger, by "our", or by a title "NAME: …"; no lexicon has them."""
    for f, sentence in zip(found, sentences, strict=True):
        if f.rule in _OF_THE_PAPER and not f.candidates:
            told = f.rule == "cue-title" or roles.text[max(0, f.begin - 4) : f.begin] in _OUR
            if told or (roles.of(f.begin, f.end, sentence) == "introduces" and not _turned(f.begin, roles)):
                yield roles.text[f.begin : f.end]


def _turned(begin: int, roles: Roles) -> bool:
    """Whether a word between a trigger and a name leads elsewhere: "propose a way of pruning X"."""
    cue = roles.cue(begin)
    return cue is not None and _TURNS.search(roles.text, cue.end, begin) is not None


class Parts:
    """What a text says of the concepts found in it, asked mention by mention."""

    def __init__(self, roles: Roles, title_end: int, names: Collection[str]) -> None:
        self.roles, self.text, self.title_end, self.names = roles, roles.text, title_end, names
        self.voices = Voices(roles.text, title_end, names) if roles.lang == "en" else None

    def of(self, f: Find, sentence: Span) -> str:
        """The part that a mention plays in its sentence, 'mentions' where that says nothing of the paper."""
        if self.voices is None:
            return self.roles.of(f.begin, f.end, sentence)
        if f.end <= self.title_end:
            return self._titled(f, self.voices)
        if self.text[f.begin : f.end] in self.names:
            return "introduces"
        told = self.voices.told(sentence)
        if not told.own:
            return "mentions"
        if told.denies and (denial := self._denied(f.begin, sentence, self.voices)):
            return "comparesWith" if denial == "against" else "mentions"
        if told.concedes and self._conceded(f.begin, sentence, self.voices):
            return "mentions"
        said = self._fitting(self.roles.of(f.begin, f.end, sentence), f)
        return said if said != "mentions" else self._unsaid(f, sentence, told, self.voices)

    def _titled(self, f: Find, voices: Voices) -> str:
        text, surface = self.text, self.text[f.begin : f.end]
        opens = not text[: f.begin].strip("([ ").count(" ") and _NAMED_TITLE.match(text, f.end)
        if surface in self.names or (opens and (f.rule != "phrase" or text.find(surface, self.title_end) > 0)):
            return "introduces"
        if self._is_means(f.begin, 0, voices):
            return "uses"
        colon = text.find(":", 0, f.begin)
        if f.label == "Method" and colon >= 0:  # "NAME: a kind of thing for a task"
            _, turn, _ = voices.before(f.begin, ("turn",))
            return "studies" if turn > colon else "uses"
        return "studies"

    def _denied(self, begin: int, sentence: Span, voices: Voices) -> str:
        """The kind of the word that sets a name apart, at most five words before it: "without", "unlike"; or ''."""
        kind, at, end = voices.before(begin, _APART, reach=6)
        return kind if kind and at >= sentence[0] and _FEW_WORDS.fullmatch(self.text, end, begin) else ""

    def _conceded(self, begin: int, sentence: Span, voices: Voices) -> bool:
        """Whether a name stands in "while X is fast, …"."""
        return "," not in self.text[sentence[0] : begin] and not voices.says_we((sentence[0], begin))

    def _fitting(self, said: str, f: Find) -> str:
        """What a trigger says, if it speaks of this name, and of a thing of its type."""
        if said == "introduces":
            return "mentions" if _turned(f.begin, self.roles) else said
        if said in ("extends", "comparesWith") and f.label == "Concept":
            return "studies"
        return "mentions" if said == "evaluatesOn" and f.label not in ("Dataset", "Task") else said

    def _unsaid(self, f: Find, sentence: Span, told: Told, voices: Voices) -> str:
        """The part that a name plays in the paper's own sentence where no trigger tells it."""
        if f.label == "Metric":
            return "uses" if _MEASURED.search(self.text, *sentence) else "studies"
        if f.label == "Dataset" or (told.on and _ON_THIS.match(self.text[sentence[0] : f.begin])):
            return "evaluatesOn"
        if self._is_means(f.begin, sentence[0], voices):
            return "studies" if told.finds and f.label == "Concept" else "uses"
        return "uses" if f.label == "Method" and not told.finds and not told.we else "studies"

    def _is_means(self, begin: int, start: int, voices: Voices) -> bool:
        """Whether the last small word before a name is one of means, with no stop between them: "trained with X"."""
        kind, at, end = voices.before(begin, _LEADING)
        return kind == "means" and at >= start and not _STOPS.search(self.text, end, begin)
