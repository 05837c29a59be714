"""Two plants of one town, of which one is there and the other is to come: "its existing Essen mill", "the new mill"."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from loaders.en.parsing.parse import Token
from loaders.lexicon import clue
from loaders.mentions import Mention


@dataclass
class Ages:
    """Which plants a text calls new, and which existing, by their ids."""

    fresh: set[str] = field(default_factory=set)
    standing: set[str] = field(default_factory=set)

    def note(self, plant: Mention, verb: Token | None, wishes: Container[str]) -> None:
        """Keeps what the words of a plant say of it, or the verb by which somebody plans or builds it."""
        wished = verb is not None and verb.lemma in wishes and verb.tag not in ("VBD", "VBN")
        age = aged(plant) or ("new" if wished else "")
        if age:
            (self.fresh if age == "new" else self.standing).add(plant.entity)

    def apart(self, mention: Mention, entity: str) -> bool:
        """Whether a phrase is of the other age than a plant that was told of before."""
        age = aged(mention)
        if age == "existing":
            return entity in self.fresh and entity not in self.standing
        return age == "new" and entity in self.standing and entity not in self.fresh

    def told(self, mention: Mention, entity: str) -> str:
        """The word that tells a plant from one that its own words alone would make of it, else ""."""
        return aged(mention) if self.apart(mention, entity) else ""


def aged(mention: Mention) -> str:
    """Whether the words of a plant call it "new" or "existing", else ""."""
    words = mention.text[: mention.text.lower().rfind(mention.head)] if mention.head else ""
    if not words:
        return ""
    return "existing" if clue("aged.existing").search(words) else "new" if clue("aged.new").search(words) else ""
