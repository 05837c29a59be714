"""Plants that the text only tells together: "two plants in Coldwater" are one thing, and no plant of the town."""

from __future__ import annotations

from collections.abc import Iterable

from loaders.en.names.facilities import plural
from loaders.mentions import Mention


def lumped(plants: Mention, sites: Iterable[Mention]) -> bool:
    """Whether a mention stands for all of several plants, and is not one of "mills at A and B"."""
    return plural(plants) and not any(m.start == plants.start and m.entity != plants.entity for m in sites)
