"""Firms that the registry knows by the short form that a text gives them: "Foobar Aluminium Corp Ltd (Foalco)"."""

from __future__ import annotations

from collections.abc import Iterable

from graph import names
from graph.resolve import Registry
from graph.statement import Entity
from loaders.mentions import Mention

SHARED = 2
"""Words that a name must have of one that the registry has."""


def known_by(mention: Mention, shorts: Iterable[str], registry: Registry) -> Entity | None:
    """The one firm of such a short form that has a name much like the one in the text."""
    own = set(names.tokens(mention.form))
    found: dict[str, Entity] = {}
    for short in shorts:
        for entry in registry.exact(short):
            alike = (own & set(names.tokens(name)) for name in entry.entity.names if name != short)
            if entry.entity.type == "Company" and any(len(words) >= SHARED for words in alike):
                found[entry.entity.id] = entry.entity
    return next(iter(found.values())) if len(found) == 1 else None
