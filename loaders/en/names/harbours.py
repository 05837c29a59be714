"""Firms that are called after the ports that they run, and what is only called a plant."""

from __future__ import annotations

from loaders.lexicon import clue

BACK = 30
"""Characters before a noun that tell what it is a figure of speech for."""
NAMED = frozenset({"Harbour", "Harbor", "Port", "Terminal", "Wharf", "Quay", "Pier", "Haven"})


def runs_ports(text: str, start: int, end: int) -> bool:
    """Whether a name is a firm's that runs ports and no port: "Foobar Ports, which owns", "is run by Foobar Port".

    Nor is one that thinks: "Foobar Harbour expects demand to grow".
    """
    last = max(text.rfind(" ", start, end) + 1, start)
    if text[last:end] in NAMED and clue("facilities.thinks").match(text, end):
        return True
    if not text.startswith(("Port", "Ports"), last):
        return False
    if clue("facilities.harbour_runs").match(text, end):
        return True
    return clue("facilities.harbour_by").search(text[max(0, start - 60) : start]) is not None


def likened(text: str, start: int, end: int) -> bool:
    """Whether a noun only says how strong somebody is: "the country's industrial powerhouse"."""
    strong = text.startswith("powerhouse", start)
    return strong and clue("facilities.likened").search(text, max(0, start - BACK), end) is not None
