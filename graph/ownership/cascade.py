"""What owners hold together by a rule that counts in full what they hold half of, without a look at the whole net."""

from __future__ import annotations

from collections.abc import Collection

from graph.ownership.net import Net
from graph.ownership.rules import Figures, Rule, over, together

HALF = 50.0
"""From here (`majority`: above it) a holding counts in full, whatever threshold is shown as met."""


def cascade(net: Net, owners: Collection[str], rule: Rule) -> Figures:
    """The figures of all that the owners, or companies that they may hold half of, hold a part of."""
    listed = frozenset(owners)
    nodes = dict.fromkeys([*listed, *(j for i in listed for j in net.out.get(i, ()))], 0)
    while True:
        figures = together(net, listed, nodes, rule.strict)
        more = {k for j in counted(figures, rule) for k in net.out.get(j, ())} - nodes.keys()
        if not more:
            return figures
        nodes |= dict.fromkeys(more, 0)


def counted(figures: Figures, rule: Rule) -> list[str]:
    """The companies whose holdings count, or may count, in full."""
    return [j for j, share in figures.items() if over(share.ceiling, HALF, rule.strict)]
