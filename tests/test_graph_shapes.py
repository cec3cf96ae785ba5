"""The shapes hold on what we build, catch what is seeded, and mean to us what they mean to a SHACL processor."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.plugins.sparql.processor
from conftest import SAMPLE_FILES, Run
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.sparql import Query

import kb
from kb.errors import BadInput
from kb.graph import Store, Versions
from kb.graph.shacl import translate
from kb.graph.shapes import Violation, check
from kb.graph.views import foreign_terms
from kb.rdf import named_graph
from kb.records import Paper, Reference
from kb.shipped import shipped
from kb.terms import NS, OWN_CLASSES, OWN_PROPERTIES, PREFIXES, curie, iri

SHAPES = shipped("ontology/shapes.ttl").read_text("utf-8")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SHAPE = "https://w3id.org/citekb/shapes#"
GRAPH = rdflib.Graph().parse(data=SHAPES, format="turtle")
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://x.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . """

Change = Callable[[Store], tuple[str, str]]
"""Spoils a graph; gives the node and the shape that must be reported."""


def lines(store: Store) -> list[str]:
    """The statements of the default graph."""
    return [line for line in store.lines() if not named_graph(line)]


def put(store: Store, s: str, p: str, o: ox.NamedNode | ox.Literal, *, instead: bool = False) -> None:
    if instead:
        for quad in list(store.quads(s, iri(p))):
            store.graph.remove(quad)
    store.graph.add(ox.Quad(ox.NamedNode(s), ox.NamedNode(iri(p)), o))


def first(store: Store, query: str) -> tuple[str, ...]:
    return tuple(map(str, store.query(query + " ORDER BY ?s LIMIT 1").rows[0]))


def shifted_offset(store: Store) -> tuple[str, str]:
    s, begin = first(
        store, "SELECT ?s ?b { ?s a nif:Phrase; nif:beginIndex ?b ; nif:endIndex ?e FILTER (?e > ?b + 3) }"
    )
    put(store, s, "nif:beginIndex", ox.Literal(int(begin) + 1), instead=True)
    return s, "span-exact"


def confidence_above_one(store: Store) -> tuple[str, str]:
    (s,) = first(store, "SELECT ?s { ?s a nif:Phrase }")
    put(store, s, "itsrdf:taConfidence", ox.Literal(1.7), instead=True)
    return s, "mention-confidence"


def two_english_labels(store: Store) -> tuple[str, str]:
    (s,) = first(store, "SELECT ?s { ?s a skos:Concept ; skos:prefLabel ?l FILTER (LANG(?l) = 'en') }")
    put(store, s, "skos:prefLabel", ox.Literal("another name", language="en"))
    return s, "concept-name"


def undeclared_property(store: Store) -> tuple[str, str]:
    (s,) = first(store, "SELECT ?s { ?s a fabio:Expression }")
    put(store, s, "kb:invented", ox.Literal("of thin air"))
    return s, "undeclared-term"


def undeclared_class(store: Store) -> tuple[str, str]:
    (s,) = first(store, "SELECT ?s { ?s a nif:Context }")
    put(store, s, "rdf:type", ox.NamedNode(NS + "Invented"))
    return s, "undeclared-class"


def broader_cycle(store: Store) -> tuple[str, str]:
    a, b = (s for s in store.subjects(iri("rdf:type"), iri("skos:Concept"))[:2])
    put(store, a, "skos:broader", ox.NamedNode(b))
    put(store, b, "skos:broader", ox.NamedNode(a))
    return a, "broader-cycle"


def role_without_evidence(store: Store) -> tuple[str, str]:
    s, o = first(store, "SELECT ?s ?o { ?s kb:mentions ?o FILTER NOT EXISTS { ?s kb:extends ?o } }")
    put(store, s, "kb:extends", ox.NamedNode(o))
    return s, "extends-without-evidence"


def no_sentence(store: Store) -> tuple[str, str]:
    (s,) = first(store, "SELECT ?s { ?s a nif:Phrase }")
    for quad in list(store.quads(s, iri("nif:sentence"))):
        store.graph.remove(quad)
    return s, "mention-sentence"


def one_candidate(store: Store) -> tuple[str, str]:
    s, o = first(store, "SELECT ?s ?o { ?s kb:candidate ?o }")
    put(store, s, "kb:candidate", ox.NamedNode(o), instead=True)
    return s, "ambiguous-candidates"


