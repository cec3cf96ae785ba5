"""Papers to Readings: offsets, order, fields, and what each finder is for."""

from __future__ import annotations

import re

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import kb
from kb.extractors import PIPELINE, build, extract, pipeline_id
from kb.extractors.chunks import chunks
from kb.extractors.kinds import kind
from kb.extractors.languages import language
from kb.extractors.sentences import sentences
from kb.extractors.spans import MENTIONS, Find, finds, mark
from kb.extractors.tokens import PieceTokenizer
from kb.extractors.words import general_words
from kb.records import ROLES, TYPES, Mention, Paper, Reading
from kb.spelling import visible

# Scraps that meet in real texts: two scripts, formulas, brackets, names, line ends, marks that combine.
SCRAPS = st.sampled_from(
    ["We propose ", "FooNet", " (FN)", "神经网络", "。", "NTK", "$k$-local ", "\n\n", "\n", " ", "CIFAR-10/100", "，",
     "e\u0301", "ﬁ", "outperforms ", "\\emph{bar baz} ", "“quoted term” ", ". ", "Doe (1999) ", "https://x.org/a ",
     "\u00ad", "\u200b", "𝓞(n) ", "🙂", "deep neural networks (DNNs) ", "on ", "ＮＴＫ", "我们提出", "称为", "\x00",
     "\ud800", "'", "İ", "ß", "the Foo dataset "]
)  # fmt: skip
TEXTS = st.one_of(st.lists(SCRAPS, max_size=25).map("".join), st.text(max_size=120))


VOCAB = spacy.blank("xx").vocab


def read(abstract: str, title: str | None = None) -> Reading:
    return next(extract([Paper(title=title, abstract=abstract)]))


def surfaces(abstract: str, title: str | None = None) -> set[str]:
    return {m.surface for m in read(abstract, title).mentions}


def role(abstract: str, surface: str) -> str:
    return next(m.role for m in read(abstract).mentions if m.surface == surface)


def test_a_short_form_without_a_latin_letter_defines_nothing() -> None:
    assert read("We bound the largest eigenvalue (\u00b5\u02c6) of the graph.").acronyms == ()
    assert read("时间锁定会导致问题,均衡迭代以及(他我)控制都有帮助。").acronyms == ()


# --- what always holds ---------------------------------------------------------------------------------------------


