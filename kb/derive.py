"""Facts → the content of the graph: works, their readings, the concepts. A pure function of the set of facts.

1. Records become works (`resolve.works`).
2. Documents that this pipeline has not read are read, and the readings kept, a batch a transaction, so that a killed
   run goes on where it stopped.
3. References find their works, or become stubs.
4. Readings become entries (`resolve.document`); what curators decided is applied (`decisions`); entries become concepts
   (`resolve.corpus`).
5. What sentences say of two names is settled between their concepts (`resolve.statements`), and which work introduces
   what another uses (`resolve.origins`).
"""

from __future__ import annotations

import gc
import operator
from collections.abc import Callable, Container, Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from .decisions import Decisions
from .engines import mapped
from .extraction import BATCH, Found, Pipeline, batches, enough
from .facts import Facts
from .graph.content import Content, Document, Linked
from .identifiers import Identifier
from .meanings import Entry, Ruling
from .records import Paper, Reading, Stub
from .resolve import kept
from .resolve.corpus import Corpus, joined
from .resolve.origins import built_on, origins
from .resolve.references import References
from .resolve.statements import related, settled
from .resolve.works import Work, identity
from .shipped import code_hash
from .spelling import digest
from .terms import curie, mint

DERIVING = (
    "claims.py",
    "derive.py",
    "decisions",
    "identifiers.py",
    "meanings.py",
    "resolve",
    "graph",
    "rdf.py",
    "terms.py",
    "spelling.py",
)
"""The code whose change makes a new version necessary although the facts are the same."""

RESOLVING = ("claims.py", "resolve", "lexicon.py", "meanings.py", "records.py", "spelling.py")
"""The code whose change makes other entries of the same reading."""

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, how many are done, of how many)."""


@dataclass(frozen=True)
class Gathered:
    """All that is derived without a look at what is decided of concepts: documents, entries before any vote, stubs.

    `idle` are (line, reason) of the decisions on papers that change nothing, `named` the works (IRIs) that they name.
    """

    documents: Sequence[Document]
    stubs: Sequence[Stub]
    pipeline: Pipeline
    idle: Sequence[tuple[int, str]] = ()
    named: Mapping[Identifier, str] = field(default_factory=dict)


def gather(
    facts: Facts,
    pipeline: Pipeline,
    progress: Progress,
    *,
    jobs: int | None = 1,
    rulings: Sequence[Ruling] = (),
) -> Gathered:
    """Works and their readings; what has not been read yet is read, in `jobs` processes (None: as many as pay)."""
    with unwatched():
        same = identity(facts.records(), rulings)
    found = same.works
    keys = _read_documents(facts, found, pipeline, progress, jobs)
    with unwatched():
        references = References(found)
        earlier = dict(same.versions())
        documents = []
        for i, work in enumerate(found):
            if i % BATCH == 0:
                progress("resolving", i, len(found))
            sha = work.paper.text_sha
            line = facts.reading(sha, keys[sha]) if sha in keys else None
            reading, own = kept.load(line, work.paper) if line else (None, ())
            documents.append(_document(work, reading, own, references, earlier.get(work.iri), digest(line or "")))
    progress("resolving", len(found), len(found))
    stubs = [references.stubs[s] for s in sorted(references.stubs)]
    return Gathered(documents, stubs, pipeline, same.idle, same.iris)


@contextmanager
def unwatched() -> Iterator[None]:
    """Without Python's search for cycles: here are millions of records and no cycles, and it would double the time."""
    watched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if watched:
            gc.enable()


@unwatched()
def settle(gathered: Gathered, decisions: Decisions) -> Content:
    """Entries → concepts: decisions first, then the votes of all documents."""
    corpus = Corpus(gathered.pipeline.lexicon, weighed=gathered.pipeline.weighed)
    documents, decided = [], dict[str, Set[str | None]]()
    for d in gathered.documents:
        if d.reading:
            own = joined(decisions.applied(d.entries, _ids(d)) if decisions.lines else d.entries)
            corpus.count(own, d.reading.acronyms, lang=d.reading.lang)
            if decisions.lines and (new := {e.key for e in own} - {e.key for e in d.entries}):
                decided[d.iri] = new
            d = _with(d, own)
        documents.append(d)
    documents = [
        _with(d, corpus.settle(d.entries, d.reading.acronyms, decided.get(d.iri, ()))) if d.reading else d
        for d in documents
    ]
    used = {e.key for d in documents for e in d.entries if e.key}
    candidates = {c for d in documents for e in d.entries for c in e.candidates}
    concepts = decisions.revised(corpus.concepts(used | candidates))
    told = {
        d.iri: settled(d.reading.claims, d.entries, concepts, title=d.paper.text("title"))
        for d in documents
        if d.reading and d.reading.claims
    }
    concepts, held = related(concepts, told)
    documents = [replace(d, statements=held[d.iri]) if held.get(d.iri) else d for d in documents]
    known = origins(documents)
    documents = [replace(d, builds_on=built) if (built := tuple(built_on(d, known))) else d for d in documents]
    return Content(
        documents=documents,
        stubs=gathered.stubs,
        concepts=concepts,
        redirects=corpus.redirects(concepts) | decisions.redirects(concepts),
        pipeline=gathered.pipeline.id,
        decisions=tuple(decisions.about(gathered.named)),
        notes=tuple(decisions.idle(gathered.idle)),
    )


