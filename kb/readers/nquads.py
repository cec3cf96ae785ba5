"""N-Quads that `kb export all.nq` wrote: the records behind the graph, and the files that its owner wrote, come back.

Only the graph of records is read; everything else in the file is derived from it again. N-Quads of other makers hold no
such graph and are refused: a graph alone does not say which records it was made from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..errors import BadInput
from ..rdf import literal
from ..records import Paper, Skipped, Source
from ..terms import BASE, RECORDS

SUFFIXES = (".nq",)

_OURS = f"<{BASE}"
_GRAPH = f" <{RECORDS}> ."
_FILE = f"<{BASE}file/"


@dataclass(frozen=True, slots=True)
class OwnedFile(Skipped):
    """No paper, and nothing lost: a file that its owner wrote (lexicon.tsv, decisions.tsv), out of an export."""

    name: str = ""
    text: str = ""


def sniff(head: str) -> bool:
    """Whether this begins as a statement of ours."""
    return head.lstrip().startswith(_OURS)


def read(lines: Iterable[str], file: str) -> Iterator[Paper | Skipped]:
    """Every record of the file, and the lines that hold none and should."""
    number, anything = 0, False
    for number, line in enumerate(lines, 1):
        if not line.rstrip().endswith(_GRAPH):
            continue
        anything = True
        try:
            subject, text = literal(line)
            if subject.startswith(_FILE[1:]):
                yield OwnedFile(file, number, "kept beside the records", name=subject.rpartition("/")[2], text=text)
            else:
                yield replace(Paper.from_dict(json.loads(text)), source=Source(file, number, "nquads"))
        except (BadInput, ValueError, TypeError, AttributeError) as error:
            yield Skipped(file, number, f"no record of ours: {error}", line[:80])
    if number and not anything:
        yield Skipped(file, 1, "no records in it: only what `kb export FILE.nq` wrote (view all) can be read back")
