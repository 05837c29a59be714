"""Who a Chinese sentence says to have a share, and in what: "公司持有X 71%的股权,Y持有24%" is of X."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from loaders.mentions import Mention

HAS = "持有"


class Holders:
    """The shares that a sentence has told so far; `told` are the ids of who has one: the next has none of theirs."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.stake, self.holds = re.compile(data["stake"]), re.compile(data["holds"])
        self.venture, self.remaining = re.compile(data["venture"]), re.compile(data["remaining"])
        self.told: set[str] = set()
        self.nameless = False
        """Whether the sentence founds a firm without a name: the shares are in that one."""
        self.held: Mention | None = None

    def begin(self) -> None:
        """Forgets the sentence before."""
        self.told, self.nameless = set(), False

    def has(self, mention: Mention) -> bool:
        """Whether somebody is said to have a share."""
        return mention.entity in self.told

    def of(self, text: str, own: Sequence[Mention]) -> Mention | None:
        """What the share is in that a clause tells of its own subject alone; None where it tells none."""
        if not own or not self.holds.search(text):
            return None
        self.told.add(own[0].entity)
        return self.held

    def rest(self, text: str) -> tuple[Mention, ...]:
        """Of what a clause tells who has the rest: "公司持有X 75%的股权,其余25%由Y持有" is of X."""
        return (self.held,) if self.held is not None and self.remaining.match(text) else ()

    def note(self, text: str, start: int, inside: Sequence[Mention]) -> None:
        """Remembers in what a clause says that somebody has a share; the next ones may go on with it."""
        self.nameless = self.nameless or self.venture.search(text) is not None
        found = [m for m in inside if m.type not in ("Place", "Product", "Person") and m.entity]
        after = text[found[-1].end - start :] if len(found) > 1 else ""
        if self.stake.fullmatch(after) and HAS in text[found[-2].end - start : found[-1].start - start]:
            self.held = found[-1]
        elif not self.holds.search(text):
            self.held = None
