"""The verbs that ask: stats, search, concept, paper, neighbours, explain, path, rank."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ..records import TYPES
from ..terms import curie
from .app import DEFAULT_KB, KB, Form, Format, Near, Top, app
from .show import as_json, bold, many, say, sentence, table

Name = Annotated[str, typer.Argument(metavar="NAME", help="A concept: name, acronym or key.")]
PaperName = Annotated[str, typer.Argument(metavar="PAPER", help="A paper: DOI, id, IRI, title or its first words.")]


def _kind(type: str | None) -> str | None:
    if type is not None and type not in TYPES:
        raise typer.BadParameter(f"{type!r} is none of {', '.join(TYPES)}")
    return type


Kind = Annotated[
    str | None, typer.Option("--type", callback=_kind, help="Only Method, Dataset, Task, Metric or Concept.")
]


class Measure(StrEnum):
    """What `rank` sorts by."""

    papers = "papers"
    citations = "citations"
    pagerank = "pagerank"
    betweenness = "betweenness"
    degree = "degree"


@app.command("stats")
def stats(kb: KB = DEFAULT_KB, format: Form = Format.text) -> None:
    """Count what is held by class, language and source.

    Example: kb stats --kb lab.kb
    """
    from .. import base

    with base.existing(kb) as knowledge:
        counts = knowledge.stats()
    if counts["version"] is None:
        say("nothing is published yet: an add was interrupted; the same `kb add` goes on from there")
    if format is Format.json:
        as_json(counts)
        return
    plain = [(k, v) for k, v in counts.items() if isinstance(v, int)]
    table(plain, head=("what", "number"))
    for group in ("types", "languages", "references", "sources"):
        print()
        table(list(counts[group].items()), head=(group, "number"))


@app.command("search")
def search(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="English or Chinese.")],
    top: Top = 10,
    kb: KB = DEFAULT_KB,
    format: Form = Format.text,
) -> None:
    """Full text over titles, abstracts and names.

    Example: kb search "spiking networks"
    """
    from .. import base

    with base.existing(kb) as knowledge:
        hits = knowledge.search(words, top=top)
    if format is Format.json:
        as_json([h._asdict() for h in hits])
        return
    for hit in hits:
        print(f"{bold(hit.label)}  [{hit.kind}] {curie(hit.iri)}")
        if hit.snippet and hit.snippet != hit.label:
            print(f"    {hit.snippet}")
    if not hits:
        say(f"nothing holds {words!r}")


@app.command("concept")
def concept(name: Name, near: Near = None, kb: KB = DEFAULT_KB, format: Form = Format.text) -> None:
    """Show a concept and which papers do what with it.

    Example: kb concept SNN --near "energy"
    """
    from .. import base

    with base.existing(kb) as knowledge:
        found = knowledge.concept(name, near=near)
    if format is Format.json:
        as_json(found.to_dict())
        return
    print(f"{bold(found.name)}  {found.type}  {curie(found.concept)}")
    for head, values in (
        ("acronym", found.acronyms),
        ("also", found.names[:12]),
        ("broader", found.broader),
        ("narrower", found.narrower),
    ):
        if values:
            print(f"  {head + ':':10}{', '.join(values)}")
    since = f", since {found.first_year}" if found.first_year else ""
    roles = ", ".join(f"{n} {role}" for role, n in found.roles.items())
    print(f"  papers:   {found.papers}{since}{f' ({roles})' if roles else ''}")
    for use in found.used_in[:10]:
        print(f"    {use['role']:13}{use['label']}")
    if len(found.used_in) > 10:
        print(f"    … {len(found.used_in) - 10} more")


@app.command("paper")
def paper(name: PaperName, kb: KB = DEFAULT_KB, format: Form = Format.text) -> None:
    """Show a paper, its concepts and the papers around it.

    Example: kb paper 10.1162/neco.1997.9.8.1735
    """
    from .. import base

    with base.existing(kb) as knowledge:
        found = knowledge.paper(name)
    if format is Format.json:
        as_json(found.to_dict())
        return
    print(f"{bold(found.label)}\n  {curie(found.paper)}")
    facts = (("authors", found.authors), ("year", found.year), ("venue", found.venue), ("doi", found.doi))
    named = (("arxiv", found.arxiv), ("ids", ", ".join(found.ids)))
    for head, value in (*facts, *named, ("read from", ", ".join(found.sources)), ("code", ", ".join(found.code))):
        if value:
            print(f"  {head + ':':11}{value}")
    roles: dict[str, list[str]] = {}
    for c in found.concepts:
        roles.setdefault(c["role"], []).append(c["name"])
    for role, names in roles.items():
        print(f"  {role + ':':14}{', '.join(names)}")
    for head, labels in (
        ("cites", found.cites),
        ("cited by", found.cited_by),
        ("same page", found.related),
        ("versions", found.versions),
    ):
        for label in labels[:10]:
            print(f"  {head + ':':11}{label}")
        if len(labels) > 10:
            print(f"  {'':11}… {len(labels) - 10} more")


@app.command("neighbours")
def neighbours(
    name: Name, top: Top = 10, type: Kind = None, near: Near = None, kb: KB = DEFAULT_KB, format: Form = Format.text
) -> None:
    """The concepts nearest to one, with the sentences.

    Example: kb neighbours NTK --top 5
    """
    from .. import base

    with base.existing(kb) as knowledge:
        found = knowledge.neighbours(name, top=top, kind=type, near=near)
    if format is Format.json:
        as_json([n.to_dict() for n in found])
        return
    for n in found:
        print(f"{n.score:.3f}  {bold(n.name)}  {n.type}, {many(n.papers, 'paper')}")
        for e in n.evidence:
            sentence(e.label, e.sentence)
    if not found:
        say(f"{name} shares no paper with another {'concept' if type is None else type}")


@app.command("explain")
def explain(paper: PaperName, concept: Name, kb: KB = DEFAULT_KB, format: Form = Format.text) -> None:
    """Why a concept stands at a paper: the evidence.

    Each sentence with its offsets, rule and confidence.

    Example: kb explain 10.1162/neco.1997.9.8.1735 LSTM
    """
    from .. import base

    with base.existing(kb) as knowledge:
        found = knowledge.explain(paper, concept)
    if format is Format.json:
        as_json([x.to_dict() for x in found])
        return
    for x in found:
        print(f"{bold(x.surface)}  {x.role}  {x.field} {x.begin}–{x.end}, rule {x.rule}, confidence {x.confidence:.2f}")
        print(f"    “{x.sentence}”")
    if not found:
        say(f"{paper} does not mention {concept}")


@app.command("path")
def path(
    start: Annotated[str, typer.Argument(metavar="FROM", help="A concept; with --papers a paper.")],
    goal: Annotated[str, typer.Argument(metavar="TO", help="Another.")],
    papers: Annotated[bool, typer.Option("--papers", help="FROM and TO are papers, not concepts.")] = False,
    kb: KB = DEFAULT_KB,
    format: Form = Format.text,
) -> None:
    """The shortest chain from one concept to another.

    Example: kb path DER "knowledge distillation"
    """
    from .. import base

    with base.existing(kb) as knowledge:
        steps = knowledge.path(start, goal, papers=papers)
    if format is Format.json:
        as_json(None if steps is None else [s.to_dict() for s in steps])
        return
    if steps is None:
        say(f"no path from {start} to {goal}")
        return
    if not steps:
        say(f"{start} and {goal} are the same")
    for s in steps:
        print(f"{bold(s.start)} —[{s.relation}]→ {bold(s.end)}  {s.score:.3f}")
        for e in s.evidence[:1]:
            sentence(e.label, e.sentence)
        if not s.evidence and s.via:
            print(f"      {', '.join(s.via[:5])}")


@app.command("rank")
def rank(
    kind: Annotated[str | None, typer.Argument(help="Method, Dataset, Task, Metric, Concept or Paper.")] = None,
    by: Annotated[Measure | None, typer.Option("--by", help="papers: of concepts only; the others of both.")] = None,
    top: Top = 10,
    kb: KB = DEFAULT_KB,
    format: Form = Format.text,
) -> None:
    """The first concepts or papers by a measure.

    Example: kb rank Method --by pagerank
    """
    from .. import base

    kind = kind.capitalize() if kind else None
    if kind is not None and kind not in (*TYPES, "Paper"):
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(TYPES)} and Paper")
    if kind == "Paper" and by is Measure.papers:
        raise typer.BadParameter("papers ranks concepts; for papers: citations, degree, pagerank, betweenness")
    measure = (by or (Measure.citations if kind == "Paper" else Measure.papers)).value
    with base.existing(kb) as knowledge:
        found = knowledge.rank(kind, by=measure, top=top)
    if format is Format.json:
        as_json([r.to_dict() for r in found])
    else:
        table([(i, r.name, r.type, r.score) for i, r in enumerate(found, 1)], head=("", "name", "type", measure))