@given(TEXTS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_find_is_a_slice_of_its_text_and_lies_in_one_sentence(title: str, abstract: str) -> None:
    paper = Paper(title=title or None, abstract=abstract or None)
    found = next(extract([paper]))
    assert set(found.sentences) == {f for f in ("title", "abstract") if visible(paper.text(f) or "").strip()}
    for m in found.mentions:
        assert m.surface and paper.text(m.field)[m.begin : m.end] == m.surface
        assert m.label in TYPES and m.role in ROLES and 0 <= m.confidence <= 1
        assert any(b <= m.begin and m.end <= e for b, e in found.sentences[m.field])
    for a in found.acronyms:
        assert paper.text(a.field)[slice(*a.short_span)] == a.short
        assert paper.text(a.field)[slice(*a.long_span)] == a.long
    for c in found.citations:
        assert paper.text(c.field)[c.begin : c.end] == c.surface


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_sentences_hold_every_character_but_outer_white_space_once(text: str) -> None:
    cut = sentences(text)
    inside = "".join(text[b:e] for b, e in cut)
    assert re.sub(r"\s", "", inside) == re.sub(r"\s", "", text)
    assert list(cut) == sorted(cut)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_tokens_give_the_text_back(text: str) -> None:
    assert PieceTokenizer(VOCAB)(text).text == text.replace("\ud800", "\ufffd")


def test_extract_gives_one_reading_each_in_order_and_streams() -> None:
    def papers() -> list[Paper]:
        return [Paper(abstract=""), Paper(title="BarNet: a new network"), Paper(), Paper(abstract="我们提出FooNet。")]

    found = list(extract(papers()))
    assert [r.lang for r in found] == ["en", "en", "en", "zh"]
    assert [len(r.mentions) > 0 for r in found] == [False, True, False, True]
    endless = extract(Paper(abstract=f"We propose Foo{n}Net.") for n in iter(int, 1))
    assert next(endless).mentions


def test_two_runs_agree_and_a_reading_survives_its_json() -> None:
    abstract = "The neural tangent kernel (NTK) is studied by Doe (1999). NTKs are linear."
    paper = Paper(title="On kernels", abstract=abstract)
    first, second = extract([paper, paper])
    assert first == second == Reading.from_json(first.to_json())


def test_pipeline_id_names_content() -> None:
    assert re.fullmatch("[0-9a-f]{32}", pipeline_id()) and pipeline_id() == pipeline_id()


def test_without_the_lexicon_only_rules_of_the_text_speak() -> None:
    paper = Paper(abstract="We use a neural tangent kernel and BazNet.")
    rules = {m.rule for m in next(extract([paper], lexicon=False)).mentions}
    assert rules and not any(r.startswith("lexicon") for r in rules)


# --- components ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PIPELINE)
def test_a_component_adds_and_never_overwrites(name: str) -> None:
    text = "We propose FooNet (foo network), based on the “bar rule”. It beats gradient descent on CIFAR-10."
    nlp = build("en")
    doc = nlp.make_doc(text)
    mark(doc, Find(3, 10, "Task", "shape", 0.25, ("somebody-else",)))
    before = list(finds(doc))
    after = list(finds(nlp.get_pipe(name)(doc)))
    assert after[: len(before)] == before


def test_a_component_of_somebody_else_reads_a_doc_and_changes_nothing_of_ours() -> None:
    text = "We propose FooNet (foo network), a NTK理论 of gradient descent. See https://foo.net and Doe (1999)."
    paper = Paper(title="On foo networks", abstract=text)
    nlp = build("en", lexicon=True, own=None, model=None, changed="")
    seen: list[int] = []

    def looks(doc: Doc) -> Doc:
        seen.append(len(doc))
        return doc

    first = next(extract([paper]))
    Language.component("looks", func=looks)
    nlp.add_pipe("looks", first=True)
    try:
        assert next(extract([paper])) == first and seen
    finally:
        nlp.remove_pipe("looks")


def test_mentions_survive_to_bytes() -> None:
    nlp = build("en")
    doc = nlp("We evaluate layer normalization on CIFAR-10/100.")
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert list(finds(again)) == list(finds(doc)) and len(again.spans[MENTIONS]) > 1


@pytest.mark.parametrize(
    ("text", "lang"),
    [("", "en"), ("plain English", "en"), ("我们使用 ResNet", "zh"), ("über naïve Bayes", "en"), ("神经网络", "zh")],
)
def test_language_is_a_matter_of_script(text: str, lang: str) -> None:
    assert language(text) == lang


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It works, e.g. on trees. It fails, i.e. on graphs.", 2),
        ("As Roe et al. show, it is 0.5 % better. See Fig. 3 for more.", 2),
        ("A matter of structure.In this work we ask why.", 2),
        ("J. R. Doe proved it. Nobody read it.", 2),
        ("这是一句。这是第二句！第三句？", 3),
        ("Is it true? Yes! It is.", 3),
        ("See https://a.b/c.D for code.", 1),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count


# --- names ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Unlike FooNet, ours is small.", "FooNet"),
        ("We train Bar-18 and more.", "Bar-18"),
        ("The model is compared with tinyQUX at scale.", "tinyQUX"),
        ("Results on Zurich TramCar are good.", "Zurich TramCar"),
        ("By the Smith-Jones formalism we get a bound.", "Smith-Jones formalism"),
        ("We call this effect \\emph{slow melting}.", "slow melting"),
        ("We present a method termed wobble descent that is fast.", "wobble descent"),
        ("Evaluated on the Quuxville dataset, it wins.", "Quuxville"),
        ("We test on benchmarks such as Alpha, Beta and Gamma.", "Beta"),
        ("We define $k$-bounded functions. All $k$-bounded functions are easy.", "$k$-bounded functions"),
        ("我们在FooBench上评估。", "FooBench"),
        ("我们提出了一种新的方法，称为摇摆反向传播。", "摇摆反向传播"),
    ],
)
def test_names_are_found(text: str, name: str) -> None:
    assert name in surfaces(text)


