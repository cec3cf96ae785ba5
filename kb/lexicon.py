"""The names that citekb knows: one row a concept, read from data/lexicon/*.tsv and a user's own lexicon.tsv.

A file is tab-separated UTF-8 with a header line; lines that start with '#' are comments; `|` separates several values:

    name  type  aliases  acronyms  zh  broader  source  count  clue

`name` and `type` must be there, the other columns may be missing. Rows of different files that have the same id become
one concept: the later file's name and type win, the lists are joined. data/README.md says whence every file comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from .errors import BadInput
from .records import TYPES, Skipped
from .rows import extends, latin, merged, ordered, unaliased
from .shipped import shipped
from .spelling import digest, fold, slug

COLUMNS = ("name", "type", "aliases", "acronyms", "zh", "broader", "source", "count", "clue")
"""The columns of a lexicon file, in the order in which ours are written."""

SHORT = 3
"""A surface of so few letters and digits is too common to stand alone: 'GP' may be a process, a paper or a doctor."""


LONGEST = 2_000
"""Characters of a cell; the longest of ours, a list of aliases, has some hundred."""


@dataclass(frozen=True, slots=True)
class Term:
    """One concept and all that it is called.

    `id` is the slug of the name; `broader` are ids; `count` is the number of documents of the reference corpus that
    hold one of its names; `source` says whence the row is; `needs_clue` marks a name that is also an ordinary word
    (Lion, Whisper) or has three letters and digits or fewer: it counts only as it is written here, and only with a
    clue around it.
    """

    id: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    source: str = ""
    count: int = 1
    needs_clue: bool = False


Index = dict[str, tuple[str, ...]]
"""A surface, or its fold, and the ids of the terms that are called so, the most frequent first; none is left empty."""


class Lexicon:
    """Terms by id, and the ids that a surface can mean."""

    def __init__(self, terms: Mapping[str, Term], *, hash: str) -> None:
        self.terms: Mapping[str, Term] = MappingProxyType(dict(terms))
        self.hash = hash
        self.plus: tuple[Lexicon, Mapping[str, Term]] | None = None
        """The lexicon of which this is one with more rows, and those, where they take no name and no rank away."""
        self._folded: Index = {}
        self._exact: Index = {}
        self._chinese: Index = {}
        for term in sorted(terms.values(), key=_rank):
            for table, key in self._places(term):
                known = table.get(key, ())
                if term.id not in known:
                    table[key] = (*known, term.id)

    def _places(self, term: Term) -> Iterator[tuple[Index, str]]:
        """Where a term is found: the index, and the key in it."""
        folded = () if term.needs_clue else (term.name,)
        yield from ((self._folded, key) for surface in (*folded, *term.aliases) if (key := fold(surface)))
        exact = (term.name,) if term.needs_clue else ()
        yield from ((self._exact, surface) for surface in (*exact, *term.acronyms))
        yield from ((self._chinese, surface) for surface in term.zh)

    def with_rows(self, rows: Mapping[str, Term], *, hash: str) -> Lexicon:
        """The same with these rows in the place of those of their ids: only what they are called is indexed anew."""
        new = Lexicon({}, hash=hash)
        new.terms = MappingProxyType({**self.terms, **rows})
        new.plus = (self, rows) if all(extends(self.terms.get(id), row) for id, row in rows.items()) else None
        new._folded, new._exact, new._chinese = dict(self._folded), dict(self._exact), dict(self._chinese)
        for id in rows.keys() & self.terms.keys():
            for table, key in new._places(self.terms[id]):
                if left := tuple(i for i in table.pop(key, ()) if i != id):
                    table[key] = left
        for term in rows.values():
            for table, key in new._places(term):
                table[key] = tuple(sorted({*table.get(key, ()), term.id}, key=lambda i: _rank(new.terms[i])))
        return new

    def lookup(self, surface: str) -> tuple[str, ...]:
        """The ids that a surface can mean, the most frequent first; empty where it is unknown.

        Names and aliases match by `fold` (case, hyphens, plural do not matter); acronyms and names that need a clue
        match as they are written, a plural s allowed; Chinese names match exactly.

        >>> load().lookup("Layer-Normalisation")
        ('layer-normalization',)
        """
        exact = self._exact.get(surface) or (self._exact.get(surface[:-1]) if surface.endswith("s") else None)
        found = (*(exact or ()), *self._folded.get(fold(surface), ()), *self._chinese.get(surface, ()))
        if len(found) < 2:
            return found
        return tuple(sorted(set(found), key=lambda i: (-self.terms[i].count, i)))

    def needs_clue(self, surface: str) -> bool:
        """Whether a surface alone is too weak: three letters and digits or fewer, or an ordinary word too."""
        if _short(surface) and surface not in self._chinese:
            return True
        ids = self.lookup(surface)
        return bool(ids) and all(self.terms[i].needs_clue and self.terms[i].name == surface for i in ids)

    def phrases(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every Latin surface form (name, alias, acronym) as it is written, once, with the ids that it can mean."""
        seen: set[str] = set()
        for term in self.terms.values():
            for surface in latin(term):
                if surface not in seen:
                    seen.add(surface)
                    yield surface, self.lookup(surface)

    def chinese(self) -> Mapping[str, tuple[str, ...]]:
        """Every Chinese name with the ids that it can mean, the most frequent first."""
        return MappingProxyType(self._chinese)


