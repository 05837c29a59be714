"""Unknown names that the text calls plants: "Brazil's alumina refinery Foobar", "Foobar is the largest mill in Spain".

A page headed by a bare name that speaks of "the mill" of some other firm is about the plant of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from loaders.en.names.facilities import facility_class, one
from loaders.lexicon import Lexicon, clue
from loaders.mentions import Mention

BACK = 60
"""Characters before a name in which its kind is told."""
FAR = 400
"""The same where the sentence before tells it: "two refineries ... One of these,"."""


def called(text: str, names: Sequence[Mention], titles: Iterable[tuple[int, int]], lexicon: Lexicon) -> list[Mention]:
    """The names; those called plants with the class of the noun, here and wherever else they stand."""
    done = [_called(text, m, lexicon) if m.guess and m.type == "Company" else m for m in names]
    sites = {m.name or m.text: m.type for m, was in zip(done, names, strict=True) if m is not was}
    for a, b in list(titles)[:2]:
        sites.update(_headed(text, text[a:b].strip(), names, lexicon))
    if not sites:
        return done
    return [
        replace(m, type=sites[m.text], guess=False) if m.guess and m.type == "Company" and m.text in sites else m
        for m in done
    ]


def _called(text: str, mention: Mention, lexicon: Lexicon) -> Mention:
    """The name as that of a plant, where the words right beside it say so."""
    at = max(0, mention.start - BACK)
    if kind := clue("called.apposed").search(text[at : mention.start]):
        start = at + kind.start("noun")
        type = facility_class(kind["noun"], lexicon) or "Facility"
        return Mention(start, mention.end, text[start : mention.end], type, name=mention.text)
    if (noun := _among(text, mention.start)) is not None:
        return replace(mention, type=facility_class(noun, lexicon) or "Facility", guess=False)
    told = clue("called.called").match(text, mention.end)  # "Nachtigal, the hydropower station that"
    if told is None:
        told = clue("called.largest").match(text, mention.end)
        told = None if told is None or _acts(text, mention.text) else told
    if told is None:
        return mention
    return replace(mention, type=facility_class(told["noun"], lexicon) or "Facility", guess=False)


def _among(text: str, start: int) -> str | None:
    """The noun of the plants of which the name is one: "There are two refineries. One of these, Foobar, makes"."""
    lead = clue("called.among").search(text[max(0, start - 40) : start])
    nouns = list(clue("called.several").finditer(text[max(0, start - FAR) : start])) if lead else []
    last = nouns[-1] if nouns else None
    return None if last is None or last["noun"] is None else one(last["noun"].lower())


def _acts(text: str, form: str) -> bool:
    """Whether the text tells of the name what only a firm does or has."""
    name, acts = re.escape(form), clue("called.acts").pattern
    return re.search(rf"\b{name}\b(?:{acts})|\bby\s{name}\b", text) is not None


def _headed(text: str, line: str, names: Sequence[Mention], lexicon: Lexicon) -> dict[str, str]:
    """The plant that a page is about: "Welcome to Foobar" above "Northmet opened the mill in 1988"."""
    form = clue("called.welcome").sub("", line)
    if not clue("called.bare").fullmatch(form) or not any(m.guess and m.text == form for m in names):
        return {}
    kept = clue("called.keeps").search(text)
    if kept is None or kept["firm"] == form or _acts(text, form):
        return {}
    kind = facility_class(kept["noun"], lexicon)
    return {} if kind is None else {form: kind}
