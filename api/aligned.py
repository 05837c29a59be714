"""A plain table for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len


def aligned(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """The lines of a plain table; columns as wide as their cells (East Asian characters take two places)."""
    cells = [[str(h) for h in heads], *(["-" if c is None else _line(str(c)) for c in row] for row in rows)]
    widths = [max(cell_len(row[i]) for row in cells) for i in range(len(heads))]
    for row in cells:
        yield "  ".join(c + " " * (width - cell_len(c)) for c, width in zip(row, widths, strict=True)).rstrip()


def _line(cell: str) -> str:
    return " ".join(cell.split()) if "\n" in cell else cell
