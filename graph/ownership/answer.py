"""A question of ownership and its answer with proof: owners, holdings, the chain between two.

A `Matrix` holds the direct holdings of one day, read from the statements of a record; an `Answer` holds
what a rule makes of them. Shares are intervals in percent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from graph import views
from graph.dates import span
from graph.judgements import Canon
from graph.ownership.interests import Interval, reading
from graph.ownership.net import Net
from graph.ownership.rules import Figures, Rule, rule_named, shares_of_owners, threshold_of
from graph.ownership.succession import Claim, Link, day_span, links, stated
from graph.statement import Document, Entity, Statement
from graph.store import Store
from ontology.errors import InputError
from ontology.model import Ontology

OWNS = "owns"
PROOF = 200
"""Most links that the proof of one item shows, nearest to the owned first; `cut` says how many more there are."""


@dataclass(frozen=True)
class Matrix:
    """The direct holdings of one day as known on one day; immutable, and safe to share between threads."""

    links: Mapping[tuple[str, str], Link]
    entities: Mapping[str, Entity] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    rejected: tuple[tuple[str, str, dict[str, Any]], ...] = ()
    """Owner, owned and what was wrong, of statements whose figures or dates cannot be read."""
    canon: Canon = field(default_factory=Canon)
    as_of: str = ""
    known_by: str | None = None
    revision: int = 0

    @cached_property
    def net(self) -> Net:
        """The shares, tightened."""
        return Net({pair: link.share for pair, link in self.links.items()})

    def name(self, id: str) -> str:
        """The name of an entity, or its id where it has none."""
        return self.entities[id].name if id in self.entities else id

    def type(self, id: str) -> str | None:
        """The class of an entity; None where no document uses it."""
        return self.entities[id].type if id in self.entities else None


def matrix(store: Store, ontology: Ontology, *, as_of: str | None = None, known_by: str | None = None) -> Matrix:
    """The holdings on the day `as_of` (today) by documents published up to `known_by` (all of them).

    A date of lower precision means its last day. InputError where a date cannot be read.
    """
    day = _day("as_of", as_of) if as_of is not None else date.today()
    limit = _day("known_by", known_by) if known_by is not None else None
    revision, canon = store.revision(), views.canon(store)
    documents = {d.id: d for d in store.documents()}
    claims, rejected = [], []
    for statement in store.statements(predicate=OWNS):
        document = documents.get(statement.document)
        if statement.object is None or not _known(document, limit):
            continue
        try:
            claims.append(_claim(statement, document, canon))
        except ValueError as error:
            rejected.append((canon(statement.subject), canon(statement.object), _fault(statement, error)))
    found = {(link.owner, link.owned): link for link in links(claims, day)}
    named = views.entities(store, ontology, {id for pair in found for id in pair}) if found else {}
    return Matrix(found, named, documents, tuple(rejected), canon, day.isoformat(), known_by, revision)


def _day(name: str, text: str) -> date:
    try:
        return span(text)[1]
    except ValueError as error:
        raise InputError(f"{name}: {error}") from error


def _known(document: Document | None, limit: date | None) -> bool:
    """Whether a document was surely published by then; one without a date is known only without a limit."""
    if limit is None:
        return True
    published = None if document is None else day_span(document.published)
    return published is not None and published[1] <= limit


def _claim(statement: Statement, document: Document | None, canon: Canon) -> Claim:
    published = None if document is None else day_span(document.published)
    since, until = stated(statement, "since"), stated(statement, "until")
    ends = canon(statement.subject), canon(statement.object or "")
    return Claim(*ends, reading(statement), statement, published, since, until)


def _fault(statement: Statement, error: ValueError) -> dict[str, Any]:
    return {"kind": "rejected", "statements": [statement.id], "message": str(error)}


@dataclass(frozen=True, slots=True)
class Item:
    """One owner or holding: the share by the rule and, where there is one, the direct share."""

    id: str
    owner: str
    owned: str
    share: Interval
    direct: Interval | None
    meets: str | None
    hops: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule says of one entity; items from the greatest share down."""

    matrix: Matrix
    of: str
    rule: Rule
    threshold: float | None
    items: tuple[Item, ...]
    scope: frozenset[str]
    """The companies whose owners were looked at."""

    @property
    def bound(self) -> str:
        """Whether highs are the greatest possible figures, or (where lows sum above 100) only a bound."""
        return "monotone" if any(self.matrix.net.owners(j).lows > 100 for j in self.scope) else "exact"

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON; percent from 0 to 100."""
        m, cut = self.matrix, list[dict[str, Any]]()
        above = {j: m.net.upstream(j) for j in {item.owned for item in self.items}}
        return {
            "of": {"id": self.of, "name": m.name(self.of)},
            "rule": self.rule.name,
            "as_of": m.as_of,
            "known_by": m.known_by,
            "threshold": self.threshold,
            "revision": m.revision,
            "bound": self.bound,
            "items": [self._item(item, above[item.owned], cut) for item in self.items],
            "conflicts": conflicts(m, self.scope),
            "assumptions": assumptions(m, self.scope),
            "cut": cut,
        }

    def _item(self, item: Item, above: Mapping[str, int], cut: list[dict[str, Any]]) -> dict[str, Any]:
        m = self.matrix
        pairs, count = proof(m, item, above)
        if count > len(pairs):
            cut.append({"kind": "proof", "item": item.id, "links": count - len(pairs), "effect": 0})
        return {
            "id": item.id,
            "name": m.name(item.id),
            "type": m.type(item.id),
            **_ends(item.share),
            "direct": None if item.direct is None else _ends(item.direct),
            "meets": item.meets,
            "hops": item.hops,
            "proof": [_shown(m, pair) for pair in pairs],
        }


def owners(matrix: Matrix, of: str, *, rule: str = "integrated", threshold: float | None = None) -> Answer:
    """All that own `of`, directly or through others. InputError for an unknown rule or a bad threshold."""
    by, limit, of = rule_named(rule), threshold_of(rule_named(rule), threshold), matrix.canon(of)
    hops = matrix.net.upstream(of)
    found = shares_of_owners(matrix.net, of, by)
    items = (_made(matrix, i, (i, of), found, by, limit, hops[i]) for i in found)
    return Answer(matrix, of, by, limit, _sorted(items), frozenset(hops))


def holdings(matrix: Matrix, of: str, *, rule: str = "integrated", threshold: float | None = None) -> Answer:
    """All that `of` owns, directly or through others. InputError as for `owners`."""
    by, limit, of = rule_named(rule), threshold_of(rule_named(rule), threshold), matrix.canon(of)
    hops = matrix.net.downstream(of)
    found = by.reach(matrix.net, of, hops)
    items = (_made(matrix, j, (of, j), found, by, limit, hops[j]) for j in found if j != of)
    return Answer(matrix, of, by, limit, _sorted(items), frozenset(hops) - {of})


def chain(
    matrix: Matrix, source: str, target: str, *, rule: str = "integrated", threshold: float | None = None
) -> Answer:
    """What `source` owns of `target`: one item or, where no chain leads there, none. InputError as for `owners`."""
    by, limit = rule_named(rule), threshold_of(rule_named(rule), threshold)
    source, target = matrix.canon(source), matrix.canon(target)
    hops = matrix.net.downstream(source, matrix.net.upstream(target))
    items: list[Item] = []
    if target in hops and source != target:
        found = {source: by.reach(matrix.net, source, hops)[target]}
        items.append(_made(matrix, source, (source, target), found, by, limit, hops[target]))
    return Answer(matrix, target, by, limit, _sorted(items), frozenset(hops) | {target})


def _made(
    m: Matrix, id: str, ends: tuple[str, str], found: Figures, rule: Rule, threshold: float | None, hops: int
) -> Item:
    share = found[id]
    return Item(id, *ends, share, m.net.direct(*ends), rule.meets(share, threshold), hops)


def _sorted(items: Iterable[Item]) -> tuple[Item, ...]:
    some = (item for item in items if item.share.high > 0)
    return tuple(sorted(some, key=lambda i: (-i.share.low, -i.share.high, i.hops, i.id)))


def _ends(share: Interval) -> dict[str, float]:
    return {"low": round(share.low, 10), "high": round(share.high, 10)}


def proof(matrix: Matrix, item: Item, above: Mapping[str, int]) -> tuple[list[tuple[str, str]], int]:
    """The links (owner, owned) that chains between the item's ends can use, nearest to the owned first.

    `above` is all upstream of the owned with its steps. Of many only the first; the number is all.
    """
    nodes = matrix.net.downstream(item.owner, above)
    shown: list[tuple[str, str]] = []
    count = 0
    for j in sorted(nodes.keys() - {item.owner}, key=lambda j: (above[j], j)):
        used = matrix.net.into.get(j, {}).keys() & nodes.keys()
        count += len(used)
        if len(shown) < PROOF:
            shown += [(k, j) for k in sorted(used)][: PROOF - len(shown)]
    return shown, count


def _shown(m: Matrix, pair: tuple[str, str]) -> dict[str, Any]:
    owner, owned = pair
    return {
        "owner": m.name(owner),
        "owned": m.name(owned),
        "owner_id": owner,
        "owned_id": owned,
        **_ends(m.net.into[owned][owner]),
        "status": "actual",
        "statements": [_evidence(m, claim.statement) for claim in m.links[pair].claims],
    }


def _evidence(m: Matrix, s: Statement) -> dict[str, Any]:
    d = m.documents.get(s.document)
    about = {name: getattr(d, name, None) for name in ("title", "url", "published")}
    return {"statement": s.id, "quote": s.quote, "document": s.document, **about}


def _links_in(m: Matrix, scope: Collection[str]) -> list[Link]:
    """The links into the companies of `scope`, in a fixed order."""
    return [m.links[k, j] for j in sorted(scope) for k in sorted(m.net.owners(j).shares)]


def conflicts(m: Matrix, scope: Collection[str]) -> list[dict[str, Any]]:
    """Where sources disagree, where owners sum to too much, and statements that cannot be read."""
    found = []
    for link in _links_in(m, scope):
        if link.disagree:
            said = [c.statement.id for c in link.claims]
            found.append(
                {"kind": "disagree", "owner": link.owner, "owned": link.owned, "statements": said} | _ends(link.share)
            )
    for j in sorted(scope):
        if m.net.owners(j).conflict:
            found.append({"kind": "sum", "owned": j, "sum": round(m.net.owners(j).lows, 9)})
    return found + [{**fault, "owner": i, "owned": j} for i, j, fault in m.rejected if j in scope]


def assumptions(m: Matrix, scope: Collection[str]) -> list[dict[str, Any]]:
    """Which words were read as which share, where no figure stands."""
    return [
        _assumed(claim) for link in _links_in(m, scope) for claim in link.claims if claim.reading.wording is not None
    ]


def _assumed(claim: Claim) -> dict[str, Any]:
    share = claim.share
    return {
        "statement": claim.statement.id,
        "owner": claim.owner,
        "owned": claim.owned,
        "wording": claim.reading.wording,
        **_ends(share),
        "low_included": share.floor[1] == 0,
        "high_included": share.ceiling[1] == 0,
    }
