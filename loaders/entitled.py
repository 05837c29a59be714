"""What the title of a document names and its body speaks of: what the document is about."""

from __future__ import annotations

from collections.abc import Iterable

from loaders.coreference import Tracker
from loaders.mentions import Mention
from ontology.errors import InvalidName


def firm(tracker: Tracker, titles: Iterable[Mention]) -> Mention | None:
    """The first company of the title of which the body speaks too."""
    bodies = {m.entity: m for m in reversed(tracker.seen) if m.type == "Company"}
    for mention in titles:
        if mention.type != "Company":
            continue
        try:
            entity, _ = tracker.resolver.resolve(mention.text, "Company")
        except InvalidName:
            continue
        if entity.id in bodies:
            return bodies[entity.id]
    return None


def plant(tracker: Tracker, titles: Iterable[Mention]) -> Mention | None:
    """The first plant of the title, as the body calls it where it speaks of it too."""
    plants = tracker.plants
    bodies = {m.entity: m for m in reversed(tracker.seen) if plants.site(m.type)}
    told = (plants.titled(m) for m in titles if plants.site(m.type) and not m.group)
    return next((bodies.get(m.entity, m) for m in told if m.entity), None)
