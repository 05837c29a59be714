"""Who runs which plant on a day, and where plants and companies are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.dates import published_key, span, valid
from graph.registry import Registry
from graph.statement import Document, Entity, Statement

Pair = tuple[str, str]


def standing(
    said: Iterable[Statement], canon: Callable[[str], str], documents: Mapping[str, Document], day: date
) -> dict[Pair, tuple[Statement, ...]]:
    """The relations that hold on `day`, by subject and object, with the statements that say so.

    An `ended` statement closes what older documents say; what has no dates holds on every day.
    """
    groups: dict[Pair, list[Statement]] = defaultdict(list)
    for s in said:
        if s.object is not None and s.status in ("actual", "ended"):
            groups[canon(s.subject), canon(s.object)].append(s)
    found = {pair: tuple(_holding(group, documents, day)) for pair, group in sorted(groups.items())}
    return {pair: statements for pair, statements in found.items() if statements}


def _holding(group: Iterable[Statement], documents: Mapping[str, Document], day: date) -> Iterator[Statement]:
    def told(s: Statement) -> tuple[int, date]:
        return published_key(documents[s.document].published if s.document in documents else None)

    ordered = sorted(group, key=lambda s: s.id)
    ends = [told(s) for s in ordered if s.status == "ended" and told(s)[1] <= day]
    for s in ordered:
        if s.status == "actual" and not any(end > told(s) for end in ends) and _may_hold(s, day):
            yield s


def _may_hold(s: Statement, day: date) -> bool:
    since, until = (str(s.qualifiers.get(name, "")) for name in ("since", "until"))
    return (not valid(since) or span(since)[0] <= day) and (not valid(until) or span(until)[1] >= day)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: the narrowest place known and all above it, by id; ISO code; province by name."""

    ids: tuple[str, ...] = ()
    country: str | None = None
    province: str | None = None


NOWHERE = Place()


class Places:
    """Where entities are: as documents say, else as the registry knows."""

    def __init__(
        self, located: Iterable[Pair], entities: Mapping[str, Entity], registry: Registry, levels: tuple[str, ...]
    ) -> None:
        self._entities, self._registry, self._levels = entities, registry, levels
        self._located: dict[str, set[str]] = defaultdict(set)
        for subject, place in located:
            self._located[subject].add(place)

    def of(self, id: str) -> Place:
        """The narrowest place that an entity is said to be in; nowhere where nobody says."""
        told = self._located.get(id) or self._registered(id)
        chains = [self.chain(place) for place in sorted(told)]
        narrowest = max(chains, key=lambda c: (self._depth(c[0]), len(c), c), default=None)
        if narrowest is None:
            entity = self.entity(id)
            return Place((), entity.country if entity else None)
        return self._described(narrowest)

    def common(self, places: Sequence[Place]) -> Place:
        """The narrowest place that holds all of these; else the country that all share."""
        if not places:
            return NOWHERE
        shared = [id for id in places[0].ids if all(id in place.ids for place in places)]
        country = places[0].country if len({place.country for place in places}) == 1 else None
        return self._described(tuple(shared)) if shared else Place((), country)

    def _registered(self, id: str) -> set[str]:
        entry = self._registry.entries.get(id)
        return set() if entry is None or entry.place is None else {entry.place}

    def chain(self, place: str) -> tuple[str, ...]:
        """The place and those above it, by what the entities know of their parents, then by documents."""
        found = [place]
        while (above := self._above(found[-1])) is not None and above not in found:
            found.append(above)
        return tuple(found)

    def _above(self, place: str) -> str | None:
        entity = self.entity(place)
        if entity is not None and entity.parent is not None:
            return entity.parent
        told = sorted(self._located.get(place, ()), key=lambda p: (-self._depth(p), p))
        return next((p for p in told if p != place), None)

    def _depth(self, place: str) -> int:
        entity = self.entity(place)
        known = entity is not None and entity.level in self._levels
        return self._levels.index(entity.level) if known and entity and entity.level else -1

    def entity(self, id: str) -> Entity | None:
        """An entity of the record, else of the registry."""
        return self._entities.get(id) or self._registry.entity(id)

    def _described(self, chain: tuple[str, ...]) -> Place:
        known = [e for id in chain if (e := self.entity(id)) is not None]
        country = next((e.country for e in known if e.country), None)
        province = next((e.name for e in known if e.level == "province"), None)
        return Place(chain, country, province)
