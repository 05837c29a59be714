"""Numbers with units in a text, in base units: `3.96 million mt` is 3960000 `t`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from loaders.lexicon import read


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure at [start, end) of a text; `unit` is a base unit (`t`, `t/a`, `CNY`, `USD/lb`, `ha` …).

    `max` is the upper end of a range. `bound` is the word before it: "at least", "over", "about", "".
    """

    value: float
    max: float | None
    unit: str
    start: int
    end: int
    text: str
    bound: str = ""


@dataclass(frozen=True)
class Units:
    """The grammar of figures, made from data/units.toml."""

    pattern: re.Pattern[str]
    scales: Mapping[str, Decimal]
    words: Mapping[str, Decimal]
    before: Mapping[str, str]
    forms: Mapping[str, tuple[Decimal, str]]
    exact: Mapping[str, tuple[Decimal, str]]
    denominators: Mapping[str, str]


@functools.cache
def units() -> Units:
    """The units of data/units.toml."""
    data = read()["units"]
    forms = {f.lower(): (Decimal(1), unit) for unit, rows in data["units"].items() for f in rows}
    forms |= {f.lower(): (_decimal(factor), unit) for f, (factor, unit) in data["scaled"].items()}
    exact = {f: (_decimal(factor), unit) for f, (factor, unit) in data["case"].items()}
    numbers = {k: _decimal(v) for k, v in data["words"].items()}
    scales = {k.lower(): _decimal(v) for k, v in data["scales"].items()}
    pattern = re.compile(_grammar({**data, "forms": [*forms], "exact": [*exact]}))
    return Units(pattern, scales, numbers, data["before"], forms, exact, data["denominators"])


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))


def _words(forms: Iterable[str]) -> str:
    """A group body that matches whole words, the longest first; a Chinese form may stand anywhere."""
    rows = sorted(forms, key=lambda f: (-len(f), f))
    return "|".join(re.escape(f).replace(r"\ ", r"[\s-]+") + (r"(?![A-Za-z0-9])" if f[-1].isascii() and f[-1].isalnum() else "") for f in rows)


def _grammar(data: Mapping[str, Iterable[str]]) -> str:
    letters = [s for s in data["scales"] if s.isascii() and len(s) == 1]
    scale = rf"(?:[\s-]*(?i:{_words(s for s in data['scales'] if s not in letters)})|(?:{'|'.join(letters)})(?![A-Za-z0-9]))"
    number = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    either = rf"{number}|(?i:{_words(data['words'])})"
    sign = rf"(?:{_words(data['before'])})\s*"
    unit = rf"(?:{_words(data['exact'])}|(?i:{_words(data['forms'])}))"
    fillers = rf"(?:(?:{_words(data['fillers'])})[\s-]+)*"
    per = rf"(?:\s*/\s*|[\s-]+(?:per|an?|each)[\s-]+)(?P<per>(?i:{_words(data['denominators'])}))"
    join = "|".join(rf"\s+{re.escape(c)}\s+" if c.isalpha() and c.isascii() else rf"\s*{re.escape(c)}\s*" for c in data["connectors"])
    ahead = rf"(?<![\w.,$€£/-])(?:(?P<open>(?i:between|from))\s+)?(?:(?P<bound>(?i:{_words(data['bounds'])}))\s*)?"
    annual = r"(?P<annual>年产能?)?\s*"
    first = rf"(?P<sign>{sign})?(?P<minus>-)?(?P<n>{either})(?P<scale>{scale})?(?P<mid>[\s-]*(?:{_words(data['forms'])}))?"
    second = rf"(?:(?P<join>{join})(?:(?i:about|around|some)\s+)?(?P<sign2>{sign})?(?P<n2>{either})(?P<scale2>{scale})?)?"
    tail = rf"(?:[\s-]*{fillers}(?P<unit>{unit})(?:{per})?|(?:{per.replace('?P<per>', '?P<per2>')}))?"
    han = r"(?:(?<![\w.,$€£/-])|(?<=[\u4e00-\u9fff]))"
    return ahead.replace(r"(?<![\w.,$€£/-])", han, 1) + annual + first + second + tail


def quantities(text: str, units: Units) -> tuple[Quantity, ...]:
    """All figures with a unit in order; bare numbers, years and dates are none."""
    found: list[Quantity] = []
    at = 0
    while match := units.pattern.search(text, at):
        rows = list(_read(match, units))
        found += rows
        at = max(rows[-1].end, match.start() + 1) if rows else match.end("n")
    return tuple(found)


