"""Firms that are called after the ports that they run."""

from __future__ import annotations

from loaders.lexicon import clue


def runs_ports(text: str, start: int, end: int) -> bool:
    """Whether a name is a firm's that runs ports and no port: "Foobar Ports, which owns", "is run by Foobar Port"."""
    if not text.startswith(("Port", "Ports"), max(text.rfind(" ", start, end) + 1, start)):
        return False
    if clue("facilities.harbour_runs").match(text, end):
        return True
    return clue("facilities.harbour_by").search(text[max(0, start - 60) : start]) is not None
