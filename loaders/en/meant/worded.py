"""What a plant without a name is called: by whom it is run, what it is and where, in the words of its text."""

from __future__ import annotations

from graph.statement import Entity
from loaders.en.names.facilities import behind, one
from loaders.lexicon import clue
from loaders.mentions import WIDE, Mention


def worded(
    mention: Mention, owner: Mention | None, whose: Entity | None, where: Entity | None, several: bool = False
) -> str:
    """The plain name of a plant: "Rusal's smelters in Siberia", "Pechiney's smelter", "refinery at Moengo".

    Whose it is belongs to its name where the text says so by name, or nothing else tells the plant. It may be one of
    `several` that share a phrase: that of "smelters at A and B" which is the "smelter at B".
    """
    noun = one(mention.head) if several else mention.head
    named = owner is not None and whose is not None and (where is None or not owner.nominal)
    firm = f"{whose.name if owner.nominal else owner.text}'s " if named and owner and whose else ""
    place = next((m for m in mention.inside if m.type == "Place"), None)
    if place is not None and not behind(mention, place):
        return f"{firm}{place.text} {noun}"
    if where is None:
        return f"{firm}{sided(mention)} {noun}" if sided(mention) else f"{firm}{noun}"
    told = where.name if place is None else place.text
    return f"{firm}{noun} {'in' if where.level in WIDE else 'at'} {told}"


def sided(mention: Mention) -> str:
    """The word that tells one of two plants of a site from the other: "north" of "its northern plant", else ""."""
    if any(m.type == "Place" for m in mention.inside):
        return ""
    told = clue("plants.side").match(mention.text)
    return told[0].lower().replace("ern", "") if told is not None else ""


def behind_land(mention: Mention) -> bool:
    """Whether the words of plants go on with where they are: "its mines in Guinea"."""
    return any(p.type == "Place" and p.end == mention.end for p in mention.inside)
