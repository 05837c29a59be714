"""What a list of holders holds: the thing of their verb, what stands behind a share, what was named last.

"The refinery, which is shared out between A (60 %) and B (40 %)", "A will hold 85 % and B 15 % of its share capital".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from loaders.context import Context
from loaders.lexicon import Lexicon
from loaders.mentions import Mention

PRONOUNS = frozenset({"it", "its", "them", "their"})


def owned(mention: Mention) -> bool:
    """Whether it is something that has owners: a firm or a plant, and one alone."""
    return (
        (mention.type == "Company" or mention.entity.startswith("site/")) and bool(mention.entity) and not mention.group
    )


def governed(context: Context, at: int, words: Lexicon) -> Mention | None:
    """The thing that belongs to or is held by those who stand at `at`, by the verb whose list they are in."""
    verb = next((t for t in reversed(context.sentence.tokens) if t.end <= at and t.tag.startswith("VB")), None)
    if verb is None or context.reader.lemma(verb) not in words["syntax"]["holders"]["verbs"]:
        return None
    passive = context.reader.passive(verb)
    if not passive and verb.lemma != "belong":
        return None
    things = context.reader.undergoer(verb) if passive else context.reader.agents(verb.i)
    rows = {m.entity: m for _, m in context.reader.filled(things) if m.end <= verb.start}
    found = next(iter(rows.values()), None)
    return found if found is not None and len(rows) == 1 and owned(found) else None


def named(context: Context, whole: Mention, holders: Sequence[str]) -> Mention | None:
    """What the words behind a share name; "it" and "its" are none of the holders but what was spoken of before."""
    if whole.text.lower() not in PRONOUNS or (whole.entity and whole.entity not in holders):
        return whole
    return other(context, holders)


def other(context: Context, holders: Iterable[str]) -> Mention | None:
    """The one firm or plant of the sentence before that is none of the holders."""
    known = set(holders)
    rows = {m.entity: m for m in context.near if owned(m) and m.entity not in known} if context.follows else {}
    return next(iter(rows.values())) if len(rows) == 1 else None
