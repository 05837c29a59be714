"""The status that the words of a Chinese clause tell."""

from __future__ import annotations

import functools
import re

from loaders.lexicon import Lexicon


@functools.lru_cache(maxsize=4)
def _rules(lexicon: Lexicon) -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str]]:
    data = lexicon["chinese"]
    rows = tuple((row["status"], re.compile(row["words"])) for row in data["status"])
    return rows, re.compile(data["clauses"]["done"])


def read(words: str, plan: str, default: str, lexicon: Lexicon) -> str:
    """The status of what `words` say; `plan` is a word of planning that an earlier clause carries on."""
    rows, done = _rules(lexicon)
    said = next((status for status, pattern in rows if pattern.search(words)), None)
    if done.search(words) and said in (None, "planned"):
        return "actual"
    if said is not None:
        return said
    return "planned" if plan else default
