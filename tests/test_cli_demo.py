"""What `kb demo` prints can be typed again, word for word."""

from __future__ import annotations

import shlex
from pathlib import Path

from conftest import Run


def test_every_command_that_the_demo_shows_runs_beside_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("mine", "utf-8")
    shown = run("demo", cwd=tmp_path).stdout
    assert "72 papers" in shown and "87 citations" in shown and (tmp_path / "demo.ttl").exists()
    commands = [shlex.split(line[2:]) for line in _joined(shown) if line.startswith("$ ")]
    assert [words[1] for words in commands] == ["add", *["rank"] * 4, "neighbours", "query", "export"]
    for words in {words[1]: words for words in commands}.values():  # one of each verb
        done = run(*words[1:], cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    again = run(*commands[0][1:], cwd=tmp_path).stdout
    assert "72 unchanged" in again and "version 1" in again
    assert {p.name for p in tmp_path.iterdir()} == {"page.txt", "demo-papers", "demo.kb", "demo.ttl"}
    assert (tmp_path / "page.txt").read_text("utf-8") == "mine"  # the demo keeps its files apart
    following = [shlex.split(c.strip()) for c in shown.split("Next\n")[1].splitlines() if "YOUR" not in c]
    for words in following:
        assert run(*words[1:], cwd=tmp_path).returncode == 0, words
    assert "site-packages" not in shown and str(Path(__file__).parent.parent) not in shown


def _joined(shown: str) -> list[str]:
    """The lines of the output, those of a quoted query as one."""
    lines: list[str] = []
    for line in shown.splitlines():
        if lines and lines[-1].startswith("$ ") and lines[-1].count("'") % 2:
            lines[-1] += "\n" + line
        else:
            lines.append(line)
    return lines
