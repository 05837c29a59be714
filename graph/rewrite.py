"""Queries rewritten for the engine: datasets taken out of the text, DESCRIBE made a SELECT.

The engine's own DESCRIBE knows only triples that begin at a thing, and its merge of several default
graphs counts a triple once per graph; so both are done around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from graph.tokens import FORMS, Token, keyword, tokens

_REST = frozenset({"WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})


class Parts(NamedTuple):
    """A query without its FROM clauses, and the graphs that they name, as they were written."""

    prologue: str
    """BASE and PREFIX, what stands before the form."""
    text: str
    defaults: tuple[str, ...]
    named: tuple[str, ...]


def parts(query: str) -> Parts:
    """Take the FROM clauses out of a query that parses; offsets of what remains stay."""
    found = list(tokens(query))
    form = next(i for i, t in enumerate(found) if keyword(t) in FORMS)
    defaults: list[str] = []
    named: list[str] = []
    text = query
    for first, last in _clauses(found, form):
        (named if keyword(found[first + 1]) == "NAMED" else defaults).append(found[last].text)
        start, end = found[first].start, found[last].end
        text = text[:start] + " " * (end - start) + text[end:]
    return Parts(query[: found[form].start], text, tuple(defaults), tuple(named))


def _clauses(found: list[Token], form: int) -> Iterator[tuple[int, int]]:
    """Indexes of the first and last token of each FROM clause; they stand before the first `{` of the pattern."""
    depth = 0
    for i in range(form + 1, len(found)):
        depth += (found[i].text in "{(") - (found[i].text in "})")
        if depth == 0 and keyword(found[i]) == "FROM":
            yield i, i + 1 + (keyword(found[i + 1]) == "NAMED")


def resolving(prologue: str, terms: tuple[str, ...]) -> str:
    """A query with one row: the IRIs that these terms stand for."""
    return f"{prologue} SELECT {_list(terms)} {{}}"


def selecting(described: Parts) -> str:
    """The SELECT that finds what a DESCRIBE describes."""
    found = list(tokens(described.text))
    form = next(i for i, t in enumerate(found) if keyword(t) == "DESCRIBE")
    rest = next((i for i in range(form + 1, len(found)) if keyword(found[i]) in _REST or found[i].text == "{"), None)
    targets = tuple(t.text for t in found[form + 1 : rest])
    tail = described.text[found[rest].start :] if rest is not None else ""
    pattern = "" if rest is not None and (found[rest].text == "{" or keyword(found[rest]) == "WHERE") else "{}"
    return f"{described.prologue} SELECT DISTINCT {_list(targets)} {pattern} {tail}"


def _list(terms: tuple[str, ...]) -> str:
    """Terms as the list of a SELECT: variables and `*` as they are, IRIs under names of their own."""
    return " ".join(t if t[0] in "?$*" else f"({t} AS ?described{i})" for i, t in enumerate(terms))
