"""PDF with a text layer: pages as text, running heads gone, lines joined to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from itertools import pairwise

import pypdfium2

from loaders.read.flow import ends, joined, prose
from loaders.read.parts import PAGE, Parts, plain
from loaders.read.pdf_layout import Line, lines
from ontology.errors import UnreadableDocument

NUMBER = re.compile(r"\W*(?:page|seite|第)?\s*\d{1,4}\s*(?:(?:of|/|von|页)\s*\d{0,4})?\W*", re.IGNORECASE)
ROOM = 1.6
"""Distance of two lines, in sizes of their font, from which a new paragraph begins where lines stand close."""
LOOSE = 1.3
"""How many times the page's usual distance a paragraph's beginning needs where lines stand wide apart."""
FULL = 0.8
"""Share of its column's width from which a line is full, so that it may go on in the next one."""
EDGE = 2
"""Lines at the top and the bottom of a page where a running head may stand."""
DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
SENTENCE = re.compile(r"(?:[a-z\d%)]{4}[.!?][\"”’)]*\s+(?=[\"“(]?[A-Z])|[。！？][”’）]*)")
"""Where a sentence surely ends: no abbreviation has four small letters before its full stop."""


def pdf_parts(raw: bytes, name: str) -> Parts:
    """The text of all pages; UnreadableDocument where it is locked, broken or only pictures."""
    try:
        with pypdfium2.PdfDocument(raw) as pdf:
            pages = [_lines(pdf, k) for k in range(len(pdf))]
            info = pdf.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        what = "is encrypted; save it without a password" if locked else f"cannot be read ({error}); save it again"
        raise UnreadableDocument(f"{name}: the PDF {what}") from error
    text = _text(pages)
    if not text.strip():
        raise UnreadableDocument(f"{name}: the PDF has no text layer (a scan?); run OCR over it first")
    made = DATE.match(info.get("CreationDate", ""))
    return Parts(
        text=text + "\n",
        format=f"application/pdf; pypdfium2 {version('pypdfium2')}",
        title=plain(info.get("Title")),
        publisher=plain(info.get("Author")),
        made="-".join(made.groups()) if made else None,
    )


def _lines(pdf: pypdfium2.PdfDocument, k: int) -> list[Line]:
    leaf = pdf[k]
    layer = leaf.get_textpage()
    found = lines(layer, k)
    layer.close()
    leaf.close()
    return found


def _text(pages: Sequence[Sequence[Line]]) -> str:
    """The paragraphs with the ends of the pages between them."""
    heads = _running(pages)
    body = [_without(page, heads) for page in pages]
    out, page = "", 0
    for paragraph in _paragraphs(body):
        part, ahead = _rendered(paragraph)
        turned = f"\n{PAGE}" * (paragraph[0].page - page)
        parted = f"{turned}\n" if turned or not out else "\n\n"
        out += parted + part if out or turned else part
        page = ahead
    return out


def _rendered(paragraph: Sequence[Line]) -> tuple[str, int]:
    """A paragraph as one line, and the page on which it ends.

    The end of a page stands behind the sentence that runs over it, so that no quote has it inside.
    """
    run, page, over = "", paragraph[0].page, list[tuple[int, int]]()
    for line in paragraph:
        if line.page > page:
            over.append((len(run), line.page - page))
        run, page = joined(run, line.text), line.page
    for at, count in reversed(over):
        end = SENTENCE.search(run, at)
        k = len(run) if end is None else end.end()
        run = run[:k] + PAGE * count + run[k:]
    return run, page


def _paragraphs(body: Sequence[Sequence[Line]]) -> list[list[Line]]:
    rooms = {page[0].page: _room(page) for page in body if page}
    widths = _widths([line for page in body for line in page])
    found: list[list[Line]] = []
    for line in (line for page in body for line in page):
        before = found[-1][-1] if found else None
        if before is None or not _goes_on(before, line, rooms, widths):
            found.append([])
        found[-1].append(line)
    return found


Widths = Mapping[tuple[int, int], tuple[float, float]]


def _goes_on(before: Line, line: Line, rooms: Mapping[int, float], widths: Widths) -> bool:
    """Whether a line belongs to the paragraph of the one before it."""
    left, right = widths[before.page, before.region]
    full = before.right - left >= FULL * (right - left)
    if (before.page, before.region) != (line.page, line.region):
        alike = abs(before.size - line.size) < 0.1 * line.size
        return alike and not ends(before.text) and _runs_on(before, line, full)
    if (ends(before.text) and not full) or not 0.85 < before.size / line.size < 1.18:
        return False
    if not full and not prose(before.text) and not line.text[0].islower():
        return False  # a row of a table, a name under a heading
    room = (before.base - line.base) / line.size
    return room <= ROOM or (room <= LOOSE * rooms[line.page] and _runs_on(before, line, full))


def _runs_on(before: Line, line: Line, full: bool) -> bool:
    """Whether the words say that a line goes on: prose that fills its line, or the next begins in small letters."""
    return prose(before.text) and (full or line.text[0].islower())


def _room(page: Sequence[Line]) -> float:
    """The usual distance of two lines of a page in sizes of their font: the least of those that are common."""
    pairs = [(a, b) for a, b in pairwise(page) if a.region == b.region and a.base > b.base]
    rooms = Counter(round((a.base - b.base) / b.size, 1) for a, b in pairs)
    most = max(rooms.values(), default=0)
    return min((r for r, count in rooms.items() if count >= 0.4 * most), default=ROOM)


def _widths(found: Sequence[Line]) -> Widths:
    """Left and right edge of each column."""
    widths: dict[tuple[int, int], tuple[float, float]] = {}
    for line in found:
        left, right = widths.get((line.page, line.region), (line.left, line.right))
        widths[line.page, line.region] = min(left, line.left), max(right, line.right)
    return widths


def _running(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Lines that stand at the edge of most pages, whatever number is in them."""
    seen = Counter(key for page in pages for key in {_key(page[k].text) for k in _edges(page)})
    return frozenset(key for key, count in seen.items() if count >= 2 and count > 0.5 * len(pages))


def _edges(page: Sequence[Line]) -> list[int]:
    by_height = sorted(range(len(page)), key=lambda k: -page[k].base)
    return [*by_height[:EDGE], *by_height[-EDGE:]]


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _without(page: Sequence[Line], heads: frozenset[str]) -> list[Line]:
    edges = {k for k in _edges(page) if _key(page[k].text) in heads or NUMBER.fullmatch(page[k].text)}
    return [line for k, line in enumerate(page) if k not in edges]