def _rank(term: Term) -> tuple[int, str]:
    """The most frequent first."""
    return -term.count, term.id


# --- reading -------------------------------------------------------------------------------------------------------


def load(extra: Path | None = None, *, folder: Path | None = None) -> Lexicon:
    """The shipped lexicon (or that of another `folder`), joined with a user's own file; read once while unchanged.

    Raises BadInput (a ValueError) that names file and line of the first broken row of a shipped file; broken rows of
    the user's are left out, and `own` lists them.

    >>> load().terms["layer-normalization"].type
    'Method'
    """
    files = sorted((folder or shipped("data/lexicon")).glob("*.tsv"))
    try:
        ours = _load(tuple(map(stamped, files)))
        return _joined(ours, *stamped(extra)) if extra is not None else ours
    except OSError as error:
        raise BadInput(f"cannot read the lexicon {error.filename}: {error.strerror}") from error


def stamped(file: Path) -> tuple[str, int, int]:
    """A file, and what changes when somebody writes to it: what is made of it can be remembered by that."""
    s = file.stat()
    return str(file), s.st_mtime_ns, s.st_size


@lru_cache(maxsize=8)
def _load(files: tuple[tuple[str, int, int], ...]) -> Lexicon:
    terms: dict[str, Term] = {}
    lines: list[str] = []
    where: dict[str, str] = {}
    for name, _, _ in files:
        for place, line, term in read(Path(name)):
            terms[term.id] = merged(terms[term.id], term) if term.id in terms else term
            lines.append(line)
            where[term.id] = place
    for term in terms.values():
        for id in term.broader:
            if id not in terms:
                raise BadInput(f"{where[term.id]}: no row has the broader name {id!r}; add one or leave it out")
    return Lexicon(terms, hash=digest("\n".join(lines)))


@lru_cache(maxsize=2)
def _joined(ours: Lexicon, file: str, changed: int, size: int) -> Lexicon:
    rows, _ = own(Path(file), ours)
    if not rows:
        return ours
    said = "\n".join(repr(rows[id]) for id in sorted(rows))
    joined = {id: merged(ours.terms[id], row) if id in ours.terms else row for id, row in rows.items()}
    return ours.with_rows(joined, hash=digest(f"{ours.hash}\n{said}"))


