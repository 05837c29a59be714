"""DOCX: paragraphs, headings, lists and tables in the order of the document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import version

import docx
from docx.table import Table

from loaders.read.parts import Parts, plain, shown
from ontology.errors import UnreadableDocument

SWELL = 100
"""How many times its own size a file may unpack to."""
FLOOR = 30_000_000
"""Bytes that any file may unpack to."""


def docx_parts(raw: bytes, name: str) -> Parts:
    """The text of a Word document; UnreadableDocument where it is broken, locked or a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            size = sum(item.file_size for item in packed.infolist())
        if size > max(FLOOR, SWELL * len(raw)):
            raise UnreadableDocument(f"{name}: {len(raw)} bytes unpack to {size}; that is no document")
        document = docx.Document(io.BytesIO(raw))
        lines = [line for block in document.iter_inner_content() for line in _lines(block)]
    except UnreadableDocument:
        raise
    except Exception as error:  # python-docx lets errors of zip, XML and of its own model through
        raise UnreadableDocument(f"{name}: not readable as DOCX ({error}); save it again from Word") from error
    text = shown("\n\n".join(x for x in lines if x.strip()))
    if not text:
        raise UnreadableDocument(f"{name}: the Word document holds no text; save its text into a .txt file")
    core = document.core_properties
    return Parts(
        text=text + "\n",
        format=f"application/vnd.openxmlformats-officedocument.wordprocessingml.document; "
        f"python-docx {version('python-docx')}",
        title=plain(core.title),
        language=(core.language or "")[:2].lower() or None,
    )


def _lines(block: object) -> Iterator[str]:
    if not isinstance(block, Table):
        yield str(getattr(block, "text", ""))
        return
    for row in block.rows:
        # A cell over several columns comes up in each of them; equal cells side by side are two.
        cells = {id(cell._tc): cell for cell in row.cells}.values()
        yield " | ".join(" ".join(cell.text.split()) for cell in cells)
        for inner in (table for cell in cells for table in cell.tables):
            yield from _lines(inner)
