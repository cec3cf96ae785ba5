"""Works, entries and concepts → RDF, as N-Quads lines. The one place that decides what the graph looks like.

Everything asserted goes to the default graph; a named graph holds what one source says where two sources disagree, and
`meta` describes the dataset. There are no blank nodes. Lines may repeat; the store keeps each statement once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ..meanings import Concept, Decision
from ..rdf import escape, iri_line, literal_line, node, safe_iri
from ..records import FIELDS, Author, Paper, Stub
from ..spelling import digest
from ..terms import BASE, META, NS, iri, mint
from .agents import author_iri, author_lines, venue_iri, venue_lines
from .built import built_lines
from .cited import citation_lines
from .content import Content, Document, label
from .told import statement_lines

FABIO_CLASS = {
    "article": "fabio:Preprint",
    "article-journal": "fabio:JournalArticle",
    "book": "fabio:Book",
    "chapter": "fabio:BookChapter",
    "dataset": "fabio:Dataset",
    "paper-conference": "fabio:ConferencePaper",
    "report": "fabio:ReportDocument",
    "thesis": "fabio:Thesis",
}
"""CSL type → FaBiO class; every paper is a fabio:Expression besides."""

_A = iri("rdf:type")
_LABEL = iri("rdfs:label")
_INTEGER, _YEAR, _DOUBLE = (iri(f"xsd:{t}") for t in ("integer", "gYear", "double"))


def lines(content: Content) -> Iterator[str]:
    """Every statement as one N-Quads line, without a line break."""
    yield from things(content)
    yield from asides(content)


def things(content: Content) -> Iterator[str]:
    """What is said of documents, stubs and concepts, and by documents of their texts, authors and venues."""
    tally = content.tally
    for d in content.documents:
        yield from _paper(d, tally.cited.get(d.iri, 0))
        yield from citation_lines(d)
        yield from _texts(d)
        yield from _entries(d, content.pipeline)
        yield from statement_lines(d, content.pipeline)
        yield from built_lines(d)
    for stub in content.stubs:
        yield from _stub(stub, tally.cited.get(stub.iri, 0))
    for key, concept in content.concepts.items():
        yield from _concept(concept, tally.papers.get(key, 0), tally.first_year.get(key))


def asides(content: Content) -> Iterator[str]:
    """What nothing of these says: concepts that were replaced, decisions, and the dataset itself."""
    for old, new in content.redirects.items():
        yield iri_line(mint("concept", old), iri("dcterms:isReplacedBy"), mint("concept", new))
    for decision, things in content.decisions:
        yield from _decision(decision, things)
    yield from _meta(content)


def claims(d: Document) -> Iterator[str]:
    """What a paper says of concepts, one N-Quads line each, without the evidence."""
    for entry in d.entries:
        for predicate in dict.fromkeys(("mentions", entry.role)) if entry.key else ():
            yield iri_line(d.iri, NS + predicate, mint("concept", entry.key or ""))


def identity(d: Document) -> Iterator[str]:
    """What else a paper is known by, of what it is a version, and what it cites, one N-Quads line each."""
    same, versions, cites = map(iri, ("owl:sameAs", "dcterms:isVersionOf", "cito:cites"))
    for predicate, targets in ((same, d.same_as), (versions, d.version_of), (cites, d.cites)):
        for target in dict.fromkeys(targets):
            yield iri_line(d.iri, predicate, target)


def _paper(d: Document, cited: int) -> Iterator[str]:
    s, p = d.iri, d.paper
    yield iri_line(s, _A, iri("fabio:Expression"))
    if p.type in FABIO_CLASS:
        yield iri_line(s, _A, iri(FABIO_CLASS[p.type]))
    yield literal_line(s, _LABEL, label(p))
    yield from _described(d.iri, p, None, d.reading.lang if d.reading else None)
    if d.reading:
        yield literal_line(s, iri("dcterms:language"), d.reading.lang)
        for link in d.reading.links:
            if url := safe_iri(link):
                yield iri_line(s, NS + "codeRepository", url)
    if p.abstract:
        yield literal_line(s, iri("dcterms:abstract"), p.abstract, lang=d.reading.lang if d.reading else None)
    for stated in p.ids:  # an arXiv number with its version, too
        yield literal_line(s, iri("dcterms:identifier"), stated)
    for keyword in p.keywords:
        yield literal_line(s, iri("prism:keyword"), keyword)
    yield from _authors(s, p.authors)
    if p.url:
        yield literal_line(s, iri("fabio:hasURL"), p.url)
    yield from identity(d)
    for other in dict.fromkeys(d.related):
        yield iri_line(s, iri("dcterms:relation"), other)
    yield literal_line(s, NS + "citationCount", str(cited), datatype=_INTEGER)
    if _disagree(d.records):
        for record in d.records:
            yield from _described(s, record, mint("source", record.sha), d.reading.lang if d.reading else None)


def _described(s: str, p: Paper, graph: str | None, read: str | None) -> Iterator[str]:
    """The fields on which two sources can disagree; a title's language is the source's word, else what was read."""
    if p.title:
        yield literal_line(s, iri("dcterms:title"), p.title, lang=_language(p) or read, graph=graph)
    if p.year and 0 < p.year < 10000:
        yield literal_line(s, iri("fabio:hasPublicationYear"), f"{p.year:04}", datatype=_YEAR, graph=graph)
    if p.doi:
        yield literal_line(s, iri("prism:doi"), p.doi, graph=graph)
    if p.arxiv:
        yield literal_line(s, iri("fabio:hasArXivId"), p.arxiv, graph=graph)
    if p.venue:
        yield iri_line(s, iri("dcterms:isPartOf"), venue_iri(p.venue), graph=graph)
        yield from venue_lines(p.venue, graph)


def venues(d: Document) -> Iterator[tuple[str, str | None]]:
    """The names of venues that a document states, and in which graph."""
    said = [(d.paper, None), *((r, mint("source", r.sha)) for r in (d.records if _disagree(d.records) else ()))]
    return ((p.venue, graph) for p, graph in said if p.venue)


def _disagree(records: Sequence[Paper]) -> bool:
    if len(records) < 2:
        return False
    values = ({v for r in records if (v := getattr(r, name))} for name in ("title", "year", "venue", "doi"))
    return any(len(v) > 1 for v in values)


def _language(paper: Paper) -> str | None:
    return paper.lang if paper.lang and paper.lang.replace("-", "").isalnum() else None


def _authors(s: str, authors: Sequence[Author]) -> Iterator[str]:
    for author in authors:
        if not author.name:
            continue
        yield iri_line(s, iri("dcterms:creator"), author_iri(author))
        yield from author_lines(author)
    if authors:
        yield literal_line(s, NS + "byline", "; ".join(a.name for a in authors if a.name))


def _stub(stub: Stub, cited: int) -> Iterator[str]:
    yield iri_line(stub.iri, _A, iri("fabio:Expression"))
    yield iri_line(stub.iri, _A, NS + "Stub")
    yield literal_line(stub.iri, _LABEL, stub.label)
    yield literal_line(stub.iri, NS + "citationCount", str(cited), datatype=_INTEGER)
    if stub.title:
        yield literal_line(stub.iri, iri("dcterms:title"), stub.title)
    for string in stub.strings or ((stub.raw,) if stub.raw else ()):
        yield literal_line(stub.iri, iri("dcterms:bibliographicCitation"), string)
    if stub.doi:
        yield literal_line(stub.iri, iri("prism:doi"), stub.doi)
    if stub.year and 0 < stub.year < 10000:
        yield literal_line(stub.iri, iri("fabio:hasPublicationYear"), f"{stub.year:04}", datatype=_YEAR)


# --- texts and evidence --------------------------------------------------------------------------------------------


def _texts(d: Document) -> Iterator[str]:
    """The texts of a document with their sentences and citations, and what it says of concepts with the evidence."""
    texts = {name: text for name in FIELDS if (text := d.paper.text(name))} if d.reading else {}
    nodes = {name: mint("text", digest(text)) for name, text in texts.items()}
    for name, text in texts.items():
        yield iri_line(d.iri, NS + "hasText", nodes[name])
        yield iri_line(nodes[name], _A, iri("nif:Context"))
        yield literal_line(nodes[name], iri("nif:isString"), text)
        yield literal_line(nodes[name], NS + "field", name)
        for begin, end in d.reading.sentences.get(name, ()) if d.reading else ():
            yield from _span(f"{nodes[name]}/{begin}-{end}", _SENTENCE, nodes[name], begin, end, text)
    for c, target in d.in_text:
        span = f"{nodes[c.field]}/{c.begin}-{c.end}/cites"
        yield from _span(span, _CITATION, nodes[c.field], c.begin, c.end, texts[c.field])
        yield iri_line(span, iri("cito:hasCitingEntity"), d.iri)
        yield iri_line(span, iri("cito:hasCitedEntity"), target)


_TYPE, _SENTENCE, _CITATION, _PHRASE = map(node, (_A, iri("nif:Sentence"), iri("cito:Citation"), iri("nif:Phrase")))
_CONTEXT, _BEGIN, _END, _ANCHOR, _IN = (
    node(iri(f"nif:{name}")) for name in ("referenceContext", "beginIndex", "endIndex", "anchorOf", "sentence")
)
_IN_PAPER, _CANDIDATE, _ROLE, _RULE = (node(NS + name) for name in ("inPaper", "candidate", "role", "rule"))
_MEANS, _CONFIDENCE, _BY = (node(iri(p)) for p in ("itsrdf:taIdentRef", "itsrdf:taConfidence", "prov:wasGeneratedBy"))
_COUNT, _SHARE = f"^^{node(_INTEGER)}", f"^^{node(_DOUBLE)}"


def _span(s: str, kind: str, context: str, begin: int, end: int, text: str) -> Iterator[str]:
    """Most of a graph is this: the lines are put together by hand, of parts that are known to be good."""
    n = f"<{s}>"
    yield f"{n} {_TYPE} {kind} ."
    yield f"{n} {_CONTEXT} <{context}> ."
    yield f'{n} {_BEGIN} "{begin}"{_COUNT} .'
    yield f'{n} {_END} "{end}"{_COUNT} .'
    yield f'{n} {_ANCHOR} "{escape(text[begin:end])}" .'


def _entries(d: Document, pipeline: str) -> Iterator[str]:
    texts = {name: d.paper.text(name) for name in FIELDS}
    contexts = {name: mint("text", digest(text)) for name, text in texts.items()}
    by = node(mint("pipeline", pipeline))
    for entry in d.entries:
        meant = [f"{_MEANS} {node(mint('concept', entry.key))} ."] if entry.key else []
        meant += [f"{_CANDIDATE} {node(mint('concept', c))} ." for c in (() if entry.key else entry.candidates)]
        if entry.key:
            concept = mint("concept", entry.key)
            yield iri_line(d.iri, NS + "mentions", concept)
            yield iri_line(d.iri, NS + entry.role, concept)
        last = mint("", entry.key or "ambiguous").removeprefix(BASE)
        for m in entry.mentions:
            s = f"{contexts[m.field]}/{m.begin}-{m.end}{last}"
            yield from _span(s, _PHRASE, contexts[m.field], m.begin, m.end, texts[m.field])
            n = f"<{s}>"
            yield f"{n} {_IN_PAPER} {node(d.iri)} ."
            spans = d.reading.sentences.get(m.field, ()) if d.reading else ()
            at = bisect_right(spans, (m.begin, len(texts[m.field]))) - 1
            if at >= 0 and m.begin < spans[at][1]:
                yield f"{n} {_IN} <{contexts[m.field]}/{spans[at][0]}-{spans[at][1]}> ."
            for said in meant:
                yield f"{n} {said}"
            yield f"{n} {_ROLE} {node(NS + m.role)} ."
            yield f'{n} {_RULE} "{escape(m.rule)}" .'
            yield f'{n} {_CONFIDENCE} "{m.confidence:.3f}"{_SHARE} .'
            yield f"{n} {_BY} {by} ."


# --- concepts ------------------------------------------------------------------------------------------------------


def _concept(c: Concept, papers: int, first_year: int | None) -> Iterator[str]:
    s = mint("concept", c.key)
    yield from traits(c)
    yield literal_line(s, NS + "paperCount", str(papers), datatype=_INTEGER)
    if first_year:
        yield literal_line(s, NS + "firstYear", f"{first_year:04}", datatype=_YEAR)


def traits(c: Concept) -> Iterator[str]:
    """What is said of a concept itself, one N-Quads line each, without its counts."""
    s = mint("concept", c.key)
    yield iri_line(s, _A, iri("skos:Concept"))
    if c.type != "Concept":
        yield iri_line(s, _A, NS + c.type)
    # A name in Han characters and no English one: the label says so, and is the only one of its language.
    main = "en" if c.name.isascii() or not any("\u4e00" <= ch <= "\u9fff" for ch in c.name) else "zh"
    yield literal_line(s, iri("skos:prefLabel"), c.name, lang=main)
    preferred = {main}
    for name, lang in c.names:
        kind = "skos:altLabel" if lang in preferred else "skos:prefLabel"
        preferred.add(lang)
        yield literal_line(s, iri(kind), name, lang=lang)
    for acronym in c.acronyms:
        yield literal_line(s, NS + "acronym", acronym)
    for broader in c.broader:
        yield iri_line(s, iri("skos:broader"), mint("concept", broader))
    for predicate, other in c.edges:
        yield iri_line(s, NS + predicate, mint("concept", other))


def _decision(d: Decision, about: Sequence[str]) -> Iterator[str]:
    """A curator's decision as a prov:Activity; a rejected concept is not there any more, and still says why."""
    s = mint("decision", d.sha)
    yield iri_line(s, _A, NS + "Decision")
    yield literal_line(s, _LABEL, str(d))
    if d.reason:
        yield literal_line(s, iri("dcterms:description"), d.reason)
    for thing in about:
        gone = d.action in ("reject", "merge") and not d.paper and thing.startswith(mint("concept", ""))
        yield iri_line(s, iri("prov:used"), thing)
        yield iri_line(thing, iri("prov:wasInvalidatedBy" if gone else "prov:wasInfluencedBy"), s)


def _meta(content: Content) -> Iterator[str]:
    if not content.pipeline:
        return  # nothing was ever read
    pipeline, dataset = mint("pipeline", content.pipeline), BASE + "dataset"
    yield iri_line(pipeline, _A, NS + "Pipeline")
    yield literal_line(pipeline, iri("dcterms:identifier"), content.pipeline)
    yield literal_line(pipeline, _LABEL, f"citekb extraction {content.pipeline[:8]}")
    yield iri_line(dataset, _A, iri("void:Dataset"), graph=META)
    yield literal_line(dataset, iri("dcterms:title"), "A citekb knowledge base", lang="en", graph=META)
    yield literal_line(dataset, iri("void:documents"), str(len(content.documents)), datatype=_INTEGER, graph=META)
    yield iri_line(dataset, iri("prov:wasGeneratedBy"), pipeline, graph=META)
