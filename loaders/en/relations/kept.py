"""Plants of which a firm's own page speaks without saying whose they are: its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loaders.check import Candidate
from loaders.en.parsing.parse import Sentence
from loaders.facts import over
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.reading import Reading
from ontology.load import ontology

EXTRACTOR = "mentions#own-page"
KEEPING = frozenset({"operates", "owns", "acquires", "sells", "develops", "transfersCapacityTo"})


def kept(reading: Reading, rows: Iterable[object]) -> Iterator[Candidate]:
    """The firm of its own page as operator of the plants whose keeper nothing tells."""
    firm = reading.topic
    if firm is None or not reading.own:
        return
    told = {c.object.entity for c in rows if isinstance(c, Candidate) and c.object and c.predicate in KEEPING}
    for plant, sentence in _plants(reading):
        if (
            plant.entity in told
            or over(sentence.text)
            or clue("kept.unsure").search(sentence.text)
            or _others(sentence, firm)
        ):
            continue
        told.add(plant.entity)
        yield Candidate(
            subject=firm,
            predicate="operates",
            object=plant,
            start=sentence.start,
            end=sentence.end,
            status="ended" if clue("kept.ended").search(sentence.text) else "actual",
            confidence=0.8,
            extractor=EXTRACTOR,
        )


def _plants(reading: Reading) -> Iterator[tuple[Mention, Sentence]]:
    """The nominal plants, each with the sentence that names it first."""
    seen: set[str] = set()
    for sentence in reading.sentences:
        for m in (e for k in sentence.mentions for e in k.each):
            if m.entity.startswith("site/") and m.entity not in seen:
                seen.add(m.entity)
                if m.nominal and ontology().is_a(m.type, "Site"):
                    yield m, sentence


def _others(sentence: Sentence, firm: Mention) -> bool:
    """Whether a sentence speaks of another firm or body, or of someone whom nobody could tell."""
    named = (e for k in sentence.mentions for e in k.each if e.type in ("Company", "GovernmentBody", "Institute", ""))
    return any(m.entity != firm.entity for m in named if not m.entity.startswith("site/"))
