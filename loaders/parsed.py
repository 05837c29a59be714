"""What the parsed form of a regex tells of its matches: the words that they need, and how they begin."""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Iterable
from typing import Any

MOST = 99
"""Words of one set that are looked for before a pattern is tried."""
SHORT = 4
"""Letters of a word that is too short to be rare."""
FIRST_PART = 0xF800
"""The first of the characters that stand for parts of a regex; no text has them."""
PART = (None, 0, 0)
"""Number and flags of the group that a part is: the parser keeps no such group by itself."""
ZERO = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
"""What looks at the text and takes nothing of it."""
Sets = list[frozenset[str]]


class Parts(dict[str, str]):
    """What single characters stand for in a regex that says the same long words in many places.

    Hundreds of patterns hold a list of roles or of takeovers: to parse each list once for all of them, not once a
    pattern, takes half of the time until the first sentence can be read.
    """

    def sign(self, source: str) -> str:
        """The character of a regex, which may stand wherever a group may; its own where it is new."""
        char = next((c for c, known in self.items() if known == source), chr(FIRST_PART + len(self)))
        self[char] = source
        return char

    def written(self, text: str) -> str:
        """The regex in full."""
        return re.sub(f"[{''.join(self)}]", lambda m: f"(?:{self[m[0]]})", text) if self else text


def parsed(source: str, flags: int = 0, parts: Parts | None = None) -> Any:
    """The parsed form of a regex, that of its parts where their signs stand."""
    tree = _parser().parse(source, flags)
    if parts:
        _fill(tree, parts)
    return tree


def _parser() -> Any:
    return importlib.import_module("re._parser")


@functools.cache
def _parsed(source: str) -> Any:
    return _parser().parse(source)


def _fill(tree: Any, parts: Parts) -> None:
    """Put the parsed parts where their characters stand in a parsed regex."""
    ops = _parser()
    for k, (op, av) in enumerate(tree.data):
        if op is ops.LITERAL and chr(av) in parts:
            tree[k] = (ops.SUBPATTERN, (*PART, _parsed(parts[chr(av)])))
        elif op is ops.IN and any(o is ops.LITERAL and chr(v) in parts for o, v in av):
            each = [ops.SubPattern(tree.state, [item]) for item in av]  # `(?:a|b)` of single characters is [ab]
            tree[k] = (ops.BRANCH, (None, each))
        for inner in _below(*tree[k]):
            _fill(inner, parts)


def _below(op: Any, av: Any) -> Iterable[Any]:
    """What a step of a parsed regex holds, beside a part that is filled in."""
    if not isinstance(av, tuple) or av[:3] == PART:
        return ()
    ops = _parser()
    return av[1] if op is ops.BRANCH else [a for a in av if isinstance(a, ops.SubPattern)]


def cost(words: frozenset[str]) -> tuple[bool, bool, int, int, list[str]]:
    """Few words first, of equally many the longest; last what nearly every text has: "of", a space."""
    shortest = min(map(len, words))
    return shortest < SHORT, len(words) > 9, -shortest, len(words), sorted(words)


def needs(tree: Iterable[tuple[Any, Any]]) -> Sets:
    """Sets of words: of each, one stands in whatever the pattern matches, or beside it."""
    found: Sets = []
    run, steps = "", list[tuple[Any, Any]]()
    for op, av in tree:
        char = chr(av) if str(op) == "LITERAL" else ""
        if char and (char.isascii() or char.lower() == char.upper()):
            run, steps = run + char.lower(), [*steps, (op, av)]
            continue
        # "a(?:bc|bd)" needs "abc" or "abd": what stands before the branches is told with each of them.
        inner = (av[0], [[*steps, *branch] for branch in av[1]]) if str(op) == "BRANCH" else av
        found += [frozenset({run})] * bool(run) + _inner(str(op), inner)
        run, steps = "", []
    return [words for words in [*found, *[frozenset({run})] * bool(run)] if len(words) <= MOST]


@functools.cache
def _known(part: Any) -> Sets:
    """What a part needs, told once for all that hold it."""
    return needs(part)


def _inner(op: str, av: Any) -> Sets:
    if op == "SUBPATTERN":
        return _known(av[3]) if av[:3] == PART else needs(av[3])
    if op == "ASSERT" and av[0] > 0:  # what is looked back at may stand before the part that is searched
        return needs(av[1])
    if op in ("MAX_REPEAT", "MIN_REPEAT") and av[0] > 0:
        return needs(av[2])
    if op == "BRANCH":
        best = [min(needs(branch), key=cost, default=frozenset[str]()) for branch in av[1]]
        return [frozenset().union(*best)] if all(best) else []
    if op == "IN" and all(str(o) == "LITERAL" and chr(v).lower() == chr(v).upper() for o, v in av):
        return [frozenset(chr(v) for _, v in av)]
    return []


def heads(tree: Iterable[tuple[Any, Any]], fold: bool) -> frozenset[str] | None:
    """Parts of a character class, one of which begins each match; None where that is not told, or it may be empty."""
    before: frozenset[str] = frozenset()
    for op, av in tree:
        name = str(op)
        if name in ZERO or (name == "BRANCH" and all(str(o) in ZERO for branch in av[1] for o, _ in branch)):
            continue
        found = _first(name, av, fold)
        if found is None:
            return None
        before |= found
        if name not in ("MAX_REPEAT", "MIN_REPEAT") or av[0] > 0:
            return before
    return None


def _first(op: str, av: Any, fold: bool) -> frozenset[str] | None:
    if op == "SUBPATTERN":
        return heads(av[3], (fold or bool(av[1] & re.IGNORECASE)) and not av[2] & re.IGNORECASE)
    if op in ("MAX_REPEAT", "MIN_REPEAT"):
        return heads(av[2], fold)
    if op == "BRANCH":
        rows = [heads(branch, fold) for branch in av[1]]
        return frozenset[str]().union(*(r for r in rows if r)) if all(rows) else None
    parts = [_part(str(o), v, fold) for o, v in (av if op == "IN" else [(op, av)])]
    return frozenset(parts) if all(parts) else None


def _part(op: str, av: Any, fold: bool) -> str:
    """A part of a character class; "" for what is not told, or is met all over a text."""
    if op == "CATEGORY":
        return r"\d" if str(av) == "CATEGORY_DIGIT" else ""
    ends = [chr(av)] if op == "LITERAL" else [chr(x) for x in av] if op == "RANGE" else []
    rare = all(not c.islower() and not c.isspace() and not (fold and c.lower() != c.upper()) for c in ends)
    return "-".join(map(re.escape, ends)) if ends and rare and (op == "LITERAL" or not fold) else ""
