"""What changed between two days: who appeared, who is gone, whose share is another, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from graph.ownership import answer, face
from graph.ownership.answer import Answer, Item
from graph.ownership.face import Row
from graph.ownership.matrix import Matrix
from graph.ownership.proof import Pair, shown
from ontology.errors import InputError

Direction = Literal["owners", "holdings"]


@dataclass(frozen=True, slots=True)
class Change:
    """One owner or holding on the two days; None where it is none on that day."""

    id: str
    before: Item | None
    after: Item | None

    @property
    def kind(self) -> str:
        """appeared, gone or changed."""
        if self.before is None:
            return "appeared"
        return "gone" if self.after is None else "changed"

    @property
    def weight(self) -> float:
        """The greater of the changes of low and high, in percentage points."""
        first, last = self.before and self.before.share, self.after and self.after.share
        low, high = (last.low if last else 0.0) - (first.low if first else 0.0), _high(last) - _high(first)
        return max(abs(low), abs(high))


@dataclass(frozen=True, slots=True)
class Changes:
    """What is not the same in two answers to one question; the greatest change first."""

    before: Answer
    after: Answer
    direction: Direction
    items: tuple[Change, ...]

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON; `links` of an item are those whose share or statements differ between the days."""
        first, last = _told(self.before, self.items), _told(self.after, self.items)
        m, days = self.after.matrix, (self.before.matrix.as_of, self.after.matrix.as_of)
        of = {"id": self.after.of, "name": _name(self.after.of, m, self.before.matrix)}
        return {
            **face.head(m, of, self.after.rule.name, self.after.threshold),
            "direction": self.direction,
            "from": days[0],
            "to": days[1],
            "items": [self._item(c, first["items"].get(c.id), last["items"].get(c.id)) for c in self.items],
            **{name: _on_days(days, first[name], last[name]) for name in ("conflicts", "assumptions", "cut")},
        }

    def _item(self, change: Change, first: Row | None, last: Row | None) -> Row:
        told = last or first
        assert told is not None  # an item is of one day at least
        return {
            **{name: told[name] for name in ("id", "name", "type")},
            "change": change.kind,
            "before": _brief(first),
            "after": _brief(last),
            "links": list(_differing(self.before.matrix, self.after.matrix, _pairs(last, first))),
        }


def changes(
    before: Matrix,
    after: Matrix,
    of: str,
    *,
    direction: str = "owners",
    rule: str = "integrated",
    threshold: float | None = None,
) -> Changes:
    """The owners (or holdings) of `of` that are not the same by two matrices, of an earlier day and a later one.

    InputError for a direction or rule that is none, a bad threshold, or days in the wrong order.
    """
    ways = {"owners": answer.owners, "holdings": answer.holdings}
    if direction not in get_args(Direction):
        raise InputError(f"there is no direction {direction!r}; write {' or '.join(ways)}")
    if after.as_of < before.as_of:
        raise InputError(f"from {before.as_of} is later than to {after.as_of}; give the earlier day first")
    first, last = (ways[direction](m, of, rule=rule, threshold=threshold) for m in (before, after))
    return Changes(first, last, "owners" if direction == "owners" else "holdings", _changed(first, last))


def _changed(first: Answer, last: Answer) -> tuple[Change, ...]:
    old, new = ({item.id: item for item in a.items} for a in (first, last))
    found = [Change(id, old.get(id), new.get(id)) for id in old.keys() | new.keys()]
    return tuple(sorted((c for c in found if not _same(c)), key=lambda c: (-c.weight, c.id)))


def _same(change: Change) -> bool:
    """Whether both days have one share; the ends may differ in being in or out."""
    if change.before is None or change.after is None:
        return False
    first, last = change.before, change.after
    return face.ends(first.share) == face.ends(last.share) and (first.direct, first.meets) == (last.direct, last.meets)


def _told(a: Answer, changed: tuple[Change, ...]) -> dict[str, Any]:
    """The answer as JSON with the changed items alone, by id."""
    ids = {c.id for c in changed}
    data = replace(a, items=tuple(item for item in a.items if item.id in ids)).as_dict()
    return {**data, "items": {item["id"]: item for item in data["items"]}}


def _brief(item: Row | None) -> Row | None:
    return None if item is None else {name: item[name] for name in ("low", "high", "direct", "meets", "hops")}


def _pairs(*items: Row | None) -> list[Pair]:
    """The links of the proofs of an item on both days, each once."""
    found = [(link["owner_id"], link["owned_id"]) for item in items if item for link in item["proof"]]
    return list(dict.fromkeys(found))


def _differing(first: Matrix, last: Matrix, pairs: Collection[Pair]) -> Iterator[Row]:
    """The links whose share or statements are not the same, with both.

    A link of one day's chains may be there on the other day too, without leading anywhere then.
    """
    found = [shown(m, pairs) for m in (first, last)]
    for pair in pairs:
        old, new = (links.get(pair) for links in found)
        before, after = _side(old), _side(new)
        told = new or old
        if before != after and told is not None:
            ends = {name: told[name] for name in ("owner", "owned", "owner_id", "owned_id")}
            yield {**ends, "before": before, "after": after}


def _side(link: Row | None) -> Row | None:
    return None if link is None else {name: link[name] for name in ("low", "high", "statements")}


def _on_days(days: tuple[str, str], first: list[Row], last: list[Row]) -> list[Row]:
    """Rows of both days, each once, with the days that it is of."""
    rows = [(row, days[0]) for row in first] + [(row, days[1]) for row in last]
    found: list[Row] = []
    for row, day in rows:
        told = next((r for r in found if {k: v for k, v in r.items() if k != "on"} == row), None)
        if told is None:
            found.append({**row, "on": [day]})
        elif day not in told["on"]:
            told["on"].append(day)
    return found


def _name(id: str, *matrices: Matrix) -> str:
    return next((m.name(id) for m in matrices if m.entity(id) is not None), id)


def _high(share: Any) -> float:
    return float(share.high) if share else 0.0
