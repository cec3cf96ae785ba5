"""Builds the derived files of data/lexicon from the reference corpus and the published vocabularies.

    python data/lexicon/harvest.py --shared ../shared

1. Candidates: core.tsv and terms.tsv, which are kept as they are, author keywords of ml_works, names of Papers with
   Code, AIO and TensorFlow Datasets.
2. One pass over titles and abstracts counts in how many documents each surface stands and how it is written, and
   which acronyms authors define for it: 'long form (LF)'.
3. What is rare, generic or an ordinary word goes; what an earlier file already names is joined to it or left out.
4. Types follow from the head word (headwords.txt). Deterministic: the same input, the same bytes.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

from corpus import Counts, count, works  # noqa: E402

from kb.lexicon import COLUMNS, Term, read  # noqa: E402
from kb.spelling import fold, normal, singular, slug  # noqa: E402

TEXT_COUNT = {"ml_works:keyword": 3, "ml_works:acronym": 3}  # documents that must hold a name; 2 for published names
RARE_KEYWORD, FREQUENT_TEXT = 2, 6  # fewer than three papers' keyword only if so many documents hold it
DEFINED = 3  # documents that must define an acronym
PLURAL_SHARE = 0.1  # a name less often written in the singular is a plural: 'number of function evaluations'
LOWER_SHARE = 0.25  # a name written small so often is no proper name
KINDS = {"method": "Method", "dataset": "Dataset"}


@dataclass
class Candidate:
    """A name that a file proposes, with what else it says of it."""

    name: str
    source: str
    type: str = ""
    aliases: list[str] = field(default_factory=list)
    acronyms: list[str] = field(default_factory=list)
    papers: int = 0


# --- candidates ----------------------------------------------------------------------------------------------------


def keywords(shared: Path) -> Iterator[Candidate]:
    """Author keywords of at most five words, joined over plural, hyphen, case and British spelling."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for work in works(shared):
        for keyword in {normal(k) for k in work.get("keywords") or () if "->" not in k}:
            seen[fold(keyword)][keyword] += 1
    for forms in seen.values():
        name = min(forms, key=lambda f: (-forms[f], f))
        if forms.total() >= RARE_KEYWORD and 1 <= len(name.split()) <= 5 and len(fold(name)) > 2:
            yield Candidate(name, "ml_works:keyword", aliases=sorted(set(forms) - {name}), papers=forms.total())


def vocabulary(shared: Path, prefix: str) -> Iterator[Candidate]:
    """The names of one source in lexicon_facts.tsv: 'pwc:', 'https://w3id.org/aio/' or 'tfds:'."""
    for line in (shared / "vocab/lexicon_facts.tsv").read_text("utf-8").splitlines()[1:]:
        id, name, others, kind, area, *_ = line.split("\t")
        if not id.startswith(prefix) or name.startswith("(") or area in ("LayerSubset", "BiasSubset", "FunctionSubset"):
            continue
        inside = re.findall(r"\(([^()]+)\)", name)
        name = re.sub(r"\s*\([^()]*\)|\s+Layer$", "", name).strip()
        more = [o for o in (*others.split("|"), *inside) if o and fold(o) != fold(name)]
        if "/aio/" in id:
            id, more = "aio:" + id.rsplit("/", 1)[1], []  # its synonyms are often other things
        acronyms = [m for m in (*more, name) if is_acronym(m)]
        longs = [m for m in (name, *more) if m not in acronyms]
        name = longs[0] if prefix == "pwc:" and is_acronym(name) and longs else name
        yield Candidate(name, id, KINDS.get(kind, ""), longs, [a for a in acronyms if a != name])


def is_acronym(text: str) -> bool:
    """Whether a name is a short one, mostly of capitals."""
    return bool(re.fullmatch(r"[A-Za-z0-9\-]{2,7}", text)) and sum(map(str.isupper, text)) * 2 > len(text.strip("s"))


def defined(counts: Counts) -> Iterator[Candidate]:
    """The long forms for which authors define an acronym."""
    for key, shorts in sorted(counts.acronyms.items()):
        if max(shorts.values()) >= DEFINED:
            name = min(counts.longs[key].items(), key=lambda f: (-f[1], f[0]))[0]
            yield Candidate(name, "ml_works:acronym", papers=DEFINED)


# --- from candidates to rows ---------------------------------------------------------------------------------------


