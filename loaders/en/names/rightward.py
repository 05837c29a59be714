"""The place behind the noun of a plant: "refinery in Holingol City", "its works, at Franklin in Kentucky, can"."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.en.names.plantwords import Grammar
from loaders.en.names.several import town
from loaders.lexicon import clue
from loaders.mentions import Mention


def right(text: str, at: int, starts: dict[int, Mention], rules: Grammar) -> tuple[int, Mention | None]:
    """The end of the phrase with its place: "in Holingol City", "at Moengo"."""
    here = starts.get(at + 1)
    if here is not None and here.type == "Place" and text[at + 1 : here.end] == "here":
        return here.end, here
    gap = rules.after.match(text, at) or _parted(text, at, starts, rules)
    if gap is None:
        return at, None
    if land := rules.land.match(text, at):
        return land.end(), None
    for end in (gap.end(), *_shorter(gap)):
        place = starts.get(end)
        sure = gap.group().split()[0] not in ("on", "around")
        if place is not None and (place.type == "Place" or (place.guess and sure)):
            noun = rules.noun.match(text, place.end + 1)
            zone = noun is not None and rules.classes.get(noun.group().lower()) == "IndustrialPark"
            if (noun and not zone) or text[place.end : place.end + 2] in ("'s", "’s"):
                return at, None  # "the mill at the Oinofyta plant", "the plant on Norway's west coast"
            if place.text in rules.vast and clue("rightward.all").search(text[max(0, at - 60) : at]):
                return at, None  # "the only smelter in Southeast Asia"
            wide = re.match(r"\s(?:state|region|area)\b", text[place.end : place.end + 8])
            end = at if gap.groupdict().get("told") else place.end + (wide.end() if wide else 0)
            end = noun.end() if zone and noun is not None else end  # "in the Duqm free zone"
            return end, replace(place, type="Place", guess=False)
    return at, None


def _parted(text: str, at: int, starts: dict[int, Mention], rules: Grammar) -> re.Match[str] | None:
    """The gap of "its newest works, at Franklin in Kentucky, can" or, of several plants, "its mines are around X"."""
    gap = rules.aside.match(text, at)
    place = starts.get(gap.end()) if gap is not None else None
    if gap is None or town(place) is None or place is None:
        return None
    if gap["parts"] != ",":
        return gap if re.search(r"(?<!work)s$", text[max(0, at - 5) : at]) else None  # "works" may be one
    state = re.match(r"(?:,| in| near| outside)? (?=\w)", text[place.end : place.end + 9])
    larger = starts.get(place.end + state.end()) if state else None
    end = larger.end if larger is not None and larger.type == "Place" else place.end
    closed = clue("facilities.closed").match(text, end)
    return gap if closed else None


def _shorter(gap: re.Match[str]) -> list[int]:
    """Earlier word starts in the gap: "city of Weihai" may be the place's own form."""
    return [gap.start() + m.end() for m in re.finditer(r"\s+", gap.group()) if m.end() < len(gap.group())]
