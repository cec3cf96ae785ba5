"""Reads SHACL shapes and turns them into questions to the whole store, not one a thing.

1. A shape says which things it is about (`sh:targetClass`, `sh:targetSubjectsOf`, `sh:targetObjectsOf`).
2. Each constraint of it becomes one SELECT of `?this` and `?value` (`constraints`); how many values its things must
   have, on all paths, becomes one count (`tallies`).
3. A sh:select is read line by line: one statement, one FILTER or one FILTER NOT EXISTS { statements } a line.

What is not translated is refused (BadInput), never passed over: logic (sh:or, sh:not …), qualified counts, paths of
more than one step, other SPARQL. Classes are taken as they are written: no subclass is inferred, since the graph writes
every class out; and the lexical form of a literal is not held against its datatype.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NoReturn

import pyoxigraph as ox

from ..errors import BadInput
from ..terms import PREFIXES, iri
from .constraints import CONSTRAINTS, KINDS, ON_PATHS, TESTS, Rule, Scope, failing
from .families import families
from .sheets import on_sheets
from .tallies import Bounds, Tally, tallies, wall

SH: Final = "http://www.w3.org/ns/shacl#"

_TARGETS = {"targetClass": "?this a {}", "targetSubjectsOf": "?this {} ?any", "targetObjectsOf": "?any {} ?this"}
_SAID = {"path", "message", "severity", "name", "description", "order", "group", "flags", "ignoredProperties"}
_SELECT = re.compile(r"\s*SELECT\s+(?:DISTINCT\s+)?((?:[$?]\w+\s+)+)WHERE\s*\{(.*)\}\s*", re.DOTALL)
_STATEMENT = re.compile(r"(\S+)\s+(\S+)\s+([^\s{}]+)\s+\.")
_ABSENT = re.compile(r"FILTER\s+NOT\s+EXISTS\s*\{((?:\s*[^\s{}]+\s+[^\s{}]+\s+[^\s{}]+\s+\.)+)\s*\}")
_FILTER = re.compile(r"FILTER\s*\((.*)\)")
_FIRST, _REST, _NIL = (f"<{iri(f'rdf:{t}')}>" for t in ("first", "rest", "nil"))


@lru_cache(maxsize=4)
def translate(turtle: str, file: str = "shapes.ttl") -> tuple[tuple[Rule, ...], tuple[Tally, ...]]:
    """The rules and tallies of a document of shapes: first what reads texts, which takes the longest, then from the
    small to the large, so that no two that want much memory are asked at the same time.

    Raises BadInput for what is no Turtle, and for whatever is not translated; it names the shape.
    """
    try:
        quads: list[Any] = list(ox.parse(turtle.encode(), ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise BadInput(f"{file} is no Turtle: {error}") from error
    shapes = _Shapes(quads, file)
    rules, bounds = on_sheets(families(shapes.rules()), shapes.bounds)
    ordered = sorted(rules, key=lambda rule: ("SUBSTR" not in rule.where, rule.where.count("SELECT")))
    return tuple(ordered), tuple(tallies(bounds))


class _Shapes:
    def __init__(self, quads: list[Any], file: str) -> None:
        self._file = file
        self._holders: dict[str, str] = {}  # a nameless shape or select, and the shape that has it
        self.bounds: list[tuple[str, Bounds]] = []
        self._said: dict[str, dict[str, list[str]]] = {}
        self._texts: dict[str, str] = {}
        for quad in quads:
            said = self._said.setdefault(str(quad.subject), {})
            said.setdefault(str(quad.predicate), []).append(str(quad.object))
            self._texts[str(quad.object)] = quad.object.value

    def rules(self) -> list[Rule]:
        found: list[Rule] = []
        for shape in sorted(self._said):
            if self._all(shape, "target") or self._all(shape, "targetNode"):
                self._refuse(shape, "it names its things by sh:target or sh:targetNode")
            for target in self._targets(shape):
                found += self._shape(shape, target, shape)
        return found

    def _all(self, shape: str, name: str) -> list[str]:
        return self._said.get(shape, {}).get(f"<{SH}{name}>", [])

    def _one(self, shape: str, name: str) -> str | None:
        return next(iter(self._all(shape, name)), None)

    def _refuse(self, shape: str, what: str) -> NoReturn:
        name = local(self._holders.get(shape, shape))
        raise BadInput(f"{self._file}, {name}: {what}, which `kb check` does not translate")

    def _targets(self, shape: str) -> Iterator[str]:
        for kind, pattern in _TARGETS.items():
            for term in self._all(shape, kind):
                yield pattern.format(term)

    def _shape(self, shape: str, target: str, known_as: str) -> Iterator[Rule]:
        """The rules of a shape about its things; a nameless shape is known as the one that holds it."""
        known_as = shape if shape.startswith("<") else known_as
        scope = Scope(target, self._path(shape))
        for predicate, arguments in self._said[shape].items():
            name = predicate[1:-1].removeprefix(SH)
            if name == predicate[1:-1] or name in _SAID or name in _TARGETS:
                continue
            for argument in arguments:
                if not argument.startswith("<"):
                    self._holders[argument] = known_as
                if name == "property":
                    if scope.value:
                        self._refuse(shape, "sh:property inside a property shape")
                    yield from self._shape(argument, target, known_as)
                elif name == "sparql":
                    yield self._rule(argument, known_as, self._sparql(argument, target))
                elif name == "closed":
                    if target == next(self._targets(shape), target):  # the first answers for all
                        yield self._closed(shape, target)
                elif name in CONSTRAINTS:
                    yield self._constraint(shape, known_as, scope, name, argument)
                elif name in ("minCount", "maxCount") and scope.value:
                    rule, number = self._rule(shape, known_as, scope.value), int(self._texts[argument])
                    least, most = (number, None) if name == "minCount" else (0, number)
                    bounds = Bounds(rule.shape, rule.message, rule.severity, scope.value, least, most)
                    self.bounds.append((target, bounds))
                else:
                    self._refuse(shape, f"it uses sh:{name}")

    def _rule(self, said_of: str, known_as: str, where: str) -> Rule:
        said_of_it = said_of if said_of.startswith("<") else known_as
        message = self._one(said_of, "message") or self._one(known_as, "message") or f'"{local(known_as)}"'
        severity = self._one(said_of, "severity") or self._one(known_as, "severity") or f"<{SH}Violation>"
        return Rule(local(said_of_it), self._texts.get(message, message.strip('"')), local(severity), where)

    def _path(self, shape: str) -> str | None:
        path = self._one(shape, "path")
        if path is None:
            return None
        if path.startswith("<"):
            return f"?this {path} ?value"
        inverse = self._one(path, "inversePath")
        if inverse is None or not inverse.startswith("<"):
            self._refuse(shape, "its sh:path is neither a property nor the inverse of one")
        return f"?value {inverse} ?this"

    def _constraint(self, shape: str, known_as: str, scope: Scope, name: str, argument: str) -> Rule:
        if scope.value is None and name in ON_PATHS:
            self._refuse(shape, f"it uses sh:{name} without a sh:path")
        argument = self._argument(shape, name, argument)
        rule = self._rule(shape, known_as, CONSTRAINTS[name](scope, argument))
        if scope.value and name in TESTS:  # whether a value passes has nothing to do with what has it
            first = f"{scope.different.values} {failing(*self._tests(shape))}"
        elif scope.value and name not in ON_PATHS:
            first = CONSTRAINTS[name](scope.different, argument)
        elif scope.alone:
            first = CONSTRAINTS[name](scope.alone, argument)
        else:
            return rule
        return replace(rule, first=f"SELECT ?this {{ {first} }} LIMIT 1")

    def _tests(self, shape: str) -> Iterator[str]:
        """What each value on the path of a shape must pass, all in one question."""
        for name, test in TESTS.items():
            for argument in self._all(shape, name):
                yield test.format(value="?value", argument=self._argument(shape, name, argument))

    def _argument(self, shape: str, name: str, argument: str) -> str:
        """The argument of a constraint as SPARQL has it."""
        if name == "in":
            return " ".join(self._list(argument))
        if name == "nodeKind":
            return KINDS.get(local(argument)) or self._refuse(shape, f"it uses sh:nodeKind sh:{local(argument)}")
        if name == "pattern" and (flags := self._one(shape, "flags")):
            return f"{argument}, {flags}"
        return argument

    def _list(self, node: str) -> Iterator[str]:
        while node != _NIL:
            said = self._said[node]
            yield said[_FIRST][0]
            node = said[_REST][0]

    def _closed(self, shape: str, target: str) -> Rule:
        """Things with a property outside the list: first which such properties there are at all, of which few are."""
        lists = (self._list(node) for node in self._all(shape, "ignoredProperties"))
        paths = (path for p in self._all(shape, "property") if (path := self._one(p, "path")))
        known = ", ".join(dict.fromkeys(chain(*lists, paths)))
        there = "SELECT ?value (COUNT(*) AS ?n) { ?any ?value ?object } GROUP BY ?value"
        # The test stands outside the grouping: inside, the engine would make it for every statement there is.
        strange = f"SELECT ?value {{ {{ {there} }} FILTER (?n > 0 && ?value NOT IN ({known})) }}"
        things = " UNION ".join(wall(t) for t in self._targets(shape)) or wall(target)
        rule = self._rule(shape, shape, f"?this ?value ?object . {things}")
        return replace(rule, first=strange, narrows=True)

    def _sparql(self, node: str, target: str) -> str:
        """The WHERE of a sh:select, for all things at once."""
        text = self._texts.get(self._one(node, "select") or "", "")
        match = _SELECT.fullmatch(text)
        if match is None or set(match[1].split()) - {"$this", "?value"}:
            self._refuse(node, "its sh:select is not of the form SELECT $this ?value WHERE { … }")
        statements, filters = [], ""
        for line in filter(None, map(str.strip, match[2].replace("$this", "?this").splitlines())):
            if statement := _STATEMENT.fullmatch(line):
                statements.append(" ".join(map(_full, statement.groups())))
            elif absent := _ABSENT.fullmatch(line):
                inside = [" ".join(map(_full, s.groups())) for s in _STATEMENT.finditer(absent[1])]
                if not _variables(inside) & _variables([*statements, target]):
                    self._refuse(node, f"its sh:select has {line!r}, which shares no variable with what stands before")
                filters += f"MINUS {{ {''.join(map(wall, inside))}}} "
            elif test := _FILTER.fullmatch(line):
                filters += f"FILTER ({test[1]}) "
            else:
                self._refuse(node, f"its sh:select has the line {line!r}")
        if not any(_says(statement, target) for statement in statements):
            statements.append(target)
        return "".join(map(wall, statements)) + filters


def _variables(statements: list[str]) -> set[str]:
    return {term for term in " ".join(statements).split() if term.startswith("?")}


def _full(term: str) -> str:
    """A term of a sh:select with its prefix written out; a path step keeps its + or *."""
    prefix, colon, name = term.partition(":")
    if not colon or prefix not in PREFIXES:
        return term
    end = name[-1] if name[-1] in "+*" else ""
    return f"<{iri(prefix + ':' + name.removesuffix(end))}>{end}"


def _says(statement: str, target: str) -> bool:
    """Whether a statement holds of nothing but what the target names."""
    return all(t in ("?any", s) for s, t in zip(statement.split(), target.split(), strict=True))


def local(term: str) -> str:
    """The name of a shape or a severity without its namespace: what people read."""
    return re.split(r"[#/]", term.strip("<>"))[-1]
