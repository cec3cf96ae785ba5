"""Papers that may be the same, as a user sees them: what `kb duplicates` lists, and how to settle each."""

from __future__ import annotations

import shlex

from .decisions import Decisions
from .facts import Facts
from .graph.content import label
from .graph.tables import Listing
from .replies import Duplicate
from .resolve.duplicates import Pair, pairs
from .resolve.works import identity


def duplicates(facts: Facts, decided: Decisions, *, top: int | None = None) -> Listing[Duplicate]:
    """The pairs that nobody has decided about, the best first; `top` of them."""
    found = pairs(identity(facts.records(), decided.rulings))
    return Listing(Duplicate, (_told(pair) for pair in found[:top]))


def _told(pair: Pair) -> Duplicate:
    one, other = pair.records
    action, first, second = pair.decision
    words = [action, first, "--into", second] if action == "merge" else [action, first, second]
    return Duplicate(
        state=pair.state,
        score=pair.score,
        paper=pair.one.iri,
        label=label(one),
        year=one.year,
        other=pair.other.iri,
        other_label=label(other),
        other_year=other.year,
        reasons=pair.reasons,
        command=shlex.join(["kb", "decide", *words]),
    )
