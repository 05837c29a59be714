"""The plant in whose grounds a new one is: "an anode plant within the complex", "Beside the smelter a remelt shop"."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.en.parsing.parse import Sentence
from loaders.lexicon import clue
from loaders.mentions import Mention


def hosted(sentence: Sentence, k: int, done: Sequence[Mention]) -> Mention | None:
    """The plant beside mention `k`, as far as `done` tells it; both stand for themselves."""
    base, new = sentence.start, sentence.mentions[k]
    after = done[k + 1] if k + 1 < len(done) else None
    if after is not None and after.entity and after.head and not after.group:
        gap = sentence.text[new.end - base : after.start - base]
        if clue("hosted.within").fullmatch(gap):
            return after
    before = done[k - 1] if 0 < k <= len(done) else None
    if before is not None and before.entity and before.head and not before.group:
        opens = clue("hosted.opened").search(sentence.text[: before.start - base])
        if opens and clue("hosted.then").fullmatch(sentence.text[before.end - base : new.start - base]):
            return before
    return None
