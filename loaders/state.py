"""What the sentences of a document leave for later ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from loaders.check import Candidate
from loaders.lexicon import Lexicon
from loaders.mentions import Mention
from loaders.parse import Sentence


class State:
    """What earlier sentences leave for later ones: the topic, the only product, the last candidates."""

    def __init__(self, topic: Mention | None) -> None:
        self.topic = topic
        self.products: set[str] = set()
        self.last: list[Candidate] = []
        self.latest: dict[str, Candidate] = {}
        self.thing: Mention | None = None
        self.paragraph = -1
        self.plant: Mention | None = None
        """The one plant of the last sentence that named any; None where it named several."""
        self.named: Counter[str] = Counter()
        self.around: frozenset[str] = frozenset()
        """The firms and plants of the last sentence that named any."""

    def note(self, sentence: Sentence, rows: Sequence[Candidate]) -> None:
        """Takes in a sentence once it has been read."""
        if rows:
            self.last = list(rows)
        found = {m.entity for k in sentence.mentions for m in k.each if m.entity.startswith(("org/", "site/"))}
        self.around = frozenset(found) or self.around
        plants = {m.entity: m for k in sentence.mentions for m in k.each if m.entity.startswith("site/")}
        self.paragraph = sentence.paragraph
        if plants:
            self.plant = next(iter(plants.values())) if len(plants) == 1 else None
        self.latest.update((c.predicate, c) for c in rows)
        self.named.update(m.product for m in sentence.mentions if m.product)
        things = [m for m in (self.thing, *sentence.mentions) if m is not None and m.product and m.entity]
        self.thing = max(reversed(things), key=lambda m: self.named[m.product], default=None)
        self.products |= {m.product for m in sentence.mentions if m.product}
        subject = next(
            (
                sentence.mentions[t.mention]
                for t in sentence.tokens
                if t.mention is not None and t.dep.startswith("nsubj")
            ),
            None,
        )
        if self.topic is None and subject is not None and subject.entity and subject.type == "Company":
            self.topic = subject
        if self.topic is None:
            self.topic = next((m for m in sentence.mentions if m.type == "Company" and m.entity), None)

    def product(self, sentence: Sentence) -> str:
        """The one product that the text has named so far, this sentence included; "" where there are more."""
        named = self.products | {m.product for m in sentence.mentions if m.product}
        return next(iter(named)) if len(named) == 1 else ""

    def continues(self, sentence: Sentence, words: Lexicon) -> bool:
        """Whether the sentence goes on with a part of what the last one said."""
        opening = sentence.text[:40].lower()
        return any(opening.startswith(c) for c in words.words("syntax", "continues"))
