"""All that one gives to another: what frames said, put right, and what verbs, contracts and customers tell besides."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.relations.customers import customers
from loaders.en.relations.flows import flows
from loaders.en.relations.pacts import pacts, turned
from loaders.en.relations.takers import righted
from loaders.lexicon import Lexicon


def supplied(context: Context, said: Sequence[Candidate], words: Lexicon) -> list[Candidate]:
    """The candidates of a sentence with all its supplies."""
    rows = turned(said, context, words)
    for find in (flows, customers, pacts):
        rows += find(context, rows, words)
    rows = righted(rows, context, words)
    house = [c for c in rows if _in_house(c, context, words) or _shipped(c, context, words)]
    for c in house:
        context.refuse("a firm's own plants", c.extractor)
    return [c for c in rows if c not in house and not _sold_itself(c, rows)]


def _sold_itself(c: Candidate, rows: Sequence[Candidate]) -> bool:
    """Whether it is no material that changes hands but its maker: "buys Suralco, a maker of alumina, from X"."""
    if c.predicate != "supplies" or c.object is None or not c.extractor.endswith("#buy-from"):
        return False
    return any(o.predicate == "acquires" and o.subject.entity == c.object.entity for o in rows)


def _shipped(c: Candidate, context: Context, words: Lexicon) -> bool:
    """Whether it is only a port that something goes to, or "its" is the giver's own plant."""
    if c.predicate != "supplies" or c.object is None:
        return False
    keeper = context.keepers.get(c.object.entity)
    own = c.extractor.endswith("#provides-all") and c.object.text.lower() == "its"
    if own and keeper is not None and keeper.entity == c.subject.entity:
        return True  # "The Foobar smelter delivers most of its metal to carmakers"
    harbours = words.words("facilities", "grammar", "harbours")
    return c.object.entity.startswith("site/") and c.object.text.split()[-1].lower() in harbours


def _in_house(c: Candidate, context: Context, words: Lexicon) -> bool:
    """Whether one plant of a firm only works for another of it: "its dam, which feeds the company's smelter"."""
    if c.predicate != "supplies" or c.object is None or not c.extractor.endswith(("#feed", "#feeds")):
        return False
    keeper = context.keepers.get(c.object.entity)
    said = any(o.predicate in ("operates", "owns") and o.ends == c.ends for o in context.said)
    if not said and (keeper is None or keeper.entity != c.subject.entity):
        return False
    power = frozenset(words["flows"]["of_power"])
    return not any(m.product for m in context.sentence.mentions) and not any(
        t.lemma.lower() in power for t in context.sentence.tokens if t.mention is None
    )
