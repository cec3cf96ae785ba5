"""What a trained model finds: names and notions that no list holds, by how they stand in their sentence.

The component wraps the network of `tagger`. It is a spaCy component like the others: a model is a spaCy pipeline with
this one in it, saved by `nlp.to_disk` and read by `spacy.load`.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import spacy
import srsly
from spacy.language import Language

from ..errors import BadInput
from ..shipped import shipped
from . import judge
from .judge import OURS as OURS
from .spans import ACRONYMS, CITATIONS, LINKS, Component, Find, Page
from .tagger import SHAPE, Guess, Schemes, network
from .vectors import WordVectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc

    from .tagger import Floats

NAME: Final = "kb_learned"
"""The name of the component in a pipeline, and of its folder in a model."""


class LearnedNames(Component):
    """Marks what a trained network takes for a concept."""

    def __init__(self, schemes: dict[str, Sequence[str]] | None = None, shape: dict[str, Any] | None = None) -> None:
        self.start(schemes or {}, shape or SHAPE)

    def start(
        self, schemes: dict[str, Sequence[str]], shape: dict[str, Any], vectors: WordVectors | None = None
    ) -> None:
        """An untrained network for these schemes and of this size."""
        self.schemes, self.shape, self.vectors = Schemes(schemes), shape, vectors
        self.weights = judge.Weights()
        self.model = network(self.schemes, **shape, vectors=vectors)

    def read(self, page: Page) -> None:
        """Adds what the network finds, and takes away what it holds for no concept."""
        if page.lang == "en" and page.text and OURS in self.schemes.types:
            doc = told(page.doc(), page.finds)
            self.weigh(page, doc, self.answers([doc])[0])

    def candidates(self, page: Page) -> list[judge.Candidate]:
        """All that could stay on a page, weighed by nothing yet: what `kb.training` fits the weights on."""
        doc = told(page.doc(), page.finds)
        answer = self.answers([doc])[0]
        sees = judge.page(doc, answer, self.schemes)
        pool = judge.pool(page.finds, list(self._guessed(page, sees, answer)))
        return judge.candidates(pool, sees, page.text, page.abstract, self.schemes)

    def weigh(self, page: Page, doc: Doc, answer: Floats) -> None:
        """The same with the network's answer at hand."""
        sees = judge.page(doc, answer, self.schemes)
        guessed = list(self._guessed(page, sees, answer))
        page.finds[:] = judge.chosen(page.finds, guessed, sees, page.text, page.abstract, self.schemes, self.weights)

    def _guessed(self, page: Page, sees: judge.Page, answer: Floats) -> Iterator[Find]:
        """The network's own finds: outside addresses and citations, none over a border of title and abstract."""
        masked = page.covers(CITATIONS, LINKS)
        defined = sorted(a[:2] for a in page.groups[ACRONYMS])
        for g in self.schemes.guesses(answer, OURS):
            begin, last = sees.doc[g.first].idx, sees.doc[g.behind - 1]
            end = last.idx + len(last)
            for b, e in defined:  # "dark experience replay (DER" is a long form and its short form
                if begin < b and e <= end and page.text[:b].rstrip(" ").endswith("("):
                    end = len(page.text[:b].rstrip(" ("))
            begin, end = _whole(page.text, begin, end)
            if begin < end and not masked(begin, end) and not begin < page.abstract < end:
                yield Find(begin, end, g.type, judge.LEARNED, round(g.score, 2))

    def answers(self, docs: Sequence[Doc]) -> list[Floats]:
        """One row of raw scores a word, for each text."""
        return list(self.model.predict(list(docs))) if docs else []

    def guesses(self, doc: Doc, scheme: str) -> list[Guess]:
        """What the network takes for concepts in one text, as one scheme marks them."""
        return self.schemes.guesses(self.answers([doc])[0], scheme)

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Writes one file, weights and settings."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **_: Any) -> LearnedNames:
        """The inverse of `to_disk`."""
        return self.from_bytes(Path(path).read_bytes())

    def to_bytes(self, **_: Any) -> bytes:
        """The settings and weights, as msgpack."""
        settings = {"schemes": self.schemes.types, "shape": self.shape, "judge": self.weights.to_dict()}
        words = {"vectors": self.vectors.to_dict()} if self.vectors else {}
        packed: bytes = srsly.msgpack_dumps({"settings": settings, "weights": self.model.to_bytes()} | words)
        return packed

    def from_bytes(self, data: bytes, **_: Any) -> LearnedNames:
        """The inverse of `to_bytes`. Raises BadInput where the bytes are none of ours."""
        try:
            kept = srsly.msgpack_loads(data)
            words = WordVectors.from_dict(kept["vectors"]) if "vectors" in kept else None
            self.start(kept["settings"]["schemes"], kept["settings"]["shape"], words)
            self.weights = judge.Weights(**kept["settings"]["judge"])
            self.model.from_bytes(kept["weights"])
        except Exception as error:  # msgpack and thinc raise what they like
            raise BadInput(f"the weights of {NAME} are damaged or of another version ({error})") from error
        return self


