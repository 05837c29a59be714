"""Small records of plants and their owners, for the tests of attribution."""

from __future__ import annotations

from pathlib import Path

from graph.ownership.answer import matrix
from graph.ownership.attribution import Attribution, attribute
from graph.ownership.ground import Ground, ground
from graph.registry import Registry
from graph.statement import Entity, Extraction, Statement
from graph.store import open_store
from ontology.load import ontology
from tests.graph.record import company, extraction, figure, relation, thing

Said = tuple[Statement, tuple[Entity, ...]]
GROUP, NORTH, SOUTH = company("Group"), company("North Metals"), company("South Metals")
PLANT, OTHER = thing("AluminiumSmelter", "River smelter"), thing("AluminiumSmelter", "Hill smelter")
CHINA = thing("Place", "China", level="country", country="CN")
SHANDONG = thing("Place", "Shandong", level="province", country="CN", parent=CHINA.id)
YUNNAN = thing("Place", "Yunnan", level="province", country="CN", parent=CHINA.id)


def owns(owner: Entity, owned: Entity, share: float, **more: object) -> Said:
    """A holding in percent."""
    return relation(owner, "owns", owned, qualifiers={"share": share}, **more), (owner, owned)


def links(subject: Entity, predicate: str, object: Entity, **more: object) -> Said:
    """Any other relation."""
    return relation(subject, predicate, object, **more), (subject, object)  # type: ignore[arg-type]


def makes(of: Entity, tonnes: float, product: str | None = "aluminium", unit: str = "t/a", **more: object) -> Said:
    """A capacity in tonnes a year."""
    return figure(of, "capacity", tonnes, unit, product=product, **more), (of,)


def made(of: Entity, tonnes: float, period: str | None, **more: object) -> Said:
    """An output in tonnes."""
    return figure(of, "production", tonnes, "t", product="aluminium", period=period, **more), (of,)


def document(
    source: str, *said: Said, published: str | None = "2025-06-01", also: tuple[Entity, ...] = ()
) -> Extraction:
    """A document with what it says."""
    entities = {e for _, some in said for e in some} | set(also)
    return extraction(source, entities, [s for s, _ in said], published=published)


def basis(
    folder: Path,
    *documents: Extraction,
    metric: str = "capacity",
    as_of: str | None = "2026-01-01",
    known_by: str | None = None,
) -> Ground:
    """What attributions over these documents rest on."""
    with open_store(f"sqlite:///{folder / 'plants.db'}", ontology()) as store:
        for one in documents:
            store.put(one)
        day = matrix(store, ontology(), as_of=as_of, known_by=known_by)
        day.learn(e.id for one in documents for e in one.entities)  # before the record is closed
        return ground(store, ontology(), Registry([]), day, metric)


def attributed(on: Ground, of: Entity, rule: str = "integrated") -> Attribution:
    """What is attributed to an entity."""
    return attribute(on, of.id, rule=rule)


def kinds(found: Attribution) -> dict[str, list[str]]:
    """The kinds of remarks by list."""
    lists = ("conflicts", "assumptions", "cut")
    return {name: [str(r["kind"]) for r in getattr(found, name)] for name in lists if getattr(found, name)}
