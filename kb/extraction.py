"""What stands in a paper, by itself: the pipeline, and the JSON of `kb extract`. Nothing is stored, no corpus votes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from .records import Entry, Mention, Paper, Reading
from .shipped import shipped
from .spelling import digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .lexicon import Lexicon

BATCH = 200
"""Documents read at once: about a second of work."""


@dataclass(frozen=True)
class Pipeline:
    """What reads a text: a function, the hash of what decides a reading, and the lexicon that it knows.

    `key(paper)` is that hash for one paper: a user's own rows belong to it only where the paper holds their names, so
    that a new row makes nothing else be read again.
    """

    id: str
    extract: Callable[[Iterable[Paper]], Iterator[Reading]]
    lexicon: Lexicon
    key: Callable[[Paper], str]


FULL, FAST = "full", "fast"
"""The shipped pipelines: with the trained model, and without it, at a tenth of the work."""

VARIABLE = "KB_PIPELINE"
"""The environment variable that names the pipeline where nothing else does."""


def model_of(name: str | None) -> Path | None:
    """The folder of the model of a pipeline: of "full" (also for None), of "fast" (none), or this folder."""
    from pathlib import Path

    name = name or os.environ.get(VARIABLE) or FULL
    if name == FAST:
        return None
    return shipped("data/models/en") if name == FULL else Path(name)


def pipeline(name: str | None = None, *, lexicon: bool = True, own: Path | None = None) -> Pipeline:
    """A pipeline by its name (see `model_of`); without the lexicon it finds only what a text shows by itself.

    `own` is a user's lexicon.tsv; its broken rows are left out. Raises BadInput for a folder without a model.
    """
    from . import extractors
    from .lexicon import Lexicon, load

    model = model_of(name)
    read = partial(extractors.extract, lexicon=lexicon, own=own, model=model)
    id = extractors.pipeline_id(model)
    if own is None:
        return Pipeline(id, read, load() if lexicon else Lexicon({}, hash=""), lambda _: id)
    return Pipeline(id, read, load(own), _keys(id, load(), load(own)))


def _keys(id: str, ours: Lexicon, joined: Lexicon) -> Callable[[Paper], str]:
    from .extractors.known import index
    from .lexicon import Lexicon

    changed = {i: t for i, t in joined.terms.items() if ours.terms.get(i) != t}
    names = index(Lexicon(changed, hash=""))

    def key(paper: Paper) -> str:
        held = names.held(f"{paper.title or ''}\n\n{paper.abstract or ''}")
        return digest("\n".join([id, *(repr(changed[i]) for i in sorted(held))])) if held else id

    return key


def batches(items: Iterable[Paper], size: int = BATCH) -> Iterator[list[Paper]]:
    """Lists of at most `size` items, in order."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def extract(
    papers: Iterable[Paper], *, pipeline: str | None = None, lexicon: bool = True
) -> Iterator[dict[str, Any]]:
    """For each paper, in order, what was found in it (also when that is nothing), as the JSON of `kb extract`.

    `pipeline` is "full", "fast" or the folder of a trained model.

    `concepts` holds one entry a concept with its mentions: `text[start:end] == mention["text"]`, offsets in characters
    of the abstract, or of the title where the mention says `"field": "title"`.
    """
    from .resolve.document import entries

    reader = _named(pipeline, lexicon=lexicon)
    for batch in batches(papers, 20):
        for paper, reading in zip(batch, reader.extract(batch), strict=True):
            yield _extracted(paper, reading, entries(reading, reader.lexicon))


_named = pipeline  # `extract` has a parameter of that name


def _extracted(paper: Paper, reading: Reading, found: Iterable[Entry]) -> dict[str, Any]:
    return {
        "id": paper.id,
        "lang": reading.lang,
        "concepts": [
            {
                "name": e.name,
                "type": e.type,
                "role": e.role,
                "confidence": round(e.confidence, 3),
                "mentions": [_mention(m) for m in e.mentions],
            }
            for e in found
        ],
        "acronyms": [
            {"short": a.short, "long": a.long, "short_span": list(a.short_span), "long_span": list(a.long_span)}
            | _field(a.field)
            for a in reading.acronyms
        ],
        "citations": [{"surface": c.surface, "author": c.author, "year": c.year} for c in reading.citations],
        "links": list(reading.links),
    }


def _mention(m: Mention) -> dict[str, Any]:
    return {"start": m.begin, "end": m.end, "text": m.surface, **_field(m.field)}


def _field(field: str) -> dict[str, str]:
    """Left out where it is the text itself."""
    return {"field": field} if field == "title" else {}
