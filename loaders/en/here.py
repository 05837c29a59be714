"""What "there" is: the plant spoken of last, where the sentence names no place itself."""

from __future__ import annotations

import re

from loaders.context import Context
from loaders.en.beside import is_site
from loaders.mentions import Mention


def there(context: Context, start: int, end: int) -> bool:
    """Whether the figure is of what is "there": "some 1,000 people are employed there"."""
    base = context.sentence.start
    around = context.sentence.text[max(0, start - base - 40) : end - base + 60]
    return bool(re.search(r"\bthere\b(?!\s+(?:is|are|was|were|has|have|had|will|would|may|can)\b)", around))


def site_there(context: Context, start: int) -> Mention | None:
    """The plant spoken of last; nothing where the sentence itself names a place before."""
    site = context.site
    return site if site is not None and not sited(context, start) else None


def sited(context: Context, start: int) -> bool:
    """Whether the sentence names a place or a plant before the figure."""
    return any(m.end <= start and (m.type == "Place" or is_site(m)) for m in context.sentence.mentions)
