"""Material that reaches a plant from another, and what only one firm of the text makes: whose it is, none need say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.parsing.roles import Use
from loaders.en.relations.implied import Flow, tells
from loaders.en.relations.stuff import material, named, within
from loaders.lexicon import Lexicon
from loaders.mentions import Mention


def reached(context: Context, use: Use, sources: Sequence[int], words: Lexicon) -> Iterator[Flow]:
    """Both ends of "Ore reaches the refinery by a conveyor from X's mine"."""
    receiver = named(context, use.roles.get("patient") or use.roles.get("prep:at"))
    later = (t for t in context.sentence.tokens[use.token :] if t.lemma == "from")
    below = [g.i for t in later for g in context.sentence.children(t.i) if g.dep == "pobj"]
    giver = named(context, sources) or named(context, below)
    for theme in use.roles.get("agent", ()) if receiver and giver else ():
        if material(context, theme, words, True):
            yield Flow(use.token, theme, giver, receiver, "reaches")


def going_on(context: Context, i: int, words: Lexicon) -> Candidate | None:
    """What the sentence before said went to another, where a noun is a part of it: "A part has also gone to Y"."""
    token = context.sentence.tokens[i]
    if token.lemma.lower() not in words["flows"]["parts"] or token.mention is not None or len(within(context, i)) > 1:
        return None
    rows = [c for c in context.last if c.predicate == "supplies" and context.follows]
    return rows[0] if len({c.subject.entity for c in rows}) == 1 else None


def only_maker(context: Context, flow: Flow) -> list[Mention] | None:
    """The firm of the text, where it alone makes what goes: "The alumina is hauled by rail to X's smelters"."""
    tokens = context.sentence.tokens
    definite = any(c.dep == "det" and c.lemma == "the" for c in context.sentence.children(flow.theme))
    if not definite or not tells(context, flow.token) or tokens[flow.theme].mention is None:
        return None
    named = [k for i in within(context, flow.theme) if (k := tokens[i].mention) is not None]
    products = {context.sentence.mentions[k].product for k in named}
    keepers = context.keepers
    makers = {
        keepers[id].entity if id in keepers else id for id, made in context.makes.items() if made & (products - {""})
    }
    firms = (m for m in (context.topic, context.titled, *keepers.values()) if m is not None and m.type == "Company")
    firm = next((m for m in firms if {m.entity} == makers), None)
    return [firm] if firm is not None and firm.entity not in {m.entity for m in flow.receiver or ()} else None
