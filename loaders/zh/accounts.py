"""Tables of accounts: their unit, what their columns are of, and what a line of them says of the firm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from loaders.check import Candidate
from loaders.context import Context
from loaders.mentions import Mention

CELLS = re.compile(r"\s{2,}|\t|\s*\|\s*")
NUMBER = re.compile(r"(?P<loss>[-(])?\s*(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\)?")


def cells(text: str) -> list[tuple[int, str]]:
    """The cells of a line, each with where it begins in the text."""
    found, at = [], 0
    for cut in (*CELLS.finditer(text), None):
        end = len(text) if cut is None else cut.start()
        if text[at:end].strip():
            found.append((at, text[at:end]))
        at = len(text) if cut is None else cut.end()
    return found


class Accounts:
    """The table that a document is at: the factor and the currency of its figures, the periods of its columns."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.scales: Mapping[str, float] = data["scales"]
        self.currencies: Mapping[str, str] = data["currencies"]
        unit = rf"(?:人民币)?(?P<scale>{'|'.join(self.scales)})?(?P<money>{'|'.join(self.currencies)})"
        self.unit = re.compile(rf"单位\s*:\s*{unit}")
        self.beside = re.compile(rf"[(]{unit}[)]$")
        self.labels = {metric: re.compile(words) for metric, words in data["labels"].items()}
        self.measure: tuple[float, str] | None = None
        self.columns: list[str] = []

    def read(self, context: Context, firm: Mention | None) -> Iterator[Candidate]:
        """What a line says of the firm; a line that tells the unit or the periods is remembered."""
        text = context.sentence.text
        if (unit := self.unit.search(text)) is not None:
            self.measure, self.columns = self._measure(unit), []
            return
        row = cells(text)
        if len(row) < 2:
            return
        label = row[0][1].strip()
        own = self.beside.search(label)
        measure = self._measure(own) if own is not None else self.measure
        name = self.beside.sub("", label).strip()
        metric = next((m for m, words in self.labels.items() if words.fullmatch(name)), None)
        if metric is None:
            self.columns = self._periods(context, row) or self.columns
        elif measure is not None and firm is not None and len(self.columns) == len(row) - 1:
            yield from self._line(context, firm, metric, measure, [c for _, c in row[1:]])

    def _measure(self, unit: re.Match[str]) -> tuple[float, str]:
        return self.scales.get(unit["scale"] or "", 1), self.currencies[unit["money"]]

    def _periods(self, context: Context, row: Sequence[tuple[int, str]]) -> list[str]:
        """The period that stands over each column but the first; "" where none does."""
        base = context.sentence.start
        spans = [(base + at, base + at + len(cell)) for at, cell in row[1:]]
        found = [next((p.value for p in context.periods if a <= p.start and p.end <= b), "") for a, b in spans]
        return found if any(found) else []

    def _line(
        self, context: Context, firm: Mention, metric: str, measure: tuple[float, str], row: Sequence[str]
    ) -> Iterator[Candidate]:
        for period, cell in zip(self.columns, row, strict=True):
            number = NUMBER.fullmatch(cell.strip())
            if number is None or not period:
                continue
            value = float(number["n"].replace(",", "")) * measure[0]
            yield Candidate(
                subject=firm,
                predicate=metric,
                start=context.sentence.start,
                end=context.sentence.end,
                value=round(-value if number["loss"] else value, 2),
                unit=measure[1],
                period=period,
                confidence=0.85,
                extractor=f"measures/{metric}.toml",
            )
