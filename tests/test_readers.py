"""Any files in, papers out: recognition, decoding, and bad input that is reported and never stops the rest."""

from __future__ import annotations

import gzip
import io
import json
import random
from pathlib import Path

import pytest

import kb
from kb.errors import BadInput
from kb.readers import PROSE, READERS, read, read_texts, recognise
from kb.readers.decoding import Text
from kb.records import Paper, Skipped

DATA = Path(__file__).parent / "data"
ABSTRACT = (
    "We measure how fast a network forgets, and we show that it forgets what it never used. Nothing else is lost."
)
CHINESE = (
    "本文提出一种稀疏训练方法,可以在不降低准确率的情况下减少一半的参数。我们在三个数据集上进行了实验,结果表明方法有效。"
)
SAMPLES = {
    "nquads": "export.nq",
    "openalex": "openalex.jsonl",
    "pubmed": "pubmed.xml",
    "unixref": "unixref.xml",
    "jats": "article.nxml",
    "grobid": "paper.tei.xml",
    "arxiv": "arxiv.atom.xml",
    "arxiv-json": "arxiv.jsonl",
    "s2orc": "s2orc.jsonl",
    "s2": "s2_page.json",
    "crossref": "crossref.json",
    "csl": "library.csl.json",
    "jsonl": "works.jsonl",
    "scopus": "scopus.csv",
    "table": "table.csv",
    "bibtex": "library.bib",
    "ris": "library.ris",
    "wos": "savedrecs.txt",
    "nbib": "pubmed.nbib",
    "refer": "library.enw",
    "refworks": "refworks.txt",
    "dump": "dump_none.txt",
    "text": "abstract.txt",
}


def read_all(*sources: str | Path) -> tuple[list[Paper], list[Skipped]]:
    skipped: list[Skipped] = []
    return list(read(*sources, on_skip=skipped.append)), skipped


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# --- every reader keeps the contract -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READERS)
def test_a_sample_of_each_format_is_recognised_by_its_content_alone(name: str) -> None:
    assert recognise((DATA / SAMPLES[name]).read_text("utf-8")) == name


@pytest.mark.parametrize("name", READERS)
def test_papers_know_their_file_line_and_format(name: str) -> None:
    path = DATA / SAMPLES[name]
    lines = path.read_text("utf-8").splitlines()
    papers, skipped = read_all(path)
    assert papers
    for p in papers:
        assert p.source is not None and p.source.file == str(path) and p.source.format == name
        assert lines[p.source.line - 1].strip()
    assert all(s.file == str(path) and s.reason and len(s.excerpt) <= 80 for s in skipped)


@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_plain_lines_and_is_silent_on_none(name: str) -> None:
    lines = (DATA / SAMPLES[name]).read_text("utf-8").splitlines()
    assert any(isinstance(item, Paper) for item in READERS[name].read(iter(lines), "x"))
    assert list(READERS[name].read([], "x")) == []


