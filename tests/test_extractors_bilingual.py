"""Chinese names are read word by word: wordings that no list holds find their concept, parts of words do not."""

from __future__ import annotations

import pytest

from kb.extractors import extract
from kb.extractors.bilingual import Composer, inside_word, table, word_counts
from kb.extractors.compounds import compounds
from kb.lexicon import Lexicon, Term, load
from kb.meanings import Entry
from kb.records import Paper
from kb.resolve import entries
from kb.shipped import shipped

NONE_CHINESE = Lexicon(
    {t.id: Term(t.id, t.name, t.type, t.aliases, count=t.count) for t in load().terms.values()}, hash="no zh"
)
COMPOSER = Composer(NONE_CHINESE)


def composed(text: str) -> list[tuple[str, str]]:
    return [(text[c.begin : c.end], c.id) for c in COMPOSER.find(text)]


def resolve(text: str) -> list[Entry]:
    return list(entries(next(extract([Paper(abstract=text)])), load()))


# --- the table -----------------------------------------------------------------------------------------------------


def test_every_row_has_words_a_source_and_a_count() -> None:
    lines = (shipped("data/lexicon/bilingual") / "zh.tsv").read_text("utf-8").splitlines()
    assert lines[0].startswith("# licence: ") and "attribution: " in lines[0]
    rows = [line.split("\t") for line in lines if line[0] != "#"]
    assert rows[0] == ["zh", "english", "source", "count"]
    assert [r for r in rows[1:] if len(r) != 4 or not (r[0] and r[1] and r[2] and int(r[3]) > 0)] == []
    assert len({r[0] for r in rows}) == len(rows) > 900


def test_the_table_holds_words_and_no_long_names() -> None:
    assert [zh for zh in table() if len(zh) > 6] == []


# --- composition ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "surface", "id"),
    [
        ("我们研究神经正切内核。", "神经正切内核", "neural-tangent-kernel"),
        ("一个残余网络很深。", "残余网络", "residual-network"),
        ("用尖峰神经网络计算。", "尖峰神经网络", "spiking-neural-network"),
        ("生成式对抗网络很好。", "生成式对抗网络", "generative-adversarial-network"),
        ("灾难性的遗忘很常见。", "灾难性的遗忘", "catastrophic-forgetting"),
        ("维度的诅咒依旧。", "维度的诅咒", "curse-of-dimensionality"),
        ("使用softmax 交叉熵损失。", "交叉熵损失", "cross-entropy-loss"),
        ("自我监督学习有用。", "自我监督学习", "self-supervised-learning"),
        ("在线性模型中。", "线性模型", "linear-model"),
    ],
)
def test_a_wording_never_listed_finds_its_concept(text: str, surface: str, id: str) -> None:
    assert (surface, id) in composed(text)


@pytest.mark.parametrize(
    "text",
    [
        "网络很深。",
        "非线性模型很好。",
        "双线性模型很好。",
        "图像分割员很好。",
        "有限元分析很快。",
        "学习网络核心。",
        "它持续时间很长。",
        "",
        "neural tangent kernel",
    ],
    ids=["one word", "negated", "doubled", "suffix", "part", "no name", "longer word", "empty", "latin"],
)
def test_parts_of_words_compose_nothing(text: str) -> None:
    assert composed(text) == []


def test_the_longest_name_wins_and_offsets_are_exact() -> None:
    assert [s for s, _ in composed("用图卷积神经网络与随机梯度下降。")] == ["图卷积神经网络", "随机梯度下降"]


def test_an_empty_lexicon_composes_nothing() -> None:
    assert list(Composer(Lexicon({}, hash="")).find("神经正切内核")) == []


def test_a_known_name_inside_a_word_is_no_mention() -> None:
    assert inside_word("分类器", 0, 2) and inside_word("跨熵", 1, 2)
    assert not inside_word("分类。", 0, 2) and not inside_word("的熵，", 1, 2)


# --- acronyms join the languages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("我们提出稀疏神经网络（SNN）。SNN很小。", "sparse-neural-network"),
        ("尖峰神经网络(SNN)很快。SNN很小。", "spiking-neural-network"),
        ("神经正切核（NTK）是线性的。NTK有用。", "neural-tangent-kernel"),
    ],
)
def test_the_words_decide_what_an_acronym_means(text: str, key: str) -> None:
    (e,) = (e for e in resolve(text) if any(m.surface in ("SNN", "NTK") for m in e.mentions))
    assert e.key == key and any(not m.surface.isascii() for m in e.mentions)


def test_an_acronym_of_another_field_is_not_joined() -> None:
    assert {e.key for e in resolve("分布式能源(DER)很重要。")} == {"分布式能源"}


def test_the_ways_to_cut_a_text_into_words_are_counted() -> None:
    assert 3 in word_counts("稀疏神经网络") and not word_counts("稀疏龘网络")


# --- notions that nobody lists -------------------------------------------------------------------------------------


def test_a_compound_that_recurs_is_a_notion_and_one_in_passing_is_not() -> None:
    found = {m.surface for e in resolve("概率变换有用。我们比较概率变换。另见随机模拟。") for m in e.mentions}
    assert "概率变换" in found and "随机模拟" not in found


@pytest.mark.parametrize("text", ["龘概率变换很好", "学习表示。", "变换。", "层结构很好"])
def test_a_chain_that_is_cut_or_governed_is_no_compound(text: str) -> None:
    assert list(compounds(text)) == []


# --- what stays in Latin letters -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("我们证明Expnorm提供了更好的结果。", "Expnorm", "Method"),
        ("评估是基于F3度量完成的。", "F3度量", "Metric"),
        ("我们报告了Rouge得分。", "Rouge得分", "Metric"),
    ],
)
def test_a_name_that_a_translation_left_in_latin_letters_is_found(text: str, name: str, label: str) -> None:
    found = next(extract([Paper(abstract=text)]))
    assert (name, label) in [(m.surface, m.label) for m in found.mentions]


@pytest.mark.parametrize(
    "text",
    [
        "根据Hinton等人的工作。",
        "与Schmidt教授合作。",
        "在Stanford大学进行。",
        "我们在Paris市测试。",
        "由Kingsley提出的想法。",
        "而Bernoff证明了它。",
        "这是Rosmarin的定理。",
        "数据来自London的街道。",
    ],
)
def test_people_and_places_in_latin_letters_are_no_names_of_methods(text: str) -> None:
    assert [m.surface for m in next(extract([Paper(abstract=text)])).mentions] == []


@pytest.mark.parametrize("text", ["我们提出了与梅园加权变换,以及更多。", "我们提出了解决梅园稳定性和果实网络(PLN)。"])
def test_what_something_is_proposed_with_or_against_is_not_its_name(text: str) -> None:
    found = next(extract([Paper(abstract=text)])).mentions
    assert not [m.surface for m in found if m.rule == "cue"]
    named = next(extract([Paper(abstract="我们提出了梅园加权变换,以及更多。")])).mentions
    assert "梅园加权变换" in [m.surface for m in named if m.rule == "cue"]
