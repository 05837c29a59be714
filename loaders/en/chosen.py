"""The place of a plant in the clause that says who runs or builds it there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from loaders.mentions import Mention

CHOSEN = re.compile(
    r"\s(?:(?:that|which)\s)?(?:[A-Z][^,.;()]{1,40}?|it|they|the\s\w+)\s(?:\w+\s){0,4}?"
    r"(?:buil[dt]\w*|r[ua]n\w*|operat\w+|owns?|opened|opening|develop\w*|up|erect\w*|construct\w*|commission\w*"
    r"|complet\w+|plan\w*|propos\w+|has|had|start\w*)(?:\s(?:last|this|next|in|by)\s\w+)?"
    r"|\s(?:into|in)\s(?:operation|service|production)|\son\s(?:stream|line)"
)
"""Who did what to the plant, before its place: "the terminal that Sonangol runs at Barra do Dande"."""
PREPOSITION = re.compile(r"\s(?:at|in|near|outside)\s(?:the\s)?(?=[A-Z])")


def chosen(text: str, at: int, starts: Mapping[int, Mention]) -> Mention | None:
    """The place in the clause that says who runs or builds the plant there."""
    for word in PREPOSITION.finditer(text, at, at + 110):
        if re.search(r"[.;,()]", text[at : word.start()]):
            return None
        place = starts.get(word.end())
        if place is not None and (place.type == "Place" or place.guess) and CHOSEN.fullmatch(text, at, word.start()):
            return replace(place, type="Place", guess=False)
    return None
