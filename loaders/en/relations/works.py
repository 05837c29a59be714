"""Work at a plant where the sentence leaves the firm to the text: "A second furnace is being installed there".

What is worked on is a plant, or a part or the capacity of one; the firm is whoever does it, else whoever runs the
plant, else the firm that the text speaks of. The words are data: works.toml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.en.parsing.roles import Use
from loaders.en.relations.fitting import acting, of_kind
from loaders.en.relations.spoken import spoken_of
from loaders.lexicon import Lexicon
from loaders.mentions import Mention
from ontology.load import ontology

EXTRACTOR = "works#"
FIRM = ("Company",)
AT = ("at", "in", "into", "to", "on", "for")
BELOW = ("of", *AT)
KINDS = ("does", "comes", "spends", "nouns", "others")
TO_COME = frozenset({"being", "is", "are", "'s"})
Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Work:
    """A word for work: what is worked on, by whom (empty where nobody is named), and its status of itself."""

    use: Use
    themes: Sequence[int]
    agents: Sequence[int]
    default: str
    kind: str


def works(context: Context, said: Sequence[Candidate], words: Lexicon) -> Iterator[Candidate]:
    """The work of a sentence at plants of which no frame has said any."""
    table = words["works"]
    told = {c.object.entity for c in said if c.predicate == "develops" and c.object is not None}
    for work in _told(context, table):
        for plant in _worked(context, work, table):
            firms = _firms(context, work, plant, table) if plant.entity not in told else []
            status = _status(context, work, table) if firms else ""
            for firm in firms if status else ():
                told.add(plant.entity)
                yield context.relation(firm, "develops", plant, EXTRACTOR + work.kind, 0.75, status)


def _told(context: Context, table: Words) -> Iterator[Work]:
    """The words of a sentence for work."""
    back = table["back"] if any(t.lemma == "back" for t in context.sentence.tokens) else ()
    for use in context.reader.uses((*back, *(w for k in KINDS for w in table[k]))):
        work = _verb(context, use, table) if use.verb else _noun(context, use, table)
        if work is not None:
            yield work
    yield from _firsts(context, table)


def _verb(context: Context, use: Use, table: Words) -> Work | None:
    """A verb for work with what it is done to: its object, or its subject where it has none."""
    patient, agents = use.roles.get("patient", ()), use.roles.get("agent", ())
    if use.lemma in table["spends"]:
        themes = [i for p in AT for i in use.roles.get(f"prep:{p}", ()) if _part(context, i, table)]
        return Work(use, themes, agents, _tense(context, use), "spends") if _money(context, use) else None
    if use.lemma in table["back"]:
        back = any(c.text.lower() == "back" for c in context.sentence.children(use.token))
        if not back:
            return None
        default = "planned" if patient else "actual"
        return Work(use, patient or agents, agents if patient else (), default, "back")
    if use.lemma in table["gets"]:
        return _gets(context, use, table)
    if patient:
        return Work(use, patient, agents, _tense(context, use), "does") if use.lemma in table["does"] else None
    if use.lemma not in (*table["does"], *table["comes"]) or not all(_silent(context, i, table) for i in agents):
        return None
    if use.lemma in table["moves"] and not _streams(context, use, table):
        return None
    return Work(use, agents, (), _tense(context, use), "comes")


def _firsts(context: Context, table: Words) -> Iterator[Work]:
    """What a plant is to make for the first time: "expects first metal from its smelter"."""
    tokens = context.sentence.tokens
    for noun in (tokens[t.head] for t in tokens if t.lemma == "first" and t.dep == "amod"):
        mention = context.sentence.mentions[noun.mention] if noun.mention is not None else None
        made = noun.lemma in table["outputs"] if mention is None else mention.type == "Product"
        verb = _over(context, noun)
        if not made or verb.lemma not in table["waits"]:
            continue
        kids = (*context.sentence.children(noun.i), *context.sentence.children(verb.i))
        places = [g.i for c in kids if c.lemma in ("from", "at") for g in _below(context, c)]
        doers = () if noun.dep.startswith("nsubj") else context.reader.agents(verb.i)
        yield Work(Use(noun.i, noun.lemma, False, {}), places, doers, "planned", "first")


def _gets(context: Context, use: Use, table: Words) -> Work | None:
    """ "The mill is to get a second furnace": work at the mill."""
    parts = [i for i in use.roles.get("patient", ()) if _part(context, i, table) and _new(context, i, table)]
    sites = [i for i in use.roles.get("agent", ()) if _plants(context, i, table, 1)]
    return Work(use, sites, (), _tense(context, use), "gets") if parts and sites else None


def _new(context: Context, i: int, table: Words) -> bool:
    """Whether a part is one more than there was: "a second furnace", "new lines"."""
    mention = context.sentence.tokens[i].mention
    own = [] if mention is None else context.sentence.mentions[mention].text.lower().split()
    return any(w in table["more"] for w in (*own, *(c.text.lower() for c in context.sentence.children(i))))


def _money(context: Context, use: Use) -> bool:
    """Whether a sum is spoken of: "is putting 11 million euros into"."""
    clause = context.clause(use.token)
    return any(len(q.unit) == 3 and q.unit.isupper() and ids & clause for q, ids in context.amounts)


def _streams(context: Context, use: Use, table: Words) -> bool:
    """Whether it comes on stream or back, or goes up."""
    if use.lemma == "go":
        return any(c.lemma == "up" for c in context.sentence.children(use.token))
    below = [context.sentence.tokens[i].lemma for p in ("on", "into") for i in use.roles.get(f"prep:{p}", ())]
    return any(w in table["streams"] for w in (*below, *(c.lemma for c in context.sentence.children(use.token))))


def _tense(context: Context, use: Use) -> str:
    """Done where the verb is past or perfect, else still to come: "is being built", "when it is commissioned"."""
    beside = {c.text.lower() for c in context.sentence.children(use.token) if c.dep.startswith("aux")}
    past = context.sentence.tokens[use.token].tag in ("VBD", "VBN")
    return "actual" if past and (not beside & TO_COME or "been" in beside) else "planned"


def _noun(context: Context, use: Use, table: Words) -> Work | None:
    """A noun for work that takes place, or "under construction"."""
    token = context.sentence.tokens[use.token]
    above = context.sentence.tokens[token.head]
    by = use.roles.get("prep:by", ())
    if use.lemma == "construction" and above.lemma == "under":
        held = context.sentence.tokens[above.head]
        subjects = [c.i for c in context.sentence.children(held.i) if c.dep == "nsubj"]
        return Work(use, subjects if held.tag.startswith("VB") else [held.i], by, "planned", "under-way")
    verb = _over(context, token)
    if use.lemma not in table["nouns"] or not _happens(context, verb, table):
        return None
    ended = verb.lemma in table["ends"] and verb.tag in ("VBD", "VBN")
    default = "actual" if ended and not any(c.tag == "MD" for c in context.sentence.children(verb.i)) else "planned"
    on = [g.i for c in context.sentence.children(verb.i) if c.lemma in ("on", "at") for g in _below(context, c)]
    return Work(use, [use.token, *on] if use.lemma in table["works"] else [use.token], by, default, "noun")


def _over(context: Context, token: Token) -> Token:
    """The verb over a noun."""
    for _ in range(3):
        token = context.sentence.tokens[token.head]
        if token.tag.startswith("VB"):
            break
    return token


def _below(context: Context, preposition: Token) -> list[Token]:
    return [g for g in context.sentence.children(preposition.i) if g.dep == "pobj"]


def _happens(context: Context, verb: Token, table: Words) -> bool:
    """Whether a verb says that what its subject or object means takes place."""
    if verb.lemma in table["happens"]:
        return True
    below = {context.sentence.tokens[k].lemma for k in context.clause(verb.i)}
    return verb.lemma == "be" and any(w in below for w in table["states"])


def _worked(context: Context, work: Work, table: Words) -> list[Mention]:
    """The plants worked on; one that the sentence does not name is that of which the text speaks."""
    found: dict[str, Mention] = {}
    for i in work.themes:
        plants = _plants(context, i, table, 0, work.use.lemma not in table["parted"])
        if not plants and _part(context, i, table):
            plants = _beside(context, work, table) or _implied(context, work, i, table)
        found |= {m.entity: m for m in plants}
    return list(found.values())


def _part(context: Context, i: int, table: Words) -> bool:
    token = context.sentence.tokens[i]
    mention = context.sentence.mentions[token.mention] if token.mention is not None else None
    if mention is not None and mention.indefinite and not mention.entity:
        return mention.head.split()[-1] in table["parts"]  # "a cold mill was started up there", but no "plant"
    return token.mention is None and (token.lemma in table["parts"] or token.lemma in table["nouns"])


def _plants(context: Context, i: int, table: Words, depth: int, itself: bool = True) -> list[Mention]:
    """The plants that a noun names: itself, or that of which it is a part."""
    token = context.sentence.tokens[i]
    if token.mention is not None:
        return _sites(context, token, depth > 0) if itself or depth else []
    if depth > 4 or not (_part(context, i, table) or token.tag == "CD" or token.lemma in table["shares"]):
        return []
    kids = context.sentence.children(i)
    below = [g for c in kids if c.dep == "prep" and c.lemma in BELOW for g in _below(context, c)]
    for k in (*below, *(c for c in kids if c.dep in ("poss", "compound", "nmod"))):
        if found := _plants(context, k.i, table, depth + 1):
            return found
    return []


def _sites(context: Context, token: Token, placed: bool) -> list[Mention]:
    """The plants that a mention stands for: itself, at a place the one that lies there."""
    mention = context.sentence.mentions[token.mention or 0]
    if mention.type == "Place" and placed:
        lying = context.lying(mention.entity)
        return [lying] if lying is not None else []
    if mention.type == "Company" and token.text.lower() in ("it", "them") and token.dep == "dobj":
        return _before(context, mention)
    return [m for m in mention.each if m.entity.startswith("site/") and not m.guess]


def _before(context: Context, mention: Mention) -> list[Mention]:
    """The plant that "it" stands for where a firm is its own: "X bought the smelter and means to restart it"."""
    sites = [m for m in context.sentence.mentions if m.entity.startswith("site/") and m.end < mention.start]
    return sites if len({m.entity for m in sites}) == 1 else []


def _beside(context: Context, work: Work, table: Words) -> list[Mention]:
    """The plant at which the verb says that a part is built: "a line is being installed at X", "there"."""
    for i in (i for p in AT for i in work.use.roles.get(f"prep:{p}", ())):
        if found := _plants(context, i, table, 1):
            return found
    kids = [c for i in (work.use.token, *work.themes) for c in context.sentence.children(i)]
    plant = context.plant or context.site
    there = any(c.text.lower() == "there" and c.dep == "advmod" for c in kids)
    return [plant] if there and context.follows and plant is not None else []


def _implied(context: Context, work: Work, i: int, table: Words) -> list[Mention]:
    """The plant that the sentence before speaks of, of which a part is no other's."""
    about = context.about
    if work.agents or not _new(context, i, table) or about is None or not about.entity.startswith("site/"):
        return []
    named = any(m.entity.startswith("site/") or m.type == "Place" for m in context.sentence.mentions)
    return [] if named else [about]


