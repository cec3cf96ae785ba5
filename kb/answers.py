"""What one published version answers: concepts, papers, neighbours, ranks, paths, evidence, counts.

Every answer is a frozen record of `replies`, several are a list that shows itself as a table (`graph.tables.Listing`).
IRIs are full; `label` is what a person reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from . import network
from .errors import AmbiguousName, BadQuery, Candidate, UnknownName
from .graph import bibliography, evidence, named
from .graph.names import Form, Names
from .graph.results import Result
from .graph.rows import RowTables
from .graph.search import Hit, Search
from .graph.store import Store
from .graph.tables import Listing
from .graph.views import ontology_turtle, view_lines
from .records import ROLES, Paper
from .replies import ConceptAnswer, Evidence, Explanation, Neighbour, PaperAnswer, Ranked, Step
from .terms import NS, PREFIXES, curie, mint

NAMED = re.compile(r"[a-z][a-z0-9-]*")
"""A query that is one word is the name of one."""

EVIDENCE = 3
"""Sentences shown for one neighbour."""
Place = Callable[[str], str]
FactLines = Callable[[], Iterator[str]]


class Answers:
    """Questions to one version.

    `place` tells where a paper was read ('page.txt:3'), '' where it is not known; `facts` gives the records behind the
    graph as N-Quads lines.
    """

    def __init__(
        self, store: Store, names: Names, search: Search, tables: RowTables, *, place: Place, facts: FactLines
    ) -> None:
        self.store, self.names, self._search, self._tables = store, names, search, tables
        self._place, self.facts = place, facts
        self._rows: network.Rows | None = None

    def close(self) -> None:
        """Lets go of the version's files."""
        self.store.close()
        self.names.close()
        self._search.close()
        self._tables.close()

    # --- as a whole ------------------------------------------------------------------------------------------------

    def query(self, text: str, *, timeout: float | None = None, **parameters: str) -> Result:
        """The result of a SPARQL query, or of a named one (a single word) with its parameters.

        Concepts and papers may be named as in every other verb. Raises BadQuery; UnknownName or AmbiguousName for such
        a name; QueryTimeout after so many seconds.
        """
        if not NAMED.fullmatch(text.strip()):
            if parameters:
                raise BadQuery(f"only named queries take parameters; in your own, write it: {', '.join(parameters)}")
            return self.store.query(text, timeout=timeout)
        known = named.load(text.strip())
        meant = known.values(parameters)
        for p in known.parameters:
            if p.kind != "text":
                find = self.find_concept if p.kind == "concept" else self.find_paper
                meant[p.name] = find(meant[p.name]).iri
        return self.store.query(known.text, timeout=timeout, **meant)

    def lines(self, view: str = "all") -> Iterator[str]:
        """The statements of a view as sorted canonical N-Quads."""
        return view_lines(self.store, view)

    def works(self) -> Iterator[tuple[str, Paper]]:
        """(IRI, what is known of it) of every paper that is held, by IRI."""
        return bibliography.works(self.store)

    def ontology(self) -> str:
        """Our own terms and the declarations of the foreign ones, as Turtle."""
        return ontology_turtle()

    def dois(self) -> list[str]:
        """The DOIs of all papers that are held, sorted."""
        return bibliography.dois(self.store)

    # --- names -----------------------------------------------------------------------------------------------------

    def find_concept(self, name: str, *, near: str | None = None) -> Form:
        """The concept that a name, acronym, key or IRI means.

        Raises UnknownName, or AmbiguousName with the senses as candidates.
        """
        text = name.removeprefix("concept:").removeprefix(mint("concept", ""))
        found = self.names.find(text, "concept") or self.names.find(unquote(text), "concept")
        if len(found) > 1 and near:
            found = self._nearest_sense(found, near)
        if len(found) == 1:
            return found[0]
        if found:
            senses = tuple(Candidate(f.iri.rpartition("/")[2], f.label, f.type) for f in found)
            named = ", ".join(f"{c.name} ({c.key})" for c in senses)
            raise AmbiguousName(f"{name!r} has {len(senses)} senses: {named}", senses)
        raise self._unknown("concept", name, text)

    def find_paper(self, name: str, *, exactly: bool = False) -> Form:
        """The paper that an IRI, CURIE, DOI, id, title or (not `exactly`) first words mean.

        Raises UnknownName, or AmbiguousName with the papers as candidates.
        """
        text = name.removeprefix("paper:").removeprefix(mint("paper", "")).strip()
        found = self.names.find(text, "paper")
        if not found and (begun := self.names.beginning(text, "paper")):
            if exactly:
                some = tuple(Candidate(curie(f.iri), self.label(f.iri, f.label), "Paper") for f in begun)
                raise UnknownName(f"{name!r} is only the beginning of a title; name the whole paper", some)
            found = begun
        if len(found) == 1:
            return found[0]
        if found:
            several = tuple(Candidate(curie(f.iri), self.label(f.iri, f.label), "Paper") for f in found)
            raise AmbiguousName(f"{name!r} means {len(found)} papers", several)
        raise self._unknown("paper", name, text)

    def _unknown(self, kind: str, name: str, text: str) -> UnknownName:
        near = self.names.nearest(text, kind)
        hint = f"; nearest: {', '.join(c.name for c in near)}" if near else ""
        return UnknownName(f"no {kind} is called {name!r}{hint}", near)

    def _nearest_sense(self, senses: list[Form], near: str) -> list[Form]:
        """The senses whose papers speak most of some other words; all of them where the words decide nothing."""
        papers = {h.iri for h in self._search.search(near, top=200) if h.kind == "paper"}
        concepts = {h.iri for h in self._search.search(near, top=50) if h.kind == "concept"}
        score = {}
        for sense in senses:
            mine = self.store.subjects(NS + "mentions", sense.iri)
            around = {c for p in mine for c in self.store.objects(p, NS + "mentions")} - {sense.iri}
            score[sense.iri] = len(papers & set(mine)) + len(concepts & around) + 2 * (sense.iri in concepts)
        best = max(score.values())
        return [s for s in senses if score[s.iri] == best]

    def label(self, iri: str, known: str | None = None) -> str:
        """How a paper or concept is shown; a paper without a title with the place where it was read."""
        shown = known or self.store.label(iri) or curie(iri)
        place = self._place(iri) if shown.endswith(" …") else ""
        return f"{shown} ({place})" if place else shown

    # --- concepts and papers ---------------------------------------------------------------------------------------

    def concept(self, name: str, *, near: str | None = None) -> ConceptAnswer:
        """All that is known of a concept."""
        form = self.find_concept(name, near=near)
        s, about = form.iri, self.store.about(form.iri)
        using = evidence.uses(self.store, s)
        roles = {role: sum(1 for _, r in using if r == NS + role) for role in ROLES[:-1]}
        best: dict[str, str] = {}
        for paper, role in using:
            best.setdefault(paper, curie(role).removeprefix("kb:"))
        return ConceptAnswer(
            concept=s,
            name=form.label,
            type=form.type,
            names=tuple(n for p in ("skos:prefLabel", "skos:altLabel") for n in about.get(p, ()) if n != form.label),
            acronyms=tuple(about.get("kb:acronym", ())),
            papers=int(next(iter(about.get("kb:paperCount", ())), 0)),
            first_year=_year(about),
            broader=tuple(self.label(b) for b in about.get("skos:broader", ())),
            narrower=tuple(self.label(n) for n in self.store.subjects(PREFIXES["skos"] + "broader", s)),
            roles={role: n for role, n in roles.items() if n},
            used_in=tuple({"paper": p, "label": self.label(p), "role": r} for p, r in best.items()),
        )

    def paper(self, name: str) -> PaperAnswer:
        """All that is known of a paper."""
        s = self.find_paper(name).iri
        about = self.store.about(s)
        best: dict[str, str] = {}
        for role in ROLES:
            for concept in about.get(f"kb:{role}", ()):
                best.setdefault(concept, role)

        def labels(iris: Iterable[str]) -> tuple[str, ...]:
            return tuple(self.label(i) for i in sorted(iris))

        def first(name: str) -> str | None:
            return next(iter(about.get(name, ())), None)

        venue = first("dcterms:isPartOf")
        version = {*about.get("dcterms:isVersionOf", ()), *self.store.subjects(PREFIXES["dcterms"] + "isVersionOf", s)}
        related = {*about.get("dcterms:relation", ()), *self.store.subjects(PREFIXES["dcterms"] + "relation", s)}
        return PaperAnswer(
            paper=s,
            label=self.label(s),
            year=_year(about, "fabio:hasPublicationYear"),
            authors=first("kb:byline"),
            venue=self.store.value(venue, PREFIXES["dcterms"] + "title") if venue else None,
            doi=first("prism:doi"),
            arxiv=first("fabio:hasArXivId"),
            ids=tuple(sorted(about.get("dcterms:identifier", ()))),
            abstract=first("dcterms:abstract"),
            sources=tuple(p for p in self._place(s).split(", ") if p),
            concepts=tuple({"concept": c, "name": self.label(c), "role": r} for c, r in best.items()),
            cites=labels(about.get("cito:cites", ())),
            cited_by=labels(self.store.subjects(PREFIXES["cito"] + "cites", s)),
            related=labels(related),
            versions=labels(version),
            code=tuple(about.get("kb:codeRepository", ())),
        )

    def explain(self, paper: str, concept: str) -> Listing[Explanation]:
        """Every mention of a concept in a paper, with its sentence, offsets, rule and confidence."""
        p, c = self.find_paper(paper).iri, self.find_concept_in(paper, concept).iri
        rows = evidence.mentions(self.store, p, c)
        found = [Explanation(f, int(b), int(e), s, x, curie(r)[3:], u, float(k)) for f, b, e, s, x, r, u, k in rows]
        return Listing(Explanation, sorted(found, key=lambda x: (x.field != "title", x.begin, x.end)))

    def find_concept_in(self, paper: str, concept: str) -> Form:
        """The concept that a name means in a paper: an acronym of several senses has one there."""
        try:
            return self.find_concept(concept)
        except AmbiguousName as e:
            here = set(self.store.objects(self.find_paper(paper).iri, NS + "mentions"))
            meant = [c for c in e.candidates if mint("concept", c.key) in here]
            if len(meant) != 1:
                raise
            return self.find_concept(meant[0].key)

    # --- networks --------------------------------------------------------------------------------------------------

    def rows(self) -> network.Rows:
        """Concepts, papers, mentions and citations as plain rows; read once a version."""
        self._rows = self._rows or network.Rows(
            [network.ConceptRow(*row) for row in self._tables.concepts()],
            [network.PaperRow(i, self.label(i, n), y, bool(s), g) for i, n, y, s, g in self._tables.papers()],
            [network.MentionRow(*row) for row in self._tables.mentions()],
            [network.CiteRow(*row) for row in self._tables.cites()],
            [network.BuildRow(*row) for row in self._tables.builds()],
        )
        return self._rows

    def neighbours(
        self, name: str, *, top: int = 10, kind: str | None = None, near: str | None = None
    ) -> Listing[Neighbour]:
        """The concepts nearest to one, the strongest first, with the papers that hold both and their sentences."""
        key = self.find_concept(name, near=near).iri
        found = network.neighbours(self.rows(), key, top=top, kind=kind)
        mine = evidence.sentences(self.store, key)
        pairs = zip(found, (self._shared(mine, n.concept, n.papers) for n in found), strict=True)
        told = (Neighbour(n.concept, n.name, n.type, round(n.score, 4), len(n.papers), s) for n, s in pairs)
        return Listing(Neighbour, told)

    def _shared(self, mine: dict[str, dict[str, str]], other: str, papers: Iterable[str]) -> tuple[Evidence, ...]:
        """One sentence a paper: one that holds both concepts where there is one, else one that holds the other."""
        theirs = evidence.sentences(self.store, other)
        both, apart = list[Evidence](), list[Evidence]()
        for paper in papers:
            sentences = theirs.get(paper, {})
            common = sorted(mine.get(paper, {}).keys() & sentences.keys(), key=evidence.offset)
            for chosen in (common or sorted(sentences, key=evidence.offset))[:1]:
                (both if common else apart).append(Evidence(paper, self.label(paper), sentences[chosen]))
        return tuple((both + apart)[:EVIDENCE])

    def rank(self, kind: str | None = None, *, by: str = "papers", top: int = 10) -> Listing[Ranked]:
        """The first concepts (of one type) or papers by a measure of `kb.network.MEASURES`."""
        found = network.rank(self.rows(), by=by, kind=kind, top=top)
        whole = by in ("papers", "citations")
        ranked = (Ranked(r.key, r.name, r.type, int(r.score) if whole else round(r.score, 6)) for r in found)
        return Listing(Ranked, ranked)

    def path(self, start: str, goal: str, *, papers: bool = False) -> Listing[Step] | None:
        """The shortest chain from one concept (or paper) to another; None where nothing joins them."""
        find = self.find_paper if papers else self.find_concept
        steps = network.path(self.rows(), find(start).iri, find(goal).iri)
        return None if steps is None else Listing(Step, map(self._step, steps))

    def _step(self, s: network.Step) -> Step:
        shared = s.relation == "shares papers"
        found = self._shared(evidence.sentences(self.store, s.start), s.end, s.via) if shared else ()
        return Step(s.start_name, s.end_name, s.relation, round(s.score, 4), tuple(map(self.label, s.via)), found)

    def search(self, text: str, *, top: int = 10) -> Listing[Hit]:
        """Papers and concepts whose texts hold these words, the best first."""
        network.check_top(top)
        return Listing(Hit, self._search.search(text, top=top))

    def counts(self) -> dict[str, Any]:
        """How many things of each class the graph holds, and papers by language."""
        return self._tables.counts()


def _year(about: dict[str, list[str]], name: str = "kb:firstYear") -> int | None:
    return next((int(y[:4]) for y in about.get(name, ())), None)
