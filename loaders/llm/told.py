"""What a language model tells of a document: kept beside what the rules say and never in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from graph.resolve import Resolver
from graph.statement import Document, Entity, Extraction, Rejection, Statement
from loaders.check import Candidate
from loaders.lending import Quantity
from loaders.mentions import Mention
from loaders.periods import Period
from ontology.model import Ontology

EXTRACTOR = "llm/"
"""What the extractor of a model's statement begins with; the model's name follows."""
UNANSWERED = "no answer of the model"
"""What the reason of a rejection begins with where a paragraph got no answer that could be used."""
OPEN = "+unanswered"
"""Ends the extractor's version of a document with such paragraphs: the next load asks again."""


@dataclass(frozen=True)
class Scene:
    """A document as the rules have read it: mentions with their entities, figures and periods in order of the text.

    `resolver` knows what the rules resolved; what it resolves from here on leaves theirs as it is.
    """

    document: Document
    mentions: Sequence[Mention]
    resolver: Resolver
    amounts: Sequence[Quantity]
    times: Sequence[Period]


class Teller(Protocol):
    """Tells further statements of a document; `version` changes with everything that changes them."""

    @property
    def version(self) -> str:
        """A hash of model, prompt and schema."""

    def __call__(self, scene: Scene) -> Iterator[Candidate | Rejection]:
        """What it tells, in order of the text."""


def beside(rules: Extraction, told: Extraction, ontology: Ontology) -> Extraction:
    """The rules' extraction with what was told behind it; what a rule said already is a rejection."""
    said = {_key(s, ontology) for s in rules.statements}
    fresh = [s for s in told.statements if _key(s, ontology) not in said]
    doubles = [_double(s) for s in told.statements if _key(s, ontology) in said]
    rejections = (*rules.rejections, *told.rejections, *doubles)
    known = used(fresh, {e.id: e for e in told.entities}) | {e.id: e for e in rules.entities}
    document = rules.document
    if any(unanswered(r) for r in rejections):
        document = replace(document, extractor=document.extractor + OPEN)
    return Extraction(document, tuple(known[id] for id in sorted(known)), (*rules.statements, *fresh), rejections)


def unanswered(rejection: Rejection) -> bool:
    """Whether it stands for a paragraph that the model did not answer."""
    return rejection.reason.startswith(UNANSWERED)


def _key(s: Statement, ontology: Ontology) -> tuple[object, ...]:
    """What is said, whatever its status, period and qualifiers: ends of a relation, or whose figure."""
    if s.object is None:
        return s.subject, s.predicate, s.value, s.unit
    ends = sorted((s.subject, s.object)) if ontology.predicates[s.predicate].symmetric else (s.subject, s.object)
    return s.predicate, *ends


def _double(s: Statement) -> Rejection:
    end = s.object if s.object is not None else f"{s.value} {s.unit or ''}".strip()
    return Rejection(s.document, "said already by a rule", f"{s.subject} {s.predicate} {end}", s.quote, s.start)


def used(statements: Sequence[Statement], entities: Mapping[str, Entity]) -> dict[str, Entity]:
    """The entities of the statements, with the places above them."""
    todo: list[str | None] = [id for s in statements for id in (s.subject, s.object)]
    found: dict[str, Entity] = {}
    while todo:
        id = todo.pop()
        if id is not None and id in entities and id not in found:
            found[id] = entities[id]
            todo.append(entities[id].parent)
    return found
