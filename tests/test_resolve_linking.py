"""References given as strings find their works, with the reason; other strings of one work are one stub."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kb
from kb.graph.lineage import components
from kb.records import Author, Paper, Reference
from kb.resolve.linking import Linked
from kb.resolve.linking.parsing import parsed
from kb.resolve.linking.writing import Written
from kb.resolve.references import References
from kb.resolve.works import works

KERNELS = Paper(
    id="k",
    title="Gently sloping kernels of re-weighted networks",
    year=2019,
    authors=(Author("Okonkwo", "Ada"), Author("Müller-Brandt", "Jörg"), Author("Li", "Wei")),
    venue="Journal of Slopes",
)
ATTENTION = Paper(id="t", title="On attention", year=2020, authors=(Author("van der Berg", "Eva"),))
SB = Paper(id="s", title=r"I$^2$-nets: a Schr\"{o}dinger $\alpha$-bridge & back", year=2021, authors=(Author("Roe"),))
PREPRINT = Paper(
    id="p", title="Slow decoding of fast languages", year=2022, arxiv="2203.01234", authors=(Author("Poe"),)
)
WITH_DOI = Paper(id="d", title="Measured slopes of hills", year=2015, doi="10.1234/hill.1", authors=(Author("Hill"),))
HELD = (KERNELS, ATTENTION, SB, PREPRINT, WITH_DOI)


def link(*references: Reference, held: tuple[Paper, ...] = HELD) -> list[tuple[str | None, Linked | None]]:
    """For each reference of a paper: the id of the work that it leads to (None: a stub), and how its string did so."""
    citing = Paper(id="citing", title="One that cites", references=references)
    found = works([*held, citing])
    resolved = References(found)
    ids = {w.iri: w.paper.id for w in found}
    return [(ids.get(resolved.target(r) or ""), resolved.link(r)) for r in references]


@pytest.mark.parametrize(
    ("raw", "held", "rule"),
    [
        ("Okonkwo, A., Müller-Brandt, J., & Li, W. (2019). Gently sloping kernels of re-weighted networks. "
         "Journal of Slopes, 3(1), 1-9.", "k", "title+author+year"),
        ('[7] A. Okonkwo et al., "Gently sloping kernels of reweighted networks," J. Slopes, vol. 3, 2019.', "k",
         "title+author+year"),
        ("Ada Okonkwo and Wei Li. 2018. Gently sloping kernels of re-\nweighted networks. arXiv preprint.", "k",
         "title+author+year"),
        ("Okonkwo A, Li W. Gently sloping kernels of re-weighted networks[J]. J Slopes, 2019, 3(1): 1-9.", "k",
         "title+author+year"),
        ("Okonkwo, A., Li, W., Gently Sloping Kernels of Re-weighted Networks (2019) J. Slopes, 3, pp. 1-9", "k",
         "title+author+year"),
        ("A. Okonkwo 312 and J. M¨ uller-Brandt. Gently sloping 313 kernels of re-weighted networks. 2020. 314", "k",
         "title+author+year"),
        ("E. van der Berg. On attention. In Proc. Minds, 2020.", "t", "title+author+year"),
        ("J. Roe. I2-nets: A Schr¨ odinger α-bridge &amp; back. Bridges, 2021.", "s", "title+author+year"),
        ("J. Roe. I2-nets: a schrodinger alpha-bridge and back. 2021.", "s", "title+author+year"),
        ("Poe et al. Slow decoding (v1). arXiv:2203.01234v2, 2022.", "p", "arXiv number in string"),
        ("Hill B, 2015, J HILLS, V2, P7, DOI 10.1234/HILL.1", "d", "doi in string"),
        ("Okonkwo A, Li W. Gently sloping kernels of reweighted network. J Slopes, 2019.", "k",
         "near title+author+year"),
    ],
    ids=["APA", "IEEE", "ACL", "GB/T", "Scopus", "line numbers", "short", "LaTeX", "names of letters", "arXiv", "DOI",
         "near"],
)  # fmt: skip
def test_a_string_of_any_style_leads_to_its_work(raw: str, held: str, rule: str) -> None:
    ((found, how),) = link(Reference(raw=raw))
    assert (found, how and how.rule) == (held, rule)
    assert how and 0.5 < how.confidence < 1


@pytest.mark.parametrize(
    "raw",
    [
        "E. van der Berg. On attention. 1999.",
        "B. Other. On attention. 2020.",
        "On attention. 2020.",
        "A. Okonkwo. Most gently sloping kernels of re-weighted networks of hills. J. Slopes, 2019.",
        "A. Okonkwo. Gently sloping kernels of re-weighted networks. Part II. J. Slopes, 2019.",
        "B. Other. Comment on 'Gently sloping kernels of re-weighted networks'. J. Slopes, 2019.",
        "A. Okonkwo. Gently sloping kernels of re-weighted networks 3. J. Slopes, 2019.",
        "B. Hill. Measured slopes of hills. 2015. doi: 10.9999/another.9",
        "OKONKWO A, 2019, J SLOPES, V3, P1",
        "Doe. A view of all. arXiv:2203.01234, 2022.",
    ],
)
def test_a_string_that_may_mean_another_work_stays_a_stub(raw: str) -> None:
    assert link(Reference(raw=raw)) == [(None, None)]


def test_two_works_that_fit_as_well_leave_a_stub_and_year_or_kind_decide_where_they_can() -> None:
    one = replace(KERNELS, doi="10.1234/one", arxiv="1901.00001")
    twin = replace(KERNELS, id="twin", doi="10.1234/twin")
    string = Reference(raw="A. Okonkwo. Gently sloping kernels of re-weighted networks. 2019.")
    preprint = Reference(raw="A. Okonkwo. Gently sloping kernels of re-weighted networks. arXiv preprint, 2019.")
    assert link(string, held=(one, twin)) == [(None, None)]
    assert link(string, held=(one, replace(twin, year=2020)))[0][0] == "k"
    kinds = link(string, preprint, held=(one, replace(twin, doi=None, arxiv="1901.00002", type="article")))
    assert [found for found, _ in kinds] == ["k", "twin"]


def test_what_a_source_tells_apart_is_used_and_its_identifier_goes_first() -> None:
    told = Reference(author="OKONKWO A", year=2019, title="Gently sloping kernels of re-weighted networks")
    by_key = Reference(id="d", raw="A. Okonkwo. Gently sloping kernels of re-weighted networks. 2019.")
    (first, how), (second, none) = link(told, by_key)
    assert (first, how and how.rule) == ("k", "title+author+year")
    assert (second, none) == ("d", None)


def test_a_line_without_a_title_follows_the_same_line_with_an_identifier() -> None:
    with_doi = Reference(raw="HILL B, 2015, J HILLS, V2, P7, DOI 10.1234/hill.1", doi="10.1234/hill.1")
    without = Reference(raw="Hill B, 2015, J HILLS, V2, P7")
    other = Reference(raw="Hill B, 2015, J HILLS, V2, P99")
    assert [found for found, _ in link(with_doi, without, other)] == ["d", "d", None]


def test_the_parts_of_a_string_are_read_and_a_string_without_a_title_gives_none() -> None:
    same = ("okonkwo", 2011, "Very large image bases")
    for raw in (
        "Okonkwo, A., Roe, B.-C., and Poe, D. Very large image bases. In Acts, pp. 1-9, 2011.",
        "[OR + 11] Ada Okonkwo, Bo C. Roe, and others. Very large image bases. Acts 1:2, 2011. 3, 4",
        "A. Okonkwo and B. Roe, ``Very large image bases,'' in Acts of Images, 2011, pp. 1-9.",
        "Okonkwo A, Roe BC. Very large image bases. Acts. 2011;1(2):3-4.",
        "Okonkwo, Ada (2011). 'Very large image bases'. In: Acts 45.5, pp. 1-9.",
    ):
        p = parsed(raw)
        assert (p.author, p.year, p.title, p.sure) == (*same, True)
    for raw in ("DOE J, 1999, J FOO, V1, P2", "Doe J. J Foo. 1999;1:2.", "See the manual.", "", "…", "[1]"):
        assert not parsed(raw).sure


def test_spellings_of_a_work_that_is_not_held_are_one_stub_with_all_of_them() -> None:
    strings = [
        "B. Roe and C. Poe. High-resolution pictures of hills. In Acts, 2018.",
        "Roe, B. and Poe, C. Highresolution pictures of hills. arXiv:1801.00001, 2017.",
        '[3] B. Roe, C. Poe, "High-Resolution Pictures of Hills," Acts, 2018, doi:10.1234/pic.',
    ]
    others = [
        "B. Roe and C. Poe. High-resolution pictures of hills. In Acts, 2011.",
        "D. Moe. High-resolution pictures of hills. In Acts, 2018.",
        "B. Roe and C. Poe. High-resolution pictures of hills II. In Acts, 2018.",
    ]
    citing = Paper(id="c", references=tuple(Reference(raw=s) for s in strings + others))
    resolved = References(works([citing]))
    targets = [resolved.target(r) for r in citing.references]
    assert len(set(targets[:3])) == 1 and len(set(targets)) == 4
    stub = resolved.stubs[targets[0] or ""]
    assert stub.strings == tuple(sorted(strings))
    assert (stub.doi, stub.year, "pictures" in stub.label.lower()) == ("10.1234/pic", 2018, True)


def test_a_title_with_two_dois_is_two_works() -> None:
    raws = [f"B. Roe. Notes on the slopes of hills. Acts, 2018. doi: 10.1234/{n}" for n in (1, 2)]
    bare = "B. Roe. Notes on the slopes of hills. Acts, 2018."
    citing = Paper(id="c", references=tuple(Reference(raw=s) for s in (*raws, bare)))
    resolved = References(works([citing]))
    assert len({resolved.target(r) for r in citing.references}) == 3


def test_a_reference_by_doi_meets_the_string_that_has_it() -> None:
    citing = Paper(id="c", references=(Reference(doi="10.1234/pic"), Reference(raw="B. Roe. Hills. doi:10.1234/PIC")))
    resolved = References(works([citing]))
    assert len({resolved.target(r) for r in citing.references}) == 1


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_a_reference(raw: str) -> None:
    w = Written.of(raw)
    assert [w.letters[b:e] for b, e in zip(w.begins, w.ends, strict=True)] == w.words
    assert parsed(raw).year is None or 1600 <= (parsed(raw).year or 0) < 2100
    link(Reference(raw=raw), Reference(title=raw, author=raw))


def test_a_paper_that_cites_a_string_like_itself_cites_another_version() -> None:
    own = Reference(raw="A. Okonkwo. Gently sloping kernels of re-weighted networks. Workshop on Slopes, 2018.")
    found = works([replace(KERNELS, references=(own,))])
    resolved = References(found)
    assert resolved.target(own, citing="another") == found[0].iri
    assert resolved.target(own, citing=found[0].iri) in resolved.stubs


# --- in a knowledge base -------------------------------------------------------------------------------------------

CITING = Paper(
    id="c1",
    title="A paper of much later years",
    year=2024,
    authors=(Author("Okonkwo", "Ada"),),
    references=(
        Reference(raw="Okonkwo, A. (2019). Gently sloping kernels of re-weighted networks. J. Slopes."),
        Reference(raw="B. Roe and C. Poe. High-resolution pictures of hills. In Acts, 2018."),
        Reference(raw="B. Roe and C. Poe. Highresolution pictures of hills. Acts, 2018."),
        Reference(id="c2"),
    ),
)
BACK = Paper(id="c2", title="The one before it", year=2020, references=(Reference(id="c1"),))
HILLS = Paper(id="h", title="High-resolution pictures of hills", year=2018, authors=(Author("Roe", "B."),))


def lines(*steps: tuple[Paper, ...]) -> list[str]:
    base = kb.open()
    for papers in steps:
        base.add(papers)
    return list(base.answers.lines())


def test_a_link_carries_its_string_its_rule_and_a_confidence_and_the_report_counts() -> None:
    base = kb.open()
    report = base.add([KERNELS, CITING, BACK])
    assert base.check() == []
    rows = base.query(
        """SELECT ?cited ?string ?rule ?confidence { ?c a cito:Citation ; cito:hasCitingEntity ?citing ;
        cito:hasCitedEntity ?cited ; dcterms:bibliographicCitation ?string ; kb:rule ?rule ;
        itsrdf:taConfidence ?confidence . ?citing cito:cites ?cited }"""
    ).rows
    assert [(row[1], row[2], float(row[3])) for row in rows] == [(CITING.references[0].raw, "title+author+year", 0.99)]
    assert report["references"] == {
        "linked": 3, "by_identifier": 2, "by_string": 1, "by_text": 0, "stubs": 1,
        "self_citations": 1, "to_itself": 0, "cycles": 1, "in_cycles": 2, "backwards": 1,
    }  # fmt: skip
    assert report["stubs"] == 1 and base.stats()["references"] == report["references"]


def test_the_cited_paper_turns_the_stub_into_the_work_in_whatever_order_it_comes() -> None:
    whole = lines((KERNELS, CITING, BACK, HILLS))
    assert lines((HILLS,), (BACK, CITING), (KERNELS,)) == whole
    assert lines((CITING,), (KERNELS, HILLS, BACK)) == whole
    assert not [line for line in whole if "ns#Stub" in line]


def test_a_changed_version_is_written_as_if_anew(tmp_path: object) -> None:
    with kb.open(f"{tmp_path}/lab.kb") as base:
        base.add([CITING, BACK, KERNELS])
        report = base.add([HILLS])
        assert report["written"]
        base.remove("k")
        assert list(base.answers.lines()) == lines((HILLS, CITING, BACK))


def test_cycles_are_found_in_a_chain_of_any_length() -> None:
    chain = {str(n): [str((n + 1) % 5000)] for n in range(5000)} | {"alone": ["0"], "twice": ["twice"]}
    assert sorted(map(len, components(chain))) == [1, 1, 5000]
