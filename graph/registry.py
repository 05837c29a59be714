"""The registry as a value: who is who, by id and by every form of every name.

It says who is who and where things are, never who owns whom. It is immutable; the loader that
reads it from files is loaders/registry.py.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from graph import forms, names
from graph.statement import Entity, digest


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the registry.

    `entity.names` holds the forms of the row; those in `ambiguous` fit something else as well, so
    that no one may decide by such a form alone. `never` are ids of entities that it is often taken
    for. `place` is the id of the place that a site or an organisation lies in, `region` its ISO
    3166-2 code. `abbreviations` are forms of a place that are safe only after a town and a comma
    ("Sebree, Ky."). `translated` are forms made of its Chinese names word by word, which texts may
    use; `former` are the names among its forms that it no longer bears. `point` is (latitude,
    longitude). `at` is the file and line it stands in.
    """

    entity: Entity
    ambiguous: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    place: str | None = None
    region: str | None = None
    abbreviations: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    website: str | None = None
    point: tuple[float, float] | None = None
    source: str = ""
    checked: bool = False
    at: str = ""


Index = dict[str, list[tuple[str, Entry]]]


class Registry:
    """Who is who; immutable. A look-up by name costs the same however many rows there are.

    The indexes are made when they are first asked for.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: Mapping[str, Entry] = MappingProxyType({e.entity.id: e for e in entries})
        """By entity id, in the order of the files."""

    @cached_property
    def version(self) -> str:
        """A hash of the rows and of the words that names are compared with; the order does not count."""
        rows = sorted(repr(replace(entry, at="")) for entry in self.entries.values())
        return digest(names.words().version, rows, length=16)

    def exact(self, form: str) -> tuple[Entry, ...]:
        """The entries of which this is a form, letter by letter, ambiguous forms left out.

        Case does not count where that is safe: a form in lower case is no name, an acronym of up
        to five letters must be written in capitals, and each capital of a site's name counts
        ("Baotou Aluminum smelter" is one plant, "a Baotou aluminum smelter" may be any of three).
        """
        return _fitting(self._exact, names.exact(form), form)

    def normalised(self, form: str) -> tuple[Entry, ...]:
        """The entries of which a form is equal after normalisation; () for an ambiguous form."""
        keys = names.normalise(form), names.fold(form)
        if names.exact(form) in self._ambiguous or keys[0] in self._ambiguous_keys:
            return ()
        firms = _fitting(self._firms, keys[0], form)
        return firms + _fitting(self._others, keys[1], form)

    def translated(self, form: str) -> tuple[Entry, ...]:
        """The organisations of which a form is equal word by word in another language or script."""
        key = names.translated(form)
        if key in self._ambiguous_translated:
            return ()
        return _fitting(self._translated, key, form)

    def ambiguous(self, form: str) -> tuple[Entry, ...]:
        """The entries that this form may mean, besides others that the registry need not know.

        The bare name of a Chinese county is such a form: many counties share one in Latin letters.
        """
        return _fitting(self._ambiguous, names.exact(form), form)

    def county(self, name: str, levels: Collection[str]) -> Entity | None:
        """The county of this bare name, where a noun beside it says that it is one: "Zouping County"."""
        found = {e.entity.id: e.entity for e in self.ambiguous(name) if e.entity.level in levels and name in _bare(e)}
        return next(iter(found.values())) if len(found) == 1 else None

    def abbreviated(self, form: str) -> tuple[Entry, ...]:
        """The places that this form means after a town and a comma: "Ky.", but "Kentucky" too."""
        short = tuple(e for f, e in self._abbreviated.get(names.exact(form), ()) if f == form)
        return short or tuple(e for e in self.exact(form) if e.entity.kind == "place")

    def entity(self, id: str) -> Entity | None:
        """The entity of this id, or None."""
        entry = self.entries.get(id)
        return None if entry is None else entry.entity

    def parents(self, place: str) -> tuple[Entry, ...]:
        """The places above this one, the nearest first; () for a country or an unknown id."""
        chain: list[Entry] = []
        entry = self.entries.get(place)
        while entry is not None and entry.entity.parent is not None:
            entry = self.entries.get(entry.entity.parent)
            if entry is None or entry in chain:
                break
            chain.append(entry)
        return tuple(chain)

    def based(self, id: str, place: str) -> bool:
        """Whether the registry places an organisation or a plant in this place: by its town, or by its country."""
        entry, larger = self.entries.get(id), self.entity(place)
        if entry is None or larger is None:
            return False
        by_country = larger.level == "country" and larger.country is not None
        if by_country and entry.entity.country == larger.country:
            return True
        return entry.place is not None and self.within(entry.place, place)

    def within(self, place: str, larger: str) -> bool:
        """Whether `place` is `larger` or lies in it."""
        return place == larger or any(e.entity.id == larger for e in self.parents(place))

    def is_place(self, words: str) -> bool:
        """Whether these folded words are a place's name."""
        return words in self._counties or any(e.entity.kind == "place" for _, e in self._others.get(words, ()))

    def clashes(self) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        """The forms (as `names.exact`) that would decide for several entities of one kind, and these."""
        for key, rows in self._exact.items():
            for kind in {e.entity.kind for _, e in rows} if len(rows) > 1 else ():
                group = {e.entity.id: e for _, e in rows if e.entity.kind == kind}
                if len(group) > 1:
                    yield key, tuple(group.values())

    def forms(self) -> Iterator[tuple[str, str]]:
        """All (form, entity id) that may be taken for the entity without looking further."""
        for entry in self.entries.values():
            for form in self._safe(entry):
                yield form, entry.entity.id

    def ambiguous_forms(self) -> Iterator[tuple[str, str]]:
        """All (form, entity id) where the form alone does not decide."""
        for entry in self.entries.values():
            for form in entry.ambiguous:
                yield form, entry.entity.id

    def _safe(self, entry: Entry) -> tuple[str, ...]:
        """The forms that decide for this entry: those that no row of its kind marks as ambiguous.

        Of several places of one name one may be the usual one: there only its own row counts.
        """
        kind = entry.entity.kind
        if kind != "place":
            return tuple(f for f in entry.entity.names if (kind, names.exact(f)) not in self._marked)
        unsafe = {names.exact(f) for f in (*entry.ambiguous, *_bare(entry))}
        return tuple(f for f in entry.entity.names if names.exact(f) not in unsafe) if unsafe else entry.entity.names

    @cached_property
    def _marked(self) -> frozenset[tuple[str, str]]:
        return frozenset((id.partition("/")[0], names.exact(form)) for form, id in self.ambiguous_forms())

    @cached_property
    def _exact(self) -> Index:
        return _index(self.entries.values(), names.exact, self._safe)

    @cached_property
    def _ambiguous(self) -> Index:
        return _index(self.entries.values(), names.exact, lambda e: (*e.ambiguous, *_bare(e)))

    @cached_property
    def _counties(self) -> frozenset[str]:
        return frozenset(names.fold(form) for entry in self.entries.values() for form in _bare(entry))

    @cached_property
    def _abbreviated(self) -> Index:
        return _index(self.entries.values(), names.exact, lambda e: e.abbreviations)

    @cached_property
    def _firms(self) -> Index:
        return _index(_organisations(self.entries.values()), names.normalise, self._safe)

    @cached_property
    def _others(self) -> Index:
        others = (e for e in self.entries.values() if e.entity.kind != "org")
        return _index(others, names.fold, self._safe)

    @cached_property
    def _translated(self) -> Index:
        return _index(_organisations(self.entries.values()), names.translated, self._translations)

    def _translations(self, entry: Entry) -> tuple[str, ...]:
        made = (f for f in entry.translated if (entry.entity.kind, names.exact(f)) not in self._marked)
        return (*self._safe(entry), *made)

    @cached_property
    def _ambiguous_keys(self) -> frozenset[str]:
        # Where the legal form is all that decides ("Alcoa Inc." is not Alcoa Corporation), the bare key stays good.
        doubted = (f for f, id in self.ambiguous_forms() if id.startswith("org/"))
        return frozenset(names.fold(f) for f in doubted if names.fold(f) == names.normalise(f))

    @cached_property
    def _ambiguous_translated(self) -> frozenset[str]:
        return frozenset(names.translated(f) for f, id in self.ambiguous_forms() if id.startswith("org/"))