@pytest.mark.parametrize("name", READERS)
def test_a_reader_survives_its_sample_cut_or_shuffled_anywhere(name: str) -> None:
    text = (DATA / SAMPLES[name]).read_text("utf-8")
    luck = random.Random(7)
    for cut in range(0, len(text), max(1, len(text) // 40)):
        assert all(isinstance(i, (Paper, Skipped)) for i in READERS[name].read(text[:cut].splitlines(), "x"))
        characters = list(text[cut : cut + 400])
        luck.shuffle(characters)
        assert all(isinstance(i, (Paper, Skipped)) for i in READERS[name].read(["".join(characters)], "x"))


@pytest.mark.parametrize("name", READERS)
def test_what_was_read_comes_back_the_same_from_our_own_form(name: str, tmp_path: Path) -> None:
    papers, _ = read_all(DATA / SAMPLES[name])
    again, skipped = read_all(write(tmp_path, "ours.jsonl", "\n".join(json.dumps(p.to_dict()) for p in papers)))
    assert again == papers and not skipped


def test_a_gzipped_file_gives_the_same_papers(tmp_path: Path) -> None:
    for name, sample in SAMPLES.items():
        packed = write(tmp_path, f"{sample}.gz", gzip.compress((DATA / sample).read_bytes()))
        papers, _ = read_all(packed)
        assert [p.sha for p in papers] == [p.sha for p in read_all(DATA / sample)[0]], name


# --- sources -------------------------------------------------------------------------------------------------------


def test_kb_read_is_this_read() -> None:
    assert kb.read is read


def test_a_folder_is_walked_in_sorted_order_and_unknown_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    write(tmp_path, "b/two.txt", ABSTRACT)
    write(tmp_path, "a.jsonl", '{"title": "One"}')
    write(tmp_path, "c.bib", "@book{k, title={Three}}")
    write(tmp_path, "table.csv", "id,amount\n1,2\n")
    write(tmp_path, "README.md", f"# My papers\n\n{ABSTRACT}")
    write(tmp_path, ".hidden", ABSTRACT)
    papers, skipped = read_all(tmp_path)
    assert [p.title or p.abstract for p in papers] == ["One", ABSTRACT, "Three"]
    assert {Path(s.file).name for s in skipped} == {"table.csv", "README.md", ".hidden"}


def test_what_was_skipped_can_be_asked_of_the_result() -> None:
    papers = read(DATA / "works.jsonl")
    assert papers.skipped == [] and len(list(papers)) == 4
    assert [s.line for s in papers.skipped] == [4, 5, 5, 5, 5, 5, 6, 7]


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(gzip.compress(b'{"title": "Piped"}')))
    monkeypatch.setattr("sys.stdin", stdin)
    papers, _ = read_all("-")
    assert [(p.title, p.source.file if p.source else "") for p in papers] == [("Piped", "-")]


def test_a_missing_path_raises_at_once_and_names_it(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.bib"):
        read(DATA / "library.bib", tmp_path / "nowhere.bib")


def test_a_folder_named_like_a_file_is_walked_and_a_dead_link_reported(tmp_path: Path) -> None:
    (tmp_path / "x.bib").mkdir()
    write(tmp_path, "x.bib/in.txt", ABSTRACT)
    (tmp_path / "dead.bib").symlink_to(tmp_path / "gone.bib")
    (tmp_path / "x.bib" / "loop").symlink_to(tmp_path, target_is_directory=True)
    papers, skipped = read_all(tmp_path)
    assert len(papers) == 1
    assert sorted((Path(s.file).name, s.line) for s in skipped) == [("dead.bib", 1), ("loop", 1)]


def test_a_file_named_by_the_user_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    assert len(read_all(write(tmp_path, "1806.07572", ABSTRACT))[0]) == 1
    assert len(read_all(write(tmp_path, "note.abs", ABSTRACT))[0]) == 1


@pytest.mark.parametrize(
    ("head", "what"),
    [
        ("<?xml version='1.0'?>\n<a/>", "XML"),
    ],
)
def test_a_format_that_is_not_read_yet_is_named(tmp_path: Path, head: str, what: str) -> None:
    papers, skipped = read_all(write(tmp_path, "x.txt", head + ABSTRACT))
    assert not papers and what in skipped[0].reason


def test_prose_formats_are_registered() -> None:
    assert set(PROSE) <= set(READERS)


# --- texts as they stand -------------------------------------------------------------------------------------------


EMPTY = [("r", "", ""), ("3", "", "")]


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        (['{"id": "q"}'], [("q", "", "")]),
        (['{"id": "q"}', '{"id": "r", "text": " We. "}'], [("q", "", ""), ("r", "", " We. ")]),
        (['{"id": "q", "text": "We."}', '{"id": "r", "text": ""}', '{"id": 3}'], [("q", "", "We."), *EMPTY]),
        (['{"id": "q", "title": "T"}', '{"id": "r", "text": null}'], [("q", "T", ""), ("r", "", "")]),
    ],
    ids=["alone", "first", "last", "title only"],
)
def test_every_line_of_texts_is_one_text_also_without_any(
    tmp_path: Path, lines: list[str], texts: list[tuple[str, str, str]]
) -> None:
    found = list(read_texts(write(tmp_path, "texts.jsonl", "\n".join(lines))))
    assert [(p.id, p.text("title"), p.text("abstract")) for p in found] == texts


