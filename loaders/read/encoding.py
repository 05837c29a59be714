"""Bytes to text: which encoding, and what cannot be kept."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from loaders.read.parts import shown
from ontology.errors import UnreadableDocument

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the first half of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "ascii": "cp1252", "iso8859-1": "cp1252"}
"""What is meant by encodings that are declared by the name of a part of them."""
GUESSED = ["gb18030", "big5", "cp1252"]
"""What bytes may be that are no UTF-8 and declare nothing."""
CHAOS = 0.1
"""Share of mess from which a guess is none."""
STRAY = 0.05
"""Share of what is not ASCII that may be damaged in a text that otherwise is UTF-8."""
NULS = 0.001
"""Share of NUL bytes from which a file is binary."""
CONTROLS = 0.02
"""Share of other control characters from which a file is binary."""


def decoded(raw: bytes, source: str, declared: str | None = None) -> tuple[str, str]:
    """The text, its lines ended by \\n, and the encoding that was taken: `declared` where the bytes allow it.

    UnreadableDocument where the bytes are no text, or their encoding cannot be told.
    """
    text, encoding = _decoded(raw, source, declared)
    text = shown("".join(c for c in text if c != "\0" and not "\ud800" <= c <= "\udfff"))
    text = re.sub("\r\n?|[\u2028\u2029]", "\n", text)
    controls = sum(c < " " and c not in "\t\n\f\v" for c in text)
    if controls > CONTROLS * len(text):
        raise _binary(source)
    if not text.strip():
        raise UnreadableDocument(f"{source}: the file holds no text; save the text of the document into it")
    return text, encoding


def _decoded(raw: bytes, source: str, declared: str | None) -> tuple[str, str]:
    found = next(_strictly(raw, declared), None)
    if found is not None:
        return found
    if raw.count(0) > NULS * len(raw):
        raise _binary(source)
    found = _mended(raw) or _guessed(raw)
    if found is None:
        raise UnreadableDocument(f"{source}: its encoding cannot be told; save the file as UTF-8")
    return found


def _strictly(raw: bytes, declared: str | None) -> Iterator[tuple[str, str]]:
    """The text by its mark, else by what fits of the encoding that is declared and UTF-8 with or without zeros."""
    marked = next((encoding for mark, encoding in MARKS if raw.startswith(mark)), None)
    zeros = raw.count(0) > NULS * len(raw)
    said = _known(declared)
    plain = [said, "utf-8"] if said in ("gb18030", "big5", "utf-16", "utf-32") else ["utf-8", said]
    for encoding in [marked] if marked else _wide(raw) if zeros else plain:
        try:
            if encoding is not None:
                yield raw.decode(encoding), encoding
        except UnicodeError:
            continue


def _known(declared: str | None) -> str | None:
    try:
        name = codecs.lookup(declared).name if declared else None
    except LookupError:
        return None
    return WIDER.get(name, name) if name else None


def _wide(raw: bytes) -> list[str | None]:
    """The encodings of two bytes a sign that put the zeros of Western text where they are."""
    even, odd = raw[:4000:2].count(0), raw[1:4000:2].count(0)
    half = len(raw[:4000]) / 2
    order = "utf-16-le" if odd > even else "utf-16-be"
    return [order] if max(even, odd) > 0.3 * half and min(even, odd) < 0.01 * half else []


def _mended(raw: bytes) -> tuple[str, str] | None:
    """UTF-8 of which few bytes are damaged: single ones read as cp1252, and said so beside the encoding."""
    text = raw.decode("utf-8", "surrogateescape")
    stray = re.findall("[\udc80-\udcff]+", text)
    good = sum(c > "\x7f" and not "\udc80" <= c <= "\udcff" for c in text)
    if not good or len(stray) > max(1, STRAY * good):
        return None
    mended = re.sub("[\udc80-\udcff]+", _stray, text)
    return mended, f"utf-8, damaged bytes: {sum(map(len, stray))}"


def _stray(match: re.Match[str]) -> str:
    raw = match.group().encode("utf-8", "surrogateescape")
    return raw.decode("cp1252", "replace") if len(raw) == 1 else "\ufffd"


def _guessed(raw: bytes) -> tuple[str, str] | None:
    """What is no UTF-8 by the encoding in which it looks like writing."""
    from charset_normalizer import from_bytes  # seldom needed

    best = from_bytes(raw, cp_isolation=GUESSED, threshold=CHAOS).best()
    return None if best is None else (raw.decode(best.encoding), best.encoding)


def _binary(source: str) -> UnreadableDocument:
    return UnreadableDocument(f"{source}: the file is binary; convert it to plain text first")
