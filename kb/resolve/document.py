"""From what was found in one document to its concepts: one entry each, with one key, name, type and role.

1. Short and long forms that the document defines are one.
2. A known name is its lexicon id; of several ids the document decides (a long name in it, initials), else the entry
   stays ambiguous.
3. Unknown names join by `fold`, also when only a general noun is added ("the DER method").
4. Votes give name and type, cues the role; a default role is put on a mention, so that every entry has its evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

from ..lexicon import Lexicon, Term
from ..meanings import Entry
from ..records import TYPES, Mention, Reading
from ..spelling import fold, normal, singular, visible
from .alike import Alike, Key, initials
from .identity import LONG_ENOUGH, odd_words, reworded, slip
from .naming import cased, head_singular, spelled_out, stem, unbracketed, unmarked
from .roles import is_means, repeated, with_role

_TAIL = frozenset(
    {
        "approach", "method", "technique", "framework", "algorithm", "model", "architecture", "network",
        "system", "paradigm", "procedure", "strategy", "scheme", "problem", "task", "setting", "setup",
        "benchmark", "dataset", "pipeline", "module", "block", "layer", "unit", "mechanism", "process",
        "operation", "operator", "library", "package", "family", "theory", "concept", "principle", "property",
        "effect", "phenomenon", "measure", "metric", "score", "issue", "matrix", "formalism",
    }
)  # fmt: skip
_FRONT = frozenset(
    {
        "novel", "new", "simple", "standard", "proposed", "our", "the", "a", "an", "existing", "vanilla",
        "original", "deep", "large", "modern",
    }
)  # fmt: skip
_WHAT_IT_IS = frozenset({"estimator", "loss", "classifier", "optimizer", "solver"})
"""Nouns that add nothing to an acronym, though they do to a word: an MSE loss is the MSE, a margin loss no margin."""
_TRUST = {"lexicon": 0.9, "acronym": 0.85, "lexicon-clue": 0.8, "slash": 0.75, "cue": 0.7, "cue-title": 0.7,
          "composed": 0.6, "shape": 0.6, "lexicon-acronym": 0.6, "cue-quote": 0.5, "learned": 0.5,
          "phrase": 0.45}  # fmt: skip
"""Confidence of an entry by its best rule; 0.05 more for a second mention, at most 0.95, half where it is ambiguous."""


def entries(reading: Reading, lexicon: Lexicon) -> tuple[Entry, ...]:
    """The concepts of one document, in the order of their first mention."""
    document = _Document(reading, lexicon)
    groups: dict[Key, list[Mention]] = {}
    for mention in reading.mentions:
        groups.setdefault(document.key(mention), []).append(mention)
    joined = document.joined(groups)
    return tuple(document.entry(key, found) for key, found in joined.items())


class _Document:
    """The definitions and unambiguous names of one document, against which everything else is read."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.openings = {begin for begin, _ in reading.sentences.get("abstract", ())}
        self.opening = next(iter(reading.sentences.get("abstract", ())), (0, 0))[1]
        self.long: dict[str, str] = {}
        own = {visible(a.short): visible(a.long) for a in reading.acronyms}
        spelled = {a.long: self._known_as(a.short, spelled_out(visible(a.long), own)) for a in reading.acronyms}
        for a in reading.acronyms:
            for form in (visible(a.short), stem(visible(a.short))):
                self.long.setdefault(form, spelled[a.long])
        self.longs = {fold(a.long): spelled[a.long] for a in reading.acronyms}
        self.read = {m.surface: m.candidates for m in reading.mentions if m.candidates and not m.surface.isascii()}
        self.reading = reading

    def _known_as(self, short: str, long: str) -> str:
        """A long form, or the lexicon's name where it only rewords that: NLP is no nature language processing."""
        if self.lexicon.lookup(long):
            return long
        terms = (self.lexicon.terms[i] for i in self.lexicon.lookup(stem(visible(short))))
        return next((t.name for t in terms if self._rewords(long, t)), long)

    def _rewords(self, long: str, term: Term) -> bool:
        return any(reworded(long, n) or slip(long, n, self.lexicon) for n in (term.name, *term.aliases))

    @cached_property
    def sure(self) -> set[str]:
        """The ids of which this document leaves no doubt."""
        certain = {m.candidates[0] for m in self.reading.mentions if len(m.candidates) == 1}
        return certain | {i for a in self.reading.acronyms for i in self._ids(a.long)[:1]}

    @cached_property
    def surfaces(self) -> set[str]:
        """The normal forms of all names of several words."""
        return {normal(m.surface) for m in self.reading.mentions if " " in m.surface or "-" in m.surface}

    # --- keys ---

    def key(self, mention: Mention) -> Key:
        """("id", …) for a known concept, ("?", …) for an ambiguous one, ("fold", …) for an unknown name."""
        if mention.rule == "slash":
            return ("id", mention.candidates[0])
        if self.long and (long := self._defined(mention.surface)) is not None:
            return self._of_name(long)
        if len(mention.candidates) == 1:
            return ("id", mention.candidates[0])
        if mention.candidates:
            return self._decided(mention)
        return self._of_name(mention.surface)

    def _defined(self, surface: str) -> str | None:
        """The long form of which a surface is the short form, also with what it is behind it, or a spelling."""
        shown = visible(surface)
        short, _, noun = shown.rpartition(" ")
        if short in self.long and (_is_general(noun) or singular(noun) in _WHAT_IT_IS):  # "AIPW estimators"
            return self.long[short]
        return self.long.get(shown) or self.long.get(stem(shown)) or self.longs.get(fold(surface))

    def _ids(self, surface: str) -> tuple[str, ...]:
        return self.lexicon.lookup(surface) or self.read.get(surface, ())

    def _of_name(self, surface: str) -> Key:
        """A name that is spelled out: the lexicon's, perhaps with a general noun or adjective more than it has."""
        return _named(surface, self.lexicon) if surface.isascii() else _named_by(surface, self.lexicon, self._ids)

    def _decided(self, mention: Mention) -> Key:
        """An acronym of several senses: the one whose long name, or whose initials, stand in this document."""
        present = [i for i in mention.candidates if i in self.sure]
        if len(present) == 1:
            return ("id", present[0])
        named = [i for i in mention.candidates if fold(self.lexicon.terms[i].name) == fold(mention.surface)]
        if named and not present:
            return ("id", named[0])
        spelled = [s for s in self.surfaces if initials(s) == stem(mention.surface).lower()]
        if len(spelled) == 1:
            return self._of_name(spelled[0])
        return ("?", *mention.candidates)

    def joined(self, groups: dict[Key, list[Mention]]) -> dict[Key, list[Mention]]:
        """Unknown names that say no more than another of the document are that one."""
        alike = Alike(groups)
        out: dict[Key, list[Mention]] = {}
        for key, found in groups.items():
            out.setdefault(self._joins(key, found, alike), []).extend(found)
        return {key: sorted(found, key=_place) if len(found) > 1 else found for key, found in out.items()}

    def _joins(self, key: Key, found: list[Mention], alike: Alike) -> Key:
        if key[0] != "fold":
            return key
        surface = unbracketed(found[0].surface)
        for form in _shorter(surface):
            if form != surface and ("fold", fold(form)) in alike.groups:
                return ("fold", fold(form))
        short = stem(surface)
        if 2 <= len(short) <= 6 and short.isupper():
            spelled = alike.spelled(short.lower()) - {key}
            if len(spelled) == 1:
                return spelled.pop()
        return self._without_slip(key, found, alike)

    def _without_slip(self, key: Key, found: list[Mention], alike: Alike) -> Key:
        """The key of the name that a surface seen once misspells, if one it is."""
        surface = found[0].surface
        if len(found) > 1 or len(key[1]) < LONG_ENOUGH or not odd_words(surface, self.lexicon):
            return key
        meant = {
            other
            for other, name in alike.near(surface)
            if other != key and abs(len(name) - len(surface)) < 4 and slip(surface, name, self.lexicon)
        }
        return meant.pop() if len(meant) == 1 else key

    # --- entries ---

    def entry(self, key: Key, found: list[Mention]) -> Entry:
        """The one thing that these mentions say."""
        term = self.lexicon.terms.get(key[1]) if key[0] == "id" else None
        type = term.type if term else _voted(found)
        if term is None and type == "Method" and self._is_part(found[0].surface):
            type = "Dataset"
        own = term is None and type == "Method" and repeated(found)
        central = _central(found, self.opening)
        role, found = with_role(found, type, central=central, own=own, known=term is not None)
        if term is None and is_means(type, role, found):
            type = "Method"
        trust = max([_TRUST.get(m.rule, 0.5) for m in found]) + 0.05 * (len(found) > 1)
        confidence = min(0.95, trust)
        return Entry(
            key=None if key[0] == "?" else key[1],
            name=term.name if term else self._name(key, found),
            type=type,
            role=role,
            confidence=round(confidence / 2 if key[0] == "?" else confidence, 2),
            mentions=tuple(found),
            candidates=key[1:] if key[0] in ("?", "id") else (),
        )

    def _is_part(self, surface: str) -> bool:
        """Whether a name begins with that of a dataset: LSUN-Cat, Charades-STA-Mom."""
        if "-" not in surface or " " in surface:
            return False
        ids = (self.lexicon.lookup(surface[: m.start()]) for m in re.finditer("-", surface))
        return any(len(found) == 1 and self.lexicon.terms[found[0]].type == "Dataset" for found in ids)

    def _name(self, key: Key, found: Sequence[Mention]) -> str:
        if key[0] == "id":  # one of "CIFAR-10/100", unknown to the lexicon
            begun = re.match(r"(.*?)\d+/", found[0].surface)
            return (begun.group(1) if begun else "") + key[1].rsplit("-", 1)[-1]
        if self.long:
            long = next((self.longs[f] for m in found if (f := fold(m.surface)) in self.longs), None)
            long = long or next((self.long[s] for m in found if (s := visible(m.surface)) in self.long), None)
            if long:
                return cased(unmarked(long))
        best = self._best(key, found) if len(found) > 1 else found[0]
        plain = best.rule in ("phrase", "learned", "cue-quote", "cue") and not self._inside(best)
        surface = unmarked(unbracketed(visible(best.surface)))
        return cased(surface) if plain else head_singular(surface)

    def _best(self, key: Key, found: Sequence[Mention]) -> Mention:
        """The mention written best: by the surest rule, as the key is, most often, inside a sentence, longest."""
        often = Counter(fold(m.surface) for m in found)
        return max(
            found,
            key=lambda m: (
                _TRUST.get(m.rule, 0.0),
                fold(m.surface) == key[1],  # "video matting", not "video matting model"
                often[fold(m.surface)],
                self._inside(m),
                len(m.surface),
            ),
        )

    def _inside(self, m: Mention) -> bool:
        """Whether a mention stands inside a sentence, where a capital is meant: "the Gaussian kernel"."""
        return m.field == "abstract" and m.begin not in self.openings


