"""Shares that also lead to plants of which only the operator is known, and where chains of owners end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from math import fsum

from graph.ownership.answer import Answer, chain, holdings, owners
from graph.ownership.interests import Interval
from graph.ownership.matrix import Matrix
from graph.ownership.rules import Rule

WHOLE = Interval((100.0, 0), (100.0, 0))
NONE = Interval((0.0, 0), (0.0, 0))
CASCADING = frozenset({"ofac-50", "majority"})
"""Rules by which who holds enough of a company counts for all that it holds, and who does not for nothing."""


class Stakes:
    """The holdings of a day, with the plants that nobody is said to own as the operator's own."""

    def __init__(self, matrix: Matrix, runs: Iterable[tuple[str, str]]) -> None:
        self.matrix = matrix
        self.runs: Mapping[str, set[str]] = defaultdict(set)
        """Plants by operator."""
        self._run_by: Mapping[str, set[str]] = defaultdict(set)
        for operator, site in runs:
            self.runs[operator].add(site)
            self._run_by[site].add(operator)
        self.below = cache(self._below)
        self.ends = cache(self._ends)
        self.of = cache(self._of)

    def operators(self, site: str) -> tuple[str, ...]:
        """Who runs a plant that nobody is said to own; of a parent and its subsidiary the subsidiary."""
        if self.matrix.net.into.get(site):
            return ()
        every = self._run_by.get(site, set())
        down = {o: self.matrix.net.downstream(o).keys() for o in every}
        return tuple(sorted(o for o in every if not any(p in down[o] and o not in down[p] for p in every - {o})))

    def _of(self, owner: str, rule: Rule) -> tuple[dict[str, Interval], Answer]:
        """What an owner holds of everything, itself in whole, and the answer behind it."""
        answer = holdings(self.matrix, owner, rule=rule.name)
        shares = {owner: WHOLE, **{item.id: item.share for item in answer.items}}
        for site in sorted({s for o in shares for s in self.runs.get(o, ())} - shares.keys()):
            run_by = [_carried(shares.get(o, NONE), rule) for o in self.operators(site)]
            if run_by:
                shares[site] = _between(run_by)
        return {id: share for id, share in shares.items() if share.high > 0}, answer

    def _below(self, company: str) -> frozenset[str]:
        """All that a company's own total may hold: what it owns and runs, also through others."""
        owned = self.matrix.net.downstream(company).keys()
        return frozenset(owned | {site for o in owned for site in self.runs.get(o, ())}) - {company}

    def _ends(self, id: str) -> dict[str, Interval]:
        """Whose it is in the end, in percent: each owner with what is not its own named owners'.

        The chance that a climb from `id`, going to each owner by its share, stops at an owner because
        nobody more is named: (share) x (what is left of the owner) x (how often the climb is there, over 1
        only in a loop). Without intervals these and what nobody is named for sum to 100.
        """
        run_by = self.operators(id)
        if not run_by:
            shares = {i.id: i.share for i in owners(self.matrix, id).items}
            return self._stops(shares if id.startswith("site/") else {**shares, id: WHOLE})
        each = [self.ends(o) for o in run_by]
        return {i: _between([e.get(i, NONE) for e in each]) for i in sorted({i for e in each for i in e})}

    def _stops(self, shares: Mapping[str, Interval]) -> dict[str, Interval]:
        found = {}
        for i, share in sorted(shares.items()):
            left, turns = self._left(i), self._turns(i)
            low, high = share.low * left.low * turns.low / 1e4, share.high * left.high * turns.high / 1e4
            found[i] = _clipped(low, high)
        return _at_most_whole({i: end for i, end in found.items() if end.high > 0})

    def _left(self, company: str) -> Interval:
        """What of a company no owner is named for."""
        named = self.matrix.net.into.get(company, {}).values()
        return _clipped(100 - fsum(s.high for s in named), 100 - fsum(s.low for s in named))

    def _turns(self, company: str) -> Interval:
        """How often a climb that meets a company is there, in percent: 100, and more in a loop."""
        net = self.matrix.net
        down = net.downstream(company).keys()
        back_low, back_high = 0.0, 0.0
        for owner, share in net.into.get(company, {}).items():
            way = chain(self.matrix, company, owner).items if owner in down and owner != company else ()
            meets = WHOLE if owner == company else next((i.share for i in way), NONE)
            back_low += share.low * meets.low / 1e4
            back_high += share.high * meets.high / 1e4
        return Interval((_rounds(back_low), 0), (_rounds(back_high), 0))


def _rounds(back: float) -> float:
    return 100 / (1 - back) if back < 1 - 1e-9 else 1e11


def _clipped(low: float, high: float) -> Interval:
    low = min(100.0, max(0.0, low))
    return Interval((low, 0), (min(100.0, max(low, high)), 0))


def _at_most_whole(shares: dict[str, Interval]) -> dict[str, Interval]:
    """Of shares that cannot all be true, for they pass 100 together, what is sure in spite of the others."""
    lows = fsum(s.low for s in shares.values())
    if lows <= 100 + 1e-9:
        return shares
    return {i: _clipped(100 - (lows - s.low), s.high) for i, s in shares.items()}


def _between(shares: list[Interval]) -> Interval:
    """Of a plant that several run, and hold in whole together: between the least and the greatest."""
    return Interval(min(s.floor for s in shares), max(s.ceiling for s in shares))


def _carried(share: Interval, rule: Rule) -> Interval:
    """What is held of a plant that is wholly a company's own, by what is held of the company."""
    if rule.name not in CASCADING or share == WHOLE:
        return share
    controls = rule.meets(share, rule.threshold)
    return WHOLE if controls == "certainly" else Interval((0.0, 0), (100.0, 0)) if controls == "possibly" else NONE
