"""What a file of one kind holds, before it is a Document: plain text, and what the file itself says of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from graph.dates import day

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Soft hyphens, zero-width signs and marks of direction: they part words that read as one."""
PAGE = "\f"
"""What parts the pages of a PDF in the stored text: the page of an offset is one more than the signs before it."""
HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)


@dataclass(frozen=True, slots=True)
class Parts:
    """Text and metadata of a file; None where the file does not say. `format` says how the text was made.

    `made` is the day on which the file was made: that of publication only where nothing else tells one.
    """

    text: str
    format: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    made: str | None = None


def shown(text: str) -> str:
    """The text as one sees it: no signs that nobody sees, and one sign for é, however it was written."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))


def plain(value: object) -> str | None:
    """A metadata field as one line; None where it is empty."""
    text = " ".join(shown(str(value or "")).split())
    return text[:300] or None


def dated(value: object) -> str | None:
    """The day of an ISO date or time; None where it is none."""
    text = str(value or "")[:10]
    return text if day(text) else None


def is_html(raw: bytes) -> bool:
    """Whether a file begins like a web page, whatever its suffix."""
    return HTML.match(raw[:2000].removeprefix(b"\xef\xbb\xbf")) is not None


def is_docx(raw: bytes) -> bool:
    """Whether a file is a Word document, whatever its suffix."""
    return raw.startswith(b"PK\x03\x04") and b"word/" in raw
