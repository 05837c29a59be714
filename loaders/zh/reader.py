"""Reads one Chinese document sentence by sentence: its clauses, what patterns say of them, its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.resolve import Resolver
from loaders import patterns
from loaders.check import Candidate
from loaders.context import Context
from loaders.en.names.finder import Found
from loaders.en.parsing.parse import Sentence
from loaders.lexicon import Lexicon
from loaders.mentions import Mention
from loaders.rendered import Rendered
from loaders.sited import sited
from loaders.zh import behind, clauses, deals, figures, sites
from loaders.zh.accounts import Accounts
from loaders.zh.antecedents import Tracker
from loaders.zh.rosters import Rosters
from ontology.model import Ontology

Span = tuple[int, int]
NARROW = str.maketrans("，；：（）！？％．", ",;:()!?%.")
"""Wide signs and their narrow ones: rules are written with the narrow."""


def opened(
    sentences: Sequence[Sentence],
    found: Found,
    resolver: Resolver,
    ontology: Ontology,
    text: str,
    lexicon: Lexicon,
) -> tuple[tuple[Sentence, ...], Mention | None, Reader]:
    """The sentences of a document with who is who in them, the firm that it is about, and its reader."""
    tracker = Tracker(resolver, ontology, text, lexicon, found.definitions, found.titles)
    resolved = tuple(tracker.resolve(sentences))
    firm = tracker.titled()
    silent = (*found.brackets, *found.tickers)
    subject = tracker.thing()
    return (
        resolved,
        firm,
        Reader(lexicon, silent, subject or tracker.keyed(), subject, tracker.where(), firm, tracker.swapped()),
    )


class Reader:
    """What a document's sentences say, in their order; `thing`, `place` and `firm` are what it is about.

    `subject` is the project of its title, `thing` also one that only its lines are about: "项目名称:...".
    """

    def __init__(
        self,
        lexicon: Lexicon,
        silent: Sequence[Span],
        thing: Mention | None = None,
        subject: Mention | None = None,
        place: Mention | None = None,
        firm: Mention | None = None,
        swap: bool = False,
    ) -> None:
        self.swap = swap
        self.silent = tuple(silent)
        self.thing = thing
        self.subject = subject
        self.firm = firm
        self.place = place
        self.clauses = clauses.Reader(lexicon, thing=thing, firm=firm)
        self.accounts = Accounts(lexicon["chinese"]["accounts"])
        self.rosters = Rosters(lexicon["chinese"]["rosters"])
        self._rows: Sequence[clauses.Clause] = ()

    def relations(self, context: Context, look: patterns.Finder) -> Iterator[Candidate]:
        """The relations of a sentence; its clauses are kept for the figures."""
        context = self._narrow(context)
        silent = [s for s in self.silent if context.sentence.start <= s[0] and s[1] <= context.sentence.end]
        self._rows, signs = self.clauses.read(context, silent)
        said: list[Candidate] = []
        for clause in self._rows:
            for text in dict.fromkeys((clause.text, clause.plain or clause.text)):
                read = Rendered(text, signs.mentions, "clause", clause.plan)
                said += (c for c in look.candidates(context, read, "zh") if c not in said)
        whole = clauses.TOPIC.join(c.text.partition(clauses.TOPIC)[2] if not c.bracket else "" for c in self._rows)
        said += look.candidates(context, Rendered(whole, signs.mentions, "sentence"), "zh")
        for scope, about in self._about():
            if about is not None:
                text = chr(0xE000 + len(signs.mentions)) + clauses.TOPIC + whole
                said += look.candidates(context, Rendered(text, (*signs.mentions, about), scope), "zh")
        inside = list(sites.inside(context))
        rows = [*deals.whole(said, context), *inside]
        yield from behind.told(rows, context, self.thing)
        yield from sited(context)
        yield from sites.homes(context)
        yield from self.rosters.read(context, context.topic)

    def _about(self) -> Iterator[tuple[str, Mention | None]]:
        """What patterns read the sentence behind: the firm of the title, else its project."""
        if self.firm is None:
            yield "document", self.subject
        yield "firm", self.firm
        yield "swap", self.firm if self.swap else None

    def _narrow(self, context: Context) -> Context:
        sentence = context.sentence
        return replace(context, sentence=replace(sentence, text=sentence.text.translate(NARROW)))

    def figures(self, context: Context) -> Iterator[Candidate]:
        """The figures of the sentence read last, and what they say of products."""
        context = self._narrow(context)
        yield from figures.figures(self._rows, context, self.thing, self.place)
        yield from figures.ranked(self._rows, context)
        yield from self.accounts.read(context, self.clauses.sections.firm or context.topic)
