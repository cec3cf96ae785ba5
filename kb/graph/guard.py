"""What a SPARQL query must be before the engine sees it: it reads, it stays here, and it cannot crash the process.

Oxigraph answers SERVICE by really sending a request, with no switch to forbid it, and a query nested a few thousand
deep ends the process. So the text is read once, token by token, and refused (BadQuery) where it
(1) asks for SERVICE, an update or a graph elsewhere, (2) is longer than LENGTH, deeper than DEPTH, or has more than
STEPS operators.

Oxigraph needs no space between tokens (`trueSERVICE<…>` calls out), so a forbidden word inside a bare word counts.
`<` opens an IRI or compares, and only the grammar knows which: `?a<'x>')SERVICE…` hides a call from a reader that
guesses wrong. `_angle` says how the two are told apart, and refuses what cannot be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NoReturn

from ..errors import BadQuery
from ..terms import BASE

LENGTH: Final = 1 << 20
"""The longest query, in characters."""

DEPTH: Final = 200
"""The deepest nesting of brackets; the engine crashes at about 2,200."""

STEPS: Final = 1000
"""The most operators, statements and clauses; the engine crashes at about 2,500 (AS) to 5,000 (list items)."""

SHORT: Final = 20_000
"""Characters of a query that is remembered once it has passed."""

UPDATES: Final = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
"""Words that begin an update."""

_TOKEN = re.compile(
    r"""(?P<blank>[\ \t\r\n]+|\#[^\r\n]*)
    |(?P<text>'{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}|"{3}(?:(?:"|"")?(?:[^"\\]|\\.))*"{3}
             |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    |(?P<name>[?$]\w+|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<local>:(?:[\w:%\u00b7-]|\.(?=[\w:%.\\-])|\\.)*)
    |(?P<word>[^\W\d][\w\u00b7-]*(?:\.[\w\u00b7-]+)*)
    |(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<open>[({\[])
    |(?P<close>[)}\]])
    |(?P<step>\|\||&&|!=|>=|[-+*/!^|=>.;])
    |(?P<comma>,)""",
    re.VERBOSE | re.DOTALL,
)
_IRI = re.compile(r"<((?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4})*)>")
_FROM = re.compile(r"FROM\s*(?:NAMED\s*)?<([^>]*)>", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_OPERATORS = re.compile(r"[-+*/!^|=&.;]")
_SWITCHES = re.compile(r"['#()\[\]]")
_CLAUSES = frozenset({"AS", "BIND", "EXISTS", "FILTER", "GRAPH", "MINUS", "OPTIONAL", "SELECT", "UNION"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_OFFLINE = "SERVICE is refused: kb never goes online"
_AT = re.compile(r"^error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", re.DOTALL)


class _Walk:
    """One reading of a query, from left to right."""

    def __init__(self, query: str) -> None:
        self.query, self.at = query, 0
        self.brackets: list[str] = []
        self.steps = 0
        self.values = 0  # depth at which a VALUES block stands: its rows are data, not operators
        self.before = ""  # kind of the token before
        self.begun = self.based = False  # past the prologue; BASE declared

    def refuse(self, why: str, at: int | None = None) -> NoReturn:
        raise BadQuery(f"{why}\n{caret(self.query, self.at if at is None else at)}")

    def run(self) -> None:
        while self.at < len(self.query):
            if self.query[self.at] == "<":
                self.at, kind = self._angle(), "term"
            else:
                match = _TOKEN.match(self.query, self.at)
                if match is None:
                    self._stray()
                    continue
                kind = match.lastgroup or ""
                getattr(self, f"_{kind}", self._term)(match[0])
                self.at = match.end()
            if kind != "blank":
                self.before = kind

    def _angle(self) -> int:
        """Where the token ends that `<` begins.

        It is an IRI for sure with a scheme and '//' (no operand begins so). Without quotes, brackets and '#' inside,
        both readings end in the same place. Otherwise it compares, unless a scheme or BASE allows both readings.
        """
        match = _IRI.match(self.query, self.at)
        if match is None:
            self._step("<")
            return self.at + 1
        inside = match[1]
        scheme = _SCHEME.match(inside)
        sure = scheme is not None and inside.startswith("//", scheme.end())
        if sure or not _SWITCHES.search(inside):
            self._term(inside)
            self._count(0 if sure else len(_OPERATORS.findall(inside)))
            return match.end()
        if scheme or self.based:
            self.refuse("this '<' may open an IRI or mean 'less than': write a space after it if it compares")
        self._step("<")
        return self.at + 1

    def _stray(self) -> None:
        """A character of no token: the engine refuses it, unless it hides how the rest is to be read."""
        if self.query[self.at] in "'\"":
            self.refuse("this string is not closed")
        self.at += 1

    def _blank(self, text: str) -> None:
        pass

    def _word(self, text: str) -> None:
        upper = text.upper()
        prefix = self.query.startswith(":", self.at + len(text))
        if "SERVICE" in upper:
            self.refuse(_OFFLINE + " (rename a prefix that holds this word)" * prefix)
        if not prefix and (upper in ("INSERT", "DELETE") or (upper in UPDATES and not self.begun)):
            self.refuse(f"{upper} is refused: a query reads and never changes; use `kb add` and `kb remove`")
        away = _FROM.match(self.query, self.at) if upper == "FROM" and self.begun else None
        if away and not away[1].startswith(BASE):
            self.refuse(f"there is no graph <{away[1]}> here, and kb never goes online: leave FROM out")
        self.begun = self.begun or upper in _FORMS
        self.based = self.based or upper == "BASE"
        if upper == "VALUES" and not prefix:
            self.values = len(self.brackets) + 1
        if upper in _CLAUSES:
            self._count(1)
        else:
            self._term(text)

    def _name(self, text: str) -> None:
        # In `ex:p?trueSERVICE<…>` the '?' ends a path and the rest is no variable.
        if "SERVICE" in text.upper() and self.query[self.at - 1 : self.at] not in tuple(" \t\r\n({,;."):
            self.refuse("write a space before this variable")
        self._term(text)

    def _local(self, text: str) -> None:
        if ".SERVICE" in text.upper():
            self.refuse(_OFFLINE)

    def _open(self, text: str) -> None:
        self.brackets.append(text)
        if len(self.brackets) > DEPTH:
            self.refuse(f"this query is nested deeper than {DEPTH} brackets")

    def _close(self, text: str) -> None:
        if self.brackets:
            self.brackets.pop()
        if text == "}" and len(self.brackets) < self.values:
            self.values = 0

    def _step(self, text: str) -> None:
        self._count(1)

    def _comma(self, text: str) -> None:
        self._count(not self.brackets or self.brackets[-1] != "(")  # else the arguments of a call are a flat list

    def _term(self, text: str) -> None:
        """A term after a term in round brackets is an item of a list, which the engine unfolds into statements."""
        self._count(bool(self.brackets) and self.brackets[-1] == "(" and self.before not in ("comma", "open", "step"))

    def _count(self, more: int) -> None:
        if not (self.values and len(self.brackets) >= self.values):
            self.steps += more
        if self.steps > STEPS:
            self.refuse(f"this query has more than {STEPS:,} operators and statements")


def check(query: str) -> None:
    """Nothing, where the query may be given to the engine; raises BadQuery with the place otherwise."""
    if len(query) > LENGTH:
        raise BadQuery(f"this query has {len(query):,} characters; at most {LENGTH:,} are read")
    if not query.strip():
        raise BadQuery("this query is empty; try: SELECT * WHERE { ?paper a fabio:Expression } LIMIT 10")
    _walk(query) if len(query) <= SHORT else _Walk(query).run()


@lru_cache(maxsize=256)
def _walk(query: str) -> None:
    """Reads a query; one that passed is not read again, for our own questions come over and over."""
    _Walk(query).run()


def caret(query: str, at: int) -> str:
    """The line of a query that holds the character at offset `at`, and a caret under it: 'line 1, column 5: …'."""
    start = query.rfind("\n", 0, at) + 1
    line = query[start:].split("\n", 1)[0].rstrip("\r")
    column = at - start
    cut = max(0, column - 60)
    shown = line[cut : cut + 110].replace("\t", " ")
    number = query.count("\n", 0, at) + 1
    return f"line {number}, column {column + 1}:\n  {shown}\n  {' ' * (column - cut)}^"


def explain(query: str, message: str, prefixes: Mapping[str, str]) -> str:
    """The engine's complaint about a malformed query, with the place in the user's text and what is known to help."""
    found = _AT.match(message)
    if found is None:
        return f"this query is malformed: {message}"
    lines = query.split("\n")
    row = min(int(found[1]), len(lines))
    at = sum(len(line) + 1 for line in lines[: row - 1]) + int(found[2]) - 1
    place = caret(query, min(at, len(query)))
    if "Prefix not found" in found[3]:
        before = re.search(r"([^\W\d][\w.-]*)?:[\w.%-]*$", query[:at])
        name = before[1] or "" if before else ""
        place = caret(query, before.start()) if before else place
        return f"the prefix {name + ':'!r} is not declared; known: {', '.join(sorted(prefixes))}\n{place}"
    if "unbound" in found[3]:
        return f"a variable in SELECT is neither grouped nor bound in WHERE\n{place}"
    wanted = re.findall(r"\b[A-Z][A-Z ]+\b|\"[^\"]\"|'[^']'", re.sub(r"\[[^\]]*\]", "", found[3]))
    hint = f"; expected {', '.join(wanted[:6])}" if 0 < len(wanted) <= 6 else ""
    is_open = any(query.count(a) > query.count(b) for a, b in ("{}", "()", "[]"))
    end = " (it ends too early)" if is_open and at >= len(query.rstrip()) else ""
    return f"this query is malformed{end}{hint}\n{place}"
