"""Interviews whose turns are marked "Q." and "A.": read as those with "Q:" and "A:", in as many characters."""

from __future__ import annotations

import re

TURN = re.compile(r"^([QA])\. (?=\S)", re.MULTILINE)


def turns(text: str) -> str:
    """The text with a colon behind each "Q" and "A" that opens a line, where there are several of both."""
    marks = [m[1] for m in TURN.finditer(text)]
    return TURN.sub(r"\1: ", text) if min(marks.count("Q"), marks.count("A")) > 1 else text
