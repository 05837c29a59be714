"""The status that the words of a Chinese clause tell."""

from __future__ import annotations

import functools
import re

from loaders.lexicon import Lexicon

Rows = tuple[tuple[str, re.Pattern[str]], ...]


@functools.lru_cache(maxsize=4)
def _rules(lexicon: Lexicon) -> tuple[Rows, Rows, re.Pattern[str]]:
    data = lexicon["chinese"]
    rows = tuple((row["status"], re.compile(row["words"])) for row in data["status"])
    after = tuple((row["status"], re.compile(row["after"])) for row in data["status"] if "after" in row)
    return rows, after, re.compile(data["clauses"]["done"])


def read(words: str, plan: str, default: str, lexicon: Lexicon, after: str = "") -> str:
    """The status of what `words` say; `plan` is a word of planning that an earlier clause carries on.

    `after` is what follows in the clause: "收购X的计划告吹".
    """
    rows, behind, done = _rules(lexicon)
    said = next((status for status, pattern in rows if pattern.search(words)), None)
    if said != "denied":
        said = next((status for status, pattern in behind if pattern.match(after)), said)
    if said == "actual":
        return said
    if done.search(words) and said in (None, "planned"):
        return "actual"
    if said is not None:
        return said
    return "planned" if plan else default
