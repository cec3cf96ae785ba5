"""Kept lines: what was found comes back, and what votes need is known without the mentions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import PAPERS

from kb.extractors import extract
from kb.lexicon import load as lexicon
from kb.records import Paper
from kb.resolve import entries, kept

CHINESE = Paper(title="脉冲神经网络", abstract="我们提出脉冲神经网络（SNN）。SNN 用于 CIFAR-10。")


@pytest.mark.parametrize("paper", [*PAPERS, CHINESE, Paper(title="Nothing")], ids=lambda p: p.title)
def test_what_is_kept_comes_back(paper: Paper) -> None:
    (reading,) = extract([paper])
    found = entries(reading, lexicon())
    line = kept.dump(reading, found)
    again, loaded = kept.load(line, paper)
    assert again == replace(reading, mentions=())
    assert loaded == found
    assert [list(e.mentions) for e in loaded] == [list(e.mentions) for e in found]
    assert [list(kept.surfaces(e)) for e in loaded] == [kept.surfaces(e) for e in found]
    assert list(map(kept.strength, loaded)) == list(map(kept.strength, found))
    assert list(map(kept.one_name, loaded)) == list(map(kept.one_name, found))
    assert kept.dump(again, loaded) == line
