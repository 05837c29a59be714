"""The demonstration: three documents in, four questions answered, each with its sentence."""

from __future__ import annotations

from pathlib import Path

from api import owning, present
from api.commands.ask import figure_lines, quotes, relationship_lines
from api.commands.data import run_load, summary
from api.commands.output import say
from api.owning import Terms
from api.settings import SEEDS
from api.workspace import Workspace
from graph import views
from graph.ownership.explain import span
from graph.statement import Relationship

HONGTUO = "org/hongtuo-industrial"
INNOVATION = "org/innovation-industrial"
YUNNAN = "place/yunnan"
HOLINGOL = "place/holingol"


def run(work: Workspace) -> None:
    """Load the seeds and ask."""
    say(f"Loading the three documents of seeds/documents into {work.settings.store_url_shown}\n")
    folder = SEEDS / "documents"
    # Named as one would type it: a document's source is its path as given.
    here = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    summary(run_load(work, [here]))
    owners(work)
    moves(work)
    operators(work)
    makes(work)
    say(
        "\nNow serve it:  make serve   (or .venv/bin/potline serve)"
        f"\nand open:      http://{work.settings.host}:{work.settings.port}/docs"
    )


def heading(text: str) -> None:
    """A question."""
    say(f"\n── {text} " + "─" * max(0, 76 - len(text)))


def owners(work: Workspace) -> None:
    """Who owns Hongtuo Industrial, with the sentence."""
    heading("Who owns Hongtuo Industrial?")
    for item in owning.ask(work, "owners", (HONGTUO,), Terms()).as_dict()["items"]:
        say(f"\n{item['name']}: {span(item)}")
        said = {s["statement"] for link in item["proof"] for s in link["statements"]}
        quotes(present.evidence(work, said).values())


def moves(work: Workspace) -> None:
    """What it moves to Yunnan: all of it, and the part that has dates."""
    heading("What does Hongtuo Industrial move to Yunnan?")
    print_all(work, HONGTUO, "transfersCapacityTo", object=YUNNAN)


def operators(work: Workspace) -> None:
    """Who runs what lies in Holingol."""
    heading("Who operates what in Holingol?")
    here = views.relationships(work.store, work.ontology, entity=HOLINGOL, predicate="locatedIn")
    for site in [r.subject for r in here if r.object == HOLINGOL]:
        print_all(work, site, "operates")


def makes(work: Workspace) -> None:
    """What Innovation Industrial makes, and how much."""
    heading("What does Innovation Industrial make, and how much?")
    print_all(work, INNOVATION, "produces")
    for metric in ("capacity", "production"):
        for figure in present.figures(work, list(views.figures(work.store, entity=INNOVATION, metric=metric))):
            figure_lines(figure)


def print_all(work: Workspace, entity: str, predicate: str, object: str | None = None) -> None:
    """All relationships of one predicate, with their sentences."""
    found: list[Relationship] = [
        r
        for r in views.relationships(work.store, work.ontology, entity=entity, predicate=predicate)
        if object in (None, r.object)
    ]
    for link in present.relationships(work, found):
        relationship_lines(link)
