"""Advisers, auditors and sponsors where the sentence leaves to the text whose: "A is consultant to the project".

Whose they are stands with the noun, or with the next such noun of the sentence ("A is financial adviser and B legal
adviser to C"); else the firm that the text speaks of is meant. The nouns are data: advisers.toml.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.parsing.roles import Use
from loaders.en.relations.fitting import of_kind
from loaders.en.relations.spoken import spoken_of
from loaders.lexicon import Lexicon
from loaders.mentions import Mention

EXTRACTOR = "advisers#"
FIRMS = ("Company", "Institute", "Association")
BEHIND = ("prep:to", "prep:for", "prep:of")


def advisers(context: Context, rows: Sequence[Candidate], words: Lexicon) -> list[Candidate]:
    """The candidates of a sentence with the advisers that no frame tells, without those that advise each other."""
    uses = [u for u in context.reader.uses(words["advisers"]["nouns"]) if not u.verb]
    if not uses:
        return list(rows)
    groups = [{m.entity for m in _who(context, u)} for u in uses]
    listed = {m.entity for u in uses for m in _gapped(context, u)}
    groups += [listed.union(*groups)] if listed else []  # "A as financial adviser, B as legal adviser"
    kept = [c for c in rows if not _among(c, groups)]
    return [*kept, *_more(context, kept, uses, words)]


def _among(c: Candidate, groups: Sequence[set[str]]) -> bool:
    """Whether both ends are advisers of somebody: "A and B are sponsors of the listing"."""
    return c.predicate == "advises" and any(len(g) > 1 and g >= set(c.ends) for g in groups)


def _more(context: Context, rows: Sequence[Candidate], uses: Sequence[Use], words: Lexicon) -> Iterator[Candidate]:
    told = {c.subject.entity for c in rows if c.predicate == "advises"}
    before = [c.object for c in rows if c.predicate == "advises" and c.object is not None]
    for k, use in enumerate(uses):
        gap = _gapped(context, use)
        who = [m for m in (gap or _who(context, use)) if m.entity not in told]
        reading = context.judge.read(context.sentence, use.token, "actual")
        if not who or reading.negated or reading.status not in ("actual", "ended"):
            continue
        whom = before[-1:] if gap else _whom(context, use, who)
        whom = whom or [m for later in uses[k + 1 :][:3] for m in _whom(context, later, who)][:1]
        if not whom and _open(context, use, words):
            whom = _implied(context, who)
        told |= {m.entity for m in who} if whom else set()
        for adviser in who:
            extra = {"role": _role(context, use)}
            yield from (
                context.relation(adviser, "advises", m, EXTRACTOR + "noun", 0.8, reading.status, extra) for m in whom
            )


def _who(context: Context, use: Use) -> list[Mention]:
    """Who is said to be one."""
    rows = (m for _, m in context.reader.filled(context.reader.joined(use.roles.get("is", ()))))
    return [m for m in rows if m.entity and of_kind(m, FIRMS) and not _otherwise(context, use, m)]


def _otherwise(context: Context, use: Use, mention: Mention) -> bool:
    """Whether words behind a later name say as what that one acts: "A as financial adviser, B as legal adviser"."""
    behind = context.sentence.text[mention.end - context.sentence.start :]
    return mention.start > context.sentence.tokens[use.token].start and behind.startswith(" as ")


def _whom(context: Context, use: Use, who: Sequence[Mention]) -> list[Mention]:
    """Whose adviser it is, as the words around the noun say."""
    known = {m.entity for m in who}
    ids = [i for role in (*BEHIND, "possessor") for i in use.roles.get(role, ())]
    rows = [m for _, m in context.reader.filled(ids) if m.entity and of_kind(m, FIRMS)]
    return [m for m in rows if m.entity not in known][:1]


def _gapped(context: Context, use: Use) -> list[Mention]:
    """Who opens a clause without a verb: B in "A is the auditor of X and B its sponsor"."""
    tokens = context.sentence.tokens
    its = next((c for c in context.sentence.children(use.token) if c.lemma == "its"), None)
    at = its.i - 1 if its is not None else _as(context, use)
    at -= tokens[at].text == "as"
    if at < 1 or tokens[at - 1].text not in ("and", ",", ";"):
        return []
    mention = tokens[at].mention
    named = context.sentence.mentions[mention].each if mention is not None else ()
    return [m for m in named if m.entity and of_kind(m, FIRMS)]


def _as(context: Context, use: Use) -> int:
    """Where "as" stands before the noun and its adjectives, as in "and B as technical adviser"; 0 where it does not."""
    tokens, at = context.sentence.tokens, use.token - 1
    while at > 0 and tokens[at].head == use.token and tokens[at].dep in ("amod", "compound", "nmod", "det"):
        at -= 1
    return at if tokens[at].text == "as" else 0


def _open(context: Context, use: Use, words: Lexicon) -> bool:
    """Whether the noun leaves it to the text: nothing stands behind it, or a project or a deal, or "its"."""
    tokens = context.sentence.tokens
    behind = [i for role in BEHIND for i in use.roles.get(role, ())]
    matters = all(tokens[i].mention is None and tokens[i].lemma in words["advisers"]["matters"] for i in behind)
    kids = context.sentence.children(use.token)
    definite = any(c.text.lower() in ("the", "its") for c in kids)
    return matters and (bool(behind) or definite)


def _implied(context: Context, who: Sequence[Mention]) -> list[Mention]:
    """The firm that the text speaks of, or that runs the plant that it speaks of."""
    known = {m.entity for m in who}
    rows = (context.keepers.get(m.entity, m) for m in spoken_of(context))
    return next(([m] for m in rows if m.entity not in known and of_kind(m, ("Company",))), [])


def _role(context: Context, use: Use) -> str:
    """The noun with the adjective before it: "financial adviser"."""
    kids = context.sentence.children(use.token)
    near = [c for c in kids if c.i == use.token - 1 and c.dep in ("amod", "compound", "nmod") and c.mention is None]
    return " ".join([*(c.text.lower() for c in near), use.lemma])