def odd_year(store: Store) -> tuple[str, str]:
    (s,) = first(store, "SELECT ?s { ?s fabio:hasPublicationYear ?y }")
    put(store, s, "fabio:hasPublicationYear", ox.Literal("0007", datatype=ox.NamedNode(iri("xsd:gYear"))), instead=True)
    return s, "paper-year"


def unknown_pipeline(store: Store) -> tuple[str, str]:
    (s,) = first(store, "SELECT ?s { ?s a nif:Phrase }")
    put(store, s, "prov:wasGeneratedBy", ox.NamedNode("http://x.org/other"), instead=True)
    return s, "mention-pipeline"


CHANGES: tuple[Change, ...] = (
    shifted_offset,
    confidence_above_one,
    two_english_labels,
    undeclared_property,
    undeclared_class,
    broader_cycle,
    role_without_evidence,
    no_sentence,
    one_candidate,
    odd_year,
    unknown_pipeline,
)


def cites_itself(store: Store) -> tuple[str, str]:
    s, _ = first(store, "SELECT ?s ?o { ?s cito:cites ?o }")
    put(store, s, "cito:cites", ox.NamedNode(s))
    return s, "paper-cites-itself-select"


def question(text: str, base: str | None, names: dict[str, str]) -> Query:
    """What rdflib makes of a question: once for each, for pyshacl asks the same of every thing."""
    return prepared(text, base, tuple(names.items()))


@cache
def prepared(text: str, base: str | None, names: tuple[tuple[str, str], ...]) -> Query:
    return translateQuery(parseQuery(text), base, dict(names))


