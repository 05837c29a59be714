"""Where the firms are at home that the registry does not know, as far as the text tells: whose dollars theirs are."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from graph.names import peoples
from graph.resolve import Registry
from loaders.en.parsing.parse import Sentence
from loaders.grammar import datelines
from loaders.lexicon import alternation, clue, read
from loaders.mentions import Mention

BACK = 60
"""Characters before a name within which its nation is told."""
HEAD = 120
"""Characters within which a dateline ends."""


def homes(text: str, sentences: Sequence[Sentence], registry: Registry) -> Mapping[str, str]:
    """The countries of firms that the registry does not place, by the firms' ids.

    By the words beside a name ("the Australian foil maker X", "X of Geelong"); else by the town of the dateline for
    the firm that the text names first.
    """
    country_of = functools.partial(land, registry)
    found: dict[str, str] = {}
    first = ""
    for sentence in sentences:
        for k, mention in enumerate(sentence.mentions):
            if mention.type != "Company" or mention.nominal or not mention.entity or placed(registry, mention.entity):
                continue
            first = first or mention.entity
            if told := _nation(text, sentence, mention, registry) or _town(text, sentence, k, country_of):
                found.setdefault(mention.entity, told)
    if first and first not in found and (here := _dateline(text, sentences, registry)):
        found[first] = here
    return found


def placed(registry: Registry, id: str) -> bool:
    """Whether the registry tells where a firm is at home."""
    entry = registry.entries.get(id)
    return entry is not None and (entry.place is not None or entry.entity.country is not None)


@functools.cache
def _people() -> re.Pattern[str]:
    return re.compile(rf"\b({alternation(peoples())})(?:\s[a-z][\w-]*){{0,5}}\s$")


def _nation(text: str, sentence: Sentence, mention: Mention, registry: Registry) -> str:
    before = _people().search(text[max(sentence.start, mention.start - BACK) : mention.start])
    return next(_countries(registry, peoples()[before[1]]), "") if before is not None else ""


def _town(text: str, sentence: Sentence, k: int, country_of: Callable[[str], str]) -> str:
    """The country of the place right behind a name: "X of Geelong", "X, based in Geelong"."""
    after = sentence.mentions[k + 1] if k + 1 < len(sentence.mentions) else None
    if (
        after is None
        or after.type != "Place"
        or not clue("homes.of").fullmatch(text[sentence.mentions[k].end : after.start])
    ):
        return ""
    return country_of(after.entity)


def _dateline(text: str, sentences: Sequence[Sentence], registry: Registry) -> str:
    """The country of the town from which the text comes."""
    start = text.rfind("\n", 0, sentences[0].start) + 1 if sentences else 0
    line = text[start : start + HEAD]
    if not any(p.match(line) for p in datelines(read())):
        return ""
    town = clue("homes.town").match(line)
    places = [e.entity.id for e in registry.exact(town[0].strip().title()) if e.entity.type == "Place"] if town else []
    return land(registry, places[0]) if len(places) == 1 else ""


def _countries(registry: Registry, name: str) -> Iterator[str]:
    return (e.entity.id for e in registry.exact(name) if e.entity.type == "Place" and e.entity.level == "country")


def land(registry: Registry, place: str) -> str:
    """The country in which a place lies, or which it is; "" where the registry does not know it."""
    entity = registry.entity(place)
    if entity is not None and entity.level == "country":
        return place
    return next((e.entity.id for e in registry.parents(place) if e.entity.level == "country"), "")
