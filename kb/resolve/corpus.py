"""Entries of all documents → the concepts of the knowledge base.

1. Every document votes: a name, a type, and the long forms that it defines for its acronyms.
2. An acronym that a document uses and does not define means the one long form that the others define, if one it is (in
   a large corpus two must define one of at most three letters); with several real senses it stays ambiguous: the
   candidates are kept, and no edge is made.
3. In a large corpus a phrase of plain words that no second document holds, and its own in passing, is no concept.
4. A concept's key is its lexicon id or its folded form, never a vote; its label the lexicon's name, else the one that
   most documents use; its type the lexicon's, else the vote.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from ..lexicon import Lexicon
from ..meanings import Concept, Entry
from ..records import ROLES, TYPES, Acronym
from ..spelling import fold, visible
from .identity import reworded, slip, wider
from .kept import one_name, strength, surfaces

REAL_SENSE = 0.1
"""The share of an acronym's definitions that a long form needs to count as a sense of its own; one definition in a
thousand is a slip, one in ten is another field's usage."""

MANY = 1_000
"""Documents from which on a notion of the field can be expected to come twice."""
IN_PASSING = 0.41
"""The confidence under which a phrase in one document of so many names nothing: two signs (a head and a second mention,
or a place in the title) are not enough for it."""
FEW, BY_THE_WAY = 4, 0.34
"""Nor does one that fewer documents than these hold, if each has only one sign of it."""
UNLIKELY = 0.84
"""The same for confidences that are likelihoods, as a trained model gives them: below this a plain find in one document
of many names nothing. Of 24 concepts between 0.8 and this that readers judged (3,000 papers), 15 were right."""


class Corpus:
    """The votes of all documents, and what they decide. Entries are kept as they come, and counted when it is asked."""

    def __init__(self, lexicon: Lexicon, *, weighed: bool = False) -> None:
        """`weighed` says whether the confidence of a plain find is its likelihood."""
        self._lexicon, self._weighed = lexicon, weighed
        self._said: dict[str, list[tuple[Entry, str]]] = defaultdict(list)  # key → entries, each with its language
        self._acronyms: dict[str, set[str]] = defaultdict(set)
        self._senses: dict[str, Counter[str]] = defaultdict(Counter)
        self._documents = 0

    def count(self, entries: Iterable[Entry], acronyms: Iterable[Acronym], *, lang: str) -> None:
        """Takes the votes of one document (its entries as `document.entries` gives them)."""
        self._documents += 1
        shorts = {_short(a.short) for a in acronyms}
        written = shorts | {f"{short}s" for short in shorts}
        for entry in entries:
            if entry.key is None:
                continue
            self._said[entry.key].append((entry, lang))
            if not shorts or written.isdisjoint(surfaces(entry)):
                continue
            for short in set(map(_short, surfaces(entry))) & shorts:
                self._acronyms[entry.key].add(short)
                self._senses[short][entry.key] += 1

    def senses(self, short: str) -> tuple[str, ...]:
        """The keys that this acronym has in the corpus, most defined first; one of those that say the same."""
        counted = self._senses.get(_short(short), Counter())
        enough = REAL_SENSE * sum(counted.values())
        often = [k for k, n in sorted(counted.items(), key=lambda c: (-c[1], c[0])) if n >= enough]
        if len(often) < 2:
            return tuple(often)
        kept: list[str] = []
        for key in often:
            if key in self._lexicon.terms or not any(self._same(key, other) for other in kept):
                kept.append(key)
        return tuple(kept)

    def _same(self, key: str, other: str) -> bool:
        one, another = self._name(key), self._name(other)
        return reworded(one, another) or slip(one, another, self._lexicon)

    def settle(
        self, entries: Iterable[Entry], acronyms: Iterable[Acronym], decided: Container[str | None] = ()
    ) -> list[Entry]:
        """The entries of one document with the corpus's knowledge of acronyms applied; one entry a concept.

        What a curator `decided` that a name means there (keys) is not asked again.
        """
        defined = {_short(a.short) for a in acronyms}
        settled = (entry if entry.key in decided else self._settled(entry, defined) for entry in entries)
        return [e for e in joined(settled) if not self._in_passing(e)]

    def _in_passing(self, entry: Entry) -> bool:
        """Whether only one document of many holds this phrase, and little speaks for it."""
        if self._documents < MANY or entry.key is None or entry.key in self._lexicon.terms:
            return False
        if (spoken := strength(entry)) >= (UNLIKELY if self._weighed else IN_PASSING):
            return False  # as of most
        said = self._said[entry.key]
        if self._weighed and all(lang == "en" for _, lang in said):  # a model reads English
            return len(said) < 2
        few = len(said) < 2 or (len(said) < FEW and all(strength(e) < BY_THE_WAY for e, _ in said))
        return spoken < IN_PASSING and few

    def _settled(self, entry: Entry, defined: set[str]) -> Entry:
        first, *others = surfaces(entry)
        if first not in self._senses and first[:-1] not in self._senses:
            return entry  # as most are, without a closer look
        bare = _short(first)
        if bare not in self._senses or bare in defined or any(_short(other) != bare for other in others):
            return entry
        senses = self.senses(bare)
        named = {*entry.candidates, *({entry.key} & self._lexicon.terms.keys())}
        if len(senses) == 1 and not named:
            return entry._replace(key=senses[0], candidates=()) if self._is_evident(bare, senses[0]) else entry
        if named:  # against a name that the lexicon knows one definition proves nothing
            senses = tuple(s for s in senses if s in self._lexicon.terms or self._senses[bare][s] > 1)
        known = {*senses, *named}
        candidates = tuple(sorted(k for k in known if k))
        if len(candidates) < 2:
            return entry if not candidates else entry._replace(key=candidates[0], candidates=())
        return entry._replace(key=None, candidates=candidates)

    def _is_evident(self, short: str, sense: str) -> bool:
        """Whether what one document defines tells what another means: among many, FPS is rarely what one says it is."""
        known = sense in self._lexicon.terms or self._senses[short][sense] > 1
        return known or len(short) > 3 or self._documents < MANY

    def concepts(self, used: Iterable[str]) -> dict[str, Concept]:
        """The concepts with these keys, by key, and those that they are versions of (GPT for GPT-4)."""
        todo, present = list(used), set[str]()
        names, versions = dict[str, str](), dict[str, tuple[str, ...]]()
        while todo:
            key = todo.pop()
            if key not in present:
                present.add(key)
                names[key] = name = self._name(key)
                versions[key] = above = wider(name, self._lexicon)
                todo += above
        return {key: self._concept(key, names[key], versions[key], present) for key in sorted(present)}

    def _name(self, key: str) -> str:
        """The lexicon's name, else that of most documents."""
        term = self._lexicon.terms.get(key)
        if term:
            return term.name
        said = self._said.get(key, ())
        if len(said) == 1:
            return said[0][0].name or key
        return _winner(Counter(e.name for e, _ in said)) or key

    def _concept(self, key: str, name: str, versions: tuple[str, ...], present: set[str]) -> Concept:
        term = self._lexicon.terms.get(key)
        said = self._said.get(key, [])
        kind = term.type if term else _winner(Counter([e.type for e, _ in said]), TYPES) or "Concept"
        if term is None and not versions and key not in self._acronyms and _only(name, said):  # like most
            return Concept(key, name, kind)
        written = _spellings(said)
        above = dict.fromkeys((*(term.broader if term else ()), *versions))
        acronyms = set(self._acronyms.get(key, ()))
        if term and term.acronyms:
            acronyms |= set(term.acronyms) & {s for s, _ in written}
        return Concept(
            key=key,
            name=name,
            type=kind,
            names=tuple(self._names(name, written, acronyms)),
            acronyms=tuple(sorted(acronyms)),
            broader=tuple(b for b in above if b in present and b != key),
        )

    @staticmethod
    def _names(name: str, written: Mapping[tuple[str, str], int], acronyms: set[str]) -> Iterator[tuple[str, str]]:
        """Other names with their language, one of each fold, the most frequent first; the first Chinese one leads."""
        same = name.casefold()
        if all(surface.casefold() == same for surface, _ in written):
            return
        seen = {fold(name)} | {fold(a) for a in acronyms}
        for (surface, lang), _ in sorted(written.items(), key=lambda c: (-c[1], c[0])):
            if (form := fold(surface)) and form not in seen:
                seen.add(form)
                yield surface, lang

    def redirects(self, used: Iterable[str]) -> dict[str, str]:
        """Old key → new key: an acronym that was a concept of its own until some document defined it."""
        present = set(used)
        found = ((fold(short), self.senses(short)) for short in self._senses)
        return {old: s[0] for old, s in sorted(found) if len(s) == 1 and old not in present and s[0] in present}


