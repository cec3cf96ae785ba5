"""What a reference leads to: a work that is held, or the stub of one that is only cited.

1. The work that has its identifier, or a local key that only one work has.
2. Else the work that its string means (`linking`).
3. Else a stub: of its identifier, or of the title and author in its string.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from ..identifiers import Identifier, identifier
from ..records import Reference, Stub
from ..spelling import digest
from ..terms import mint
from .linking import Linked, Strings
from .titles import letters
from .works import Work


class References:
    """Finds the work, or makes the stub, that a reference leads to."""

    def __init__(self, found: Sequence[Work]) -> None:
        self._by_identifier = {i: w.iri for w in found for i in w.identifiers}
        keys: dict[str, set[str]] = defaultdict(set)
        first_author: dict[tuple[str, int], set[str]] = defaultdict(set)
        for w in found:
            for p in w.records:
                if p.id:
                    keys[p.id].add(w.iri)
            if w.paper.authors and w.paper.year:
                author = w.paper.authors[0]
                first_author[letters(author.family or author.literal), w.paper.year].add(w.iri)
        self._by_key = {k: next(iter(iris)) for k, iris in keys.items() if len(iris) == 1}
        self._by_author = {k: next(iter(iris)) for k, iris in first_author.items() if len(iris) == 1}
        self._strings = Strings(found, stated=self._stated)
        self.stubs: dict[str, Stub] = dict(self._strings.stubs)

    def target(self, reference: Reference, *, citing: str | None = None) -> str | None:
        """The IRI that a reference leads to; a stub is made where no work is known. None for an empty reference.

        A string that means the `citing` work itself means another version of it, which is a stub.
        """
        if reference.raw or reference.title:
            if iri := self._stated(reference):
                return iri
            link = self._strings.links.get(reference)
            if link and link.target == citing:
                return self._version(reference)
            return link.target if link else self._strings.targets.get(reference)
        if not reference.doi and reference.id in self._by_key:
            return self._by_key[reference.id]
        named = self._named(reference)
        return (self._by_identifier.get(named) or self._stub(named)) if named else None

    def link(self, reference: Reference) -> Linked | None:
        """How the string of a reference led to a held work; None where an identifier did, or nothing."""
        return self._strings.links.get(reference)

    def _stated(self, reference: Reference) -> str | None:
        """The held work whose identifier or key the source itself states."""
        if not reference.doi and reference.id in self._by_key:
            return self._by_key[reference.id]
        named = self._named(reference)
        return self._by_identifier.get(named) if named else None

    def _named(self, reference: Reference) -> Identifier | None:
        if reference.doi:
            return identifier(f"doi:{reference.doi}") or ("doi", reference.doi.lower())
        return identifier(reference.id) or ("key", reference.id) if reference.id else None

    def page_neighbour(self, key: str) -> str | None:
        """The work that a page sets beside another, by the id that the reader gave it."""
        return self._by_key.get(key)

    def cited_in_text(self, author: str, year: int, *, listed: Collection[str]) -> str:
        """The work of this first author and year if there is exactly one, else a stub of its own.

        A paper that lists its references (`listed`) can mean only one of those.
        """
        known = self._by_author.get((letters(author), year))
        if known and (not listed or known in listed):
            return known
        iri = mint("paper", "cited", f"{'-'.join(author.lower().split())}-{year}")
        self.stubs.setdefault(iri, Stub(iri, f"{author} ({year})", year=year))
        return iri

    def _version(self, reference: Reference) -> str:
        """The stub of a string alone."""
        told = reference.raw or reference.title or ""
        iri = mint("paper", "raw", digest(letters(told)))
        self.stubs.setdefault(iri, Stub(iri, told, told, strings=(told,)))
        return iri

    def _stub(self, named: Identifier) -> str:
        iri = self._strings.aliases.get(named) or mint("paper", *named)
        if iri not in self.stubs:
            doi = named[1] if named[0] == "doi" else None
            self.stubs[iri] = Stub(iri, f"doi:{doi}" if doi else named[1], doi=doi)
        return iri
