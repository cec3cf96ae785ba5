"""Pages and documents: what is an abstract and what is furniture, every line accounted for."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from kb.readers import adverts, dump, furniture, read, text
from kb.records import Paper, Skipped

DATA = Path(__file__).parent / "data"
GOLDEN = Path(__file__).parent / "golden"
PAGES = sorted(DATA.glob("dump_*.txt"))


def told(path: Path) -> list[str]:
    """One row for each piece of a page: line, what it is, and how it begins and ends."""
    rows = []
    skipped: list[Skipped] = []
    for p in read(path, on_skip=skipped.append):
        assert p.source and p.abstract
        kind = f"related {p.lang}" if p.related else f"paper {p.lang}"
        rows.append((p.source.line, kind, f"{p.abstract[:25]} … {p.abstract[-25:]}"))
    rows += [(s.line, s.reason, s.excerpt[:40]) for s in skipped]
    return ["\t".join(map(str, row)) for row in sorted(rows)]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_a_page_is_told_apart_as_a_reader_would(path: Path) -> None:
    assert told(path) == (GOLDEN / f"{path.stem}.tsv").read_text("utf-8").splitlines()


@pytest.mark.parametrize("path", [p for p in PAGES if "wrapped" not in p.stem], ids=lambda p: p.stem)
def test_every_line_is_a_paper_or_is_reported(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    items = list(dump.read(lines, "x"))
    told = [
        i.source.line if isinstance(i, Paper) and i.source else i.line if isinstance(i, Skipped) else 0 for i in items
    ]
    assert sorted(told) == [n for n, line in enumerate(lines, 1) if line.strip()]
    for i in items:
        if isinstance(i, Paper) and i.source:
            assert i.abstract == lines[i.source.line - 1].strip()


def test_related_papers_point_to_the_first_one() -> None:
    main, *others = read(DATA / "dump_other_footer.txt")
    assert main.id and not main.related
    assert [p.related for p in others] == [(main.id,), (main.id,)]


def test_a_heading_under_each_item_relates_nothing() -> None:
    page = (DATA / "dump_none.txt").read_text("utf-8").replace("\n\n", "\n\nRelated papers\n\n")
    assert not any(p.related for p in dump.read(page.splitlines(), "x") if isinstance(p, Paper))


def test_pages_run_together_give_the_same_papers_as_apart() -> None:
    apart = [DATA / f"dump_{n}.txt" for n in ("short_chinese", "other_spam", "short_chinese", "none", "short_chinese")]
    glued = "".join(p.read_text("utf-8").rstrip("\n") for p in apart)
    together = {p.abstract for p in dump.read(glued.splitlines(), "-") if isinstance(p, Paper)}
    assert together == {p.abstract for p in read(*apart)}


def test_an_abstract_that_begins_with_the_words_of_a_heading_stays_whole() -> None:
    lines = ["Related work has shown that nets forget, and we ask what it is that they forget first.", "Abstract"]
    lines = [
        "Paper Harbour",
        "We see a net that forgets, and we ask why it does.",
        "Related",
        *lines,
        "Paper Harboured it.",
    ]
    papers = [p for p in dump.read(lines, "x") if isinstance(p, Paper)]
    assert [p.abstract for p in papers] == [lines[1], lines[3]] and papers[1].related


def test_each_of_many_pages_has_its_own_first_paper() -> None:
    page = (DATA / "dump_short_abstract.txt").read_text("utf-8")
    papers = [p for p in dump.read((page * 3).splitlines(), "-") if isinstance(p, Paper)]
    assert [bool(p.related) for p in papers] == [False, True, True] * 3


def test_a_stream_longer_than_one_window_is_read_to_its_end() -> None:
    line = "We study item number {} of a long stream, and we find that it is like the others in every way."
    papers = [p for p in dump.read((line.format(i) for i in range(21_000)), "-") if isinstance(p, Paper)]
    assert len(papers) == 21_000 and papers[-1].source and papers[-1].source.line == 21_000


def test_the_content_id_counts_letters_not_layout() -> None:
    same = dump.content_id(None, "A  Wide-Network, (again)!")
    assert same == dump.content_id(None, "a wide network again") == dump.content_id("A wide", "ＮＥＴＷＯＲＫ again")
    long = "word " * 500
    assert dump.content_id(None, long + "one") != dump.content_id(None, long + "two")
    assert same.startswith("sha256:") and len(same) == 39


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Related Content", furniture.RELATED),
        ("You might also like:", furniture.RELATED),
        ("相關論文", furniture.RELATED),
        ("推荐阅读", furniture.RELATED),
        ("translated by Some Engine", furniture.TRANSLATED),
        ("Abstract", furniture.HEADING),
        ("参考文献", furniture.HEADING),
        ("Home » Papers » 2021 » Deep learning", furniture.CHAIN),
        ("deep learning, kernels, spiking networks, pruning", furniture.CHAIN),
        ("体育直播、彩票开奖、真人娱乐、注册送钱", furniture.CHAIN),
        ("沪ICP备12345678号-1", furniture.NOTICE),
        ("Sign in to see more papers like this one and to follow the authors that you like.", furniture.NOTICE),
        ("某某网络科技有限公司", furniture.NO_SENTENCE),
        ("Page 3 of 17", furniture.NO_SENTENCE),
        ("A Survey of Pruning Methods for Deep Networks", furniture.NO_SENTENCE),
    ],
)
def test_furniture_has_a_reason(line: str, reason: str) -> None:
    assert furniture.reason(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        "We ask when a wide network forgets, and answer it for linear models.",
        "Cookies are a way to track people. We measure how many a visit to each of a thousand sites leaves behind.",
        "本文研究广告点击率预测中的遗忘问题,提出一种重放方法,实验表明该方法有效。",
        "随着网络规模的增大,训练变得困难.我们提出一种方法来解决这个问题.",
        "Methods such as pruning, distillation and quantization make models small. None is best on all tasks.",
        'Someone said that "more is different". We show that it is. Code: https://example.org/more',
    ],
)
def test_prose_is_no_furniture(line: str) -> None:
    assert furniture.reason(line) is None


@pytest.mark.parametrize(
    ("text_", "language"),
    [
        ("A net.", "en"),
        ("神经网络", "zh"),
        ("神经切线内核(NTK)理论", "zh"),
        ("ネットワークの学習", "ja"),
        ("123", None),
        ("Сеть", None),
    ],
)
def test_language_follows_the_script(text_: str, language: str | None) -> None:
    assert furniture.language(text_) == language


def test_abstracts_one_a_line_are_as_many_papers(tmp_path: Path) -> None:
    lines = [
        f"We study item {i}, and {'we find nothing at all about it, which is what one would expect, ' * 3}here."
        for i in range(3)
    ]
    (tmp_path / "abstracts.txt").write_text("\n".join(lines), "utf-8")
    assert [p.abstract for p in read(tmp_path / "abstracts.txt")] == lines


# --- pages without blank lines -------------------------------------------------------------------------------------

ABSTRACTS = [
    "Weight decay is said to make networks flat. We follow the curvature of forty small networks during training, and "
    "it falls in those without decay as well. What decay changes is the moment at which the fall begins.",
    "Robots that learn from their owners must ask when they are unsure. We present a rule for asking that needs one "
    "number, and nine owners of ten kept answering for a week. Our code is public.",
    "稀疏网络在小数据集上容易过拟合。本文提出一种简单的剪枝顺序,实验表明准确率在三个任务上都有提高。",
]
ADVERTS = [
    "Lonely tonight? Meet singles near you and chat for free with all of them.",
    "Hurry! You have been chosen for a gift card of $500. Tap the link below to get it today.",
    "Our shop has the best watches at half the price, with free delivery for all customers.",
]


SALT = "We show that nothing else is in the sea, that it is enough, and how much of each is needed."


def page(folder: Path, lines: list[str]) -> tuple[list[Paper], list[Skipped]]:
    (folder / "page.txt").write_text("\n".join(lines) + "\n", "utf-8")
    papers = read(folder / "page.txt")
    return list(papers), papers.skipped


@pytest.mark.parametrize("adverts", [[], ADVERTS], ids=["", "adverts"])
@pytest.mark.parametrize("rule", ["====", "****", "----", "* * *", "###", "~~~~~~~~~~~~", "—", "• • •", "#", "___"])
def test_rules_set_abstracts_apart(tmp_path: Path, rule: str, adverts: list[str]) -> None:
    lines = [line for text_ in (*ABSTRACTS, *adverts) for line in (text_, rule)]
    papers, skipped = page(tmp_path, lines)
    assert [(p.abstract, p.source and p.source.line) for p in papers] == [*zip(ABSTRACTS, (1, 3, 5), strict=True)]
    advertised = [(s.line, s.reason) for s in skipped if s.reason != furniture.SEPARATOR]
    assert advertised == [(2 * i + 7, furniture.ADVERT) for i in range(len(adverts))]
    assert [s.line for s in skipped if s.reason == furniture.SEPARATOR] == list(range(2, len(lines) + 1, 2))


@pytest.mark.parametrize("adverts", [[], ADVERTS], ids=["", "adverts"])
@pytest.mark.parametrize("number", ["[{}]\n", "[{}] ", "{}. ", "({}) ", "{}、", "#{} ", "No. {}\n", "— {} —\n", ""])
def test_numbers_or_nothing_set_abstracts_apart(tmp_path: Path, number: str, adverts: list[str]) -> None:
    lines = "\n".join(number.format(i) + t for i, t in enumerate([*ABSTRACTS, *adverts], 1)).split("\n")
    papers, skipped = page(tmp_path, lines)
    assert [p.abstract for p in papers] == ABSTRACTS
    told = [p.source.line for p in papers if p.source] + [s.line for s in skipped]
    assert sorted(told) == list(range(1, len(lines) + 1))
    assert [s.reason for s in skipped if s.reason != furniture.SEPARATOR] == [furniture.ADVERT] * len(adverts)


def test_wrapped_abstracts_between_rules_are_joined(tmp_path: Path) -> None:
    lines: list[str] = []
    for text_ in ABSTRACTS[:2] * 2:
        lines += [*textwrap.wrap(text_, 60), "======"]
    papers, skipped = page(tmp_path, lines)
    assert [p.abstract for p in papers] == ABSTRACTS[:2] * 2
    assert [s.reason for s in skipped] == [furniture.SEPARATOR] * 4


def test_markup_and_label_of_an_abstract_go_and_a_line_of_markup_is_told(tmp_path: Path) -> None:
    lines = [
        '<div class="list">',
        f"<p>Abstract: {ABSTRACTS[0]}</p>",
        f"<p><b>ABSTRACT</b> {ABSTRACTS[1].replace('learn', '<i>learn</i>')}</p>",
        "</div>",
        f"摘要：{ABSTRACTS[2]}",
        "H<sub>2</sub>O &amp; salt are all that we need. " + SALT,
    ]
    papers, skipped = page(tmp_path, lines)
    assert [p.abstract for p in papers] == [*ABSTRACTS, f"H₂O & salt are all that we need. {SALT}"]
    assert [(s.line, s.reason) for s in skipped] == [(1, furniture.MARKUP), (4, furniture.MARKUP)]


ONE = " ".join(ABSTRACTS[:2])


@pytest.mark.parametrize(
    "lines",
    [
        textwrap.wrap(ONE, 72),
        textwrap.wrap(ONE, 100),
        textwrap.wrap(ONE, 150),
        textwrap.wrap(f"{ONE} {ONE}", 150),
        [s if s.endswith(".") else f"{s}." for s in ONE.split(". ")],
        [ABSTRACTS[0], f"However, {ABSTRACTS[1][0].lower()}{ABSTRACTS[1][1:]}"],
        [f"Background: {ABSTRACTS[0]}", f"Methods: {ABSTRACTS[1]}"],
        ["Flat Networks", "=============", "", ABSTRACTS[0], "", "Asking", "------", "", ABSTRACTS[1]],
        ["Flat Networks", "", ABSTRACTS[0], "", "* * *", "", ABSTRACTS[1]],
        [ABSTRACTS[0], "1. We count how often it is so.", "2. We ask why it is not more often so."],
        [f"<p>{ABSTRACTS[0]}</p>"],
    ],
    ids=["72", "100", "150", "twice", "sentences", "goes_on", "sections", "underlined", "one_rule", "list", "markup"],
)
def test_one_document_stays_one_paper(tmp_path: Path, lines: list[str]) -> None:
    (paper,), _ = page(tmp_path, lines)
    assert paper.source and paper.source.format == "text"
    assert ABSTRACTS[0][:40] in (paper.abstract or "") and "<" not in (paper.abstract or "")


@pytest.mark.parametrize(
    "line",
    [
        *ADVERTS,
        "Earn $900 a week from your kitchen table. No experience needed.",
        "Tired of ads? Upgrade to premium now and save 30% on your first year.",
        "恭喜您获得一部全新手机，请马上点击领取您的奖品。",
        "想在家轻松赚钱吗？欢迎加入我们的微信群，名额有限。",
    ],
)
def test_an_advertisement_is_told_by_how_it_speaks(line: str) -> None:
    assert adverts.is_advert(line)


@pytest.mark.parametrize(
    "line",
    [
        "You only see what you look for. We show that networks do as well, on three data sets.",
        "Free energy is a bound on surprise. Systems that minimize it today resemble what they predict.",
        "Online auctions let sellers offer goods to customers at a discount. The paper asks who profits.",
        "What is learned first is lost last! A year of daily measurements supports this old hypothesis.",
        "Loans of $100 were given to half of the participants; their income rose within 24 months.",
        "本文研究在线广告的点击率预测问题,用户可以免费注册,我们提出一种方法。",
    ],
)
def test_a_paper_about_selling_is_no_advertisement(line: str) -> None:
    assert furniture.reason(line) is None


# --- one document a file -------------------------------------------------------------------------------------------

BODY = "We count how often an example is lost again. Most examples are never lost, and those that are have odd labels."


@pytest.mark.parametrize(
    ("content", "title", "abstract"),
    [
        (BODY, None, BODY),
        (f"Counting Losses\n\n{BODY}", "Counting Losses", BODY),
        (f"# Counting Losses\n\n## Abstract\n\n{BODY}", "Counting Losses", BODY),
        (f"Is It Lost?\n\nAbstract: {BODY}\n\nKeywords: loss, labels", "Is It Lost?", BODY),
        (
            f"Counting Losses\n\n{BODY}\n\nA second paragraph is part of it too.",
            "Counting Losses",
            f"{BODY}\n\nA second paragraph is part of it too.",
        ),
        (
            "数一数遗忘\n\n我们统计一个样本被遗忘的次数。大多数样本从来没有被遗忘,这个方法只需要一个整数。",
            "数一数遗忘",
            "我们统计一个样本被遗忘的次数。大多数样本从来没有被遗忘,这个方法只需要一个整数。",
        ),
        (BODY.replace(". Most", ".\nMost"), None, BODY.replace(". Most", ".\nMost")),
        (
            "We count how often an example is lost again\nafter it was learned, and we compare it with chance.",
            None,
            "We count how often an example is lost again after it was learned, and we compare it with chance.",
        ),
    ],
)
def test_a_document_is_one_paper(tmp_path: Path, content: str, title: str | None, abstract: str) -> None:
    (tmp_path / "a.txt").write_text(content, "utf-8")
    paper, *more = read(tmp_path / "a.txt")
    assert not more
    assert (paper.title, paper.abstract) == (title, abstract)
    assert paper.source and paper.source.format == "text"


def test_labelled_lines_of_a_document_are_its_fields() -> None:
    lines = ["A Title", "", BODY, "", "Keywords: loss; odd labels.", "", "Year: 2021", "", "Authors: Jo Doe, Ann Roe"]
    paper = next(i for i in text.read(lines, "x") if isinstance(i, Paper))
    assert (paper.keywords, paper.year, [a.family for a in paper.authors]) == (
        ("loss", "odd labels"),
        2021,
        ["Doe", "Roe"],
    )


def test_a_title_alone_is_reported() -> None:
    items = list(text.read(["A Title of Some Paper", "", "see below"], "x"))
    assert items and all(isinstance(i, Skipped) for i in items)
