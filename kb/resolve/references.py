"""What a reference leads to: a work that is held, or the stub of one that is only cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from ..identifiers import Identifier, identifier
from ..records import Reference, Stub
from ..spelling import digest
from ..terms import mint
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
        self.stubs: dict[str, Stub] = {}

    def target(self, reference: Reference) -> str | None:
        """The IRI that a reference leads to; a stub is made where no work is known. None for an empty reference."""
        named = identifier(f"doi:{reference.doi}") or ("doi", reference.doi.lower()) if reference.doi else None
        if not named and reference.id:
            if reference.id in self._by_key:
                return self._by_key[reference.id]
            named = identifier(reference.id) or ("key", reference.id)
        if named:
            return self._by_identifier.get(named) or self._stub(named, reference)
        if reference.raw and letters(reference.raw):
            return self._stub(("raw", digest(letters(reference.raw))), reference)
        return None

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

    def _stub(self, named: Identifier, reference: Reference) -> str:
        iri = mint("paper", *named)
        label = reference.raw or (f"doi:{named[1]}" if named[0] == "doi" else named[1])
        old = self.stubs.get(iri)
        if old is None or (reference.raw or "", label) > (old.raw or "", old.label):
            self.stubs[iri] = Stub(iri, label, reference.raw, reference.doi)
        return iri
