"""A list that goes on behind what a pattern matched: "is in the hands of A and B", where the pattern tells of A."""

from __future__ import annotations

import re

from loaders.lexicon import clue
from loaders.wording import BOTH, JOIN, MENTION

_LIST = re.compile(rf"(?:{JOIN}[{MENTION}])*{BOTH}[{MENTION}]")


def following(match: re.Match[str], group: str) -> str:
    """The signs of the names behind the group that ends a match, where its clause ends with them.

    "A and B plan a mill" goes on with a clause of B's own: nothing was said of B before. Nor is B what the words right
    before A say of A: "cable maker A and B".
    """
    if match.end(group) != match.end() or not clue("matched.governs").search(match.string[: match.start(group)]):
        return ""
    more = _LIST.match(match.string, match.end())
    ends = more is not None and clue("matched.ends").match(match.string, more.end())
    return re.sub(f"[^{MENTION}]", "", more[0]) if more is not None and ends else ""
