"""The plant of which a sentence says who runs or buys it: "it" of the next may be that, "Foobar runs X. It stands"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from loaders.en.parsing.parse import Sentence
from loaders.lexicon import clue, makes
from loaders.mentions import Mention

OBJECTS = frozenset({"dobj", "nsubjpass"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
SCENES = frozenset({"at", "in", "for", "to", "into", "from", "inside"})
"""Before the plant where a thing happens, or that it is meant for."""


@dataclass
class Held:
    """The one plant of the last sentence, where that told what a firm does to it."""

    plant: Mention | None = None
    paragraph: int = -1
    scene: bool = False
    """Whether the sentence is about a thing that has no name: "The trials are made at X's smelter"."""
    project: bool = False
    """Whether it told what somebody does to a project without a name: "The ministry cleared the project"."""
    known: dict[str, Mention] = field(default_factory=dict)
    """The plants named so far."""

    def note(self, sentence: Sentence, site: Callable[[str], bool]) -> None:
        """Takes in a sentence whose names are resolved."""
        at = {t.mention: t for t in sentence.tokens if t.mention is not None}
        sites = {m.entity: (k, m) for k, m in enumerate(sentence.mentions) if site(m.type)}
        self.plant, self.paragraph = None, sentence.paragraph
        self.known.update((m.entity, m) for _, m in sites.values() if m.entity and not m.group)
        self.project = not sites and _project(sentence)
        self.scene = (scene := _scene(sentence)) is not None
        if scene is not None:
            self.plant = scene
            return
        if len(sites) != 1:
            return
        k, plant = next(iter(sites.values()))
        token = at.get(k)
        main = token is not None and token.dep in OBJECTS and sentence.tokens[token.head].dep == "ROOT"
        self.plant = plant if main and plant.entity and not plant.group else None

    def meant(self, sentence: Sentence, k: int) -> Mention | None:
        """The plant, where a sentence says of "it" what is said of plants."""
        if self.paragraph != sentence.paragraph or sentence.mentions[k].text.lower() != "it":
            return None
        if self.project and clue("held.project").match(sentence.text):
            return next(iter(self.known.values())) if len(self.known) == 1 else replace(sentence.mentions[k], entity="")
        if self.plant is None:
            return None
        if clue("held.plant").match(sentence.text) or (self.scene and clue("held.scene").match(sentence.text)):
            return self.plant
        if clue("held.dealt").search(sentence.text[: sentence.mentions[k].start - sentence.start]):
            return self.plant  # "Foobar runs a mill. Northmet bought it"
        made = clue("held.makes").match(sentence.text) is not None
        products = {m.product for m in sentence.mentions if m.product}
        return self.plant if made and products and products <= makes(self.plant.type) else None


def _project(sentence: Sentence) -> bool:
    """Whether the main verb does something to a project without a name."""
    main = (t for t in sentence.tokens if t.dep in OBJECTS and sentence.tokens[t.head].dep == "ROOT")
    return any(t.mention is None and t.lemma in ("project", "scheme", "venture", "undertaking") for t in main)


def _scene(sentence: Sentence) -> Mention | None:
    """The one plant at which a thing without a name happens: "The trials are being made at Foobar's smelter"."""
    tokens = sentence.tokens
    subjects = [t for t in tokens if t.dep in SUBJECTS and tokens[t.head].dep == "ROOT"]
    named = any(sentence.mentions[t.mention].type != "Product" for t in subjects if t.mention is not None)
    owned = any(
        tokens[k].mention is not None for t in subjects for k in sentence.subtree(t.i) if tokens[k].dep == "poss"
    )
    if not subjects or named or owned:
        return None
    rows = []
    for t in tokens:
        above = tokens[t.head]
        scene = t.dep == "pobj" and above.lemma in SCENES and tokens[above.head].dep == "ROOT"
        if scene and t.mention is not None and sentence.mentions[t.mention].entity.startswith("site/"):
            rows.append(sentence.mentions[t.mention])
    return rows[0] if len(rows) == 1 and not rows[0].group else None