def _only(name: str, said: Iterable[tuple[Entry, str]]) -> bool:
    """Whether whoever speaks of a concept has it under this name, and no other."""
    return all((own := one_name(e)) and (own == name or fold(own) == fold(name)) for e, _ in said)


def _spellings(said: Iterable[tuple[Entry, str]]) -> Mapping[tuple[str, str], int]:
    """How a concept is written, each spelling with its language, and in how many mentions."""
    out: Counter[tuple[str, str]] = Counter()
    for (surface, lang), n in Counter([(surface, lang) for e, lang in said for surface in surfaces(e)]).items():
        out[_written(surface, lang)] += n
    return out


def _written(surface: str, lang: str) -> tuple[str, str]:
    """A surface, and the language that it is in."""
    return visible(surface), "zh" if lang == "zh" and not surface.isascii() else "en"


def _short(surface: str) -> str:
    """An acronym without its plural s: 'SNNs' and 'SNN' are one."""
    return surface[:-1] if len(surface) > 2 and surface.endswith("s") and surface[-2].isupper() else surface


def joined(entries: Iterable[Entry]) -> list[Entry]:
    """One entry a concept: those with the same key, or the same candidates, are one."""
    entries = list(entries)
    keys = {entry.key for entry in entries}
    if len(keys) == len(entries) and None not in keys:
        return entries  # most documents
    merged: dict[str, Entry] = {}
    for entry in entries:
        label = entry.key or "?" + "|".join(entry.candidates)
        merged[label] = _joined(merged[label], entry) if label in merged else entry
    return list(merged.values())


def _joined(one: Entry, other: Entry) -> Entry:
    role = min(one.role, other.role, key=ROLES.index)
    mentions = tuple(sorted({*one.mentions, *other.mentions}, key=lambda m: (m.field, m.begin, m.end, m.surface)))
    return one._replace(role=role, mentions=mentions, confidence=max(one.confidence, other.confidence))


def _winner(votes: Mapping[str, int], order: tuple[str, ...] = ()) -> str:
    """The most frequent; ties by the given order, then by the alphabet."""
    if len(votes) == 1:
        return next(iter(votes))
    rank = {v: i for i, v in enumerate(order)}
    return min(votes, key=lambda v: (-votes[v], rank.get(v, 99), v), default="")
