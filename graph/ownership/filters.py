"""Answers with some of their owners only: the ultimate ones, or those of some classes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from graph.ownership.answer import Answer, Item
from graph.ownership.face import Row
from graph.ownership.loops import components
from ontology.derive import entity_classes
from ontology.errors import InputError
from ontology.model import Ontology


@dataclass(frozen=True, slots=True)
class Filtered:
    """An answer with some of its items, and what was left out."""

    answer: Answer
    cut: tuple[Row, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that are left."""
        return self.answer.items

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON, `cut` with what was left out."""
        data = self.answer.as_dict()
        return {**data, "cut": [*data["cut"], *self.cut]}


def ultimate(answer: Answer | Filtered) -> Filtered:
    """The owners that nobody is stated to own.

    Where owners own each other and nobody else owns one of them, all members of that closed loop are
    ultimate; `cut` names those (`ultimate: closed loop`). Shares that a company holds of itself make
    nobody its owner. The figures stay as they are: an owner in between is left out, not what is held
    through it. InputError for holdings, which all have an owner.
    """
    of, net = _plain(answer), _plain(answer).matrix.net
    if any(item.id != item.owner for item in of.items):
        raise InputError("ultimate owners are asked of the owners of something, not of its holdings")
    part = components(net, net.upstream(of.of))
    owned = {part[j] for j in part for k in net.into.get(j, {}) if part[k] != part[j]}
    kept = [item for item in of.items if part[item.id] not in owned]
    closed = sorted(i.id for i in kept if net.into.get(i.id, {}).keys() - {i.id})
    told = [{"kind": "ultimate", "items": len(of.items) - len(kept), **_greatest(of.items, kept)}]
    told += [{"kind": "ultimate", "why": "closed loop", "members": closed}] * bool(closed)
    return _left(answer, kept, told)


def of_types(answer: Answer | Filtered, ontology: Ontology, types: Collection[str]) -> Filtered:
    """The items of these classes or of classes below them; InputError, with all classes, for one that is none."""
    unknown = sorted(set(types) - ontology.classes.keys())
    if unknown:
        raise InputError(f"there is no class {unknown[0]!r}; the classes are {', '.join(entity_classes(ontology))}")
    m, items = _plain(answer).matrix, _plain(answer).items
    known = [(item, m.type(item.id)) for item in items]
    kept = [item for item, type in known if type is not None and any(ontology.is_a(type, t) for t in types)]
    told = {"kind": "type", "types": sorted(types), "items": len(items) - len(kept), **_greatest(items, kept)}
    return _left(answer, kept, [told])


def _plain(answer: Answer | Filtered) -> Answer:
    return answer.answer if isinstance(answer, Filtered) else answer


def _left(answer: Answer | Filtered, kept: Iterable[Item], told: Iterable[Row]) -> Filtered:
    """The answer with the items kept; nothing is told where nothing was left out."""
    before = answer.cut if isinstance(answer, Filtered) else ()
    cut = tuple(row for row in told if row.get("items") != 0)
    return Filtered(replace(_plain(answer), items=tuple(kept)), (*before, *cut))


def _greatest(items: Iterable[Item], kept: Collection[Item]) -> Row:
    """The greatest share that was left out."""
    ids = {item.id for item in kept}
    return {"effect": max((round(i.share.high, 10) for i in items if i.id not in ids), default=0)}
