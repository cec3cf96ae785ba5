"""Texts that are no English or Chinese abstract: what comes out is exact and not invented, and takes its time only."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st

import kb
from kb.extractors import extract
from kb.extractors.invisible import Seen
from kb.extractors.untext import untext
from kb.records import Paper


def found(text: str) -> dict[str, Any]:
    """The JSON of `kb extract` for an abstract, every offset of it checked."""
    said = next(iter(kb.extract([Paper(abstract=text)])))
    for m in (m for c in said["concepts"] for m in c["mentions"]):
        assert text[m["start"] : m["end"]] == m["text"]
    for a in said["acronyms"]:
        assert (text[slice(*a["short_span"])], text[slice(*a["long_span"])]) == (a["short"], a["long"])
    return said


def names(text: str) -> set[str]:
    return {c["name"] for c in found(text)["concepts"]}


# --- other languages -----------------------------------------------------------------------------------------------

JAPANESE = (
    "本研究では、深層学習を用いた画像認識のための新しい手法を提案する。提案手法は畳み込みニューラルネットワーク(CNN)と"
    "注意機構を組み合わせ、ImageNetおよびCIFAR-10データセットで評価した。認識精度が3.2%向上することを確認した。"
)
FRENCH = (
    "Nous proposons une nouvelle méthode d'apprentissage profond pour la reconnaissance d'images. Notre approche unit "
    "des réseaux convolutifs (CNN) et un mécanisme d'attention, et nous l'évaluons sur ImageNet et CIFAR-10. L'article "
    "présente une analyse théorique de la convergence et de la classification des données."
)
GERMAN = (
    "Wir stellen ein neues Verfahren zur Bilderkennung vor, das auf tiefen Netzen beruht. Unser Ansatz verbindet "
    "Faltungsnetze (CNN) mit einer Aufmerksamkeit und wird auf ImageNet und CIFAR-10 geprüft. Die Ergebnisse zeigen "
    "eine Verbesserung der Genauigkeit. Diese Arbeit untersucht auch die Konvergenz der Methode."
)
KOREAN = "본 논문에서는 이미지 인식을 위한 방법을 제안한다. 합성곱 신경망(CNN)을 ImageNet과 CIFAR-10에서 평가하였다."
RUSSIAN = "Мы предлагаем метод обучения: сеть (CNN) проверяется на ImageNet и CIFAR-10, точность выше, чем раньше."


@pytest.mark.parametrize(
    ("text", "lang"),
    [(JAPANESE, "ja"), (FRENCH, "fr"), (GERMAN, "de"), (KOREAN, "ko"), (RUSSIAN, "und")],
    ids=["ja", "fr", "de", "ko", "ru"],
)
def test_another_language_is_told_and_gives_only_latin_names_and_short_forms(text: str, lang: str) -> None:
    assert found(text)["lang"] == lang
    assert names(text) == {"convolutional neural network", "ImageNet", "CIFAR-10"}
    assert found(text)["acronyms"] == []


def test_a_short_form_that_another_language_spells_out_is_kept() -> None:
    text = (
        "Nous étudions les modèles de Markov cachés (MMC) pour la parole et les données dans des essais sur le terrain."
    )
    assert [(a["short"], a["long"]) for a in found(text)["acronyms"]] == [("MMC", "modèles de Markov cachés")]


@pytest.mark.parametrize(
    "text",
    ["Learning on graphs", "La Jolla", "el Niño and la Niña", "Les Houches lectures on spin glasses", "我们研究 の 字"],
)
def test_a_foreign_word_makes_no_foreign_text(text: str) -> None:
    assert found(text)["lang"] in ("en", "zh")


# --- no running text -----------------------------------------------------------------------------------------------


def test_an_abstract_in_capitals_gives_known_names_only() -> None:
    text = (
        "WE PROPOSE A NEW METHOD FOR TRAINING DEEP NEURAL NETWORKS WITH DROPOUT ON IMAGENET. OUR APPROACH IS BETTER "
        "THAN ALL OF THE BASELINES ON CIFAR-10. THE RESULTS SHOW THAT THE GAP TO GRADIENT DESCENT IS SMALL."
    )
    assert names(text) == {"deep neural network", "dropout", "ImageNet", "CIFAR-10", "gradient descent"}


def test_odds_ratios_make_no_sentence_of_capitals() -> None:
    assert "FooNet" in names(
        "With FooNet the risk fell (OR 0.8, 95% CI 0.7-0.9) and with age (OR 0.9, 95% CI 0.8-1.0)."
    )


CODE = """import numpy as np
class ResidualBlock(nn.Module):
    def __init__(self, inChannels: int, *, useNorm: bool) -> None:
        self.convOne = nn.ConvLayer(inChannels, kernel_size=3)
        return F.relu(self.batchNorm(x)) + MAX_VALUE
