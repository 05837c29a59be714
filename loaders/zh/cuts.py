"""Where the clauses of a Chinese sentence begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.context import Context

LINE = re.compile(r"\s*[^,。;:()\d]{2,16}:\s*(?=[约近]?\d)")
"""A line of a form that gives a figure: "营业收入:334亿元"."""
Span = tuple[int, int]
CUT = re.compile(r"(?<!\d),|,(?!\d)|[;。!?:]|\s{2,}")
BRACKET = re.compile(r"[(]([^()]*)[)]")


def spans(
    context: Context, silent: Sequence[Span], key: re.Pattern[str], keys: tuple[str, ...], form: re.Pattern[str]
) -> Iterator[tuple[int, int, bool]]:
    """The spans of clauses; a bracket is one of its own, right behind the clause that it stands in.

    `key` and `form` are what begins a line of a form, `keys` are those whose value is a place and no clause of its own.
    """
    text, base = context.sentence.text, context.sentence.start
    brackets = [m for m in BRACKET.finditer(text) if not _inside(context, base + m.start(), base + m.end())]
    ends = [(m.start(), m.end()) for m in CUT.finditer(text) if not _held(context, m.start() + base, brackets)]
    head = key.match(text)
    line = form.match(text) or LINE.match(text)
    at = 0
    for a, b in [*ends, (len(text), len(text))]:
        if head is not None and a < len(text) and b <= head.end() and text[a] in ":":
            continue
        if text[a : a + 1] == ":" and (text[:a].endswith(keys) or (line is not None and a < line.end())):
            continue
        if text[at:a].strip():
            yield base + at, base + a, False
            for m in brackets:
                if at <= m.start() < a and not any(s <= base + m.start() < e for s, e in silent):
                    yield base + m.start(1), base + m.end(1), True
        at = b


def _inside(context: Context, start: int, end: int) -> bool:
    return any(m.start < end and start < m.end for m in context.sentence.mentions if m.start < start)


def _held(context: Context, at: int, brackets: Sequence[re.Match[str]]) -> bool:
    base = context.sentence.start
    inner = any(m.start() + base <= at < m.end() + base for m in brackets)
    return inner or any(m.start < at < m.end for m in context.sentence.mentions)
