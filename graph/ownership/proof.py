"""What proves an answer: links with their weight and sentences, which words were read how, and what clashes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from graph.ownership.dense import Dense, Heaviest
from graph.ownership.interests import Interval
from graph.ownership.matrix import Matrix
from graph.ownership.rules import Rule
from graph.ownership.succession import Claim
from graph.ownership.weights import weights

PROOF = 200
"""Most links that the proof of one item shows, those of the greatest weight; `cut` says how many more there are."""
FLOWING = ("integrated", "eu-amlr")
"""Rules whose weights are flows."""
Pair = tuple[str, str]
Json = dict[str, Any]


def ends(share: Interval) -> dict[str, float]:
    """The ends of an interval as JSON, in percent."""
    return {"low": round(share.low, 10), "high": round(share.high, 10)}


@dataclass
class Proof:
    """The links behind the items of one answer; what is shown is looked up once for all of them."""

    matrix: Matrix
    rule: Rule
    cut: list[Json] = field(default_factory=list)
    _used: dict[str, dict[Pair, float]] = field(default_factory=dict)
    _above: dict[str, dict[str, int]] = field(default_factory=dict)
    _shown: dict[Pair, Json] = field(default_factory=dict)
    _arrays: tuple[Set[str], Dense | None] = (frozenset(), None)

    def add(self, item: str, owner: str, owned: str, *, low: bool) -> None:
        """Find the links that chains from owner to owned use, nearest to the owned first.

        Their weight is that in the low of the result, or in its high.
        """
        net = self.matrix.net
        if owned not in self._above:
            self._above[owned] = net.upstream(owned)
        above = self._above[owned]
        nodes = net.downstream(owner, above)
        heaviest = self._dense(above, owned, nodes, low) or _heaviest(
            weights(net, self.rule, owner, owned, nodes, low=low), above
        )
        if heaviest.left:
            self.cut.append({"kind": "proof", "item": item, "links": heaviest.left, "effect": heaviest.effect})
        found = heaviest.links
        self._used[item] = {pair: found[pair] for pair in sorted(found, key=lambda p: (above[p[1]], p[1], p[0]))}

    def _dense(self, above: Mapping[str, int], owned: str, nodes: Mapping[str, int], low: bool) -> Heaviest | None:
        """The same by square arrays, where these are quicker; they are kept for the next item."""
        if self.rule.name not in FLOWING:
            return None
        if above.keys() != self._arrays[0]:
            self._arrays = above.keys(), Dense.of(self.matrix.net, above)
        dense = self._arrays[1]
        return None if dense is None else dense.part(nodes).flows(owned, above, PROOF, low=low)

    def entities(self) -> set[str]:
        """The ends of all links."""
        return {end for used in self._used.values() for pair in used for end in pair}

    def links(self, item: str) -> list[Json]:
        """The links of an item as JSON."""
        if not self._shown:
            self._shown = shown(self.matrix, {pair for used in self._used.values() for pair in used})
        return [{**self._shown[pair], "weight": weight} for pair, weight in self._used[item].items()]

    def planned(self, companies: Set[str]) -> list[Json]:
        """What is planned or rumoured of the owners of some companies; no figure counts it."""
        m = self.matrix
        plans = m.plans(companies)
        if not plans:
            return []
        said = m.facts.evidence({c.statement for c in plans})
        m.learn({c.owner for c in plans})
        return [{**_link(m, c.owner, c.owned, c.share, c.status), "statements": _said([c], said)} for c in plans]


def _heaviest(found: Mapping[Pair, float], above: Mapping[str, int]) -> Heaviest:
    if len(found) <= PROOF:
        return Heaviest(found)
    order = sorted(found, key=lambda pair: (-found[pair], above[pair[1]], pair))
    left = order[PROOF:]
    return Heaviest({pair: found[pair] for pair in order[:PROOF]}, len(left), found[left[0]])


def shown(m: Matrix, pairs: Iterable[Pair]) -> dict[Pair, Json]:
    """Direct holdings as JSON, with the sentences that say so; those that are none that day are left out."""
    found = {pair: held.claims for pair in pairs if (held := m.link(*pair)) is not None}
    said = m.facts.evidence({c.statement for claims in found.values() for c in claims})
    m.learn({end for pair in found for end in pair})
    return {
        (owner, owned): {
            **_link(m, owner, owned, m.net.into[owned][owner], "actual"),
            "statements": _said(claims, said),
        }
        for (owner, owned), claims in found.items()
        if owner in m.net.into.get(owned, {})
    }


def _link(m: Matrix, owner: str, owned: str, share: Interval, status: str) -> Json:
    return {
        "owner": m.name(owner),
        "owned": m.name(owned),
        "owner_id": owner,
        "owned_id": owned,
        "owner_type": m.type(owner),
        "owned_type": m.type(owned),
        **ends(share),
        "status": status,
    }


def _said(claims: Iterable[Claim], said: Mapping[str, Any]) -> list[Json]:
    """The sentences of claims, each with its document."""
    found = []
    for claim in claims:
        statement, document = said.get(claim.statement, (None, None))
        about = {name: getattr(document, name, None) for name in ("title", "url", "published")}
        quote, rung = ("", "") if statement is None else (statement.quote, statement.rung)
        row = {"statement": claim.statement, "quote": quote, "document": claim.document, "rung": rung or None}
        found.append({**row, **about})
    return found


def conflicts(m: Matrix, scope: Set[str]) -> list[Json]:
    """Where sources disagree, where owners sum to too much, and statements that cannot be read."""
    found: list[Json] = []
    for link in m.questionable(scope):
        if link.disagree:
            said = [c.statement for c in link.claims]
            about = {"kind": "disagree", "owner": link.owner, "owned": link.owned, "statements": said}
            found.append(about | ends(link.share))
    for j in sorted(m.net.uneven.keys() & scope):
        owners = m.net.owners(j)
        if owners.conflict:
            found.append({"kind": "sum", "owned": j, "sum": round(owners.lows, 9)})
    for fault in (f for j in sorted(m.ledger.faults.keys() & scope) for f in m.faults(j)):
        about = {"kind": "rejected", "statements": [fault.statement], "message": fault.message}
        found.append(about | {"owner": fault.owner, "owned": fault.owned})
    return found


def assumptions(m: Matrix, scope: Set[str]) -> list[Json]:
    """Which words were read as which share, where no figure stands."""
    claims = (claim for link in m.questionable(scope) for claim in link.claims)
    return [_assumed(claim) for claim in claims if claim.reading.wording is not None]


def _assumed(claim: Claim) -> Json:
    share = claim.share
    return {
        "statement": claim.statement,
        "owner": claim.owner,
        "owned": claim.owned,
        "wording": claim.reading.wording,
        **ends(share),
        "low_included": share.floor[1] == 0,
        "high_included": share.ceiling[1] == 0,
    }
