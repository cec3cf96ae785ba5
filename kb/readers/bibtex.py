"""BibTeX and BibLaTeX libraries (Zotero, Mendeley, JabRef, Scopus, ACM, ADS, DBLP, ACL Anthology …).

`crossref` and `xdata` inherit whether the parent stands before or behind its children; entries that wait for a parent
come last. Entries with the same key are different records: a key is a name inside one file and no identifier.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ..identifiers import arxiv_version, clean_arxiv
from ..records import Paper, Reference, Skipped, Source
from . import bibheritage, citedworks, identifiers, journals, latex, scopusrefs, unread
from .bibentries import Entry, Lost, entries
from .bibnames import authors, with_orcids
from .fields import LANGUAGES, clean_doi, clean_year, doi_in, plain, unlabelled, well_formed
from .retractions import retracted

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
    "dataset": "dataset", "data": "dataset", "software": "software", "misc": "document", "webpage": "webpage",
    "presentation": "speech", "talk": "speech", "letter": "personal_communication",
}  # fmt: skip
VENUES = (
    "journal", "journaltitle", "booktitle", "maintitle", "eventtitle", "school", "university", "institution",
    "organization", "publisher", "howpublished", "series",
)  # fmt: skip
_CONTROL = {
    "xdata": "@xdata holds fields for other entries and is no work",
    "set": "@set groups other entries and is no work",
}
_STYLE = ("ieeetranbstctl", "control", "achemso-control", "bstctl", "comment-bibtex")
_BOOKS = ("book", "periodical")
_PMID = ("pmid", "pubmed_id", "pubmedid", "pubmed")
_PMCID = ("pmcid", "pmc")
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
    for item in bibheritage.complete(entries(lines)):
        if isinstance(item, Lost):
            yield Skipped(file, item.line, item.reason, item.text[:80])
        else:
            yield from _papers(item, file)


def _papers(entry: Entry, file: str) -> Iterator[Paper | Skipped]:
    shown = f"@{entry.type}{{{entry.key}"[:80]
    why = f"@{entry.type} steers a style and is no work" if entry.type in _STYLE else _CONTROL.get(entry.type)
    if why:
        yield Skipped(file, entry.line, why, entry.key[:80])
        return
    paper = paper_from(entry, file)
    if not paper.title and not paper.abstract:
        yield Skipped(file, entry.line, "neither a title nor an abstract", shown)
        return
    yield paper
    if entry.broken:
        yield Skipped(file, entry.line, f"mended: an entry {entry.broken}", shown)
    for reason in unread.unread(entry.fields, _CHECKS):
        yield Skipped(file, entry.line, reason, shown)


def paper_from(entry: Entry, file: str) -> Paper:
    """The paper that one entry describes."""
    f = entry.fields
    title = ": ".join(filter(None, (_text(f, "title"), _text(f, "subtitle"))))
    if not title and TYPES.get(entry.type) == "book":
        title = _text(f, "booktitle") or ""
    arxiv, versioned = _arxiv(f)
    doi = _doi(f)
    type_ = "article" if arxiv and entry.type in ("misc", "online", "unpublished") else TYPES.get(entry.type)
    return Paper(
        id=well_formed(entry.key) or None,
        type=type_,
        title=title or None,
        lang=_lang(f),
        year=_year(f.get("year")) or _year(f.get("date")),
        authors=with_orcids(authors(scopusrefs.stated(f.get("author", "").strip()) or ""), f),
        venue=_venue(f) or ("arXiv" if arxiv and _archive(f) == "arxiv" else None),
        doi=doi,
        arxiv=arxiv,
        ids=identifiers.gathered((versioned, *_ids(f, doi), _isbn(f) if type_ in _BOOKS else None)),
        url=_url(f),
        abstract=unlabelled(_text(f, "abstract") or "") or None,
        keywords=_keywords(f),
        references=_references(f),
        retracted=retracted(title, _kinds(f)),
        source=Source(file, entry.line, "bibtex"),
    )


# --- single fields -------------------------------------------------------------------------------------------------


def _shown(value: str) -> str:
    return well_formed(plain(latex.unicode(value)))


def _text(f: dict[str, str], name: str) -> str | None:
    """A field as readable text; '[No abstract available]' is how Scopus says that there is none."""
    return scopusrefs.stated(_shown(f[name])) if f.get(name) else None


def _year(value: str | None) -> int | None:
    """The first year of a field: '{\\noopsort{b}}1973', '2019-05/2020', '20190503', 'c2010'."""
    if not value:
        return None
    shown = _shown(value.replace("}{", "} {"))
    day = re.fullmatch(r"((?:1[5-9]|20)\d\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])", shown)
    return clean_year(day[1] if day else shown)


def _lang(f: dict[str, str]) -> str | None:
    said = re.split(r"[;,]", (f.get("langid") or f.get("language") or "").strip("{} ").casefold())[0].strip()
    return LANGUAGES.get(said) or (said if re.fullmatch(r"[a-z]{2}(-[a-z]{2,4})?", said) else None)


def _venue(f: dict[str, str]) -> str | None:
    if journal := journals.spelled_out(f.get("journal") or ""):
        return journal
    return next((v for k in VENUES if (v := _text(f, k)) and not v.startswith("http")), None)


def _doi(f: dict[str, str]) -> str | None:
    stated = _stated_doi(f.get("doi"))
    elsewhere = (doi_in(f.get(k, "")) for k in ("url", "ee", "note", "howpublished", "bdsk-url-1"))
    return stated or next((d for d in elsewhere if d), None)


def _stated_doi(value: object) -> str | None:
    return clean_doi(latex.unicode(value).replace(" ", "")) if isinstance(value, str) and value else None


def _archive(f: dict[str, str]) -> str:
    return (f.get("archiveprefix") or f.get("eprinttype") or "").strip("{} ").casefold()


def _arxiv(f: dict[str, str]) -> tuple[str | None, str | None]:
    """The arXiv number, and with its version where one is named: ('1806.07572', 'arxiv:1806.07572v4')."""
    said: list[str] = []
    if _archive(f) in ("arxiv", "") and (number := f.get("eprint", "").strip("{} ")):
        class_ = f.get("eprintclass") or f.get("primaryclass") or ""
        said.append(f"{class_}/{number}" if re.fullmatch(r"\d{7}(?:v\d+)?", number) else number)
    said += [f[k] for k in ("arxiv", "arxivid") if k in f]
    if f.get("journal", "").strip("{} ").casefold() == "corr":  # as DBLP has it
        said.append(re.sub(r"^\s*abs/", "arXiv:", f.get("volume", "")))
    named = ("journal", "url", "doi", "note", "howpublished", "number", "volume", "publisher", "pages", "ee")
    said += [re.sub(r"[{}]", "", v) for k in named if (v := f.get(k)) and re.search("arxiv", v, re.IGNORECASE)]
    found = next((v for v in said if clean_arxiv(v)), None)
    return (clean_arxiv(found), arxiv_version(found)) if found else (None, None)


def _ids(f: dict[str, str], doi: str | None) -> Iterator[str | None]:
    """PubMed's, ACL's and Semantic Scholar's numbers: from their fields, from the note, from the address."""
    note = identifiers.in_note(_text(f, "note"))
    eprint = f.get("eprint") if _archive(f) in ("pubmed", "pmid") else None
    yield next((i for v in (*(f.get(k) for k in _PMID), eprint, note.get("pmid")) if (i := identifiers.pmid(v))), None)
    yield next((i for v in (*(f.get(k) for k in _PMCID), note.get("pmcid")) if (i := identifiers.pmcid(v))), None)
    address = next((u for u in (f.get("url"), f.get("ee")) if u), "")
    if re.search(r"aclanthology\.org|aclweb\.org/anthology", address):
        yield identifiers.acl(re.sub(r"\.pdf/?$", "", address.strip()))
    elif doi and (anthology := re.fullmatch(r"10\.(?:18653|3115)/v1/(.+)", doi)):
        yield identifiers.acl(re.sub(r"^[a-z]\d\d-", lambda m: m[0].upper(), anthology[1]))
    if "semanticscholar.org" in address:
        corpus = re.search(r"CorpusID:(\d+)", address, re.IGNORECASE)
        yield identifiers.s2_corpus(corpus[1]) if corpus else identifiers.s2(address.strip())


