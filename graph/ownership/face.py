"""What the JSON faces of questions of ownership share: the head, links with their sentences, shares, cuts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from graph.ownership.answer import PROOF, Matrix, assumptions, conflicts
from graph.ownership.interests import Interval
from graph.statement import Statement

T = TypeVar("T")
Row = dict[str, Any]
Pair = tuple[str, str]
"""Owner and owned."""


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


def tail(m: Matrix, scope: Collection[str], cut: Sequence[Row]) -> Row:
    """The fields that stand behind the items; `scope` are the companies whose owners were looked at."""
    return {"conflicts": conflicts(m, scope), "assumptions": assumptions(m, scope), "cut": list(cut)}


def named(m: Matrix, id: str) -> Row:
    """An entity as id, name and type."""
    return {"id": id, "name": m.name(id), "type": m.type(id)}


def ends(share: Interval) -> dict[str, float]:
    """A share as low and high, in percent."""
    return {"low": round(share.low, 10), "high": round(share.high, 10)}


def proof(m: Matrix, pairs: Sequence[Pair], item: object, cut: list[Row]) -> list[Row]:
    """The first links with their statements and quotes; how many more there are is added to `cut`."""
    if len(pairs) > PROOF:
        cut.append({"kind": "proof", "item": item, "links": len(pairs) - PROOF, "effect": 0})
    return [link(m, pair) for pair in pairs[:PROOF]]


def link(m: Matrix, pair: Pair) -> Row:
    """A direct holding with the statements that say so."""
    owner, owned = pair
    return {
        "owner": m.name(owner),
        "owned": m.name(owned),
        "owner_id": owner,
        "owned_id": owned,
        **ends(m.net.into[owned][owner]),
        "status": "actual",
        "statements": [_evidence(m, claim.statement) for claim in m.links[pair].claims],
    }


def _evidence(m: Matrix, s: Statement) -> Row:
    d = m.documents.get(s.document)
    about = {name: getattr(d, name, None) for name in ("title", "url", "published")}
    return {"statement": s.id, "quote": s.quote, "document": s.document, **about}


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