def _firms(context: Context, work: Work, plant: Mention, table: Words) -> list[Mention]:
    """Who does the work: who is named, else who runs the plant, else of whom the text speaks."""
    if work.agents and not all(_silent(context, i, table) for i in work.agents):
        named = [m for _, m in context.reader.filled(work.agents) if m.entity]
        return [m for m in named if of_kind(m, FIRM) and not m.guess and m.entity != plant.entity]
    keeper = acting(ontology(), plant, FIRM, context)
    if of_kind(keeper, FIRM):
        return [keeper] if keeper.entity else []
    if plant.rung != "provisional":  # a plant known elsewhere is the title's, not that of whoever was named last
        return [context.titled] if context.single and context.titled is not None else []
    return [m for m in spoken_of(context) if of_kind(m, FIRM)][:1]


def _silent(context: Context, i: int, table: Words) -> bool:
    """Whether a subject is no one who could do it: "the programme will double the refinery"."""
    token = context.sentence.tokens[i]
    if token.mention is not None:
        return context.sentence.mentions[token.mention].entity.startswith("site/")
    return _part(context, i, table) or token.lemma in table["silent"]


def _status(context: Context, work: Work, table: Words) -> str:
    """Its status; "" where it is denied, over, or history."""
    reading = context.judge.read(context.sentence, work.use.token, work.default)
    none = any(context.judge.none(context.sentence, i) for i in work.themes)
    if (reading.negated and _later(context, work)) and not none:
        return "planned"
    if reading.negated or none or reading.status in ("denied", "ended"):
        context.refuse("no plan", EXTRACTOR + work.kind)
        return ""
    added = any(_part(context, i, table) and _new(context, i, table) for i in work.themes)
    return "" if not (work.agents or added) and _history(work, reading.status, table) else reading.status


def _history(work: Work, status: str, table: Words) -> bool:
    """Whether what nobody is said to do is history or hearsay: "was built in 1974", "talks on reopening"."""
    done = work.use.lemma in table["founds"] or (work.kind == "comes" and work.use.lemma not in table["opens"])
    return status == "rumoured" or (status == "actual" and done)


def _later(context: Context, work: Work) -> bool:
    """Whether only an early time is denied: "is not expected back before 2026"."""
    verbs = {work.use.token, *context.above(work.use.token)}
    kids = [c for i in verbs for c in context.sentence.children(i)]
    below = [g for c in kids if c.lemma == "back" for g in context.sentence.children(c.i)]
    return any(c.lemma in ("before", "until") for c in (*kids, *below))
