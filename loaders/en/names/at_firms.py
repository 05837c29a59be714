"""Names behind "at" that are firms and no towns: "at Foobar Co (FC)", "at Foobar Metals", "at Alcoa Rugby"."""

from __future__ import annotations

import re

from graph.resolve import Registry
from loaders.lexicon import Lexicon, clue
from loaders.mentions import Mention


def firm_at(text: str, mention: Mention, registry: Registry, lexicon: Lexicon) -> bool:
    """Whether a name after "at" is a firm's: by its abbreviation, what it is called, its trade or its first word."""
    if not text.endswith(" at ", 0, mention.start):
        return False
    short = re.match(r"\s\(([A-Z]{2,6})\)", text[mention.end : mention.end + 9])
    initials = "".join(w[0] for w in mention.text.split() if w[0].isupper())
    alone = mention.text.isalpha() and mention.text.isupper() and 1 < len(mention.text) < 7
    if alone or (short is not None and short[1] == initials) or clue("finder.trade").match(text, mention.end):
        return True
    first, *rest = mention.text.split()
    if not rest:
        return False
    known = any(e.entity.type == "Company" for e in registry.normalised(first))
    return known or rest[-1] in lexicon.words("names", "runs", "trades")