def own(file: Path, ours: Lexicon) -> tuple[dict[str, Term], list[Skipped]]:
    """The rows of a user's own lexicon.tsv by id, and what is wrong in it: file, line, what to do; the rest applies.

    A name of another concept is no alias, two rows that claim one alias are told, `broader` may name a row below and
    makes no circle.
    """
    broken: list[Skipped] = []
    rows: dict[str, Term] = {}
    where: dict[str, tuple[int, str]] = {}
    try:
        for place, line, term in read(file, broken):
            rows[term.id] = term
            where[term.id] = (int(place.rpartition(":")[2]), line)
    except (BadInput, OSError) as error:
        said = str(error).removeprefix(f"{file}: ").removeprefix(f"{file}:1: ")
        return {}, [Skipped(file.name, 1, f"no row of it is used: {said}", "")]
    for id, reason in (*unaliased(rows, ours.terms), *ordered(rows, ours.terms)):
        broken.append(Skipped(file.name, where[id][0], reason, where[id][1][:80]))
    return rows, sorted(broken, key=lambda b: b.line)


def read(file: Path, broken: list[Skipped] | None = None) -> Iterator[tuple[str, str, Term]]:
    """The rows of one lexicon file as (file:line, the line, the term).

    Raises BadInput at the first broken row, or, where a list is given for them, puts them there and goes on.
    """
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{file}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    header: tuple[str, ...] = ()
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        place = f"{file}:{number}"
        cells = line.split("\t")
        if not header:
            header = _header(cells, place)
            continue
        if tuple(cells) == header:
            continue  # suggestions were appended with their header
        try:
            if len(cells) > len(header):
                raise BadInput(f"{place}: {len(cells)} cells, but the header has {len(header)} columns")
            term = _term(dict(zip(header, cells, strict=False)), place)
            if term.id in seen:
                raise BadInput(f"{place}: {term.name!r} is already in line {seen[term.id]}; join the two rows")
        except BadInput as error:
            if broken is None:
                raise
            said = str(error).removeprefix(f"{place}: ")
            broken.append(Skipped(file.name, number, f"lexicon row left out: {said}", line[:80]))
            continue
        seen[term.id] = number
        yield place, line, term


def _header(cells: list[str], place: str) -> tuple[str, ...]:
    header = tuple(c.strip() for c in cells)
    unknown = [c for c in header if c not in COLUMNS]
    if unknown or not {"name", "type"} <= set(header) or len(set(header)) < len(header):
        raise BadInput(
            f"{place}: the header is {' '.join(header)[:80]!r}; expected name, type and what is used of "
            f"{', '.join(COLUMNS[2:])}, each once, with tabs between"
        )
    return header


def _term(row: Mapping[str, str], place: str) -> Term:
    name, type, count = row.get("name", "").strip(), row.get("type", "").strip(), row.get("count", "").strip()
    type = type.capitalize() if type.capitalize() in TYPES else type
    if not fold(name):
        raise BadInput(f"{place}: the row has no name")
    if max(map(len, row.values())) > LONGEST:
        raise BadInput(f"{place}: a cell holds more than {LONGEST:,} characters: no name is so long")
    if type not in TYPES:
        raise BadInput(f"{place}: the type of {name!r} is {type!r}; expected one of {', '.join(TYPES)}")
    if count and not count.isdecimal():
        raise BadInput(f"{place}: the count of {name!r} is {count!r}; expected a number of documents, or nothing")
    return Term(
        id=slug(name),
        name=name,
        type=type,
        aliases=_several(row.get("aliases", "")),
        acronyms=_several(row.get("acronyms", "")),
        zh=_several(row.get("zh", "")),
        broader=tuple(map(slug, _several(row.get("broader", "")))),
        source=row.get("source", "").strip(),
        count=int(count or 1),
        needs_clue=bool(row.get("clue", "").strip()) or _short(name),
    )


def _short(surface: str) -> bool:
    return len(surface) < 3 * SHORT and sum(map(str.isalnum, surface)) <= SHORT


def _several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for part in cell.split("|") if (v := part.strip()))) if cell else ()
