"""PDF with a text layer: pages as text, running heads gone, lines joined to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version

import pypdfium2

from loaders.read.parts import PAGE, Parts, plain, shown
from ontology.errors import UnreadableDocument

NUMBER = re.compile(r"\W*(?:page|seite|第)?\s*\d{1,4}\s*(?:(?:of|/|von|页)\s*\d{0,4})?\W*", re.IGNORECASE)
ROOM = 1.6
"""Distance of two lines, in sizes of their font, from which a new paragraph begins."""
EDGE = 2
"""Lines at the top and the bottom of a page where a running head may stand."""
DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


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
    heads = _running(pages)
    body = [_paragraphs(_without(page, heads)) for page in pages]
    if not "".join(body).strip():
        raise UnreadableDocument(f"{name}: the PDF has no text layer (a scan?); run OCR over it first")
    made = DATE.match(info.get("CreationDate", ""))
    return Parts(
        text=f"\n{PAGE}\n".join(body) + "\n",
        format=f"application/pdf; pypdfium2 {version('pypdfium2')}",
        title=plain(info.get("Title")),
        publisher=plain(info.get("Author")),
        published="-".join(made.groups()) if made else None,
    )


def _lines(pdf: pypdfium2.PdfDocument, k: int) -> list[str]:
    """The lines of a page, an empty one where there is more room between two than within a paragraph."""
    leaf = pdf[k]
    layer = leaf.get_textpage()
    boxes: list[list[float]] = []
    for n in range(layer.count_rects()):
        left, bottom, right, top = layer.get_rect(n)
        if boxes and min(top, boxes[-1][3]) - max(bottom, boxes[-1][1]) > 0.5 * (top - bottom):
            last = boxes[-1]
            boxes[-1] = [min(left, last[0]), min(bottom, last[1]), max(right, last[2]), max(top, last[3])]
        else:
            boxes.append([left, bottom, right, top])
    lines: list[str] = []
    for before, box in zip([None, *boxes], boxes, strict=False):
        at = layer.get_index(box[0] + 1, (box[1] + box[3]) / 2, 9, 9)
        size = pypdfium2.raw.FPDFText_GetFontSize(layer, at) if at is not None else box[3] - box[1]
        if before is not None and abs(before[1] - box[1]) > ROOM * size:
            lines.append("")
        lines += _cleaned(layer.get_text_bounded(*box))
    layer.close()
    leaf.close()
    return lines


def _cleaned(text: str) -> list[str]:
    text = shown(text).replace("\r\n", "\n").replace("\r", "\n").replace(PAGE, "\n")
    # PDFium joins a word that was parted at the end of a line, with this sign where the hyphen was.
    text = re.sub("(?<=[a-z])[\ufffe\x02](?=[a-z])", "", text)
    return [line.strip() for line in re.sub("[\ufffe\x02]", "-", text).split("\n") if line.strip()]


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Lines that stand at the edge of most pages, whatever number is in them."""
    seen = Counter(key for lines in pages for key in {_key(lines[k]) for k in _edges(lines)})
    return frozenset(key for key, count in seen.items() if count >= 2 and count > 0.5 * len(pages))


def _edges(lines: Sequence[str]) -> list[int]:
    full = [k for k, line in enumerate(lines) if line.strip()]
    return [*full[:EDGE], *full[-EDGE:]]


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _without(lines: Sequence[str], heads: frozenset[str]) -> list[str]:
    edges = {k for k in _edges(lines) if _key(lines[k]) in heads or NUMBER.fullmatch(lines[k])}
    return [line for k, line in enumerate(lines) if k not in edges]


def _paragraphs(lines: Sequence[str]) -> str:
    """Lines joined; a new paragraph after an empty one, and after a short one that ends a sentence."""
    width = max((len(x) for x in lines), default=0)
    done, run = list[str](), ""
    for line in lines:
        run = _joined(run, line)
        if not line or (line[-1] in ".!?。！？" and len(line) < 0.8 * width):
            done, run = [*done, run], ""
    return "\n\n".join(p for p in [*done, run] if p)


def _joined(run: str, line: str) -> str:
    if re.search(r"[a-z]-$", run) and line[:1].islower():
        return run[:-1] + line
    if re.search(r"\w-$", run):
        return run + line
    return f"{run} {line}" if run else line
