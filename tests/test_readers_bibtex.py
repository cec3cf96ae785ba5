"""BibTeX as real libraries hold it, whole and broken; LaTeX as readable Unicode."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers import bibblocks, bibnames, bibtex, latex, read
from kb.records import Author, Paper, Reference, Skipped

DATA = Path(__file__).parent / "data"


def parse(text: str) -> list[Paper | Skipped]:
    return list(bibtex.read(text.splitlines(), "x.bib"))


def one(text: str) -> Paper:
    (paper,) = parse(text)
    assert isinstance(paper, Paper)
    return paper


@pytest.fixture(scope="module")
def library() -> dict[str, Paper]:
    return {p.id or "": p for p in read(DATA / "library.bib")}


def test_an_article_with_all_its_fields(library: dict[str, Paper]) -> None:
    p = library["doe_width_2019"]
    assert p.title == "How Wide is Wide? NTK Regimes of ℓ₁-Regularized Nets & Co."
    assert p.authors == (Author("Doe", "José"), Author("van der Berg", "Anna"), Author(literal="The Width Consortium"))
    assert (p.venue, p.year, p.doi, p.type, p.lang) == (
        "Journal of Wide Things",
        2019,
        "10.1234/wide.2019.7",
        "article-journal",
        "en",
    )
    assert p.keywords == ("kernels", "width")
    assert p.abstract == "We study wide networks. They behave like kernels — “almost” always."


def test_a_child_inherits_from_a_parent_behind_it(library: dict[str, Paper]) -> None:
    p = library["roe_spikes_2020"]
    assert (p.venue, p.year, p.type) == ("Proceedings of the Example Meeting", 2020, "paper-conference")
    assert p.title == "Spikes & Ölfarben"
    assert [(a.family, a.given) for a in p.authors] == [
        ("Roe", "Ann"),
        ("Muñoz García", "Luis"),
        ("King", "M. L., Jr."),
    ]


def test_identifiers_are_found_where_they_stand(library: dict[str, Paper]) -> None:
    assert library["roe_spikes_2020"].doi == "10.1234/spikes.3"
    assert (library["poe_forget_2021"].arxiv, library["poe_forget_2021"].type) == ("2105.01234", "article")
    assert library["poe_forget_2021"].year == 2021
    assert one("@article{a, title={T}, journal={arXiv preprint arXiv:2001.00001}}").arxiv == "2001.00001"
    assert one("@article{a, title={T}, note={doi: 10.1234/ab}}").doi == "10.1234/ab"


def test_entries_know_their_line(library: dict[str, Paper]) -> None:
    lines = (DATA / "library.bib").read_text("utf-8").splitlines()
    assert all(p.source and f"{{{p.id}," in lines[p.source.line - 1] for p in library.values())


def test_every_broken_entry_is_mended_or_reported() -> None:
    found: list[Skipped] = []
    papers = list(read(DATA / "broken_library.bib", on_skip=found.append))
    assert [(p.title, p.year) for p in papers] == [
        ("First Good Entry", 2001),
        ("A Missing Comma", 2002),
        ("Same Key Again", 2003),
        ("A Field Twice", 2004),
        ("An Unclosed Entry", 2005),
        ("Read After the Unclosed One", 2006),
        ("One Brace Too Many", 2007),
        ("In Parentheses (Really)", 2008),
        ("Cut Off at the End", 2009),
    ]
    assert papers[6].venue == "Journal of Braces"
    assert [(s.line, s.reason.split()[0]) for s in found] == [
        (18, "mended:"),
        (25, "mended:"),
        (31, "neither"),
        (35, "mended:"),
    ]


def test_an_abstract_loses_its_label_and_its_markup() -> None:
    entry = "@article{k, title={T}, abstract={<p>Abstract: We see <i>E. coli</i> &amp; CO<sub>2</sub>.</p>}}"
    assert one(entry).abstract == "We see E. coli & CO₂."
    assert one("@article{k, title={T}, abstract={Abstract nets are old.}}").abstract == "Abstract nets are old."


@pytest.mark.parametrize("between", ["\n", " "], ids=["on lines", "on one line"])
def test_one_unclosed_entry_loses_nothing_behind_it(between: str) -> None:
    entries = [f"@article{{k{i}, title = {{Title {i}}}, year = {{2000}}}}" for i in range(50)]
    for broken in range(0, 50, 7):
        text = between.join(e[:-2] if i == broken else e for i, e in enumerate(entries))
        found = parse(text)
        assert [(p.title, p.year) for p in found if isinstance(p, Paper)] == [(f"Title {i}", 2000) for i in range(50)]
        assert [s.reason[:7] for s in found if isinstance(s, Skipped)] == ["mended:"]


@pytest.mark.parametrize(
    "text",
    [
        "@article{k, title = {One, year = {2001}, author = {Doe, Jo}}",
        "@article{k,\n title = {One,\n year = {2001},\n author = {Doe, Jo},\n}",
        '@article{k,\n title = "One,\n year = 2001,\n author = "Doe, Jo"\n}',
        "@article{k, title = {One}}, year = {2001}, author = {Doe, Jo}}",
        "@article{k, title = {One}},\n year = {2001},\n author = {Doe, Jo}\n}",
        "@article{k title = {One}, year = {2001}, author = {Doe, Jo}}",
    ],
)
def test_a_brace_or_comma_that_is_missing_or_too_many_costs_no_field(text: str) -> None:
    paper = parse(text)[0]
    assert isinstance(paper, Paper)
    assert (paper.title, paper.year, paper.authors) == ("One", 2001, (Author("Doe", "Jo"),))


@pytest.mark.parametrize(
    "text",
    [
        "@article{k, title = {A {Title}}, }",
        '@article{k, title = "A {Title}"}',
        "@ARTICLE {k , TITLE={A Title}}",
        "@article(k, title = {A Title})",
        "@article\n{k,\n title = {A Title}}",
        "x = y @article{k, title={A Title}}",
        '@article{k, title = "A " # {Title}}',
        "@article{k,\n title = {A\n    Title}}",
        "@article{, title={A Title}}",
    ],
)
def test_the_same_entry_in_other_clothes(text: str) -> None:
    assert one(text).title == "A Title"


def test_strings_months_and_concatenation_are_resolved() -> None:
    strings = '@string{a = "Journal "}\n@STRING(b = a # "of B")\n'
    assert one(strings + "@article{k, title={T}, journal = B, year = 2001, month = jan}").venue == "Journal of B"


def test_strings_may_be_defined_in_any_form_and_stay_bounded() -> None:
    assert one('@string{a = "X", b = {Y}}\n@string(c:d = a # b)\n@book{k, title = c:d # { Z}}').title == "XY Z"
    bomb = '@string{a0 = "aaaaaaaaaa"}\n' + "".join(f"@string{{a{i} = a{i - 1} # a{i - 1}}}\n" for i in range(1, 60))
    told = parse(f"{bomb}@book{{k, title = a59}}\n@book{{j, title = a0}}")
    assert "grow beyond 1 MB" in next(s.reason for s in told if isinstance(s, Skipped))
    assert [p.title for p in told if isinstance(p, Paper)][-1] == "aaaaaaaaaa"


def test_entries_with_one_key_are_two_papers() -> None:
    assert [p.title for p in parse("@book{k, title={One}} @book{k, title={Two}}") if isinstance(p, Paper)] == [
        "One",
        "Two",
    ]


def test_comments_and_preambles_are_no_papers() -> None:
    assert parse("@comment{\n@article{k,\n title={Left Out}}\n}") == []
    assert one("@comment{never closed\n@article{k, title={Yes}}").title == "Yes"
    text = '% @article{no, title={No}}\n@comment{jabref-meta: @x;}\n@preamble{"\\newcommand{\\x}{y}"}\nWords.\n'
    assert parse(text) == [] and one(text + "@book{k, title={Yes}}").title == "Yes"


# --- what an entry takes over ----------------------------------------------------------------------------------------

PARENTS = {
    "book": "@book{p, title={Whole}, author={Doe, Jo}, publisher={Press}, date={2001-02/2003}, doi={10.1234/p}}",
    "mvbook": "@mvbook{p, title={Whole}, author={Doe, Jo}, publisher={Press}, year={2001}}",
    "collection": "@collection{p, title={Whole}, editor={Doe, Jo}, publisher={Press}, year={2001}}",
    "proceedings": "@proceedings{P, title={Whole}, booktitle={Of the Whole}, year={2001}, abstract={All of it.}}",
    "periodical": "@periodical{p, title={Whole}, year={2001}}",
    "issue": "@article{p, journal={Whole}, year={2001}}",
}


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
@pytest.mark.parametrize(
    ("parent", "child", "venue", "authors"),
    [
        ("book", "inbook", "Whole", ["Doe"]),
        ("book", "book", "Press", ["Doe"]),
        ("mvbook", "inbook", "Whole", ["Doe"]),
        ("collection", "incollection", "Whole", []),
        ("proceedings", "inproceedings", "Of the Whole", []),
        ("periodical", "article", "Whole", []),
        ("issue", "article", "Whole", []),
    ],
)
def test_a_child_takes_over_what_biblatex_says(
    parent: str, child: str, venue: str, authors: list[str], behind: bool
) -> None:
    lines = [PARENTS[parent], f"@{child}{{c, title={{Part}}, crossref={{p}}}}"]
    found = parse("\n".join(reversed(lines) if behind else lines))
    part = next(p for p in found if isinstance(p, Paper) and p.id == "c")
    assert (part.title, part.venue, part.year, [a.family for a in part.authors]) == ("Part", venue, 2001, authors)
    assert part.doi is None and part.abstract is None


def test_fields_are_taken_over_from_xdata_of_xdata_and_grandparents() -> None:
    text = (
        "@inbook{c, title={Part}, crossref={b}}\n@book{b, title={Book}, crossref={s}, xdata={x}}\n"
        "@mvbook{s, title={Set}, author={Doe, Jo}}\n@xdata{x, xdata={y}}\n@xdata{y, date={1999}}"
    )
    part = next(p for p in parse(text) if isinstance(p, Paper) and p.id == "c")
    assert (part.venue, part.year, part.authors) == ("Book", 1999, (Author("Doe", "Jo"),))


def test_a_parent_that_is_missing_or_its_own_child_is_told_and_harmless() -> None:
    found = parse(
        "@book{a, title={A}, crossref={b}}\n@book{b, title={B}, crossref={a}}\n@book{c, title={C}, xdata={no}}"
    )
    assert sorted(p.title or "" for p in found if isinstance(p, Paper)) == ["A", "B", "C"]
    assert [(s.line, s.reason[:14]) for s in found if isinstance(s, Skipped)] == [(3, "no entry 'no' ")]


# --- single fields ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "ids", "arxiv"),
    [
        ("eprint={1806.07572v4}, archivePrefix={arXiv}", ("arxiv:1806.07572v4",), "1806.07572"),
        ("eprinttype={arxiv}, eprint={1806.07572 [cs]}", (), "1806.07572"),
        ("eprint={9901001}, eprintclass={hep-th}, eprinttype={arXiv}", (), "hep-th/9901001"),
        ("journal={CoRR}, volume={abs/1806.07572}", (), "1806.07572"),
        ("eprinttype={pubmed}, eprint={123}", ("pmid:123",), None),
        ("pmid={123}, pmcid={PMC45}", ("pmid:123", "pmcid:PMC45"), None),
        ("note={{PMID:} 123}", ("pmid:123",), None),
        ("url={https://aclanthology.org/P17-1001.pdf}", ("acl:P17-1001",), None),
        ("doi={10.18653/v1/P17-1001}", ("acl:P17-1001",), None),
        ("url={https://api.semanticscholar.org/CorpusID:12}", ("s2corpus:12",), None),
        ("isbn={3-16-148410-X}", (), None),
    ],
)
def test_further_identifiers(fields: str, ids: tuple[str, ...], arxiv: str | None) -> None:
    paper = one(f"@article{{k, title={{T}}, {fields}}}")
    assert (paper.ids, paper.arxiv) == (ids, arxiv)


def test_an_isbn_is_that_of_a_whole_book() -> None:
    assert one("@book{k, title={T}, isbn={3-16-148410-X}}").ids == ("isbn:9783161484100",)


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("date={2019-05/2020}", 2019),
        ("date={/2020-01-01}", 2020),
        ("date={20190503}", 2019),
        ("year={c2010}", 2010),
        ("year={{\\noopsort{1973b}}{\\switch{--90}{1968}}}", 1968),
        ("year={in press}, date={2011}", 2011),
    ],
)
def test_years_and_ranges(said: str, year: int) -> None:
    assert next(p for p in parse(f"@book{{k, title={{T}}, {said}}}") if isinstance(p, Paper)).year == year


@pytest.mark.parametrize(
    ("said", "retracted"),
    [
        ("title={RETRACTED: On It}", True),
        ("title={On It}, note={cited By 3; Retracted}", True),
        ("title={On It}, document_type={Retracted}", True),
        ("title={Retraction notice to: On It}", None),
        ("title={On It}, note={Answers a retracted article}", None),
    ],
)
def test_a_retracted_work_is_marked(said: str, retracted: bool | None) -> None:
    assert one(f"@article{{k, {said}}}").retracted is retracted


def test_what_cannot_be_read_in_a_field_is_told_with_its_line() -> None:
    fields = "year={20205}, doi={none}, url={javascript:alert(1)}, pmid={P1}"
    paper, *told = parse(f"\n@article{{k, title={{T}}, {fields}}}")
    assert isinstance(paper, Paper) and (paper.year, paper.doi, paper.url, paper.ids) == (None, None, None, ())
    assert [(s.line, s.reason) for s in told if isinstance(s, Skipped)] == [
        (2, f"field {name}: '{value}' is no {what}; the rest of the record is kept")
        for name, value, what in (
            ("year", "20205", "year"),
            ("doi", "none", "DOI"),
            ("url", "javascript:alert(1)", "web address"),
            ("pmid", "P1", "PubMed number"),
        )
    ]


def test_a_doi_of_angle_brackets_and_an_address_with_latex_are_whole() -> None:
    doi = "10.1002/(SICI)1097-0258(19980815/30)17:15/16{\\textless}1661::AID-SIM968{\\textgreater}3.0.CO;2-2"
    paper = one(f"@article{{k, title={{T}}, doi={{{doi}}}, url={{http://x.org/a{{\\_}}b/{{\\~{{}}}}c?d\\&e}}}}")
    assert paper.doi == "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"
    assert paper.url == "http://x.org/a_b/~c?d&e"


def test_journals_of_astronomers_are_spelled_out() -> None:
    assert one(r"@article{k, title={T}, journal={\mnras}}").venue == "Monthly Notices of the Royal Astronomical Society"


def test_orcid_numbers_come_to_their_people() -> None:
    by_name = (
        "author={Doe, Jane and Roe, Max}, orcid-numbers={{Roe, M./0000-0002-1825-0097\n Poe, K/0000-0001-5109-3700}}"
    )
    by_place = 'author={Doe, Jane and Roe, Max}, author+an:orcid={2="0000-0002-1825-0097"}'
    for fields in (by_name, by_place):
        assert [a.orcid for a in one(f"@article{{k, title={{T}}, {fields}}}").authors] == [None, "0000-0002-1825-0097"]


def test_reference_lists_of_databases_are_kept() -> None:
    scopus = one(
        "@article{k, title={T}, references={Doe, J., Wide nets (2001) J. Wide, 1; Roe, A., Spikes, 2002, p. 3}}"
    )
    assert scopus.references == (
        Reference(raw="Doe, J., Wide nets (2001) J. Wide, 1", author="Doe", year=2001, title="Wide nets"),
        Reference(raw="Roe, A., Spikes, 2002, p. 3", author="Roe"),
    )
    wos = one(
        "@article{k, title={T}, Cited-References={{Doe J, 2001, J WIDE, DOI 10.1234/w.\n   Roe A, 2002, SPIKES.}}}"
    )
    assert wos.references == (
        Reference(doi="10.1234/w", raw="Doe J, 2001, J WIDE, DOI 10.1234/w", author="Doe", year=2001),
        Reference(raw="Roe A, 2002, SPIKES", author="Roe", year=2002),
    )


def test_a_hundred_thousand_authors_are_read() -> None:
    people = one(
        "@article{k, title={T}, author={" + " and ".join(f"Doe{i % 100}, Jo" for i in range(100_000)) + "}}"
    ).authors
    assert (len(people), people[-1].family) == (100_000, "Doe99")


@pytest.mark.parametrize("depth", [3_000, 20_000])
def test_deep_nesting_does_not_crash(depth: int) -> None:
    deep = "{" * depth + "Deep" + "}" * depth
    assert one(f"@article{{k, title = {deep}}}").title == "Deep"
    assert all(
        isinstance(i, (Paper, Skipped)) for i in parse("@article{k, title = " + "{" * depth + "\n@book{j, title={J}}")
    )


@given(st.text(alphabet='@{}(),="\\#%\n aé$', max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for item in parse("@article{k, title = {" + text + "\n@book{z, title={Z}}"):
        assert isinstance(item, (Paper, Skipped))
    assert isinstance(latex.unicode(text), str)


def test_blocks_keep_every_character_of_an_entry() -> None:
    text = "@article{a, title={A}}\n\n@book{b,\n  title = {B}\n}"
    assert [b.text for b in bibblocks.blocks(text.splitlines())] == [
        "@article{a, title={A}}",
        "@book{b,\n  title = {B}\n}",
    ]


@pytest.mark.parametrize(
    ("names", "people"),
    [
        ("van der Maaten, Laurens", [("van der Maaten", "Laurens")]),
        ("Laurens van der Maaten", [("van der Maaten", "Laurens")]),
        ("{van der Maaten}, Laurens", [("van der Maaten", "Laurens")]),
        ("Laurens {Van Der}", [("Van Der", "Laurens")]),
        ("King, Jr., Martin", [("King", "Martin, Jr.")]),
        (r"G{\"o}del, Kurt AND {\O}re, O.", [("Gödel", "Kurt"), ("Øre", "O.")]),
        ("Anders{\\o}n, A. and others", [("Andersøn", "A.")]),
        ("Brand, A. and\n  Land, B.", [("Brand", "A."), ("Land", "B.")]),
        ("given={Jo}, family=Doe, prefix=van der and Roe, A.", [("van der Doe", "Jo"), ("Roe", "A.")]),
        ("Doe, Jo; Roe, Ann", [("Doe", "Jo"), ("Roe", "Ann")]),
        ("Doe, Jo \\& Roe, Ann", [("Doe", "Jo"), ("Roe", "Ann")]),
        ("Jo Doe, Ann Roe, Al Poe, Lu Li", [("Doe", "Jo"), ("Roe", "Ann"), ("Poe", "Al"), ("Li", "Lu")]),
        ("Doe, J., Roe, A.-M.", [("Doe", "J."), ("Roe", "A.-M.")]),
        ("Bin Yu 0001", [("Yu", "Bin")]),
        ("Sweg{\\\\i}, X. D{\\\\'e}", [("Swegı", "X. Dé")]),
    ],
)
def test_names(names: str, people: list[tuple[str, str]]) -> None:
    assert [(a.family, a.given) for a in bibnames.authors(names)] == people


def test_a_braced_name_is_an_organisation() -> None:
    assert bibnames.authors("{Council on Nets, Trees and Spikes} and Doe, Jo") == (
        Author(literal="Council on Nets, Trees and Spikes"),
        Author("Doe", "Jo"),
    )


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"{\'E}cole na\"\i ve \c{c}a {\v S}koda \o{}re", "École naïve ça Škoda øre"),
        (r"H$_2$O and 10$^{-3}$", "H₂O and 10⁻³"),
        (r"$\Sigma^{0}$ \textit{in vivo}", "Σ⁰ in vivo"),
        (r"$4^{\textrm{ème}}$", "4ème"),
        (r"a--b --- ``c''", "a–b — “c”"),
        (r"$\mathcal{O}(\sqrt{T})$", "O(√T)"),
        ("costs $5 and $10", "costs $5 and $10"),
        (r"50\% \& \$3 \_x\_", "50% & $3 _x_"),
        (r"\LaTeX\ and \BibTeX{}", "LaTeX and BibTeX"),
        (r"$\mathbb{R}^n$", "ℝⁿ"),
        (r"\unknowncommand{kept} \another{} \third", "kept another third"),
        (r"\acro{DVI} in $\log{n}$", "DVI in logn"),
        (r"{\noopsort{1973b}}1973", "1973"),
        ("tie~here", "tie here"),
        (r"$x_{ij}^{2}$", "xᵢⱼ²"),
        (r"a \"quotation\" in quotes, M\"uller", 'a "quotation" in quotes, Müller'),
        ("", ""),
        (r"\frac{1}{2}", "1/2"),
    ],
)
def test_latex_becomes_readable(source: str, shown: str) -> None:
    assert latex.unicode(source) == shown
