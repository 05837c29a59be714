"""The values that flow through Potline: frozen, typed, their ids a function of their content.

A loader yields an `Extraction`, a store keeps it, `graph.merge` derives `Relationship`s and `Figure`s from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from graph.ids import digest as digest
from graph.ids import document_id as document_id
from graph.ids import entity_id as entity_id
from graph.ids import number as number
from graph.ids import slug as slug
from graph.qualifiers import Qualifiers as Qualifiers
from graph.qualifiers import Scalar as Scalar


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was loaded.

    `published` is an EDTF-like date of the precision that is known; `text` is "" where only ready-made statements
    came in; `extractor` and `registry` are the versions it was loaded with; `also_at` holds further sources.
    """

    id: str
    source: str
    sha256: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    format: str = "text"
    text: str = ""
    extractor: str = ""
    registry: str = ""
    also_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing in the world, as one document (or the registry) knows it, or merged from several.

    `names` are all surface forms, the preferred one (`name`) included, sorted; `parent` is the
    place it lies in (for places) and `country` an ISO 3166-1 code; `identifiers` are
    (scheme, value) pairs, sorted.
    """

    id: str
    type: str
    name: str
    names: tuple[str, ...] = ()
    name_zh: str | None = None
    country: str | None = None
    parent: str | None = None
    level: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    registered: bool = False
    """True where the registry knows it: its preferred name and class then come from there."""

    @property
    def kind(self) -> str:
        """The first part of the id: org, person, site, place or product."""
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Statement:
    """What one document says, with the sentence that says it.

    A relation has `object` (an entity id); a figure has `value`, `unit` and perhaps `product` and
    `max`, and its `predicate` is the metric. `start` and `end` are offsets into the document's
    text (None for ready-made statements without a text). `subject_mention` and `object_mention`
    are the surface forms that stood there.
    """

    id: str
    document: str
    subject: str
    predicate: str
    object: str | None = None
    value: float | None = None
    max: float | None = None
    unit: str | None = None
    product: str | None = None
    period: str | None = None
    status: str = "actual"
    qualifiers: Qualifiers = field(default_factory=Qualifiers)
    quote: str = ""
    start: int | None = None
    end: int | None = None
    confidence: float = 1.0
    extractor: str = ""
    rung: str = ""
    subject_mention: str = ""
    object_mention: str = ""

    @property
    def figure(self) -> bool:
        """True for an observation, False for a relation."""
        return self.object is None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A candidate that was not taken: where, what, and why. `reason` is a short slug-like phrase."""

    document: str
    reason: str
    candidate: str = ""
    quote: str = ""
    start: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document gave: in = statements + rejections."""

    document: Document
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    rejections: tuple[Rejection, ...] = ()


class Verdict(StrEnum):
    """What a person said of two entities."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"
    SPLIT = "split"
    """In one document a name means another one than it was resolved to."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on two entities. `undoes` names the judgement that this one takes back.

    A split says that `document` means `right` where it was resolved to `left`: by `name` alone, or, where that is
    None, by whatever name. `meant` is what was known of `right`; None where that is its name alone.
    """

    id: str
    verdict: Verdict
    left: str
    right: str
    by: str
    at: str
    reason: str = ""
    undoes: str | None = None
    document: str | None = None
    name: str | None = None
    meant: Entity | None = None


@dataclass(frozen=True, slots=True)
class Relationship:
    """The merged view of all statements of one key and track (DESIGN, section 6).

    `subject` and `object` are canonical ids. `qualifiers` holds a value where all statements
    agree, else `NAME_min` and `NAME_max` for numbers and `conflict: true`. `shown` says whether
    it is a plain triple and a Neo4j relationship.
    """

    subject: str
    predicate: str
    object: str
    status: str
    shown: bool
    qualifiers: Qualifiers
    period: str | None
    confidence: float
    documents: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """The merged view of all observations of one key that agree within 0.5 %."""

    id: str
    entity: str
    metric: str
    value: float
    max: float | None
    unit: str | None
    product: str | None
    period: str | None
    status: str
    qualifiers: Qualifiers
    confidence: float
    conflict: bool
    documents: tuple[str, ...]
    statements: tuple[str, ...]


# Ids


_CONTENT = (
    "document", "subject", "predicate", "object", "value", "max", "unit", "product",
    "period", "status", "qualifiers", "quote", "start", "end",
)  # fmt: skip


def identify(statement: Statement) -> Statement:
    """The statement with its id: the hash of what it says and where, not of how it was found."""
    content = [getattr(statement, name) for name in _CONTENT]
    return replace(statement, id=digest(*map(_plain, content)))


def _plain(value: object) -> object:
    """A part of a statement as its id takes it: figures alike, also inside the qualifiers."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return number(value) if isinstance(value, float) else value


def ordered(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """By document, place in it, and id."""
    return tuple(sorted(statements, key=lambda s: (s.document, -1 if s.start is None else s.start, s.id)))


def rekeyed(extraction: Extraction, source: str) -> Extraction:
    """The same extraction under another source: new document id, new statement ids."""
    document = replace(extraction.document, source=source, id=document_id(source))
    statements = tuple(identify(replace(s, document=document.id)) for s in extraction.statements)
    return replace(extraction, document=document, statements=statements)
