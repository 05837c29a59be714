"""Answers with some of their items only: ultimate owners, some classes, near ones, those that meet the threshold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from graph.ownership.answer import Answer, Item
from graph.ownership.face import Row
from graph.ownership.net import Net
from ontology.derive import entity_classes
from ontology.errors import InputError
from ontology.model import Ontology


def ultimate(answer: Answer) -> Answer:
    """The owners that nobody is stated to own.

    Where owners own each other and nobody else owns one of them, all members of that closed loop are
    ultimate; `cut` names those (`ultimate: closed loop`). Shares that a company holds of itself make
    nobody its owner. The figures stay as they are: an owner in between is left out, not what is held
    through it. InputError for holdings, which all have an owner.
    """
    net = answer.matrix.net
    if answer.question == "holdings":
        raise InputError("ultimate owners are asked of the owners of something, not of its holdings")
    loops = net.loops(net.upstream(answer.of))
    kept = [item for item in answer.items if not _owned(net, loops.get(item.id, (item.id,)))]
    closed = sorted(item.id for item in kept if len(loops.get(item.id, ())) > 1)
    told = [_out(answer, kept, kind="ultimate")]
    told += [{"kind": "ultimate", "why": "closed loop", "members": closed, "effect": 0}] * bool(closed)
    return _left(answer, kept, told)


def of_types(answer: Answer, ontology: Ontology, types: Collection[str]) -> Answer:
    """The items of these classes or of classes below them; InputError, with all classes, for one that is none."""
    unknown = sorted(set(types) - ontology.classes.keys())
    if unknown:
        raise InputError(f"there is no class {unknown[0]!r}; the classes are {', '.join(entity_classes(ontology))}")
    m = answer.matrix
    m.learn(item.id for item in answer.items)
    known = [(item, m.type(item.id)) for item in answer.items]
    kept = [item for item, type in known if type is not None and any(ontology.is_a(type, t) for t in types)]
    return _left(answer, kept, [_out(answer, kept, kind="type", types=sorted(types))])


def within(answer: Answer, depth: int) -> Answer:
    """The items at most so many links away; their figures still count every chain, however long.

    InputError for a depth below 1.
    """
    if depth < 1:
        raise InputError(f"depth {depth} is out of range; give a number of links, 1 or more")
    kept = [item for item in answer.items if item.hops <= depth]
    return _left(answer, kept, [_out(answer, kept, kind="depth", depth=depth)])


def meeting(answer: Answer) -> Answer:
    """The items that meet the threshold, certainly or possibly; InputError where there is no threshold."""
    if answer.threshold is None:
        raise InputError(f"the rule {answer.rule.name} has no threshold of its own; give one")
    kept = [item for item in answer.items if item.meets != "no"]
    return _left(answer, kept, [_out(answer, kept, kind="threshold", threshold=answer.threshold)])


def paged(answer: Answer, limit: int, offset: int = 0) -> Answer:
    """`limit` items (0: all) after the first `offset`, in the order of the answer."""
    kept = answer.items[offset : None if limit == 0 else offset + limit]
    return _left(answer, kept, [_out(answer, kept, kind="page", offset=offset)])


def _out(answer: Answer, kept: Collection[Item], **why: object) -> Row:
    """Why some items are left out, how many, and the greatest share among them."""
    return {**why, "items": len(answer.items) - len(kept), **_greatest(answer.items, kept)}


def _owned(net: Net, members: Collection[str]) -> bool:
    """Whether anybody outside a loop owns one of its members."""
    inside = set(members)
    return any(k not in inside for j in members for k in net.into.get(j, ()))


def _left(answer: Answer, kept: Iterable[Item], told: Iterable[Row]) -> Answer:
    """The answer with the items kept; nothing is told where nothing was left out."""
    cut = tuple(row for row in told if row.get("items") != 0)
    return replace(answer, items=tuple(kept), cut=(*answer.cut, *cut))


def _greatest(items: Iterable[Item], kept: Collection[Item]) -> Row:
    """The greatest share that was left out."""
    ids = {item.id for item in kept}
    return {"effect": max((round(i.share.high, 10) for i in items if i.id not in ids), default=0)}
