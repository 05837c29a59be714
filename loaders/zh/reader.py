"""Reads one Chinese document sentence by sentence: its clauses, what patterns say of them, its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders import patterns
from loaders.check import Candidate
from loaders.context import Context
from loaders.lexicon import Lexicon
from loaders.mentions import Mention
from loaders.sited import sited
from loaders.zh import clauses, figures, sites

Span = tuple[int, int]
NARROW = str.maketrans("，；：（）！？％．", ",;:()!?%.")
"""Wide signs and their narrow ones: rules are written with the narrow."""


class Reader:
    """What a document's sentences say, in their order; `thing` and `place` are what it is about."""

    def __init__(
        self, lexicon: Lexicon, silent: Sequence[Span], thing: Mention | None, place: Mention | None
    ) -> None:
        self.silent = tuple(silent)
        self.thing = thing
        self.place = place
        self.clauses = clauses.Reader(lexicon, thing=thing)
        self._rows: Sequence[clauses.Clause] = ()

    def relations(self, context: Context, look: patterns.Finder) -> Iterator[Candidate]:
        """The relations of a sentence; its clauses are kept for the figures."""
        context = self._narrow(context)
        silent = [s for s in self.silent if context.sentence.start <= s[0] and s[1] <= context.sentence.end]
        self._rows, signs = self.clauses.read(context, silent)
        for clause in self._rows:
            read = patterns.Rendered(clause.text, signs.mentions, "clause", clause.plan)
            yield from look.candidates(context, read, "zh")
        whole = clauses.TOPIC.join(c.text.partition(clauses.TOPIC)[2] if not c.bracket else "" for c in self._rows)
        yield from look.candidates(context, patterns.Rendered(whole, signs.mentions, "sentence"), "zh")
        yield from sited(context)
        yield from sites.inside(context)

    def _narrow(self, context: Context) -> Context:
        sentence = context.sentence
        return replace(context, sentence=replace(sentence, text=sentence.text.translate(NARROW)))

    def figures(self, context: Context) -> Iterator[Candidate]:
        """The figures of the sentence read last, and what they say of products."""
        context = self._narrow(context)
        rows = list(figures.figures(self._rows, context, self.thing, self.place))
        yield from rows
        yield from figures.made(rows, context)
