"""Lines, shops and stores: beside a plant of the same place they are a part of it, by themselves a plant."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.en.names.plantwords import grammar
from loaders.lexicon import Lexicon
from loaders.mentions import Mention


def lone(found: Sequence[Mention], known: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """The plants without what is a part of another: "a coating line in Rugby" where "the Rugby mill" stands too."""
    parts = grammar(lexicon).parts
    pieces = [m for m in found if m.head in parts]
    if not pieces:
        return [*found]
    whole = [m for m in found if m.head not in parts]
    towns = {p.text for m in whole for each in m.each for p in each.inside if p.type == "Place"}
    names = " ".join(m.text for m in (*whole, *known) if m.type not in ("Place", "Product"))
    held = {
        id(m)
        for m in pieces
        if any(p.text in towns or p.text in names for each in m.each for p in each.inside if p.type == "Place")
    }
    return [m for m in found if id(m) not in held]
