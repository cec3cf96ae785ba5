"""What an add does to the works of a knowledge base: which come, change, stay and, where it is in step, leave.

A file *belongs* to the sources that an add names if it is one of them, or lies in a folder or an archive of them. With
`--sync` a record leaves when no file that belongs states it any more and no other file does. A file that is gone from a
named folder takes its records with it; one that is there and gives nothing, or breaks off, is an error: a disk that is
not mounted, or a download that failed, must not empty a knowledge base.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from .errors import BadInput
from .facts import Facts
from .graph.content import label
from .identifiers import tidied
from .meanings import Ruling
from .records import Paper, Skipped
from .resolve.works import identity

WITHIN: Final = "/!:#|"
"""What can stand between the name of a folder or an archive and that of a file in it."""

_FATAL = ("cannot be read", "the file breaks off here")


class Sync:
    """The records of the files that belong to some sources, and which of them are not there any more."""

    def __init__(self, facts: Facts, sources: Sequence[str]) -> None:
        """Looks up what is known of the files that belong to `sources`. Raises BadInput for standard input."""
        if not sources or "-" in sources:
            raise BadInput("what left its source can only be told of files and folders: name them")
        self._facts = facts
        self._roots = [os.path.abspath(source).rstrip("/") for source in sources]  # noqa: PTH100 - names, not files
        known = {*facts.sources(), *(s.file for s in facts.skipped())}
        self.held = {file: facts.stated_by(file) for file in sorted(known) if self._belongs(_whole(file))}
        self._seen: set[str] = set()
        self._read: set[str] = set()

    def see(self, papers: Iterable[Paper]) -> None:
        """Notes papers that were read."""
        for paper in papers:
            self._seen.add(paper.sha)
            if paper.source:
                self._read.add(_whole(paper.source.file))

    def gone(self, skipped: Sequence[Skipped]) -> list[str]:
        """The hashes of the records that left, sorted; call it when all is read.

        Raises BadInput where a source gives nothing, or not all, of what it gave: then nothing may leave.
        """
        self._check(skipped)
        absent = {sha for stood in self.held.values() for sha in stood if sha not in self._seen}
        return sorted(sha for sha in absent if all(p.file in self.held for p in self._facts.places([sha])))

    def told(self, gone: Iterable[str]) -> list[dict[str, Any]]:
        """What a report says of records that leave, before they do: how they are shown, and where they stood."""
        found = []
        for sha in gone:
            file, line = next((file, stood[sha]) for file, stood in self.held.items() if sha in stood)
            if paper := self._facts.record(sha):
                found.append({"label": label(paper), "file": file, "line": line})
        return sorted(found, key=lambda one: (one["file"], one["line"], one["label"]))

    def _belongs(self, where: str) -> bool:
        return any(where == root or _inside(where, root) for root in self._roots)

    def _check(self, skipped: Sequence[Skipped]) -> None:
        stating = {_whole(file): file for file, shas in self.held.items() if shas}
        for piece in skipped:
            if piece.reason.startswith(_FATAL):
                place = _whole(piece.file)
                if lost := [f for where, f in stating.items() if where == place or _inside(where, place)]:
                    raise self._refused(piece.file, piece.reason, lost)
        for root in self._roots:
            own = [file for where, file in stating.items() if where == root or _inside(where, root)]
            if own and not any(read == root or _inside(read, root) for read in self._read):
                raise self._refused(root, "it gives no paper any more", own)
        for where, file in stating.items():
            stands = _standing(where)
            if stands and not any(read == stands or _inside(read, stands) for read in self._read):
                raise self._refused(file, "it is there and gives no paper any more", [file])

    def _refused(self, place: str, why: str, files: Sequence[str]) -> BadInput:
        count = len(set().union(*(self.held[file] for file in files)))
        return BadInput(
            f"{place}: {why}, and {count:,} record{'' if count == 1 else 's'} of the knowledge base came from it; "
            f"nothing was changed. If they are to go: kb remove --source {files[0]}"
        )


def checked(paper: Paper) -> Paper:
    """A record as it is kept, its numbers bare. Raises BadInput for what is no paper."""
    if not isinstance(paper, Paper):
        raise BadInput(f"add takes papers, not {type(paper).__name__}: base.add(kb.read('library.bib'))")
    return tidied(paper)


def tally(
    grouped: Mapping[str, Collection[str]], *, seen: Collection[str], before: Mapping[str, str]
) -> dict[str, list[str]]:
    """The IRIs of the works that were added, updated and left as they were, among those that were seen.

    `grouped` is IRI → hashes of its records, after the add; `before` record → IRI, as it was.
    """
    known, found = set(before.values()), {"added": list[str](), "updated": list[str](), "unchanged": list[str]()}
    for iri, shas in grouped.items():
        if own := set(shas) & set(seen):
            new = iri not in known and not any(sha in before for sha in shas)
            found["added" if new else "updated" if any(s not in before for s in own) else "unchanged"].append(iri)
    return found


def removed(before: Mapping[str, str], grouped: Collection[str], kept: Collection[str]) -> set[str]:
    """The IRIs of works that are no more: no record of theirs is left, and no work has taken their name."""
    alive = {iri for sha, iri in before.items() if sha in kept}
    return set(before.values()) - alive - set(grouped)


def preview(
    facts: Facts, papers: Iterable[Paper], sources: Sequence[str] | None, rulings: Sequence[Ruling] = ()
) -> dict[str, Any]:
    """The report of an add that writes nothing; with `sources`, of one that also lets go of what left them.

    `rulings` are what curators decided of works.
    """
    sync = Sync(facts, sources) if sources is not None else None
    before, known = facts.work_of(), facts.record_shas()
    fresh, seen, read = dict[str, Paper](), set[str](), 0
    for paper in map(checked, papers):
        read += 1
        seen.add(paper.sha)
        if paper.sha not in known:
            fresh[paper.sha] = paper
        if sync:
            sync.see([paper])
    skipped: list[Skipped] = list(getattr(papers, "skipped", ()))
    gone = sync.gone(skipped) if sync else []
    left = set(gone)
    then = identity([*(p for p in facts.records() if p.sha not in left), *fresh.values()], rulings).works
    grouped = {work.iri: work.shas for work in then}
    counts = tally(grouped, seen=seen, before=before)
    names = {work.iri: label(work.paper) for work in then}
    return {
        "dry_run": True,
        "read": read,
        "papers": sum(map(len, counts.values())),
        **{kind: len(iris) for kind, iris in counts.items()},
        "removed": len(removed(before, grouped, (known - left) | seen)),
        "would_add": [names[iri] for iri in counts["added"]],
        "would_update": [names[iri] for iri in counts["updated"]],
        "left": sync.told(gone) if sync else [],
        "skipped": [{"file": s.file, "line": s.line, "reason": s.reason} for s in skipped],
    }


def _whole(file: str) -> str:
    """The name of a file as seen from the root, so that './a.bib' and 'a.bib' are one."""
    return os.path.abspath(file)  # noqa: PTH100 - a name may hold that of a file in an archive


def _inside(where: str, outer: str) -> bool:
    return where.startswith(outer) and where[len(outer) : len(outer) + 1] in tuple(WITHIN)


def _standing(where: str) -> str | None:
    """The file that is there by this name, or the archive that it is in; None where there is none.

    Raises BadInput where the system does not let us look.
    """
    ends = [i for i, char in enumerate(where) if char in WITHIN and i] + [len(where)]
    for end in ends:
        try:
            if Path(where[:end]).is_file():
                return where[:end]
        except OSError as error:
            raise BadInput(f"{where[:end]}: cannot be looked at ({error.strerror}); nothing was changed") from error
    return None
