"""Citations by author and year in the running text, and links to code and results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from spacy.language import Language

from .spans import CITATIONS, LINKS, Component, Page
from .words import word_set


class Cited(NamedTuple):
    """A citation in the text: its place, the first author's family name, the year."""

    begin: int
    end: int
    author: str
    year: int


class Link(NamedTuple):
    """A URL in the text: its place, and the address completed with https:."""

    begin: int
    end: int
    url: str


# Bounded everywhere: a text may be a list of names, or one word, a megabyte long.
_NAME = r"(?:(?:van|von|de|der|den|di|la|le|el|al|ter|dos|da|du) ){0,3}[A-Z][\w’'\-]{0,40}[a-zà-ÿ]"
_AUTHORS = rf"(?P<author>{_NAME})(?:(?:, {_NAME}){{0,12}},? (?:&|and|\\&) {_NAME}|,? et al\.?|,? and others)?(?:['’]s)?"
_YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)[a-z]?"
_TEXTUAL = re.compile(rf"(?<![\w-]){_AUTHORS},? [(\[]{_YEAR}[)\]]")
_PARENTHETIC = re.compile(rf"(?<![\w-]){_AUTHORS},? \(?{_YEAR}\)?")
_YEARS = re.compile(r"[12](?:(?<=[ (\[]1)[6-9]|(?<=[ (\[]2)0)\d\d[a-z]?[)\];,]")  # one class in front: a faster scan
_BRACKET = re.compile(r"[(\[][^()\[\]]{5,2000}+[)\]]")
_IN_BRACKET = re.compile(r"(?:1[6-9]|20)\d\d")
# Words that stand before a bracketed year without being a person.
_NO_NAME = word_set(
    """In Since From During Until Till By Of January February March April May June July August September October
    November December  Spring Summer Autumn Fall Winter Version The Table Figure Section Copyright Challenge
    Workshop Conference Dataset Track Task  Edition Season Release Academy Press University Report Act Directive
    Between Before After Around Early Late Year"""
)
_URL = re.compile(
    r"(?:https?://(?=[A-Za-z0-9])|//(?=[A-Za-z0-9])|w(?<![\w./@-]w)ww\.(?=[A-Za-z0-9])"
    r"|g(?<![\w./@-]g)it(?:hub|lab)\.com?/|h(?<![\w./@-]h)uggingface\.com?/)"
    r"(?:(?!\]\()[!-~])+"  # up to the second half of Markdown's [address](address)
)
_SIGNS_OF_LINK = ("//", "www.", "hub.co", "lab.co", "face.co")
_TRAILING = ".,;:!?'\"`*}>"


def citations(text: str) -> list[Cited]:
    """Every author–year citation, in order: "Neal (1996)", and each part of "(Neal, 1996; Lee & Kim, 2018)"."""
    found: dict[int, Cited] = {}
    if not _YEARS.search(text):
        return []
    for m in _TEXTUAL.finditer(text):
        if m.group("author") not in _NO_NAME:
            found[m.start()] = Cited(m.start(), m.end(), m.group("author"), int(m.group("year")))
    for bracket in _BRACKET.finditer(text):
        if not _IN_BRACKET.search(bracket[0]):
            continue
        for m in _PARENTHETIC.finditer(text, bracket.start() + 1, bracket.end() - 1):
            part_begins = text[bracket.start() : m.start()].rstrip()[-1:] in "([;,"
            alike = any(c.begin <= m.start() < c.end for c in found.values())
            if part_begins and not alike and m.group("author") not in _NO_NAME and _is_person(m):
                found[m.start()] = Cited(m.start(), m.end(), m.group("author"), int(m.group("year")))
    return [found[k] for k in sorted(found)]


def _is_person(m: re.Match[str]) -> bool:
    """In brackets a comma or "et al." must stand between name and year: "(Challenge 2019)" is no citation."""
    between = m.group()[len(m.group("author")) :]
    return "," in between or "et al" in between


def links(text: str) -> Iterator[Link]:
    """Every URL, in order: it ends where ASCII ends, and gives back the punctuation of its sentence."""
    if not any(sign in text for sign in _SIGNS_OF_LINK):
        return
    for m in _URL.finditer(text):
        url = m.group()
        extra = url.count(")") + url.count("]") - url.count("(") - url.count("[")
        end = len(url)
        while end and (url[end - 1] in _TRAILING or (url[end - 1] in ")]" and extra > 0)):
            end -= 1
            extra -= url[end] in ")]"
        url = url[:end]
        host = url.split("//")[-1].split("/")[0]
        if "." in host:
            yield Link(m.start(), m.start() + len(url), complete(url))


def complete(url: str) -> str:
    """The address with its scheme: `//github.com/x` and `github.com/x` are https.

    >>> complete("//github.com/x")
    'https://github.com/x'
    """
    if url.startswith("//"):
        return "https:" + url
    return url if url.startswith("http") else "https://" + url


class CitationFinder(Component):
    """Finds citations (kb_id: author, id: year) and links (kb_id: the address)."""

    def read(self, page: Page) -> None:
        for c in citations(page.text):
            page.add(CITATIONS, c.begin, c.end, label="citation", kb_id=c.author, span_id=str(c.year))
        for link in links(page.text):
            page.add(LINKS, link.begin, link.end, label="link", kb_id=link.url)


@Language.factory("kb_citations", assigns=["doc.spans"])
def make_citations(nlp: Language, name: str) -> CitationFinder:
    """The component that finds citations by author and year, and links."""
    return CitationFinder()
