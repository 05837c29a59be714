"""An answer as CSV (RFC 4180): one row an item, always the same columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from graph.draw.picture import Picture, Result, documents

COLUMNS = ("id", "name", "type", "low", "high", "direct_low", "direct_high", "meets", "hops", "documents")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula; such a cell gets an apostrophe before it (OWASP)."""


def sheet(picture: Picture) -> str:
    """The items in the order of the answer; several documents are parted by spaces, what is not there is empty."""
    out = io.StringIO()
    writer = csv.writer(out)  # the default dialect: CRLF, quotes doubled
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in row] for row in rows(picture))
    return out.getvalue()


def rows(picture: Picture) -> Iterator[tuple[str | float | None, ...]]:
    """The cells of each item, in the order of COLUMNS."""
    named = {n.id: n for n in picture.nodes}
    for result in picture.results:
        node = named[result.id]
        direct = result.direct or (None, None)
        shares = result.low, result.high, *direct
        yield (node.id, node.name, node.type, *shares, result.meets, result.hops, " ".join(sources(picture, result)))


def sources(picture: Picture, result: Result) -> tuple[str, ...]:
    """The documents behind the proof of an item."""
    pairs = set(result.pairs)
    return documents(k for k in picture.links if not k.open and (k.owner, k.owned) in pairs)


def harmless(cell: str | float | None) -> str | float | None:
    """A cell that no spreadsheet runs as a formula; numbers stay numbers."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(FORMULA) else cell
