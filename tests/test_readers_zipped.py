"""Zip archives: read like a folder, and nothing in them leads out, hides, or unfolds without bound."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
from pathlib import Path

import pytest

from kb.readers import decoding, read
from kb.records import Skipped

RECORD = '{"title": "One"}\n'


def archive(path: Path, *entries: tuple[str | zipfile.ZipInfo, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return path


def read_all(path: Path) -> tuple[list[str | None], list[Skipped]]:
    found = read(path)
    return [p.title for p in found], found.skipped


def zip_bytes() -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("a.jsonl", RECORD)
    return inner.getvalue()


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link.jsonl")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_an_archive_is_read_like_a_folder(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "lib.zip",
        ("b/two.bib", "@book{k, title={Two}}"),
        ("a.jsonl", RECORD),
        ("b/c.jsonl.gz", gzip.compress(b'{"title": "Three"}')),
        ("README.md", "We say what is in here, and we say it at length, so that it might be read as an abstract."),
        ("table.csv", "a,b\n1,2\n"),
        ("__MACOSX/._a.jsonl", RECORD),
    )
    found = read(path)
    papers = [(p.title, p.source.file if p.source else "") for p in found]
    assert papers == [("One", f"{path}/a.jsonl"), ("Three", f"{path}/b/c.jsonl.gz"), ("Two", f"{path}/b/two.bib")]
    assert {Path(s.file).name for s in found.skipped} == {"README.md", "table.csv", "._a.jsonl"}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("../x.jsonl", RECORD, "leads out"),
        ("a/../../x.jsonl", RECORD, "leads out"),
        ("/etc/x.jsonl", RECORD, "leads out"),
        ("C:\\x.jsonl", RECORD, "leads out"),
        (link(), "/etc/passwd", "a link"),
        ("in.zip", zip_bytes(), "a zip inside a zip"),
        (".x.jsonl", RECORD, "hidden"),
    ],
    ids=["above", "above within", "absolute", "a drive", "a link", "a zip", "hidden"],
)
def test_what_must_not_be_read_is_told_and_the_rest_is_read(
    name: str | zipfile.ZipInfo, content: str | bytes, reason: str, tmp_path: Path
) -> None:
    titles, skipped = read_all(archive(tmp_path / "x.zip", (name, content), ("z.jsonl", RECORD)))
    assert titles == ["One"] and len(skipped) == 1 and reason in skipped[0].reason


def test_an_encrypted_file_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", ("a.jsonl", RECORD), ("b.jsonl", RECORD))
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the first local header, and its entry in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    titles, skipped = read_all(path)
    assert titles == ["One"] and "encrypted" in skipped[0].reason


def test_a_bomb_is_stopped_and_the_next_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The limit is lowered, so that the test unpacks 2 MB and not 100.
    monkeypatch.setattr("kb.readers.zipped.RATIO_FROM", 1 << 20)
    monkeypatch.setattr("kb.readers.zipped.MAX_RATIO", 100)
    luck = b"".join(i.to_bytes(4, "big") for i in range(30_000))
    path = archive(tmp_path / "x.zip", ("a.jsonl", b" " * (4 << 20)), ("b.jsonl", RECORD), ("c.bin", luck))
    titles, skipped = read_all(path)
    assert titles == ["One"] and "compression bomb" in skipped[0].reason
    assert decoding.RATIO_FROM > 1 << 20


@pytest.mark.parametrize("cut", [4, 60, 100])
def test_a_damaged_archive_says_so(cut: int, tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", ("a.jsonl", RECORD * 50))
    path.write_bytes(path.read_bytes()[:cut])
    titles, skipped = read_all(path)
    assert titles == [] and "cannot be opened" in skipped[0].reason


def test_a_file_with_a_wrong_checksum_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", ("a.jsonl", RECORD), ("b.jsonl", RECORD))
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02") + 16
    data[at] ^= 255
    path.write_bytes(data)
    titles, skipped = read_all(path)
    assert titles[-1] == "One" and any("damaged" in s.reason or "unpacked" in s.reason for s in skipped)


def test_an_office_document_is_no_archive_of_papers(tmp_path: Path) -> None:
    titles, skipped = read_all(archive(tmp_path / "x.docx", ("[Content_Types].xml", "<a/>"), ("a.jsonl", RECORD)))
    assert titles == [] and "office document" in skipped[0].reason
