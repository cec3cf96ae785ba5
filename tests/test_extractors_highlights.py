"""`kb extract --format html`: a page in which every find stands where it was found, and nothing of the text is lost."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from conftest import Run

from kb import readers
from kb.extraction import extract
from kb.extractors.highlights import COLOURS

TEXT = """{"id": "<a>", "title": "Pruning ResNet-50 & friends", "text": "If a < b, dark experience replay (DER) \
outperforms A-GEM on Split CIFAR-10. \\u7a00\\u758f <script>alert(1)</script> networks."}"""


class Page(HTMLParser):
    """The texts of a page: what is marked by which colour, and all that is no label."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.marked: list[tuple[str, str]] = []
        self.text, self.tags = "", set[str]()
        self._colour, self._quiet = "", False
        self.feed(page.split("<article>", 1)[1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._quiet = self._quiet or tag == "small"
        if tag == "mark":
            self._colour = str(dict(attrs)["style"])

    def handle_endtag(self, tag: str) -> None:
        self._quiet = self._quiet and tag != "small"
        if tag == "mark":
            self._colour = ""

    def handle_data(self, data: str) -> None:
        if self._quiet:
            return
        self.text += data
        if self._colour:
            self.marked.append((data, self._colour))


def test_a_page_shows_each_text_whole_with_its_finds_in_the_colour_of_their_type(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(TEXT, "utf-8")
    done = run("extract", file, "--format", "html")
    assert done.returncode == 0, done.stderr
    page = Page(done.stdout)
    assert "If a < b, dark experience replay (DER) outperforms A-GEM on Split CIFAR-10." in page.text
    assert "<script>alert(1)</script> networks." in page.text and "script" not in page.tags
    assert "稀疏" in page.text and "<a>" in page.text
    (found,) = extract(readers.read_texts(file))
    every = {m["text"]: c["type"] for c in found["concepts"] for m in c["mentions"]}
    assert page.marked
    for text, colour in page.marked:
        assert f"background: {COLOURS[every[text]]}" == colour
    longest = [t for t in every if not any(t in other and t != other for other in every)]
    assert {text for text, _ in page.marked} >= set(longest)
