"""From candidates to statements: the ontology's word on domain, range, shares and evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.dates import valid
from graph.statement import Document, Qualifiers, Rejection, Scalar, Statement, identify
from loaders.mentions import Mention
from ontology.model import Ontology
from ontology.units import fits

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

    @property
    def ends(self) -> tuple[str, str]:
        """The ids of its two ends; "" for the object of a figure."""
        return self.subject.entity, self.object.entity if self.object else ""


def check(candidate: Candidate, document: Document, ontology: Ontology) -> Statement | Rejection:
    """The statement, or why there is none."""
    reason = fault(candidate, ontology) or _evidence(candidate, document)
    quote = document.text[candidate.start : candidate.end]
    if reason is not None:
        return Rejection(document.id, reason, candidate.text, quote, candidate.start)
    return identify(statement(candidate, document.id, quote))


def fault(candidate: Candidate, ontology: Ontology) -> str | None:
    """What the ontology has against a candidate, its evidence apart; None where nothing."""
    return (
        _names(candidate)
        or _relation(candidate, ontology)
        or _figure(candidate, ontology)
        or _values(candidate, ontology)
    )


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
    return "both ends are the same" if c.subject.entity == c.object.entity else None


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
    if c.subject.type not in ontology.classes or not any(ontology.is_a(c.subject.type, d) for d in metric.domain):
        return f"domain: {c.subject.type} {c.predicate}"
    if c.product is not None and c.product not in ontology.products:
        return f"no such product: {c.product}"
    return None if fits(metric, c.unit) else f"no unit of {c.predicate}: {c.unit}"


def _values(c: Candidate, ontology: Ontology) -> str | None:
    """What is wrong with qualifiers and period."""
    unknown = set(c.qualifiers) - set(ontology.qualifiers)
    if unknown:
        return f"no such qualifier: {', '.join(sorted(unknown))}"
    for name, value in c.qualifiers.items():
        decimal = ontology.qualifiers[name].datatype == "decimal"
        if decimal and (isinstance(value, bool | str) or not math.isfinite(value)):
            return f"{name} is no number"
    return _shares(c) or (f"no date: {c.period}" if c.period is not None and not valid(c.period) else None)


def _shares(c: Candidate) -> str | None:
    values = {s: float(c.qualifiers[s]) for s in SHARES if s in c.qualifiers}
    if any(not 0 <= v <= 100 for v in values.values()):
        return "share outside 0 to 100"
    if values.get("share_min", 0) > values.get("share_max", 100):
        return "share range upside down"
    return None


def _evidence(c: Candidate, document: Document) -> str | None:
    inside = 0 <= c.start < c.end <= len(document.text)
    return None if inside and document.text[c.start : c.end].strip() else "evidence outside the text"


def statement(c: Candidate, document: str, quote: str) -> Statement:
    """The candidate as a statement without its id; offsets only where there is a quote at [start, end)."""
    return Statement(
        id="",
        document=document,
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
        object_mention=_form(c.object) if c.object else "",
    )


def _form(mention: Mention) -> str:
    """The surface form; for "it" and "the company" that of what they stand for, "the smelter" stands for itself."""
    plain = mention.head not in ("", "site") and (" " not in mention.head or mention.head.split()[-1] in mention.name)
    own = plain and mention.entity.startswith("site/")
    return mention.name if mention.rung == "coreference" and mention.name and not own else mention.text


LADDER = ("exact", "normalised", "definition", "short", "alias", "coreference", "provisional")


def _rung(c: Candidate) -> str:
    """The weakest rung of the two ends."""
    rungs = [m.rung for m in (c.subject, c.object) if m is not None and m.rung in LADDER]
    return max(rungs, key=LADDER.index, default="")