def _central(found: Sequence[Mention], opening: int) -> bool:
    """Whether a document turns on these mentions: in the title, three times, or twice and at the opening."""
    first, *more = found  # as _place sorts them
    return first.field == "title" or len(more) > 1 or (bool(more) and first.begin < opening)


def _place(m: Mention) -> tuple[bool, int, int]:
    return (m.field != "title", m.begin, m.end)


@lru_cache(maxsize=20_000)
def _is_general(word: str) -> bool:
    return singular(word.lower()) in _TAIL


@lru_cache(maxsize=20_000)
def _shorter(surface: str) -> Sequence[str]:
    """The surface, then without a general noun at its end, then without an empty adjective before it."""
    surface = unbracketed(surface)
    words, forms = surface.split(), [surface]
    if len(words) > 1 and _is_general(words[-1]):
        forms.append(" ".join(words[:-1]))
    if len(words) > 1 and words[0].lower() in _FRONT:
        forms.append(" ".join(words[1:]))
    return forms


def _named_by(surface: str, lexicon: Lexicon, known: Callable[[str], tuple[str, ...]]) -> Key:
    """What a name is by itself: the id that is `known` of it or of a shorter form, else its own fold."""
    for form in _shorter(surface):
        ids = known(form)
        if len(ids) == 1:
            return ("id", ids[0])
        exact = [i for i in ids if fold(lexicon.terms[i].name) == fold(form)]
        if exact:
            return ("id", exact[0])
    return ("fold", fold(unbracketed(surface)))


@lru_cache(maxsize=50_000)
def _named(surface: str, lexicon: Lexicon) -> Key:
    """That of a name of which no document knows more than the lexicon."""
    return _named_by(surface, lexicon, lexicon.lookup)


def _voted(found: Sequence[Mention]) -> str:
    labels = {m.label for m in found}
    if len(labels) == 1:
        return labels.pop()
    votes: Counter[str] = Counter()
    for m in found:
        votes[m.label] += int(100 * _TRUST.get(m.rule, 0.5))
    return min(votes, key=lambda t: (-votes[t], TYPES.index(t)))
