"""RDF as text: write N-Quads lines that always parse, read bounded input, and turn sorted lines into any format.

A *line* is one statement in canonical N-Quads without its line end. Lines are what the stages hand to the store and to
the exporters: they sort, diff and hash as plain text. Oxigraph does the parsing; no other module names a format of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import quote

from .errors import BadInput, UnknownFormat
from .terms import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

Format = Literal["turtle", "trig", "nquads", "ntriples"]

FORMATS: Final[tuple[Format, ...]] = ("turtle", "trig", "nquads", "ntriples")
"""What `serialise` writes. Turtle and N-Triples hold no named graphs: those lines are left out there."""

LIMIT: Final = 1 << 30
"""The most bytes that `parse` reads from one document."""

_XSD = PREFIXES["xsd"]
_CHUNK = 20_000  # lines parsed and written at once
# --- writing lines -------------------------------------------------------------------------------------------------

_SPECIAL = re.compile(r'[\x00-\x1f"\\\x7f\ufffe\uffff\ud800-\udfff]')
_ESCAPES = {c: f"\\u{c:04X}" for c in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)}
_ESCAPES |= {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}
_ESCAPES |= dict.fromkeys((0, *range(0xD800, 0xE000)), "\ufffd")  # one for one: offsets into the text stay true
_WEB = re.compile(r"https?://[\w.-]+/([\w.~:/@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*(#[\w.~-]*)?", re.ASCII)
_LANG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def escape(text: str) -> str:
    """A literal's text as it stands between the quotes of a canonical line.

    NUL and lone surrogates, which no RDF store takes, become U+FFFD, one for one.
    """
    return text.translate(_ESCAPES) if _SPECIAL.search(text) else text


def clean(text: str) -> str:
    """The text that the store gives back for `text`."""
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def safe_iri(text: str) -> str | None:
    """An IRI from a stranger (a URL found in a text) as one that parses, or None where nothing can make it one.

    Characters that RFC 3987 forbids are percent-encoded; a scheme is demanded.

    >>> safe_iri("https://x.org/a b"), safe_iri("not an iri")
    ('https://x.org/a%20b', None)
    """
    text = clean(text).strip()
    quoted = re.sub("%(?![0-9A-Fa-f]{2})", "%25", quote(text, safe="%-._~:/?#@!$&'()*+,;="))
    path, sign, fragment = quoted.partition("#")
    quoted = path + sign + fragment.replace("#", "%23")
    return next((iri for iri in (text, quoted) if _parses(iri)), None)


def _parses(iri: str) -> bool:
    import pyoxigraph as ox

    try:
        return bool(ox.NamedNode(iri).value)
    except ValueError:
        return False


@lru_cache(maxsize=65_536)
def node(iri: str) -> str:
    """A full IRI as it stands in a line. Raises ValueError for what is none."""
    if _WEB.fullmatch(iri) or _parses(iri):
        return f"<{iri}>"
    raise ValueError(f"{iri!r} is no absolute IRI; mint it with kb.terms.mint, or ask kb.rdf.safe_iri first")


def iri_line(subject: str, predicate: str, object: str, graph: str | None = None) -> str:
    """The line that says: subject, predicate, object, all full IRIs. Raises ValueError for what is no IRI."""
    end = f" {node(graph)} ." if graph else " ."
    return f"{node(subject)} {node(predicate)} {node(object)}{end}"


def literal_line(
    subject: str,
    predicate: str,
    text: str,
    lang: str | None = None,
    datatype: str | None = None,
    graph: str | None = None,
) -> str:
    """The line that gives a literal: plain, with a BCP 47 tag (lower-cased, as the store does), or with a datatype IRI.

    A malformed tag is left out. The store keeps the value of a number, not its spelling: "0.900"^^xsd:double comes back
    as "0.9", and every derived integer type (xsd:nonNegativeInteger …) as xsd:integer.
    """
    tail = ""
    if lang and _LANG.fullmatch(lang):
        tail = "@" + lang.lower()
    elif datatype and datatype != _XSD + "string":
        tail = "^^" + node(datatype)
    end = f" {node(graph)} ." if graph else " ."
    return f'{node(subject)} {node(predicate)} "{escape(text)}"{tail}{end}'


# --- reading -------------------------------------------------------------------------------------------------------


def parse(
    data: bytes | str, format: Format | Literal["jsonld", "rdfxml"] = "turtle", *, base: str | None = None
) -> list[str]:
    """The statements of an RDF document as sorted canonical lines.

    Raises BadInput for what is malformed, larger than LIMIT, XML with a DOCTYPE (entity bombs), or JSON-LD whose
    context lies at an address: kb never goes online.
    """
    data = _bounded(data)
    import pyoxigraph as ox

    try:
        found = {_line(quad) for quad in ox.parse(data, _format(format), base_iri=base)}
    except (SyntaxError, ValueError) as error:
        raise BadInput(f"this is no {format}: {error}") from error
    return sorted(found)


def literal(line: str) -> tuple[str, str]:
    """(subject, text) of one N-Quads line whose object is a literal. Raises BadInput for anything else."""
    import pyoxigraph as ox

    try:
        (quad,) = ox.parse(line.encode(), ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        raise BadInput(f"no N-Quads line: {error}") from error
    return quad.subject.value, quad.object.value


def parse_results(data: bytes | str, format: str = "json") -> tuple[tuple[str, ...], list[tuple[Any, ...]]] | bool:
    """Columns and rows of a W3C result document ('json', 'xml', 'tsv'), or the answer of an ASK.

    Cells are RDF terms, None where unbound. Raises BadInput like `parse`.
    """
    import pyoxigraph as ox

    try:
        results = ox.parse_query_results(_bounded(data), getattr(ox.QueryResultsFormat, format.upper()))
        if isinstance(results, ox.QueryBoolean):
            return bool(results)
        columns = tuple(v.value for v in results.variables)
        return columns, [tuple(row[c] for c in columns) for row in results]
    except (SyntaxError, ValueError, AttributeError) as error:
        raise BadInput(f"these are no SPARQL results in {format}: {error}") from error


def _bounded(data: bytes | str) -> bytes:
    data = data.encode("utf-8", "replace") if isinstance(data, str) else data
    if len(data) > LIMIT:
        raise BadInput(f"{len(data):,} bytes of RDF at once; at most {LIMIT:,} are read")
    if re.search(rb"<!DOCTYPE|<!ENTITY", data[:65_536]) and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise BadInput("XML with a DOCTYPE is refused: its entities can expand without bound")
    return data


def _format(name: str) -> ox.RdfFormat:
    import pyoxigraph as ox

    names = {
        "turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS,
        "ntriples": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD, "rdfxml": ox.RdfFormat.RDF_XML,
    }  # fmt: skip
    if name not in names:
        raise UnknownFormat(f"no RDF format {name!r}; known: {', '.join(FORMATS)}")
    return names[name]


def _line(quad: ox.Quad) -> str:
    import pyoxigraph as ox

    return (ox.serialize([quad], format=ox.RdfFormat.N_QUADS) or b"").decode()[:-1]


# --- serialising ---------------------------------------------------------------------------------------------------


def serialise(lines: Iterable[str], format: Format) -> Iterator[bytes]:
    """Sorted lines as a document in `format`, in pieces: the same lines give the same bytes.

    Prefixes are those of `kb.terms`. Turtle groups by subject; TriG puts named graphs after the default graph; Turtle
    and N-Triples leave them out. `kb.graph.jsonld` writes JSON-LD. Raises UnknownFormat.
    """
    if format not in FORMATS:
        raise UnknownFormat(f"no RDF format {format!r} is written here; known: {', '.join(FORMATS)}")
    if format == "nquads":
        return _plain(lines)
    if format == "ntriples":
        return _plain(line for line in lines if not named_graph(line))
    return _grouped(lines, _format(format))


def named_graph(line: str) -> str | None:
    """The IRI of the named graph of a line, None where the line stands in the default graph.

    >>> named_graph("<http://a> <http://b> <http://c> <http://g> .")
    'http://g'
    """
    if not line.endswith("> ."):
        return None  # ends in a literal without a datatype
    _, _, rest = line.split(" ", 2)
    if rest[0] == "<":
        return rest.split(" ", 2)[1][1:-1] if rest.count(" ") == 2 else None
    tail = rest[rest.rindex('"') + 1 : -2]  # ^^<datatype>, @lang or nothing, then the graph
    return tail.rpartition(" ")[2][1:-1] if " " in tail else None


def _plain(lines: Iterable[str]) -> Iterator[bytes]:
    rows = iter(lines)
    while chunk := list(islice(rows, _CHUNK)):
        yield ("\n".join(chunk) + "\n").encode()


def by_subject(lines: Iterable[str]) -> Iterator[list[str]]:
    """Chunks of about _CHUNK lines that never part a subject; the named graphs last, one after the other."""
    named: list[tuple[str, str]] = []

    def default() -> Iterator[str]:
        for line in lines:
            if graph := named_graph(line):
                named.append((graph, line))
            else:
                yield line

    chunk: list[str] = []
    for _, group in groupby(default(), key=lambda line: line[: line.index(" ")]):
        chunk += group
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    yield chunk
    for _, graphs in groupby(sorted(named), key=lambda pair: pair[0]):
        yield [line for _, line in graphs]


def quads(lines: list[str]) -> list[Any]:
    """The statements of lines as pyoxigraph Quads."""
    import pyoxigraph as ox

    return list(ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS))


def _grouped(lines: Iterable[str], format: ox.RdfFormat) -> Iterator[bytes]:
    import pyoxigraph as ox

    head = re.compile(rb"(?:@prefix [^\n]*\n)*")
    for number, chunk in enumerate(by_subject(lines)):
        found: list[Any] = quads(chunk)
        if format == ox.RdfFormat.TURTLE:
            found = [quad.triple for quad in found if quad.graph_name == ox.DefaultGraph()]
        if found or number == 0:
            text = ox.serialize(found, format=format, prefixes=PREFIXES) or b""
            yield text if number == 0 else head.sub(b"", text, count=1)