def processor(statements: list[str], *nodes: str, warnings: bool = False) -> tuple[bool, set[tuple[str, str]]]:
    """What pyshacl says of the same graph (or of some nodes): conforms, and (node, shape or constraint).

    With `warnings` a warning is no reason not to conform.
    """
    import pyshacl

    data = rdflib.Graph().parse(data="\n".join(statements), format="nt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib.plugins.sparql.processor, "parseQuery", str)
        patch.setattr(rdflib.plugins.sparql.processor, "translateQuery", question)
        conforms, report, _ = pyshacl.validate(
            data, shacl_graph=GRAPH, inference="none", focus_nodes=list(nodes) or None, allow_warnings=warnings
        )
    assert isinstance(report, rdflib.Graph)
    found = set()
    for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        shapes = {*report.objects(result, SH.sourceShape), *report.objects(result, SH.sourceConstraint)}
        node = str(report.value(result, SH.focusNode))
        found |= {(node, str(shape).removeprefix(SHAPE)) for shape in shapes if str(shape).startswith(SHAPE)}
    return bool(conforms), found


@pytest.fixture(scope="session")
def statements(base: kb.KnowledgeBase) -> list[str]:
    """The five papers as lines of the default graph."""
    return lines(base.answers.store)


def test_five_papers_with_every_kind_of_citation_break_no_shape(base: kb.KnowledgeBase) -> None:
    assert check(base.answers.store) == []


@pytest.mark.filterwarnings("ignore")  # rdflib and pyshacl warn of their own calls
def test_pyshacl_agrees_on_the_sample() -> None:
    """On every forty-eighth record of it: pyshacl asks each thing by itself, and takes minutes for the whole."""
    some = kb.open()
    some.add(list(kb.read(*SAMPLE_FILES))[::48])
    assert check(some.answers.store) == []
    assert processor(lines(some.answers.store)) == (True, set())


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_seeded_fault_is_found_and_pyshacl_finds_it_too(change: Change, statements: list[str]) -> None:
    store = Store.memory(statements)
    node, shape = change(store)
    assert (node, shape) in {(v.node, v.shape) for v in check(store)}
    conforms, found = processor(lines(store), node)
    assert not conforms and (node, shape) in found


@pytest.mark.filterwarnings("ignore")
def test_a_paper_that_cites_itself_is_a_warning_for_us_and_for_pyshacl(statements: list[str]) -> None:
    store = Store.memory(statements)
    node, shape = cites_itself(store)
    assert [(v.node, v.shape, v.severity) for v in check(store)] == [(node, shape, "Warning")]
    told = (node, shape)
    conforms, found = processor(lines(store), node, warnings=True)
    assert conforms and told in found
    conforms, found = processor(lines(store), node)
    assert not conforms and told in found


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_violation_says_what_is_wrong_in_words(change: Change, statements: list[str]) -> None:
    store = Store.memory(statements)
    node, shape = change(store)
    (found,) = [v for v in check(store) if (v.node, v.shape) == (node, shape)]
    assert found.severity == "Violation" and found.message.endswith(".") and found.of >= 1


def slowly(store: Store) -> set[tuple[str, str]]:
    """What every rule and every count finds when it is asked by itself, with no quick question before it."""
    translated, tallies = translate(SHAPES)
    # Which properties to look at is the one thing that a rule (sh:closed) cannot do without its first question.
    rules = [
        rule.about([str(v) for (v,) in store.query(rule.first).rows]) if rule.narrows and rule.first else rule
        for rule in translated
    ]
    found = {(str(row[0]), rule.shape) for rule in rules for row in store.query(rule.select(999)).rows}
    rows = [(tally, row) for tally in tallies for row in store.query(tally.select(few=False)).rows]
    return found | {(node, bounds.shape) for tally, row in rows for bounds, node in tally.read(row)}


def spoil(store: Store, name: str, values: list[ox.NamedNode | ox.Literal], which: int = 0) -> None:
    """Gives one of the things that have a property these values of it instead."""
    (s,) = store.query(f"SELECT DISTINCT ?s {{ ?s <{name}> ?o }} ORDER BY ?s OFFSET {which} LIMIT 1").rows[0]
    for quad in list(store.quads(str(s), name)):
        store.graph.remove(quad)
    for value in values:
        store.graph.add(ox.Quad(ox.NamedNode(str(s)), ox.NamedNode(name), value))


OTHER = ox.NamedNode("http://x.org/other")
TWO: list[ox.NamedNode | ox.Literal] = [ox.Literal(0), ox.Literal(9)]
ODD: dict[str, list[ox.NamedNode | ox.Literal]] = {
    "nothing": [],
    "another name": [OTHER],
    "other text": [ox.Literal("other words than 0 or 1")],
    "a number": [ox.Literal(-7)],
    "two of a language": [ox.Literal("this", language="en"), ox.Literal("that", language="en")],
    "three": [ox.NamedNode(iri("skos:Concept")), ox.NamedNode(iri("fabio:Expression")), ox.Literal("")],
}
FAULTS = """
x:work a fabio:Expression ; cito:cites x:work ; fabio:hasArXivId "new" ; kb:codeRepository "here" ; kb:extends x:other .
x:stub a kb:Stub ; kb:hasText x:text ; dcterms:abstract "A text." .
x:old a skos:Concept ; skos:broader x:old , x:new ; dcterms:isReplacedBy x:new .
x:sentence a nif:Sentence ; nif:beginIndex 5 ; nif:endIndex 9 .
x:mention a nif:Phrase ; nif:sentence x:sentence ; nif:beginIndex 1 ; nif:endIndex 9 ;
    itsrdf:taIdentRef x:old ; kb:candidate x:old ; kb:inPaper x:work .
x:old kb:usedFor x:new ; kb:evaluatedOn x:new ; kb:outperforms x:new .
x:said a kb:Statement ; kb:predicate kb:usedFor , kb:evaluatedOn , kb:outperforms , skos:broader ; kb:subject x:new ;
    kb:object x:old , x:work ; kb:onDataset x:old ; kb:byMetric x:old ; kb:value 3 .
x:work kb:buildsOn x:other .
x:why a kb:Derivation ; kb:later x:late , x:old ; kb:earlier x:early , x:old ; kb:rule "guessed" .
x:late fabio:hasPublicationYear "2001"^^xsd:gYear . x:early fabio:hasPublicationYear "2009"^^xsd:gYear .
x:string a cito:Citation ; dcterms:bibliographicCitation "Doe 2001." ; cito:hasCitingEntity x:work ;
    cito:hasCitedEntity x:old .
[] a cito:Citation , kb:Decision ; kb:invented "this" ."""
"""Faults of what the five papers do not have, or that odd values of one property do not make."""


def test_every_shape_is_broken_by_some_fault_and_told_as_without_quick_questions(statements: list[str]) -> None:
    """Each property of one thing has odd values, and then there are things with other faults."""
    prefixes = "".join(f"@prefix {name}: <{start}> . " for name, start in {**PREFIXES, "x": "http://x.org/"}.items())
    spoilt = [Store.memory([*statements, *statements_of(prefixes + FAULTS)])]
    for values in ODD.values():
        spoilt.append(Store.memory(statements))
        for (name,) in spoilt[-1].query("SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY ?p").rows:
            spoil(spoilt[-1], str(name), values)
    caught: set[str] = set()
    for store in spoilt:
        found = {(v.node, v.shape) for v in check(store, limit=9999)}
        assert found == slowly(store)
        caught |= {shape for _, shape in found}
    rules, tallies = translate(SHAPES)
    assert {rule.shape for rule in rules} | {b.shape for tally in tallies for b in tally.bounds} == caught


SHEET = ("nif:referenceContext", "nif:beginIndex", "nif:endIndex", "nif:anchorOf", "nif:isString")


@pytest.mark.parametrize("values", [[], [OTHER], TWO], ids=["none", "other", "two"])
@pytest.mark.parametrize("name", SHEET)
def test_a_place_without_its_row_or_with_two_is_found(
    name: str, values: list[ox.NamedNode | ox.Literal], statements: list[str]
) -> None:
    store = Store.memory(statements)
    spoil(store, iri(name), values)
    found = {(v.node, v.shape) for v in check(store, limit=9999)}
    assert found and found == slowly(store)


def test_a_place_with_two_begins_makes_up_for_none_that_has_no_begin(statements: list[str]) -> None:
    store = Store.memory(statements)
    spoil(store, iri("nif:beginIndex"), [], which=1)
    spoil(store, iri("nif:beginIndex"), TWO)
    found = {(v.node, v.shape) for v in check(store)}
    assert len({node for node, shape in found if shape == "span-begin"}) == 2 and found == slowly(store)


@pytest.mark.parametrize(
    "role", ["introduces", "extends", "uses", "evaluatesOn", "comparesWith", "studies", "mentions"]
)
def test_each_role_without_evidence_is_found(role: str, statements: list[str]) -> None:
    store = Store.memory(statements)
    s, o = first(
        store, f"SELECT ?s ?o {{ ?s kb:mentions ?x . ?o a skos:Concept FILTER NOT EXISTS {{ ?s kb:{role} ?o }} }}"
    )
    put(store, s, f"kb:{role}", ox.NamedNode(o))
    assert (s, f"{role}-without-evidence") in {(v.node, v.shape) for v in check(store)}


def test_a_nameless_thing_is_found() -> None:
    store = Store.memory([f"_:x <{iri('rdf:type')}> <{iri('skos:Concept')}> ."])
    assert "undeclared-term" in {v.shape for v in check(store)}


def test_what_is_listed_is_bounded_and_what_there_is_is_counted() -> None:
    store = Store.memory(f"<http://x.org/{i}> <{iri('rdf:type')}> <{iri('nif:Sentence')}> ." for i in range(7))
    found = [v for v in check(store, limit=3) if v.shape == "sentence-text"]
    assert [v.node[-1] for v in found] == ["0", "1", "2"] and {v.of for v in found} == {7}


def test_progress_counts_to_its_end(base: kb.KnowledgeBase) -> None:
    told: list[tuple[str, int, int]] = []
    check(base.answers.store, progress=lambda *now: told.append(now))
    assert [n for _, n, _ in told] == list(range(1, told[-1][2] + 1)) and {what for what, _, _ in told} == {"checking"}


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_finds_nothing_wrong_with_the_sample(sample: Path, run: Run) -> None:
    done = run("check", "--kb", sample)
    assert done.returncode == 0 and "every shape" in done.stdout


def published(folder: Path, papers: tuple[Paper, ...], change: Change) -> tuple[str, str]:
    """Makes a knowledge base in a folder whose newest version is spoilt."""
    with kb.open(folder) as made:
        made.add(papers)
        store = Store.memory(made.answers.store.lines())
    spoilt = change(store)
    versions = Versions(folder)
    old = versions.path(versions.current() or 0)
    versions.publish(store.lines(), extras=lambda new: [shutil.copy(index, new) for index in old.glob("*.db")])
    return spoilt


@pytest.mark.parametrize("change", [shifted_offset, role_without_evidence], ids=lambda change: change.__name__)
def test_the_command_names_what_is_wrong_and_a_way_out(
    change: Change, papers: tuple[Paper, ...], tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "lab.kb"
    node, shape = published(folder, papers, change)
    done = run("check", "--kb", folder)
    assert done.returncode == 1
    assert shape in done.stdout and curie(node) in done.stdout and "kb decide" in done.stderr
    told = json.loads(run("check", "--kb", folder, "--format", "json").stdout)
    assert (node, shape) in {(v["node"], v["shape"]) for v in told}


ITSELF = Paper(
    title="On slips", doi="10.1234/slip", abstract="We study dropout.", references=(Reference(doi="10.1234/SLIP"),)
)


def test_the_command_warns_of_a_paper_that_cites_itself_and_ends_well(tmp_path: Path, run: Run) -> None:
    with kb.open(tmp_path / "lab.kb") as made:
        made.add([ITSELF])
    done = run("check", "--kb", tmp_path / "lab.kb")
    assert done.returncode == 0
    assert "1 × Warning: A paper cites itself" in done.stdout and "doi/10.1234%2Fslip" in done.stdout
    assert "1 warning and no fault" in done.stderr and "bug" not in done.stderr
    done = run("check", "--kb", tmp_path / "lab.kb", "--format", "json")
    assert done.returncode == 0 and [v["severity"] for v in json.loads(done.stdout)] == ["Warning"]


def test_a_warning_beside_a_fault_is_not_counted_as_one(tmp_path: Path, run: Run) -> None:
    published(tmp_path / "lab.kb", (ITSELF,), shifted_offset)
    done = run("check", "--kb", tmp_path / "lab.kb")
    assert done.returncode == 1 and "× Warning: A paper cites itself" in done.stdout
    faults = json.loads(run("check", "--kb", tmp_path / "lab.kb", "--format", "json").stdout)
    number = sum({v["shape"]: v["of"] for v in faults if v["severity"] == "Violation"}.values())
    assert number and f"kb: {number} fault" in done.stderr


# --- what the shapes say ---------------------------------------------------------------------------------------------


def members(predicate: rdflib.URIRef, shape: str) -> set[str]:
    head = GRAPH.value(rdflib.URIRef(SHAPE + shape), predicate)
    return {str(item) for item in rdflib.collection.Collection(GRAPH, head)} if head is not None else set()


def test_the_shapes_name_every_declared_term() -> None:
    own = {NS + name for name in OWN_PROPERTIES} | {iri("rdf:type")}
    foreign = {term: kind for term, kind in foreign_terms().items() if not term.startswith(PREFIXES["void"])}
    properties = own | {term for term, kind in foreign.items() if kind != "class"}
    classes = {NS + name for name in OWN_CLASSES} | {term for term, kind in foreign.items() if kind == "class"}
    assert members(SH.ignoredProperties, "undeclared-term") == properties
    assert members(SH["in"], "undeclared-class") == classes


def test_the_shapes_declare_our_prefixes() -> None:
    for declaration in GRAPH.objects(None, SH.declare):
        name, start = GRAPH.value(declaration, SH.prefix), GRAPH.value(declaration, SH.namespace)
        assert PREFIXES[str(name)] == str(start)


def test_every_shape_has_a_label_and_every_constraint_a_message() -> None:
    for shape in {s for s in GRAPH.subjects() if str(s).startswith(SHAPE)}:
        assert GRAPH.value(shape, rdflib.RDFS.label), shape
        kinds = set(GRAPH.objects(shape, rdflib.RDF.type))
        if kinds & {SH.PropertyShape, SH.SPARQLConstraint}:
            assert str(GRAPH.value(shape, SH.message)).endswith("."), shape


# --- other shapes -----------------------------------------------------------------------------------------------------

DATA = """
<http://x.org/a> <http://x.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://x.org/a> <http://x.org/p> "22" .
<http://x.org/a> <http://x.org/r> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://x.org/b> <http://x.org/q> <http://x.org/a> .
<http://x.org/b> <http://x.org/p> "Ab" .""".strip().splitlines()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("constraint", "nodes"),
    [
        ("sh:maxCount 1", "a"),
        ("sh:minCount 2", "b"),
        ("sh:datatype xsd:string", "a"),
        ("sh:minInclusive 1", "ab"),
        ("sh:maxInclusive 0", "ab"),
        ("sh:minLength 2", "a"),
        ('sh:pattern "^[0-9]+$"', "b"),
        ('sh:pattern "^ab$" ; sh:flags "i"', "a"),
        ("sh:nodeKind sh:IRI", "ab"),
        ('sh:in ( 1 "22" )', "b"),
        ("sh:class x:C", "ab"),
        ("sh:disjoint x:q", ""),
        ("sh:lessThan x:r", "a"),
    ],
    ids=lambda value: value,
)
def test_a_constraint_means_what_pyshacl_makes_of_it(constraint: str, nodes: str) -> None:
    import pyshacl

    shapes = HEAD + f"x:S a sh:NodeShape ; sh:targetSubjectsOf x:p ; sh:property [ sh:path x:p ; {constraint} ] ."
    assert {v.node[-1] for v in check(Store.memory(DATA), shapes=shapes)} == set(nodes)
    data = rdflib.Graph().parse(data="\n".join(DATA), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(data=shapes, format="turtle"))
    assert isinstance(report, rdflib.Graph)
    assert {str(node)[-1] for node in report.objects(None, SH.focusNode)} == set(nodes)


def test_two_paths_with_as_many_things_each_hide_none_that_has_only_one_of_them() -> None:
    shapes = HEAD + "x:S a sh:NodeShape ; sh:targetClass x:C ; sh:property x:P , x:Q . "
    shapes += "x:P sh:path x:p ; sh:minCount 1 . x:Q sh:path x:q ; sh:minCount 1 ; sh:maxCount 1 ."
    things = [f"<http://x.org/{s}> <{iri('rdf:type')}> <http://x.org/C> ." for s in "ab"]
    for p, q in product(["ab", "a", "ac", "abc", "cd"], repeat=2):
        lines = [f"<http://x.org/{s}> <http://x.org/p> <http://x.org/o> ." for s in p]
        lines += [f"<http://x.org/{s}> <http://x.org/q> <http://x.org/o> ." for s in q]
        wrong = {(s, shape) for shape, has in (("P", p), ("Q", q)) for s in "ab" if s not in has}
        assert {(v.node[-1], v.shape) for v in check(Store.memory(things + lines), shapes=shapes)} == wrong


PLACE = """
<http://x.org/m> <{nif}referenceContext> <http://x.org/t> .
<http://x.org/m> <{nif}beginIndex> {begin} .
<http://x.org/m> <{nif}endIndex> {end} .
<http://x.org/m> <{nif}anchorOf> {words} .
<http://x.org/t> <{nif}isString> {text} ."""


@pytest.mark.parametrize("text", ['"abc"', '"abc"@en', '"-abc"', '"\\U0001F600bc"', "<http://x.org/abc>", '"7"'])
@pytest.mark.parametrize("words", ['"abc"', '"ab"', '"-ab"', '"b"@en', '""', '"c-"', "<http://x.org/ab>", "7"])
@pytest.mark.filterwarnings("ignore")
def test_a_copy_of_the_text_hides_no_place_with_other_words(text: str, words: str) -> None:
    """Asked with and without the quick query before it, of offsets inside, outside and against their order."""
    rules, _ = translate(SHAPES)
    (rule,) = [rule for rule in rules if rule.shape == "span-exact"]
    assert rule.first
    for begin, end in product(["-1", "0", "1", "3", '"0"', "0.5", "1e0"], ["0", "1", "2", "3", "9", '"2"']):
        store = Store.memory(statements_of(PLACE, begin=begin, end=end, words=words, text=text))
        slow, quick = store.query(rule.select(9)).rows, store.query(rule.first).rows
        assert quick or not slow, (begin, end)


def statements_of(turtle: str, **terms: str) -> list[str]:
    """Lines of N-Triples, of Turtle with names for terms."""
    filled = turtle.format(nif=PREFIXES["nif"], **terms)
    return [f"{triple} ." for triple in ox.parse(filled.encode(), ox.RdfFormat.TURTLE)]


def test_exact_places_raise_no_suspicion(base: kb.KnowledgeBase) -> None:
    """Else the quick query would be asked for nothing."""
    rules, _ = translate(SHAPES)
    (first,) = [rule.first for rule in rules if rule.shape == "span-exact"]
    assert first and base.answers.store.query(first).rows == []


NUMBERS = list(product([0, 1, 2], [0, 1, 2, None]))
"""Least and most values, each pair asked of a class of its own."""


@pytest.mark.parametrize("path", ["x:p", "[ sh:inversePath x:p ]"])
def test_sums_of_whole_paths_hide_no_thing_with_too_few_or_too_many(path: str) -> None:
    """Every way to give values to two things of a class and one outside it: too many here may make up for too few."""
    shapes = HEAD
    for n, (least, most) in enumerate(NUMBERS):
        upper = f"sh:maxCount {most} ;" if most is not None else ""
        shapes += f"x:S{n} a sh:NodeShape ; sh:targetClass x:C{n} ; sh:property x:P{n} . "
        shapes += f"x:P{n} sh:path {path} ; {upper} sh:minCount {least} . "
    for values in product(range(4), repeat=3):
        has = dict(zip("abc", values, strict=True))
        classes = product("ab", range(len(NUMBERS)))
        lines = [f"<http://x.org/{s}> <{iri('rdf:type')}> <http://x.org/C{n}> ." for s, n in classes]
        ends = [(f"<http://x.org/{s}>", f"<http://x.org/{s}{i}>") for s, n in has.items() for i in range(n)]
        lines += [" <http://x.org/p> ".join(e if path == "x:p" else e[::-1]) + " ." for e in ends]
        wrong = {
            (f"P{n}", s)
            for n, (least, most) in enumerate(NUMBERS)
            for s in "ab"
            if has[s] < least or (most is not None and has[s] > most)
        }
        assert {(v.shape, v.node[-1]) for v in check(Store.memory(lines), shapes=shapes)} == wrong, has


@pytest.mark.parametrize(
    "shape",
    [
        "sh:targetSubjectsOf x:p ; sh:or ( [ sh:minCount 1 ] )",
        "sh:targetSubjectsOf x:p ; sh:property [ sh:path x:p ; sh:qualifiedMinCount 1 ]",
        "sh:targetSubjectsOf x:p ; sh:property [ sh:path ( x:p x:q ) ; sh:minCount 1 ]",
        "sh:targetSubjectsOf x:p ; sh:property [ sh:path x:p ; sh:property [ sh:path x:q ; sh:minCount 1 ] ]",
        "sh:targetSubjectsOf x:p ; sh:property [ sh:path x:p ; sh:nodeKind sh:BlankNodeOrIRI ]",
        "sh:targetSubjectsOf x:p ; sh:uniqueLang true",
        "sh:targetNode x:a ; sh:nodeKind sh:IRI",
        'sh:targetSubjectsOf x:p ; sh:sparql [ sh:select "SELECT $this { { ?a ?b $this } UNION { $this ?a ?b } }" ]',
        'sh:targetSubjectsOf x:p ; sh:sparql [ sh:select "SELECT $this WHERE { OPTIONAL { $this x:p ?v } }" ]',
        'sh:targetSubjectsOf x:p ; sh:sparql [ sh:select "SELECT $this WHERE { FILTER NOT EXISTS { ?a x:p ?b . } }" ]',
    ],
    ids=["or", "qualified", "sequence", "nested", "node kind", "no path", "node", "union", "optional", "apart"],
)
def test_a_construct_that_is_not_translated_is_refused_by_name(shape: str) -> None:
    with pytest.raises(BadInput, match=r"shapes\.ttl, S: .* `kb check` does not translate"):
        check(Store.memory(DATA), shapes=HEAD + f"x:S a sh:NodeShape ; {shape} .")


def test_shapes_that_are_no_turtle_are_refused() -> None:
    with pytest.raises(BadInput, match="no Turtle"):
        check(Store.memory(DATA), shapes="x:S a")


def test_a_warning_stays_a_warning() -> None:
    shapes = HEAD + (
        "x:S a sh:NodeShape ; sh:targetSubjectsOf x:q ; sh:property x:P . "
        'x:P sh:path x:q ; sh:maxCount 0 ; sh:severity sh:Warning ; sh:message "Too many."@en .'
    )
    assert check(Store.memory(DATA), shapes=shapes) == [
        Violation("http://x.org/b", "P", "Too many.", None, "Warning", 1)
    ]
