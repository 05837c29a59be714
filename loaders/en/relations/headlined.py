"""What a headline says besides: whose country a firm is of, "BRAZIL'S ALBRAS TO GO AHEAD"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.check import Candidate
from loaders.mentions import Mention
from loaders.reading import Reading
from ontology.errors import InvalidName

EXTRACTOR = "headlines#firm-of-place"
WHOSE = re.compile(r"[’'][sS]\s+(?=(?P<rest>[^\n]{2,60}))")


def headlined(reading: Reading) -> Iterator[Candidate]:
    """The firms of the body that a headline calls a place's."""
    text = reading.document.text
    firms = _firms(reading)
    for place in (m for m in reading.found.titles if m.type == "Place"):
        whose = WHOSE.match(text, place.end)
        firm = next((m for form, m in firms if whose and _begins(whose["rest"], form)), None)
        where = _resolved(reading, place) if firm is not None else None
        if firm is not None and where is not None:
            start, end = text.rfind("\n", 0, place.start) + 1, text.find("\n", place.end)
            yield Candidate(
                subject=firm,
                predicate="locatedIn",
                object=where,
                start=start,
                end=end if end > 0 else len(text),
                confidence=0.9,
                extractor=EXTRACTOR,
            )


def _firms(reading: Reading) -> list[tuple[str, Mention]]:
    """The firms of the body by the forms that the text has for them, the longest first."""
    rows = {m.text: m for s in reversed(reading.sentences) for m in s.mentions if m.type == "Company" and m.entity}
    firms = {form: m for form, m in rows.items() if not m.nominal}
    firms |= {d.short: rows[d.long.text] for d in reading.found.definitions if d.long.text in rows}
    return sorted(firms.items(), key=lambda row: (-len(row[0]), row[0]))


def _begins(words: str, form: str) -> bool:
    return re.match(rf"{re.escape(form)}(?!\w)", words, re.IGNORECASE) is not None


def _resolved(reading: Reading, place: Mention) -> Mention | None:
    try:
        entity, rung = reading.resolver.resolve(place.form, "Place")
    except InvalidName:
        return None
    return Mention(place.start, place.end, place.text, "Place", entity=entity.id, rung=rung, name=place.name)
