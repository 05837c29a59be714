"""Tables of results on the wire: "Net 2,671,000 vs 1,930,000" is what a firm earned and what it had a year before."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from loaders.amounts import units
from loaders.check import Candidate
from loaders.en.parsing.parse import Sentence
from loaders.lending import Quantity
from loaders.lexicon import read
from loaders.measure import home
from loaders.mentions import Mention

EXTRACTOR = "results.toml"
BEFORE = "the period a year before"


@dataclass(frozen=True)
class Rules:
    """The grammar of such tables, made from data/results.toml."""

    title: re.Pattern[str]
    profile: re.Pattern[str]
    line: re.Pattern[str]
    labels: Sequence[tuple[str, re.Pattern[str]]]
    losses: re.Pattern[str]
    cents: re.Pattern[str]
    cents_of: str


@functools.cache
def rules() -> Rules:
    """The table data/results.toml."""
    data = read()["results"]
    labels = [(row["metric"], re.compile(row["words"], re.IGNORECASE)) for row in data["label"]]
    scales = "|".join(sorted((s for s in units().scales if s.isascii() and len(s) > 1), key=len, reverse=True))
    amount = (
        rf"(?P<sign{{0}}>(?:{data['losses']}|{data['gains']})\s+)?(?:(?:of|about)\s+)?"
        rf"(?P<n{{0}}>\d{{{{1,3}}}}(?:,\d{{{{3}}}})+|\d+(?:\.\d+)?)(?:\s+(?P<scale{{0}}>{scales})\b)?(?!\s*(?:{data['cents']}|p)\b)(?P<unit{{0}}>(?:\s+[a-z]+){{{{0,2}}}}?)"
    )
    words = "|".join(f"(?:{p.pattern})" for _, p in labels)
    cents = data["cents"]
    start, end = r"(?:^|(?<=[\s.;]))(?=(?-i:[A-Z]))", rf"(?![\w,]|\s*{cents}\b)"
    line = rf"{start}(?P<label>{words})\s+{amount.format(1)}{data['versus']}{amount.format(2)}{end}"
    return Rules(
        re.compile(data["title"]),
        re.compile(data["profile"], re.IGNORECASE | re.MULTILINE),
        re.compile(line, re.IGNORECASE),
        labels,
        re.compile(data["losses"], re.IGNORECASE),
        re.compile(rf"\b{cents}\b"),
        data["cents_of"],
    )


def headline(text: str) -> str:
    """The firm that a headline says a table or a list of facts is of; "" where it is no such headline."""
    match = rules().title.match(text.lstrip()) or rules().profile.match(text.lstrip())
    return match["who"].strip() if match else ""


def results(
    sentence: Sentence, whose: Mention | None, currency: Callable[[], str], based: Callable[[str, str], bool]
) -> Iterator[Candidate]:
    """The figures of one line: those of the period, and those that they are compared with.

    `based` tells whether a firm is at home in a country: bare dollars are its own country's.
    """
    if whose is None:
        return
    for match in rules().line.finditer(sentence.text):
        metric = next(m for m, p in rules().labels if p.fullmatch(match["label"]))
        for k in "12":
            value, unit = _amount(match, k), "persons" if metric == "employees" else _unit(match, k) or currency()
            unit = home(unit, whose.entity, based)
            if unit:
                yield Candidate(
                    subject=whose,
                    predicate=metric,
                    start=sentence.start,
                    end=sentence.end,
                    value=value,
                    unit=unit,
                    qualifiers={"note": BEFORE} if k == "2" else {},
                    confidence=0.8,
                    extractor=EXTRACTOR,
                )


def _amount(match: re.Match[str], k: str) -> float:
    said = match[f"sign{k}"]
    label = match["label"] if said is None else ""
    scale = match[f"scale{k}"]
    value = float(match[f"n{k}"].replace(",", "")) * float(units().scales[scale.lower()] if scale else 1)
    return -value if rules().losses.search(said or label) else value


def _unit(match: re.Match[str], k: str) -> str:
    """The currency that the figure bears, or the one that it is compared with."""
    forms: Mapping[str, tuple[object, str]] = units().forms
    words = (match[f"unit{j}"].strip().lower() for j in (k, "1", "2"))
    found = [forms[w][1] for w in words if w in forms]
    return next((u for u in found if len(u) == 3 and u.isupper()), "")


def currency(text: str, amounts: Sequence[Quantity]) -> str:
    """The currency of a document's tables: the first that it names, else that of its cents a share."""
    named = next((q.unit for q in amounts if len(q.unit) == 3 and q.unit.isupper()), "")
    return named or (rules().cents_of if rules().cents.search(text) else "")
