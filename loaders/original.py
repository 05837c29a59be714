"""What was found in the text that is read, as it stands in the text that is stored."""

from __future__ import annotations

from dataclasses import replace

from graph.names import simplified
from graph.statement import Rejection
from loaders.check import Candidate
from loaders.mentions import Mention
from loaders.wrapped import Flow


def original(flow: Flow, row: Candidate | Rejection) -> Candidate | Rejection:
    """The same with its offsets and words in the stored text, which need not have the lines and characters read."""
    if isinstance(row, Rejection):
        return row if row.start is None else _refused(flow, row, row.start)
    start, end = flow.span(row.start, row.end)
    if flow.respelled:
        object = _called(flow, row.object) if row.object is not None else None
        row = replace(row, subject=_called(flow, row.subject), object=object)
    return replace(row, start=start, end=end)


def _refused(flow: Flow, row: Rejection, at: int) -> Rejection:
    start, end = flow.span(at, at + len(row.quote))
    told = flow.stored[start:end]
    return replace(row, start=start, quote=told if flow.respelled and len(told) == len(row.quote) else row.quote)


def _called(flow: Flow, mention: Mention) -> Mention:
    """A mention in the characters of the stored text; what it stands for as it was said first."""
    text, name = _told(flow, mention.text, mention.start), _told(flow, mention.name, 0) if mention.name else ""
    return replace(mention, text=text, name=name)


def _told(flow: Flow, words: str, at: int) -> str:
    """Words of the text that is read, as the stored text has them; as they are where it has them not."""
    at = at if flow.text.startswith(words, at) else flow.text.find(words)
    told = flow.stored[slice(*flow.span(at, at + len(words)))] if at >= 0 else words
    return told if simplified(told) == words else words