def _isbn(f: dict[str, str]) -> str | None:
    return identifiers.isbn(f.get("isbn"))


def _kinds(f: dict[str, str]) -> Iterator[str]:
    """What an entry says that its work is, as far as that may be 'retracted'."""
    for name in ("document_type", "type", "pubstate", "note"):
        for part in re.split(r"[;.]", f.get(name, "")):
            if said := re.match(r"[\s{}]*retracted\b(?:[\s{}]+(\w+))?", part, re.IGNORECASE):
                yield f"retracted {said[1] or 'article'}"


def _url(f: dict[str, str]) -> str | None:
    value = f.get("url") or f.get("howpublished") or ""
    if "\\" in value or "{" in value:
        value = re.sub(r"\{?(?:\\textasciitilde|\$\\sim\$|\\~)\s?(?:\{\})?\}?", "~", value)
        value = re.sub(r"\{?\\([_%&#$])\}?", r"\1", value)
        value = re.sub(r"[{}]", "", re.sub(r"\}(?=[\s.,;]|$)", " ", value))
    found = re.search(r"https?://\S+", value)
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
        return scopusrefs.references(_shown(value))
    lines = (f.get("cited-references") or f.get("cited_references") or "").split("\n")
    raw = [_shown(line).rstrip(".") for line in lines]
    return tuple(citedworks.from_wos(r) for r in raw if len(r) > 8)


# --- what is wrong -------------------------------------------------------------------------------------------------


def _no(what: str, reads: Callable[[str], object]) -> unread.Check:
    """A check for a field that has to hold something that can be read."""
    return lambda value: None if isinstance(value, str) and reads(value) else f"{unread.shown(value)} is no {what}"


_CHECKS = unread.checks(
    (("year", "date"), _no("year", _year)),
    (("doi",), _no("DOI", _stated_doi)),
    (("arxivid",), unread.arxiv),
    (_PMID, _no("PubMed number", identifiers.pmid)),
    (_PMCID, _no("number of PubMed Central", identifiers.pmcid)),
    (("isbn",), _no("ISBN", identifiers.isbn)),
    (("orcid",), _no("ORCID number", identifiers.orcid)),
    (("url",), _no("web address", re.compile(r"https?://|ftp://", re.IGNORECASE).search)),
)
"""What each field has to hold that is read by its form."""
