"""From candidates to statements: the ontology's word on domain, range, shares and evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.statement import Scalar
from loaders.mentions import Mention


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
