"""What the columns of a table say of its plants: where they lie, and how much of them the firm has."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence

from graph.statement import number
from loaders.check import Candidate
from loaders.lexicon import alternation, read
from loaders.mentions import Mention
from loaders.tables import EXTRACTOR, Line, Named, find, kind_of

SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent|pct)?")
PARTS = re.compile(r",\s+")
Within = Callable[[str, str], bool]


@functools.cache
def _headings() -> dict[str, re.Pattern[str]]:
    table = read()["tables"]["columns"]
    return {k: re.compile(rf"(?:{alternation(words)})\b", re.IGNORECASE) for k, words in table.items()}


def tabled(text: str, named: Named, whose: Mention | None, within: Within) -> Iterator[Candidate]:
    """The places and shares that the tables of a text give for plants; shares are of the firm whose table it is."""
    for table in find(text):
        kind = kind_of(table)
        where, share = (_column(table, name) for name in ("place", "share"))
        for line in table[1:] if kind and (where or share) else ():
            total = line.cells[0].lower().split(" ")[0] in read()["tables"]["totals"]
            plant = None if total else named(line.cells[0], kind)
            if plant is not None and where:
                yield from _places(line, plant, line.cells[where], named, within)
            if plant is not None and share and whose is not None:
                yield from _shares(line, plant, line.cells[share], whose)


def _column(table: Sequence[Line], name: str) -> int | None:
    """The column that such a heading stands over, never the first."""
    heads = table[0].cells
    return next((i for i, h in enumerate(heads) if i and _headings()[name].match(h)), None)


def _places(line: Line, plant: Mention, cell: str, named: Named, within: Within) -> Iterator[Candidate]:
    """The plant in its town, the town in its state: "Goose Creek, South Carolina, USA"."""
    parts = [p for p in PARTS.split(cell) if re.match(r"[^\W\d_]", p)]
    chain = [m for p in parts if (m := named(p, "Place")) is not None and m.type == "Place"]
    for k, (inner, outer) in enumerate(zip([plant, *chain], chain, strict=False)):
        if k == 0 or within(inner.entity, outer.entity):
            yield _candidate(line, inner, "locatedIn", outer)


def _shares(line: Line, plant: Mention, cell: str, whose: Mention) -> Iterator[Candidate]:
    share = SHARE.fullmatch(cell.strip())
    if share is not None and 0 < float(share[1]) <= 100 and plant.entity != whose.entity:
        yield _candidate(line, whose, "owns", plant, {"share": number(float(share[1]))})
        if plant.type != "Company":
            yield _candidate(line, whose, "operates", plant)


def _candidate(
    line: Line, subject: Mention, predicate: str, object: Mention, found: dict[str, float | int] | None = None
) -> Candidate:
    return Candidate(
        subject=subject,
        predicate=predicate,
        object=object,
        start=line.start,
        end=line.end,
        qualifiers=found or {},
        confidence=0.8,
        extractor=EXTRACTOR,
    )
