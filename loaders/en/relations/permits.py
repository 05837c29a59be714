"""What a body permits where the sentence leaves it to the text: "The ministry has cleared the takeover".

A deal is of whoever buys; a permit or a plan is of the firm or plant that is named with it, else of whom the text
speaks. The words are data: permits.toml.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.en.parsing.roles import Use
from loaders.en.relations.fitting import of_kind
from loaders.en.relations.spoken import beside, spoken_of
from loaders.lexicon import Lexicon
from loaders.mentions import Mention

EXTRACTOR = "permits#"
BODIES = ("GovernmentBody", "Exchange")
OBJECTS = ("Company", "Site")
FROM = ("by", "from", "of")


@dataclass(frozen=True)
class Permit:
    """Who permits what: the bodies, the noun of what is permitted (None where there is none), and the trigger."""

    bodies: Sequence[Mention]
    theme: int | None
    use: Use
    status: str
    kind: str


def permits(context: Context, said: Sequence[Candidate], words: Lexicon) -> Iterator[Candidate]:
    """The approvals of a sentence in which a body is named that no frame has used."""
    told = {e for c in said if c.predicate == "approves" for e in c.ends}
    bodies = [m for m in context.sentence.mentions if of_kind(m, BODIES) and m.entity and m.entity not in told]
    if not bodies:
        return
    verbs, nouns = _kinds(words)
    for use in context.reader.uses(verbs | nouns):
        kind = (verbs if use.verb else nouns).get(use.lemma)  # "pass" is both
        for permit in _read(context, use, kind, words) if kind is not None else ():
            fresh = [b for b in permit.bodies if b.entity not in told]
            for object in _objects(context, permit, words) if fresh else ():
                yield from (
                    context.relation(b, "approves", object, EXTRACTOR + permit.kind, 0.8, permit.status)
                    for b in fresh
                    if b.entity != object.entity
                )


@functools.lru_cache(maxsize=4)
def _kinds(words: Lexicon) -> tuple[dict[str, str], dict[str, str]]:
    table = words["permits"]
    acts = {lemma: kind for kind in ("grants", "refuses", "answers") for lemma in table[kind]}
    given = dict.fromkeys(table["permissions"], "permissions") | dict.fromkeys(table["objections"], "objections")
    return {k: v for k, v in acts.items() if k not in given or k in ("pass", "protest", "appeal", "veto")}, acts | given


def _read(context: Context, use: Use, kind: str, words: Lexicon) -> Iterator[Permit]:
    if use.verb == (kind in ("permissions", "objections")):
        return
    reading = context.judge.read(context.sentence, use.token, "actual")
    status = "denied" if reading.negated or kind == "refuses" else reading.status
    if use.verb:
        bodies = _bodies(context, use.roles.get("agent", ()))
        behind = (use.roles.get(f"prep:{p}", ()) for p in ("on", "to", "against", "with"))
        themes = (*use.roles.get("patient", ()), *next((ids for ids in behind if ids), ()))
        fitting = [i for i in themes if _permitted(context, i, words)]
        if bodies and fitting:
            yield Permit(bodies, _thing(context, fitting[0], words), use, status, kind)
        elif bodies and kind == "answers" and status == "planned" and not use.roles.get("patient"):
            yield Permit(bodies, None, use, status, kind)
        return
    bodies = _bodies(context, [i for p in FROM for i in use.roles.get(f"prep:{p}", ())])
    bodies = bodies or _bodies(context, use.roles.get("possessor", ())) or _bodies(context, _behind(context, use))
    if kind == "objections":
        verb = context.sentence.tokens[context.sentence.tokens[use.token].head]
        thrown = context.reader.lemma(verb) in words["permits"]["refuses"]
        thrown = thrown or verb.lemma in words["permits"]["despite"]  # "confirmed it over the protests of herders"
        bodies = bodies or ([] if thrown else _bodies(context, use.roles.get("holder", ())))  # "threw out an appeal"
        if bodies and not reading.negated and not context.judge.none(context.sentence, use.token):
            against = [i for p in ("to", "against") for i in use.roles.get(f"prep:{p}", ())]
            yield Permit(bodies, next((_thing(context, i, words) for i in against), None), use, "denied", kind)
        return
    subject = _subject(context, use, words)
    if bodies and subject != use.token and _waits(context, use, words):
        yield from (Permit(bodies, subject, use, "planned", kind),) if _open(context, subject, words) else ()
    elif bodies and subject == use.token:
        waits = _waits(context, use, words) or _missing(context, use, words)
        yield Permit(bodies, use.token, use, "planned" if waits else status, kind)


def _missing(context: Context, use: Use, words: Lexicon) -> bool:
    """Whether the clause says that the permission is not there yet: "is due in June", "has still to be got from"."""
    verb = _verb(context, use)
    said = context.sentence.children(verb.i)
    told = [c.i for c in said if c.dep == "xcomp"] or [verb.i]
    to_come = any(context.judge.read(context.sentence, i, "actual").status == "planned" for i in told)
    missing = words["permits"]["missing"]
    return to_come or verb.text.lower() in missing or any(c.lemma in missing for c in said)


def _behind(context: Context, use: Use) -> list[int]:
    """Who stands behind the verb that a permission is the subject of: "approval is needed from X", "came from X"."""
    if context.sentence.tokens[use.token].dep not in ("nsubj", "nsubjpass"):
        return []
    kids = [*context.sentence.children(_verb(context, use).i)]
    kids += [g for c in kids if c.dep == "xcomp" for g in context.sentence.children(c.i)]
    froms = [c for c in kids if c.lemma in FROM]
    froms += [g for c in froms for g in context.sentence.children(c.i) if g.lemma == c.lemma]
    return [g.i for c in froms for g in context.sentence.children(c.i) if g.dep == "pobj"]


def _verb(context: Context, use: Use) -> Token:
    """The verb that a noun is the subject of: "obtained" of "has still to be obtained"."""
    verb = context.sentence.tokens[context.sentence.tokens[use.token].head]
    return context.sentence.tokens[verb.head] if verb.dep == "aux" else verb


def _open(context: Context, subject: int | None, words: Lexicon) -> bool:
    """Whether what waits is a plan or a deal, a name, or stands for one: "it", "the first of them"."""
    if subject is None:
        return True
    token = context.sentence.tokens[subject]
    mention = context.sentence.mentions[token.mention] if token.mention is not None else None
    if mention is not None:
        return not of_kind(mention, BODIES) and mention.type != "Place"
    return token.tag[:1] in "PJCD" or _permitted(context, token.i, words)


def _bodies(context: Context, tokens: Iterable[int]) -> list[Mention]:
    return [m for _, m in context.reader.filled(tokens) if m.entity and of_kind(m, BODIES)]


def _thing(context: Context, i: int, words: Lexicon) -> int:
    """The plan or deal that a permission is for: "its consent to the expansion"."""
    kids = [c for c in context.sentence.children(i) if c.lemma in ("to", "for", "of")]
    below = [g.i for c in kids for g in context.sentence.children(c.i) if _permitted(context, g.i, words)]
    return below[0] if below else i


def _permitted(context: Context, i: int, words: Lexicon) -> bool:
    token, table = context.sentence.tokens[i], words["permits"]
    rows = (token, *_below(context, i)) if token.lemma in words["flows"]["parts"] else (token,)  # "most of the relief"
    known = any(t.lemma in table[k] for t in rows for k in ("permissions", "plans", "deals"))
    return token.mention is None and (known or _deal(context, i, words))


def _below(context: Context, i: int) -> list[Token]:
    """The nouns behind "of"."""
    return [g for c in context.sentence.children(i) if c.lemma == "of" for g in context.sentence.children(c.i)]


def _waits(context: Context, use: Use, words: Lexicon) -> bool:
    """Whether what is permitted waits for it: "needs", "is subject to", "is conditional on"."""
    token = context.sentence.tokens[use.token]
    for _ in range(4):
        token = context.sentence.tokens[token.head]
        if token.lemma in words["permits"]["waits"] or token.lemma in words["permits"]["pending"]:
            return True
    return False


def _subject(context: Context, use: Use, words: Lexicon) -> int | None:
    """What waits for the permission."""
    token = context.sentence.tokens[use.token]
    while token.head != token.i:
        token = context.sentence.tokens[token.head]
        for c in context.sentence.children(token.i):
            if c.dep in ("nsubj", "nsubjpass") or (c.dep == "compound" and token.lemma in words["permits"]["waits"]):
                return c.i  # the parser reads "the deal hinges on" as a noun
    return None


def _objects(context: Context, permit: Permit, words: Lexicon) -> list[Mention]:
    """What is permitted: named with it, the buyer of the deal, whom the text speaks of."""
    latest = {p: c for p in ("acquires", "sells") if (c := context.latest.get(p)) is not None}
    named = _named(context, permit, words)
    if (buyers := _buyers(context, permit, words)) is not None:
        return buyers
    if named is not None:
        things = {m.entity for m in named}
        bought = [c.subject for p, c in latest.items() if p == "acquires" and c.object and c.object.entity in things]
        return bought or named
    theme = context.sentence.tokens[permit.theme] if permit.theme is not None else None
    if theme is not None and _deal(context, theme.i, words):
        found = (
            latest["acquires"].subject if "acquires" in latest else latest["sells"].object if latest else context.head
        )
        return [found] if found is not None and of_kind(found, OBJECTS) else []
    if theme is not None and (own := _ours(context, theme)) is not None:
        return own
    buyer = latest["acquires"].subject if "acquires" in latest else None
    if buyer is not None and of_kind(buyer, OBJECTS) and _watching(permit, words):
        return [buyer]
    if theme is not None and theme.lemma in words["permits"]["works"] and context.follows and context.plant is not None:
        return [context.plant]
    about = [m for m in spoken_of(context) if of_kind(m, OBJECTS)][:1]
    return _just_permitted(context) or _mine(context, theme) or [_worked(context, m, permit) for m in about]


def _watching(permit: Permit, words: Lexicon) -> bool:
    """Whether who permits watches over competition, so that it is a deal that is permitted."""
    rows = words["permits"]["watchers"]
    return all(any(w in b.text.lower() for w in rows) for b in permit.bodies)


def _ours(context: Context, theme: Token) -> list[Mention] | None:
    """The firm that speaks, of "our plan": the one that the text is about; None where it is not said to be ours."""
    if not any(c.dep == "poss" and c.lemma in ("our", "my") for c in context.sentence.children(theme.i)):
        return None
    firm = context.topic if context.topic is not None else context.head
    return [firm] if firm is not None and firm.type == "Company" else []


def _buyers(context: Context, permit: Permit, words: Lexicon) -> list[Mention] | None:
    """Who buys by the deal, where it is said beside it: "the sale of X to Y", "the takeover by Y", "Y's bid for X"."""
    theme = permit.theme
    if theme is None or context.sentence.tokens[theme].lemma not in words["permits"]["deals"]:
        return None
    kids = context.sentence.children(theme)
    if context.sentence.tokens[theme].lemma in words["permits"]["sales"]:
        beside = [g.i for c in kids if c.lemma == "to" for g in context.sentence.children(c.i)]
        found = [*beside, *permit.use.roles.get("prep:to", ())]
    else:
        beside = [g.i for c in kids if c.lemma == "by" for g in context.sentence.children(c.i)]
        found = [c.i for c in kids if c.dep == "poss"] or beside
    bodies = {b.entity for b in permit.bodies}
    rows = [m for _, m in context.reader.filled(found) if of_kind(m, ("Company",)) and m.entity not in bodies]
    return [m for m in rows if m.entity][:1] or None


def _mine(context: Context, theme: Token | None) -> list[Mention]:
    """The one mine of the text, of a licence to mine."""
    words = {t.lemma for t in context.sentence.children(theme.i)} if theme is not None else set()
    if words.isdisjoint({"mining", "mine", "bauxite"}):
        return []
    mines = [m for m in context.sites.values() if m.type == "BauxiteMine"]
    return mines if len(mines) == 1 else []


def _worked(context: Context, about: Mention, permit: Permit) -> Mention:
    """The plant that a firm builds or enlarges, where the text speaks of no deal: permits are for that."""
    work = context.latest.get("develops")
    if permit.kind == "permissions" or not {"acquires", "sells"}.isdisjoint(context.latest):
        return about
    if work is None or work.object is None or about.type != "Company" or work.object.type == "Company":
        return about
    return work.object if work.subject.entity == about.entity else about


def _just_permitted(context: Context) -> list[Mention]:
    """What the sentence before says another body permits: "The Water Board added its own consent"."""
    near = [c for c in context.last if context.follows and context.sentence.start - c.end < 3]
    found = {c.object.entity: c.object for c in near if c.predicate == "approves" and c.object is not None}
    return list(found.values()) if len(found) == 1 else []


def _deal(context: Context, i: int, words: Lexicon) -> bool:
    rows = (context.sentence.tokens[i], *_below(context, i))
    return any(t.lemma in words["permits"]["deals"] for t in rows)


def _named(context: Context, permit: Permit, words: Lexicon) -> list[Mention] | None:
    """The plant, else the firm, that stands with what is permitted; [] of several or unknown ones, None of none."""
    tokens, theme = context.sentence.tokens, permit.theme
    to = [i for role in ("prep:to", "prep:for") for i in permit.use.roles.get(role, ())]
    if any(not _permitted(context, i, words) and not _known(context, i) for i in to):
        return []  # "granted it clearance"
    roots = [*to, *((theme,) if theme is not None else ())]
    below = {k for i in roots for k in context.sentence.subtree(i)} - beside(context, roots)
    answers = permit.kind == "answers"
    if answers:  # "has yet to rule on whether X qualifies"
        below = {t.i for t in tokens[permit.use.token :]}
    rows = [m for i in sorted(below) if (k := tokens[i].mention) is not None for m in context.sentence.mentions[k].each]
    placed = answers or (permit.use.verb and bool(to))  # "the lease for Nyinahin": of the plant there, or nobody
    named = [context.lying(m.entity) if m.type == "Place" and placed else m for m in rows]
    bodies = {b.entity for b in permit.bodies}
    found = [m for m in named if m is not None and m.entity not in bodies and of_kind(m, OBJECTS)]
    if not found:
        return [] if placed and any(m.type == "Place" for m in rows) else None
    sites = {m.entity: m for m in found if not of_kind(m, ("Company",))}
    kept = list((sites or {m.entity: m for m in found}).values())
    return kept if len(kept) == 1 and kept[0].entity and not kept[0].guess else []


def _known(context: Context, i: int) -> bool:
    """Whether a noun is a firm or plant that is known, or one of its own places."""
    return any(m.entity for _, m in context.reader.filled([i]))
