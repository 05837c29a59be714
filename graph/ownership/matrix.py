"""The direct holdings of one day as known on one day: the matrix W of shares, and the claims behind it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Protocol

from graph import views
from graph.dates import asked_day
from graph.judgements import Canon
from graph.ownership import ledger as ledgers
from graph.ownership.interests import Interval
from graph.ownership.ledger import Fault, Ledger, uncollected
from graph.ownership.net import Net
from graph.ownership.succession import PLANS, Claim, Link, link
from graph.statement import Document, Entity, Statement
from graph.store import Store
from ontology.model import Ontology

DAYS = 8
"""How many days are kept ready."""
FOLLOWED = 2
"""How many of them follow when the record changes; the others are made anew when they are asked for."""


class Facts(Protocol):
    """What is known beside the shares, looked up when an answer shows it."""

    def entities(self, ids: Collection[str]) -> Mapping[str, Entity]:
        """Canonical entities by id; those that no document uses are left out."""

    def evidence(self, ids: Collection[str]) -> Mapping[str, tuple[Statement, Document]]:
        """Statements with their documents, by statement id; those that have gone are left out."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Facts of a record."""

    store: Store
    ontology: Ontology

    def entities(self, ids: Collection[str]) -> Mapping[str, Entity]:
        """See `Facts`."""
        return views.entities(self.store, self.ontology, ids)

    def evidence(self, ids: Collection[str]) -> Mapping[str, tuple[Statement, Document]]:
        """See `Facts`."""
        said = list(self.store.statements(ids=ids))
        documents = {d.id: d for d in self.store.documents({s.document for s in said})}
        return {s.id: (s, documents[s.document]) for s in said if s.document in documents}


@dataclass(frozen=True, slots=True)
class Nothing:
    """No facts: of shares that stand for themselves."""

    def entities(self, ids: Collection[str]) -> Mapping[str, Entity]:
        """See `Facts`."""
        return {}

    def evidence(self, ids: Collection[str]) -> Mapping[str, tuple[Statement, Document]]:
        """See `Facts`."""
        return {}


@dataclass(frozen=True)
class Matrix:
    """The direct holdings of one day as known on one day; never changed, and safe to share between threads."""

    ledger: Ledger
    net: Net
    day: date
    known_by: str | None = None
    limit: date | None = None
    """The last day of `known_by`."""
    facts: Facts = field(default_factory=Nothing)

    @property
    def as_of(self) -> str:
        """The day, as text."""
        return self.day.isoformat()

    @property
    def revision(self) -> int:
        """The revision of the record that this is of, or an older one with the same shares."""
        return self.ledger.revision

    @property
    def canon(self) -> Canon:
        """Which ids are one thing."""
        return self.ledger.canon

    def link(self, owner: str, owned: str) -> Link | None:
        """The direct holding with the claims that count, its share as stated; None where there is none that day."""
        return _link(self.ledger.column(owned).get(owner, ()), self.day, self.limit)

    def questionable(self, companies: Set[str]) -> Iterator[Link]:
        """The direct holdings that more than one statement tells of, or that words were read for, by company and owner.

        Most holdings have one figure, and nothing to remark.
        """
        for owned in sorted(self.ledger.noted.keys() & companies):
            for owner, claims in self.ledger.column(owned).items():
                if len(claims) > 1 or claims[0].reading.wording is not None:
                    found = self.link(owner, owned)
                    if found is not None:
                        yield found

    def faults(self, company: str) -> list[Fault]:
        """Statements on the owners of a company that cannot be read."""
        return [f for f in self.ledger.faults.get(company, ()) if self.limit is None or _known(f.published, self.limit)]

    def plans(self, companies: Set[str]) -> list[Claim]:
        """What is planned or rumoured of the owners of some companies, by company and owner."""
        columns = (self.ledger.column(j) for j in sorted(self.ledger.noted.keys() & companies))
        heard = (c for column in columns for claims in column.values() for c in _heard(claims, self.limit))
        return [c for c in heard if c.status in PLANS]

    @cached_property
    def _seen(self) -> dict[str, Entity]:
        return {}

    def learn(self, ids: Iterable[str]) -> None:
        """Look up entities together, so that `name` and `type` need not one by one."""
        new = {id for id in ids if id not in self._seen}
        if new:
            self._seen.update(self.facts.entities(new))

    def entity(self, id: str) -> Entity | None:
        """An entity; None where no document uses it."""
        self.learn([id])
        return self._seen.get(id)

    def name(self, id: str) -> str:
        """The name of an entity, or its id where it has none."""
        found = self.entity(id)
        return id if found is None else found.name

    def type(self, id: str) -> str | None:
        """The class of an entity; None where no document uses it."""
        found = self.entity(id)
        return None if found is None else found.type


