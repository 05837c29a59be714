"""Who is meant: the ladder from a surface form to an entity, for one document.

The first rung that hits wins, and its name is stored with the statement:

    exact        a form that the registry has, letter by letter; for an ambiguous place, one that
                 lies in a place that was given or named in this document
    normalised   the same name but for legal form, spelling, accents, "&", article: in the
                 registry, or among the names that this document has used
    definition   this document said so: "hereinafter", "known as", "(EGA)"
    short        the short form of a longer name that this document has used
    alias        the same name word by word in another language or script
    coreference  the caller says so: a pronoun, "the company"
    provisional  a new entity, known by its name alone

Similarity never merges. A resolver sees one document and the registry, nothing else, so that a
document's statements do not depend on what was loaded before.

The id of a provisional entity is a function of its name alone: `entity_id(kind, normalise(name))`
for organisations and `entity_id(kind, fold(name))` for the rest. So "Foo Aluminum Co., Ltd." in
one document and "Foo Aluminium" in another are both `org/foo-aluminium`: what counts as the same
name inside a document counts as the same name between documents, and nothing more does. Where that
id belongs to a registered entity which the ladder did not accept (the form was ambiguous), it gets
the ending `-unresolved`, so that an ambiguous form never merges with anything by its id. A place
named with the larger place that it lies in carries that one in its id: `place/portland-oregon`. A place
that acts as a party has an id of its own: `org/yunnan-government` (graph/parties.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from functools import cached_property
from itertools import product

from graph import forms, names
from graph.concepts import as_entity, labelled
from graph.parties import government
from graph.registry import Entry, Registry
from graph.said import Said
from graph.statement import Entity, entity_id, slug
from ontology.errors import InvalidName
from ontology.model import Kind, Ontology

__all__ = ["Entry", "Registry", "Resolver"]

Found = tuple[Entity, str]
PARTY = "GovernmentBody"
"""The class of a place that acts."""


class Resolver:
    """The ladder for one document: the registry, and what this document itself has said so far.

    The answer to a form may depend on the forms resolved before it: resolve in the order of the
    text, or the long names first.
    """

    def __init__(self, registry: Registry, ontology: Ontology) -> None:
        self.registry = registry
        self.ontology = ontology
        self._said = Said(registry, ontology)

    @cached_property
    def _products(self) -> Mapping[str, str]:
        rows = self.ontology.products.items()
        return labelled(tuple((id, (p.name, *(x for xs in p.labels.values() for x in xs))) for id, p in rows))

    def define(self, short: str, entity: Entity) -> None:
        """This document calls `entity` by `short` from here on."""
        self._said.define(short, entity)

    def refer(self, entity: Entity) -> Found:
        """The coreference rung: the caller knows that a pronoun or "the company" means `entity`."""
        return self._said.keep(entity), "coreference"

    def resolve(self, form: str, type: str, *, parent: str | None = None) -> Found:
        """The entity that `form` means when an entity of class `type` is asked for, and the rung.

        `parent` is the id of the place that the text gives for it ("Portland, Victoria"). An entity
        of another kind (org, person, site, place, product) than the type's is no hit; within a kind
        the registry's class counts. Raises InvalidName where the form cannot be a name, or is
        none of its own ("the company", which is for `refer`).
        """
        name = names.clean(form)
        kind = self.ontology.kind(type).value
        if kind == Kind.PRODUCT:
            return self._product(name)
        party = self._party(name) if type == PARTY else None
        if party is not None:
            return self._said.party(party), "provisional"
        entity, rung = self._known(name, kind, parent) or self._provisional(name, type, kind, parent)
        return self._said.keep(entity, name, type), rung

    def entity(self, id: str) -> Entity | None:
        """What was handed out under this id, as it stands now; None for other ids."""
        return self._said.entity(id)

    def plant(
        self,
        owner: Entity | None,
        place: Entity | None,
        type: str,
        name: str,
        new: bool = False,
        told: str = "",
        noun: str = "",
    ) -> Found:
        """The plant that has no name of its own: "its smelter in Wenshan", "the Yunnan plant".

        Its id is a function of owner, place and class, for which a more exact `noun` may stand:
        `site/foo-wenshan-aluminium-smelter`. It is called what the text calls it (`told`) unless a registered one is.
        A registered plant is taken where its name is made of them, unless it is `new`, not yet built. Raises
        InvalidName where there is neither owner nor place, nor a name that could tell it from other plants.
        """
        whose = [e for e in (owner, place) if e is not None]
        if not whose:
            if forms.common(names.tokens(name)):
                raise InvalidName(f"{name!r} names no plant: neither owner nor place is known")
            return self.resolve(name, type)
        label = self.ontology.classes[type].label.lower()
        entity = None if new else self._named_plant(whose, type, label)
        if entity is not None:
            return self._said.keep(entity), "alias"
        label = noun or label
        id = f"site/{'-'.join([*(e.id.partition('/')[2] for e in whose), slug(label)])}"
        title = " ".join([*(e.name for e in whose), label])
        named = told and not self.registry.exact(told) and not self.registry.ambiguous(told)
        called = tuple(dict.fromkeys((told if named else title, title)))
        return self._said.keep(Entity(id, type, called[0], called), title), "provisional"

    def entities(self) -> tuple[Entity, ...]:
        """All that was handed out, with the forms seen added, and the places above each place; by id."""
        found = {e.id: e for e in self._said.entities()}
        for entity in list(found.values()):
            if entity.kind == Kind.PLACE:
                for above in self._above(entity):
                    found.setdefault(above.id, above)
        return tuple(found[id] for id in sorted(found))

    def branch(self) -> Resolver:
        """A resolver that knows all that this one knows, and whose answers leave this one as it is."""
        shared = (self.registry, self.ontology)
        return deepcopy(self, {id(part): part for part in shared})

    # The rungs

    def _party(self, name: str) -> Entity | None:
        """The government that is meant where a place acts; what the registry has by that name goes before it."""
        known = self._only((*self.registry.exact(name), *self.registry.normalised(name)), Kind.ORG, None)
        return government(self.registry, name) if known is None else None

    def _known(self, name: str, kind: str, parent: str | None) -> Found | None:
        rungs: tuple[tuple[str, Callable[[], Entity | None]], ...] = (
            ("exact", lambda: self._exact(name, kind, parent)),
            ("normalised", lambda: self._normalised(name, kind, parent)),
            ("normalised", lambda: self._dressed(name) if kind == Kind.ORG else None),
            ("definition", lambda: self._within(self._said.defined(name, kind), parent)),
            ("normalised", lambda: self._within(self._said.named(name, kind), parent)),
            ("short", lambda: self._short(name, kind) if parent is None else None),
            ("alias", lambda: self._alias(name, kind)),
        )
        for rung, look in rungs:
            entity = look()
            if entity is not None:
                return entity, rung
        return None

    def _exact(self, name: str, kind: str, parent: str | None) -> Entity | None:
        entity = self._only(self.registry.exact(name), kind, parent)
        if entity is not None or kind != Kind.PLACE:
            return entity
        short = self._only(self.registry.abbreviated(name), kind, parent)
        return short or self._ambiguous_place(name, parent)

    def _normalised(self, name: str, kind: str, parent: str | None) -> Entity | None:
        entity = self._only(self.registry.normalised(name), kind, parent)
        if entity is not None and kind == Kind.ORG and _trade(name):
            return None
        place = forms.described(name) if entity is None and kind == Kind.PLACE else None
        if place is None:
            return entity
        bare, levels = place
        found = self._exact(bare, kind, parent) or self.registry.county(bare, levels)
        return found if found is not None and found.level in levels else None

    def _dressed(self, name: str) -> Entity | None:
        """A registered organisation behind its nation ("China's Hongtuo"), or before its acronym in brackets."""
        home, pair = forms.at_home(name), forms.bracketed(name)
        if home is not None:
            found = self._firm(home[1])
            places = _of_kind((*self.registry.exact(home[0]), *self.registry.ambiguous(home[0])), Kind.PLACE)
            if found is not None and any(self.registry.based(found.id, p.entity.id) for p in places):
                return found
        if pair is None:
            return None
        whole, short = self._firm(pair[0]), self._firm(pair[1])
        if whole is None:
            either = {*self.registry.ambiguous(pair[0]), *self.registry.ambiguous(forms.title(pair[0], Kind.ORG))}
            return short if any(e.entity == short for e in either) else None
        named = short is None and forms.acronym(forms.capitals(pair[1]), forms.tokens(pair[0], Kind.ORG))
        return whole if named or whole == short else None

    def _firm(self, name: str) -> Entity | None:
        """The registered organisation of this name."""
        found = self._only(self.registry.exact(name), Kind.ORG, None)
        return found or self._only(self.registry.normalised(name), Kind.ORG, None) or self._alias(name, Kind.ORG)

    def _ambiguous_place(self, name: str, parent: str | None) -> Entity | None:
        """The one place of this name in `parent`, or in a place that the document has named, or around one."""
        places = _of_kind(self.registry.ambiguous(name), Kind.PLACE)
        if parent is None and len(places) == 1 and places[0].entity.level == "country":
            return places[0].entity  # asked for as a place, Jordan is no person and Turkey no bird
        around = [parent] if parent else self._said.places()
        found = [p.entity for p in places if any(self._below(p.entity.id, a) for a in around)]
        if not found and parent is None:  # that in which a place lies that the document has named: Atlanta's Georgia
            found = [p.entity for p in places if any(self._below(a, p.entity.id) for a in around)]
        return found[0] if len(found) == 1 else None

    def _below(self, place: str, larger: str) -> bool:
        return place != larger and self.registry.within(place, larger)

    def _only(self, entries: Iterable[Entry], kind: str, parent: str | None) -> Entity | None:
        """The one entity of this kind, in `parent` where the registry can tell."""
        found = [e.entity for e in entries if e.entity.kind == kind]
        above = self.registry.entity(parent) if parent and kind == Kind.PLACE else None
        if above is not None and above.level != "region":  # "North China" is in no one's chain of parents
            found = [e for e in found if self._below(e.id, above.id)]
        return found[0] if len(found) == 1 else None

    def _within(self, entity: Entity | None, parent: str | None) -> Entity | None:
        """What this document has meant by the name before; a place only if it lies in `parent`."""
        if entity is None or parent is None or entity.kind != Kind.PLACE:
            return entity
        return entity if parent == entity.parent or self._below(entity.id, parent) else None

    def _short(self, name: str, kind: str) -> Entity | None:
        words = forms.tokens(name, kind)
        named_after = kind in (Kind.ORG, Kind.PERSON) and self.registry.is_place(" ".join(words))
        if forms.common(words) or named_after:
            return None
        found = self._said.longer(name, kind)
        return found[0] if len(found) == 1 else None

    def _alias(self, name: str, kind: str) -> Entity | None:
        if kind != Kind.ORG or self.registry.ambiguous(name) or _trade(name):
            return None
        return self._said.translated(name) or self._only(self.registry.translated(name), kind, None)

    def _provisional(self, name: str, type: str, kind: str, parent: str | None) -> Found:
        if _nameless(names.tokens(name), name):
            raise InvalidName(f"{name!r} is no name of its own")
        title = forms.title(name, kind)
        id = entity_id(kind, forms.key(name, kind))
        if kind == Kind.PLACE and parent is not None:
            id = f"{id}-{parent.partition('/')[2]}"
        if id in self.registry.entries:
            id += "-unresolved"
        above = parent if kind == Kind.PLACE else None
        chinese = title if names.han(title) else None
        return Entity(id, type, title, (title,), name_zh=chinese, parent=above), "provisional"

    def _product(self, name: str) -> Found:
        key = names.fold(name)
        if key in self._products:
            return self._said.keep(as_entity(self.ontology.products[self._products[key]])), "exact"
        entity = Entity(entity_id("product", key), "Product", name, (name,))
        return self._said.keep(entity, name), "provisional"

    def _named_plant(self, whose: list[Entity], type: str, label: str) -> Entity | None:
        """A registered plant of this class whose name is the owner's, the place's and the class's."""
        for front in product(*(e.names or (e.name,) for e in whose)):
            for noun in (label, label.rpartition(" ")[2]):
                for entry in self.registry.exact(" ".join([*front, noun])):
                    if entry.entity.kind == Kind.SITE and self.ontology.is_a(entry.entity.type, type):
                        return entry.entity
        return None

    def _above(self, place: Entity) -> Iterable[Entity]:
        chain = [e.entity for e in self.registry.parents(place.id)]
        if chain or place.parent is None:
            return chain
        near = self._said.entity(place.parent) or self.registry.entity(place.parent)
        return [] if near is None else [near, *(e.entity for e in self.registry.parents(near.id))]


def _of_kind(entries: Iterable[Entry], kind: str) -> list[Entry]:
    return [e for e in entries if e.entity.kind == kind]


def _nameless(found: names.Tokens, name: str) -> bool:
    """Whether the words only say what it is: "the company", "Group"; "Ministry of Industry" is a name."""
    return bool(found) and forms.common(found) and (len(found) == 1 or name.islower())


def _trade(name: str) -> bool:
    """Whether it is only a trade and a legal form: "Alumina d.o.o." is not Alumina Limited, of another country."""
    return forms.common(names.unlegal(names.tokens(name))) and not names.han(name)
