"""The frozen records that a knowledge base answers with; `to_dict` is their JSON.

IRIs are full; `label` and `name` are what a person reads.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from html import escape
from typing import Any, Final

SHOWN: Final = 20
"""Values of one field that a notebook shows."""


class Record:
    """An answer that can be printed as JSON and looked at in a notebook."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data, nested records included."""
        return asdict(self)  # type: ignore[call-overload,no-any-return]

    def _repr_html_(self) -> str:
        """What a notebook shows: a line for everything that is known."""
        told = ((f.name.replace("_", " "), getattr(self, f.name)) for f in fields(self))  # type: ignore[arg-type]
        lines = (f"<tr><th>{escape(name)}</th><td>{_html(value)}</td></tr>" for name, value in told if value)
        return f"<table>{''.join(lines)}</table>"


def _html(value: Any) -> str:
    """A field of a record: several values on a line each, of a dict or nested record what is no IRI."""
    if isinstance(value, Record):
        value = value.to_dict()
    if isinstance(value, dict):
        shown = (str(v) if isinstance(v, str) else f"{k} {v}" for k, v in value.items())
        return escape(" – ".join(v for v in shown if not v.startswith("https://")))
    if isinstance(value, tuple):
        more = f"<br>… {len(value) - SHOWN} more" if len(value) > SHOWN else ""
        return "<br>".join(map(_html, value[:SHOWN])) + more
    return escape(str(value))


@dataclass(frozen=True, slots=True)
class Evidence(Record):
    """A sentence of a paper: the paper's IRI, its label, the sentence."""

    paper: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Neighbour(Record):
    """A concept near another: strength 0..1, papers that hold both, and sentences."""

    concept: str
    name: str
    type: str
    score: float
    papers: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Record):
    """What a sentence says of a method for a task: the dataset, metric and value that it names, and whom it beats.

    `relation` is evaluatedOn, outperforms, usedFor or introduces; `concept` the IRI of the method, `value` as written.
    """

    relation: str
    method: str
    dataset: tuple[str, ...]
    metric: tuple[str, ...]
    value: str | None
    baseline: str | None
    year: int | None
    rule: str
    confidence: float
    concept: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Ranked(Record):
    """One line of a ranking: the IRI and name of a concept or paper, its type, and its score."""

    iri: str
    name: str
    type: str
    score: int | float


@dataclass(frozen=True, slots=True)
class Step(Record):
    """One link of a path, and the papers or concepts (labels) that make it."""

    start: str
    end: str
    relation: str
    score: float
    via: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Explanation(Record):
    """One mention behind a statement: `text[begin:end] == surface` in the paper's field, the rule that found it."""

    field: str
    begin: int
    end: int
    surface: str
    sentence: str
    role: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ConceptAnswer(Record):
    """A concept: names by language, acronyms, how many papers, broader and narrower ones, and who does what with it."""

    concept: str
    name: str
    type: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...]
    papers: int
    first_year: int | None
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    roles: dict[str, int]
    used_in: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sense(Record):
    """A concept that an acronym means: its IRI, its name, and how many papers mention it."""

    concept: str
    name: str
    papers: int


@dataclass(frozen=True, slots=True)
class Clue(Record):
    """What speaks for a sense in a paper: a score from 0 up, and the names of the shared concepts that weigh most."""

    concept: str
    name: str
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Open(Record):
    """A paper that leaves an acronym open: a sentence, and a clue for each sense, the best first."""

    evidence: Evidence
    clues: tuple[Clue, ...]

    @property
    def best(self) -> Clue | None:
        """The clue that is better than all others, if one is."""
        first, *others = self.clues
        return first if first.score > max((c.score for c in others), default=0.0) else None


@dataclass(frozen=True, slots=True)
class Senses(Record):
    """An acronym: its senses, the most frequent first, and the papers that leave it open."""

    acronym: str
    senses: tuple[Sense, ...]
    open: tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class Duplicate(Record):
    """Two papers (or two records of one) that may be the same: what speaks for it and against, and how to settle it.

    `state` is 'apart' or 'joined' (by words alone, or by an identifier that two titles have); `score` lies in 0..1.
    """

    state: str
    score: float
    paper: str
    label: str
    year: int | None
    other: str
    other_label: str
    other_year: int | None
    reasons: tuple[str, ...]
    command: str


@dataclass(frozen=True, slots=True)
class PaperAnswer(Record):
    """A paper: its bibliographic facts, the concepts by role, and the papers around it (labels).

    `ids` are further identifiers as 'scheme:value', an arXiv number with each version that was read among them.
    """

    paper: str
    label: str
    year: int | None
    authors: str | None
    venue: str | None
    doi: str | None
    arxiv: str | None
    ids: tuple[str, ...]
    abstract: str | None
    sources: tuple[str, ...]
    concepts: tuple[dict[str, str], ...]
    cites: tuple[str, ...]
    cited_by: tuple[str, ...]
    related: tuple[str, ...]
    versions: tuple[str, ...]
    code: tuple[str, ...]