def test_records_with_abstracts_are_no_bare_texts(tmp_path: Path) -> None:
    path = write(tmp_path, "works.jsonl", '{"id": "q"}\n{"id": "r", "title": "T", "abstract": "<i>We</i>."}')
    assert [(p.id, p.abstract) for p in read_texts(path)] == [("r", "We.")]


# --- decoding ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_do_not_change_a_paper(tmp_path: Path, encoding: str, ends: str) -> None:
    text = f"{CHINESE}{ends}{ends}相关论文{ends}{ends}{CHINESE[:-1]}很多倍。"
    papers, skipped = read_all(write(tmp_path, "page.txt", text.encode(encoding)))
    assert [(p.abstract, p.source.line if p.source else 0) for p in papers] == [
        (CHINESE, 1),
        (CHINESE[:-1] + "很多倍。", 5),
    ]
    assert [s.line for s in skipped] == [3]


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ABSTRACT, CHINESE, f"{CHINESE.replace(',', '，')}", f"{CHINESE} {ABSTRACT}"])
def test_utf16_is_read_without_a_byte_order_mark(tmp_path: Path, order: str, text: str) -> None:
    papers, skipped = read_all(write(tmp_path, "page.txt", text.encode(order)))
    assert [p.abstract for p in papers] == [text] and not skipped


@pytest.mark.parametrize(
    "content",
    [
        b"\x01\0\x02\0" * 200,
        b"A\0\0\0" * 200,
        b"first name\0second name\0another one\0" * 20,
        random.Random(3).randbytes(3000),
        b"\0",
    ],
    ids=["numbers", "four bytes a letter", "list of names", "noise", "one"],
)
def test_bytes_that_are_no_text_stay_refused_with_a_hint(tmp_path: Path, content: bytes) -> None:
    papers, (skipped, *more) = read_all(write(tmp_path, "x.txt", content))
    assert not papers and not more and skipped.line == 1
    assert skipped.reason == "binary file: it holds NUL bytes; if it is text, save it as UTF-8"


def test_latin_letters_of_an_old_file_are_read_with_a_note(tmp_path: Path) -> None:
    text = "Der Bär läuft über die Brücke, und wir messen das, weil es in der Nähe des Flusses ist. Das ist alles."
    papers, skipped = read_all(write(tmp_path, "alt.txt", text.encode("cp1252")))
    assert papers[0].abstract == text
    assert "Windows-1252" in skipped[0].reason
    assert skipped[0].reason.startswith("mended: ") and skipped[0].line == 1


def test_a_line_of_ten_megabytes_is_read(tmp_path: Path) -> None:
    references = ",".join(f'"{i:0100}"' for i in range(100_000))
    path = write(tmp_path, "long.jsonl", f'{{"title": "Long", "references": [{references}]}}\n{{"title": "Next"}}')
    assert path.stat().st_size > 10_000_000
    papers, skipped = read_all(path)
    assert [(p.title, len(p.references)) for p in papers] == [("Long", 100_000), ("Next", 0)] and not skipped


def test_a_line_of_ten_megabytes_of_words_is_no_abstract(tmp_path: Path) -> None:
    papers, skipped = read_all(write(tmp_path, "long.txt", "We are words and more. " * 420_000 + "\n\n" + ABSTRACT))
    assert not any(len(p.abstract or "") > 1000 for p in papers)
    assert any("longer than any abstract" in s.reason and s.line == 1 for s in skipped)


def test_line_numbers_survive_every_chunk_border() -> None:
    lines = [f"{'x' * (i % 997)} {i}" for i in range(9000)]
    text = Text(io.BytesIO("\n".join(lines).encode("utf-16")), lambda *_: None)
    assert list(text.lines()) == lines


# --- bad input -----------------------------------------------------------------------------------------------------

