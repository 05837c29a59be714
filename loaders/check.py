"""From candidates to statements: the ontology's word on domain, range, shares and evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graph.dates import valid
from graph.statement import Document, Qualifiers, Rejection, Scalar, Statement, identify
from loaders.mentions import Mention
from ontology.model import Ontology

SHARES = ("share", "share_min", "share_max")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation or a figure before the check; offsets are into the document's text.

    A relation has `object`; a figure has `value` and `unit` and its `predicate` is the metric.
    `product` is a canonical product name (`aluminium`), figures only; for relations it is a qualifier.
    """

    subject: Mention
    predicate: str
    start: int
    end: int
    object: Mention | None = None
    value: float | None = None
    max: float | None = None
    unit: str | None = None
    product: str | None = None
    period: str | None = None
    status: str = "actual"
    qualifiers: Mapping[str, Scalar] = field(default_factory=dict)
    confidence: float = 0.9
    extractor: str = ""

    @property
    def text(self) -> str:
        """What it says, for a rejection: `Alcoa owns Suralco`."""
        end = self.object.text if self.object else f"{self.value} {self.unit or ''}".strip()
        return f"{self.subject.text} {self.predicate} {end}"


def check(candidate: Candidate, document: Document, ontology: Ontology) -> Statement | Rejection:
    """The statement, or why there is none."""
    fault = _names(candidate) or _relation(candidate, ontology) or _figure(candidate, ontology) or _rest(candidate, document)
    quote = document.text[candidate.start : candidate.end]
    if fault is not None:
        return Rejection(document.id, fault, candidate.text, quote, candidate.start)
    return identify(_statement(candidate, document, quote))


def _names(c: Candidate) -> str | None:
    if not c.subject.entity or (c.object is not None and not c.object.entity):
        return "no antecedent"
    return None


def _relation(c: Candidate, ontology: Ontology) -> str | None:
    if c.object is None:
        return None
    if c.predicate not in ontology.predicates:
        return f"no such predicate: {c.predicate}"
    if c.status not in ontology.relation_statuses:
        return f"no such status: {c.status}"
    if c.subject.type not in ontology.classes or c.object.type not in ontology.classes:
        return "no such class"
    if not ontology.allows(c.subject.type, c.predicate, c.object.type):
        return f"domain or range: {c.subject.type} {c.predicate} {c.object.type}"
    if c.subject.entity == c.object.entity:
        return "both ends are the same"
    unknown = set(c.qualifiers) - set(ontology.qualifiers)
    return f"no such qualifier: {', '.join(sorted(unknown))}" if unknown else None


def _figure(c: Candidate, ontology: Ontology) -> str | None:
    if c.object is not None:
        return None
    if c.predicate not in ontology.metrics:
        return f"no such metric: {c.predicate}"
    if c.status not in ontology.observation_statuses:
        return f"no such status: {c.status}"
    if c.value is None or not math.isfinite(c.value):
        return "no value"
    if c.max is not None and c.max < c.value:
        return "range upside down"
    metric = ontology.metrics[c.predicate]
    if not any(ontology.is_a(c.subject.type, d) for d in metric.domain):
        return f"domain: {c.subject.type} {c.predicate}"
    return None


def _rest(c: Candidate, document: Document) -> str | None:
    values = [float(c.qualifiers[s]) for s in SHARES if s in c.qualifiers]
    if any(not 0 <= v <= 100 for v in values):
        return "share outside 0 to 100"
    low, high = c.qualifiers.get("share_min"), c.qualifiers.get("share_max")
    if low is not None and high is not None and float(low) > float(high):
        return "share range upside down"
    if c.period is not None and not valid(c.period):
        return f"no date: {c.period}"
    if not 0 <= c.start < c.end <= len(document.text):
        return "evidence outside the text"
    return None


def _statement(c: Candidate, document: Document, quote: str) -> Statement:
    shown = c.object or replace(c.subject, text="", entity="")
    return Statement(
        id="",
        document=document.id,
        subject=c.subject.entity,
        predicate=c.predicate,
        object=c.object.entity if c.object else None,
        value=c.value,
        max=c.max,
        unit=c.unit,
        product=c.product,
        period=c.period,
        status=c.status,
        qualifiers=Qualifiers(c.qualifiers),
        quote=quote,
        start=c.start,
        end=c.end,
        confidence=c.confidence,
        extractor=c.extractor,
        rung=_rung(c),
        subject_mention=_form(c.subject),
        object_mention=_form(shown),
    )


def _form(mention: Mention) -> str:
    """The surface form; for "it" and "the company" that of what they stand for."""
    return mention.name if mention.rung == "coreference" and mention.name else mention.text


LADDER = ("exact", "normalised", "definition", "short", "alias", "coreference", "provisional")


def _rung(c: Candidate) -> str:
    """The weakest rung of the two ends."""
    rungs = [m.rung for m in (c.subject, c.object) if m is not None and m.rung in LADDER]
    return max(rungs, key=LADDER.index, default="")
