"""The worker's side of `workers`: it opens one version, answers one query after the other, and may be killed.

It is started by its path and imports the engine alone, not `kb`, so that it is ready in less than 0.1 s. The protocol,
both ways: one line of JSON, then as many bytes as its "size" says.

start    {"folder": path} or {"size": n} + N-Quads           → {}
query    {"query": …, "values": {name: N-Triples term}, "prefixes": {…}, "limit": seconds}
                                                             → {"kind": …, "size": n} + document
                                                             or {"error": "SyntaxError", "message": …}
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO, Literal

import pyoxigraph as ox

Kind = Literal["rows", "answer", "graph"]


def answer(
    graph: ox.Store, text: str, prefixes: Mapping[str, str], values: Mapping[ox.Variable, Any]
) -> tuple[Kind, bytes]:
    """What a query finds, as its kind and one document: SPARQL JSON, or sorted N-Triples for CONSTRUCT and DESCRIBE."""
    found = graph.query(text, prefixes=dict(prefixes), substitutions=dict(values))
    if isinstance(found, ox.QueryTriples):
        return "graph", "".join(sorted({f"{triple} .\n" for triple in found})).encode()
    kind: Kind = "answer" if isinstance(found, ox.QueryBoolean) else "rows"
    return kind, found.serialize(format=ox.QueryResultsFormat.JSON) or b""


def send(pipe: BinaryIO, head: Mapping[str, Any], body: bytes = b"") -> None:
    """One message of the protocol; its "size" is that of the body."""
    pipe.write(json.dumps({**head, "size": len(body)}).encode() + b"\n" + body)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next message and its body; None where the other side has gone, also in the middle of one."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        return None
    head: dict[str, Any] = json.loads(line)
    body = pipe.read(head["size"])
    return (head, body) if len(body) == head["size"] else None


def term(text: str) -> Any:
    """The RDF term that N-Triples writes so."""
    return next(iter(ox.parse(f"<x:s> <x:p> {text} .", ox.RdfFormat.N_TRIPLES))).object


def _opened(head: Mapping[str, Any], body: bytes) -> ox.Store:
    if "folder" in head:
        return ox.Store.read_only(head["folder"])
    graph = ox.Store()
    graph.bulk_load(body, ox.RdfFormat.N_QUADS)
    return graph


def _reply(graph: ox.Store, head: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    values = {ox.Variable(name): term(text) for name, text in head["values"].items()}
    try:
        kind, document = answer(graph, head["query"], head["prefixes"], values)
    except (SyntaxError, RuntimeError, OSError, ValueError) as error:
        return {"error": type(error).__name__, "message": str(error)}, b""
    return {"kind": kind}, document


def _listen(inbox: SimpleQueue[tuple[dict[str, Any], bytes]]) -> None:
    """Takes in what is asked; ends the process when the asker has gone, however busy the engine is."""
    while message := receive(sys.stdin.buffer):
        inbox.put(message)
    os._exit(0)


def main() -> None:
    """Answers until the asker goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the asker, who ends us
    with suppress(OSError):  # when memory runs out, Linux is to choose this process, not its asker
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    inbox: SimpleQueue[tuple[dict[str, Any], bytes]] = SimpleQueue()
    threading.Thread(target=_listen, args=(inbox,), daemon=True).start()
    try:
        graph = _opened(*inbox.get())
    except (OSError, RuntimeError, ValueError) as error:
        send(sys.stdout.buffer, {"error": "OSError", "message": str(error)})
        return
    send(sys.stdout.buffer, {})
    while True:
        head, _ = inbox.get()
        if hasattr(signal, "setitimer"):  # should the asker be stopped or lost: the kernel ends us a little later
            signal.setitimer(signal.ITIMER_REAL, head["limit"] + 5)
        reply = _reply(graph, head)
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        send(sys.stdout.buffer, *reply)


if __name__ == "__main__":
    main()
