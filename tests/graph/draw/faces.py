"""Answers of ownership in their JSON face, written down by hand: what a picture is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Pair = tuple[str, str]
Share = float | tuple[float, float]

SENTENCE = "Its parent is told here."


def link(pair: Pair, share: Share, names: Mapping[str, str] | None = None, status: str = "actual") -> dict[str, Any]:
    """A link of a proof."""
    low, high = share if isinstance(share, tuple) else (share, share)
    owner, owned = pair
    return {
        "owner": (names or {}).get(owner, owner),
        "owned": (names or {}).get(owned, owned),
        "owner_id": owner,
        "owned_id": owned,
        "low": low,
        "high": high,
        "status": status,
        "statements": [
            {
                "statement": f"{owner}-{owned}",
                "quote": SENTENCE,
                "document": "news",
                "title": "News",
                "url": "https://example.org/news?a=1&b=2",
                "published": "2025-07",
            }
        ],
    }


def face(
    of: str,
    shares: Mapping[Pair, Share],
    *,
    items: Mapping[str, Share] | None = None,
    names: Mapping[str, str] | None = None,
    types: Mapping[str, str] | None = None,
    planned: Sequence[dict[str, Any]] = (),
    **more: Any,
) -> dict[str, Any]:
    """An answer on the owners of `of`: every owner is an item, and the proof of each is what stands below it."""
    called = dict(names or {})
    links = [link(pair, share, called) for pair, share in shares.items()]
    owners = dict.fromkeys(owner for owner, _ in shares if owner != of)
    found = items if items is not None else dict.fromkeys(owners, 50.0)
    rows = []
    for id, share in found.items():
        low, high = share if isinstance(share, tuple) else (share, share)
        proof = below(id, links)
        direct = next(({"low": p["low"], "high": p["high"]} for p in proof if _is(p, id, of)), None)
        rows.append(
            {
                "id": id,
                "name": called.get(id, id),
                "type": (types or {}).get(id, "Company"),
                "low": low,
                "high": high,
                "direct": direct,
                "meets": None,
                "hops": 1 if direct else 2,
                "proof": proof,
            }
        )
    head = {
        "of": {"id": of, "name": called.get(of, of)},
        "question": "owners",
        "rule": "integrated",
        "as_of": "2025-08-01",
    }
    return {**head, "items": rows, "planned": list(planned), "cut": [], "conflicts": [], "assumptions": [], **more}


def below(id: str, links: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The links that chains from an entity down use, but those that come back to it."""
    held: dict[str, list[dict[str, Any]]] = {}
    for some in links:
        held.setdefault(some["owner_id"], []).append(some)
    reached, found = [id], []
    for owner in reached:
        for some in held.get(owner, ()):
            if some["owned_id"] != id:
                found.append(some)
                reached += [some["owned_id"]] if some["owned_id"] not in reached else []
    return found


def _is(link: Mapping[str, Any], owner: str, owned: str) -> bool:
    return (link["owner_id"], link["owned_id"]) == (owner, owned)
