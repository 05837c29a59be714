"""Bodies of state, branches of unions and nations, found by what stands with a place or a people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.names import peoples
from loaders.en.parsing.model import ordinary
from loaders.grammar import grammar
from loaders.lexicon import Lexicon, alternation, clue
from loaders.mentions import Mention


class Bodies:
    """Lists the bodies of a span of text, given the known names in it."""

    def __init__(self, lexicon: Lexicon) -> None:
        names = lexicon["names"]
        self.grammar = grammar(lexicon)
        self.people = re.compile(rf"\b(?:{alternation(peoples())})\s$")
        self.everywhere = frozenset(names["government"]["everywhere"])
        self.calls = {w: t for t, ws in names["called"].items() for w in ws}
        self.called = re.compile(rf"\b({alternation(list(self.calls))})\s+$")
        called = alternation([*names["called"]["GovernmentBody"], *names["government"]["explained"]])
        article = r",\s(?:the|an?|its)\s(?:[a-z-]+\s){0,3}"
        self.behind = re.compile(rf"{article}(?:{called})(?=,|\.|\s(?:of|in|for|that|which)\b)")
        firm = rf"(?:{alternation(names['company'])}|{self.grammar.closing})"
        self.firms = lexicon.words("names", "company")
        self.at_home = re.compile(rf"[A-Z][\w-]+\s{firm}\sof\s$")
        self.common = re.compile(rf"(?:(?:{alternation([*names['runs']['trades'], *names['company']])})\s*)+")
        self.branches = re.compile(rf"\b(?:{alternation(names['branches'])})(?:\s+No\.?)?\s+\d+\b")

    def told(self, text: str, mention: Mention) -> Mention | None:
        """A name that the words around say is a body's, a place's or an exchange's: "Foobar city council"."""
        at, end = mention.start, mention.end
        local = self.grammar.local.match(text, end)
        if local is not None:
            return Mention(at, local.end(), text[at : local.end()], "GovernmentBody")
        if clue("bodies.bourses").search(text[max(0, at - 24) : at]) and not clue("bodies.boards").match(text, end):
            return replace(mention, type="Exchange")
        if called := self.called.search(text[max(0, at - 30) : at]):
            return replace(mention, type=self.calls[called[1]])
        if clue("bodies.posts").search(text[max(0, at - 30) : at]) and not clue("bodies.bank").search(mention.text):
            return replace(mention, type="Place")
        if self._home(text, mention):
            return replace(mention, type="Place")
        return replace(mention, type="GovernmentBody") if self.explained(text, end) else None

    def _home(self, text: str, mention: Mention) -> bool:
        """Whether a firm is at home there, or it is a district: "Foobar Group of Gdynia", "communes of A, B"."""
        before = text[max(0, mention.start - 80) : mention.start]
        words = mention.text.split()
        if len(words) > 2 or words[-1] in self.firms or ordinary(mention.text):
            return False
        return (self.at_home.search(before) or clue("bodies.areas").search(before)) is not None

    def part(self, before: str, form: str) -> bool:
        """Whether it only names what somebody leads in a firm: "Head of Quality Control", "of Aluminium Trading"."""
        own = clue("bodies.parts").fullmatch(form) or self.common.fullmatch(form)
        return own is not None and clue("bodies.leads").search(before) is not None

    def explained(self, text: str, end: int) -> bool:
        """Whether what stands behind a name says that it is a body's: "Environment Foobar, the regional council"."""
        return self.behind.match(text, end) is not None

    def find(self, text: str, start: int, end: int, known: list[Mention]) -> Iterator[Mention]:
        """All of them in text[start:end]."""
        yield from self._unions(text, start, end)
        yield from self._government(text, start, end, known)
        yield from self._nations(text, start, end)

    def national(self, text: str, mention: Mention, known: list[Mention]) -> Mention:
        """A body that every land has, with the land's name before it: "Cameroon's Ministry of Mines"."""
        words = mention.text.split()
        if mention.type != "GovernmentBody" or mention.name or not {words[0], words[-1]} & self.everywhere:
            return mention
        start = mention.start
        land = next((m for m in known if m.type == "Place" and start - 4 < m.end < start), None)
        nation = self.people.search(text[max(0, start - 24) : start])
        if land is not None and text[land.end : start] in ("'s ", "’s "):
            start = land.start
        elif nation is not None:
            start -= len(nation[0])
        return replace(mention, start=start, text=text[start : mention.end], name=mention.text)

    def _unions(self, text: str, start: int, end: int) -> Iterator[Mention]:
        """The branch of a union that a number names: "Local 5724"."""
        for m in self.branches.finditer(text, start, end):
            yield Mention(m.start(), m.end(), m.group(), "Association")

    def _nations(self, text: str, start: int, end: int) -> Iterator[Mention]:
        """The country of "American demand": whose figure it is."""
        for m in self.grammar.nation.inside(text, start, end):
            if country := peoples()[m.group()]:
                yield Mention(m.start(), m.end(), m.group(), "Place", name=country)

    def _government(self, text: str, start: int, end: int, known: list[Mention]) -> Iterator[Mention]:
        for place in known:
            m = self.grammar.ruled.match(text, place.end, end) if place.type == "Place" else None
            if m is not None:
                yield Mention(place.start, m.end(), text[place.start : m.end()], "GovernmentBody")
        for pattern in (self.grammar.government, self.grammar.placed):
            for m in pattern.inside(text, start, end):
                yield Mention(m.start(), m.end(), m.group(), "GovernmentBody")
