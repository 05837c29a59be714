"""Statements as short lines of text, for files that live as long as one program runs."""

from __future__ import annotations

import json
from operator import attrgetter

from graph.statement import Qualifiers, Statement

_fields = attrgetter(*Statement.__slots__)
_QUALIFIERS = Statement.__slots__.index("qualifiers")
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def packed(s: Statement) -> str:
    """A statement as one line of JSON, its fields in their order."""
    return _json(_fields(s))


def unpacked(line: str) -> Statement:
    """The inverse of `packed`."""
    values = json.loads(line)
    values[_QUALIFIERS] = Qualifiers(values[_QUALIFIERS])
    return Statement(*values)
