"""Where a SPARQL query goes wrong, in words for people."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.tokens import Token, place, tokens

Parse = Callable[[str], str | None]
"""Gives the engine's message (`error at LINE:COLUMN: …`) for a text that does not parse, else None."""

_AT = re.compile(r"error at (\d+):(\d+)(?:: expected (?:one of )?)?")
_REASON = re.compile(r"[A-Za-z]\w*(?: [\w*']+){2,}")
_MARK = " " * 40 + "\x01"


def explain(query: str, message: str, parse: Parse) -> str:
    """Line, column and token at which no query can go on, and the engine's reason if it gives one.

    The engine's own place is too far by up to the length of the longest keyword that it looked for, so
    the token is found by asking which beginnings of the query it would still read on from.
    """
    found = list(tokens(query))
    low, high = 0, len(found)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if _viable(query, found[middle], parse) else (low, middle)
    reason = _reason(message)
    if low < len(found) and _undeclared(query, found[low], parse):
        return f"{place(query, found[low].start)}: the prefix {found[low].text.partition(':')[0]}: is not declared"
    if low < len(found):
        fits = f"{found[low].text!r} does not fit here"
        return f"{place(query, found[low].start)}: {fits}" + (f" ({reason})" if reason else "")
    return f"{place(query, len(query.rstrip()))}: {reason or 'the query is not complete'}"


def _reason(message: str) -> str:
    """The engine's sentence in its list of what it expected (`"}", Prefix not found, [_]`), if there is one."""
    return next((part for part in _AT.sub("", message).split(", ") if _REASON.fullmatch(part)), "").strip()


def _undeclared(query: str, name: Token, parse: Parse) -> bool:
    """Whether a query could go on with this name if its prefix were declared."""
    if name.kind != "name":
        return False
    head = f"PREFIX {name.text.partition(':')[0]}: <x:y> "
    return _viable(head + query, name._replace(start=name.start + len(head)), parse)


def _viable(query: str, last: Token, parse: Parse) -> bool:
    """Whether a query can begin up to this token: then the engine reads on to a mark that none can hold."""
    probe = query[: last.end] + _MARK
    at = _AT.search(parse(probe) or "")
    return at is not None and _offset(probe, int(at[1]), int(at[2])) >= len(probe) - 1


def _offset(text: str, line: int, column: int) -> int:
    return sum(len(part) for part in text.splitlines(keepends=True)[: line - 1]) + column - 1
