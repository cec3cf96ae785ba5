"""The command line: its verbs, the options that they share, and how an error leaves it."""

from __future__ import annotations

import errno
import json
import os
import sys
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from .. import __version__
from ..errors import KBError, UnknownName

EPILOG = (
    "Exit codes: 0 done, 1 failed or nothing readable, 2 usage or malformed query, 3 unknown or ambiguous name, "
    "4 time-out, 5 locked by another writer, 130 interrupted."
)


class Verbs(TyperGroup):
    """The verbs in the order of a first session; errors become one line and an exit code."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KBError as error:
            report(error)
            raise SystemExit(error.exit_code) from None
        except KeyboardInterrupt:
            print("kb: interrupted; what was stored is safe: the same command goes on from there", file=sys.stderr)
            raise SystemExit(130) from None
        except UnicodeEncodeError as error:
            print(f"kb: {error.object!a} is no UTF-8: write the name in UTF-8", file=sys.stderr)
            raise SystemExit(2) from None
        except MemoryError:
            print("kb: out of memory; add the files a few at a time, or query less at once", file=sys.stderr)
            raise SystemExit(1) from None
        except BrokenPipeError:
            # The reader has gone (`kb query … | head`): nothing more to say, and nothing to flush at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(0) from None
        except OSError as error:
            print(f"kb: {refused(error)}", file=sys.stderr)
            raise SystemExit(1) from None


_WAYS_OUT = {
    errno.ENOSPC: "free some space and give the same command again; what was stored is safe",
    errno.EROFS: "the disk is read-only: ask there, and write to a copy",
    errno.EACCES: "ask for the right to write there, or name another place",
    errno.ENOENT: "make the folder first, or name another",
}


def refused(error: OSError) -> str:
    """What the system refused, where, and the way out."""
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}; {_WAYS_OUT.get(error.errno or 0, 'nothing that was stored is lost')}"


def report(error: KBError) -> None:
    """Says what went wrong: one line on stderr, candidates below it; where JSON was asked for, as JSON on stdout."""
    print(f"kb: {error}", file=sys.stderr)
    candidates = error.candidates if isinstance(error, UnknownName) else ()
    for candidate in candidates:
        print(f"  {_retry(candidate.key)}   # {candidate.name} ({candidate.type})", file=sys.stderr)
    if _wants_json():
        found = [{"key": c.key, "name": c.name, "type": c.type} for c in candidates]
        print(json.dumps({"error": str(error), "candidates": found}, ensure_ascii=False))


def _wants_json() -> bool:
    words = sys.argv[1:]
    return "--format=json" in words or ("--format", "json") in pairwise(words)


def _retry(key: str) -> str:
    """The same command with a candidate in the place of the name: ready to copy."""
    import shlex

    words = sys.argv[1:]
    for i, word in enumerate(words):
        name, _, value = word.partition("=")
        if i and words[i - 1] == "--set" and repr(value) in str(sys.exc_info()[1]):
            return shlex.join(["kb", *words[:i], f"{name}={key}", *words[i + 1 :]])
    ended = words.index("--") if "--" in words else len(words)  # what follows is no option, whatever it looks like
    plain = (i for i, w in enumerate(words) if 0 < i < ended and not w.startswith("-"))
    names = [*(i for i in plain if not words[i - 1].startswith("--")), *range(ended + 1, len(words))]
    if names:
        words[names[0] if len(names) == 1 else _blamed(words, names)] = key
    return shlex.join(["kb", *words])


def _blamed(words: list[str], names: list[int]) -> int:
    """Which of several names the error is about: the one that its message quotes."""
    error = sys.exc_info()[1]
    return next((i for i in names if repr(words[i]) in str(error)), names[-1])


class Format(StrEnum):
    """How a result is printed."""

    text = "text"
    json = "json"


KB = Annotated[
    Path,
    typer.Option("--kb", envvar="KB_PATH", help="The knowledge base: a folder.", show_default="./citations.kb"),
]
Form = Annotated[Format, typer.Option("--format", help="text for people, json for programs.")]
MOST = 1_000_000_000
Top = Annotated[int, typer.Option("--top", "-n", min=1, max=MOST, help="How many.")]
Near = Annotated[str | None, typer.Option("--near", help="Words that tell which sense of an ambiguous name is meant.")]
DEFAULT_KB = Path("citations.kb")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"citekb {__version__}")
        raise typer.Exit


app = typer.Typer(
    name="kb",
    cls=Verbs,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOG,
)


@app.callback()
def kb(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    """One evidence-carrying citation and concept knowledge base from abstracts and reference libraries; offline.

    Start with `kb demo`, or with `kb add FILE…` and `kb stats`.
    """


# The verbs register themselves, in the order below.
from . import (  # noqa: E402, I001
    asking, building, checking, comparing, deciding, demo, doubles, extracting,  # noqa: F401
    health, meaning, querying, tabling, taking, teaching,  # noqa: F401
)  # fmt: skip

_ORDER = (
    *("demo", "health", "add", "remove", "read", "extract", "train", "fetch-list"),
    *("lexicon", "duplicates", "decide", "check", "log", "diff"),
    *("stats", "search", "concept", "senses", "paper", "neighbours", "explain", "compare", "path", "rank"),
    *("query", "export", "draw"),
)
app.registered_commands.sort(key=lambda c: _ORDER.index(c.name or ""))
