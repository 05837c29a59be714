"""The state of the town from which a report comes, where the text points to it: "MOENGO, Surinam - The mill here"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.check import Candidate
from loaders.en.relations.briefed import briefed, stated
from loaders.mentions import Gazetteer, Mention
from loaders.reading import Reading

EXTRACTOR = "dateline#town-in-state"
TOWN = re.compile(r"[A-Z][A-Z.’' -]+(?=,)")
STATE = re.compile(r",\s+([A-Z][A-Za-z]+(?:\s[A-Z][a-z]+)?)(?=,\s|\s+[A-Z][a-z]+\.?\s+\d|\s+-)")


def datelined(reading: Reading, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """The town of the dateline in its state, and the plants of a round-up in the countries over its items."""
    yield from briefed(reading)
    town = next((m for m in _places(reading) if reading.document.text[m.start : m.end].lower() == "here"), None)
    if town is None:
        return
    text = reading.document.text
    start = text.rfind("\n", 0, reading.sentences[0].start) + 1
    named = TOWN.match(text, start)
    end = named.end() if named is not None else start
    found = (gazetteer.abbreviation(text, end) or STATE.match(text, end)) if named is not None else None
    if found is None:
        return
    label = found.group().lstrip(", ")
    state = stated(reading, gazetteer.states.get(label, label), found.end() - len(label), found.end())
    if state is not None and state.entity != town.entity:
        yield Candidate(town, "locatedIn", start, state.end, object=state, extractor=EXTRACTOR)


def _places(reading: Reading) -> Iterator[Mention]:
    """The places in the words of plants."""
    for sentence in reading.sentences:
        for k in sentence.mentions:
            yield from (m for e in (k, *k.each) for m in e.inside if m.type == "Place" and m.entity)