BOMB = gzip.compress(b" " * 10_000_000, 9) * 20


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty file"),
        ("blank.jsonl", b" \n\n\t\n", "empty file"),
        ("empty.bib.gz", gzip.compress(b""), "empty file"),
        ("binary.txt", bytes(range(256)) * 20, "binary file"),
        ("nul.txt", b"We are\0 here and there.", "binary file"),
        ("paper.pdf", b"%PDF-1.4 stream", "no reader for it (PDF: GROBID makes TEI of it)"),
        ("notes.docx", b"PK\x03\x04word", "zip"),
        ("broken.jsonl.gz", b"\x1f\x8bnot gzip at all", "cannot be read"),
        ("bomb.txt.gz", BOMB, "compression bomb"),
        ("strings.bib", b'@string{a = "b"}', "no record in it"),
        ("words.txt", b"only three words", "no sentence"),
        ("empty.json", b"[]", "no record in it"),
        ("odd.xyz", b"a;b;c", "no reader knows"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_file_that_gives_nothing_says_why_and_the_next_is_read(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    bad = write(tmp_path, name, content)
    papers, skipped = read_all(bad, DATA / "library.bib")
    assert len(papers) == 5
    assert len(skipped) == 1 and reason in skipped[0].reason
    assert (skipped[0].file, skipped[0].line) == (str(bad), 1)


def test_an_empty_folder_is_reported(tmp_path: Path) -> None:
    papers, skipped = read_all(tmp_path)
    assert not papers and skipped == [Skipped(str(tmp_path), 1, "no file in this folder")]


def test_a_gzip_file_that_ends_early_gives_what_it_holds(tmp_path: Path) -> None:
    lines = "".join(f'{{"title": "T{i} {random.Random(i).random()}"}}\n' for i in range(20_000))
    packed = gzip.compress(lines.encode())
    papers, skipped = read_all(write(tmp_path, "cut.jsonl.gz", packed[: len(packed) * 3 // 4]))
    assert 8_000 < len(papers) < 20_000
    assert any("breaks off" in s.reason and s.line > len(papers) for s in skipped)


def test_nul_bytes_far_inside_cost_one_line(tmp_path: Path) -> None:
    rows = [f'{{"title": "Row {i} of a long file"}}' for i in range(9_000)]
    rows[7_000] = "\0\0\0"
    papers, skipped = read_all(write(tmp_path, "rows.jsonl", "\n".join(rows)))
    assert len(papers) == 8_999 and [s.line for s in skipped] == [7_001]


def test_half_a_character_costs_itself_only(tmp_path: Path) -> None:
    """As programs write it that know 16 bits only (CESU-8): pairs are one character, a half by itself is none."""
    lines = '{"title": "Half \ud800", "abstract": "é"}\n{"title": "Whole \ud83d\ude42"}\n{"title": "Esc \\udc00"}\n'
    papers, skipped = read_all(write(tmp_path, "half.jsonl", lines.encode("utf-8", "surrogatepass")))
    assert [p.title for p in papers] == ["Half \ufffd", "Whole 🙂", "Esc \ufffd"]
    assert papers[0].abstract == "é" and not skipped


def test_a_page_of_one_line_that_comes_again_and_again_takes_its_time_only(tmp_path: Path) -> None:
    """20,000 lines took eleven seconds, 200,000 three minutes."""
    papers, skipped = read_all(write(tmp_path, "again.txt", "We study dropout.\n" * 20_000))
    assert (papers, len(skipped)) == ([], 20_000)


@pytest.mark.parametrize("deep", [2_000, 20_000])
def test_nested_braces_cost_an_entry_nothing(tmp_path: Path, deep: int) -> None:
    entry = (
        f"@article{{a, title = {{{'{' * deep}Deep{'}' * deep}}}, abstract = {{We {'{' * deep}see{'}' * deep} it.}}}}\n"
    )
    papers, skipped = read_all(write(tmp_path, "deep.bib", entry + "@article{b, title = {Fine}}\n"))
    assert [(p.title, p.abstract) for p in papers] == [("Deep", "We see it."), ("Fine", None)] and not skipped
