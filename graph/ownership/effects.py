"""What a cross-holding loop changes: shares with it, and without the holdings inside."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.ownership.face import Row
from graph.ownership.interests import Interval
from graph.ownership.net import Net, walk
from graph.ownership.rules import Figures, rule_named

UPSTREAM = 5000
"""Most entities upstream of a loop whose effects are solved."""
BUDGET = 40_000
"""Most links inside times outside owners that are solved one by one, where shares are ranges."""
NOBODY = "\0"
"""Before the id of a member: one that holds what the member holds inside the loop, and whom nobody owns."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The integrated share of an outside owner in a member, with the holdings inside the loop and without."""

    owner: str
    member: str
    with_loop: Interval
    without: Interval

    @property
    def change(self) -> float:
        """The greater of the changes of low and high, in percentage points."""
        return max(self.with_loop.low - self.without.low, self.with_loop.high - self.without.high)


def outside(net: Net, members: Sequence[str]) -> list[str]:
    """Those outside a loop who hold a member directly, who hold most first."""
    inside, most = set(members), dict[str, float]()
    for j in members:
        for k, share in net.into.get(j, {}).items():
            if k not in inside:
                most[k] = max(most.get(k, 0.0), share.high)
    return sorted(most, key=lambda k: (-most[k], k))


def effects(net: Net, members: Sequence[str]) -> tuple[list[Effect], list[Row]]:
    """Integrated shares of each direct outside owner in each member, with the loop and without; and what was cut.

    Without: what a member holds of a member is held by nobody, so that the free room of the others
    stays. Owners further up are left out: their effect is that of the direct owners, multiplied down.
    """
    owners, above = outside(net, members), _upstream(net, members)
    if above is None:
        return [], [{"kind": "effects", "why": f"more than {UPSTREAM} entities upstream"}]
    turns, cut = _turns(net, members) if net.even(above) else None, list[Row]()
    apart = _apart(net, members, above, stand_in=turns is None)
    if turns is None:
        most = max(1, BUDGET // _inside(net, members))
        cut = [{"kind": "effects", "why": "shares are ranges", "owners": len(owners) - most}] * (len(owners) > most)
        owners = owners[:most]
    return [e for i in owners for e in _of_owner(net, apart, members, i, above, turns)], cut


def _of_owner(
    net: Net, apart: Net, members: Sequence[str], owner: str, above: Mapping[str, int], turns: np.ndarray | None
) -> list[Effect]:
    without = _shares(apart, owner, members, above)
    with_loop = _shares(net, owner, members, above) if turns is None else _turned(without, members, turns)
    return [Effect(owner, j, with_loop[j], without[j]) for j in members if with_loop[j].high > 0]


def _upstream(net: Net, members: Sequence[str]) -> dict[str, int] | None:
    """All that own a member, and the members; None where they are too many."""
    above = walk(members, lambda here: net.into.get(here, ()), UPSTREAM)
    return above if len(above) <= UPSTREAM else None


def _apart(net: Net, members: Sequence[str], above: Collection[str], *, stand_in: bool) -> Net:
    """The net above a loop without the loop; `stand_in`: what is held inside is held by nobody."""
    inside = set(members)
    links = [(k, j, k in inside and j in inside) for j in above for k in net.into.get(j, {})]
    columns: dict[str, dict[str, Interval]] = {}
    for k, j, own in links:
        if stand_in or not own:
            columns.setdefault(j, {})[NOBODY + k if own else k] = net.into[j][k]
    return Net.of(columns)


def _shares(net: Net, owner: str, members: Sequence[str], above: Mapping[str, int]) -> Figures:
    found = rule_named("integrated").reach(net, owner, net.downstream(owner, above))
    nothing = Interval((0.0, 0), (0.0, 0))
    return {j: found.get(j, nothing) for j in members}


def _inside(net: Net, members: Sequence[str]) -> int:
    inside = set(members)
    return sum(len(net.into.get(j, {}).keys() & inside) for j in members)


def _turns(net: Net, members: Sequence[str]) -> np.ndarray | None:
    """(I - W)^-1 of the holdings inside: how often a walk that enters at one member comes to another.

    No walk leaves the loop for an outside owner (it would be inside), so the shares with the loop are
    those without it, times this. None where the loop keeps all and I - W is singular.
    """
    at = {j: n for n, j in enumerate(members)}
    inside = np.zeros((len(at), len(at)))
    for j, n in at.items():
        for k, share in net.into.get(j, {}).items():
            if k in at:
                inside[at[k], n] = share.low / 100
    try:
        found: np.ndarray = np.linalg.inv(np.eye(len(at)) - inside)
    except np.linalg.LinAlgError:
        return None
    return found if np.all((found >= -1e-9) & (found <= 1e4)) else None


def _turned(without: Figures, members: Sequence[str], turns: np.ndarray) -> Figures:
    parts = np.array([without[j].low for j in members]) @ turns
    whole = np.clip(np.round(parts, 10), 0, 100).tolist()
    return {j: Interval((percent, 0), (percent, 0)) for j, percent in zip(members, whole, strict=True)}
