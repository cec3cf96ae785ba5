"""The command `kb`: arguments → one method of KnowledgeBase → print. Data goes to stdout, talk to stderr.

`app.py` holds the command line itself; each other module is one family of verbs. A new verb is one function.
"""

from __future__ import annotations


def main() -> None:
    """The console script."""
    import sys

    try:
        from .app import app

        app(prog_name="kb")
    except KeyboardInterrupt:  # while the libraries load, before there is a verb to say more
        print("kb: interrupted", file=sys.stderr)
        sys.exit(130)


__all__ = ["main"]
