"""The plant of which a sentence says who runs or buys it: "it" of the next may be that, "Foobar runs X. It stands"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from loaders.en.parsing.parse import Sentence
from loaders.lexicon import clue, makes
from loaders.mentions import Mention

OBJECTS = frozenset({"dobj", "nsubjpass"})


@dataclass
class Held:
    """The one plant of the last sentence, where that told what a firm does to it."""

    plant: Mention | None = None
    paragraph: int = -1

    def note(self, sentence: Sentence, site: Callable[[str], bool]) -> None:
        """Takes in a sentence whose names are resolved."""
        at = {t.mention: t for t in sentence.tokens if t.mention is not None}
        sites = {m.entity: (k, m) for k, m in enumerate(sentence.mentions) if site(m.type)}
        self.plant, self.paragraph = None, sentence.paragraph
        if len(sites) != 1:
            return
        k, plant = next(iter(sites.values()))
        token = at.get(k)
        main = token is not None and token.dep in OBJECTS and sentence.tokens[token.head].dep == "ROOT"
        self.plant = plant if main and plant.entity and not plant.group else None

    def meant(self, sentence: Sentence, k: int) -> Mention | None:
        """The plant, where a sentence says of "it" what is said of plants."""
        if self.plant is None or self.paragraph != sentence.paragraph or sentence.mentions[k].text.lower() != "it":
            return None
        if clue("held.plant").match(sentence.text):
            return self.plant
        if clue("held.dealt").search(sentence.text[: sentence.mentions[k].start - sentence.start]):
            return self.plant  # "Foobar runs a mill. Northmet bought it"
        made = clue("held.makes").match(sentence.text) is not None
        products = {m.product for m in sentence.mentions if m.product}
        return self.plant if made and products and products <= makes(self.plant.type) else None
