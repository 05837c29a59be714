"""What parts a firm's or body's name from that of its officer: "Chairman of the Planning Committee Ivan Petrov"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.grammar import CAP
from loaders.lexicon import Lexicon, alternation

LED = 48
"""Characters before a name in which a role stands."""
PERSON = 2
"""Words of a person's name that no first name tells."""


class Handed:
    """Finds where in a run of capitalised words a person's name begins."""

    def __init__(self, lexicon: Lexicon, closing: str, common: str) -> None:
        names = lexicon["names"]
        persons, heads = names["persons"], names["heads"]
        bodies = alternation([*heads["GovernmentBody"], *heads["Association"], *names["company"]])
        given, speech = alternation(persons["given"]), alternation(persons["speech"])
        self.known = re.compile(rf"(?:{closing}|\b(?:{bodies}))(\s)(?:{given})\s{CAP}")
        self.plain = re.compile(rf"{CAP}(\s)(?:{given})\s{CAP}")
        self.led = re.compile(rf"\b(?:{alternation(persons['roles'])})\s(?:of|at|for)\s(?:the\s)?$", re.IGNORECASE)
        self.speaks = re.compile(rf",?\s(?:{speech})\b")
        self.firm = re.compile(rf"(?:{closing}|{common}|{bodies})\.?")

    def cuts(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The white space between the two names of the run text[start:end]."""
        yield from (m.span(1) for m in self.known.finditer(text, start, end))
        if not self.led.search(text[max(0, start - LED) : start]):
            return
        if plain := self.plain.match(text, start, end):
            yield plain.span(1)
            return
        words = list(re.finditer(r"\S+", text[start:end]))
        firm, person = words[:-PERSON], words[-PERSON:]
        named = firm and self.firm.fullmatch(firm[-1][0]) and not any(self.firm.fullmatch(w[0]) for w in person)
        if named and self.speaks.match(text, end):  # "Director of Foobar Minerals Wito Halim said"
            yield start + firm[-1].end(), start + person[0].start()