@pytest.mark.parametrize(
    "text",
    [
        "However, Results are good. Moreover, Training is slow.",
        "It was shown by Neal (1996) and by van der Berg et al. (2017).",
        "In the United Kingdom and in New York this is common.",
        "BACKGROUND: Many things. METHODS: We did some. CONCLUSIONS: None.",
        "See https://github.com/CamelCase/FooBar for code.",
        "A ReallyGoodIdea".lower(),
        "By the [Orc17] recipe, [PLM19, Orc20b], it is done on a PX100 processor.",
        "See [https://x.org/FOO-PLUM](https://x.org/FOO-PLUM).",
        "We call it $\\textbf{Pl}$um $\\textbf{Or}$chard.",
    ],
)
def test_ordinary_capitals_are_no_names(text: str) -> None:
    assert surfaces(text) == set()


def test_a_slash_makes_two_names_of_one_span() -> None:
    found = [m for m in read("Experiments on QUUX-10/100 show gains.").mentions if m.surface == "QUUX-10/100"]
    assert [m.candidates for m in found] == [("quux-10",), ("quux-100",)]
    assert len({(m.begin, m.end) for m in found}) == 1


def test_a_known_name_is_found_in_any_spelling() -> None:
    text = "Layer normalization, layer-normalisation, LayerNorm; 层归一化"
    found = read(text).mentions
    assert {m.candidates for m in found if "layer-normalization" in m.candidates} == {("layer-normalization",)}
    assert len(found) >= 4


def test_an_ordinary_word_needs_a_clue() -> None:
    assert "Lion" not in surfaces("Here the Lion sleeps.")
    assert any(s.startswith("Lion") for s in surfaces("We train with the Lion optimizer."))


def test_a_notion_that_recurs_is_found_and_a_phrase_without_content_is_not() -> None:
    text = "The drift barrier grows with depth. A novel approach removes the drift barrier. Our new results are good."
    assert "drift barrier" in surfaces(text)
    assert not surfaces(text) & {"novel approach", "new results", "approach"}


def test_an_irregular_plural_is_the_same_phrase_again() -> None:
    assert {c.key for c in chunks("one drift phenomenon, other drift phenomena")} == {"driftphenomenon"}


@pytest.mark.parametrize(
    ("text", "phrase", "junk"),
    [
        ("We need fewer melting barriers at each site.", "melting barriers", "fewer melting barriers"),
        ("Whenever memory is low, a laborious kernel fails.", None, "laborious kernel"),
        ("It works by adapting existing tensor networks.", "tensor networks", "adapting existing tensor networks"),
        ("They cover efficient sensor inference.", "sensor inference", "cover efficient sensor inference"),
        ("We start training cognitive melting networks.", None, "training cognitive melting networks"),
        ("The user states his/her preference.", None, "his/her preference"),
        ("Muscarinic receptors bind it.", "Muscarinic receptors", None),
    ],
)
def test_a_phrase_begins_where_its_notion_does(text: str, phrase: str | None, junk: str | None) -> None:
    found = surfaces(text)
    assert junk not in found and (phrase is None or phrase in found)


def test_an_empty_noun_before_a_name_is_no_part_of_it() -> None:
    text = "We extend our proposal Dusky Melting Replay. Dusky Melting Replay is fast."
    assert "Dusky Melting Replay" in surfaces(text)
    assert not any(s.startswith("proposal") for s in surfaces(text))


@pytest.mark.parametrize(
    "text",
    [
        "As Ada Quillfeather once said, trees are good.",
        "According to Ada Quillfeather this is so.",
        "This goes back to Margaret Quillfeather and others.",
        "It is either \\emph{sloped} or \\emph{joint}.",
        "We call this the “thinned” one.",
        "It takes the MAX of all.",
        "There the \\emph{ad hoc} way is a ``black box'' variational way.",
    ],
    ids=["says", "according-to", "given-name", "emphasis", "quotes", "function", "figure-of-speech"],
)
def test_people_and_stressed_words_are_no_concepts(text: str) -> None:
    assert surfaces(text) == set()


def test_a_gerund_before_a_name_is_no_part_of_it() -> None:
    found = surfaces("Fine-tuning FooNets is slow, and (b) Pruning FooNets is slower.")
    assert "FooNets" in found and not found & {"Fine-tuning FooNets", "Pruning FooNets"}
    assert "Melting Foo Networks" in surfaces("Melting Foo Networks are slow.")


