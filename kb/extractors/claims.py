"""What the sentences of a text say of two names: all rules for statements, one claim a pair and place.

The rules read English. Each claim names its rule; of two that say the same of the same places the first stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ..claims import Claim, Span
from .chains import links
from .purposes import kinds_of, purposes
from .results import results
from .spans import Find

Place = Callable[[int, int], tuple[str, int, int] | None]
"""The field and the offsets in it of a span of the whole text."""


def claims(text: str, lang: str, found: Sequence[Find], cut: Sequence[Span], place: Place) -> tuple[Claim, ...]:
    """The claims of a text, by field and place; `found` are its mentions as they are settled, `cut` its sentences."""
    if lang != "en":
        return ()
    row = links(text, found)
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in (*purposes(text, row, cut), *kinds_of(text, row, cut), *results(text, row, cut)):
        if claim.subject != claim.object:
            kept.setdefault((claim.predicate, claim.subject, claim.object, claim.datasets), claim)
    return tuple(sorted(_placed(kept.values(), place), key=_order))


def _order(claim: Claim) -> tuple[object, ...]:
    return claim.field, claim.begin, claim.end, claim.predicate, claim.subject or (), claim.object


def _placed(found: Iterable[Claim], place: Place) -> Iterator[Claim]:
    """The claims with offsets in their field; none whose parts lie in two."""
    for claim in found:
        where = place(claim.begin, claim.end)
        if where is None:
            continue
        back = claim.begin - where[1]

        def moved(span: Span, back: int = back) -> Span:
            return span[0] - back, span[1] - back

        yield claim._replace(
            field=where[0],
            begin=where[1],
            end=where[2],
            subject=claim.subject and moved(claim.subject),
            object=moved(claim.object),
            datasets=tuple(map(moved, claim.datasets)),
            metrics=tuple(map(moved, claim.metrics)),
            value=claim.value and moved(claim.value),
        )
