"""OpenAlex works, as JSON Lines, an API page or an array; the schema before and after 2023.

Source: https://docs.openalex.org/api-entities/works/work-object. The old schema has `host_venue` and Crossref's types,
the new one `primary_location.source` and its own types; both may stand in one record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..identifiers import clean_arxiv
from ..records import Author, Paper, Reference, Skipped, Source
from . import identifiers, jsonl, jsonvalues, unread
from .fields import clean_doi, clean_openalex, clean_type, clean_year, plain, unlabelled, well_formed
from .jsonvalues import Record
from .people import person

SUFFIXES: tuple[str, ...] = ()

_WORK = re.compile(r'"id"\s*:\s*"https://openalex\.org/W\d+"')
_MAX_POSITION = 200_000


def sniff(head: str) -> bool:
    """Whether this is JSON that speaks of a work by its OpenAlex address."""
    return jsonvalues.sniff(head) and bool(_WORK.search(head))


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """One paper for each work, references in the file's order; a record of another kind is read as plain JSON."""
    for item in jsonvalues.objects(lines, file):
        if isinstance(item, Skipped):
            yield item
            continue
        line, record = item
        work = clean_openalex(record.get("id"))
        if work:
            yield from jsonl.told(paper_from(record, work, file, line), record, CHECKS)
        else:
            yield from jsonl.told(jsonl.paper_from(record, file, line), record, jsonl.CHECKS)


def paper_from(record: Record, work: str, file: str, line: int) -> Paper | Skipped:
    """The paper that one work object describes; one without title, abstract and references is Skipped."""
    title = _text(record.get("title")) or _text(record.get("display_name"))
    abstract = _text(abstract_from(record.get("abstract_inverted_index"))) or _text(record.get("abstract"))
    abstract = unlabelled(abstract) if abstract else None
    if not (title or abstract or record.get("referenced_works")):
        return Skipped(file, line, "neither a title nor an abstract nor references", work)
    place = _dict(record.get("primary_location")) or _dict(record.get("best_oa_location"))
    host = _dict(place.get("source")) or _dict(record.get("host_venue"))
    doi = clean_doi(record.get("doi")) or clean_doi(_dict(record.get("ids")).get("doi"))
    kind = _type(record, host)
    url = place.get("landing_page_url") or _dict(record.get("host_venue")).get("url")
    return Paper(
        id=work,
        type=kind,
        title=title,
        lang=_lang(record.get("language")),
        year=clean_year(record.get("publication_year")) or clean_year(record.get("publication_date")),
        authors=tuple(a for s in _dicts(record.get("authorships")) if (a := _author(s))),
        venue=_venue(record, host) or (_university(record) if kind == "thesis" else None),
        doi=doi,
        arxiv=_arxiv(record, doi),
        openalex=work,
        ids=_ids(_dict(record.get("ids"))),
        url=url if isinstance(url, str) and not clean_doi(url) else None,
        abstract=abstract,
        keywords=_keywords(record.get("keywords")),
        references=tuple(_reference(r) for r in _list(record.get("referenced_works")) if isinstance(r, str)),
        retracted=True if record.get("is_retracted") is True else None,
        source=Source(file, line, "openalex"),
    )


def abstract_from(index: object) -> str | None:
    """The abstract out of {word: [positions]}; the older wrapping {"InvertedIndex": …}, also as a string, is opened.

    >>> abstract_from({"graph": [1], "A": [0]})
    'A graph'
    """
    if isinstance(index, dict) and isinstance(index.get("InvertedIndex"), dict):
        index = index["InvertedIndex"]
    if not isinstance(index, dict):
        return None
    words = [
        (at, word)
        for word, places in index.items()
        if isinstance(places, list)
        for at in places
        if isinstance(at, int) and 0 <= at < _MAX_POSITION
    ]
    return " ".join(word for _, word in sorted(words)) or None


def _reference(address: str) -> Reference:
    return Reference(id=clean_openalex(address) or well_formed(address))


def _author(authorship: Record) -> Author | None:
    said = _dict(authorship.get("author"))
    name = said.get("display_name") or authorship.get("raw_author_name")
    found = person(name) if isinstance(name, str) else None
    number = identifiers.orcid(said.get("orcid"))
    return replace(found, orcid=number) if found and number else found


