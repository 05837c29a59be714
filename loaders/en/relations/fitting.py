"""Whether a mention may be an end of a relation, and whom a person acts for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.lexicon import read
from loaders.mentions import Mention
from ontology.load import ontology
from ontology.model import Ontology

PARTNERS = ("Company", "Institute", "GovernmentBody")


def fits(ontology: Ontology, mention: Mention, allowed: tuple[str, ...], party: bool) -> bool:
    """Whether a mention's class is one of `allowed`, or a place that may act as a party."""
    if mention.type not in ontology.classes:
        return False
    if party and mention.type == "Place":
        return True
    return any(ontology.is_a(mention.type, a) for a in allowed)


def of_kind(mention: Mention, kinds: Iterable[str]) -> bool:
    """Whether a mention's class is one of `kinds` or below one."""
    known = ontology()
    return mention.type in known.classes and any(known.is_a(mention.type, k) for k in kinds)


OWNED = re.compile(r"[’']s?\s(?:[a-z-]+\s){0,2}")
OF = re.compile(r"\s(?:in\s[^,;.]{2,30}\s)?of\s(?:the\s)?")


def partners(context: Context, tokens: Iterable[int]) -> list[Mention]:
    """Whom tokens stand for that may be the partner of another, each once."""
    rows = {m.entity: m for _, m in context.reader.filled(tokens) if m.entity and of_kind(m, PARTNERS)}
    return list(rows.values())


def acting(ontology: Ontology, mention: Mention, allowed: tuple[str, ...], context: Context) -> Mention:
    """The firm that acts where the text says that its plant does: "alumina from Vedanta's Lanjigarh refinery"."""
    if not mention.entity.startswith("site/") or fits(ontology, mention, allowed, party=False):
        return mention
    text, base = context.sentence.text, context.sentence.start
    firms = (m for m in context.sentence.mentions if m.type == "Company" and m.entity and not m.group)
    for firm in firms:
        pronoun = firm.nominal and " " not in firm.text and firm.end + 1 == mention.start
        before = pronoun or OWNED.fullmatch(text, firm.end - base, max(firm.end, mention.start) - base)
        if before or OF.fullmatch(text, mention.end - base, max(mention.end, firm.start) - base):
            return firm
    return context.keepers.get(mention.entity, mention)


def purposed(context: Context, at: int) -> list[tuple[int, Mention]]:
    """The plant that is built to do what the verb says: X in "A plans X in Norway, to make slab from scrap"."""
    tokens, verb = context.sentence.tokens, context.sentence.tokens[at]
    to = next((c.i for c in context.sentence.children(at) if c.dep == "aux" and c.text == "to"), at)
    words = read().words("facilities", "grammar", "purposes")
    named = next((t for t in reversed(tokens[:to]) if t.tag.startswith("VB") or _plant(context, t)), None)
    if verb.tag != "VB" or to == at or named is None or named.tag.startswith("VB") or named.dep != "dobj":
        return []
    plant = context.sentence.mentions[named.mention or 0]
    return [(named.i, plant)] if tokens[named.head].lemma in words and plant.entity and not plant.group else []


def _plant(context: Context, token: Token) -> bool:
    mention = context.sentence.mentions[token.mention] if token.mention is not None else None
    return mention is not None and of_kind(mention, ("Site",))


def governed(i: int, mention: Mention, context: Context) -> Mention:
    """The country for which its president acts: "Guinea's president X has withdrawn"."""
    if mention.type != "Person":
        return mention
    named = [c.mention for c in context.sentence.children(i) if c.dep == "poss" and c.mention is not None]
    places = [m for k in named if (m := context.sentence.mentions[k]).type == "Place"]
    return places[0] if places else mention
