"""The command `kb`: arguments → one method of KnowledgeBase → print. Data goes to stdout, talk to stderr.

`app.py` holds the command line itself; each other module is one family of verbs. A new verb is one function.
"""

from __future__ import annotations


def main() -> None:
    """The console script."""
    import io
    import os
    import sys

    sys.stdin = sys.stdin or open(os.devnull)  # noqa: SIM115, PTH123 - closed by who started us (`kb stats >&-`)
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115, PTH123
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors in ("strict", "surrogateescape"):
        # A name that this terminal, or UTF-8, cannot show is shown escaped; no answer ends in the middle of it.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        from .app import app

        app(prog_name="kb")
    except KeyboardInterrupt:  # while the libraries load, before there is a verb to say more
        print("kb: interrupted", file=sys.stderr)
        sys.exit(130)


__all__ = ["main"]
