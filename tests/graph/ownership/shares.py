"""Ownership matrices from plain figures, and a slow exact reference."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from graph.ownership.answer import Answer
from graph.ownership.interests import Interval, Reading
from graph.ownership.ledger import Ledger, notable
from graph.ownership.matrix import Matrix
from graph.ownership.matrix import shares as direct
from graph.ownership.net import Net
from graph.ownership.succession import Claim

Share = float | tuple[float, float]
OVER_HALF = Interval((50.0, 1), (100.0, 0))
SOME = Interval((0.0, 1), (100.0, 0))


def interval(share: Share | Interval) -> Interval:
    """A figure or a pair as an interval with its ends in."""
    if isinstance(share, Interval):
        return share
    low, high = share if isinstance(share, tuple) else (share, share)
    return Interval((float(low), 0), (float(high), 0))


def claim(owner: str, owned: str, share: Share | Interval, n: int = 0) -> Claim:
    """One statement, without a document."""
    return Claim(owner, owned, Reading(interval(share)), f"s{n}", "d")


def held(shares: Mapping[tuple[str, str], Share | Interval]) -> Matrix:
    """A matrix of direct shares in percent, by owner and owned."""
    columns: dict[str, dict[str, tuple[Claim, ...]]] = {}
    for n, ((i, j), share) in enumerate(sorted(shares.items(), key=lambda item: item[0])):
        columns.setdefault(j, {})[i] = (claim(i, j, share, n),)
    ledger = Ledger(columns, noted=notable(columns))
    day = date(2025, 1, 1)
    return Matrix(ledger, Net.of(direct(ledger, columns, day, None)), day)


def points(answer: Answer) -> dict[str, float]:
    """Items whose low and high are one figure."""
    assert all(item.share.point for item in answer.items)
    return {item.id: item.share.low for item in answer.items}


def spans(answer: Answer) -> dict[str, tuple[float, float]]:
    """Low and high of the items."""
    return {item.id: (item.share.low, item.share.high) for item in answer.items}


def met(answer: Answer) -> dict[str, str | None]:
    """Whether the items meet the threshold."""
    return {item.id: item.meets for item in answer.items}


def reference(shares: Mapping[tuple[str, str], Fraction], owner: str, names: list[str]) -> dict[str, Fraction]:
    """The integrated shares of `owner` in parts of 1, by Gauss in fractions; I - W without the owner regular."""
    rest = [j for j in names if j != owner]
    rows = [
        [Fraction(j == k) - shares.get((k, j), Fraction(0)) for k in rest] + [shares.get((owner, j), Fraction(0))]
        for j in rest
    ]
    for n in range(len(rest)):
        pivot = next(m for m in range(n, len(rest)) if rows[m][n] != 0)
        rows[n], rows[pivot] = rows[pivot], rows[n]
        rows[n] = [cell / rows[n][n] for cell in rows[n]]
        for m in range(len(rest)):
            if m != n:
                rows[m] = [a - rows[m][n] * b for a, b in zip(rows[m], rows[n], strict=True)]
    return {j: rows[n][-1] for n, j in enumerate(rest)}
