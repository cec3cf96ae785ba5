"""The lines of decisions.tsv: what a curator decided, one line each, read and checked.

    action   concept            value                    paper          reason
    reject   quality signal                                             no notion, only words
    merge    kernel matrix      Gram matrix                             the same matrix
    split    SNN                sparse neural network    doi/10.1/x     in this paper the weights are sparse
    split    kernel             kernel density                          a notion of its own: what is written so
    rename   adam               Adam optimizer                          the name that is used
    retype   dropout            Method                                  a technique, not a notion
    broader  DER++              continual learning                      so that the path leads there
    merge    doi:10.1/b         arxiv:2101.00001                        the preprint of it
    split    doi:10.1/a         paper:sha256/0f…                        a talk with the same title

`concept` is a name or a key (the last part of a concept's IRI); or a paper, by an identifier with its scheme (doi:,
arxiv:, openalex:, s2:, pmid:, pmcid:, acl:), its IRI or the short form of that (paper:…), or one source's record of it
(record:…). A paper is merged into a paper, a paper or record split off a paper; a split without a second one keeps it
from all that is only alike. Without `paper`, a split of a concept takes the mentions that are written like the value;
with it, all of that paper. reject, merge and split of concepts may be held to one paper. Lines apply in their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..errors import BadInput
from ..identifiers import named, names_paper
from ..meanings import WITH_VALUE, Decision
from ..records import TYPES, Skipped
from ..spelling import fold

COLUMNS = ("action", "concept", "value", "paper", "reason")
HEADER = "\t".join(COLUMNS)
ACTIONS = ("reject", *WITH_VALUE)
IN_ONE_PAPER = frozenset({"reject", "merge", "split"})


OF_PAPERS = frozenset({"merge", "split"})


def decision(cells: Sequence[str], line: int = 0) -> Decision:
    """One line of the file, checked. Raises BadInput that says what is wrong and what would be right."""
    values = [" ".join(c.split()) for c in cells]  # a tab or a line break would end the cell
    if len(values) > len(COLUMNS):
        raise BadInput(f"{len(values)} cells, expected {len(COLUMNS)} with tabs between: {', '.join(COLUMNS)}")
    made = Decision(**dict(zip(COLUMNS, [*values, "", ""], strict=False)), line=line)
    action, type = made.action.lower(), made.value.capitalize()  # as people write them: Reject, method
    made = replace(made, action=action, value=type if action == "retype" and type in TYPES else made.value)
    if len(values) == 1:
        raise BadInput(f"one cell, expected {', '.join(COLUMNS[:-1])} and reason with tabs between")
    if made.action not in ACTIONS:
        raise BadInput(f"the action {made.action!r} is none of {', '.join(ACTIONS)}")
    if not fold(made.concept):
        raise BadInput(f"{made.action} names no concept")
    if is_of_papers(made):
        return _of_papers(made)
    if made.action in WITH_VALUE and not fold(made.value):
        raise BadInput(f"{made.action} {made.concept!r} {WITH_VALUE[made.action]} what? Give a value")
    if made.action in ("merge", "split", "broader") and fold(made.value) == fold(made.concept):
        raise BadInput(f"{made.action} {made.concept!r} {WITH_VALUE[made.action]} itself says nothing; name another")
    if made.action == "reject" and made.value:
        raise BadInput(f"reject takes no value, but the line has {made.value!r}")
    if made.action == "retype" and made.value not in TYPES:
        raise BadInput(f"the type {made.value!r} is none of {', '.join(TYPES)}")
    if made.paper and made.action not in IN_ONE_PAPER:
        raise BadInput(f"{made.action} holds for the whole knowledge base; leave the paper {made.paper!r} out")
    return made


def is_of_papers(d: Decision) -> bool:
    """Whether a decision is about papers and not about concepts."""
    return d.action in OF_PAPERS and names_paper(d.concept)


def _of_papers(d: Decision) -> Decision:
    if d.paper:
        raise BadInput(f"{d.action} of papers takes no other paper; leave {d.paper!r} out")
    if not d.value and d.action == "merge":
        raise BadInput(f"merge {d.concept!r} into what? Give another paper")
    if d.value and not names_paper(d.value):
        raise BadInput(f"{d.concept!r} is a paper, {d.value!r} names none: write doi:…, arxiv:…, paper:… or record:…")
    if named(d.concept) == named(d.value):
        raise BadInput(f"{d.action} {d.concept!r} {WITH_VALUE[d.action]} itself says nothing; name another")
    return d


def parse(text: str, file: str) -> tuple[list[Decision], list[Skipped]]:
    """The decisions of a file, and the lines that say none with the reason; comments, blank lines and header aside."""
    found: list[Decision] = []
    broken: list[Skipped] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        cells = line.split("\t")
        if not line.strip() or line.startswith("#") or [c.strip() for c in cells[:2]] == list(COLUMNS[:2]):
            continue
        try:
            found.append(decision(cells, number))
        except BadInput as e:
            broken.append(Skipped(file, number, f"decision left out: {e}", line[:80]))
    return found, broken
