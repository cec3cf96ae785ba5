"""What is decided of concepts, applied whenever these are derived.

Lines apply in their order: a later one sees what the earlier ones made. A line that finds its concept no more stays and
is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..identifiers import Identifier
from ..lexicon import Lexicon
from ..meanings import Concept, Decision, Entry, Ruling
from ..records import Skipped
from ..spelling import digest, fold
from ..terms import mint
from . import papers
from .lines import IN_ONE_PAPER, is_of_papers


class Decisions:
    """The decisions of a knowledge base, ready to be applied; remembers which of them found what they speak of."""

    def __init__(self, lines: Iterable[Decision] = (), lexicon: Lexicon | None = None) -> None:
        every = tuple(dict.fromkeys(lines))
        self._every = every
        self.lines = tuple(d for d in every if not is_of_papers(d))
        self.of_papers = tuple(d for d in every if is_of_papers(d))
        self._lexicon = lexicon or Lexicon({}, hash="")
        self._split: set[str] = set()  # names that the lexicon has for another concept, until a line splits them off
        self.keys = [self._key(d) for d in self.lines]
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for i, d in enumerate(self.lines):
            if d.action in IN_ONE_PAPER:
                self._by_key[self.keys[i]].append(i)
        self._found: Counter[int] = Counter()
        self._clash: dict[int, str] = {}
        self._beside: dict[int, str] = {}  # what is to be known of a decision that does apply
        self._opposed()

    @property
    def hash(self) -> str:
        """The hash of all that is decided, in its order."""
        return digest("\n".join(d.row() for d in self._every))

    @property
    def rulings(self) -> list[Ruling]:
        """What is decided about papers."""
        return papers.rulings(self.of_papers)

    def about(self, iris: Mapping[Identifier, str]) -> list[tuple[Decision, tuple[str, ...]]]:
        """Every decision with the IRIs of what it is about; `iris` are those of papers by the names of `rulings`."""
        concepts = {d: (mint("concept", key),) for d, key in zip(self.lines, self.keys, strict=True)}
        return [(d, concepts.get(d) or papers.about(d, iris)) for d in self._every]

    def key_of(self, name: str) -> str:
        """The concept key that a name or key means: the lexicon's id where it has one sense there, else its fold."""
        if fold(name) in self._split:
            return fold(name)
        if name in self._lexicon.terms:
            return name
        ids = self._lexicon.lookup(name)
        exact = [i for i in ids if fold(self._lexicon.terms[i].name) == fold(name)]
        return ids[0] if len(ids) == 1 else exact[0] if exact else fold(name)

    def _key(self, d: Decision) -> str:
        key = self.key_of(d.concept)
        if d.action == "split" and self.key_of(d.value) == key:
            self._split.add(fold(d.value))
        return key

    def _opposed(self) -> None:
        """Finds the merges that later ones take back, those of one concept with itself, and names of several senses."""
        merges = [i for i, d in enumerate(self.lines) if d.action == "merge" and not d.paper]
        for n, i in enumerate(merges):
            d, at = self.lines[i], self.key_of(self.lines[i].value)
            if at == self.keys[i]:
                self._clash[i] = "both are names of one concept already"
            for j in merges[n + 1 :]:
                if self.keys[j] == at:
                    at = self.key_of(self.lines[j].value)
                    if at == self.keys[i]:
                        self._clash[i] = f"line {self.lines[j].line} leads back to {d.concept!r}, and comes later"
                        break
        for i, d in enumerate(self.lines):
            senses = [] if self.keys[i] in self._lexicon.terms else self._lexicon.lookup(d.concept)
            if len(senses) > 1:
                names = ", ".join(repr(self._lexicon.terms[s].name) for s in senses)
                self._beside[i] = f"{d.concept!r} can mean {names}: it holds only where a text does not tell which"

    # --- mentions --------------------------------------------------------------------------------------------------

    def applied(self, entries: Iterable[Entry], papers: frozenset[str]) -> list[Entry]:
        """The entries of one document (known by these ids) after reject, merge and split; several may share a key."""
        if not self._by_key:
            return list(entries)
        moved: list[Entry] = []
        for entry in entries:
            settled = entry.key is not None and entry.key not in self._by_key
            moved += [entry] if settled else self._moved(entry, papers, 0)
        return moved

    def _moved(self, entry: Entry, papers: frozenset[str], start: int) -> list[Entry]:
        key = entry.key or fold(entry.mentions[0].surface)
        for i in self._by_key.get(key, ()):
            d = self.lines[i]
            if i < start or (d.paper and d.paper not in papers):
                continue
            mine, others = _parted(entry, d)
            if not mine:
                continue
            self._found[i] += 1
            rest = self._moved(others, papers, i + 1) if others else []
            if d.action == "reject":
                return rest
            name = d.value if d.action == "split" else mine.name
            moved = mine._replace(key=self.key_of(d.value), name=name, candidates=())
            return [*self._moved(moved, papers, i + 1), *rest]
        return [entry] if entry.key else self._narrowed(entry)

    def _narrowed(self, entry: Entry) -> list[Entry]:
        """An ambiguous entry whose senses were themselves rejected or merged: nothing where none is left."""
        left = sorted({k for c in entry.candidates if (k := self._sense(c))})
        if len(left) == 1:
            return [entry._replace(key=left[0], candidates=())]
        return [entry._replace(candidates=tuple(left))] if left else []

    def _sense(self, key: str) -> str | None:
        for i in self._by_key.get(key, ()):
            d = self.lines[i]
            if d.action != "split" and not d.paper:
                self._found[i] += 1
                return None if d.action == "reject" else self.key_of(d.value)
        return key

    # --- concepts --------------------------------------------------------------------------------------------------

    def revised(self, concepts: Mapping[str, Concept]) -> dict[str, Concept]:
        """The concepts after rename, retype and broader."""
        out = dict(concepts)
        last: dict[tuple[str, str], int] = {}
        for i, d in enumerate(self.lines):
            key = self.keys[i]
            if d.action in IN_ONE_PAPER or key not in out:
                continue
            self._found[i] += 1
            if d.action in ("rename", "retype") and (earlier := last.get((d.action, key))) is not None:
                says = "otherwise" if self.lines[earlier].value != d.value else "the same"
                self._clash[earlier] = f"line {d.line} says {says}, and comes later"
            last[d.action, key] = i
            out[key] = self._with(out, i, out[key])
        self._named(out)
        return out

    def _named(self, concepts: Mapping[str, Concept]) -> None:
        """Finds the merges into a name that nothing else has, and the names that are another concept's too."""
        called: dict[str, set[str]] = defaultdict(set)
        for c in concepts.values() if self.lines else ():
            called[fold(c.name)].add(c.key)
        for i, d in enumerate(self.lines):
            if d.action == "rename" and len(called[fold(d.value)]) > 1:
                self._beside[i] = f"another concept is called {d.value!r} too; merge the two if they are one"
            into = concepts.get(self.key_of(d.value)) if d.action == "merge" and self._found[i] else None
            if into and not self._is_name(d.value, into):
                self._beside[i] = f"nothing else is called {d.value!r}; to give {d.concept!r} that name, rename it"

    def _is_name(self, name: str, c: Concept) -> bool:
        return c.key in self._lexicon.terms or fold(name) in {fold(n) for n in (c.name, *dict(c.names))}

    def _with(self, concepts: Mapping[str, Concept], i: int, c: Concept) -> Concept:
        d = self.lines[i]
        if d.action == "rename":
            old = ((c.name, "en"),) if fold(c.name) != fold(d.value) else ()
            return replace(c, name=d.value, names=(*old, *(n for n in c.names if fold(n[0]) != fold(d.value))))
        if d.action == "retype":
            return replace(c, type=d.value)
        wider = self.key_of(d.value)
        if wider not in concepts:
            self._clash[i] = f"no concept is called {d.value!r}"
        elif c.key == wider or c.key in _above(wider, concepts):
            self._clash[i] = f"{d.value!r} is itself narrower than {d.concept!r}: that would be a circle"
        elif wider not in c.broader:
            return replace(c, broader=tuple(sorted((*c.broader, wider))))
        return c

    def redirects(self, present: Iterable[str]) -> dict[str, str]:
        """Key that a merge emptied → key that it went to, for as long as nothing else has the old one."""
        here, out = set(present), dict[str, str]()
        for i, d in enumerate(self.lines):
            if d.action == "merge" and not d.paper and self.keys[i] not in here and self._found[i]:
                out[self.keys[i]] = self.key_of(d.value)
        for old, new in out.items():
            for _ in out:  # a chain of merges, never longer than the merges
                new = out.get(new, new)
            out[old] = new
        return {old: new for old, new in sorted(out.items()) if new in here and old != new}

    def idle(self, of_papers: Sequence[tuple[int, str]] = ()) -> list[Skipped]:
        """The decisions that found nothing to apply to, or that another one overrules, each with the reason.

        `of_papers` are (line, reason) of those on papers.
        """
        out = papers.idle(self.of_papers, of_papers)
        for i, d in enumerate(self.lines):
            why = self._clash.get(i) or ("" if self._found[i] else self._unfound(i))
            said = (
                f"decision does not apply: {d}: {why}"
                if why
                else f"{d}: {beside}"
                if (beside := self._beside.get(i))
                else ""
            )
            if said:
                out.append(Skipped("decisions.tsv", d.line, said, d.row()[:80]))
        return sorted(out, key=lambda s: s.line)

    def _unfound(self, i: int) -> str:
        """Why a decision found nothing: an earlier one was before it, or there is nothing of that name; what to do."""
        d, way = self.lines[i], f"`kb decide undo {self.lines[i].line}` takes it out"
        for j in range(i):
            e = self.lines[j]
            if (
                self._found[j]
                and self.keys[j] == self.keys[i]
                and e.action in IN_ONE_PAPER
                and e.paper in ("", d.paper)
            ):
                done = {"reject": "rejects it", "merge": f"merges it into {e.value!r}"}.get(e.action, "takes the same")
                return f"line {e.line} {done}, and comes first"
        where = f" in {d.paper}" if d.paper else ""
        what = (
            f"is written {d.value!r}{where}"
            if d.action == "split" and not d.paper
            else f"is called {d.concept!r}{where}"
        )
        return f"no such concept, nothing {what} (any more); {way}"


def _parted(entry: Entry, d: Decision) -> tuple[Entry | None, Entry | None]:
    """(the part of an entry that a decision takes, what is left of it)."""
    if d.action != "split" or d.paper:
        return entry, None
    mine = tuple(m for m in entry.mentions if fold(m.surface) == fold(d.value))
    others = tuple(m for m in entry.mentions if m not in mine)
    return (
        entry._replace(mentions=mine) if mine else None,
        entry._replace(mentions=others) if others else None,
    )


def _above(key: str, concepts: Mapping[str, Concept]) -> set[str]:
    """All keys that are wider than one."""
    seen: set[str] = set()
    todo = [key]
    while todo:
        for wider in concepts[todo.pop()].broader:
            if wider not in seen and wider in concepts:
                seen.add(wider)
                todo.append(wider)
    return seen
