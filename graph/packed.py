"""Statements as plain values, for files that live as long as one program runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from graph.statement import Qualifiers, Statement

_fields = attrgetter(*Statement.__slots__)
_QUALIFIERS = Statement.__slots__.index("qualifiers")
compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""A value as JSON on one line, without spaces."""


def to_row(s: Statement) -> tuple[Any, ...]:
    """The fields of a statement in their order, all of them texts, numbers or dicts."""
    values = list(_fields(s))
    values[_QUALIFIERS] = dict(s.qualifiers)
    return tuple(values)


def from_row(row: Sequence[Any]) -> Statement:
    """The inverse of `to_row`."""
    values = list(row)
    values[_QUALIFIERS] = Qualifiers(values[_QUALIFIERS])
    return Statement(*values)


def packed(s: Statement) -> str:
    """A statement as one line of JSON."""
    return compact(_fields(s))


def unpacked(line: str) -> Statement:
    """The inverse of `packed`."""
    return from_row(json.loads(line))
