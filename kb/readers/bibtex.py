"""BibTeX and BibLaTeX libraries (Zotero, Mendeley, JabRef, Scopus, ACM, arXiv …).

`crossref` inherits whether the parent stands before or behind its children; entries that wait for a parent come last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..records import Author, Paper, Reference, Skipped, Source
from . import latex
from .bibentries import Entry, Lost, entries
from .fields import LANGUAGES, clean_arxiv, clean_doi, clean_year, doi_in, plain, unlabelled, well_formed
from .people import person

SUFFIXES = (".bib", ".bibtex", ".biblatex")

TYPES = {
    "article": "article-journal", "periodical": "periodical", "suppperiodical": "article-journal",
    "inproceedings": "paper-conference", "conference": "paper-conference",
    "book": "book", "mvbook": "book", "collection": "book", "mvcollection": "book", "proceedings": "book",
    "mvproceedings": "book", "reference": "book", "booklet": "pamphlet", "manual": "book",
    "inbook": "chapter", "bookinbook": "chapter", "suppbook": "chapter", "incollection": "chapter",
    "suppcollection": "chapter", "inreference": "entry-encyclopedia",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "bachelorsthesis": "thesis",
    "techreport": "report", "report": "report", "standard": "standard", "preprint": "article",
    "unpublished": "manuscript", "online": "webpage", "electronic": "webpage", "www": "webpage", "patent": "patent",
    "dataset": "dataset", "software": "software", "misc": "document",
}  # fmt: skip
VENUES = (
    "journal", "journaltitle", "booktitle", "maintitle", "eventtitle", "school", "university", "institution",
    "organization", "publisher", "howpublished", "series",
)  # fmt: skip
_CONTROL = ("ieeetranbstctl", "control", "achemso-control", "xdata", "set")
_INHERITED = ("year", "date", "publisher", "series", "journal", "journaltitle", "organization", "institution")
_KNOWN = "string|preamble|comment|" + "|".join(TYPES)
_SNIFF = re.compile(
    rf"^[ \t]*@[ \t]*(?:(?:{_KNOWN})\s*[{{(]\s*[^\s,{{}}()\"]*\s*[,=\"{{}}]"
    r"|\w+\s*\{\s*[^\s,{}()\"]+\s*,\s*[\w\-]+\s*=)",
    re.IGNORECASE | re.MULTILINE,
)


def sniff(head: str) -> bool:
    """Whether a line begins as an entry does: '@article{key,'."""
    return bool(_SNIFF.search(head))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each entry that has a title or an abstract, broken ones mended where that can be done."""
    parents: dict[str, dict[str, str]] = {}
    waiting: list[Entry] = []
    for item in entries(lines):
        if isinstance(item, Lost):
            yield Skipped(file, item.line, item.reason, item.text[:80])
            continue
        parent = item.fields.get("crossref", "").strip().lower()
        if not parent:
            if TYPES.get(item.type) in ("book", "periodical") or "title" not in item.fields:
                parents[item.key.lower()] = _heritage(item)
        elif parent not in parents:
            waiting.append(item)
            continue
        yield from _papers(item, parents.get(parent, {}), file)
    for item in waiting:
        yield from _papers(item, parents.get(item.fields["crossref"].strip().lower(), {}), file)


def _heritage(parent: Entry) -> dict[str, str]:
    """What a child takes over: year, publisher …, and the parent's title as the book's title."""
    f = parent.fields
    handed = {k: f[k] for k in _INHERITED if k in f}
    book = f.get("booktitle") or (f.get("title") if parent.type != "article" else None)
    return handed | ({"booktitle": book} if book else {})


def _papers(entry: Entry, inherited: dict[str, str], file: str) -> Iterator[Paper | Skipped]:
    if entry.type in _CONTROL:
        yield Skipped(file, entry.line, f"@{entry.type} steers a style and is no work", entry.key[:80])
        return
    paper = paper_from(replace(entry, fields=inherited | entry.fields), file)
    if not paper.title and not paper.abstract:
        yield Skipped(file, entry.line, "neither a title nor an abstract", f"@{entry.type}{{{entry.key}"[:80])
        return
    yield paper
    if entry.broken:
        yield Skipped(file, entry.line, f"mended: an entry {entry.broken}", f"@{entry.type}{{{entry.key}"[:80])


