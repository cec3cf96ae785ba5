"""Papers to Readings: a spaCy pipeline of small components, each of which adds what it finds.

`build` is that pipeline, for Docs; `extract` gives its components a `Page`, which is the same without the Doc.

A new component: one module with a factory, one line in PIPELINE (and one entry point in pyproject.toml).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ..records import Paper, Reading
from ..spelling import digest

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from .spans import Page

    Step = Callable[[Doc], Doc]

__all__ = ["PIPELINE", "build", "extract", "pipeline_id"]

PIPELINE: dict[str, str] = {
    "kb_citations": "citations",
    "kb_acronyms": "acronyms",
    "kb_lexicon": "known",
    "kb_names": "names",
    "kb_cues": "cues",
    "kb_phrases": "phrases",
}
"""Component → the module of its factory, in the order in which they run."""

_BETWEEN = "\n\n"  # between title and abstract: no pattern reaches over it


@lru_cache(maxsize=4)
def build(
    lang: str = "en",
    *,
    lexicon: bool = True,
    own: str | None = None,
    model: str | None = None,
    changed: str = "",
) -> Language:
    """The spaCy pipeline for 'en' or 'zh'; `lexicon=False` leaves the known names out.

    `own` is the path of a user's lexicon.tsv, `model` the folder of a trained model, which reads English, last of all;
    `changed` is the hash of both, so that a changed file is a pipeline of its own.
    """
    from importlib import import_module

    import spacy

    # Named, not set afterwards: spaCy's own tokenizer, with its thousand exceptions, is then never made.
    tokenizer = {"@tokenizers": import_module(".tokens", __name__).NAME}
    nlp = spacy.blank("xx" if lang != "en" else "en", config={"nlp": {"tokenizer": tokenizer}})
    nlp.max_length = 100_000_000
    for component, module in PIPELINE.items():
        import_module(f".{module}", __name__)
        if lexicon or component != "kb_lexicon":
            nlp.add_pipe(component, config={"own": own} if component == "kb_lexicon" else {})
    if model and lang == "en":
        from .learned import NAME

        nlp.add_pipe(NAME, config={"folder": model})
    return nlp


def extract(
    papers: Iterable[Paper], *, lexicon: bool = True, own: Path | None = None, model: Path | None = None
) -> Iterator[Reading]:
    """One Reading for each paper, in order, also where nothing was found; nobody holds the corpus.

    `own` is a user's lexicon.tsv, whose rows are known beside the shipped ones; `model` the folder of a trained model.

    >>> from kb.records import Paper
    >>> [m.surface for m in next(extract([Paper(abstract="We propose FooNet.")])).mentions]
    ['FooNet']
    """
    from ..lexicon import load
    from .invisible import Seen, given
    from .languages import language
    from .reading import Fields, reading

    changed = (load(own).hash if own else "") + (hash_of(model) if model else "")
    known = {
        "lexicon": lexicon,
        "own": str(own) if own else None,
        "model": str(model) if model else None,
        "changed": changed,
    }
    pipelines: dict[str, tuple[Language, list[Step]]] = {}
    for paper in papers:
        seen = {"title": Seen(paper.title or ""), "abstract": Seen(paper.abstract or "")}
        title, abstract = seen["title"].text, seen["abstract"].text
        text = f"{title}{_BETWEEN}{abstract}" if title else abstract
        start = len(title) + len(_BETWEEN) if title else 0
        lang = language(text)
        if lang not in pipelines:
            nlp = build(lang, **known)
            pipelines[lang] = nlp, [component for _, component in nlp.pipeline]
        page = _run(*pipelines[lang], text, start, lang)
        yield given(reading(page, Fields(title, abstract, start)), seen)


def _run(nlp: Language, steps: list[Step], text: str, start: int, lang: str) -> Page:
    """What all components find; a component that somebody put between ours gets a Doc, and so does the rest."""
    from .spans import Component, Page, page_of

    ours = [step for step in steps if isinstance(step, Component)]
    if len(ours) == len(steps):
        page = Page(text, lambda: nlp.make_doc(text), abstract=start, lang=lang)
        for step in ours:
            step.read(page)
        return page
    doc = nlp.make_doc(text)
    doc.user_data |= {"abstract": start, "lang": lang, "text": text}
    for component in steps:
        doc = component(doc)
    return page_of(doc)


def hash_of(model: Path) -> str:
    """The hash of a trained model, read once while unchanged. Raises BadInput where there is none."""
    from ..lexicon import stamped
    from .learned import weights

    return _hashed(*stamped(weights(model)))


@lru_cache(maxsize=4)
def _hashed(file: str, changed: int, size: int) -> str:
    return sha256(Path(file).read_bytes()).hexdigest()[:32]


def pipeline_id(model: Path | None = None) -> str:
    """The hash of what decides a Reading: these modules, the spelling, the lexicon, the lists of words, the model."""
    return digest(f"{_fast_id()} {hash_of(model)}") if model else _fast_id()


@lru_cache(maxsize=1)
def _fast_id() -> str:
    from ..lexicon import load
    from ..shipped import shipped

    here = Path(__file__).parent
    sources = [*sorted(here.glob("*.py")), here.parent / "spelling.py", here.parent / "lexicon.py"]
    sources += [shipped("data/lexicon/general_words.txt"), shipped("data/lexicon/bilingual") / "zh.tsv"]
    return digest("\n".join([*(f"{p.name} {digest(p.read_text('utf-8'))}" for p in sources), load().hash]))
