"""Lines that list firms with what is told of each in cells: its share, its place, what it makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph.statement import number
from loaders.check import Candidate
from loaders.context import Context
from loaders.mentions import Mention
from loaders.zh.accounts import cells

SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%")
HAN = re.compile(r"[一-鿿A-Za-z0-9]")
LONG = 30
"""Characters of the longest heading."""


class Rosters:
    """The list that a document is at; `held` tells whether its heading says that the firms are somebody's."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.heading = re.compile(data["heading"])
        self.held = False

    def read(self, context: Context, topic: Mention | None) -> Iterator[Candidate]:
        """What a line says of the firm in its first cell; another line is the heading of what follows."""
        row = cells(context.sentence.text)
        firm = self._only(context, row[0], "Company") if row else None
        if firm is None or len(row) < 3:
            if len(context.sentence.text) < LONG or len(row) > 2:
                self.held = self.heading.search(context.sentence.text) is not None
            return
        for at, cell in row[1:]:
            share = SHARE.fullmatch(cell.strip())
            if share is not None and self.held and topic is not None and topic.entity != firm.entity:
                said = {"share": number(float(share[1]))}
                yield context.relation(topic, "owns", firm, "mentions#roster", 0.85, qualifiers=said)
            if (place := self._only(context, (at, cell), "Place")) is not None:
                yield context.relation(firm, "locatedIn", place, "mentions#roster", 0.9)
            if (product := self._only(context, (at, re.split("[,;]", cell)[0]), "Product")) is not None:
                yield context.relation(firm, "produces", product, "mentions#roster", 0.85)

    def _only(self, context: Context, cell: tuple[int, str], kind: str) -> Mention | None:
        """The last mention of a class where a cell holds nothing else."""
        start = context.sentence.start + cell[0]
        found: Sequence[Mention] = [
            m for m in context.sentence.mentions if start <= m.start and m.end <= start + len(cell[1])
        ]
        rest = cell[1]
        for m in found:
            rest = rest.replace(m.text, "", 1)
        alone = all(m.type == kind and m.entity for m in found) and HAN.search(rest) is None
        return found[-1] if found and alone else None