def _read(m: re.Match[str], units: Units) -> Iterator[Quantity]:
    """The figures of one match: one, a range, or both ends of "from 10 to 20 tons"."""
    linked = m["n2"] is not None and not (_joins(m) and _unit(m, units) and _same(m, units))
    if linked and not _unit_of(m, units, m["mid"]) and not m["sign"]:
        return
    found = _unit(m, units) if not linked else _alone(m, units)
    if found is None:
        return
    factor, unit = found
    low = _number(m["n"], units) * _scale(m["scale"] or (None if linked else _lent(m)), units) * factor
    end = _middle(m) if linked else m.end()
    start = next(m.start(g) for g in ("bound", "sign", "n") if m[g])
    value = float(-low if m["minus"] else low)
    if linked or m["n2"] is None:
        yield Quantity(value, None, unit, start, end, m.string[start:end], (m["bound"] or "").lower())
        return
    high = float(_number(m["n2"], units) * _scale(m["scale2"] or m["scale"], units) * factor)
    bound = (m["bound"] or "").lower()
    if high >= value and (m["open"] or "").lower() != "from":
        yield Quantity(value, high, unit, start, end, m.string[start:end], bound)
        return
    half, other = _middle(m), m.start("sign2") if m["sign2"] else m.start("n2")
    if high >= value or m["scale"]:
        yield Quantity(value, None, unit, start, half, m.string[start:half], bound)
    yield Quantity(high, None, unit, other, end, m.string[other:end])


def _middle(m: re.Match[str]) -> int:
    """Where the first of two numbers ends."""
    return next(m.end(g) for g in ("mid", "scale", "n") if m[g])


def _joins(m: re.Match[str]) -> bool:
    """Whether two numbers are one range: "and" only after "between"."""
    return m["join"].strip() != "and" or (m["open"] or "").lower() == "between"


def _lent(m: re.Match[str]) -> str | None:
    """The scale of the upper end serves both: "12-13 million"."""
    return m["scale2"] if m["n2"] is not None else None


def _same(m: re.Match[str], units: Units) -> bool:
    """Whether a unit between the numbers is that of the end: "10 tons to 20 tons"."""
    between = _unit_of(m, units, m["mid"])
    last = _unit_of(m, units, m["unit"])
    return between is None or last is None or between == last


def _alone(m: re.Match[str], units: Units) -> tuple[Decimal, str] | None:
    found = _unit_of(m, units, m["mid"])
    if found is not None:
        return found
    return (Decimal(1), units.before[m["sign"].strip()]) if m["sign"] else None


def _unit(m: re.Match[str], units: Units) -> tuple[Decimal, str] | None:
    """Factor and base unit of a match; None where it has none, or one that nobody stores."""
    found = _unit_of(m, units, m["unit"]) or _unit_of(m, units, m["mid"])
    sign = m["sign"] or m["sign2"]
    if sign:
        found = (Decimal(1), units.before[sign.strip()])
    if found is None or m.string[m.end() : m.end() + 7].lower().strip().startswith("point"):
        return None
    per = m["per"] or m["per2"]
    unit = _over(found[1], units.denominators[_plain(per)]) if per else found[1]
    return (found[0], "t/a" if m["annual"] and unit == "t" else unit) if unit else None


def _plain(word: str) -> str:
    return re.sub(r"[\s-]+", " ", word.strip(" \n\t-")).lower()


def _unit_of(m: re.Match[str], units: Units, word: str | None) -> tuple[Decimal, str] | None:
    if not word:
        return None
    plain = word.strip(" \n\t-")
    return units.exact.get(plain) or units.forms.get(_plain(word))


def _over(unit: str, below: str) -> str | None:
    """The unit of a rate: tons a year, dollars a ton; a time under money or power is dropped."""
    if unit == "t":
        return {"a": "t/a", "d": "t/d"}.get(below)
    if below == "a":
        return unit
    rate = f"{unit}/{below}"
    money = len(unit) == 3 and unit.isupper()
    return rate if (money and below in ("t", "lb", "kWh")) or rate in ("kWh/t", "tCO2e/t") else None


def _number(text: str, units: Units) -> Decimal:
    word = units.words.get(text.lower())
    return Decimal(text.replace(",", "")) if word is None else word


def _scale(text: str | None, units: Units) -> Decimal:
    return units.scales[_plain(text)] if text else Decimal(1)
