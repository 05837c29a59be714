"""Who "the Swiss trader" is among firms that the registry does not know: by what the text or the name tells."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence

from graph.resolve import Registry
from loaders.en.meant.homes import homes, placed
from loaders.en.parsing.parse import Sentence
from loaders.lexicon import alternation, read
from loaders.mentions import Mention


def of_nation(
    text: str, nation: str, seen: Iterable[Mention], sentences: Sequence[Sentence], registry: Registry
) -> Mention | None:
    """The firm named last that is at home in a country; `seen` has the last first, `sentences` are those before."""
    firms = [m for m in seen if m.type == "Company" and m.entity]
    sure = next((m for m in firms if registry.based(m.entity, nation)), None)
    if sure is not None:
        return sure
    told: Mapping[str, str] = homes(text, sentences, registry)
    unknown = [m for m in firms if not placed(registry, m.entity)]
    by_text = next((m for m in unknown if told.get(m.entity) == nation), None)
    free = [m for m in unknown if m.entity not in told and not m.nominal]
    named = by_text or next((m for m in free if _called(nation).search(m.form)), None)
    alone = len({m.entity for m in firms}) == 1  # of whom else can it be said?
    return named or (free[0] if free and alone else None)


@functools.cache
def _called(nation: str) -> re.Pattern[str]:
    """What only a firm of the country has in its name."""
    words = read()["names"]["homes"].get(nation.removeprefix("place/"), ())
    return re.compile(rf"(?:^|\s)(?:{alternation(words)})(?=$|\s)") if words else re.compile(r"(?!)")
