"""The ontology as Python values; made by `ontology.load` from potline.ttl, never written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The first part of an entity's id."""

    ORG = "org"
    PERSON = "person"
    SITE = "site"
    PLACE = "place"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Class:
    """A class of entities, e.g. `AluminiumSmelter`."""

    name: str
    label: str
    comment: str
    parent: str | None
    """The direct superclass inside Potline; None for the roots."""
    ancestors: tuple[str, ...]
    """All superclasses, the nearest first."""
    kind: Kind | None
    """The id prefix of its entities; None where the class is no entity's (Document, Statement …)."""


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A qualifier of a predicate, e.g. `share` (xsd:decimal)."""

    name: str
    label: str
    datatype: str
    """One of `decimal`, `string`, `edtf`, `entity`, `product`, `unit`."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A relation between two entities, e.g. `owns`."""

    name: str
    label: str
    comment: str
    inverse: str
    inverse_label: str
    symmetric: bool
    event: bool
    """True for happenings (a transfer, a purchase): a later `actual` closes the planned track."""
    domain: tuple[str, ...]
    range: tuple[str, ...]
    qualifiers: tuple[str, ...]
    key: tuple[str, ...]
    """The qualifiers (or `period`) that belong to the key of a relationship (DESIGN, section 6)."""
    shown: frozenset[str]
    """The statuses in which it is a plain triple and a Neo4j relationship."""
    example: str

    @property
    def type(self) -> str:
        """The Neo4j relationship type: `transfersCapacityTo` gives `TRANSFERS_CAPACITY_TO`."""
        return _type(self.name)


@dataclass(frozen=True, slots=True)
class Derived:
    """A relation that follows from statements by a rule and that no document states, e.g. `effectivelyOwns`."""

    name: str
    label: str
    comment: str
    inverse: str
    inverse_label: str
    domain: tuple[str, ...]
    range: tuple[str, ...]

    @property
    def type(self) -> str:
        """The Neo4j relationship type: `EFFECTIVELY_OWNS`."""
        return _type(self.name)


def _type(name: str) -> str:
    return "".join("_" + c if c.isupper() else c for c in name).upper()


@dataclass(frozen=True, slots=True)
class Metric:
    """What a figure measures, e.g. `capacity`."""

    name: str
    label: str
    comment: str
    domain: tuple[str, ...]
    units: tuple[str, ...]
    """The base units it is stored in; `currency` stands for any ISO 4217 code, `currency/` + unit
    for a price; empty for a bare number (rank)."""
    example: str


@dataclass(frozen=True, slots=True)
class Product:
    """A concept of the product scheme, e.g. `product/alumina`."""

    name: str
    """The canonical name, as the corpus writes it: `aluminium hydroxide`."""
    labels: Mapping[str, tuple[str, ...]]
    """Language to labels, the preferred one first."""
    hs: tuple[str, ...]
    broader: str | None
    feeds: tuple[str, ...]

    @property
    def id(self) -> str:
        """The entity id: `product/aluminium-hydroxide`."""
        return "product/" + self.name.replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Unit:
    """A base unit of a figure, e.g. `t/a`."""

    name: str
    label: str
    qudt: str | None
    """The QUDT IRI where one fits exactly."""
    codes: tuple[str, ...] = ()
    """Of `currency`: the ISO 4217 codes for which QUDT has a unit."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A multiple of a base unit, for people: one `Mt/a` is 1,000,000 `t/a`."""

    name: str
    label: str
    unit: str
    factor: int
    qudt: str | None


@dataclass(frozen=True, slots=True)
class Ontology:
    """All that may be said. `version` is a hash of the files that it was loaded from."""

    base: str
    version: str
    classes: Mapping[str, Class]
    predicates: Mapping[str, Predicate]
    metrics: Mapping[str, Metric]
    qualifiers: Mapping[str, Qualifier]
    relation_statuses: tuple[str, ...]
    observation_statuses: tuple[str, ...]
    products: Mapping[str, Product]
    units: Mapping[str, Unit]
    levels: tuple[str, ...] = field(default=())
    """The levels of a Place: country, region, province, prefecture, county, city."""
    scales: Mapping[str, Scale] = field(default_factory=dict)
    derived: Mapping[str, Derived] = field(default_factory=dict)
    """Relations that are never stated; loaders and stores refuse them as a predicate."""

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether class `name` is `ancestor` or one of its subclasses."""
        return name == ancestor or ancestor in self.classes[name].ancestors

    def allows(self, subject: str, predicate: str, object: str) -> bool:
        """Whether the classes of both ends fit the domain and range of `predicate`."""
        p = self.predicates[predicate]
        fits = any(self.is_a(subject, c) for c in p.domain) and any(self.is_a(object, c) for c in p.range)
        if p.symmetric and not fits:
            return any(self.is_a(object, c) for c in p.domain) and any(self.is_a(subject, c) for c in p.range)
        return fits

    def kind(self, name: str) -> Kind:
        """The id prefix for entities of class `name`; KeyError where there is none."""
        kind = self.classes[name].kind
        if kind is None:
            raise KeyError(name)
        return kind
