"""What the title of a document names and its body speaks of: what the document is about."""

from __future__ import annotations

from collections.abc import Iterable

from loaders.coreference import Tracker
from loaders.mentions import Mention
from ontology.errors import InvalidName


def firms(tracker: Tracker, titles: Iterable[Mention]) -> list[Mention]:
    """The companies of the title of which the body speaks too, in order, as the body calls them."""
    bodies = {m.entity: m for m in reversed(tracker.seen) if m.type == "Company"}
    found: dict[str, Mention] = {}
    for mention in (m for m in titles if m.type == "Company"):
        try:
            entity, _ = tracker.resolver.resolve(mention.text, "Company")
        except InvalidName:
            continue
        if entity.id in bodies:
            found[entity.id] = bodies[entity.id]
    return list(found.values())


def plant(tracker: Tracker, titles: Iterable[Mention]) -> Mention | None:
    """The first plant of the title, as the body calls it where it speaks of it too."""
    plants = tracker.plants
    bodies = {m.entity: m for m in reversed(tracker.seen) if plants.site(m.type)}
    told = (plants.titled(m) for m in titles if plants.site(m.type) and not m.group)
    return next((bodies.get(m.entity, m) for m in told if m.entity), None)
