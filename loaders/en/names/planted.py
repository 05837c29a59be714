"""The lines of lists and boxes before who is who: bare places that are plants, names that nothing else tells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.bounds import within
from loaders.en.names.plantwords import grammar
from loaders.en.parsing.model import ordinary
from loaders.en.parsing.parse import UPPER
from loaders.facts import OPENING, PARTS, Item, words_of
from loaders.lexicon import Lexicon, clue
from loaders.mentions import Mention, longest
from ontology.load import ontology

SHUT = re.compile(r"\s*(?:$|[,;:(.\n]|[–—-] |in (?=[A-Z])|and\b|& |\t|\d)| {2}")
"""What follows a bare place that is an item of a list of plants."""
GAP = re.compile(r"(?:,|\s[–—-]|:|\s\()?\s+(?:in |at )?")
NAME = re.compile(rf"[{UPPER}][\w'’-]+(?:[ -](?:(?:de|do|da|del|of|am|an der|sur|on) )?[{UPPER}][\w'’-]+){{0,3}}")
ADDRESS = re.compile(r"[^,\n]*(?:, [A-Z][\w-]+(?: [A-Z][\w-]+)?, [A-Z]|[^\W\d] \d{1,4}[a-z]?, [A-Z])")


def planted(text: str, mentions: Sequence[Mention], items: Sequence[Item], words: Lexicon) -> tuple[Mention, ...]:
    """The mentions of a text, bare places of lists of plants as plants: "Our plants" over "Linz, Austria: 20,000 t".

    What opens an item is a name there, also where nothing else tells that it is one.
    """
    if not items:
        return tuple(mentions)
    fresh = [m for item in items for m in _unnamed(text, item, within(mentions, item.start, item.end), words)]
    found = sorted([*mentions, *fresh], key=lambda m: m.start)
    starts = [m.start for m in found]
    for item in items:
        first, last = bisect_right(starts, item.start - 1), bisect_right(starts, item.end - 1)
        rows = [k for k in range(first, last) if found[k].end <= item.end]
        if item.role.plants:
            _plant(text, found, rows, item, words)
        elif item.role.id == "seat":
            _seat(text, found, rows, item)
        elif item.listed:
            _place(text, found, rows)
    return tuple(longest(found))


def _seat(text: str, found: list[Mention], rows: list[int], item: Item) -> None:
    """Makes the name that a fact begins with a place: "Location: Moengo, Suriname", not the house of an address."""
    first = found[rows[0]] if rows else None
    plain = first is not None and first.start == item.start and not ADDRESS.match(text, item.start, item.end)
    if first is not None and plain and _town(first):
        found[rows[0]] = _as_place(first)


def _unnamed(text: str, item: Item, known: Sequence[Mention], words: Lexicon) -> Iterator[Mention]:
    """The names that open an item, or a part of one, and are none by their letters alone."""
    role = item.role
    if not (role.plants or "Place" in role.types or "Company" in role.types):
        return
    runs = [_run(text, at, item, known) for at in _parts(text, item)]
    plain = all(run is None or ordinary(run.text.split()[0]) for run in runs)
    for run in (r for r in runs if r is not None):
        after = next((m for m in known if m.start >= run.end), None)
        stated = after is not None and after.type == "Place" and text[run.end : after.start] == ", "
        common = ordinary(run.text.split()[0]) and (plain or run.text.lower() in grammar(words).classes) and not stated
        sure = role.plants or "Place" in role.types or clue("planted.shared").match(text, run.end, item.end)
        if not common and (sure or (not item.listed and role.product)):
            yield run


def _run(text: str, at: int, item: Item, known: Sequence[Mention]) -> Mention | None:
    """The capital words at an offset, where they are the whole of a value and no mention yet."""
    run = NAME.match(text, at, item.end)
    if (
        run is None
        or not SHUT.match(text, run.end())
        or any(m.start < run.end() and run.start() < m.end for m in known)
    ):
        return None
    kind = "Place" if "Place" in item.role.types else "Company"
    if kind == "Place" and ADDRESS.match(text, item.start, item.end):
        return None
    return Mention(run.start(), run.end(), run[0], kind, guess=kind == "Company")


def _parts(text: str, item: Item) -> list[int]:
    """Where the item begins, and where its parts do where it has several values."""
    starts = [item.start]
    if not item.listed and "Place" not in item.role.types:
        starts += [m.end() for m in PARTS.finditer(text, item.start, item.end)]
    opened = [OPENING.match(text, at, item.end) for at in starts]
    return [m.end() if m is not None else at for m, at in zip(opened, starts, strict=True)]


def _plant(text: str, found: list[Mention], rows: list[int], item: Item, words: Lexicon) -> None:
    """Makes the places at the head of the items plants, and gives a plant the place behind it."""
    for k in rows[:1] if item.listed else rows:
        m = found[k]
        opens = text[item.start : m.start].strip() == ""
        kind = grammar(words).noun.fullmatch(text[item.start : m.start].strip(" ,:(–—-")) if item.listed else None
        if kind is not None and _town(m):  # "Foundry, Steyr"
            found[k] = _site_at(
                text, item, item.start, grammar(words).classes[kind[0].lower()], kind[0].lower(), found, k, rows
            )
        elif m.nominal and _site(m) and opens and k + 1 in rows and not _placed(m) and not m.group:
            after = found[k + 1]
            if _town(after) and GAP.fullmatch(text, m.end, after.start):
                found[k] = _site_at(text, item, m.start, m.type, m.head, found, k + 1, rows)
        elif _town(m) and (opens or not item.listed) and SHUT.match(text, m.end) and not _office(text, m, item):
            found[k] = _site_at(text, item, m.start, item.role.plants, _noun(item.role.plants, words), found, k, rows)


def _office(text: str, m: Mention, item: Item) -> bool:
    return words_of()["offices"].search(text, m.end, item.end if item.listed else min(item.end, m.end + 20)) is not None


def _site_at(
    text: str, item: Item, start: int, kind: str, noun: str, found: list[Mention], k: int, rows: list[int]
) -> Mention:
    """A plant that is told by the town that mention `k` is."""
    end = found[k].end
    sure = item.listed or ";" in text[item.start : item.end] or text.startswith(" (", end)
    inside = _with_state(text, found, k, rows) if sure else (_as_place(found[k]),)
    return Mention(start, end, text[start:end], kind, nominal=True, head=noun, inside=inside)


def _with_state(text: str, found: list[Mention], k: int, rows: list[int]) -> tuple[Mention, ...]:
    """A town with the country that stands behind it."""
    place, after = _as_place(found[k]), found[k + 1] if k + 1 in rows else None
    behind = after is not None and after.type == "Place" and re.fullmatch(r", | \(| in ", text[place.end : after.start])
    return (place, after) if after is not None and behind else (place,)


def _place(text: str, found: list[Mention], rows: list[int]) -> None:
    """Makes the names behind the head of a line places, where what follows says so: "X Ltd, Singen, Germany"."""
    for k in rows[1:]:
        m, before = found[k], found[k - 1]
        after = found[k + 1] if k + 1 in rows else None
        parted = re.search(r"(?:,|;|\(|\t| {2})\s*$", text[before.end : m.start]) is not None
        stated = after is not None and after.type == "Place" and text[m.end : after.start] == ", "
        alone = re.match(r"\s*(?:\)|\(\d|$|:|\n)", text[m.end : m.end + 4]) is not None
        if parted and _town(m) and m.guess and (stated or (alone and before.type == "Company" and k == rows[1])):
            found[k] = _as_place(m)


def _town(m: Mention) -> bool:
    return m.type == "Place" or (m.guess and m.type == "Company" and m.text.count(" ") < 3)


def _as_place(m: Mention) -> Mention:
    return replace(m, type="Place", guess=False)


def _placed(m: Mention) -> bool:
    return any(p.type == "Place" for p in m.inside)


def _noun(kind: str, words: Lexicon) -> str:
    return (
        next((noun for noun, k in grammar(words).classes.items() if k == kind), "plant")
        if kind != "Facility"
        else "plant"
    )


def _site(m: Mention) -> bool:
    return m.type in ontology().classes and ontology().is_a(m.type, "Site")
