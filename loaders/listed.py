"""Lists of plants that share their noun: "smelters at A and B", "its A, Quebec, and B, Ky., smelters"."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.mentions import Mention

NUMBER = re.compile(r"\b(?:two|three|four|both)\s$", re.IGNORECASE)
LISTED = re.compile(r"(?:\s\([^()\n]{2,30}\))?(?:,?\s+and\s+|,\s+)(?:(?:in|at|near|outside)\s+)?")
Known = tuple[dict[int, Mention], dict[int, Mention], int]


def several_of(
    text: str, mention: Mention, names: list[Mention], place: Mention | None, known: Known
) -> Mention | None:
    """One mention for the plants of "smelters at A and B" or "its A, Quebec, and B, Ky., smelters"."""
    ends, starts, limit = known
    firms = tuple(m for m in names if m.type != "Place" and not m.guess)
    if place is not None and not plural(mention):
        return None
    if place is not None:
        rows, end, listed = [[place, *_bracketed(text, place.end, starts)]], place.end, False
        while (gap := LISTED.match(text, end)) and (other := town(starts.get(gap.end()))):
            if other.name and other.name != other.text and "and" not in gap.group():
                rows[-1].append(other)  # a state's abbreviation after its town
            else:
                rows.append([other, *_bracketed(text, other.end, starts)])
                listed = listed or "and" in gap.group()
            end = other.end
        starts_at = [mention.start, *(r[0].start for r in rows[1:])]
        number = NUMBER.search(text[max(limit, mention.start - 8) : mention.start])
        first = mention.start - (len(number.group()) if number else 0)
        pair = len(rows) == 2  # of more than two only the first is told by the noun
        members = [
            replace(
                mention,
                start=a,
                end=r[-1].end,
                text=text[first if pair or a == mention.start else a : _shown(text, r)],
                inside=(*firms, *r),
            )
            for a, r in zip(starts_at, rows, strict=True)
        ]
        whole = replace(mention, end=rows[-1][-1].end, text=text[mention.start : rows[-1][-1].end])
        return replace(whole, group=tuple(members)) if listed else None
    start, groups = mention.start, [tuple(m for m in names if m.type == "Place" or m.guess)]
    while groups[0] and (more := _before_and(text, start, ends, limit)):
        groups.insert(0, more)
        start = more[0].start
    if len(groups) < 2:
        return None
    members = [
        replace(
            mention,
            start=g[0].start,
            end=mention.end if g is groups[-1] else g[0].end,
            text=text[g[0].start : mention.end if g is groups[-1] else g[0].end],
            inside=(*firms, *(replace(m, type="Place", guess=False) for m in g)),
        )
        for g in groups
    ]
    return replace(mention, start=start, text=text[start : mention.end], group=tuple(members))


def _shown(text: str, places: list[Mention]) -> int:
    """Where the phrase of a plant with these places ends: before a province in brackets."""
    return places[0].end if text[places[0].end : places[0].end + 2] == " (" else places[-1].end


def _bracketed(text: str, end: int, starts: dict[int, Mention]) -> list[Mention]:
    """The province of "Tuzla (Istanbul)"."""
    larger = starts.get(end + 2) if text[end : end + 2] == " (" else None
    return [larger] if larger is not None and larger.type == "Place" else []


def town(mention: Mention | None) -> Mention | None:
    fits = mention is not None and (mention.type == "Place" or mention.guess)
    return replace(mention, type="Place", guess=False) if mention is not None and fits else None


def _before_and(text: str, at: int, ends: dict[int, Mention], limit: int) -> tuple[Mention, ...]:
    """The place, or town and state, that a list names before the one at `at`."""
    gap = re.search(r",?\s+and\s+$|,\s+$", text[max(limit, at - 8) : at])
    if gap is None:
        return ()
    end = at - len(gap.group())
    for stop in (end, end - text[:end].endswith(",")):
        state = ends.get(stop)
        here = ends.get(state.start - 2) if state and text[max(0, state.start - 2) : state.start] == ", " else None
        if state is not None and state.type == "Place" and here is not None and (here.guess or here.type == "Place"):
            return here, state
        if (only := town(state)) is not None:
            return (only,)
    return ()


def plural(mention: Mention) -> bool:
    """Whether a nominal speaks of more than one plant."""
    return mention.head.endswith("s") and not mention.head.endswith("works")
