"""What the parser is to see in place of a mention or a figure: a short name, or two words, that it knows."""

from __future__ import annotations

import re

from loaders.lending import Quantity
from loaders.lexicon import Lexicon
from loaders.mentions import Mention

Placed = tuple[int, int, int | None]
Words = list[tuple[str, Placed]]
"""The words that the parser is to see; of each its offsets in the document and the mention that it stands for."""


GLUED = re.compile(
    r"\d(?:m|bn|mn|mln|b|k|tn|kt|Mt|t)\b|^(?:[A-Z]{2,3}[$]?|[A-Z][$])\s?\d|\d\s?(?:kt|Mt|mt|ktpa|tpa|tpy|mtpa)\b|\d\s?\w+/\w+$"
)
"""What the parser takes to pieces: "$100m", "EUR 35m", "260 kt", "1.5 Mt/y"."""


class Masker:
    """Puts short names that the parser knows in place of mentions; the same entity gets the same name."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.names: dict[str, list[str]] = dict(lexicon["masks"])
        self.given: dict[str, dict[str, str]] = {}

    def __call__(self, mention: Mention) -> str:
        if mention.type == "" or (mention.nominal and not mention.head):
            return mention.text
        if mention.type == "Product":
            return self.names.get(mention.product, self.names["Product"])[mention.text.endswith("s")]
        if mention.head:
            return mention.head.split()[-1]
        kind = mention.type if mention.type in self.names else "Company"
        given, pool = self.given.setdefault(kind, {}), self.names[kind]
        return given.setdefault(mention.form, pool[len(given) % len(pool)])


def amount(quantity: Quantity) -> Words:
    """ "5 tons" for "3.96 million mt", "5 dollars" for "RMB 13.49 billion"; [] for other figures."""
    unit = "tons" if quantity.unit in ("t", "t/a") else "dollars" if re.fullmatch("[A-Z]{3}", quantity.unit) else ""
    cut = quantity.start + len(quantity.text) // 2
    if not unit or quantity.max is not None or (len(quantity.text.split()) < 3 and not GLUED.search(quantity.text)):
        return []
    return [("5", (quantity.start, cut, None)), (unit, (cut, quantity.end, None))]
