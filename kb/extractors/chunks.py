"""Noun phrases: what stays together where a sentence is cut at function words, verbs, adverbs and signs.

Empty modifiers go from the front, general nouns from the end: "novel bilevel optimization problems".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .compounds import compounds
from .nouns import NOUNS, Noun
from .tokens import Word, lows, words
from .words import HEADS, word_set

_MAX, _KEPT, _LONGEST = 4, 3, 6  # words of a phrase, of what is kept of a longer one, of a name in capitals


class Chunk:
    """A noun phrase: its words with their places, what each is, and the key by which it is counted."""

    __slots__ = ("begin", "end", "key", "nouns", "words")

    def __init__(self, found: Sequence[Word], nouns: Sequence[Noun]) -> None:
        self.begin, self.end = found[0][0], found[-1][1]
        self.words, self.nouns = found, nouns
        self.key = "".join([n.bare for n in nouns[:-1]]) + nouns[-1].bare_head

    def keys(self) -> list[str]:
        """The keys of the phrase and of its endings of two words and more, the longest first."""
        key, out = self.key, [self.key]
        for noun in self.nouns[:-2]:
            key = key[len(noun.bare) :]
            out.append(key)
        return out

    def ending(self, n: int) -> Chunk:
        """The phrase without its first n words."""
        return Chunk(self.words[n:], self.nouns[n:]) if n else self


_BARE = word_set("""of by for in when while to and from after without on with than via through""")


def chunks(text: str) -> list[Chunk]:
    """The noun phrases of a text, trimmed; a plural ends a phrase ("networks compute", "years network")."""
    found, nouns = words(text), list(map(NOUNS.__getitem__, lows(text)))
    out: list[Chunk | None] = []
    for begin, end, before in _runs(text, found, nouns):
        if end - begin > 1 or nouns[begin].alone:
            out.append(_trimmed(found[begin:end], nouns[begin:end], before))
    return list(filter(None, out))


def _runs(text: str, found: Sequence[Word], nouns: Sequence[Noun]) -> Iterator[tuple[int, int, str]]:
    """The runs of words that can be a phrase, as (first, behind the last, the word before or what stands for it)."""
    begin, before = -1, ""  # -1: outside a run
    for n, noun in enumerate(nouns):
        if noun.closed:
            if begin >= 0:
                yield begin, n, before
                begin = -1
            before = noun.low
            continue
        if begin < 0:
            begin = n
        elif not (found[n][0] - (last := found[n - 1][1]) == 1 and text[last] in " \n"):
            yield begin, n, before
            begin, before = n, ""
        if noun.plural and not (found[n][2] != noun.low and _goes_on(found, n)):
            yield begin, n + 1, before
            begin, before = -1, "s"
    if begin >= 0:
        yield begin, len(nouns), before


def _goes_on(found: Sequence[Word], n: int) -> bool:
    """Whether a small technical noun follows a capitalised word: the Adams method is no plural."""
    following = found[n + 1] if n + 1 < len(found) else None
    return following is not None and following[2] in HEADS and following[0] == found[n][1] + 1


def chinese_chunks(text: str) -> Iterator[Chunk]:
    """The compounds of a Chinese text that hold two words and more, trimmed as if they were English."""
    for run in compounds(text):
        chunk = _trimmed(run, [NOUNS[w[3]] for w in run], "the")
        if chunk and len(chunk.words) > 1:
            yield chunk


_ARTICLES = word_set("""a an the this that these those our their its each every any some no""")
_AUXILIARY = word_set("""have has had s which that who""")
_VERBAL = word_set("""to we they can not""")


def _is_verb(written: str, noun: Noun, before: str) -> bool:
    """Whether the first word of a phrase is rather the verb before it: "to rewrite past …", "by training deep …"."""
    if noun.gerund:
        return before in _BARE or (before == "" and noun.low not in HEADS)
    if noun.past and before in _AUXILIARY:
        return True
    return noun.verbal and noun.low == written and (before in _VERBAL or before.endswith("ly"))


def _governs(noun: Noun, following: Noun, before: str) -> bool:
    """Whether a gerund opens a clause: "training generative networks", but "a spiking neural network"."""
    return noun.gerund and before not in _ARTICLES and (following.modifier or following.adjective)


def _is_empty(written: str, noun: Noun, *, opens: bool, begun: bool) -> bool:
    """Whether a word before the head begins the phrase anew; inside a phrase general nouns may stand."""
    if noun.modifier or not noun.general:
        return noun.modifier
    if written != noun.low and not (opens and begun):
        return False  # a capital inside a sentence is meant
    return opens or noun.adjective


def _trimmed(run: Sequence[Word], nouns: Sequence[Noun], before: str) -> Chunk | None:
    """The phrase that is left of a run of words, if one is."""
    first, end = 0, len(run)
    if end == 1:
        return Chunk(run, nouns) if nouns[0].alone else None
    if _is_verb(run[0][2], nouns[0], before):
        first = 1
    if end - first > 2 and _governs(nouns[first], nouns[first + 1], before if first == 0 else ""):
        first += 1
    for n in range(first, end - 1):  # "cover efficient training": what stands before an empty modifier is no part
        if nouns[n].general and _is_empty(run[n][2], nouns[n], opens=n == first, begun=not before):
            first = n + 1
    while first < end and nouns[first].modifier:
        first += 1
    while first < end and (nouns[end - 1].modifier or (end - first > 1 and nouns[end - 1].past)):
        end -= 1
    while end - first > 1 and nouns[end - 1].empty and (nouns[end - 2].technical or run[end - 2][2].isupper()):
        end -= 1
    if end - first > _MAX and not (end - first <= _LONGEST and all(w[2][0].isupper() for w in run[first:end])):
        first = end - _KEPT
    if end - first > 1 or (end > first and nouns[first].alone):
        return Chunk(run[first:end], nouns[first:end])
    return None
