"""Every foreign term that we use is declared, with the same kind, by the published ontology it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.graph.views import foreign_terms

TERMS = Path(__file__).parents[3] / "shared" / "vocab" / "terms"
DECLARED = {
    term: kind
    for path in sorted(TERMS.glob("*.tsv"))
    for term, kind in (line.split("\t") for line in path.read_text("utf-8").splitlines()[1:])
}
if not DECLARED:
    print(f"no vocabularies at {TERMS}: foreign terms are not checked against them")
VOCABULARIES = {term[: max(term.rfind("#"), term.rfind("/")) + 1] for term in DECLARED}


@pytest.mark.parametrize("term", [t for t in foreign_terms() if t.startswith(tuple(VOCABULARIES) or ("-",))])
def test_the_vocabulary_declares_the_term_as_we_do(term: str) -> None:
    assert DECLARED.get(term) == foreign_terms()[term]
