"""What its owner says of a knowledge base: lexicon.tsv, decisions.tsv, and by which pipeline it is read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from . import decisions as deciding
from .decisions import HEADER, Decisions
from .errors import BadInput
from .lexicon import Lexicon, Term, load, own
from .meanings import Decision
from .records import Skipped

LEXICON, DECISIONS, PIPELINE = "lexicon.tsv", "decisions.tsv", "pipeline"


class Owned:
    """What the owner of a knowledge base wrote: names of their own, and decisions. In memory, decisions only."""

    def __init__(self, folder: Path | None, text: str | None = None) -> None:
        """`text` stands for decisions.tsv, where it is not read from the folder."""
        self._folder = folder
        self._text = text
        self._pipeline: str | None = None

    @classmethod
    def of_text(cls, text: str, other: Owned) -> Owned:
        """The same with another text of decisions."""
        owned = cls(other._folder, text)
        owned._pipeline = other._pipeline
        return owned

    @property
    def pipeline(self) -> str | None:
        """The pipeline that was chosen for this knowledge base by name or folder; None where nobody chose."""
        path = self._folder / PIPELINE if self._folder else None
        return _text(path).strip() or self._pipeline

    def choose(self, pipeline: str) -> None:
        """Reads with this pipeline from now on."""
        self._pipeline = pipeline
        if self._folder and _text(self._folder / PIPELINE).strip() != pipeline:
            _replace(self._folder / PIPELINE, f"{pipeline}\n")

    @property
    def lexicon(self) -> Path | None:
        """The user's own lexicon, where there is one."""
        path = self._folder / LEXICON if self._folder else None
        return path if path and path.exists() else None

    @property
    def names(self) -> Lexicon:
        """The shipped names, and the user's own."""
        return load(self.lexicon) if self.lexicon else load()

    @property
    def text(self) -> str:
        """decisions.tsv as it stands. Raises BadInput where it cannot be read."""
        path = self._folder / DECISIONS if self._folder else None
        if self._text is not None or path is None or not path.exists():
            return self._text or ""
        return _text(path)

    @property
    def _parsed(self) -> tuple[list[Decision], list[Skipped]]:
        return deciding.parse(self.text, DECISIONS)

    def decisions(self, lexicon: Lexicon) -> Decisions:
        """The decisions, ready to be applied."""
        return Decisions(self._parsed[0], lexicon)

    @property
    def lines(self) -> list[Decision]:
        """The decisions in their order."""
        return self._parsed[0]

    @property
    def broken(self) -> list[Skipped]:
        """The lines of both files that say nothing, with the reason."""
        return [*self.rows()[1], *self._parsed[1]]

    def rows(self) -> tuple[list[Term], list[Skipped]]:
        """The rows of lexicon.tsv, and what is wrong in it."""
        rows, broken = own(self.lexicon, load()) if self.lexicon else ({}, [])
        return list(rows.values()), broken

    def with_lines(self, new: list[Decision]) -> str:
        """The text of decisions.tsv with more lines at its end."""
        text = self.text or HEADER + "\n"
        known = set(self.lines)
        more = "".join(d.row() + "\n" for d in dict.fromkeys(new) if d not in known)
        return text + ("" if text.endswith("\n") else "\n") + more

    def without(self, line: int) -> str:
        """The text of decisions.tsv without one line. Raises BadInput where that line holds no decision."""
        if line not in {d.line for d in self.lines}:
            raise BadInput(f"line {line} of {DECISIONS} holds no decision; `kb decide list` shows those that do")
        return "".join(t for n, t in enumerate(self.text.splitlines(keepends=True), 1) if n != line)

    def write(self, text: str) -> None:
        """Replaces decisions.tsv in one step."""
        if self._folder is None:
            self._text = text
            return
        _replace(self._folder / DECISIONS, text)

    def files(self) -> dict[str, str]:
        """Name → text of those of the two files that say something."""
        texts = {DECISIONS: self.text, LEXICON: ""}
        with suppress(BadInput):  # told at every add: `rows`
            texts[LEXICON] = _text(self.lexicon)
        texts[PIPELINE] = self.pipeline or ""
        return {name: text for name, text in texts.items() if text.strip()}

    def restore(self, files: Mapping[str, str]) -> None:
        """Takes what an exported knowledge base's files say and is not here; a pipeline only where none is chosen."""
        if PIPELINE in files and self.pipeline is None:
            self.choose(files[PIPELINE].strip())
        for name in (LEXICON, DECISIONS):
            if name not in files or (self._folder is None and name == LEXICON):
                continue
            path = self._folder / name if self._folder else None
            here = self.text if name == DECISIONS else _text(path)
            more = [line for line in files[name].splitlines() if line not in here.splitlines()]
            text = files[name] if not here else here.rstrip("\n") + "\n" + "".join(f"{m}\n" for m in more)
            if more and name == DECISIONS:
                self.write(text)
            elif more and path:
                _replace(path, text)


def _text(path: Path | None) -> str:
    """What stands in a file, nothing where there is none. Raises BadInput where it cannot be read."""
    try:
        return path.read_text("utf-8") if path and path.exists() else ""
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"{path} cannot be read: {e}; save it as UTF-8, one row a line") from e


def _replace(path: Path, text: str) -> None:
    beside = path.with_suffix(".tmp")
    with beside.open("w", encoding="utf-8", newline="") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(path)
