"""What a version was made of: a print of every document, stub and concept, in a file beside the store.

Two versions differ where prints differ: the next version is the last one with those things written anew (`delta`). The
code that makes statements has a stamp, and a file of other code is no use. A file is text:

    stamp                                     of the code
    <print> <IRI>                             one line a document, stub or concept
    <subject> <predicate> <object> .          what none of them says: see `mapping.asides`
    end
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..shipped import code_hash
from .content import Content, Document
from .mapping import asides

NAME = "blocks"


@dataclass(frozen=True)
class Blocks:
    """IRI → print of what is said of it, and the lines that belong to nothing of these."""

    prints: Mapping[str, str]
    asides: frozenset[str]

    @classmethod
    def of(cls, content: Content) -> Blocks:
        """The prints of a content; the same inputs, the same print, in every process."""
        return cls(dict(_prints(content)), frozenset(asides(content)))

    def write(self, path: Path) -> None:
        """Writes the file."""
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.write(f"{stamp()}\n")
            out.writelines(f"{print} {iri}\n" for iri, print in self.prints.items())
            out.writelines(f"{line}\n" for line in sorted(self.asides))
            out.write("end\n")

    @classmethod
    def read(cls, path: Path) -> Blocks | None:
        """The file; None where there is none, it is not whole, or other code wrote that version."""
        with suppress(OSError, UnicodeDecodeError):
            first, *lines, last, rest = path.read_text("utf-8").split("\n")
            if (first, last, rest) == (stamp(), "end", ""):
                cut = next((n for n, line in enumerate(lines) if line.startswith("<")), len(lines))
                pairs = (line.split(" ", 1) for line in lines[:cut])
                return cls({iri: print for print, iri in pairs}, frozenset(lines[cut:]))
        return None

    def differing(self, other: Blocks) -> set[str]:
        """The IRIs of all that is new, gone or changed in the other."""
        apart = self.asides ^ other.asides
        found = {line[1 : line.index(">")] for line in apart}
        found |= self.prints.keys() ^ other.prints.keys()
        return found | {iri for iri, print in other.prints.items() if self.prints.get(iri, print) != print}


def stamp() -> str:
    """The hash of the code that makes statements and the files beside them."""
    return code_hash("claims.py", "graph", "meanings.py", "rdf.py", "records.py", "spelling.py", "terms.py")


def _prints(content: Content) -> Iterator[tuple[str, str]]:
    tally = content.tally
    for d in content.documents:
        yield d.iri, _print(_inputs(d), tally.cited.get(d.iri, 0), content.pipeline)
    for s in content.stubs:
        yield s.iri, _print("stub", s.label, s.raw, s.doi, s.year, s.title, s.strings, tally.cited.get(s.iri, 0))
    for iri, key in content.concept_keys.items():
        c, papers, first_year = content.concepts[key], tally.papers.get(key, 0), tally.first_year.get(key)
        yield iri, _print(c.key, c.name, c.type, c.names, c.acronyms, c.broader, c.edges, papers, first_year)


def _inputs(d: Document) -> tuple[object, ...]:
    """All that the mapping reads of a document; records stand for what is said in them."""
    r = d.reading
    read = (r.lang, r.links, sorted(r.sentences.items())) if r and not d.print else d.print
    places = [(c.field, c.begin, c.end, target) for c, target in d.in_text]
    # Mentions that are as they were read show themselves as a place in what the print tells of: see `resolve.kept`.
    said = [(e.key, e.role, e.candidates, e.mentions) for e in d.entries]
    shas = [record.sha for record in d.records] or [d.paper.sha]
    cited = (d.cites, d.linked, d.related, d.version_of, d.builds_on)
    return (shas, d.same_as, cited, places, read, said, d.statements)


def _print(*said: object) -> str:
    return hashlib.blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
