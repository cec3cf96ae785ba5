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


def test_one_unclosed_entry_loses_nothing_behind_it() -> None:
    entries = [f"@article{{k{i}, title = {{Title {i}}}, year = {{2000}}}}" for i in range(50)]
    for broken in range(0, 50, 7):
        text = "\n".join(e[:-2] if i == broken else e for i, e in enumerate(entries))
        assert [p.title for p in parse(text) if isinstance(p, Paper)] == [f"Title {i}" for i in range(50)]


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


def test_comments_and_preambles_are_no_papers() -> None:
    text = '% @article{no, title={No}}\n@comment{jabref-meta: @x;}\n@preamble{"\\newcommand{\\x}{y}"}\nWords.\n'
    assert parse(text) == [] and one(text + "@book{k, title={Yes}}").title == "Yes"


def test_reference_lists_of_databases_are_kept() -> None:
    scopus = one(
        "@article{k, title={T}, references={Doe, J., Wide nets (2001) J. Wide, 1; Roe, A., Spikes, 2002, p. 3}}"
    )
    assert [r.raw for r in scopus.references] == ["Doe, J., Wide nets (2001) J. Wide, 1", "Roe, A., Spikes, 2002, p. 3"]
    wos = one(
        "@article{k, title={T}, Cited-References={{Doe J, 2001, J WIDE, DOI 10.1234/w.\n   Roe A, 2002, SPIKES.}}}"
    )
    assert wos.references == (
        Reference(doi="10.1234/w", raw="Doe J, 2001, J WIDE, DOI 10.1234/w"),
        Reference(raw="Roe A, 2002, SPIKES"),
    )


@pytest.mark.parametrize("depth", [3_000, 60_000])
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
        ("", ""),
        (r"\frac{1}{2}", "1/2"),
    ],
)
def test_latex_becomes_readable(source: str, shown: str) -> None:
    assert latex.unicode(source) == shown