def _bare(entry: Entry) -> tuple[str, ...]:
    """The forms of a Chinese county that neither stand in Chinese nor have a noun such as City or Banner."""
    place = entry.entity
    if place.level != "county" or place.country != "CN":
        return ()
    sure = {names.exact(f) for f in entry.ambiguous}
    latin = (f for f in place.names if not names.han(f) and forms.described(f) is None)
    return tuple(f for f in latin if names.exact(f) not in sure)


def _organisations(entries: Iterable[Entry]) -> Iterator[Entry]:
    return (e for e in entries if e.entity.kind == "org")


def _index(entries: Iterable[Entry], key: Callable[[str], str], of: Callable[[Entry], Iterable[str]]) -> Index:
    index: Index = {}
    for entry in entries:
        for form in of(entry):
            index.setdefault(key(form), []).append((form, entry))
    return index


def _fitting(index: Index, key: str, form: str) -> tuple[Entry, ...]:
    found = {e.entity.id: e for f, e in index.get(key, ()) if _case_fits(f, form, e.entity.kind == "site")}
    return tuple(found.values())


def _case_fits(stored: str, form: str, strict: bool) -> bool:
    if stored == form or not stored.isascii():
        return True
    if form.islower() and not stored.islower():
        return False
    if stored.isupper() and len(stored) <= 5 and not form.isupper():
        return False
    return not strict or _capitals_fit(stored.split(), form.split())


def _capitals_fit(stored: list[str], form: list[str]) -> bool:
    return all(f[0].isupper() or not s[0].isupper() for s, f in zip(stored, form, strict=False))
