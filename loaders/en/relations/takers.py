"""Who of two that agree gives, where a rule took the one named first for it, or for the one who takes.

Whoever makes a product sells it, also where he is the one who has "signed an off-take agreement"; and what a firm has
agreed with others to bring to its own plant is brought by those. The words are data: flows.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.en.relations.implied import made_by
from loaders.en.relations.pacts import agreed
from loaders.en.relations.stuff import named, within
from loaders.lexicon import Lexicon, makes
from loaders.mentions import Mention

TAKEN = ("#off-take", "#power-purchase", "#contract")
"""Rules that take whom an agreement is with for the one who gives."""
BROUGHT = ("#deliver", "#deliver-tonnes", "#supply-with", "flows#gives")
NEAR = 32
"""Characters before a firm's name in which its trade stands."""


def righted(rows: Sequence[Candidate], context: Context, words: Lexicon) -> list[Candidate]:
    """The candidates of a sentence, its supplies with the right giver, without those whose giver has no name."""
    done = [_taken(c, rows, context, words) if c.extractor.endswith(TAKEN) else c for c in rows]
    if not any(c.predicate == "supplies" and c.extractor.endswith(BROUGHT) for c in done):
        return done
    done = [_promised(c, context, words) for c in done]
    pact = next((p for t in context.sentence.tokens if (p := _pact(context, t, words)) is not None), None)
    return done if pact is None else [r for c in done for r in _brought(c, rows, pact, context, words)]


def _promised(c: Candidate, context: Context, words: Lexicon) -> Candidate:
    """The row with the one who has promised as its giver: Q in "A waits for the commitment of Q to sell ore to B"."""
    if c.predicate != "supplies" or c.object is None or not c.extractor.endswith(BROUGHT):
        return c
    tokens = context.sentence.tokens
    for verb in (t for t in tokens[4:] if t.lemma in words["flows"]["gives"] and t.start < c.object.start):
        of = next((t for t in reversed(tokens[verb.i - 5 : verb.i - 2]) if t.lemma == "of"), None)
        if of is None or tokens[verb.i - 1].text != "to" or tokens[of.i - 1].lemma not in words["flows"]["promises"]:
            continue
        ends = named(context, [verb.i - 2]) or []
        if ends and all(m.entity != c.subject.entity for m in ends):
            return replace(c, subject=ends[0])
    return c


def _pact(context: Context, verb: Token, words: Lexicon) -> tuple[Token, Token] | None:
    """With whom it is agreed to bring something, "signed a contract with two traders to supply", and the verb above."""
    if verb.tag != "VB" or verb.lemma not in words["flows"]["gives"] or verb.dep == "ROOT":
        return None
    tokens = context.sentence.tokens
    path = [tokens[verb.head], *(tokens[i] for i in sorted(context.above(verb.i)) if i < verb.i)]
    with_ = next((t for t in path if t.lemma == "with" and t.dep == "prep"), None)  # "with traders to supply"
    head = tokens[verb.head] if with_ is None else tokens[with_.head]
    for noun in agreed(context, head, words):
        above = noun if noun.tag.startswith("VB") else tokens[noun.head]
        beside = (*context.sentence.children(noun.i), *context.sentence.children(above.i))
        kids = [with_] if with_ is not None else [c for c in beside if c.lemma == "with" and c.i < verb.i]
        ends = [g for c in kids for g in context.sentence.children(c.i) if g.dep == "pobj"]
        if ends:
            return tokens[within(context, ends[0].i)[-1]], above  # "with a number of traders"
    return None


def _brought(
    c: Candidate, rows: Sequence[Candidate], pact: tuple[Token, Token], context: Context, words: Lexicon
) -> Sequence[Candidate]:
    """The row; of one's own plant the one agreed with brings it, who is nobody where he has no name."""
    end, verb = pact
    if c.predicate != "supplies" or c.object is None or not c.extractor.endswith(BROUGHT):
        return (c,)
    others = [m for m in named(context, context.reader.joined([end.i])) or () if m.type == "Company"]
    own = _own(c, rows, context)
    if not others and (own or end.lemma.lower() in words["flows"]["bringers"]):
        context.refuse("who brings it has no name", c.extractor)
        return ()
    if not own or not others or any(m.entity == c.subject.entity for m in others):
        return (c,)
    reading = context.judge.read(context.sentence, verb.i, "actual")
    return [replace(c, subject=m, status=reading.status) for m in others if not reading.negated]


def _own(c: Candidate, said: Sequence[Candidate], context: Context) -> bool:
    """Whether it is the giver's own plant that something is brought to."""
    keeper = context.keepers.get(c.object.entity) if c.object is not None else None
    if keeper is not None and keeper.entity == c.subject.entity:
        return True
    rows = (*said, *context.last, *context.latest.values())
    return any(r.predicate in ("operates", "owns", "develops") and r.ends == c.ends for r in rows)


def _taken(c: Candidate, said: Sequence[Candidate], context: Context, words: Lexicon) -> Candidate:
    """The off-take the other way round where the one who would take it makes it."""
    if c.predicate != "supplies" or c.object is None or c.object.type != "Company":
        return c
    product = c.qualifiers.get("product")
    made = [_made(context, m, said) for m in (c.subject, c.object)]
    first, last = (_rank(context, m, row, words) for m, row in zip((c.subject, c.object), made, strict=True))
    stage = _stage(str(product), words)
    told = stage == last if c.extractor.endswith("#contract") else product is None or stage >= 0
    further = first is not None and last is not None and last < first and told
    if product in made[0] or not (product in made[1] or further or (product is None and last == 0 != first)):
        return c
    rest = {k: v for k, v in c.qualifiers.items() if k != "product" or v in made[1] or _stage(str(v), words) == last}
    return replace(c, subject=c.object, object=c.subject, qualifiers=rest)


def _made(context: Context, firm: Mention, said: Sequence[Candidate]) -> set[str]:
    """What a firm is said to make, or its plants make by their kind."""
    rows = (r for r in (*said, *context.last) if r.predicate == "produces" and r.subject.entity == firm.entity)
    kept = (context.sites[id] for id, k in context.keepers.items() if k.entity == firm.entity and id in context.sites)
    found = {p for m in kept for p in makes(m.type)}
    return found | made_by(context, firm) | {r.object.product for r in rows if r.object is not None}


def _rank(context: Context, firm: Mention, made: set[str], words: Lexicon) -> int | None:
    """How far down the chain from ore to metal a firm is, by the trade before its name, its name, or what it makes."""
    at = firm.start - context.sentence.start
    before = context.sentence.text[max(0, at - NEAR) : max(0, at)].lower()
    told = re.findall(r"[a-z]+", before.rpartition(",")[2])[-3:]
    stages = (_stage(w, words) for rows in (told, firm.text.lower().split(), sorted(made)) for w in rows)
    return next((k for k in stages if k >= 0), None)


def _stage(word: str, words: Lexicon) -> int:
    return next((k for k, rows in enumerate(words["flows"]["chain"]) if word in rows), -1)
