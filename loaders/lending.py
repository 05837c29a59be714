"""Figures that take their unit from the one before: "20.2 mln dollars from 0.8 mln", "It was 41,500 in 2023"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.amounts import Units, number_of, scale_of
from loaders.lexicon import clue, read

LENT = 120
"""Characters within which a figure without a unit takes that of the one before."""
FAR = 320
"""The same across sentences, as in "Revenue rose to 300.9 mln"."""
YEAR = re.compile(r"(?:19|20)\d\d")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
ALIKE = 20
"""How many times larger or smaller the figure of another time may be for its scale to be that of the first."""
WHOLE = 100
"""The largest share, in percent."""
ENDED = re.compile(r"(?=[,;)]|\.(?:\s|$)| and )")
LENT_UNITS = frozenset({"t", "t/a", "t/d", "persons", "people"})


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


@functools.cache
def _persons() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What follows a bare number of persons: "of the 450 staff", "will be taken on"."""
    data = read()["units"]
    words = [w for unit in ("persons", "people") for w in data["units"][unit] if w.isascii()]
    persons = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    whose = r"(?:the|its|their|our|(?:the )?[\w.&-]+(?: [\w.&-]+){0,3}['’]s)"
    part = rf"\s+of\s+{whose}\s+(?:[a-z-]+\s+)?[\d,]+\s+(?:[a-z-]+\s+){{0,2}}(?:{persons})\b"
    return re.compile(part), re.compile(data["lending"]["engaged"])


def staff(m: re.Match[str]) -> Iterator[Quantity]:
    """Persons that only what follows tells: 300 in "300 of the 450 staff", 40 in "another 40 will be hired"."""
    if m["unit"] or m["mid"] or m["sign"] or m["scale"] or not m["n"][0].isdigit():
        return
    part, engaged = _persons()
    counted = clue("lending.counted").search(m.string[max(0, m.start("n") - LENT) : m.start("n")])
    if (
        counted
        or part.match(m.string, m.end("n2" if m["n2"] else "n"))
        or (not m["n2"] and engaged.match(m.string, m.end("n")))
    ):
        value, high = (float(re.sub(r"[,\s]", "", m[g])) if m[g] else None for g in ("n", "n2"))
        if value is not None and not (high is None and 1900 < value < 2100 and "," not in m["n"]):
            start, end = m.start("n"), m.end("n2" if m["n2"] else "n")
            yield Quantity(value, high, "persons", start, end, m.string[start:end])


