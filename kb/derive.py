"""Facts → the content of the graph: works, their readings, the concepts. A pure function of the set of facts.

1. Records become works (`resolve.works`).
2. Documents that this pipeline has not read are read, and the readings kept, a batch a transaction, so that a killed
   run goes on where it stopped.
3. Readings become entries, entries concepts (`resolve.document`, `resolve.corpus`).
4. References find their works, or become stubs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from .extraction import BATCH, Pipeline, batches
from .facts import Facts
from .graph.mapping import Content, Document
from .records import Reading
from .resolve.corpus import Corpus
from .resolve.document import entries
from .resolve.works import References, Work, versions, works
from .shipped import code_hash
from .spelling import digest
from .terms import mint

DERIVING = ("derive.py", "resolve", "graph", "rdf.py", "terms.py", "spelling.py")
"""The code whose change makes a new version necessary although the facts are the same."""

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, how many are done, of how many)."""


def read_documents(facts: Facts, found: Sequence[Work], pipeline: Pipeline, progress: Progress) -> None:
    """Lets the pipeline read every document that it has not read yet; drops the readings of documents that are gone."""
    documents = {w.paper.text_sha: w.paper for w in found if w.paper.title or w.paper.abstract}
    known = facts.known_documents(pipeline.id)
    pending = [paper for sha, paper in documents.items() if sha not in known]
    done = 0
    for batch in batches(pending):
        progress("extracting", done, len(pending))
        readings = list(pipeline.extract(batch))
        with facts.transaction():
            for paper, reading in zip(batch, readings, strict=True):
                facts.keep_reading(paper.text_sha, pipeline.id, reading)
        done += len(batch)
    if pending:
        progress("extracting", done, len(pending))
    with facts.transaction():
        facts.forget_readings(keep=set(documents), pipeline=pipeline.id)


def derive(facts: Facts, pipeline: Pipeline, progress: Progress) -> Content:
    """All that the graph says, derived from all facts."""
    found = works(facts.records())
    read_documents(facts, found, pipeline, progress)
    corpus = Corpus(pipeline.lexicon)
    references = References(found)
    earlier = dict(versions(found))
    documents = []
    for i, work in enumerate(found):
        if i % BATCH == 0:
            progress("resolving", i, len(found))
        reading = facts.reading(work.paper.text_sha, pipeline.id)
        own = entries(reading, pipeline.lexicon) if reading else ()
        if reading:
            corpus.count(own, reading.acronyms, lang=reading.lang)
        documents.append(_document(work, reading, references, earlier.get(work.iri)))
        documents[-1] = replace(documents[-1], entries=tuple(own))
    progress("resolving", len(found), len(found))
    documents = [
        replace(d, entries=tuple(corpus.settle(d.entries, d.reading.acronyms))) if d.reading else d for d in documents
    ]
    used = {e.key for d in documents for e in d.entries if e.key}
    candidates = {c for d in documents for e in d.entries for c in e.candidates}
    stubs = [references.stubs[s] for s in sorted(references.stubs)]
    return Content(documents, stubs, corpus.concepts(used | candidates), corpus.redirects(used), pipeline.id)


def _document(work: Work, reading: Reading | None, references: References, earlier: str | None) -> Document:
    targets = (references.target(r) for r in work.paper.references)
    cites = dict.fromkeys(c for c in targets if c and c != work.iri)
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
        cites=tuple(cites),
        related=tuple(dict.fromkeys(r for r in related if r and r != work.iri)),
        version_of=(earlier,) if earlier else (),
        in_text=tuple((c, target) for c, target in in_text if target != work.iri),
    )


def state(facts: Facts, pipeline: Pipeline) -> str:
    """The hash of everything that the graph is derived from: records, pipeline, lexicon, and the code that derives."""
    return digest(f"{facts.state(pipeline.id)} {pipeline.lexicon.hash} {code_hash(*DERIVING)}")


def summary(content: Content) -> dict[str, int]:
    """The counts that a report gives."""
    return {
        "papers": len(content.documents),
        "stubs": len(content.stubs),
        "concepts": len(content.concepts),
        "mentions": sum(len(e.mentions) for d in content.documents for e in d.entries),
        "citations": sum(len(d.cites) for d in content.documents),
    }
