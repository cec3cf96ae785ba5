"""What a paper does with a concept: the role that a cue says, else the one that its type and place suggest."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import ROLES, Mention

_DEFAULT = {"Dataset": "evaluatesOn", "Method": "uses"}
_NOT_TESTED_ON = {"Concept": "studies", "Method": "uses", "Metric": "uses"}
NAMED = frozenset({"acronym", "shape", "cue", "cue-title"})


def repeated(found: Sequence[Mention]) -> bool:
    """Whether an unknown name comes so often that it is the paper's own; a definition alone gives two mentions."""
    if len(found) < 2:
        return False
    if any(m.rule == "acronym" for m in found):
        return len(found) > 3
    shaped = [m for m in found if m.rule in NAMED]
    return len(shaped) > (2 if all(m.surface.isupper() for m in shaped) else 1)


def _fitting(role: str, type: str, *, known: bool) -> str:
    """A role that a thing of this type can have: one evaluates on a dataset, neither studies nor beats it."""
    if role == "evaluatesOn":
        return _NOT_TESTED_ON.get(type, role)
    if role == "introduces" and type == "Task" and known:
        return "studies"
    return "evaluatesOn" if type == "Dataset" and role in ("studies", "comparesWith") else role


def with_role(found: list[Mention], type: str, *, central: bool, own: bool, known: bool) -> tuple[str, list[Mention]]:
    """The one role of an entry, and its mentions, at least one of which bears it.

    A cue says it; a central notion is studied unless the paper brings it or builds on it; without a cue the type
    decides, and the role is put on the first mention that has none.
    """
    if {m.role for m in found} == {"mentions"}:  # most
        role = _without_cue(found[0].rule, type, central=central, own=own)
        return role, found if role == "mentions" else [bearing(found[0], role), *found[1:]]
    roles = [_fitting(m.role, type, known=known) for m in found]
    found = [m if m.role == role else bearing(m, role) for m, role in zip(found, roles, strict=True)]
    if len(found) == 1:
        return roles[0], found
    cues = [role for role in roles if role != "mentions"]
    strongest = min(cues, key=ROLES.index)
    if strongest not in ("introduces", "extends") and central and type != "Dataset":
        strongest = "studies"
    if strongest in cues:
        return strongest, found
    at = next((n for n, m in enumerate(found) if m.role == "mentions"), None)
    if at is None:
        return min(cues, key=lambda r: (-cues.count(r), ROLES.index(r))), found
    return strongest, [*found[:at], bearing(found[at], strongest), *found[at + 1 :]]


def bearing(m: Mention, role: str) -> Mention:
    """A mention with this role; `_replace` takes three times as long, and most entries need one."""
    return Mention(m.field, m.begin, m.end, m.surface, m.label, role, m.rule, m.confidence, m.candidates)


def _without_cue(rule: str, type: str, *, central: bool, own: bool) -> str:
    """The role of a thing of which no sentence says one; `rule` found it first."""
    if own:
        return "introduces"
    if rule in ("phrase", "learned") or (central and type != "Dataset"):
        return "studies"
    return _DEFAULT.get(type, "mentions")


def is_means(type: str, role: str, found: Sequence[Mention]) -> bool:
    """Whether what is called after a task or a notion is a method: brought by name, or used and written as a name."""
    if type not in ("Task", "Concept"):
        return False
    if any(m.rule == "acronym" and m.field == "abstract" and _is_title(m.surface) for m in found):
        return role in ("introduces", "extends", "uses", "studies")
    if role == "introduces":
        return type == "Task" and any(m.rule in NAMED for m in found)
    return False


def _is_title(surface: str) -> bool:
    """Whether all content words of a name have a capital: it is written as a proper name."""
    content = [w for w in surface.split() if len(w) > 3]
    return len(content) > 1 and all(w[0].isupper() for w in content)
