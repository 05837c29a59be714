"""Who gives or gets material where the sentence leaves it to the text: whom the paragraph speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.context import Context
from loaders.en.parsing.roles import Use
from loaders.en.relations.fitting import of_kind
from loaders.en.relations.pacts import Pact
from loaders.en.relations.spoken import spoken_of
from loaders.en.relations.stuff import STANDING, Ends, counted, powered, within
from loaders.lexicon import Lexicon
from loaders.mentions import Mention

ENDS = ("Company", "Site")
PRONOUNS = frozenset({"we", "us", "our", "it", "its"})
MAIN = frozenset({"ROOT", "conj", "ccomp", "advcl"})
"""What a verb depends by that tells something new."""
DEFINITE = frozenset({"the", "this", "that", "these", "those"})


@dataclass(frozen=True)
class Flow:
    """One use of a verb: what goes, who had it and who gets it, as far as the sentence tells."""

    token: int
    theme: int
    giver: Ends
    receiver: Ends
    kind: str
    pact: Pact | None = None
    amount: int | None = None
    """Where its amount stands, if not with what goes."""


def implied(context: Context, flow: Flow, words: Lexicon, giving: bool) -> Ends:
    """Whom the paragraph speaks of, who is none of those named; None where the clause only says what a thing is."""
    if not tells(context, flow.token):
        return None
    known = {m.entity for m in (*(flow.giver or ()), *(flow.receiver or ()))}
    around = questioned(context) or ([] if unclear(context) else spoken_of(context, giving))
    for about in (*_sayers(context, flow.token), *around):
        if about.entity in known or not of_kind(about, ENDS):
            continue
        if not giving and _aside(context, about):  # "from X, in which A has a share": A's plant, or nobody
            if (plant := _plant(context, flow, words, about)) is None:
                context.refuse("no antecedent", "flows#" + flow.kind)
                return None
            return [plant]
        return [_house(context, about)] if giving or _uses(context, about, flow, words) else None
    return None


def _named(context: Context) -> set[str]:
    """Whom the sentence itself names, not by a pronoun."""
    return {m.entity for m in context.sentence.mentions if m.text.lower() not in PRONOUNS}


def _aside(context: Context, about: Mention) -> bool:
    """Whether a clause or an apposition names a firm to say what another is: A in "from X, in which A has a share"."""
    tokens = context.sentence.tokens
    spots = (
        t.i for t in tokens if t.mention is not None and context.sentence.mentions[t.mention].entity == about.entity
    )
    return any(
        tokens[k].dep in ("relcl", "appos", "acl") for i in spots for k in context.above(i) if _plain(context, i)
    )


def _plain(context: Context, i: int) -> bool:
    k = context.sentence.tokens[i].mention
    return k is not None and context.sentence.mentions[k].text.lower() not in PRONOUNS


def _plant(context: Context, flow: Flow, words: Lexicon, about: Mention) -> Mention | None:
    """The firm's plant spoken of, which gets what comes from X where "X, in which A has a share" is not said of A."""
    plant = context.plant if context.follows else None
    keeper = context.keepers.get(plant.entity) if plant is not None else None
    if plant is None or keeper is None or keeper.entity != about.entity or plant.type == "Facility":
        return None
    return plant if _uses(context, plant, flow, words) else None


def questioned(context: Context) -> list[Mention]:
    """Whom a question asks that names nobody: "Q: And the power?" is on the plant or firm of the title, or of "we".

    Nobody where the answer itself names that firm: "From X, in which A has a share" is not said of A.
    """
    if not unclear(context):
        return []
    asked = next((m for m in (context.head, context.topic) if m is not None and of_kind(m, ENDS)), None)
    return [asked] if asked is not None and asked.entity not in _named(context) else []


def unclear(context: Context) -> bool:
    """Whether a question names nobody to a firm that speaks for itself: it is not on whom the last answer was about."""
    return context.asked and context.own and not context.near


def _house(context: Context, about: Mention) -> Mention:
    """The firm itself where its own text speaks of its plant without a name: "Our smelter stands at X"."""
    firm, keeper = context.titled, context.keepers.get(about.entity)
    if firm is None or keeper is None or not (context.own and about.nominal):
        return about
    return firm if keeper.entity == firm.entity else about


def tells(context: Context, token: int) -> bool:
    """Whether a verb tells something new, also behind one that only says when or how: "is to come from"."""
    verb = context.sentence.tokens[token]
    while verb.dep == "xcomp" and verb.head != verb.i:
        verb = context.sentence.tokens[verb.head]
    return verb.dep in MAIN


def _sayers(context: Context, token: int) -> list[Mention]:
    """The firm that says what a clause tells: "X said that power would be bought from Y"."""
    verb = context.sentence.tokens[token]
    said = context.sentence.tokens[verb.head]
    firms = [m for _, m in context.reader.filled(context.reader.agents(said.i))] if verb.dep == "ccomp" else []
    return [m for m in firms if m.type == "Company" and m.entity]


def _uses(context: Context, about: Mention, flow: Flow, words: Lexicon) -> bool:
    """Whether it may use the material: no maker of it."""
    products = _products(context, flow)
    users = [u for p in products for u in words["flows"]["users"].get(p, ())]
    if users and about.type not in ("Company", "Facility", *users):
        return False
    return not products & context.makes.get(about.entity, set())


def _products(context: Context, flow: Flow) -> set[str]:
    """The products that the words for the material name."""
    rows = [context.sentence.tokens[k].mention for k in within(context, flow.theme)]
    return {context.sentence.mentions[k].product for k in rows if k is not None}


def sold(context: Context, flow: Flow, words: Lexicon) -> bool:
    """Whether what is bought is of those spoken of: "most of it was bought by X", "the output is taken by X"."""
    if not context.reader.passive(context.sentence.tokens[flow.token]):
        return counted(context, flow.theme, words) and makes(context)
    rows = [context.sentence.tokens[k].lemma for k in within(context, flow.theme)]
    return any(lemma in words["flows"]["outputs"] or lemma in STANDING for lemma in rows)


def makes(context: Context) -> bool:
    """Whether those spoken of are known to make something that others may take."""
    about = next((m for m in spoken_of(context, True) if of_kind(m, ENDS)), None)
    return about is not None and about.type == "Company" and bool(made_by(context, about))


def made_by(context: Context, firm: Mention) -> set[str]:
    """The products that a firm or its plants are said to make."""
    kept = [id for id, keeper in context.keepers.items() if keeper.entity == firm.entity]
    return {p for id in (firm.entity, *kept) for p in context.makes.get(id, ())}


def serves(context: Context, flow: Flow, use: Use, words: Lexicon) -> bool:
    """Whether the verb says that another uses it: it is supplied by someone, or someone supplies a certain thing."""
    if use.lemma not in words["flows"]["serves"]:
        return False
    if context.reader.passive(context.sentence.tokens[use.token]):
        return True
    if powered(context, flow.theme):
        return False
    kids = context.sentence.children(flow.theme)
    token = context.sentence.tokens[flow.theme]
    if context.asked and token.lemma == "it":
        return True
    return any(c.text.lower() in DEFINITE for c in kids if c.dep == "det") or token.lemma in words["flows"]["parts"]
