"""Whom "the Perth-based miner" means, and whose words a sentence reports."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from graph.resolve import Registry
from loaders.en.meant.homes import land, placed
from loaders.en.parsing.parse import Sentence, Token
from loaders.lexicon import alternation, clue, read
from loaders.mentions import Mention


def seat(text: str, done: Sequence[Mention], mention: Mention) -> Mention | None:
    """The place of "the Perth-based miner"."""
    last = done[-1] if done else None
    based = last is not None and last.type == "Place" and clue("seated.based").fullmatch(text[last.end : mention.start])
    return last if based else None


def seated(place: Mention, firms: Iterable[Mention], registry: Registry) -> Mention | None:
    """The first of the firms that is at home in the place, else the first that is at home in no other country."""
    rows = [m for m in firms if m.type == "Company" and m.entity]
    sure = (m for m in rows if registry.based(m.entity, place.entity))
    country = land(registry, place.entity)
    free = (m for m in rows if not (country and placed(registry, m.entity)) or registry.based(m.entity, country))
    return next(sure, None) or next(free, None)


def employer(text: str, sentence: Sentence, actors: Sequence[tuple[Token, Mention]]) -> Mention | None:
    """The firm whose officer the one person of a sentence is said to be right there; no analyst's or minister's.

    Not where he speaks of what another firm does: "A will expand it, said P, chairman of B".
    """
    if any(t.dep == "nsubj" and m.type == "Company" and not m.nominal for t, m in actors):
        return None
    people = [m for m in sentence.mentions if m.type == "Person"]
    firms = [m for m in sentence.mentions if m.type == "Company" and m.entity and not m.nominal]
    if len(people) != 1:
        return None
    before, after = _posts()
    behind = (f for f in firms if after.fullmatch(text[people[0].end : f.start]))
    ahead = (f for f in firms if before.fullmatch(text[f.end : people[0].start]))
    return next(behind, None) or next(ahead, None)


@functools.cache
def _posts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands between a firm and its officer, the firm first or last."""
    persons = read()["names"]["persons"]
    role = rf"(?:[\w-]+\s){{0,3}}?(?:{alternation(set(persons['roles']) - set(persons['outsiders']))})"
    before = re.compile(rf"(?:[’']s?)?\s{role},?\s", re.IGNORECASE)
    return before, re.compile(rf",\s(?:the\s|an?\s|its\s)?{role}\s(?:of|at|for)\s(?:the\s)?", re.IGNORECASE)