class Rules:
    """Types by head word and the stop list, as headwords.txt states them."""

    def __init__(self, file: Path) -> None:
        self.types: dict[str, str] = {}
        self.idle: frozenset[str] = frozenset()
        for line in file.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                type, entries = line.split(":", 1)
                words = [e.strip() for e in entries.split(",")]
                if type == "idle":
                    self.idle |= set(words)
                else:
                    self.types |= dict.fromkeys(words, type)

    def type(self, name: str) -> str:
        """The type that the ending says, 'stop' for no concept, 'Concept' where nothing says more."""
        words = normal(name).split()
        if self.types.get("=" + " ".join(words)) == "stop" or (words[0] in self.idle and words[-1] in self.types):
            return "stop"
        endings = (" ".join(words[i:]) for i in range(len(words)))
        fallback = "Method" if re.fullmatch(r"\w+[A-Z]\w*|[A-Z]\w*\d", name) else "Concept"  # a name by its shape
        return next((self.types[e] for e in endings if e in self.types), fallback)


class Builder:
    """Turns candidates into rows, file after file; knows which surfaces the earlier ones already name."""

    def __init__(self, counts: Counts, rules: Rules) -> None:
        self.counts, self.rules = counts, rules
        self.known: dict[str, Term] = {}
        self.acronyms: dict[str, set[str]] = defaultdict(set)
        self.capitals: set[str] = set()

    def documents(self, surface: str) -> int:
        """The number of documents that hold a surface."""
        return len(self.counts.documents.get(fold(surface), ()))

    def total(self, surfaces: Iterable[str]) -> int:
        """The number of documents that hold one of the surfaces."""
        return len(set().union(*(self.counts.documents.get(fold(s), ()) for s in surfaces)))

    def written(self, name: str) -> str:
        """The name as texts write it: in small letters if that is common, else its most frequent spelling."""
        forms = Counter({f: n for f, n in self.counts.forms[fold(name)].items() if normal(f) == normal(name)})
        last = {f: f.split()[-1].casefold() for f in forms}
        single = Counter({f: n for f, n in forms.items() if singular(last[f]) == last[f]})
        forms = single if single.total() > PLURAL_SHARE * forms.total() else forms
        small = Counter({f: n for f, n in forms.items() if f.islower()})
        chosen = small if small.total() >= LOWER_SHARE * forms.total() else forms
        form = re.sub(r"[\s_]+", " ", min(chosen, key=lambda f: (-chosen[f], f))) if chosen else name
        return re.sub(r"\b[A-Z][a-z]+\b", self.small_word, form) if " " in form or "-" in form else form

    def small_word(self, match: re.Match[str]) -> str:
        """A capitalised word of a name in small letters, if texts mostly write it so: 'Process', but 'Gaussian'."""
        word = match[0]
        return word.lower() if self.counts.words[word.lower()] > self.counts.words[word] * LOWER_SHARE else word

    def short_forms(self, key: str) -> list[str]:
        found = self.counts.acronyms.get(key, Counter())
        return sorted((s for s, n in found.items() if n >= DEFINED), key=lambda s: (-found[s], s))

    def counted(self, terms: Iterable[Term]) -> list[Term]:
        """Rows that are kept, with the counts of this corpus; what no document holds goes."""
        kept = []
        for term in terms:
            n = self.total([term.name, *term.aliases]) or self.total(a for a in term.acronyms if len(a) > 2)
            if n:
                kept.append(replace(term, count=n))
                self.learn(kept[-1])
        ids = {t.id for t in kept}
        return [replace(t, broader=tuple(b for b in t.broader if b in ids)) for t in kept]

    def learn(self, term: Term) -> None:
        for surface in (term.name, *term.aliases):
            self.known.setdefault(fold(surface), term)
        for acronym in (*term.acronyms, *self.short_forms(fold(term.name))):
            self.acronyms[acronym].add(term.name)
            self.capitals.add(acronym.casefold())

    def rows(self, candidates: Iterable[Candidate]) -> list[Term]:
        """The rows that candidates give, the frequent first, so that they own a shared surface."""
        made: dict[str, Term] = {}
        for c in sorted(candidates, key=lambda c: (-self.documents(c.name), c.name, c.source)):
            term = self.row(c)
            if term and term.id not in made:
                made[term.id] = term
                self.learn(term)
        return sorted(made.values(), key=lambda t: (t.name.casefold(), t.name))

    def row(self, c: Candidate) -> Term | None:
        if self.rare(c) or self.rules.type(c.name) == "stop" or fold(c.name) in self.capitals:
            return None
        expanded = self.expanded(c.name)
        earlier = self.known.get(fold(c.name)) or self.known.get(fold(expanded))
        name = earlier.name if earlier else self.written(c.name)
        published = not c.source.startswith("ml_works")
        if not earlier and " " not in name and (self.ordinary(name) if published else self.only_acronym(name)):
            return None
        aliases = [a for a in (c.name, *c.aliases) if self.documents(a) and self.fresh(a, name)]
        aliases = list({fold(a): self.written(a) for a in reversed(aliases)}.values())[::-1]
        shorts = dict.fromkeys(a for a in (*c.acronyms, *self.short_forms(fold(name))) if a != name)
        acronyms = [a for a in shorts if not earlier or a not in earlier.acronyms]
        if earlier and not aliases and not acronyms:
            return None
        type = earlier.type if earlier else c.type or self.rules.type(name if expanded == c.name else expanded)
        clue = published and not earlier and bool(re.fullmatch("[A-Z][a-z]+|[A-Z]+", name))
        n = self.total([name, *aliases])
        return Term(slug(name), name, type, tuple(aliases), tuple(acronyms), (), (), c.source, n, clue)

    def rare(self, c: Candidate) -> bool:
        """Whether too few documents hold the name, or too few authors chose it as a keyword."""
        seldom = c.source == "ml_works:keyword" and c.papers <= RARE_KEYWORD
        papers = sum(1 for d in self.counts.documents.get(fold(c.name), ()) if d >= 0)
        return papers < (FREQUENT_TEXT if seldom else TEXT_COUNT.get(c.source, 2))

    def only_acronym(self, name: str) -> bool:
        """Whether a keyword is nothing but capitals, so that it can mean anything."""
        return name.isupper() and name.isalpha() and len(name) <= 5

    def fresh(self, alias: str, name: str) -> bool:
        """Whether an alias is neither the name, nor known, nor an ordinary or generic word."""
        key = fold(alias)
        return key != fold(name) and key not in self.known and self.rules.type(alias) != "stop" and len(key) > 2

    def ordinary(self, name: str) -> bool:
        """Whether a single word is no name: written small, or often so."""
        forms = self.counts.forms[fold(name)]
        small = sum(n for f, n in forms.items() if f == f.lower())
        return name == name.lower() or small >= LOWER_SHARE / 2 * forms.total()

    def expanded(self, name: str) -> str:
        """'offline RL' as 'offline reinforcement learning': the last word in full, where it is short for one thing."""
        first, _, last = self.written(name).rpartition(" ")
        longs = self.acronyms.get(last) or self.acronyms.get(last.removesuffix("s")) or set()
        return f"{first} {min(longs)}" if first and len(longs) == 1 else name


