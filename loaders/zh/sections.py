"""Whose the lines of a form are: the firm that the heading over them, or their first line, names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from loaders.context import Context
from loaders.mentions import Mention

LONG = 40
"""Characters of the longest heading."""


class Sections:
    """The firm of the section that a document is at; None where no heading names one alone."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.heading, self.about = re.compile(data["heading"]), re.compile(data["about"])
        self.named = re.compile(data["named"])
        self.firm: Mention | None = None

    def note(self, context: Context) -> None:
        """Reads a sentence: "二、标的公司基本情况" opens a section, "企业名称:X" too, "三、中介机构" ends it."""
        text = context.sentence.text
        firms = [m for m in context.sentence.mentions if m.type == "Company" and m.entity]
        one = firms[0] if len({m.entity for m in firms}) == 1 else None
        if self.named.match(text):
            self.firm = one
        elif len(text) < LONG and "。" not in text and self.heading.match(text):
            self.firm = one if self.about.search(text) or self._alone(text, one) else None

    def _alone(self, text: str, firm: Mention | None) -> bool:
        """Whether a heading is nothing but the name of a firm."""
        return firm is not None and len(self.heading.sub("", text).strip(" :;")) <= len(firm.text)
