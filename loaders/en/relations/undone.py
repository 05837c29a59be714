"""What other words of a sentence make of what a rule found in it: never said, consented to, fallen through, given up.

"We never said that A owns X" tells nothing, "has no objection to A taking control" a plan, "A should have bought X, but
the sale fell through" a deal denied. The words are data: clues.toml.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.check import Candidate
from loaders.context import Context
from loaders.lexicon import clue

PACTS = frozenset({"acquires", "sells", "partnerOf"})
"""What comes about only if both sides agree."""
FLOWS = frozenset({"supplies"})
CONTROL = "frames/acquires.toml#control"
HABITS = frozenset({*PACTS, "develops", "operates"})
ARTICLE = len("any other ")
HAVING = frozenset({"owns", "operates"})
OPEN = frozenset({"planned", "rumoured", "denied"})


def settled(context: Context, rows: Sequence[Candidate]) -> list[Candidate]:
    """The rows with the status that the whole sentence gives them, without those that it never says."""
    text = context.sentence.text
    unsaid = clue("undone.unsaid").search(text) if rows else None
    consent = clue("undone.consent").search(text) if rows else None
    failed = clue("undone.failed").search(text) if rows else None
    if unsaid:
        rows = [r for r in rows if not _within(r, context, unsaid.end())]
    if consent:
        rows = [replace(r, status="planned") if _agreed(r, context, consent.end()) else r for r in rows]
    if rows and clue("undone.left").search(text):  # "whatever A does not ship to B" says that it ships some
        rows = [replace(r, status="actual") if r.predicate in FLOWS and r.status == "denied" else r for r in rows]
    if rows and clue("undone.raised").search(text):  # "taking A's ownership of X to 72 %" is no deal of its own
        rows = [r for r in rows if r.extractor != CONTROL]
    if failed:
        rows = [_failed(r) if not _within(r, context, failed.start()) else r for r in rows]
    if rows and any(r.predicate == "approves" for r in rows):
        rows = _permitted(rows, context)
    habit = clue("undone.habit").search(text) if rows else None
    if habit:
        rows = [r for r in rows if not _usual(r, context, habit.end())]
    if rows and clue("undone.lapsed").search(text):
        rows = [replace(r, status="ended") if r.predicate in FLOWS and r.status == "actual" else r for r in rows]
    return [_closed(_parted(r, rows), context) for r in rows if not _further(r, rows, context)]


def _further(row: Candidate, rows: Sequence[Candidate], context: Context) -> bool:
    """Whether where a firm is at home is told of the one that says what it is: B in "A, a sister of B, based in C"."""
    if row.predicate != "locatedIn" or row.object is None or row.subject.type != "Company":
        return False
    text, base = context.sentence.text, context.sentence.start
    same = (r for r in rows if r.predicate == "locatedIn" and r.ends[1] == row.ends[1])
    nearer = [r.subject for r in same if row.subject.end <= r.subject.start < row.object.start]
    gaps = (text[row.subject.end - base : m.start - base] for m in nearer if m.type == "Company")
    return any(clue("undone.kin").fullmatch(gap) is not None for gap in gaps)


def _permitted(rows: Sequence[Candidate], context: Context) -> list[Candidate]:
    """The rows without what a permit only leaves out; a draft of one permits nothing yet."""
    text = context.sentence.text
    left, draft = clue("undone.uncovered").search(text), clue("undone.draft").search(text)
    supposed, base = clue("undone.supposed").match(text), context.sentence.start
    out = [r for r in rows if r.predicate == "approves" and r.status == "denied"]
    rows = [r for r in rows if left is None or r not in out or not _within(r, context, left.end())]
    if supposed is not None:  # "If the agency does not object, any person may": nobody refuses anything
        rows = [r for r in rows if r not in out or r.subject.end - base > supposed.end()]
    told = [draft is not None and r.predicate == "approves" and r.status == "actual" for r in rows]
    return [replace(r, status="planned") if t else r for r, t in zip(rows, told, strict=True)]


def _usual(row: Candidate, context: Context, at: int) -> bool:
    """Whether a row tells only what somebody does or never does to any plant: "never sells a plant"."""
    told = row.predicate in HABITS and row.object is not None and row.object.nominal
    return told and row.object is not None and 0 <= row.object.start - context.sentence.start - at <= ARTICLE


def _within(row: Candidate, context: Context, at: int) -> bool:
    """Whether what a row tells of stands behind a spot of the sentence."""
    end = context.sentence.start + at
    return row.object is not None and end <= row.object.start < context.sentence.end


def _agreed(row: Candidate, context: Context, at: int) -> bool:
    """Whether that is consented to which the row tells: what it takes to do it is still to come."""
    told = row.predicate in ("acquires", "sells", "develops") and row.status in ("actual", "denied")
    return told and _within(row, context, at)


def _failed(row: Candidate) -> Candidate:
    """A deal that came to nothing was none; a contract that did is no more."""
    if row.predicate in PACTS and row.status in OPEN:
        return replace(row, status="denied")
    return replace(row, status="ended") if row.predicate in FLOWS and row.status in OPEN else row


def _parted(row: Candidate, rows: Sequence[Candidate]) -> Candidate:
    """What one has sold whole is one's own no more: "after selling its unit X to B", "X, a unit of A, was sold"."""
    if row.predicate not in HAVING or row.status != "actual" or "share" in row.qualifiers:
        return row
    done = [r for r in rows if r.status == "actual" and r.ends[1] == row.ends[1] and _whole(r)]
    sold = any(r.predicate == "sells" and r.ends == row.ends for r in done)
    owned = row.predicate == "owns"
    sold = sold or any(owned and r.extractor.endswith("#sold-to") and r.ends[0] != row.ends[0] for r in done)
    return replace(row, status="ended") if sold else row


def _whole(row: Candidate) -> bool:
    return row.qualifiers.get("share", 100) == 100 and not any(q.startswith("share_") for q in row.qualifiers)


def _closed(row: Candidate, context: Context) -> Candidate:
    """Who has closed a plant for good, or let it, runs it no more: "the permanent closure of its X"."""
    if row.predicate != "operates" or row.status != "actual" or row.object is None:
        return row
    text, base = context.sentence.text, context.sentence.start
    if not base <= row.object.start < context.sentence.end:
        return row
    lead = text[: row.object.start - base]
    gone = clue("undone.closed").search(lead[-80:]) and not clue("undone.ahead").search(lead)
    since = clue("undone.since").match(text, row.object.end - base) and not clue("undone.again").search(text)
    return replace(row, status="ended") if gone or since else row
