"""The values that flow through Potline: frozen, typed, their ids a function of their content.

A loader yields an `Extraction`, a store keeps it, `graph.merge` derives `Relationship`s and `Figure`s from it.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from graph.qualifiers import Qualifiers as Qualifiers
from graph.qualifiers import Scalar as Scalar

V = TypeVar("V", "Document", "Entity", "Statement", "Judgement")


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


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on two entities. `undoes` names the judgement that this one takes back."""

    id: str
    verdict: Verdict
    left: str
    right: str
    by: str
    at: str
    reason: str = ""
    undoes: str | None = None


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
    conflict: bool
    documents: tuple[str, ...]
    statements: tuple[str, ...]


# Ids


def digest(*parts: object, length: int = 24) -> str:
    """A hex hash of JSON-like parts; the same in every process and on every machine."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def slug(name: str) -> str:
    """A readable slug: lower case, Unicode letters and digits kept, the rest hyphens.

    >>> slug("Weiqiao Aluminum & Power")
    'weiqiao-aluminum-power'
    >>> slug("创新实业")
    '创新实业'
    """
    text = unicodedata.normalize("NFKC", name).casefold().replace("'", "").replace("’", "")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = unicodedata.normalize("NFC", text)
    return re.sub(r"[\W_]+", "-", text).strip("-") or digest(name, length=12)


def entity_id(kind: str, name: str) -> str:
    """`entity_id("org", "Hongtuo Industrial")` is `org/hongtuo-industrial`; long ones end in a hash."""
    text = slug(name)
    if len(text) > 120:
        text = f"{text[:107].strip('-')}-{digest(text, length=12)}"
    return f"{kind}/{text}"


def document_id(source: str) -> str:
    """A slug of the source's last part and a hash of the whole source."""
    stem = re.sub(r"\.\w{1,5}$", "", source.rstrip("/").rpartition("/")[2])
    return f"{slug(stem)[:60].strip('-')}-{digest(source, length=8)}"


def number(value: float | int) -> float | int:
    """An integral float as an int, so that 60.0 and 60 are one figure in ids and in JSON.

    Not above 2**53, where floats have gaps and databases soon have no such whole number.
    """
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


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


def rekeyed(extraction: Extraction, source: str) -> Extraction:
    """The same extraction under another source: new document id, new statement ids."""
    document = replace(extraction.document, source=source, id=document_id(source))
    statements = tuple(identify(replace(s, document=document.id)) for s in extraction.statements)
    return replace(extraction, document=document, statements=statements)


def judgement_id(judgement: Judgement) -> Judgement:
    """The judgement with its id: the hash of its content."""
    j = judgement
    return replace(j, id=digest(j.verdict.value, j.left, j.right, j.by, j.at, j.reason, j.undoes, length=16))


# Dicts, for stores and JSON


def as_dict(value: Document | Entity | Statement | Judgement | Relationship | Figure | Rejection) -> dict[str, Any]:
    """A plain dict of a value, tuples as lists."""
    cls: Any = type(value)  # mypy holds that the class of a value that has a hash has none
    names, read, holders = _shape(cls)
    row = dict(zip(names, read(value), strict=True))
    for name in holders:
        if row[name] is not None:
            row[name] = dict(row[name]) if isinstance(row[name], dict) else list(row[name])
    return row


@cache
def _shape(cls: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], tuple[str, ...]]:
    """The names of a value's fields, how they are read, and those that hold several things.

    `dataclasses.asdict` looks at the type of each field of each value, and takes ten times as long.
    """
    holders = (f.name for f in fields(cls) if str(f.type).startswith(("tuple", "Qualifiers")))
    return cls.__slots__, attrgetter(*cls.__slots__), tuple(holders)


_MAKERS: Mapping[str, Callable[[Any], object]] = {
    "names": tuple, "also_at": tuple, "qualifiers": Qualifiers, "verdict": Verdict,
    "identifiers": lambda pairs: tuple((a, b) for a, b in pairs),
}  # fmt: skip


def from_dict(cls: type[V], row: Mapping[str, Any]) -> V:
    """The inverse of `as_dict`; keys that the class does not have are passed over."""
    made: Any = cls
    known, makers = _makers(made)
    values = {name: value for name, value in row.items() if value is not None and name in known}
    for name, make in makers:
        if name in values:
            values[name] = make(values[name])
    return cls(**values)


@cache
def _makers(cls: Any) -> tuple[frozenset[str], tuple[tuple[str, Callable[[Any], object]], ...]]:
    """The fields of a class, and how those are made of plain values that are none themselves."""
    return frozenset(cls.__slots__), tuple((name, make) for name, make in _MAKERS.items() if name in cls.__slots__)