def test_general_words_are_small_and_none_is_a_technical_modifier() -> None:
    general = general_words()
    assert {"fewer", "immediate", "laborious", "whenever"} <= general
    assert all(w == w.lower() for w in general)
    assert not general & {"neural", "bayesian", "adversarial", "graph", "stochastic", "muscarinic"}


@pytest.mark.parametrize(
    ("name", "type"),
    [
        ("functional map", "Concept"),
        ("tagging accuracy", "Metric"),
        ("latent Gaussian Markov random fields", "Method"),  # by its last two words; a field alone is a notion
        ("vector field", "Concept"),
        ("optimal unbiased randomizer", "Method"),  # what does something
        ("lane detector", "Method"),
        ("wheat flour", None),
    ],
)
def test_a_name_has_the_type_of_its_last_words(name: str, type: str | None) -> None:
    assert kind(name) == type


def typed(text: str, title: str | None = None) -> dict[str, str]:
    (one,) = kb.extract([kb.Paper(title=title, abstract=text)])
    return {c["name"]: c["type"] for c in one["concepts"]}


def test_a_title_calls_its_means_for_and_via() -> None:
    text = "Orchards are counted from the air."
    assert typed(text, "Layered Crop Stratification for Orchard Counting")["Layered Crop Stratification"] == "Method"
    assert typed(text, "Orchard Counting via Layered Crop Stratification")["Layered Crop Stratification"] == "Method"
    assert typed(text, "Layered Crop Adaptation for Orchard Counting")["Layered Crop Adaptation"] == "Method"
    for task in ("Ripe Image Classification", "Orchard Vessel Segmentation", "Peach Disease Recognition"):
        assert typed(text, f"{task} for Orchards")[task] == "Task"


def test_a_database_is_known_by_what_stands_after_its_name() -> None:
    assert typed("We train on RFruitDB, a public database of ripe fruit.")["RFruitDB"] == "Dataset"


def test_markup_is_no_part_of_a_name() -> None:
    found = typed(r"We propose $\texttt{PEARL}$ and compare it to **PLUM-DANCE** under $\text{argmax}$.")
    assert {"PEARL", "PLUM-DANCE"} <= set(found)
    assert not any("$" in name or "*" in name or "argmax" in name for name in found)


def test_a_meeting_is_no_method_and_a_name_keeps_no_line_break() -> None:
    assert "SWAN" not in typed("We improve on the bound of Ann Roe [SWAN '22] for trees.")
    assert "Fruit Salad Corpus" in typed("We report on the Fruit\nSalad Corpus of recipes.")


def test_a_method_is_one_whatever_it_is_called_after() -> None:
    """A task or a notion ends its name, but the paper brings it; a data set may show it only after its short form."""
    brought = typed("We propose Layered Plum Estimation (LPE) and Ripe Path Diversity (RPD) for orchards.")
    assert brought["Layered Plum Estimation"] == brought["Ripe Path Diversity"] == "Method"
    held = typed("The Apple-Pear-Quince (APQ) is new. Our test is the APQ dataset, and the APQ dataset is large.")
    assert held["Apple-Pear-Quince"] == "Dataset"
    assert typed("Signals such as the pomogram (PMG) are noisy.")["pomogram"] == "Concept"


