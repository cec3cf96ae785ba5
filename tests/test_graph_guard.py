"""A query that calls out, changes something or would crash the engine never reaches it; all others do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import BadQuery
from kb.graph import Store, guard
from kb.terms import BASE

STORE = Store.memory([f'<{BASE}paper/one> <http://purl.org/dc/terms/title> "A title"@en .'])
AWAY = "<http://127.0.0.1:9/>{?s ?p ?o}"  # the engine refuses this port by itself, so no test ever sends anything


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE" + AWAY + "}",
        "SELECT * { service silent " + AWAY + "}",
        "SELECT * { SERVICEkb:x {?s ?p ?o} }",
        "SELECT * { ?s ?p trueSERVICE" + AWAY + "}",
        "SELECT * { ?s ?p 1SERVICE" + AWAY + "}",
        "SELECT * { ?s ?p ?x.SERVICE" + AWAY + "}",
        "SELECT * { ?s ?p kb:x.SERVICE" + AWAY + "}",
        "SELECT * { ?s kb:p?trueSERVICE" + AWAY + "}",
        "SELECT * { FILTER(?a<2)SERVICE?v#>\n{?s ?p ?o} }",
        "SELECT * { FILTER(?a<'x>')SERVICE" + AWAY + "FILTER(?a='y') }",
        "SELECT * { FILTER(?a<kb:b)SERVICE?v#>\n{?s ?p ?o} }",
        "BASE <http://x/> SELECT * { FILTER(?a<b)SERVICE?v#>\n{?s ?p ?o} }",
        "SELECT * { ?s ?p 'it' # '\n SERVICE" + AWAY + "}",
        "SELECT * { ?s ?p '''a' ''' SERVICE" + AWAY + "}",
        'SELECT * { ?s ?p "a\\" " SERVICE' + AWAY + "}",
        "SELECT * { ?s ?p 'a'@en SERVICE" + AWAY + "}",
    ],
)
def test_a_call_to_another_server_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(BadQuery, match=r"never goes online|write a space"):
        STORE.query(query)


PIECES = [
    "SERVICE" + AWAY, "SERVICEkb:y{?s ?p ?o}", "?a", "<", ">", "<'", "'", '"', "x>'", "'''", "#>", "\n", " ", "(", ")",
    "{", "}", "&&", "FILTER(", "BIND(1 AS ?a)", "kb:a", "true", "1", ".", ";", "?", "<?b>", "<u:x'>", "\\", "/", "'y'",
    "=", "FILTER(?a<", "?s ?p ", "?s ?p?true", "VALUES ?z {", "UNION",
]  # fmt: skip


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=9), st.sampled_from(["", "BASE <http://z/> "]))
def test_nothing_that_passes_calls_out(pieces: list[str], base: str) -> None:
    query = base + "SELECT * { BIND(0 AS ?a) " + "".join(pieces) + " SERVICE" + AWAY + "}"
    try:
        STORE.query(query)
    except BadQuery as error:
        assert "service name" not in str(error)
    # any other KBError is an OSError of the engine: it has tried to call


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p ?o } LIMIT 0",
        "SELECT * { ?s ?p 'no SERVICE here', \"nor INSERT here\" }",
        "SELECT * { ?s ?p '''a 'SERVICE' ''' } # SERVICE <http://x> {}",
        "SELECT * { <http://x.org/service/DELETE#it's> ?p ?o }",
        "SELECT * { ?s <http://x.org/a(b)> kb:service }",
        "SELECT * { ?s ?p ?a,?b FILTER((?a<2000)||(?b>2010)) }",
        "SELECT * { ?s ?p ?a FILTER(?a < 3 && ?a > 1 || STRLEN(?a)<=2) }",
        "SELECT * { ?s kb:mentions?,kb:uses* ?o }".replace(",", "/"),
        "BASE <http://x.org/> SELECT * { <a> <b> ?o }",
        "ASK { ?s kb:load ?copy ; kb:add 'drop' }",
        "PREFIX with: <http://x.org/> SELECT * { ?s with:out ?o }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * { VALUES ?x { " + "kb:a -1 'b' " * 3000 + "} }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (" + ", ".join(["-1"] * 900) + ")) }",
        "SELECT * { VALUES (?x ?y) {" + "(1 2)" * 3000 + "} }",
    ],
)
def test_an_ordinary_query_passes(query: str) -> None:
    STORE.query(query)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { kb:a kb:b 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
        "PREFIX x: <http://x.org/> clear all",
        "WITH <http://x.org/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } ; INSERT DATA { kb:a kb:b 1 }",
    ],
)
def test_an_update_is_refused(query: str) -> None:
    with pytest.raises(BadQuery, match="a query reads and never changes"):
        STORE.query(query)


BIG = 20_000  # each of these ends the process when it reaches the engine


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * BIG + "}" * BIG,
        "SELECT * { FILTER(" + "(" * BIG + "1" + ")" * BIG + ") }",
        "SELECT * { ?a ?b " + "[kb:a " * BIG + "1" + "]" * BIG + " }",
        "SELECT * { FILTER(1" + "+1" * BIG + ") }",
        "SELECT * { FILTER(?a<1" + "+1" * BIG + ">?b) }",
        "SELECT * { FILTER(" + "!" * BIG + "1) }",
        "SELECT * { FILTER(1" + "||1" * BIG + ") }",
        "SELECT * {" + "?a ?b ?c ." * BIG + "}",
        "SELECT * { ?a ?b 1" + ",1" * BIG + "}",
        "SELECT * { ?a ?b ?c" + ";?b 1" * BIG + "}",
        "SELECT * { ?a ?b (" + "1 " * BIG + ")}",
        "SELECT * { ?a ?b (" + "<http://x/>" * BIG + ")}",
        "SELECT * { ?a <http://a>" + "/<http://a>" * BIG + " ?c }",
        "SELECT * {{}" + "UNION{?a ?b ?c}" * BIG + "}",
        "SELECT * {" + "OPTIONAL{?a ?b ?c}" * BIG + "}",
        "SELECT * {" + "FILTER(1=1)" * BIG + "}",
        "SELECT " + "(COUNT(?a) AS ?x)" * BIG + " {?a ?b ?c}",
        "SELECT * {" + "{SELECT ?a{?a ?b ?c}}" * BIG + "}",
        "SELECT * {" + "<<" * BIG + "?a ?b ?c" + ">> ?b ?c" * BIG + "}",
        "SELECT * { VALUES ?x {1} " + "?a ?b ?c ." * BIG + "}",
    ],
    ids=lambda q: q[:24] + " … " + q[-12:],
)
def test_a_query_that_would_crash_the_engine_is_refused(query: str) -> None:
    with pytest.raises(BadQuery, match=r"nested deeper than 200|more than 1,000 operators"):
        guard.check(query)


def test_a_query_is_bounded_in_length() -> None:
    with pytest.raises(BadQuery, match="at most 1,048,576"):
        guard.check("#" * (guard.LENGTH + 1))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "empty"),
        ("SELECT * WHERE { ?s ?p", "it ends too early"),
        ("SELECT *\nWHERE {\n  ?s ?p 神经 }", "line 3, column 11:\n    ?s ?p 神经 }\n            ^"),
        ("SELECT * { ?s kbx:uses ?o }", "the prefix 'kbx:' is not declared; known: author, cito, concept"),
        ("SELECT ?y (COUNT(?x) AS ?n) { ?x ?p ?y }", "neither grouped nor bound"),
        ("SELECT * { ?s ?p 'abc }", "this string is not closed\nline 1, column 18:"),
    ],
)
def test_a_malformed_query_shows_the_place(query: str, says: str) -> None:
    with pytest.raises(BadQuery) as raised:
        STORE.query(query)
    assert says in str(raised.value)


def test_the_caret_of_a_long_line_stays_in_sight() -> None:
    place = guard.caret("x" * 500 + "!" + "y" * 500, 500)
    head, line, mark = place.split("\n")
    assert head == "line 1, column 501:"
    assert line[mark.index("^")] == "!" and len(line) < 120


@pytest.mark.parametrize(
    "clause", ["FROM <http://127.0.0.1:9/x>", "from named <http://127.0.0.1:9/x>", "FROM<file:///x>"]
)
def test_a_graph_elsewhere_is_refused(clause: str) -> None:
    with pytest.raises(BadQuery, match="leave FROM out"):
        STORE.query(f"SELECT * {clause} {{ ?s ?p ?o }}")


def test_a_graph_of_our_own_may_be_named() -> None:
    assert len(STORE.query(f"SELECT * FROM <{BASE}meta> {{ ?s ?p ?o }}")) == 0
