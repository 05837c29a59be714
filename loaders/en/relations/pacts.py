"""What two have agreed: the parties of "A has signed a pact with B to source ore", and who of them brings power.

Of a power contract the utility is the one that gives, whoever is named first: "Sarawak Energy's contract with X".
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.en.parsing.roles import Use
from loaders.en.relations.fitting import of_kind
from loaders.en.relations.stuff import Ends, material, named
from loaders.lexicon import Lexicon
from loaders.mentions import Mention

EXTRACTOR = "pacts#"
POWERED = ("#contract", "#power-purchase")
"""Rules that take whom a contract is with for the one who gives."""


@dataclass(frozen=True)
class Pact:
    """Who holds an agreement, and with whom; the verb that says so, and whether it only binds them loosely."""

    holder: Ends
    other: Ends
    verb: int
    loose: bool


def pact_of(context: Context, verb: int, words: Lexicon) -> Pact | None:
    """The agreement of which an infinitive tells what is agreed; None where it hangs on none."""
    tokens = context.sentence.tokens
    token = tokens[verb]
    if token.tag != "VB" or token.dep not in ("acl", "relcl", "advcl", "xcomp") or not _to(context, token):
        return None
    for noun in agreed(context, tokens[token.head], words):
        kids = [c for c in context.sentence.children(noun.i) if c.lemma == "with" and c.i < verb]
        other = named(context, [g.i for c in kids for g in context.sentence.children(c.i) if g.dep == "pobj"])
        if other:
            top = tokens[token.head] if token.dep != "acl" else tokens[noun.head]
            top = tokens[top.head] if top.dep == "prep" else top
            loose = noun.lemma in words["flows"]["loose"]
            return Pact(named(context, context.reader.agents(top.i)), other, top.i, loose)
    return None


def _to(context: Context, token: Token) -> bool:
    return any(c.dep == "aux" and c.lemma == "to" for c in context.sentence.children(token.i))


def agreed(context: Context, head: Token, words: Lexicon) -> Iterator[Token]:
    """The nouns for an agreement at or below a word, and a verb that says by itself that two agree."""
    table = words["flows"]
    if head.lemma in table["pacts"]:
        yield head
    for c in context.sentence.children(head.i):
        below = (g for g in context.sentence.children(c.i) if g.dep == "pobj") if c.dep == "prep" else (c,)
        yield from (g for g in below if g.lemma in table["pacts"] and g.mention is None)
    if head.lemma in table["agrees"]:
        yield head


def turned(rows: Sequence[Candidate], context: Context, words: Lexicon) -> list[Candidate]:
    """The candidates, those of power contracts the other way round where the giver is no utility and the other is."""
    return [_turn(c) if _backwards(c, context, words) else c for c in rows]


def _turn(c: Candidate) -> Candidate:
    assert c.object is not None
    return replace(c, subject=c.object, object=c.subject)


def _backwards(c: Candidate, context: Context, words: Lexicon) -> bool:
    if c.predicate != "supplies" or c.object is None or not c.extractor.endswith(POWERED):
        return False
    power = c.qualifiers.get("product") == "electricity" and c.object.type == "Company"
    return power and utility(context, c.object, words) and not utility(context, c.subject, words)


def utility(context: Context, firm: Mention, words: Lexicon) -> bool:
    """Whether a firm makes or brings power, by its name or what is said before it: "the state utility X"."""
    if firm.type != "Company":
        return False
    name = f" {firm.text.lower()}"
    if any(f" {w}" in name for w in words["flows"]["utility_names"]):
        return True
    start = firm.start - context.sentence.start
    before = context.sentence.text[max(0, start - 24) : max(0, start)].rstrip().lower()
    return before.endswith(tuple(words["flows"]["utility_words"]))


def pacts(context: Context, said: Sequence[Candidate], words: Lexicon) -> Iterator[Candidate]:
    """The supplies that contracts with utilities tell, and deliveries of material to one."""
    told = {frozenset(c.ends) for c in said if c.predicate == "supplies"}
    table = words["flows"]
    for use in context.reader.uses((*table["pacts"], *table["deliveries"])):
        if use.verb:
            continue
        found = _power(context, use, words) if use.lemma in table["pacts"] else _delivered(context, use, words)
        for giver, receiver in found:
            status = _status(context, use, words)
            if status is not None and frozenset((giver.entity, receiver.entity)) not in told:
                rule = EXTRACTOR + ("power" if use.lemma in table["pacts"] else "deliveries")
                yield context.relation(giver, "supplies", receiver, rule, 0.8, status)


def _status(context: Context, use: Use, words: Lexicon) -> str | None:
    """How a contract or deliveries stand: a contract that will end still runs; None where there are none."""
    reading = context.judge.read(context.sentence, use.token, "actual")
    if reading.negated or reading.status == "denied" or context.judge.none(context.sentence, use.token):
        return None
    token = context.sentence.tokens[use.token]
    if use.lemma in words["flows"]["deliveries"] and token.dep in ("dobj", "nsubj", "nsubjpass"):
        verb = context.sentence.tokens[token.head]
        if verb.lemma in words["flows"]["stops"] and verb.tag in ("VBD", "VBN"):
            return "ended"
    return "actual" if reading.status == "ended" else reading.status


def _power(context: Context, use: Use, words: Lexicon) -> Iterator[tuple[Mention, Mention]]:
    """Who brings power to whom: one of the two is a utility, and the contract is about nothing else."""
    if use.lemma not in ("contract", "agreement", "ppa", "deal"):
        return
    phrase, table = context.phrase(use), words["flows"]
    what = [*use.roles.get("prep:for", ()), *use.roles.get("above:for", ())]
    open_ = use.lemma == "contract" and all(named(context, [i]) for i in what)
    if phrase & set(table["other_matter"]) or not (open_ or phrase & set(table["of_power"])):
        return
    holders, others = named(context, use.roles.get("holder")), named(context, use.roles.get("prep:with"))
    for a, b in itertools.product(holders or (), others or ()):
        brings = utility(context, a, words), utility(context, b, words)
        if brings[0] != brings[1] and a.entity != b.entity:
            giver, receiver = (a, b) if brings[0] else (b, a)
            if of_kind(receiver, ("Company", "Site")):
                yield giver, receiver


def _delivered(context: Context, use: Use, words: Lexicon) -> Iterator[tuple[Mention, Mention]]:
    """Who delivers to whom, where both stand by the noun: "power supplies to X" that Y has cut."""
    kinds = [c.i for c in context.sentence.children(use.token) if c.dep in ("compound", "nmod")]
    if not any(material(context, i, words, False) for i in (*kinds, *use.roles.get("prep:of", ()))):
        return
    givers = named(context, use.roles.get("prep:from") or use.roles.get("prep:by") or use.roles.get("holder"))
    to = named(context, use.roles.get("prep:to") or use.roles.get("above:to"))
    for giver, receiver in itertools.product(givers or (), to or ()):
        if of_kind(giver, ("Company",)) and of_kind(receiver, ("Company", "Site")) and giver.entity != receiver.entity:
            yield giver, receiver
