"""Rows that a user's own lexicon.tsv might have: names that recur in their papers and that citekb does not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .answers import Answers
from .graph import evidence
from .lexicon import Lexicon
from .terms import mint

HEADER = "name\ttype\taliases\tacronyms\tsource\tcount"


class Suggestion(NamedTuple):
    """A row to accept or to strike: the name and type that most papers give it, and a sentence that shows it."""

    name: str
    type: str
    aliases: tuple[str, ...]
    acronyms: tuple[str, ...]
    papers: int
    paper: str
    sentence: str

    def row(self) -> str:
        """The line of lexicon.tsv."""
        cells = (self.name, self.type, "|".join(self.aliases), "|".join(self.acronyms), "suggested", str(self.papers))
        return "\t".join(cells)


def suggest(answers: Answers, lexicon: Lexicon, *, min_papers: int = 3, top: int = 50) -> Iterator[Suggestion]:
    """The unknown names that at least so many papers hold, the most frequent first."""
    unknown = (c for c in answers.rows().concepts if c.papers >= min_papers and not _known(c.key, c.name, lexicon))
    for c in sorted(unknown, key=lambda c: (-c.papers, c.name))[:top]:
        about = answers.store.about(c.key)
        names = (n for p in ("skos:prefLabel", "skos:altLabel") for n in about.get(p, ()) if n != c.name)
        paper, sentence = _shown(answers, c.key)
        yield Suggestion(c.name, c.type, tuple(names), tuple(about.get("kb:acronym", ())), c.papers, paper, sentence)


def _known(iri: str, name: str, lexicon: Lexicon) -> bool:
    return iri.removeprefix(mint("concept", "")) in lexicon.terms or bool(lexicon.lookup(name))


def _shown(answers: Answers, concept: str) -> tuple[str, str]:
    """A paper and the shortest sentence of it that mentions the concept and says something of it."""
    found = evidence.sentences(answers.store, concept)
    said = sorted((len(t) < 40, len(t), t, paper) for paper, texts in found.items() for t in texts.values())
    return (answers.label(said[0][3]), said[0][2]) if said else ("", "")


def to_tsv(suggestions: Iterable[Suggestion]) -> Iterator[str]:
    """The lines of a lexicon.tsv: a comment with the sentence above each row; strike what is wrong, keep the rest."""
    yield HEADER
    for s in suggestions:
        said = " ".join(s.sentence.split())
        yield f"# {s.papers} paper{'' if s.papers == 1 else 's'}, as in {s.paper}: {said}"
        yield s.row()
