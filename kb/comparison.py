"""The table of a task: which method on which dataset by which metric, who beats whom, each with its sentence and paper.

1. A paper works on a task where it does more than mention it, or a narrower one (`skos:broader`), or says what is used
   for it.
2. Of these papers come the results: what was tried on which dataset, and what outperforms what.
3. Of all papers come the methods that a sentence calls used for the task.
4. A paper on the task that brings a method of which no sentence says so much is told with the sentence that brings it.

Rows stand by dataset, the one of most rows first, then by metric, the latest paper first; then those without a dataset.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from typing import TYPE_CHECKING, Final

from .graph.tables import Listing
from .records import ROLES
from .replies import Comparison, Evidence
from .terms import NS, PREFIXES, curie

if TYPE_CHECKING:
    from .answers import Answers

RELATIONS: Final = ("evaluatedOn", "outperforms", "usedFor", "introduces")
"""What a row says of its method, in the order of rows."""

_STATEMENTS = """SELECT ?predicate ?paper ?s ?one ?other ?rule ?sure ?text WHERE {
  ?s a kb:Statement ; kb:predicate ?predicate ; kb:inPaper ?paper ; kb:subject ?one ; kb:object ?other ; kb:rule ?rule ;
     itsrdf:taConfidence ?sure ; nif:sentence/nif:anchorOf ?text } ORDER BY ?s"""

_INTRODUCED = """SELECT ?paper ?m ?one ?rule ?sure ?text WHERE {
  ?paper kb:introduces ?one . ?one a kb:Method . ?m itsrdf:taIdentRef ?one ; kb:inPaper ?paper ; kb:role kb:introduces ;
     kb:rule ?rule ; itsrdf:taConfidence ?sure ; nif:sentence/nif:anchorOf ?text } ORDER BY ?m"""


def compare(answers: Answers, task: str, *, near: str | None = None) -> Listing[Comparison]:
    """What the papers on a task say of methods, datasets, metrics and values, a row a statement.

    Raises UnknownName; AmbiguousName unless `near` tells the sense.
    """
    return _Task(answers, answers.find_concept(task, near=near).iri).rows()


class _Task:
    """A task with its narrower ones, and the papers on it."""

    def __init__(self, answers: Answers, task: str) -> None:
        self._answers, self._store = answers, answers.store
        self.tasks = _narrower(answers, task)
        self._years = {row.key: row.year for row in answers.rows().papers}
        acting = [NS + role for role in ROLES if role != "mentions"]
        self.papers = {p for t in self.tasks for role in acting for p in self._store.subjects(role, t)}
        self._said = self._store.query(_STATEMENTS).rows
        self.papers |= {row[1] for row in self._said if row[0] == NS + "usedFor" and row[4] in self.tasks}
        self._names: dict[str, str] = {}

    def rows(self) -> Listing[Comparison]:
        """All rows, sorted; one of those that say the same in one paper, the first with a value."""
        found = {(r.relation, r.concept, r.dataset, r.baseline, r.evidence.paper): r for r in self._stated()}
        told = {(r.concept, r.evidence.paper) for r in found.values()}
        found |= {("introduces", r.concept, (), None, r.evidence.paper): r for r in self._introduced(told)}
        often = Counter(d for r in found.values() for d in r.dataset)
        return Listing(Comparison, sorted(found.values(), key=lambda r: _place(r, often)))

    def _stated(self) -> Iterator[Comparison]:
        """What statements say; those with a value last, so that they stay."""
        rows = [self._row(*row) for row in self._said if self._is_here(row[0], row[1], row[4])]
        return iter(sorted(rows, key=lambda r: bool(r.value)))

    def _is_here(self, predicate: str, paper: str, object: str) -> bool:
        if predicate == NS + "usedFor":
            return object in self.tasks
        return paper in self.papers and predicate in (NS + "evaluatedOn", NS + "outperforms")

    def _row(
        self, predicate: str, paper: str, s: str, one: str, other: str, rule: str, sure: float, text: str
    ) -> Comparison:
        relation = curie(predicate).removeprefix("kb:")
        datasets = [other] if relation == "evaluatedOn" else self._store.objects(s, NS + "onDataset")
        return Comparison(
            relation=relation,
            method=self._name(one),
            dataset=tuple(map(self._name, datasets)),
            metric=tuple(map(self._name, self._store.objects(s, NS + "byMetric"))),
            value=self._store.value(s, NS + "value"),
            baseline=self._name(other) if relation == "outperforms" else None,
            year=self._years.get(paper),
            rule=rule,
            confidence=sure,
            concept=one,
            evidence=self._evidence(paper, text),
        )

    def _introduced(self, told: Set[tuple[str, str]]) -> Iterator[Comparison]:
        """The methods that papers on the task bring, and no statement tells of, each with its first sentence."""
        rows = self._store.query(_INTRODUCED).rows
        for paper, _, one, rule, sure, text in reversed(rows):
            if paper in self.papers and (one, paper) not in told:
                shown = self._evidence(paper, text)
                year = self._years.get(paper)
                yield Comparison("introduces", self._name(one), (), (), None, None, year, rule, sure, one, shown)

    def _name(self, concept: str) -> str:
        if concept not in self._names:
            self._names[concept] = self._answers.label(concept)
        return self._names[concept]

    def _evidence(self, paper: str, sentence: str) -> Evidence:
        return Evidence(paper, self._answers.label(paper), " ".join(sentence.split()))


def _narrower(answers: Answers, task: str) -> set[str]:
    """A concept and all that are narrower."""
    seen, todo = {task}, [task]
    while todo:
        new = set(answers.store.subjects(PREFIXES["skos"] + "broader", todo.pop())) - seen
        seen |= new
        todo += sorted(new)
    return seen


def _place(r: Comparison, often: Counter[str]) -> tuple[object, ...]:
    most = max((often[d] for d in r.dataset), default=0)
    return (
        *(-most, r.dataset, r.metric or ("\uffff",), RELATIONS.index(r.relation), -(r.year or 0)),
        *(r.method, r.baseline or "", r.evidence.paper),
    )
