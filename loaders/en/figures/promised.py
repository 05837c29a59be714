"""Figures of a firm that another bids for: jobs that the bidder would keep, money that it would put in."""

from __future__ import annotations

from loaders.context import Context
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metrics import Metric

METRICS = frozenset({"employees", "investment"})
SOUGHT = frozenset({"planned", "rumoured"})


def promised(context: Context, metric: Metric, quantity: Quantity, bidder: Mention) -> Mention:
    """Whose the figure is: of the firm that the bidder wants to buy, where it makes promises; else the bidder's."""
    if metric.name not in METRICS or clue("promised.vow").search(context.sentence.text) is None:
        return bidder
    behind = context.sentence.text[quantity.end - context.sentence.start :]
    if metric.name == "investment" and clue("promised.into").match(behind) is None:
        return bidder
    rows = [c for c in (*context.last, *context.said) if c.predicate == "acquires" and c.status in SOUGHT]
    wanted = {c.object.entity: c.object for c in rows if c.object is not None and c.subject.entity == bidder.entity}
    firms = [m for m in wanted.values() if m.type == "Company"]
    return firms[0] if len(firms) == 1 else bidder
