"""The country over an item of a round-up: "BRAZIL: Foobar is closing its Tarka smelter" says where the smelter is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.check import Candidate
from loaders.en.names.facilities import behind
from loaders.mentions import Mention
from loaders.reading import Reading
from ontology.errors import InvalidName
from ontology.load import ontology

EXTRACTOR = "briefed#country"
HEAD = re.compile(r"(?m)^([A-Z][A-Z.’' -]{2,30}?)(?:[:.]| [-–—])\s+(?=[A-Z]\w*)")
LEAST = 2
"""How many items with a country make a round-up."""


def briefed(reading: Reading) -> Iterator[Candidate]:
    """The one plant of the first sentence of each item, or its town, with the country over the item."""
    heads = HEAD.finditer(reading.document.text)
    lands = {m.end(): (m, land) for m in heads if (land := stated(reading, m[1].title(), m.start(1), m.end(1)))}
    lands = {at: row for at, row in lands.items() if _wide(row[1], reading)}
    if len(lands) < LEAST:
        return
    for sentence in reading.sentences:
        head, land = lands.get(sentence.start, (None, None))
        plants = {m.entity: m for m in sentence.mentions if _plant(m)}
        if head is None or land is None or len(plants) != 1 or any(_wide(m, reading) for m in sentence.mentions):
            continue
        plant = next(iter(plants.values()))
        town = next((p for p in plant.inside if p.type == "Place" and p.entity and behind(plant, p)), None)
        if town is None or not _wide(town, reading):
            yield Candidate(town or plant, "locatedIn", head.start(), sentence.end, object=land, extractor=EXTRACTOR)


def _plant(mention: Mention) -> bool:
    known = mention.type in ontology().classes and ontology().is_a(mention.type, "Site")
    return known and bool(mention.entity) and not mention.group


def _wide(mention: Mention, reading: Reading) -> bool:
    """Whether another country is named: "NORWAY: Foobar is buying a mill in Spain" does not say where the mill is."""
    found = [mention, *mention.inside]
    levels = {e.entity.level for m in found if m.type == "Place" for e in reading.resolver.registry.exact(m.form)}
    return "country" in levels


def stated(reading: Reading, form: str, start: int, end: int) -> Mention | None:
    """The place that the words behind the town name, where the registry has it."""
    if not any(e.entity.type == "Place" for e in reading.resolver.registry.exact(form)):
        return None
    try:
        entity, rung = reading.resolver.resolve(form, "Place")
    except InvalidName:
        return None
    return Mention(start, end, reading.document.text[start:end], "Place", entity=entity.id, rung=rung, name=form)
