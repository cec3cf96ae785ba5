"""What stands in a paper, by itself: the pipeline, and the JSON of `kb extract`. Nothing is stored, no corpus votes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from .engines import mapped, processors
from .meanings import Entry
from .records import Mention, Paper, Reading
from .shipped import shipped
from .spelling import digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .lexicon import Lexicon
    from .resolve.learned_roles import RoleWeights

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
    pays: int
    """Papers from which on worker processes win back what they take to start."""
    roles: RoleWeights | None
    """What a trained model knows of roles; None where the rules alone tell them."""

    @property
    def weighed(self) -> bool:
        """Whether a trained model weighs the finds: the confidence of a plain one is its likelihood."""
        return self.roles is not None

    def entries(self, paper: Paper, reading: Reading) -> tuple[Entry, ...]:
        """What a reading comes to: the concepts of the paper, in the order of their first mention."""
        from .resolve.document import entries

        found = entries(reading, self.lexicon)
        return self.roles.told(paper, reading, found) if self.roles else found


FULL, FAST = "full", "fast"
"""The shipped pipelines: with the trained model, and without it, at a seventh of the work."""

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
    again = partial(pipeline, name, lexicon=lexicon, own=own)
    more = (again, _pays(model), _roles(model) if model else None)
    if own is None:
        return Pipeline(id, read, load() if lexicon else Lexicon({}, hash=""), lambda _: id, *more)
    return Pipeline(id, read, load(own), _keys(id, load(), load(own)), *more)


def _roles(model: Path) -> RoleWeights:
    """The role weights of a model: those in its folder, else the shipped ones."""
    from .resolve.learned_roles import FILE, weights_in

    own = model / FILE
    return weights_in(own if own.is_file() else shipped("data/models/en") / FILE)


def _keys(id: str, ours: Lexicon, joined: Lexicon) -> Callable[[Paper], str]:
    from .extractors.known import index
    from .lexicon import Lexicon

    old = ours.terms
    changed = {i: t for i, t in joined.terms.items() if (o := old.get(i)) is not t and o != t}  # nearly all are same
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


POOL_PAYS, POOL_PAYS_WITH_MODEL = 3_000, 300
"""Papers from which on worker processes win back what they take to start."""

MOST_JOBS = 8
"""Worker processes that are started unasked; each holds a pipeline and the lexicon, some 250 MB."""


def _pays(model: Path | None) -> int:
    return POOL_PAYS_WITH_MODEL if model else POOL_PAYS


def enough(jobs: int | None, papers: int, pays: int) -> int:
    """How many processes read so many papers: as many as were asked for, else what pays."""
    if jobs is not None:
        return jobs
    return min(processors(), MOST_JOBS) if papers >= pays else 1


@dataclass(frozen=True)
class Found:
    """Reads a batch of papers, in whatever process it is called; what is sent there is how to make the pipeline.

    `told(paper, reading, entries)` says what of it goes back: it must be picklable, as all that it gives.
    """

    again: Callable[[], Pipeline]
    told: Callable[[Paper, Reading, tuple[Entry, ...]], Any]

    def __call__(self, batch: Sequence[Paper]) -> list[Any]:
        """What is told of each paper of a batch."""
        reader = self._pipeline
        found = zip(batch, reader.extract(batch), strict=True)
        return [self.told(paper, reading, reader.entries(paper, reading)) for paper, reading in found]

    def __reduce__(self) -> tuple[Any, ...]:
        return Found, (self.again, self.told)  # not the pipeline itself

    @cached_property
    def _pipeline(self) -> Pipeline:
        return self.again()


def extract(
    papers: Iterable[Paper], *, pipeline: str | None = None, lexicon: bool = True, jobs: int | None = None
) -> Iterator[dict[str, Any]]:
    """For each paper, in order, what was found in it (also when that is nothing), as the JSON of `kb extract`.

    `pipeline` is "full", "fast" or the folder of a trained model.

    `concepts` holds one entry a concept with its mentions: `text[start:end] == mention["text"]`, offsets in characters
    of the abstract, or of the title where the mention says `"field": "title"`. `jobs` worker processes read; None
    takes as many as pay, which is none for few papers. Raises KBError where one dies.
    """
    work = Found(partial(_named, pipeline, lexicon=lexicon), _extracted)
    left, pays = iter(papers), _pays(model_of(pipeline))
    if jobs is None:
        for batch in batches(islice(left, pays), FEW):  # how many there are is not known before
            yield from work(batch)
    with closing(mapped(work, batches(left, FEW), jobs=enough(jobs, pays, pays))) as told:
        for found in told:
            yield from found


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
