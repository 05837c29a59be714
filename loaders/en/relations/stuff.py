"""What is material, how much of it, and who stands with it: X in "gas for X", "X's gas", "ore mined by X"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.statement import Scalar, number
from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.en.parsing.roles import Use
from loaders.en.relations.fitting import of_kind
from loaders.lexicon import Lexicon, read
from loaders.mentions import Mention

Ends = list[Mention] | None
"""Who is named; [] where the words name someone unknown, None where they name nobody."""
PLAIN = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,4})?")
STANDING = frozenset({"it", "they", "them", "that", "this", "rest", "remainder", "balance"})
"""Words that stand for the material of the sentence before."""
POWER = frozenset({"MW", "kWh"})
"""Units of which a mere figure says that power goes: "377 MW to X"."""


def material(context: Context, i: int, words: Lexicon, made: bool, depth: int = 0) -> bool:
    """Whether a noun is material or power, or so much of it; "most of it" of what the sentence before names."""
    token = context.sentence.tokens[i]
    if token.mention is not None and context.sentence.mentions[token.mention].type == "Product":
        return True
    table, lemma = words["flows"], token.lemma.lower()
    if lemma in table["materials"] or (made and lemma in table["outputs"]) or powered(context, i):
        return True
    if lemma in table["needs"]:
        return any(
            material(context, k, words, made, depth + 1) for k in (*_kinds_of(context, i), *within(context, i)[1:])
        )
    if lemma == "it" and token.dep == "dobj" and _stands(context, token):
        return True
    if lemma in ("it", "they", "them", "that", "this"):  # "It comes from X" answers a question
        gone = lemma == "they" and context.sentence.tokens[token.head].lemma in table["goes"]
        alone = context.asked or gone or (lemma in ("that", "this") and token.dep == "dobj")
        return context.stuff is not None and (alone if depth == 0 else True)
    if token.tag == "WDT" and depth > 0 and depth < 4:  # "all of which"
        return (noun := whole(context, i)) is not None and material(context, noun, words, made, depth + 1)
    if lemma in table["carried"] and token.mention is None and len(within(context, i)) == 1:
        return known(context, i) or any(material(context, k, words, made, depth + 1) for k in _kinds_of(context, i))
    if depth > 2 or not (lemma in table["parts"] or token.tag == "CD"):
        return False
    return any(material(context, k, words, made, depth + 1) for k in within(context, i)[1:])


def _stands(context: Context, token: Token) -> bool:
    """Whether "it" is the material of which the sentence has just said what is done to it."""
    mention = context.sentence.mentions[token.mention] if token.mention is not None else None
    if mention is None or mention.entity:
        return False
    before = [t for t in context.sentence.tokens[: token.i] if t.dep in ("dobj", "nsubjpass") and t.mention is not None]
    return bool(before) and context.sentence.mentions[before[-1].mention or 0].type == "Product"


def counted(context: Context, i: int, words: Lexicon) -> bool:
    """Whether it is so many tonnes of what everybody knows: "bought 21,000 tonnes from A"."""
    return context.sentence.tokens[i].lemma.lower() in words["flows"]["units"] and len(within(context, i)) == 1


def known(context: Context, i: int) -> bool:
    """Whether the words before have named material that a noun may stand for: "the rest"."""
    before = (context.sentence.mentions[t.mention] for t in context.sentence.tokens[:i] if t.mention is not None)
    return any(m.type == "Product" for m in before) or context.stuff is not None


def powered(context: Context, i: int) -> bool:
    """Whether a noun is a figure of power: "377 megawatts", "0.4 TWh a year"."""
    return any(i in ids for q, ids in context.amounts if q.unit in POWER)


def _kinds_of(context: Context, i: int) -> list[int]:
    """What stands before a noun as its kind: "alumina" of "alumina needs"."""
    return [c.i for c in context.sentence.children(i) if c.dep in ("compound", "nmod", "amod")]


def within(context: Context, i: int) -> list[int]:
    """A noun and what it is so much of."""
    below = [g.i for c in context.sentence.children(i) if c.lemma == "of" for g in context.sentence.children(c.i)]
    return [i, *below]


def whole(context: Context, i: int) -> int | None:
    """The noun that a clause tells of, by a word in it: the ore of "ore, all of which comes from X"."""
    tokens = context.sentence.tokens
    which = next((k for k in within(context, i) if tokens[k].tag == "WDT"), i)
    at = next((which - k for k in (3, 4) if which > k and tokens[which - k].text == ","), None)
    if at is not None and tokens[which - 1].text == "of":  # whatever the parser hangs the clause on
        place = tokens[at - 1]
        sited = place.mention is not None and context.sentence.mentions[place.mention].type == "Place"
        if not (sited and place.dep == "pobj"):
            return at - 1
        verb = tokens[tokens[place.head].head]  # "bakes anodes at X, a third of which"
        done = [c.i for c in context.sentence.children(verb.i) if c.dep == "dobj"] if verb.tag[:2] == "VB" else [verb.i]
        return next(iter(done), None)
    while tokens[i].dep != "relcl" and tokens[i].head != i:
        i = tokens[i].head
    return tokens[i].head if tokens[i].dep == "relcl" else None


def consumer(context: Context, i: int, words: Lexicon) -> Ends:
    """Who needs or gets the material that a clause tells more of: X in "X needs ore, which comes from Y"."""
    return _doing(context, i, words, ("needed", "uses", "takes"))


def producer(context: Context, i: int, words: Lexicon) -> Ends:
    """Who makes the material that a clause tells more of: X in "X makes billet, most of which goes to Y"."""
    return _doing(context, i, words, ("yields",)) if whole(context, i) is not None else None


def _doing(context: Context, i: int, words: Lexicon, kinds: tuple[str, ...]) -> Ends:
    """Who does with the material what the verb above it tells."""
    tokens = context.sentence.tokens
    noun = tokens[i if (found := whole(context, i)) is None else found]
    if noun.dep == "pobj" and tokens[noun.head].lemma == "of":
        noun = tokens[tokens[noun.head].head]
    verb = tokens[noun.head]
    done = noun.dep == "dobj" and any(verb.lemma in words["flows"][k] for k in kinds)
    return named(context, context.reader.agents(verb.i)) if done else None


def named(context: Context, tokens: Iterable[int] | None) -> Ends:
    """The firms and plants that tokens stand for, of a plant that nobody knows the firm whose it is."""
    if not tokens:
        return None
    rows = [m for _, m in context.reader.filled(tokens) if m.type not in ("Product", "Person")]
    return [m for m in rows if m.entity] or [m for i in tokens for m in _keepers(context, i)]


def _keepers(context: Context, i: int) -> list[Mention]:
    """Whose a plant without a name is: X in "X's own mines in the north"."""
    token = context.sentence.tokens[i]
    plant = context.sentence.mentions[token.mention] if token.mention is not None else None
    if plant is None and token.lemma not in read()["flows"]["sources"]:
        return []
    if plant is not None and not of_kind(plant, ("Site",)):
        return []
    owners = [c.i for c in context.sentence.children(i) if c.dep == "poss"]
    return [m for _, m in context.reader.filled(owners) if m.entity and m.type == "Company"]


def beside(context: Context, i: int, prepositions: tuple[str, ...], words: Lexicon | None = None) -> Ends:
    """Who stands with the material: X in "gas for X", "X's gas", "most of the power for X"."""
    found: Ends = None
    for k in within(context, i):
        for c in context.sentence.children(k):
            if c.dep == "prep" and c.lemma in prepositions:
                below = [g for g in context.sentence.children(c.i) if g.dep == "pobj"]
                if words is not None and all(g.mention is None and g.lemma in words["flows"]["stages"] for g in below):
                    continue
                found = (found or []) + placed(context, [g.i for g in below])
            elif c.dep == "poss":
                found = (found or []) + placed(context, [c.i])
    return found


def placed(context: Context, tokens: list[int]) -> list[Mention]:
    """Firms and plants, and the one plant of a place for which something is."""
    rows = named(context, tokens) or []
    lying = [context.lying(m.entity) if m.type == "Place" else m for m in rows]
    return [m for m in lying if m is not None]


def maker(context: Context, i: int, words: Lexicon) -> Ends:
    """Who made or brings the material: X in "ore mined by X", "scrap that X collects", "gas shipped from X"."""
    found: Ends = None
    for verb in _told(context, i):
        if verb.lemma in words["flows"]["makes"]:
            rows = _behind(context, verb.i, ("by", "from")) if verb.tag == "VBN" else context.reader.agents(verb.i)
            found = (found or []) + (named(context, rows) or [])
    return found


def measured(context: Context, i: int, words: Lexicon, amount: int | None = None) -> dict[str, Scalar]:
    """Which material it is and how much of it, as far as its own words say; its `amount` may stand elsewhere."""
    found: dict[str, Scalar] = {}
    tokens = context.sentence.tokens
    for k in within(context, i):
        product = _product(context, k)
        k = noun if tokens[k].tag == "WDT" and (noun := whole(context, k)) is not None else k
        if product or (k == i and powered(context, i)) or tokens[k].lemma.lower() in words["flows"]["of_power"]:
            found.setdefault("product", product or "electricity")
        elif tokens[k].mention is None and tokens[k].lemma.lower() in words["flows"]["raw"]:
            told = tokens[k].lemma.lower()
            found.setdefault("product", words["flows"]["called"].get(told, told))
        for quantity, ids in context.amounts:
            if (
                (k if amount is None else amount) in ids
                and quantity.unit in (*POWER, "t", "t/a")
                and "quantity" not in found
            ):
                found |= {"quantity": number(quantity.value), "unit": quantity.unit}
    return found if "quantity" in found else found | _bare(context, i if amount is None else amount)


def _bare(context: Context, i: int) -> dict[str, Scalar]:
    """A figure that leaves its unit to the one before: "draws 200 megawatts from A, 95 from B"."""
    token = context.sentence.tokens[i]
    rows = [q for q, _ in context.amounts if q.unit in (*POWER, "t", "t/a") and q.end <= token.start]
    whole = PLAIN.fullmatch(token.text)
    if token.tag != "CD" or whole is None or not rows or any(i in ids for _, ids in context.amounts):
        return {}
    first = PLAIN.match(rows[-1].text)
    if first is None or float(first[0].replace(",", "")) != rows[-1].value:
        return {}  # "0.4 TWh": the unit says how much a figure is
    between = [m for m in context.sentence.mentions if m.product and rows[-1].end <= m.start < token.start]
    stuff: dict[str, Scalar] = {"product": between[-1].product} if between else {}
    return {"quantity": number(float(whole[0].replace(",", ""))), "unit": rows[-1].unit, **stuff}


def _product(context: Context, i: int) -> str:
    """Which product a noun names, or stands for: "it", "the rest"."""
    token = context.sentence.tokens[i]
    if token.mention is not None and (found := context.sentence.mentions[token.mention].product):
        return found
    if token.tag == "WDT" and (noun := whole(context, i)) is not None:
        return next((p for k in within(context, noun) if (p := _product(context, k))), "")
    if token.lemma not in STANDING and (token.mention is not None or token.lemma not in read()["flows"]["carried"]):
        return ""
    before = [m for m in context.sentence.mentions if m.product and m.end <= token.start]
    if before:  # "bakes anodes and sends part of them to X"
        return before[-1].product
    return context.stuff.product if context.stuff is not None else ""


def user(context: Context, i: int, words: Lexicon) -> Ends:
    """Who uses the material: X in "all the power that X needs"."""
    found: Ends = None
    for verb in _told(context, i):
        if verb.dep == "relcl" and verb.lemma in words["flows"]["needed"]:
            found = (found or []) + (named(context, context.reader.agents(verb.i)) or [])
    return found


def _told(context: Context, i: int) -> Iterator[Token]:
    """The verbs that tell of a noun: "mined" of "ore mined by X"."""
    for k in within(context, i):
        yield from (c for c in context.sentence.children(k) if c.dep in ("acl", "relcl") and c.tag.startswith("VB"))


def instances(context: Context, i: int, words: Lexicon) -> Ends:
    """Who is named as an instance of a noun: A and B in "carmakers such as A and B", "customers like A"."""
    kids = [c for c in context.sentence.children(i) if c.dep == "prep" and c.lemma in words["flows"]["instances"]]
    below = [g.i for c in kids for g in context.sentence.children(c.i) if g.dep == "pobj"]
    return named(context, context.reader.joined(below))


def carried(context: Context, use: Use, way: str) -> list[int]:
    """From or to whom it is carried in some way: X in "arrives by rail from X", "goes back to X"."""
    ways = [
        c
        for c in context.sentence.children(use.token)
        if c.dep in ("prep", "prt", "advmod", "agent") and c.lemma != "for"
    ]
    below = [g for c in ways for g in context.sentence.children(c.i) if g.mention is None]
    rows = [k for g in (*ways, *below) for k in context.sentence.children(g.i) if k.lemma == way and k.dep == "prep"]
    return context.reader.joined(g.i for k in rows for g in context.sentence.children(k.i) if g.dep == "pobj")


def _behind(context: Context, i: int, prepositions: tuple[str, ...]) -> list[int]:
    """What stands behind prepositions that hang on a word."""
    kids = [c for c in context.sentence.children(i) if c.lemma in prepositions and c.dep in ("prep", "agent")]
    return [g.i for c in kids for g in context.sentence.children(c.i) if g.dep == "pobj"]
