"""Whether a mention may be an end of a relation, and whom a person acts for."""

from __future__ import annotations

from loaders.context import Context
from loaders.mentions import Mention
from ontology.model import Ontology


def fits(ontology: Ontology, mention: Mention, allowed: tuple[str, ...], party: bool) -> bool:
    """Whether a mention's class is one of `allowed`, or a place that may act as a party."""
    if mention.type not in ontology.classes:
        return False
    if party and mention.type == "Place":
        return True
    return any(ontology.is_a(mention.type, a) for a in allowed)


def governed(i: int, mention: Mention, context: Context) -> Mention:
    """The country for which its president acts: "Guinea's president X has withdrawn"."""
    if mention.type != "Person":
        return mention
    named = [c.mention for c in context.sentence.children(i) if c.dep == "poss" and c.mention is not None]
    places = [m for k in named if (m := context.sentence.mentions[k]).type == "Place"]
    return places[0] if places else mention
