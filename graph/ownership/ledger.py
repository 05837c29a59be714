"""What the record says of ownership, in brief, kept in memory and brought up to date by the changed documents only."""

from __future__ import annotations

import gc
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from graph.dates import span
from graph.judgements import Canon
from graph.ownership.interests import Reading, reading
from graph.ownership.succession import Claim, Span, day_span
from graph.statement import Scalar
from graph.store import Brief, Store

OWNS = "owns"
V = TypeVar("V")
Column = Mapping[str, tuple[Claim, ...]]
"""The claims on one company by owner, owners in order, claims by statement id."""


class Fault(NamedTuple):
    """A statement whose figures or dates cannot be read, and what is wrong."""

    owner: str
    owned: str
    statement: str
    document: str
    published: Span | None
    message: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """All claims of who owns what, whatever their dates; never changed, so that threads may share it."""

    claims: Mapping[str, Column] = field(default_factory=dict)
    """By company that is owned."""
    faults: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)
    """By company that is owned."""
    noted: Mapping[str, bool] = field(default_factory=dict)
    """Companies of which more is said than one actual figure an owner, whose claims answers remark upon."""
    documents: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The companies whose owners each document names."""
    canon: Canon = field(default_factory=Canon)
    revision: int = 0

    def column(self, company: str) -> Column:
        """The claims on one company; none where nobody is stated to own it."""
        return self.claims.get(company, {})


def opened(store: Store) -> Ledger:
    """The ledger of the whole record; some 10 microseconds a statement."""
    revision, canon = store.revision(), Canon(store.judgements())
    entries = _Entries(canon, {d.id: day_span(d.published) for d in store.documents()})
    entries.take(store.briefs(OWNS))
    return Ledger(*entries.sorted(), canon, revision)


@contextmanager
def uncollected(*, lasting: bool) -> Iterator[None]:
    """Without the search for reference cycles: a million small values that have none would make it half of the time.

    What is `lasting` is left out of later searches too; else each would stop a server for a third of a second.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if lasting:
            gc.freeze()
        if on:
            gc.enable()


def followed(ledger: Ledger, store: Store) -> tuple[Ledger, frozenset[str]]:
    """The ledger with all that changed since its revision, and the companies whose claims that touches."""
    changes = store.changes(ledger.revision)
    if changes.revision == ledger.revision:
        return ledger, frozenset()
    canon, changed = ledger.canon, set(changes.documents)
    if changes.judgements:
        canon = Canon(store.judgements())
        changed |= _judged(store, ledger.canon, canon, set(changes.judgements))
    entries = _Entries(canon, {d.id: day_span(d.published) for d in store.documents(changed)})
    entries.take(store.briefs(OWNS, changed))
    touched = frozenset(entries.owned() | {owned for d in changed for owned in ledger.documents.get(d, ())})
    entries.keep(ledger, touched, changed)
    claims, faults, noted, documents = entries.sorted()
    new = Ledger(
        _replaced(ledger.claims, touched, claims),
        _replaced(ledger.faults, touched, faults),
        _replaced(ledger.noted, touched, noted),
        _replaced(ledger.documents, changed, documents),
        canon,
        changes.revision,
    )
    return new, touched


def _judged(store: Store, before: Canon, after: Canon, judgements: Collection[str]) -> set[str]:
    """The documents with a statement on an entity that the judgements join or part."""
    said = [j for j in store.judgements() if j.id in judgements]
    ids = {m for j in said for end in (j.left, j.right) for canon in (before, after) for m in canon.members(end)}
    return {s.document for s in store.statements(entities=ids, predicate=OWNS)}


def _replaced(old: Mapping[str, V], keys: Iterable[str], new: Mapping[str, V]) -> dict[str, V]:
    """A copy in which `keys` are as in `new`, gone where they are not in it."""
    made = dict(old)
    for key in keys:
        made.pop(key, None)
    made.update(new)
    return made


