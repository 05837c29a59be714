"""The lines of a PDF page in reading order: what stands on one line, what is a column, what is a footnote's mark."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2

from loaders.read.flow import HAN
from loaders.read.parts import PAGE, shown

MARK = re.compile(r"[\d*†‡§,\s]{1,5}")
"""What stands raised behind a word and points to a footnote."""
COLUMN_ROWS = 3
"""Rows from which text beside text is columns."""
COLUMN_SIGNS = 16
"""Average characters of a line from which it is a column's and not a table's cell."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text as the page draws it: its box, where it stands, its size. All in points, upwards."""

    left: float
    bottom: float
    right: float
    top: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; `region` counts the columns and what stands above and below them."""

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int = 0
    region: int = 0


Row = list[Piece]


def lines(layer: pypdfium2.PdfTextPage, page: int) -> list[Line]:
    """The lines of a page, column after column."""
    found: list[Line] = []
    region = 0
    for rows in _regions(layer, _rows(_pieces(layer))):
        above = float("inf")
        for row in rows:
            main = _main(row)
            region += main.base > above + main.size  # up again: another column
            above = main.base
            line = Line("", row[0].left, max(p.right for p in row), main.base, main.size, page, region)
            found += [replace(line, text=text) for text in _text(layer, row)]
        region += 1
    return found


def _pieces(layer: pypdfium2.PdfTextPage) -> Iterator[Piece]:
    for n in range(layer.count_rects()):
        left, bottom, right, top = layer.get_rect(n)
        base, size = _stands(layer, left, bottom, top)
        yield Piece(left, bottom, right, top, base, size)


def _stands(layer: pypdfium2.PdfTextPage, left: float, bottom: float, top: float) -> tuple[float, float]:
    """Base line and size of what begins there, by the first character that is drawn: made-up spaces have neither."""
    at = layer.get_index(left + 1, (bottom + top) / 2, 9, 9)
    x, y = ctypes.c_double(), ctypes.c_double()
    for k in range(at, at + 6) if at is not None else ():
        drawn = pypdfium2.raw.FPDFText_GetUnicode(layer, k) > 32 and not pypdfium2.raw.FPDFText_IsGenerated(layer, k)
        if drawn and pypdfium2.raw.FPDFText_GetCharOrigin(layer, k, x, y):
            return y.value, pypdfium2.raw.FPDFText_GetFontSize(layer, k)
    return bottom, max(top - bottom, 1.0)


def _rows(pieces: Iterator[Piece]) -> list[Row]:
    """What stands side by side, in the order of the page."""
    rows: list[Row] = []
    for piece in pieces:
        if rows and _beside(rows[-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in rows]


def _beside(row: Row, piece: Piece) -> bool:
    """Whether a piece stands on the line of a row, be it raised or lowered."""
    main = _main(row)
    if min(piece.top, main.top) - max(piece.bottom, main.bottom) > 0.5 * (piece.top - piece.bottom):
        return True
    near = abs(piece.base - main.base) < 0.6 * max(piece.size, main.size)
    return near and piece.left > max(p.right for p in row) - 0.5 * main.size


def _main(row: Row) -> Piece:
    """The widest piece, which tells the line's base and size."""
    return max(row, key=lambda p: p.right - p.left)


def _text(layer: pypdfium2.PdfTextPage, row: Row) -> list[str]:
    """The text of a row without the marks of footnotes; more than one line where the box holds more."""
    main, parts = _main(row), list[Row]()
    marked = True
    for piece in row:
        if parts and _raised(piece, main) and _is_mark(_bounded(layer, parts[-1]), _bounded(layer, [piece])):
            marked = True
        elif marked:
            parts.append([piece])
            marked = False
        else:
            parts[-1].append(piece)
    texts = [text for part in parts if (text := _bounded(layer, part).strip())]
    whole = "".join(t if k == 0 or re.match(r"[,.;:)]", t) else f" {t}" for k, t in enumerate(texts))
    return _cleaned(whole)


def _raised(piece: Piece, main: Piece) -> bool:
    return piece.size < 0.9 * main.size and piece.base > main.base + 0.1 * main.size


def _is_mark(before: str, text: str) -> bool:
    """Behind a word, not behind a unit or a figure: m² and 10³ stay."""
    return MARK.fullmatch(text) is not None and re.search(r"[^\W\d_]{3}[.,;:)”\"]?\s*$", before) is not None


def _bounded(layer: pypdfium2.PdfTextPage, row: Row) -> str:
    box = [f(values) for f, values in zip((min, min, max, max), zip(*map(_box, row), strict=True), strict=True)]
    return str(layer.get_text_bounded(*box))


def _box(piece: Piece) -> tuple[float, float, float, float]:
    return piece.left, piece.bottom, piece.right, piece.top


def _cleaned(text: str) -> list[str]:
    text = shown(text).replace("\r\n", "\n").replace("\r", "\n").replace(PAGE, "\n")
    # PDFium puts these signs where a hyphen parted a word at the end of a line.
    return [line.strip() for line in re.sub("[\ufffe\x02]", "-", text).split("\n") if line.strip()]


def _regions(layer: pypdfium2.PdfTextPage, rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows, those that are drawn across two columns taken apart: the left column, then the right one."""
    at = 0
    while at < len(rows):
        start, end, gutter = _band(rows, at)
        if gutter is None:
            yield list(rows[at:])
            return
        sides = [
            [q for row in rows[start:end] if (q := [p for p in row if side == (p.left > gutter)])] for side in (0, 1)
        ]
        if start > at:
            yield list(rows[at:start])
        if all(_flows([_bounded(layer, row) for row in side]) for side in sides):
            yield sides[0]
            yield from _regions(layer, sides[1])
        else:
            yield list(rows[start:end])
        at = end


def _band(rows: Sequence[Row], at: int) -> tuple[int, int, float | None]:
    """The first run of rows from `at` that one white strip parts, and where the strip is; None where there is none."""
    start = at
    while start < len(rows):
        low, high, end, parted = float("-inf"), float("inf"), start, 0
        while end < len(rows) and (strip := _strip(rows[end], low, high)) is not None:
            parted += len(rows[end]) > 1 and strip != (low, high)
            low, high, end = *strip, end + 1
        if parted >= COLUMN_ROWS:
            return start, end, (low + high) / 2
        start += 1
    return at, len(rows), None


def _strip(row: Row, low: float, high: float) -> tuple[float, float] | None:
    """The white strip between `low` and `high` that this row leaves, too; None where it fills it."""
    size = _main(row).size
    edges = [float("-inf"), *(p.right for p in row)], [*(p.left for p in row), float("inf")]
    gaps = [(max(low, a), min(high, b)) for a, b in zip(*edges, strict=True)]
    wide = [g for g in gaps[1:-1] if g[1] - g[0] > size]
    if low == float("-inf"):
        return max(wide, key=lambda g: g[1] - g[0], default=None)
    wide += [g for g in (gaps[0], gaps[-1]) if g[1] - g[0] > size]
    return max(wide, key=lambda g: g[1] - g[0], default=None)


def _flows(texts: Sequence[str]) -> bool:
    """Whether lines are a column of running text: long, and some begin in the middle of a sentence."""
    signs = sum(map(len, texts)) / len(texts) if texts else 0
    inside = [t for t in texts if re.match(rf"\s*(?:[a-z]|[{HAN}]{{8}})", t)]
    return signs >= COLUMN_SIGNS and len(inside) >= 1
