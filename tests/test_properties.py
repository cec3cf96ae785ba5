"""The promises that must hold for every set of papers: a function of the set, exact offsets, IRIs that parse."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from conftest import PAPERS, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

import kb
from kb.rdf import parse
from kb.records import Author, Paper, Reference

ORDERS = st.permutations(PAPERS)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=80)
ODD = st.builds(
    Paper,
    id=st.none() | TEXTS,
    title=TEXTS,
    abstract=TEXTS.map(lambda t: f"We propose {t} (NTK) on CIFAR-10. {t}我们提出NTK。"),
    doi=st.none() | TEXTS.map(lambda t: "10.1/" + t),
    url=st.none() | TEXTS,
    venue=st.none() | TEXTS,
    year=st.none() | st.integers(-5, 99999),
    authors=st.lists(st.builds(Author, literal=TEXTS), max_size=2).map(tuple),
    references=st.lists(st.builds(Reference, raw=TEXTS) | st.builds(Reference, id=TEXTS), max_size=2).map(tuple),
)


def built(*batches: Iterable[Paper]) -> list[str]:
    """The canonical N-Quads of a knowledge base to which these batches were added one after the other."""
    base = kb.open()
    for batch in batches:
        base.add(batch)
    return base.answers.store.lines()


WHOLE = built(PAPERS)


@settings(max_examples=10, deadline=None)
@given(order=ORDERS, cut=st.integers(0, len(PAPERS)))
def test_any_order_and_any_split_give_the_same_bytes(order: list[Paper], cut: int) -> None:
    assert built(order[:cut], order[cut:]) == WHOLE


@settings(max_examples=6, deadline=None)
@given(order=ORDERS)
def test_twice_equals_once(order: list[Paper]) -> None:
    assert built(order, PAPERS) == WHOLE


@settings(max_examples=10, deadline=None)
@given(gone=st.sampled_from(PAPERS))
def test_what_is_removed_was_never_seen(gone: Paper) -> None:
    base = kb.open()
    base.add(PAPERS)
    base.remove(gone.doi or gone.id)
    assert base.answers.store.lines() == built(p for p in PAPERS if p != gone)


@settings(max_examples=40, deadline=None)
@given(papers=st.lists(ODD, min_size=1, max_size=3))
def test_any_text_gives_statements_that_parse_and_offsets_that_hold(papers: list[Paper]) -> None:
    base = kb.open()
    base.add(papers)
    lines = base.answers.store.lines()
    assert parse("\n".join(lines), "nquads") == lines
    wrong = base.query("""SELECT ?m { ?m nif:anchorOf ?s ; nif:beginIndex ?b ; nif:endIndex ?e ;
        nif:referenceContext/nif:isString ?text FILTER(SUBSTR(?text, ?b + 1, ?e - ?b) != ?s) }""")
    assert len(wrong) == 0


def test_another_hash_seed_locale_and_folder_give_the_same_bytes(tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests')!r}]\n"
        "from test_properties import PAPERS, built; import hashlib\n"
        "print(hashlib.sha256(chr(10).join(built(PAPERS)).encode()).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
            env={"PYTHONHASHSEED": seed, "LC_ALL": locale, "PATH": ""},
        ).stdout
        for seed, locale in (("1", "C"), ("2", "C.UTF-8"))
    ]
    assert runs[0] == runs[1] != ""
