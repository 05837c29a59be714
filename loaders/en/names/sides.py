"""The buyer and the seller of whom a text speaks without a name, and whether it tells right there who they are."""

from __future__ import annotations

import re

from loaders.lexicon import clue

BUYERS, SELLERS = frozenset({"buyer", "purchaser", "acquirer", "owner"}), frozenset({"seller", "vendor"})
TOLD = re.compile(r"\s(?:is|was|being)\s|[:,]\s(?!who\b|whose\b|which\b)|\s[A-Z<]")


def explained(text: str, form: re.Match[str], head: str) -> bool:
    """Whether it stands for no one named before: "The seller is X" tells it right there, "an Oslo-based one"."""
    if not form.group().lower().startswith("the ") and clue("sides.new").search(
        text[max(0, form.start() - 48) : form.start()]
    ):
        return True
    if head == "venture":
        return not form.group().startswith("The")
    return head in BUYERS | SELLERS and TOLD.match(text, form.end()) is not None
