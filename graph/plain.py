"""The values of `graph.statement` as plain dicts and back, for stores and JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from graph.qualifiers import Qualifiers
from graph.statement import Document, Entity, Figure, Judgement, Rejection, Relationship, Statement, Verdict

V = TypeVar("V", Document, Entity, Statement, Judgement)


def as_dict(value: Document | Entity | Statement | Judgement | Relationship | Figure | Rejection) -> dict[str, Any]:
    """A plain dict of a value, tuples as lists."""
    cls: Any = type(value)  # mypy holds that the class of a value that has a hash has none
    names, read, holders = _shape(cls)
    row = dict(zip(names, read(value), strict=True))
    for name in holders:
        if row[name] is not None:
            row[name] = _plainly(row[name])
    return row


def _plainly(value: Any) -> Any:
    if isinstance(value, Entity):
        return as_dict(value)
    return dict(value) if isinstance(value, dict) else list(value)


@cache
def _shape(cls: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], tuple[str, ...]]:
    """The names of a value's fields, how they are read, and those that hold several things.

    `dataclasses.asdict` looks at the type of each field of each value, and takes ten times as long.
    """
    holders = (f.name for f in fields(cls) if str(f.type).startswith(("tuple", "Qualifiers", "Entity")))
    return cls.__slots__, attrgetter(*cls.__slots__), tuple(holders)


_MAKERS: Mapping[str, Callable[[Any], object]] = {
    "names": tuple, "also_at": tuple, "qualifiers": Qualifiers, "verdict": Verdict,
    "identifiers": lambda pairs: tuple((a, b) for a, b in pairs), "meant": lambda row: from_dict(Entity, row),
}  # fmt: skip


def from_dict(cls: type[V], row: Mapping[str, Any]) -> V:
    """The inverse of `as_dict`; keys that the class does not have are passed over."""
    made: Any = cls
    known, makers = _makers(made)
    values = {name: value for name, value in row.items() if value is not None and name in known}
    for name, make in makers:
        if name in values:
            values[name] = make(values[name])
    return cls(**values)


@cache
def _makers(cls: Any) -> tuple[frozenset[str], tuple[tuple[str, Callable[[Any], object]], ...]]:
    """The fields of a class, and how those are made of plain values that are none themselves."""
    return frozenset(cls.__slots__), tuple((name, make) for name, make in _MAKERS.items() if name in cls.__slots__)
