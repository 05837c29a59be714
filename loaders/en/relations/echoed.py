"""What holds of a second firm and its plant where the verb is left out: "A will build a mill in X, B one in Y"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.check import Candidate
from loaders.context import Context
from loaders.lexicon import clue
from loaders.mentions import Mention

TOLD = frozenset({"develops", "operates", "owns", "acquires", "sells"})


def echoed(context: Context, rows: list[Candidate]) -> list[Candidate]:
    """The rows with what such clauses tell, and without what the first firm or a possessive seemed to do there."""
    first = [r for r in rows if r.predicate in TOLD and r.object is not None and r.object.entity.startswith("site/")]
    pairs = _pairs(context) if first else []
    for before, firm, site in pairs:
        verbs = [r for r in first if r.object is not None and r.object.entity == before.entity]
        if not verbs:
            continue
        told = {r.predicate: r for r in reversed(verbs)}
        rows = [r for r in rows if r.predicate not in TOLD or r.object is None or r.object.entity != site.entity]
        rows += [replace(r, subject=firm, object=site) for r in told.values()]
    return rows


def _pairs(context: Context) -> Sequence[tuple[Mention, Mention, Mention]]:
    """Each plant, the firm that follows it, and the plant right behind that firm."""
    mentions = [m for m in context.sentence.mentions if m.entity and not m.group]
    sites = [m for m in mentions if m.entity.startswith("site/")]
    found = []
    for firm in (m for m in mentions if m.type == "Company" and not m.nominal):
        before = [m for m in sites if m.end <= firm.start]
        behind = [m for m in sites if firm.end <= m.start]
        if before and behind and _joined(context, before[-1], firm) and _left_out(context, firm, behind[0]):
            found.append((before[-1], firm, behind[0]))
    return found


def _joined(context: Context, site: Mention, firm: Mention) -> bool:
    """Whether the firm opens a clause right behind a plant that stands without an article of its own."""
    gap = context.sentence.text[site.end - context.sentence.start : firm.start - context.sentence.start]
    return clue("echoed.joint").fullmatch(gap) is not None


def _left_out(context: Context, firm: Mention, site: Mention) -> bool:
    """Whether nothing but an article stands between a firm and a plant that is none it is known to have."""
    gap = context.sentence.text[firm.end - context.sentence.start : site.start - context.sentence.start]
    words = (gap + site.text).strip()
    return clue("echoed.article").match(words) is not None and clue("echoed.gap").fullmatch(gap) is not None