for (auto &i : myVec) { printf("%d", i); }
SELECT paperId, COUNT(*) FROM CitationTable WHERE yearPublished > 2019 GROUP BY paperId;"""
LATEX = (
    r"\begin{align*}\mathcal{L}(\theta)&=\frac{1}{N}\sum_{i=1}^{N}\ell(f_\theta(x_i),y_i)\end{align*}"
    r"\cite{LeCunNet}\label{fig:NTK} \includegraphics[width=\linewidth]{NetPlot.pdf} \ref{DeepNet}"
)
TABLE = "\n".join("\t".join(f"{(i * 37 + j * 11) % 97 / 7:.3f} ± 0.2" for j in range(8)) for i in range(20))


@pytest.mark.parametrize("text", [CODE, LATEX, TABLE, "Top-5\t92.9\t25.6M\n1e-4 3.2e+05 0x1F 95%CI"], ids=str.split)
def test_code_formulas_and_numbers_hold_no_concepts(text: str) -> None:
    assert names(text) == set()


def test_prose_beside_code_is_read() -> None:
    assert names(f"We train with dropout:\n{CODE}\nThe FooNet library follows.") == {"dropout", "FooNet"}


@pytest.mark.parametrize(
    "text",
    [
        "An overview of stroke; hypertension; sclerosis; and more (see Figure 2).",
        "The class imbalance (CI) of f(x) = 0 grows with O(n) queries; we bound it by x_i, and reach p=0.05 in all.",
        "We use a cost of $f(x_i) = 0$; see a_b(c); d.e(f); g = h;",
    ],
)
def test_prose_with_formulas_is_no_code(text: str) -> None:
    assert untext(text) == []


def alnum(size: int, more: str = "") -> str:
    signs = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + more
    return "".join(random.Random(7).choices(signs, k=size))


@pytest.mark.parametrize(
    "word", [alnum(300), alnum(100_000, "+/"), alnum(61), "Ab1-" * 20_000, "A" * 100_000, "F(2019" * 9_000]
)
def test_a_word_that_nobody_can_read_names_nothing(word: str) -> None:
    assert names(f"We study {word} and dropout.") <= {"dropout"}


@pytest.mark.parametrize(("opened", "closed"), ["{}", "()", ["\\emph{", "}"], "[]", "“”", "$$"], ids=repr)
def test_deep_nesting_is_no_matter(opened: str, closed: str) -> None:
    assert names(f"We study {opened * 2000}x{closed * 2000} on CIFAR-10.") == {"CIFAR-10"}


def test_a_long_text_gives_what_its_parts_give() -> None:
    """A hundred kilobytes of unlike sentences; a walk over all names for each name would take minutes."""
    syllables = random.Random(1)
    made = ["".join(syllables.choices(["ka", "lo", "mi", "ren", "tu", "vas", "por"], k=5)) for _ in range(1_000)]
    text = "".join(
        f"We study the {w} model and propose {w.capitalize()}Net ({w[:2].upper()}X) on CIFAR-10. " for w in made
    )
    assert {f"{w.capitalize()}Net" for w in made} <= names(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" + "A" * 40_000 + " 2019)",
        "(" + "2019 " * 8_000,
        "(" + "Neal, " * 7_000 + "2019)",
        "van " * 10_000 + "(2019)",
        "A" * 40_000 + "-1/",
        "http://a.b/" + ")" * 40_000,
        "".join(f"alpha{i} beta{i} gamma{i} (ABG{i}) " for i in range(1_500)),
    ],
    ids=lambda t: t[:8],
)
def test_no_pattern_runs_away(text: str) -> None:
    """Each of these took ten seconds and more."""
    assert found(text + " (Neal, 2019).")["citations"][-1:] in (
        [],
        [{"surface": "Neal, 2019", "author": "Neal", "year": 2019}],
    )


# --- signs that nobody sees ----------------------------------------------------------------------------------------

HIDDEN = st.sampled_from(["\u200b", "\u00ad", "\u202e", "\u2066", "\ufeff", "\u200d", "\ufe0f"])
PLAIN = (
    "We propose FooNet (FN), a convolutional network trained with dropout, see Neal (1996). 我们提出神经切线内核(NTK)。"
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(PLAIN)), HIDDEN), max_size=12))
def test_signs_that_nobody_sees_change_no_find(hidden: list[tuple[int, str]]) -> None:
    text = PLAIN
    for at, sign in sorted(hidden, reverse=True):
        text = text[:at] + sign + text[at:]
    plain, said = found(PLAIN), found(text)
    assert [(c["name"], c["type"], c["role"], len(c["mentions"])) for c in said["concepts"]] == [
        (c["name"], c["type"], c["role"], len(c["mentions"])) for c in plain["concepts"]
    ]
    assert [c["author"] for c in said["citations"]] == ["Neal"]
    assert [len(said[key]) for key in ("acronyms", "links")] == [len(plain[key]) for key in ("acronyms", "links")]


def test_accents_as_signs_of_their_own_belong_to_their_word() -> None:
    assert names("We study Schro\u0308dinger bridges and ne\u0301ural networks.") == {
        "Schrödinger bridge",
        "néural network",
    }


@given(st.text(st.sampled_from("ae\u0301\u200b\u00ad\u0308 T"), max_size=12))
def test_what_is_seen_leads_back_to_what_was_given(text: str) -> None:
    seen = Seen(text)
    begins = [seen.place(n, n + 1) for n in range(len(seen.text))]
    assert begins == sorted(begins)
    assert all(0 <= b < e <= len(text) for b, e in begins)


def test_a_lone_surrogate_goes_through_the_command_line(run: Run, tmp_path: Path) -> None:
    line = '{"id": "s", "title": "A \\ud800 title", "abstract": "We study \\ud800dropout on CIFAR-10\\udfff."}\n'
    (tmp_path / "s.jsonl").write_text(line, "utf-8")
    assert run("add", "s.jsonl", cwd=tmp_path).returncode == 0
    shown = json.loads(run("explain", "s", "dropout", "--format", "json", cwd=tmp_path).stdout)
    assert [x["surface"] for x in shown] == ["dropout"]


def test_a_lone_surrogate_moves_no_offset() -> None:
    assert names("We study \ud800dropout on CIFAR-10\udfff.") == {"dropout", "CIFAR-10"}


def test_readings_of_odd_texts_hold_their_sentences() -> None:
    for text in (JAPANESE, FRENCH, CODE, LATEX, "Foo\u200bNet is\u200b. \u200bGood e\u0301."):
        reading = next(extract([Paper(abstract=text)]))
        spans = reading.sentences.get("abstract", ())
        assert all(any(b <= m.begin and m.end <= e for b, e in spans) for m in reading.mentions)
        assert re.sub(r"\s", "", "".join(text[b:e] for b, e in spans))
