"""Tables in plain text: a plant a row and a metric a column, or a metric a row and a period a column."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from loaders.amounts import units
from loaders.check import Candidate
from loaders.lexicon import read
from loaders.mentions import Mention
from loaders.metrics import Metric, metrics, process, shared
from loaders.periods import periods
from loaders.quantities import quantities

EXTRACTOR = "tables.toml"
Named = Callable[[str, str], Mention | None]
"""The plant or firm of a cell, given the class that the heading tells; None where nobody knows it."""


@dataclass(frozen=True)
class Line:
    """A line of a table with its cells; offsets are into the document."""

    start: int
    end: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """What a heading or a row's label says of its figures."""

    metric: Metric
    unit: str
    factor: float
    text: str

    def takes(self, value: float) -> bool:
        """Whether the figure is large enough to be one of the metric, so that the unit was read rightly."""
        return self.metric.takes(self.unit, abs(value) * self.factor)


@functools.cache
def _rules() -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str], re.Pattern[str]]:
    """Separators, the figure that fills a cell, the unit of a label."""
    data = read()["tables"]
    return tuple(re.compile(s) for s in data["separators"]), re.compile(data["figure"]), re.compile(data["unit"])


def find(text: str) -> list[list[Line]]:
    """The tables of a text: at least two lines in a row with as many cells, and figures below the first."""
    tables: list[list[Line]] = []
    run: list[Line] = []
    for match in re.finditer(r"[^\n]+|\n\s*\n", text):
        if re.fullmatch(r"[|:+=-][|:+=\s-]*", match.group()):  # a rule between heading and rows
            continue
        line = _line(match)
        if run and (line is None or len(line.cells) != len(run[0].cells)):
            tables.append(run)
            run = []
        run += [line] if line is not None else []
    tables.append(run)
    return [t for t in tables if len(t) > 1 and any(_figure(c) is not None for r in t[1:] for c in r.cells[1:])]


def _line(match: re.Match[str]) -> Line | None:
    words = match.group().strip().strip("|").strip()
    for separator in _rules()[0]:
        cells = tuple(c.strip() for c in separator.split(words))
        if len(cells) > 1:
            corner = ("",) if match.group()[:2].isspace() and all(len(periods(c, None)) == 1 for c in cells) else ()
            return Line(match.start(), match.end(), (*corner, *cells))
    return None


def tables(text: str, named: Named, whose: Mention | None) -> Iterator[Candidate]:
    """The figures of all tables; of those that list metrics, `whose` they are."""
    for table in find(text):
        yield from _by_name(table, named)
        yield from _by_period(table, whose) if whose is not None else ()


def _by_name(table: Sequence[Line], named: Named) -> Iterator[Candidate]:
    """A plant or firm a row."""
    head, kind = table[0].cells, kind_of(table)
    columns = [(i, c) for i, h in enumerate(head) if i and (c := _column(h, "", head[0])) is not None]
    totals = read()["tables"]["totals"]
    for line in table[1:] if kind and columns else ():
        subject = None if line.cells[0].lower().split(" ")[0] in totals else named(line.cells[0], kind)
        for i, column in columns if subject is not None else ():
            value = _figure(line.cells[i])
            if value is not None and subject is not None and column.takes(value):
                times = {p.value for p in periods(head[i], None)}
                yield _candidate(line, subject, column, value, times.pop() if len(times) == 1 else None)


def kind_of(table: Sequence[Line]) -> str:
    """The class of what the rows are of, by the first cell of the heading; "" where it does not tell."""
    rows = read()["tables"]["rows"]
    return next((k for word, k in rows.items() if re.match(rf"{word}s?\b", table[0].cells[0], re.I)), "")


def _by_period(table: Sequence[Line], whose: Mention) -> Iterator[Candidate]:
    """A metric a row, a period a column."""
    head = table[0].cells
    times = [p[0].value if len(p := periods(h, None)) == 1 else "" for h in head[1:]]
    for line in table[1:] if times and all(times) else ():
        column = _column(line.cells[0], head[0])
        for cell, time in zip(line.cells[1:], times, strict=True):
            value, own = (_figure(cell), column) if column is not None else _measured(line.cells[0], cell)
            if value is not None and own is not None and own.takes(value):
                yield _candidate(line, whose, own, value, time)


def _measured(label: str, cell: str) -> tuple[float | None, Column | None]:
    """The figure of a cell that bears its own unit, "397,512 t", and what its row's label says of it."""
    found = quantities(cell, units())
    if len(found) != 1 or found[0].text != cell.strip() or found[0].max is not None:
        return None, None
    fit = (m for m in metrics() if m.triggers.search(label) and not m.bars.search(label))
    metric = next((m for m in fit if m.takes(found[0].unit, found[0].value)), None)
    return found[0].value, None if metric is None else Column(metric, found[0].unit, 1.0, label)


def _column(label: str, corner: str, kind: str = "") -> Column | None:
    """The metric and unit of a label; None where they are not told or do not fit. `kind` is what the rows are."""
    for metric in metrics():
        if not metric.triggers.search(label) or metric.bars.search(label) or not metric.units:
            continue
        found = _unit(label) or (
            (1.0, metric.units[0]) if metric.name == "employees" else _unit(corner) or _unit(f"({corner})")
        )
        if found is not None and metric.takes(found[1], metric.least):
            return Column(metric, found[1], found[0], f"{label} {kind}")
    return None


def _unit(label: str) -> tuple[float, str] | None:
    """Factor and base unit of "(RON million)", "(tonnes per year)"."""
    match = _rules()[2].search(label)
    if match is None:
        return None
    words = re.sub(read()["tables"]["thousands"], "thousand", match["unit"] or match["bare"])
    sign, _, rest = words.partition(" ")
    forms = (f"1000 {words}", f"{sign} 1000 {rest}", f"{sign} 1000{rest}", f"1000 {rest} {sign}")
    rows = [q for form in forms for q in quantities(form, units())[:1] if q.value >= 1000]
    best = max(rows, key=lambda q: q.value, default=None)
    return None if best is None else (best.value / 1000, best.unit)


def _figure(cell: str) -> float | None:
    match = _rules()[1].fullmatch(cell)
    if match is None:
        return None
    value = float(re.sub(r"[, ]", "", match["n"]))
    return -value if match["minus"] or match["open"] else value


def _candidate(line: Line, subject: Mention, column: Column, value: float, period: str | None) -> Candidate:
    metric = column.metric
    sign = -1 if metric.negative.search(column.text) and value > 0 and not re.search("profit", column.text, re.I) else 1
    told = (s for s, words, bars in shared().statuses if words.search(column.text) and not bars.search(column.text))
    return Candidate(
        subject=subject,
        predicate=metric.name,
        start=line.start,
        end=line.end,
        value=sign * value * column.factor,
        unit=metric.renamed.get(column.unit, column.unit),
        product=(process(column.text) or shared().plants.get(subject.type)) if metric.product else None,
        period=period,
        status=next(told, "actual") if metric.name == "capacity" else "actual",
        confidence=0.8,
        extractor=EXTRACTOR,
    )
