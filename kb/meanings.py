"""What the readings come to: Entry (a concept in one document), Concept (in the whole knowledge base), Decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .records import Mention
from .spelling import canonical, digest


class Entry(NamedTuple):
    """A concept as one document speaks of it: one key, one name, one type, one role, and the mentions behind it.

    An entry with more than one candidate and no key is ambiguous: it is kept, and no edge is made of it.
    """

    key: str | None
    name: str
    type: str
    role: str
    confidence: float
    mentions: Sequence[Mention]
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of the whole knowledge base, derived from all papers; `key` is the last part of its IRI.

    `edges` are (predicate, key of another concept), for each that some sentence states.
    """

    key: str
    name: str
    type: str
    names: tuple[tuple[str, str], ...] = ()
    acronyms: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    edges: tuple[tuple[str, str], ...] = ()


Place = tuple[str, int, int]
"""Where a mention stands: the hash of its text, the first character and the one behind the last."""


class Built(NamedTuple):
    """A work (IRI) that a paper builds on, since it introduces a concept (key) that the paper uses, extends or tries.

    `rule` says what the paper does with the concept; `here` is where it says so, `there` where the work introduces it.
    """

    origin: str
    concept: str
    rule: str
    here: Place
    there: Place


WITH_VALUE = {"merge": "into", "split": "off", "rename": "to", "retype": "as", "broader": "under"}
"""The actions that need a value, and how one reads it: 'merge a into b'."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One line: what is done to which concept, and why. `line` is where it stands, and no part of what it says."""

    action: str
    concept: str
    value: str = ""
    paper: str = ""
    reason: str = ""
    line: int = field(default=0, compare=False)

    @property
    def sha(self) -> str:
        """The hash of what the line says."""
        return digest(canonical([self.action, self.concept, self.value, self.paper, self.reason]))

    def row(self) -> str:
        """The line as it stands in the file."""
        return "\t".join((self.action, self.concept, self.value, self.paper, self.reason))

    def __str__(self) -> str:
        first, second = (self.value, self.concept) if self.action == "split" else (self.concept, self.value)
        if self.action == "split" and not self.value:
            return f"split {self.concept!r} off all that is only alike"
        said = f"{self.action} {first!r}"
        said += f" {WITH_VALUE[self.action]} {second!r}" if self.action in WITH_VALUE else ""
        return said + (f" in {self.paper}" if self.paper else "")


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision about papers (scheme, value): merge one into the other, or split the other (None: any) off the one."""

    action: str
    paper: tuple[str, str]
    other: tuple[str, str] | None
    line: int
