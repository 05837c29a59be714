"""What the JSON faces of questions of ownership share: the head, links with their sentences, shares, cuts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, TypeVar

from graph.ownership.interests import Interval
from graph.ownership.matrix import Matrix
from graph.ownership.proof import PROOF, Pair, assumptions, conflicts, shown
from graph.ownership.proof import ends as ends

T = TypeVar("T")
Row = dict[str, Any]


def head(m: Matrix, of: Any, rule: Any, threshold: Any) -> Row:
    """The fields that stand before the items, but for what is special to a question."""
    return {
        "of": of,
        "rule": rule,
        "as_of": m.as_of,
        "known_by": m.known_by,
        "threshold": threshold,
        "revision": m.revision,
    }


def tail(m: Matrix, scope: Set[str], cut: Sequence[Row]) -> Row:
    """The fields that stand behind the items; `scope` are the companies whose owners were looked at."""
    return {"conflicts": conflicts(m, scope), "assumptions": assumptions(m, scope), "cut": list(cut)}


def named(m: Matrix, id: str) -> Row:
    """An entity as id, name and type."""
    return {"id": id, "name": m.name(id), "type": m.type(id)}


@dataclass
class Links:
    """The links behind the items of one answer; what is shown is looked up once for all of them."""

    matrix: Matrix
    cut: list[Row]
    _used: dict[str, list[Pair]] = field(default_factory=dict)
    _shown: dict[Pair, Row] = field(default_factory=dict)

    def add(self, item: str, pairs: Sequence[Pair]) -> None:
        """The links of an item, the first ones; how many more there are is added to `cut`."""
        self._used[item] = list(pairs[:PROOF])
        if len(pairs) > PROOF:
            most = max(self.matrix.net.into[j][k].high for k, j in pairs[PROOF:])
            self.cut.append({"kind": "proof", "item": item, "links": len(pairs) - PROOF, "effect": round(most, 10)})

    def of(self, item: str) -> list[Row]:
        """The links of an item as JSON, with their sentences."""
        if not self._shown:
            self._shown = shown(self.matrix, {pair for used in self._used.values() for pair in used})
        return [self._shown[pair] for pair in self._used[item]]


def limited(items: Sequence[T], limit: int, cut: list[Row]) -> list[T]:
    """The first `limit` items (0: all); how many more there are is added to `cut`."""
    if limit and len(items) > limit:
        cut.append({"kind": "items", "items": len(items) - limit})
    return list(items[:limit] if limit else items)


def listed(words: Iterable[str]) -> str:
    """Words as a person lists them: a, b and c."""
    *some, last = words
    return f"{', '.join(some)} and {last}" if some else last


def spoken(share: Interval) -> str:
    """A share as a person says it: 24.96 %, over 50 %, 10 to 30 %."""
    low, high = f"{round(share.low, 2):g}", f"{round(share.high, 2):g}"
    if share.low == share.high:
        return f"{low} %"
    if share.high >= 100:
        return f"{'over' if share.floor[1] > 0 else 'at least'} {low} %" if share.low > 0 else "an unknown share"
    if share.low <= 0:
        return f"{'under' if share.ceiling[1] < 0 else 'at most'} {high} %"
    return f"{low} to {high} %"
