"""Questions that have a name: one .rq file each in queries/, which says in its first lines what it answers.

    # title: Methods on a dataset
    # answers: Which methods …?
    # set: dataset: concept = CIFAR-10 (the name, acronym, key or IRI of a dataset)

A parameter is a variable of the SELECT that the caller's value is put in place of. Its kind says what that value is:
the name of a `concept` or `paper`, found as every verb finds it and put in as its IRI, or plain `text`. The value after
`=` is an example that answers on the bundled sample. Adding a question is adding a file.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import BadQuery, Candidate, UnknownName

FOLDER: Final = Path(__file__).parent / "queries"

_HEAD = re.compile(r"# (title|answers|set): (.+)")
_SET = re.compile(r"(\w+): (concept|paper|text) = (.+) \(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a named query must be told: its name, its kind (concept, paper, text), an example, and what it is."""

    name: str
    kind: str
    example: str
    about: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question: its name, a title, what it answers, its parameters, and its SPARQL."""

    name: str
    title: str
    answers: str
    parameters: tuple[Parameter, ...]
    text: str

    def values(self, given: Mapping[str, str]) -> dict[str, str]:
        """What was given for each parameter: every one, none besides. Raises BadQuery with what to write."""
        names = [p.name for p in self.parameters]
        for unknown in given.keys() - set(names):
            raise BadQuery(f"{self.name} takes no {unknown!r}; it takes: {', '.join(names) or 'nothing'}")
        for p in self.parameters:
            if not given.get(p.name, "").strip():
                raise BadQuery(f"{self.name} needs {p.name}, {p.about}: --set {p.name}={_quoted(p.example)}")
        return {name: given[name].strip() for name in names}


def list_queries() -> tuple[NamedQuery, ...]:
    """Every named query, by name."""
    return tuple(parse(path.stem, path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.rq")))


def load(name: str) -> NamedQuery:
    """The query of that name. Raises UnknownName with the nearest."""
    known = {query.name: query for query in list_queries()}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3) or sorted(known)
    candidates = tuple(Candidate(n, known[n].title, "query") for n in near)
    raise UnknownName(f"no query is named {name!r}; there are: {', '.join(sorted(known))}", candidates)


def parse(name: str, text: str) -> NamedQuery:
    """A query from the text of its file. Raises ValueError where the first lines do not say what it answers."""
    found: dict[str, list[str]] = {"title": [], "answers": [], "set": []}
    for line in text.splitlines():
        if match := _HEAD.fullmatch(line):
            found[match[1]].append(match[2])
    sets = [_SET.fullmatch(line) for line in found["set"]]
    if len(found["title"]) != 1 or len(found["answers"]) != 1 or None in sets:
        raise ValueError(f"{name}.rq must begin with '# title: …', '# answers: …', '# set: name: kind = value (what)'")
    parameters = tuple(Parameter(m[1], m[2], m[3], m[4]) for m in sets if m)
    return NamedQuery(name, found["title"][0], found["answers"][0], parameters, text)


def _quoted(text: str) -> str:
    return f"'{text}'" if " " in text else text
