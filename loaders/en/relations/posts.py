"""The whole of what somebody is: "under secretary", "chairman of the management board", "head of Bauxite & Alumina"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.statement import Scalar
from loaders.check import Candidate
from loaders.context import Context
from loaders.lexicon import clue, read
from loaders.mentions import Mention


def role(c: Candidate, context: Context) -> dict[str, Scalar]:
    """The whole of a role, or that of whoever does it."""
    words: Mapping[str, Any] = read()["fuller"]["role"]
    told = str(c.qualifiers.get("role", ""))
    verbs = words["verbs" if c.predicate == "officerOf" else "advises"]
    known = next((role for word, role in verbs.items() if told.lower().split()[-1:] == [word] != [role]), "")
    text = context.sentence.text[: context.sentence.end - context.sentence.start]
    board = clue("posts.board").search(text) if not told and c.predicate == "officerOf" else None
    if board is not None:
        return {"role": f"member of the {board[1]} board" if board[1] else "board member"}
    if not told or known:
        near = text[max(0, c.subject.start - context.sentence.start - 40) : c.subject.end - context.sentence.start + 60]
        hit = next((w for w in verbs if re.search(rf"\b{w}\b", near)), "")
        found = known or verbs.get(hit, "")
        if c.predicate == "advises" and clue("posts.law_firm").search(
            text[: max(0, c.subject.start - context.sentence.start)]
        ):
            found = "law firm"
        board = clue("posts.chaired").search(near) if found == "chairman" else None
        found += _region(c, context) if found == "head" else ""
        return {"role": f"{found} of the {board[1]}" if board else found} if found else {}
    if c.predicate == "advises":
        kind = next((kind for end, kind in words["kinds"].items() if told.lower().endswith(end)), "")
        return {"role": kind} if kind and kind != told.lower() else {}
    told = clue("posts.later").split(told)[-1]  # "chief of one and former director" at another
    cut = clue("posts.before").sub("", clue("posts.behind").sub("", told))
    at = text.find(cut)
    longer = _before(cut, context) + cut + _behind(text[at + len(cut) :]) if at >= 0 else cut
    return {"role": longer} if longer != str(c.qualifiers.get("role", "")) else {}


def firm(c: Candidate, context: Context) -> Mention | None:
    """Whose somebody is: a plant's manager, where the sentence names no firm, is of whoever runs the plant in hand."""
    base, site = context.sentence.start, context.site
    named = c.object is None or base <= c.object.start < context.sentence.end
    if named or c.predicate != "officerOf" or clue("posts.plant").search(str(c.qualifiers.get("role", ""))) is None:
        return c.object
    found = context.keepers.get(site.entity) if site is not None else None
    every = {m.entity: m for m in context.keepers.values()}
    return found or (next(iter(every.values())) if len(every) == 1 else c.object)


def status(c: Candidate, context: Context) -> str:
    """How it stands with a post: a predecessor had it, and who takes it up on a day that is told will have it."""
    if c.predicate != "officerOf" or c.status != "actual":
        return c.status
    base, text = context.sentence.start, context.sentence.text
    lead, rest = text[max(0, c.subject.start - base - 90) : c.subject.start - base], text[c.subject.end - base :]
    if clue("posts.predecessor").search(lead) or clue("posts.preceded").match(rest):
        return "ended"
    told = str(c.qualifiers.get("role", ""))
    at = _nearest(text, told, c.subject.start - base) if told else -1
    if clue("posts.later").search(told) or (at >= 0 and clue("posts.former").search(text[max(0, at - 30) : at])):
        return "ended"
    coming = clue("posts.takes_up").match(rest) is not None and clue("posts.day").search(rest) is not None
    return "planned" if coming else c.status


def _region(c: Candidate, context: Context) -> str:
    """Where somebody is the head of a firm: " in South America" of "heads X in South America"."""
    base = context.sentence.start
    if c.object is None or not base <= c.object.start < context.sentence.end:
        return ""
    part = clue("posts.division").match(context.sentence.text, c.object.end - base)
    if part is not None:
        return f" of the {part[1]}"
    told = clue("posts.region").match(context.sentence.text, c.object.end - base)
    return f" in {told[1]}" if told is not None else ""


def of_part(c: Candidate, context: Context) -> bool:
    """Whether it is a part of a firm that somebody is an officer of: "the Smelting Department at Foobar"."""
    if c.predicate != "officerOf" or c.object is None or c.object.type != "GovernmentBody":
        return False
    after = (m for m in context.sentence.mentions if m.type == "Company" and m.start >= c.object.end)
    firm, base = next(after, None), context.sentence.start
    return (
        firm is not None
        and clue("posts.within").fullmatch(context.sentence.text, c.object.end - base, firm.start - base) is not None
    )


def _nearest(text: str, role: str, name: int) -> int:
    """Where the role stands that is nearest to the name; -1 where it stands nowhere."""
    found = [at for at in (text.rfind(role, 0, name), text.find(role, name)) if at >= 0]
    return min(found, key=lambda at: abs(at - name), default=-1)


def _before(role: str, context: Context) -> str:
    """The words before a role that are a part of it: "labor" of "labor minister", "under" of "under secretary"."""
    words = read()["fuller"]["role"]
    at = context.sentence.text.find(role)
    head = context.sentence.head_of(at + context.sentence.start, at + context.sentence.start + len(role))
    if head is None or not role[:1].islower():
        return ""
    first = context.sentence.start + at
    for token in reversed(context.sentence.tokens[: head.i]):
        part = token.dep in ("compound", "amod") or token.text in words["deputies"]
        if token.end > first:
            continue
        if not (part and token.end + 1 == first and token.mention is None):
            break
        titled = token.text == "company" and role.startswith("secretary")
        if not token.text.islower() or (token.text in words["not"] and not titled):
            break
        first = token.start
    return context.sentence.text[first - context.sentence.start : at]


def _behind(rest: str) -> str:
    """What a role is of, where that is a part of a firm: a board, a business, a department; and a second role."""
    told = clue("posts.part").match(rest) or clue("posts.second").match(rest)
    if told is not None:
        return told[0]
    whose = clue("posts.whose").match(rest)
    return f" of the {whose[1]}" if whose is not None else ""
