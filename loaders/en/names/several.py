"""Several plants in one phrase: "smelters at A and B", "three mills, at A, B and C", "the A and B works"."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.lexicon import clue
from loaders.mentions import Mention

APART = re.compile(r"(?:,\s+(?:at|in|near)|:|\s[-–—]|,)\s+")  # between plants and the list of where they are
Known = tuple[dict[int, Mention], dict[int, Mention], int]


def several(
    text: str, mention: Mention, names: list[Mention], place: Mention | None, known: Known, lands: frozenset[str]
) -> Mention | None:
    """One mention for the plants of "smelters at A and B" or "its A, Quebec, and B, Ky., smelters"."""
    firms = tuple(m for m in names if m.type != "Place" and not m.guess)
    rows, at = _places_of(text, mention, place, known[1], lands)
    if rows:
        members = [
            replace(mention, start=a, end=r[0].end, text=text[a : r[0].end], inside=(*firms, *r))
            for a, r in zip(_starts(mention, rows, at), rows, strict=True)
        ]
        end = rows[-1][-1].end
        return replace(mention, end=end, text=text[mention.start : end], group=tuple(members))
    return _before(text, mention, names, firms, known, lands) if place is None else None


def _starts(mention: Mention, rows: list[list[Mention]], at: int) -> list[int]:
    """Where the words of each plant start: each of "smelters at A, B and C" is told by all up to its town."""
    return [mention.start for _ in rows] if at == mention.end else [r[0].start for r in rows]


def _places_of(
    text: str, mention: Mention, place: Mention | None, starts: dict[int, Mention], lands: frozenset[str]
) -> tuple[list[list[Mention]], int]:
    """The towns, each with its state, that are listed behind plants; and where the plants' own words end."""
    if place is not None and (rows := _listed(text, place, starts, lands)):
        return rows, mention.end
    end = mention.end if place is None else place.end
    gap = APART.match(text, end)
    first = town(starts.get(gap.end())) if gap is not None else None
    rows = _listed(text, first, starts, lands) if first is not None else []
    bare = gap is not None and gap.group().strip() == ","
    if not rows or (bare and (place is not None or not clue("several.shut").match(text, rows[-1][-1].end))):
        return [], end
    return [[*r, place] if place is not None and len(r) == 1 else r for r in rows], -1


def _listed(text: str, place: Mention, starts: dict[int, Mention], lands: frozenset[str]) -> list[list[Mention]]:
    """The places joined by "and" to the first one; [] where there is but one."""
    rows, listed = [[place, *_bracketed(text, place.end, starts), *_apart(text, place.end, starts)]], False
    end = place.end if text.startswith(" (", place.end) else rows[0][-1].end
    while (gap := clue("several.listed").match(text, end)) and (other := town(starts.get(gap.end()))):
        joined = "and" in gap.group()
        state = (other.name and other.name != other.text) or other.text in lands or listed
        if joined and len(rows) == 2 and clue("several.again").search(gap.group()):
            rows = [[*rows[0], *rows[1]]]  # "plants in Linyi, Shandong, and in Jiayuguan": a town in its province
        if state and not joined and rows[-1][-1].text not in lands:
            rows[-1].append(other)  # a state or country after its town
        else:
            larger = _bracketed(text, other.end, starts) or _apart(text, other.end, starts, len(rows[0]) > 1)
            rows.append([other, *larger])
            listed = listed or joined
        end = other.end if text.startswith(" (", other.end) else max(other.end, rows[-1][-1].end)
    return rows if listed else []


def _bracketed(text: str, end: int, starts: dict[int, Mention]) -> list[Mention]:
    """The province of "Tuzla (Istanbul)"."""
    larger = starts.get(end + 2) if text[end : end + 2] == " (" else None
    return [larger] if larger is not None and larger.type == "Place" else []


def _apart(text: str, end: int, starts: dict[int, Mention], own: bool = False) -> list[Mention]:
    """The land of a town in a list that goes on behind it: "at Kitimat in Canada and at Ardal in Norway".

    That of the last town is its `own` where the first has one, else it may be that of all.
    """
    gap = clue("several.land").match(text, end)
    land = starts.get(gap.end()) if gap is not None else None
    goes_on = land is not None and land.type == "Place" and (own or clue("several.more").match(text, land.end))
    return [land] if land is not None and goes_on else []


def _before(
    text: str, mention: Mention, names: list[Mention], firms: tuple[Mention, ...], known: Known, lands: frozenset[str]
) -> Mention | None:
    """The plants whose places stand before their noun: "its A, Quebec, and B, Ky., smelters"."""
    ends, _, limit = known
    start, groups = mention.start, [tuple(m for m in names if m.type == "Place" or m.guess)]
    while groups[0] and (more := _before_and(text, start, ends, limit, lands)):
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


def town(mention: Mention | None) -> Mention | None:
    fits = mention is not None and (mention.type == "Place" or mention.guess)
    return replace(mention, type="Place", guess=False) if mention is not None and fits else None


def _before_and(text: str, at: int, ends: dict[int, Mention], limit: int, lands: frozenset[str]) -> tuple[Mention, ...]:
    """The place, or town and state, that a list names before the one at `at`; "A, B" of "A, B and C" are two."""
    gap = re.search(r",?\s+and\s+$|,\s+$", text[max(limit, at - 8) : at])
    if gap is None:
        return ()
    end = at - len(gap.group())
    for stop in (end, end - text.endswith(",", 0, end)):
        state = ends.get(stop)
        here = ends.get(state.start - 2) if state and text[max(0, state.start - 2) : state.start] == ", " else None
        wide = state is not None and (state.text in lands or (bool(state.name) and state.name != state.text))
        if wide and state is not None and here is not None and (here.guess or here.type == "Place"):
            return here, state
        if (only := town(state)) is not None:
            return (only,)
    return ()
