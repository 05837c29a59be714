"""What the words around 公司, 合资公司, 建设单位 say of who they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.lexicon import Lexicon, clue
from loaders.mentions import Mention

BEFORE, AFTER = 16, 14
"""Characters around a mention that are looked at."""
COUNTS = {"两": 2, "双": 2, "三": 3}
FULL = ("有限公司", "有限责任公司", "集团公司")
NEXT = 30
"""Characters of a definition right behind a name."""
DEFINED = re.compile(r"^\s*[(（][^()（）]*[)）]")
NEAR = 300
"""Characters behind the title in which a text says whose announcement it reports."""


class Nominals:
    """The words of one text around its mentions."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        data = lexicon["chinese"]["nominals"]
        rows = (
            "founding",
            "reflexive",
            "owned",
            "another",
            "announced",
            "reports",
            "header",
            "built",
            "object",
            "office",
            "court",
            "school",
            "academy",
        )
        self._rules = {name: re.compile(data[name]) for name in rows}

    def announcing(self, heads: Sequence[Mention]) -> Mention | None:
        """The firm whose own announcement the text is: its title begins with it, or its header names it."""
        firms = [m for m in heads if m.type == "Company"]
        before = {m.start: self.text[: m.start].rpartition("\n")[2].strip() for m in firms}
        own = (m for m in firms if not before[m.start] and self._own(m))
        return next(own, next((m for m in firms if self._rules["header"].search(before[m.start])), None))

    def opening(self, mention: Mention) -> bool:
        """Whether "the company" begins a clause."""
        before = self._before(mention)
        return not before or clue("zh.nominals.opened").search(before) is not None

    def presented(self, mention: Mention) -> bool:
        """Whether a paragraph begins with the full name of a firm."""
        return mention.text.endswith(FULL) and self.leading(mention)

    def leading(self, mention: Mention) -> bool:
        """Whether a title or a paragraph begins with a mention."""
        return not self.text[: mention.start].rpartition("\n")[2].strip(" 【】[]《“")

    def reflexive(self, mention: Mention) -> bool:
        """Whether "the company" owns who the clause speaks of: X为公司全资子公司."""
        after = self.text[mention.end : mention.end + AFTER]
        return self._rules["reflexive"].search(self._before(mention)) is not None and (
            self._rules["owned"].match(after) is not None
        )

    def object(self, mention: Mention) -> bool:
        """Whether somebody else holds "the company", or is something to it: X持有公司34%的股份."""
        return self._rules["object"].search(self._before(mention)) is not None

    def office(self, mention: Mention) -> bool:
        """Whether an office of "the company" is spoken of: S为公司副总经理."""
        return self._rules["office"].match(self.text, mention.end) is not None

    def another(self, mention: Mention) -> bool:
        """Whether "the company" does something to whom the clause before spoke of: 公司持有其58.7%的股权."""
        return self._rules["another"].match(self.text, mention.end) is not None

    def founded(self, mention: Mention) -> bool:
        """Whether the text says that a firm is founded, or bought; not whose shares in it are bought."""
        after = DEFINED.sub("", self.text[mention.end : mention.end + AFTER + NEXT])
        seller = after.startswith(("持有", "所持", "手中"))
        return not seller and self._rules["founding"].search(self._before(mention)) is not None

    def builder(self, mention: Mention) -> bool:
        """Whether a notice names a firm as the builder."""
        return self._rules["built"].search(self._before(mention)) is not None

    def institute(self, mention: Mention, said: Mention) -> bool:
        """Whether it is an institute, or a court, of the kind that was said: 该院 is no 大学."""
        kind = self._rules["school" if self._rules["school"].search(said.text) else "academy"]
        court = self._rules["court"].search(mention.text) is not None
        return (mention.type == "Institute" or court) and kind.search(mention.text) is not None

    def several(self, mention: Mention, rows: Sequence[Mention], count: int = 0) -> tuple[Mention, ...]:
        """The firms that the paragraph named last side by side, as many as the words say."""
        count = count or COUNTS.get(next((c for c in mention.text if c in COUNTS), ""), 0)
        firms = [m for m in rows if m.type == "Company" and not m.nominal]
        for k in range(len(firms) - count, -1, -1):
            run = firms[k : k + count]
            if len({m.entity for m in run}) == count and all(map(self._joined, run, run[1:])):
                return tuple(run)
        return ()

    def _joined(self, a: Mention, b: Mention) -> bool:
        gap = re.sub(r"[(（][^()（）]*[)）]", "", self.text[a.end : b.start])
        return clue("zh.antecedents.list").fullmatch(gap) is not None

    def _own(self, mention: Mention) -> bool:
        """Whether the title is that of a firm's announcement, or the text reports one."""
        after = self.text[mention.end : mention.end + NEAR]
        announced = self._rules["announced"].search(self._line(mention))
        return announced is not None or self._rules["reports"].search(after) is not None

    def _before(self, mention: Mention) -> str:
        return self.text[max(0, mention.start - BEFORE) : mention.start]

    def _line(self, mention: Mention) -> str:
        return self.text[mention.start :].split("\n", 1)[0]
