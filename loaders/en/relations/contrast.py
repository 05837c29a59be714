"""What a sentence only asks, and whom its words shut out: "to A rather than to B", "neither A nor B"."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.relations.undone import settled
from loaders.lexicon import clue
from loaders.mentions import Mention

POSSESSIVE = "frames/operates.toml#possessive"
SAID = frozenset({"denied", "ended"})
"""What may well be told of them: "is owned not by A" is denied, "X became chairman instead of Y" ended."""
DEEDS = frozenset({"develops", "acquires", "sells", "supplies", "partnerOf", "transfersCapacityTo", "listedOn"})
"""What one may do or leave undone; who runs a plant that is not sold runs it still."""


def told(context: Context, rows: Sequence[Candidate]) -> list[Candidate]:
    """The rows without those that are only asked, or of someone of whom the words say that it is not so."""
    if context.asks:
        return []
    bought = {r.ends for r in rows if r.predicate == "acquires" and r.status != "denied"}
    rows = [
        r for r in rows if not _beyond(r, context) and not _public(r, context) and not (_had(r) and r.ends in bought)
    ]
    kept = [r for r in rows if r.status in SAID or not any(_out(context, m) for m in (r.subject, r.object))]
    undone = [(m.start(), m.end()) for m in clue("contrast.forgone").finditer(context.sentence.text)] if kept else []
    return settled(context, [r for r in kept if not any(_forgone(r, context, span) for span in undone)])


def _forgone(row: Candidate, context: Context, span: tuple[int, int]) -> bool:
    """Whether a deed is only what somebody does not do: "rather than build a mill, A will roll at B's"."""
    at = row.object.start - context.sentence.start if row.object is not None else -1
    return row.predicate in DEEDS and row.status not in SAID and span[0] <= at < span[1]


def _beyond(row: Candidate, context: Context) -> bool:
    """Whether a place is only where it is not: "the largest smelter outside China"."""
    if row.predicate != "locatedIn" or row.object is None or row.object.start < row.subject.start:
        return False
    base, text = context.sentence.start, context.sentence.text
    return (
        clue("facilities.scope").search(text[max(0, row.subject.start - base - 40) : row.object.start - base])
        is not None
    )


def _public(row: Candidate, context: Context) -> bool:
    """Whether a firm is given an officer who holds a public office: "the company and Governor X announced".

    Not the firm that the office is said to be of: "governor of Norland Bank".
    """
    if row.predicate != "officerOf" or row.object is None or row.object.type != "Company":
        return False
    lead = context.sentence.text[: max(0, row.object.start - context.sentence.start)]
    if lead.endswith((" of ", " of the ", " at ")):
        return False
    return clue("posts.public").match(str(row.qualifiers.get("role", ""))) is not None


def _had(row: Candidate) -> bool:
    """Whether a plant is somebody's only by "its": who "agreed with X to buy its smelter" has it not yet."""
    return row.predicate == "operates" and row.extractor == POSSESSIVE


def _out(context: Context, mention: Mention | None) -> bool:
    """Whether the words right before a mention shut it out."""
    sentence = context.sentence
    if mention is None or not sentence.start <= mention.start < sentence.end:
        return False
    lead = sentence.text[max(0, mention.start - sentence.start - 40) : mention.start - sentence.start]
    return clue("contrast.out").search(lead) is not None
