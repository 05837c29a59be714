"""Numbers with units in a text, in base units: `3.96 million mt` is 3960000 `t`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from loaders.amounts import Units, number_of, plain, scale_of
from loaders.currency import settled
from loaders.lending import YEAR, Quantity, lent, priced, staff
from loaders.lexicon import clue

MONEY = (Decimal(1), "GBP")
POUND = (Decimal("0.00045359237"), "t")
"""The pound avoirdupois, 0.45359237 kg by the agreement of 1959."""
COUNTED = frozenset({"t", "t/a", "persons", "people"})
THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d\d0")
"""A number of tonnes or people that has a point where English has a comma: "60.000 tonnes"."""
TIMES = re.compile(r"(?<![\w.,/])(\d{1,2})\s?[x×]\s?$")
BACK = 50
"""Characters before a figure within which "from the present" may stand."""


def quantities(text: str, units: Units) -> tuple[Quantity, ...]:
    """All figures with a unit in order; bare numbers, years and dates are none."""
    found: list[Quantity] = []
    at = 0
    while match := units.pattern.search(text, at):
        if match["sign2"] and not (match["sign"] or match["mid"]) and YEAR.fullmatch(match["n"]):
            at = match.start("sign2")  # "in 2022 to $350-360": the year begins no range
            continue
        match = _cut(match, units)
        rows = list(_read(match, units)) or list(lent(match, units, found)) or list(staff(match))
        rows = [_times(priced(q, found, text), text) for q in rows]
        found += rows
        at = max(rows[-1].end, match.start() + 1) if rows else match.end("n")
    return tuple(settled(found, text))


def _times(quantity: Quantity, text: str) -> Quantity:
    """So many units of one size are their sum: "6 x 25 MW" are 150 MW."""
    count = TIMES.search(text, max(0, quantity.start - 6), quantity.start)
    if count is None or quantity.max is not None:
        return quantity
    start = count.start()
    return replace(quantity, value=int(count[1]) * quantity.value, start=start, text=text[start : quantity.end])


def _cut(m: re.Match[str], units: Units) -> re.Match[str]:
    """The match up to the end of its line where the label of the next follows: "EUR 310 million\nStaff: 415"."""
    unit = m.start("unit") if m["unit"] else -1
    line = m.string.find("\n", m.end("n"), unit) if unit > 0 else -1
    if line < 0 or clue("quantities.label").match(m.string, unit) is None:
        return m
    return units.pattern.search(m.string, m.start(), line) or m


def _read(m: re.Match[str], units: Units) -> Iterator[Quantity]:
    """The figures of one match: one, a range, or both ends of "from 10 to 20 tons"."""
    linked = m["n2"] is not None and not (_joins(m) and _unit(m, units) and _same(m, units))
    if linked and not _unit_of(m, units, m["mid"]) and not m["sign"]:
        yield from _moved(m, units)
        return
    found = _persons(m, _unit(m, units) if not linked else _alone(m, units))
    if found is None:
        return
    factor, unit = found
    number = number_of(m["n"], units) * scale_of(m["scale"] or (None if linked else _lent(m)), units)
    if m["n2"] and not linked and not m["mid"] and m["n2"].endswith(",000") and _thousands(m, number, units):
        number *= 1000  # "15-20,000 tonnes"
    if plain(m["unit"] or m["mid"] or "") in units.sized and number >= units.large:
        factor = Decimal(1)
    if unit in COUNTED and not m["scale"] and not linked and THOUSANDS.fullmatch(m["n"]):
        factor = Decimal(1000)
    low = number * factor
    end = _middle(m) if linked else m.end()
    start = next(m.start(g) for g in ("bound", "sign", "n") if m[g])
    value = float(-low if m["minus"] else low)
    if linked or m["n2"] is None:
        yield Quantity(value, None, unit, start, end, m.string[start:end], (m["bound"] or "").lower())
        return
    high = float(number_of(m["n2"], units) * scale_of(m["scale2"] or m["scale"], units) * factor)
    bound = (m["bound"] or "").lower()
    changed = m["join"].strip() == "to" and m.string[: m.start()].rstrip().endswith("by")
    worded = m["join"].strip().isalpha()  # "from $320-340 a tonne" is where it comes from, all of it
    leaves = (m["open"] or "").lower() == "from" or clue("quantities.leaving").search(m.string, start - BACK, start)
    leaves = leaves if worded else None
    if high >= value and not leaves and not changed:
        yield Quantity(value, high, unit, start, end, m.string[start:end], bound)
        return
    half, other = _middle(m), m.start("sign2") if m["sign2"] else m.start("n2")
    if (high >= value or m["scale"]) and not changed:  # "by 5,000 to 190,000 tonnes" is one figure
        yield Quantity(value, None, unit, start, half, m.string[start:half], bound)
    yield Quantity(high, None, unit, other, end, m.string[other:end])


def _thousands(m: re.Match[str], number: Decimal, units: Units) -> bool:
    """Whether the lower end is in thousands too, as it is much smaller: "15-20,000 tonnes"."""
    return "," not in m["n"] and not m["scale"] and number * 1000 < number_of(m["n2"], units)


def _moved(m: re.Match[str], units: Units) -> Iterator[Quantity]:
    """Both numbers of persons that only the word before them counts: "the workforce shrank from 1,300 to 410"."""
    changed = m["counted"] is not None and m["counted"].lower().endswith("from") and m["join"].strip() == "to"
    if changed and not m["scale"] and not m["scale2"] and clue("quantities.counted").match(m.string, m.end()):
        for n in ("n", "n2"):
            yield Quantity(float(number_of(m[n], units)), None, "persons", m.start(n), m.end(n), m[n])


def _middle(m: re.Match[str]) -> int:
    """Where the first of two numbers ends."""
    return next(m.end(g) for g in ("mid", "scale", "n") if m[g])


def _joins(m: re.Match[str]) -> bool:
    """Whether two numbers are one range: "and" only after "between"."""
    return m["join"].strip() != "and" or (m["open"] or "").lower() == "between"


def _lent(m: re.Match[str]) -> str | None:
    """The scale of the upper end serves both: "12-13 million", not "650,000 to 2 million"."""
    return m["scale2"] if m["n2"] is not None and "," not in m["n"] else None


def _same(m: re.Match[str], units: Units) -> bool:
    """Whether a unit between the numbers is that of the end: "10 tons to 20 tons", not "12% to NOK 340 million"."""
    between = _unit_of(m, units, m["mid"])
    if between is not None and m["sign2"]:
        return between[1] == units.before[m["sign2"].strip()]
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
    elif found == MONEY and _weighed(m):
        found = POUND
    if found is None or m.string[m.end() : m.end() + 7].lower().strip().startswith("point"):
        return None
    per = plain(m["per"] or m["per2"] or "")
    unit = _over(found[1], units.denominators[per]) if per else found[1]
    return (found[0] / units.below.get(per, 1), "t/a" if m["annual"] and unit == "t" else unit) if unit else None


def _weighed(m: re.Match[str]) -> bool:
    """Whether pounds are a weight: "40 mln pounds of sheet", "a capacity of 40 mln pounds"."""
    if plain(m["unit"] or m["mid"] or "") not in ("pound", "pounds"):
        return False
    before = m.string[max(0, m.start() - BACK) : m.start()]
    behind = clue("quantities.weighed").match(m.string, m.end()) is not None
    return behind or clue("quantities.weighing").search(before) is not None


def _persons(m: re.Match[str], found: tuple[Decimal, str] | None) -> tuple[Decimal, str] | None:
    """What is counted by the words before it: "a workforce of 1,000"."""
    bare = found is None and m["counted"] and not m["scale"] and clue("quantities.counted").match(m.string, m.end())
    return (Decimal(1), "persons") if bare else found


def _unit_of(m: re.Match[str], units: Units, word: str | None) -> tuple[Decimal, str] | None:
    if not word:
        return None
    return units.exact.get(word.strip(" \n\t-")) or units.forms.get(plain(word))


def _over(unit: str, below: str) -> str | None:
    """The unit of a rate: tons a year, dollars a ton; a time under money or power is dropped."""
    if unit == "t":
        return {"a": "t/a", "d": "t/d"}.get(below)
    if below == "a":
        return unit
    rate = f"{unit}/{below}"
    return rate if (_money(unit) and below in ("t", "lb", "kWh")) or rate in ("kWh/t", "tCO2e/t") else None


def _money(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()
