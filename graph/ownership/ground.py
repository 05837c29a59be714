"""What an attribution rests on: the amounts of plants and companies, who holds and runs them, where they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from graph import views
from graph.judgements import Canon
from graph.ownership.amounts import Choice, Held, choose
from graph.ownership.matrix import Matrix
from graph.ownership.plants import NOWHERE, Pair, Place, Places, standing
from graph.ownership.stakes import Stakes
from graph.ownership.succession import day_span
from graph.registry import Registry
from graph.statement import Document, Entity, Statement
from graph.store import Store
from ontology.errors import InputError
from ontology.model import Ontology

METRICS = ("capacity", "production")
"""What can be added up over plants."""


@dataclass(frozen=True)
class Ground:
    """What an attribution rests on: amounts, holdings, who runs what, where things are."""

    metric: str
    revision: int
    canon: Canon
    matrix: Matrix
    stakes: Stakes
    choice: Choice
    places: Places
    entities: Mapping[str, Entity]
    documents: Mapping[str, Document]
    runs: Mapping[Pair, tuple[Statement, ...]]
    makes: Mapping[str, set[str | None]]
    ontology: Ontology

    def place(self, id: str) -> Place:
        """Where a plant is; of a company what its seat and all that it leads to have in common."""
        if id.startswith("site/"):
            return self.places.of(id)
        here = [place for j in (id, *self.leads(id)) if (place := self.places.of(j)) != NOWHERE]
        return self.places.common(here)

    def leads(self, id: str) -> frozenset[str]:
        """What a company owns or runs, also through others."""
        below: frozenset[str] = self.stakes.below(id)
        return below

    def name(self, id: str) -> str:
        """The name of an entity, or its id."""
        entity = self.places.entity(id)
        return entity.name if entity else self.matrix.name(id)

    def type(self, id: str) -> str | None:
        """The class of an entity."""
        entity = self.places.entity(id)
        return entity.type if entity else self.matrix.type(id)


def ground(store: Store, ontology: Ontology, registry: Registry, matrix: Matrix, metric: str) -> Ground:
    """All that attributions of one metric need, of the day and the knowledge of `matrix`.

    InputError for a metric that cannot be added up.
    """
    if metric not in METRICS:
        raise InputError(f"metric {metric!r}: what can be attributed is {' or '.join(METRICS)}")
    revision, canon = store.revision(), views.canon(store)
    documents, day = _known(store, matrix.known_by), date.fromisoformat(matrix.as_of)

    def said(predicate: str) -> Iterator[Statement]:
        return (s for s in store.statements(predicate=predicate) if s.document in documents)

    figures = [s for s in said(metric) if s.figure and s.subject.partition("/")[0] in ("org", "site")]
    choice = choose(figures, canon, documents, day, yearly=metric == "production")
    runs = standing(said("operates"), canon, documents, day)
    located = standing(said("locatedIn"), canon, documents, day)
    used = {h.entity for h in choice.held} | {end for pair in (*runs, *located) for end in pair}
    entities = _with_parents(store, ontology, used)
    places = Places(located, entities, registry, ontology.levels)
    makes = _makes(choice.held, said("produces"), canon, ontology)
    return Ground(
        metric,
        revision,
        canon,
        matrix,
        Stakes(matrix, runs),
        choice,
        places,
        entities,
        documents,
        runs,
        makes,
        ontology,
    )


def _with_parents(store: Store, ontology: Ontology, ids: Iterable[str]) -> dict[str, Entity]:
    """These entities, and the places above them."""
    found, wanted = dict[str, Entity](), set(ids)
    while wanted:
        new = views.entities(store, ontology, wanted)
        found |= new
        wanted = {e.parent for e in new.values() if e.parent is not None} - found.keys()
    return found


def _known(store: Store, known_by: str | None) -> dict[str, Document]:
    """The documents published by then; all of them without a limit."""
    every = views.documents(store)
    limit = day_span(known_by)
    if limit is None:
        return dict(every)
    days = {id: day_span(d.published) for id, d in every.items()}
    return {id: d for id, d in every.items() if (told := days[id]) is not None and told[1] <= limit[1]}


def _makes(
    amounts: Iterable[Held], produces: Iterable[Statement], canon: Canon, ontology: Ontology
) -> dict[str, set[str | None]]:
    names = {p.id: p.name for p in ontology.products.values()}
    found: dict[str, set[str | None]] = defaultdict(set)
    for held in amounts:
        found[held.entity].add(held.product)
    for s in produces:
        if s.object in names:
            found[canon(s.subject)].add(names[s.object])
    return dict(found)
