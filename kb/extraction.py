"""What stands in a paper, by itself: the pipeline, and the JSON of `kb extract`. Nothing is stored, no corpus votes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from .engines import mapped, processors
from .records import Entry, Mention, Paper, Reading
from .spelling import digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .lexicon import Lexicon

BATCH = 200
"""Documents read at once: about a second of work."""

FEW = 20
"""Documents read at once where somebody waits for the first."""


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
    again: Callable[[], Pipeline]
    """Makes the same pipeline elsewhere: it is small, and can be sent to another process."""


def pipeline(*, lexicon: bool = True, own: Path | None = None) -> Pipeline:
    """The shipped pipeline; without the lexicon it finds only what a text shows by itself.

    `own` is a user's lexicon.tsv; rows of it that are broken are left out.
    """
    from . import extractors
    from .lexicon import Lexicon, load

    read, id = partial(extractors.extract, lexicon=lexicon, own=own), extractors.pipeline_id()
    again = partial(pipeline, lexicon=lexicon, own=own)
    if own is None:
        return Pipeline(id, read, load() if lexicon else Lexicon({}, hash=""), lambda _: id, again)
    return Pipeline(id, read, load(own), _keys(id, load(), load(own)), again)


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


POOL_PAYS = 3_000
"""Papers from which on worker processes win back what they take to start."""

MOST_JOBS = 8
"""Worker processes that are started unasked; each holds a pipeline and the lexicon, some 250 MB."""


def enough(jobs: int | None, papers: int) -> int:
    """How many processes read so many papers: as many as were asked for, else what pays."""
    if jobs is not None:
        return jobs
    return min(processors(), MOST_JOBS) if papers >= POOL_PAYS else 1


@dataclass(frozen=True)
class Found:
    """Reads a batch of papers, in whatever process it is called; what is sent there is how to make the pipeline.

    `told(paper, reading, entries)` says what of it goes back: it must be picklable, as all that it gives.
    """

    again: Callable[[], Pipeline]
    told: Callable[[Paper, Reading, tuple[Entry, ...]], Any]

    def __call__(self, batch: Sequence[Paper]) -> list[Any]:
        """What is told of each paper of a batch."""
        from .resolve.document import entries

        reader = self._pipeline
        found = zip(batch, reader.extract(batch), strict=True)
        return [self.told(paper, reading, entries(reading, reader.lexicon)) for paper, reading in found]

    def __reduce__(self) -> tuple[Any, ...]:
        return Found, (self.again, self.told)  # not the pipeline itself

    @cached_property
    def _pipeline(self) -> Pipeline:
        return self.again()


def extract(papers: Iterable[Paper], *, lexicon: bool = True, jobs: int | None = None) -> Iterator[dict[str, Any]]:
    """For each paper, in order, what was found in it (also when that is nothing), as the JSON of `kb extract`.

    `concepts` holds one entry a concept with its mentions: `text[start:end] == mention["text"]`, offsets in characters
    of the abstract, or of the title where the mention says `"field": "title"`. `jobs` worker processes read; None
    takes as many as pay, which is none for few papers. Raises KBError where one dies.
    """
    work = Found(partial(pipeline, lexicon=lexicon), _extracted)
    left = iter(papers)
    if jobs is None:
        for batch in batches(islice(left, POOL_PAYS), FEW):  # how many there are is not known before
            yield from work(batch)
    with closing(mapped(work, batches(left, FEW), jobs=enough(jobs, POOL_PAYS))) as told:
        for found in told:
            yield from found


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
