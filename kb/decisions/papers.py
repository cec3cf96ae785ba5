"""What is decided of papers: lines of decisions.tsv as rulings, and those that change nothing told with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..identifiers import Identifier, named
from ..meanings import Decision, Ruling
from ..records import Skipped
from ..terms import mint


def rulings(lines: Iterable[Decision]) -> list[Ruling]:
    """The lines as `resolve.rulings` takes them."""
    return [Ruling(d.action, paper, named(d.value), d.line) for d in lines if (paper := named(d.concept))]


def about(d: Decision, iris: Mapping[Identifier, str]) -> tuple[str, ...]:
    """The IRIs of the works that a decision is about; of a paper that nobody has, the one that its name gives."""
    names = [i for i in (named(d.concept), named(d.value)) if i]
    known = [iris.get(i) or (mint("paper", *i) if i[0] != "record" else None) for i in names]
    return tuple(dict.fromkeys(i for i in known if i)) or (mint("paper", *names[0]),)


def idle(lines: Iterable[Decision], why: Sequence[tuple[int, str]]) -> list[Skipped]:
    """The decisions on papers that change nothing; `why` are (line, reason)."""
    reasons = dict(why)
    return [
        Skipped(
            "decisions.tsv",
            d.line,
            f"decision does not apply: {d}: {reasons[d.line]}; `kb decide undo {d.line}` takes it out",
            d.row()[:80],
        )
        for d in lines
        if d.line in reasons
    ]
