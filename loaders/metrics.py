"""The rules of figures as values: data/measures/*.toml and data/figures.toml."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.lexicon import DATA, alternation, read
from loaders.quick import Either, Quick
from ontology.units import pattern as unit_pattern

ORDINAL_DIGITS = r"\d{1,3}(?:st|nd|rd|th)"
FIGURE = (
    r"(?=\s(?:(?:about|around|some|roughly|nearly|almost|over|only|just|well|up to|at least|at most|close to|another"
    r"|an? (?:further|additional|extra|total of)|(?:no |not )?(?:more|less|fewer) than)\s)*"
    r"(?:(?-i:[A-Z]{0,3})\.?[$€£¥₹]?\s?\d|half an?\b|an? (?:million|hundred|thousand|billion)\b"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)\b))"
)
"""What `<FIGURE>` stands for in a pattern: a number follows."""
NEVER = Quick(r"(?!x)x")
REACH = 130
"""Characters between a figure and the word that says what it measures, unless a file says less."""


@dataclass(frozen=True)
class Metric:
    """How one metric is told in texts; see data/measures/capacity.toml.

    `topic`: a figure of nobody falls to the firm that the text is about; `accounts`: also where others were
    spoken of last; `carried`: to the plant that was spoken of last before the firm; `loose`: words whose figure
    never does; `weak`: words that count only where a plant is their goal; `least`: money or tonnes below it are
    none; `at_large`: of nobody, it is the country's; `bare`: units that tell the metric in a sentence without a
    verb ("Suralco, Paranam: profiles, 25,000 tpa").
    """

    name: str
    units: tuple[str, ...]
    renamed: Mapping[str, str]
    triggers: Quick
    bars: Quick
    negative: Quick
    before: Quick
    after: Quick
    subjects: tuple[str, ...]
    product: bool
    own: frozenset[str]
    topic: bool
    accounts: bool
    carried: bool
    at_large: bool
    loose: Quick
    weak: Quick
    bare: frozenset[str]
    planned: str
    reach: int
    least: float
    ordinals: Mapping[str, int]
    examples: tuple[Mapping[str, Any], ...]

    def takes(self, unit: str, value: float) -> bool:
        """Whether a figure in this base unit may be one of this metric; of money and tonnes not a handful."""
        large = value >= self.least or (unit not in ("t", "t/a") and unit_pattern(unit) != "currency")
        return unit_pattern(unit) in self.units and large

    def owns(self, unit: str) -> bool:
        """Whether the unit alone tells the metric: a price in dollars a tonne needs no word for it."""
        return unit_pattern(unit) in self.own


@dataclass(frozen=True)
class Shared:
    """What all metrics share: the ends of clauses, the words of statuses, products by process and plant."""

    boundary: re.Pattern[str]
    statuses: tuple[tuple[str, Quick, Quick], ...]
    process: Mapping[str, str]
    plants: Mapping[str, str]
    unpaired: str
    reporters: frozenset[str]
    things: frozenset[str]
    ventures: frozenset[str]
    undertakings: frozenset[str]
    undergone: frozenset[str]
    projects: frozenset[str]
    grounds: frozenset[str]
    spending: frozenset[str]
    builders: frozenset[str]
    costs: frozenset[str]
    elsewhere: frozenset[str]
    origins: frozenset[str]
    priced: Mapping[str, tuple[str, ...]]
    again: re.Pattern[str]
    continued: re.Pattern[str]
    carriers: frozenset[str]
    world: re.Pattern[str]
    onward: re.Pattern[str]
    own: re.Pattern[str]
    beside: re.Pattern[str]
    compared: re.Pattern[str]
    toward: re.Pattern[str]
    summed: re.Pattern[str]
    leading: re.Pattern[str]
    coming: re.Pattern[str]
    world_after: re.Pattern[str]
    national: re.Pattern[str]
    national_after: re.Pattern[str]
    year_before: re.Pattern[str]
    powered: frozenset[str]
    parts: frozenset[str]
    parts_of: frozenset[str]
    forecasts: frozenset[str]
    bare: Mapping[str, Mapping[str, str]]


@functools.cache
def metrics(folder: Path = DATA / "measures") -> tuple[Metric, ...]:
    """All metrics of a folder, by name; tomllib.TOMLDecodeError or re.error where a file is broken."""
    return tuple(_metric(tomllib.loads(f.read_text(encoding="utf-8"))) for f in sorted(folder.glob("*.toml")))


@functools.cache
def by_name() -> Mapping[str, Metric]:
    """All metrics by their names."""
    return {m.name: m for m in metrics()}


def _metric(data: Mapping[str, Any]) -> Metric:
    ordinals = data.get("ordinals", {})
    either = f"(?:{alternation(ordinals)}|{ORDINAL_DIGITS})" if ordinals else ""
    return Metric(
        name=data["metric"],
        units=tuple(data["units"]),
        renamed=data.get("as", {}),
        triggers=_any([t.replace("<ORDINAL>", either).replace("<FIGURE>", FIGURE) for t in data["triggers"]]),
        bars=_any(data.get("bars", [])),
        negative=_any(data.get("negative", [])),
        before=_any(data.get("before", [])),
        after=_any(data.get("after", [])),
        subjects=tuple(data["subjects"]),
        product=data.get("product", False),
        own=frozenset(data["units"] if data.get("own") is True else data.get("own") or ()),
        topic=data.get("topic", True),
        accounts=data.get("accounts", False),
        carried=data.get("carried", False),
        at_large=data.get("at_large", False),
        loose=_any(data.get("loose", [])),
        weak=_any([t.replace("<FIGURE>", FIGURE) for t in data.get("weak", [])]),
        bare=frozenset(data.get("bare", [])),
        planned=data["planned"],
        reach=data.get("reach", REACH),
        least=data.get("least", 0),
        ordinals=ordinals,
        examples=tuple(data.get("example", [])),
    )


@functools.cache
def shared() -> Shared:
    """The table data/figures.toml."""
    data = read()["figures"]
    statuses = tuple((row["status"], _any(row["words"]), _any(row.get("bars", []))) for row in data["status"])
    return Shared(
        re.compile(data["boundary"], re.IGNORECASE),
        statuses,
        data["process"],
        data["plants"],
        data["unpaired"],
        frozenset(data["reporters"]),
        frozenset(data["things"]),
        frozenset(data["ventures"]),
        frozenset((*data["ventures"], *data["parts_of"], *data["undertakings"])),
        frozenset((*data["parts_of"], *data["undertakings"])) - frozenset(data["grounds"]),
        frozenset((*data["ventures"], *data["undertakings"])) - frozenset(data["cells"]),
        frozenset(data["grounds"]),
        frozenset(data["spending"]),
        frozenset(data["builders"]),
        frozenset(data["costs"]),
        frozenset(data["elsewhere"]),
        frozenset(data["origins"]),
        {product: tuple(per) for product, per in data["priced"].items()},
        re.compile(data["again"], re.IGNORECASE),
        re.compile(data["continued"], re.IGNORECASE),
        frozenset(data["carriers"]),
        re.compile(data["world"], re.IGNORECASE),
        re.compile(data["onward"], re.IGNORECASE),
        re.compile(data["own"], re.IGNORECASE),
        re.compile(data["beside"], re.IGNORECASE),
        re.compile(data["compared"], re.IGNORECASE),
        re.compile(data["toward"], re.IGNORECASE),
        re.compile(data["summed"], re.IGNORECASE),
        re.compile(data["leading"]),
        re.compile(data["coming"], re.IGNORECASE),
        re.compile(data["world_after"], re.IGNORECASE),
        re.compile(data["national"], re.IGNORECASE),
        re.compile(data["national_after"], re.IGNORECASE),
        re.compile(data["year_before"], re.IGNORECASE),
        frozenset(data["powered"]),
        frozenset(data["parts"]),
        frozenset(data["parts_of"]),
        frozenset(data["forecasts"]),
        data["bare"],
    )


def process(text: str) -> str:
    """The product that a process or a plant in the text tells: "smelting capacity" is of aluminium; "" for none."""
    lower = text.lower()
    return next((product for word, product in shared().process.items() if word in lower), "")


def _any(sources: list[str]) -> Quick:
    """One pattern for several; a group name that comes twice is numbered: `k`, `k_1`."""
    seen: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        count = seen.get(match[1], 0)
        seen[match[1]] = count + 1
        return f"(?P<{match[1]}_{count}>" if count else match[0]

    rows = [re.sub(r"\(\?P<(\w+)>", numbered, source) for source in sources]
    return Either(rows, re.IGNORECASE) if rows else NEVER
