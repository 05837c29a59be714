"""What a rule claims of two mentions of a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from graph.statement import Scalar
from loaders.check import Candidate
from loaders.context import Context
from loaders.lexicon import clue
from loaders.mentions import Mention

if TYPE_CHECKING:
    from loaders.frames import Frame, Pattern


def candidate(
    rule: Frame | Pattern, subject: Mention, object: Mention, status: str, found: Mapping[str, Scalar], context: Context
) -> Candidate:
    """A relation candidate of a rule with the sentence as its evidence."""
    values = dict(found)
    period = values.pop("period", None)
    if rule.predicate == "produces" and status == "actual" and _unbuilt(context, subject):
        status = "planned"
    by = context.judge.attribution(context.sentence.text)
    if by is not None and not any(by in m.text for m in (subject, object)):
        values["attribution"] = by
    return Candidate(
        subject=subject,
        predicate=rule.predicate,
        object=object,
        start=context.sentence.start,
        end=context.sentence.end,
        period=str(period) if period is not None else None,
        status=status,
        qualifiers=values,
        confidence=round(rule.confidence * _trust(subject) * _trust(object), 3),
        extractor=rule.extractor,
    )


def _unbuilt(context: Context, plant: Mention) -> bool:
    """Whether it is called a plan where it makes something: "the planned X smelter has a capacity of"."""
    lead = context.sentence.text[: plant.start - context.sentence.start]
    return plant.entity.startswith("site/") and clue("claimed.planned").search(f"{lead}{plant.text}") is not None


def _trust(mention: Mention) -> float:
    if mention.rung == "coreference":
        return 0.9
    return 0.85 if mention.guess else 1.0
