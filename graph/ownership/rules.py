"""The rules that say how much is owned through others, each by its name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from math import fsum, isfinite

from graph.ownership.climb import climb
from graph.ownership.dense import Dense
from graph.ownership.interests import Bound, Interval, point
from graph.ownership.net import Net
from graph.ownership.solve import highest, lowest
from ontology.errors import InputError

Figures = dict[str, Interval]
Reach = Callable[[Net, str, Mapping[str, int]], Figures]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `reach` gives what one owner holds of each of some companies that it leads to, in percent."""

    name: str
    reach: Reach
    threshold: float | None = None
    """Percent; None where the rule has none of its own."""
    strict: bool = False
    """Whether the threshold must be passed, not only met."""

    def meets(self, share: Interval, threshold: float | None) -> str | None:
        """certainly, possibly or no; None without a threshold."""
        if threshold is None:
            return None
        if over(share.floor, threshold, self.strict):
            return "certainly"
        return "possibly" if over(share.ceiling, threshold, self.strict) else "no"


def over(bound: Bound, threshold: float, strict: bool) -> bool:
    """Whether a bound meets the threshold, or passes it where it must."""
    return bound > (threshold, 0) if strict else bound >= (threshold, 0)


def integrated(net: Net, owner: str, nodes: Mapping[str, int]) -> Figures:
    """All walks from the owner, cycles solved, its own loops removed.

    y[i,j] = w[i,j] + sum over k != i of y[i,k] * w[k,j]. The interval is exact: the least and the
    greatest figure over all shares that fit. Source: Brioschi, Buzzacchi and Colombo 1989; Baldone,
    Brioschi and Paleari 1998; Vitali, Glattfelder and Battiston 2011, appendix S1, section 3.
    """
    low = lowest(net, owner, nodes)
    return _intervals(low, low if net.even(nodes) else highest(net, owner, nodes))


def eu_amlr(net: Net, owner: str, nodes: Mapping[str, int]) -> Figures:
    """Multiply the shares along each chain, add the chains; 25 % makes a beneficial owner.

    A chain that turns in a loop counts once for each number of turns, so the figure is that of
    `integrated`. Whether an owner is a natural person is the reader's question.
    Source: Regulation (EU) 2024/1624, Article 52.
    """
    return integrated(net, owner, nodes)


def ofac_50(net: Net, owner: str, nodes: Mapping[str, int]) -> Figures:
    """Shares held by the owner and by all that it, with them, holds 50 % or more of.

    S = the least set with the owner in it and every j whose owners in S hold >= 50 together; the
    figure of j = the sum of the shares that S without j holds. Source: OFAC FAQ 398 to 402.
    """
    return together(net, (owner,), nodes, strict=False)


def majority(net: Net, owner: str, nodes: Mapping[str, int]) -> Figures:
    """Shares held by the owner and by all that it controls with more than 50 %, of one controller.

    As `ofac-50` with > 50; two owners of 50 each control nothing alone. Source: the parent's
    majority of votes, held directly or through subsidiaries (Directive 2013/34/EU, Article 22).
    """
    return together(net, (owner,), nodes, strict=True)


def weakest_link(net: Net, owner: str, nodes: Mapping[str, int]) -> Figures:
    """The greatest, over all chains, of the smallest share on the chain: max over p of min w on p.

    Source: La Porta, Lopez-de-Silanes and Shleifer 1999; Claessens, Djankov and Lang 2000.
    """
    low = _widest(net, owner, nodes, lambda s: s.floor)
    high = _widest(net, owner, nodes, lambda s: s.ceiling)
    return {j: Interval(low.get(j, (0.0, 0)), bound) for j, bound in high.items() if j != owner}


RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("integrated", integrated),
        Rule("eu-amlr", eu_amlr, 25.0),
        Rule("ofac-50", ofac_50, 50.0),
        Rule("majority", majority, 50.0, strict=True),
        Rule("weakest-link", weakest_link),
    )
}


def rule_named(name: str) -> Rule:
    """The rule of that name; InputError with all names where there is none."""
    if name not in RULES:
        raise InputError(f"there is no rule {name!r}; the rules are {', '.join(RULES)}")
    return RULES[name]


def threshold_of(rule: Rule, threshold: float | None) -> float | None:
    """The threshold that counts; InputError where it is no percentage."""
    if threshold is None:
        return rule.threshold
    if not isfinite(threshold) or not 0 <= threshold <= 100:
        raise InputError(f"threshold {threshold} is out of range; give a percentage from 0 to 100")
    return float(threshold)


def shares_upstream(net: Net, company: str, rule: Rule, above: Mapping[str, int]) -> Figures:
    """What each of `above`, all that is upstream of `company`, holds of it by the rule."""
    if rule.reach in (integrated, eu_amlr) and net.even(above):
        parts = climb(net, company, above)
        if parts is not None:
            return {i: point(_percent(part)) for i, part in parts.items()}
    dense = Dense.of(net, above) if rule.reach in (integrated, eu_amlr) else None
    between = ((i, net.downstream(i, above)) for i in above if i != company)
    return {i: _of_dense(dense, company, nodes) or rule.reach(net, i, nodes)[company] for i, nodes in between}


