"""What the package says of its licences is what its files say."""

from __future__ import annotations

import re
import tomllib

from conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LISTS = sorted((ROOT / "data" / "lexicon").rglob("*.tsv"))
LICENCE = {path.name: re.match(r"# licence: (MIT|[\w.-]+)", path.read_text("utf-8")) for path in LISTS}
NOTE = (ROOT / "data" / "lexicon" / "LICENSES.md").read_text("utf-8")


def test_every_list_of_names_says_its_licence() -> None:
    assert [name for name, found in LICENCE.items() if not found] == []


def test_the_package_declares_the_licence_of_every_list() -> None:
    assert set(PROJECT["license"].split(" AND ")) == {"MIT", *(found[1] for found in LICENCE.values() if found)}


def test_the_note_on_licences_names_every_list_that_is_not_ours_and_no_other() -> None:
    rows = dict(re.findall(r"^\| (\S+\.tsv) \| \[([\w.-]+)\]\(https://", NOTE, re.M))
    assert rows == {name: found[1] for name, found in LICENCE.items() if found and found[1] != "MIT"}


def test_the_files_that_hold_the_licences_are_there_and_shipped() -> None:
    assert PROJECT["license-files"] == ["LICENSE", "data/lexicon/LICENSES.md"]
    assert all((ROOT / name).is_file() for name in PROJECT["license-files"])
