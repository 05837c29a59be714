"""What the money of a firm goes into, where its figure would else be the firm's own: new lines, a restart, a unit."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from loaders.context import Context
from loaders.en.figures.beside import elsewhere, is_site
from loaders.en.figures.pointed import verb_of
from loaders.en.parsing.parse import Token
from loaders.lexicon import clue, read
from loaders.mentions import Mention
from loaders.metrics import Metric, shared
from loaders.window import Span

APART = 2
"""How many characters part a noun from the name behind it: ", "."""
TOWARDS = frozenset({"in", "into", "on", "for", "towards"})


def funded(context: Context, metric: Metric, figure: Span, word: Span, found: Mention | None) -> Mention | None:
    """What the money goes into, where `found` is only who spends it; None where that has no name; else `found`."""
    if metric.name != "investment" or found is None or found.type != "Company":
        return found
    if clue("funded.business").match(context.sentence.text, figure[1] - context.sentence.start):
        return _bought(context, found) or found
    goals = list(_goals(context, figure, word))
    if not goals:
        return _begun(context, found, figure) or found
    if any(_among(context, found, g) for g in goals):
        return found  # "put 40 million dollars into X"
    if _unknown(context, goals[0]):
        return None  # "put 40 million dollars into the plants" of a firm that it has bought
    below = [context.sentence.tokens[i] for g in goals for i in context.sentence.subtree(g.i)]
    named = [m for t in below if t.mention is not None for m in context.sentence.mentions[t.mention].each]
    places = [p for m in named if m.type == "Place" and (p := context.lying(m.entity)) is not None]
    if goals[0].mention is not None and len(places) == 1 and len(goals) == 1:
        return places[0]  # "will put 30 million dollars into Xtown"
    firms = [m for m in named if m.type == "Company" and m.entity and m.entity != found.entity]
    if any(g.lemma in read().words("figures", "kin") for g in goals):
        return next(iter((*firms, *_behind(context, goals))), found)  # "in its Thai subsidiary, X Ltd"
    if any(is_site(m) or (m.type == "Company" and m.entity != found.entity) for m in named):
        return found
    if not any(_done(g) for g in goals) or _large(context, goals[0]) or elsewhere(context, metric):
        return found
    return _plant(context, found)


def _goals(context: Context, figure: Span, word: Span) -> Iterator[Token]:
    """The nouns behind "in", "into" or "on" that follow the verb, the noun or the sum."""
    heads = [context.sentence.head_of(*figure), context.sentence.head_of(*word), verb_of(context, *figure)]
    for head in {h.i: h for h in heads if h is not None and h.mention is None}.values():
        for child in context.sentence.children(head.i):
            if child.dep == "prep" and child.lemma in TOWARDS and child.start >= figure[1]:
                yield from (g for g in context.sentence.children(child.i) if g.dep in ("pobj", "pcomp"))


def _among(context: Context, found: Mention, goal: Token) -> bool:
    """Whether the firm itself is what the money goes into."""
    mention = None if goal.mention is None else context.sentence.mentions[goal.mention]
    return mention is not None and any(m.entity == found.entity for m in mention.each)


def _unknown(context: Context, goal: Token) -> bool:
    """Whether these are plants that nobody can tell, and it is not said that they are the firm's own."""
    mention = None if goal.mention is None else context.sentence.mentions[goal.mention]
    own = any(c.dep == "poss" for c in context.sentence.children(goal.i))
    return mention is not None and mention.nominal and not mention.entity and not mention.group and not own


def _done(goal: Token) -> bool:
    """Whether it is a part of a plant, or something undertaken there."""
    known = goal.lemma in shared().undertakings or goal.lemma in read()["figures"]["fitted"]
    return goal.mention is None and known


def _large(context: Context, goal: Token) -> bool:
    """Whether it is something that no single plant has, or several ventures: "relining and growth projects"."""
    rest = itertools.takewhile(lambda t: t.text not in ",;.", context.sentence.tokens[goal.i :])
    return any(
        t.lemma in read().words("figures", "large") or (t.tag == "NNS" and t.lemma in shared().ventures) for t in rest
    )


def _plant(context: Context, firm: Mention) -> Mention | None:
    """The firm's plant that the text spoke of last; the firm itself where the text knows of no plant of it."""
    kept = [id for id, keeper in context.keepers.items() if keeper.entity == firm.entity and id in context.sites]
    plant = context.plant
    near = plant is not None and not plant.group and plant.entity in context.around
    if plant is not None and near and (plant.entity in kept or plant.entity not in context.keepers):
        return plant
    return None if kept else firm


def _bought(context: Context, firm: Mention) -> Mention | None:
    """The business that the firm has bought or bids for, of which the text told last."""
    last = context.latest.get("acquires")
    return last.object if last is not None and last.subject.entity == firm.entity else None


def _begun(context: Context, firm: Mention, figure: Span) -> Mention | None:
    """The plant that the sentence before said the firm is building up: "It is spending 85 million dollars"."""
    verb = verb_of(context, *figure)
    if verb is None or verb.lemma not in shared().spending or context.periods or not context.follows:
        return None
    if verb.tag in ("VBD", "VBN") or any(is_site(m) for m in context.sentence.mentions):
        return None
    built = {c.object.entity: c.object for c in context.last if c.predicate == "develops" and c.object is not None}
    mine = all(c.subject.entity == firm.entity for c in context.last if c.predicate == "develops")
    return next(iter(built.values())) if len(built) == 1 and mine else None


def _behind(context: Context, goals: list[Token]) -> list[Mention]:
    """The firm that is named right behind the noun for it."""
    ends = {g.end for g in goals}
    rows = (m for m in context.sentence.mentions if m.type == "Company" and m.entity and not m.nominal)
    return [m for m in rows if any(0 <= m.start - e <= APART for e in ends)]