_BEFORE, _AFTER = " \t\n*,;:.–-/\"'”’)]}", " \t\n*,;:.–-/\"'“‘([{\\"
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"))


def _whole(text: str, begin: int, end: int) -> tuple[int, int]:
    """A span without signs at its borders, up to a bracket that stays open; empty where one is only closed."""
    while begin < end and text[begin] in _BEFORE:
        begin += 1
    for opens, closes in _PAIRS:
        if closes in text[begin:end].partition(opens)[0]:
            return begin, begin
        if text.count(opens, begin, end) > text.count(closes, begin, end):
            end = text.rfind(opens, begin, end)
    while begin < end and text[end - 1] in _AFTER:
        end -= 1
    return (begin, begin) if text.count("$", begin, end) % 2 else (begin, end)


def told(doc: Doc, finds: Iterable[Find]) -> Doc:
    """The Doc, its words tagged with the type of the known name that they belong to: a feature of the network."""
    at = {token.idx: token.i for token in doc}
    for find in finds:
        if not find.rule.startswith("lexicon") or (n := at.get(find.begin)) is None:
            continue
        while n < len(doc) and doc[n].idx < find.end:
            doc[n].tag_ = find.label
            n += 1
    return doc


@Language.factory(NAME, assigns=["doc.spans"], default_config={"folder": None})
def make_learned(nlp: Language, name: str, folder: str | None) -> LearnedNames:
    """The component of a model folder; without one it is untrained until `from_disk`."""
    if folder is None:
        return LearnedNames()
    return learner_of(load(Path(folder)))


def learner_of(nlp: Language) -> LearnedNames:
    """The component of a pipeline that has one."""
    found: Any = nlp.get_pipe(NAME)
    assert isinstance(found, LearnedNames)
    return found


def blank(lang: str = "en") -> Language:
    """A pipeline with nothing but an untrained component: what `kb train` fills and saves."""
    nlp = spacy.blank(lang, config={"nlp": {"tokenizer": {"@tokenizers": "kb.pieces.v1"}}})
    nlp.add_pipe(NAME)
    return nlp


class Featured:
    """Reads texts as far as the network needs it: words, and what the shipped lexicon knows of them.

    `everything` runs all other components too, as before the network's verdict.
    """

    def __init__(self, *, everything: bool = False) -> None:
        from . import build

        self._nlp = build("en")
        before = ("kb_citations", "kb_acronyms", "kb_lexicon")
        self._steps = [step for name, step in self._nlp.pipeline if everything or name in before]

    def page(self, text: str, abstract: int = 0, *, known: bool = True) -> Page:
        """The page of a text whose abstract begins at a character."""
        page = Page(text, lambda: self._nlp.make_doc(text), abstract=abstract)
        for step in self._steps if known else ():
            step.read(page)  # type: ignore[attr-defined]
        return page

    def doc(self, text: str, abstract: int = 0, *, known: bool = True) -> Doc:
        """The Doc of a text, its words tagged."""
        page = self.page(text, abstract, known=known)
        return told(page.doc(), page.finds)


def weights(folder: Path) -> Path:
    """The file of a model's weights. Raises BadInput, with the way out, where the folder has none."""
    file = folder / NAME
    if not file.is_file() or not (folder / "meta.json").is_file():
        raise BadInput(
            f"{folder} is no model folder: `kb train` makes one; --pipeline full is the shipped one, fast does without"
        )
    return file


@lru_cache(maxsize=4)
def load(folder: Path) -> Language:
    """The pipeline of a model folder.

    Raises BadInput, with the way out, for one that is missing, damaged, or of another spaCy version.
    """
    weights(folder)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # another patch version of spaCy: the weights are ours
            nlp = spacy.load(folder)
        learner_of(nlp)
    except BadInput as error:
        raise BadInput(f"{folder}: {error}; train it again with `kb train`") from error
    except Exception as error:  # spaCy raises what it likes
        told = str(error).splitlines()[0]
        raise BadInput(f"{folder} cannot be read as a model ({told}); train it again with `kb train`") from error
    return nlp


def shipped_model() -> Path:
    """The folder of the model that ships with kb. Raises FileNotFoundError in an incomplete installation."""
    return shipped("data/models/en")
