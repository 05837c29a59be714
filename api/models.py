"""What the API answers: one model a subject, with an example each (shown in OpenAPI)."""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")
Value = str | int | float | bool


class Model(BaseModel):
    """Base of all answers: unknown fields are a programming error."""

    model_config = ConfigDict(extra="forbid")


class Page(Model, Generic[T]):
    """Some of many items; `next` is the address of the following page, null on the last."""

    items: list[T]
    total: int
    limit: int
    offset: int
    next: str | None = None


class Ref(Model):
    """An entity, named."""

    id: Annotated[str, Field(examples=["org/hongtuo-industrial"])]
    name: Annotated[str, Field(examples=["Hongtuo Industrial"])]
    type: Annotated[str, Field(examples=["Company"])]


class MatchOut(Model):
    """Why a search found an entity."""

    found: Annotated[str, Field(description="The name that fitted", examples=["Aluminum Company of America"])]
    score: Annotated[float, Field(description="0 to 100")]
    reason: Annotated[
        Literal["exact", "translated", "prefix", "initials", "words", "contains", "similar"],
        Field(description="How it fitted; only the first two mean the same name"),
    ]
    why: Annotated[str, Field(description="What that name is to the entity", examples=["former name of Alcoa"])]


class EntityOut(Ref):
    """A thing in the world, merged over all documents (and judgements) that speak of it."""

    names: list[str]
    name_zh: str | None = None
    country: Annotated[str | None, Field(description="ISO 3166-1 alpha-2", examples=["CN"])] = None
    parent: Annotated[str | None, Field(description="The place it lies in (places only)")] = None
    level: str | None = None
    identifiers: list[tuple[str, str]] = []
    members: Annotated[list[str], Field(description="All ids that are judged the same")] = []
    known: Annotated[
        list[Literal["record", "registry", "ontology"]],
        Field(description="Where it is known"),
    ] = []
    match: Annotated[MatchOut | None, Field(description="Only in answers to a search")] = None


class EvidenceOut(Model):
    """The sentence that says so."""

    statement: str
    quote: str
    document: str
    title: str | None = None
    url: str | None = None
    published: str | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    """Of a PDF, from 1."""
    rung: Annotated[
        str | None,
        Field(description="How surely its names were resolved: the rung of the weaker end", examples=["exact"]),
    ] = None
    confidence: Annotated[
        float, Field(description="The share, 0 to 1, of statements of its kind that was right where it was measured")
    ] = 1.0


class RelationshipOut(Model):
    """The merged view of all statements that agree on one key."""

    subject: Ref
    predicate: Annotated[str, Field(examples=["owns"])]
    object: Ref
    status: Annotated[str, Field(examples=["actual"])]
    shown: Annotated[bool, Field(description="Whether it is a plain triple and a Neo4j relationship")]
    period: str | None
    qualifiers: dict[str, Value]
    confidence: float
    sources: Annotated[int, Field(description="How many documents say so")]
    evidence: list[EvidenceOut]


class FigureOut(Model):
    """The merged view of all observations that agree within 0.5 %."""

    id: str
    entity: Ref
    metric: Annotated[str, Field(examples=["capacity"])]
    value: Annotated[float, Field(examples=[788100])]
    max: float | None
    unit: Annotated[str | None, Field(examples=["t/a"])]
    display: Annotated[str, Field(examples=["788.1 kt/a"])]
    product: str | None
    period: Annotated[str | None, Field(examples=["2025-11-06"])]
    status: Annotated[str, Field(examples=["designed"])]
    qualifiers: dict[str, Value]
    confidence: float
    conflict: Annotated[bool, Field(description="Whether another document gives another figure")]
    sources: int
    evidence: list[EvidenceOut]


class StatementOut(Model):
    """What one document says: the JSON line of `potline extract`, with its id."""

    model_config = ConfigDict(extra="allow")

    id: str
    document: str
    predicate: str
    status: str
    quote: str


