"""Figures and dates that a model gives, found again in the text by the loader's own grammars, else by their digits."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.dates import valid
from loaders.bounds import within
from loaders.lending import Quantity
from loaders.llm.verbatim import Span
from loaders.metrics import metrics
from loaders.periods import Period
from ontology.errors import InvalidStatement
from ontology.units import base

YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)
PLAIN = re.compile(r"(?<![A-Za-z\d.])\d{1,15}(?:,\d{3})*(?:\.\d{1,9})?", re.ASCII)


@dataclass(frozen=True)
class Digits:
    """The figures and periods of a text."""

    text: str
    amounts: Sequence[Quantity]
    times: Sequence[Period]

    def figure(
        self, metric: str, value: float, top: float | None, unit: str | None, evidence: Span
    ) -> tuple[float, float | None, str | None]:
        """Value, upper end and base unit of a figure; InvalidStatement where the evidence does not give it.

        The grammar must read it so, in a unit that the metric takes; numbers that it reads no unit of count by
        their digits.
        """
        low, base_unit = base(value, unit) if unit is not None else (value, None)
        high = base(top, unit)[0] if top is not None and unit is not None else top
        if any(base_unit in units and _same((low, high), q) for q, units in self._measured(metric, evidence)):
            return low, high, base_unit
        plain = list(self._plain(evidence))
        if all(any(_close(abs(v), p) for p in plain) for v in (low, high) if v is not None):
            return low, high, base_unit
        raise InvalidStatement("figure is not in the evidence")

    def _measured(self, metric: str, evidence: Span) -> Iterator[tuple[Quantity, set[str]]]:
        """The quantities of the evidence with the units that they may be told in: tons of capacity are tons a year."""
        renamed = [m.renamed for m in metrics() if m.name == metric]
        for q in within(self.amounts, *evidence):
            yield q, {q.unit, *(r[q.unit] for r in renamed if q.unit in r)}

    def number(self, name: str, value: float, evidence: Span) -> float:
        """A number of a qualifier; InvalidStatement where the evidence has none such."""
        found = [v for q in within(self.amounts, *evidence) for v in (q.value, q.max) if v is not None]
        if any(_close(value, v) for v in (*found, *self._plain(evidence))):
            return value
        raise InvalidStatement(f"{name} is not in the evidence")

    def units(self, evidence: Span) -> set[str]:
        """The units of the quantities in the evidence, also as metrics name them."""
        found = {q.unit for q in within(self.amounts, *evidence)}
        return found | {m.renamed[u] for m in metrics() for u in found if u in m.renamed}

    def period(self, period: str, paragraph: Span) -> str:
        """A date as the grammar reads it in the paragraph, or one whose years stand there; else InvalidStatement."""
        if not valid(period):
            raise InvalidStatement(f"no date: {period[:60]}")
        times = {p.value for p in within(self.times, *paragraph)}
        told = YEAR.findall(" ".join([self.text[slice(*paragraph)], *times]))
        if period not in times and not set(YEAR.findall(period)) <= set(told):
            raise InvalidStatement("date is not in the paragraph")
        return period

    def _plain(self, evidence: Span) -> Iterator[float]:
        """The numbers of the evidence that are neither quantities nor dates: `3,750` is 3750."""
        taken = [(x.start, x.end) for rows in (self.amounts, self.times) for x in within(rows, *evidence)]
        for m in PLAIN.finditer(self.text, *evidence):
            if not any(start < m.end() and m.start() < end for start, end in taken):
                yield float(m.group().replace(",", ""))


def _same(said: tuple[float, float | None], read: Quantity) -> bool:
    """Whether a figure is one that was read; a loss may be told below zero where the text has its amount."""
    low, high = said
    ends = [v for v in (low, high) if v is not None]
    found = [v for v in (read.value, read.max) if v is not None]
    losses = sorted(-v for v in ends) if low < 0 else []
    return any(len(e) == len(found) and all(map(_close, e, found)) for e in (ends, losses))


def _close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-9)