def _known(published: tuple[date, date] | None, limit: date) -> bool:
    """Whether a document was surely published by then; one without a date is not known by any day."""
    return published is not None and published[1] <= limit


def _heard(claims: tuple[Claim, ...], limit: date | None) -> tuple[Claim, ...]:
    return claims if limit is None else tuple(c for c in claims if _known(c.published, limit))


def _link(claims: tuple[Claim, ...], day: date, limit: date | None) -> Link | None:
    heard = _heard(claims, limit)
    return link(heard, day) if heard else None


def shares(ledger: Ledger, companies: Iterable[str], day: date, limit: date | None) -> dict[str, dict[str, Interval]]:
    """The direct shares in some companies on a day, by company and owner; a company without owners is empty."""
    found: dict[str, dict[str, Interval]] = {}
    for owned in companies:
        column = found[owned] = {}
        for owner, claims in ledger.column(owned).items():
            if limit is None and len(claims) == 1 and claims[0].timeless:
                column[owner] = claims[0].reading.share
            elif (held := _link(claims, day, limit)) is not None:
                column[owner] = held.share
    return found


class Holdings:
    """The matrices of a record, kept by day and brought up to date by what changed; threads may share it."""

    def __init__(self, store: Store, ontology: Ontology) -> None:
        self._store, self._facts = store, Recorded(store, ontology)
        self._lock = Lock()
        self._ledger: Ledger | None = None
        self._kept: OrderedDict[tuple[date, str | None], Matrix] = OrderedDict()

    def matrix(self, as_of: str | None = None, known_by: str | None = None) -> Matrix:
        """The holdings on the day `as_of` (today) by documents published up to `known_by` (all of them).

        A date of lower precision means its last day. InputError where a date cannot be read. Never
        older than the last commit that returned.
        """
        day = asked_day("as_of", as_of) if as_of is not None else date.today()
        limit = asked_day("known_by", known_by) if known_by is not None else None
        with self._lock:
            ledger = self._followed()
            found = self._kept.get((day, known_by))
            if found is None:
                with uncollected(lasting=True):
                    net = Net.of(shares(ledger, ledger.claims, day, limit))
                found = Matrix(ledger, net, day, known_by, limit, self._facts)
            self._kept[day, known_by] = found
            self._kept.move_to_end((day, known_by))
            while len(self._kept) > DAYS:
                self._kept.popitem(last=False)
            return found

    def _followed(self) -> Ledger:
        """The ledger of the newest revision; the matrices that are kept follow it."""
        if self._ledger is None:
            with uncollected(lasting=True):
                self._ledger = ledgers.opened(self._store)
            return self._ledger
        with uncollected(lasting=False):
            new, touched = ledgers.followed(self._ledger, self._store)
            if new is not self._ledger:
                self._ledger = new
                while len(self._kept) > FOLLOWED:
                    self._kept.popitem(last=False)
                for key, m in self._kept.items():
                    net = m.net.updated(shares(new, touched, m.day, m.limit)) if touched else m.net
                    self._kept[key] = Matrix(new, net, m.day, m.known_by, m.limit, self._facts)
        return new


def matrix(store: Store, ontology: Ontology, *, as_of: str | None = None, known_by: str | None = None) -> Matrix:
    """One matrix of a record, read from nothing; see `Holdings.matrix`."""
    return Holdings(store, ontology).matrix(as_of, known_by)