def _with(d: Document, own: Sequence[Entry]) -> Document:
    """The document with these entries, and itself where they are no others."""
    same = len(own) == len(d.entries) and all(map(operator.is_, own, d.entries))
    return d if same else replace(d, entries=tuple(own))


def derive(
    facts: Facts, pipeline: Pipeline, decisions: Decisions, progress: Progress, *, jobs: int | None = 1
) -> Content:
    """All that the graph says, derived from all facts."""
    return settle(gather(facts, pipeline, progress, jobs=jobs, rulings=decisions.rulings), decisions)


def _read_documents(
    facts: Facts, found: Sequence[Work], pipeline: Pipeline, progress: Progress, jobs: int | None
) -> dict[str, str]:
    """Reads what is not read yet, and drops what nothing uses any more; document → key of its entries."""
    documents = {w.paper.text_sha: w.paper for w in found if w.paper.title or w.paper.abstract}
    read = {sha: pipeline.key(paper) for sha, paper in documents.items()}
    under = {key: kept_under(key, pipeline) for key in set(read.values())}
    keys = {sha: under[key] for sha, key in read.items()}
    known = facts.known_readings()
    unread = [paper for sha, paper in documents.items() if (sha, read[sha]) not in known]
    done = 0
    if unread:
        progress("extracting", done, len(unread))
    jobs = enough(jobs, len(unread), pipeline.pays)
    work = Found(pipeline.again if jobs > 1 else lambda: pipeline, lines_of)
    with closing(mapped(work, batches(unread), jobs=jobs)) as told:
        for batch, found_lines in zip(batches(unread), told, strict=True):
            with facts.transaction():
                for paper, (line, own) in zip(batch, found_lines, strict=True):
                    facts.keep_reading(paper.text_sha, read[paper.text_sha], line)
                    facts.keep_reading(paper.text_sha, keys[paper.text_sha], own)
            done += len(batch)
            progress("extracting", done, len(unread))
            gc.collect(0)  # what spaCy made holds itself in circles, and perhaps nobody else searches for these
    fresh = {paper.text_sha for paper in unread}
    unresolved = [paper for sha, paper in documents.items() if sha not in fresh and (sha, keys[sha]) not in known]
    for batch in batches(unresolved):
        with facts.transaction():
            for paper in batch:
                sha = paper.text_sha
                if line := facts.reading(sha, read[sha]):
                    old = Reading.from_json(line)
                    facts.keep_reading(sha, keys[sha], kept.dump(old, pipeline.entries(paper, old)))
    with facts.transaction():
        facts.forget_readings(known - set(read.items()) - set(keys.items()))
    return keys


def lines_of(_: Paper, reading: Reading, own: tuple[Entry, ...]) -> tuple[str, str]:
    """What is kept of a reading, and beside it what it comes to with the lexicon."""
    return reading.to_json(), kept.dump(reading, own)


def kept_under(key: str, pipeline: Pipeline) -> str:
    """The key of what a reading comes to, from the key of the reading: all that resolves it is in it."""
    roles = pipeline.roles.hash if pipeline.roles else ""
    return f"{key} {digest(f'{pipeline.lexicon.hash} {roles} {code_hash(*RESOLVING)}')}"


def _ids(d: Document) -> frozenset[str]:
    """All by which a line of decisions.tsv can name a paper: its IRIs, written out or short, and its DOI."""
    iris = (d.iri, *d.same_as)
    short = [curie(i) for i in iris]
    local = [s.partition(":")[2] for s in short]
    return frozenset([*iris, *short, *local, *map(unquote, local), d.paper.doi or d.iri])


def _document(
    work: Work,
    reading: Reading | None,
    own: tuple[Entry, ...],
    references: References,
    earlier: str | None,
    print: str,
) -> Document:
    targets = (references.target(r, citing=work.iri) for r in work.paper.references)
    # What one record says of itself stays, as its source has it; records that became one work do not cite each other.
    cites = dict.fromkeys(c for c in targets if c and (c != work.iri or len(work.records) == 1))
    related = (references.page_neighbour(key) for key in work.paper.related)
    in_text = [
        (c, references.cited_in_text(c.author, c.year, listed=cites)) for c in (reading.citations if reading else ())
    ]
    # Only a name and a year: a statement of its own, but no citation between works before the work is known.
    cites |= dict.fromkeys(target for _, target in in_text if target not in references.stubs and target != work.iri)
    return Document(
        iri=work.iri,
        paper=work.paper,
        same_as=tuple(mint("paper", *i) for i in work.identifiers[1:]),
        records=work.records,
        reading=reading,
        entries=own,
        cites=tuple(cites),
        linked=tuple(_linked(work, references, cites)),
        related=tuple(dict.fromkeys(r for r in related if r and r != work.iri)),
        version_of=(earlier,) if earlier else (),
        in_text=tuple((c, target) for c, target in in_text if target != work.iri),
        print=print,
    )


def _linked(work: Work, references: References, cites: Container[str]) -> Iterator[Linked]:
    """The references of a work that led to another by their strings."""
    for r in work.paper.references:
        if (r.raw or r.title) and (link := references.link(r)) and link.target in cites:
            yield Linked(r.raw or r.title or "", link.target, link.rule, link.confidence)


def state(facts: Facts, pipeline: Pipeline, decisions: Decisions) -> str:
    """The hash of all that the graph is derived from: records, pipeline, lexicon, decisions, and the deriving code."""
    return digest(f"{facts.state(pipeline.id)} {pipeline.lexicon.hash} {decisions.hash} {code_hash(*DERIVING)}")
