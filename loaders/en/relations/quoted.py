"""On which stock exchange a firm's shares are, where no frame has said it: an exchange beside a word of shares."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from loaders.check import Candidate
from loaders.context import Context
from loaders.lexicon import Lexicon, alternation, clue
from loaders.mentions import Mention

EXTRACTOR = "mentions#exchange"


@functools.lru_cache(maxsize=4)
def _shares(words: Lexicon) -> re.Pattern[str]:
    """A word that only shares have: "listed", "shares"."""
    return re.compile(
        rf"\b(?:{alternation(words['names']['exchanges']['shares'])})\b(?!\s(?:exchange|market)\b)", re.IGNORECASE
    )


def quoted(context: Context, rows: Sequence[Candidate], words: Lexicon) -> Iterator[Candidate]:
    """The only firm of the sentence on its exchange; where it names none, the firm of the text."""
    text, base = context.sentence.text, context.sentence.start
    boards = [m for m in context.sentence.mentions if m.type == "Exchange" and m.entity]
    if not boards or _shares(words).search(text) is None:
        return
    told = {c.object.entity for c in rows if c.predicate == "listedOn" and c.object is not None}
    firm = _firm(context)
    goods = words.words("names", "exchanges", "goods")
    for board in boards:
        named = f"{board.text} {context.name(board.entity)}".lower()
        stands = clue("quoted.on").search(text[: board.start - base]) is not None
        another = clue("quoted.other").search(text[: board.start - base]) is not None
        if firm is None or another or not stands or board.entity in told or any(w in named for w in goods):
            continue
        status = next((s for s in words["status"]["order"] if re.search(words["status"]["words"][s], text)), "actual")
        if status == "planned" and clue("quoted.already").search(text[: board.start - base]):
            status = "actual"
        if status != "denied":
            yield context.relation(firm, "listedOn", board, EXTRACTOR, 0.8, status)


def _firm(context: Context) -> Mention | None:
    """The only firm of the sentence; None where there are more, and the firm of the text where there is none."""
    firms = {m.entity: m for k in context.sentence.mentions for m in k.each if m.type == "Company"}
    if not firms:
        sure = context.titled is not None or (context.topic is not None and context.topic.entity == context.leading)
        return (context.titled or context.topic) if sure else None
    return next(iter(firms.values())) if len(firms) == 1 and "" not in firms else None