def paper_from(entry: Entry, file: str) -> Paper:
    """The paper that one entry describes."""
    f = entry.fields
    title = ": ".join(filter(None, (_text(f, "title"), _text(f, "subtitle"))))
    arxiv = _arxiv(f)
    return Paper(
        id=well_formed(entry.key) or None,
        type="article" if arxiv and entry.type in ("misc", "online", "unpublished") else TYPES.get(entry.type),
        title=title or None,
        lang=_lang(f),
        year=clean_year(_text(f, "year")) or clean_year(_text(f, "date")),
        authors=authors(f.get("author", "")),
        venue=next((v for k in VENUES if (v := _text(f, k)) and not v.startswith("http")), None),
        doi=_doi(f),
        arxiv=arxiv,
        url=_url(f),
        abstract=unlabelled(_text(f, "abstract") or "") or None,
        keywords=_keywords(f),
        references=_references(f),
        source=Source(file, entry.line, "bibtex"),
    )


def authors(names: str) -> tuple[Author, ...]:
    """The people of an author field, in order; a name that is braced as a whole is an organisation.

    >>> authors("van der Maaten, Laurens and {OpenAI} and others")
    (Author(family='van der Maaten', given='Laurens', literal=None), Author(family=None, given=None, literal='OpenAI'))
    """
    found = []
    for name in _split_names(names):
        braced = re.fullmatch(r"\{(.*)\}", name, re.DOTALL)
        if braced and _encloses(name) and not re.match(r"\\['`^\"~=.cvHkrudbt]", braced[1]):
            literal = _shown(braced[1])
            found.append(Author(literal=literal) if literal else None)
        else:
            found.append(_person(name))
    return tuple(a for a in found if a)


def _person(name: str) -> Author | None:
    """A name with its braces' meaning kept: '{van der Berg} Jan' has one family name of three words."""
    if "," not in name and (braced := re.fullmatch(r"([^{}]+)\s\{([^{}\\]+\s[^{}\\]+)\}", name)):
        return Author(family=_shown(braced[2]), given=_shown(braced[1]))
    return person(_shown(name))


def _split_names(names: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for mark in re.finditer(r"[{}]|\s+and(?=\s)", re.sub(r"\s", " ", names), re.IGNORECASE):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
        elif depth <= 0:
            parts.append(names[start : mark.start()].strip())
            start = mark.end()
    return [p for p in (*parts, names[start:].strip()) if p]


def _encloses(name: str) -> bool:
    """Whether the first brace is closed by the last one."""
    depth = 0
    for i, char in enumerate(name):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth == 0:
            return i == len(name) - 1
    return False


# --- single fields -------------------------------------------------------------------------------------------------


def _shown(value: str) -> str:
    return well_formed(plain(latex.unicode(value)))


def _text(f: dict[str, str], name: str) -> str | None:
    return _shown(f[name]) or None if f.get(name) else None


def _lang(f: dict[str, str]) -> str | None:
    said = (f.get("langid") or f.get("language") or "").strip("{} ").casefold()
    return LANGUAGES.get(said) or (said if re.fullmatch(r"[a-z]{2}(-[a-z]{2,4})?", said) else None)


def _doi(f: dict[str, str]) -> str | None:
    stated = clean_doi(latex.unicode(f["doi"]).replace(" ", "")) if f.get("doi") else None
    elsewhere = (doi_in(f.get(k, "")) for k in ("url", "ee", "note", "howpublished", "bdsk-url-1"))
    return stated or next((d for d in elsewhere if d), None)


def _arxiv(f: dict[str, str]) -> str | None:
    kind = (f.get("archiveprefix") or f.get("eprinttype") or "").casefold()
    stated = clean_arxiv(f.get("eprint")) if kind in ("arxiv", "") else None
    if stated or (stated := clean_arxiv(f.get("arxiv") or f.get("arxivid"))):
        return stated
    named = (f.get(k, "") for k in ("journal", "url", "doi", "note", "howpublished", "number", "volume", "publisher"))
    return next((a for v in named if re.search("arxiv", v, re.I) and (a := clean_arxiv(re.sub(r"[{}]", "", v)))), None)


def _url(f: dict[str, str]) -> str | None:
    found = re.search(r"https?://[^\s{}]+", re.sub(r"\\([_%&#~$])", r"\1", f.get("url") or f.get("howpublished") or ""))
    return found[0] if found else None


def _keywords(f: dict[str, str]) -> tuple[str, ...]:
    words: list[str] = []
    for name in ("author_keywords", "keywords", "keyword"):
        if value := _text(f, name):
            words += re.split(r"\s*;\s*" if ";" in value else r"\s*,\s*", value)
    return tuple(dict.fromkeys(w for w in words if w))


def _references(f: dict[str, str]) -> tuple[Reference, ...]:
    """What Scopus (`references`, split by semicolons) and Web of Science (`cited-references`, by lines) write out."""
    if value := f.get("references"):
        raw = re.split(r";\s+", _shown(value))
    elif value := f.get("cited-references") or f.get("cited_references"):
        raw = [_shown(line).rstrip(".") for line in value.split("\n")]
    else:
        return ()
    return tuple(Reference(doi=doi_in(r), raw=r) for r in raw if len(r) > 8)
