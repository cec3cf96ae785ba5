"""What a knowledge base answers: every question to its published version, as one method each."""

from __future__ import annotations

from .answers import Answers
from .comparison import compare
from .graph.results import Result
from .graph.search import Hit
from .graph.tables import Listing
from .published import Published
from .replies import Comparison, ConceptAnswer, Explanation, Neighbour, PaperAnswer, Ranked, Senses, Step
from .senses import senses


class Asking:
    """The reading half of a knowledge base. Each call sees the version that is published then."""

    def __init__(self, published: Published) -> None:
        self._published = published

    @property
    def version(self) -> int | None:
        """The number of the published version; None before the first."""
        return self._published.version

    @property
    def answers(self) -> Answers:
        """The questions to the version that is published now."""
        return self._published.answers

    def query(self, sparql: str, *, timeout: float | None = None, **parameters: str) -> Result:
        """The result of a SPARQL query (all prefixes are known), or of a named one with parameters.

        Raises BadQuery; UnknownName or AmbiguousName for a parameter; QueryTimeout after `timeout` seconds.
        """
        return self.answers.query(sparql, timeout=timeout, **parameters)

    def concept(self, name: str, *, near: str | None = None) -> ConceptAnswer:
        """All that is known of a concept. Raises UnknownName; AmbiguousName unless `near` tells the sense."""
        return self.answers.concept(name, near=near)

    def senses(self, acronym: str | None = None) -> Listing[Senses]:
        """Acronyms with several senses (or one of them), and the papers that leave open which they mean."""
        return senses(self.answers, acronym)

    def compare(self, task: str, *, near: str | None = None) -> Listing[Comparison]:
        """Methods, datasets, metrics and values that the papers on a task tell, each with its sentence, a row each."""
        return compare(self.answers, task, near=near)

    def paper(self, name: str) -> PaperAnswer:
        """All that is known of a paper: by DOI, id, IRI, title or first words. Raises UnknownName, AmbiguousName."""
        return self.answers.paper(name)

    def neighbours(
        self, name: str, *, top: int = 10, kind: str | None = None, near: str | None = None
    ) -> Listing[Neighbour]:
        """The concepts nearest to one, the strongest first, with the papers and sentences that join them."""
        return self.answers.neighbours(name, top=top, kind=kind, near=near)

    def rank(self, kind: str | None = None, *, by: str = "papers", top: int = 10) -> Listing[Ranked]:
        """The first concepts (of a type) or papers (kind "Paper") by papers, citations, pagerank or betweenness."""
        return self.answers.rank(kind, by=by, top=top)

    def path(self, start: str, goal: str, *, papers: bool = False) -> Listing[Step] | None:
        """The shortest chain from one concept (or paper) to another; None where nothing joins them."""
        return self.answers.path(start, goal, papers=papers)

    def explain(self, paper: str, concept: str) -> Listing[Explanation]:
        """Every mention of a concept in a paper, with sentence, offsets, rule and confidence."""
        return self.answers.explain(paper, concept)

    def search(self, text: str, *, top: int = 10) -> Listing[Hit]:
        """Papers and concepts whose titles, abstracts or names hold these words, English or Chinese."""
        return self.answers.search(text, top=top)
