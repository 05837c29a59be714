"""Places that act: "Guinea has revoked the licence" is its government, neither the place nor a firm of that name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph import forms, names
from graph.registry import Registry
from graph.statement import Entity, entity_id
from ontology.model import Kind

_OF = re.compile(r"(?:the )?(?:\w+ )?government of (?:the )?(?P<place>.+)", re.IGNORECASE)
_ITS = re.compile(
    r"(?:the )?(?P<place>.+?)(?:['’]s)?(?: (?:central|provincial|federal|state|municipal|county))? government",
    re.IGNORECASE,
)
_CHINESE = re.compile("(?P<place>.+?)(?:人民)?政府")


def government(registry: Registry, name: str) -> Entity | None:
    """The government of the place that a party is called by; None where it is called otherwise.

    Its id follows from the place: "Guinea", "the Guinean government" and "government of Guinea" are
    `org/guinea-government`. A name that may be several places keeps its own: `org/georgia-government`.
    """
    for place in _places(name):
        found = {e.entity.id for e in (*registry.exact(place), *registry.ambiguous(place)) if e.entity.kind == "place"}
        if found:
            slug = found.pop().partition("/")[2] if len(found) == 1 else names.fold(place)
            title = forms.title(name, Kind.ORG)
            chinese = title if names.han(title) else None
            return Entity(entity_id("org", f"{slug} government"), "GovernmentBody", title, (title,), chinese)
    return None


def _places(name: str) -> Iterator[str]:
    """What may be the place in the name of a party."""
    yield name
    for pattern in (_OF, _ITS, _CHINESE):
        match = pattern.fullmatch(name)
        if match is not None:
            yield match["place"]
            yield names.peoples().get(match["place"], match["place"])