KEPT = {
    "core.tsv": "# licence: MIT (part of citekb); attribution: the citekb authors, from general knowledge of the field",
    "terms.tsv": "# licence: MIT (names are facts); attribution: names that recur in ML papers, chosen and typed"
    " by a language model, kept where our marks have them",
}
FILES: dict[str, tuple[Callable[[Path], Iterator[Candidate]], str]] = {
    "ml_keywords.tsv": (keywords, "# licence: MIT (names are facts); attribution: keywords and acronyms of ML papers"),
    "pwc_methods.tsv": (
        partial(vocabulary, prefix="pwc:"),
        "# licence: CC-BY-SA-4.0; attribution: Papers with Code, https://paperswithcode.com/methods (names, changed)",
    ),
    "aio.tsv": (
        partial(vocabulary, prefix="https://w3id.org/aio/"),
        "# licence: CC-BY-4.0; attribution: Artificial Intelligence Ontology, https://w3id.org/aio (names, changed)",
    ),
    "tfds_datasets.tsv": (
        partial(vocabulary, prefix="tfds:"),
        "# licence: Apache-2.0; attribution: TensorFlow Datasets, https://www.tensorflow.org/datasets (names, changed)",
    ),
}


def write(file: str, header: str, terms: Iterable[Term]) -> None:
    rows = ["\t".join(cells(t)) for t in terms]
    (HERE / file).write_text("\n".join([header, "\t".join(COLUMNS), *rows]) + "\n", "utf-8")
    print(f"{file}: {len(rows)} rows", file=sys.stderr)


def cells(t: Term) -> Iterator[str]:
    yield from (t.name, t.type, *map("|".join, (t.aliases, t.acronyms, t.zh, t.broader)), t.source, str(t.count))
    yield "yes" if t.needs_clue and sum(map(str.isalnum, t.name)) > 3 else ""


def main() -> None:
    parser = argparse.ArgumentParser(description="Build data/lexicon/*.tsv anew.")
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared", help="the folder of sources")
    shared: Path = parser.parse_args().shared
    kept = {file: [term for _, _, term in read(HERE / file)] for file in KEPT}
    proposed = {file: list(f(shared)) for file, (f, _) in FILES.items()}
    surfaces = [s for terms in kept.values() for t in terms for s in (t.name, *t.aliases, *t.acronyms)]
    for candidate in (c for group in proposed.values() for c in group):
        surfaces += [candidate.name, *candidate.aliases, *candidate.acronyms]
    counts = count(shared, set(map(fold, surfaces)))
    proposed["ml_keywords.tsv"] += defined(counts)
    builder = Builder(counts, Rules(HERE / "headwords.txt"))
    for file, terms in kept.items():
        write(file, KEPT[file], builder.counted(terms))
    for file, (_, header) in FILES.items():
        write(file, header, builder.rows(proposed[file]))


if __name__ == "__main__":
    main()
