"""The house keeps its shape: imports point down, heavy libraries have one home, and start-up loads none of them."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

KB = Path(__file__).parent.parent / "kb"

LAYERS = [
    {"__main__"},
    {"cli", "servers"},
    {"base"},
    {"builder", "curating", "asking"},
    {"intake"},
    {"published", "suggestions", "senses", "comparison", "duplicates"},
    {"derive", "answers", "exporters", "owned"},
    {"extraction", "health", "training"},
    {"readers", "extractors", "resolve", "facts", "graph", "network", "engines", "decisions"},
    {"identifiers", "lexicon", "rdf", "rows", "terms"},
    {"meanings", "faults"},
    {"shipped", "records", "claims", "replies", "spelling", "errors"},
]
LEVEL = {room: i for i, layer in enumerate(LAYERS) for room in layer}
WITHIN = {
    ("records", "spelling"),
    ("records", "claims"),
    ("lexicon", "shipped"),
    ("lexicon", "rows"),
    ("rdf", "terms"),
    ("identifiers", "terms"),
}  # same or neighbouring floor, and meant

HOMES = {
    "spacy": {"extractors", "training"},
    "thinc": {"extractors", "training"},
    "rdflib": {"graph", "rdf"},
    "oxrdflib": {"graph"},
    "pyoxigraph": {"graph", "rdf"},
    "networkx": {"network", "exporters"},
    "scipy": {"network", "training"},
    "rapidfuzz": {"resolve"},
    "numpy": {"network", "exporters", "extractors", "training"},
    "bibtexparser": {"readers"},
    "lxml": {"readers"},
    "sqlite3": {"facts", "faults", "graph"},
    "typer": {"cli"},
    "rich": {"cli"},
}


def room_of(path: Path) -> str:
    part = path.relative_to(KB).parts[0]
    return part.removesuffix(".py")


@cache
def nodes(path: Path) -> list[ast.AST]:
    """All that a file says; parsed once, for each file is looked at three times."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(path: Path) -> list[tuple[str, int]]:
    """Every imported module of a file as (absolute dotted name, line); not what stands under TYPE_CHECKING."""
    package = ["kb", *path.relative_to(KB).parts[:-1]]
    checking = {
        id(inner)
        for node in nodes(path)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    found = []
    for node in nodes(path):
        if id(node) in checking:
            continue
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            if stem in ("kb", ""):
                found += [(f"kb.{alias.name}", node.lineno) for alias in node.names]
            else:
                found.append((stem, node.lineno))
    return found


FILES = sorted(p for p in KB.rglob("*.py") if p.name != "__init__.py" or p.parent != KB)


def test_every_room_stands_on_a_floor() -> None:
    assert not {room_of(path) for path in FILES} - LEVEL.keys(), "name it in LAYERS"


def test_imports_point_down() -> None:
    up = []
    for path in FILES:
        here = room_of(path)
        for name, line in imports(path):
            if name.startswith("kb.") and name != "kb.__version__":
                there = name.split(".")[1]
                down = LEVEL.get(there, 99) > LEVEL.get(here, 99)
                if there != here and not down and (here, there) not in WITHIN:
                    up.append(f"{path.name}:{line} imports {name}")
    assert not up


def test_heavy_libraries_have_one_home() -> None:
    abroad = [
        f"{path.name}:{line} imports {name}"
        for path in FILES
        for name, line in imports(path)
        if room_of(path) not in HOMES.get(name.split(".")[0], {room_of(path)})
    ]
    assert not abroad


@pytest.mark.parametrize("command", ["import kb", "import kb.cli"])
def test_start_up_loads_nothing_heavy(command: str) -> None:
    heavy = ["spacy", "rdflib", "pyoxigraph", "networkx", "numpy", "scipy", "pandas", "bibtexparser", "lxml", "sqlite3"]
    code = f"{command}; import sys; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_modules_stay_small() -> None:
    long = {str(p.relative_to(KB)): n for p in FILES if (n := len(p.read_text("utf-8").splitlines())) > 300}
    assert not long, f"split by sibling, not into utils: {long}"


def test_no_module_without_an_idea_in_its_name() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "core"}
    assert not [p for p in FILES if p.stem in vague]


def test_nothing_stands_unimplemented() -> None:
    """What is called is there: no class leaves a method to its children by raising NotImplementedError."""
    left = []
    for path in FILES:
        raised = [node.exc for node in nodes(path) if isinstance(node, ast.Raise) and node.exc]
        names = {n.id for exc in raised for n in ast.walk(exc) if isinstance(n, ast.Name)}
        left += [path.name] if "NotImplementedError" in names else []
    assert not left