class _Entries:
    """Claims and faults as they are gathered."""

    def __init__(self, canon: Canon, published: Mapping[str, Span | None]) -> None:
        self._canon, self._published = canon, published
        self._claims: dict[str, dict[str, tuple[Claim, ...]]] = {}
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        self._documents: dict[str, set[str]] = defaultdict(set)
        self._read: dict[str, _Terms] = {}

    def take(self, briefs: Iterable[Brief]) -> None:
        """Add statements; what cannot be read becomes a fault."""
        canon, published, claims = self._canon, self._published.get, self._claims
        for id, document, subject, object, status, qualifiers, quote in briefs:
            owner, owned, day = canon(subject), canon(object), published(document)
            self._documents[document].add(owned)
            try:
                share, since, until = self._terms(qualifiers, quote)
            except ValueError as error:
                self._faults[owned].append(Fault(owner, owned, id, document, day, str(error)))
                continue
            claim = Claim(owner, owned, share, id, document, status, day, since, until)
            column = claims.get(owned)
            if column is None:
                column = claims[owned] = {}
            column[owner] = (*column[owner], claim) if owner in column else (claim,)

    def _terms(self, qualifiers: str, quote: str) -> _Terms:
        """Read once for all statements with the same qualifiers and words; those repeat by the thousand."""
        found = None if quote else self._read.get(qualifiers)
        if found is None:
            q = json.loads(qualifiers)
            found = reading(q, quote), *_time(q)
            if not quote:
                self._read[qualifiers] = found
        return found

    def owned(self) -> set[str]:
        """The companies that were spoken of."""
        return {*self._claims, *self._faults}

    def keep(self, ledger: Ledger, companies: Iterable[str], changed: Collection[str]) -> None:
        """Add what a ledger holds of companies, but for what changed documents said."""
        for owned in companies:
            for owner, claims in ledger.column(owned).items():
                if kept := tuple(c for c in claims if c.document not in changed):
                    column = self._claims.setdefault(owned, {})
                    column[owner] = column.get(owner, ()) + kept
            if left := [f for f in ledger.faults.get(owned, ()) if f.document not in changed]:
                self._faults[owned].extend(left)

    def sorted(self) -> _Sorted:
        """All that was gathered, in an order that does not depend on the order of loading."""
        claims: dict[str, Column] = {}
        for owned, column in self._claims.items():
            claims[owned] = {owner: _ordered(column[owner]) for owner in sorted(column)}
        faults = {owned: tuple(sorted(found)) for owned, found in self._faults.items()}
        return claims, faults, notable(claims), {d: frozenset(owned) for d, owned in self._documents.items()}


_Sorted = tuple[dict[str, Column], dict[str, tuple[Fault, ...]], dict[str, bool], dict[str, frozenset[str]]]
_Terms = tuple[Reading, Span | None, Span | None]


def notable(claims: Mapping[str, Column]) -> dict[str, bool]:
    """The companies of `Ledger.noted`."""
    return {owned: True for owned, column in claims.items() if any(map(_notable, column.values()))}


def _notable(claims: tuple[Claim, ...]) -> bool:
    return len(claims) > 1 or claims[0].reading.wording is not None or claims[0].status != "actual"


def _ordered(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    return claims if len(claims) == 1 else tuple(sorted(claims, key=lambda c: c.statement))


def _time(qualifiers: Mapping[str, Scalar]) -> tuple[Span | None, Span | None]:
    """Since when and until when; ValueError where they leave no day."""
    since, until = _span(qualifiers, "since"), _span(qualifiers, "until")
    if since is not None and until is not None and since[0] > until[1]:
        raise ValueError(f"since {qualifiers['since']} is after until {qualifiers['until']}")
    return since, until


def _span(qualifiers: Mapping[str, Scalar], name: str) -> Span | None:
    """The days that the qualifier `since` or `until` may mean; ValueError where it is no date."""
    value = qualifiers.get(name)
    try:
        return None if value is None else span(str(value))
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error
