"""Bytes to text: which encoding, and what cannot be kept."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from loaders.read.parts import shown
from ontology.errors import UnreadableDocument

HAN = re.compile("[\u4e00-\u9fff]")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
NULS = 0.001
"""Share of NUL bytes from which a file is binary."""
CONTROLS = 0.02
"""Share of other control characters from which a file is binary."""


def decoded(raw: bytes, path: Path) -> tuple[str, str]:
    """The text and the encoding that was taken; UnreadableDocument where the bytes are no text."""
    text, encoding = _decoded(raw, path)
    text = shown("".join(c for c in text if c != "\0" and not "\ud800" <= c <= "\udfff"))
    controls = sum(c < " " and c not in "\t\n\r\f\v" for c in text)
    if controls > CONTROLS * len(text):
        raise _binary(path)
    if not text.strip():
        raise UnreadableDocument(f"{path}: the file holds no text; save the text of the document into it")
    return text, encoding


def _decoded(raw: bytes, path: Path) -> tuple[str, str]:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace"), encoding
    if raw.count(0) > NULS * len(raw):
        raise _binary(path)
    return _tried(raw, "utf-8") or _chinese(raw) or (raw.decode("cp1252", "replace"), "cp1252")


def _tried(raw: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return raw.decode(encoding), encoding
    except UnicodeDecodeError:
        return None


def _chinese(raw: bytes) -> tuple[str, str] | None:
    """GB 18030 where it decodes and most of what is not ASCII is Chinese."""
    found = _tried(raw, "gb18030")
    wide = [c for c in found[0] if c > "\x7f"] if found else []
    letters = [c for c in wide if c.isalpha()]
    return found if letters and len(HAN.findall("".join(letters))) > 0.9 * len(letters) and len(letters) > 8 else None


def _binary(path: Path) -> UnreadableDocument:
    return UnreadableDocument(f"{path}: the file is binary; convert it to plain text first")
