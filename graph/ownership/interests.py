"""How large a holding is, as one statement says it: an interval in percent, its ends in or out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graph.statement import Scalar

Bound = tuple[float, int]
"""A percentage and a hair: (50, 1) is just over 50, (50, -1) just under it, (50, 0) is 50."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All shares from `floor` to `ceiling`, in percent."""

    floor: Bound
    ceiling: Bound

    @property
    def low(self) -> float:
        """The lower end, in percent."""
        return self.floor[0]

    @property
    def high(self) -> float:
        """The upper end, in percent."""
        return self.ceiling[0]

    @property
    def point(self) -> bool:
        """Whether both ends are one figure."""
        return self.low == self.high

    def meet(self, other: Interval) -> Interval | None:
        """What lies in both; None where nothing does."""
        floor, ceiling = max(self.floor, other.floor), min(self.ceiling, other.ceiling)
        return None if floor > ceiling else Interval(floor, ceiling)

    def hull(self, other: Interval) -> Interval:
        """From the least to the greatest of both."""
        return Interval(min(self.floor, other.floor), max(self.ceiling, other.ceiling))


def point(percent: float) -> Interval:
    """One figure."""
    end = (percent, 0)
    return Interval(end, end)


UNKNOWN = Interval((0.0, 1), (100.0, 0))
"""Some of it: over 0, and 100 at most."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The interval of a statement and, where no figure gave it, the words that did ("" where none did)."""

    share: Interval
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class Wordings:
    """Words to intervals."""

    intervals: Mapping[str, Interval]
    counts: frozenset[str]
    pattern: re.Pattern[str]

    def read(self, text: str) -> Reading:
        """The interval of the longest wording in `text`; some of it where there is none."""
        found = {_key(match) for match in self.pattern.findall(text)}
        longest = max(found, key=lambda words: (len(words), words), default="")
        return Reading(self.intervals.get(longest, UNKNOWN), longest)


@cache
def wordings() -> Wordings:
    """The wordings of graph/data/wordings.toml."""
    data = tomllib.loads(files("graph").joinpath("data", "wordings.toml").read_text(encoding="utf-8"))
    intervals = {_key(words): _interval(row) for row in data["wording"] for words in row["words"]}
    longest_first = sorted(intervals, key=len, reverse=True)
    pattern = re.compile("|".join(map(_word, longest_first)), re.IGNORECASE)
    return Wordings(intervals, frozenset(map(_key, data["counts"])), pattern)


def _key(words: str) -> str:
    return " ".join(words.casefold().split())


def _word(words: str) -> str:
    """A pattern for whole words; Chinese has no spaces between them."""
    body = r"\s+".join(map(re.escape, words.split()))
    return rf"(?<!\w){body}(?!\w)" if words.isascii() else body


def _interval(row: Mapping[str, float]) -> Interval:
    floor = (float(row["low"]), 1 if row.get("low_open") else 0)
    return Interval(floor, (float(row["high"]), -1 if row.get("high_open") else 0))


def reading(q: Mapping[str, Scalar], quote: str) -> Reading:
    """How much a statement with these qualifiers says is held; ValueError where its figures cannot be a share.

    A figure is exact; share_min without share_max is at least so much, share_max alone at most.
    Without a figure the words decide: the qualifier `interest`, else the quote.
    """
    known = wordings()
    figures = {name: _percent(name, q[name]) for name in ("share", "share_min", "share_max") if name in q}
    of = q.get("share_of")
    if of is not None and _key(str(of)) not in known.counts:
        return Reading(UNKNOWN, f"a share of {of}")
    if figures:
        return Reading(_figures(figures))
    return known.read(str(q.get("interest") or quote))


def _percent(name: str, value: Scalar) -> float:
    if isinstance(value, bool | str) or not 0 <= value <= 100:
        raise ValueError(f"{name} {value!r} is no percentage from 0 to 100")
    return float(value)


def _figures(figures: Mapping[str, float]) -> Interval:
    floor = (figures["share_min"], 0) if "share_min" in figures else UNKNOWN.floor
    ceiling = (figures.get("share_max", 100.0), 0)
    if floor > ceiling:
        raise ValueError(f"share_min {floor[0]:g} and share_max {ceiling[0]:g} leave no share")
    if "share" in figures:
        return point(figures["share"])
    return Interval(floor, ceiling)