def _of_dense(dense: Dense | None, company: str, nodes: Mapping[str, int]) -> Interval | None:
    """The integrated share of a company by the first of `nodes`; None where arrays do not give it."""
    found = None if dense is None else dense.part(nodes).shares(company)
    if found is None:
        return None
    low, high = map(_percent, found)
    return Interval((low, 0), (max(low, high), 0))


def _intervals(low: Mapping[str, float], high: Mapping[str, float]) -> Figures:
    return {j: Interval((_percent(low[j]), 0), (max(_percent(low[j]), _percent(part)), 0)) for j, part in high.items()}


def _percent(part: float) -> float:
    return round(part * 100, 10)


def together(net: Net, owners: Collection[str], nodes: Mapping[str, int], strict: bool) -> Figures:
    """What several owners and all that they, together, hold 50 % of (`strict`: more) hold of each of the others."""
    low = _held(net, owners, nodes, _least, strict)
    high = low if net.even(nodes) else _held(net, owners, nodes, _greatest, strict)
    return {j: Interval(low[j], max(low[j], high[j])) for j in nodes if j not in owners}


def direct_of(net: Net, company: str, owners: Collection[str]) -> Interval | None:
    """What several owners hold of a company themselves; None where none of them holds any."""
    held = set(owners)
    if not _of(net, company, held):
        return None
    low = _least(net, company, held)
    return Interval(low, max(low, _greatest(net, company, held)))


def _held(
    net: Net,
    owners: Collection[str],
    nodes: Collection[str],
    total: Callable[[Net, str, set[str]], Bound],
    strict: bool,
) -> dict[str, Bound]:
    """What the least set of the owners and all it holds 50 of (or more than that) holds of each."""
    held = _holders(net, owners, nodes, total, strict)
    return {j: total(net, j, held) for j in nodes}


def _holders(
    net: Net,
    owners: Collection[str],
    nodes: Collection[str],
    total: Callable[[Net, str, set[str]], Bound],
    strict: bool,
) -> set[str]:
    """The least set of the owners and all that the set holds 50 of (or more than that)."""
    held, queue = set(owners), list(owners)
    while queue:
        for j in net.out.get(queue.pop(), ()):
            if j in nodes and j not in held and over(total(net, j, held), 50.0, strict):
                held.add(j)
                queue.append(j)
    return held


def _of(net: Net, company: str, held: Collection[str]) -> list[Interval]:
    """The shares of a company that `held` without itself holds."""
    return [share for k, share in net.held(company, held) if k != company]


def _least(net: Net, company: str, held: set[str]) -> Bound:
    floors = [s.floor for s in _of(net, company, held)]
    return min((100.0, 0), (round(fsum(f[0] for f in floors), 9), max((f[1] for f in floors), default=0)))


def _greatest(net: Net, company: str, held: set[str]) -> Bound:
    own = _of(net, company, held)
    ceilings = [s.ceiling for s in own]
    most = round(fsum(c[0] for c in ceilings), 9), min((c[1] for c in ceilings), default=0)
    return min((100.0, 0), most, max((0.0, 0), net.owners(company).room(own)))


def control_of(net: Net, rule: Rule, owner: str, nodes: Mapping[str, int]) -> tuple[set[str], set[str]]:
    """Who counts with the owner in full under `ofac-50` or `majority`: certainly, and possibly."""
    sure = _holders(net, (owner,), nodes, _least, rule.strict)
    return sure, _holders(net, (owner,), nodes, _greatest, rule.strict)


def widest_chain(
    net: Net, owner: str, owned: str, nodes: Mapping[str, int], *, high: bool
) -> tuple[list[tuple[str, str]], float]:
    """The links of the chain whose smallest share is greatest, at the lows or the highs, and that share."""
    width: Callable[[Interval], Bound] = (lambda s: s.ceiling) if high else (lambda s: s.floor)
    found = _widest(net, owner, nodes, width)
    settled = {j: n for n, j in enumerate(found)}
    chain, here = list[tuple[str, str]](), owned
    while here != owner and here in found:
        into = net.into[here]
        # The one that was reached first, so that the climb never turns in a loop of equal shares.
        fits = (k for k in into if k in found and min(found[k], width(into[k])) == found[here])
        before = min(fits, key=settled.__getitem__)
        chain.append((before, here))
        here = before
    return chain, found.get(owned, (0.0, 0))[0]


def _widest(net: Net, owner: str, nodes: Mapping[str, int], width: Callable[[Interval], Bound]) -> dict[str, Bound]:
    """The widest chain to each of `nodes`, by the width of its narrowest link."""
    found: dict[str, Bound] = {}
    queue: list[tuple[float, int, str]] = [(-101.0, 0, owner)]
    while queue:
        percent, hair, here = heappop(queue)
        if here in found:
            continue
        found[here] = (-percent, -hair)
        for j in net.out.get(here, ()):
            if j in nodes and j not in found:
                narrow = min(found[here], width(net.into[j][here]))
                heappush(queue, (-narrow[0], -narrow[1], j))
    return found
