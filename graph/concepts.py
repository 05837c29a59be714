"""Products of the ontology as names and as entities."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from graph import names
from graph.statement import Entity
from ontology.model import Product


@lru_cache(maxsize=4)
def labelled(products: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    """The product of each label, folded; of two with one label the first."""
    found: dict[str, str] = {}
    for id, labels in products:
        for label in labels:
            found.setdefault(names.fold(label), id)
    return found


def as_entity(concept: Product) -> Entity:
    """The entity of a product of the ontology, with all its labels as names."""
    labels = {concept.name, *(label for group in concept.labels.values() for label in group)}
    chinese = concept.labels.get("zh") or (None,)
    codes = tuple(("hs", code) for code in concept.hs)
    return Entity(
        concept.id, "Product", concept.name, tuple(sorted(labels)), chinese[0], identifiers=codes, registered=True
    )