def _ids(ids: Record) -> tuple[str, ...]:
    return identifiers.gathered((identifiers.pmid(ids.get("pmid")), identifiers.pmcid(ids.get("pmcid"), bare=True)))


def _venue(record: Record, host: Record) -> str | None:
    return _text(host.get("display_name")) or _text(_dict(record.get("host_venue")).get("display_name"))


def _university(record: Record) -> str | None:
    """Where a thesis was written: the first institution named."""
    places = (i for a in _dicts(record.get("authorships")) for i in _dicts(a.get("institutions")))
    return next((name for i in places if (name := _text(i.get("display_name")))), None)


def _type(record: Record, host: Record) -> str | None:
    said, crossref = record.get("type"), record.get("type_crossref")
    if said in ("article", "review", "letter", "editorial"):
        # OpenAlex calls every article 'article'; where it stood is told by Crossref's type or the kind of source.
        known = clean_type(crossref)
        if known and known not in ("article", "document"):
            return known
        kind = host.get("type")
        return {"repository": "article", "conference": "paper-conference"}.get(str(kind), "article-journal")
    return clean_type(said) or clean_type(crossref)


def _arxiv(record: Record, doi: str | None) -> str | None:
    if doi and doi.startswith("10.48550/arxiv."):
        return clean_arxiv(f"arxiv.{doi.removeprefix('10.48550/arxiv.')}")
    places = [record.get("primary_location"), *_list(record.get("locations")), record.get("open_access")]
    urls = (u for p in places for k in ("landing_page_url", "pdf_url", "oa_url") if (u := _dict(p).get(k)))
    return next((a for u in urls if isinstance(u, str) and "arxiv.org" in u and (a := clean_arxiv(u))), None)


def _keywords(value: object) -> tuple[str, ...]:
    words = (v.get("display_name") or v.get("keyword") if isinstance(v, dict) else v for v in _list(value))
    return tuple(dict.fromkeys(well_formed(w).strip() for w in words if isinstance(w, str) and w.strip()))


def _text(value: object) -> str | None:
    return plain(well_formed(value).strip()) or None if isinstance(value, str) else None


def _lang(value: object) -> str | None:
    return value if isinstance(value, str) and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]+)?", value) else None


def _dict(value: object) -> Record:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _dicts(value: object) -> list[Record]:
    return [v for v in _list(value) if isinstance(v, dict)]


def _index(value: object) -> str | None:
    """What is wrong with an inverted index: one without a single position is no abstract."""
    if isinstance(value, dict) and isinstance(value.get("InvertedIndex"), dict):
        value = value["InvertedIndex"]
    if not isinstance(value, dict):
        return f"{unread.shown(value)} is no inverted index"
    try:
        if min(map(min, value.values())) >= 0 and max(map(max, value.values())) < _MAX_POSITION:
            return None
    except (TypeError, ValueError):  # no numbers, or none at all
        pass
    bad = [word for word, places in value.items() if not isinstance(places, list) or not all(map(_is_position, places))]
    return f"{len(bad)} of {len(value)} words have no proper positions: {unread.shown(bad[0])} …" if bad else None


def _is_position(value: object) -> bool:
    return isinstance(value, int) and 0 <= value < _MAX_POSITION


CHECKS = unread.checks(
    (("title", "display_name", "abstract"), unread.text),
    (("abstract_inverted_index",), _index),
    (("publication_year", "publication_date"), unread.year),
    (("doi",), unread.doi),
    (("authorships",), unread.entries("authorships", lambda v: isinstance(v, dict))),
    (("referenced_works",), unread.entries("works", lambda v: isinstance(v, str))),
    (("keywords",), unread.entries("keywords", lambda v: isinstance(v, (str, dict)))),
    (("language",), unread.a(str, "language")),
    (("type",), unread.a(str, "type")),
    (("ids", "primary_location", "best_oa_location", "host_venue", "open_access"), unread.a(dict, "object")),
    (("locations",), unread.a(list, "list")),
)
"""What each field of a work has to hold; nulls are normal."""
