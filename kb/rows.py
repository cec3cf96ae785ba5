"""What the rows of a user's own lexicon say of each other, and cannot: names of two concepts, circles of `broader`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .spelling import fold

if TYPE_CHECKING:
    from .lexicon import Term


def unaliased(rows: dict[str, Term], ours: Mapping[str, Term]) -> Iterator[tuple[str, str]]:
    """Takes the aliases out of `rows` that are another concept's name; yields those and what two rows claim."""
    if not any(t.aliases or t.zh for t in rows.values()):
        return
    names = {fold(t.name): t for t in (*ours.values(), *rows.values())}
    claimed: dict[str, Term] = {}
    for id, term in list(rows.items()):
        for alias in (*term.aliases, *term.zh):
            other = names.get(fold(alias), term)
            if other.id != id:
                rows[id] = replace(rows[id], aliases=_without(alias, rows[id].aliases), zh=_without(alias, rows[id].zh))
                what = "join the two rows" if other.id in rows else f"`kb decide merge` makes it one with {term.name!r}"
                yield id, f"the alias {alias!r} is the name of another concept: taken without it; {what}"
            elif claimed.setdefault(fold(alias), term) is not term:
                yield id, f"{claimed[fold(alias)].name!r} above has the alias {alias!r} too: it can mean both"


def _without(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(n for n in names if n != name)


def ordered(rows: dict[str, Term], ours: Mapping[str, Term]) -> Iterator[tuple[str, str]]:
    """Takes what no row is called, and what closes a circle, out of the `broader` of `rows`; yields both."""
    if not any(t.broader for t in rows.values()):
        return
    wider = {id: t.broader for id, t in ours.items()} | dict.fromkeys(rows, ())
    wider |= {id: t.broader for id, t in ours.items() if id in rows}
    for id, term in list(rows.items()):
        kept: list[str] = []
        for above in term.broader:
            said = unquote(above).replace("-", " ")
            if above not in wider:
                yield id, f"no row, of yours or ours, is called {said!r} (broader): taken without it; add one"
            elif id in _above(above, wider):
                yield id, f"{said!r} is itself narrower than {term.name!r} (broader), a circle: taken without it"
            else:
                kept.append(above)
                wider[id] = (*wider[id], above)
        rows[id] = replace(term, broader=tuple(kept))


def _above(id: str, wider: Mapping[str, tuple[str, ...]]) -> set[str]:
    """A concept and all that is wider."""
    seen, todo = set[str](), [id]
    while todo:
        if (at := todo.pop()) not in seen:
            seen.add(at)
            todo.extend(wider.get(at, ()))
    return seen


def merged(first: Term, second: Term) -> Term:
    """One concept of two rows: the second's name and type, both rows' other names, the higher count."""

    def join(a: Iterable[str], b: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*a, *b)))

    return replace(
        second,
        aliases=join(first.aliases, second.aliases),
        acronyms=join(first.acronyms, second.acronyms),
        zh=join(first.zh, second.zh),
        broader=join(first.broader, second.broader),
        source="|".join(join((first.source,), (second.source,))).strip("|"),
        count=max(first.count, second.count),
        needs_clue=first.needs_clue or second.needs_clue,
    )


def latin(term: Term) -> tuple[str, ...]:
    """All that a concept is called in Latin letters, as it is written."""
    return (term.name, *term.aliases, *term.acronyms)


def extends(old: Term | None, new: Term) -> bool:
    """Whether a row says all that an older one of its id says, and more: names are added, none counts less."""
    if old is None:
        return True
    named = {*latin(old)} <= {*latin(new)} and {*old.zh} <= {*new.zh}
    return named and old.needs_clue == new.needs_clue and old.count <= new.count
