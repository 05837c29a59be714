"""One amount of each site or company, product and status on a day, out of all that documents say of it."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from importlib.resources import files
from typing import Any, NamedTuple

from graph.dates import published_key, span, valid
from graph.merge import TOLERANCE
from graph.statement import Document, Statement

COMING = frozenset({"planned", "under_construction", "forecast"})
"""Statuses of what may come: their periods lie ahead, so that the last one counts whatever the day."""
YEAR = 360
"""Days of a period from which an output counts as that of a year."""


class Amount(NamedTuple):
    """From low to high, in a base unit."""

    low: float
    high: float

    def plus(self, other: Amount) -> Amount:
        """The sum."""
        return Amount(self.low + other.low, self.high + other.high)

    def hull(self, other: Amount) -> Amount:
        """From the least to the greatest of both."""
        return Amount(min(self.low, other.low), max(self.high, other.high))

    def near(self, other: Amount) -> bool:
        """Whether both ends differ by rounding at most."""
        return _near(self.low, other.low) and _near(self.high, other.high)

    def as_dict(self) -> dict[str, float]:
        """Low and high, without the dust of floating point."""
        return {"low": round(self.low, 6), "high": round(self.high, 6)}


NOTHING = Amount(0.0, 0.0)


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))


@dataclass(frozen=True, slots=True)
class Held:
    """What one entity can make (or made) of one product in one status, as chosen for a day."""

    entity: str
    product: str | None
    unit: str | None
    status: str
    period: str | None
    amount: Amount
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The amounts chosen, and what is to be said of the choice."""

    held: tuple[Held, ...]
    conflicts: tuple[dict[str, Any], ...]
    assumptions: tuple[dict[str, Any], ...]
    cut: tuple[dict[str, Any], ...]


def choose(
    said: Iterable[Statement],
    canon: Callable[[str], str],
    documents: Mapping[str, Document],
    day: date,
    yearly: bool = False,
) -> Choice:
    """One amount of each entity, product, unit and status on `day`.

    The latest period that has begun by then; a figure without a period is of its document's date, and of
    every day before where nothing earlier is known. Figures of one period that agree within 0.5 % are the
    newest document's; others give their hull and a conflict. Of several figures of one document the
    greatest counts where it is the sum of the others or the sentence tells parts; else their hull.
    `yearly`: the last whole year goes before later parts of a year (an output, not a capacity).
    """
    groups: dict[tuple[str, str, str, str], list[Statement]] = defaultdict(list)
    for s in said:
        groups[canon(s.subject), s.product or "", s.unit or "", s.status].append(s)
    conflicts, assumptions, cut, held = [], [], list[dict[str, Any]](), []
    for (entity, *_), group in sorted(groups.items()):
        current = _current(group, documents, day, yearly)
        if not current:
            cut.append({"kind": "later", **_about(entity, group)})
            continue
        if _when(current[0], documents)[1] > day and current[0].status not in COMING:
            assumptions.append({"kind": "before", **_about(entity, current)})
        amount, doubt = _agreed(current, documents)
        conflicts += [{**d, **_about(entity, current), **amount.as_dict()} for d in doubt]
        cut += [] if yearly else _passed_over(entity, group, current, documents)
        first = max(current, key=lambda s: (published_key(_published(s, documents)), s.id))
        held.append(Held(entity, first.product, first.unit, first.status, first.period, amount, tuple(current)))
    return Choice(tuple(held), tuple(conflicts), tuple(assumptions), tuple(cut))


def _about(entity: str, some: Sequence[Statement]) -> dict[str, Any]:
    """What a remark is about: statements of one product, unit and status."""
    said = some[0]
    about = {"entity": entity, "product": said.product, "unit": said.unit, "status": said.status}
    return {**about, "statements": sorted(s.id for s in some)}


def _published(s: Statement, documents: Mapping[str, Document]) -> str | None:
    return documents[s.document].published if s.document in documents else None


def _when(s: Statement, documents: Mapping[str, Document]) -> tuple[int, date]:
    """The first day of its period, else of its publication; what has neither is oldest."""
    if s.period is not None and valid(s.period):
        return 1, span(s.period)[0]
    return published_key(_published(s, documents))


def _current(group: Sequence[Statement], documents: Mapping[str, Document], day: date, yearly: bool) -> list[Statement]:
    """The statements of the latest time that counts on `day`, in the order of their ids."""
    coming = group[0].status in COMING
    begun = [s for s in group if coming or _when(s, documents)[1] <= day]
    if not begun:
        timeless = [s for s in group if s.period is None]
        first = min((_when(s, documents) for s in timeless), default=None)
        return sorted((s for s in timeless if _when(s, documents) == first), key=lambda s: s.id)
    if yearly:
        begun = [s for s in begun if _whole_year(s)] or begun
    last = max(_when(s, documents) for s in begun)
    return sorted((s for s in begun if _when(s, documents) == last), key=lambda s: s.id)


def _whole_year(s: Statement) -> bool:
    if s.period is None or not valid(s.period):
        return True
    first, last = span(s.period)
    return (last - first).days >= YEAR


def _agreed(some: Sequence[Statement], documents: Mapping[str, Document]) -> tuple[Amount, list[dict[str, Any]]]:
    """The amount that statements of one time give, and why it is a hull where it is one."""
    by_document: dict[str, list[Statement]] = defaultdict(list)
    for s in some:
        by_document[s.document].append(s)
    newest_first = sorted(
        by_document, key=lambda d: (published_key(documents[d].published if d in documents else None), d), reverse=True
    )
    found = [_of_one_document(by_document[d]) for d in newest_first]
    doubt = [{"kind": "several", "document": d} for d, (_, told) in zip(newest_first, found, strict=True) if not told]
    amounts = [amount for amount, _ in found]
    if all(amounts[0].near(a) for a in amounts):
        return amounts[0], doubt
    return reduce(Amount.hull, amounts), [*doubt, {"kind": "disagree"}]


def _of_one_document(some: Sequence[Statement]) -> tuple[Amount, bool]:
    """What one document says, and whether that is told: one figure, or a whole with its parts."""
    amounts = sorted({_amount(s) for s in some}, key=lambda a: (a.high, a.low))
    *parts, whole = amounts
    if all(whole.near(a) for a in parts):
        return whole, True
    if len(parts) > 1 and whole.near(reduce(Amount.plus, parts)):
        return whole, True
    if any(_tells_parts(s.quote) for s in some):
        return whole, True
    return reduce(Amount.hull, amounts), False


def _amount(s: Statement) -> Amount:
    low = s.value or 0.0
    return Amount(low, low if s.max is None else s.max)


@cache
def _parts() -> re.Pattern[str]:
    """The words of graph/data/parts.toml; Chinese has no spaces between words."""
    words = tomllib.loads(files("graph").joinpath("data", "parts.toml").read_text(encoding="utf-8"))["words"]
    return re.compile("|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in words), re.IGNORECASE)


def _tells_parts(quote: str) -> bool:
    return _parts().search(" ".join(quote.split())) is not None


def _passed_over(
    entity: str,
    group: Sequence[Statement],
    current: Sequence[Statement],
    documents: Mapping[str, Document],
) -> Iterator[dict[str, Any]]:
    """Figures of an earlier time in the very document that gave the later one: they may be another part."""
    told = {s.document for s in current}
    earlier = [
        s
        for s in group
        if s.document in told and _when(s, documents) < _when(current[0], documents) and s.period is not None
    ]
    if earlier:
        most = max(_amount(s).high for s in earlier)
        yield {"kind": "earlier", **_about(entity, earlier), "effect": most}
