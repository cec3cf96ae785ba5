"""The verb that teaches: train."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import BadInput
from .app import Form, Format, app
from .show import as_json, progress, say, table

if TYPE_CHECKING:
    from ..training.marks import Marks

SHIPPED, NOTHING = "shipped", "nothing"


@app.command("train")
def train(
    marks: Annotated[list[Path], typer.Argument(metavar="MARKS…", help="JSON Lines, as `kb extract` prints them.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder of the new model; it must not be there yet.")],
    papers: Annotated[
        list[str] | None, typer.Option("--papers", help="Where the texts are, by id: anything `kb extract` reads.")
    ] = None,
    dev: Annotated[
        list[Path] | None, typer.Option("--dev", help="Marks to score by, never learned; else a tenth of MARKS.")
    ] = None,
    start: Annotated[
        str, typer.Option("--from", help="What to go on from: shipped, nothing, or a model folder.")
    ] = SHIPPED,
    silver: Annotated[
        list[Path] | None, typer.Option("--silver", help="Marks that a program made: learned half as often.")
    ] = None,
    vectors: Annotated[
        Path | None,
        typer.Option("--vectors", help="Vectors of words, as floret writes them; with --from nothing."),
    ] = None,
    steps: Annotated[int, typer.Option("--steps", min=1, max=1_000_000, help="Batches of about 1,500 words.")] = 400,
    seed: Annotated[int, typer.Option("--seed", help="The same seed and files give the same model.")] = 1,
    format: Form = Format.text,
) -> None:
    """Teach the learned finder from texts that you marked.

    Print marks with `kb extract`, correct them, and train: the model is a spaCy pipeline in a folder, with its scores
    in meta.json. Broken marks are told with file and line, and left out.

    Example: kb train corrected.jsonl --papers library.bib --out my-model && kb add library.bib --pipeline my-model
    """
    from ..extractors.learned import learner_of, shipped_model
    from ..training import models
    from ..training.loop import Recipe

    if out.exists():
        raise BadInput(f"{out} is there already; name another folder, or move it away")
    if vectors and start != NOTHING:
        raise BadInput("vectors belong to a network from its start on: give --from nothing too")
    texts = _texts(papers or [])
    learned, tested = _read(marks, texts), _read(dev, texts) if dev else None
    made = _read(silver, texts) if silver else None
    gold = list(learned)
    held = list(tested) if tested is not None else gold[::10] if len(gold) >= 20 else []
    used = gold if tested is not None else [m for m in gold if not any(m is h for h in held)]
    came_from = None if start == NOTHING else shipped_model() if start == SHIPPED else Path(start)
    recipe = Recipe(steps=steps, seed=seed, every=max(1, min(steps, 50)))
    silver_weight = {id(m): 0.5 for m in made or ()}
    with progress() as show:
        nlp = models.teach(
            [*used, *(made or ())],
            recipe,
            start=came_from,
            vectors=vectors,
            weight=lambda m: silver_weight.get(id(m), 1.0),
            watch=lambda _, step: show("training", step, steps),
        )
        show("training", steps, steps)
    learner = learner_of(nlp)
    ready = models.examples(held, learner.schemes)
    back = {s: [e for e in ready if s in e.labels] for s in learner.schemes.types}
    models.fit_judge(nlp, [m for m in held if "kb" in m.schemes])
    performance = models.describe(
        nlp,
        recipe,
        name=out.name,
        sources=[{"name": f.name} for f in (*marks, *(silver or ()), *([vectors] if vectors else []))],
        held_back=back,
        start=start,
    )
    nlp.to_disk(out)
    _tell(out, performance, len(used), format)


def _texts(sources: list[str]) -> dict[str, tuple[str, str]]:
    from .. import readers

    return {p.id or "": (p.title or "", p.abstract or "") for s in sources for p in readers.read_texts(s)}


def _read(files: list[Path], texts: dict[str, tuple[str, str]]) -> Marks:
    from ..training.marks import Marks

    marks = Marks(texts)
    for file in files:
        marks.read(file)
    for fault in marks.faults:
        say(f"{fault.file}:{fault.line}: {fault.reason}")
    return marks


def _tell(out: Path, performance: dict[str, Any], texts: int, format: Format) -> None:
    if format is Format.json:
        as_json({"model": str(out), "texts": texts, "performance": performance})
        return
    print(f"{out}: learned from {texts:,} texts")
    rows = [
        (scheme, s["texts"], s["strict"]["precision"], s["strict"]["recall"], s["strict"]["f1"], s["untyped"]["f1"])
        for scheme, s in performance.items()
    ]
    if rows:
        table(rows, head=("scheme", "texts", "precision", "recall", "F1", "untyped F1"))
    else:
        print("too few texts to hold some back: its score is not known (--dev FILE gives some)")
