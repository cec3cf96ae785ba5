"""JSON in every shape that people have: lines, arrays, pages, old and new OpenAlex, our own form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers import jsonl, openalex, read
from kb.records import Author, Paper, Reference, Skipped, Source

DATA = Path(__file__).parent / "data"


def papers(items: Iterator[Paper | Skipped]) -> list[Paper]:
    return [i for i in items if isinstance(i, Paper)]


def skipped(items: Iterator[Paper | Skipped]) -> list[Skipped]:
    return [i for i in items if isinstance(i, Skipped)]


def one(record: object) -> Paper:
    (paper,) = papers(jsonl.read([json.dumps(record)], "x"))
    return paper


# --- JSON Lines ----------------------------------------------------------------------------------------------------


def test_a_record_as_people_have_it() -> None:
    first, *_ = read(DATA / "works.jsonl")
    assert first.id == "w1" and first.doi == "10.1234/wide.1" and first.openalex is None
    assert first.abstract == "We introduce a kernel.\nIt stays   constant."
    assert first.authors == (
        Author("Doe", "Jo"),
        Author("Li", "Wei"),
        Author("van Dam", "Eva"),
        Author("Roe", "Ann"),
        Author(literal="OpenNets"),
    )
    assert first.references == (
        Reference(id="w0"),
        Reference(doi="10.1234/old.9"),
        Reference(doi="10.1234/old.8"),
        Reference(raw="Poe, B. (1999). Old work."),
        Reference(doi="10.1234/old.7"),
    )


def test_foreign_names_for_the_same_fields() -> None:
    second = [*read(DATA / "works.jsonl")][1]
    assert (second.id, second.year, second.venue, second.doi, second.arxiv) == (
        "w2",
        2020,
        "Journal of Things",
        "10.1234/x.2",
        "2001.00001",
    )
    assert second.abstract == "A summary." and [a.family for a in second.authors] == ["Doe", "Roe"]


def test_reading_goes_on_after_a_broken_line_and_the_error_is_told() -> None:
    found: list[Skipped] = []
    assert [p.id for p in read(DATA / "works.jsonl", on_skip=found.append)] == ["w1", "w2", "7", "last"]
    found = [s for s in found if not s.reason.startswith("field ")]
    assert [s.line for s in found] == [4, 6, 7]
    assert "Expecting ',' delimiter" in found[0].reason and found[0].excerpt.startswith('{"id": "broken"')


def test_a_field_of_the_wrong_type_is_dropped_and_the_record_stays() -> None:
    third = [*read(DATA / "works.jsonl")][2]
    assert third.abstract == "Wrong types are dropped, the record stays."
    assert (third.title, third.year, third.authors, third.keywords, third.references) == (None, None, (), (), ())


NO = "entries are no"
KEPT = "; the rest of the record is kept"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("title", ["A", "B"], "field title: only the first of 2 entries is read" + KEPT),
        ("abstract", 5, "field abstract: 5 is no text" + KEPT),
        ("year", "nineteen", "field year: 'nineteen' is no year" + KEPT),
        ("year", 99999, "field year: 99999 is no year" + KEPT),
        ("publication_year", {"a": 1}, "field publication_year: an object is no year" + KEPT),
        ("doi", 12, "field doi: 12 is no DOI" + KEPT),
        ("DOI", "none yet", "field DOI: 'none yet' is no DOI" + KEPT),
        ("authors", 7, "field authors: 7 is no list of names" + KEPT),
        ("authors", ["Jo Doe", 1, None, {"family": 3}], f"field authors: 3 of 4 {NO} names: 1, null, an object{KEPT}"),
        ("authors", {"family": "Doe"}, "mended: field authors: an object where a list is due, read as its only entry"),
        ("references", "x", "field references: 'x' is no list of references" + KEPT),
        ("references", [1, None, {"doi": 4}], f"field references: 2 of 3 {NO} references: null, an object{KEPT}"),
        ("keywords", 3, "field keywords: 3 is no list of keywords" + KEPT),
        ("venue", True, "field venue: true is no text" + KEPT),
        ("language", "so so", "field language: 'so so' is no language tag" + KEPT),
        ("id", [1], "field id: a list is no id" + KEPT),
        ("arxiv", "x", "field arxiv: 'x' is no arXiv number" + KEPT),
        ("url", "javascript:alert(1)", "field url: 'javascript:alert(1)' is no web address" + KEPT),
        ("year", 20205, "field year: 20205 is no year" + KEPT),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_read_is_told_and_the_record_stays(field: str, value: object, reason: str) -> None:
    record = {"id": "a", "title": "T", "abstract": "We see."} | {field: value}
    items = list(jsonl.read([json.dumps({"title": "First"}), json.dumps(record)], "x"))
    assert len(papers(iter(items))) == 2
    assert [(s.file, s.line, s.reason) for s in skipped(iter(items))] == [("x", 2, reason)]


@pytest.mark.parametrize(
    "record",
    [
        {"year": None, "doi": "", "authors": [], "references": {}, "abstract": None},
        {"title": ["One Title"], "issued": {"date-parts": [[2020]]}, "container-title": ["J"], "link": [{"URL": "u"}]},
        {"references": [1, "10.1234/x", {"raw": "Doe 1999."}], "citations_out": 17, "cites": 3},
        {"authors": "Doe, J. and others", "language": "English", "journal": {"volume": "3"}, "source": "Nature"},
    ],
    ids=["nothing", "crossref", "numbers", "strings"],
)
def test_what_can_be_read_or_holds_nothing_is_not_told(record: dict[str, object]) -> None:
    assert not skipped(jsonl.read([json.dumps({"title": "T"} | record)], "x"))


def test_a_doi_with_signs_that_no_address_may_hold_is_kept_as_it_is_written() -> None:
    paper = one({"title": "T", "doi": 'https://doi.org/10.1234/A<B>"c{d}e', "references": [{"doi": '10.1234/x"<y'}]})
    assert (paper.doi, paper.references) == ('10.1234/a<b>"c{d}e', (Reference(doi='10.1234/x"<y'),))


def test_a_hundred_thousand_authors_are_read() -> None:
    assert len(one({"title": "T", "authors": [{"family": "Doe"}] * 100_000}).authors) == 100_000


def test_one_author_without_a_list_is_read() -> None:
    assert one({"title": "T", "authors": {"family": "Doe", "given": "Jo"}}).authors == (Author("Doe", "Jo"),)
    assert one({"title": "T", "language": "English"}).lang == "en"


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Abstract: ", "<p>We see <i>E. coli</i> &amp; CO<sub>2</sub>.</p>"),
        ("<b>ABSTRACT</b> ", "We see E. coli &#38; CO₂."),
        ("Abstract—", "We see E. coli & CO₂."),
    ],
)
def test_label_and_markup_of_a_foreign_abstract_go(label: str, text: str) -> None:
    assert one({"title": "T", "abstract": label + text}).abstract == "We see E. coli & CO₂."
    work = {"id": "https://openalex.org/W1", "abstract_inverted_index": {"Abstract": [0], "We": [1], "see.": [2]}}
    assert [p.abstract for p in papers(openalex.read([json.dumps(work)], "x"))] == ["We see."]


@pytest.mark.parametrize("value", [None, 0, 1.5, True, "", "x", [], [None], [[1]], {}, {"a": {"b": 1}}, [{"name": 3}]])
@pytest.mark.parametrize(
    "field",
    [
        "id",
        "type",
        "abstract",
        "lang",
        "year",
        "authors",
        "venue",
        "doi",
        "arxiv",
        "openalex",
        "url",
        "keywords",
        "references",
        "related",
        "source",
        "ids",
        "externalIds",
        "date",
    ],
)
def test_no_value_of_any_field_crashes(field: str, value: object) -> None:
    paper = one({"title": "T", field: value})
    assert Paper.from_dict(json.loads(json.dumps(paper.to_dict()))) == paper
    work = {"id": "https://openalex.org/W1", "title": "T", "referenced_works": [value], "authorships": [value]}
    assert len(papers(openalex.read([json.dumps(work | {field: value, "primary_location": value})], "x"))) <= 1


@pytest.mark.parametrize(
    "text", [" leading space", "tab\tinside  and  spaces", "line\r\nend", "<i>kept</i> &amp;", "a\\b"]
)
def test_a_text_that_offsets_point_into_is_left_alone(text: str) -> None:
    assert one({"id": "x", "text": text}).abstract == text


def test_what_no_file_can_hold_is_replaced_one_for_one() -> None:
    abstract = one({"abstract": "a\ud800b\x00c"}).abstract
    assert abstract == "a\ufffdb\ufffdc" and abstract.encode()


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("wrap", [lambda r: r, lambda r: {"meta": {"count": 3}, "results": r}], ids=["array", "page"])
def test_arrays_and_pages_give_their_records_with_lines(indent: int | None, wrap: object) -> None:
    records = [{"title": f"T{i}", "authors": [{"name": "Jo Doe"}]} for i in range(3)]
    lines = json.dumps(wrap(records) if callable(wrap) else None, indent=indent).splitlines()
    found = papers(jsonl.read(lines, "x"))
    assert [p.title for p in found] == ["T0", "T1", "T2"]
    for p in found:
        assert p.source and (indent is None or f'"{p.title}"' in lines[p.source.line])


@pytest.mark.parametrize("between", ["", " ", ", ", "\n", ",\n"], ids=["nothing", "space", "comma", "line", "both"])
@pytest.mark.parametrize("wrap", ["{}", '{{"meta": {{"count": 1}}, "results": [{}]}}'], ids=["records", "pages"])
def test_answers_put_one_behind_the_other_give_all_of_their_records(wrap: str, between: str) -> None:
    """As `wget -i urls.txt -O works.jsonl` does, where the last line of an answer has no end."""
    text = between.join(wrap.format(json.dumps({"title": f"T{i}"})) for i in range(3)) + between
    assert [p.title for p in papers(jsonl.read(text.splitlines(), "x"))] == ["T0", "T1", "T2"]
    assert not skipped(jsonl.read(text.splitlines(), "x"))


def test_a_broken_answer_behind_a_whole_one_costs_itself_only() -> None:
    items = list(jsonl.read(['{"title": "A"}{"title": }', '{"title": "B"}'], "x"))
    assert [p.title for p in papers(iter(items))] == ["A", "B"]
    assert [s.line for s in skipped(iter(items))] == [1]


def test_one_object_over_many_lines_is_one_record() -> None:
    (paper,) = papers(jsonl.read(json.dumps({"title": "T", "year": 2020}, indent=4).splitlines(), "x"))
    assert (paper.title, paper.year, paper.source) == ("T", 2020, Source("x", 1, "jsonl"))


def test_a_broken_record_of_an_array_costs_itself_only() -> None:
    lines = ["[", '  {"title": "A"},', '  {"title": "B",,},', '  {"title": "C"}', "]"]
    items = list(jsonl.read(lines, "x"))
    assert [p.title for p in papers(iter(items))] == ["A", "C"]
    assert [(s.line, "line 3" in s.reason) for s in skipped(iter(items))] == [(3, True)]


@pytest.mark.parametrize("shape", ["array", "page", "record"])
def test_a_document_of_one_long_line_is_read_in_pieces(shape: str, tmp_path: Path) -> None:
    works = [{"title": f"T{i}", "note": "é" * 750} for i in range(6000)]
    shapes: dict[str, object] = {
        "array": works,
        "page": {"status": "ok", "meta": {"n": 1}, "results": [None, *works], "next": 2},
        "record": {"title": "T", "notes": works, "authors": [{"family": "Doe"}] * 3, "more": "e " * 2_000_000},
    }
    path = tmp_path / "x.json"
    path.write_text(json.dumps(shapes[shape], ensure_ascii=False), "utf-8")
    assert path.stat().st_size > 9_000_000
    found = read(path)
    if shape == "record":
        (paper,) = found
        assert (paper.title, len(paper.authors)) == ("T", 3)
    else:
        assert [p.title for p in found] == [w["title"] for w in works]
    assert [s.reason for s in found.skipped] == (["no JSON object"] if shape == "page" else [])


@pytest.mark.parametrize("end", ["", "]", '{"title": "C"', '{"title": "C" "D"}]', '{"title": "C\n'])
def test_an_array_that_breaks_off_keeps_what_came_before(end: str) -> None:
    text = '[{"title": "A"},\n{"title": "B"},\n' + end
    items = list(jsonl.read(text.splitlines(), "x"))
    assert [p.title for p in papers(iter(items))] == ["A", "B"]
    assert {s.line for s in skipped(iter(items))} == (set() if end == "]" else {2 if not end else 3})


def test_a_broken_record_on_a_long_line_costs_itself_only() -> None:
    items = list(jsonl.read(['[{"title": "A"}, {"title": "B",, "x": [{}]}, {"title": "C"}]'], "x"))
    assert [p.title for p in papers(iter(items))] == ["A", "C"] and len(skipped(iter(items))) == 1


def test_json_ld_with_a_context_elsewhere_is_refused_and_nothing_is_fetched() -> None:
    records = [{"@context": c, "title": "T"} for c in ("https://example.org/c.jsonld", [{}, "//x"], {"title": "x:t"})]
    items = list(jsonl.read(map(json.dumps, records), "x"))
    assert len(papers(iter(items))) == 1 and [s.line for s in skipped(iter(items))] == [1, 2]
    assert "nothing is fetched" in skipped(iter(items))[0].reason


@pytest.mark.parametrize("line", ['{"a": ' * 100_000, "[" * 100_000, '{"title": ' + "[" * 50_000 + "]" * 50_000 + "}"])
def test_deep_nesting_does_not_crash(line: str) -> None:
    assert not papers(jsonl.read(['{"title": "T"}', line], "x"))[1:]


_text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    lambda t: t == t.strip()
)
_paper = st.builds(
    Paper,
    id=st.none() | _text,
    title=_text,
    abstract=st.none() | _text,
    year=st.none() | st.integers(1000, 2100),
    authors=st.lists(
        st.builds(Author, family=_text, given=st.none() | _text, orcid=st.sampled_from([None, "0000-0002-1825-0097"]))
        | st.builds(Author, literal=_text)
    ).map(tuple),
    type=st.none() | st.sampled_from(["article-journal", "book", "thesis"]),
    lang=st.sampled_from([None, "en", "zh"]),
    doi=st.sampled_from([None, "10.1234/x"]),
    keywords=st.lists(_text, unique=True).map(tuple),
    references=st.lists(
        st.builds(Reference, id=_text)
        | st.builds(Reference, raw=_text)
        | st.builds(Reference, title=_text, author=st.none() | _text, year=st.none() | st.integers(1000, 2100))
    ).map(tuple),
    ids=st.lists(st.sampled_from(["pmid:1", "s2:x", "arxiv:1806.07572v4"]), unique=True).map(tuple),
    retracted=st.sampled_from([None, True]),
    related=st.lists(_text).map(tuple),
    source=st.builds(Source, _text, st.integers(0), st.just("dump")),
)


@given(_paper)
def test_our_own_form_comes_back_as_it_was(paper: Paper) -> None:
    assert one(paper.to_dict()) == paper


# --- OpenAlex ------------------------------------------------------------------------------------------------------


def test_a_work_of_the_old_schema() -> None:
    work = next(iter(read(DATA / "openalex.jsonl")))
    assert (work.id, work.openalex, work.doi, work.type) == ("W101", "W101", "10.1234/abc.1", "article-journal")
    assert work.abstract == "We look back; then We forth." and work.venue == "Journal of Old Things"
    assert work.authors == (Author("Roe", "M"), Author("van der Berg", "Ludwig"))
    assert work.references == (Reference(id="W7"), Reference(id="W102"))


def test_a_work_of_the_new_schema() -> None:
    work = [*read(DATA / "openalex.jsonl")][1]
    assert (work.title, work.type, work.venue, work.arxiv) == ("New Schema Work", "article", "arXiv", "2101.00002")
    assert (work.year, work.lang, work.abstract, work.doi) == (2021, "en", None, None)


def test_a_page_of_the_api_is_read_with_the_lines_of_its_works() -> None:
    works = list(read(DATA / "openalex_page.json"))
    assert [(w.openalex, w.source.line if w.source else 0) for w in works] == [("W201", 4), ("W202", 10)]


def test_a_work_that_says_nothing_is_reported() -> None:
    found: list[Skipped] = []
    list(read(DATA / "openalex.jsonl", on_skip=found.append))
    assert [(s.line, s.excerpt) for s in found] == [(3, "W103")]


@given(st.lists(st.sampled_from(["we", "find", "a", "net", "have", "seen"]), min_size=1))
def test_an_inverted_index_gives_the_words_back_in_order(words: list[str]) -> None:
    index: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        index.setdefault(word, []).append(at)
    assert openalex.abstract_from(index) == " ".join(words)


@pytest.mark.parametrize("index", [None, {}, [], "x", {"a": 1}, {"a": ["x", -1, 10**12, None]}])
def test_an_index_that_is_none_gives_no_abstract(index: object) -> None:
    assert openalex.abstract_from(index) is None


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("publication_year", "soon", "'soon' is no year"),
        ("doi", 12, "12 is no DOI"),
        ("referenced_works", ["https://openalex.org/W2", 3], "1 of 2 entries are no works: 3"),
        ("authorships", {"a": 1}, "an object is no list of authorships"),
        ("abstract_inverted_index", {"We": [0], "see": "x"}, "1 of 2 words have no proper positions: 'see' …"),
    ],
)
def test_a_field_of_a_work_that_cannot_be_read_is_told(field: str, value: object, why: str) -> None:
    work = {"id": "https://openalex.org/W1", "title": "T", "language": None, "ids": None, "host_venue": None}
    assert not skipped(openalex.read([json.dumps(work)], "x"))
    items = list(openalex.read([json.dumps(work | {field: value})], "x"))
    assert len(papers(iter(items))) == 1
    assert [s.reason for s in skipped(iter(items))] == [f"field {field}: {why}{KEPT}"]


def test_a_work_that_cites_itself_keeps_what_its_file_says() -> None:
    work = {"id": "https://openalex.org/W1", "title": "T", "referenced_works": ["https://openalex.org/W1"]}
    assert papers(openalex.read([json.dumps(work)], "x"))[0].references == (Reference(id="W1"),)