@pytest.mark.parametrize(
    ("text", "name", "type"),
    [
        ("We present a synthetic dataset, named 'Plum-4', for sorting.", "Plum-4", "Dataset"),
        ("It helps on 3 benchmark datasets (\\textit{i.e.,} Orchard, MP3D, and HM3D).", "HM3D", "Dataset"),
        ("We use the datasets, including the Human Plum Project (HPP) and Adolescent Plum Growth (APG).",
         "Adolescent Plum Growth", "Dataset"),
        ("We test on the challenging Nr3P, Sr3P, and ScanPlum datasets.", "Nr3P", "Dataset"),
        ("On FlyingPlums3D, with shade, it works.", "FlyingPlums3D", "Dataset"),
        ("The gap depends on what we call inconsistency of outputs.", "inconsistency", "Concept"),
        ("We beat all on LSUN-Plum by far.", "LSUN-Plum", "Dataset"),
        ("NLPlum contains 29,370 problems of eight kinds.", "NLPlum", "Dataset"),
        ("It achieves 62.1 APbox on COCO.", "APbox", "Metric"),
        ("We propose InfoPLM, a new set of metrics for disentanglement.", "InfoPLM", "Metric"),
        ("It has a spectral plum generalization (SPG) module. The SPG module wins.", "spectral plum generalization",
         "Method"),
        ("We present weights, *Neural Balancing Plums* (NBP).", "Neural Balancing Plum", "Method"),
        ("It beats methods (Plum Swarm Optimization, Plum Matrix Adaptation).", "Plum Matrix Adaptation", "Method"),
        ("After training on the Plum dataset, PlumNetV2-L attains 88.4.", "PlumNetV2-L", "Method"),
        ("Building on existing theory on PlumConnect we go on.", "PlumConnect", "Method"),
        ("We prune on ChatPLM-7B and PlumGLM with success.", "PlumGLM", "Method"),
        ("Evaluated on PlumNet-1K, Plummer-Tiny reaches 88.4.", "Plummer-Tiny", "Method"),
        ("We see a 23\\% PMX gain.", "PMX", "Metric"),
        ("We see a 5\\% PlumBERT gain.", "PlumBERT", "Method"),
        ("We try PLM2PMG translation.", "PLM2PMG", "Task"),
        ("We use a generative surrogate neural network (GSN) model.", "generative surrogate neural network", "Method"),
    ],
)  # fmt: skip
def test_what_a_name_is_stands_around_it(text: str, name: str, type: str) -> None:
    assert typed(text).get(name) == type


def test_a_long_form_is_one_wherever_it_stands() -> None:
    text = "Plum Diffusion for Visual Exploration (PDVE) is new. We use plum diffusion for visual exploration."
    (one,) = kb.extract([kb.Paper(title="Plum Diffusion for Visual Exploration: Cortical Plums", abstract=text)])
    names = {c["name"]: len(c["mentions"]) for c in one["concepts"]}
    assert names["Plum Diffusion for Visual Exploration"] == 4 and "visual exploration" not in map(str.lower, names)


def test_stressed_words_are_no_terms() -> None:
    said = "Is it \\emph{training} or \\emph{edge-wise}, \\emph{counter-seasonable}?"
    assert typed(f"{said} \\textit{{Project page:}} soon.") == {}


def test_a_bracket_defines_better_than_a_title() -> None:
    found = typed("We present Reconstruction TReePlums (RTrP), which is new.", "RTrP: Rendering Trees for Plums")
    assert "Reconstruction TReePlums" in found and not any("for Plum" in name for name in found)


@pytest.mark.parametrize(
    ("text", "name", "none"),
    [
        ("We call the method FooNet, which is small.", "FooNet", "method FooNet"),
        ("All VC classes are learnable, and FooNet too.", "VC class", "VC"),
        ("The Log-Plum trick helps FooNet.", "Log-Plum trick", "Log-Plum"),
        ("We filter a Gaussian Orchard signal with FooNet.", "Gaussian Orchard signal", "Gaussian Orchard"),
        ("We also present FRUIT#, a cousin of FooNet.", "FRUIT#", "FRUIT"),
        ("A task called normalized local fruit map estimation.", "normalized local fruit map estimation", "fruit map"),
        ("``Zero-plum'' neural search (ZNS) is not FooNet.", "zero-plum neural search", "zero-plum'' neural search"),
        ("An OPE-tailored metric for plums is used with FooNet.", "FooNet", "OPE-tailored"),
        ("A bound is known (Grossman, FOCS 2015) for FooNet.", "FooNet", "FOCS"),
        ("With dual plum training** and FooNet we win.", "FooNet", "dual plum training**"),
        ("We use class-aware pseudo-labeling (CAP) of plums.", "class-aware pseudo-labeling", "class-aware pseudo"),
        ("We depend on a \\textit{small learning rate} in FooNet.", "FooNet", "small learning rate"),
    ],
)
def test_what_stands_around_a_name_is_no_part_of_it(text: str, name: str, none: str) -> None:
    assert name in typed(text)
    assert none not in typed(text)


def test_a_name_that_ends_in_s_is_no_plural() -> None:
    assert "stochastic Adams method" in typed("The stochastic Adams method is old. We use the stochastic Adams method.")
    assert "relax the mirror descent" not in typed("We also relax the mirror descent (RMD) for orchards.")