class TripleOut(Model):
    """A merged relation (with `object`), a figure (with `value`), or another triple (with `object` or `literal`)."""

    subject: str
    predicate: str
    object: str | None
    status: Annotated[str | None, Field(description="Of relations and figures only")] = None
    shown: Annotated[bool, Field(description="Whether it is a plain triple in SPARQL")]
    period: str | None = None
    qualifiers: dict[str, Value] = {}
    documents: list[str] = []
    statements: list[str] = []
    value: float | None = None
    max: float | None = None
    unit: str | None = None
    product: str | None = None
    conflict: bool = False
    subject_label: str
    object_label: str | None = None
    literal: str | None = None
    datatype: str | None = None
    language: str | None = None


class DocumentOut(Model):
    """A document that was loaded, without its text."""

    id: str
    source: str
    sha256: str
    title: str | None
    publisher: str | None
    url: str | None
    published: str | None
    language: str | None
    format: str
    also_at: list[str]


class DocumentText(DocumentOut):
    """A document with its text; offsets of statements refer to it."""

    text: str


class ConflictSide(Model):
    """What one document says."""

    says: Annotated[str, Field(examples=["788.1 kt/a"])]
    period: str | None = None
    evidence: EvidenceOut


class ConflictOut(Model):
    """Two documents that disagree on one thing; neither is preferred."""

    about: Annotated[str, Field(description="A metric, or share, place or class", examples=["capacity"])]
    entity: Ref
    left: ConflictSide
    right: ConflictSide
    factor: Annotated[float | None, Field(description="The greater figure through the lesser", examples=[10.0])] = None
    slip: Annotated[int | None, Field(description="The factor of a wrong unit that it is close to")] = None


class ReviewSide(Ref):
    """One of two entities that may be one, with what is said of it."""

    names: list[str]
    country: str | None = None
    known: list[Literal["record", "registry"]] = []
    evidence: list[EvidenceOut] = []


class ReviewOut(Model):
    """Two entities that may be one; similarity only asks, a judgement decides."""

    left: ReviewSide
    right: ReviewSide
    score: Annotated[float, Field(description="0 to 100: names alike, and neighbours in common", examples=[94.1])]
    alike: Annotated[tuple[str, str], Field(description="The two names that are alike")]
    shared: Annotated[list[Ref], Field(description="Whom both have relations with")] = []


class JudgementIn(Model):
    """A person's word on two entities; a split says that a name in one document means another one."""

    verdict: Literal["same", "different", "undecided", "split"]
    left: Annotated[
        str | None,
        Field(description="An id; of a split the one that is not meant", examples=["org/hongtuo-industrial"]),
    ] = None
    right: Annotated[
        str | None,
        Field(description="An id; of a split who is meant, else a new one", examples=["org/hongtu-industry"]),
    ] = None
    by: Annotated[str, Field(min_length=1, max_length=200, examples=["j.doe"])]
    reason: Annotated[str, Field(max_length=2000)] = ""
    document: Annotated[str | None, Field(description="Of a split: the id or source of the document")] = None
    name: Annotated[str | None, Field(description="Of a split: the name; else whatever `left` is called by")] = None
    called: Annotated[str | None, Field(description="Of a split: what the one that is meant is called")] = None


class JudgementOut(Model):
    """A judgement of the log."""

    id: str
    verdict: str
    left: str
    right: str
    by: str
    at: str
    reason: str
    undoes: str | None
    document: Annotated[str | None, Field(description="Of a split")] = None
    name: Annotated[str | None, Field(description="Of a split; null for whatever name")] = None


class LoadOut(Model):
    """What became of one document that was sent in."""

    id: str
    outcome: Literal["new", "changed", "unchanged", "also_at"]
    statements: int
    rejected: dict[str, int]


class Problem(Model):
    """An error, as RFC 9457 has it."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
