"""What is told of a plant that is only being built: nobody runs it yet, and what it makes is planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.statement import Rejection
from loaders.check import Candidate
from loaders.lexicon import Lexicon, clue
from loaders.reading import Reading

NEAR = 40
"""How many characters before a plant its article stands: "a new 200,000-tonne smelter"."""
Row = Candidate | Rejection


def settled(reading: Reading, rows: Iterable[Row], words: Lexicon) -> list[Row]:
    """The rows without operators of plants that are still to be built, "its smelter", and what such make as planned."""
    found = list(rows)
    plants = _unbuilt(reading.document.text, [c for c in found if isinstance(c, Candidate)], words)
    if not plants:
        return found
    whose = frozenset(words["works"]["unbuilt"]["whose"])
    told = (c if isinstance(c, Rejection) else _planned(c, plants, whose) for c in found)
    return [c for c in told if c is not None]


def _planned(row: Candidate, plants: set[str], whose: frozenset[str]) -> Candidate | None:
    """What is left of a row where these plants are not there yet."""
    if row.status != "actual":
        return row
    if row.predicate == "operates" and row.ends[1] in plants and row.extractor.rpartition("#")[2] in whose:
        return None
    return replace(row, status="planned") if row.predicate == "produces" and row.ends[0] in plants else row


def _unbuilt(text: str, rows: Sequence[Candidate], words: Lexicon) -> set[str]:
    """The plants that somebody is to build, and of which nothing says that they are there."""
    table = words["works"]["unbuilt"]
    whose, builds = frozenset(table["whose"]), frozenset(table["builds"])
    plans = [c for c in rows if c.predicate == "develops" and c.object and c.object.entity.startswith("site/")]
    if not any(c.status == "planned" for c in plans):
        return set()
    fresh = {c.ends[1] for c in plans if c.extractor.rpartition("#")[2] in builds and _new(text, c)}
    there = {c.ends[1] for c in plans if c.status != "planned"}
    there |= {c.ends[0] for c in rows if c.predicate == "production" and c.status in ("actual", "idled")}
    runs = (c for c in rows if c.predicate == "operates" and c.extractor.rpartition("#")[2] not in whose)
    return fresh - there - {c.ends[1] for c in runs}


def _new(text: str, plan: Candidate) -> bool:
    """Whether the plant is brought up as a new one: "a smelter", "its planned refinery"."""
    plant = plan.object
    if plant is None or plan.status != "planned":
        return False
    return clue("unbuilt.new").search(text[max(0, plant.start - NEAR) : plant.start] + "|" + plant.text) is not None
