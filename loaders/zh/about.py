"""What a Chinese text is about: the project of its title, the place of a plan, an exchange of capacity."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.zh.spoken import PROJECT, Spoken


@dataclass
class About(Spoken):
    """What has been spoken of, and what of it the whole text is about."""

    def thing(self) -> Mention | None:
        """The one project that the whole text is about."""
        named = [m for _, m in self.seen if m.text.endswith(PROJECT) and m.head == PROJECT]
        rows = [m for m in (*named, *self.heads) if m.text.endswith(PROJECT) and m.entity]
        others = (m for _, m in self.seen if self._site(m) and m.type != "Facility" and m.entity)
        alone = self.nameless and len({m.entity for m in others}) == 1
        titled = alone or any(m in self.heads for m in rows)
        return rows[0] if len({m.entity for m in rows}) == 1 and titled else None

    def keyed(self) -> Mention | None:
        """The one project that a notice names in a line of its own: "项目名称:..."."""
        rows = [
            m
            for _, m in self.seen
            if m.entity and clue("zh.antecedents.keyed").search(self.text[max(0, m.start - 8) : m.start])
        ]
        return rows[0] if len({m.entity for m in rows}) == 1 else None

    def swapped(self) -> bool:
        """Whether the title says that the text is on an exchange of capacity."""
        return any(
            clue("zh.antecedents.swap").search(self.text[m.start :].partition("\n")[0]) is not None for m in self.heads
        )

    def where(self) -> Mention | None:
        """The place that a plan or report of a government is about: that of the title."""
        firm = any(m.type == "Company" for m in self.heads)
        return None if firm else next((m for m in self.heads if m.type == "Place"), None)