@functools.cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What parts two amounts of one thing, what follows the second, and what parts it from one of the next sentence."""
    data = read()["units"]["lending"]
    compared, behind = (re.compile(data[k]) for k in ("compared", "behind"))
    again = re.compile(rf"[.;!?][\"”]?\s+{read()['figures']['continued']}$", re.IGNORECASE)
    return compared, behind, again


def lent(m: re.Match[str], units: Units, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """ "20.2 mln dollars from 0.8 mln": the unit is that of the figure before in the sentence."""
    if m["n"][0].isdigit() and clue("lending.listed").match(m.string, m.end("n")) and (share := _share(m, units)):
        yield share
        return
    if found and (row := _bracketed(m, units, found[-1])) is not None:
        yield row
        return
    if (
        m["n2"]
        or m["unit"]
        or m["mid"]
        or not found
        or not (_scaled(m) or "," in m["n"] or found[-1].unit == "percent" or _few(m, found[-1]))
    ):
        return
    compared, behind, again_ = _words()
    gap, unit = m.string[found[-1].end : m.start("n")], found[-1].unit
    if unit == "percent" and clue("lending.shared").fullmatch(gap) and ENDED.match(m.string, m.end("n")):
        if (share := _share(m, units)) is not None:
            yield share
        return
    ends = re.search(r"[.;!?\n]\s", gap + " ") is not None
    large = "," in m["n"] or m["scale"] is not None or _few(m, found[-1])
    told = large and len(gap) < FAR and again_.search(gap) is not None
    money = len(unit) == 3 and unit.isupper() and len(gap) < (FAR if ends else LENT) and m["scale"]
    again = gap.endswith(" and ") and clue("lending.year").match(
        m.string, m.end("n")
    )  # "124,600 tonnes in 1986 and 48,500 in 1985"
    bare = clue("lending.gapped").fullmatch(gap) and ENDED.match(m.string, m.end("n"))
    if money or (unit in LENT_UNITS and ((not ends and (compared.search(gap) or again)) or told or bare)):
        start, end = m.start("n"), m.end("scale") if m["scale"] else m.end("n")
        value = float(number_of(m["n"], units) * scale_of(m["scale"], units))
        if not re.match(r"\s+[A-Za-z]", m.string[end:]) or behind.match(m.string, end):
            yield Quantity(value, None, found[-1].unit, start, end, m.string[start:end])


def _share(m: re.Match[str], units: Units) -> Quantity | None:
    """A bare number as a share in percent; None of more than the whole."""
    value = float(number_of(m["n"], units))
    return Quantity(value, None, "percent", m.start("n"), m.end("n"), m["n"]) if value <= WHOLE else None


def _bracketed(m: re.Match[str], units: Units, last: Quantity) -> Quantity | None:
    """A bare number in brackets right behind a figure is so many of the same: "GBP 212 million (2023: 240)"."""
    if m["n2"] or m["unit"] or m["mid"] or m["sign"] or not m["n"][0].isdigit() or last.unit == "percent":
        return None
    end = m.end("scale") if m["scale"] else m.end("n")
    gap = m.string[last.end : m.start("n")]
    if len(gap) > LENT or not _brackets()[0].fullmatch(gap) or not _brackets()[1].match(m.string, end):
        return None
    if YEAR.fullmatch(m["n"]) and ":" not in gap:
        return None
    value = float(number_of(m["n"], units) * scale_of(m["scale"], units))
    shown = NUMBER.search(last.text)
    first = float(number_of(shown[0], units)) if shown is not None and not m["scale"] else 0
    times = last.value / first if first else 1
    near = [v for v in (value, value * times) if last.value and 1 / ALIKE < v / last.value < ALIKE]
    return Quantity(near[0], None, last.unit, m.start("n"), end, m.string[m.start("n") : end]) if near else None


@functools.cache
def _brackets() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a bare number in brackets behind a figure, and what follows it."""
    data = read()["units"]["lending"]
    return re.compile(data["bracket"]), re.compile(data["inside"])


def priced(quantity: Quantity, found: Sequence[Quantity], text: str) -> Quantity:
    """The same by weight where it is compared with a price: "72 cents a lb, compared with 53 cents a year earlier"."""
    last = found[-1] if found else None
    if last is None or not last.unit.startswith(f"{quantity.unit}/") or quantity.unit == last.unit:
        return quantity
    gap = text[last.end : quantity.start]
    near = quantity.value / last.value if last.value else 0
    told = _words()[0].search(gap) or clue("lending.touched").search(gap)
    told = told or _brackets()[0].fullmatch(gap)  # "$1,780 a tonne (H1 2014: $1,890)"
    moved = gap.endswith(" to ") and text[: last.start].endswith("from ")  # "from $320 a tonne in 2022 to $350"
    alike = len(gap) < LENT and 0.2 < near < 5 and (told or moved)
    return replace(quantity, unit=last.unit) if alike else quantity


def _few(m: re.Match[str], last: Quantity) -> bool:
    """Whether some hundreds may be persons like those before: "from 1,300 workers to 410", but no year."""
    return last.unit in ("persons", "people") and m["n"].isdigit() and len(m["n"]) == 3


def _scaled(m: re.Match[str]) -> bool:
    """Whether a word, and not a single letter, says how many times the number is."""
    return m["scale"] is not None and len(m["scale"].strip()) > 1
