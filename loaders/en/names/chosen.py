"""The place of a plant in the clause that says who runs or builds it there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from loaders.lexicon import clue
from loaders.mentions import Mention


def chosen(text: str, at: int, starts: Mapping[int, Mention]) -> Mention | None:
    """The place in the clause that says who runs or builds the plant there."""
    for word in clue("chosen.preposition").finditer(text, at, at + 110):
        if re.search(r"[.;,()]", text[at : word.start()]):
            return None
        place = starts.get(word.end())
        if (
            place is not None
            and (place.type == "Place" or place.guess)
            and clue("chosen.chosen").fullmatch(text, at, word.start())
        ):
            return replace(place, type="Place", guess=False)
    return None