# --- links and citations -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Code: //github.com/a/b .", ("https://github.com/a/b",)),
        ("代码在https://a.org/b-c上获得。", ("https://a.org/b-c",)),
        ("(see https://a.org/x_(y)).", ("https://a.org/x_(y)",)),
        ("[here](https://a.org/x), and www.b.org/z.", ("https://a.org/x", "https://www.b.org/z")),
        ("[https://a.org/x](https://a.org/x).", ("https://a.org/x",)),
        ("either // or / is fine", ()),
    ],
)
def test_links_end_where_the_address_ends(text: str, links: tuple[str, ...]) -> None:
    assert read(text).links == links


def test_citations_are_read_in_text_and_in_brackets() -> None:
    found = read("Doe (1996) and Roe et al. (2017a) agree (Kim, 2003; Li & Wu, 2018), in June (2019).").citations
    assert [(c.author, c.year) for c in found] == [("Doe", 1996), ("Roe", 2017), ("Kim", 2003), ("Li", 2018)]


# --- roles ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        ("In this paper we propose FooNet for vision.", "FooNet", "introduces"),
        ("Here we introduce a new framework, called FooNet.", "FooNet", "introduces"),
        ("FooNet, a novel method, is what we offer.", "FooNet", "introduces"),
        ("Our work builds on BarNet.", "BarNet", "extends"),
        ("It outperforms BarNet and BazNet by far.", "BazNet", "comparesWith"),
        ("We evaluate on QuuxBench.", "QuuxBench", "evaluatesOn"),
        ("Features are computed using BarNet.", "BarNet", "uses"),
        ("We study the dynamics of BarNet.", "BarNet", "studies"),
        ("Previous works propose BarNet.", "BarNet", "mentions"),
        ("我们提出了FooNet。", "FooNet", "introduces"),
        ("该方法与BarNet相比更快。", "BarNet", "comparesWith"),
        ("我们使用BarNet提取特征。", "BarNet", "uses"),
    ],
)
def test_a_cue_in_the_sentence_gives_the_role(text: str, surface: str, expected: str) -> None:
    assert role(text, surface) == expected


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        ("BarNet has been shown to be slow. We propose FooNet.", "BarNet", "mentions"),
        ("We propose FooNet. Existing methods rely on BarNet.", "BarNet", "mentions"),
        ("We propose FooNet, which works without BarNet.", "BarNet", "mentions"),
        ("We propose FooNet. While BarNet is fast, we want more.", "BarNet", "mentions"),
        ("Unlike BarNet, our model needs no labels.", "BarNet", "comparesWith"),
        ("We propose FooNet. In particular, FooNet keeps its speed.", "FooNet", "introduces"),
        ("We propose a way of pruning BarNet.", "BarNet", "studies"),
        ("We train our model with BarNet.", "BarNet", "uses"),
        ("We adapt BarNet to the new setting.", "BarNet", "extends"),
        ("We show that BarNet converges.", "BarNet", "studies"),
    ],
)
def test_who_speaks_in_a_sentence_decides_what_it_says(text: str, surface: str, expected: str) -> None:
    assert [m.role for m in read(text).mentions if m.surface == surface][-1] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "FooNet: Faster Training of Graph Neural Networks",
            {"FooNet": "introduces", "Graph Neural Networks": "studies"},
        ),
        ("Image Classification via Knowledge Distillation", {"Knowledge Distillation": "uses"}),
        ("On the Limits of Knowledge Distillation", {"Knowledge Distillation": "studies"}),
    ],
)
def test_a_title_turns_on_what_it_names(title: str, expected: dict[str, str]) -> None:
    found = next(extract([Paper(title=title, abstract="We say more of it here.")])).mentions
    assert expected.items() <= {m.surface: m.role for m in found}.items()


def test_mentions_are_plain_tuples_of_strings_and_numbers() -> None:
    m = read("We propose FooNet.").mentions[0]
    assert isinstance(m, Mention) and isinstance(m.surface, str) and isinstance(m.candidates, tuple)


@pytest.mark.parametrize(
    ("name", "type"),
    [
        ("prospective ablation study", "Method"),
        ("parameter efficiency", "Concept"),
        ("cartilage repair", "Task"),
        ("Gaussian Markov random fields", "Method"),
        ("area under the curve", "Metric"),
    ],
)
def test_the_last_words_of_a_name_tell_its_type(name: str, type: str) -> None:
    assert kind(name, "Concept") == type
