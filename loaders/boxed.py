"""Boxes of facts with keys beside or above their values, read as "Key: value"; offsets stay those of the text."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from graph.names import simplified
from loaders.facts import keys
from loaders.interviewed import turns
from loaders.lexicon import alternation, read
from loaders.periods import periods
from loaders.tables import find
from loaders.wrapped import Flow, unwrapped

GAP = re.compile(r"\S(?:\.{3}|\t| {2}| \| )|\n")
Cut = tuple[int, int]


@functools.cache
def _rules() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A key with its value on one line, the group `gap` between them; a line that is a key and the one below."""
    data = read()["facts"]
    key = rf"{data['lead']}(?:{keys()})(?:\s\([^()\n]{{1,30}}\))?"
    value = r"(?=[^\s.|<>»/][^\n\t|]*\|?[ \t]*(?:\n|$))(?![^\n]*\S {3,}\S)"
    figure = rf"(?:{alternation(data['figured'])})(?=[^\w\n][^\n]*\d)(?:,? (?:19|20)\d\d)?(?:\s\([^()\n]{{1,30}}\))?"
    beside = (
        rf"^[^\w\n]*(?:{key}|{data['lead']}{figure})(?P<gap>[ \t]?\.{{3,}}[ \t]*|[ \t]*\t[ \t]*| {{2,}}| +\| +){value}"
    )
    single = alternation([*data["single"], *data["stacked"]])
    above = rf"^[ \t]*{data['lead']}(?:{single})(?P<gap>:?[ \t]*\n)(?=[ \t]*(?P<value>[^\s].{{0,80}})$)"
    flags = re.IGNORECASE | re.MULTILINE
    return re.compile(beside, flags), re.compile(above, flags)


def flowing(text: str) -> Flow:
    """The text as it is read: a line for each paragraph, "Key: value" for each fact, in simplified characters."""
    flow = boxed(unwrapped(text))
    flow = replace(flow, text=turns(flow.text))
    plain = simplified(flow.text)
    return flow if plain == flow.text else replace(flow, text=plain, respelled=True)


def boxed(flow: Flow) -> Flow:
    """The text with its keys and values joined; the same flow where it has no box."""
    text = flow.text
    cuts = sorted({*_beside(text), *_above(text)}) if GAP.search(text) else []
    return _cut(flow, cuts) if cuts else flow


def _beside(text: str) -> Iterator[Cut]:
    rows = list(_rules()[0].finditer(text))
    starts = {m.start() for m in rows}
    years = (t for t in find(text) if _told(t[0].cells[1:]) and t[0].start not in starts) if len(rows) > 1 else ()
    tabled = [(t[0].start, t[-1].end) for t in years]
    for match in rows if len(rows) > 1 else ():
        if not any(a <= match.start("gap") < b for a, b in tabled):
            yield match.span("gap")


def _told(heads: tuple[str, ...]) -> bool:
    """Whether the headings of columns are periods."""
    return all(len(periods(h, None)) == 1 for h in heads)


def _above(text: str) -> list[Cut]:
    """Keys on lines of their own, where there are several and none is the value of another."""
    rows = list(_rules()[1].finditer(text))
    starts = [m.start() for m in rows]
    fit = [m for m in rows if not _key_at(starts, m.start("value"), text) and not m["value"].endswith(".")]
    return [m.span("gap") for m in fit] if len(fit) > 1 else []


def _key_at(starts: list[int], at: int, text: str) -> bool:
    line = text.rfind("\n", 0, at) + 1
    k = bisect_left(starts, line)
    return k < len(starts) and starts[k] == line


def _cut(flow: Flow, cuts: list[Cut]) -> Flow:
    """The flow with ": " in place of what is cut."""
    parts, at = list[str](), 0
    starts, origins, moved = list[int](), list[int](), 0
    pieces = [*((a, b) for a, b in cuts), (len(flow.text), len(flow.text))]
    for a, b in pieces:
        inner = [s for s in flow.starts if at < s < a]
        for s in (at, *inner):
            starts.append(s - moved)
            origins.append(flow.origin(s))
        parts.append(flow.text[at:a])
        if a < b:
            parts.append(": ")
            starts.append(a - moved)
            origins.append(flow.origin(a))
            moved += (b - a) - 2
        at = b
    return Flow(flow.stored, "".join(parts), starts, origins)
