"""What one document has said so far: the entities that it used, and the forms under which it did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from graph import forms, names
from graph.names import Tokens
from graph.registry import Registry
from graph.statement import Entity
from ontology.model import Kind, Ontology


@dataclass(slots=True)
class _Known:
    entity: Entity
    seen: dict[str, list[Tokens]] = field(default_factory=dict)
    """A form to its words: without legal form, without a place at the start too, and all of them."""


class Said:
    """The memory of a resolver. Look-ups cost the same however long the document is."""

    def __init__(self, registry: Registry, ontology: Ontology) -> None:
        self._registry = registry
        self._ontology = ontology
        self._used: dict[str, _Known] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._defined: dict[tuple[str, str], str] = {}
        self._translated: dict[str, str] = {}
        self._heads: dict[tuple[str, str], dict[str, None]] = {}

    def keep(self, entity: Entity, form: str = "", type: str = "") -> Entity:
        """Remembers that `form` meant `entity`; of two classes of an unregistered one the more exact stays."""
        known = self._used.setdefault(entity.id, _Known(entity))
        if entity.kind != Kind.PRODUCT:
            self._note(known, entity.name)
            self._note(known, form)
        if type and not known.entity.registered and self._ontology.is_a(type, known.entity.type):
            known.entity = replace(known.entity, type=type)
        return known.entity

    def party(self, entity: Entity) -> Entity:
        """Remembers a place that acts, but none of its names: a firm or the place itself may be called so as well."""
        known = self._used.setdefault(entity.id, _Known(entity))
        known.entity = replace(known.entity, names=tuple(sorted({*known.entity.names, *entity.names})))
        return known.entity

    def define(self, short: str, entity: Entity) -> None:
        """`short` means `entity` from here on."""
        self.keep(entity)
        self._defined[entity.kind, names.fold(short)] = entity.id

    def entity(self, id: str) -> Entity | None:
        """The entity of this id with the forms seen; None where it was not used."""
        known = self._used.get(id)
        return None if known is None else _with_seen(known)

    def entities(self) -> Iterator[Entity]:
        """All entities used, with the forms seen."""
        return map(_with_seen, self._used.values())

    def places(self) -> list[str]:
        """The ids of the places used."""
        return [id for id in self._used if id.startswith("place/")]

    def defined(self, name: str, kind: str) -> Entity | None:
        """What was defined to be called so."""
        return self._at(self._defined.get((kind, names.fold(name))))

    def named(self, name: str, kind: str) -> Entity | None:
        """What was called so, but for legal form and spelling."""
        return self._at(self._names.get((kind, forms.key(name, kind))))

    def translated(self, name: str) -> Entity | None:
        """The organisation that was called so in another language or script."""
        return self._at(self._translated.get(names.translated(name)))

    def longer(self, name: str, kind: str) -> list[Entity]:
        """The entities that have a longer name of which this is a short form.

        Where there are several, a name that begins with it goes before one that has a place before it.
        """
        short, letters = forms.tokens(name, kind), forms.capitals(name)
        ids = {**self._heads.get((kind, short[0]), {}), **self._heads.get((kind, letters), {})}
        known = [k for k in map(self._used.__getitem__, ids) if self._calls(k, short, letters, names.tokens(name))]
        plain = [k for k in known if any(forms.shortens(short, group[0], kind) for group in k.seen.values())]
        return [k.entity for k in (plain if len(known) > 1 and plain else known)]

    def _calls(self, known: _Known, short: Tokens, letters: str, whole: Tokens) -> bool:
        kind = known.entity.kind
        groups = list(known.seen.values())
        if kind == Kind.ORG and short != whole:  # a legal form ends a whole name: Foo Ltd is not Foo Capital
            groups = [g for g in groups if g[0][: len(short)] != short]
        variants = [long for group in groups for long in group]
        if kind == Kind.ORG and any(forms.acronym(letters, long) for long in variants):
            return True
        return any(forms.shortens(short, long, kind) for long in variants)

    def _at(self, id: str | None) -> Entity | None:
        return None if id is None else self._used[id].entity

    def _note(self, known: _Known, form: str) -> None:
        """Remembers a form; what only holds a place for an ambiguous name does not keep the name."""
        if not form or form in known.seen or forms.common(names.tokens(form)):
            return
        id, kind = known.entity.id, known.entity.kind
        long = forms.tokens(form, kind)
        known.seen[form] = [long, self._unplaced(long), names.tokens(form)]
        for head in {head for words in known.seen[form] for head in forms.heads(words, kind)}:
            self._heads.setdefault((kind, head), {})[id] = None
        if known.entity.registered or not self._registry.ambiguous(form):
            self._names.setdefault((kind, forms.key(form, kind)), id)
            if kind == Kind.ORG:
                self._translated.setdefault(names.translated(form), id)

    def _unplaced(self, long: Tokens) -> Tokens:
        """The words without a place at the start: Hongtuo Industrial of Shandong Hongtuo Industrial."""
        for size in (2, 1):
            if len(long) > size and self._registry.is_place(" ".join(long[:size])):
                return long[size:]
        return long


def _with_seen(known: _Known) -> Entity:
    found = tuple(sorted({*known.entity.names, *known.seen}))
    return known.entity if found == known.entity.names else replace(known.entity, names=found)
