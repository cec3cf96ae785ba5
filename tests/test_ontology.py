"""The ontology declares what Python names and what the graph uses, and every term says what it means."""

from __future__ import annotations

import json

import pytest
import rdflib
from rdflib import DC, DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SKOS, VOID
from rdflib.namespace import DefinedNamespace

from kb.graph import ontology_turtle
from kb.graph.views import foreign_terms
from kb.records import ROLES, TYPES
from kb.shipped import shipped
from kb.terms import NS, OWN_CLASSES, OWN_PROPERTIES, PREFIXES, iri

ONTOLOGY = rdflib.Graph().parse(shipped("ontology/kb.ttl"), format="turtle")
HEAD = rdflib.URIRef(NS.removesuffix("#"))
OWN = sorted({rdflib.URIRef(str(s)) for s in ONTOLOGY.subjects() if str(s).startswith(NS)})
CC = rdflib.Namespace("http://creativecommons.org/ns#")
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty)
CLOSED: tuple[type[DefinedNamespace], ...] = (DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SKOS, VOID)


def test_python_and_the_ontology_name_the_same_terms() -> None:
    assert {str(s)[len(NS) :] for s in ONTOLOGY.subjects(RDF.type, OWL.Class)} == set(OWN_CLASSES)
    properties = {str(s)[len(NS) :] for kind in PROPERTY_KINDS for s in ONTOLOGY.subjects(RDF.type, kind)}
    assert properties == set(OWN_PROPERTIES)
    assert len(OWN) == len(OWN_CLASSES) + len(OWN_PROPERTIES)


@pytest.mark.parametrize("term", OWN, ids=lambda t: str(t)[len(NS) :])
def test_a_term_is_labelled_defined_and_placed(term: rdflib.URIRef) -> None:
    assert ONTOLOGY.value(term, RDFS.isDefinedBy) == HEAD
    assert any(getattr(label, "language", None) == "en" for label in ONTOLOGY.objects(term, RDFS.label))
    assert len(str(ONTOLOGY.value(term, RDFS.comment))) > 30


def test_the_ontology_has_a_version_a_title_and_a_licence() -> None:
    assert (HEAD, RDF.type, OWL.Ontology) in ONTOLOGY
    version = ONTOLOGY.value(HEAD, OWL.versionInfo)
    assert ONTOLOGY.value(HEAD, OWL.versionIRI) == rdflib.URIRef(f"{HEAD}/{version}")
    assert all(ONTOLOGY.value(HEAD, p) for p in (DC.title, DC.description, CC.license))


def test_the_ontology_keeps_to_owl_2_dl() -> None:
    """Annotations on the ontology, no built-in term declared again or used as a class, no term of two kinds."""
    whole = rdflib.Graph().parse(data=ontology_turtle(), format="turtle")
    annotations = {*whole.subjects(RDF.type, OWL.AnnotationProperty), RDFS.label, OWL.versionInfo}
    assert set(whole.predicates(HEAD)) <= annotations | {RDF.type, OWL.versionIRI}
    built_in = tuple(str(space) for space in (OWL, RDF, RDFS))
    assert not [s for s in whole.subjects() if str(s).startswith(built_in)]
    assert not [o for o in whole.objects(None, RDFS.range) if str(o).startswith(built_in)]
    kinds = [set(whole.objects(s, RDF.type)) for s in set(whole.subjects(RDF.type)) - {HEAD}]
    assert all(len(kind) == 1 for kind in kinds)


def test_every_role_implies_mentions() -> None:
    roles = {rdflib.URIRef(NS + role) for role in ROLES if role != "mentions"}
    assert set(ONTOLOGY.subjects(RDFS.subPropertyOf, rdflib.URIRef(NS + "mentions"))) == roles


def test_every_narrow_type_is_a_concept() -> None:
    types = {rdflib.URIRef(NS + name) for name in TYPES if name != "Concept"}
    assert set(ONTOLOGY.subjects(RDFS.subClassOf, SKOS.Concept)) == types


def test_terms_of_rdflibs_vocabularies_are_declared_there() -> None:
    for term in foreign_terms():
        for vocabulary in CLOSED:
            if term.startswith(str(vocabulary)):
                assert rdflib.URIRef(term) in vocabulary, term


def test_every_foreign_term_has_a_prefix_and_a_known_kind() -> None:
    for term, kind in foreign_terms().items():
        assert any(term.startswith(start) for start in PREFIXES.values()), term
        assert kind in {"class", "object property", "datatype property", "annotation property", "built-in"}
        local = term.replace("#", "/").rpartition("/")[2]
        assert local[0].isupper() == (kind == "class"), term


def test_the_whole_ontology_declares_each_term_once_for_protege() -> None:
    whole = rdflib.Graph().parse(data=ontology_turtle(), format="turtle")
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    declared = [term for term, kind in foreign_terms().items() if kind != "built-in"]
    for term in (*declared, *map(str, OWN)):
        assert len(kinds & set(whole.objects(rdflib.URIRef(term), RDF.type))) == 1, term


def test_the_context_means_what_the_prefixes_mean() -> None:
    context = json.loads(shipped("ontology/context.jsonld").read_text("utf-8"))["@context"]
    assert PREFIXES.keys() <= context.keys()
    known = {*foreign_terms(), *(NS + name for name in OWN_CLASSES + OWN_PROPERTIES)}
    for name, means in context.items():
        target = means["@id"] if isinstance(means, dict) else means
        if name in PREFIXES:
            assert target == PREFIXES[name]
        elif not name.startswith("@") and not str(target).startswith("@"):
            assert iri(target) in known, name


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its own parser calls what it deprecates
def test_the_context_turns_plain_json_into_our_graph() -> None:
    context = json.loads(shipped("ontology/context.jsonld").read_text("utf-8"))
    paper = {"@context": context, "id": "paper:one", "type": "Paper", "year": "2020", "uses": ["concept:ntk"]}
    graph = rdflib.Graph().parse(data=json.dumps(paper), format="json-ld")
    one = rdflib.URIRef(PREFIXES["paper"] + "one")
    assert graph.value(one, rdflib.URIRef(NS + "uses")) == rdflib.URIRef(PREFIXES["concept"] + "ntk")
    assert str(graph.value(one, rdflib.URIRef(iri("fabio:hasPublicationYear")))) == "2020"
    assert graph.value(one, RDF.type) == rdflib.URIRef(iri("fabio:Expression"))
